namespace Assistant.Skills.Ledger;

/// <summary>Which balance bears interest once a statement is not paid in full by its due date (regulation 5.1).</summary>
public enum InterestRegime
{
    /// <summary>全额计息: the whole amount, from its posting day, as it stood from day to day.</summary>
    Full,

    /// <summary>未偿还部分计息, first reading: only what was left unpaid at the due date, from its posting day.</summary>
    UnpaidA,

    /// <summary>Second reading: up to the due date the balance of each day times the unpaid share, afterwards the balance itself.</summary>
    UnpaidB,
}

/// <summary>Whether the last day of a leg counts.</summary>
public enum DayCount
{
    /// <summary>Start day counted, end day not: days = end − start.</summary>
    StartInEndOut,

    /// <summary>The same, but the last leg before a statement counts the statement day too.</summary>
    StartInEndIn,
}

/// <summary>
/// What a creditor's card contract says of interest and penalty, from a day on: data of the creditor's profile. Rates that the
/// case file gives (interest, penalty, minimum) come from there.
/// </summary>
public sealed record CardTerms
{
    /// <summary>First day these terms hold.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Whether the creditor has confirmed them; only then may a recomputed figure be held against the bank's.</summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>Which balance bears interest.</summary>
    public required InterestRegime Regime { get; init; }

    /// <summary>How days are counted.</summary>
    public required DayCount DayCount { get; init; }

    /// <summary>Whether billed interest bears interest from its statement on (monthly compounding).</summary>
    public required bool Compounds { get; init; }

    /// <summary>Whether penalty and service fees bear interest: contracts from before 2017 (银发〔2016〕111号 ended it).</summary>
    public required bool ChargesInterestOnFees { get; init; }

    /// <summary>Smallest penalty by currency; nothing where none is given.</summary>
    public required IReadOnlyDictionary<string, decimal> PenaltyFloor { get; init; }

    /// <summary>Penalty rate from the third missed month in a row on, when the contract raises it; a fraction.</summary>
    public decimal? EscalatedPenaltyRate { get; init; }

    /// <summary>Missed months in a row after which the raised rate holds.</summary>
    public int EscalatesAfter { get; init; } = 2;

    /// <summary>Days after the due date that still count as on time (容时).</summary>
    public required int ToleranceDays { get; init; }

    /// <summary>Shortfall by currency that still counts as paid in full (容差).</summary>
    public required IReadOnlyDictionary<string, decimal> ToleranceAmount { get; init; }

    /// <summary>Smallest minimum payment by currency.</summary>
    public required IReadOnlyDictionary<string, decimal> MinimumFloor { get; init; }

    /// <summary>From this day overdue on a payment settles principal first (办法 art. 57).</summary>
    public required int AllocationFlipsAt { get; init; }

    /// <summary>A regime by its word in files and queries; null for any other word.</summary>
    public static InterestRegime? RegimeOf(string word) => word switch
    {
        "full" => InterestRegime.Full,
        "unpaid_a" => InterestRegime.UnpaidA,
        "unpaid_b" => InterestRegime.UnpaidB,
        _ => null,
    };

    /// <summary>A day count by its word; null for any other word.</summary>
    public static DayCount? DayCountOf(string word) => word switch
    {
        "SI_EX" => DayCount.StartInEndOut,
        "SI_EI" => DayCount.StartInEndIn,
        _ => null,
    };

    /// <summary>Whether "monthly" or "none" compounds; null for any other word.</summary>
    public static bool? CompoundsOf(string word) => word switch
    {
        "monthly" => true,
        "none" => false,
        _ => null,
    };

    /// <summary>The words of these terms: regime, day count, compounding.</summary>
    public (string Regime, string DayCount, string Compounding) Words => (
        Regime switch { InterestRegime.Full => "full", InterestRegime.UnpaidA => "unpaid_a", _ => "unpaid_b" },
        DayCount == DayCount.StartInEndOut ? "SI_EX" : "SI_EI", Compounds ? "monthly" : "none");

    /// <summary>
    /// Default penalty (违约金): a rate of the part of the minimum that was not paid by the due date and its tolerance, at least the floor.
    /// </summary>
    /// <param name="minimum">The minimum payment that was due.</param>
    /// <param name="paid">Paid by then.</param>
    /// <param name="rate">Contract rate, a fraction.</param>
    /// <param name="missedBefore">Months in a row, just before, whose minimum was missed.</param>
    public (Money Amount, decimal Rate) Penalty(Money minimum, Money paid, decimal rate, int missedBefore)
    {
        var unpaid = minimum - paid;
        if (!unpaid.IsPositive)
            return (Money.Zero(minimum.Currency), rate);
        var held = missedBefore >= EscalatesAfter && EscalatedPenaltyRate is { } raised ? raised : rate;
        return (Money.Max(Money.Round(unpaid.Amount * held, minimum.Currency), Of(PenaltyFloor, minimum.Currency)), held);
    }

    /// <summary>
    /// Minimum payment: a share of the unpaid purchases and cash, all interest, fees and penalty, what is above the credit limit, and
    /// the unpaid part of the minimum before; at least the floor, at most the balance; cents round up in the bank's favour.
    /// </summary>
    /// <param name="parts">What the balance is made of.</param>
    /// <param name="ratio">Contract share, a fraction.</param>
    public Money Minimum(BalanceParts parts, decimal ratio)
    {
        var currency = parts.Principal.Currency;
        var balance = parts.Principal + parts.Costs;
        if (!balance.IsPositive)
            return Money.Zero(currency);
        var over = parts.Limit is { } limit && parts.Principal > limit ? parts.Principal - limit : Money.Zero(currency);
        var share = new Money(decimal.Ceiling((parts.Principal - parts.Instalments).Amount * ratio * 100m) / 100m, currency);
        return Money.Min(balance, Money.Max(Of(MinimumFloor, currency), share + parts.Instalments + parts.Costs + over + parts.MissedMinimum));
    }

    /// <summary>An amount by currency, nothing where none is given.</summary>
    public static Money Of(IReadOnlyDictionary<string, decimal> amounts, string currency) => new(amounts.GetValueOrDefault(currency), currency);
}

/// <summary>What a statement balance is made of, for the minimum payment.</summary>
/// <param name="Principal">Unpaid purchases, cash and instalments.</param>
/// <param name="Costs">Unpaid interest, fees and penalty.</param>
/// <param name="MissedMinimum">Unpaid part of the minimum before, as far as it is principal.</param>
public sealed record BalanceParts(Money Principal, Money Costs, Money MissedMinimum)
{
    /// <summary>Credit limit, where known.</summary>
    public Money? Limit { get; init; }

    /// <summary>Instalments due this period, in the principal; due in full.</summary>
    public Money Instalments { get; init; } = Money.Zero(Principal.Currency);
}
