using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>Puts plans in order and shows at most three, each for a purpose of its own (collections 5.6).</summary>
internal static class PlanRanking
{
    /// <summary>The recommended plan, the lightest and the fastest; one plan carries one label.</summary>
    public static List<Offer> Show(PlanPack pack, Account account, Wish wish, IReadOnlyList<Offer> fitting)
    {
        var ranked = fitting.Where(offer => !fitting.Any(other => Dominates(other, offer)))
            .OrderBy(offer => offer.IsAboveAffordable).ThenBy(offer => TypeRank(pack, offer))
            .ThenBy(offer => wish.Months is { } months ? Math.Abs(offer.Months - months) : 0).ThenBy(offer => offer.TotalCost).ThenBy(offer => offer.Months)
            .ThenBy(offer => wish.Monthly is { } monthly ? monthly - offer.Dearest : Money.Zero(pack.Currency)).ToList();
        if (ranked.Count == 0)
            return [];
        var shown = new List<Offer> { Final(ranked[0], OfferLabel.Recommended, account, pack, ReasonOf(ranked[0], wish)) };
        var others = ranked.Skip(1).ToList();
        if (others.Where(offer => offer.Dearest < ranked[0].Dearest).MinBy(offer => (offer.Dearest, offer.TotalCost)) is { } lightest)
        {
            shown.Add(Final(lightest, OfferLabel.Lightest, account, pack, lightest.Type == PlanType.Hold ? "pause" : lightest.IsAboveAffordable ? "above_affordable" : "lowest_instalment"));
            others.Remove(lightest);
        }

        if (others.Where(offer => offer.Months > 0 && (ranked[0].Type == PlanType.Hold || offer.Months < ranked[0].Months)).MinBy(offer => (offer.Months, offer.TotalCost, offer.TotalPayable)) is { } fastest)
            shown.Add(Final(fastest, OfferLabel.Fastest, account, pack, fastest.IsAboveAffordable ? "above_affordable" : "soonest_done"));
        return shown;
    }

    private static int TypeRank(PlanPack pack, Offer offer) => pack.Types.TakeWhile(type => type.Code != offer.Type).Count();

    /// <summary>The same debt, no longer, no dearer a month, and less in total.</summary>
    private static bool Dominates(Offer one, Offer other) =>
        one.Balance + one.Waived == other.Balance + other.Waived && one.Months <= other.Months && one.Dearest <= other.Dearest && one.TotalPayable < other.TotalPayable;

    private static string ReasonOf(Offer offer, Wish wish) => offer.Type switch
    {
        _ when offer.IsAboveAffordable => "above_affordable",
        PlanType.Hold => "pause",
        PlanType.Settlement or PlanType.SettlementInParts => "settlement",
        PlanType.Step => "steps",
        PlanType.Cure => "cure",
        PlanType.Extension => "extension",
        PlanType.PayInFull => "pay_in_full",
        PlanType.Hardship => "hardship",
        _ when wish.Months is { } months => months == offer.Months ? "exact_term" : "closest_to_term",
        _ when wish.Monthly is not null => "closest_to_amount",
        _ when wish.Income is not null => "within_affordable",
        _ => "least_interest",
    };

    private static Offer Final(Offer offer, OfferLabel label, Account account, PlanPack pack, string why)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{account.File.CaseNo}|{pack.Hash}|{offer.Type}|{offer.Balance}|{offer.Waived}|{offer.DownPayment}|{offer.AnnualRate}|{offer.EffectiveRate}|{offer.RequiresApproval}|{offer.ReviewOn:yyyyMMdd}|{string.Join(',', offer.Rules)}");
        foreach (var row in offer.Schedule)
            text.Append(CultureInfo.InvariantCulture, $"|{row.DueOn:yyyyMMdd}:{row.Principal}:{row.Interest}");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return offer with { OfferId = Convert.ToHexStringLower(digest.AsSpan(0, 8)), Label = label, Why = why };
    }
}
