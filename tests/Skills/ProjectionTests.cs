using Assistant.Skills;
using Assistant.Skills.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

/// <summary>Accounts run forward, against rows worked out by hand. Statements close on the 8th and are due on the 27th; today is 21 November.</summary>
public sealed class ProjectionTests
{
    private static readonly CardTerms Simple = CardLedgerTests.Terms() with { Compounds = false };
    private static readonly CardTerms Compound = CardLedgerTests.Terms();

    [Fact]
    public void The_minimum_settles_costs_and_a_tenth_of_the_principal_each_month()
    {
        var projection = Projection.Of(Overdue(), Simple, Minimum);
        projection.Months.Take(3).Select(Row).ShouldBe(
        [
            // The statement of 8 November is in the file; its minimum is what the file asks for.
            "1 2026-11-08 2026-11-27 10100.00 +0.00 +0.00 -1100.00 =9000.00",
            // 10,000 for 6 days to the payment and 9,000 for 11: 30.00 + 49.50. Minimum 900.00 + 79.50.
            "2 2026-12-08 2026-12-27 9000.00 +79.50 +0.00 -979.50 =8100.00",
            // 9,000 for 19 days and 8,100 for 12: 85.50 + 48.60. Minimum 810.00 + 134.10.
            "3 2027-01-08 2027-01-27 8100.00 +134.10 +0.00 -944.10 =7290.00",
        ]);
        projection.IsPaidOff.ShouldBeTrue();
        projection.NeverEnds.ShouldBeFalse();
        projection.Months[^1].Closing.ShouldBe(Yuan("0"));
        (Overdue().Total + projection.Interest + projection.Penalty).ShouldBe(projection.Paid);
    }

    [Fact]
    public void Less_than_the_minimum_brings_a_penalty_and_from_day_91_principal_goes_first()
    {
        var months = Projection.Of(Overdue(), Simple, Fixed("500")).Months;
        months.Take(2).Select(Row).ShouldBe(
        [
            // 600 short of 1,100: 5 %.
            "1 2026-11-08 2026-11-27 10100.00 +0.00 +30.00 -500.00 =9630.00",
            // 6 days of 10,000 and 11 of 9,600. Minimum 960.00 + costs 112.80 + 600.00 missed = 1,672.80; 5 % of 1,172.80.
            "2 2026-12-08 2026-12-27 9630.00 +82.80 +58.64 -500.00 =9271.44",
        ]);
        // 91 days after 27 September the 500 went to principal: 9,600 for 19 days and 9,100 for 12, 91.20 + 54.60.
        months[2].Interest.ShouldBe(Yuan("145.80"));
        var never = Projection.Of(Overdue(), Simple with { AllocationFlipsAt = int.MaxValue }, Fixed("500")).Months;
        never[2].Interest.ShouldBe(Yuan("146.48"), "costs first: 112.80 of the 500 settle them and 387.20 goes to principal: 91.20 + 9,212.80 for 12 days");
    }

    [Fact]
    public void Billed_interest_bears_interest_from_its_statement_where_the_contract_compounds()
    {
        var account = Overdue(interest: "1000", minimum: "500");
        Projection.Of(account, Compound, Fixed("500")).Months.Take(3).Select(month => month.Interest.ToWire()).ShouldBe(
        [
            "0.00",
            "85.00", // 10,000 for 17 days; the interest of the file waits for the next statement
            "161.07", // 10,585 for 19 days and 10,085 for 12
        ]);
        Projection.Of(account, Simple, Fixed("500")).Months[2].Interest.ShouldBe(Yuan("155.00"), "without compounding 10,000 for 31 days");
    }

    [Fact]
    public void The_last_payment_settles_what_runs_up_to_its_day()
    {
        var projection = Projection.Of(Overdue(), Simple, Fixed("9500"));
        projection.Months.Select(Row).ShouldBe(
        [
            "1 2026-11-08 2026-11-27 10100.00 +0.00 +0.00 -9500.00 =600.00",
            // 10,000 for 6 days, 600 for 11 up to the statement and 19 up to the payment: 30.00 + 3.30 + 5.70.
            "2 2026-12-08 2026-12-27 600.00 +39.00 +0.00 -639.00 =0.00",
        ]);
        projection.EndsOn.ShouldBe(new DateOnly(2026, 12, 27));
        Projection.Of(Overdue(), Simple, Fixed("9500") with { Months = 1 }).IsPaidOff.ShouldBeFalse();
    }

    [Fact]
    public void A_payment_that_does_not_cover_what_is_added_never_ends()
    {
        var projection = Projection.Of(Overdue(), Compound, Fixed("100") with { Months = 24 });
        (projection.NeverEnds, projection.IsPaidOff, projection.EndsOn, projection.Months.Count).ShouldBe((true, false, null, 24));
        Projection.Of(Overdue(), Compound, Fixed("3000") with { Months = 2 }).NeverEnds.ShouldBeFalse("it ends, only not within two months");
    }

