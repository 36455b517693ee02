using System.Globalization;
using System.Text;
using Assistant.Skills.Language;

namespace Assistant.Bot.Privacy;

/// <summary>
/// A text as it is searched: characters nobody sees are dropped, digits of every script and shape are 0 to 9, letters are half width and Chinese is simplified.
/// Each position knows where it stood, so that what is found is cut from the original.
/// </summary>
public sealed class Folded
{
    private const int MathLetters = 0x1d400;
    private const int MathLettersEnd = 0x1d6a4;
    private const int Alphabets = 52;
    private readonly List<int> starts = [];
    private readonly List<int> ends = [];

    /// <summary>Folds a text of any kind, broken surrogates included.</summary>
    public Folded(string original)
    {
        var made = new StringBuilder(original.Length);
        for (var at = 0; at < original.Length;)
        {
            var isRune = Rune.TryGetRuneAt(original, at, out var rune);
            var end = at + (isRune ? rune.Utf16SequenceLength : 1);
            var plain = isRune ? Fold(rune, original, at) : " ";
            foreach (var c in plain)
            {
                made.Append(c);
                starts.Add(at);
                ends.Add(end);
            }

            // What nobody sees goes with what it hangs on.
            if (plain.Length == 0 && ends.Count > 0)
                ends[^1] = end;
            at = end;
        }

        Text = made.ToString();
    }

    /// <summary>The folded text.</summary>
    public string Text { get; }

    /// <summary>Where a stretch of the folded text begins in the original.</summary>
    public int Start(int at) => starts[at];

    /// <summary>Where a stretch of the folded text that ends before a position ends in the original.</summary>
    public int End(int at) => ends[at - 1];

    // The program runs without ICU, where Normalize leaves all but ASCII as it is; so the compatible forms of digits and letters are folded here.
    private static string Fold(Rune rune, string original, int at)
    {
        if (rune.IsAscii)
            return rune.Value is '\0' or (< ' ' and not ('\t' or '\n' or '\r')) or '\u007f' ? "" : ((char)rune.Value).ToString();
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Control or UnicodeCategory.PrivateUse || rune.Value is 0x115f or 0x1160 or 0x3164 or 0xffa0 or 0x2800)
            return "";
        if (category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber && CharUnicodeInfo.GetNumericValue(original, at) is >= 0 and < 100 and var number && number == Math.Truncate(number))
            return ((int)number).ToString(CultureInfo.InvariantCulture);
        if (category is UnicodeCategory.SpaceSeparator)
            return " ";
        if (rune.Value is >= MathLetters and < MathLettersEnd)
            return ((char)("Aa"[(rune.Value - MathLetters) % Alphabets / 26] + ((rune.Value - MathLetters) % 26))).ToString();
        if (rune.Value is >= 0x24b6 and <= 0x24e9)
            return ((char)("Aa"[(rune.Value - 0x24b6) / 26] + ((rune.Value - 0x24b6) % 26))).ToString();
        if (rune.Value is >= 0xff01 and <= 0xff5e)
            return ((char)(rune.Value - 0xfee0)).ToString();
        if (rune.Value is '’' or '‘' or '＇')
            return "'";
        return rune.IsBmp ? Plain.IsChinese((char)rune.Value) ? Plain.Of((char)rune.Value).ToString() : ((char)rune.Value).ToString() : rune.ToString();
    }
}
