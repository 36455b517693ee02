using System.Buffers;
using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

/// <summary>Finds the yes or the no of an answer: at most one in a text, in words or as a gesture.</summary>
/// <remarks>
/// As in Recognizers-Text the first answer counts, unless a later one says the same with more words ("no, it is not ok"),
/// and in Chinese only words that stand alone between marks and blanks count: 行, 中 and 对 are parts of too many others.
/// </remarks>
public static partial class YesNo
{
    private static readonly SearchValues<char> AnyGesture = SearchValues.Create('\ud83d', '\u270b');

    /// <summary>Adds the answer of an English text, if it has one.</summary>
    public static void AddEnglish(string text, List<Recognised> found)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(found);
        var best = default(Answer);
        var gestures = text.AsSpan().ContainsAny(AnyGesture);
        var at = 0;
        while (at < text.Length)
        {
            if (!IsWord(text[at]))
            {
                if (gestures)
                    best = Better(best, Gesture(text, at));
                at++;
                continue;
            }

            at = EnglishAt(text, at, out var answer);
            best = Better(best, answer);
        }

        if (best.Length > 0)
            found.Add(Result(text, best, Tokens(text)));
    }

    /// <summary>Adds the answer of a Chinese text, if it has one.</summary>
    public static void AddChinese(string text, List<Recognised> found)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(found);
        var best = default(Answer);
        var gestures = text.AsSpan().ContainsAny(AnyGesture);
        var at = 0;
        while (at < text.Length)
        {
            if (!IsWord(text[at]))
            {
                if (gestures)
                    best = Better(best, Gesture(text, at));
                at++;
                continue;
            }

            var end = WordEnd(text, at);
            best = Better(best, ChineseWord(text, at, end));
            at = end;
        }

        if (best.Length > 0)
            found.Add(Result(text, best, Tokens(text)));
    }

    private static Answer Better(in Answer best, in Answer next) =>
        next.Length > 0 && (best.Length == 0 || next.Weight > best.Weight && next.Yes == best.Yes) ? next : best;

    /// <summary>The longest wording that begins at a word; returns where to read on.</summary>
    private static int EnglishAt(string text, int at, out Answer answer)
    {
        answer = default;
        var end = WordEnd(text, at);
        var first = Small(text[at]) - 'a';
        if (first is < 0 or >= Letters || at > 0 && Small(text[at - 1]) == '\'')
            return end; // "isn't": what stands behind an apostrophe is no word of its own.
        foreach (ref readonly var wording in ByStart[Start(first, At(text, at + 1))].AsSpan())
        {
            var to = Match(text, at, wording.Words);
            if (to < 0 || wording.Alone && !(IsClauseEdge(text, at - 1, -1) && IsClauseEdge(text, to, 1)))
                continue;
            if (wording.Says is Says.Nothing)
                return to;
            answer = new Answer(at, to - at, wording.Says is Says.Yes, wording.Weight);
            return to;
        }

        return end;
    }

    /// <summary>Where the words end in the text, or -1. A blank in the words stands for any blanks in the text.</summary>
    private static int Match(string text, int at, string words)
    {
        foreach (var c in words)
        {
            if (c == ' ')
            {
                var blank = at;
                while (at < text.Length && char.IsWhiteSpace(text[at]))
                    at++;
                if (at == blank)
                    return -1;
                continue;
            }

            if (at >= text.Length || Small(text[at]) != c)
                return -1;
            at++;
        }

        // "yes's" and "no-one" go on behind the word, "yes'" closes a quotation.
        var next = At(text, at);
        return IsWord(next) || next is '\'' or '-' && IsWord(At(text, at + 1)) ? -1 : at;
    }

    /// <summary>Whether a clause begins or ends here: nothing but a blank stands between the words and a mark or the text's edge.</summary>
    private static bool IsClauseEdge(string text, int at, int step)
    {
        if (At(text, at) == ' ')
            at += step;
        var c = At(text, at);
        return !IsWord(c) && c is not (' ' or '\'' or '-' or '/' or '&');
    }

    private static Answer ChineseWord(string text, int at, int end)
    {
        var length = end - at;
        if (length > ChineseLongest + ChineseTail)
            return default;
        Span<char> word = stackalloc char[length];
        for (var i = 0; i < length; i++)
            word[i] = Small(text[at + i]);
        // The particles of mood behind an answer (好啊, 可以的, 行吧) belong to it.
        for (var particles = 0; particles <= ChineseTail && word.Length > 0; particles++)
        {
            if (IsChineseYes.TryGetValue(word, out var yes))
                return new Answer(at, length, yes, 1);
            if (!Particles.Contains(word[^1]))
                break;
            word = word[..^1];
        }

        return default;
    }

    /// <summary>Thumbs up, okay hand; thumbs down, raised hand. A skin tone belongs to its gesture.</summary>
    private static Answer Gesture(string text, int at)
    {
        var length = 1;
        bool yes;
        if (text[at] == '\ud83d')
        {
            length = 2;
            var low = At(text, at + 1);
            yes = low is '\udc4d' or '\udc4c';
            if (!yes && low is not ('\udc4e' or '\udd90'))
                return default;
        }
        else
        {
            yes = false;
            if (text[at] != '\u270b')
                return default;
        }

        return IsSkinTone(text, at + length) ? new Answer(at, length + 2, yes, 2) : new Answer(at, length, yes, 1);
    }

    private static bool IsSkinTone(string text, int at) => At(text, at) == '\ud83c' && At(text, at + 1) is >= '\udffb' and <= '\udfff';

    private static Recognised Result(string text, in Answer answer, int tokens)
    {
        // Recognizers-Text: 0.4 for an answer at all, the rest for how much of the text it is.
        var own = Math.Max(1, Tokens(text.AsSpan(answer.Start, answer.Length)));
        var score = own >= tokens ? "1.0" : (0.4 + (0.6 * own / tokens)).ToString("R", CultureInfo.InvariantCulture);
        return new Recognised(
            text.Substring(answer.Start, answer.Length),
            answer.Start,
            answer.Start + answer.Length - 1,
            TypeNames.Boolean,
            new Resolution(answer.Yes ? "true" : "false") { Score = score });
    }

    /// <summary>How many words and pictures a text has.</summary>
    private static int Tokens(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        var inWord = false;
        foreach (var c in text)
        {
            var word = IsWord(c);
            if (word ? !inWord : char.IsHighSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.OtherSymbol)
                tokens++;
            inWord = word;
        }

        return tokens;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && IsWord(text[at]))
            at++;
        return at;
    }

    private static bool IsWord(char c) => c < 128 ? char.IsAsciiLetterOrDigit(c) || c == '_' : char.IsLetterOrDigit(c);

    private static char At(string text, int at) => at < 0 || at >= text.Length ? '\0' : Small(text[at]);

    /// <summary>Half-width, small, with plain blanks and apostrophes.</summary>
    private static char Small(char c) => c switch
    {
        >= 'A' and <= 'Z' => (char)(c + 32),
        < '\u0080' => char.IsWhiteSpace(c) ? ' ' : c,
        >= '\uff21' and <= '\uff3a' => (char)(c - 0xfee0 + 32),
        >= '\uff01' and <= '\uff5e' => (char)(c - 0xfee0),
        '\u2019' or '\u02bc' => '\'',
        '\u3000' or '\u00a0' => ' ',
        _ => c,
    };

    private enum Says : byte
    {
        Nothing,
        Yes,
        No,
    }

    /// <summary>An answer in a text. <c>Weight</c>: how many words say it, where that counts.</summary>
    private readonly record struct Answer(int Start, int Length, bool Yes, int Weight);

    /// <summary>Words with what they say. <c>Alone</c>: only as a clause of their own. <c>Nothing</c>: they only look like an answer.</summary>
    private readonly record struct Wording(string Words, Says Says, int Weight, bool Alone);
}
