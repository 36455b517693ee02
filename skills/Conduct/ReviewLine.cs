using System.Text;
using Assistant.Skills.Language;

namespace Assistant.Skills.Conduct;

/// <summary>
/// A line as the rules read it: small, half width, simplified; without the spaces, signs and stand-in spellings people put into words to slip past
/// a filter. Every position leads back to the line as it was written.
/// </summary>
public sealed class ReviewLine
{
    private readonly int[] origin;
    private readonly int length;

    private ReviewLine(string plain, int[] origin, int length)
    {
        Plain = plain;
        this.origin = origin;
        this.length = length;
        Pieces = Cut(plain);
    }

    /// <summary>What is read.</summary>
    public string Plain { get; }

    /// <summary>Pieces between marks, as ranges of <see cref="Plain"/>.</summary>
    public IReadOnlyList<(int Start, int Length)> Pieces { get; }

    /// <summary>A run of pieces, from the first to the last.</summary>
    public static (int Start, int Length) Span((int Start, int Length) first, (int Start, int Length) last) => (first.Start, last.Start + last.Length - first.Start);

    /// <summary>Reads a line.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="disguises">Spellings that stand for others, the longest first; in plain form.</param>
    public static ReviewLine Of(string text, IReadOnlyList<(string Written, string Meant)> disguises)
    {
        var plain = Language.Plain.Text(text);
        var (kept, from) = (new StringBuilder(plain.Length), new List<int>(plain.Length));
        for (var i = 0; i < plain.Length; i++)
        {
            if (IsNoise(plain, i))
                continue;
            kept.Append(char.IsSurrogate(plain[i]) ? ' ' : plain[i]);
            from.Add(i);
        }

        var clean = kept.ToString();
        foreach (var (written, meant) in disguises)
        {
            for (var at = clean.IndexOf(written, StringComparison.Ordinal); at >= 0; at = clean.IndexOf(written, at + meant.Length, StringComparison.Ordinal))
            {
                var start = from[at];
                clean = string.Concat(clean.AsSpan(0, at), meant, clean.AsSpan(at + written.Length));
                from.RemoveRange(at, written.Length);
                // The words meant all stand where the words written began.
                from.InsertRange(at, Enumerable.Repeat(start, meant.Length));
            }
        }

        return new(clean, [.. from], text.Length);
    }

    /// <summary>The place in the line as written of a range of <see cref="Plain"/>, without the blanks around it.</summary>
    public (int Start, int Length) Written(int start, int count)
    {
        var end = start + count;
        while (start < end - 1 && Plain[start] is ' ' or ',' or '，' or '"' or '“')
            start++;
        while (end > start + 1 && Plain[end - 1] is ' ' or ',' or '，')
            end--;
        if (origin.Length == 0)
            return (0, length);
        var (first, last) = (origin[start], end < origin.Length ? origin[end] : length);
        return (first, Math.Max(1, last - first));
    }

    /// <summary>Blanks and signs between Chinese characters, and between letters typed one by one.</summary>
    private static bool IsNoise(string plain, int i)
    {
        var c = plain[i];
        if (c is '\u200b' or '\u200c' or '\u200d' or '\ufeff' or '\u200e' or '\u200f' || (c >= '\ufe00' && c <= '\ufe0f') || (c >= '\u0300' && c <= '\u036f'))
            return true;
        if (c is not (' ' or '*' or '·' or '.' or '-' or '_' or '~' or '/' or '|' or '+') || i == 0)
            return false;
        var (before, after) = (i - 1, i + 1);
        while (after < plain.Length && plain[after] == c)
            after++;
        if (after >= plain.Length)
            return false;
        if (Language.Plain.IsChinese(plain[before]) && Language.Plain.IsChinese(plain[after]))
            return c is not ('-' or '/');
        // "j a i l", "p.o.l.i.c.e": letters on their own, at least three in a row.
        return IsLone(plain, before) && IsLone(plain, after) && (IsLone(plain, before - 2) || IsLone(plain, after + 2)) && (before < 2 || plain[before - 1] == c || !char.IsLetter(plain[before - 1]));
    }

    private static bool IsLone(string plain, int i) => i >= 0 && i < plain.Length && char.IsAsciiLetter(plain[i]) && (i == 0 || !char.IsAsciiLetter(plain[i - 1])) && (i + 1 == plain.Length || !char.IsAsciiLetter(plain[i + 1]));

    private static List<(int Start, int Length)> Cut(string plain)
    {
        const int LeastChinese = 2;
        const int LeastLatin = 6;
        var pieces = new List<(int Start, int Length)>();
        var start = 0;
        for (var i = 0; i <= plain.Length; i++)
        {
            var isEnd = i == plain.Length || "。！？；!?;\n，,：—…".Contains(plain[i]) || (plain[i] == '.' && (i + 1 == plain.Length || plain[i + 1] == ' '));
            // A comma in an amount, and a colon in a time, are no marks.
            if (!isEnd || (i < plain.Length && plain[i] == ',' && i + 1 < plain.Length && char.IsAsciiDigit(plain[i + 1])))
                continue;
            var weight = 0;
            for (var at = start; at < i; at++)
                weight += Language.Plain.IsChinese(plain[at]) ? LeastLatin : char.IsLetterOrDigit(plain[at]) ? LeastChinese : 0;
            if (weight >= LeastChinese * LeastLatin)
            {
                pieces.Add((start, i - start));
                start = i + 1;
            }
        }

        // A short end stays with what it ends.
        if (pieces.Count == 0)
            pieces.Add((0, plain.Length));
        else
            pieces[^1] = (pieces[^1].Start, plain.Length - pieces[^1].Start);
        return pieces;
    }
}
