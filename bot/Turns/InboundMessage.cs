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

    /// <summary>Whether others read along: nothing of an account is said, and nobody's identity is taken.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Whether the channel itself knows this user again, so that an identity once proved is remembered for a day.</summary>
    public bool Binds { get; init; }

    /// <summary>Whether the channel shows choices as a numbered list, so that a bare number picks one.</summary>
    public bool HasNumberedChoices { get; init; }

    /// <summary>What came instead of words that the assistant cannot open: voice, picture, place, link or other; null for words and files we keep.</summary>
    public string? Unopened { get; init; }

    /// <summary>Whether a parent bot waits to be told when what was wanted is done.</summary>
    public bool IsSkill { get; init; }

    /// <summary>Words; empty when the activity has none.</summary>
    public string Text => Activity.Text ?? "";

    /// <summary>Names the user across conversations.</summary>
    public string UserKey => UserKeyOf(Channel, UserId);

    /// <summary>Names a user of a channel across conversations.</summary>
    public static string UserKeyOf(string channel, string userId) => $"{channel}:{userId}";

    /// <summary>Whether somebody has only just arrived.</summary>
    public bool IsArrival => Activity.Type == "conversationUpdate";
}

/// <summary>What a turn came to: the ids the channel needs, and the new activities in order.</summary>
/// <param name="InboundId">Id given to the inbound activity.</param>
/// <param name="Activities">The inbound activity and the replies, as stored.</param>
public sealed record TurnResult(string InboundId, IReadOnlyList<Activity> Activities);
