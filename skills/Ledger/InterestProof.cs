namespace Assistant.Skills.Ledger;

/// <summary>One stretch of days over which the interest-bearing balance stood still.</summary>
/// <param name="From">First day that counts.</param>
/// <param name="To">The day it ends: not counted, unless the contract counts the statement day (SI_EI) and this is one.</param>
/// <param name="Days">Days counted.</param>
/// <param name="Balance">What bore interest, two places.</param>
/// <param name="Rate">Per day, a fraction.</param>
/// <param name="Exact">Interest before rounding; rounded once, with the other lines of its statement.</param>
/// <param name="BilledOn">Statement on which it is billed.</param>
public sealed record ProofLine(DateOnly From, DateOnly To, int Days, Money Balance, decimal Rate, decimal Exact, DateOnly BilledOn)
{
    /// <summary>Interest of this stretch alone, rounded to be read.</summary>
    public Money Interest => Money.Round(Exact, Balance.Currency);
}

/// <summary>One statement as the ledger sees it.</summary>
/// <param name="ClosedOn">Statement day.</param>
/// <param name="DueOn">Due date.</param>
/// <param name="Balance">Everything owed when it closed.</param>
/// <param name="Minimum">Minimum payment by the contract's formula.</param>
/// <param name="Paid">Paid after it closed, by the due date and its tolerance.</param>
/// <param name="IsDue">Whether the due date lies within the proof.</param>
public sealed record StatementFigures(DateOnly ClosedOn, DateOnly DueOn, Money Balance, Money Minimum, Money Paid, bool IsDue)
{
    /// <summary>Penalty for the part of the minimum that was not paid.</summary>
    public Money Penalty { get; init; } = Money.Zero(Balance.Currency);

    /// <summary>Rate that penalty was computed by, a fraction.</summary>
    public decimal PenaltyRate { get; init; }

    /// <summary>Smallest penalty of the contract.</summary>
    public Money PenaltyFloor { get; init; } = Money.Zero(Balance.Currency);
}

/// <summary>How interest and penalty came about, recomputed from the lines alone.</summary>
public sealed record InterestProof
{
    /// <summary>First day looked at.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day looked at; under SI_EX itself not counted.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Contract terms of the last day.</summary>
    public required CardTerms Terms { get; init; }

    /// <summary>Contract rate per day, a fraction.</summary>
    public required decimal Rate { get; init; }

    /// <summary>Every stretch, in the order it is billed.</summary>
    public required IReadOnlyList<ProofLine> Lines { get; init; }

    /// <summary>All interest of the lines: unrounded within a statement, rounded once each.</summary>
    public required Money Interest { get; init; }

    /// <summary>Statements that closed before <see cref="To"/>.</summary>
    public required IReadOnlyList<StatementFigures> Statements { get; init; }

    /// <summary>Statements that fell due in the window, the last of them last.</summary>
    public required IReadOnlyList<StatementFigures> Due { get; init; }

    /// <summary>What is still owed at the end, of interest billed and running included.</summary>
    public required BalanceOfParts Owed { get; init; }

    /// <summary>All penalty of the window.</summary>
    public Money Penalty => Due.Aggregate(Money.Zero(Interest.Currency), (sum, statement) => sum + statement.Penalty);
}

/// <summary>What a balance consists of. <c>Credit</c> is money of the cardholder's that nothing was owed against.</summary>
public sealed record BalanceOfParts(Money Principal, Money Interest, Money Penalty, Money Fees, Money Credit)
{
    /// <summary>Everything owed; negative with a credit balance.</summary>
    public Money Total => Principal + Interest + Penalty + Fees - Credit;
}

/// <summary>Rates a case file gives.</summary>
/// <param name="DailyRate">Interest per day, a fraction.</param>
/// <param name="PenaltyRate">Penalty on the unpaid minimum, a fraction.</param>
/// <param name="MinimumShare">Share of the balance in the minimum payment, a fraction.</param>
/// <param name="Limit">Credit limit, where known.</param>
public sealed record Contract(decimal DailyRate, decimal PenaltyRate, decimal MinimumShare, Money? Limit = null)
{
    /// <summary>The rates of a case.</summary>
    public static Contract Of(CaseFile file) => new(file.DailyRate, file.PenaltyRate, file.MinPayRate, file.CreditLimit);
}
