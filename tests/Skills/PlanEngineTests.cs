using Assistant.Bot.Prompts;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

public sealed class PlanEngineTests
{
    private static readonly PolicyFiles Policy = PolicyFiles.Read(PromptFolder.Find());
    private static readonly PlanPack Pack = Policy.Packs.Single(pack => pack.Id == "zh-CN");

    [Theory]
    [InlineData("60000.00", 60, "1000.00", "1000.00")] // regulation V8
    [InlineData("23418.55", 36, "650.51", "650.70")] // the contract's own example: the cents left over go to the last
    public void Instalments_are_equal_to_the_cent_and_the_last_takes_the_rest(string balance, int months, string each, string last)
    {
        var offer = Ask(balance, new Wish { Months = months }).Offers[0];
        (offer.Months, offer.Instalment.ToWire(), offer.LastInstalment.ToWire()).ShouldBe((months == 60 ? 48 : months, months == 60 ? "1250.00" : each, months == 60 ? "1250.00" : last));
    }

    [Fact]
    public void A_due_day_of_31_falls_on_the_last_day_of_shorter_months() =>
        Ask("1200", new Wish { Months = 6, FirstDueOn = new(2026, 12, 1), Payday = 31 }).Offers[0].Schedule.Select(row => row.DueOn.ToString("MM-dd", null))
            .ShouldBe(["12-01", "01-31", "02-28", "03-31", "04-30", "05-31"]);

    [Theory]
    [InlineData("4999.99", 12)] // the steps of the pack: below 5,000 …
    [InlineData("5000.00", 24)] // … and from there on the next
    [InlineData("19999.99", 24)]
    [InlineData("20000.00", 36)]
    [InlineData("99999.99", 48)]
    [InlineData("100000.00", 60)]
    public void The_longest_term_follows_the_balance(string balance, int months)
    {
        var quote = Ask(balance, new Wish { Months = 60 });
        quote.Offers.Max(offer => offer.Months).ShouldBe(months);
    }

    [Theory]
    [InlineData("800", "36")] // 24 × 975.77 is above
    [InlineData("975.84", "24 36")] // the dearest instalment of 24 is exactly this
    [InlineData("975.83", "36")] // one cent short
    [InlineData("1200", "24 36")]
    [InlineData("100000", "3 36")]
    public void No_instalment_exceeds_the_monthly_amount_named(string monthly, string terms)
    {
        var quote = Ask("23418.55", new Wish { Monthly = Yuan(monthly) });
        string.Join(' ', quote.Offers.Select(offer => offer.Months)).ShouldBe(terms);
        quote.Offers[0].Label.ShouldBe(OfferLabel.Recommended);
        quote.Declined.Select(declined => declined.Type).ShouldNotContain("PIA");
        quote.Declined.ShouldContain(new Declined("BILL", "bucket_not_allowed"));
    }

    [Fact]
    public void What_would_be_needed_is_said_when_nothing_fits()
    {
        var quote = Ask("23418.55", new Wish { Monthly = Yuan("600") });
        quote.Offers.ShouldBeEmpty();
        quote.Declined[0].ShouldBe(new Declined("PIA", "monthly_too_low", Yuan("650.70"), 36));
        quote.Certificate!.Searched.ShouldBe(Pack.Type("PIA")!.Terms.Count);
    }

    [Theory]
    [InlineData("2026-11-21", 10, "2026-12-10")]
    [InlineData("2026-11-09", 10, "2026-11-10")] // tomorrow is not too soon
    [InlineData("2026-11-10", 10, "2026-12-10")] // today is
    [InlineData("2026-12-21", 21, "2027-01-20")] // the next 21st lies 31 days ahead, one more than the pack allows
    [InlineData("2026-02-01", 30, "2026-02-28")]
    public void The_first_instalment_is_the_next_due_day_within_the_packs_days(string today, int payday, string first) =>
        PlanEngine.FirstDue(Pack, MadeUp.Account("1000", DateOnly.Parse(today, null)), new Wish { Payday = payday }).ShouldBe(DateOnly.Parse(first, null));

