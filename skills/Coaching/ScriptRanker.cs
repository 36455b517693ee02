namespace Assistant.Skills.Coaching;

/// <summary>What a line is looked for by; at least one of the texts says something.</summary>
/// <param name="Situation">What the agent asks or describes; null where nothing is.</param>
/// <param name="Last">The customer's last words; null where they are not known.</param>
/// <param name="Intents">Intents read in the words, with scores from 0 to 1.</param>
public sealed record ScriptQuery(string? Situation, string? Last, IReadOnlyList<(string Intent, double Score)> Intents);

/// <summary>A line that fits.</summary>
/// <param name="Script">The line.</param>
/// <param name="Score">How well it fits, above zero; comparable within one answer only.</param>
public sealed record RankedScript(Script Script, double Score);

/// <summary>
/// Finds the lines of one language that fit a situation and the customer's last words. Sentences are compared by the pieces they share, rare pieces
/// counting most; the one sentence of a line that comes nearest decides. The same question has the same answer on every machine.
/// </summary>
public sealed class ScriptRanker
{
    /// <summary>What words heard weigh beside the situation an agent describes.</summary>
    private const double LastWeight = 0.5;

    /// <summary>What an intent weighs that a line is made for and that is surely meant.</summary>
    private const double IntentWeight = 0.4;

    /// <summary>How much the second nearest sentence adds to the nearest.</summary>
    private const double SecondWeight = 0.2;

    /// <summary>What a sentence of the other kind counts: agents quote customers, and describe what customers then say.</summary>
    private const double OtherKind = 0.8;

    /// <summary>Less than this is chance.</summary>
    private const double LeastScore = 0.05;

    /// <summary>What a line loses for each line of its strategy before it.</summary>
    private const double SameStrategy = 0.03;

    /// <summary>Lines this near to one already taken say the same.</summary>
    private const double NearlySame = 0.6;

    private readonly IReadOnlyList<Script> scripts;
    private readonly SentenceIndex told;
    private readonly SentenceIndex heard;
    private readonly SentenceIndex lines;

    /// <summary>Prepares the lines of one language.</summary>
    /// <param name="scripts">The lines; no id stands twice.</param>
    public ScriptRanker(IReadOnlyList<Script> scripts)
    {
        this.scripts = [.. scripts.OrderBy(script => script.Id, StringComparer.Ordinal)];
        var rarity = new PieceRarity(this.scripts.Select(script => script.Ask.Concat(script.Heard).Append(script.Situation)));
        told = new(this.scripts.Select(script => script.Ask.Append(script.Situation)), rarity);
        heard = new(this.scripts.Select(script => script.Heard.AsEnumerable()), rarity);
        lines = new(this.scripts.Select(script => new[] { script.Text }.AsEnumerable()), rarity);
    }

    /// <summary>The lines that fit best, best first; of lines that say nearly the same, the better one.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="fits">Whether a line may be given at all; asked only of lines about to be given. Null for all.</param>
    public IReadOnlyList<RankedScript> Best(ScriptQuery query, int most, Func<Script, bool>? fits = null)
    {
        var scores = Scores(query);
        var left = Enumerable.Range(0, scripts.Count).Where(i => scores[i] >= LeastScore).ToHashSet();
        var taken = new List<int>();
        while (taken.Count < most && left.Count > 0)
        {
            var next = left.OrderByDescending(Worth).ThenBy(i => i).First();
            left.Remove(next);
            if (fits is not null && !fits(scripts[next]))
                continue;
            taken.Add(next);
            var near = lines.Nearness(scripts[next].Text);
            left.RemoveWhere(i => near[i].Best >= NearlySame);
        }

        return [.. taken.Select(i => new RankedScript(scripts[i], scores[i]))];

        double Worth(int i) => scores[i] - (SameStrategy * taken.Count(other => scripts[other].Strategy == scripts[i].Strategy));
    }

    private double[] Scores(ScriptQuery query)
    {
        var scores = new double[scripts.Count];
        Add(query.Situation, told, heard, 1);
        Add(query.Last, heard, told, LastWeight);
        for (var i = 0; i < scores.Length; i++)
            scores[i] += IntentWeight * query.Intents.Where(intent => scripts[i].Intents.Contains(intent.Intent)).Select(intent => intent.Score).DefaultIfEmpty().Max();
        return scores;

        void Add(string? text, SentenceIndex own, SentenceIndex other, double weight)
        {
            if (string.IsNullOrWhiteSpace(text))
                return;
            var (near, far) = (own.Nearness(text), other.Nearness(text));
            for (var i = 0; i < scores.Length; i++)
                scores[i] += weight * Together(near[i], far[i]);
        }
    }

    /// <summary>The nearest sentence of either kind, and something of the second.</summary>
    private static double Together((double Best, double Second) own, (double Best, double Second) other)
    {
        var (best, second) = (own.Best, own.Second);
        foreach (var near in (ReadOnlySpan<double>)[other.Best * OtherKind, other.Second * OtherKind])
            (best, second) = near > best ? (near, best) : (best, Math.Max(second, near));
        return best + (SecondWeight * second);
    }
}
