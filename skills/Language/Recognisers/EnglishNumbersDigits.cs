using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

/// <content>Numbers that begin with a digit.</content>
public static partial class EnglishNumbers
{
    // No amount or count has more digits; a longer run is some identifier, and is passed over.
    private const int MostDigits = 60;

    private static bool ReadDigits(ReadOnlySpan<char> text, int start, int at, Manner manner, out Reading read)
    {
        read = default;
        var end = ReadDecimal(text, at, out var value, out var pointed);
        if (end < 0)
            return false;
        var form = pointed ? NumberForm.Decimal : NumberForm.Integer;
        if (end < text.Length)
        {
            if (ReadPower(text, end, ref value, out var after))
            {
                read = new Reading(after, value, NumberForm.Power);
                return true;
            }
            if (!pointed && SkipSpaces(text, end) is var sign && sign < text.Length && IsVulgar(text[sign]) && EndsWord(text, sign + 1))
            {
                read = new Reading(sign + 1, value + char.GetNumericValue(text[sign]), NumberForm.Fraction);
                return true;
            }
            if (!pointed && ReadSlash(text, start, end, value, out read))
                return true;
            if (ReadLetters(text, end, manner, out var times, out after))
            {
                // Recognizers-Text takes "1.2b" for an integer, but "2.33 k" for a decimal.
                read = new Reading(after, value * times, times > 1000 ? NumberForm.Integer : form);
                return true;
            }
            if (!EndsWord(text, end))
            {
                read = new Reading(end, value, form);
                // "8.5pm" and "115USD": the letters are a unit's; "4th" and "180.25ml" are no numbers on their own.
                return (manner & Manner.Glued) != 0 && !IsDigit(text[end]);
            }
        }
        Span<Token> tokens = stackalloc Token[MostTokens];
        tokens[0] = new Token(Kind.Digits, value, pointed, false, at, end);
        var count = Tokenise(text, tokens, 1, manner);
        if (count == 1 || !Compose(tokens[..count], form, manner, out read))
            read = new Reading(end, value, form);
        return true;
    }