    [Theory]
    [InlineData("deceased")]
    [InlineData("fraud_under_review")]
    [InlineData("bankrupt")]
    [InlineData("dispute_open")]
    [InlineData("complaint_open")]
    [InlineData("recalled")]
    [InlineData("figures_stale")]
    [InlineData("nothing_owed")]
    public void A_protected_or_unfit_case_gets_no_offer_and_a_reason(string code)
    {
        var quote = PlanEngine.Quote(Pack, MadeUp.Unfit(code), CaseHistory.None, new Wish { Monthly = Yuan("500") });
        quote.Offers.ShouldBeEmpty();
        quote.Declined.Single().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("plan_in_last_six_months", "")]
    [InlineData("bucket_not_allowed", "BILL BILL BILL")] // not overdue: the statement may be spread
    public void An_account_unfit_for_a_personal_plan_says_why(string code, string instead)
    {
        var quote = PlanEngine.Quote(Pack, MadeUp.Unfit(code), CaseHistory.None, new Wish { Months = 6 });
        quote.Declined[0].ShouldBe(new Declined("PIA", code));
        string.Join(' ', quote.Offers.Select(offer => offer.Type)).ShouldBe(instead);
    }

    [Theory]
    [InlineData(0, "BILL BILL PIF")]
    [InlineData(45, "CURE CURE PIF")]
    [InlineData(100, "PIF")]
    public void With_nothing_named_the_ordinary_ways_out_are_shown_and_no_personal_plan(int daysPastDue, string types)
    {
        var quote = PlanEngine.Quote(Pack, Overdue(daysPastDue), CaseHistory.None, new Wish());
        string.Join(' ', quote.Offers.Select(offer => offer.Type)).ShouldBe(types);
        quote.Declined[0].ShouldBe(new Declined("PIA", daysPastDue == 0 ? "bucket_not_allowed" : "amount_or_term_needed"));
    }

    [Fact]
    public void A_statement_plan_calls_its_cost_interest_and_shows_it_by_internal_rate()
    {
        var offer = PlanEngine.Quote(Pack, Overdue(0), CaseHistory.None, new Wish { Months = 12 }).Offers[0];
        (offer.Type, offer.Instalment.ToWire(), offer.TotalCost.ToWire(), offer.AnnualRate, offer.EffectiveRate).ShouldBe(("BILL", "1072.00", "864.00", 13.03m, 13.84m), "I3 of regulation 5.2");
    }

    [Theory]
    [InlineData(160, false, false, "not_pre_approved", "")] // M6 without columns
    [InlineData(160, true, false, null, "SETL SETP")] // M6: the first pair
    [InlineData(160, true, true, "waiver_banned", "")]
    [InlineData(100, true, false, "bucket_not_allowed", "")] // M4
    public void A_settlement_comes_from_the_cases_own_columns_only(int daysPastDue, bool approved, bool banned, string? declined, string types)
    {
        var account = Overdue(daysPastDue, file => file with { WaiverBan = banned, PreApproved = approved ? [new(Yuan("9000"), Yuan("3000")), new(Yuan("7000"), Yuan("5000"))] : [] });
        var quote = PlanEngine.Quote(Pack, account, CaseHistory.None, new Wish());
        string.Join(' ', quote.Offers.Select(offer => offer.Type).Where(type => type.StartsWith("SET", StringComparison.Ordinal)).Distinct()).ShouldBe(types);
        quote.Declined.FirstOrDefault(d => d.Type == "SETL")?.Code.ShouldBe(declined);
        foreach (var offer in quote.Offers.Where(offer => offer.Waived.IsPositive))
            (offer.Balance.ToWire(), offer.Waived.ToWire()).ShouldBe(("9000.00", "3000.00"), "the second pair needs M7 or a write-off");
    }

