using System.Globalization;
using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>An answer of quotes as somebody states it: every field as written, to be held against policy and case.</summary>
public sealed record StatedQuote(
    string CaseNo, DateOnly AsOf, Wish Wish, string? Affordable, IReadOnlyList<StatedOffer> Offers, IReadOnlyList<StatedDecline> Declined, StatedCertificate? Certificate);

/// <summary>An offer as stated; names as in the external contract, section 6.</summary>
public sealed record StatedOffer(
    string OfferId, string Type, string Label, string Balance, string Waived, string DownPayment, int Months, string Instalment, string LastInstalment, string? FirstDueOn,
    string TotalPayable, string TotalCost, string AnnualRate, string EffectiveRate, bool RequiresApproval, IReadOnlyList<StatedRow> Schedule, IReadOnlyList<string> Rules)
{
    /// <summary>Review day of a pause.</summary>
    public string? ReviewOn { get; init; }

    /// <summary>Whether it is above what is affordable.</summary>
    public bool AboveAffordable { get; init; }
}

/// <summary>A row as stated.</summary>
public sealed record StatedRow(int Seq, string DueOn, string Principal, string Interest, string Amount);

/// <summary>A declined type as stated.</summary>
public sealed record StatedDecline(string Type, string Code, string? Needed, int? NeededMonths);

/// <summary>A certificate as stated.</summary>
public sealed record StatedCertificate(string Policy, string Hash, int Searched);

/// <summary>
/// Re-checks an answer from policy and case alone. It shares no code with the engine that gave it: it works in whole cents, searches the
/// policy by itself, and compares every field, so that neither can hide the other's mistake.
/// </summary>
public static class PlanVerifier
{
    /// <summary>What is wrong with an answer; nothing when it holds.</summary>
    /// <param name="pack">The pack in force on the answer's day; null when there is none.</param>
    /// <param name="account">The account as it stood on that day; null when that day has not come.</param>
    /// <param name="history">What was agreed before.</param>
    /// <param name="stated">The answer.</param>
    /// <returns>One sentence a field, naming it, what was stated and what policy leads to.</returns>
    public static IReadOnlyList<string> Problems(PlanPack? pack, Account? account, CaseHistory history, StatedQuote stated)
    {
        if (account is null)
            return [$"asOf: {stated.AsOf:yyyy-MM-dd} has not come yet."];
        var problems = new List<string>();
        if (pack is null)
        {
            Same(problems, "offers", Text(stated.Offers.Count), "0");
            Same(problems, "declined[0].code", stated.Declined.Count > 0 ? stated.Declined[0].Code : null, "no_policy");
            return problems;
        }

        var own = new PlanVerifierSearch(pack, account, history, stated.Wish);
        Same(problems, "caseNo", stated.CaseNo, account.File.CaseNo);
        Same(problems, "affordable", stated.Affordable, own.Affordable is { } able ? Money(able) : null);
        Same(problems, "certificate.policy", stated.Certificate?.Policy, $"{pack.Id}@{pack.Version}");
        Same(problems, "certificate.hash", stated.Certificate?.Hash, pack.Hash);
        Same(problems, "certificate.searched", Text(stated.Certificate?.Searched), Text(own.Searched));
        Same(problems, "declined", string.Join(", ", stated.Declined.Select(d => $"{d.Type} {d.Code} {d.Needed} {d.NeededMonths}".TrimEnd())),
            string.Join(", ", own.Declined.Select(d => $"{d.Type} {d.Code} {(d.Needed is { } needed ? Money(needed) : "")} {d.Months}".TrimEnd())));
        var shown = own.Shown();
        Same(problems, "offers", Text(stated.Offers.Count), Text(shown.Count));
        foreach (var (offer, plan, i) in stated.Offers.Zip(shown).Select((pair, i) => (pair.First, pair.Second, i)))
            Compare(problems, $"offers[{i}]", offer, plan, pack, account);
        return problems;
    }

    /// <summary>Cents as the wire has them.</summary>
    internal static string Money(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static void Compare(List<string> problems, string at, StatedOffer offer, (OwnPlan Plan, string Label) shown, PlanPack pack, Account account)
    {
        var plan = shown.Plan;
        var (annual, effective) = plan.Rates();
        Same(problems, at + ".type", offer.Type, plan.Type);
        Same(problems, at + ".label", offer.Label, shown.Label);
        Same(problems, at + ".balance", offer.Balance, Money(plan.Balance));
        Same(problems, at + ".waived", offer.Waived, Money(plan.Waived));
        Same(problems, at + ".downPayment", offer.DownPayment, Money(plan.Down));
        Same(problems, at + ".months", Text(offer.Months), Text(plan.Months));
        Same(problems, at + ".instalment", offer.Instalment, Money(plan.Months == 0 ? 0 : plan.Amount(0)));
        Same(problems, at + ".lastInstalment", offer.LastInstalment, Money(plan.Months == 0 ? 0 : plan.Amount(plan.Months - 1)));
        Same(problems, at + ".firstDueOn", offer.FirstDueOn, plan.Months == 0 ? null : Text(plan.Days[0]));
        Same(problems, at + ".totalPayable", offer.TotalPayable, Money(plan.Total));
        Same(problems, at + ".totalCost", offer.TotalCost, Money(plan.Cost));
        Same(problems, at + ".annualRate", offer.AnnualRate, annual);
        Same(problems, at + ".effectiveRate", offer.EffectiveRate, effective);
        Same(problems, at + ".requiresApproval", Text(offer.RequiresApproval), Text(plan.Approval));
        Same(problems, at + ".reviewOn", offer.ReviewOn, plan.Review is { } review ? Text(review) : null);
        Same(problems, at + ".aboveAffordable", Text(offer.AboveAffordable), Text(plan.Above));
        Same(problems, at + ".rules", string.Join(", ", offer.Rules), string.Join(", ", plan.Rules));
        Same(problems, at + ".schedule", Text(offer.Schedule.Count), Text(plan.Months));
        foreach (var (row, i) in offer.Schedule.Take(plan.Months).Select((row, i) => (row, i)))
        {
            Same(problems, $"{at}.schedule[{i}]", $"{row.Seq} {row.DueOn} {row.Principal} {row.Interest} {row.Amount}",
                $"{i + 1} {Text(plan.Days[i])} {Money(plan.Principal[i])} {Money(plan.Interest[i])} {Money(plan.Amount(i))}");
        }

        Same(problems, at + ".offerId", offer.OfferId, plan.Id(account.File.CaseNo, pack, annual, effective));
    }

    private static void Same(List<string> problems, string field, string? stated, string? own)
    {
        if (stated != own)
            problems.Add($"{field}: stated {stated ?? "nothing"}, by policy {own ?? "nothing"}.");
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(bool yes) => yes ? "true" : "false";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
