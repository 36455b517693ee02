using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Reply;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Staff;

/// <summary>The answer of quotes on the wire, both ways (external contract, section 6).</summary>
public sealed class QuoteJson(ReplyWriter reply)
{
    /// <summary>Writes an answer, with reasons in a language and the wish it answers, so that it can be verified later.</summary>
    public JsonObject Write(Quote quote, string locale)
    {
        var json = new JsonObject { ["caseNo"] = quote.CaseNo, ["asOf"] = Store.Day(quote.AsOf) };
        if (quote.Affordable is { } affordable)
            json["affordable"] = affordable.ToWire();
        json["wish"] = WishJson(quote.Wish);
        json["offers"] = new JsonArray([.. quote.Offers.Select(offer => (JsonNode)Trace.OfferJson(offer, reply.Text(new Say("plan.why." + offer.Why), locale)))]);
        json["declined"] = new JsonArray([.. quote.Declined.Select(declined => (JsonNode)new JsonObject
        {
            ["type"] = declined.Type, ["code"] = declined.Code, ["why"] = reply.Text(Why(declined), locale), ["needed"] = declined.Needed?.ToWire(), ["neededMonths"] = declined.NeededMonths,
        })]);
        if (quote.Certificate is { } certificate)
        {
            json["certificate"] = new JsonObject
            {
                ["policy"] = certificate.Policy, ["hash"] = certificate.Hash, ["searched"] = certificate.Searched,
                ["role"] = "bot", ["order"] = new JsonArray([.. Certificate.Order.Select(key => (JsonNode)key)]),
            };
        }

        json["person"] = reply.Text(new Say("quote.person"), locale);
        return json;
    }

    /// <summary>Reads an answer that somebody states.</summary>
    /// <returns>The answer, or what to correct; never both.</returns>
    public static (StatedQuote? Quote, string? Wrong) Read(JsonElement body, string currency)
    {
        try
        {
            var stated = body.Deserialize<Stated>(Json.Options) ?? throw new FormatException("The body must be an answer of quotes.");
            if (stated.CaseNo is null || stated.AsOf is null || stated.Offers is null || stated.Declined is null || stated.Wish is not { } wanted)
                throw new FormatException("The body must be a whole answer of quotes, with caseNo, asOf, wish, offers and declined.");
            if (stated.Offers.Select((offer, i) => (Field: Missing(offer), i)).FirstOrDefault(missing => missing.Field is not null) is { Field: { } field, i: var at })
                throw new FormatException($"The answer cannot be read: offers[{at}] has no {field}.");
            if (!DateOnly.TryParseExact(stated.AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asOf))
                throw new FormatException("asOf must be a date that exists.");
            var (wish, wrong) = WishReader.Read(wanted, currency, asOf);
            return wish is null ? (null, "wish: " + wrong) : (new(stated.CaseNo, asOf, wish, stated.Affordable, stated.Offers, stated.Declined, stated.Certificate), null);
        }
        catch (JsonException e)
        {
            return (null, $"The answer cannot be read at {e.Path}: every field must have the type it was given with.");
        }
        catch (FormatException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The first field that an offer must have and has not; the reader leaves it null whatever its type says.</summary>
    private static string? Missing(StatedOffer? offer) => offer switch
    {
        null => "fields",
        { OfferId: null } => "offerId",
        { Type: null } => "type",
        { Rules: null } => "rules",
        { Schedule: null } => "schedule",
        _ when offer.Schedule.Any(row => row is null) => "readable schedule",
        _ => null,
    };

    private static Say Why(Declined declined) => declined is { Code: "monthly_too_low", Needed: { } needed, NeededMonths: { } months }
        ? new("plan.declined.monthly_too_low", ("needed", new Value.Amount(needed)), ("months", new Value.Count(months)))
        : new("plan.declined." + declined.Code);

    private static JsonObject WishJson(Wish wish)
    {
        var json = new JsonObject
        {
            ["monthly"] = wish.Monthly?.ToWire(), ["months"] = wish.Months, ["downPayment"] = wish.DownPayment?.ToWire(), ["firstDueOn"] = wish.FirstDueOn is { } day ? Store.Day(day) : null,
            ["payday"] = wish.Payday, ["income"] = wish.Income?.ToWire(), ["essentials"] = wish.Essentials?.ToWire(), ["otherMinimums"] = wish.OtherMinimums?.ToWire(),
            ["householdSize"] = wish.HouseholdSize, ["reason"] = wish.Reason,
        };
        foreach (var empty in json.Where(part => part.Value is null).Select(part => part.Key).ToList())
            json.Remove(empty);
        return json;
    }

    private sealed record Stated(
        string? CaseNo, string? AsOf, JsonElement? Wish, string? Affordable, IReadOnlyList<StatedOffer>? Offers, IReadOnlyList<StatedDecline>? Declined, StatedCertificate? Certificate);
}
