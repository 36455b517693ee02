namespace Assistant.Skills.Ledger;

/// <summary>The books of one run forward: what is owed, what bears interest, what is overdue.</summary>
internal sealed class ProjectionRun
{
    private const decimal Most = 1_000_000_000_000m;

    private readonly CaseFile file;
    private readonly CardTerms terms;
    private readonly DateOnly start;
    private readonly DateOnly asOf;
    private readonly int dueDay;
    private DateOnly closes;
    private DateOnly accruedTo;
    private Debt debt;
    private Money bearingInterest;
    private Money bearingFees;
    private Money minimum;
    private decimal running;
    private bool isInGrace;
    private DateOnly? overdueSince;
    private int missedInRow;
    private Money missed;

    public ProjectionRun(Account account, CardTerms terms)
    {
        this.terms = terms;
        file = account.File;
        start = account.Today;
        asOf = account.AsOfDay;
        dueDay = file.DueDate.Day;
        accruedTo = start > asOf ? start : asOf;
        debt = account.Principal.Amount < 0m ? (account.Debt with { Principal = Zero }).After(Zero - account.Principal, false) : account.Debt;
        (bearingInterest, bearingFees, missed) = (Zero, Zero, Zero);
        minimum = account.MinPayment;
        running = account.Accrued;
        isInGrace = account.IsInGrace;
        if (account.DaysPastDue > 0 && minimum.IsPositive)
            (overdueSince, missedInRow) = (file.DueDate, (int)account.Bucket);
        closes = History.Closing(start.AddMonths(-2), file.StatementDay);
        while (History.DueAfter(closes, dueDay) < start)
            closes = NextClosing;
    }

    /// <summary>Payments so far.</summary>
    public int Month { get; private set; }

    /// <summary>Whether nothing is owed and nothing runs.</summary>
    public bool IsSettled => !debt.Total.IsPositive && !Rounded(running).IsPositive;

    /// <summary>Whether all payments that are left could not settle what is owed by now.</summary>
    public bool IsHopeless(Repayment repayment) => IsBeyondMoney || (repayment.Fixed is { } each && debt.Total > each * (Projection.MostMonths - Month));

    /// <summary>Whether the balance has grown to an amount that means nothing any more.</summary>
    public bool IsBeyondMoney => debt.Total.Amount > Most;

    private Money Zero => Money.Zero(file.Currency);

    private DateOnly NextClosing => History.Closing(closes.AddDays(1), file.StatementDay);

    private decimal Bearing => Math.Max(0m, debt.Principal.Amount) + (terms.Compounds ? bearingInterest.Amount : 0m) + (terms.ChargesInterestOnFees ? bearingFees.Amount : 0m);

    /// <summary>The next payment, with everything billed since the one before.</summary>
    public ProjectedMonth Next(Repayment repayment)
    {
        var from = repayment.From > start ? repayment.From : start;
        var opening = debt.Total;
        Money interest = Zero, penalty = Zero;
        while (true)
        {
            interest += Close();
            var (statementOn, dueOn) = (closes, History.DueAfter(closes, dueDay));
            closes = NextClosing;
            // A short month can put two statements before one due date; the later one's minimum holds.
            if (History.DueAfter(closes, dueDay) == dueOn)
                continue;
            var wanted = dueOn < from ? Zero : repayment.Fixed ?? minimum;
            var (paid, late, ran) = Pay(dueOn, wanted);
            interest += ran;
            penalty += late;
            if (paid.IsPositive)
                return new(++Month, statementOn, dueOn, opening, interest, penalty, paid, debt.Total);
            // Nothing fell due, or the payments start later: the month is waited through. Only a minimum that stays at nothing counts.
            if (dueOn >= from && repayment.Fixed is null && debt.Total.IsPositive && statementOn > asOf)
                return new(++Month, statementOn, dueOn, opening, interest, penalty, paid, debt.Total);
        }
    }

    /// <summary>What settles everything on a day.</summary>
    public Payoff Until(DateOnly day)
    {
        var dueBefore = false;
        if (isInGrace && day <= file.DueDate)
            return new(day, Positive(debt.Total), Zero, false);
        // One beyond the day: with SI_EI the statement day itself is billed.
        for (; (terms.DayCount == DayCount.StartInEndIn ? closes.AddDays(1) : closes) <= day; closes = NextClosing)
        {
            isInGrace = false;
            Close();
            dueBefore |= History.DueAfter(closes, dueDay) is var due && due >= start && due < day;
        }

        AccrueTo(day);
        return new(day, Positive(debt.Total + Rounded(running)), Rounded(Bearing * file.DailyRate), dueBefore && debt.Total.IsPositive);
    }

    private Money Positive(Money amount) => Money.Max(amount, Zero);

    private Money Rounded(decimal amount) => Money.Round(amount, file.Currency);

    private void AccrueTo(DateOnly day)
    {
        if (day <= accruedTo)
            return;
        running += Bearing * file.DailyRate * (day.DayNumber - accruedTo.DayNumber);
        accruedTo = day;
    }

    /// <summary>Closes a statement: bills what ran, once rounded, and asks for its minimum. One that closed before the file was made is in the file.</summary>
    private Money Close()
    {
        if (closes <= asOf)
            return Zero;
        AccrueTo(terms.DayCount == DayCount.StartInEndIn ? closes.AddDays(1) : closes);
        var billed = isInGrace ? Zero : Bill();
        bearingInterest = debt.Interest;
        bearingFees = debt.Penalty + debt.Fees;
        minimum = terms.Minimum(new BalanceParts(Positive(debt.Principal), debt.Costs, Money.Min(missed, Positive(debt.Principal))) { Limit = file.CreditLimit }, file.MinPayRate);
        return billed;
    }

    private Money Bill()
    {
        var billed = Rounded(running);
        running = 0m;
        debt = debt with { Interest = debt.Interest + billed };
        return billed;
    }

    private (Money Paid, Money Penalty, Money Ran) Pay(DateOnly dueOn, Money wanted)
    {
        AccrueTo(dueOn);
        minimum = Positive(Money.Min(minimum, debt.Total));
        var ran = Zero;
        if (isInGrace && wanted >= debt.Total)
            running = 0m;
        else if (wanted >= debt.Total + Rounded(running))
            ran = Bill();
        isInGrace = false;
        var paid = Money.Min(wanted, debt.Total);
        debt = debt.After(paid, overdueSince is { } since && dueOn.DayNumber - since.DayNumber >= terms.AllocationFlipsAt);
        bearingInterest = Money.Min(bearingInterest, debt.Interest);
        bearingFees = Money.Min(bearingFees, debt.Penalty + debt.Fees);
        missed = Positive(minimum - paid - debt.Costs);
        // What is left of it holds until the next statement names another.
        minimum = Positive(minimum - paid);
        if (minimum <= CardTerms.Of(terms.ToleranceAmount, file.Currency))
        {
            (overdueSince, missedInRow) = (null, 0);
            return (paid, Zero, ran);
        }

        var (penalty, _) = terms.Penalty(minimum, Zero, file.PenaltyRate, missedInRow++);
        overdueSince ??= dueOn;
        debt = debt with { Penalty = debt.Penalty + penalty };
        return (paid, penalty, ran);
    }
}
