namespace Assistant.Skills.Policy;

/// <summary>What the person asks of a plan. Everything is optional; what is absent is not assumed.</summary>
public sealed record Wish
{
    /// <summary>At most this much a month, above zero.</summary>
    public Money? Monthly { get; init; }

    /// <summary>Over this many months, 1 to 60.</summary>
    public int? Months { get; init; }

    /// <summary>Paid at once before the plan starts, above zero.</summary>
    public Money? DownPayment { get; init; }

    /// <summary>The first instalment on this day.</summary>
    public DateOnly? FirstDueOn { get; init; }

    /// <summary>Instalments fall due on this day of the month, 1 to 31; months without it use their last day.</summary>
    public int? Payday { get; init; }

    /// <summary>Net income a month, for the plan only.</summary>
    public Money? Income { get; init; }

    /// <summary>What living costs a month: housing, food, transport, health, school, dependants, insurance.</summary>
    public Money? Essentials { get; init; }

    /// <summary>Contractual minimums on other debts a month.</summary>
    public Money? OtherMinimums { get; init; }

    /// <summary>People who live on that income, the person included.</summary>
    public int? HouseholdSize { get; init; }

    /// <summary>Why payment is hard, as somebody put it; <see cref="StepReason"/> asks for a plan that starts low.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason that asks for small instalments first: income will return.</summary>
    public const string StepReason = "income_returning";

    /// <summary>Whether a plan that starts low and rises was asked for.</summary>
    public bool AsksForSteps => Reason == StepReason;

    /// <summary>Whether an amount or a term was named, which states inability to pay all and willingness to pay (办法 art. 70).</summary>
    public bool NamesWhatIsManageable => Monthly is not null || Months is not null;
}

/// <summary>What an offer is good for; the person sees at most one offer of each.</summary>
public enum OfferLabel
{
    /// <summary>Closest to what was asked.</summary>
    Recommended,

    /// <summary>Smallest instalment.</summary>
    Lightest,

    /// <summary>Done soonest.</summary>
    Fastest,
}

/// <summary>One line of a plan. Money of one currency; <c>Amount</c> is principal plus interest.</summary>
public sealed record ScheduleRow(int Seq, DateOnly DueOn, Money Principal, Money Interest, Money Amount);

/// <summary>One plan inside policy (external contract, section 6).</summary>
public sealed record Offer
{
    /// <summary>Digest of everything the offer says: the same plan has the same id, any change another.</summary>
    public required string OfferId { get; init; }

    /// <summary>Plan type of collections 5.2, a code of <see cref="PlanType"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is good for.</summary>
    public required OfferLabel Label { get; init; }

    /// <summary>What the plan repays: Σ principal + down payment; nothing for a pause.</summary>
    public required Money Balance { get; init; }

    /// <summary>Taken off before the plan, from a pre-approved settlement of the case.</summary>
    public required Money Waived { get; init; }

    /// <summary>Paid at once.</summary>
    public required Money DownPayment { get; init; }

    /// <summary>Every row, in order; none for a pause.</summary>
    public required IReadOnlyList<ScheduleRow> Schedule { get; init; }

    /// <summary>12 × the monthly internal rate of return, percent, two decimals.</summary>
    public required decimal AnnualRate { get; init; }

    /// <summary>The same compounded, percent, two decimals.</summary>
    public required decimal EffectiveRate { get; init; }

    /// <summary>Whether a person of the bank must approve it.</summary>
    public required bool RequiresApproval { get; init; }

    /// <summary>Rule ids that admit it.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Why it is shown: the tail of a reply id <c>plan.why.…</c>.</summary>
    public required string Why { get; init; }

    /// <summary>Day on which a pause is looked at again.</summary>
    public DateOnly? ReviewOn { get; init; }

    /// <summary>Whether its instalments are above what the person can afford by their own figures; such an offer is never recommended.</summary>
    public bool IsAboveAffordable { get; init; }

    /// <summary>Number of instalments.</summary>
    public int Months => Schedule.Count;

    /// <summary>Each instalment but the last.</summary>
    public Money Instalment => Schedule is [var first, ..] ? first.Amount : Money.Zero(Balance.Currency);

    /// <summary>The last instalment, which carries the cents left over.</summary>
    public Money LastInstalment => Schedule is [.., var last] ? last.Amount : Money.Zero(Balance.Currency);

    /// <summary>The dearest month.</summary>
    public Money Dearest => Money.Max(Instalment, LastInstalment);

    /// <summary>Day of the first instalment; none for a pause.</summary>
    public DateOnly? FirstDueOn => Schedule is [var first, ..] ? first.DueOn : null;

    /// <summary>Day of the last instalment; none for a pause.</summary>
    public DateOnly? LastDueOn => Schedule is [.., var last] ? last.DueOn : null;

    /// <summary>Down payment plus every instalment.</summary>
    public Money TotalPayable => Schedule.Aggregate(DownPayment, (sum, row) => sum + row.Amount);

    /// <summary>All interest of the plan.</summary>
    public Money TotalCost => Schedule.Aggregate(Money.Zero(Balance.Currency), (sum, row) => sum + row.Interest);
}

/// <summary>A plan type that is not offered, and what would change that.</summary>
/// <param name="Type">Plan type.</param>
/// <param name="Code">Reason code, the tail of a reply id <c>plan.declined.…</c>.</param>
/// <param name="Needed">The smallest instalment that would do, where that is the reason.</param>
/// <param name="NeededMonths">The term of that instalment.</param>
public sealed record Declined(string Type, string Code, Money? Needed = null, int? NeededMonths = null);

/// <summary>
/// Which policy answered and how much of it was searched: every plan type that the wish opens, every term of it. No plan found
/// there, within the assistant's authority and what is affordable, comes before the recommended one in <see cref="Order"/>.
/// </summary>
/// <param name="Policy">Name and version of the pack.</param>
/// <param name="Hash">SHA-256 of its file.</param>
/// <param name="Searched">Plans that were built and judged.</param>
public sealed record Certificate(string Policy, string Hash, int Searched)
{
    /// <summary>By what plans are ranked: the pack's order of types, distance from the term named, total cost, term, closeness to the amount named.</summary>
    public static IReadOnlyList<string> Order { get; } = ["type", "namedTerm", "cost", "term", "closeness"];
}

/// <summary>The answer of the plan engine: at most three offers, what was declined and why.</summary>
public sealed record Quote(
    string CaseNo, DateOnly AsOf, Wish Wish, IReadOnlyList<Offer> Offers, IReadOnlyList<Declined> Declined, Certificate? Certificate)
{
    /// <summary>What the person can pay a month by their own figures; only where they gave income and living costs.</summary>
    public Money? Affordable { get; init; }
}
