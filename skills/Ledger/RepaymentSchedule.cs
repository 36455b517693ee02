namespace Assistant.Skills.Ledger;

/// <summary>One instalment: what it takes off the balance, and what it costs.</summary>
/// <param name="Principal">Taken off the balance.</param>
/// <param name="Interest">Interest or fee.</param>
public readonly record struct RepaymentRow(Money Principal, Money Interest)
{
    /// <summary>What is paid.</summary>
    public Money Total => Principal + Interest;
}

/// <summary>What a schedule is made from.</summary>
public sealed record RepaymentTerms
{
    /// <summary>What is repaid; more than nothing.</summary>
    public required Money Balance { get; init; }

    /// <summary>Number of monthly instalments, at least 1.</summary>
    public required int Months { get; init; }

    /// <summary>Yearly rate, a fraction, 0 or more.</summary>
    public required decimal YearlyRate { get; init; }

    /// <summary>Whether interest is reckoned on the first balance to the end (flat), not on what is left of it.</summary>
    public bool IsFlat { get; init; }

    /// <summary>Whether instalments take equal principal; else they are equal themselves.</summary>
    public bool HasEqualPrincipal { get; init; }

    /// <summary>Unit that equal instalments are rounded to, half up: 0.01 the cent, 1 the whole. Equal principal is rounded to the cent.</summary>
    public decimal InstalmentUnit { get; init; } = 0.01m;

    /// <summary>First instalments without principal, fewer than <see cref="Months"/>; the others share it.</summary>
    public int PrincipalGrace { get; init; }

    /// <summary>First instalments without interest, fewer than <see cref="Months"/>; what accrues meanwhile falls due in the next.</summary>
    public int InterestDeferred { get; init; }

    /// <summary>Days of each month, when interest is by the day over 365; without them a month bears a twelfth of the yearly rate.</summary>
    public IReadOnlyList<int>? Days { get; init; }
}

/// <summary>
/// Schedules of repayment. Money is rounded to the cent, half away from zero, in every row, and the last row takes what
/// rounding left: the principal of all rows is the balance to the cent.
/// </summary>
public static class RepaymentSchedule
{
    private const decimal MostMonthly = 0.1m;

    /// <summary>Without interest: equal instalments cut to the cent, the last takes the rest, fewer cents more than there are months.</summary>
    /// <param name="balance">More than nothing.</param>
    /// <param name="months">Number of instalments, at least 1.</param>
    /// <exception cref="ArgumentException">An argument outside its range.</exception>
    public static IReadOnlyList<RepaymentRow> Equal(Money balance, int months) => Flat(balance, months, 0m);

    /// <summary>A fee on the first balance in every instalment: principal as by <see cref="Equal"/>, the fee the same in each.</summary>
    /// <param name="balance">More than nothing.</param>
    /// <param name="months">Number of instalments, at least 1.</param>
    /// <param name="monthlyFeeRate">Fee a month, a fraction from 0 to 0.1.</param>
    /// <exception cref="ArgumentException">An argument outside its range.</exception>
    public static IReadOnlyList<RepaymentRow> Flat(Money balance, int months, decimal monthlyFeeRate)
    {
        Check(balance, months, monthlyFeeRate);
        var fee = Money.Round(balance.Amount * monthlyFeeRate, balance.Currency);
        var each = new Money(decimal.Floor(balance.Amount * 100m / months) / 100m, balance.Currency);
        return [.. Enumerable.Repeat(new RepaymentRow(each, fee), months - 1), new(balance - (each * (months - 1)), fee)];
    }

    /// <summary>
    /// Interest on what is left: equal instalments. The last differs from the others by at most as many cents as there are months, for
    /// which the instalment is moved by a cent or two where its rounding calls for it. With a balance below 100, a rate above
    /// 1.5 % or more than 60 months there may be no such cent; then the one that comes nearest is taken.
    /// </summary>
    /// <param name="balance">More than nothing.</param>
    /// <param name="months">Number of instalments, at least 1.</param>
    /// <param name="monthlyRate">Rate a month, a fraction from 0 to 0.1.</param>
    /// <exception cref="ArgumentException">An argument outside its range.</exception>
    public static IReadOnlyList<RepaymentRow> Annuity(Money balance, int months, decimal monthlyRate)
    {
        Check(balance, months, monthlyRate);
        var terms = new RepaymentTerms { Balance = balance, Months = months, YearlyRate = monthlyRate * 12m };
        var level = Instalment(terms);
        var tries = new[] { 0, -1, 1, -2, 2 }.Select(cents => level + new Money(cents / 100m, balance.Currency))
            .Select(instalment => (Instalment: instalment, Rows: Rows(terms, instalment)))
            .Where(made => made.Rows.SkipLast(1).All(row => row.Total == made.Instalment && row.Principal.Amount >= 0m)).Select(made => made.Rows);
        return tries.FirstOrDefault(rows => Difference(rows) <= months * 0.01m) ?? tries.MinBy(Difference)!;
    }

