using Assistant.Skills.Language;
using Assistant.Skills.Ledger;

namespace Assistant.Skills.Debtor;

/// <summary>Shows statement lines as the bank's file has them, and takes disputes of single lines and fees: what is disputed is set aside, the rest goes on gently.</summary>
public sealed class Statement : IDebtorSkill
{
    private const int MostRows = 12;

    /// <inheritdoc/>
    public string Id => "statement";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new[] { "ask_transactions", "ask_other_cards", "dispute_transaction", "dispute_fee" }.ToDictionary(intent => intent, _ => Access.Cardholder);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => MoneyTalk.Closed(desk, Id) ?? request.Intent switch
    {
        "ask_transactions" => Show(request, desk),
        "ask_other_cards" => OtherCards(desk),
        "dispute_fee" => Fee(desk),
        _ => Dispute(request, desk, mayAsk: true),
    };

    /// <inheritdoc/>
    public Outcome? Continue(Ask open, Request request, Desk desk) => (desk.Case, open) switch
    {
        (null, _) or (_, not Ask.DisputedLine) => null,
        _ when MoneyTalk.Closed(desk, Id) is { } closed => closed,
        _ when request.Answer.Means == "cancel" || request.Answer.Yes == false => new Outcome { Skill = Id, Action = "cancel", Says = [new("dispute.dropped")], Ask = new Ask.Nothing() },
        _ when request.Amount(desk.Case!.Account.File.Currency) is not null || request.Date is not null => Dispute(request, desk, mayAsk: false),
        _ => null,
    };

    /// <inheritdoc/>
    public Outcome? Resume(Ask open, Desk desk) =>
        open is Ask.DisputedLine ? new Outcome { Skill = Id, Action = "ask", Says = [new("resume.lead"), new("dispute.which_line")] } : null;

    private Outcome Show(Request request, Desk desk)
    {
        var lines = desk.Cardholder.Lines.Postings.Where(line => line.Merchant is not null || line.Type != LineType.Payment).OrderByDescending(line => line.Day).ToList();
        var (from, to) = Range(request);
        var asked = from is null ? lines : [.. lines.Where(line => line.Day >= from && line.Day <= to)];
        if (asked.Count == 0)
            return new Outcome { Skill = Id, Action = "answer", Says = [new(lines.Count == 0 ? "lines.none" : "lines.none_then")], Effects = [new Effect.Disposition("INF")], Choices = [new("choice.person", "ask_human")] };
        var shown = asked.Take(MostRows).ToList();
        return new Outcome
        {
            Skill = Id,
            Action = "answer",
            Says =
            [
                new("lines.lead", ("count", new Value.Count(shown.Count)), ("of", new Value.Count(asked.Count))),
                .. shown.Select(line => new Say(line.Merchant is null ? "lines.line" : "lines.line_merchant", [("on", new Value.Date(line.Day)), ("kind", new Value.Phrase($"lines.kind.{line.Type.ToString().ToLowerInvariant()}")), ("amount", new Value.Amount(line.Amount)), .. line.Merchant is { } name ? new (string, Value)[] { ("merchant", new Value.Name(name)) } : []]) { IsOnCard = true }),
                new("lines.not_mine"),
            ],
            Card = new("card.lines", ["card.day", "card.kind", "card.line_amount"], [.. shown.Select(line => (IReadOnlyList<Value>)[new Value.Date(line.Day), line.Merchant is { } name ? new Value.Name(name) : new Value.Phrase($"lines.kind.{line.Type.ToString().ToLowerInvariant()}"), new Value.Amount(line.Amount)])]),
            Effects = [new Effect.Disposition("INF")],
        };
    }

