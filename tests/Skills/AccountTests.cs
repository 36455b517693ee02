using Assistant.Skills;
using Assistant.Skills.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

public sealed class AccountTests
{
    [Theory]
    [InlineData(-5, 0, Bucket.M0)] // due date ahead
    [InlineData(0, 0, Bucket.M0)] // due today
    [InlineData(1, 1, Bucket.M1)]
    [InlineData(30, 30, Bucket.M1)]
    [InlineData(31, 31, Bucket.M2)]
    [InlineData(90, 90, Bucket.M3)]
    [InlineData(91, 91, Bucket.M4)]
    [InlineData(180, 180, Bucket.M6)]
    [InlineData(181, 181, Bucket.M7)]
    [InlineData(900, 900, Bucket.M7)]
    public void Days_past_due_decide_the_bucket(int daysAgo, int days, Bucket bucket)
    {
        var account = Account.Of(MadeUp.File(Yuan("100")) with { DueDate = MadeUp.Today.AddDays(-daysAgo) }, [], MadeUp.View);
        account.DaysPastDue.ShouldBe(days);
        account.Bucket.ShouldBe(bucket);
    }

    [Theory] // regulation V6: fees 50, interest 300, principal 5,000; 1,000 is paid
    [InlineData(60, "4350.00", "0.00", "0.00")]
    [InlineData(90, "4350.00", "0.00", "0.00")] // last day of the old order
    [InlineData(91, "4000.00", "300.00", "50.00")] // the order flips
    [InlineData(120, "4000.00", "300.00", "50.00")]
    public void A_payment_settles_in_the_order_of_art_57(int daysPastDueAtPayment, string principal, string interest, string fees)
    {
        var account = Account.Of(V6(MadeUp.Today.AddDays(-daysPastDueAtPayment)), [Paid("p1", "1000", MadeUp.Today)], MadeUp.View);
        account.Principal.ToWire().ShouldBe(principal);
        account.Interest.ToWire().ShouldBe(interest);
        account.Fees.ToWire().ShouldBe(fees);
        account.Total.ToWire().ShouldBe("4350.00");
    }

    [Fact]
    public void A_payment_valued_on_or_before_the_files_day_is_in_its_figures_already() =>
        Account.Of(Yesterday(V6(MadeUp.Today.AddDays(-60))), [Paid("p1", "1000", MadeUp.Today.AddDays(-1)), Paid("p2", "10", MadeUp.Today)], MadeUp.View).Total.ToWire().ShouldBe("5340.00");

    [Fact]
    public void Paying_more_than_is_owed_leaves_a_credit() =>
        Account.Of(Yesterday(V6(MadeUp.Today.AddDays(-60))), [Paid("p1", "6000", MadeUp.Today)], MadeUp.View).Total.ToWire().ShouldBe("-650.00");

    [Fact]
    public void A_chargeback_takes_the_payment_back() =>
        Account.Of(Yesterday(V6(MadeUp.Today.AddDays(-60))), [Paid("p1", "1000", MadeUp.Today), new Payment("p2", PaymentType.Chargeback, Yuan("1000"), MadeUp.Today)], MadeUp.View).Total.ToWire().ShouldBe("5350.00");

    [Theory]
    [InlineData(71, false)]
    [InlineData(72, false)] // exactly the limit may still be quoted
    [InlineData(73, true)]
    public void Figures_over_72_hours_old_are_stale(int hours, bool stale) =>
        Account.Of(MadeUp.File(Yuan("100")) with { AsOf = MadeUp.View.Now.AddHours(-hours) }, [], MadeUp.View).IsStale.ShouldBe(stale);

    [Fact]
    public void A_clock_set_back_makes_nothing_stale() =>
        Account.Of(MadeUp.File(Yuan("100")) with { AsOf = MadeUp.View.Now.AddDays(30) }, [], MadeUp.View).IsStale.ShouldBeFalse();

    [Fact]
    public void The_yearly_rate_is_the_daily_one_times_365() => MadeUp.Account("1").AnnualRate.ShouldBe(18.25m); // regulation V9

    [Fact]
    public void Allocation_neither_makes_nor_loses_money_in_any_order_of_rows() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Gen.Choose(1, 2000_00).ListOf().ToArbitrary(), Gen.Choose(0, 200).ToArbitrary(), (amounts, late) =>
        {
            var payments = amounts.Select((cents, i) => Paid($"p{i:D3}", new Money(cents / 100m, "CNY"), MadeUp.Today)).ToList();
            var file = Yesterday(V6(MadeUp.Today.AddDays(-late)));
            var forward = Account.Of(file, payments, MadeUp.View);
            var backward = Account.Of(file, payments.AsEnumerable().Reverse(), MadeUp.View);
            return forward == backward && forward.Total == file.TotalDue - payments.Aggregate(Money.Zero("CNY"), (sum, p) => sum + p.Amount);
        }));

    private static CaseFile V6(DateOnly due) => Yesterday(MadeUp.File(Yuan("5350")) with { Principal = Yuan("5000"), Interest = Yuan("300"), Fees = Yuan("50"), DueDate = due });

    private static CaseFile Yesterday(CaseFile file) => file with { AsOf = MadeUp.View.Now.AddDays(-1) };

    private static Payment Paid(string id, string amount, DateOnly on) => Paid(id, Yuan(amount), on);

    private static Payment Paid(string id, Money amount, DateOnly on) => new(id, PaymentType.Payment, amount, on);

    private static Money Yuan(string amount) => MadeUp.Yuan(amount);
}
