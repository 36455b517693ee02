namespace Assistant.Skills.Language.Recognisers;

// Seasons, quarters and halves of a year, decades and centuries.
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
            node = Period(i, to, RangeTimex($"XX{year:D2}-01-01", $"XX{(year + 10) % 100:D2}-01-01", "P10Y"), MonthStart(past, 1), MonthStart(past + 10, 1), 'Y');
            (node.Future, node.FutureEnd) = (MonthStart(future, 1), MonthStart(future + 10, 1));
            return true;
        }
    }
}
