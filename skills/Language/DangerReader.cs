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
/// Listens for danger, apart from what a message is about: a <see cref="Committee"/> of readers, tuned to miss little. A message is heard as a
/// whole; a clause of it is heard on its own only where it is much clearer, since parts of harmless sentences sound like anything.
/// </summary>
public sealed class DangerReader
{
    /// <summary>Every so many-th example is kept back to find out how far to listen.</summary>
    private const int HeldOut = 4;

    /// <summary>
    /// Share of the hard harmless examples (idioms, jokes, anger) that may be taken for danger to life; the lowest threshold that keeps to it is
    /// used. A question too many costs little, a silence may cost a life.
    /// </summary>
    private const double MostFalseAlarms = 0.05;

    private const double Cost = 2;

    /// <summary>How much clearer than a message a clause must be.</summary>
    private const float ClearerAlone = 1f;

    private readonly Committee committee;
    private readonly float chinese;
    private readonly float other;

    private DangerReader(Committee committee, float chinese, float other)
    {
        this.committee = committee;
        this.chinese = chinese;
        this.other = other;
    }

    /// <summary>Whether a kind is danger to life, on which money talk ends at once.</summary>
    public static bool IsCrisis(Danger danger) => danger is Danger.SelfHarm or Danger.ThreatToOthers or Danger.ViolenceAgainstDebtor;

    /// <summary>Trains on examples, and finds on a quarter of them how far to listen.</summary>
    /// <param name="examples">Sentences with their danger; hard harmless ones among them.</param>
    /// <param name="ordinary">Harmless sentences of every other kind.</param>
    /// <param name="bits">Buckets as a power of two.</param>
    /// <exception cref="ArgumentException">No danger to life among them, or nothing else.</exception>
    public static DangerReader Train(IReadOnlyList<(Danger Danger, string Text)> examples, IReadOnlyList<string> ordinary, int bits)
    {
        var named = examples.Select(example => (Labels(example.Danger), example.Text)).Concat(ordinary.Select(text => (Labels(Danger.None), text))).ToList();
        var part = new DangerReader(Committee.Train([.. named.Where((_, i) => i % HeldOut != 0)], bits, Cost), 0, 0);
        var harmless = examples.Where((example, i) => i % HeldOut == 0 && example.Danger == Danger.None).AsParallel().Select(held => (IsChinese: Plain.HasChinese(held.Text), part.Listen(held.Text).Lead)).ToList();
        return new(Committee.Train(named, bits, Cost), Threshold(true), Threshold(false));

        // The two languages have features of their own, and lie differently far apart.
        float Threshold(bool isChinese) =>
            Committee.Least(harmless.Where(one => one.IsChinese == isChinese).Select(one => one.Lead), MostFalseAlarms);
    }

    /// <summary>Writes the reader; <see cref="Load"/> reads it back.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(chinese);
        to.Write(other);
        committee.Save(to);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The file was cut short.</exception>
    public static DangerReader Load(BinaryReader from)
    {
        var (chinese, other) = (from.ReadSingle(), from.ReadSingle());
        return new(Committee.Load(from), chinese, other);
    }

    /// <summary>The gravest danger a message tells of.</summary>
    /// <param name="text">The message.</param>
    /// <param name="surer">How much clearer than needed it must be: nothing to listen for people, more to hold a deaf ear against somebody.</param>
    public Danger Read(string text, float surer = 0)
    {
        var (lead, crisis, rest) = Listen(text);
        return Enum.Parse<Danger>(lead > (Plain.HasChinese(text) ? chinese : other) + surer ? crisis : rest.TrimStart(Committee.Harmless));
    }

    /// <summary>Kind of danger, and danger to life at all; what is none to life is harmless here.</summary>
    private static string[] Labels(Danger danger) => IsCrisis(danger) ? [danger.ToString(), "Crisis"] : [$"{Committee.Harmless}{danger}", $"{Committee.Harmless}{Danger.None}"];

    /// <summary>The likeliest danger to life, in the message or any clause, how far it is ahead of the rest, and what the message is else.</summary>
    private (float Lead, string Crisis, string Otherwise) Listen(string text)
    {
        var most = committee.Read(text);
        var clauses = Clauses.Of(text);
        foreach (var clause in clauses.Count > 1 ? clauses : [])
        {
            if (committee.Read(clause) is var one && one.Lead - ClearerAlone > most.Lead)
                most = (one.Lead - ClearerAlone, one.Harm, most.Harmlessness);
        }

        return most;
    }
}
