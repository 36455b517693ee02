namespace Assistant.Skills.Language.Recognisers;

// Numbers in words and digits, as far as dates and durations have them.
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>A whole number below 100 in words ("thirty-one"), or any in digits.</summary>
        private readonly bool Small(int i, out int value, out int to)
        {
            (value, to) = (0, i);
            if (Kind(i) == K.Digits)
            {
                (value, to) = (Value(i), i + 1);
                return true;
            }
            if (Kind(i) != K.Number || Value(i) is < 0 or > 90)
                return false;
            (value, to) = (Value(i), i + 1);
            if (value >= 20)
            {
                var next = Mark(to, '-') && !Spaced(to) && !Spaced(to + 1) ? to + 1 : to;
                if (Kind(next) == K.Number && Value(next) is > 0 and < 10)
                    (value, to) = (value + Value(next), next + 1);
            }
            return true;
        }

        /// <summary>A whole number: "two thousand and thirty two", "a hundred", "16".</summary>
        private readonly bool Cardinal(int i, out int value, out int to)
        {
            if (Kind(i) == K.Digits)
                return Small(i, out value, out to);
            (value, to) = (0, i);
            int part = 0, at = i;
            for (var steps = 0; steps < 8; steps++)
            {
                if (Is(at, W.And) && at > i && Kind(at + 1) == K.Number && (part >= 100 || (value > 0 && part == 0) || (part is >= 20 && part % 10 == 0 && Value(at + 1) is > 0 and < 10 && Kind(at + 2) == K.Unit)))
                    at++;
                if (Kind(at) == K.Number && Value(at) == 100 && part is > 0 and < 100)
                    (part, at) = (part * 100, at + 1);
                else if (Kind(at) == K.Number && Value(at) == 1000 && part > 0 && value == 0)
                    (value, part, at) = (part * 1000, 0, at + 1);
                else if (Kind(at) == K.Number && Value(at) is >= 0 and < 100 && (part % 100 == 0 || (part % 10 == 0 && Is(at - 1, W.And))) && (at == i || part > 0 || value > 0) && Small(at, out var small, out var next))
                    (part, at) = (part + small, next);
                else
                    break;
                to = at;
            }
            value += part;
            return to > i;
        }

        /// <summary>A year of four digits, or in words ("nineteen ninety six", "two thousand and fifteen").</summary>
        private readonly bool Year(int i, out int year, out int to)
        {
            (year, to) = (0, i);
            if (Kind(i) == K.Digits)
            {
                if (Length(i) != 4 || Value(i) is < 1500 or > 2099)
                    return false;
                (year, to) = (Value(i), i + 1);
                return WholeEnd(i) && !(At(t[i].End) == '.' && char.IsAsciiDigit(At(t[i].End + 1)));
            }
            if (Kind(i) != K.Number)
                return false;
            if (Small(i, out var first, out var next) && first is >= 15 and <= 20 && Kind(next) == K.Number)
            {
                if (Value(next) == 100)
                    (year, to) = (first * 100, next + 1);
                else if (Value(next) is >= 10 and < 100 && Small(next, out var second, out next))
                    (year, to) = (first * 100 + second, next);
                else
                    return false;
                if (Value(to - 1) == 100 && Kind(to) == K.Number && Small(to, out var rest, out next))
                    (year, to) = (year + rest, next);
                return true;
            }
            return Cardinal(i, out year, out to) && year is >= 1500 and < 2100;
        }

        /// <summary>"the 12th", "twenty-first", "2nd": an ordinal up to 31, or more where a century is counted.</summary>
        private readonly bool Ordinal(int i, out int value, out int to)
        {
            (value, to) = (0, i);
            if (Kind(i) == K.Ordinal)
                (value, to) = (Value(i), i + 1);
            else if (Kind(i) == K.Digits && Kind(i + 1) == K.Suffix && !Spaced(i + 1))
                (value, to) = (Value(i), i + 2);
            else if (Kind(i) == K.Number && Value(i) is >= 20 and <= 90)
            {
                var next = Mark(i + 1, '-') ? i + 2 : i + 1;
                if (Kind(next) == K.Ordinal && Value(next) < 10)
                    (value, to) = (Value(i) + Value(next), next + 1);
            }
            return to > i;
        }

        /// <summary>A day of a month, and whether it was an ordinal.</summary>
        private readonly bool DayNumber(int i, out int value, out int to, out bool ordinal)
        {
            ordinal = Ordinal(i, out value, out to);
            if (!ordinal && !(Kind(i) == K.Digits && Length(i) > 2) && !Small(i, out value, out to))
                return false;
            return to > i && value is >= 1 and <= 31;
        }

        /// <summary>How many of a unit: "3", "2.5", "a", "half an", "one and a half", "a couple of", "several".</summary>
        private readonly bool Amount(int i, out double value, out int to)
        {
            (value, to) = (0, i);
            if (Is(i, W.A))
            {
                (value, to) = (1, i + 1);
                if (Is(to, W.Couple) || Is(to, W.Few) || Is(to, W.Half) || (Kind(to) == K.Number && Value(to) is 100 or 1000))
                    return Value(to) is 100 or 1000 && Kind(to) == K.Number ? (value = Value(to)) > 0 && ++to > 0 : Amount(to, out value, out to);
                return true;
            }
            if (Is(i, W.Couple))
            {
                (value, to) = (2, Skip(i + 1, W.Of));
                return true;
            }
            if (Is(i, W.Few) || Is(i, W.Some))
            {
                (value, to) = (3, Skip(i + 1, W.Few));
                return true;
            }
            if (Is(i, W.Half) || (Kind(i) == K.Number && Value(i) < 0))
            {
                (value, to) = (Is(i, W.Half) ? 0.5 : Value(i) / -100.0, Skip(i + 1, W.A));
                return true;
            }
            if (!Cardinal(i, out var whole, out to))
                return false;
            value = whole;
            if (Kind(i) == K.Digits && Kind(to + 1) == K.Digits && !Spaced(to) && !Spaced(to + 1))
            {
                // "1/2 hour", "1,000 days"
                if (Mark(to, '/') && Value(to + 1) is > 0 and < 100 && whole < Value(to + 1))
                    (value, to) = (whole / (double)Value(to + 1), to + 2);
                else if (Mark(to, ',') && Length(to + 1) == 3 && whole < 1000)
                    (value, to) = (whole * 1000 + Value(to + 1), to + 2);
            }
            if (Kind(i) == K.Digits && Kind(to) == K.Digits && to == i + 1 && Mark(to + 1, '/') && Kind(to + 2) == K.Digits && !Spaced(to + 1) && !Spaced(to + 2) && Value(to) < Value(to + 2) && Value(to + 2) < 100)
                (value, to) = (whole + Value(to) / (double)Value(to + 2), to + 3);
            // "the 1988 quarter" has a year before it, not a count.
            if (Kind(i) == K.Digits && Length(i) == 4 && whole is >= 1500 and < 2100 && Kind(to) == K.Unit && !Plural(to))
                return false;
            if (Kind(i) == K.Digits && Mark(to, '.') && !Spaced(to) && Kind(to + 1) == K.Digits && !Spaced(to + 1) && Length(to + 1) <= 3)
            {
                value += Value(to + 1) / Math.Pow(10, Length(to + 1));
                to += 2;
            }
            else if (Kind(to) == K.Number && Value(to) < 0)
                (value, to) = (value - Value(to) / 100.0, to + 1);
            else if (Is(to, W.And) && Unit(Skip(to + 1, W.A), 'Q') && Kind(Skip(to + 1, W.A) + 1) == K.Unit)
                (value, to) = (value + 0.25, Skip(to + 1, W.A) + 1);
            else if (Is(to, W.And) && HalfAfter(to + 1, out var next))
                (value, to) = (value + 0.5, next);
            return true;
        }

        /// <summary>"a half", "half": what may follow "one and".</summary>
        private readonly bool HalfAfter(int i, out int to)
        {
            to = Skip(i, W.A);
            if (!Is(to, W.Half))
                return false;
            to++;
            return !Is(to, W.A);
        }
    }
}
