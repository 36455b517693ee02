using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Handoff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>
/// Takes in activities at <c>/api/messages</c> as the Bot Service, the Emulator and parent bots send them (Activity protocol 3.1). Replies go to the activity's service URL
/// by <see cref="ConnectorChannel"/>, or into the answer where <c>expectReplies</c> asks for that.
/// </summary>
public sealed class BotDoor(
    BotTokens tokens, BotFrameworkSettings settings, BotReplies replies, ConnectorChannel connector, Reception reception, Talks talks, PassiveAnswers answers, HandOffEvents handOffs, Presence presence, MessageRate rate, ILogger<BotDoor> log)
{
    private const int MostText = 8000;
    internal const int MostId = 500;

    /// <summary>Channels give up after ten to fifteen seconds; what takes longer is answered by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Events by which clients say that somebody has opened the conversation.</summary>
    private static readonly HashSet<string?> Arrivals = ["webchat/join", "requestWelcomeDialog", "startConversation"];

    private static readonly string[] Healthy = ["Health check succeeded."];

    private static readonly TimeSpan BeforeTyping = TimeSpan.FromSeconds(2);

    /// <summary>Maps the endpoint.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/api/messages", (Delegate)TakeAsync).WithTags("Channels").DisableAntiforgery().WithSummary("One activity of the Bot Framework.");

    private static IResult Error(int status, string code, string message) => Results.Json(new { error = new { code, message } }, statusCode: status);

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        Activity? activity;
        try
        {
            activity = Json.Read<Activity>(await BadRequests.BodyAsync(http));
        }
        catch (JsonException wrong)
        {
            return Error(400, "BadArgument", $"The body is not the JSON of one activity ({Json.Place(wrong)}).");
        }

        if (string.IsNullOrWhiteSpace(activity?.Type))
            return Error(400, "MissingProperty", "The activity needs a 'type'.");
        var (caller, problem) = await tokens.ReadAsync(http.Request.Headers.Authorization, activity, http.RequestAborted);
        if (caller is null)
        {
            log.LogWarning("An activity was refused: {Problem}", problem);
            return Error(401, "Unauthorized", problem!);
        }

        // Only the token says who calls.
        activity.CallerId = caller.CallerId;
        activity.ChannelId ??= AgentClientWire.ChannelOf(activity);
        return activity.Type.ToLowerInvariant() switch
        {
            "invoke" => Invoke(activity),
            "message" or "conversationupdate" or "event" or "endofconversation" or "typing" => Wrong(activity) ?? await ActAsync(activity, caller),
            // Types nobody has thought of yet, reactions, edits and the like change nothing (A2005).
            _ => Results.Ok(),
        };
    }

    private static IResult? Wrong(Activity activity)
    {
        if (activity.Conversation?.Id is not { Length: > 0 and <= MostId })
            return Error(400, "MissingProperty", "The activity needs a 'conversation' with an 'id'.");
        if (activity.From?.Id is not { Length: > 0 and <= MostId })
            return Error(400, "MissingProperty", "The activity needs a 'from' with an 'id'.");
        return activity.Text?.Length > MostText ? Error(400, "MessageSizeTooBig", $"The text has {activity.Text.Length} characters; at most {MostText} are taken.") : null;
    }

    private static IResult Invoke(Activity activity) => activity.Name == "healthCheck"
        ? Results.Json(new { healthResults = new { success = true, messages = Healthy } })
        : Error(501, "NotImplemented", "This bot answers no invoke of that name.");

    private async Task<IResult> ActAsync(Activity activity, BotCaller caller)
    {
        switch (activity.Type!.ToLowerInvariant())
        {
            case "endofconversation":
                await talks.EndAsync(ConnectorChannel.Wire, TalkOf(activity, caller));
                return Results.Ok();
            case "typing":
                if (talks.Find(ConnectorChannel.Wire, TalkOf(activity, caller)) is { } typed)
                    presence.Types(typed, isStaff: false);
                return Results.Ok();
            case "event" when activity.Name == HandOffEvents.StatusName:
                // A person in the channel can send events too; only a hub may say what became of a hand-off.
                if ((caller.Kind is BotCallerKind.Skill or BotCallerKind.Anonymous || settings.HandOffHubs.Contains(activity.From!.Id)) && talks.Find(ConnectorChannel.Wire, TalkOf(activity, caller)) is { } handed)
                    await handOffs.TakeAsync(handed, activity);
                return Results.Ok();
            case "event" when !Arrivals.Contains(activity.Name):
                return Results.Ok();
            case "conversationupdate" when activity.MembersAdded?.Any(member => member.Id != activity.Recipient?.Id) != true:
                return Results.Ok();
            case "message":
                return rate.Allows(TalkOf(activity, caller)) ? await AnswerAsync(activity, From(activity, caller)) : Error(429, "TooManyMessages", "Too many messages at once; wait a few seconds.");
            default:
                return await AnswerAsync(activity, From(activity, caller) with { Activity = new() { Type = "conversationUpdate", Locale = activity.Locale } });
        }
    }

    private async Task<IResult> AnswerAsync(Activity activity, FromChannel message)
    {
        var to = BotAddress.From(message.Address);
        // On a thread of its own: a store that makes wait must not keep the channel waiting as well.
        var work = Task.Run(() => reception.TakeAsync(message, CancellationToken.None));
        if (message.Hold == TimeSpan.Zero)
        {
            if (await Task.WhenAny(work, Task.Delay(BeforeTyping)) != work)
                _ = WaitAsync(work, to);
            // A turn that is not done by then answers when it is; that it failed is said while somebody listens.
            if (await Task.WhenAny(work, Task.Delay(Patience)) == work)
                await work;
            return Results.Ok();
        }

        var (conversationId, _) = await work;
        var text = await answers.TakeAsync(conversationId, message.Key, parcel => (new JsonArray([.. parcel.Activities
            .Select(one => replies.Form(one.Activity, to, parcel.Keys)).OfType<Activity>().Select(form => JsonSerializer.SerializeToNode(form, Json.Options))]).ToJsonString(Json.Options), new Position(parcel.Activities[^1].Seq + 1)), lastTry: null);
        return Results.Json(new { activities = text is null ? new JsonArray() : JsonNode.Parse(text) }, Json.Options);
    }

    /// <summary>Shows every few seconds that a long turn is worked on, and hears of its failure when nobody else does.</summary>
    private async Task WaitAsync(Task work, BotAddress to)
    {
        try
        {
            do
                await connector.TypingAsync(to, CancellationToken.None);
            while (await Task.WhenAny(work, Task.Delay(BeforeTyping)) != work);
            await work;
        }
#pragma warning disable CA1031 // Nobody waits for this any more.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.LogError(failure, "A long turn of the Bot Framework failed, or its typing could not be shown");
        }
    }

    /// <summary>Channels have short names; anything else is not written into records.</summary>
    private static bool IsName(string? channelId) => channelId is { Length: > 0 and <= 30 } && channelId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The channel's name of a conversation. What a parent bot calls one is no channel's and no other parent's, whatever it is called.</summary>
    private static string TalkOf(Activity activity, BotCaller caller)
    {
        var conversation = AgentClientWire.ConversationOf(activity, caller) ?? activity.Conversation!.Id;
        return $"{(caller.AppId is { } parent ? parent + "\n" : "")}{activity.ChannelId}\n{conversation}";
    }

    private FromChannel From(Activity activity, BotCaller caller)
    {
        var conversation = activity.Conversation!.Rest ?? new Dictionary<string, JsonElement>();
        var type = Text(conversation, "conversationType");
        var address = BotAddress.Of(activity, caller);
        var words = Words(activity);
        return new()
        {
            Adapter = ConnectorChannel.Wire,
            Channel = $"bf-{(IsName(activity.ChannelId) ? activity.ChannelId : "other")}",
            Talk = TalkOf(activity, caller),
            User = $"{caller.AppId}\n{activity.ChannelId}\n{activity.From!.Id}",
            Address = address.ToJson(),
            Activity = new() { Type = "message", Text = words, Locale = activity.Locale, From = activity.From },
            Key = activity.Id is { Length: > 0 } id ? id : Guid.NewGuid().ToString(),
            Hold = activity.DeliveryMode == "expectReplies" ? TimeSpan.FromSeconds(30) : TimeSpan.Zero,
            IsGroup = type is "groupChat" or "channel" || (conversation.TryGetValue("isGroup", out var group) && group.ValueKind == JsonValueKind.True),
            HasNumberedChoices = replies.HasNumberedChoices(activity.ChannelId),
            Unopened = words.Length > 0 ? null : Unopened(activity),
            Staff = StaffOf(activity, caller, Text(conversation, "tenantId") ?? Text(activity.ChannelData.Deserialize<JsonElement>(), "tenant", "id")),
            IsSkill = address.IsParent,
        };
    }

    /// <summary>The words without the mention of the bot; of a card's button, what it says.</summary>
    private static string Words(Activity activity)
    {
        var text = activity.Text is { Length: > 0 } said ? said : activity.Value switch
        {
            JsonValue value when value.TryGetValue<string>(out var pressed) => pressed,
            JsonObject pressed => (pressed["text"] ?? pressed["imBack"])?.ToString() ?? "",
            _ => "",
        };
        if (activity.Rest is { } rest && rest.TryGetValue("entities", out var entities) && entities.ValueKind == JsonValueKind.Array)
        {
            foreach (var mention in entities.EnumerateArray().Where(entity => Text(entity, "type") == "mention" && Text(entity, "mentioned", "id") is { } who && who == activity.Recipient?.Id))
                text = Text(mention, "text") is { Length: > 0 } named ? text.Replace(named, "", StringComparison.Ordinal) : text;
        }

        return text.Trim();
    }

    private static string? Unopened(Activity activity) => activity.Attachments is not [var first, ..] ? null : first.ContentType?.Split('/')[0] switch
    {
        "audio" => "voice",
        "image" or "video" => "picture",
        _ => "other",
    };

    /// <summary>Somebody signed in to a tenant of staff gets the coach. Only the Bot Service's own token vouches for the tenant.</summary>
    private string? StaffOf(Activity activity, BotCaller caller, string? tenant) =>
        caller.Kind == BotCallerKind.Channel && activity.ChannelId == "msteams" && tenant is not null && settings.StaffTenants.Contains(tenant, StringComparer.OrdinalIgnoreCase)
            ? Text(activity.From!.Rest, "aadObjectId") ?? activity.From.Id : null;

    /// <summary>A text within what a channel sends; null where something else is there.</summary>
    private static string? Text(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            json = json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var inner) ? inner : default;
        return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
    }

    private static string? Text(IDictionary<string, JsonElement>? rest, string name) => rest is not null && rest.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
