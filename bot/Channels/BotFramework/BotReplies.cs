using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>Puts our activities into the form a channel shows: names swapped, references in place, cards and buttons as far as it has them.</summary>
public sealed class BotReplies(BotChannelFiles channels, PageTexts texts)
{
    private static readonly JsonElement Nobody = JsonSerializer.SerializeToElement(Array.Empty<string>());
    private static readonly string[] OwnData = ["lead", "aside", "asksForNumber", "verifiedUntil", "verificationEnded"];

    /// <summary>Whether a channel shows choices as a numbered list.</summary>
    public bool HasNumberedChoices(string? channelId) => channels.Of(channelId).MostButtons == 0;

    /// <summary>An activity as the channel takes it; null for an event that means nothing there.</summary>
    /// <param name="activity">Ours; is not changed.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="keys">What the channel calls the activities answered, by our ids.</param>
    /// <param name="isPlain">Leaves cards out all the same.</param>
    public Activity? Form(Activity activity, BotAddress to, IReadOnlyDictionary<string, string> keys, bool isPlain = false)
    {
        var form = channels.Of(to.ChannelId);
        // A parent bot hears events whatever channel is behind it.
        if (activity.Type == "event" && !form.HasEvents && !to.IsParent)
            return null;
        var copy = JsonSerializer.SerializeToNode(activity, Json.Options)!.Deserialize<Activity>(Json.Options)!;
        if (copy.Attachments is { Count: > 0 } && form.HasCards && !isPlain)
        {
            copy.Text = activity.ChannelData?["lead"]?.ToString() ?? copy.Text;
        }
        else if (activity.Type == "message")
        {
            copy.Text = PlainForm.Words(activity, texts);
            copy.Attachments = null;
        }

        if (activity.SuggestedActions?.Actions.Count > form.MostButtons)
        {
            copy.Text += PlainForm.Choices(activity, texts);
            copy.SuggestedActions = null;
        }

        // Nobody named is everybody; the Agents SDK takes no buttons without the list.
        if (copy.SuggestedActions is { } buttons)
            buttons.Rest = new Dictionary<string, JsonElement> { ["to"] = Nobody };
        copy.ChannelData = Data(copy.ChannelData);
        copy.Timestamp = null;
        copy.ChannelId = to.ChannelId;
        copy.ServiceUrl = to.ServiceUrl;
        copy.From = new() { Id = to.Bot?.Id ?? "assistant", Name = to.Bot?.Name ?? activity.From?.Name, Role = "bot" };
        copy.Recipient = to.User;
        copy.Conversation = to.Conversation;
        // An SDK's skill sends everything as an answer to what came last, and parents of the Agents SDK have no address for anything else.
        copy.ReplyToId = (activity.ReplyToId is { } answered ? keys.GetValueOrDefault(answered) : null) ?? (to.IsParent ? to.ActivityId : null);
        if (activity.Type == "event")
            copy.RelatesTo = to.ToReference();
        return copy;
    }

    private static JsonObject? Data(JsonNode? data)
    {
        if (data is not JsonObject own)
            return null;
        foreach (var name in OwnData)
            own.Remove(name);
        return own.Count == 0 ? null : own;
    }
}
