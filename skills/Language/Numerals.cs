using System.Globalization;

namespace Assistant.Skills.Language;

/// <summary>Reads numbers as people write them: 1.2万, 3k, 一万二, 两千五, 壹佰, "three hundred and fifty".</summary>
public static class Numerals
{
    /// <summary>Characters a Chinese numeral is made of.</summary>
    public const string Chinese = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億俩仨廿卅半";

    private static readonly Dictionary<char, int> Digits = Pairs("零0〇0一1二2两2三3四4五5六6七7八8九9壹1贰2叁3肆4伍5陆6柒7捌8玖9俩2仨3");
    private static readonly Dictionary<char, long> Units = new()
    {
        ['十'] = 10, ['拾'] = 10, ['百'] = 100, ['佰'] = 100, ['千'] = 1000, ['仟'] = 1000, ['万'] = 10_000, ['萬'] = 10_000, ['亿'] = 100_000_000, ['億'] = 100_000_000,
    };

    private static readonly Dictionary<string, decimal> English = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zero"] = 0, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8,
        ["nine"] = 9, ["ten"] = 10, ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15,
        ["sixteen"] = 16, ["seventeen"] = 17, ["eighteen"] = 18, ["nineteen"] = 19, ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40,
        ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90, ["hundred"] = 100, ["thousand"] = 1000,
        ["grand"] = 1000, ["million"] = 1_000_000,
    };

    /// <summary>Reads one number.</summary>
    /// <returns>The number, or null when the text is not one or is larger than a million million.</returns>
    public static decimal? Read(string text)
    {
        var plain = text.Trim().Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal);
        if (plain.Length is 0 or > 60)
            return null;
        var number = ReadDigits(plain) ?? (char.IsAsciiLetter(plain[0]) ? ReadEnglish(plain) : ReadChinese(plain));
        return number is >= 0 and <= 1_000_000_000_000m ? number : null;
    }

    private static decimal? ReadDigits(string text)
    {
        var end = text.Length;
        decimal scale = 1;
        for (; end > 0 && Scale(text[end - 1]) is { } unit; end--)
            scale *= unit;
        return decimal.TryParse(text.AsSpan(0, end).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= 1_000_000_000_000m ? number * scale : null;
    }

    private static decimal? Scale(char unit) => unit switch
    {
        'k' or 'K' or '千' => 1000,
        'w' or 'W' or '万' or '萬' => 10_000,
        '百' => 100,
        '亿' or '億' => 100_000_000,
        _ => null,
    };

    /// <summary>Positional or with units; a bare digit at the end takes the next lower unit: 一万二 is 12,000.</summary>
    private static decimal? ReadChinese(string text)
    {
        if (text.All(Digits.ContainsKey))
            return decimal.Parse(string.Concat(text.Select(c => Digits[c])), CultureInfo.InvariantCulture);
        decimal total = 0, section = 0, digit = 0;
        long last = 1;
        var afterZero = false;
        foreach (var c in text)
        {
            if (c is '廿' or '卅')
            {
                section += c == '廿' ? 20 : 30;
                last = 10;
            }
            else if (c == '半')
            {
                section += 0.5m * last;
                last = 1;
            }
            else if (Digits.TryGetValue(c, out var d))
            {
                afterZero = d == 0;
                digit = d;
            }
            else if (!Units.TryGetValue(c, out var unit))
            {
                return null;
            }
            else if (unit >= 10_000)
            {
                total = (total + section + digit) * unit;
                (section, digit, last) = (0, 0, unit);
            }
            else
            {
                section += (digit == 0 ? 1 : digit) * unit;
                (digit, last) = (0, unit);
            }
        }

        return total + section + (last > 10 && !afterZero && digit > 0 && text.Length > 1 && Units.ContainsKey(text[^2]) ? digit * last / 10 : digit);
    }

    private static decimal? ReadEnglish(string text)
    {
        decimal total = 0, section = 0;
        foreach (var word in text.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "and" or "a" or "A")
                continue;
            if (!English.TryGetValue(word, out var value))
                return null;
            if (value >= 1000)
                (total, section) = (total + (Math.Max(1, section) * value), 0);
            else
                section = value == 100 ? Math.Max(1, section) * 100 : section + value;
        }

        return total + section;
    }

    private static Dictionary<char, int> Pairs(string pairs) =>
        Enumerable.Range(0, pairs.Length / 2).ToDictionary(i => pairs[2 * i], i => pairs[(2 * i) + 1] - '0');
}
