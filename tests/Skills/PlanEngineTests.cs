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
    [InlineData("48750.30", 60, "812.50", "812.80")] // regulation V8: the cents left over go to the last
    [InlineData("23418.55", 36, "650.51", "650.70")] // the contract's own example
    [InlineData("0.05", 3, "0.01", "0.03")]
    public void Instalments_are_equal_to_the_cent_and_the_last_takes_the_rest(string balance, int months, string each, string last)
    {
        var rows = PlanEngine.Schedule(Yuan(balance), months, new DateOnly(2026, 12, 10), 10);
        rows.Count.ShouldBe(months);
        rows[0].Amount.ToWire().ShouldBe(each);
        rows[^1].Amount.ToWire().ShouldBe(last);
    }

    [Fact]
    public void A_due_day_of_31_falls_on_the_last_day_of_shorter_months() =>
        PlanEngine.Schedule(Yuan("400"), 4, new DateOnly(2026, 12, 31), 31).Select(row => row.DueOn.ToString("MM-dd", null)).ShouldBe(["12-31", "01-31", "02-28", "03-31"]);

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
        quote.Declined.ShouldBeEmpty();
    }

    [Fact]
    public void What_would_be_needed_is_said_when_nothing_fits()
    {
        var quote = Ask("23418.55", new Wish { Monthly = Yuan("600") });
        quote.Offers.ShouldBeEmpty();
        quote.Declined.Single().ShouldBe(new Declined("PIA", "monthly_too_low", Yuan("650.70"), 36));
        quote.Certificate!.Searched.ShouldBe(Pack.Terms.Count);
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
    [InlineData("plan_in_last_six_months")]
    [InlineData("recalled")]
    [InlineData("figures_stale")]
    [InlineData("bucket_not_allowed")]
    [InlineData("nothing_owed")]
    public void A_protected_or_unfit_case_gets_no_offer_and_a_reason(string code)
    {
        var quote = PlanEngine.Quote(Pack, MadeUp.Unfit(code), CaseHistory.None, new Wish { Monthly = Yuan("500") });
        quote.Offers.ShouldBeEmpty();
        quote.Declined.Single().Code.ShouldBe(code);
    }

    [Fact]
    public void Without_an_amount_or_term_named_there_is_no_personal_plan() => Ask("23418.55", new Wish()).Declined.Single().Code.ShouldBe("amount_or_term_needed");

    [Fact]
    public void Without_a_pack_there_is_no_offer() =>
        PlanEngine.Quote(null, MadeUp.Account("1000"), CaseHistory.None, new Wish { Months = 3 }).Declined.Single().Code.ShouldBe("no_policy");

    [Theory]
    [InlineData("50000.00", false)] // up to the limit the assistant may confirm
    [InlineData("50000.01", true)] // one cent above a person approves
    public void Authority_ends_at_the_packs_balance(string balance, bool approval) =>
        Ask(balance, new Wish { Months = 36 }).Offers[0].RequiresApproval.ShouldBe(approval);

    [Fact]
    public void Every_offer_of_every_wish_keeps_the_rules_of_the_pack() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Wishes(), wish =>
    {
        var quote = PlanEngine.Quote(Pack, MadeUp.Account(wish.Balance), CaseHistory.None, wish.Wish);
        var again = PlanEngine.Quote(Pack, MadeUp.Account(wish.Balance), CaseHistory.None, wish.Wish);
        return quote.Offers.Select(offer => offer.OfferId).SequenceEqual(again.Offers.Select(offer => offer.OfferId)) && quote.Offers.Count <= 3 && quote.Offers.All(offer =>
            offer.Schedule.Aggregate(offer.DownPayment, (sum, row) => sum + row.Principal) == offer.Balance
            && offer.TotalPayable == offer.Balance
            && offer.Months <= Pack.MaxTerm(offer.Balance) && offer.Months <= PlanPack.LegalMaxMonths
            && offer.Instalment >= Pack.Floor(offer.Balance)
            && (offer.LastInstalment - offer.Instalment) is { Amount: >= 0 } rest && rest.Amount <= offer.Months * 0.01m
            && (wish.Wish.Monthly is not { } most || (offer.Instalment <= most && offer.LastInstalment <= most))
            && offer.Schedule.Zip(offer.Schedule.Skip(1)).All(pair => pair.First.DueOn < pair.Second.DueOn)
            && offer.FirstDueOn > MadeUp.Today && offer.FirstDueOn <= MadeUp.Today.AddDays(Pack.FirstDueMaxDays));
    }));

    [Fact]
    public void More_money_a_month_never_makes_the_recommended_plan_longer() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Gen.Choose(100_00, 200_000_00).ToArbitrary(), Gen.Choose(1, 20_000_00).ToArbitrary(), Gen.Choose(0, 5_000_00).ToArbitrary(), (balance, monthly, more) =>
        {
            var less = Recommended(balance, monthly);
            return less is null || Recommended(balance, monthly + more)!.Months <= less.Months;
        }));

    private static Offer? Recommended(int balance, int monthly) =>
        PlanEngine.Quote(Pack, MadeUp.Account(new Money(balance / 100m, "CNY")), CaseHistory.None, new Wish { Monthly = new Money(monthly / 100m, "CNY") }).Offers is [var first, ..] ? first : null;

    private static Quote Ask(string balance, Wish wish) => PlanEngine.Quote(Pack, MadeUp.Account(balance), CaseHistory.None, wish);

    private static Money Yuan(string amount) => MadeUp.Yuan(amount);

    private static Arbitrary<(Money Balance, Wish Wish)> Wishes() => (
        from balance in Gen.Choose(1, 300_000_00)
        from monthly in Gen.Choose(0, 20_000_00)
        from months in Gen.Choose(0, 60)
        from payday in Gen.Choose(0, 31)
        from down in Gen.Choose(0, 5_000_00)
        select (new Money(balance / 100m, "CNY"), new Wish
        {
            Monthly = monthly == 0 ? null : new Money(monthly / 100m, "CNY"),
            Months = months == 0 ? null : months,
            Payday = payday == 0 ? null : payday,
            DownPayment = down == 0 || down >= balance ? null : new Money(down / 100m, "CNY"),
        })).ToArbitrary();
}
