using Assistant.Skills.Language;

namespace Assistant.Skills.Conduct;

/// <summary>
/// Hears what a sentence of an agent does, in words no pattern foresaw: reads back, feels with, asks the cause, says what comes next. Learned from the sentences of
/// <c>prompts/conduct/marks/</c>.
/// </summary>
public sealed class MarkReader
{
    /// <summary>The label of sentences that do none of it.</summary>
    public const string Other = "other";

    /// <summary>Every so many-th example is kept back to find out how far to listen.</summary>
    private const int HeldOut = 5;

    /// <summary>Share of sentences that do nothing which may be taken to do something.</summary>
    private const double MostFalse = 0.2;

    /// <summary>How much clearer than a sentence a clause must be.</summary>
    private const float ClearerAlone = 0.15f;

    private const int LeastOfClause = 4;

    private readonly LinearReader reader;
    private readonly float chinese;
    private readonly float others;

    private MarkReader(LinearReader reader, float chinese, float others) => (this.reader, this.chinese, this.others) = (reader, chinese, others);

    /// <summary>Trains on sentences, and finds on a fifth of them how far to listen.</summary>
    /// <param name="examples">Sentences with what they do.</param>
    /// <param name="bits">Buckets as a power of two.</param>
    public static MarkReader Train(IReadOnlyList<(string Mark, string Text)> examples, int bits)
    {
        var part = new MarkReader(LinearReader.Train([.. examples.Where((_, i) => i % HeldOut != 0)], bits), 0, 0);
        var idle = examples.Where((example, i) => i % HeldOut == 0 && example.Mark == Other).Select(held => (IsChinese: Plain.HasChinese(held.Text), part.Best(held.Text).Lead)).ToList();
        return new(LinearReader.Train(examples, bits), Threshold(true), Threshold(false));

        float Threshold(bool isChinese) => Committee.Least(idle.Where(one => one.IsChinese == isChinese).Select(one => one.Lead), MostFalse);
    }

    /// <summary>Writes the reader; <see cref="Load"/> reads it back.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(chinese);
        to.Write(others);
        reader.Save(to);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The file was cut short.</exception>
    public static MarkReader Load(BinaryReader from)
    {
        var (chinese, others) = (from.ReadSingle(), from.ReadSingle());
        return new(LinearReader.Load(from), chinese, others);
    }

    /// <summary>What a sentence does, as a whole and in its clauses, where these are clearer.</summary>
    public IEnumerable<string> Of(string sentence)
    {
        var enough = Plain.HasChinese(sentence) ? chinese : others;
        if (Best(sentence) is var (whole, lead) && lead > enough)
            yield return whole;
        var clauses = sentence.Split([',', '，', '、', '—', ':', '：']);
        foreach (var clause in clauses.Length > 1 ? clauses.Where(clause => clause.Count(char.IsLetter) >= LeastOfClause) : [])
        {
            if (Best(clause) is var (mark, clear) && clear > enough + ClearerAlone)
                yield return mark;
        }
    }

    /// <summary>The likeliest act, and how far it is ahead of none.</summary>
    private (string Mark, float Lead) Best(string sentence)
    {
        Span<float> margins = stackalloc float[reader.Labels.Count];
        reader.Margins(sentence, margins);
        var (best, none) = (-1, 0);
        for (var i = 0; i < margins.Length; i++)
        {
            if (reader.Labels[i] == Other)
                none = i;
            else if (best < 0 || margins[i] > margins[best])
                best = i;
        }

        return (reader.Labels[best], margins[best] - margins[none]);
    }
}
