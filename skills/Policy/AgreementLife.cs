using System.Globalization;
using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>What can happen to an agreement.</summary>
public enum LifeEventKind
{
    /// <summary>Agreed to, or applied for.</summary>
    Created,

    /// <summary>A person approved it; where two must, the first of them.</summary>
    Approved,

    /// <summary>A person refused it.</summary>
    Rejected,

    /// <summary>Its terms were changed on an explicit yes.</summary>
    Changed,

    /// <summary>An instalment is paid whole.</summary>
    Paid,

    /// <summary>An instalment was paid in part.</summary>
    Part,

    /// <summary>An instalment's days of grace went by.</summary>
    Missed,

    /// <summary>A missed amount became a new last row.</summary>
    Appended,

    /// <summary>What stood no longer holds: a payment was taken back, or one valued in time was posted late.</summary>
    Reversed,

    /// <summary>Notice was given that it ends unless the missed amount is paid.</summary>
    Notice,

    /// <summary>The missed amount was paid in time after a notice.</summary>
    Cured,

    /// <summary>Held for a while.</summary>
    Paused,

    /// <summary>Running again.</summary>
    Resumed,

    /// <summary>Ended after notice; the contract applies from this day on, and nothing is charged for the time before.</summary>
    Broken,

    /// <summary>Everything paid.</summary>
    Completed,

    /// <summary>Withdrawn or refused.</summary>
    Cancelled,
}

/// <summary>Something that happened to an agreement.</summary>
/// <param name="Kind">What.</param>
/// <param name="Instalment">Number of the row, where it is about one.</param>
/// <param name="Before">What stood before: an amount, a day or a status.</param>
/// <param name="After">What stands now.</param>
public sealed record LifeEvent(LifeEventKind Kind, int? Instalment = null, string? Before = null, string? After = null);

/// <summary>What an agreement came to.</summary>
/// <param name="Record">As it stands now.</param>
/// <param name="Events">What is new since the record that was folded.</param>
public sealed record AgreementState(AgreementRecord Record, IReadOnlyList<LifeEvent> Events)
{
    /// <summary>Paid beyond everything that is to be paid.</summary>
    public Money Surplus { get; init; } = Money.Zero(Record.DownPayment.Currency);

    /// <summary>Taken back beyond what the agreement had received: money from before it, which it does not answer for.</summary>
    public Money TakenBackBefore { get; init; } = Money.Zero(Record.DownPayment.Currency);

    /// <summary>Last day to pay the missed amount after a notice.</summary>
    public DateOnly? NoticeEndsOn { get; init; }
}

/// <summary>
/// The life of an agreement as a fold: the same rows, payments, pack and day give the same state, and folding a state again
/// changes nothing. Money goes to the down payment, then to the oldest row; a day's payments count together, so their order
/// does not matter, and what is valued in time counts in time however late it is posted.
/// </summary>
public static class AgreementLife
{
    /// <summary>Where an agreement stands on a day. One that is not in force, or was not until it broke, stays as it is.</summary>
    /// <param name="before">The record.</param>
    /// <param name="payments">All postings of the case, any order; payments and chargebacks count.</param>
    /// <param name="pack">The pack that it was made under.</param>
    /// <param name="today">The bank's civil day.</param>
    public static AgreementState Fold(AgreementRecord before, IEnumerable<Payment> payments, PlanPack pack, DateOnly today) =>
        before is { Status: AgreementStatus.Active, ReviewOn: { } review } ? today <= review ? new AgreementState(before, [])
            : new AgreementState(before with { Status = AgreementStatus.Completed, EndedOn = review }, [new(LifeEventKind.Completed, After: Day(review))])
        : before.Status is AgreementStatus.Active or AgreementStatus.Paused || before is { Status: AgreementStatus.Broken, NoticeOn: not null }
            ? new AgreementFold(before, new PlanMoney(payments, before.AcceptedOn, today, before.DownPayment.Currency), pack, today).Run()
            : new AgreementState(before, []);

    /// <summary>What pays everything off on a day: all principal, and interest for the time the money was used (办法 art. 70).</summary>
    public static Money PayOff(AgreementRecord agreement, DateOnly day) =>
        Money.Max(Charged(agreement, day) - agreement.Received, Money.Zero(agreement.DownPayment.Currency));

