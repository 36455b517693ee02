using Assistant.Skills.Conduct;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Skills.Practice;

/// <summary>A practice dialogue: who is played, what they hide, and what a good call reaches. Data of <c>prompts/practice/scenarios/</c>.</summary>
public sealed record Scenario
{
    /// <summary>The twelve families (external contract, section 9).</summary>
    public static readonly IReadOnlyList<string> Families =
    [
        "first_contact", "explain_interest", "job_loss", "illness", "broken_promise", "claims_paid", "dispute_fraud", "third_party", "stop_contact", "debt_relief_agency", "crisis", "injection",
    ];

    /// <summary>Everything a good call may have to reach.</summary>
    public static readonly IReadOnlyList<string> KnownGoals = ["verified", "cause", "means", "plan", "promise", "hold", "hand_off", "dispute", "stop", "message", "explain", "rights", "safety"];

    /// <summary>What a call may come to.</summary>
    public static readonly IReadOnlyList<string> Outcomes = ["plan", "promise", "hold", "hand_off", "dispute", "stop", "message", "explain"];

    /// <summary>The family whose rooms nobody must enter: crisis.</summary>
    public const string Crisis = "crisis";

    /// <summary>Name of the file, without its ending.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the file, which a running session holds on to.</summary>
    public required string Hash { get; init; }

    /// <summary>One of <see cref="Families"/>.</summary>
    public required string Family { get; init; }

    /// <summary>1 to 5.</summary>
    public required int Difficulty { get; init; }

    /// <summary>zh-CN or en-US.</summary>
    public required string Locale { get; init; }

    /// <summary>CN, US or UK.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>What the library lists.</summary>
    public required string Title { get; init; }

    /// <summary>What the trainee reads first; nothing hidden.</summary>
    public required string Brief { get; init; }

    /// <summary>Manner of the person, a key of the people file.</summary>
    public required string Persona { get; init; }

    /// <summary>Debtor or third party.</summary>
    public required Speaker Speaker { get; init; }

    /// <summary>Mood at the start.</summary>
    public required Mood Mood { get; init; }

    /// <summary>The name on the agent's screen.</summary>
    public required string Name { get; init; }

    /// <summary>Last four of the identity document.</summary>
    public required string IdLast4 { get; init; }

    /// <summary>The account on the agent's screen.</summary>
    public required Account Account { get; init; }

    /// <summary>Net income, living costs, and what can be paid, a month: the truth.</summary>
    public required Finances Finances { get; init; }

    /// <summary>First words, one of them by the seed.</summary>
    public required IReadOnlyList<string> Opening { get; init; }

    /// <summary>The intent or danger in every one of the first words, where it is another than the family's.</summary>
    public string? OpeningMeans { get; init; }

    /// <summary>What is hidden.</summary>
    public required IReadOnlyList<HiddenFact> Facts { get; init; }

    /// <summary>What is thrown in.</summary>
    public required IReadOnlyList<Trap> Traps { get; init; }

    /// <summary>What the call is about, of <see cref="KnownGoals"/>.</summary>
    public required IReadOnlySet<string> Goals { get; init; }

    /// <summary>What a good call comes to, of <see cref="Outcomes"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Codes a right note may carry.</summary>
    public required IReadOnlyList<string> Dispositions { get; init; }

    /// <summary>The plan the engine holds best for these means; null where the outcome is no plan.</summary>
    public required Offer? Plan { get; init; }

    /// <summary>The pack that holds for the account; null where there is none.</summary>
    public required PlanPack? Pack { get; init; }

    /// <summary>Anger at which the person breaks off.</summary>
    public required int LeavesAt { get; init; }

    /// <summary>An exemplary agent's lines.</summary>
    public required IReadOnlyList<string> Model { get; init; }

    /// <summary>Values that common words may name, by placeholder.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }
}

/// <summary>The truth about money, a month.</summary>
public sealed record Finances(Money Income, Money Essentials, Money CanPay);

