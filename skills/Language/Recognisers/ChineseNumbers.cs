using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

/// <summary>Numbers, percentages and ranges of numbers in Chinese text, simplified or traditional, written in digits, numerals or both.</summary>
public static partial class ChineseNumbers
{
    /// <summary>Adds the numbers in a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Where they are added.</param>
    public static void AddNumbers(string text, List<Recognised> found)
    {
        for (var at = Next(text, 0); at >= 0;)
        {
            if (SharePrefix(text, at, out _) is > 0 and var prefix)
            {
                // 百分之五: the number is the five.
                at = Next(text, prefix);
                continue;
            }
            if (Signed(text, at) is not { } reading)
            {
                at = Next(text, After(text, at));
                continue;
            }
            var end = Dotted(text, reading);
            if (end == reading.End && StandsAlone(text, at, reading))
                found.Add(new(text[at..end], at, end - 1, TypeNames.Number, new(Write(reading))));
            at = Next(text, end);
        }
    }

    internal static int Next(ReadOnlySpan<char> text, int from)
    {
        if (from >= text.Length) return -1;
        var at = text[from..].IndexOfAny(Starts);
        return at < 0 ? -1 : from + at;
    }

    /// <summary>Where to go on after something at a position that is no number: an unread numeral is left as a whole.</summary>
    internal static int After(ReadOnlySpan<char> text, int at)
    {
        if (!Numerals.Contains(text[at])) return at + 1;
        var length = text[at..].IndexOfAnyExcept(Numerals);
        return length < 0 ? text.Length : at + length;
    }

    /// <summary>The end of what was read, or of the version or address it starts: 1.2.3, 192.168.1.1.</summary>
    private static int Dotted(ReadOnlySpan<char> text, NumberReading reading)
    {
        var end = reading.End;
        if (reading.Is(NumberTraits.Arabic) && Half(At(text, end)) == '.' && Arabic(At(text, end + 1)) >= 0)
            while (Half(At(text, end)) == '.' || Arabic(At(text, end)) >= 0) end++;
        return end;
    }

    /// <summary>Whether what was read is a number of its own and not part of a word, a name or a code.</summary>
    private static bool StandsAlone(ReadOnlySpan<char> text, int start, NumberReading reading)
    {
        if (reading.Is(NumberTraits.Arabic) && IsLetter(At(text, start - 1))) return false;
        return !IsWord(text, start, reading.End, reading.Traits);
    }