    [Fact]
    public void All_pairs_open_when_written_off_and_money_paid_since_shrinks_the_waiver()
    {
        var file = Overdue(200).File with { ChargedOff = true, PreApproved = [new(Yuan("9000"), Yuan("3000")), new(Yuan("7000"), Yuan("5000"))] };
        var account = Account.Of(file with { AsOf = MadeUp.View.Now.AddDays(-1) }, [new("P", PaymentType.Payment, Yuan("500"), MadeUp.Today)], MadeUp.View);
        PlanEngine.Quote(Pack, account, CaseHistory.None, new Wish()).Offers[0].ShouldSatisfyAllConditions(
            offer => offer.Type.ShouldBe("SETL"), offer => offer.TotalPayable.ShouldBe(Yuan("7000")), offer => offer.Waived.ShouldBe(Yuan("4500")));
    }

    [Theory]
    [InlineData("3000", "2150", "0.00", "HOLD", "nothing_affordable")] // 3000 − 2150 − 200 − 650 of other minimums
    [InlineData("3000", "2749", "51.00", "HOLD", "affordable_below_floor")] // below the pack's smallest instalment
    [InlineData("6000", "4900", "800.00", "PIA", null)]
    [InlineData("5000", "300", "3950.00", "PIA", null)] // living costs below the household's floor: the floor, 800
    public void Affordability_decides_before_anything_else(string income, string essentials, string affordable, string first, string? declined)
    {
        var quote = Ask("23418.55", new Wish { Income = Yuan(income), Essentials = Yuan(essentials), OtherMinimums = affordable == "0.00" ? Yuan("650") : null });
        quote.Affordable!.Value.ToWire().ShouldBe(affordable);
        quote.Offers[0].Type.ShouldBe(first);
        quote.Offers.ShouldAllBe(offer => offer.Dearest <= quote.Affordable.Value);
        quote.Declined.FirstOrDefault(d => d.Type == "PIA")?.Code.ShouldBe(declined);
    }

    [Fact]
    public void An_offer_above_what_is_affordable_is_marked_and_never_first()
    {
        var quote = Ask("23418.55", new Wish { Monthly = Yuan("1000"), Income = Yuan("4000"), Essentials = Yuan("3200") }); // leaves 600
        quote.Offers[0].Type.ShouldBe("HOLD");
        quote.Offers.Skip(1).ShouldAllBe(offer => offer.IsAboveAffordable && offer.Label != OfferLabel.Recommended);
        quote.Offers.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_hardship_without_an_amount_opens_relief_that_a_person_approves()
    {
        var quote = PlanEngine.Quote(Pack, Overdue(45), CaseHistory.None, new Wish { Reason = "illness" });
        string.Join(' ', quote.Offers.Select(offer => $"{offer.Type}:{offer.Months}")).ShouldBe("HARD:3 HOLD:0");
        quote.Offers.ShouldAllBe(offer => offer.RequiresApproval);
        quote.Offers[1].ReviewOn.ShouldBe(MadeUp.Today.AddDays(90));
    }

    [Fact]
    public void Steps_are_offered_only_when_asked_for()
    {
        Ask("23418.55", new Wish { Months = 24 }).Offers.ShouldNotContain(offer => offer.Type == "STEP");
        var offer = Ask("23418.55", new Wish { Months = 24, Reason = Wish.StepReason }).Offers[0];
        (offer.Type, offer.Instalment.ToWire(), offer.Schedule[12].Amount.ToWire(), offer.TotalPayable.ToWire()).ShouldBe(("STEP", "650.51", "1301.02", "23418.55"));
    }

    [Fact]
    public void Without_a_pack_there_is_no_offer() =>
        PlanEngine.Quote(null, MadeUp.Account("1000"), CaseHistory.None, new Wish { Months = 3 }).Declined.Single().Code.ShouldBe("no_policy");

    [Theory]
    [InlineData("50000.00", false)] // up to the limit the assistant may confirm
    [InlineData("50000.01", true)] // one cent above a person approves
    public void Authority_ends_at_the_packs_balance(string balance, bool approval) =>
        Ask(balance, new Wish { Months = 36 }).Offers[0].RequiresApproval.ShouldBe(approval);

    [Fact]
    public void Every_offer_of_every_wish_keeps_the_rules_of_the_pack() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(PlanCases.Any, made =>
    {
        var quote = PlanEngine.Quote(Pack, made.Account, CaseHistory.None, made.Wish);
        var again = PlanEngine.Quote(Pack, made.Account, CaseHistory.None, made.Wish);
        var floor = Pack.Floor(made.Account.Total);
        return quote.Offers.Select(offer => offer.OfferId).SequenceEqual(again.Offers.Select(offer => offer.OfferId)) && quote.Offers.Count <= 3
            && quote.Offers.Select(offer => offer.Label).Distinct().Count() == quote.Offers.Count && (quote.Offers.Count == 0 || !quote.Offers[0].IsAboveAffordable)
            && quote.Offers.All(offer =>
                offer.Schedule.Aggregate(offer.DownPayment, (sum, row) => sum + row.Principal) == offer.Balance
                && offer.TotalPayable == offer.Balance + offer.TotalCost
                && offer.Months <= PlanPack.LegalMaxMonths && (offer.Balance != made.Account.Total || offer.Months <= Pack.MaxTerm(offer.Balance))
                && (offer.Months <= 1 || offer.Instalment >= floor)
                && (offer.Type == "STEP" || Math.Abs((offer.LastInstalment - offer.Instalment).Amount) <= offer.Months * 0.01m)
                && (made.Wish.Monthly is not { } most || offer.Dearest <= most)
                && offer.Schedule.Zip(offer.Schedule.Skip(1)).All(pair => pair.First.DueOn < pair.Second.DueOn)
                && offer.Balance.Currency == made.Account.File.Currency && offer.Waived.Amount >= 0m
                && (offer.FirstDueOn is null || (offer.FirstDueOn > MadeUp.Today && offer.FirstDueOn <= MadeUp.Today.AddDays(Pack.FirstDueMaxDays))));
    }));

