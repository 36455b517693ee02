using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Models;
using Assistant.Bot.Quality;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Handoff;

/// <summary>Hand-offs and the conversations behind them, for staff (external contract, section 8).</summary>
public sealed class HandOffApi(Store store, ContextPack packs, HandOffDesk desk, DraftReview drafts, ActivityFeed feed, AuditChain audit, BankClock clock, ModelLedger models)
{
    private const int MostNote = 500;
    private const int MostText = 4000;
    private const int MostReason = 300;

    private const string Visible = $"(@ReachesAll OR {StaffMember.SeesHandOff})";

    private static readonly string[] Statuses = ["waiting", "accepted", "closed", "returned", "timed_out"];

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").WithTags("Hand-off").RequireAuthorization(StaffPolicies.CaseWork);
        api.MapGet("/handoffs", List).WithSummary("Hand-offs by status, the most urgent first.");
        api.MapPost("/handoffs/{id}/accept", async (HttpContext http, string id) => Answer(await desk.AcceptAsync(id, StaffMember.Of(http)), id, "accepted")).WithSummary("Takes a hand-off; one holder, a second gets 409.");
        api.MapPost("/handoffs/{id}/close", (HttpContext http, string id, JsonElement body) => CloseAsync(http, id, body)).WithSummary("Ends the person's part: {\"disposition\", \"note\"}.");
        api.MapPost("/handoffs/{id}/return", async (HttpContext http, string id) => Answer(await desk.ReturnAsync(id, StaffMember.Of(http)), id, "returned")).WithSummary("Gives the conversation back to the assistant.");
        api.MapPost("/conversations/{id}/messages", SayAsync).WithSummary("Sends a line to the cardholder: {\"text\"}; the holder only, 422 with the findings when the review stops it.");
        api.MapPost("/conversations/{id}/review", ReviewAsync).WithSummary("Reviews a draft in the context of the conversation, without sending it: {\"text\"}.");
        app.MapGet("/api/conversations/{id}/model-calls", ModelCallsAsync).WithTags("Hand-off").RequireAuthorization(StaffPolicies.Lead).WithSummary("Exactly what a language model was sent for a conversation, what it answered, and which check stopped it.");
        api.MapGet("/conversations/{id}/transcript", TranscriptAsync).WithSummary("Who said what, in order.");
    }

    /// <summary>Hand-offs somebody may see.</summary>
    /// <param name="who">Who looks.</param>
    /// <param name="status">One status; null for all.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<HandOffRow> Rows(StaffMember who, string? status, int most = 1000) => store.Read(db => db.Query<HandOffRow>($"""
        SELECT {HandOffRow.Columns} FROM handoffs
        WHERE (@status IS NULL OR status = @status) AND {Visible}
        ORDER BY priority, due_at, created_at LIMIT @most
        """, new { status, who.ReachesAll, who.Queues, who.User, who.IsConsole, most }).AsList());

    /// <summary>One hand-off somebody may see; null where there is none.</summary>
    public HandOffRow? Row(StaffMember who, string id) => store.Read(db => db.QuerySingleOrDefault<HandOffRow>($"SELECT {HandOffRow.Columns} FROM handoffs WHERE handoff_id = @id AND {Visible}",
        new { id, who.ReachesAll, who.Queues, who.User, who.IsConsole }));

    private IResult List(HttpContext http, string? status)
    {
        if (status is not null && !Statuses.Contains(status))
            return Results.Problem($"status must be one of {string.Join(", ", Statuses)}.", statusCode: 422);
        var who = StaffMember.Of(http);
        return Results.Json(Rows(who, status).Select(row => Json(row, who)), Turns.Json.Options);
    }

    private JsonObject Json(HandOffRow row, StaffMember who) => new()
    {
        ["handoffId"] = row.Id,
        ["conversationId"] = row.ConversationId,
        ["caseNo"] = row.CaseNo,
        ["queue"] = row.Queue,
        ["reason"] = row.Reason,
        ["priority"] = row.Priority,
        ["status"] = row.Status,
        ["holder"] = row.Holder,
        ["createdAt"] = row.CreatedAt,
        ["dueAt"] = row.DueAt,
        ["context"] = packs.Of(row, who),
    };

    private static IResult Answer(Refusal? refusal, string id, string status) => refusal is null
        ? Results.Json(new JsonObject { ["handoffId"] = id, ["status"] = status }, Turns.Json.Options) : new Refused(refusal);

    private async Task<IResult> CloseAsync(HttpContext http, string id, JsonElement body)
    {
        if (Fields.Words(body, "disposition") is not { } disposition || !Dispositions.All.Contains(disposition))
            return new Refused(Refusal.Of(422, "handoff.disposition", string.Join(", ", Dispositions.All)));
        var note = Fields.Words(body, "note");
        return note?.Length > MostNote ? new Refused(Refusal.Of(422, "handoff.note_long", note.Length, MostNote))
            : Answer(await desk.CloseAsync(id, StaffMember.Of(http), disposition, note), id, "closed");
    }

    private async Task<IResult> SayAsync(HttpContext http, string id, JsonElement body)
    {
        var who = StaffMember.Of(http);
        if (desk.MayWrite(id, who) is { } refused)
            return new Refused(refused);
        if (Fields.Words(body, "text") is not { } text || text.Length > MostText)
            return new Refused(Refusal.Of(422, "line.text", MostText));
        if (drafts.BlankIn(text) is { } blank)
            return new Refused(Refusal.Of(422, "line.blank", blank));
        var review = drafts.Review(id, text);
        var rules = review["findings"]!.AsArray().Select(finding => finding!["rule"]!.GetValue<string>()).Distinct().ToList();
        if (review["verdict"]!.GetValue<string>() == "block")
        {
            await desk.BlockedAsync(id, who, rules);
            return Stopped(Refusal.Of(422, "line.stopped"), review);
        }

        var reason = Fields.Words(body, "reason");
        // Whoever sits at the console is asked why; a bank system has its own way to ask.
        if (rules.Count > 0 && who.IsConsole && reason is not { Length: > 0 and <= MostReason })
            return Stopped(Refusal.Of(422, "line.warned"), review);
        var (activityId, refusal) = await desk.SayAsync(id, who, new(text, Fields.Words(body, "id"), rules, reason is null ? null : QualityRun.Masked(reason)));
        return refusal is not null ? new Refused(refusal)
            : Results.Json(new JsonObject { ["id"] = activityId, ["verdict"] = review["verdict"]!.DeepClone(), ["findings"] = review["findings"]!.DeepClone() }, Turns.Json.Options);
    }

    private static Refused Stopped(Refusal refusal, JsonObject review) =>
        new(refusal, new Dictionary<string, object?> { ["verdict"] = review["verdict"]!.DeepClone(), ["findings"] = review["findings"]!.DeepClone(), ["rewrite"] = review["rewrite"]?.DeepClone() });

    private async Task<IResult> ReviewAsync(HttpContext http, string id, JsonElement body)
    {
        if (await OpenAsync(http, id, "conversation.review") is { } refused)
            return refused;
        return Fields.Words(body, "text") is { } text && text.Length <= MostText
            ? Results.Json(drafts.Review(id, text), Turns.Json.Options) : new Refused(Refusal.Of(422, "line.text_to_review", MostText));
    }

    private async Task<IResult> TranscriptAsync(HttpContext http, string id) => await OpenAsync(http, id, "transcript.read")
        ?? Results.Json(new JsonArray([.. feed.Transcript(id).Where(line => line.HasWords).Select(line => (JsonNode)new JsonObject
        {
            ["turn"] = line.Turn,
            ["speaker"] = line.Speaker,
            ["author"] = line.Author,
            ["text"] = line.Activity.Text,
            ["at"] = line.At.ToString("O"),
        })]), Turns.Json.Options);

    private async Task<IResult> ModelCallsAsync(HttpContext http, string id) => await OpenAsync(http, id, "transcript.read") ?? Results.Json(models.Of(id), Turns.Json.Options);

    /// <summary>The refusal where a conversation is not there or out of reach; every look at the words is in the audit record, typing is not.</summary>
    private async Task<IResult?> OpenAsync(HttpContext http, string id, string kind)
    {
        if (!feed.Exists(id))
            return new Refused(Refusal.Of(404, "talk.none", id));
        var who = StaffMember.Of(http);
        if (!who.ReachesConversation(id, store))
            return new Refused(Refusal.Of(403, "talk.not_yours"));
        if (kind == "transcript.read")
            await store.WriteAsync(db => audit.Append(db, clock.Now, kind, who.User, id, "{}"));
        return null;
    }
}

/// <summary>A stored hand-off.</summary>
public sealed class HandOffRow
{
    internal const string Columns = """
        handoff_id AS Id, conversation_id AS ConversationId, case_no AS CaseNo, queue AS Queue, reason AS Reason, priority AS Priority, status AS Status,
        created_at AS CreatedAt, due_at AS DueAt, holder AS Holder, accepted_at AS AcceptedAt, danger_at AS DangerAt, ended_at AS EndedAt
        """;

    /// <summary>Its number.</summary>
    public string Id { get; init; } = "";

    /// <summary>Conversation.</summary>
    public string ConversationId { get; init; } = "";

    /// <summary>Case; null while nobody is verified.</summary>
    public string? CaseNo { get; init; }

    /// <summary>Queue.</summary>
    public string Queue { get; init; } = "";

    /// <summary>Reason code.</summary>
    public string Reason { get; init; } = "";

    /// <summary>1 is the most urgent.</summary>
    public int Priority { get; init; }

    /// <summary>State.</summary>
    public string Status { get; init; } = "";

    /// <summary>When it began to wait.</summary>
    public string CreatedAt { get; init; } = "";

    /// <summary>By when somebody answers.</summary>
    public string DueAt { get; init; } = "";

    /// <summary>Who took it.</summary>
    public string? Holder { get; init; }

    /// <summary>When it was taken.</summary>
    public string? AcceptedAt { get; init; }

    /// <summary>When a sign of danger was heard while a person held it.</summary>
    public string? DangerAt { get; init; }

    /// <summary>When it ended.</summary>
    public string? EndedAt { get; init; }
}
