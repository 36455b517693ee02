using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

/// <summary>The verifier against the engine: it admits all of its answers and none that was touched.</summary>
public sealed class PlanVerifierTests
{
    private static readonly PlanPack Pack = PolicyFiles.Read(PromptFolder.Find()).Packs.Single(pack => pack.Id == "zh-CN");

    [Fact]
    public void Every_answer_of_the_engine_verifies() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(PlanCases.Any, made =>
    {
        var problems = Problems(made.Account, Stated(PlanEngine.Quote(Pack, made.Account, CaseHistory.None, made.Wish)));
        return problems.Count == 0 ? true : throw new InvalidOperationException(string.Join("; ", problems));
    }));

    [Fact]
    public void Ten_thousand_touched_offers_are_all_refused()
    {
        var chance = new Random(20261121);
        var cases = PlanCases.Any.Generator.Sample(6_000).Select(made => (made.Account, Quote: Stated(PlanEngine.Quote(Pack, made.Account, CaseHistory.None, made.Wish)))).Where(made => made.Quote.Offers.Count > 0).ToList();
        for (var n = 0; n < 10_000; n++)
        {
            var (account, quote) = cases[chance.Next(cases.Count)];
            var i = chance.Next(quote.Offers.Count);
            var (touched, what) = Touch(quote.Offers[i], chance);
            if (touched is null)
            {
                n--;
                continue;
            }

            var answer = quote with { Offers = [.. quote.Offers.Select((offer, at) => at == i ? touched : offer)] };
            Problems(account, answer).ShouldNotBeEmpty($"{what} of {quote.Offers[i].Type}");
        }
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("hash")]
    [InlineData("searched")]
    [InlineData("affordable")]
    [InlineData("dropped")]
    [InlineData("declined")]
    [InlineData("wish")]
    public void What_surrounds_the_offers_is_checked_as_well(string what)
    {
        var account = MadeUp.Account("23418.55");
        var good = Stated(PlanEngine.Quote(Pack, account, CaseHistory.None, new Wish { Months = 24, Income = MadeUp.Yuan("9000"), Essentials = MadeUp.Yuan("3000") }));
        Problems(account, good).ShouldBeEmpty();
        Problems(account, what switch
        {
            "policy" => good with { Certificate = good.Certificate! with { Policy = "zh-CN@2026.2" } },
            "hash" => good with { Certificate = good.Certificate! with { Hash = "00" } },
            "searched" => good with { Certificate = good.Certificate! with { Searched = 1 } },
            "affordable" => good with { Affordable = "5400.00" },
            "dropped" => good with { Offers = [.. good.Offers.Skip(1)] },
            "declined" => good with { Declined = [] },
            _ => good with { Wish = good.Wish with { Months = 36 } },
        }).ShouldNotBeEmpty();
    }

    [Fact]
    public void It_shares_no_code_with_the_engine()
    {
        foreach (var file in new[] { "PlanVerifier.cs", "PlanVerifierSearch.cs", "PlanVerifierGrid.cs" })
        {
            var text = File.ReadAllText(Repository.PathOf("skills", "Policy", file));
            foreach (var name in new[] { "PlanEngine", "PlanGrid.", "PlanRanking", "RepaymentSchedule", "Rates.Monthly", "Finance." })
                text.ShouldNotContain(name, Case.Sensitive, file);
        }
    }

    private static IReadOnlyList<string> Problems(Account account, StatedQuote stated) => PlanVerifier.Problems(Pack, account, CaseHistory.None, stated);

    /// <summary>One field changed by a cent, a day, a month, a rule, a yes for a no; null where the offer has no such field.</summary>
    private static (StatedOffer? Offer, string What) Touch(StatedOffer offer, Random chance)
    {
        string Cent(string money) => (decimal.Parse(money, CultureInfo.InvariantCulture) + (chance.Next(2) == 0 ? 0.01m : -0.01m)).ToString("0.00", CultureInfo.InvariantCulture);
        string Day(string day, int by) => DateOnly.Parse(day, CultureInfo.InvariantCulture).AddDays(by).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string Month(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture).AddMonths(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        StatedOffer? Row(Func<StatedRow, StatedRow> change)
        {
            if (offer.Schedule.Count == 0)
                return null;
            var at = chance.Next(offer.Schedule.Count);
            return offer with { Schedule = [.. offer.Schedule.Select((row, i) => i == at ? change(row) : row)] };
        }

        return chance.Next(18) switch
        {
            0 => (offer with { Balance = Cent(offer.Balance) }, "balance"),
            1 => (offer with { Waived = Cent(offer.Waived) }, "waived"),
            2 => (offer with { DownPayment = Cent(offer.DownPayment) }, "downPayment"),
            3 => (offer with { Instalment = Cent(offer.Instalment) }, "instalment"),
            4 => (offer with { LastInstalment = Cent(offer.LastInstalment) }, "lastInstalment"),
            5 => (offer with { TotalPayable = Cent(offer.TotalPayable) }, "totalPayable"),
            6 => (offer with { TotalCost = Cent(offer.TotalCost) }, "totalCost"),
            7 => (offer with { AnnualRate = Cent(offer.AnnualRate) }, "annualRate"),
            8 => (offer with { EffectiveRate = Cent(offer.EffectiveRate) }, "effectiveRate"),
            9 => (offer with { Months = offer.Months + 1 }, "months"),
            10 => (offer.FirstDueOn is { } first ? offer with { FirstDueOn = Day(first, 1) } : null, "firstDueOn"),
            11 => (Row(row => row with { DueOn = Day(row.DueOn, -1) }), "a day of the schedule"),
            12 => (Row(row => row with { DueOn = Month(row.DueOn) }), "a month of the schedule"),
            13 => (Row(row => row with { Principal = Cent(row.Principal), Amount = Cent(row.Amount) }), "a row's money"),
            14 => (offer with { Rules = [.. offer.Rules.Skip(1)] }, "a rule left out"),
            15 => (offer with { Rules = [.. offer.Rules.SkipLast(1), "cn.plan.made-up"] }, "a rule made up"),
            16 => (offer with { RequiresApproval = !offer.RequiresApproval }, "requiresApproval"),
            _ => (offer with { OfferId = offer.OfferId[..15] + (offer.OfferId[15] == '0' ? '1' : '0') }, "offerId"),
        };
    }

    private static StatedQuote Stated(Quote quote) => new(
        quote.CaseNo, quote.AsOf, quote.Wish, quote.Affordable?.ToWire(), [.. quote.Offers.Select(Stated)],
        [.. quote.Declined.Select(declined => new StatedDecline(declined.Type, declined.Code, declined.Needed?.ToWire(), declined.NeededMonths))],
        quote.Certificate is { } certificate ? new(certificate.Policy, certificate.Hash, certificate.Searched) : null);

    private static StatedOffer Stated(Offer offer) => new(
        offer.OfferId, offer.Type, offer.Label.ToString().ToLowerInvariant(), offer.Balance.ToWire(), offer.Waived.ToWire(), offer.DownPayment.ToWire(), offer.Months,
        offer.Instalment.ToWire(), offer.LastInstalment.ToWire(), Day(offer.FirstDueOn), offer.TotalPayable.ToWire(), offer.TotalCost.ToWire(),
        offer.AnnualRate.ToString("0.00", CultureInfo.InvariantCulture), offer.EffectiveRate.ToString("0.00", CultureInfo.InvariantCulture), offer.RequiresApproval,
        [.. offer.Schedule.Select(row => new StatedRow(row.Seq, Day(row.DueOn)!, row.Principal.ToWire(), row.Interest.ToWire(), row.Amount.ToWire()))], offer.Rules)
    {
        ReviewOn = Day(offer.ReviewOn), AboveAffordable = offer.IsAboveAffordable,
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
