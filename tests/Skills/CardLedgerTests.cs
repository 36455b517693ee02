using Assistant.Skills;
using Assistant.Skills.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

/// <summary>Interest and penalty against the published and recomputed vectors of regulation 5.3.</summary>
public sealed class CardLedgerTests
{
    private static readonly Contract Usual = new(0.0005m, 0.05m, 0.10m);

    [Theory]
    [InlineData("V1", InterestRegime.Full, DayCount.StartInEndOut, "2026-05-05", 17.40)]
    [InlineData("V1b", InterestRegime.Full, DayCount.StartInEndIn, "2026-05-05", 17.85)]
    public void One_purchase_paid_in_part_on_the_due_date(string vector, InterestRegime regime, DayCount days, string to, double interest)
    {
        var proof = Run(5, 23, Terms(regime, days), to, Buy("2026-03-30", 1000), Pay("2026-04-23", 100));
        proof.Interest.ShouldBe(Cny(interest), vector);
        proof.Lines.Select(line => line.Days).ShouldBe(days == DayCount.StartInEndOut ? [24, 12] : [24, 13]);
        proof.Lines.Select(line => line.Interest).ShouldBe([Cny(12.00), Cny(interest - 12)]);
    }

    [Fact]
    public void V1_paid_in_full_bears_nothing() =>
        Run(5, 23, Terms(), "2026-05-05", Buy("2026-03-30", 1000), Pay("2026-04-23", 1000)).Interest.ShouldBe(Cny(0));

    [Theory]
    [InlineData(true, 13.57)]
    [InlineData(false, 13.30)]
    public void V1c_the_next_month_with_and_without_compounding(bool compounds, double interest) =>
        Run(5, 23, Terms() with { Compounds = compounds }, "2026-06-05", "2026-05-05", Usual, Buy("2026-03-30", 1000), Pay("2026-04-23", 100), Pay("2026-05-23", 100))
            .Interest.ShouldBe(Cny(interest));

    [Theory]
    [InlineData(InterestRegime.Full, 588.00)]
    [InlineData(InterestRegime.UnpaidA, 540.00)]
    public void V2_large_purchase_minimum_paid(InterestRegime regime, double interest) =>
        Run(7, 25, Terms(regime), "2026-05-07", Buy("2026-03-08", 20000), Pay("2026-04-25", 2000)).Interest.ShouldBe(Cny(interest));

    [Theory]
    [InlineData(DayCount.StartInEndIn, 20.50)]
    [InlineData(DayCount.StartInEndOut, 20.05)]
    public void V3_the_statement_day_counts_or_not(DayCount days, double interest) =>
        Run(10, 5, Terms(days: days), "2026-05-10", Buy("2026-03-30", 1000), Pay("2026-05-01", 100)).Interest.ShouldBe(Cny(interest));

    [Fact]
    public void V4a_full_amount_leaves_the_next_statements_purchase_out()
    {
        var proof = RunV4(Terms(), "2026-10-05", Pay("2026-09-08", 2000), Buy("2026-09-09", 1000));
        proof.Interest.ShouldBe(Cny(103.00));
        proof.Penalty.ShouldBe(Cny(0));
        proof.Lines.Select(line => (line.Days, line.Balance.Amount)).ShouldBe([(10, 3000m), (19, 5000m), (27, 3000m)]);
        proof.Statements[0].Balance.ShouldBe(Cny(5000));
        proof.Statements[0].Minimum.ShouldBe(Cny(500));
        proof.Statements[0].DueOn.ShouldBe(new DateOnly(2026, 9, 25));
    }

    [Fact]
    public void V4b_unpaid_share_until_the_due_date_then_the_balance() =>
        RunV4(Terms(InterestRegime.UnpaidB), "2026-10-05", Pay("2026-09-08", 2000), Buy("2026-09-09", 1000)).Interest.ShouldBe(Cny(67.20));

    [Fact]
    public void V4c_nothing_repaid()
    {
        RunV4(Terms(), "2026-09-25").Interest.ShouldBe(Cny(0), "on the due date itself nothing is lost yet");
        RunV4(Terms(), "2026-09-28").Interest.ShouldBe(Cny(112.50), "5000 for 39 days so far");
        var proof = RunV4(Terms(), "2026-10-05");
        proof.Interest.ShouldBe(Cny(130.00));
        proof.Penalty.ShouldBe(Cny(25.00));
        proof.Owed.Total.ShouldBe(Cny(5155.00));
    }

