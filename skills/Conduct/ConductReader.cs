using Assistant.Skills.Language;

namespace Assistant.Skills.Conduct;

/// <summary>A line nobody objects to, or one that breaks a rule, to learn from.</summary>
/// <param name="Rule">The rule broken; null for an honest line.</param>
/// <param name="Act">What an honest line does; null where nobody said.</param>
/// <param name="Text">The words.</param>
public sealed record TrainingLine(string? Rule, Act? Act, string Text)
{
    /// <summary>Whether only the act is to be learned: the line may break a rule for whom it is said to.</summary>
    public bool IsActOnly { get; init; }

    /// <summary>As how many lines it counts.</summary>
    public int Times { get; init; } = 1;
}

/// <summary>
/// Reads breaches that no list of words holds: veiled, polite, implied. A <see cref="Committee"/> tells breaches and honesty apart, another reader what
/// a line does. Learned from lines of each rule and from honest ones of the same matters.
/// </summary>
public sealed class ConductReader
{
    /// <summary>Every so many-th line is kept back to find out how far to listen.</summary>
    private const int HeldOut = 4;

    private const double Cost = 1.5;

    /// <summary>Share of honest lines, most of them look-alikes, that may be taken for a breach; the lowest threshold that keeps to it is used.</summary>
    private const double MostFalseBreaches = 0.037;

    /// <summary>Share of lines that do nothing that may be taken for an act.</summary>
    private const double MostFalseActs = 0.025;

    /// <summary>How much clearer than a whole line a piece of it must be to do something.</summary>
    private const float ClearerAlone = 0.35f;

    /// <summary>How much less clear than the clearest a longer run of pieces may be.</summary>
    private const float AsClear = 0.25f;

    private const int LeastChinese = 4;
    private const int LeastLetters = 10;
    private const int LongestLine = 300;
    private const int LongestPart = 160;
    private const int LongestRun = 8;

    private readonly Committee rules;
    private readonly LinearReader acts;
    private readonly Thresholds least;
    private readonly int none;
    private readonly Act[] actOf;

    private ConductReader(Committee rules, LinearReader acts, Thresholds least)
    {
        this.rules = rules;
        this.acts = acts;
        this.least = least;
        actOf = [.. acts.Labels.Select(Enum.Parse<Act>)];
        none = Array.IndexOf(actOf, Act.None);
    }

    /// <summary>Trains on lines, and finds on a quarter of them how far to listen.</summary>
    /// <param name="lines">Lines of every rule, and honest ones.</param>
    /// <param name="categoryOf">Category of each rule.</param>
    /// <param name="bits">Buckets as a power of two.</param>
    public static ConductReader Train(IReadOnlyList<TrainingLine> lines, Func<string, string> categoryOf, int bits)
    {
        var part = Fit([.. lines.Where((_, i) => i % HeldOut != 0)]);
        var kept = lines.Where((_, i) => i % HeldOut == 0).ToList();
        var leads = kept.Where(line => line.Rule is null && !line.IsActOnly).Select(line => (IsRule: true, IsChinese: Plain.HasChinese(line.Text), part.rules.Read(ReviewLine.Of(line.Text, []).Plain).Lead))
            .Concat(kept.Where(line => line.Act == Act.None).Select(line => (IsRule: false, IsChinese: Plain.HasChinese(line.Text), Lead: part.MostOfAct(line.Text)))).ToList();
        var whole = Fit(lines);
        return new(whole.rules, whole.acts, new(Threshold(true, true), Threshold(true, false), Threshold(false, true), Threshold(false, false)));

        ConductReader Fit(IReadOnlyList<TrainingLine> from)
        {
            var all = from.SelectMany(line => Enumerable.Repeat(line, line.Times)).ToList();
            var rules = Committee.Train([.. all.Where(line => !line.IsActOnly).Select(line => (Labels(line), line.Text))], bits, Cost);
            return new(rules, LinearReader.Train([.. all.Where(line => line.Act is not null).Select(line => (line.Act.ToString()!, line.Text))], bits), default);
        }

        string[] Labels(TrainingLine line) => line.Rule is { } rule ? [rule, categoryOf(rule), "Breach"]
            : [$"{Committee.Harmless}{line.Act ?? Act.None}", $"{Committee.Harmless}{line.Act ?? Act.None}", $"{Committee.Harmless}"];

        float Threshold(bool isRule, bool isChinese) =>
            Committee.Least(leads.Where(one => one.IsRule == isRule && one.IsChinese == isChinese).Select(one => one.Lead), isRule ? MostFalseBreaches : MostFalseActs);
    }

