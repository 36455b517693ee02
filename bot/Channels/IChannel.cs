using System.Text.Json.Nodes;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>
/// The half of an adapter that carries answers out. The other half is an endpoint that proves the sender and hands what came to <see cref="Reception"/>.
/// Order, repetition, retries and restarts are kept by <see cref="Deliveries"/>; an adapter only knows its wire.
/// </summary>
public interface IChannel
{
    /// <summary>Name of the adapter: lower-case letters; conversation ids start with it.</summary>
    string Name { get; }

    /// <summary>Sends the next piece of what waits for one person: one activity, several together, or a part of one.</summary>
    /// <param name="parcel">What waits, never empty.</param>
    /// <param name="cancellation">Gives up; what was not taken is sent again.</param>
    /// <returns>How far it got. A refusal is said, not thrown; a wire that fails may throw, and is tried again.</returns>
    Task<Sent> SendAsync(Parcel parcel, CancellationToken cancellation);
}

/// <summary>A place in a conversation's activities.</summary>
/// <param name="Seq">Number of an activity.</param>
/// <param name="Chars">Characters of its words before the place.</param>
public readonly record struct Position(int Seq, int Chars = 0);

/// <summary>What waits to be carried to one person.</summary>
public sealed record Parcel
{
    /// <summary>Its talk.</summary>
    public required string TalkId { get; init; }

    /// <summary>Conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Where answers go, as the adapter wrote it when the person last wrote.</summary>
    public required JsonObject Address { get; init; }

    /// <summary>What the adapter remembers of this person.</summary>
    public required JsonObject Notes { get; init; }

    /// <summary>Where sending goes on.</summary>
    public required Position From { get; init; }

    /// <summary>The assistant's and staff's activities from there on, in order, with their numbers; masked where identity has lapsed since.</summary>
    public required IReadOnlyList<(int Seq, Activity Activity)> Activities { get; init; }

    /// <summary>What the channel calls the messages that these answer, by our ids of them.</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>When the person last wrote.</summary>
    public required DateTimeOffset LastInAt { get; init; }
}

/// <summary>How an attempt to send went.</summary>
/// <param name="To">What the channel has taken ends here; where the parcel started when it took nothing.</param>
public sealed record Sent(Position To)
{
    /// <summary>Why nothing was taken; null when something was.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether trying again later may help. When not, nothing is sent before the person writes again.</summary>
    public bool MayTryAgain { get; init; }

    /// <summary>How long the channel asked to wait; null for the usual pauses.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>What the adapter remembers from now on; null for what it did.</summary>
    public JsonObject? Notes { get; init; }

    /// <summary>Nothing was taken; it is tried again after a pause.</summary>
    public static Sent Later(Parcel parcel, string problem, TimeSpan? pause = null) => new(parcel.From) { Problem = problem, MayTryAgain = true, Pause = pause };

    /// <summary>Nothing can be taken before the person writes again.</summary>
    public static Sent NotBeforeTheyWrite(Parcel parcel, string problem, JsonObject? notes = null) => new(parcel.From) { Problem = problem, Notes = notes };
}
