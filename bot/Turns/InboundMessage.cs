namespace Assistant.Bot.Turns;

/// <summary>One message as a channel hands it to the assistant, whatever wire it came over.</summary>
public sealed record InboundMessage
{
    /// <summary>directline, terminal, …</summary>
    public required string Channel { get; init; }

    /// <summary>Conversation on that channel.</summary>
    public required string ConversationId { get; init; }

    /// <summary>What the sender calls this activity; the same key takes effect once. Null when the sender gives none.</summary>
    public string? Key { get; init; }

    /// <summary>Who writes, as the channel proved it.</summary>
    public required string UserId { get; init; }

    /// <summary>The activity as it came, with the server's fields filled in.</summary>
    public required Activity Activity { get; init; }

    /// <summary>The case the bank's own sign-in has proved, when the channel's token carries one.</summary>
    public string? BankCase { get; init; }

    /// <summary>The member of staff who writes, when the channel's token says so; null for everybody else.</summary>
    public string? Staff { get; init; }

    /// <summary>Network address that anonymous attempts are counted by; null when the channel is trusted.</summary>
    public string? Address { get; init; }

    /// <summary>Words; empty when the activity has none.</summary>
    public string Text => Activity.Text ?? "";

    /// <summary>Whether somebody has only just arrived.</summary>
    public bool IsArrival => Activity.Type == "conversationUpdate";
}

/// <summary>What a turn came to: the ids the channel needs, and the new activities in order.</summary>
/// <param name="InboundId">Id given to the inbound activity.</param>
/// <param name="Activities">The inbound activity and the replies, as stored.</param>
public sealed record TurnResult(string InboundId, IReadOnlyList<Activity> Activities);
