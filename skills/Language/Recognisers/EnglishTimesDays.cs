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
            if ((Kind(at) == K.Rel && Value(at) != 3 || Is(at, W.My)) && Unit(at + 1, 'D') && !Plural(at + 1) && !Is(at + 2, W.Of) && !Is(at + 2, W.In))
            {
                node = Fixed(i, at + 2, Plus(day, Is(at, W.My) ? 0 : Math.Sign(Value(at))));
                return true;
            }
            return false;
        }

        /// <summary>Behind "the day": what makes it part of something else.</summary>
        private readonly bool Ends(int i) => Is(i, W.Of) && Kind(i + 1) is K.Holiday or K.Month;

        /// <summary>A weekday of a week that words name: "Friday", "next week Tuesday", "Tuesday of last week", "Sunday 31", "two Sundays from now".</summary>
        private readonly bool WeekdayDate(int i, out Node node)
        {
            node = default;
            var at = i;
            if (Small(i, out var count, out var to) && Kind(to) == K.Weekday && count is > 0 and < 60 && (Is(to + 1, W.Later) || (Is(to + 1, W.From) && Kind(to + 2) == K.Day && Value(to + 2) is 90 or 0)))
            {
                var days = Value(to) % 7 < (int)day.DayOfWeek ? count - 1 : count;
                var date = day;
                for (; days > 0; days--)
                    date = Plus(Monday(date), 6 + Value(to));
                node = Fixed(i, Is(to + 1, W.Later) ? to + 2 : to + 3, date);
                return true;
            }
            // Recognizers-Text counts the "on" of "on Friday next week" in, of next week only.
            if (Is(i, W.On) && Kind(i + 1) == K.Weekday && WeekdayDate(i + 1, out node) && Rel(node.To - 2, 1) && Unit(node.To - 1, 'W'))
            {
                node.From = i;
                return true;
            }
            if (Kind(at) == K.Rel && Value(at) != 3)
            {
                var rel = Value(at);
                if (rel is 0 && Kind(at + 1) == K.Rel && Value(at + 1) != 0)
                    rel = Value(++at);
                if (Unit(at + 1, 'W') && !Plural(at + 1))
                {
                    var after = Skip(Skip(at + 2, ','), W.On);
                    if (Kind(after) != K.Weekday || Plural(after))
                        return false;
                    node = Fixed(i, after + 1, Plus(Monday(day), 7 * Math.Sign(rel) + Value(after) - 1));
                    return true;
                }
                if (Kind(at + 1) != K.Weekday || Plural(at + 1))
                    return false;
                node = Fixed(i, at + 2, RelativeWeekday(rel, Value(at + 1)));
                return true;
            }
            at = Is(i, W.The) && Kind(i + 1) == K.Weekday ? i + 1 : i;
            if (Kind(at) != K.Weekday || Plural(at))
                return false;
            var weekday = Value(at);
            if ((t[at].Flags & Marks.Short) != 0 && weekday is 6 or 7 && Is(at - 1, W.The))
                return false;
            if ((t[at].Flags & Marks.Short) != 0 && weekday is 6 or 7 && !Is(at - 1, W.On) && !(at + 1 < t.Length && Kind(at + 1) is K.Digits or K.Rel or K.Word))
                return false;
            // "Tuesday of last week", "Wednesday next week", "Monday this week".
            var week = Skip(Skip(Is(at + 1, W.Of) || Is(at + 1, W.In) || Is(at + 1, W.On) ? at + 2 : at + 1, ','), W.The);
            if (Kind(week) == K.Rel && Value(week) != 3 && Unit(week + 1, 'W') && !Plural(week + 1) && !Is(week + 2, W.Of))
            {
                node = Fixed(i, week + 2, Plus(Monday(day), 7 * Math.Sign(Value(week)) + weekday - 1));
                return true;
            }
            if (OnNumberedDay(i, at, weekday, out node))
                return true;
            var next = Plus(day, (weekday - WeekdayOf(day) + 7) % 7);
            node = Of(T.Date, at == i || Is(i, W.The) ? at : i, at + 1, $"XXXX-WXX-{weekday}", Plus(next, -7), next);
            if (Length(Skip(at + 1, ','), out var lapse) && !lapse.Clocked && (Is(lapse.To, W.After) || Is(lapse.To, W.From)) && Anchor(lapse.To + 1, lapse, out var anchor) && lapse.Shift(anchor.Future, 1, out var reached))
                node = OnWeekdayOf(Fixed(at, anchor.To, reached), weekday, lapse, anchor.To);
            return true;
        }

        private readonly DateTime RelativeWeekday(int rel, int weekday)
        {
            var date = Plus(Monday(day), weekday - 1);
            return rel switch
            {
                2 => date > day ? date : Plus(date, 7),
                -2 => date < day ? date : Plus(date, -7),
                _ => Plus(date, 7 * Math.Sign(rel)),
            };
        }

        /// <summary>"Sunday 31", "Tue 13th", "Friday the 26th".</summary>
        private readonly bool OnNumberedDay(int i, int at, int weekday, out Node node)
        {
            node = default;
            var the = Is(at + 1, W.The);
            var number = the ? at + 2 : Skip(at + 1, ',');
            if (!DayNumber(number, out var date, out var to, out var ordinal) || (!ordinal && (Kind(number) != K.Digits || number > at + 1)) || Kind(to) == K.Unit)
                return false;
            if (!WholeEnd(to - 1) || (!ordinal && (NumberGoesOnAfter(to) || Mark(to, '-') || Mark(to, ':') || Desc(to, out _, out _) || Is(to, W.To) || Is(to, W.Until))))
                return false;
            if (the)
            {
                if (!TryDate(now.Year, now.Month, date, out var exact) || WeekdayOf(exact) != weekday)
                    return false;
                node = Fixed(at, to, exact);
                return true;
            }
            DateTime past = default, future = default;
            for (var month = 0; month < 60 && future == default; month++)
                future = OnThat(month, date, weekday) is var d && d >= day ? d : default;
            for (var month = 0; month < 60 && past == default; month++)
                past = OnThat(-month, date, weekday) is var d && d != default && d < day ? d : default;
            if (past == default || future == default)
                return false;
            node = Of(T.Date, at, to, $"XXXX-WXX-{weekday}", past, future);
            return true;
        }

        private readonly DateTime OnThat(int months, int date, int weekday)
        {
            var month = PlusMonths(MonthStart(now.Year, now.Month), months);
            return TryDate(month.Year, month.Month, date, out var result) && WeekdayOf(result) == weekday ? result : default;
        }

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
            var ok = (on && !the && !ordinal && Stop(to) && !NumberGoesOnAfter(to)) || on && (ordinal || (the && !Mark(to, ':') && !NumberGoesOnAfter(to))) || (ordinal && !the && (Is(i - 1, W.At) || Is(i - 1, W.In)) && Kind(at) == K.Digits)
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
