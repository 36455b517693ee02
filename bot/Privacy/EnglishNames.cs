using Assistant.Bot.Prompts;
using Assistant.Skills.Language;

namespace Assistant.Bot.Privacy;

/// <summary>
/// Hears names, and employers, in English: by what stands before them, by given names, and by words written large that are none of the common ones.
/// </summary>
/// <param name="words">How names are heard.</param>
public sealed class EnglishNames(EnglishNameWords words)
{
    private const int MostWords = 4;
    private const int MostSmallWords = 3;
    private const int ShortestShout = 5;
    private const int LongestPhrase = 32;

    private enum Before
    {
        Nothing,
        Maybe,
        Title,
        Sure,
    }

    /// <summary>Names in a folded text, from left to right.</summary>
    public IEnumerable<(int Start, int End)> Find(string text)
    {
        var all = Split(text);
        var shouted = IsShouted(all);
        for (var at = 0; at < all.Count;)
        {
            var count = Count(text, all, at, shouted);
            if (count > 0)
                yield return (all[at].Start, all[at + count - 1].End);
            at += Math.Max(1, count);
        }
    }

    /// <summary>Employers in a folded text.</summary>
    public IEnumerable<(int Start, int End)> Employers(string text)
    {
        var all = Split(text);
        for (var at = 0; at < all.Count; at++)
        {
            if (!EndsWith(text, all[at].Start, words.Employers))
                continue;
            var first = all[at].Lower is "the" or "a" or "an" && at + 1 < all.Count ? at + 1 : at;
            var end = first;
            while (end < all.Count && end - first < MostWords && (end == first || IsNext(text, all, end)) && !words.Stops.Contains(all[end].Lower) && (all[end].IsLarge || !words.Words.Contains(all[end].Lower)))
                end++;
            if (end > first)
                yield return (all[first].Start, all[end - 1].End);
        }
    }

    private int Count(string text, List<Word> all, int at, bool shouted)
    {
        var word = all[at];
        var before = EndsWith(text, word.Start, words.Sure) ? Before.Sure : EndsWith(text, word.Start, words.Titles) ? Before.Title : EndsWith(text, word.Start, words.Maybe) ? Before.Maybe : Before.Nothing;
        var large = word.IsLarge && !shouted;
        // "Will Adams", "my name is will"
        if (words.Stops.Contains(word.Lower) && !(words.Also.Contains(word.Lower) && (before is Before.Sure or Before.Title || IsPaired(text, all, at) && (large || before == Before.Maybe))))
            return 0;
        if (before is Before.Sure or Before.Title)
            return Run(text, all, at, MostWords, next => next == at || (all[next].IsLarge && !shouted || IsFamily(all[next]) || before == Before.Sure && next == at + 1) && !words.Stops.Contains(all[next].Lower));
        if (large && IsLargeName(text, all, at, before))
            return Run(text, all, at, MostWords, next => next == at || (all[next].IsLarge || IsSurname(all, next)) && !words.Stops.Contains(all[next].Lower));
        if (words.Given.Contains(word.Lower))
            return Run(text, all, at, 2, next => next == at || IsFamily(all[next]));
        if (before == Before.Nothing || large)
            return 0;
        if (words.Also.Contains(word.Lower) && IsPaired(text, all, at))
            return 2;
        var count = Run(text, all, at, MostSmallWords, next => next == at ? IsUnknown(all[next]) : IsFamily(all[next]));
        return count > 0 && (at + count == all.Count || !IsNext(text, all, at + count) || words.Here.Contains(all[at + count].Lower)) ? count : 0;
    }

    /// <summary>A word written large: none of the common ones, within a sentence or before another; or a name that is a word too, with another beside it.</summary>
    private bool IsLargeName(string text, List<Word> all, int at, Before before)
    {
        var word = all[at];
        var inside = before == Before.Maybe || !IsFirst(text, all, at);
        var followed = IsFollowed(text, all, at);
        if (words.Also.Contains(word.Lower))
            return inside || followed;
        if (words.Given.Contains(word.Lower))
            return true;
        return !words.Words.Contains(word.Lower) && (inside ? word.Lower.Length > 1 : followed && IsFamily(all[at + 1]) || at + 1 < all.Count && words.Here.Contains(all[at + 1].Lower) && word.Lower.Length > 2);
    }

