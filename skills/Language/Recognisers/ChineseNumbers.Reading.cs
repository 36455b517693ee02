namespace Assistant.Skills.Language.Recognisers;

/// <summary>How a number was written.</summary>
[Flags]
internal enum NumberTraits
{
    /// <summary>Nothing to remark.</summary>
    None = 0,

    /// <summary>Arabic digits only.</summary>
    Arabic = 1,

    /// <summary>One Chinese digit, or two read out: often part of a word.</summary>
    Lone = 2,

    /// <summary>"Some more than": 十余万.</summary>
    Some = 4,

    /// <summary>Starts with 百 or 千 without a digit.</summary>
    BareUnit = 8,

    /// <summary>A fraction.</summary>
    Fraction = 16,
}

/// <summary>A number that was read.</summary>
/// <param name="End">Position after it.</param>
/// <param name="Value">Its value; of a power that no decimal holds, 0.</param>
/// <param name="Traits">How it was written.</param>
internal readonly record struct NumberReading(int End, decimal Value, NumberTraits Traits)
{
    /// <summary>The value where it was computed as a power.</summary>
    public double? Power { get; init; }

    /// <summary>Whether all of the given traits hold.</summary>
    public bool Is(NumberTraits traits) => (Traits & traits) == traits;
}

/// <summary>Reads one number at a position, without allocating.</summary>
public static partial class ChineseNumbers
{
    // A decimal holds 28 digits; a longer run is an identifier or hostile, not an amount.
    private const int MostDigits = 28;
    private const decimal Largest = 1_000_000_000_000_000_000_000_000m;

    /// <summary>Scans one number starting exactly at a position: digits or Chinese numerals, with units and decimals, or 半; 负 makes it negative.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the number starts.</param>
    /// <param name="length">Its length.</param>
    /// <param name="value">Its value.</param>
    internal static bool TryRead(ReadOnlySpan<char> text, int start, out int length, out decimal value)
    {
        (length, value) = (0, 0);
        var negative = At(text, start) is '负' or '負';
        var at = negative ? Gap(text, start + 1) : start;
        if (At(text, at) == '半') (length, value) = (at + 1 - start, 0.5m);
        else if (Plain(text, at) is { Power: null } reading) (length, value) = (reading.End - start, reading.Value);
        else return false;
        if (negative) value = -value;
        return true;
    }

    /// <summary>A number without a sign: digits, numerals or both, with decimals and units.</summary>
    private static NumberReading? Plain(ReadOnlySpan<char> text, int start)
    {
        var c = At(text, start);
        if (Arabic(c) >= 0 || Half(c) == '.')
        {
            if (!Figures(text, start, out var end, out var value, out _)) return null;
            var unit = At(text, Gap(text, end));
            if ((IsUnit(unit) || IsSome(unit)) && Whole(text, start) is { } mixed && mixed.End > end) return Decimals(text, mixed);
            return Suffixed(text, end, value);
        }
        return Whole(text, start) is { } whole ? Decimals(text, whole) : null;
    }

    /// <summary>Arabic digits with grouping commas and a decimal point: "1,234.5", ".5".</summary>
    private static bool Figures(ReadOnlySpan<char> text, int start, out int end, out decimal value, out int digits)
    {
        (end, value, digits) = (start, 0, 0);
        var few = 0L;
        while (Arabic(At(text, end)) is >= 0 and var digit)
        {
            if (++digits > MostDigits) return false;
            // A decimal costs ten times a long.
            if (digits <= 18) few = few * 10 + digit;
            else value = (digits == 19 ? few : value) * 10 + digit;
            end++;
        }
        if (digits <= 18) value = few;
        // A full-width comma groups full-width digits only: between others it parts a list ("$20，300").
        while (digits > 0 && IsGroup(text, end, first: end - start <= 3))
        {
            if ((digits += 3) > MostDigits) return false;
            for (var i = 1; i <= 3; i++) value = value * 10 + Arabic(text[end + i]);
            end += 4;
        }
        if (Half(At(text, end)) != '.' || Arabic(At(text, end + 1)) < 0) return digits > 0;
        var place = 0.1m;
        for (end++; Arabic(At(text, end)) is >= 0 and var digit; end++)
        {
            if (++digits > 4 * MostDigits) return false;
            value += digit * place;
            if (digits <= MostDigits) place /= 10;
            else place = 0;
        }
        return true;
    }