    [Theory]
    [InlineData(0, 10.00)]
    [InlineData(20, 20.00)]
    public void V4d_penalty_on_the_unpaid_part_of_the_minimum(int floor, double penalty)
    {
        var proof = RunV4(Terms() with { PenaltyFloor = Amounts(floor) }, "2026-10-05", Pay("2026-09-20", 300));
        proof.Penalty.ShouldBe(Cny(penalty));
        proof.Interest.ShouldBe(Cny(127.75));
    }

    [Fact]
    public void V4e_all_repaid_in_time()
    {
        var proof = RunV4(Terms(), "2026-10-05", Pay("2026-09-25", 5000));
        (proof.Interest + proof.Penalty).ShouldBe(Cny(0));
        proof.Owed.Total.ShouldBe(Cny(0));
    }

    [Fact]
    public void V4f_minimum_with_an_amount_above_the_limit_and_cents_rounded_up()
    {
        Terms().Minimum(new(Cny(5000), Cny(0), Cny(0)) { Limit = Cny(4000) }, 0.10m).ShouldBe(Cny(1500));
        Terms().Minimum(new(Cny(1.23), Cny(0), Cny(0)), 0.10m).ShouldBe(Cny(0.13));
    }

    [Theory]
    [InlineData("2026-09-05", 25, "2026-09-25")]
    [InlineData("2026-08-20", 8, "2026-09-08")]
    [InlineData("2026-12-20", 20, "2027-01-20")]
    public void V4_due_dates(string closes, int dueDay, string due) => History.DueAfter(Day(closes), dueDay).ShouldBe(Day(due));

    [Theory]
    [InlineData(true, 456.78, new[] { 155.00, 142.17, 159.61 })]
    [InlineData(false, 450.00, new[] { 155.00, 140.00, 155.00 })]
    public void V5_cash_bears_from_its_day(bool compounds, double interest, double[] months)
    {
        var proof = Run(10, 28, Terms() with { Compounds = compounds }, "2026-04-10", new Posting(Day("2026-01-10"), LineType.Cash, Cny(10000), Day("2026-01-10")));
        proof.Interest.ShouldBe(Cny(interest));
        proof.Lines.GroupBy(line => line.BilledOn).Select(month => (double)month.Sum(line => line.Interest.Amount)).ShouldBe(months);
    }

    [Theory]
    [InlineData(0, 0, 800, 40.00)]
    [InlineData(2, 0, 800, 48.00)]
    [InlineData(0, 0, 300, 30.00)]
    [InlineData(0, 300, 300, 0.00)]
    public void V7_penalty_rises_with_missed_months_and_has_a_floor(int missedBefore, int paid, int minimum, double penalty) =>
        (Terms() with { PenaltyFloor = Amounts(30), EscalatedPenaltyRate = 0.06m }).Penalty(Cny(minimum), Cny(paid), 0.05m, missedBefore).Amount.ShouldBe(Cny(penalty));

    [Theory]
    [InlineData("2026-09-28", 4990, 0, "three days late and ten short: still on time")]
    [InlineData("2026-09-29", 5000, 115.00, "the fourth day is late")]
    [InlineData("2026-09-25", 4989.99, 105.05, "a cent more than the tolerance: the whole statement loses its grace")]
    public void Tolerance_of_days_and_amount(string paidOn, double paid, double interest, string why) =>
        RunV4(Terms(), "2026-10-05", Pay(paidOn, paid)).Interest.ShouldBe(Cny(interest), why);

    [Fact]
    public void Fees_and_penalty_bear_no_interest_unless_the_old_contract_says_so()
    {
        Posting[] lines = [Buy("2026-08-10", 1000), new(Day("2026-08-10"), LineType.AnnualFee, Cny(100), Day("2026-09-05"))];
        Run(5, 25, Terms(), "2026-10-05", lines).Interest.ShouldBe(Cny(28.00), "1000 for 56 days");
        Run(5, 25, Terms() with { ChargesInterestOnFees = true }, "2026-10-05", lines).Interest.ShouldBe(Cny(30.80), "1100 for 56 days");
    }

