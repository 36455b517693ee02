using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>What became of a promise to pay.</summary>
public enum PromiseStatus
{
    /// <summary>Not paid yet, and its time is not over.</summary>
    Pending,

    /// <summary>Paid whole in time.</summary>
    Kept,

    /// <summary>Paid in good part in time.</summary>
    Partial,

    /// <summary>Its time went by with less.</summary>
    Broken,
}

/// <summary>What a promise came to.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Actual">Paid in its time.</param>
/// <param name="ActualOn">The day that completed it, else the last day that something was paid.</param>
public sealed record PromiseVerdict(PromiseStatus Status, Money Actual, DateOnly? ActualOn);

/// <summary>
/// The life of a promise: payments valued from the day it was made to its day and the pack's days of grace. The same payment
/// counts for an agreement of the case too: it is the same money to the bank.
/// </summary>
public static class PromiseLife
{
    /// <summary>Judges a promise.</summary>
    /// <param name="promise">Amount and day.</param>
    /// <param name="madeOn">The civil day it was made.</param>
    /// <param name="payments">All postings of the case, any order; payments and chargebacks count.</param>
    /// <param name="pack">The case's pack; null where there is none, then the promise counts to the letter.</param>
    /// <param name="today">The bank's civil day.</param>
    public static PromiseVerdict Judge(PromiseOnFile promise, DateOnly madeOn, IEnumerable<Payment> payments, PlanPack? pack, DateOnly today)
    {
        var deadline = promise.DueOn.AddDays(pack?.PromiseGraceDays ?? 0);
        var money = new PlanMoney(payments, madeOn, deadline < today ? deadline : today, promise.Amount.Currency);
        var share = promise.Amount.Amount * (pack?.PromisePartialShare ?? 1m);
        var status = money switch
        {
            _ when money.Final >= promise.Amount => PromiseStatus.Kept,
            _ when today <= deadline => PromiseStatus.Pending,
            _ when money.Final.Amount >= share => PromiseStatus.Partial,
            _ => PromiseStatus.Broken,
        };
        DateOnly? paidOn = status == PromiseStatus.Kept ? money.CoveredSince(promise.Amount)
            : money.Final.IsPositive ? money.Days.Last().Day : null;
        return new(status, money.Final, paidOn);
    }
}
