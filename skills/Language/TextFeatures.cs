namespace Assistant.Skills.Language;

/// <summary>
/// Turns a text into weights of hashed features: character n-grams over the whole text and inside words, single words and pairs. The
/// same text gives the same features on every machine; the vector has length one.
/// </summary>
public sealed class TextFeatures
{
    private const int LongestCharGram = 4;
    private const int LongestText = 400;
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

    /// <summary>The features of a text, by bucket, ascending; empty for a text without letters, digits or signs. Beyond 400 characters the rest is left out.</summary>
    public (int Bucket, float Weight)[] Of(string text)
    {
        Span<char> plain = stackalloc char[Math.Min(text.Length, LongestText) + 2];
        plain = plain[..Normalise(text, plain)];
        if (plain.Length <= 2)
            return [];
        var hashes = new List<int>(plain.Length * LongestCharGram);
        for (var start = 0; start < plain.Length; start++)
        {
            var hash = 2166136261u;
            for (var length = 1; length <= LongestCharGram && start + length <= plain.Length; length++)
            {
                hash = unchecked((hash ^ plain[start + length - 1]) * 16777619u);
                // One Latin letter says nothing; one Chinese character is a word.
                if ((length > 1 || plain[start] > '\u2e80') && !(plain[start] == ' ' && length == 1))
                    hashes.Add(Bucket(hash, length));
            }
        }

        Words(plain, hashes);
        hashes.Sort();
        var features = new List<(int Bucket, float Weight)>(hashes.Count);
        foreach (var bucket in hashes)
        {
            if (features.Count == 0 || features[^1].Bucket != bucket)
                features.Add((bucket, 1f));
        }

        var norm = 1f / MathF.Sqrt(features.Count);
        return [.. features.Select(feature => (feature.Bucket, norm))];
    }

    /// <summary>Single Latin words, and pairs of them.</summary>
    private void Words(ReadOnlySpan<char> plain, List<int> hashes)
    {
        uint before = 0;
        for (var i = 0; i < plain.Length; i++)
        {
            if (plain[i] == ' ' || plain[i] > '\u2e80')
                continue;
            var hash = 5381u;
            for (; i < plain.Length && plain[i] != ' ' && plain[i] <= '\u2e80'; i++)
                hash = unchecked(hash * 33) ^ plain[i];
            hashes.Add(Bucket(hash, 11));
            if (before != 0)
                hashes.Add(Bucket(unchecked(before * 1000003u) ^ hash, 12));
            before = hash;
        }
    }

    private int Bucket(uint hash, int kind)
    {
        // A last stir, so that short n-grams do not share their low bits.
        hash ^= unchecked((uint)kind * 0x9E3779B9u);
        hash ^= hash >> 16;
        hash = unchecked(hash * 0x85EBCA6Bu);
        hash ^= hash >> 13;
        return (int)(hash & mask);
    }

    /// <summary>Small letters, half width, one space between words, digits as one sign, edges marked by a space.</summary>
    private static int Normalise(string text, Span<char> into)
    {
        var n = 0;
        into[n++] = ' ';
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestText)))
        {
            var plain = c switch
            {
                >= '\uff01' and <= '\uff5e' => (char)(c - 0xfee0),
                '\u3000' => ' ',
                _ => c,
            };
            plain = char.IsAsciiDigit(plain) ? '0' : char.IsLetter(plain) || plain is '?' or '\'' ? char.ToLowerInvariant(plain) : ' ';
            if (plain == ' ' ? into[n - 1] != ' ' : plain != '0' || into[n - 1] != '0')
                into[n++] = plain;
        }

        if (into[n - 1] != ' ')
            into[n++] = ' ';
        return n;
    }
}
