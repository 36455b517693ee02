namespace Assistant.Skills.Ledger;

/// <summary>How an account would be repaid: the contract's minimum each month, or the same amount.</summary>
/// <param name="Fixed">The same amount on each due date; null pays the minimum.</param>
/// <param name="From">First day on which a payment is made; a day before today counts as today.</param>
/// <param name="Months">Most months to give back, 1 to <see cref="Projection.MostMonths"/>.</param>
public sealed record Repayment(Money? Fixed, DateOnly From, int Months = Projection.MostMonths);

/// <summary>One statement and the payment that answers it: closing = opening + interest + penalty − payment.</summary>
/// <param name="Month">1 for the first payment.</param>
/// <param name="StatementOn">Day the statement closes.</param>
/// <param name="DueOn">Day of the payment.</param>
/// <param name="Opening">Owed before; what was billed in months waited through is in the first one's interest and penalty.</param>
/// <param name="Interest">Billed with this statement; with the last payment also what ran up to its day.</param>
/// <param name="Penalty">For the part of the minimum that this payment leaves open.</param>
/// <param name="Payment">Paid on the due date.</param>
/// <param name="Closing">Owed after it; interest that runs meanwhile stands in the next month.</param>
public sealed record ProjectedMonth(int Month, DateOnly StatementOn, DateOnly DueOn, Money Opening, Money Interest, Money Penalty, Money Payment, Money Closing);

/// <summary>
/// An account run forward month by month from where it stands, nothing new being bought. What has to be assumed, for a file does not
/// say it: interest in the file bears interest itself from the next statement on, where the contract compounds; how long an account is
/// overdue counts from its due date until one minimum is paid in full; purchases still in their interest-free time would bear, if not
/// all paid by the due date, from the file's day, because their posting days are unknown.
/// </summary>
public sealed record Projection
{
    /// <summary>Most months looked ahead: fifty years. What is not paid off by then never is.</summary>
    public const int MostMonths = 600;

    /// <summary>Most days ahead for which <see cref="PayoffOn"/> answers.</summary>
    public const int MostPayoffDays = 60;

    private Projection()
    {
    }

    /// <summary>Months in order, at most as many as asked for; none when nothing is owed.</summary>
    public required IReadOnlyList<ProjectedMonth> Months { get; init; }

    /// <summary>Whether the last of the months settles everything.</summary>
    public required bool IsPaidOff { get; init; }

    /// <summary>Whether this way of paying does not end within <see cref="MostMonths"/>: it does not cover what is added.</summary>
    public required bool NeverEnds { get; init; }

    /// <summary>Currency of all of it.</summary>
    public required string Currency { get; init; }

    /// <summary>Day of the payment that settles everything.</summary>
    public DateOnly? EndsOn => IsPaidOff && Months.Count > 0 ? Months[^1].DueOn : null;

    /// <summary>All payments.</summary>
    public Money Paid => Sum(month => month.Payment);

    /// <summary>All interest billed from now on.</summary>
    public Money Interest => Sum(month => month.Interest);

    /// <summary>All penalties from now on.</summary>
    public Money Penalty => Sum(month => month.Penalty);

    /// <summary>Runs an account forward.</summary>
    /// <param name="account">Where it stands.</param>
    /// <param name="terms">Contract terms of today, held to stay.</param>
    /// <param name="repayment">What is paid.</param>
    public static Projection Of(Account account, CardTerms terms, Repayment repayment)
    {
        var run = new ProjectionRun(account, terms);
        var months = new List<ProjectedMonth>();
        var paidOff = run.IsSettled;
        while (!paidOff && run.Month < MostMonths && !(run.IsHopeless(repayment) && (run.Month >= repayment.Months || run.IsBeyondMoney)))
        {
            var month = run.Next(repayment);
            paidOff = run.IsSettled;
            if (month.Month <= repayment.Months)
                months.Add(month);
        }

        return new() { Months = months, IsPaidOff = paidOff && run.Month <= repayment.Months, NeverEnds = !paidOff, Currency = account.File.Currency };
    }

    /// <summary>
    /// What settles everything on a day, the day itself bearing no interest: what is owed and what runs until then. A penalty for a
    /// minimum that falls due in between and is not paid would come on top.
    /// </summary>
    /// <param name="account">Where it stands.</param>
    /// <param name="terms">Contract terms of today.</param>
    /// <param name="day">From today to <see cref="MostPayoffDays"/> ahead.</param>
    public static Payoff PayoffOn(Account account, CardTerms terms, DateOnly day) => new ProjectionRun(account, terms).Until(day);

    private Money Sum(Func<ProjectedMonth, Money> part) => Months.Aggregate(Money.Zero(Currency), (sum, month) => sum + part(month));
}

/// <summary>What settles everything on a day.</summary>
/// <param name="On">The day the bank posts the payment.</param>
/// <param name="Amount">What it takes; never below zero.</param>
/// <param name="PerDay">What one more day adds.</param>
/// <param name="MinimumDueBefore">Whether a due date lies before that day, so that a penalty might be added.</param>
public sealed record Payoff(DateOnly On, Money Amount, Money PerDay, bool MinimumDueBefore);
