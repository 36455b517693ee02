using Assistant.Skills.Language;

namespace Assistant.Skills.Coaching;

/// <summary>Pieces of a text: of Chinese single characters and neighbours, of other writing words and three letters in a row.</summary>
internal static class Pieces
{
    /// <summary>The piece of a message without a word in it, such as "……".</summary>
    private const string Silence = "…";

    private const int LetterGram = 3;

    /// <summary>The pieces of a text, each once; the same for capitals, full width and traditional characters.</summary>
    public static HashSet<string> Of(string text)
    {
        var (plain, pieces) = (Plain.Text(text), new HashSet<string>());
        for (var i = 0; i < plain.Length; i++)
        {
            if (Plain.IsChinese(plain[i]))
            {
                pieces.Add(plain[i..(i + 1)]);
                if (i + 1 < plain.Length && Plain.IsChinese(plain[i + 1]))
                    pieces.Add(plain[i..(i + 2)]);
            }
            else if (IsOfWord(plain[i]))
            {
                var start = i;
                while (i + 1 < plain.Length && IsOfWord(plain[i + 1]))
                    i++;
                AddWord($" {plain[start..(i + 1)]} ", pieces);
            }
        }

        if (pieces.Count == 0 && !string.IsNullOrWhiteSpace(text))
            pieces.Add(Silence);
        return pieces;
    }

    private static void AddWord(string word, HashSet<string> pieces)
    {
        pieces.Add(word);
        for (var start = 0; start + LetterGram <= word.Length; start++)
            pieces.Add(word.Substring(start, LetterGram));
    }

    private static bool IsOfWord(char c) => (char.IsLetterOrDigit(c) || c == '\'') && !Plain.IsChinese(c);
}

/// <summary>How much each piece tells: what nearly every line has tells next to nothing.</summary>
internal sealed class PieceRarity
{
    private const double Sharpness = 1.5;
    private readonly Dictionary<string, double> weights;

    /// <summary>Counts the lines a piece stands in.</summary>
    /// <param name="lines">Sentences by line.</param>
    public PieceRarity(IEnumerable<IEnumerable<string>> lines)
    {
        var pieces = lines.Select(sentences => sentences.SelectMany(Pieces.Of).Distinct().ToList()).ToList();
        weights = pieces.SelectMany(line => line).CountBy(piece => piece)
            .ToDictionary(pair => pair.Key, pair => Math.Pow(Math.Max(0, Math.Log((pieces.Count + 1) / (pair.Value + 0.5))), Sharpness));
    }

    /// <summary>The weighted pieces of a text, as a vector of length one, in a fixed order; empty where no piece is known.</summary>
    public IReadOnlyList<(string Piece, double Weight)> Vector(string text)
    {
        var vector = Pieces.Of(text).Select(piece => (Piece: piece, Weight: weights.GetValueOrDefault(piece))).Where(one => one.Weight > 0)
            .OrderBy(one => one.Piece, StringComparer.Ordinal).ToList();
        var length = Math.Sqrt(vector.Sum(one => one.Weight * one.Weight));
        return [.. vector.Select(one => (one.Piece, one.Weight / length))];
    }
}

/// <summary>Sentences by line, to be compared with a text.</summary>
internal sealed class SentenceIndex
{
    private readonly List<int> lineOf = [];
    private readonly Dictionary<string, List<(int Sentence, double Weight)>> places = [];
    private readonly PieceRarity rarity;
    private readonly int count;

    /// <summary>Indexes sentences.</summary>
    /// <param name="lines">Sentences by line.</param>
    /// <param name="rarity">What pieces tell.</param>
    public SentenceIndex(IEnumerable<IEnumerable<string>> lines, PieceRarity rarity)
    {
        this.rarity = rarity;
        foreach (var sentences in lines)
        {
            foreach (var sentence in sentences)
                Add(sentence);
            count++;
        }
    }

    /// <summary>For each line, how near its nearest sentence comes to a text and how near its second, from 0 to 1.</summary>
    public (double Best, double Second)[] Nearness(string text)
    {
        var near = new double[lineOf.Count];
        foreach (var (piece, weight) in rarity.Vector(text))
        {
            foreach (var (sentence, other) in places.GetValueOrDefault(piece) ?? [])
                near[sentence] += weight * other;
        }

        var lines = new (double Best, double Second)[count];
        for (var i = 0; i < near.Length; i++)
        {
            ref var line = ref lines[lineOf[i]];
            line = near[i] > line.Best ? (near[i], line.Best) : (line.Best, Math.Max(line.Second, near[i]));
        }

        return lines;
    }

    private void Add(string sentence)
    {
        foreach (var (piece, weight) in rarity.Vector(sentence))
        {
            if (!places.TryGetValue(piece, out var at))
                places.Add(piece, at = []);
            at.Add((lineOf.Count, weight));
        }

        lineOf.Add(count);
    }
}