    /// <summary>Digits with commas or spaces between threes and with a point: position after them, or -1 when there are too many.</summary>
    private static int ReadDecimal(ReadOnlySpan<char> text, int at, out double value, out bool pointed)
    {
        (value, pointed) = (0, false);
        Span<char> digits = stackalloc char[MostDigits + 2];
        var count = 0;
        var i = at;
        for (; i < text.Length && IsDigit(text[i]); i++)
        {
            if (count == MostDigits)
                return -1;
            digits[count++] = Fold(text[i]);
        }
        var comma = IsDecimalComma(text, at, i, digits[0]);
        if (!comma && i - at is >= 1 and <= 3 && i < text.Length && Fold(text[i]) is var mark && (mark == ',' || (mark == ' ' && digits[0] != '0')))
        {
            for (; i < text.Length && Fold(text[i]) == mark && IsGroup(text, i + 1, mark); i += 4)
            {
                if (count + 3 > MostDigits)
                    return -1;
                for (var k = 1; k <= 3; k++)
                    digits[count++] = Fold(text[i + k]);
            }
        }
        // "1,3" is 1.3, but "1,234" is grouped and "22,24,26" a list.
        if (comma)
        {
            digits[count++] = '.';
            for (i++; i < text.Length && IsDigit(text[i]) && count <= MostDigits; i++)
                digits[count++] = Fold(text[i]);
            pointed = true;
        }
        // In "192.168.1.2" no point is a decimal one.
        if (!comma && i < text.Length && IsPointed(text, i) && !(at > 1 && Fold(text[at - 1]) == '.' && IsDigit(text[at - 2])))
        {
            var (whole, before) = (i, count);
            digits[count++] = '.';
            for (i++; i < text.Length && IsDigit(text[i]); i++)
            {
                if (count > MostDigits)
                    return -1;
                digits[count++] = Fold(text[i]);
            }
            pointed = !(i < text.Length && IsPointed(text, i)) || whole == at;
            if (!pointed)
                (i, count) = (whole, before);
        }
        if (count == 0)
            return -1;
        value = double.Parse(digits[..count], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return i;
    }

    private static bool IsDecimalComma(ReadOnlySpan<char> text, int at, int comma, char first)
    {
        if (comma == at || comma + 1 >= text.Length || Fold(text[comma]) != ',' || !IsDigit(text[comma + 1])
            || (at > 1 && Fold(text[at - 1]) is ',' or '.' && IsDigit(text[at - 2])))
            return false;
        var end = comma + 1;
        while (end < text.Length && IsDigit(text[end]) && end - comma < 20)
            end++;
        if (end - comma == 4 && comma - at <= 3 && first != '0')
            return false;
        return EndsWord(text, end) && !(end + 1 < text.Length && Fold(text[end]) is ',' or '.' or '/' && IsDigit(text[end + 1]));
    }

    /// <summary>Whether a fraction in one character, such as "¾".</summary>
    private static bool IsVulgar(char c) => c is >= '¼' and <= '¾' or >= '⅐' and <= '⅞';

    private static bool IsGroup(ReadOnlySpan<char> text, int at, char mark)
    {
        if (at + 3 > text.Length || !IsDigit(text[at]) || !IsDigit(text[at + 1]) || !IsDigit(text[at + 2]))
            return false;
        // After a space, digits that begin something of their own are no group: "2 100/300", "5 555-1234", "at 10 500k".
        return at + 3 == text.Length || (mark == ',' ? !IsDigit(text[at + 3]) : EndsWord(text, at + 3) && text[at + 3] is not ('/' or '-' or ':' or '%'));
    }

    /// <summary>"e10", "^-1" or "x10^6" after a number.</summary>
    private static bool ReadPower(ReadOnlySpan<char> text, int at, ref double value, out int after)
    {
        after = at;
        var c = Fold(text[at]);
        double exponent;
        if (c is 'e')
        {
            if (!ReadExponent(text, at + 1, out exponent, out after))
                return false;
            // The power of ten is exact where a division by one would not be.
            value = exponent < 0 ? value / Math.Pow(10, -exponent) : value * Math.Pow(10, exponent);
            return true;
        }
        if (c is '^')
        {
            if (!ReadExponent(text, at + 1, out exponent, out after))
                return false;
            value = Math.Pow(value, exponent);
            return true;
        }
        at = SkipSpaces(text, at);
        if (at >= text.Length || Fold(text[at]) is not ('x' or '*' or '\u00d7'))
            return false;
        at = SkipSpaces(text, at + 1);
        if (at + 3 >= text.Length || Fold(text[at]) != '1' || Fold(text[at + 1]) != '0' || Fold(text[at + 2]) != '^'
            || !ReadExponent(text, at + 3, out exponent, out after))
            return false;
        value = exponent < 0 ? value / Math.Pow(10, -exponent) : value * Math.Pow(10, exponent);
        return true;
    }

    private static bool ReadExponent(ReadOnlySpan<char> text, int at, out double exponent, out int after)
    {
        (exponent, after) = (0, at);
        if (at >= text.Length)
            return false;
        var negative = Fold(text[at]) == '-';
        if (negative || Fold(text[at]) == '+')
            at++;
        // As in arithmetic, two minus signs are none.
        if (negative && at < text.Length && Fold(text[at]) == '-')
            (negative, at) = (false, at + 1);
        var digits = at;
        for (; at < text.Length && IsDigit(text[at]) && at - digits < 4; at++)
            exponent = exponent * 10 + (Fold(text[at]) - '0');
        if (at == digits || !EndsWord(text, at))
            return false;
        (exponent, after) = (negative ? -exponent : exponent, at);
        return true;
    }

    /// <summary>"3/4" or "1 4/5", where the whole or the numerator has been read.</summary>
    private static bool ReadSlash(ReadOnlySpan<char> text, int start, int end, double value, out Reading read)
    {
        read = default;
        double whole = 0;
        if (text[end] == ' ' || char.IsWhiteSpace(text[end]))
        {
            var numerator = SkipSpaces(text, end);
            if (numerator >= text.Length || !IsDigit(text[numerator]))
                return false;
            whole = value;
            end = ReadWhole(text, numerator, out value);
            if (end < 0 || end >= text.Length)
                return false;
        }
        // In a date, a telephone number or a path the slash divides nothing.
        if (Fold(text[end]) != '/' || (start > 0 && text[start - 1] is '/' or '-' or '.' or ':'))
            return false;
        var after = ReadWhole(text, end + 1, out var denominator);
        if (after < 0 || denominator == 0 || !EndsWord(text, after)
            || (after < text.Length && (Fold(text[after]) == '/' || IsPointed(text, after) || (Fold(text[after]) == '-' && after + 1 < text.Length && IsDigit(text[after + 1])))))
            return false;
        read = new Reading(after, whole + value / denominator, NumberForm.Fraction);
        return true;
    }

    private static int ReadWhole(ReadOnlySpan<char> text, int at, out double value)
    {
        value = 0;
        var i = at;
        for (; i < text.Length && IsDigit(text[i]) && i - at < 18; i++)
            value = value * 10 + (Fold(text[i]) - '0');
        return i == at ? -1 : i;
    }

    /// <summary>"k", "M", "mil" and their like, at once after the digits or a space away.</summary>
    private static bool ReadLetters(ReadOnlySpan<char> text, int end, Manner manner, out double times, out int after)
    {
        (times, after) = (1, end);
        var at = SkipSpaces(text, end);
        if (at >= text.Length)
            return false;
        // A small m is a metre and a small g a gram; a small b and k are a billion and a thousand.
        times = text[at] switch
        {
            'k' or 'K' or '\uff4b' or '\uff2b' => 1e3,
            'M' or '\uff2d' => 1e6,
            'm' when at == end && (manner & Manner.Glued) != 0 => 1e6,
            'G' or 'B' or 'b' or '\uff27' or '\uff22' or '\uff42' => 1e9,
            'T' or '\uff34' => 1e12,
            _ => 0,
        };
        if (times > 0)
        {
            after = at + (text[at] == 'M' && at + 1 < text.Length && text[at + 1] == 'M' ? 2 : 1);
            if (EndsWord(text, after) && !(after + 1 < text.Length && text[after] is '-' or '\'' or '’' or '&' && char.IsLetter(text[after + 1])))
                return true;
        }
        if (at != end)
            return false;
        var word = Look(text, end, out after);
        times = word.Value;
        return word.Kind is Kind.Round or Kind.ShortRound;
    }
}