    [Fact]
    public void Months_waited_through_stand_in_the_first_row()
    {
        var month = Projection.Of(Overdue(), Simple, Minimum with { From = new(2027, 1, 1) }).Months[0];
        // 10,000 for 17 and 31 days. Penalties: 5 % of 1,100; of 12-08: 1,000 + 100 + 85 + 55 + missed 1,000 = 2,240; of 01-08, 1,000 + 507 + missed.
        (month.Month, month.DueOn, month.Opening, month.Interest).ShouldBe((1, new DateOnly(2027, 1, 27), Yuan("10100"), Yuan("240.00")));
        month.Penalty.ShouldBe(Yuan("167.00"), "55.00 in November and 112.00 in December");
    }

    [Fact]
    public void What_is_still_in_its_interest_free_time_bears_nothing_if_all_is_paid_by_the_due_date()
    {
        var account = Current();
        Projection.Of(account, Compound, Fixed("3200")).Months.Select(Row).ShouldBe(["1 2026-11-08 2026-11-27 3200.00 +0.00 +0.00 -3200.00 =0.00"]);
        // Not all of it: 3,200 for 6 days from the file's day and 2,200 for 11.
        Projection.Of(account, Compound, Fixed("1000")).Months[1].Interest.ShouldBe(Yuan("21.70"));
        Projection.PayoffOn(account, Compound, new(2026, 11, 27)).Amount.ShouldBe(Yuan("3200"));
        Projection.PayoffOn(account, Compound, new(2026, 11, 30)).Amount.ShouldBe(Yuan("3214.40"), "after it nine days of 3,200");
    }

    [Theory]
    [InlineData("2026-11-21", "10100.00", "5.00", false)]
    [InlineData("2026-12-01", "10150.00", "5.00", true)] // ten days
    [InlineData("2026-12-08", "10185.00", "5.09", true)] // from here the billed 185.00 bear too
    [InlineData("2026-12-18", "10235.93", "5.09", true)]
    public void A_pay_off_is_what_is_owed_and_what_runs_until_that_day(string on, string amount, string perDay, bool minimumDue)
    {
        var payoff = Projection.PayoffOn(Overdue(), Compound, DateOnly.ParseExact(on, "yyyy-MM-dd"));
        (payoff.Amount.ToWire(), payoff.PerDay.ToWire(), payoff.MinimumDueBefore).ShouldBe((amount, perDay, minimumDue));
    }

    [Fact]
    public void Days_since_the_file_and_payments_in_between_count()
    {
        var file = File() with { AsOf = MadeUp.View.Now.AddDays(-2) };
        // 10,000 for one day, then 900 less for one: 5.00 + 4.55; the payment settled 100 of interest first.
        var account = Account.Of(file, [new Payment("p", PaymentType.Payment, Yuan("1000"), MadeUp.Today.AddDays(-1))], MadeUp.View);
        account.Accrued.ShouldBe(9.55m);
        Projection.PayoffOn(account, Compound, MadeUp.Today).Amount.ShouldBe(Yuan("9109.55"));
    }

    [Fact]
    public void Nothing_owed_needs_no_month_and_a_credit_pays_costs_first()
    {
        var none = Projection.Of(MadeUp.Account("0"), Compound, Minimum);
        (none.Months.Count, none.IsPaidOff, none.EndsOn).ShouldBe((0, true, null));
        var credit = Account.Of(File() with { Principal = Yuan("-40"), TotalDue = Yuan("60") }, [], MadeUp.View);
        Projection.Of(credit, Compound, Fixed("500")).Paid.ShouldBe(Yuan("60"));
    }

