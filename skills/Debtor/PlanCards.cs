using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>The tables and clauses of a plan: offers side by side, all-in cost, the six contents, the schedule.</summary>
internal static class PlanCards
{
    private const int ShortPlan = 6;

    /// <summary>Offers side by side; a pause has no dates and costs nothing.</summary>
    public static Card Offers(Quote quote) => new("card.offers",
        ["card.plan", "card.per_month", "card.months", "card.first", "card.last", "card.total", "card.annual"],
        [
            .. quote.Offers.Select(IReadOnlyList<Value> (offer) =>
            [
                PlanWords.Label(offer), new Value.Amount(offer.Instalment), new Value.Count(offer.Months), Day(offer.FirstDueOn), Day(offer.LastDueOn),
                new Value.Amount(offer.TotalPayable), new Value.Percent(offer.AnnualRate),
            ]),
        ]);

    /// <summary>The all-in cost table shown before any agreement (金规〔2026〕2号): every cost, who takes it, and what a default costs.</summary>
    public static Card Cost(Desk desk, Offer offer)
    {
        var file = desk.Cardholder.Account.File;
        var creditor = Names.Of(desk);
        var none = new Value.Amount(Money.Zero(file.Currency));
        return new("card.cost", ["card.item", "card.amount", "card.taken_by"],
        [
            [new Value.Phrase("card.balance"), new Value.Amount(offer.Balance), creditor],
            .. offer.Waived.IsPositive ? new IReadOnlyList<Value>[] { [new Value.Phrase("card.waived"), new Value.Amount(offer.Waived), creditor] } : [],
            [new Value.Phrase("card.down_payment"), new Value.Amount(offer.DownPayment), creditor],
            [new Value.Phrase("card.interest"), new Value.Amount(offer.TotalCost), creditor],
            [new Value.Phrase("card.other_fees"), none, creditor],
            [new Value.Phrase("card.annual_all_in"), new Value.Percent(offer.AnnualRate), new Value.Phrase("card.internal_rate")],
            [new Value.Phrase("card.if_missed_interest"), new Value.Percent(file.DailyRate * 100), new Value.Phrase("card.per_day")],
            [new Value.Phrase("card.if_missed_penalty"), new Value.Percent(file.PenaltyRate * 100), new Value.Phrase("card.of_unpaid_minimum")],
        ]);
    }

    /// <summary>The six contents an agreement must have (商业银行信用卡业务监督管理办法 art. 70).</summary>
    public static IEnumerable<Say> Contents(Desk desk, Offer offer)
    {
        var account = desk.Cardholder.Account;
        yield return offer.Type == PlanType.Reamortise ? new("contents.balance_left", ("balance", new Value.Amount(offer.Balance))) : new("contents.balance", ("balance", new Value.Amount(account.Total)), ("principal", new Value.Amount(account.Principal)),
            ("interest", new Value.Amount(account.Interest)), ("penalty", new Value.Amount(account.Penalty)), ("fees", new Value.Amount(account.Fees)));
        yield return PlanWords.Payments(offer);
        yield return new("contents.costs", ("interest", new Value.Amount(offer.TotalCost)), ("annual", new Value.Percent(offer.AnnualRate)));
        yield return new(PlanWords.IsPersonal(offer) ? "contents.no_new_cards" : "contents.card_stays");
        // What is paid in one or two parts, or settles the account, is not put off to the end, and bears fewer misses.
        var (isSettlement, pack) = (offer.Waived.IsPositive, desk.Pack!);
        yield return new(pack.AppendsMissed && offer.Months > 1 && !isSettlement ? "contents.rights" : "contents.rights_no_append",
            ("broken", new Value.Count(isSettlement ? 1 : Math.Clamp(offer.Months, 1, pack.BrokenAfterMissed))),
            ("grace", new Value.Count(pack.MissGraceDays)), ("notice", new Value.Count(pack.MissNoticeDays)));
        yield return new("contents.other");
    }

    /// <summary>The rows of the plan, a long one by its first and last, with a link to the printable agreement that has them all; none for a pause.</summary>
    public static Card? Schedule(Offer offer, string agreementId) => offer.Months == 0 ? null : new("card.schedule", ["card.seq", "card.due", "card.amount"],
        [.. offer.Schedule.Where(row => offer.Months <= ShortPlan || row.Seq < ShortPlan || row.Seq == offer.Months).Select(IReadOnlyList<Value> (row) => [new Value.Count(row.Seq), new Value.Date(row.DueOn), new Value.Amount(row.Amount)])],
        ("card.open_agreement", $"/agreements/{agreementId}"));

    private static Value Day(DateOnly? day) => day is { } known ? new Value.Date(known) : new Value.Phrase("card.no_date");
}
