using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Dapper;

namespace Assistant.Bot.Quality;

/// <summary>
/// Marks that were disputed: an agent says why, a supervisor or trainer who is somebody else answers, both are kept. A mark withdrawn is a case for the
/// examples of its rule.
/// </summary>
public sealed class DisputeApi(Store store, AuditChain audit, RuleBook book, Rubric rubric, BankClock clock)
{
    private const int MostText = 2000;

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/qa/disputes").WithTags("Wording");
        api.MapPost("", (HttpContext http, JsonElement body) => ReviewApi.AnswerAsync(() => OpenAsync(http.User.Identity!.Name!, body))).RequireAuthorization(StaffPolicies.AnyStaff)
            .WithSummary("Disputes a mark: {\"rule\", \"quote\", \"reason\"}.");
        api.MapGet("", (HttpContext http) => Results.Json(List(MayAnswer(http) ? null : http.User.Identity!.Name!), Json.Options)).RequireAuthorization(StaffPolicies.AnyStaff)
            .WithSummary("Disputed marks, open ones first: one's own, for supervisors and trainers all.");
        api.MapPost("/{id}/answer", AnswerAsync).RequireAuthorization(StaffPolicies.AnyStaff)
            .WithSummary("Answers a dispute: {\"outcome\": \"UPHELD\" or \"WITHDRAWN\", \"answer\"}; supervisors and trainers, never the one who opened it.");
    }

    private static bool MayAnswer(HttpContext http) => http.User.IsInRole("supervisor") || http.User.IsInRole("trainer");

    /// <summary>Disputes a mark.</summary>
    /// <exception cref="RefusedException">What to correct.</exception>
    /// <exception cref="FormatException">A field is no text.</exception>
    internal async Task<JsonObject> OpenAsync(string user, JsonElement body)
    {
        var rule = Text(body, "rule");
        if (book.Rules.All(one => one.Id != rule) && rubric.Items.All(item => item.Id != rule) && rubric.Duties.All(duty => duty.Rule != rule))
            throw new RefusedException(Refusal.Of(422, "mark.no_rule", rule));
        var (id, quote, reason) = ($"M-{Guid.CreateVersion7():N}"[..18].ToUpperInvariant(), QualityRun.Masked(Text(body, "quote")), QualityRun.Masked(Text(body, "reason")));
        await store.WriteAsync(db =>
        {
            db.Execute("INSERT INTO mark_disputes (dispute_id, rule, quote, reason, opened_by, opened_at) VALUES (@id, @rule, @quote, @reason, @user, @at)", new { id, rule, quote, reason, user, at = Store.Time(clock.Now) });
            audit.Append(db, clock.Now, "mark.disputed", user, id, new JsonObject { ["rule"] = rule }.ToJsonString());
        });
        return new() { ["disputeId"] = id, ["status"] = "open" };
    }

    /// <summary>Disputed marks, open ones first; of one person, or of all.</summary>
    internal JsonArray List(string? user) => store.Read(db => new JsonArray([.. db.Query<Row>("""
        SELECT dispute_id AS Id, rule AS Rule, quote AS Quote, reason AS Reason, opened_by AS OpenedBy, opened_at AS OpenedAt, outcome AS Outcome, answer AS Answer, answered_by AS AnsweredBy, answered_at AS AnsweredAt
        FROM mark_disputes WHERE @user IS NULL OR opened_by = @user ORDER BY outcome IS NOT NULL, opened_at
        """, new { user }).Select(row => (JsonNode)new JsonObject
        {
            ["disputeId"] = row.Id, ["status"] = row.Outcome is null ? "open" : "answered", ["rule"] = row.Rule, ["quote"] = row.Quote, ["reason"] = row.Reason, ["openedBy"] = row.OpenedBy, ["openedAt"] = row.OpenedAt,
            ["outcome"] = row.Outcome, ["answer"] = row.Answer, ["answeredBy"] = row.AnsweredBy, ["answeredAt"] = row.AnsweredAt,
        })]));

    private Task<IResult> AnswerAsync(HttpContext http, string id, JsonElement body) => ReviewApi.AnswerAsync(async () =>
    {
        if (!MayAnswer(http))
            throw new RefusedException(Refusal.Of(403, "mark.not_for_you"));
        await DecideAsync(http.User.Identity!.Name!, id, body);
        return new JsonObject { ["disputeId"] = id, ["status"] = "answered" };
    });

    /// <summary>Answers a dispute, for somebody who may.</summary>
    /// <exception cref="RefusedException">Why not, or what to correct.</exception>
    /// <exception cref="FormatException">A field is no text.</exception>
    internal async Task DecideAsync(string user, string id, JsonElement body)
    {
        var found = store.Read(db => db.QuerySingleOrDefault<Row>("SELECT opened_by AS OpenedBy, outcome AS Outcome FROM mark_disputes WHERE dispute_id = @id", new { id }));
        if (found is null)
            throw new RefusedException(Refusal.Of(404, "mark.none", id));
        if (found.OpenedBy == user)
            throw new RefusedException(Refusal.Of(403, "mark.own"));
        var outcome = Text(body, "outcome");
        if (outcome is not ("UPHELD" or "WITHDRAWN"))
            throw new RefusedException(Refusal.Of(422, "mark.outcome"));
        var answer = QualityRun.Masked(Text(body, "answer"));
        var written = await store.WriteAsync(db =>
        {
            var rows = db.Execute("UPDATE mark_disputes SET outcome = @outcome, answer = @answer, answered_by = @user, answered_at = @at WHERE dispute_id = @id AND outcome IS NULL", new { outcome, answer, user, id, at = Store.Time(clock.Now) });
            if (rows == 1)
                audit.Append(db, clock.Now, "mark.answered", user, id, new JsonObject { ["outcome"] = outcome }.ToJsonString());
            return rows;
        });
        if (written == 0)
            throw new RefusedException(Refusal.Of(422, "mark.answered"));
    }

    private static string Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && Fields.Text(body, name) is { Length: > 0 and <= MostText } text ? text : throw new RefusedException(Refusal.Of(422, "mark.field", new Coded("mark_field.", name), MostText));

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Rule { get; init; } = "";

        public string Quote { get; init; } = "";

        public string Reason { get; init; } = "";

        public string OpenedBy { get; init; } = "";

        public string OpenedAt { get; init; } = "";

        public string? Outcome { get; init; }

        public string? Answer { get; init; }

        public string? AnsweredBy { get; init; }

        public string? AnsweredAt { get; init; }
    }
}
