using Assistant.Skills.Ledger;

namespace Assistant.Skills.Debtor;

/// <summary>Takes a promise to pay: an amount and a day, read back, then a yes. A vague "soon" is not a promise.</summary>
public sealed class Promises : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "promises";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access>
    {
        ["promise_date"] = Access.Cardholder,
        ["offer_partial_now"] = Access.Cardholder,
        ["temporary_cashflow"] = Access.Cardholder,
    };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) =>
        Collect(desk, request.Amount(desk.Cardholder.Account.File.Currency), request.Date);

    /// <summary>Another amount or day for the promise that is open; what is not named stays.</summary>
    internal Outcome Change(Request request, Desk desk, PromiseOnFile promise) => Collect(desk, request.Amount(promise.Amount.Currency) ?? promise.Amount, request.Date ?? promise.DueOn);

    /// <inheritdoc/>
    public Outcome? Continue(Ask open, Request request, Desk desk)
    {
        if (desk.Case is null || open is not (Ask.PromiseAmount or Ask.PromiseDate or Ask.PromiseTerms or Ask.ConfirmPromise))
            return null;
        var amount = request.Amount(desk.Case.Account.File.Currency);
        var date = request.Date;
        if (amount is not null || date is not null)
        {
            return open switch
            {
                Ask.PromiseAmount ask => Collect(desk, amount, date ?? ask.DueOn),
                Ask.PromiseDate ask => Collect(desk, amount ?? ask.Amount, date),
                Ask.ConfirmPromise ask => Collect(desk, amount ?? ask.Amount, date ?? ask.DueOn),
                Ask.PromiseTerms when desk.Case.History.OpenPromise is { } promise => Change(request, desk, promise),
                Ask.PromiseTerms => Collect(desk, amount, date),
                _ => null,
            };
        }

        return (open, request.Answer.Yes) switch
        {
            (Ask.ConfirmPromise ask, true) => Record(desk, ask),
            _ when open is not Ask.PromiseTerms && (request.Answer.Means == "cancel" || request.Answer.Yes == false) => new Outcome { Skill = Id, Action = "cancel", Says = [new("promise.dropped")], Ask = new Ask.Nothing() },
            _ => null,
        };
    }

    /// <inheritdoc/>
    public Outcome? Resume(Ask open, Desk desk) => open switch
    {
        Ask.PromiseAmount => Again(open, "promise.ask_amount"),
        Ask.PromiseDate => Again(open, "promise.ask_date"),
        Ask.ConfirmPromise ask => Again(open, "promise.confirm", Terms(ask)),
        _ => null,
    };

    private Outcome Again(Ask ask, string reply, params (string, Value)[] values) =>
        new() { Skill = Id, Action = "ask", Says = [new("resume.lead"), new(reply, values)], Ask = ask };

    private Outcome Collect(Desk desk, Money? amount, DateOnly? dueOn)
    {
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        if (Commitment.Held(desk, Id) is { } held)
            return held;
        // Promising again what could not be kept helps nobody; a person looks for something that can.
        if (desk.Pack is { } pack && desk.Cardholder.History.BrokenPromises >= pack.PromiseMaxBroken)
            return Person.HandOver(desk, new(Queue.General, "promise_after_broken", $"{pack.Law.ToLowerInvariant()}.promise.max-broken"), new Say("promise.person_first"));
        if (dueOn is { } day && Unfit(desk, day) is { } unfit)
            return unfit with { Ask = amount is { } kept ? new Ask.PromiseDate(kept) : new Ask.Nothing() };
        var total = desk.Cardholder.Account.Total;
        return (amount, dueOn) switch
        {
            ({ } money, _) when money > total => Question("promise.more_than_owed", dueOn is { } kept ? new Ask.PromiseAmount(kept) : new Ask.Nothing()),
            ({ } money, { } date) => Confirm(new Ask.ConfirmPromise(money, date)),
            ({ } money, null) => Question("promise.ask_date", new Ask.PromiseDate(money)),
            (null, { } date) => Question("promise.ask_amount", new Ask.PromiseAmount(date)),
            _ => Question("promise.ask_both", new Ask.PromiseTerms()),
        };
    }

    private Outcome Question(string reply, Ask ask) => new() { Skill = Id, Action = "ask", Says = [new(reply)], Ask = ask };

    private Outcome Confirm(Ask.ConfirmPromise ask) => new()
    {
        Skill = Id,
        Action = "read_back",
        Says = [new("promise.confirm", Terms(ask))],
        Rules = ["promise.read-back"],
        Ask = ask,
        Choices = [new("choice.yes", "yes"), new("choice.no", "no")],
    };

    private static (string, Value)[] Terms(Ask.ConfirmPromise ask) =>
        [("amount", new Value.Amount(ask.Amount)), ("due", new Value.Date(ask.DueOn))];

    private Outcome? Unfit(Desk desk, DateOnly day)
    {
        if (day < desk.Today)
            return new Outcome { Skill = Id, Action = "refuse", Says = [new("promise.past")], Rules = ["promise.not-past"] };
        var last = desk.Today.AddDays(desk.Pack?.PromiseMaxDays ?? 0);
        return desk.Pack is null || day <= last ? null : new Outcome
        {
            Skill = Id,
            Action = "refuse",
            Says = [new("promise.too_late", ("last", new Value.Date(last)))],
            Rules = [$"{desk.Pack.Law.ToLowerInvariant()}.promise.window"],
        };
    }

    private Outcome Record(Desk desk, Ask.ConfirmPromise ask)
    {
        // What was asked may have aged while the question stood open.
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        if (Commitment.Held(desk, Id) is { } held)
            return held;
        if (Unfit(desk, ask.DueOn) is { } unfit)
            return unfit with { Ask = new Ask.PromiseDate(ask.Amount) };
        var id = desk.NewId("P");
        return new Outcome
        {
            Skill = Id,
            Action = "record",
            Says = [new("promise.recorded", [("promise", new Value.Code(id)), .. Terms(ask)]), new("promise.calendar", ("link", new Value.Link($"/promises/{id}.ics"))), new("promise.change_before")],
            Effects = [new Effect.Promise(id, ask.Amount, ask.DueOn), new Effect.Disposition(ask.Amount < desk.Cardholder.Account.Overdue ? "PPT" : "PTP")],
            Rules = ["promise.read-back"],
            Ask = new Ask.Nothing(),
        };
    }
}
