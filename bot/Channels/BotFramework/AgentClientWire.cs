using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>
/// What AgentClient, by which agents of Microsoft's Agents SDK for JavaScript call another one, writes otherwise than the protocol has it (1.8.1): the channel as
/// <c>_channelId</c>, and a new conversation with every message. The conversation meant is the user's own, to which the message relates.
/// </summary>
internal static class AgentClientWire
{
    /// <summary>The channel, from where this client writes it; null for every other caller.</summary>
    public static string? ChannelOf(Activity activity) => activity.Rest is { } rest && rest.TryGetValue("_channelId", out var channel) && channel.ValueKind == JsonValueKind.String ? channel.GetString() : null;

    /// <summary>The conversation meant; null for every other caller. A channel's own users could write both fields themselves, hence never one that is a channel's.</summary>
    public static string? ConversationOf(Activity activity, BotCaller caller) =>
        caller.Kind is BotCallerKind.Skill or BotCallerKind.Anonymous && ChannelOf(activity) is not null
            && activity.RelatesTo is JsonObject about && about["conversation"] is JsonObject conversation && conversation["id"]?.ToString() is { Length: > 0 and <= BotDoor.MostId } id ? id : null;
}