    /// <summary>Interest of the agreement that paying off on a day saves.</summary>
    public static Money Saved(AgreementRecord agreement, DateOnly day) =>
        Original(agreement).Aggregate(Money.Zero(agreement.DownPayment.Currency), (sum, row) => sum + row.Interest - InterestUsed(agreement, row, day));

    /// <summary>Last day to pay the missed amount: the pack's days after the notice, counted anew after a hold.</summary>
    public static DateOnly NoticeEnds(AgreementRecord agreement, DateOnly noticeOn, PlanPack pack)
    {
        var end = noticeOn.AddDays(pack.MissNoticeDays);
        foreach (var hold in agreement.Holds.OrderBy(hold => hold.From).Where(hold => hold.Until >= noticeOn && hold.From <= end))
            end = Later(end, hold.Until.AddDays(pack.MissNoticeDays));
        return end;
    }

    /// <summary>Everything to be paid if it all were paid on a day.</summary>
    internal static Money Charged(AgreementRecord agreement, DateOnly day) =>
        Original(agreement).Aggregate(agreement.DownPayment, (sum, row) => sum + row.Principal + InterestUsed(agreement, row, day));

    /// <summary>A row's interest up to a day: whole once due, by days while its month runs, none before.</summary>
    internal static Money InterestUsed(AgreementRecord agreement, Instalment row, DateOnly day)
    {
        var from = Original(agreement).LastOrDefault(earlier => earlier.Seq < row.Seq)?.DueOn ?? agreement.AcceptedOn;
        if (day >= row.DueOn)
            return row.Interest;
        if (day <= from)
            return Money.Zero(row.Interest.Currency);
        return Money.Round(row.Interest.Amount * (day.DayNumber - from.DayNumber) / (row.DueOn.DayNumber - from.DayNumber), row.Interest.Currency);
    }

    /// <summary>The rows agreed to, without the appended one.</summary>
    internal static IEnumerable<Instalment> Original(AgreementRecord agreement) => agreement.Rows.Where(row => !row.IsAppended);

    /// <summary>One month after the last row, on the day of the month the rows fall on.</summary>
    internal static DateOnly MonthAfter(IReadOnlyList<Instalment> rows)
    {
        var last = rows[^1].DueOn;
        var isMonthEnd = last.Day == DateTime.DaysInMonth(last.Year, last.Month);
        var day = isMonthEnd ? rows.TakeLast(2).Max(row => row.DueOn.Day) : last.Day;
        var month = last.AddMonths(1);
        return History.InMonth(month.Year, month.Month, day);
    }

    internal static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The money an agreement has received, day by day: payments less what was taken back, never below nothing.</summary>
internal sealed class PlanMoney
{
    private readonly List<(DateOnly Day, Money Balance)> days = [];
    private readonly DateOnly from;

    public PlanMoney(IEnumerable<Payment> payments, DateOnly from, DateOnly today, string currency)
    {
        this.from = from;
        Final = TakenBackBefore = Zero = Money.Zero(currency);
        foreach (var day in payments.Where(p => p.Type is PaymentType.Payment or PaymentType.Chargeback && p.ValueDate >= from && p.ValueDate <= today)
            .GroupBy(p => p.ValueDate).OrderBy(day => day.Key))
        {
            var balance = day.Aggregate(Final, (sum, p) => p.Type == PaymentType.Payment ? sum + p.Amount : sum - p.Amount);
            Final = Money.Max(balance, Zero);
            TakenBackBefore += Final - balance;
            days.Add((day.Key, Final));
        }
    }

    public Money Zero { get; }

    public Money Final { get; }

    public Money TakenBackBefore { get; }

    public IEnumerable<(DateOnly Day, Money Balance)> Days => days;

    /// <summary>What had come in by the end of a day.</summary>
    public Money At(DateOnly day) => days.LastOrDefault(entry => entry.Day <= day) is { Balance.Currency: not null } entry ? entry.Balance : Zero;

    /// <summary>The day since which at least an amount is there; null when it is not there now.</summary>
    public DateOnly? CoveredSince(Money amount)
    {
        if (!amount.IsPositive)
            return from;
        DateOnly? since = null;
        for (var i = days.Count - 1; i >= 0 && days[i].Balance >= amount; i--)
            since = days[i].Day;
        return since;
    }
}
