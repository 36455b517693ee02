using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Handoff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>Direct Line 3.0: tokens, conversations, activities, upload and stream, as Microsoft's own clients speak it.</summary>
public sealed class DirectLine(
    DirectLineTokens tokens, TurnPipeline pipeline, ActivityFeed feed, MessageRate rate, Cases cases, BankClock clock, Presence presence, HandOffEvents handOffs)
{
    private const int MostText = 8000;
    private const string TooLarge = "The body is larger than 1 MiB.";

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app, DirectLineUploads uploads, DirectLineStream stream)
    {
        var line = app.MapGroup("/v3/directline").WithTags("Direct Line").DisableAntiforgery().RequireCors("direct-line");
        line.MapPost("/tokens/generate", (Delegate)GenerateAsync);
        line.MapPost("/tokens/refresh", (Delegate)RefreshAsync);
        line.MapPost("/conversations", (Delegate)StartAsync);
        line.MapGet("/conversations/{id}", ReconnectAsync);
        line.MapGet("/conversations/{id}/activities", ReadAsync);
        line.MapPost("/conversations/{id}/activities", PostAsync);
        line.MapPost("/conversations/{id}/upload", (HttpContext http, string id) => uploads.UploadAsync(http, id, this));
        line.MapGet("/attachments/{uploadId}", uploads.DownloadAsync);
        line.Map("/conversations/{id}/stream", (HttpContext http, string id) => stream.RunAsync(http, id, this));
        line.MapGet("/session/getsessionid", () => Results.Json(new { sessionId = DirectLineTokens.NewId("s_") }));
    }

    /// <summary>An error in the protocol's own shape.</summary>
    internal static IResult Error(int status, string code, string message) =>
        Results.Json(new { error = new { code, message } }, statusCode: status);

    /// <summary>The caller, when they may touch this conversation; else the answer to give.</summary>
    internal async Task<(Caller? Caller, IResult? Refusal)> CallerOfAsync(HttpContext http, string conversationId)
    {
        var (caller, status, code) = await tokens.ReadAsync(http.Request.Headers.Authorization);
        if (caller is null)
            return (null, Refuse(status, code));
        if (caller.ConversationId is { } own && own != conversationId)
            return (null, Error(403, "Forbidden", "This token is of another conversation."));
        return feed.Exists(conversationId) ? (caller, null) : (null, Error(404, "NotFound", "There is no such conversation; start one first."));
    }

    /// <summary>Runs one activity through the assistant.</summary>
    internal async Task<IResult> RunAsync(HttpContext http, string conversationId, Caller caller, Activity activity)
    {
        if (string.IsNullOrEmpty(activity.Type))
            return Error(400, "MissingProperty", "The activity needs a 'type'.");
        if (activity.Text?.Length > MostText)
            return Error(400, "MessageSizeTooBig", $"The text has {activity.Text.Length} characters; at most {MostText} are taken.");
        if (activity.Type == "typing")
            presence.Types(conversationId, isStaff: false);
        // Only the bank's own hub may say what became of a hand-off; from anybody else it is a word without effect.
        if (activity is { Type: "event", Name: HandOffEvents.StatusName } && caller == Caller.BackEnd)
            await handOffs.TakeAsync(conversationId, activity);
        if (activity.Type != "message")
            return Results.Json(new { id = DirectLineTokens.NewId(conversationId + "|") });
        if (caller.ConversationId is not null && !rate.Allows(conversationId))
            return Error(400, "TooManyMessages", "Too many messages at once; wait a few seconds.");
        var userId = caller.UserId ?? activity.From?.Id;
        if (string.IsNullOrEmpty(userId))
            return Error(400, "MissingProperty", "The activity needs 'from.id'.");
        var key = activity.Id ?? (activity.ChannelData is JsonObject data && data["clientActivityID"] is JsonValue value && value.TryGetValue<string>(out var clientId) ? "client:" + clientId : null);
        activity.From = new() { Id = userId, Name = activity.From?.Name, Role = "user" };
        activity.Conversation = new() { Id = conversationId };
        activity.ChannelId = "directline";
        activity.Timestamp = clock.Now.ToUniversalTime();
        var result = await pipeline.RunAsync(Inbound(http, caller, activity) with { Key = key }, CancellationToken.None);
        return Results.Json(new { id = result.InboundId });
    }

    private static IResult Refuse(int status, string code) => Error(status, code, status == 401
        ? "Send 'Authorization: Bearer' with a token or the secret."
        : code == "TokenExpired" ? "The token has expired; get a new one." : "This token is not valid here.");

    private static InboundMessage Inbound(HttpContext http, Caller caller, Activity activity) => new()
    {
        Channel = "directline",
        ConversationId = activity.Conversation!.Id!,
        UserId = activity.From!.Id!,
        Activity = activity,
        BankCase = caller.CaseNo,
        Staff = caller.Staff,
        Address = caller.IsPage ? http.Connection.RemoteIpAddress?.ToString() : null,
    };

    private async Task<IResult> GenerateAsync(HttpContext http)
    {
        var (caller, status, code) = await tokens.ReadAsync(http.Request.Headers.Authorization);
        if (caller is null)
            return Refuse(status, code);
        if (caller != Caller.BackEnd)
            return Error(403, "Forbidden", "Only the secret may generate tokens.");
        if (await BodyAsync<TokenRequest>(http) is not (var body, null))
            return Error(400, "BadArgument", "The body is not the JSON of a token request.");
        var bank = body?.Case is { Verified: true } verified ? verified.CaseNo ?? "" : null;
        if (bank is not null && (bank.Length == 0 || cases.Load(bank) is null))
            return Error(400, "BadArgument", "'case.caseNo' names no case; import it first.");
        var staff = body?.Staff?.User;
        if (body?.Staff is not null && (staff is not { Length: > 0 and <= 100 } || bank is not null))
            return Error(400, "BadArgument", "'staff.user' names who of staff it is; such a token carries no case.");
        return Token(new(DirectLineTokens.NewId(""), body?.User?.Id is { Length: > 0 and <= 100 } user ? user : DirectLineTokens.NewId("dl_"), bank, false) { Staff = staff });
    }

    private async Task<IResult> RefreshAsync(HttpContext http)
    {
        var (caller, status, code) = await tokens.ReadAsync(http.Request.Headers.Authorization);
        return caller is null ? Refuse(status, code)
            : caller == Caller.BackEnd ? Error(403, "Forbidden", "The secret does not expire and is not refreshed.")
            : Token(caller);
    }

    private IResult Token(Caller caller) =>
        Results.Json(new { conversationId = caller.ConversationId, token = tokens.Make(caller), expires_in = (int)tokens.Life.TotalSeconds });

    private async Task<IResult> StartAsync(HttpContext http)
    {
        var (caller, status, code) = await tokens.ReadAsync(http.Request.Headers.Authorization);
        if (caller is null)
            return Refuse(status, code);
        if (await BodyAsync<StartRequest>(http) is not (var body, null))
            return Error(400, "BadArgument", "The body is not the JSON of a conversation start.");
        var started = caller == Caller.BackEnd
            ? caller with { ConversationId = DirectLineTokens.NewId(""), UserId = body?.User?.Id is { Length: > 0 and <= 100 } user ? user : DirectLineTokens.NewId("dl_") }
            : caller;
        var isNew = !feed.Exists(started.ConversationId!);
        if (isNew)
            await ArriveAsync(http, started, body?.Locale);
        return Results.Json(Connection(http, started, ""), statusCode: isNew ? 201 : 200);
    }

    private Task<TurnResult> ArriveAsync(HttpContext http, Caller caller, string? locale)
    {
        var arrival = new Activity
        {
            Type = "conversationUpdate",
            Locale = locale,
            ChannelId = "directline",
            From = new() { Id = caller.UserId, Role = "user" },
            Conversation = new() { Id = caller.ConversationId },
        };
        return pipeline.RunAsync(Inbound(http, caller, arrival) with { Key = "start" }, CancellationToken.None);
    }

    private async Task<IResult> ReconnectAsync(HttpContext http, string id, string? watermark)
    {
        var (caller, refusal) = await CallerOfAsync(http, id);
        return caller is null ? refusal! : Results.Json(Connection(http, caller with { ConversationId = id, UserId = caller.UserId ?? "dl_back_end" }, watermark ?? ""));
    }

    private object Connection(HttpContext http, Caller caller, string watermark)
    {
        var token = tokens.Make(caller);
        var scheme = http.Request.IsHttps ? "wss" : "ws";
        return new
        {
            conversationId = caller.ConversationId,
            token,
            expires_in = (int)tokens.Life.TotalSeconds,
            streamUrl = $"{scheme}://{http.Request.Host}/v3/directline/conversations/{Uri.EscapeDataString(caller.ConversationId!)}/stream?watermark={Uri.EscapeDataString(watermark)}&t={token}",
        };
    }

    private async Task<IResult> ReadAsync(HttpContext http, string id, string? watermark)
    {
        var (caller, refusal) = await CallerOfAsync(http, id);
        if (caller is null)
            return refusal!;
        try
        {
            var set = feed.After(id, watermark)!.Value;
            if (caller != Caller.BackEnd)
                presence.Delivered(id, set.Watermark);
            return Results.Json(new { activities = set.Activities, watermark = set.Watermark }, Json.Options);
        }
        catch (FormatException e)
        {
            return Error(400, "BadArgument", e.Message);
        }
    }

    private async Task<IResult> PostAsync(HttpContext http, string id)
    {
        var (token, _, _) = await tokens.ReadAsync(http.Request.Headers.Authorization);
        var (activity, wrong) = await BodyAsync<Activity>(http);
        // A client that posts before it starts its own conversation is meant to be served all the same.
        if (token?.ConversationId == id && activity is not null && !feed.Exists(id))
            await ArriveAsync(http, token, activity.Locale);
        var (caller, refusal) = await CallerOfAsync(http, id);
        if (caller is null)
            return refusal!;
        if (wrong is not null || activity is null)
            return Error(wrong == TooLarge ? 413 : 400, "BadArgument", wrong ?? "The body is empty; send one activity.");
        return await RunAsync(http, id, caller, activity);
    }

    /// <summary>The body, null when there is none; with a complaint when it is not JSON of this shape.</summary>
    private static async Task<(T? Body, string? Wrong)> BodyAsync<T>(HttpContext http)
    {
        try
        {
            var body = await BadRequests.BodyAsync(http);
            return body.Length == 0 ? (default, null) : (Json.Read<T>(body), null);
        }
        catch (JsonException e)
        {
            return (default, $"The body is not JSON of the expected shape ({Json.Place(e)}).");
        }
        catch (BadHttpRequestException e)
        {
            return (default, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge : e.Message);
        }
    }

    private sealed record TokenRequest(UserPart? User, CasePart? Case, StaffPart? Staff);

    private sealed record StaffPart(string? User);

    private sealed record StartRequest(UserPart? User, string? Locale);

    private sealed record UserPart(string? Id);

    private sealed record CasePart(string? CaseNo, bool? Verified);
}

/// <summary>Keeps one conversation from posting more than a number of messages in ten seconds.</summary>
public sealed class MessageRate(DirectLineSettings settings, TimeProvider time)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Queue<long>> recent = new();

    /// <summary>Counts a message; false when it is one too many.</summary>
    public bool Allows(string conversationId)
    {
        var now = time.GetTimestamp();
        if (recent.Count > 50_000)
            recent.Clear();
        var times = recent.GetOrAdd(conversationId, _ => new());
        lock (times)
        {
            while (times.Count > 0 && time.GetElapsedTime(times.Peek(), now) > TimeSpan.FromSeconds(10))
                times.Dequeue();
            if (times.Count >= settings.MessagesPer10Seconds)
                return false;
            times.Enqueue(now);
            return true;
        }
    }
}
