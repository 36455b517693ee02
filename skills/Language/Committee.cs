namespace Assistant.Skills.Language;

/// <summary>
/// Several <see cref="LinearReader"/>s of the same texts, each telling harm from harmlessness at another grain (every kind of harm, groups of them, harm
/// at all). What they say together is surer than what any of them says: each errs elsewhere.
/// </summary>
public sealed class Committee
{
    /// <summary>How a label of something harmless begins.</summary>
    public const char Harmless = '~';

    private readonly LinearReader[] readers;

    private Committee(LinearReader[] readers) => this.readers = readers;

    /// <summary>Trains on examples.</summary>
    /// <param name="examples">Texts with a label for each grain, the finest first; each grain needs labels of both sorts.</param>
    /// <param name="bits">Buckets as a power of two.</param>
    /// <param name="cost">As in <see cref="LinearReader.Train"/>.</param>
    /// <exception cref="ArgumentException">A grain has no harmful or no harmless label.</exception>
    public static Committee Train(IReadOnlyList<(string[] Labels, string Text)> examples, int bits, double cost)
    {
        var grains = examples.Count == 0 ? 0 : examples[0].Labels.Length;
        for (var grain = 0; grain < grains; grain++)
        {
            if (examples.All(example => example.Labels[grain][0] == Harmless) || examples.All(example => example.Labels[grain][0] != Harmless))
                throw new ArgumentException("Each grain needs harmful and harmless examples.", nameof(examples));
        }

        return new([.. Enumerable.Range(0, grains).AsParallel().AsOrdered().Select(grain => LinearReader.Train([.. examples.Select(example => (example.Labels[grain], example.Text))], bits, cost))]);
    }

    /// <summary>The least lead to go by, so that no more than a share of harmless texts goes beyond it.</summary>
    /// <param name="leads">Leads of harmless texts kept back from training; none of them asks for a lead above nothing.</param>
    /// <param name="mostFalse">The share, from 0 to 1.</param>
    public static float Least(IEnumerable<float> leads, double mostFalse)
    {
        var sorted = leads.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[(int)(sorted.Count * (1 - mostFalse))];
    }

    /// <summary>Writes the committee; <see cref="Load"/> reads it back.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(readers.Length);
        foreach (var reader in readers)
            reader.Save(to);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The file was cut short.</exception>
    public static Committee Load(BinaryReader from) => new([.. Enumerable.Range(0, from.ReadInt32()).Select(_ => LinearReader.Load(from))]);

    /// <summary>How far harm is ahead of harmlessness, over all readers; below nothing where it is behind. The labels are the best ones of the finest grain.</summary>
    public (float Lead, string Harm, string Harmlessness) Read(string text)
    {
        var (lead, harm, harmlessness) = (0f, "", "");
        Span<float> room = stackalloc float[readers.Max(reader => reader.Labels.Count)];
        foreach (var reader in readers)
        {
            var margins = room[..reader.Labels.Count];
            reader.Margins(text, margins);
            var (worst, best) = (-1, -1);
            for (var i = 0; i < margins.Length; i++)
            {
                ref var side = ref reader.Labels[i][0] == Harmless ? ref best : ref worst;
                if (side < 0 || margins[i] > margins[side])
                    side = i;
            }

            lead += margins[worst] - margins[best];
            if (harm.Length == 0)
                (harm, harmlessness) = (reader.Labels[worst], reader.Labels[best]);
        }

        return (lead, harm, harmlessness);
    }

    /// <summary>How far one harm of the finest grain is ahead of harmlessness, by its own reader alone.</summary>
    /// <exception cref="ArgumentException">There is no such label.</exception>
    public float LeadOf(string harm, string text)
    {
        var reader = readers[0];
        Span<float> margins = stackalloc float[reader.Labels.Count];
        reader.Margins(text, margins);
        var (at, best) = (-1, float.NegativeInfinity);
        for (var i = 0; i < margins.Length; i++)
        {
            if (reader.Labels[i] == harm)
                at = i;
            else if (reader.Labels[i][0] == Harmless)
                best = Math.Max(best, margins[i]);
        }

        return at >= 0 ? margins[at] - best : throw new ArgumentException($"'{harm}' is no label.", nameof(harm));
    }
}
