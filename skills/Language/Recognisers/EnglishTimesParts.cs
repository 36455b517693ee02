namespace Assistant.Skills.Language.Recognisers;

// Parts of periods and periods counted in others: seasons, quarters, decades, "the last week of July", "first ten days of last year".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>"summer", "this winter", "the spring of 2017", "fall 2020".</summary>
        private readonly bool SeasonOf(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            int? rel = Kind(at) == K.Rel && Value(at) != 3 ? Math.Sign(Value(at++)) : null;
            if (Kind(at) != K.Season)
                return false;
            var season = (char)Value(at) switch { 'P' => "SP", 'U' => "SU", 'F' => "FA", _ => "WI" };
            var to = at + 1;
            var year = rel is { } by ? now.Year + by : 0;
            if (rel is null && DateYear(to, false, out var said, out var next))
                (year, to) = (said, next);
            node = Period(Is(i, W.The) && rel is not null ? i + 1 : i, to, year == 0 ? season : $"{year:D4}-{season}", default, default, 'S');
            node.Value = "not resolved";
            return true;
        }

        /// <summary>"Q1", "2017 q1", "the first quarter of the year", "next year's first quarter", "H1 2019", "first half of 2017".</summary>
        private readonly bool QuarterOf(int i, out Node node)
        {
            node = default;
            var (at, year, named) = (i, 0, false);
            // A year before the quarter: "2019-Q1", "next year's first quarter".
            if (Year(at, out var said, out var next) && !(Kind(at) == K.Digits && NumberGoesOnBefore(at)))
                (year, at, named) = (said, Mark(next, '-') ? next + 1 : Is(next, W.Possessive) ? next + 1 : next, true);
            else if (Kind(Skip(at, W.The)) == K.Rel && Unit(Skip(at, W.The) + 1, 'Y') && Value(Skip(at, W.The)) != 3)
            {
                at = Skip(at, W.The);
                (year, at, named) = (now.Year + Math.Sign(Value(at)), Is(at + 2, W.Possessive) ? at + 3 : at + 2, true);
            }
            var start = at;
            if (!QuarterName(at, out var months, out var nth, out at))
                return false;
            var last = nth == 0;
            if (last)
                nth = 12 / months;
            if (nth > 12 / months)
                return false;
            if (!named)
            {
                var y = Skip(Skip(Skip(Skip(at, ','), '-'), W.Of), W.In);
                y = y > at && Is(y - 1, W.Of) || Is(y - 1, W.In) ? Skip(y, W.The) : y;
                if (Is(y - 1, W.The) && Unit(y, 'Y') && !Plural(y))
                    at = y + 1;
                else if (DateYear(y, false, out said, out next) && !(Kind(y) == K.Mark))
                    (year, at) = (said, next);
                else if (last)
                    return false;
            }
            node = Months(named ? i : start, at, MonthStart(year == 0 ? now.Year : year, (nth - 1) * months + 1), months, year == 0);
            if (year == 0)
            {
                if (node.PastEnd < now)
                    (node.Future, node.FutureEnd) = (PlusYears(node.Future, 1), PlusYears(node.FutureEnd, 1));
                else
                    (node.Past, node.PastEnd) = (PlusYears(node.Past, -1), PlusYears(node.PastEnd, -1));
            }
            return true;
        }

        /// <summary>A quarter or half of a year by its number; 0 is the last.</summary>
        private readonly bool QuarterName(int i, out int months, out int nth, out int to)
        {
            (months, nth, to) = (0, 0, i);
            if ((Is(i, W.Q) || Is(i, W.H)) && Kind(i + 1) == K.Digits && !Spaced(i + 1) && Length(i + 1) == 1 && Value(i + 1) >= 1 && Whole(i) && WholeEnd(i + 1))
            {
                (months, nth, to) = (Is(i, W.Q) ? 3 : 6, Value(i + 1), i + 2);
                return true;
            }
            var at = Skip(i, W.The);
            if (Rel(at, -1) && At(t[at].Start) is 'l' or 'L')
                at++;
            else if (!Ordinal(at, out nth, out at) || nth > 4)
                return false;
            at = Mark(at, '-') && Unit(at + 1, 'Q') ? at + 1 : at;
            months = Unit(at, 'Q') ? 3 : Is(at, W.Half) ? 6 : 0;
            to = at + 1;
            return months > 0;
        }

        /// <summary>"1990s", "the 90s", "the nineties", "15th century", "the 21st century".</summary>
        private readonly bool Decade(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if (Ordinal(at, out var nth, out var to) && Unit(to, 'C') && !Plural(to) && nth is > 0 and < 90)
            {
                node = Years(at, to + 1, Math.Max(100 * (nth - 1), 1), 100 * nth);
                return true;
            }
            var quoted = Skip(at, '\'');
            int year;
            if (Kind(quoted) == K.Digits && Length(quoted) is 2 or 4 && Value(quoted) % 10 == 0 && !NumberGoesOnBefore(quoted))
            {
                (year, to) = (Value(quoted), quoted + 1);
                if (!(Is(to, W.S) && (!Spaced(to) || Length(quoted) == 4) || Is(to, W.Possessive)) || !WholeEnd(to))
                    return false;
                to++;
            }
            else if (Kind(quoted) == K.Number && Value(quoted) is >= 2020)
                (year, to) = (Value(quoted) - 2000, quoted + 1);
            else if (Small(quoted, out var head, out var next) && head is >= 15 and <= 20 && Kind(next) == K.Number && Value(next) >= 2020)
                (year, to) = (100 * head + Value(next) - 2000, next + 1);
            else
                return false;
            if (year >= 1000)
            {
                node = Years(i, to, year, year + 10);
                return true;
            }
            if (year > 99)
                return false;
            var first = now.Year / 100 * 100 + year;
            var (past, future) = (first >= now.Year ? first - 100 : first, first < now.Year ? first + 100 : first);
            node = Period(i, to, RangeTimex($"XX{year:D2}-01-01", $"XX{year + 10:D2}-01-01", "P10Y"), MonthStart(past, 1), MonthStart(past + 10, 1), 'Y');
            (node.Future, node.FutureEnd) = (MonthStart(future, 1), MonthStart(future + 10, 1));
            return true;
        }

        /// <summary>"week 10", "week 3 of 2027", "the week of May 5", "the week starting on February 4", "labor day 2021 weekend".</summary>
        private readonly bool WeekOf(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if (FeastAt(at, out var feast, out var to))
                return HolidayWeekend(at, to, feast, out node);
            if (Unit(at, 'W') && Length(at) == 1 && Kind(at + 1) == K.Digits && !Spaced(at + 1) && Length(at + 1) == 2)
                return NumberedWeek(i, at + 1, out node);
            if (!Unit(at, 'W') || Plural(at))
                return false;
            if (Kind(at + 1) == K.Digits || (Kind(at + 1) == K.Number && Value(at + 1) > 0))
                return NumberedWeek(at, at + 1, out node);
            var of = Is(at + 1, W.Of) || Is(at + 1, W.Starting) || Is(at + 1, W.Beginning) ? at + 2 : 0;
            if (of == 0)
                return false;
            of = Is(of, W.On) || Is(of, W.From) ? of + 1 : of;
            if (!Date(of, out var date))
            {
                var number = Skip(of, W.The);
                if (!DayNumber(number, out var nth, out to, out var ordinal) || !ordinal)
                    return false;
                date = MonthlyOf(of, to, nth);
            }
            if (date.Value is not null)
                return false;
            node = Period(i, date.To, date.Timex, Monday(date.Past), Plus(Monday(date.Past), 7), 'W');
            (node.Future, node.FutureEnd) = (Monday(date.Future), Plus(Monday(date.Future), 7));
            return true;
        }

        private readonly bool NumberedWeek(int i, int number, out Node node)
        {
            node = default;
            if (!Small(number, out var week, out var to) || week is < 1 or > 53 || (Kind(number) == K.Digits && !WholeEnd(number)) || Mark(to, ':') || Desc(to, out _, out _))
                return false;
            var year = now.Year;
            if (Is(to, W.Of) && DateYear(to, false, out var said, out var next))
                (year, to) = (said, next);
            else if (Is(to, W.Of) && Is(to + 1, W.The) && Unit(to + 2, 'Y'))
                to += 3;
            var monday = NthWeek(MonthStart(year, 1), MonthStart(year + 1, 1), week);
            node = Period(i, to, $"{year:D4}-W{week:D2}", monday, Plus(monday, 7), 'W');
            return true;
        }

        private readonly bool HolidayWeekend(int i, int to, in Feast feast, out Node node)
        {
            node = default;
            var year = 0;
            if (!Unit(to, 'E') && DateYear(to, false, out var said, out var next))
                (year, to) = (said, next);
            if (!Unit(to, 'E'))
                return false;
            to++;
            if (year == 0 && DateYear(to, false, out said, out next))
                (year, to) = (said, next);
            var date = FeastOf(feast, year == 0 ? now.Year : year);
            if (year == 0 && date < day)
                date = FeastOf(feast, now.Year + 1);
            var saturday = Plus(date, date.DayOfWeek switch { DayOfWeek.Sunday => -1, DayOfWeek.Monday => -2, DayOfWeek.Tuesday => -3, DayOfWeek.Saturday => 0, _ => 6 - (int)date.DayOfWeek });
            if (date.DayOfWeek is DayOfWeek.Tuesday)
                saturday = Plus(date, 4);
            var (start, end) = (date < saturday && date.DayOfWeek is DayOfWeek.Thursday or DayOfWeek.Friday ? date : saturday, Plus(date.DayOfWeek == DayOfWeek.Monday ? date : Plus(saturday, 1), 1));
            node = Period(i, to, WeekTimex(saturday) + "-WE", start, end, 'E');
            return true;
        }

        /// <summary>"the last week of July", "second week of 2021", "the last 3 weeks of this year", "first ten days of last year".</summary>
        private readonly bool PartOf(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            var nth = 0;
            if (Rel(at, -1) && At(t[at].Start) is 'l' or 'L')
                at++;
            else if (!Ordinal(at, out nth, out at) || nth > 53)
                return false;
            double count = 1;
            var many = Amount(at, out var said, out var next) && !Is(at, W.A);
            if (many)
                (count, at) = (said, next);
            if (!UnitAt(at, out var unit, out var to) || (many && nth > 1) || unit is not ('W' or 'D' or 'M' or 'E' or 'Y') || !(Is(to, W.Of) || Is(to, W.In) || (unit == 'W' && !many)))
                return false;
            if (!Container(Is(to, W.Of) || Is(to, W.In) ? to + 1 : to, out var whole) || whole.Value is not null || whole.Mod is not null)
                return false;
            if (many)
                return ManyOf(i, nth == 0, count, unit, whole, out node);
            if (unit is 'W' or 'E' && whole.Grain is 'M' or 'Y')
            {
                if (nth > (whole.Grain == 'M' ? 5 : 53))
                    return false;
                var (past, future) = (NthWeek(whole.Past, whole.PastEnd, nth), NthWeek(whole.Future, whole.FutureEnd, nth));
                if (whole.IsFuzzy)
                    (past, future) = OpenWeek(whole.Month, nth);
                var number = nth == 0 && whole.Grain == 'M' ? 5 : nth;
                var timex = whole.Grain == 'M' ? $"{whole.Timex}-W{number:D2}" : WeekTimex(future);
                node = Period(i, whole.To, unit == 'E' ? timex + "-WE" : timex, unit == 'E' ? Plus(past, 5) : past, Plus(past, 7), unit);
                (node.Future, node.FutureEnd) = (unit == 'E' ? Plus(future, 5) : future, Plus(future, 7));
                return true;
            }
            if (unit == 'M' && whole.Grain == 'Y' && nth <= 12)
            {
                node = MonthRange(i, whole.To, whole.Past.Year, nth == 0 ? 12 : nth);
                return true;
            }
            if (unit == 'D' && whole.Grain is 'W' or 'Y' && nth < 8)
            {
                node = Fixed(i, whole.To, nth == 0 ? Plus(whole.PastEnd, -1) : Plus(whole.Past, nth - 1));
                return true;
            }
            return false;
        }

        /// <summary>A week of a month in the past and in the future; the week decides, not its month.</summary>
        private readonly (DateTime Past, DateTime Future) OpenWeek(int month, int nth)
        {
            static DateTime In(int year, int month, int nth) => NthWeek(MonthStart(year, month), MonthStart(year, month + 1), nth);
            var current = In(now.Year, month, nth);
            return current < now ? (current, In(now.Year + 1, month, nth)) : (In(now.Year - 1, month, nth), current);
        }

        private static bool ManyOf(int i, bool last, double count, char unit, in Node whole, out Node node)
        {
            node = default;
            Lapse lapse = default;
            lapse.Add(unit, count);
            var from = last ? whole.FutureEnd : whole.Future;
            if (unit == 'W')
                from = last ? Plus(NthWeek(whole.Future, whole.FutureEnd, 0), 7) : NthWeek(whole.Future, whole.FutureEnd, 1);
            if (!lapse.Shift(from, last ? -1 : 1, out var other))
                return false;
            var (start, end) = last ? (other, from) : (from, other);
            node = Period(i, whole.To, RangeTimex(Iso(start), Iso(end), lapse.Timex()), start, end, 'D');
            return true;
        }

        /// <summary>What a part can be of: a month, a year, "last month", "the year".</summary>
        private readonly bool Container(int i, out Node node)
        {
            node = default;
            if (Month(i, out var other) && other.To > i)
                Longest(ref node, other);
            if (Is(i, W.The) && Month(i + 1, out other))
                Longest(ref node, other);
            if (YearAlone(i, out other) || (Is(i, W.The) && YearAlone(i + 1, out other)))
                Longest(ref node, other);
            if (RelativeUnit(i, out other))
                Longest(ref node, other);
            return node.Type == T.Range;
        }

        /// <summary>"year to date", "to date", "rest of the week".</summary>
        private readonly bool ToDate(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if ((Is(at, W.Rest) && Is(at + 1, W.Of)) || Is(at, W.Remaining))
            {
                var unit = Is(at, W.Rest) ? at + 2 : at + 1;
                unit = Is(unit, W.The) || Is(unit, W.My) || Rel(unit, 0) ? unit + 1 : unit;
                if (Kind(unit) != K.Unit || Value(unit) is not ('W' or 'M' or 'Y') || Plural(unit))
                    return false;
                var end = Plus(UnitRange(i, unit + 1, (char)Value(unit), 0).FutureEnd, -1);
                node = Period(at, unit + 1, RangeTimex(Iso(day), Iso(end), $"P{(end - day).Days + ((char)Value(unit) == 'W' ? 0 : 1)}D"), day, end, 'D');
                return true;
            }
            var year = Unit(at, 'Y') || Unit(at, 'M') ? at : -1;
            if ((year >= 0 && Is(at + 1, W.To) && Is(at + 2, W.Date)) || (Kind(i) == K.Day && Value(i) is 98 or 99))
            {
                var monthly = year >= 0 ? Unit(at, 'M') : Value(i) == 99;
                node = Period(year >= 0 ? at : i, year >= 0 ? at + 3 : i + 1, monthly ? MonthTimex(now.Year, now.Month) : $"{now.Year:D4}", MonthStart(now.Year, monthly ? now.Month : 1), day, 'D');
                return true;
            }
            if (Is(i, W.To) && Is(i + 1, W.Date))
            {
                node = Period(i, i + 2, "PRESENT_REF", day, day, 'D');
                (node.Mod, node.NoSource) = ("before", true);
                return true;
            }
            return false;
        }
    }
}
