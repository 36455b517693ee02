namespace Assistant.Skills.Language.Recognisers;

// Dates that name day and month: in digits ("01/22/2016", "2019-aug-1") and in words ("the fourth of July 1995").
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>A date from its parts. Year 0 is left open; -35 stands for "35", which may be 1935 or 2035.</summary>
        private readonly Node DateOf(int from, int to, int year, int month, int dayOfMonth)
        {
            var leap = year > 0 ? year : year < 0 ? 2000 - year : 2000;
            var node = new Node { Type = T.Date, From = from, To = to, Year = Math.Max(year, 0), Month = month, DayOfMonth = dayOfMonth };
            node.Timex = (year > 0 ? $"{year:D4}" : year < 0 ? $"XX{-year:D2}" : "XXXX") + $"-{month:D2}-{dayOfMonth:D2}";
            if (!TryDate(leap, month, dayOfMonth, out var date))
            {
                node.Value = "not resolved";
                return node;
            }
            if (year != 0)
            {
                (node.Past, node.Future) = (year < 0 ? PlusYears(date, -100) : date, date);
                return node;
            }
            // The 29th of February is looked for in the nearest years that have one.
            var (past, future) = (now.Year, now.Year);
            while (future < now.Year + 9 && (!TryDate(future, month, dayOfMonth, out node.Future) || node.Future < now))
                future++;
            while (past > now.Year - 9 && (!TryDate(past, month, dayOfMonth, out node.Past) || node.Past >= now))
                past--;
            return node;
        }

        private static int TwoDigits(int year) => year >= 40 ? 1900 + year : year < 30 ? 2000 + year : -year;

        private readonly bool Digits(int i, int most) => Kind(i) == K.Digits && Length(i) <= most;

        /// <summary>A date in digits, or with a month's name between signs. <paramref name="loose"/> where words before it allow "7.6".</summary>
        private readonly bool Numeric(int i, bool loose, out Node node)
        {
            node = default;
            if (Kind(i) != K.Digits)
                return false;
            var sign = Kind(i + 1) == K.Mark && Value(i + 1) is '/' or '-' or '.' or '\\' ? (char)Value(i + 1) : ' ';
            if (sign == ' ')
                return Spelt(i, out node);
            // "22 / 04 / 2016"
            if (Spaced(i + 1) && Spaced(i + 2) && sign is '/' or '-' && Digits(i, 2) && Digits(i + 2, 2) && Mark(i + 3, sign) && Spaced(i + 3) && Kind(i + 4) == K.Digits && Length(i + 4) == 4)
                return Three(i, i + 2, i + 4, out node) && WholeEnd(i + 4);
            if (Spaced(i + 1) || Spaced(i + 2) || (At(t[i].Start - 1) == sign && char.IsAsciiDigit(At(t[i].Start - 2)) && !(i > 5 && Three(i - 6, i - 4, i - 2, out _))))
                return false;
            var three = Mark(i + 3, sign) && !Spaced(i + 3) && !Spaced(i + 4) && Kind(i + 4) is K.Digits or K.Month;
            if (three)
                return Three(i, i + 2, i + 4, out node) && (WholeEnd(i + 4) || Is(i + 5, W.T)) && !(At(t[i + 4].End) == sign && char.IsAsciiDigit(At(t[i + 4].End + 1)) && !(Mark(i + 7, sign) && Mark(i + 9, sign) && Kind(i + 10) == K.Digits && Three(i + 6, i + 8, i + 10, out _)));
            if (!Digits(i, 2) || !Digits(i + 2, 2) || (sign != '/' && !loose) || (sign != '/' && Desc(i + 3, out _, out _)) || (At(t[i + 2].End) is '.' or ':' && char.IsAsciiDigit(At(t[i + 2].End + 1))))
                return false;
            if (Mark(i + 3, '%') || !Order(Value(i), Value(i + 2), out var month, out var date))
                return false;
            var (to, year) = (i + 3, 0);
            if (DateYear(to, false, out var said, out var next))
                (year, to) = (said, next);
            node = DateOf(i, to, year, month, date);
            return true;
        }

        private static bool Order(int first, int second, out int month, out int date)
        {
            (month, date) = first > 12 ? (second, first) : (first, second);
            return month is >= 1 and <= 12 && date is >= 1 and <= 31;
        }

        /// <summary>Three parts in any order that people write.</summary>
        private readonly bool Three(int a, int b, int c, out Node node)
        {
            node = default;
            if (Kind(c) == K.Month && Kind(a) == K.Digits && Length(a) == 4 && Digits(b, 2) && Value(b) is >= 1 and <= 31)
                node = DateOf(a, c + 1, Value(a), Value(c), Value(b));
            else if (Kind(b) == K.Month && Kind(c) == K.Digits && Kind(a) == K.Digits)
            {
                if (Length(a) == 4 && Digits(c, 2) && Value(c) is >= 1 and <= 31)
                    node = DateOf(a, c + 1, Value(a), Value(b), Value(c));
                else if (Digits(a, 2) && Length(c) is 2 or 4 && Value(a) is >= 1 and <= 31)
                    node = DateOf(a, c + 1, Length(c) == 4 ? Value(c) : TwoDigits(Value(c)), Value(b), Value(a));
            }
            else if (Kind(a) == K.Digits && Kind(b) == K.Digits && Kind(c) == K.Digits && Digits(b, 2))
            {
                if (Length(a) == 4 && Digits(c, 2) && Order(Value(b), Value(c), out var month, out var date))
                {
                    if (Value(a) is >= 1000 and < 2200)
                        node = DateOf(a, c + 1, Value(a), month, date);
                }
                else if (Digits(a, 2) && Length(c) is 2 or 4 && (Mark(a + 1, '.') && Order(Value(b), Value(a), out month, out date) && Value(b) <= 12 || Order(Value(a), Value(b), out month, out date)) && !(Length(c) == 4 && Value(c) is < 1000 or >= 2200))
                    node = DateOf(a, c + 1, Length(c) == 4 ? Value(c) : TwoDigits(Value(c)), month, date);
            }
            return node.Type == T.Date;
        }

        /// <summary>"2016 10 16": a year and two numbers with spaces only.</summary>
        private readonly bool Spelt(int i, out Node node)
        {
            node = default;
            if (Length(i) == 8 && WholeEnd(i) && !NumberGoesOnBefore(i) && !NumberGoesOnAfter(i + 1) && Value(i) / 10000 is >= 1000 and < 2100 && TryDate(Value(i) / 10000, Value(i) / 100 % 100, Value(i) % 100, out var solid))
            {
                node = DateOf(i, i + 1, solid.Year, solid.Month, solid.Day);
                return true;
            }
            // "2018 Dec 31"
            if (Kind(i + 1) == K.Month && Year(i, out var year, out _) && !NumberGoesOnBefore(i) && DayNumber(i + 2, out var date, out var to, out _) && WholeEnd(to - 1) && !NumberGoesOnAfter(to) && !Mark(to, ':') && !Desc(to, out _, out _) && Kind(to) is not (K.Unit or K.Month))
            {
                node = DateOf(i, to, year, Value(i + 1), date);
                return true;
            }
            return Length(i) == 4 && !NumberGoesOnBefore(i) && Digits(i + 1, 2) && Length(i + 1) == 2 && Digits(i + 2, 2) && Length(i + 2) == 2 && Spaced(i + 1) && Spaced(i + 2)
                && Value(i + 1) is >= 1 and <= 12 && WholeEnd(i + 2) && !NumberGoesOnAfter(i + 3) && Three(i, i + 1, i + 2, out node);
        }

        /// <summary>A year behind a date: "2019", ", 2019", "of 2019", "in 2019", "'19", "next year", "two thousand and ten".</summary>
        private readonly bool DateYear(int i, bool two, out int year, out int to)
        {
            (year, to) = (0, i);
            var at = Kind(i) == K.Mark && Value(i) is ',' or '.' or '-' or '/' ? i + 1 : i;
            if (at == i + 1 && Value(i) != ',' && Spaced(at) && Value(i) != '.')
                return false;
            at = Is(at, W.Of) || Is(at, W.In) ? at + 1 : at;
            var joined = at == i || !Is(at - 1, W.Of);
            var quoted = Mark(at, '\'');
            if (Year(at, out year, out to))
                return !(Kind(at) == K.Digits && Mark(to, ':')) && !(Mark(to, '-') && Value(i) == '-' && Kind(to + 1) == K.Digits);
            if (Kind(at) == K.Digits && Length(at) == 4 && Value(at) is >= 1000 and < 1500)
            {
                (year, to) = (Value(at), at + 1);
                return true;
            }
            if (quoted && Digits(at + 1, 2) && Length(at + 1) == 2)
            {
                (year, to) = (TwoDigits(Value(at + 1)), at + 2);
                return true;
            }
            if (two && Value(i) == ',' && Kind(i) == K.Mark && !(Kind(at) == K.Digits && Stop(at + 1)))
                two = false;
            // Two digits alone are a year only where nothing makes them a time, a count or another day.
            if (two && joined && Kind(at) == K.Digits && Length(at) == 2 && WholeEnd(at) && !NumberGoesOnAfter(at + 1) && !Mark(at + 1, ':') && !Mark(at + 1, '-')
                && Kind(at + 1) is not (K.Unit or K.Month or K.Suffix) && !Desc(at + 1, out _, out _) && !Is(at + 1, W.To) && !Is(at, W.In))
            {
                (year, to) = (TwoDigits(Value(at)), at + 1);
                return true;
            }
            var rel = at == i ? Skip(i, W.The) : at;
            if (Kind(rel) == K.Rel && Value(rel) != 3 && Unit(rel + 1, 'Y'))
            {
                (year, to) = (now.Year + Math.Sign(Value(rel)), rel + 2);
                return true;
            }
            return false;
        }

        /// <summary>"July 4th of 1995", "Dec31 , 1994", "Sep-23-2020".</summary>
        private readonly bool MonthFirst(int i, out Node node)
        {
            node = default;
            if (Kind(i) != K.Month)
                return false;
            var at = i + 1;
            if (Kind(at) == K.Mark && Value(at) is '.' or ',' or '-' or '/' && (!Spaced(at) || !Spaced(at + 1) || Value(at) == '.'))
                at++;
            at = Skip(at, W.The);
            if (!DayNumber(at, out var date, out var to, out var ordinal) || (Kind(at) == K.Number && !ordinal && Value(i) == 5 && date == 1))
                return false;
            var last = to - 1;
            if (!ordinal && (Mark(to, ':') && Kind(to + 1) == K.Digits || Desc(to, out _, out _) || (Kind(to) == K.Unit && !(Unit(to, 'N') && !Plural(to))) || Is(to, W.OClock)))
                return false;
            if (!ordinal && Kind(at) == K.Digits && Mark(to, '.') && !Spaced(to + 1) && Kind(to + 1) == K.Digits && Length(to + 1) < 4)
                return false;
            if (!WholeEnd(last))
                return false;
            var year = 0;
            if (DateYear(to, true, out var said, out var next))
                (year, to) = (said, next);
            // "May 5 (Friday)"
            if (Mark(to, '(') && Kind(to + 1) == K.Weekday && Mark(to + 2, ')'))
                to += 3;
            node = DateOf(i, to, year, Value(i), date);
            return true;
        }

        /// <summary>"the fourth of July 1995", "12 of Nov", "twenty five January nineteen eighty six".</summary>
        private readonly bool DayFirst(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if (!DayNumber(at, out var date, out var to, out var ordinal) || (Kind(at) == K.Digits && NumberGoesOnBefore(at) && At(t[at].Start - 1) is '.' or ','))
                return false;
            if (at > i && !ordinal && Kind(at) != K.Digits)
                return false;
            var counted = Unit(to, 'D') && ordinal;
            if (counted)
                to++;
            if (Kind(to) == K.Mark && Value(to) is '-' or '/' or '.' or ',' && !Spaced(to))
                to++;
            var of = Is(to, W.Of);
            to = Skip(of ? to + 1 : to, W.The);
            if (Kind(to) != K.Month || (Value(to) == 5 && Kind(at) == K.Number && !ordinal) || !WholeEnd(to))
                return false;
            var month = Value(to++);
            to = Mark(to, '.') && (t[to - 1].Flags & Marks.Short) != 0 && Year(to + 1, out _, out _) ? to + 1 : to;
            var year = 0;
            if (DateYear(to, true, out var said, out var next))
                (year, to) = (said, next);
            // Of "the third day of May" Recognizers-Text leaves "the" out.
            node = DateOf(counted ? at : i, to, year, month, date);
            return true;
        }

        /// <summary>A date with day and month, with a weekday or "this", "next" before it.</summary>
        private readonly bool Specific(int i, out Node node)
        {
            node = default;
            var at = i;
            int? swift = null;
            if (Kind(at) == K.Rel && Value(at) != 3 && !Is(at + 1, W.The))
                swift = Math.Sign(Value(at++));
            var loose = Is(i - 1, W.On) || Is(i - 1, W.In);
            var weekday = Kind(at) == K.Weekday && !Plural(at);
            if (weekday)
            {
                at++;
                at = Mark(at, '.') && !Spaced(at) ? at + 1 : at;
                at = Skip(Skip(Skip(at, ','), '-'), W.The);
                if (Is(at - 1, W.The) && Kind(at) is K.Month)
                    return false;
            }
            else if (Kind(at) == K.Day && Value(at) is >= -1 and <= 1)
                at = Skip(at + 1, ',');
            var open = weekday && Mark(at, '(');
            at = open ? at + 1 : at;
            if (!Numeric(at, loose, out node) && !MonthFirst(at, out node) && !DayFirst(at, out node))
                return false;
            if (swift is not null && node.Year != 0)
                return false;
            if (swift is { } by && TryDate(now.Year + (weekday ? 0 : by), node.Month, node.DayOfMonth, out var date))
                (node.Past, node.Future, node.Year) = (date, date, date.Year);
            node.From = at > i ? i : node.From;
            if (open && !Mark(node.To, ')'))
                return false;
            node.To = open ? node.To + 1 : node.To;
            return true;
        }
    }
}