    [Fact]
    public void More_money_a_month_never_makes_the_recommended_plan_longer() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Gen.Choose(100_00, 200_000_00).ToArbitrary(), Gen.Choose(1, 20_000_00).ToArbitrary(), Gen.Choose(0, 5_000_00).ToArbitrary(), (balance, monthly, more) =>
        {
            var less = Recommended(balance, monthly);
            return less is null || Recommended(balance, monthly + more)!.Months <= less.Months;
        }));

    [Fact]
    public void More_affordable_money_never_gives_a_longer_or_dearer_plan() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        PlanCases.Any, Gen.Choose(1, 5_000_00).ToArbitrary(), (made, more) =>
        {
            // A plan that starts low takes longer by nature, from where it first fits.
            if (made.Wish is not { Income: { } income, Essentials: not null, AsksForSteps: false })
                return true;
            var wish = made.Wish with { Monthly = null, Months = null };
            var less = PlanEngine.Quote(Pack, made.Account, CaseHistory.None, wish).Offers is [var one, ..] ? one : null;
            var richer = PlanEngine.Quote(Pack, made.Account, CaseHistory.None, wish with { Income = income + new Money(more / 100m, "CNY") }).Offers is [var other, ..] ? other : null;
            return less is null || less.Type == "HOLD" || (richer is not null && richer.Months <= less.Months && richer.TotalCost <= less.TotalCost);
        }));

    private static Offer? Recommended(int balance, int monthly) =>
        PlanEngine.Quote(Pack, MadeUp.Account(new Money(balance / 100m, "CNY")), CaseHistory.None, new Wish { Monthly = new Money(monthly / 100m, "CNY") }).Offers is [var first, ..] ? first : null;

    private static Quote Ask(string balance, Wish wish) => PlanEngine.Quote(Pack, MadeUp.Account(balance), CaseHistory.None, wish);

    private static Money Yuan(string amount) => MadeUp.Yuan(amount);

    /// <summary>12,000 of which 1,200 are due, so many days overdue.</summary>
    private static Account Overdue(int days, Func<CaseFile, CaseFile>? with = null)
    {
        var file = MadeUp.File(Yuan("12000")) with { DueDate = MadeUp.Today.AddDays(-days), MinPayment = Yuan("1200") };
        return Account.Of(with is null ? file : with(file), [], MadeUp.View);
    }
}
