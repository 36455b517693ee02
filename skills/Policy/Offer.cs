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

    /// <summary>Plan type of collections 5.2: PIA.</summary>
    public required string Type { get; init; }

    /// <summary>What it is good for.</summary>
    public required OfferLabel Label { get; init; }

    /// <summary>What the plan repays: Σ principal + down payment.</summary>
    public required Money Balance { get; init; }

    /// <summary>Taken off before the plan.</summary>
    public required Money Waived { get; init; }

    /// <summary>Paid at once.</summary>
    public required Money DownPayment { get; init; }

    /// <summary>Every row, in order.</summary>
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

    /// <summary>Number of instalments.</summary>
    public int Months => Schedule.Count;

    /// <summary>Each instalment but the last.</summary>
    public Money Instalment => Schedule[0].Amount;

    /// <summary>The last instalment, which carries the cents left over.</summary>
    public Money LastInstalment => Schedule[^1].Amount;

    /// <summary>Day of the first instalment.</summary>
    public DateOnly FirstDueOn => Schedule[0].DueOn;

    /// <summary>Day of the last instalment.</summary>
    public DateOnly LastDueOn => Schedule[^1].DueOn;

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

/// <summary>Which policy answered and how much of it was searched.</summary>
public sealed record Certificate(string Policy, string Hash, int Searched);

/// <summary>The answer of the plan engine: at most three offers, what was declined and why.</summary>
public sealed record Quote(
    string CaseNo, DateOnly AsOf, Wish Wish, IReadOnlyList<Offer> Offers, IReadOnlyList<Declined> Declined, Certificate? Certificate);
