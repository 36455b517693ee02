using System.Text.RegularExpressions;
using Assistant.Skills.Language;

namespace Assistant.Skills.Conduct;

/// <summary>
/// What a line of ours does, sentence by sentence, by the marks of the rubric. A sentence that is a heap of keywords does nothing, and asking is done by asking:
/// "income, costs, reason" asks for none of them.
/// </summary>
/// <param name="rubric">The marks.</param>
/// <param name="reader">Hears what no pattern foresaw.</param>
public sealed partial class LineMarks(Rubric rubric, MarkReader reader)
{
    /// <summary>Fewer letters (or half as many words) are no sentence.</summary>
    private const int LeastOfSentence = 4;

    /// <summary>From so many marks on, a sentence needs room for each.</summary>
    private const int ManyMarks = 5;

    /// <summary>Letters (or half as many words) a mark takes in a sentence somebody would say.</summary>
    private const int RoomOfMark = 5;

    /// <summary>A line with fewer marks than these may be a slip of the pen.</summary>
    private const int FewMarks = 3;

    /// <summary>So many pieces between commas or blanks, each of hardly a word, are a list.</summary>
    private const int ManyPieces = 5;

    /// <summary>From so many marks on, a whole line needs room for each.</summary>
    private const int ManyInLine = 12;

    /// <summary>What a line does, with the words that do it; values it names (amount, date, …) among them.</summary>
    /// <param name="text">The line.</param>
    /// <param name="day">The day it was said.</param>
    public IReadOnlyDictionary<string, string> Of(string text, DateOnly day)
    {
        var (found, count) = (new Dictionary<string, string>(), 0);
        foreach (var (start, words) in Sentences(text))
        {
            var (plain, marks) = (Plain.Text(words), new Dictionary<string, string>());
            foreach (var (name, pattern) in rubric.Marks)
            {
                if (pattern.Match(plain) is { Success: true } match)
                    marks[name] = text.Substring(start + match.Index, match.Length);
            }

            if (IsHeap(plain, marks.Count, ManyMarks))
                continue;
            count += marks.Count;
            if (!rubric.Question.IsMatch(plain))
            {
                foreach (var asking in rubric.Asks)
                    marks.Remove(asking);
            }

            foreach (var read in reader.Of(words))
                marks.TryAdd(read, words.Trim());
            foreach (var (name, mark) in marks)
                found.TryAdd(name, mark);
        }

        if (IsHeap(Plain.Text(text), count, ManyInLine))
            return new Dictionary<string, string>();
        foreach (var entity in Hearing.Entities(text, day, identityAsked: false, english: LanguageOf.Of(text) == "en"))
            found.TryAdd(entity.Type, entity.Text);
        return found;
    }

    /// <summary>Whether a line names many things and says none: keywords without sentences.</summary>
    public bool IsJumble(string text)
    {
        var counts = Sentences(text).Select(sentence => Plain.Text(sentence.Words)).Select(plain => (Plain: plain, Count: rubric.Marks.Values.Count(pattern => pattern.IsMatch(plain)))).ToList();
        return counts.Sum(one => one.Count) >= FewMarks && counts.TrueForAll(one => one.Count == 0 || IsHeap(one.Plain, one.Count, ManyMarks));
    }

    /// <summary>How much a line says back of what the other side said, in content and not in small words: the most of any one turn.</summary>
    public int Echo(string ours, IEnumerable<string> theirs)
    {
        if (IsJumble(ours))
            return 0;
        var said = Content(ours);
        return theirs.Select(text => Content(text).Count(said.Contains)).DefaultIfEmpty().Max();
    }

    /// <summary>Pairs of Chinese letters, or words of four letters and more, that are not small words.</summary>
    private HashSet<string> Content(string text)
    {
        var plain = Plain.Text(text);
        var content = LatinWord().Matches(plain).Select(match => match.Value).Where(word => !rubric.SmallWords.Contains(word)).ToHashSet();
        for (var i = 0; i + 1 < plain.Length; i++)
        {
            if (!Plain.IsChinese(plain[i]) || !Plain.IsChinese(plain[i + 1]))
                continue;
            var pair = plain.Substring(i, 2);
            if (!rubric.SmallWords.Contains(pair) && !rubric.SmallWords.Contains(pair[..1]) && !rubric.SmallWords.Contains(pair[1..]))
                content.Add(pair);
        }

        return content;
    }

    private static bool IsHeap(string plain, int marks, int many)
    {
        var room = Room(plain);
        if (room < LeastOfSentence || (marks >= many && room < marks * RoomOfMark))
            return true;
        var pieces = plain.Split([',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries).Where(piece => Plain.HasChinese(piece)).ToList();
        return pieces.Count >= ManyPieces && pieces.Sum(piece => piece.Count(Plain.IsChinese)) < pieces.Count * LeastOfSentence;
    }

    /// <summary>Chinese letters, and two for each word in Latin letters or digits.</summary>
    private static int Room(string plain) => plain.Count(Plain.IsChinese) + (2 * AnyWord().Count(plain));

    /// <summary>The sentences of a line, with where they start.</summary>
    internal static IEnumerable<(int Start, string Words)> Sentences(string text) => Sentence().Matches(text).Select(match => (match.Index, match.Value));

    [GeneratedRegex(@"(?:[^。！？!?；;\n.]|\.(?!\s|$)|(?<=\b(?:mr|mrs|ms|dr|no))\.)+[。！？!?；;.]*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();

    [GeneratedRegex("[a-z]{4,}", RegexOptions.CultureInvariant)]
    private static partial Regex LatinWord();

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex AnyWord();
}
