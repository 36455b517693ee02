using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Staff;

/// <summary>Cases, their records and quotes, for staff and bank systems (external contract, sections 6 and 8).</summary>
public sealed class CaseApi(Store store, Cases cases, PolicyFiles policy, QuoteJson json, BankClock clock, AuditChain audit, RecordReader records, Protections protections)
{
    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/cases/{caseNo}").WithTags("Cases").RequireAuthorization(StaffPolicies.CaseWork);
        api.MapGet("", (HttpContext http, string caseNo) => WithCaseAsync(http, caseNo, "case.read", found => Results.Json(WithCare(http, CaseJson(found.Account)), Json.Options)))
            .WithSummary("A case: figures, flags and where it stands today.");
        api.MapGet("/records", (HttpContext http, string caseNo) => WithCaseAsync(http, caseNo, "records.read", _ => Results.Json(WithCare(http, records.Of(caseNo), caseNo), Json.Options)))
            .WithSummary("Contact records, promises, agreements with schedules, tickets and disputes of a case.");
        api.MapPost("/quotes", (HttpContext http, string caseNo, JsonElement body) => WithCaseAsync(http, caseNo, "quote", found => Quote(found, body)))
            .WithSummary("Instalment offers inside policy for a wish.");
        app.MapPost("/api/quotes/verify", (HttpContext http, JsonElement body) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty("caseNo", out var no) && no.ValueKind == JsonValueKind.String
                ? WithCaseAsync(http, no.GetString()!, "quote.verify", found => Verify(found, body))
                : Task.FromResult(Results.Problem("The body must be an answer of quotes, with its caseNo.", statusCode: 422)))
            .WithTags("Cases").RequireAuthorization(StaffPolicies.CaseWork).WithSummary("Re-checks an answer of quotes by independent code, from policy and case alone.");
        api.MapGet("/proof", (HttpContext http, string caseNo) => WithCaseAsync(http, caseNo, "proof", found => LedgerApi.Proof(found, policy.CreditorOf(found.Account.File), clock, http.Request.Query)))
            .WithSummary("How interest and penalty came about, line by line, beside the bank's figures.");
        api.MapPost("/projection", (HttpContext http, string caseNo, JsonElement body) => WithCaseAsync(http, caseNo, "projection", found => ProjectionApi.Answer(found, policy.CreditorOf(found.Account.File), body)))
            .WithSummary("The account run forward, paying the minimum or a fixed amount, and what settles it on a day.");
    }

    /// <summary>Quotes for a case, with the language of the pack.</summary>
    public (Quote Quote, string Locale) QuoteFor(StaffView found, Wish wish)
    {
        var pack = policy.PackFor(found.Account.File, clock.Today);
        return (PlanEngine.Quote(pack, found.History.WithoutDisputed(found.Account), found.History, wish), Locales.Of(pack?.Id) ?? Locales.Chinese);
    }

    /// <summary>Every look at a case is in the audit record; a key narrowed to queues reaches only cases with work there.</summary>
    private async Task<IResult> WithCaseAsync(HttpContext http, string caseNo, string kind, Func<StaffView, IResult> answer)
    {
        var user = http.User.Identity!.Name!;
        if (cases.LoadForStaff(caseNo, user) is not { } found)
            return new Refused(Refusal.Of(404, "case.none", caseNo));
        if (StaffMember.Of(http).WhyNot(caseNo, store) is { } refused)
            return new Refused(refused);
        await store.WriteAsync(db => audit.Append(db, clock.Now, kind, user, caseNo, "{}"));
        return answer(found);
    }

    private static JsonObject CaseJson(Account account)
    {
        var file = account.File;
        return new()
        {
            ["caseNo"] = file.CaseNo,
            ["creditorCode"] = file.CreditorCode,
            ["creditorName"] = file.CreditorName,
            ["customerNo"] = file.CustomerNo,
            ["productName"] = file.ProductName,
            ["cardLast4"] = file.CardLast4,
            ["currency"] = file.Currency,
            ["jurisdiction"] = file.Law,
            ["locale"] = file.Locale,
            ["asOf"] = file.AsOf.ToString("O"),
            ["isStale"] = account.IsStale,
            ["totalDue"] = account.Total.ToWire(),
            ["principal"] = account.Principal.ToWire(),
            ["interest"] = account.Interest.ToWire(),
            ["penalty"] = account.Penalty.ToWire(),
            ["fees"] = account.Fees.ToWire(),
            ["minPayment"] = account.MinPayment.ToWire(),
            ["overdueAmount"] = account.Overdue.ToWire(),
            ["dueDate"] = Store.Day(file.DueDate),
            ["daysPastDue"] = account.DaysPastDue,
            ["bucket"] = account.Bucket.ToString(),
            ["dailyRate"] = (file.DailyRate * 100).ToString("0.00####", System.Globalization.CultureInfo.InvariantCulture),
            ["annualRate"] = account.AnnualRate.ToString("0.00##", System.Globalization.CultureInfo.InvariantCulture),
            ["recallDate"] = file.RecallDate is { } recall ? Store.Day(recall) : null,
            ["flags"] = new JsonArray([.. Flags(file).Select(flag => (JsonNode)flag)]),
        };
    }

    private JsonObject WithCare(HttpContext http, JsonObject json, string? caseNo = null)
    {
        json["protections"] = protections.Of(caseNo ?? json["caseNo"]!.GetValue<string>(), StaffMember.Of(http).MayKnow);
        return json;
    }

    private static IEnumerable<string> Flags(CaseFile file) => new (bool Is, string Name)[]
    {
        (file.WaiverBan, "waiver_ban"), (file.FraudFlag, "fraud_flag"), (file.DisputeFlag, "dispute_flag"), (file.Deceased, "deceased"), (file.Bankrupt, "bankrupt"),
        (file.ComplaintOpen, "complaint_open"), (file.DoNotContact, "dnc"), (file.Instalment6M, "instalment_6m"), (file.ChargedOff, "charged_off"),
    }.Where(flag => flag.Is).Select(flag => flag.Name);

    private IResult Verify(StaffView found, JsonElement body)
    {
        var (stated, wrong) = QuoteJson.Read(body, found.Account.File.Currency);
        if (stated is null)
            return Results.Problem(wrong, statusCode: 422);
        var file = found.Account.File;
        var account = stated.AsOf > clock.Today ? null : stated.AsOf == clock.Today ? found.Account : cases.AccountOn(file, stated.AsOf);
        var problems = clock.DayOf(file.AsOf) > stated.AsOf
            ? [$"asOf: the case's figures are of {Store.Day(clock.DayOf(file.AsOf))}, a later day; ask for a new quote."]
            : PlanVerifier.Problems(policy.PackFor(file, stated.AsOf), account is null ? null : found.History.WithoutDisputed(account), found.History, stated);
        return Results.Json(new JsonObject { ["valid"] = problems.Count == 0, ["problems"] = new JsonArray([.. problems.Select(problem => (JsonNode)problem)]) }, Json.Options);
    }

    /// <summary>Quotes for a case by its number, for who has no request of the web.</summary>
    /// <exception cref="FormatException">What to correct.</exception>
    /// <exception cref="RefusedException">There is no such case.</exception>
    public async Task<JsonObject> QuoteAsync(string caseNo, JsonElement body, string user)
    {
        var found = cases.LoadForStaff(caseNo, user) ?? throw new RefusedException(Refusal.Of(404, "case.none", caseNo));
        await store.WriteAsync(db => audit.Append(db, clock.Now, "quote", user, caseNo, "{}"));
        return Offers(found, body);
    }

    private IResult Quote(StaffView found, JsonElement body)
    {
        try
        {
            return Results.Json(Offers(found, body), Json.Options);
        }
        catch (FormatException e)
        {
            return Results.Problem(e.Message, statusCode: 422);
        }
    }

    private JsonObject Offers(StaffView found, JsonElement body)
    {
        var (wish, wrong) = WishReader.Read(body, found.Account.File.Currency, clock.Today);
        if (wish is null)
            throw new FormatException(wrong);
        if (wish.DownPayment is { } down && down >= found.Account.Total)
            throw new FormatException($"downPayment must be below the balance, {found.Account.Total}.");
        var (quote, locale) = QuoteFor(found, wish);
        return json.Write(quote, locale);
    }
}

/// <summary>Who may do what.</summary>
public static class StaffPolicies
{
    /// <summary>Agents and supervisors: sections 6 to 8 of the contract.</summary>
    public const string CaseWork = "case-work";

    /// <summary>Supervisors: the word on applications, and holding a plan.</summary>
    public const string Decide = "decide";

    /// <summary>Whoever signed in to the console; an API key opens no page.</summary>
    public const string Console = "console";

    /// <summary>Supervisors and administrators: the floor and what it shows.</summary>
    public const string Lead = "lead";

    /// <summary>Every member of staff: section 7.</summary>
    public const string AnyStaff = "any-staff";
}
