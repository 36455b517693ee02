using System.Buffers;

namespace Assistant.Skills.Language;

/// <summary>
/// Turns a text into weights of hashed features: character n-grams over the whole text, single words, neighbours, and pairs of words or of
/// Chinese characters that stand near each other. The same text gives the same features on every machine.
/// </summary>
public sealed class TextFeatures
{
    /// <summary>Changes with every change of what a feature is, so that nothing trained on other features is read.</summary>
    public const int Version = 4;

    private const int LongestCharGram = 4;
    private const int LongestText = 400;
    private const int PairReach = 7;
    private const float PairWeight = 0.7f;
    private const int CharReach = 8;
    private const float CharPairWeight = 0.7f;

    /// <summary>n-grams, pairs of characters, words, neighbours and pairs of words of the longest text.</summary>
    private const int MostFeatures = (LongestText + 2) * (LongestCharGram + CharReach + PairReach + 2);

    private readonly uint mask;

    /// <summary>Features hashed to a number of buckets.</summary>
    /// <param name="bits">Buckets as a power of two, 10 to 22.</param>
    public TextFeatures(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 22);
        mask = (1u << bits) - 1;
        Buckets = 1 << bits;
    }

    /// <summary>Number of buckets.</summary>
    public int Buckets { get; }

    /// <summary>The features of a text, by bucket, ascending, each once; empty for a text without letters, digits or signs. Beyond 400 characters the rest is left out.</summary>
    public (int Bucket, float Weight)[] Of(string text)
    {
        var (buckets, weights) = (ArrayPool<int>.Shared.Rent(MostFeatures), ArrayPool<float>.Shared.Rent(MostFeatures));
        var features = new (int, float)[Fill(text, buckets, weights)];
        for (var i = 0; i < features.Length; i++)
            features[i] = (buckets[i], weights[i]);
        ArrayPool<int>.Shared.Return(buckets);
        ArrayPool<float>.Shared.Return(weights);
        return features;
    }

    /// <summary>The features of a text into rented room of at least <see cref="Room"/>.</summary>
    /// <returns>How many there are.</returns>
    internal int Fill(string text, int[] buckets, float[] weights)
    {
        Span<char> plain = stackalloc char[LongestText + 2];
        plain = plain[..Normalise(text, plain)];
        if (plain.Length <= 2)
            return 0;
        var into = new Filling(buckets, weights, mask);
        for (var start = 0; start < plain.Length; start++)
        {
            var hash = 2166136261u;
            for (var length = 1; length <= LongestCharGram && start + length <= plain.Length; length++)
            {
                hash = unchecked((hash ^ plain[start + length - 1]) * 16777619u);
                // One Latin letter says nothing; one Chinese character is a word.
                if (length > 1 || plain[start] > '\u2e80')
                    into.Add(hash, length, 1f);
            }

            // Chinese is written without spaces: its characters are paired as words are.
            for (var ahead = 2; ahead <= CharReach && start + ahead < plain.Length && plain[start] > '\u2e80'; ahead++)
            {
                if (plain[start + ahead] > '\u2e80')
                    into.Add(unchecked((plain[start] * 16777619u) ^ plain[start + ahead]), 14, CharPairWeight);
            }
        }

        Words(plain, ref into);
        return into.Merged();
    }

    /// <summary>Room that <see cref="Fill"/> needs.</summary>
    internal static int Room => MostFeatures;

    /// <summary>Single Latin words, neighbours, and pairs of words in any order.</summary>
    private static void Words(scoped ReadOnlySpan<char> plain, ref Filling into)
    {
        Span<uint> last = stackalloc uint[PairReach];
        var words = 0;
        for (var i = 0; i < plain.Length; i++)
        {
            if (plain[i] == ' ' || plain[i] > '\u2e80')
                continue;
            var hash = 5381u;
            for (; i < plain.Length && plain[i] != ' ' && plain[i] <= '\u2e80'; i++)
                hash = unchecked(hash * 33) ^ plain[i];
            into.Add(hash, 11, 1f);
            for (var back = 1; back <= Math.Min(words, PairReach); back++)
            {
                var other = last[(words - back) % PairReach];
                if (back == 1)
                    into.Add(unchecked(other * 1000003u) ^ hash, 12, 1f);
                into.Add(unchecked(Math.Min(other, hash) * 16777619u) ^ Math.Max(other, hash), 13, PairWeight);
            }

            last[words++ % PairReach] = hash;
        }
    }

    /// <summary>Small letters, half width, simplified characters, one space between words, digits as one sign, edges marked by a space.</summary>
    private static int Normalise(string text, Span<char> into)
    {
        var n = 0;
        into[n++] = ' ';
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestText)))
        {
            var plain = Plain.Of(c);
            plain = char.IsAsciiDigit(plain) ? '0' : char.IsLetter(plain) || plain is '?' or '\'' ? plain : ' ';
            if (plain == ' ' ? into[n - 1] != ' ' : plain != '0' || into[n - 1] != '0')
                into[n++] = plain;
        }

        if (into[n - 1] != ' ')
            into[n++] = ' ';
        return n;
    }

    /// <summary>Features as they come, sorted and merged at the end.</summary>
    private ref struct Filling(int[] buckets, float[] weights, uint mask)
    {
        private int count;

        public void Add(uint hash, int kind, float weight)
        {
            // A last stir, so that short n-grams do not share their low bits.
            hash ^= unchecked((uint)kind * 0x9E3779B9u);
            hash ^= hash >> 16;
            hash = unchecked(hash * 0x85EBCA6Bu);
            hash ^= hash >> 13;
            hash = unchecked(hash * 0xC2B2AE35u);
            hash ^= hash >> 16;
            buckets[count] = (int)(hash & mask);
            weights[count++] = weight;
        }

        /// <summary>Sorts by bucket and keeps the heavier of equal ones.</summary>
        public readonly int Merged()
        {
            Array.Sort(buckets, weights, 0, count);
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                if (kept > 0 && buckets[kept - 1] == buckets[i])
                {
                    weights[kept - 1] = Math.Max(weights[kept - 1], weights[i]);
                    continue;
                }

                buckets[kept] = buckets[i];
                weights[kept++] = weights[i];
            }

            return kept;
        }
    }
}
