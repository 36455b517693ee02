namespace Assistant.Skills.Language;

/// <summary>
/// One plain form of the many ways a character can be typed: half width, small, simplified. Character by character, so that positions in
/// the plain text are positions in the message.
/// </summary>
public static class Plain
{
    private static readonly char[] Table = Make();

    /// <summary>The plain form of a character; itself where there is none.</summary>
    public static char Of(char c) => Table[c];

    /// <summary>Whether a character is one of Chinese writing, of those in common use.</summary>
    public static bool IsChinese(char c) => c is >= '\u4e00' and <= '\u9fff';

    /// <summary>Whether anything of a text is written in Chinese.</summary>
    public static bool HasChinese(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u4e00', '\u9fff');

    /// <summary>The plain form of a text, of the same length. Halves of a broken surrogate pair become spaces.</summary>
    public static string Text(string text)
    {
        // Most messages are plain already, and cost nothing.
        var first = 0;
        while (first < text.Length && Table[text[first]] == text[first] && !char.IsSurrogate(text[first]))
            first++;
        return first == text.Length ? text : string.Create(text.Length, text, static (into, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                var broken = char.IsHighSurrogate(from[i]) ? i + 1 >= from.Length || !char.IsLowSurrogate(from[i + 1])
                    : char.IsLowSurrogate(from[i]) && (i == 0 || !char.IsHighSurrogate(from[i - 1]));
                into[i] = broken ? ' ' : Table[from[i]];
            }
        });
    }

    private static char[] Make()
    {
        var table = new char[char.MaxValue + 1];
        for (var c = 0; c < table.Length; c++)
        {
            var half = c switch
            {
                >= 0xff01 and <= 0xff5e => (char)(c - 0xfee0),
                '\u3000' or '\u00a0' => ' ',
                '￥' => '¥',
                '’' or '‘' => '\'',
                _ => (char)c,
            };
            table[c] = char.ToLowerInvariant(half);
        }

        // Pairs of a traditional character and its simplified one, after the table of Unicode's ICU.
        using var pairs = new StreamReader(typeof(Plain).Assembly.GetManifestResourceStream("Assistant.Skills.Language.traditional.txt")!);
        var text = pairs.ReadToEnd();
        for (var i = 0; i + 1 < text.Length; i += 2)
            table[text[i]] = text[i + 1];
        return table;
    }
}