    /// <summary>The days asked about: a range, a month, a day; nothing where none was named.</summary>
    private static (DateOnly? From, DateOnly? To) Range(Request request)
    {
        var value = (request.First(EntityType.DateRange) ?? request.First(EntityType.Date))?.Value;
        var parts = value?.Split('/') ?? [];
        return parts switch
        {
            [var one] when one.Length == 7 && DateOnly.TryParse(one + "-01", System.Globalization.CultureInfo.InvariantCulture, out var month) => (month, month.AddMonths(1).AddDays(-1)),
            [var one] when DateOnly.TryParse(one, System.Globalization.CultureInfo.InvariantCulture, out var day) => (day, day),
            [var first, var last] when DateOnly.TryParse(first, System.Globalization.CultureInfo.InvariantCulture, out var from) && DateOnly.TryParse(last, System.Globalization.CultureInfo.InvariantCulture, out var to) => (from, to),
            _ => (null, null),
        };
    }

    private Outcome OtherCards(Desk desk) => new()
    {
        Skill = Id,
        Action = "answer",
        Says = [new("figures.other_cards", ("card", new Value.Code(desk.Cardholder.Account.File.CardLast4)), ("currency", new Value.Phrase($"currency.{desk.Cardholder.Account.File.Currency.ToLowerInvariant()}")))],
        Rules = ["figures.one-account-at-a-time"],
        Effects = [new Effect.Disposition("INF")],
    };

    /// <summary>The line an amount or a day points to is disputed; without one, it is asked once which, and then whatever is known is recorded.</summary>
    private Outcome Dispute(Request request, Desk desk, bool mayAsk)
    {
        var currency = desk.Cardholder.Account.File.Currency;
        var charges = desk.Cardholder.Lines.Postings.Where(line => line.Type is LineType.Purchase or LineType.Cash && line.Amount.IsPositive).ToList();
        var amount = request.Amount(currency);
        var fitting = charges.Where(line => (amount is null || line.Amount == amount) && (request.Date is not { } day || Math.Abs(line.Day.DayNumber - day.DayNumber) <= 1)).ToList();
        var named = amount is not null || request.Date is not null;
        if (mayAsk && !named)
            return new Outcome { Skill = Id, Action = "ask", Says = [new("dispute.noted_first"), new("dispute.which_line")], Ask = new Ask.DisputedLine(), Choices = [new("choice.person", "ask_human")] };
        var lines = named && fitting.Count == 1 ? fitting : [];
        var disputed = lines.Count == 1 ? lines[0].Amount : amount;
        var reason = new Reason(Queue.Supervisor, "dispute_transaction", "protect.dispute-transaction");
        var says = lines.Count == 1
            ? new Say("dispute.line", ("on", new Value.Date(lines[0].Day)), ("amount", new Value.Amount(lines[0].Amount)))
            : disputed is { } sum ? new Say("dispute.amount_named", ("amount", new Value.Amount(sum))) : new Say("care.dispute");
        var handed = Person.HandOver(desk, reason, says, new Say("dispute.rest_goes_on"));
        return handed with
        {
            Skill = Id,
            Effects =
            [
                .. handed.Effects, new Effect.Dispute(desk.NewId("D"), "transaction", [.. lines.Select(line => line.Source)], disputed), .. Requests.Protects(desk, "dispute"), new Effect.Disposition("DSP"),
            ],
        };
    }

    /// <summary>What a fee rests on is shown first; then somebody looks whether the bank erred.</summary>
    private static Outcome Fee(Desk desk)
    {
        var basis = new Interest().Handle(new Request("ask_late_fee", [], Answer.Nothing), desk);
        if (desk.OpenReasons.Contains("dispute_fee"))
            return basis with { Says = [.. basis.Says, new("request.known")] };
        return Person.WithTicket(desk, basis with
        {
            Skill = "statement",
            Action = "record",
            Says = [.. basis.Says, new("dispute.fee")],
            Effects = [new Effect.Dispute(desk.NewId("D"), "fee", [], null), new Effect.Disposition("DSP")],
            Rules = [.. basis.Rules, "protect.dispute-fee"],
        }, Queue.Supervisor, "dispute_fee");
    }
}
