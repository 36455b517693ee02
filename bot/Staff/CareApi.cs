using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Staff;

/// <summary>Answers to what protects a person: lifting a protection, answering a dispute, taking or returning a paper.</summary>
public sealed class CareApi(Store store, Protections protections, AuditChain audit, BankClock clock)
{
    private const int MostText = 1000;

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/protections/{id}/clear", ClearAsync).WithTags("Cases").RequireAuthorization(StaffPolicies.CaseWork)
            .WithSummary("Lifts a protection: {\"reason\"}; private ones only by the queues SPECIALIST and CRISIS.");
        app.MapPost("/api/disputes/{id}/answer", (HttpContext http, string id, JsonElement body) => AnswerAsync(http, body, "disputes", "dispute_id", id, "answered.dispute")).WithTags("Cases").RequireAuthorization(StaffPolicies.CaseWork)
            .WithSummary("Answers a dispute of a line or fee: {\"outcome\": \"UPHELD\" or \"REJECTED\", \"answer\"}.");
        app.MapPost("/api/papers/{id}/answer", (HttpContext http, string id, JsonElement body) => AnswerAsync(http, body, "papers", "paper_id", id, "answered.paper")).WithTags("Cases").RequireAuthorization(StaffPolicies.CaseWork)
            .WithSummary("Takes or returns a paper that came in: {\"outcome\": \"ACCEPTED\" or \"RETURNED\", \"answer\"}; the answer is said to the person.");
    }

    private async Task<IResult> ClearAsync(HttpContext http, string id, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || body.TryGetProperty("reason", out var given) is false || given.ValueKind != JsonValueKind.String || given.GetString() is not { Length: > 0 and <= MostText } reason)
            return new Refused(Refusal.Of(422, "protection.reason", MostText));
        return await protections.ClearAsync(id, http.User.Identity!.Name!, StaffMember.Of(http).MayKnow, reason) is { } refused
            ? new Refused(refused) : Results.Json(new JsonObject { ["protectionId"] = id, ["status"] = "CLEARED" }, Json.Options);
    }

    private async Task<IResult> AnswerAsync(HttpContext http, JsonElement body, string table, string key, string id, string kind) => await ReviewApi.AnswerAsync(async () =>
    {
        var isPaper = table == "papers";
        var found = store.Read(db => db.QuerySingleOrDefault<(string CaseNo, string Status)?>($"SELECT case_no, status FROM {table} WHERE {key} = @id", new { id })) ?? throw new RefusedException(isPaper ? Refusal.Of(422, "paper.none", id) : Refusal.Of(422, "dispute.none", id));
        if (!StaffMember.Of(http).Reaches(found.CaseNo, store))
            throw new RefusedException(isPaper ? Refusal.Of(422, "paper.not_in_queues", id) : Refusal.Of(422, "dispute.not_in_queues", id));
        var outcome = Fields.Text(body, "outcome");
        string[] outcomes = isPaper ? ["ACCEPTED", "RETURNED"] : ["UPHELD", "REJECTED"];
        if (outcome is null || !outcomes.Contains(outcome))
            throw new RefusedException(isPaper ? Refusal.Of(422, "paper.outcome") : Refusal.Of(422, "dispute.outcome"));
        if (Fields.Text(body, "answer") is not { Length: > 0 and <= MostText } answer)
            throw new RefusedException(Refusal.Of(422, "answer_missing", MostText));
        var (user, now) = (http.User.Identity!.Name!, Store.Time(clock.Now));
        var written = await store.WriteAsync(db =>
        {
            var rows = isPaper
                ? db.Execute("UPDATE papers SET status = @outcome, reason = @answer, changed_at = @now, changed_by = @user WHERE paper_id = @id AND status = 'RECEIVED'", new { outcome, answer, now, user, id })
                : db.Execute("UPDATE disputes SET status = @outcome, answer = @answer, answered_at = @now, answered_by = @user WHERE dispute_id = @id AND status = 'OPEN'", new { outcome, answer, now, user, id });
            if (rows == 1)
                audit.Append(db, clock.Now, kind, user, found.CaseNo, new JsonObject { ["id"] = id, ["outcome"] = outcome }.ToJsonString());
            return rows;
        });
        return written == 1 ? new JsonObject { ["id"] = id, ["status"] = outcome } : throw new RefusedException(Refusal.Of(422, "nothing_to_answer", new Coded("status.", found.Status)));
    });
}
