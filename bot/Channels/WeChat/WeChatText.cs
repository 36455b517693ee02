using System.Globalization;
using System.Text;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>A piece of a longer text, as it stands there.</summary>
/// <param name="Text">The words from <paramref name="Start"/> to <paramref name="End"/>.</param>
/// <param name="Start">Where it begins in the source, in UTF-16 units.</param>
/// <param name="End">Where it ends in the source, in UTF-16 units, the end not included.</param>
public readonly record struct WeChatPiece(string Text, int Start, int End);

/// <summary>Cuts a text into messages the platform takes: it counts bytes, and people read sentences.</summary>
public static class WeChatText
{
    /// <summary>The most bytes of UTF-8 in one message.</summary>
    public const int MostBytes = 2048;

    private const int LongestCharacter = 4;
    private const string Marks = "。！？；.!?;";
    private const string WideMarks = "。！？；";
    private const string Closers = "”’」』）】》\"')]";

    /// <summary>What a cut may be made at, the best last.</summary>
    private enum Cut
    {
        Character,
        Sentence,
        Line,
        Paragraph,
    }

    /// <summary>
    /// Cuts at paragraph ends, else line ends, else sentence ends, else between characters as people see them; only a character that is itself
    /// too long is cut within, and never a surrogate pair. The pieces are the text but for white space at the cuts.
    /// </summary>
    /// <param name="text">The text; of nothing but white space no piece is made.</param>
    /// <param name="maxBytes">The most bytes of UTF-8 a piece may have, at least 4.</param>
    /// <returns>The pieces in order, none of them empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is below 4: not every character would fit.</exception>
    public static IReadOnlyList<WeChatPiece> Split(string text, int maxBytes = MostBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, LongestCharacter);
        var written = text.AsSpan().TrimEnd().Length;
        if (written == 0)
            return [];
        if (Reach(text, 0, maxBytes) == text.Length)
            return [new(text, 0, text.Length)];
        var pieces = new List<WeChatPiece>();
        for (var start = Skip(text, 0); start < written;)
        {
            var reach = Reach(text, start, maxBytes);
            var end = reach >= written ? written : End(text, start, reach, maxBytes);
            pieces.Add(new(text[start..end], start, end));
            start = Skip(text, end);
        }

        return pieces;
    }

    /// <summary>How far a piece can go that starts here.</summary>
    private static int Reach(string text, int start, int maxBytes)
    {
        for (var bytes = 0; start < text.Length;)
        {
            // Half of a surrogate pair is sent as the replacement character, and counted so.
            Rune.DecodeFromUtf16(text.AsSpan(start), out var rune, out var length);
            if ((bytes += rune.Utf8SequenceLength) > maxBytes)
                break;
            start += length;
        }

        return start;
    }

    /// <summary>Past the white space from here on, but not past a blank that carries an accent.</summary>
    private static int Skip(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at, Math.Min(3, text.Length - at)));
            if (!text.AsSpan(at, length).IsWhiteSpace())
                break;
            at += length;
        }

        return at;
    }

    /// <summary>The end of the piece from <paramref name="start"/> that may go as far as <paramref name="reach"/>, with more text behind it.</summary>
    private static int End(string text, int start, int reach, int maxBytes)
    {
        // Whether two characters belong together shows in the next one, so one beyond the reach is looked at.
        var seen = Math.Min(reach + 2, text.Length);
        var best = (Cut: Cut.Character, End: start);
        for (var at = start; at < reach;)
        {
            at += StringInfo.GetNextTextElementLength(text.AsSpan(at, seen - at));
            if (at > reach)
                break;
            var cut = CutAt(text, at);
            if (cut >= best.Cut)
                best = (cut, at);
        }

        if (best.End == start)
            return reach;
        return best.Cut == Cut.Character ? Whole(text, start, best.End, maxBytes) : best.End;
    }

    private static Cut CutAt(string text, int at)
    {
        var next = text[at];
        if (char.IsWhiteSpace(next))
        {
            if (char.IsWhiteSpace(text[at - 1]))
                return Cut.Character;
            switch (Lines(text.AsSpan(at, Skip(text, at) - at)))
            {
                case 0:
                    break;
                case 1:
                    return Cut.Line;
                default:
                    return Cut.Paragraph;
            }
        }
        else if (Marks.Contains(next, StringComparison.Ordinal) || Closers.Contains(next, StringComparison.Ordinal))
        {
            // "……！”" is one ending.
            return Cut.Character;
        }

        var mark = at - 1;
        while (mark > 0 && Closers.Contains(text[mark], StringComparison.Ordinal))
            mark--;
        var isEnd = WideMarks.Contains(text[mark], StringComparison.Ordinal) || (char.IsWhiteSpace(next) && Marks.Contains(text[mark], StringComparison.Ordinal));
        return isEnd ? Cut.Sentence : Cut.Character;
    }

    /// <summary>How many lines end in some white space, two being as many as a paragraph needs.</summary>
    private static int Lines(ReadOnlySpan<char> white)
    {
        var lines = 0;
        for (var i = 0; i < white.Length && lines < 2; i++)
        {
            lines += white[i] switch
            {
                '\u2029' => 2,
                '\n' when i > 0 && white[i - 1] == '\r' => 0,
                '\n' or '\r' or '\u2028' or '\u0085' => 1,
                _ => 0,
            };
        }

        return lines;
    }

    /// <summary>Back to before a figure, word or address that fits into the next piece: "23," and "418.55" in two messages would be two figures.</summary>
    private static int Whole(string text, int start, int end, int maxBytes)
    {
        var back = end;
        while (back > start && IsOfWord(text[back]) && IsOfWord(text[back - 1]))
            back--;
        var wordEnd = end;
        while (wordEnd < text.Length && wordEnd - back <= maxBytes && IsOfWord(text[wordEnd]))
            wordEnd++;
        if (back == start || Encoding.UTF8.GetByteCount(text.AsSpan(back, wordEnd - back)) > maxBytes)
            back = end;
        while (back > start + 1 && char.IsWhiteSpace(text[back - 1]))
            back--;
        return back;
    }

    private static bool IsOfWord(char c) => c is > ' ' and < '\u007f' || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol || (c < '\u0250' && char.IsLetter(c));
}