    /// <summary>Writes the reader; <see cref="Load"/> reads it back.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(least.RuleChinese);
        to.Write(least.RuleOther);
        to.Write(least.ActChinese);
        to.Write(least.ActOther);
        rules.Save(to);
        acts.Save(to);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The file was cut short.</exception>
    public static ConductReader Load(BinaryReader from)
    {
        var least = new Thresholds(from.ReadSingle(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle());
        return new(Committee.Load(from), LinearReader.Load(from), least);
    }

    /// <summary>Rules a line breaks in meaning, with the words that do it and how much clearer than needed they do: one at most of a line of ordinary length, one at most of each part of a long letter.</summary>
    public IReadOnlyList<(string Rule, int Start, int Length, float Clearness)> Read(ReviewLine line)
    {
        var found = new List<(string, int, int, float)>();
        var enough = Plain.HasChinese(line.Plain) ? least.RuleChinese : least.RuleOther;
        foreach (var pieces in Parts(line))
        {
            var (start, length) = ReviewLine.Span(pieces[0], pieces[^1]);
            var words = line.Plain.Substring(start, length);
            if (IsTooLittle(words))
                continue;
            var (lead, rule, _) = rules.Read(words);
            if (lead <= enough)
                continue;
            var (from, count) = Place(line, pieces, rule);
            found.Add((rule, from, count, lead - enough));
        }

        return found;
    }

    /// <summary>The pieces of a line of ordinary length together; those of a longer one in parts, since the readers read no further.</summary>
    private static IEnumerable<IReadOnlyList<(int Start, int Length)>> Parts(ReviewLine line)
    {
        if (line.Plain.Length <= LongestLine)
        {
            yield return line.Pieces;
            yield break;
        }

        var part = new List<(int Start, int Length)>();
        foreach (var piece in line.Pieces)
        {
            part.Add(piece);
            if (piece.Start + piece.Length - part[0].Start < LongestPart)
                continue;
            yield return part;
            part = [];
        }

        if (part.Count > 0)
            yield return part;
    }

    /// <summary>Of the runs of pieces that say it about as clearly as any, the longest: a thing said is seldom one clause.</summary>
    private (int Start, int Length) Place(ReviewLine line, IReadOnlyList<(int Start, int Length)> pieces, string rule)
    {
        var runs = new List<(int Start, int Length, float Lead)>();
        for (var first = 0; first < pieces.Count; first++)
        {
            for (var last = first; last < Math.Min(pieces.Count, first + LongestRun); last++)
            {
                var (start, length) = ReviewLine.Span(pieces[first], pieces[last]);
                runs.Add((start, length, rules.LeadOf(rule, line.Plain.Substring(start, length))));
            }
        }

        var clearest = runs.Max(run => run.Lead);
        var at = runs.Where(run => run.Lead >= clearest - (Math.Abs(clearest) * AsClear)).MaxBy(run => run.Length);
        return (at.Start, at.Length);
    }

    /// <summary>What a line does: as a whole first, then in each piece of it.</summary>
    public IReadOnlyList<(Act Act, int Start, int Length)> Acts(ReviewLine line)
    {
        var enough = Plain.HasChinese(line.Plain) ? least.ActChinese : least.ActOther;
        var found = new List<(Act, int, int)> { (ActOf(line.Plain, enough), 0, line.Plain.Length) };
        if (line.Pieces.Count > 1)
            found.AddRange(line.Pieces.Where(piece => !IsTooLittle(line.Plain.Substring(piece.Start, piece.Length))).Select(piece => (ActOf(line.Plain.Substring(piece.Start, piece.Length), enough + ClearerAlone), piece.Start, piece.Length)));
        return found;
    }

    /// <summary>Whether words are too few to be read, like "你好" or "好吗": what they lack would decide, not what they say.</summary>
    private static bool IsTooLittle(string words) => words.Count(Plain.IsChinese) < LeastChinese && words.Count(char.IsAsciiLetter) < LeastLetters;

    /// <summary>How far the likeliest act of a line or any piece of it is ahead of none.</summary>
    private float MostOfAct(string text)
    {
        var line = ReviewLine.Of(text, []);
        var most = BestAct(line.Plain).Lead;
        foreach (var (start, length) in line.Pieces.Count > 1 ? line.Pieces : [])
            most = Math.Max(most, BestAct(line.Plain.Substring(start, length)).Lead - ClearerAlone);
        return most;
    }

    private Act ActOf(string text, float enough) => BestAct(text) is var (act, lead) && lead > enough ? act : Act.None;

    private (Act Act, float Lead) BestAct(string text)
    {
        Span<float> margins = stackalloc float[actOf.Length];
        acts.Margins(text, margins);
        var beside = margins[none];
        margins[none] = float.NegativeInfinity;
        var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(margins);
        return (actOf[best], margins[best] - beside);
    }

    /// <summary>How far a breach, and an act, must be ahead in each language.</summary>
    private readonly record struct Thresholds(float RuleChinese, float RuleOther, float ActChinese, float ActOther);
}
