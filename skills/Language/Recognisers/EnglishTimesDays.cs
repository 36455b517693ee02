namespace Assistant.Skills.Language.Recognisers;

// Dates that are counted from today or from a month: "the day after tomorrow", "next Friday", "the first Monday of May", "on the 18th".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>A date that is not counted from another one.</summary>
        private readonly bool PlainDate(int i, out Node node)
        {
            node = default;
            if (Kind(i) == K.None)
                return false;
            if (Specific(i, out var other))
                Longest(ref node, other);
            if (NearDay(i, out other))
                Longest(ref node, other);
            if (WeekdayDate(i, out other))
                Longest(ref node, other);
            if (NthInMonth(i, out other))
                Longest(ref node, other);
            if (HolidayDate(i, out other))
                Longest(ref node, other);
            return node.Type == T.Date;
        }

        private readonly bool Date(int i, out Node node)
        {
            node = default;
            if (Kind(i) == K.None)
                return false;
            if (memo.Knows(Memo.Dates, i, out node, out var known))
                return known;
            if (PlainDate(i, out var other))
                Longest(ref node, other);
            if (Reached(i, out other) && other.Type == T.Date && other.Mod is null)
                Longest(ref node, other);
            if (MonthlyDay(i, out other))
                Longest(ref node, other);
            if (Counted(i, out other))
                Longest(ref node, other);
            return memo.Keep(Memo.Dates, i, node, node.Type == T.Date);
        }

        private static Node Fixed(int from, int to, DateTime date)
        {
            var node = Of(T.Date, from, to, Iso(date), date, date);
            (node.Year, node.Month, node.DayOfMonth, node.Grain) = (date.Year, date.Month, date.Day, 'R');
            return node;
        }

        /// <summary>"today", "the day before yesterday", "the next day", "the day".</summary>
        private readonly bool NearDay(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if (Kind(at) == K.Day && Value(at) is >= -1 and <= 1 && at == i)
            {
                node = Fixed(i, i + 1, Plus(day, Value(at)));
                return true;
            }
            if (Rel(at, 0) && Is(at + 1, W.Date))
            {
                node = Fixed(i, at + 2, day);
                return true;
            }
            if (Unit(at, 'D') && !Plural(at))
            {
                if (Is(at + 1, W.After) && Kind(at + 2) == K.Day && Value(at + 2) == 1)
                    node = Fixed(i, at + 3, Plus(day, 2));
                else if (Is(at + 1, W.Before) && Kind(at + 2) == K.Day && Value(at + 2) == -1)
                    node = Fixed(i, at + 3, Plus(day, -2));
                else if (at > i && (Is(at + 1, W.Before) || Is(at + 1, W.After)) && !Unit(at + 2, 'D') && (at + 2 >= t.Length || !PlainDate(at + 2, out _)))
                    node = Fixed(i, at + 2, Plus(day, Is(at + 1, W.Before) ? -1 : 1));
                else if (at > i && !Ends(at + 1))
                    node = Fixed(i, at + 1, day);
                else
                    return false;
                return true;
            }
            if ((Kind(at) == K.Rel && Value(at) != 3 || Is(at, W.My)) && Unit(at + 1, 'D') && !Plural(at + 1) && !(Is(at + 2, W.Of) && (at + 3 >= t.Length ? !MoreWords() : !Is(at + 3, W.The) || at + 4 < t.Length)) && !Is(at + 2, W.In))
            {
                node = Fixed(i, at + 2, Plus(day, Is(at, W.My) ? 0 : Math.Sign(Value(at))));
                return true;
            }
            return false;
        }

        /// <summary>Behind "the day": what makes it part of something else.</summary>
        private readonly bool Ends(int i) => Is(i, W.Of) && Kind(i + 1) is K.Holiday or K.Month;

        /// <summary>"the first Friday of July", "last Monday of next month", "third Tuesday in May 2020".</summary>
        private readonly bool NthInMonth(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            var nth = 5;
            if (Rel(at, -1) && At(t[at].Start) is 'l' or 'L')
                at++;
            else if (Ordinal(at, out nth, out var next) && nth is >= 1 and <= 5)
                at = next;
            else
                return false;
            if (Kind(at) != K.Weekday)
                return false;
            var weekday = Value(at);
            if (nth is >= 1 and <= 5 && !Is(i, W.The) && !Rel(i, -1) && !Is(at + 1, W.Of) && !Is(at + 1, W.In) && !InMonth(at + 1, out _, out _, out _))
            {
                // "second Sunday" alone is one of this month; Recognizers-Text does not count the month's first day.
                var begin = MonthStart(now.Year, now.Month);
                var first = Plus(begin, WeekdayOf(begin) == weekday ? 7 : (weekday - WeekdayOf(begin) + 7) % 7);
                node = Fixed(i, at + 1, Plus(first, 7 * (nth - 1)));
                return true;
            }
            at = Is(at + 1, W.Of) || Is(at + 1, W.In) ? at + 2 : at + 1;
            if (!InMonth(at, out var year, out var month, out var to))
                return false;
            node = Nth(i, to, year, month, weekday, nth, Kind(at) == K.Month);
            return true;
        }

        private readonly Node Nth(int from, int to, int year, int month, int weekday, int nth, bool named)
        {
            var future = NthWeekday(year == 0 ? now.Year : year, month, weekday, nth);
            var past = future;
            if (year == 0 && future < day)
                future = NthWeekday(now.Year + 1, month, weekday, nth);
            if (year == 0 && past >= day)
                past = NthWeekday(now.Year - 1, month, weekday, nth);
            var count = (future.Day + 6) / 7;
            return Of(T.Date, from, to, $"{(named && year > 0 ? $"{year:D4}" : "XXXX")}-{month:D2}-WXX-{weekday}-#{count}", past, future);
        }

        /// <summary>A month that holds a day: "July", "July 2019", "this month", "the month", "next month". Year 0 where it is open.</summary>
        private readonly bool InMonth(int i, out int year, out int month, out int to)
        {
            (year, month, to) = (0, 0, i);
            if (Kind(i) == K.Month)
            {
                (month, to) = (Value(i), i + 1);
                if (DateYear(to, false, out var said, out var next))
                    (year, to) = (said, next);
                return true;
            }
            var at = Skip(i, W.The);
            var rel = 0;
            if (Kind(at) == K.Rel && Value(at) != 3)
                rel = Math.Sign(Value(at++));
            else if (at == i)
                return false;
            if (!Unit(at, 'M') || Plural(at))
                return false;
            var start = PlusMonths(MonthStart(now.Year, now.Month), rel);
            (year, month, to) = (start.Year, start.Month, at + 1);
            return true;
        }

        /// <summary>"the 15th day of next month", "the thirty-first of this month", "the last day of May".</summary>
        private readonly bool Counted(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            var last = Rel(at, -1) && Unit(at + 1, 'D');
            if (last)
                at++;
            int nth = 0;
            if (!last && !Ordinal(at, out nth, out at))
                return false;
            if (Unit(at, 'D'))
                at++;
            if (!(Is(at, W.Of) || Is(at, W.In)))
                return false;
            if (!InMonth(at + 1, out var year, out var month, out var to) || (Kind(at + 1) == K.Month && !last))
                return false;
            var length = DateTime.DaysInMonth(year == 0 ? now.Year : Math.Clamp(year, 1, 9990), month);
            node = DateOf(i, to, year, month, last ? length : nth);
            return nth <= 31;
        }

        /// <summary>"on the 18th", "for the 5th,": a day of an open month, where the words around it say that it is one.</summary>
        private readonly bool MonthlyDay(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if (!DayNumber(at, out var date, out var to, out var ordinal) || Kind(to) == K.Unit && !Is(to, W.S) || (!ordinal && Kind(at) != K.Digits))
                return false;
            var the = at > i;
            var on = Is(i - 1, W.On);
            var ok = (on && !the && !ordinal && (Stop(to) || Is(to, W.At) && ClockFollows(to)) && !NumberGoesOnAfter(to)) || on && (ordinal || (the && !Mark(to, ':') && !NumberGoesOnAfter(to))) || (ordinal && !the && (Is(i - 1, W.At) || Is(i - 1, W.In)) && Kind(at) == K.Digits)
                || (the && ordinal && Is(i - 1, W.For) && Stop(to)) || (the && ordinal && (Is(i - 1, W.By) || Is(i - 1, W.Until)) && Stop(to));
            if (!ok || !WholeEnd(to - 1) || Kind(to) is K.Weekday or K.Month or K.Season || Unit(to, 'Q') || Is(to, W.Half))
                return false;
            if (Kind(at) == K.Ordinal && !Stop(to) && !ClockFollows(to))
                return false;
            node = MonthlyOf(i, to, date);
            return true;
        }

        private readonly Node MonthlyOf(int from, int to, int date)
        {
            var month = MonthStart(now.Year, now.Month);
            DateTime past, future;
            if (TryDate(now.Year, now.Month, date, out var exact))
                (past, future) = (exact >= now ? PlusMonths(exact, -1) : exact, exact < now ? PlusMonths(exact, 1) : exact);
            else
            {
                var (before, after) = (PlusMonths(month, -1), PlusMonths(month, 1));
                TryDate(before.Year, before.Month, date, out past);
                TryDate(after.Year, after.Month, date, out future);
            }
            return Of(T.Date, from, to, $"XXXX-XX-{date:D2}", past, future);
        }

        private readonly bool Stop(int i) => i >= t.Length ? !char.IsAsciiLetterOrDigit(At(t[^1].End)) && !MoreWords() : Kind(i) == K.Mark && Value(i) is ',' or '.' or ')';

        /// <summary>Whether an unknown word follows the segment, rather than a sign or the end.</summary>
        private readonly bool MoreWords()
        {
            var p = t[^1].End;
            while (At(p) == ' ' && p < text.Length)
                p++;
            return char.IsLetterOrDigit(At(p));
        }
    }
}
