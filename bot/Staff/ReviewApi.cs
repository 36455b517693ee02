using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Staff;

/// <summary>Reviews one line of wording (external contract, section 7), first form: the rules of wording, without context.</summary>
public sealed class ReviewApi(ConductRules rules)
{
    private const int MostText = 8000;

    /// <summary>Maps the endpoint.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/api/reviews", (JsonElement body) => Answer(body)).WithTags("Wording").RequireAuthorization(StaffPolicies.AnyStaff)
        .WithSummary("Verdict, rule, reason and a better line for a line of wording.");

    /// <summary>A review as JSON.</summary>
    public JsonObject Review(string text, string locale)
    {
        var findings = rules.Review(text);
        return new()
        {
            ["verdict"] = ConductRules.Verdict(findings),
            ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode)new JsonObject
            {
                ["rule"] = finding.Rule.Id,
                ["category"] = finding.Rule.Category,
                ["severity"] = finding.Rule.Severity.ToString().ToLowerInvariant(),
                ["start"] = finding.Start,
                ["length"] = finding.Length,
                ["quote"] = text.Substring(finding.Start, finding.Length),
                ["reason"] = finding.Rule.Reason[locale],
                ["citation"] = finding.Rule.Citation,
                ["suggestion"] = finding.Rule.Rewrite[locale],
            })]),
            ["rewrite"] = findings.Count > 0 ? findings[0].Rule.Rewrite[locale] : null,
        };
    }

    private IResult Answer(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("text", out var value) || value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
            return Results.Problem("'text' is missing: the line to review.", statusCode: 422);
        if (text.Length > MostText)
            return Results.Problem($"The text has {text.Length} characters; at most {MostText} are reviewed.", statusCode: 422);
        var asked = body.TryGetProperty("locale", out var tag) && tag.ValueKind == JsonValueKind.String ? tag.GetString() : null;
        var locale = Locales.Of(asked) ?? Locales.Of(Skills.Language.LanguageOf.Of(text)) ?? Locales.Chinese;
        return Results.Json(Review(text, locale), Json.Options);
    }
}
