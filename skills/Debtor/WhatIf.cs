using Assistant.Skills.Ledger;

namespace Assistant.Skills.Debtor;

/// <summary>Answers "what if": only the minimum, the same amount a month, something now, everything on a day. It offers and records nothing.</summary>
public sealed class WhatIf : IDebtorSkill
{
    /// <summary>What the same words also look like; a question about paying is no offer to pay.</summary>
    private static readonly string[] NotMeant =
    [
        "offer_amount_monthly", "offer_partial_now", "promise_date", "ask_instalment", "ask_longer_term", "counter_too_high", "accept_offer",
        "ask_balance", "ask_min_payment", "ask_due_date", "ask_when_next_due", "ask_payoff_amount", "ask_partial_effect", "what_if_minimum", "what_if_fixed", "ask_how_to_pay",
    ];

    /// <inheritdoc/>
    public string Id => "what_if";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new[]
    {
        "what_if_minimum", "what_if_fixed", "ask_partial_effect", "ask_payoff_amount", "ask_allocation_order",
    }.ToDictionary(intent => intent, _ => Access.Cardholder);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk)
    {
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        desk = Disputes.SetAside(desk);
        var account = desk.Cardholder.Account;
        if (request.Intent == "ask_allocation_order")
            return Answer([Order(account), .. LastPayment(desk.Cardholder)]) with { Rules = ["payment.order-of-law"] };
        var outcome = !account.Total.IsPositive ? Answer([new("whatif.nothing_owed")])
            : desk.Cardholder.History.OpenAgreement is { IsInForce: true } agreement ? PlanHolds(request, desk, agreement)
            : (request.Intent, request.Amount(account.File.Currency)) switch
            {
                ("what_if_minimum", _) => Monthly(desk, null),
                ("what_if_fixed", { } amount) => Monthly(desk, amount),
                ("ask_partial_effect", { } amount) when amount < account.Total => Part(desk, amount),
                ("ask_partial_effect", null) => Answer([new("whatif.part_unnamed"), Order(account)]),
                ("what_if_fixed", null) => Answer([new("whatif.amount_needed")]),
                _ => Payoff(desk, request.Date),
            };
        return outcome with { Says = [.. outcome.Says, .. Disputes.LeftOut(desk)], NotAlso = NotMeant };
    }

    private Outcome Answer(IReadOnlyList<Say> says) => new() { Skill = Id, Action = "answer", Says = says, Effects = [new Effect.Disposition("INF")] };

    private static IEnumerable<Say> LastPayment(VerifiedCase found) =>
        found.Payments.Where(payment => payment.Type == PaymentType.Payment).MaxBy(payment => payment.ValueDate) is { } last ? [new("pay.last", ("paid", new Value.Amount(last.Amount)), ("on", new Value.Date(last.ValueDate)))]
        : found.Account.File is { LastPaymentAmount: { } paid, LastPaymentDate: { } on } ? [new("pay.last", ("paid", new Value.Amount(paid)), ("on", new Value.Date(on)))] : [];

    /// <summary>While an agreement is in force its figures hold, and paying everything off means paying off what it leaves.</summary>
    private Outcome PlanHolds(Request request, Desk desk, AgreementOnFile agreement) => request.Intent == "ask_payoff_amount"
        ? new PlanCare().Handle(request with { Intent = "early_payoff_plan" }, desk)
        : Answer([new("whatif.plan_holds", ("agreement", new Value.Code(agreement.AgreementId))), .. PlanCare.Standing(desk, agreement)]) with { Facts = PlanCare.FactsOf(desk, agreement) };

    /// <summary>The minimum, or the same amount, month after month until it ends or never does.</summary>
    private Outcome Monthly(Desk desk, Money? amount)
    {
        var account = desk.Cardholder.Account;
        var terms = desk.Creditor.TermsOn(desk.Today);
        var projection = Projection.Of(account, terms, new(amount, desk.Today));
        var first = projection.Months[0];
        List<Say> says = [];
        if (projection.NeverEnds)
        {
            says.Add(amount is { } never
                ? new("whatif.never", ("amount", new Value.Amount(never)), ("added", new Value.Amount(InterestPerMonth(account))))
                : new("whatif.minimum_never"));
        }
        else
        {
            (string, Value)[] values =
            [
                ("span", new Value.Span(projection.Months.Count)), ("end", new Value.Date(projection.EndsOn!.Value)),
                ("paid", new Value.Amount(projection.Paid)), ("interest", new Value.Amount(projection.Interest)),
            ];
            says.Add(amount is { } fixedly
                ? new("whatif.fixed", [("amount", new Value.Amount(fixedly)), .. values])
                : new("whatif.minimum", [("first", new Value.Amount(first.Payment)), ("due", new Value.Date(first.DueOn)), .. values]));
            if (projection.Penalty.IsPositive)
                says.Add(new("whatif.penalty", ("penalty", new Value.Amount(projection.Penalty))));
        }

        says.Add(new(terms.IsConfirmed ? "whatif.assumes" : "whatif.assumes_unconfirmed", ("asOf", new Value.Moment(account.File.AsOf))));
        var hasPlan = desk.Pack is not null && account.DaysPastDue > 0 && desk.Cardholder.History.OpenAgreement is null;
        if (hasPlan)
            says.Add(new("whatif.see_plan"));
        return Answer(says) with
        {
            Facts = [Figures.FactOf(account, "total_due"), Figures.FactOf(account, "daily_rate")],
            Rules = ["projection.contract-terms"],
            Card = projection.NeverEnds ? null : CardOf(account, projection),
            Choices = hasPlan ? [new("choice.instalment", "ask_instalment")] : [],
        };
    }

    /// <summary>Interest of thirty days on the principal as it stands.</summary>
    private static Money InterestPerMonth(Account account) => Money.Round(account.Principal.Amount * account.File.DailyRate * 30, account.File.Currency);

    /// <summary>Up to seven days of it as a table, more of them as a picture.</summary>
    private static Card CardOf(Account account, Projection projection)
    {
        var paid = Money.Zero(account.File.Currency);
        var months = projection.Months.Select(month => (month.DueOn, Paid: paid += month.Payment, month.Closing)).ToList();
        return new("card.projection", ["card.due", "card.paid_so_far", "card.still_owed"],
            [.. Spread(months, 7).Select(IReadOnlyList<Value> (month) => [new Value.Date(month.DueOn), new Value.Amount(month.Paid), new Value.Amount(month.Closing)])])
        {
            Chart = months.Count < 3 ? null : new("card.projection_chart", [(account.Today, account.Total), .. Spread(months, 60).Select(month => (month.DueOn, month.Closing))]),
        };
    }

    /// <summary>Evenly spread items, always the first and the last.</summary>
    private static IEnumerable<T> Spread<T>(List<T> items, int most) => items.Count <= most ? items
        : Enumerable.Range(0, most).Select(i => items[(int)Math.Round((double)i * (items.Count - 1) / (most - 1))]);

    /// <summary>What something paid today changes and what it does not.</summary>
    private Outcome Part(Desk desk, Money amount)
    {
        var account = desk.Cardholder.Account;
        var after = account.Debt.After(amount, account.IsPrincipalFirst);
        List<Say> says =
        [
            new("whatif.part", ("amount", new Value.Amount(amount)), ("total", new Value.Amount(account.Total)), ("left", new Value.Amount(after.Total)), ("asOf", new Value.Moment(account.File.AsOf))),
            .. account.IsInGrace ? [new Say("whatif.payoff_grace", ("due", new Value.Date(account.File.DueDate)))] : Settled(account, account.Principal - after.Principal),
        ];
        var isOverdue = account.DaysPastDue > 0;
        if (amount < account.MinPayment)
            says.Add(new(isOverdue ? "whatif.part_short_overdue" : "whatif.part_short", ("minimum", new Value.Amount(account.MinPayment)), ("short", new Value.Amount(account.MinPayment - amount))));
        else if (account.MinPayment.IsPositive)
            says.Add(new(isOverdue ? "whatif.part_enough_overdue" : "whatif.part_enough", ("minimum", new Value.Amount(account.MinPayment))));
        says.Add(new("whatif.part_when"));
        return Answer(says) with
        {
            Facts = [Figures.FactOf(account, "total_due"), Figures.FactOf(account, "min_payment")],
            Rules = ["payment.order-of-law"],
        };
    }

    /// <summary>In which order a payment settles, and what reaches the principal.</summary>
    private static IEnumerable<Say> Settled(Account account, Money principal)
    {
        var perDay = Money.Round(principal.Amount * account.File.DailyRate, account.File.Currency);
        yield return Order(account);
        yield return perDay.IsPositive
            ? new("whatif.part_principal", ("principal", new Value.Amount(principal)), ("perDay", new Value.Amount(perDay)))
            : new("whatif.part_no_principal");
    }

    private static Say Order(Account account) => new(account.IsPrincipalFirst ? "whatif.order_principal_first" : "whatif.order_costs_first");

    private Outcome Payoff(Desk desk, DateOnly? asked)
    {
        var account = desk.Cardholder.Account;
        var last = desk.Today.AddDays(Projection.MostPayoffDays);
        var day = asked > desk.Today && asked <= last ? asked.Value : desk.Today;
        var payoff = Projection.PayoffOn(account, desk.Creditor.TermsOn(desk.Today), day);
        List<Say> says = [];
        if (asked > last)
            says.Add(new("whatif.payoff_too_far", ("last", new Value.Date(last))));
        says.Add(new(day == desk.Today ? "whatif.payoff_today" : "whatif.payoff", ("on", new Value.Date(day)), ("amount", new Value.Amount(payoff.Amount)), ("asOf", new Value.Moment(account.File.AsOf))));
        says.Add(payoff.PerDay.IsPositive
            ? new("whatif.payoff_per_day", ("perDay", new Value.Amount(payoff.PerDay)), ("rate", new Value.Percent(account.File.DailyRate * 100)))
            : new("whatif.payoff_grace", ("due", new Value.Date(account.File.DueDate))));
        if (payoff.MinimumDueBefore)
            says.Add(new("whatif.payoff_minimum"));
        return Answer(says) with
        {
            Facts =
            [
                new("payoff_amount", new Value.Amount(payoff.Amount), account.File.AsOf, payoff.Amount == account.File.TotalDue ? "case/total_due" : "ledger/payoff"),
                Figures.FactOf(account, "daily_rate"),
            ],
            Rules = ["payoff.interest-until-the-day"],
        };
    }
}
