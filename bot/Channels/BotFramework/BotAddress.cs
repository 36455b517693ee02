using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>Where replies to an activity go, and in whose names: what the protocol calls a conversation reference, with who may be sent a token.</summary>
/// <param name="ServiceUrl">The connector.</param>
/// <param name="Caller">What kind of caller the activity came from.</param>
/// <param name="AppId">The parent bot's app id, for a skill.</param>
/// <param name="ActivityId">The activity answered.</param>
/// <param name="ChannelId">The channel.</param>
/// <param name="Conversation">The channel's own conversation.</param>
/// <param name="Bot">The assistant there.</param>
/// <param name="User">The person there.</param>
public sealed record BotAddress(
    string? ServiceUrl, BotCallerKind Caller, string? AppId, string? ActivityId, string ChannelId, Activity.Account Conversation, Activity.Account? Bot, Activity.Account User)
{
    /// <summary>Whether a parent bot is there, which hands on to the person what it gets.</summary>
    public bool IsParent => Caller == BotCallerKind.Skill || Bot?.Role == "skill";

    /// <summary>The address of whoever sent an activity.</summary>
    public static BotAddress Of(Activity activity, BotCaller caller) =>
        new(activity.ServiceUrl, caller.Kind, caller.AppId, activity.Id, activity.ChannelId ?? "", activity.Conversation!, activity.Recipient, activity.From!);

    /// <summary>As it is kept.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Json.Options)!.AsObject();

    /// <summary>As it was kept.</summary>
    public static BotAddress From(JsonObject json) => json.Deserialize<BotAddress>(Json.Options)!;

    /// <summary>The reference that a hand-off is about.</summary>
    public JsonObject ToReference() => new()
    {
        ["activityId"] = ActivityId, ["channelId"] = ChannelId, ["serviceUrl"] = ServiceUrl, ["conversation"] = Node(Conversation), ["bot"] = Node(Bot), ["user"] = Node(User),
    };

    private static JsonNode? Node(Activity.Account? account) => JsonSerializer.SerializeToNode(account, Json.Options);
}