    private bool IsFollowed(string text, List<Word> all, int at) => at + 1 < all.Count && all[at + 1].IsLarge && IsNext(text, all, at + 1) && !words.Stops.Contains(all[at + 1].Lower);

    private bool IsUnknown(Word word) => word.Lower.Length > 1 && !words.Words.Contains(word.Lower) && !words.Stops.Contains(word.Lower);

    private bool IsFamily(Word word) => IsUnknown(word) || words.Families.Contains(word.Lower);

    private bool IsPaired(string text, List<Word> all, int at) => at + 1 < all.Count && IsNext(text, all, at + 1) && IsFamily(all[at + 1]);

    /// <summary>"john smith", where the first word alone says that a name stands here.</summary>
    private bool IsSurname(List<Word> all, int at) => words.Given.Contains(all[at - 1].Lower) && IsFamily(all[at]);

    private static int Run(string text, List<Word> all, int at, int most, Func<int, bool> goes)
    {
        var end = at;
        while (end < all.Count && end - at < most && (end == at || IsNext(text, all, end)) && goes(end))
            end++;
        return end - at;
    }

    /// <summary>Whether a word follows the one before with nothing but a space, a dash, or the full stop of an initial.</summary>
    private static bool IsNext(string text, List<Word> all, int at)
    {
        var gap = text.AsSpan(all[at - 1].End..all[at].Start);
        return gap is " " or "  " or "-" or "." || gap is ". " && all[at - 1].Lower.Length == 1;
    }

    private static bool IsFirst(string text, List<Word> all, int at)
    {
        var before = text.AsSpan(0, all[at].Start).TrimEnd(" \t\"'(");
        return before.Length == 0 || before[^1] is '.' or '!' or '?' or '。' or '\n' or '\r' or ';' or '…' or ':' or '-' or '*';
    }

    private static bool EndsWith(string text, int at, IReadOnlyList<string> phrases)
    {
        var before = text.AsSpan(Math.Max(0, at - LongestPhrase)..at);
        var bare = before.TrimEnd(" \t\"'(:-,=*");
        before = before.TrimEnd(" \t\"'(");
        foreach (var phrase in phrases)
        {
            var end = phrase[^1] == ':' ? before : bare;
            if (end.EndsWith(phrase, StringComparison.OrdinalIgnoreCase) && (end.Length == phrase.Length || !char.IsLetterOrDigit(end[^(phrase.Length + 1)]) || Plain.IsChinese(end[^(phrase.Length + 1)])))
                return true;
        }

        return false;
    }

    private static bool IsShouted(List<Word> all)
    {
        var longer = all.Where(word => word.Lower.Length > 1).ToList();
        return longer.Count >= ShortestShout && longer.Count(word => word.IsAllLarge) * 5 >= longer.Count * 3;
    }

    private static List<Word> Split(string text)
    {
        var all = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (!IsLetter(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && (IsLetter(text[at]) || text[at] == '\'' && at + 1 < text.Length && IsLetter(text[at + 1])))
                at++;
            // Letters within a number or an id are no words.
            if (start > 0 && (char.IsDigit(text[start - 1]) || text[start - 1] is '@' or '_') || at < text.Length && (char.IsDigit(text[at]) || text[at] is '@' or '_'))
                continue;
            all.Add(new(start, at, text[start..at]));
        }

        return all;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) && c < '\u2e80';

    private sealed record Word(int Start, int End, string Text)
    {
        public string Lower { get; } = Text.EndsWith("'s", StringComparison.OrdinalIgnoreCase) && Text.Length > 3 ? Text[..^2].ToLowerInvariant() : Text.ToLowerInvariant();

        public bool IsLarge => char.IsUpper(Text[0]);

        public bool IsAllLarge => Text.All(c => !char.IsLetter(c) || char.IsUpper(c));
    }
}