    [Fact]
    public void Each_month_adds_up_and_it_ends_or_says_that_it_never_does() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Accounts.ToArbitrary(), Terms.ToArbitrary(), Pays.ToArbitrary(), (account, terms, pay) =>
    {
        var projection = Projection.Of(account, terms, pay);
        var opening = account.Total;
        foreach (var month in projection.Months)
        {
            if (month.Opening != opening || month.Closing != month.Opening + month.Interest + month.Penalty - month.Payment || month.Closing.Amount < 0m || month.Interest.Amount < 0m || month.Penalty.Amount < 0m)
                return false;
            opening = month.Closing;
        }

        return !(projection.IsPaidOff && projection.NeverEnds) && (projection.IsPaidOff || projection.NeverEnds || projection.Months.Count == pay.Months) && (!projection.IsPaidOff || opening.Amount == 0m || projection.Months.Count == 0)
            && account.Total + projection.Interest + projection.Penalty - projection.Paid == opening;
    }));

    /// <summary>
    /// Holds while costs are settled first. From day 91 the law turns the order round: whoever stays overdue then has principal settled
    /// first, so that paying just enough to be in order again can cost a little more than paying just too little (the next test).
    /// </summary>
    [Fact]
    public void More_money_a_month_never_takes_longer_nor_costs_more() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Accounts.ToArbitrary(), Terms.ToArbitrary(), Gen.Choose(15, 700).Zip(Gen.Choose(1, 100_000)).ToArbitrary(), (account, terms, pays) =>
        {
            var costsFirst = terms with { AllocationFlipsAt = int.MaxValue };
            var each = Money.Max(Money.Round(account.Total.Amount * pays.Item1 / 1000m, "CNY"), Cents(500));
            var less = Projection.Of(account, costsFirst, new(each, MadeUp.Today, 60));
            var more = Projection.Of(account, costsFirst, new(each + Cents(pays.Item2), MadeUp.Today, 60));
            return less.NeverEnds || (!less.IsPaidOff && !more.NeverEnds) || (more.IsPaidOff && more.Months.Count <= less.Months.Count && more.Interest + more.Penalty <= less.Interest + less.Penalty);
        }));

    [Fact]
    public void From_day_91_more_money_can_cost_more()
    {
        var account = Account.Of(File() with { DueDate = new(2026, 7, 27), Interest = Yuan("4000"), MinPayment = Yuan("5000"), TotalDue = Yuan("14000") }, [], MadeUp.View);
        decimal Cost(string amount) => Projection.Of(account, Simple, Fixed(amount)) is var run ? (run.Interest + run.Penalty).Amount : 0m;
        Cost("5000").ShouldBeGreaterThan(Cost("4980"), "20 short of the minimum costs a penalty of 1.00, and settles principal first");
    }

    private static Repayment Minimum => new(null, MadeUp.Today);

    private static Gen<Account> Accounts =>
        from principal in Gen.Choose(0, 3_000_000)
        from interest in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(0, 500_000)))
        from penalty in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 100_000)))
        from fees in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 50_000)))
        from due in Gen.Choose(-200, 25)
        from statementDay in Gen.Choose(1, 31)
        from share in Gen.Choose(0, 100)
        let file = File() with
        {
            Principal = Cents(principal),
            Interest = Cents(interest),
            Penalty = Cents(penalty),
            Fees = Cents(fees),
            TotalDue = Cents(principal + interest + penalty + fees),
            DueDate = MadeUp.Today.AddDays(due),
            StatementDay = statementDay,
            MinPayment = Cents((int)((long)(principal + interest) * share / 100)),
        }
        select Account.Of(file, [], MadeUp.View);

    private static Gen<CardTerms> Terms =>
        from compounds in Gen.Elements(true, false)
        from onFees in Gen.Elements(true, false, false)
        from days in Gen.Elements(DayCount.StartInEndIn, DayCount.StartInEndOut)
        from floor in Gen.Elements(0m, 100m)
        select Compound with { Compounds = compounds, ChargesInterestOnFees = onFees, DayCount = days, MinimumFloor = new Dictionary<string, decimal> { ["CNY"] = floor } };

    private static Gen<Repayment> Pays =>
        from cents in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(1, 50_000)), (6, Gen.Choose(50_000, 2_000_000)))
        from wait in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 200)))
        from months in Gen.Frequency((1, Gen.Constant(Projection.MostMonths)), (3, Gen.Choose(1, 120)))
        select new Repayment(cents == 0 ? null : Cents(cents), MadeUp.Today.AddDays(wait), months);

    private static string Row(ProjectedMonth m) =>
        $"{m.Month} {m.StatementOn:yyyy-MM-dd} {m.DueOn:yyyy-MM-dd} {m.Opening.ToWire()} +{m.Interest.ToWire()} +{m.Penalty.ToWire()} -{m.Payment.ToWire()} ={m.Closing.ToWire()}";

    /// <summary>10,000 of principal and 100 of interest, 55 days overdue.</summary>
    private static CaseFile File() => MadeUp.File(Yuan("10000")) with { Interest = Yuan("100"), TotalDue = Yuan("10100"), MinPayment = Yuan("1100"), DueDate = new(2026, 9, 27) };

    private static Account Overdue(string interest = "100", string minimum = "1100") =>
        Account.Of(File() with { Interest = Yuan(interest), TotalDue = Yuan("10000") + Yuan(interest), MinPayment = Yuan(minimum) }, [], MadeUp.View);

    /// <summary>3,200 of purchases, due on 27 November.</summary>
    private static Account Current() => Account.Of(MadeUp.File(Yuan("3200")) with { DueDate = new(2026, 11, 27), MinPayment = Yuan("320") }, [], MadeUp.View);

    private static Repayment Fixed(string amount) => new(Yuan(amount), MadeUp.Today);

    private static Money Cents(int cents) => new(cents / 100m, "CNY");

    private static Money Yuan(string amount) => MadeUp.Yuan(amount);
}
