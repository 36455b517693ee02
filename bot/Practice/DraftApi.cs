using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Staff;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Practice;

/// <summary>Drafts of scenarios over HTTP, for trainers, supervisors and administrators.</summary>
public sealed class DraftApi(DraftDesk drafts)
{
    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/practice/drafts").WithTags("Practice").RequireAuthorization(StaffPolicies.AnyStaff).RequireAuthorization(policy => policy.RequireRole(PracticeApi.Trainers));
        api.MapGet("", () => Results.Json(new JsonArray([.. drafts.All().Select(Write)]), Json.Options)).WithSummary("Drafts of scenarios, those that wait first.");
        api.MapPost("", (HttpContext http, JsonElement body) => PracticeApi.AnswerAsync(() => WriteAsync(http, body))).WithSummary("Keeps a scenario, written as its file would be: {\"text\"}. It waits for a second person.");
        api.MapPost("/{id}/approve", (HttpContext http, string id) => PracticeApi.AnswerAsync(() => ApproveAsync(http, id))).WithSummary("Approves a draft somebody else made; it is then in the library.");
    }

    private async Task<JsonObject> WriteAsync(HttpContext http, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || Fields.Text(body, "text") is not { Length: > 0 } text)
            throw new FormatException("'text' is missing: the scenario as its file would hold it.");
        return new() { ["draftId"] = await drafts.WriteAsync(text.ReplaceLineEndings("\n"), StaffMember.Of(http).User) };
    }

    private async Task<JsonObject> ApproveAsync(HttpContext http, string id)
    {
        await drafts.ApproveAsync(id, StaffMember.Of(http).User);
        return new() { ["draftId"] = id, ["scenarioId"] = ScenarioLibrary.IdOf(id) };
    }

    private JsonNode Write(PracticeDraft draft)
    {
        var (scenario, wrong) = drafts.Read(draft);
        return new JsonObject
        {
            ["draftId"] = draft.DraftId, ["scenarioId"] = draft.ScenarioId, ["title"] = scenario?.Title, ["family"] = scenario?.Family, ["madeBy"] = draft.MadeBy, ["madeAt"] = draft.MadeAt, ["approvedBy"] = draft.ApprovedBy, ["approvedAt"] = draft.ApprovedAt,
            ["line"] = wrong?.Line, ["correction"] = wrong?.Correct,
        };
    }
}
