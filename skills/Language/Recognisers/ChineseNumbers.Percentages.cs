namespace Assistant.Skills.Language.Recognisers;

/// <summary>Percentages: 百分之五, 5%, 五个百分点, discounts (八折) and tenths (三成).</summary>
public static partial class ChineseNumbers
{
    /// <summary>Adds the percentages in a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Where they are added.</param>
    public static void AddPercentages(string text, List<Recognised> found)
    {
        for (var at = NextShare(text, 0); at >= 0;)
        {
            if (Percentage(text, at, out var end, out var value))
            {
                found.Add(new(text[at..end], at, end - 1, TypeNames.Percentage, new(Write(value) + "%")));
                at = NextShare(text, end);
            }
            else at = NextShare(text, NumberEnd(text, at));
        }
    }

    // 对折 and 万分之 start with something no number starts with.
    private static int NextShare(ReadOnlySpan<char> text, int from)
    {
        if (from >= text.Length) return -1;
        var at = text[from..].IndexOfAny(ShareStarts);
        return at < 0 ? -1 : from + at;
    }

    private static int NumberEnd(ReadOnlySpan<char> text, int at) =>
        Signed(text, at) is { } number && !number.Is(NumberTraits.Fraction) ? number.End : After(text, at);

    private static bool Percentage(ReadOnlySpan<char> text, int start, out int end, out decimal value)
    {
        (end, value) = (0, 0);
        // Recognizers-Text reads 对折 in simplified characters only.
        if (text[start] == '对')
        {
            (end, value) = (Past(text, start + 1, "折"), 50);
            return end > 0;
        }
        var at = Sign(text, start, out var negative);
        if (at < 0) return false;
        if (!Share(text, at, out end, out value) && !Tenths(text, at, out end, out value)
            && !Points(text, at, out end, out value)) return false;
        if (negative) value = -value;
        return true;
    }

    /// <summary>百分之, 千分之, 万分之, 百万分之 and the like: the position after it and what its number is divided by; -1 if there is none.</summary>
    private static int SharePrefix(ReadOnlySpan<char> text, int start, out decimal parts)
    {
        parts = 1;
        var at = start;
        if (SmallUnit(At(text, at)) is > 0 and var small)
        {
            parts = small;
            at++;
        }
        for (var large = 0; large < 2 && LargeUnit(At(text, Gap(text, at))) is > 0 and var power; large++)
        {
            parts *= Scale(power);
            at = Gap(text, at) + 1;
        }
        // 五百分之二 and 十分之一 are fractions.
        if (parts < 100 || Numerals.Contains(At(text, GapBefore(text, start) - 1))
            || Past(text, at, "分之") is not (> 0 and var end)) return -1;
        return end;
    }

    private static bool Share(ReadOnlySpan<char> text, int start, out int end, out decimal value)
    {
        value = 0;
        end = SharePrefix(text, start, out var parts);
        if (end > 0)
        {
            var at = Sign(text, Gap(text, end), out var negative);
            if (at < 0) return false;
            if (Plain(text, at) is { Power: null } number) (end, value) = (number.End, number.Value);
            else if (SmallUnit(At(text, at)) == 100) (end, value) = (at + 1, 100);
            else return false;
            if (!Divides(value, parts / 100, out value)) return false;
            if (negative) value = -value;
            return true;
        }
        // 百分百: all of it.
        (end, value) = (SmallUnit(At(text, start)) == 100 && At(text, start + 1) == '分' && SmallUnit(At(text, start + 2)) == 100
            ? start + 3 : -1, 100);
        return end > 0;
    }

    /// <summary>折 says what is left to pay, 成 how much of ten; a second digit after 成 is the next place (七成六).</summary>
    private static bool Tenths(ReadOnlySpan<char> text, int start, out int end, out decimal value)
    {
        (end, value) = (0, 0);
        var half = At(text, start) == '半';
        if (half) (end, value) = (start + 1, 0.5m);
        else if (Plain(text, start) is { Power: null, Value: <= 1000 } number) (end, value) = (number.End, number.Value);
        else return false;
        var unit = Gap(text, end);
        // 7 2 折: two places said apart.
        if (!half && unit == end + 1 && value is > 0 and < 10 && value == decimal.Truncate(value)
            && Math.Max(Digit(At(text, unit)), Arabic(At(text, unit))) is > 0 and var second
            && At(text, Gap(text, unit + 1)) == '折')
            (value, unit) = (value * 10 + second, Gap(text, unit + 1));
        var next = At(text, unit + 1);
        end = unit + 1;
        switch (At(text, unit))
        {
            case '折' when next is not ('叠' or '疊' or '断' or '斷' or '磨' or '旧' or '舊' or '腾' or '騰' or '返' or '射'):
                // 十折 takes nothing off.
                if (value is 0 or 10 or >= 100) return false;
                value = value > 10 ? value : value * 10;
                return true;
            case '成' when !IsHan(next) || next is not ('不' or '为' or '為' or '立' or '功' or '果' or '长' or '長' or '员' or '員' or '本' or '就'
                or '了' or '绩' or '績' or '交' or '都' or '人' or '年' or '语' or '語'):
                value = value > 10 ? value : value * 10;
                var more = Gap(text, end);
                if (At(text, more) == '半') (end, value) = (more + 1, value + 5);
                else if (!IsCounting(At(text, more)) && Digit(At(text, more)) is > 0 and var place
                    && !IsHan(At(text, more + 1))) (end, value) = (more + 1, value + place);
                return true;
            default:
                return false;
        }
    }

    /// <summary>5%, 5‰ and 五个百分点.</summary>
    private static bool Points(ReadOnlySpan<char> text, int start, out int end, out decimal value)
    {
        (end, value) = (0, 0);
        if (Half(At(text, start)) == '.' && Half(At(text, start - 1)) == '.'
            || Plain(text, start) is not { Power: null } number) return false;
        value = number.Value;
        end = Gap(text, number.End);
        switch (Half(At(text, end)))
        {
            case '%' or '﹪':
                // %20 and 5%2D are characters of an address.
                var next = At(text, ++end);
                return Half(At(text, start - 1)) != '%' && next != '%' && !char.IsAsciiLetterOrDigit(next);
            case '‰':
                (end, value) = (end + 1, value / 10);
                return true;
            case '个' or '個':
                end++;
                break;
        }
        var points = Past(text, end, "百分点");
        end = points > 0 ? points : Past(text, end, "百分點");
        return end > 0;
    }
}
