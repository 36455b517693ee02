namespace Assistant.Skills.Language;

/// <summary>
/// A linear classifier of short texts: one weight vector a label over hashed n-grams, each trained against the rest by dual coordinate
/// descent (L2-regularised, squared hinge). Deterministic: the same examples in the same order give the same weights.
/// </summary>
public sealed class LinearReader
{
    private readonly TextFeatures features;
    private readonly float[] weights;

    private LinearReader(IReadOnlyList<string> labels, TextFeatures features, float[] weights)
    {
        Labels = labels;
        this.features = features;
        this.weights = weights;
    }

    /// <summary>Labels, in the order of first appearance.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Trains on labelled texts.</summary>
    /// <param name="examples">Texts with their labels; at least two labels.</param>
    /// <param name="bits">Buckets as a power of two.</param>
    /// <param name="cost">How much a mistake weighs against large weights; about 1.</param>
    /// <exception cref="ArgumentException">Fewer than two labels.</exception>
    public static LinearReader Train(IReadOnlyList<(string Label, string Text)> examples, int bits = 16, double cost = 1.0)
    {
        var labels = examples.Select(example => example.Label).Distinct().ToList();
        if (labels.Count < 2)
            throw new ArgumentException("A reader needs examples of at least two labels.", nameof(examples));
        var space = new TextFeatures(bits);
        var rows = examples.Select(example => space.Of(example.Text)).ToArray();
        var index = labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i);
        var targets = examples.Select(example => index[example.Label]).ToArray();
        var weights = new float[space.Buckets * labels.Count];
        Parallel.For(0, labels.Count, label => Fit(rows, targets, label, cost, weights, labels.Count));
        return new(labels, space, weights);
    }

    /// <summary>Writes the trained reader; <see cref="Load"/> reads it back.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(features.Buckets);
        to.Write(Labels.Count);
        foreach (var label in Labels)
            to.Write(label);
        to.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The file was cut short.</exception>
    public static LinearReader Load(BinaryReader from)
    {
        var buckets = from.ReadInt32();
        var labels = Enumerable.Range(0, from.ReadInt32()).Select(_ => from.ReadString()).ToList();
        var weights = new float[buckets * labels.Count];
        from.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
        return new(labels, new TextFeatures(System.Numerics.BitOperations.Log2((uint)buckets)), weights);
    }

    /// <summary>Every label with its margin: above nothing means "rather this than the rest". Not sorted; in the order of <see cref="Labels"/>.</summary>
    public void Margins(string text, Span<float> into)
    {
        into[..Labels.Count].Clear();
        foreach (var (bucket, weight) in features.Of(text))
        {
            var row = weights.AsSpan(bucket * Labels.Count, Labels.Count);
            for (var i = 0; i < row.Length; i++)
                into[i] += weight * row[i];
        }
    }

    /// <summary>The best label of a text and its margin.</summary>
    public (string Label, float Margin) Best(string text)
    {
        Span<float> margins = stackalloc float[Labels.Count];
        Margins(text, margins);
        var best = 0;
        for (var i = 1; i < margins.Length; i++)
        {
            if (margins[i] > margins[best])
                best = i;
        }

        return (Labels[best], margins[best]);
    }

    /// <summary>One label against the rest: coordinate descent in the dual, in a fixed shuffled order, until no multiplier moves much.</summary>
    private static void Fit((int Bucket, float Weight)[][] rows, int[] targets, int label, double cost, float[] weights, int stride)
    {
        const int MostRounds = 60;
        var alpha = new double[rows.Length];
        var w = new double[weights.Length / stride];
        var order = Enumerable.Range(0, rows.Length).ToArray();
        var state = unchecked(0x9E3779B97F4A7C15UL + (ulong)label);
        var diagonal = 0.5 / cost;
        for (var round = 0; round < MostRounds; round++)
        {
            for (var i = order.Length - 1; i > 0; i--)
            {
                state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
                var j = (int)((state >> 33) % (ulong)(i + 1));
                (order[i], order[j]) = (order[j], order[i]);
            }

            var most = 0.0;
            foreach (var i in order)
            {
                var row = rows[i];
                if (row.Length == 0)
                    continue;
                var y = targets[i] == label ? 1.0 : -1.0;
                var margin = 0.0;
                foreach (var (bucket, weight) in row)
                    margin += w[bucket] * weight;
                var gradient = (y * margin) - 1 + (diagonal * alpha[i]);
                var projected = alpha[i] == 0 ? Math.Min(gradient, 0) : gradient;
                if (projected == 0)
                    continue;
                most = Math.Max(most, Math.Abs(projected));
                var before = alpha[i];
                alpha[i] = Math.Max(before - (gradient / (1 + diagonal)), 0); // Rows have length one.
                var step = (alpha[i] - before) * y;
                foreach (var (bucket, weight) in row)
                    w[bucket] += step * weight;
            }

            if (most < 0.01)
                break;
        }

        for (var bucket = 0; bucket < w.Length; bucket++)
            weights[(bucket * stride) + label] = (float)w[bucket];
    }
}