    private static bool IsGroup(ReadOnlySpan<char> text, int at, bool first)
    {
        var comma = At(text, at);
        if (comma != ',' && !(comma == '，' && At(text, at - 1) >= '０' && At(text, at + 1) >= '０')) return false;
        // The digits before the first comma are at most three, those before a later one belong to a group.
        return (first || At(text, at - 4) == comma) && Arabic(At(text, at + 1)) >= 0 && Arabic(At(text, at + 2)) >= 0
            && Arabic(At(text, at + 3)) >= 0
            && Arabic(At(text, at + 4)) < 0;
    }

    /// <summary>Digits may be followed by k, M, G or T, by an exponent (1e10) or by a power (1.1^23).</summary>
    private static NumberReading Suffixed(ReadOnlySpan<char> text, int end, decimal value)
    {
        var plain = new NumberReading(end, value, NumberTraits.Arabic);
        var mark = Half(At(text, end));
        var factor = mark switch { 'k' or 'K' => 1000m, 'M' => 1_000_000m, 'G' => 1_000_000_000m, 'T' => 1_000_000_000_000m, _ => 0m };
        if (factor > 0)
            return value < Largest / factor && !IsLetter(At(text, end + 1)) && Arabic(At(text, end + 1)) < 0
                ? plain with { End = end + 1, Value = value * factor } : plain;
        if (mark is not ('e' or 'E' or '^')) return plain;
        var at = end + 1;
        var negative = false;
        // Two minus signs make a plus: 1.1^--23.
        for (var signs = 0; signs < 2 && (IsMinus(At(text, at)) || Half(At(text, at)) == '+'); signs++, at++)
            negative ^= IsMinus(At(text, at));
        var (exponent, digits) = (0, 0);
        for (; Arabic(At(text, at)) is >= 0 and var digit; at++)
        {
            if (++digits > 3) return plain;
            exponent = exponent * 10 + digit;
        }
        if (digits == 0 || IsLetter(At(text, at))) return plain;
        if (negative) exponent = -exponent;
        var power = mark == '^' ? Math.Pow((double)value, exponent) : (double)value * Math.Pow(10, exponent);
        return double.IsFinite(power) ? plain with { End = at, Power = power } : plain;
    }

    /// <summary>Adds the decimals said after 点, and the large unit said after those: 三点五万.</summary>
    private static NumberReading Decimals(ReadOnlySpan<char> text, NumberReading whole)
    {
        var point = Gap(text, whole.End);
        if (!IsPoint(At(text, point))) return whole;
        var start = Gap(text, point + 1);
        var end = start;
        var (value, place) = (whole.Value, 0.1m);
        for (; end - start < MostDigits; end++)
        {
            var c = At(text, end);
            var digit = IsCounting(c) ? -1 : Math.Max(Digit(c), Arabic(c));
            if (digit < 0) break;
            value += digit * place;
            place /= 10;
        }
        // 三点五十: ten to four, not a decimal.
        if (end == start || end - start >= MostDigits || SmallUnit(At(text, end)) is 10 or 100) return whole;
        var traits = whole.Traits & ~NumberTraits.Lone;
        for (var c = At(text, end); SmallUnit(c) == 1000 || LargeUnit(c) > 0; c = At(text, end))
        {
            var factor = LargeUnit(c) is > 0 and var power ? Scale(power) : 1000m;
            if (value > Largest / factor) break;
            value *= factor;
            end++;
        }
        return new NumberReading(end, value, traits);
    }

    private static decimal Scale(int power) => power switch { 1 => 1_0000m, 2 => 1_0000_0000m, 3 => 1_0000_0000_0000m, _ => 1m };
}
