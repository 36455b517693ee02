using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Staff;

/// <summary>Reviews of wording for staff: verdict, rule, reason, and a better line (external contract, section 7).</summary>
public sealed class ReviewApi(RuleBook rules, ReviewRequests requests, CaseFacts facts, BankClock clock)
{
    private const int MostItems = 10_000;
    private const long MostBatchBody = 16 * 1024 * 1024;

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/reviews").WithTags("Wording").RequireAuthorization(StaffPolicies.AnyStaff);
        api.MapPost("", (HttpContext http, JsonElement body) => AnswerAsync(async () => Write(requests.Read(body, await facts.OfAsync(StaffMember.Of(http), [body], "review"))))).WithSummary("Verdict, rule, reason and a better line for a line of wording.");
        api.MapPost("/batch", (HttpContext http, JsonElement body) => AnswerAsync(() => BatchAsync(http, body)))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBatchBody)).WithSummary($"Reviews of up to {MostItems} lines, in order: {{\"items\": [...]}}.");
    }

    /// <summary>A review as JSON.</summary>
    public JsonObject Write(ReviewRequest request)
    {
        var review = rules.Review(request.Text, request.Context);
        var answer = new JsonObject
        {
            ["verdict"] = review.Verdict,
            ["findings"] = new JsonArray([.. review.Findings.Select(finding => (JsonNode)FindingJson(finding, request.Text, request.Context.Jurisdiction, request.Locale))]),
            ["rewrite"] = review.Rewrite.GetValueOrDefault(request.Locale),
        };
        if (request.Ignored.Count > 0)
            answer["ignored"] = new JsonArray([.. request.Ignored.Select(flag => (JsonNode)flag)]);
        if (rules.Packs[request.Context.Jurisdiction].IsDraft)
            answer["draft"] = true;
        return answer;
    }

    /// <summary>A review of a line of which nothing is known.</summary>
    public JsonObject Write(string text, string locale) => Write(new(text, locale, new() { Jurisdiction = ConductFiles.JurisdictionOf(null, locale), Day = clock.Today }, []));

    /// <summary>A finding as JSON.</summary>
    public static JsonObject FindingJson(Finding finding, string text, string jurisdiction, string locale) => new()
    {
        ["rule"] = finding.Rule.Id,
        ["category"] = finding.Rule.Category,
        ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
        ["start"] = finding.Start,
        ["length"] = finding.Length,
        ["quote"] = text.Substring(finding.Start, finding.Length),
        ["reason"] = finding.Rule.Reason[locale],
        ["citation"] = Citation.Of(finding.Rule, jurisdiction, locale),
        ["suggestion"] = finding.Rule.Rewrite.GetValueOrDefault(locale) is { } better ? (finding.Expected is { } expected ? better.Replace("{expected}", expected, StringComparison.Ordinal) : better.Contains('{', StringComparison.Ordinal) ? null : better) : null,
    };

    /// <summary>Answers, or says what to correct.</summary>
    internal static async Task<IResult> AnswerAsync<T>(Func<Task<T>> write)
        where T : JsonNode
    {
        try
        {
            return Results.Json<JsonNode>(await write(), Json.Options);
        }
        catch (RefusedException e)
        {
            return new Refused(e.Refusal);
        }
        catch (FormatException e)
        {
            return Results.Problem(e.Message, statusCode: 422);
        }
    }

    private async Task<JsonArray> BatchAsync(HttpContext http, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !Fields.Has(body, "items", out var list) || list.ValueKind != JsonValueKind.Array)
            throw new FormatException("'items' is missing: a list of lines to review, each like a request of /api/reviews.");
        if (list.GetArrayLength() > MostItems)
            throw new FormatException($"There are {list.GetArrayLength()} items; at most {MostItems} go into one batch.");
        // Reading is done first, so that a batch is answered whole or not at all.
        var cases = await facts.OfAsync(StaffMember.Of(http), list.EnumerateArray(), "review");
        var read = list.EnumerateArray().Select((item, i) => Read(item, i, cases)).ToList();
        return new([.. read.AsParallel().AsOrdered().Select(Write).ToList()]);
    }

    private ReviewRequest Read(JsonElement item, int index, IReadOnlyDictionary<string, KnownCase> cases)
    {
        try
        {
            return requests.Read(item, cases);
        }
        catch (FormatException e)
        {
            throw new FormatException($"items[{index}]: {e.Message}");
        }
    }
}