    /// <summary>A number with its sign, its fraction (又, 分之, /) and a dozen (打).</summary>
    private static NumberReading? Signed(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '半') return Half(text, start);
        if (text[start] is '一' or '壹' && At(text, start + 1) == '半'
            && !IsHan(At(text, start + 2))) return new NumberReading(start + 2, 0.5m, NumberTraits.None);
        var sign = Sign(text, start, out var negative);
        if (sign < 0 || Half(At(text, sign)) == '.' && Half(At(text, sign - 1)) == '.' || Plain(text, sign) is not { } first) return null;
        var reading = first;
        if (first.Power is null)
        {
            var split = Gap(text, first.End);
            if (At(text, split) == '又' && Sign(text, Gap(text, split + 1), out _) is >= 0 and var under
                && Plain(text, under) is { Power: null } denominator
                && (Over(text, denominator) ?? Slash(text, under, denominator)) is { } part)
                reading = Mixed(first.Value, part);
            else if (Over(text, first) is { } fraction) reading = fraction;
            else if (Slash(text, sign, first) is { } slash) reading = slash;
            else if (first.Is(NumberTraits.Arabic) && split > first.End && Arabic(At(text, split)) >= 0
                && Plain(text, split) is { } upper && Slash(text, split, upper) is { } half)
                reading = Mixed(first.Value, half);
            else if (At(text, split) == '打' && first.Value < Largest
                && !IsVerb(At(text, split + 1))) reading = first with { End = split + 1, Value = first.Value * 12, Traits = NumberTraits.None };
        }
        if (!negative) return reading;
        return reading with { Value = -reading.Value, Power = -reading.Power, Traits = reading.Traits & ~NumberTraits.Lone };
    }

    // 半个 is a half, 半打 six; 半天 and 半点 are words.
    private static NumberReading? Half(ReadOnlySpan<char> text, int start)
    {
        var next = At(text, start + 1);
        if (IsHan(At(text, start - 1)) || next is '天' or '年' or '点' or '點' or '部' or '的' || !AfterLone.Contains(next)) return null;
        return next == '打' ? new NumberReading(start + 2, 6, NumberTraits.None) : new NumberReading(start + 1, 0.5m, NumberTraits.None);
    }

    /// <summary>A number that a unit gives meaning to, so that it need not stand alone.</summary>
    internal static NumberReading? Amount(ReadOnlySpan<char> text, int start) =>
        text[start] == '半' ? new NumberReading(start + 1, 0.5m, NumberTraits.None) : Signed(text, start);

    // 一打开: not a dozen.
    private static bool IsVerb(char c) => c is '开' or '開' or '电' or '電' or '算' or '印' or '扰' or '擾' or '折' or '听' or '聽' or '扫' or '掃'
        or '架' or '球' or '车' or '車' or '针' or '針' or '仗';

    /// <summary>Position after a minus or 负, the start itself where there is none, or -1 where the sign is not one.</summary>
    private static int Sign(ReadOnlySpan<char> text, int start, out bool negative)
    {
        var c = At(text, start);
        negative = true;
        if (c is '负' or '負') return Gap(text, start + 1);
        if (!IsMinus(c))
        {
            negative = false;
            return start;
        }
        // 5-20, 2016-11 and COVID-19 have a hyphen, no minus.
        var before = At(text, GapBefore(text, start) - 1);
        return Arabic(before) >= 0 || IsMinus(before) || IsLetter(At(text, start - 1)) || before is '%' or '％' ? -1 : start + 1;
    }

    private static NumberReading Mixed(decimal whole, NumberReading fraction) => fraction with { Value = whole + fraction.Value };

    /// <summary>A fraction said as "parts 分之 part", given its denominator.</summary>
    private static NumberReading? Over(ReadOnlySpan<char> text, NumberReading denominator)
    {
        if (Past(text, denominator.End, "分之") is not (> 0 and var over)) return null;
        var upper = Sign(text, Gap(text, over), out var negative);
        if (upper < 0 || Plain(text, upper) is not { Power: null } part) return null;
        return Divides(negative ? -part.Value : part.Value, denominator.Value, out var value)
            ? new NumberReading(part.End, value, NumberTraits.Fraction) : null;
    }

    /// <summary>A fraction written with a slash between digits; dates and paths have more than one.</summary>
    private static NumberReading? Slash(ReadOnlySpan<char> text, int start, NumberReading upper)
    {
        var slash = Gap(text, upper.End);
        if (!upper.Is(NumberTraits.Arabic) || Half(At(text, slash)) != '/' || Half(At(text, start - 1)) == '/') return null;
        var lower = Gap(text, slash + 1);
        if (Arabic(At(text, lower)) < 0 || Plain(text, lower) is not { Power: null } part || !part.Is(NumberTraits.Arabic)) return null;
        return Half(At(text, part.End)) == '/' || !Divides(upper.Value, part.Value, out var value) ? null
            : new NumberReading(part.End, value, NumberTraits.Fraction | NumberTraits.Arabic);
    }

    // Not every quotient of two decimals is a decimal: a large number by one with many places overflows.
    private static bool Divides(decimal over, decimal under, out decimal quotient)
    {
        var fits = under != 0 && Math.Abs((double)over / (double)under) < (double)Largest;
        quotient = fits ? over / under : 0;
        return fits;
    }

    /// <summary>A value as Recognizers-Text writes it: fifteen digits, and an exponent for what has more.</summary>
    internal static string Write(NumberReading reading) => reading.Power is { } power
        ? power.ToString("G15", CultureInfo.InvariantCulture)
        : Write(reading.Value, exact: !reading.Is(NumberTraits.Arabic));

    /// <summary>A value with fifteen digits; a whole number said in numerals keeps all of its digits.</summary>
    internal static string Write(decimal value, bool exact = false) => exact && Math.Abs(value) < 1_000_000_000_000_000_000m
        && value == decimal.Truncate(value)
        ? decimal.Truncate(value).ToString("0", CultureInfo.InvariantCulture)
        : ((double)value).ToString("G15", CultureInfo.InvariantCulture);
}
