namespace Assistant.Skills.Language.Recognisers;

// Ranges from one point to another: "from Nov to March", "10/1-11/2/2017", "November 19-20", "between now and May 21st".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        private readonly bool FromTo(int i, out Node node)
        {
            node = default;
            var said = Is(i, W.From) || Is(i, W.Between);
            // Of two years "in" and "during" belong to the range.
            var loose = Is(i, W.In) || Is(i, W.During);
            if (loose && Is(i + 1, W.The))
                return false;
            if (!said && Kind(i) is not (K.Digits or K.Number or K.Ordinal or K.Month or K.Weekday or K.Day or K.Rel or K.Holiday or K.Season or K.Word))
                return false;
            // Of "the 1990-1995 period" the article does not belong to the years.
            if (Is(i, W.The) && Kind(i + 1) == K.Digits && Year(i + 1, out _, out _))
                return false;
            if (InWeek(i, out node))
                return true;
            var from = said || loose ? i + 1 : i;
            if (!loose && Days(i, from, out var other))
                Longest(ref node, other);
            if (!PointAt(from, out var a))
                return node.Type != T.None;
            if (said && a.Type == T.DateTime && a.Clock.Parts > 0 && Connected(a.To, Is(i, W.Between), out var hour) && ClockAt(hour, true, out var end, out var ended) && WholeEnd(ended - 1) && !Behind(ended, out _, out _, out _))
            {
                // "between 2:00 tomorrow and 4:00"
                var on = a.Timex[..a.Timex.LastIndexOf('T')];
                other = Join(T.DateTimeRange, i, ended, on, on, a.Past.Date, a.Future.Date, a.Clock, end);
                Longest(ref node, other);
            }
            if (said && Kind(from) == K.Day && Value(from) == 90 && Connected(from + 1, Is(i, W.Between), out hour) && UntilClock(i, hour, out other))
                Longest(ref node, other);
            if (!Connected(a.To, Is(i, W.Between), out var next) || !(PointAt(next, out var b) || YearPoint(a, next, out b)))
                return node.Type != T.None;
            if (loose && (a.Type != T.Range || b.Type != T.Range || a.Grain != 'Y' || b.Grain != 'Y'))
                return false;
            // "next Monday to Friday" stays in next week.
            if (Kind(from) == K.Rel && Kind(a.To - 1) == K.Weekday && Kind(next) == K.Weekday && b.To == next + 1)
                b = Fixed(next, b.To, Plus(Monday(a.Future), Value(next) - 1));
            if (Kind(a.To) == K.Mark && a.Type == T.Range && b.Type == T.Range && Kind(from) == K.Digits && NumberGoesOnBefore(from))
                return node.Type != T.None;
            if (a.Value is null && b.Value is null && a.Type is T.Date or T.Range && b.Type is T.Date or T.Range)
            {
                other = Between(i, a, b);
                Longest(ref node, other);
            }
            else if (b.Type == T.DateTime && Kind(from) == K.Day && Value(from) == 90 && b.Future > now)
            {
                other = Of(T.DateTimeRange, i, b.To, RangeTimex("PRESENT_REF", b.Timex, HourTimex(b.Future - now)), now, now);
                (other.PastEnd, other.FutureEnd) = (b.Past, b.Future);
                Longest(ref node, other);
            }
            else if (a.Type == T.DateTime && b.Type == T.DateTime)
            {
                other = Of(T.DateTimeRange, i, b.To, RangeTimex(a.Timex, b.Timex, HourTimex(b.Future - a.Future)), a.Past, a.Future);
                (other.PastEnd, other.FutureEnd) = (b.Past, b.Future);
                Longest(ref node, other);
            }
            return node.Type != T.None;
        }

        /// <summary>"PT9H40M": days are written as hours.</summary>
        private static string HourTimex(TimeSpan length)
        {
            length = length.Duration();
            var (hours, minutes, seconds) = ((int)length.TotalHours, length.Minutes, length.Seconds);
            return "PT" + (hours > 0 || length < TimeSpan.FromSeconds(1) ? $"{hours}H" : "") + (minutes > 0 ? $"{minutes}M" : "") + (seconds > 0 ? $"{seconds}S" : "");
        }

        /// <summary>"from now to 5 pm": today, or the half of the day that is still to come.</summary>
        private readonly bool UntilClock(int from, int i, out Node node)
        {
            node = default;
            if (!ClockAt(i, false, out var clock, out var to) || !WholeEnd(to - 1) || Behind(to, out _, out _, out _))
                return false;
            if (clock.Open && day + clock.Span <= now)
                clock.Half = 'p';
            var end = day + clock.Span;
            end = end <= now ? Plus(end, 1) : end;
            node = Of(T.DateTimeRange, from, to, RangeTimex("PRESENT_REF", Iso(end) + clock.Timex(), HourTimex(end - now)), now, now);
            (node.PastEnd, node.FutureEnd) = (end, end);
            return true;
        }

        /// <summary>The second of "2014-2018": on its own it would look like the rest of a number.</summary>
        private readonly bool YearPoint(in Node a, int i, out Node node)
        {
            node = default;
            if (a.Type != T.Range || a.Grain != 'Y' || Spaced(i) || !Year(i, out var year, out var to) || NumberGoesOnAfter(to))
                return false;
            node = Years(i, to, year, year + 1);
            (node.Year, node.Timex) = (year, $"{year:D4}");
            return true;
        }

        private readonly bool Connected(int i, bool between, out int to)
        {
            to = i + 1;
            if (Is(i, W.To) || Is(i, W.Until) || Is(i, W.Through))
                to = Is(i, W.Up) ? i + 2 : i + 1;
            else if (Is(i, W.Up) && Is(i + 1, W.To))
                to = i + 2;
            else if (!(Mark(i, '-') || Mark(i, '~') || (between && Is(i, W.And))))
                return false;
            return to < t.Length;
        }

        /// <summary>One end of a range. A slice counts as its own day: the end of March is the 1st of April.</summary>
        private readonly bool PointAt(int i, out Node node)
        {
            node = default;
            if (Kind(i) == K.Day && Value(i) == 90)
                node = Fixed(i, i + 1, day);
            if (PointOf(i, out var other))
                Longest(ref node, other);
            if (Is(i, W.The) && PointOf(i + 1, out other))
                Longest(ref node, other);
            return node.Type != T.None;
        }

        private readonly bool PointOf(int i, out Node node)
        {
            node = default;
            if (Moment(i, out var other) && other.Type == T.DateTime && !other.Timex.EndsWith("_REF", StringComparison.Ordinal))
                Longest(ref node, other);
            if (Date(i, out other) && !other.IsHoliday)
                Longest(ref node, other);
            if (NamedRange(i, out other) && other.Mod is null)
                Longest(ref node, other);
            if (Is(i, W.End) || Is(i, W.Beginning) || Is(i, W.Start) || Is(i, W.Middle))
            {
                var of = Is(i + 1, W.Of) ? Skip(i + 2, W.The) : i + 1;
                if (NamedRange(of, out other) && other.Mod is null)
                {
                    if (Is(i, W.End))
                        (other.Past, other.Future) = (other.PastEnd, other.FutureEnd);
                    else if (Is(i, W.Middle))
                        (other.Past, other.Future) = other.Grain == 'M' ? (Plus(other.Past, 15), Plus(other.Future, 15)) : (PlusMonths(other.Past, 6), PlusMonths(other.Future, 6));
                    other.Grain = 'e';
                    Longest(ref node, other);
                }
            }
            return node.Type != T.None;
        }

        /// <summary>Gives a point a year that it leaves open, next to one that has it.</summary>
        private readonly void InYear(ref Node node, int year)
        {
            if (node.Type == T.Date)
            {
                var dated = DateOf(node.From, node.To, year, node.Month, node.DayOfMonth);
                if (dated.Value is not null || node.Timex.Contains('W', StringComparison.Ordinal))
                    return;
                node = dated;
            }
            else
            {
                var years = year - node.Future.Year;
                (node.Future, node.Timex, node.Year) = (PlusYears(node.Future, years), node.Timex.Replace("XXXX", $"{year:D4}", StringComparison.Ordinal), year);
                node.Past = node.Future;
            }
        }

        private static bool Open(in Node node) => node.Year == 0 && node.Month > 0 && node.Timex.Contains("XXXX", StringComparison.Ordinal);

        private static bool Dated(in Node node) => node.Year > 0 && node.Grain != 'R';

        private readonly Node Between(int from, Node a, Node b)
        {
            if (Open(a) && Dated(b))
            {
                InYear(ref a, b.Future.Year);
                if (a.Future > b.Future)
                    InYear(ref a, b.Future.Year - 1);
            }
            else if (Open(b) && Dated(a))
            {
                InYear(ref b, a.Future.Year);
                if (a.Future > b.Future)
                    InYear(ref b, a.Future.Year + 1);
            }
            if (a.Future > b.Future)
                a.Future = a.Past;
            if (b.Past < a.Past)
                b.Past = b.Future;
            // "2/29-3/1": both in the one year that has such a day.
            if (Open(a) && Open(b) && b.Past > PlusYears(a.Past, 1) && TryDate(a.Past.Year, b.Month, Math.Max(b.DayOfMonth, 1), out var near) && near >= a.Past)
                b.Past = near;
            var days = (b.Future - a.Future).Days;
            // Backwards is no range: its ends are two dates.
            if (days < 0)
                return default;
            var months = (b.Future.Year - a.Future.Year) * 12 + b.Future.Month - a.Future.Month;
            string length;
            if (a.Type == T.Range && b.Type == T.Range && a.Grain == 'Y' && b.Grain == 'Y')
                length = $"P{b.Future.Year - a.Future.Year}Y";
            else if (a.Type == T.Range && b.Type == T.Range && a.Grain is 'M' or 'Y' or 'Q' or 'e' && b.Grain is 'M' or 'Y' or 'Q' or 'e')
                length = $"P{months}M";
            else if (a.Grain == 'W' && b.Grain == 'W')
                length = $"P{days / 7}W";
            else
                length = $"P{days}D";
            var node = Period(from, b.To, RangeTimex(PointTimex(a), PointTimex(b), length), a.Past, b.Past, 'D');
            (node.Future, node.FutureEnd) = (a.Future, b.Future);
            if (node.PastEnd > node.FutureEnd)
                (node.Past, node.PastEnd) = (node.Future, node.FutureEnd);
            return node;
        }

        private static string PointTimex(in Node node)
        {
            if (node.Type == T.Date)
                return node.Timex;
            var date = Iso(node.Future);
            return Open(node) ? "XXXX" + date[4..] : date;
        }

        /// <summary>"next week from Monday to Friday", "this week between Tuesday and Thursday".</summary>
        private readonly bool InWeek(int i, out Node node)
        {
            node = default;
            if (Kind(i) != K.Rel || Value(i) == 3 || !Unit(i + 1, 'W') || Plural(i + 1) || !(Is(i + 2, W.From) || Is(i + 2, W.Between)) || Kind(i + 3) != K.Weekday)
                return false;
            if (!Connected(i + 4, Is(i + 2, W.Between), out var last) || Kind(last) != K.Weekday)
                return false;
            var monday = Plus(Monday(day), 7 * Math.Sign(Value(i)));
            var (start, end) = (Plus(monday, Value(i + 3) - 1), Plus(monday, Value(last) - 1));
            node = Period(i, last + 1, RangeTimex(Iso(start), Iso(end), $"P{(end - start).Days}D"), start, end, 'D');
            return true;
        }

        /// <summary>Days of one month: "November 19-20", "from the 9th to 12th of June", "April ninth through seventeenth, 2020".</summary>
        private readonly bool Days(int i, int from, out Node node)
        {
            node = default;
            var at = Skip(from, W.The);
            int first, second, month, year = 0, to;
            if (Kind(at) == K.Month)
            {
                month = Value(at);
                var inner = Is(at + 1, W.From) || Is(at + 1, W.Between) ? at + 2 : at + 1;
                if (!DayNumber(Skip(inner, W.The), out first, out to, out _) || !Connected(to, Is(i, W.Between) || Is(inner - 1, W.Between), out to) || !DayNumber(Skip(to, W.The), out second, out to, out var ordinal))
                    return false;
                if (Kind(to) is K.Month or K.Unit || (!ordinal && (NumberGoesOnAfter(to) && !Mark(to, ',') || Desc(to, out _, out _) || Mark(to, ':'))))
                    return false;
            }
            else
            {
                if (!DayNumber(at, out first, out to, out _) || (Kind(at) == K.Digits && NumberGoesOnBefore(at)))
                    return false;
                if (!Connected(to, Is(i, W.Between), out to) || !DayNumber(Skip(to, W.The), out second, out to, out _))
                    return false;
                to = Skip(Skip(Skip(to, W.Of), W.In), W.The);
                // "of this month"
                if (Kind(to) != K.Month)
                {
                    var before = Is(to - 1, W.The) ? to - 1 : to;
                    if (!(Is(before - 1, W.Of) || Is(before - 1, W.In)) && Kind(before) != K.Rel || !InMonth(before, out year, out month, out to))
                        return false;
                }
                else
                    month = Value(to++);
            }
            if (!WholeEnd(to - 1))
                return false;
            if (year == 0 && DateYear(to, false, out var said, out var next))
                (year, to) = (said, next);
            Node a = DateOf(from, to, year, month, first), b = DateOf(from, to, year, month, second);
            if (a.Value is not null || b.Value is not null || second <= first)
                return false;
            node = Period(i, to, RangeTimex(a.Timex, b.Timex, $"P{second - first}D"), a.Past, b.Past, 'D');
            (node.Future, node.FutureEnd) = (a.Future, b.Future);
            // The first day decides the year of both.
            (node.PastEnd, node.FutureEnd) = (Plus(a.Past, second - first), Plus(a.Future, second - first));
            return true;
        }
    }
}
