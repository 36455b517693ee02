using System.Collections.Concurrent;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>
/// What lasts a moment and is kept nowhere: who is typing in a conversation, and up to which activity the cardholder's client has been sent it. A node knows
/// its own clients only.
/// </summary>
public sealed class Presence(ConversationSignals signals, BankClock clock)
{
    private static readonly TimeSpan Typing = TimeSpan.FromSeconds(5);
    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<(string Conversation, bool IsStaff), DateTimeOffset> typing = new();
    private readonly ConcurrentDictionary<string, int> delivered = new();

    /// <summary>Somebody is typing.</summary>
    public void Types(string conversationId, bool isStaff)
    {
        if (typing.Count > MostKept)
            typing.Clear();
        typing[(conversationId, isStaff)] = clock.Now;
        signals.Changed(conversationId);
    }

    /// <summary>When one side last typed, while that is recent; null else.</summary>
    public DateTimeOffset? TypingSince(string conversationId, bool isStaff) =>
        typing.TryGetValue((conversationId, isStaff), out var at) && clock.Now - at < Typing ? at : null;

    /// <summary>The cardholder's client has been sent everything before a watermark.</summary>
    public void Delivered(string conversationId, string watermark)
    {
        if (int.TryParse(watermark, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var next))
            Delivered(conversationId, next);
    }

    /// <summary>The cardholder has been sent every activity before a number.</summary>
    public void Delivered(string conversationId, int next)
    {
        if (delivered.Count > MostKept)
            delivered.Clear();
        var before = delivered.GetValueOrDefault(conversationId);
        delivered[conversationId] = Math.Max(before, next);
        if (next > before)
            signals.Changed(conversationId);
    }

    /// <summary>Number of the first activity the client has not been sent; 0 where nothing is known.</summary>
    public int DeliveredUpTo(string conversationId) => delivered.GetValueOrDefault(conversationId);
}
