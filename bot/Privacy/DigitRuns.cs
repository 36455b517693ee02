using System.Globalization;
using System.Text;

namespace Assistant.Bot.Privacy;

/// <summary>Digits in a row, whatever stands between them.</summary>
/// <param name="Start">First position.</param>
/// <param name="End">Position after the last.</param>
/// <param name="Digits">The digits alone.</param>
public sealed record DigitRun(int Start, int End, string Digits);

/// <summary>
/// Finds digits in a row in a folded text: figures, Chinese digits one by one, and English words for digits, with spaces, dashes, dots, brackets and the like between.
/// </summary>
public static class DigitRuns
{
    /// <summary>From as many digits on, a number tells who somebody is and never stays.</summary>
    public const int Never = 7;

    /// <summary>From as many digits on, a number that is no amount is taken.</summary>
    public const int Many = 5;

    private const string Chinese = "零一二三四五六七八九〇幺○壹贰叁肆伍陆柒捌玖";
    private const string ChineseValues = "0123456789010123456789";
    private const int LongestWord = 9;
    private const int LongestGap = 3;

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zero"] = "0", ["oh"] = "0", ["o"] = "0", ["nought"] = "0", ["naught"] = "0", ["nil"] = "0", ["one"] = "1", ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5", ["six"] = "6", ["seven"] = "7", ["eight"] = "8",
        ["nine"] = "9", ["niner"] = "9", ["ten"] = "10", ["eleven"] = "11", ["twelve"] = "12", ["thirteen"] = "13", ["fourteen"] = "14", ["fifteen"] = "15", ["sixteen"] = "16", ["seventeen"] = "17", ["eighteen"] = "18",
        ["nineteen"] = "19", ["twenty"] = "20", ["thirty"] = "30", ["forty"] = "40", ["fourty"] = "40", ["fifty"] = "50", ["sixty"] = "60", ["seventy"] = "70", ["eighty"] = "80", ["ninety"] = "90", ["double"] = "2", ["triple"] = "3", ["treble"] = "3",
    };

    /// <summary>Every run.</summary>
    /// <param name="text">A folded text.</param>
    /// <param name="wide">Whether commas, slashes, stars, line ends and the ends of sentences join digits too, and not only single spaces, dashes, dots and brackets.</param>
    public static IEnumerable<DigitRun> Find(string text, bool wide)
    {
        var (start, end, digits) = (0, 0, new StringBuilder());
        for (var at = 0; at < text.Length;)
        {
            var date = Date(text, at);
            if (date == 0 && Unit(text, at, out var length) is { } unit)
            {
                start = digits.Length == 0 ? at : start;
                digits.Append(unit);
                at = end = at + length;
                continue;
            }

            if (digits.Length > 0 && (date > 0 || !(wide ? JoinsWide(text[at]) : JoinsNarrow(text, at) && at - end < LongestGap)))
            {
                yield return new(start, end, digits.ToString());
                digits.Clear();
            }

            at += Math.Max(1, date);
        }

        if (digits.Length > 0)
            yield return new(start, end, digits.ToString());
    }

    private static string? Unit(string text, int at, out int length)
    {
        var c = text[at];
        length = 1;
        if (char.IsAsciiDigit(c))
            return c.ToString();
        if (Chinese.IndexOf(c) is >= 0 and var value)
            return ChineseValues[value].ToString();
        // O for zero within digits, as people type it.
        if (c is 'o' or 'O' && IsZero(text, at))
            return "0";
        if (!char.IsAsciiLetter(c) || at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
            return null;
        while (at + length < text.Length && length <= LongestWord && char.IsAsciiLetter(text[at + length]))
            length++;
        return length <= LongestWord && !(at + length < text.Length && char.IsAsciiDigit(text[at + length])) ? Words.GetValueOrDefault(text.Substring(at, length)) : null;
    }

    private static bool IsZero(string text, int at)
    {
        var (before, after) = (at - 1, at + 1);
        while (before >= 0 && at - before < LongestGap && text[before] is 'o' or 'O')
            before--;
        while (after < text.Length && after - at < LongestGap && text[after] is 'o' or 'O')
            after++;
        return before >= 0 && after < text.Length && char.IsAsciiDigit(text[before]) && char.IsAsciiDigit(text[after]);
    }

    /// <summary>The length of a date as 12/5/2026 or 12/05/26 that stands alone: its slashes join no digits.</summary>
    private static int Date(string text, int at)
    {
        if (!char.IsAsciiDigit(text[at]) || at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '/' or '-' or '.'))
            return 0;
        Span<int> parts = [0, 0, 0];
        Span<int> lengths = [0, 0, 0];
        var end = at;
        for (var part = 0; part < 3; part++)
        {
            if (part > 0 && (end >= text.Length || text[end++] != '/'))
                return 0;
            for (; end < text.Length && char.IsAsciiDigit(text[end]) && lengths[part] < 4; end++)
                (parts[part], lengths[part]) = ((parts[part] * 10) + text[end] - '0', lengths[part] + 1);
        }

        var alone = end >= text.Length || !char.IsAsciiLetterOrDigit(text[end]) && text[end] is not ('/' or '-' or '.') || text[end] == '.' && !(end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]));
        return alone && lengths[0] is 1 or 2 && lengths[1] is 1 or 2 && lengths[2] is 2 or 4 && parts[0] is >= 1 and <= 31 && parts[1] is >= 1 and <= 31 && Math.Min(parts[0], parts[1]) <= 12 && (lengths[2] == 2 || parts[2] is >= 1900 and < 2100)
            ? end - at : 0;
    }

    private static bool JoinsNarrow(string text, int at) =>
        text[at] is '.' or '。' ? at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]) : text[at] is ' ' or '\t' or '·' or '•' or '‧' or '∙' or '・' || IsDashOrBracket(text[at]);

    private static bool JoinsWide(char c) =>
        char.IsWhiteSpace(c) || c is '.' or '。' or '·' or '•' or '‧' or '∙' or '・' or '…' or ',' or '、' or '/' or '\\' or '*' or '#' or '+' or '|' or '~' or '\'' or '−' || IsDashOrBracket(c);

    private static bool IsDashOrBracket(char c) =>
        c == '−' || char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.ConnectorPunctuation;
}
