using Assistant.Skills;
using Assistant.Skills.Ledger;

namespace Assistant.Tests.Skills;

public sealed class RatesTests
{
    [Theory]
    [InlineData(3, 0.90, 1.344019, 16.13, 17.38)]
    [InlineData(6, 0.75, 1.272311, 15.27, 16.38)]
    [InlineData(12, 0.60, 1.086185, 13.03, 13.84)]
    [InlineData(12, 0.66, 1.192551, 14.31, 15.29)]
    [InlineData(12, 0.72, 1.298529, 15.58, 16.74)]
    [InlineData(12, 0.75, 1.351374, 16.22, 17.48)]
    [InlineData(24, 0.68, 1.246495, 14.96, 16.03)]
    [InlineData(36, 0.68, 1.235091, 14.82, 15.87)]
    public void A_monthly_fee_on_the_first_balance_costs_nearly_twice_its_rate(int months, decimal feePercent, decimal monthly, decimal simple, decimal compounded)
    {
        var exact = Finance.Rate(months, (12_000m / months) + (12_000m * feePercent / 100m), -12_000m)!.Value;
        decimal.Round(exact * 100m, 6).ShouldBe(monthly);
        Check(12_000m, [.. RepaymentSchedule.Flat(Yuan(12_000m), months, feePercent / 100m).Select(row => row.Total)], monthly, simple, compounded);
    }

    [Fact]
    public void A_fee_paid_up_front_lessens_what_was_received() => Check(11_136m, [.. Enumerable.Repeat(Yuan(1_000m), 12)], 1.168745m, 14.02m, 14.96m);

    [Fact]
    public void A_plan_without_cost_has_a_rate_of_nothing() => Check(100m, [.. RepaymentSchedule.Equal(Yuan(100m), 3).Select(row => row.Total)], 0m, 0m, 0m);

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Should.Throw<ArgumentException>(() => Rates.MonthlyIrr(Yuan(0m), [Yuan(1m)]));
        Should.Throw<ArgumentException>(() => Rates.MonthlyIrr(Yuan(1m), []));
        Should.Throw<ArgumentException>(() => Rates.MonthlyIrr(Yuan(1m), [Yuan(0m)]));
        Should.Throw<ArgumentException>(() => Rates.MonthlyIrr(Yuan(1m), [Yuan(2m), Yuan(-1m)]));
        Should.Throw<InvalidOperationException>(() => Rates.MonthlyIrr(Yuan(1m), [new Money(1m, "USD")]));
    }

    private static void Check(decimal received, IReadOnlyList<Money> payments, decimal monthlyPercent, decimal simple, decimal compounded)
    {
        var rate = Rates.MonthlyIrr(Yuan(received), payments);
        var oddCents = payments[^1] != payments[0]; // in the last instalment, which the table does not have: they move its fifth decimal
        (rate * 100m).ShouldBe(monthlyPercent, oddCents ? 0.00002m : 0.0000005m);
        Finance.Npv(rate, [.. payments.Select(payment => payment.Amount)]).ShouldBe(received, received * 1e-12m);
        Rates.YearlyPercent(rate).ShouldBe(simple);
        Rates.YearlyCompoundedPercent(rate).ShouldBe(compounded);
    }

    private static Money Yuan(decimal amount) => new(amount, "CNY");
}
