using Assistant.Skills;
using Assistant.Skills.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

public sealed class RepaymentScheduleTests
{
    [Theory]
    [InlineData("23418.55", 36, 0, "650.51", "650.70")] // the contract's own example
    [InlineData("12000.00", 12, 0.0072, "1086.40", "1086.40")]
    [InlineData("0.05", 3, 0, "0.01", "0.03")]
    [InlineData("100.00", 1, 0.01, "101.00", "101.00")]
    public void A_flat_fee_is_the_same_in_every_instalment(string balance, int months, decimal fee, string each, string last)
    {
        var rows = RepaymentSchedule.Flat(Yuan(balance), months, fee);
        (rows.Count, rows[0].Total.ToWire(), rows[^1].Total.ToWire()).ShouldBe((months, each, last));
    }

    [Theory]
    [InlineData("12000.00", 12, 0.01, "1066.19", "1066.14")]
    [InlineData("50000.00", 60, 0.015, "1269.67", "1269.78")]
    [InlineData("12000.00", 12, 0, "1000.00", "1000.00")]
    public void An_annuity_pays_the_same_until_its_last(string balance, int months, decimal rate, string each, string last)
    {
        var rows = RepaymentSchedule.Annuity(Yuan(balance), months, rate);
        (rows.Count, rows[0].Total.ToWire(), rows[^1].Total.ToWire()).ShouldBe((months, each, last));
        rows[0].Interest.ShouldBe(Money.Round(Yuan(balance).Amount * rate, "CNY"));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_with_what_to_correct()
    {
        var terms = new RepaymentTerms { Balance = Yuan("100"), Months = 3, YearlyRate = 0.12m };
        Should.Throw<ArgumentException>(() => RepaymentSchedule.Equal(Yuan("0"), 3)).Message.ShouldContain("balance");
        Should.Throw<ArgumentException>(() => RepaymentSchedule.Equal(Yuan("1"), 0)).Message.ShouldContain("1 month");
        Should.Throw<ArgumentException>(() => RepaymentSchedule.Flat(Yuan("1"), 1, 0.72m)).Message.ShouldContain("0.1");
        Should.Throw<ArgumentException>(() => RepaymentSchedule.Of(terms with { PrincipalGrace = 3 })).Message.ShouldContain("PrincipalGrace");
        Should.Throw<ArgumentException>(() => RepaymentSchedule.Of(terms with { InterestDeferred = -1 })).Message.ShouldContain("InterestDeferred");
        Should.Throw<ArgumentException>(() => RepaymentSchedule.Of(terms with { InstalmentUnit = 0.005m })).Message.ShouldContain("InstalmentUnit");
        Should.Throw<ArgumentException>(() => RepaymentSchedule.Of(terms with { InstalmentUnit = 100m })).Message.ShouldContain("InstalmentUnit");
        Should.Throw<ArgumentException>(() => RepaymentSchedule.Of(terms with { Days = [31, 28] })).Message.ShouldContain("Days");
    }

    [Fact]
    public void Every_schedule_sums_to_the_cent() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(AnyTerms(), terms =>
    {
        var (balance, months, rate) = (terms.Balance, terms.Months, terms.YearlyRate / 12m);
        return new[] { RepaymentSchedule.Equal(balance, months), RepaymentSchedule.Flat(balance, months, rate), RepaymentSchedule.Annuity(balance, months, rate), RepaymentSchedule.Of(terms) }
            .All(rows => rows.Count == months && rows.Aggregate(Money.Zero("CNY"), (sum, row) => sum + row.Principal) == balance
                && rows.All(row => row.Principal.Amount >= 0m && row.Interest.Amount >= 0m));
    }));

    [Fact]
    public void Instalments_are_equal_and_the_last_within_as_many_cents_as_months() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(AnyTerms(), terms =>
    {
        var (balance, months, rate) = (terms.Balance + Yuan("100"), terms.Months, Math.Min(terms.YearlyRate / 12m, 0.015m));
        return new[] { RepaymentSchedule.Equal(balance, months), RepaymentSchedule.Flat(balance, months, rate), RepaymentSchedule.Annuity(balance, months, rate) }
            .All(rows => rows.SkipLast(1).All(row => row.Total == rows[0].Total) && Math.Abs((rows[^1].Total - rows[0].Total).Amount) <= months * 0.01m);
    }));

    private static Arbitrary<RepaymentTerms> AnyTerms() => (
        from balance in Gen.OneOf(Gen.Choose(1, 100_00), Gen.Choose(1, 300_000_00))
        from months in Gen.Choose(1, 60)
        from rate in Gen.Choose(0, 36_00)
        from shape in Gen.Choose(0, 3)
        from grace in Gen.Choose(0, months - 1)
        from deferred in Gen.Choose(0, months - 1)
        select new RepaymentTerms
        {
            Balance = new Money(balance / 100m, "CNY"), Months = months, YearlyRate = rate / 10_000m,
            IsFlat = shape == 1, HasEqualPrincipal = shape == 2, PrincipalGrace = grace, InterestDeferred = deferred,
            Days = shape == 3 ? [.. Enumerable.Repeat(30, months)] : null,
        }).ToArbitrary();

    private static Money Yuan(string amount) => MadeUp.Yuan(amount);
}
