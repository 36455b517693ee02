namespace Assistant.Skills.Language;

/// <summary>
/// What people want, read from their words: a <see cref="LinearReader"/> over all intents, with scores that say how often such a reading is
/// right, several intents where a message has several clauses, and none where a clause only says what it is not about.
/// </summary>
public sealed class IntentReader
{
    private const int Folds = 3;
    private const int MostIntents = 3;

    /// <summary>A clause beside others speaks for itself only where it is clear.</summary>
    private const double LeastOfClause = 0.6;

    private readonly LinearReader reader;
    private readonly (double Base, double Margin, double Lead) sureness;

    private IntentReader(LinearReader reader, (double Base, double Margin, double Lead) sureness)
    {
        this.reader = reader;
        this.sureness = sureness;
    }

    /// <summary>Trains on examples, and learns on held-out thirds of them how far each reading can be trusted.</summary>
    /// <param name="examples">Sentences with their intents.</param>
    /// <param name="bits">Buckets as a power of two.</param>
    /// <exception cref="ArgumentException">Fewer than two intents.</exception>
    public static IntentReader Train(IReadOnlyList<(string Intent, string Text)> examples, int bits)
    {
        var readings = Enumerable.Range(0, Folds).AsParallel().SelectMany(fold =>
        {
            var part = LinearReader.Train([.. examples.Where((_, i) => i % Folds != fold)], bits);
            return examples.Where((_, i) => i % Folds == fold).Select(held => (part.Best(held.Text), held.Intent)).Select(pair => (pair.Item1.Margin, pair.Item1.Lead, IsRight: pair.Item1.Label == pair.Intent)).ToList();
        }).ToList();
        return new(LinearReader.Train(examples, bits), Sureness(readings));
    }

    /// <summary>Writes the reader; <see cref="Load"/> reads it back.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(sureness.Base);
        to.Write(sureness.Margin);
        to.Write(sureness.Lead);
        reader.Save(to);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The file was cut short.</exception>
    public static IntentReader Load(BinaryReader from)
    {
        var sureness = (from.ReadDouble(), from.ReadDouble(), from.ReadDouble());
        return new(LinearReader.Load(from), sureness);
    }

    /// <summary>The one best intent of a text, as a whole, with how likely it is right, from 0 to 1.</summary>
    public (string Intent, double Score) Best(string text)
    {
        var (label, margin, lead) = reader.Best(text);
        return (label, Chance(sureness, margin, lead));
    }

    /// <summary>
    /// Intents of a message, the best first, at most three. What a clause denies ("我不是要投诉") is left out; nothing at all is in a message
    /// that is only denial.
    /// </summary>
    public IReadOnlyList<(string Intent, double Score)> Read(string text)
    {
        var whole = Best(text);
        var clauses = Clauses.Of(text);
        if (clauses.Count == 1)
            return Clauses.WithoutDenial(text) is { } denial && (Best(denial).Intent == whole.Intent || whole.Score < LeastOfClause) ? [] : [whole];
        var denied = new HashSet<string>();
        var found = new List<(string Intent, double Score)> { whole };
        foreach (var clause in clauses)
        {
            var (intent, score) = Best(clause);
            if (Clauses.WithoutDenial(clause) is { } denial && (Best(denial).Intent == intent || score < LeastOfClause))
                denied.UnionWith([intent, Best(denial).Intent]);
            else if (score >= LeastOfClause)
                found.Add((intent, score));
        }

        // Of the whole and a clause that say the same, the surer counts; the whole leads where it is as sure as any part.
        return
        [
            .. found.Where(one => !denied.Contains(one.Intent)).GroupBy(one => one.Intent).Select(group => group.MaxBy(one => one.Score))
                .OrderByDescending(one => one.Intent == whole.Intent && whole.Score >= LeastOfClause ? 1 : one.Score).Take(MostIntents),
        ];
    }

    private static double Chance((double Base, double Margin, double Lead) sureness, double margin, double lead) =>
        1 / (1 + Math.Exp(-(sureness.Base + (sureness.Margin * margin) + (sureness.Lead * lead))));

    /// <summary>Logistic regression of "was it right" on margin and lead, by gradient steps to rest.</summary>
    private static (double Base, double Margin, double Lead) Sureness(List<(float Margin, float Lead, bool IsRight)> readings)
    {
        const int Steps = 4000;
        const double Pace = 1.0;
        var s = (Base: 0.0, Margin: 1.0, Lead: 1.0);
        for (var step = 0; step < Steps; step++)
        {
            var (b, m, l) = (0.0, 0.0, 0.0);
            foreach (var reading in readings)
            {
                var miss = (reading.IsRight ? 1 : 0) - Chance(s, reading.Margin, reading.Lead);
                (b, m, l) = (b + miss, m + (miss * reading.Margin), l + (miss * reading.Lead));
            }

            s = (s.Base + (Pace * b / readings.Count), s.Margin + (Pace * m / readings.Count), s.Lead + (Pace * l / readings.Count));
        }

        return s;
    }
}