    [Fact]
    public void Terms_follow_the_statement_they_were_in_force_for()
    {
        CardTerms Dated(DateOnly day) => day < new DateOnly(2017, 1, 1) ? Terms() with { ChargesInterestOnFees = true } : Terms();
        Posting[] lines = [new(Day("2016-10-10"), LineType.AnnualFee, Cny(1000), Day("2016-11-05"))];
        var history = new History("CNY", 5, 25, lines);
        CardLedger.Prove(history, Usual, Dated, null, Day("2016-12-05")).Interest.ShouldBe(Cny(28.00));
        CardLedger.Prove(history, Usual, _ => Terms(), null, Day("2016-12-05")).Interest.ShouldBe(Cny(0));
    }

    [Fact]
    public void A_credit_balance_meets_the_next_purchase_and_earns_nothing()
    {
        var proof = Run(5, 25, Terms(), "2026-12-05", Pay("2026-08-01", 300), Buy("2026-08-10", 1000));
        proof.Lines[0].Balance.ShouldBe(Cny(700));
        Run(5, 25, Terms(), "2026-12-05", Pay("2026-08-01", 1300), Buy("2026-08-10", 1000)).Owed.ShouldBe(new BalanceOfParts(Cny(0), Cny(0), Cny(0), Cny(0), Cny(300)));
    }

    [Fact]
    public void A_refund_ends_the_interest_of_what_was_refunded()
    {
        var proof = Run(5, 25, Terms(), "2026-10-05", Buy("2026-08-10", 1000), new Posting(Day("2026-08-20"), LineType.Refund, Cny(-400), Day("2026-09-05")));
        proof.Lines.Select(line => (line.Days, line.Balance.Amount)).ShouldBe([(10, 1000m), (46, 600m)]);
    }

    [Fact]
    public void The_banks_own_interest_and_penalty_lines_are_not_counted()
    {
        Posting[] lines = [Buy("2026-08-10", 3000), Buy("2026-08-20", 2000), new(Day("2026-10-05"), LineType.Interest, Cny(999), Day("2026-10-05")), new(Day("2026-10-05"), LineType.Penalty, Cny(99), Day("2026-10-05")), new(Day("2026-09-20"), LineType.Interest, Cny(-5000), Day("2026-10-05"))];
        Run(5, 25, Terms(), "2026-10-05", lines).Owed.Interest.ShouldBe(Cny(130.00));
    }

    [Fact]
    public void After_ninety_days_a_payment_settles_principal_first()
    {
        Posting[] lines = [Buy("2026-01-10", 5000), Pay("2026-05-10", 1000), Pay("2026-08-10", 1000)];
        var before = Run(5, 25, Terms(), "2026-05-09", lines).Owed;
        var after = Run(5, 25, Terms(), "2026-05-10", lines).Owed;
        var late = Run(5, 25, Terms(), "2026-08-09", lines).Owed;
        var flipped = Run(5, 25, Terms(), "2026-08-10", lines).Owed;
        before.Principal.ShouldBe(Cny(5000));
        (after.Penalty, after.Fees).ShouldBe((Cny(0), Cny(0)), "74 days overdue: costs first");
        // Billed by 05-05: interest 135.00 + 79.59 + 78.22, penalty 5 % of 500, of 1,160.00 and of 1,797.59.
        after.Principal.ShouldBe(Cny(5000 - (1000 - 465.69)), "and only the rest reduces principal");
        (late.Principal - flipped.Principal).ShouldBe(Cny(1000), "166 days overdue: principal first");
    }

    [Fact]
    public void Two_currencies_are_never_one_account() =>
        Should.Throw<ArgumentException>(() => Run(5, 25, Terms(), "2026-10-05", Buy("2026-08-10", 100), new Posting(Day("2026-08-11"), LineType.Purchase, new Money(5, "USD"), Day("2026-09-05"))))
            .Message.ShouldContain("each currency is an account of its own");

