using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Staff;

/// <summary>
/// Whether somebody may be contacted, by which rule not, and from when: <c>POST /api/contacts/check</c>. Contacts on record, those of the case file
/// (other agencies' too) and those the request lists all count.
/// </summary>
public sealed class ContactApi(RuleBook book, ReviewRequests requests, CaseFacts facts, RecordReader records, BankClock clock, Protections protections)
{
    private const int MostContacts = 1000;

    /// <summary>Maps the endpoint.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/api/contacts/check", (HttpContext http, JsonElement body) => ReviewApi.AnswerAsync(() => CheckAsync(StaffMember.Of(http), body)))
        .WithTags("Wording").RequireAuthorization(StaffPolicies.AnyStaff)
        .WithSummary("Whether a contact may be made: {\"caseNo\", \"channel\", \"at\", \"party\", \"timeZone\", \"flags\", \"contacts\"}.");

    /// <summary>Answers a check.</summary>
    /// <param name="who">Who asks; null for the command line.</param>
    /// <param name="body">The request.</param>
    /// <exception cref="FormatException">What to correct.</exception>
    /// <exception cref="RefusedException">The case is not there, or out of reach.</exception>
    public async Task<JsonObject> CheckAsync(StaffMember? who, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new FormatException("The body must be an object, such as {\"caseNo\": \"S1001\", \"channel\": \"call\"}.");
        var locale = ReviewRequests.LocaleOf(body) ?? Locales.Chinese;
        var cases = await facts.OfAsync(who, [body], "contact.check");
        var (context, _) = requests.ContextOf(Wrapped(body), locale, cases);
        var file = cases.Values.FirstOrDefault()?.File;
        var zone = Zone(Fields.Text(body, "timeZone") ?? file?.TimeZone);
        var at = Fields.Moment(body, "at") ?? clock.Now;
        var isToday = file is not null && clock.DayOf(file.AsOf) == clock.DayOf(at);
        var wish = new ContactWish
        {
            Jurisdiction = context.Jurisdiction,
            At = at,
            Zone = zone,
            Channel = Fields.Text(body, "channel")?.ToLowerInvariant() ?? throw new FormatException("'channel' is missing: call, sms, chat, letter, email, visit."),
            Audience = context.Audience,
            Flags = context.Flags,
            Past = [.. Past(body), .. file is null ? [] : records.ContactsOf(file.CaseNo)],
            OthersToday = isToday ? file!.CallsToday ?? 0 : 0,
            OthersSevenDays = file is not null && at - file.AsOf < TimeSpan.FromDays(7) ? file.ContactsSevenDays ?? 0 : 0,
            Window = file is null ? null : records.WindowOf(file.CaseNo) ?? Window(file),
            FrozenUntil = file is null ? null : protections.FrozenUntil(file.CaseNo),
            LastDay = file?.RecallDate,
        };
        var verdict = ContactPolicy.Check(wish, book.LimitsIn(context.Jurisdiction));
        return new()
        {
            ["allowed"] = verdict.IsAllowed,
            ["rule"] = verdict.IsAllowed ? null : verdict.Rules[0],
            ["rules"] = new JsonArray([.. verdict.Rules.Select(id => (JsonNode)new JsonObject { ["rule"] = id, ["reason"] = book[id].Reason[locale], ["citation"] = Citation.Of(book[id], context.Jurisdiction, locale) })]),
            ["nextAllowed"] = verdict.NextAllowed?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            ["counters"] = new JsonObject { ["attemptsToday"] = verdict.AttemptsToday, ["connectedToday"] = verdict.ConnectedToday, ["callsLast7Days"] = verdict.CallsInSevenDays },
        };
    }

    /// <summary>The same keys as a review's, whose flags and audience stand in its context.</summary>
    private static JsonElement Wrapped(JsonElement body)
    {
        var inner = new JsonObject();
        if (Fields.Has(body, "flags", out var flags))
            inner["flags"] = JsonNode.Parse(flags.GetRawText());
        if (Fields.Text(body, "party") is { } party)
            inner["audience"] = party;
        var outer = new JsonObject { ["caseNo"] = Fields.Text(body, "caseNo"), ["jurisdiction"] = Fields.Text(body, "jurisdiction"), ["context"] = inner };
        return JsonSerializer.SerializeToElement(outer);
    }

    private TimeZoneInfo Zone(string? id) => string.IsNullOrEmpty(id) ? clock.Zone
        : TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : throw new FormatException($"'{id}' is no time zone; write it as Asia/Shanghai.");

    private static IEnumerable<PastContact> Past(JsonElement body)
    {
        if (!Fields.Has(body, "contacts", out var list))
            return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostContacts)
            throw new FormatException($"'contacts' must be a list of at most {MostContacts}, such as [{{\"at\": \"2026-11-20T15:00:00+08:00\", \"channel\": \"call\", \"answered\": true}}].");
        return [.. list.EnumerateArray().Select((item, i) => new PastContact(
            item.ValueKind == JsonValueKind.Object && Fields.Moment(item, "at", $"contacts[{i}]: ") is { } at ? at : throw new FormatException($"contacts[{i}]: 'at' is missing: when it was."),
            Fields.Text(item, "channel")?.ToLowerInvariant() ?? throw new FormatException($"contacts[{i}]: 'channel' is missing."), Fields.Flag(item, "answered") ?? false,
            Fields.Text(item, "direction") is "in"))];
    }

    /// <summary>"18:00-20:00" of the case file; what is written otherwise is for people to read.</summary>
    private static (TimeOnly From, TimeOnly To)? Window(CaseFile? file) =>
        file?.ContactWindow?.Split('-', '–', '~') is [var from, var to] && TimeOnly.TryParse(from.Trim(), CultureInfo.InvariantCulture, out var start) && TimeOnly.TryParse(to.Trim(), CultureInfo.InvariantCulture, out var end) && start < end
            ? (start, end) : null;
}
