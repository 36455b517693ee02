using System.Text.RegularExpressions;
using Assistant.Skills.Language;

namespace Assistant.Skills.Conduct;

/// <summary>
/// What a line of ours does, sentence by sentence, by the marks of the rubric. A sentence that is a heap of keywords does nothing, and asking is done by asking:
/// "income, costs, reason" asks for none of them.
/// </summary>
/// <param name="rubric">The marks.</param>
public sealed partial class LineMarks(Rubric rubric)
{
    /// <summary>Fewer letters (or half as many words) are no sentence.</summary>
    private const int LeastOfSentence = 4;

    /// <summary>From so many marks on, a sentence needs room for each.</summary>
    private const int ManyMarks = 4;

    /// <summary>Letters (or half as many words) a mark takes in a sentence somebody would say.</summary>
    private const int RoomOfMark = 5;

    /// <summary>From so many marks on, a whole line needs room for each.</summary>
    private const int ManyInLine = 8;

    /// <summary>What a line does, with the words that do it; values it names (amount, date, …) among them.</summary>
    /// <param name="text">The line.</param>
    /// <param name="day">The day it was said.</param>
    public IReadOnlyDictionary<string, string> Of(string text, DateOnly day)
    {
        var found = new Dictionary<string, string>();
        foreach (var (start, words) in Sentences(text))
        {
            var (plain, marks) = (Plain.Text(words), new Dictionary<string, string>());
            var asks = rubric.Question.IsMatch(plain);
            foreach (var (name, pattern) in rubric.Marks)
            {
                if ((asks || !rubric.Asks.Contains(name)) && pattern.Match(plain) is { Success: true } match)
                    marks[name] = text.Substring(start + match.Index, match.Length);
            }

            if (!IsHeap(plain, marks.Count, ManyMarks))
            {
                foreach (var (name, mark) in marks)
                    found.TryAdd(name, mark);
            }
        }

        if (IsHeap(Plain.Text(text), found.Count, ManyInLine))
            return new Dictionary<string, string>();
        foreach (var entity in Hearing.Entities(text, day, identityAsked: false, english: LanguageOf.Of(text) == "en"))
            found.TryAdd(entity.Type, entity.Text);
        return found;
    }

    /// <summary>Whether a line names many things and says none: keywords without sentences.</summary>
    public bool IsJumble(string text)
    {
        var plain = Plain.Text(text);
        return rubric.Marks.Values.Count(pattern => pattern.IsMatch(plain)) is >= ManyMarks and var count && (IsHeap(plain, count, ManyMarks) || Sentences(text).All(sentence => Room(Plain.Text(sentence.Words)) < LeastOfSentence));
    }

    /// <summary>Whether a line says back something of what the other side said, in content and not in small words.</summary>
    public bool Echoes(string ours, IEnumerable<string> theirs)
    {
        var said = Content(ours);
        return theirs.Any(text => Content(text).Overlaps(said));
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
        return room < LeastOfSentence || (marks >= many && room < marks * RoomOfMark);
    }

    /// <summary>Chinese letters, and two for each word in Latin letters or digits.</summary>
    private static int Room(string plain) => plain.Count(Plain.IsChinese) + (2 * AnyWord().Count(plain));

    /// <summary>The sentences of a line, with where they start.</summary>
    internal static IEnumerable<(int Start, string Words)> Sentences(string text) => Sentence().Matches(text).Select(match => (match.Index, match.Value));

    [GeneratedRegex(@"(?:[^。！？!?；;\n.]|\.(?!\s|$))+[。！？!?；;.]*", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex("[a-z]{4,}", RegexOptions.CultureInvariant)]
    private static partial Regex LatinWord();

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex AnyWord();
}