    /// <summary>The schedule of terms.</summary>
    /// <param name="terms">Its terms.</param>
    /// <exception cref="ArgumentException">A term outside its range, or an instalment that its unit leaves below its interest.</exception>
    public static IReadOnlyList<RepaymentRow> Of(RepaymentTerms terms)
    {
        Check(terms.Balance, terms.Months, terms.YearlyRate / 12m);
        Check(terms.PrincipalGrace >= 0 && terms.PrincipalGrace < terms.Months, "PrincipalGrace is from 0 to one less than Months.");
        Check(terms.InterestDeferred >= 0 && terms.InterestDeferred < terms.Months, "InterestDeferred is from 0 to one less than Months.");
        Check(terms.InstalmentUnit is > 0m and var unit && unit % 0.01m == 0m, "InstalmentUnit is a multiple of 0.01.");
        Check(terms.Days is null || (terms.Days.Count == terms.Months && terms.Days.All(days => days > 0)), "Days has a number above 0 for each month.");
        var rows = Rows(terms, Instalment(terms));
        Check(rows.All(row => row.Principal.Amount >= 0m), "InstalmentUnit rounds the instalment below its interest; make it smaller.");
        return rows;
    }

    /// <summary>The equal instalment, or with equal principal the principal of each.</summary>
    private static Money Instalment(RepaymentTerms terms)
    {
        var (balance, paying) = (terms.Balance.Amount, terms.Months - terms.PrincipalGrace);
        if (terms.HasEqualPrincipal)
            return Money.Round(balance / paying, terms.Balance.Currency);
        var monthly = terms.YearlyRate / 12m;
        var exact = terms.IsFlat ? (balance / paying) + (balance * monthly) : -Finance.Pmt(monthly, paying, balance);
        var units = decimal.Round(exact / terms.InstalmentUnit, MidpointRounding.AwayFromZero);
        return new(units * terms.InstalmentUnit, terms.Balance.Currency);
    }

    private static List<RepaymentRow> Rows(RepaymentTerms terms, Money instalment)
    {
        var nothing = Money.Zero(instalment.Currency);
        var (left, deferred, rows) = (terms.Balance, nothing, new List<RepaymentRow>(terms.Months));
        for (var month = 0; month < terms.Months; month++)
        {
            var rate = terms.Days is { } days ? terms.YearlyRate * days[month] / 365m : terms.YearlyRate / 12m;
            var accrued = Money.Round((terms.IsFlat ? terms.Balance : left).Amount * rate, left.Currency);
            var principal = month < terms.PrincipalGrace ? nothing
                : month == terms.Months - 1 ? left
                : Money.Min(left, terms.HasEqualPrincipal ? instalment : instalment - accrued);
            deferred += accrued;
            rows.Add(new(principal, month < terms.InterestDeferred ? nothing : deferred));
            if (month >= terms.InterestDeferred)
                deferred = nothing;
            left -= principal;
        }

        return rows;
    }

    /// <summary>How far the last instalment is from the others.</summary>
    private static decimal Difference(List<RepaymentRow> rows) => Math.Abs((rows[^1].Total - rows[0].Total).Amount);

    private static void Check(Money balance, int months, decimal monthlyRate)
    {
        Check(balance.IsPositive, "The balance to repay is more than nothing.");
        Check(months >= 1, "A schedule has at least 1 month.");
        Check(monthlyRate is >= 0m and <= MostMonthly, "The rate is from 0 to 0.1 a month; 0.01 is 1 %.");
    }

    private static void Check(bool holds, string correction)
    {
        if (!holds)
            throw new ArgumentException(correction);
    }
}
