using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Skills;
using Assistant.Skills.Language;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Turns;

/// <summary>Writes how a turn came about, in the shape of the external contract, section 5. Absent parts are left out.</summary>
public static class Trace
{
    /// <summary>The trace of a turn.</summary>
    public static JsonObject Of(Turn turn, Understood understood, Words words, bool verified)
    {
        var outcome = words.Outcome;
        var trace = new JsonObject
        {
            ["turn"] = turn.Conversation.Turn + 1,
            ["skill"] = outcome.Skill,
            ["action"] = outcome.Action,
            ["verified"] = verified,
            ["locale"] = words.Locale,
            ["intents"] = Intents(understood.Intents.Select(start => (start.Intent, start.Score, start.Source))),
            ["entities"] = Entities(understood.Entities),
            ["facts"] = Array(outcome.Facts.DistinctBy(fact => fact.Name), Fact),
            ["offers"] = Array(OffersIn(outcome), offer => OfferJson(offer, words.Whys.GetValueOrDefault(offer.OfferId))),
            ["agreement"] = Agreement(outcome),
            ["promise"] = Promise(outcome),
            ["tickets"] = Tickets(outcome),
            ["protections"] = Array(outcome.Effects.OfType<Effect.Protect>(), p => new() { ["protectionId"] = p.ProtectionId, ["kind"] = p.Kind }),
            ["disputes"] = Array(outcome.Effects.OfType<Effect.Dispute>(), d => new() { ["disputeId"] = d.DisputeId, ["kind"] = d.Kind, ["lines"] = string.Join(' ', d.Lines), ["amount"] = d.Amount?.ToWire() }),
            ["handoff"] = HandOff(outcome),
            ["guard"] = new JsonObject { ["verdict"] = words.Guard.Verdict, ["findings"] = new JsonArray([.. words.Guard.Findings.Select(f => (JsonNode)f)]) },
            ["rules"] = new JsonArray([.. outcome.Rules.Select(rule => (JsonNode)rule)]),
            ["replies"] = new JsonArray([.. outcome.Says.Select(say => (JsonNode)say.ReplyId)]),
        };
        return WithoutEmpty(trace);
    }

    /// <summary>Absent parts are left out.</summary>
    private static JsonObject WithoutEmpty(JsonObject json)
    {
        foreach (var empty in json.Where(part => part.Value is null or JsonArray { Count: 0 }).Select(part => part.Key).ToList())
            json.Remove(empty);
        return json;
    }

    /// <summary>What a turn brought about, for a bot that called this one: numbers of records, no figure of the account.</summary>
    public static JsonObject Result(Words words)
    {
        var outcome = words.Outcome;
        return WithoutEmpty(new() { ["agreement"] = Agreement(outcome), ["promise"] = Promise(outcome), ["tickets"] = Tickets(outcome), ["handoff"] = HandOff(outcome) });
    }

    private static JsonObject? Agreement(Outcome outcome) => Single<Effect.Agreement>(outcome, a => new() { ["agreementId"] = a.AgreementId, ["status"] = Status(a.Status), ["offerId"] = a.Offer.OfferId });

    private static JsonObject? Promise(Outcome outcome) => Single<Effect.Promise>(outcome, p => new()
    {
        ["promiseId"] = p.PromiseId, ["amount"] = p.Amount.ToWire(), ["currency"] = p.Amount.Currency, ["dueOn"] = Day(p.DueOn), ["status"] = "PENDING",
    });

    private static JsonArray Tickets(Outcome outcome) => Array(outcome.Effects.OfType<Effect.Ticket>(), t => new()
    {
        ["ticketId"] = t.TicketId, ["queue"] = QueueName(t.Queue), ["reason"] = t.Reason, ["dueAt"] = Moment(t.DueAt),
    });

    private static JsonObject? HandOff(Outcome outcome) =>
        Single<Effect.HandOff>(outcome, h => new() { ["handoffId"] = h.HandOffId, ["status"] = "waiting", ["queue"] = QueueName(h.Queue), ["dueAt"] = Moment(h.DueAt) });

    /// <summary>Intents by their ids of the catalogue, each once.</summary>
    internal static JsonArray Intents(IEnumerable<(string Id, double Score, string Source)> intents) => Array(
        intents.DistinctBy(intent => Catalogued(intent.Id)), intent => new() { ["id"] = Catalogued(intent.Id), ["score"] = Math.Round(intent.Score, 4), ["source"] = intent.Source });

    /// <summary>Values heard, with where.</summary>
    internal static JsonArray Entities(IEnumerable<Entity> entities) => Array(entities, entity => Clean(new()
    {
        ["type"] = entity.Type, ["text"] = entity.Text, ["start"] = entity.Start, ["length"] = entity.Length, ["value"] = entity.Value, ["currency"] = entity.Currency,
    }));