    [Fact]
    public void Same_day_entries_may_come_in_any_order() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Histories.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (postings, seed) =>
    {
        var order = new Random(seed);
        var shuffled = postings.OrderBy(_ => order.Next()).ToArray();
        var (one, other) = (Run(5, 25, Terms(), "2026-09-30", postings), Run(5, 25, Terms(), "2026-09-30", shuffled));
        return one.Interest == other.Interest && one.Owed == other.Owed && one.Lines.SequenceEqual(other.Lines);
    }));

    [Fact]
    public void Allocation_conserves_money() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Histories.ToArbitrary(), postings =>
    {
        var proof = Run(5, 25, Terms(), "2026-09-30", postings);
        // A penalty stands against the account when its due date passes; every cent paid went to a part or is a credit.
        var charged = postings.Where(p => p.Amount.IsPositive).Sum(p => p.Amount.Amount) + proof.Interest.Amount + proof.Penalty.Amount;
        var paid = -postings.Where(p => !p.Amount.IsPositive).Sum(p => p.Amount.Amount);
        return proof.Owed.Total.Amount == charged - paid && proof.Owed.Principal.Amount >= 0m && proof.Owed.Interest.Amount >= 0m && proof.Owed.Credit.Amount >= 0m;
    }));

    [Fact]
    public void Paying_more_on_one_debt_never_costs_more() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Gen.Choose(1, 500_000).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(0, 200).ToArbitrary(), (owed, paid, day) =>
        {
            // One debt. With several, the order of art. 57 (fees first, principal first from day 91) can favour whoever pays less.
            var terms = Terms() with { AllocationFlipsAt = int.MaxValue };
            decimal Cost(int cents, int on) => Run(5, 25, terms, "2026-09-30", [Buy("2026-01-10", owed / 100.0), Pay("2026-03-01", 50), .. cents == 0 ? [] : new[] { Pay(Day("2026-01-10").AddDays(on).ToString("yyyy-MM-dd"), cents / 100.0) }])
                is var proof ? proof.Interest.Amount + proof.Penalty.Amount : 0m;
            return Cost(paid + 100, day) <= Cost(paid, day) + 0.10m;
        }));

    private static Gen<Posting[]> Histories =>
        from count in Gen.Choose(1, 12)
        from postings in (
            from day in Gen.Choose(0, 240)
            from cents in Gen.Choose(1, 500000)
            from kind in Gen.Elements(LineType.Purchase, LineType.Purchase, LineType.Cash, LineType.AnnualFee, LineType.Payment, LineType.Payment, LineType.Refund)
            let posted = new DateOnly(2026, 1, 6).AddDays(day / 3 * 3)
            select new Posting(posted, kind, new Money((kind is LineType.Payment or LineType.Refund ? -cents : cents) / 100m, "CNY"), History.Closing(posted, 5))).ArrayOf(count)
        select postings;

    private static InterestProof RunV4(CardTerms terms, string to, params Posting[] more) =>
        Run(5, 25, terms, to, null, Usual with { Limit = Cny(10000) }, [Buy("2026-08-10", 3000), Buy("2026-08-20", 2000), .. more]);

    private static InterestProof Run(int statementDay, int dueDay, CardTerms terms, string to, params Posting[] postings) => Run(statementDay, dueDay, terms, to, null, Usual, postings);

    private static InterestProof Run(int statementDay, int dueDay, CardTerms terms, string to, string? from, Contract contract, params Posting[] postings) =>
        CardLedger.Prove(new History("CNY", statementDay, dueDay, [.. postings.Select(p => p with { Closes = History.Closing(p.Day, statementDay) })]), contract, _ => terms, from is null ? null : Day(from), Day(to));

    internal static CardTerms Terms(InterestRegime regime = InterestRegime.Full, DayCount days = DayCount.StartInEndOut) => new()
    {
        EffectiveFrom = new(2000, 1, 1),
        IsConfirmed = true,
        Regime = regime,
        DayCount = days,
        Compounds = true,
        ChargesInterestOnFees = false,
        PenaltyFloor = Amounts(0),
        ToleranceDays = 3,
        ToleranceAmount = Amounts(10),
        MinimumFloor = Amounts(0),
        AllocationFlipsAt = 91,
    };

    private static Dictionary<string, decimal> Amounts(decimal cny) => new() { ["CNY"] = cny };

    private static Posting Buy(string day, double amount) => new(Day(day), LineType.Purchase, Cny(amount), Day(day));

    private static Posting Pay(string day, double amount) => new(Day(day), LineType.Payment, Cny(-amount), Day(day));

    private static Money Cny(double amount) => Money.Round((decimal)amount, "CNY");

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
