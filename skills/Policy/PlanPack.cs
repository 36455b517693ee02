using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>
/// What a bank allows in instalment plans, for one law and currency: data of <c>prompts/policy/</c>, never code.
/// Loading checks it against the legal ceilings, so a pack in memory is lawful.
/// </summary>
public sealed record PlanPack
{
    /// <summary>The longest a personalised instalment may run, months (办法 art. 70; 银保监规〔2022〕13号). A pack may ask for less, never more.</summary>
    public const int LegalMaxMonths = 60;

    /// <summary>Name of the pack, a locale: zh-CN.</summary>
    public required string Id { get; init; }

    /// <summary>Version of its words, "2026.1".</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>First civil day it holds.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Who approved it for use.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>The law it is written for: CN, US.</summary>
    public required string Law { get; init; }

    /// <summary>The one currency it is written for.</summary>
    public required string Currency { get; init; }

    /// <summary>Longest term by balance: below <c>Below</c> at most <c>Months</c>; the last step has no upper bound.</summary>
    public required IReadOnlyList<TermStep> MaxTermByBalance { get; init; }

    /// <summary>Smallest instalment a month, money.</summary>
    public required Money MinInstalment { get; init; }

    /// <summary>Smallest instalment a month as a fraction of the balance; the larger of the two holds.</summary>
    public required decimal MinInstalmentShare { get; init; }

    /// <summary>The first instalment falls due within this many days.</summary>
    public required int FirstDueMaxDays { get; init; }

    /// <summary>Plan types the bank admits, the one to recommend first of several first.</summary>
    public required IReadOnlyList<PlanType> Types { get; init; }

    /// <summary>How affordability is reckoned.</summary>
    public required AffordabilityTerms Affordability { get; init; }

    /// <summary>Whom a person with nothing left is pointed to.</summary>
    public required FreeAdvice Advice { get; init; }

    /// <summary>The assistant alone may make a plan ACTIVE up to this balance; above, a person approves.</summary>
    public required Money BotMaxBalance { get; init; }

    /// <summary>Working days after which an application is answered.</summary>
    public required int ApprovalDays { get; init; }

    /// <summary>Instalments missed in a row after which, and after a notice, a plan is broken.</summary>
    public required int BrokenAfterMissed { get; init; }

    /// <summary>Days after its own on which an instalment may still be paid before it counts as missed.</summary>
    public required int MissGraceDays { get; init; }

    /// <summary>Whether the first missed amount of a plan becomes a new last instalment, once.</summary>
    public required bool AppendsMissed { get; init; }

    /// <summary>Days after the notice within which paying the missed amount keeps the plan.</summary>
    public required int MissNoticeDays { get; init; }

    /// <summary>A person of the bank may hold a plan for at most this many days.</summary>
    public required int PauseMaxDays { get; init; }

    /// <summary>Above this balance two different people approve.</summary>
    public required Money TwoPeopleAbove { get; init; }

    /// <summary>A promise to pay lies at most this many days ahead.</summary>
    public required int PromiseMaxDays { get; init; }

    /// <summary>Days after its own on which a promise may still be kept.</summary>
    public required int PromiseGraceDays { get; init; }

    /// <summary>The share of a promised amount that counts as kept in part, as a fraction.</summary>
    public required decimal PromisePartialShare { get; init; }

    /// <summary>Promises broken in a row after which a person takes the next one.</summary>
    public required int PromiseMaxBroken { get; init; }

    /// <summary>Years after the last payment, promise or provable contact from which a debt may be out of time (民法典 art. 188): a person looks before anything is promised.</summary>
    public required int LimitationYears { get; init; }

    /// <summary>Years that a conversation's words are kept; at least two (办法 art. 68).</summary>
    public required int RetentionYears { get; init; }

    /// <summary>Rules the pack is made of, by id.</summary>
    public required IReadOnlyDictionary<string, PackRule> Rules { get; init; }

    /// <summary>Name and version as a certificate writes them.</summary>
    public string Name => $"{Id}@{Version}";

    /// <summary>A plan type by code; null where the bank does not have it.</summary>
    public PlanType? Type(string code) => Types.FirstOrDefault(type => type.Code == code);

    /// <summary>Longest term for a balance, months.</summary>
    public int MaxTerm(Money balance) => MaxTermByBalance.First(step => step.Below is not { } below || balance < below).Months;

    /// <summary>Smallest instalment for a balance.</summary>
    public Money Floor(Money balance) => Money.Max(MinInstalment, Money.Round(balance.Amount * MinInstalmentShare, Currency));
}

/// <summary>One step of the table of longest terms; <c>Below</c> absent means every larger balance.</summary>
public sealed record TermStep(Money? Below, int Months);

/// <summary>A rule of a plan pack.</summary>
/// <param name="Id">Its one id, quoted by offers, trace and audit record.</param>
/// <param name="Says">What it demands, per locale.</param>
/// <param name="Source">Law, contract or the bank's own policy.</param>
public sealed record PackRule(string Id, IReadOnlyDictionary<string, string> Says, string Source);
