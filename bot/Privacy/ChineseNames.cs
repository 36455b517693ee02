using Assistant.Bot.Prompts;
using Assistant.Skills.Language;

namespace Assistant.Bot.Privacy;

/// <summary>
/// Hears names in Chinese. A family name and one or two characters are a name where no common word stands there, and the more a family name begins other words,
/// the more must stand beside it that says so.
/// </summary>
/// <param name="words">How names are heard.</param>
public sealed class ChineseNames(ChineseNameWords words)
{
    private const int MostCueGap = 3;
    private readonly int longest = words.Words.Max(word => word.Length);

    /// <summary>Names in a folded text, from left to right.</summary>
    public IEnumerable<(int Start, int End)> Find(string text)
    {
        if (!Plain.HasChinese(text))
            yield break;
        var common = Mark(text);
        for (var at = 0; at < text.Length;)
        {
            var length = Plain.IsChinese(text[at]) ? Length(text, at, common) : 0;
            if (length > 0)
                yield return (at, at + length);
            at += Math.Max(1, length);
        }
    }

    private int Length(string text, int at, Common common)
    {
        var covered = common.Covers[at];
        var compound = at + 2 <= text.Length && words.Compound.Contains(text.Substring(at, 2));
        var surname = compound ? 2 : words.Surnames.Contains(text[at]) ? 1 : 0;
        var whole = surname > 0 && IsWhole(text, at, surname, common);
        if (!words.Never.Contains(text[at]) && (!covered || compound || whole) && IsAfter(text, at, words.Sure))
            return whole ? surname + 2 : Told(text, at, surname, common);
        var maybe = EndsWith(text, at, words.Maybe);
        var begins = at == 0 || !Plain.IsChinese(text[at - 1]);
        if (surname == 0 || covered && !compound && !(whole && IsBeside(text, at + surname + 2, maybe, begins, common)))
            return 0;
        var cue = maybe || begins || common.Ends[at];
        var weak = surname == 1 && words.Weak.Contains(text[at]);
        if (Titled(text, at, surname, weak && !cue, common) is > 0 and var titled)
            return titled;
        for (var given = 2; given > 0; given--)
        {
            var end = at + surname + given;
            if (end > text.Length || !IsHan(text, at + surname, end) || common.Spans[end])
                continue;
            if (IsName(text, at + surname, end, compound, weak, cue, maybe, common))
                return surname + given;
        }

        // 老王, 小李
        return surname == 1 && at > 0 && text[at - 1] is '老' or '小' or '阿' && IsRight(text, at + 1, common) && !common.Starts[at - 1] ? 1 : 0;
    }

    private bool IsName(string text, int start, int end, bool compound, bool weak, bool cue, bool maybe, Common common)
    {
        var two = end - start == 2;
        var right = IsRight(text, end, common);
        var alone = cue && (end == text.Length || !Plain.IsChinese(text[end]));
        if (IsGiven(text, start, end))
            return compound || two ? !weak || cue || right : cue && right || maybe || !weak && (cue || right);
        if (text.AsSpan(start, end - start).IndexOfAny([.. words.After]) >= 0)
            return false;
        return two ? alone || cue && right && !weak : !weak && (maybe && right || alone);
    }

    /// <summary>Whether a name that is half a common word has enough beside it: a word before it and an end, or nothing on either side.</summary>
    private bool IsBeside(string text, int end, bool maybe, bool begins, Common common) => maybe && IsRight(text, end, common) || begins && (end == text.Length || !Plain.IsChinese(text[end]));

    /// <summary>Two characters of given names follow, and no common word goes on from them.</summary>
    private bool IsWhole(string text, int at, int surname, Common common)
    {
        var end = at + surname + 2;
        return end <= text.Length && IsGiven(text, at + surname, end) && !common.Spans[end];
    }

    /// <summary>After words that say so, anything is a name, up to where the sentence goes on.</summary>
    private int Told(string text, int at, int surname, Common common)
    {
        var first = Math.Max(1, surname);
        var most = surname > 0 || words.Rare.Contains(text[at]) ? 2 : 3;
        var given = 0;
        for (var next = at + first; given < most && next < text.Length && Plain.IsChinese(text[next]) && (!IsRight(text, next, common) || words.Given.Contains(text[next]) && !words.After.Contains(text[next])); next++)
            given++;
        return first + given;
    }

    private int Titled(string text, int at, int surname, bool doubtful, Common common)
    {
        for (var given = 2; given >= 0; given--)
        {
            var end = at + surname + given;
            if (end < text.Length && (given > 0 ? IsGiven(text, at + surname, end) : !doubtful) && !common.Spans[end]
                && words.Titles.Any(title => Starts(text, end, title) && (title.Length > 1 || IsRight(text, end + title.Length, common))))
                return surname + given;
        }

        return 0;
    }

    /// <summary>Characters of given names, or one twice: 圆圆.</summary>
    private bool IsGiven(string text, int start, int end)
    {
        if (end - start == 2 && text[start] == text[start + 1] && !words.After.Contains(text[start]))
            return Plain.IsChinese(text[start]);
        for (var at = start; at < end; at++)
        {
            if (!words.Given.Contains(text[at]))
                return false;
        }

        return true;
    }

    private bool IsRight(string text, int at, Common common) =>
        at >= text.Length || !Plain.IsChinese(text[at]) || words.After.Contains(text[at]) || common.Starts[at];

    private Common Mark(string text)
    {
        var common = new Common(new bool[text.Length], new bool[text.Length + 1], new bool[text.Length + 1], new bool[text.Length + 1]);
        for (var at = 0; at < text.Length; at++)
        {
            for (var length = 2; length <= longest && at + length <= text.Length; length++)
            {
                if (!words.Words.Contains(text.Substring(at, length)))
                    continue;
                common.Covers.AsSpan(at, length).Fill(true);
                common.Spans.AsSpan(at + 1, length - 1).Fill(true);
                common.Starts[at] = common.Ends[at + length] = true;
            }
        }

        return common;
    }

    /// <summary>Whether words end here, or before a little that joins: 姓名：…, 名字是….</summary>
    private static bool IsAfter(string text, int at, IReadOnlyList<string> cues)
    {
        if (EndsWith(text, at, cues))
            return true;
        var before = at;
        while (before > 0 && at - before < MostCueGap && text[before - 1] is ' ' or ':' or '是' or '叫' or ',')
            before--;
        return before < at && EndsWith(text, before, cues);
    }

    private static bool EndsWith(string text, int at, IReadOnlyList<string> cues) => cues.Any(cue => at >= cue.Length && string.CompareOrdinal(text, at - cue.Length, cue, 0, cue.Length) == 0);

    private static bool Starts(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static bool IsHan(string text, int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (!Plain.IsChinese(text[at]))
                return false;
        }

        return true;
    }

    /// <summary>Where common words are: the characters they cover, the positions they start and end at, and those within them.</summary>
    private sealed record Common(bool[] Covers, bool[] Starts, bool[] Ends, bool[] Spans);
}
