namespace Assistant.Skills.Language.Recognisers;

// Parts of periods and periods counted in others: seasons, quarters, decades, "the last week of July", "first ten days of last year".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>"week 10", "week 3 of 2027", "the week of May 5", "the week starting on February 4", "labor day 2021 weekend".</summary>
        private readonly bool WeekOf(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if (FeastAt(at, out var feast, out var to))
                return HolidayWeekend(at, to, feast, out node);
            if (Unit(at, 'W') && Length(at) == 1 && Kind(at + 1) == K.Digits && !Spaced(at + 1) && Length(at + 1) == 2)
                return NumberedWeek(i, at + 1, out node);
            var commencing = Unit(at, 'W') && Length(at) == 1 && Mark(at + 1, '/') && Is(at + 2, W.C) ? at + 3 : 0;
            if (!Unit(at, 'W') || Plural(at))
                return false;
            if (Kind(at + 1) == K.Digits || (Kind(at + 1) == K.Number && Value(at + 1) > 0))
                return NumberedWeek(at, at + 1, out node);
            var of = commencing > 0 ? commencing : Is(at + 1, W.Of) || Is(at + 1, W.Starting) || Is(at + 1, W.Beginning) ? at + 2 : 0;
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
                var unit = Is(at + 1, W.Of) ? at + 2 : at + 1;
                unit = Is(unit, W.The) || Is(unit, W.My) || Rel(unit, 0) ? unit + 1 : unit;
                if (Kind(unit) != K.Unit || Value(unit) is not ('W' or 'M' or 'Y' or 'Q' or 'X') || Plural(unit))
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
            if (Is(i, W.To) && Is(i + 1, W.Date) && !Is(i - 1, W.Up) && !Is(i + 2, W.From))
            {
                node = Period(i, i + 2, "PRESENT_REF", day, day, 'D');
                (node.Mod, node.NoSource) = ("before", true);
                return true;
            }
            return false;
        }
    }
}
