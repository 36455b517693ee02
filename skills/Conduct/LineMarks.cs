using System.Text.RegularExpressions;
using Assistant.Skills.Language;

namespace Assistant.Skills.Conduct;

/// <summary>What a line of ours does.</summary>
/// <param name="Marks">Marks by name with the words that do it; the types of what it names (amount, date, …) among them. None where the whole line is a heap.</param>
/// <param name="Values">What it names, heap or not.</param>
/// <param name="IsJumble">Whether it names many things and says none: keywords without sentences.</param>
public sealed record LineReading(IReadOnlyDictionary<string, string> Marks, IReadOnlyList<Entity> Values, bool IsJumble);

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

    /// <summary>Reads a line.</summary>
    /// <param name="text">The line.</param>
    /// <param name="day">The day it was said.</param>
    public LineReading Read(string text, DateOnly day)
    {
        var (found, named, said) = (new Dictionary<string, string>(), 0, 0);
        foreach (var (start, words) in Sentences(text))
        {
            var (plain, marks) = (Plain.Text(words), new Dictionary<string, string>());
            foreach (var (name, pattern) in rubric.Marks)
            {
                if (pattern.Match(plain) is { Success: true } match)
                    marks[name] = text.Substring(start + match.Index, match.Length);
            }

            named += marks.Count;
            if (IsHeap(plain, marks.Count, ManyMarks))
                continue;
            said += marks.Count;
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

        var values = Hearing.Entities(text, day, identityAsked: false, english: LanguageOf.Of(text) == "en");
        if (IsHeap(Plain.Text(text), said, ManyInLine))
            found.Clear();
        else
        {
            foreach (var value in values)
                found.TryAdd(value.Type, value.Text);
        }

        return new(found, values, named >= FewMarks && said == 0);
    }

    /// <summary>Content of a text, by which one hears what is said back: pairs of Chinese letters, or words of four letters and more, that are not small words.</summary>
    public IReadOnlySet<string> Content(string text)
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
