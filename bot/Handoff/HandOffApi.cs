using System.Text.Json.Nodes;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Handoff;

/// <summary>Hand-offs as staff see them, each with the pack that spares the person from telling it all again.</summary>
public sealed class HandOffApi(Store store, ActivityFeed feed)
{
    private static readonly string[] Statuses = ["waiting", "accepted", "closed", "returned", "timed_out"];

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapGet("/api/handoffs", List).WithTags("Hand-off").RequireAuthorization(StaffPolicies.CaseWork)
        .WithSummary("Hand-offs by status, the most urgent first.");

    private IResult List(HttpContext http, string? status)
    {
        if (status is not null && !Statuses.Contains(status))
            return Results.Problem($"status must be one of {string.Join(", ", Statuses)}.", statusCode: 422);
        var queues = ApiKeys.QueuesOf(http);
        var rows = store.Read(db => db.Query<Row>("""
            SELECT handoff_id AS HandOffId, conversation_id AS ConversationId, case_no AS CaseNo, queue AS Queue, reason AS Reason, priority AS Priority,
                   status AS Status, created_at AS CreatedAt, due_at AS DueAt
            FROM handoffs WHERE (@status IS NULL OR status = @status) AND (@all OR queue IN @queues) ORDER BY priority, created_at
            """, new { status, all = queues.Count == 0, queues }).AsList());
        return Results.Json(rows.Select(Json), Turns.Json.Options);
    }

    private JsonObject Json(Row row) => new()
    {
        ["handoffId"] = row.HandOffId,
        ["conversationId"] = row.ConversationId,
        ["caseNo"] = row.CaseNo,
        ["queue"] = row.Queue,
        ["reason"] = row.Reason,
        ["priority"] = row.Priority,
        ["status"] = row.Status,
        ["createdAt"] = row.CreatedAt,
        ["dueAt"] = row.DueAt,
        ["context"] = new ContextPack(store, feed).Of(row.ConversationId, row.Queue, row.Reason),
    };

    private sealed class Row
    {
        public string HandOffId { get; init; } = "";

        public string ConversationId { get; init; } = "";

        public string? CaseNo { get; init; }

        public string Queue { get; init; } = "";

        public string Reason { get; init; } = "";

        public int Priority { get; init; }

        public string Status { get; init; } = "";

        public string CreatedAt { get; init; } = "";

        public string DueAt { get; init; } = "";
    }
}
