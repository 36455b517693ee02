using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Assistant.Skills.Language;

/// <summary>
/// A linear classifier of short texts: a weight for each label in each bucket of hashed features, all labels trained together against each other
/// (multi-class support vectors after Crammer and Singer, by dual coordinate descent), with rare features weighing more and small labels given
/// more room. Deterministic: the same examples in the same order give the same weights.
/// </summary>
public sealed class LinearReader
{
    private const int MostRounds = 30;

    private readonly TextFeatures features;
    private readonly float[] rarity;
    private readonly float[] weights;

    private LinearReader(IReadOnlyList<string> labels, TextFeatures features, float[] rarity, float[] weights)
    {
        Labels = labels;
        this.features = features;
        this.rarity = rarity;
        this.weights = weights;
    }

    /// <summary>Labels, in the order of first appearance.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Trains on labelled texts.</summary>
    /// <param name="examples">Texts with their labels; at least two labels.</param>
    /// <param name="bits">Buckets as a power of two.</param>
    /// <param name="cost">How much a mistake weighs against large weights; about 1.5.</param>
    /// <exception cref="ArgumentException">Fewer than two labels.</exception>
    public static LinearReader Train(IReadOnlyList<(string Label, string Text)> examples, int bits = 16, double cost = 1.5)
    {
        var labels = examples.Select(example => example.Label).Distinct().ToList();
        if (labels.Count < 2)
            throw new ArgumentException("A reader needs examples of at least two labels.", nameof(examples));
        var space = new TextFeatures(bits);
        var rows = examples.AsParallel().AsOrdered().Select(example => space.Of(example.Text)).ToArray();
        var rarity = RarityOf(rows, space.Buckets);
        Parallel.ForEach(rows, row => Scale(row, rarity));
        var index = labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i);
        var weights = Fit(rows, [.. examples.Select(example => index[example.Label])], space.Buckets, labels.Count, cost);
        return new(labels, space, rarity, weights);
    }

    /// <summary>Writes the trained reader; <see cref="Load"/> reads it back.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(features.Buckets);
        to.Write(Labels.Count);
        foreach (var label in Labels)
            to.Write(label);
        to.Write(MemoryMarshal.AsBytes(rarity.AsSpan()));
        // Half the precision tells the same, and takes half the room.
        var halves = new Half[weights.Length];
        TensorPrimitives.ConvertToHalf(weights, halves);
        to.Write(MemoryMarshal.AsBytes(halves.AsSpan()));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The file was cut short.</exception>
    public static LinearReader Load(BinaryReader from)
    {
        var buckets = from.ReadInt32();
        var labels = Enumerable.Range(0, from.ReadInt32()).Select(_ => from.ReadString()).ToList();
        var (rarity, weights, halves) = (new float[buckets], new float[buckets * labels.Count], new Half[buckets * labels.Count]);
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(rarity.AsSpan()));
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
        TensorPrimitives.ConvertToSingle(halves, weights);
        return new(labels, new TextFeatures(System.Numerics.BitOperations.Log2((uint)buckets)), rarity, weights);
    }

    /// <summary>Every label with its margin, in the order of <see cref="Labels"/>: how far the text lies on the label's side. All are nothing for a text without words.</summary>
    public void Margins(string text, Span<float> into)
    {
        into = into[..Labels.Count];
        into.Clear();
        var (buckets, found) = (ArrayPool<int>.Shared.Rent(TextFeatures.Room), ArrayPool<float>.Shared.Rent(TextFeatures.Room));
        var count = features.Fill(text, buckets, found);
        var square = 0f;
        for (var i = 0; i < count; i++)
        {
            var weight = found[i] * rarity[buckets[i]];
            square += weight * weight;
            TensorPrimitives.MultiplyAdd(weights.AsSpan(buckets[i] * Labels.Count, Labels.Count), weight, into, into);
        }

        if (square > 0)
            TensorPrimitives.Multiply(into, 1f / MathF.Sqrt(square), into);
        ArrayPool<int>.Shared.Return(buckets);
        ArrayPool<float>.Shared.Return(found);
    }

    /// <summary>The best label of a text, its margin, and how far it is ahead of the second.</summary>
    public (string Label, float Margin, float Lead) Best(string text)
    {
        Span<float> margins = stackalloc float[Labels.Count];
        Margins(text, margins);
        var best = TensorPrimitives.IndexOfMax<float>(margins);
        var margin = margins[best];
        margins[best] = float.NegativeInfinity;
        return (Labels[best], margin, margin - TensorPrimitives.Max<float>(margins));
    }

    /// <summary>The rarer a feature among the examples, the more it tells; one that was never seen weighs as one seen once.</summary>
    private static float[] RarityOf((int Bucket, float Weight)[][] rows, int buckets)
    {
        var seen = new float[buckets];
        foreach (var (bucket, _) in rows.SelectMany(row => row))
            seen[bucket]++;
        for (var i = 0; i < buckets; i++)
            seen[i] = 1f + MathF.Log((1f + rows.Length) / (1f + seen[i]));
        return seen;
    }

    /// <summary>Weighs a row by rarity and gives it length one.</summary>
    private static void Scale((int Bucket, float Weight)[] row, float[] rarity)
    {
        var square = 0f;
        for (var i = 0; i < row.Length; i++)
        {
            row[i].Weight *= rarity[row[i].Bucket];
            square += row[i].Weight * row[i].Weight;
        }

        for (var i = 0; i < row.Length; i++)
            row[i].Weight /= MathF.Sqrt(square);
    }

    /// <summary>
    /// One example after the other, in a shuffled but fixed order: its multipliers are moved to where they serve best with all others held
    /// (K. Crammer, Y. Singer 2001; the sequential dual method of S. Keerthi and others 2008).
    /// </summary>
    private static float[] Fit((int Bucket, float Weight)[][] rows, int[] targets, int buckets, int labels, double cost)
    {
        const double SmallLabelCost = 0.3;
        const double SmallLabelRoom = 0.5;
        const double Still = 0.01;
        var weights = new float[buckets * labels];
        var multipliers = new float[rows.Length * labels];
        var (order, state) = (Enumerable.Range(0, rows.Length).ToArray(), 0x9E3779B97F4A7C15UL);
        var sizes = new double[labels];
        foreach (var target in targets)
            sizes[target]++;
        var rare = sizes.Select(size => rows.Length / (double)labels / size).ToArray();
        Span<float> gradient = stackalloc float[labels];
        Span<float> sorted = stackalloc float[labels];
        for (var round = 0; round < MostRounds; round++)
        {
            Shuffle(order, ref state);
            var moved = 0.0;
            foreach (var i in order)
            {
                var own = multipliers.AsSpan(i * labels, labels);
                gradient.Clear();
                foreach (var (bucket, weight) in rows[i])
                    TensorPrimitives.MultiplyAdd(weights.AsSpan(bucket * labels, labels), weight, gradient, gradient);
                TensorPrimitives.Add(gradient, (float)Math.Pow(rare[targets[i]], SmallLabelRoom), gradient);
                gradient[targets[i]] -= (float)Math.Pow(rare[targets[i]], SmallLabelRoom);
                TensorPrimitives.Subtract(gradient, own, gradient);
                var most = (float)(cost * Math.Pow(rare[targets[i]], SmallLabelCost));
                moved += Move(gradient, sorted, own, targets[i], most);
                foreach (var (bucket, weight) in rows[i])
                {
                    var row = weights.AsSpan(bucket * labels, labels);
                    TensorPrimitives.MultiplyAdd(gradient, weight, row, row);
                }
            }

            if (moved / rows.Length < Still)
                break;
        }

        return weights;
    }

    /// <summary>Solves one example's small problem; leaves in <paramref name="gradient"/> by how much each multiplier moved.</summary>
    private static double Move(Span<float> gradient, Span<float> sorted, Span<float> own, int target, float most)
    {
        gradient.CopyTo(sorted);
        sorted[target] += most;
        sorted.Sort();
        double level = sorted[^1] - most;
        var taken = 1;
        for (; taken < sorted.Length && level < (double)taken * sorted[^(taken + 1)]; taken++)
            level += sorted[^(taken + 1)];
        level /= taken;
        var moved = 0.0;
        for (var label = 0; label < own.Length; label++)
        {
            var now = (float)Math.Min(label == target ? most : 0, level - gradient[label]);
            gradient[label] = now - own[label];
            own[label] = now;
            moved += Math.Abs(gradient[label]);
        }

        return moved;
    }

    private static void Shuffle(int[] order, ref ulong state)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            var j = (int)((state >> 33) % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
