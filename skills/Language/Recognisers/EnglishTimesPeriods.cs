namespace Assistant.Skills.Language.Recognisers;

// Ranges of dates with one name: months, years, weeks, quarters, seasons, decades, and what "this", "next" and "last" make of them.
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>A range of dates that is not joined from two points.</summary>
        private readonly bool NamedRange(int i, out Node node)
        {
            node = default;
            if (Kind(i) == K.None)
                return false;
            if (memo.Knows(Memo.Periods, i, out node, out var known))
                return known && node.Type == T.Range;
            if (Month(i, out var other))
                Longest(ref node, other);
            if (YearAlone(i, out other))
                Longest(ref node, other);
            if (RelativeUnit(i, out other))
                Longest(ref node, other);
            if (ManyUnits(i, out other))
                Longest(ref node, other);
            if (SeasonOf(i, out other))
                Longest(ref node, other);
            if (QuarterOf(i, out other))
                Longest(ref node, other);
            if (Decade(i, out other))
                Longest(ref node, other);
            if (WeekOf(i, out other))
                Longest(ref node, other);
            if (PartOf(i, out other))
                Longest(ref node, other);
            if (ToDate(i, out other))
                Longest(ref node, other);
            return memo.Keep(Memo.Periods, i, node, node.Type != T.None) && node.Type == T.Range;
        }

        private readonly Node MonthRange(int from, int to, int year, int month)
        {
            var (past, future) = (year == 0 ? (month >= now.Month ? now.Year - 1 : now.Year) : year, year == 0 ? (month < now.Month ? now.Year + 1 : now.Year) : year);
            var node = Period(from, to, MonthTimex(year, month), MonthStart(past, month), MonthStart(past, month + 1), 'M');
            (node.Future, node.FutureEnd, node.Year, node.Month) = (MonthStart(future, month), MonthStart(future, month + 1), year, month);
            return node;
        }

        /// <summary>"April 2017", "Dec, 2018", "april in 2016", "this June", "12-2015", "march last year".</summary>
        private readonly bool Month(int i, out Node node)
        {
            node = default;
            var at = i;
            int? rel = null;
            if (Kind(at) == K.Rel && Value(at) != 3 && Kind(at + 1) == K.Month)
                rel = Math.Sign(Value(at++));
            if (Kind(at) == K.Digits && Digits(at, 2) && Value(at) is >= 1 and <= 12 && Kind(at + 1) == K.Mark && Value(at + 1) is '-' or '/' && !NumberGoesOnBefore(at)
                && Spaced(at + 1) == Spaced(at + 2) && Kind(at + 2) == K.Digits && Year(at + 2, out var year, out var to) && !NumberGoesOnAfter(to))
            {
                node = MonthRange(i, to, year, Value(at));
                return true;
            }
            if (Kind(at) == K.Digits && Length(at) == 4 && Kind(at + 1) == K.Mark && Value(at + 1) is '-' or '/' or '.' or '~' && Spaced(at + 1) == Spaced(at + 2) && !(Value(at + 1) == '.' && Spaced(at + 2)) && !NumberGoesOnBefore(at)
                && Year(at, out year, out _) && (Kind(at + 2) == K.Month || (Digits(at + 2, 2) && Value(at + 2) is >= 1 and <= 12 && !Desc(at + 3, out _, out _) && Kind(at + 3) is not (K.Unit or K.Suffix or K.Month))) && !NumberGoesOnAfter(at + 3) && (Kind(at + 2) == K.Digits || !DayNumber(at + 3, out _, out _, out _)))
            {
                node = MonthRange(i, at + 3, year, Value(at + 2));
                return true;
            }
            if (Kind(at) == K.Digits && Kind(at + 1) == K.Month && Year(at, out year, out _) && !NumberGoesOnBefore(at))
            {
                node = MonthRange(i, at + 2, year, Value(at + 1));
                return true;
            }
            if (Kind(at) == K.Rel && Value(at) != 3 && Unit(at + 1, 'Y') && Kind(Skip(at + 2, ',')) == K.Month && !DayNumber(Skip(at + 2, ',') + 1, out _, out _, out _))
            {
                node = MonthRange(i, Skip(at + 2, ',') + 1, now.Year + Math.Sign(Value(at)), Value(Skip(at + 2, ',')));
                return true;
            }
            if (Kind(at) == K.Unit && Value(at) == 'M' && Is(at + 1, W.Of) && Kind(at + 2) == K.Month)
                at += 2;
            else if (Is(at, W.The) && Unit(at + 1, 'M') && Is(at + 2, W.Of) && Kind(at + 3) == K.Month)
                at += 3;
            if (Kind(at) != K.Month || !WholeEnd(at))
                return false;
            to = at + 1;
            if (rel is { } by)
            {
                // "This may …" begins a sentence more often than it names a month.
                if (Value(at) == 5 && by == 0 && !Connected(to, Is(i - 1, W.Between), out _) && (to < t.Length ? Kind(to) != K.Mark : MoreWords()))
                    return false;
                node = MonthRange(i, to, now.Year + by, Value(at));
                return true;
            }
            if (Value(at) == 5 && MayIsVerb(i, at))
                return false;
            var behind = Mark(to, '.') && (t[at].Flags & Marks.Short) != 0 && !Spaced(to) ? to + 1 : to;
            if (DateYear(behind, false, out year, out var next))
                to = next;
            else if (Mark(behind, ',') && DateYear(behind + 1, false, out year, out next))
                to = next;
            else if (Is(to, W.Of) && Digits(to + 1, 2) && Length(to + 1) == 2 && TwoDigits(Value(to + 1)) is > 0 and var two && WholeEnd(to + 1) && !NumberGoesOnAfter(to + 2) && Kind(to + 2) is not (K.Unit or K.Suffix or K.Month))
                (year, to) = (two, to + 2);
            node = MonthRange(i, to, year, Value(at));
            return true;
        }

        /// <summary>"may" is a month only behind a word that wants one, or with a year.</summary>
        private readonly bool MayIsVerb(int i, int at)
        {
            if (i > 0 && Mark(i - 1, '-') && !Spaced(i))
                return false;
            if (Kind(i - 1) == K.Rel)
                return true;
            if (i > 0 && Kind(i - 1) == K.Mark && Value(i - 1) is '<' or '>' or '=')
                return false;
            if (i > 0 && (Kind(i - 1) is K.Rel or K.Mark or K.Ordinal || Is(i - 1, W.In) || Is(i - 1, W.Of) || Is(i - 1, W.Since) || Is(i - 1, W.Until) || Is(i - 1, W.To) || (Is(i - 1, W.And) && Kind(i - 2) == K.Month)
                || Is(i - 1, W.From) || Is(i - 1, W.Before) || Is(i - 1, W.After) || Is(i - 1, W.By) || Is(i - 1, W.For) || Is(i - 1, W.Between) || Is(i - 1, W.During) || Is(i - 1, W.Mid)
                || Is(i - 1, W.As) || Is(i - 1, W.Than) || Is(i - 1, W.Starting) || Is(i - 1, W.Beginning) || Is(i - 1, W.Around) || Is(i - 1, W.Early) || Is(i - 1, W.Late) || Is(i - 1, W.Through) || Is(i - 1, W.The) || Is(i - 1, W.On)))
                return Is(at + 1, W.I) || (Kind(i - 1) == K.Mark && !Is(at + 1, W.To)) || Is(at + 1, W.Not);
            return !DateYear(at + 1, false, out _, out _) && !(Connected(at + 1, false, out var next) && Kind(next) == K.Month);
        }

        /// <summary>"2019", "year 2012", "nineteen ninety six", "fiscal year 2019".</summary>
        private readonly bool YearAlone(int i, out Node node)
        {
            node = default;
            var at = i;
            if ((Is(at, W.FY) || Is(at, W.SY) || Is(at, W.CY)) && Kind(at + 1) == K.Digits && Length(at + 1) is 2 or 4 && WholeEnd(at + 1))
            {
                var named = Length(at + 1) == 2 ? 2000 + Value(at + 1) : Value(at + 1);
                node = Years(i, at + 2, named, named + 1);
                (node.Timex, node.Year) = ($"{named:D4}", named);
                if (!Is(at, W.CY))
                    (node.Timex, node.Value) = ((Is(at, W.FY) ? "FY" : "SY") + node.Timex, "not resolved");
                return true;
            }
            var fiscal = Is(at, W.Fiscal) || Is(at, W.School);
            if (fiscal || Is(at, W.Calendar))
                at++;
            if (Unit(at, 'Y') && !Plural(at))
                at++;
            else if (fiscal || at > i)
                return false;
            if (fiscal && Kind(at) != K.Number && !Year(at, out _, out _))
            {
                var code = Is(i, W.School) ? "SY" : "FY";
                var shorted = Digits(at, 2) && Length(at) == 2 && WholeEnd(at) && !NumberGoesOnAfter(at + 1);
                node = Period(i, shorted ? at + 1 : at, code + (shorted ? $"20{Value(at):D2}" : "XXXX"), default, default, 'S');
                node.Value = "not resolved";
                return true;
            }
            if (at > i && Kind(at) == K.Digits && Length(at) == 3 && Unit(at - 1, 'Y'))
            {
                node = Years(i, at + 1, Math.Max(Value(at), 1), Value(at) + 1);
                (node.Timex, node.Year) = ($"{Value(at):D4}", Value(at));
                return true;
            }
            if (!Year(at, out var year, out var to) || (Kind(at) == K.Number && (Kind(i - 1) == K.Number || (Is(i - 1, W.And) && Kind(i - 2) == K.Number))) || (Kind(at) == K.Digits && (NumberGoesOnBefore(at) || Sign(at))) || (Kind(to) == K.Suffix && !Spaced(to)))
                return false;
            if (Kind(at) == K.Digits && at == i && NumberGoesOnAfter(to) && At(t[to - 1].End) != '-')
                return false;
            // "32 - 2015" and "2015-32" look like month and year, and are not.
            if (at == i && Kind(at) == K.Digits && ((Mark(at - 1, '-') && Digits(at - 2, 2)) || (Mark(to, '-') && Digits(to + 1, 2) && !Mark(to + 2, '-') && !Mark(to + 2, '/') && !Desc(to + 2, out _, out _))))
                return false;
            // "2010-2015-86" is a number of something else.
            if (at == i && Kind(at) == K.Digits && Mark(to, '-') && !Spaced(to) && !Spaced(to + 1) && Kind(to + 1) == K.Digits && NumberGoesOnAfter(to + 2))
                return false;
            node = Years(i, to, year, year + 1);
            node.Timex = $"{year:D4}";
            node.Year = year;
            if (fiscal)
                (node.Timex, node.Value) = ((Is(i, W.School) ? "SY" : "FY") + node.Timex, "not resolved");
            return true;
        }

        private readonly bool Sign(int at) => At(t[at].Start - 1) is '$' or '£' or '€' or '¥' or '#';

        private static Node Years(int from, int to, int first, int end) =>
            Period(from, to, RangeTimex($"{first:D4}-01-01", $"{end:D4}-01-01", $"P{end - first}Y"), MonthStart(first, 1), MonthStart(end, 1), 'Y');

        /// <summary>"this week", "the year", "next quarter", "weekend", "that weekend", "the week after next".</summary>
        private readonly bool RelativeUnit(int i, out Node node)
        {
            node = default;
            var the = Is(i, W.The);
            var at = the ? i + 1 : i;
            var rel = 0;
            var said = Kind(at) == K.Rel;
            if (said)
            {
                rel = Value(at++);
                if (rel == 0 && Kind(at) == K.Rel && Value(at) is not 0 and not 3)
                    rel = Value(at++);
            }
            else if (Is(at, W.My))
                at++;
            var kind = Is(at, W.Calendar) ? 'c' : Is(at, W.Fiscal) ? 'f' : Is(at, W.School) ? 's' : '\0';
            var working = Is(at, W.Business) && Unit(at + 1, 'W');
            if (kind != '\0' || working)
                at++;
            if (at > i && said && IsVerbLast(at - 1))
                return false;
            if (Kind(at) != K.Unit || Plural(at) || (t[at].Flags & Marks.Short) != 0 || (!said && !the && !Is(at - 1, W.My) && Value(at) != 'E') || (kind != '\0' && Value(at) != 'Y'))
                return false;
            var (unit, to) = ((char)Value(at), at + 1);
            var from = said && the && unit != 'X' ? i + 1 : i;
            if (!said && the && Is(to, W.After) && Rel(to + 1, 1))
                (rel, to, said) = (2, to + 2, true);
            else if (!said && (unit == 'Q' || Is(to, W.Of) || Is(to, W.After) || Is(to, W.Before) || Is(to, W.Starting) || Kind(to) == K.Digits || (unit == 'Y' && Year(to, out _, out _))))
                return false;
            else
                rel = rel == 3 ? 3 : Math.Sign(rel);
            if (rel == 3)
            {
                var open = unit switch { 'W' => "XXXX-WXX", 'E' => "XXXX-WXX-WE", 'M' => "XXXX-XX", 'Y' => "XXXX", _ => null };
                if (open is null)
                    return false;
                node = UnitRange(from, to, unit, 0);
                (node.Timex, node.Mod) = (open, "ref_undef");
                return true;
            }
            node = UnitRange(from, to, unit, rel);
            if (working)
                (node.PastEnd, node.FutureEnd) = (Plus(node.Past, 5), Plus(node.Future, 5));
            if (kind is 'f' or 's')
                (node.Timex, node.Value) = ((kind == 's' ? "SY" : "FY") + node.Timex, "not resolved");
            return node.Type != T.None;
        }

        /// <summary>The week, month, year … that lies <paramref name="swift"/> from now.</summary>
        private readonly Node UnitRange(int from, int to, char unit, int swift)
        {
            var monday = Plus(Monday(day), 7 * swift);
            var month = PlusMonths(MonthStart(now.Year, now.Month), swift);
            var quarter = MonthStart(now.Year, (now.Month - 1) / 3 * 3 + 1 + 3 * swift);
            var (decade, century) = (now.Year / 10 * 10 + 10 * swift, now.Year / 100 * 100 + 100 * swift);
            switch (unit)
            {
                case 'W':
                    return Period(from, to, WeekTimex(monday), monday, Plus(monday, 7), 'W');
                case 'E':
                    return Period(from, to, WeekTimex(monday) + "-WE", Plus(monday, 5), Plus(monday, 7), 'E');
                case 'M':
                    return MonthRange(from, to, month.Year, month.Month);
                case 'Y':
                    var year = Years(from, to, now.Year + swift, now.Year + swift + 1);
                    (year.Timex, year.Year) = ($"{now.Year + swift:D4}", now.Year + swift);
                    return year;
                case 'Q':
                    return Months(from, to, quarter, 3, false);
                case 'X':
                    return Years(from, to, decade, decade + 10);
                case 'C':
                    return Years(from, to, century, century + 100);
                case 'F':
                    var start = Plus(Monday(day), 14 * swift);
                    return Period(from, to, RangeTimex(Iso(start), Iso(Plus(start, 14)), "P2W"), start, Plus(start, 14), 'W');
                case 'h' or 'm' or 's':
                    return swift == 0 ? default : Clocked(from, to, unit, 1, swift);
                default:
                    return default;
            }
        }

        private static Node Months(int from, int to, DateTime start, int count, bool open)
        {
            var end = PlusMonths(start, count);
            var (a, b) = (Iso(start), Iso(end));
            var node = Period(from, to, RangeTimex(open ? "XXXX" + a[4..] : a, open ? "XXXX" + b[4..] : b, $"P{count}M"), start, end, 'Q');
            (node.Month, node.Year) = (start.Month, open ? 0 : start.Year);
            return node;
        }
    }
}