    /// <summary>An offer as the external contract, section 6, has it, with its reason in words.</summary>
    public static JsonObject OfferJson(Offer offer, string? why = null)
    {
        var json = Clean(new()
        {
            ["offerId"] = offer.OfferId,
            ["type"] = offer.Type,
            ["label"] = offer.Label.ToString().ToLowerInvariant(),
            ["currency"] = offer.Balance.Currency,
            ["balance"] = offer.Balance.ToWire(),
            ["waived"] = offer.Waived.ToWire(),
            ["downPayment"] = offer.DownPayment.ToWire(),
            ["months"] = offer.Months,
            ["instalment"] = offer.Instalment.ToWire(),
            ["lastInstalment"] = offer.LastInstalment.ToWire(),
            ["firstDueOn"] = offer.FirstDueOn is { } first ? Day(first) : "",
            ["totalPayable"] = offer.TotalPayable.ToWire(),
            ["totalCost"] = offer.TotalCost.ToWire(),
            ["annualRate"] = offer.AnnualRate.ToString("0.00", CultureInfo.InvariantCulture),
            ["effectiveRate"] = offer.EffectiveRate.ToString("0.00", CultureInfo.InvariantCulture),
            ["requiresApproval"] = offer.RequiresApproval,
            ["schedule"] = Array(offer.Schedule, row => new()
            {
                ["seq"] = row.Seq, ["dueOn"] = Day(row.DueOn), ["principal"] = row.Principal.ToWire(), ["interest"] = row.Interest.ToWire(), ["amount"] = row.Amount.ToWire(),
            }),
            ["rules"] = new JsonArray([.. offer.Rules.Select(rule => (JsonNode)rule)]),
            ["why"] = why,
            ["reviewOn"] = offer.ReviewOn is { } review ? Day(review) : null,
            ["aboveAffordable"] = offer.IsAboveAffordable ? true : null,
        });
        // A pause has no first day, and the contract wants that said.
        if (offer.FirstDueOn is null)
            json["firstDueOn"] = null;
        return json;
    }

    /// <summary>Status word of the contract.</summary>
    public static string Status(AgreementStatus status) => status == AgreementStatus.PendingApproval ? "PENDING_APPROVAL" : status.ToString().ToUpperInvariant();

    /// <summary>Queue word of the contract.</summary>
    public static string QueueName(Queue queue) => queue.ToString().ToUpperInvariant();

    /// <summary>Offers shown in a turn.</summary>
    public static IReadOnlyList<Offer> OffersIn(Outcome outcome) => outcome is { Action: "offer", Ask: Ask.ChooseOffer ask } ? ask.Quote.Offers : [];

    /// <summary>Intents of our own by the catalogue's id that contains them.</summary>
    internal static string Catalogued(string intent) => intent switch
    {
        "language_zh" or "language_en" => "language_switch",
        "what_if_minimum" => "ask_min_payment",
        "what_if_fixed" => "ask_partial_effect",
        "reckon_affordable" or "ask_steps" => "ask_instalment",
        "change_plan_amount" => "change_plan",
        "domestic_abuse" => "distress_mental_health",
        "minor" => "elderly_or_capacity",
        "prefer_sms" or "prefer_chat" or "prefer_call" or "prefer_letter" => "contact_preference",
        _ when intent.StartsWith("know_", StringComparison.Ordinal) => "out_of_scope",
        "ask_plan_standing" => "ask_when_next_due",
        _ => intent,
    };

    private static JsonObject Fact(Fact fact)
    {
        var (value, currency) = fact.Value switch
        {
            Value.Amount amount => (amount.Money.ToWire(), amount.Money.Currency),
            Value.Date date => (Day(date.Day), null),
            Value.Percent percent => (percent.Share.ToString("0.00####", CultureInfo.InvariantCulture), null),
            Value.Count count => (count.Number.ToString(CultureInfo.InvariantCulture), (string?)null),
            Value.Code code => (code.Text, null),
            _ => throw new InvalidOperationException($"The fact {fact.Name} is of a kind that the trace does not know."),
        };
        return new() { ["name"] = fact.Name, ["value"] = value, ["currency"] = currency, ["asOf"] = Day(DateOnly.FromDateTime(fact.AsOf.DateTime)), ["asOfTime"] = Moment(fact.AsOf), ["source"] = fact.Source };
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonObject> write) => new([.. items.Select(item => (JsonNode)Clean(write(item)))]);

    private static JsonObject? Single<T>(Outcome outcome, Func<T, JsonObject> write)
        where T : Effect => outcome.Effects.OfType<T>().FirstOrDefault() is { } effect ? Clean(write(effect)) : null;

    private static JsonObject Clean(JsonObject item)
    {
        foreach (var empty in item.Where(part => part.Value is null).Select(part => part.Key).ToList())
            item.Remove(empty);
        return item;
    }
}
