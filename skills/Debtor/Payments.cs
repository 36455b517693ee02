using Assistant.Skills.Ledger;

namespace Assistant.Skills.Debtor;

/// <summary>
/// Payments made, failed, not yet seen: checks what the bank's file has, says when payments arrive, and opens the request where people have to look.
/// Nothing is said to have arrived that no file shows.
/// </summary>
public sealed class Payments : IDebtorSkill
{
    private const int MostReceipts = 6;

    /// <inheritdoc/>
    public string Id => "payments";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new[]
    {
        "claims_paid", "payment_failed", "ask_posting_time", "overpaid_refund", "ask_autopay", "ask_receipt", "ask_clearance_letter",
    }.ToDictionary(intent => intent, _ => Access.Cardholder);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => MoneyTalk.Closed(desk, Id) ?? request.Intent switch
    {
        "claims_paid" => Claimed(request, desk),
        "payment_failed" => Asked(desk, "payment_failed", [new("pay.failed"), .. Routes(desk)], "payment.failed-is-looked-into"),
        "ask_posting_time" => Posting(request, desk),
        "overpaid_refund" => Refund(desk),
        "ask_autopay" => Answer(desk, [new("pay.autopay", ("creditor", Names.Of(desk)))]),
        "ask_receipt" => Receipts(desk),
        _ => Clearance(desk),
    };

    private static IEnumerable<Say> Routes(Desk desk) => desk.Creditor.PaymentRoutes.Select(route => new Say(route)).Append(new("pay.never"));

    private Outcome Answer(Desk desk, IReadOnlyList<Say> says) => new()
    {
        Skill = Id,
        Action = "answer",
        Says = says,
        Effects = [new Effect.Disposition("INF")],
        Choices = desk.Open is Ask.Nothing ? [new("choice.person", "ask_human")] : [],
    };

    /// <summary>A request for people, with its number, once a conversation.</summary>
    private Outcome Asked(Desk desk, string reason, IReadOnlyList<Say> says, string rule) => Person.WithTicket(desk, Answer(desk, says) with { Rules = [rule] }, Queue.General, reason);

    private Outcome Claimed(Request request, Desk desk)
    {
        var account = desk.Cardholder.Account;
        (string, Value) asOf = ("asOf", new Value.Moment(account.File.AsOf));
        if (Match(request, desk) is { } found)
        {
            return Answer(desk, [new("pay.found", ("paid", new Value.Amount(found.Amount)), ("on", new Value.Date(found.ValueDate))), new("pay.total_now", ("total", new Value.Amount(account.Total)))]) with
            {
                Facts = [Figures.FactOf(account, "total_due")],
                Effects = [new Effect.Disposition("CLM")],
                Rules = ["payment.claim-is-checked"],
            };
        }

        if (account.PaidSince.IsPositive && request.Amount(account.File.Currency) is null)
        {
            return Answer(desk, [new("pay.claim_seen", asOf, ("paid", new Value.Amount(account.PaidSince)), ("total", new Value.Amount(account.Total)))]) with
            {
                Facts = [Figures.FactOf(account, "total_due")],
                Effects = [new Effect.Disposition("CLM")],
                Ask = desk.Open is Ask.Nothing ? new Ask.Nothing() : null,
            };
        }

        var reason = new Reason(Queue.Supervisor, "claims_paid", "payment.claim-is-checked");
        var handed = Person.HandOver(desk, reason, new("pay.claim_not_seen", asOf), new("pay.claim_rest"), new("pay.claim_receipt"));
        return handed with
        {
            Skill = Id,
            Effects = [.. handed.Effects, new Effect.Disposition("CLM"), .. Requests.Protects(desk, "payment_check"), .. Requests.AsksFor(desk, "receipt")],
        };
    }

    /// <summary>The payment in the bank's files that fits an amount and, where one was named, a day up to a week around it.</summary>
    private static Payment? Match(Request request, Desk desk)
    {
        const int Around = 7;
        return request.Amount(desk.Cardholder.Account.File.Currency) is not { } amount ? null
            : desk.Cardholder.Payments.Where(payment => payment.Type == PaymentType.Payment && payment.Amount == amount && (request.Date is not { } day || Math.Abs(payment.ValueDate.DayNumber - day.DayNumber) <= Around))
                .OrderByDescending(payment => payment.ValueDate).FirstOrDefault();
    }

    private Outcome Posting(Request request, Desk desk) => Match(request, desk) is { } found
        ? Answer(desk, [new("pay.found", ("paid", new Value.Amount(found.Amount)), ("on", new Value.Date(found.ValueDate)))])
        : Answer(desk, [new("pay.posting"), .. desk.Creditor.PostingTimes.Select(line => new Say(line)), new("pay.posting_as_of", ("asOf", new Value.Moment(desk.Cardholder.Account.File.AsOf)))]);

    private Outcome Refund(Desk desk)
    {
        var account = desk.Cardholder.Account;
        return account.Total.Amount < 0
            ? Asked(desk, "overpaid_refund", [new("pay.credit", ("asOf", new Value.Moment(account.File.AsOf)), ("credit", new Value.Amount(Money.Zero(account.File.Currency) - account.Total)))], "payment.refund-by-person")
            : Asked(desk, "overpaid_refund", [new("pay.no_credit", ("asOf", new Value.Moment(account.File.AsOf)), ("total", new Value.Amount(account.Total)))], "payment.refund-by-person") with { Facts = [Figures.FactOf(account, "total_due")] };
    }

    private Outcome Receipts(Desk desk)
    {
        var payments = desk.Cardholder.Payments.Where(payment => payment.Type == PaymentType.Payment).OrderByDescending(payment => payment.ValueDate).Take(MostReceipts).ToList();
        return payments.Count == 0
            ? Answer(desk, [new("pay.no_receipts", ("asOf", new Value.Moment(desk.Cardholder.Account.File.AsOf)))])
            : Answer(desk, [new("pay.receipts"), .. payments.Select(payment => new Say("pay.receipt", ("id", new Value.Code(payment.PaymentId)), ("on", new Value.Date(payment.ValueDate)), ("paid", new Value.Amount(payment.Amount)))), new("pay.receipt_official")]);
    }

    private Outcome Clearance(Desk desk)
    {
        var account = desk.Cardholder.Account;
        return account.Total.IsPositive
            ? Answer(desk, [new("pay.clearance_not_yet", ("asOf", new Value.Moment(account.File.AsOf)), ("total", new Value.Amount(account.Total)))]) with { Facts = [Figures.FactOf(account, "total_due")], Rules = ["payment.no-clearance-before-zero"] }
            : Asked(desk, "clearance_letter", [new("pay.clearance", ("days", new Value.Count(desk.Creditor.ServiceDays["clearance"])))], "payment.clearance-on-request");
    }
}
