namespace Assistant.Skills.Language;

/// <summary>What kind of danger a message tells of.</summary>
public enum Danger
{
    /// <summary>None that could be heard.</summary>
    None,

    /// <summary>Thoughts of suicide or self-harm, also of somebody near.</summary>
    SelfHarm,

    /// <summary>A threat to harm others.</summary>
    ThreatToOthers,

    /// <summary>Violence or threats against the person who writes.</summary>
    ViolenceAgainstDebtor,

    /// <summary>A death in the family or of the cardholder.</summary>
    Bereavement,

    /// <summary>Serious illness, of the person or of somebody they care for.</summary>
    SeriousIllness,

    /// <summary>Domestic or economic abuse.</summary>
    Abuse,
}

/// <summary>
/// Listens for danger, apart from what a message is about: a <see cref="LinearReader"/> of its own, tuned to miss little. A message is heard as a
/// whole; a clause of it is heard on its own only where it is much clearer, since parts of harmless sentences sound like anything.
/// </summary>
public sealed class DangerReader
{
    private const int Folds = 4;

    /// <summary>
    /// Share of the hard harmless examples (idioms, jokes, anger) that may be taken for danger to life; the lowest threshold that keeps to it is
    /// used. A question too many costs little, a silence may cost a life.
    /// </summary>
    private const double MostFalseAlarms = 0.03;

    private const double Cost = 4;

    /// <summary>How much clearer than a message a clause must be.</summary>
    private const float ClearerAlone = 0.5f;

    private readonly LinearReader reader;
    private readonly float chinese;
    private readonly float other;
    private readonly Danger[] kinds;

    private DangerReader(LinearReader reader, float chinese, float other)
    {
        this.reader = reader;
        this.chinese = chinese;
        this.other = other;
        kinds = [.. reader.Labels.Select(Enum.Parse<Danger>)];
    }

    /// <summary>Whether a kind is danger to life, on which money talk ends at once.</summary>
    public static bool IsCrisis(Danger danger) => danger is Danger.SelfHarm or Danger.ThreatToOthers or Danger.ViolenceAgainstDebtor;

    /// <summary>Trains on examples, and finds on held-out quarters of them how far to listen.</summary>
    /// <param name="examples">Sentences with their danger; hard harmless ones among them.</param>
    /// <param name="ordinary">Harmless sentences of every other kind.</param>
    /// <param name="bits">Buckets as a power of two.</param>
    /// <exception cref="ArgumentException">Fewer than two kinds.</exception>
    public static DangerReader Train(IReadOnlyList<(Danger Danger, string Text)> examples, IReadOnlyList<string> ordinary, int bits)
    {
        var named = examples.Select(example => (Label: example.Danger.ToString(), example.Text)).Concat(ordinary.Select(text => (nameof(Danger.None), text))).ToList();
        var harmless = Enumerable.Range(0, Folds).AsParallel().SelectMany(fold =>
        {
            var part = new DangerReader(LinearReader.Train([.. named.Where((_, i) => i % Folds != fold)], bits, Cost), 0, 0);
            return examples.Where((example, i) => i % Folds == fold && example.Danger == Danger.None).Select(held => (IsChinese: IsChinese(held.Text), part.Crisis(held.Text).Margin)).ToList();
        }).ToList();
        return new(LinearReader.Train(named, bits, Cost), Threshold(true), Threshold(false));

        // The two languages have features of their own, and lie differently far apart.
        float Threshold(bool isChinese) =>
            harmless.Where(one => one.IsChinese == isChinese).Select(one => one.Margin).Order().ToList() is { Count: > 0 } margins ? margins[(int)(margins.Count * (1 - MostFalseAlarms))] : 0;
    }

    /// <summary>Writes the reader; <see cref="Load"/> reads it back.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(chinese);
        to.Write(other);
        reader.Save(to);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The file was cut short.</exception>
    public static DangerReader Load(BinaryReader from)
    {
        var (chinese, other) = (from.ReadSingle(), from.ReadSingle());
        return new(LinearReader.Load(from), chinese, other);
    }

    /// <summary>The gravest danger a message tells of.</summary>
    public Danger Read(string text)
    {
        var crisis = Crisis(text);
        if (crisis.Margin > (IsChinese(text) ? chinese : other))
            return crisis.Danger;
        return Best(text).Danger is var best && IsCrisis(best) ? Danger.None : best;
    }

    private static bool IsChinese(string text) => text.AsSpan().ContainsAnyInRange('\u4e00', '\u9fff');

    /// <summary>The likeliest danger to life, and how far it is ahead of harmlessness, in the message or any clause.</summary>
    internal (Danger Danger, float Margin) Crisis(string text)
    {
        var most = CrisisIn(text);
        var clauses = Clauses.Of(text);
        foreach (var clause in clauses.Count > 1 ? clauses : [])
        {
            if (CrisisIn(clause) is var one && one.Margin - ClearerAlone > most.Margin)
                most = one with { Margin = one.Margin - ClearerAlone };
        }

        return most;
    }

    private (Danger Danger, float Margin) CrisisIn(string text)
    {
        Span<float> margins = stackalloc float[kinds.Length];
        reader.Margins(text, margins);
        var (best, harmless) = (-1, 0f);
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] == Danger.None)
                harmless = margins[i];
            else if (IsCrisis(kinds[i]) && (best < 0 || margins[i] > margins[best]))
                best = i;
        }

        return (kinds[best], margins[best] - harmless);
    }

    private (Danger Danger, float Margin) Best(string text)
    {
        var (label, margin, _) = reader.Best(text);
        return (Enum.Parse<Danger>(label), margin);
    }
}
