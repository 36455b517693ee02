using Assistant.Skills.Ledger;

namespace Assistant.Skills.Debtor;

/// <summary>Says what is owed and when: total, parts, minimum, due date. Every figure with its as-of time.</summary>
public sealed class Figures : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "figures";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new[]
    {
        "ask_balance", "ask_breakdown", "ask_min_payment", "ask_due_date", "ask_when_next_due",
    }.ToDictionary(intent => intent, _ => Access.Cardholder);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk)
    {
        var account = desk.Cardholder.Account;
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        var inForce = desk.Cardholder.History.OpenAgreement is { IsInForce: true };
        var answer = Disputes.Mention(desk, request.Intent switch
        {
            // While an agreement performs, dunning rests (art. 70): what is due is its instalment, not the arrears of the contract.
            "ask_balance" when inForce => PlanBalance(desk, desk.Cardholder.History.OpenAgreement!),
            "ask_min_payment" or "ask_due_date" when inForce => NextDue(desk),
            "ask_breakdown" => Answer(account, "figures.breakdown", "total_due", "principal", "interest", "penalty", "fees"),
            "ask_min_payment" => Answer(account, "figures.minimum", "min_payment", "due_date"),
            "ask_due_date" => Answer(account, account.DaysPastDue > 0 ? "figures.overdue" : "figures.due", "due_date", "days_past_due", "bucket"),
            "ask_when_next_due" => NextDue(desk),
            _ => Answer(account, BalanceReply(account), "total_due", "min_payment", "overdue_amount", "due_date"),
        });
        // Who asks when and how much promises nothing.
        return answer with { NotAlso = ["promise_date", "offer_partial_now", "offer_amount_monthly", "temporary_cashflow"] };
    }

    /// <summary>An account that is not overdue, one whose arrears are its minimum, and one where the two differ are said differently.</summary>
    private static string BalanceReply(Account account) =>
        account.DaysPastDue == 0 ? "figures.balance_current" : account.Overdue == account.MinPayment ? "figures.balance_minimum" : "figures.balance";

    private Outcome NextDue(Desk desk) => desk.Cardholder.History switch
    {
        { OpenAgreement: { IsInForce: true } agreement } => new Outcome
        {
            Skill = Id,
            Action = "answer",
            Says = [.. PlanCare.Standing(desk, agreement)],
            Facts = PlanCare.FactsOf(desk, agreement),
            Effects = [new Effect.Disposition("INF")],
        },
        { OpenPromise: { } promise } => new Outcome
        {
            Skill = Id,
            Action = "answer",
            Says = [new("figures.next_promise", ("amount", new Value.Amount(promise.Amount)), ("due", new Value.Date(promise.DueOn)))],
            Facts = [new("next_due_date", new Value.Date(promise.DueOn), desk.Now, $"promise/{promise.PromiseId}")],
        },
        _ => Answer(desk.Cardholder.Account, "figures.minimum", "min_payment", "due_date"),
    };

    private Outcome PlanBalance(Desk desk, AgreementOnFile agreement)
    {
        var account = desk.Cardholder.Account;
        return new Outcome
        {
            Skill = Id,
            Action = "answer",
            Says =
            [
                new("figures.balance_plan", ("asOf", new Value.Moment(account.File.AsOf)), ("card", new Value.Code(account.File.CardLast4)), ("total", new Value.Amount(account.Total))),
                .. PlanCare.Standing(desk, agreement),
            ],
            Facts = [FactOf(account, "total_due"), .. PlanCare.FactsOf(desk, agreement)],
            Effects = [new Effect.Disposition("INF")],
        };
    }

    private Outcome Answer(Account account, string reply, params string[] facts) => new()
    {
        Skill = Id,
        Action = "answer",
        Facts = [.. facts.Select(name => FactOf(account, name))],
        Says = [new(reply, Values(account, reply))],
        Effects = [new Effect.Disposition("INF")],
    };

    /// <summary>One figure of an account under its contract name.</summary>
    /// <exception cref="ArgumentException">Not a figure of an account.</exception>
    internal static Fact FactOf(Account account, string name)
    {
        var file = account.File;
        var paid = account.IsMoved;
        return name switch
        {
            "total_due" => Of(new Value.Amount(account.Total), "total_due", paid),
            "principal" => Of(new Value.Amount(account.Principal), "principal_balance", paid),
            "interest" => Of(new Value.Amount(account.Interest), "interest_due", paid),
            "penalty" => Of(new Value.Amount(account.Penalty), "penalty_due", paid),
            "fees" => Of(new Value.Amount(account.Fees), "fees_due", paid),
            "min_payment" => Of(new Value.Amount(account.MinPayment), "min_payment_due", paid),
            "overdue_amount" => Of(new Value.Amount(account.Overdue), file.Overdue is null ? "min_payment_due" : "overdue_amount", paid),
            "due_date" => Of(new Value.Date(file.DueDate), "due_date", false),
            "days_past_due" => Of(new Value.Count(account.DaysPastDue), "due_date", false),
            "bucket" => Of(new Value.Code(account.Bucket.ToString()), "due_date", false),
            "daily_rate" => Of(new Value.Percent(file.DailyRate * 100), "daily_rate", false),
            "annual_rate" => Of(new Value.Percent(account.AnnualRate), "daily_rate", false),
            _ => throw new ArgumentException($"'{name}' is not a figure of an account.", nameof(name)),
        };

        Fact Of(Value value, string column, bool moved) => new(name, value, file.AsOf, $"{(moved ? "ledger" : "case")}/{column}");
    }

    private static (string, Value)[] Values(Account account, string reply)
    {
        var file = account.File;
        (string, Value) asOf = ("asOf", new Value.Moment(file.AsOf));
        (string, Value) card = ("card", new Value.Code(file.CardLast4));
        (string, Value) due = ("due", new Value.Date(file.DueDate));
        (string, Value) minimum = ("minimum", new Value.Amount(account.MinPayment));
        (string, Value) total = ("total", new Value.Amount(account.Total));
        return reply switch
        {
            "figures.balance" => [asOf, card, total, minimum, ("overdue", new Value.Amount(account.Overdue)), due],
            "figures.balance_current" or "figures.balance_minimum" => [asOf, card, total, minimum, due],
            "figures.breakdown" =>
            [
                asOf, total, ("principal", new Value.Amount(account.Principal)), ("interest", new Value.Amount(account.Interest)),
                ("penalty", new Value.Amount(account.Penalty)), ("fees", new Value.Amount(account.Fees)),
            ],
            "figures.minimum" => [asOf, minimum, due],
            "figures.due" => [due],
            "figures.overdue" => [due, ("days", new Value.Count(account.DaysPastDue))],
            _ => throw new ArgumentException($"'{reply}' does not say figures of an account.", nameof(reply)),
        };
    }
}