/// <summary>Something the person does not tell unasked.</summary>
/// <param name="Id">Name within the scenario.</param>
/// <param name="About">What asks for it: the act <c>asks_</c> and this.</param>
/// <param name="Says">The words that tell it.</param>
/// <param name="Trust">Least trust at which it is told.</param>
/// <param name="Verified">Whether only after the check of identity.</param>
/// <param name="Before">What is said while it stays hidden.</param>
/// <param name="IsFalse">Whether that is a lie, which telling admits.</param>
public sealed record HiddenFact(string Id, string About, IReadOnlyList<string> Says, int Trust, bool Verified, IReadOnlyList<string> Before, bool IsFalse);

/// <summary>Something the person throws in.</summary>
/// <param name="Id">Name within the scenario.</param>
/// <param name="After">Replies after which it comes.</param>
/// <param name="Says">The words.</param>
/// <param name="Right">How it is rightly met, told afterwards.</param>
public sealed record Trap(string Id, int After, IReadOnlyList<string> Says, string Right);

/// <summary>Mood, each part 0 to 100.</summary>
public sealed record Mood(int Trust, int Anger, int Shame, int Fear)
{
    /// <summary>Moved, within bounds.</summary>
    /// <param name="by">By how much at full weight.</param>
    /// <param name="kind">Weight of what eases.</param>
    /// <param name="harm">Weight of what hurts.</param>
    public Mood Moved(Mood by, decimal kind, decimal harm)
    {
        return new(Add(Trust, by.Trust, by.Trust > 0), Add(Anger, by.Anger, by.Anger < 0), Add(Shame, by.Shame, by.Shame < 0), Add(Fear, by.Fear, by.Fear < 0));

        int Add(int now, int change, bool eases) => Math.Clamp(now + (int)Math.Round(change * (eases ? kind : harm), MidpointRounding.AwayFromZero), 0, 100);
    }
}

/// <summary>How a kind of person reacts.</summary>
/// <param name="Kind">Weight of what eases.</param>
/// <param name="Harm">Weight of what hurts.</param>
/// <param name="Interrupts">Chance of cutting in, 0 to 1.</param>
/// <param name="AcceptsAt">Trust at which a plan within their means is accepted.</param>
/// <param name="NeedsKindness">Whether they answer only lines that also listen, feel or give a reason.</param>
public sealed record Persona(decimal Kind, decimal Harm, double Interrupts, int AcceptsAt, bool NeedsKindness);

/// <summary>How people react and what they say on common occasions; data of <c>prompts/practice/</c>.</summary>
/// <param name="Personas">By name.</param>
/// <param name="Moves">How an act moves the mood.</param>
/// <param name="Harms">The harm a category of the rule book does: threatens, insults, presses, over_promises, discloses.</param>
/// <param name="KindByDifficulty">Weight of what eases at difficulty 1 to 5.</param>
/// <param name="HarmByDifficulty">Weight of what hurts at difficulty 1 to 5.</param>
/// <param name="InterruptsByDifficulty">Chance of cutting in at difficulty 1 to 5.</param>
/// <param name="MeansByFact">Intent or danger of a fact told, by family/about or about.</param>
/// <param name="MeansByOccasion">The same by occasion.</param>
/// <param name="MeansByOpening">The same by family, of the opening.</param>
/// <param name="Words">Wordings by locale, then by occasion, or occasion and persona.</param>
public sealed record People(
    IReadOnlyDictionary<string, Persona> Personas, IReadOnlyDictionary<string, Mood> Moves, IReadOnlyDictionary<string, string> Harms, IReadOnlyList<decimal> KindByDifficulty,
    IReadOnlyList<decimal> HarmByDifficulty, IReadOnlyList<double> InterruptsByDifficulty, IReadOnlyDictionary<string, string> MeansByFact, IReadOnlyDictionary<string, string> MeansByOccasion,
    IReadOnlyDictionary<string, string> MeansByOpening, IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Words)
{
    /// <summary>Occasions on which common words are said.</summary>
    public static readonly IReadOnlyList<string> Occasions =
    [
        "who_are_you", "gives_factor", "deflects", "said_already", "protests_threat", "protests_insult", "protests_pressure", "doubts_promise", "objects_disclosure", "too_high",
        "counters", "thinks", "accepts", "confirms", "asks_terms", "thanks_sympathy", "understood", "asks_next", "impatient", "repeats_you", "confused_by", "silent", "leaves_angry", "leaves_tired", "goodbye",
        "not_them", "takes_message", "relieved_stop", "relieved_rights", "holds_on", "interrupts",
    ];
}
