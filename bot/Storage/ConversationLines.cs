using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>Who writes a line outside a turn.</summary>
/// <param name="User">Who, in the audit record; null for the assistant.</param>
/// <param name="Name">What the cardholder reads.</param>
public sealed record Author(string? User, string Name)
{
    /// <summary>The assistant.</summary>
    public static Author Assistant { get; } = new(null, "Assistant");
}

/// <summary>
/// Writes into a conversation outside a turn: what a person says who holds it, events of a hand-off, and what a time-out makes known. Each line moves the
/// conversation's version on, so that a turn of the assistant decided meanwhile is decided again and finds the person there.
/// </summary>
public sealed class ConversationLines(Vault vault, BankClock clock)
{
    /// <summary>Writes a line of words.</summary>
    /// <param name="db">The transaction it belongs to.</param>
    /// <param name="conversationId">Conversation.</param>
    /// <param name="author">Who writes.</param>
    /// <param name="text">The words.</param>
    /// <param name="key">What the writer calls the line: the same takes effect once; null for none.</param>
    /// <returns>Id of the activity; of the first one where the key was there before.</returns>
    public string Say(DbConnection db, string conversationId, Author author, string text, string? key = null)
    {
        if (key is not null && db.QuerySingleOrDefault<int?>("SELECT seq FROM activities WHERE conversation_id = @conversationId AND inbound_key = @key", new { conversationId, key }) is { } before)
            return Id(conversationId, before);
        var head = Open(db, conversationId);
        return Write(db, conversationId, head, author.User, key, new()
        {
            Type = "message",
            Text = text,
            Locale = head.State.LastLocale,
            From = new() { Id = author.User is null ? "assistant" : "staff", Name = author.Name, Role = "bot" },
            InputHint = "acceptingInput",
            ChannelData = author.User is null ? new JsonObject { ["aside"] = true } : new JsonObject { ["aside"] = true, ["person"] = true },
        });
    }

    /// <summary>Writes an event of the hand-off, as the Bot Framework names them.</summary>
    public void Event(DbConnection db, string conversationId, string name, JsonObject value) => Write(db, conversationId, Open(db, conversationId), null, null, new()
    {
        Type = "event",
        Name = name,
        Value = value,
        From = new() { Id = "assistant", Name = "Assistant", Role = "bot" },
    });

    /// <summary>The language the conversation is in.</summary>
    public string LocaleOf(DbConnection db, string conversationId) => Open(db, conversationId).State.LastLocale ?? Locales.Chinese;

    /// <summary>What the conversation remembers.</summary>
    public Conversation StateOf(DbConnection db, string conversationId) => Open(db, conversationId).State;

    /// <summary>Changes what the conversation remembers.</summary>
    public void Change(DbConnection db, string conversationId, Func<Conversation, Conversation> change)
    {
        var head = Open(db, conversationId);
        db.Execute("UPDATE conversations SET version = version + 1, sealed_state = @state WHERE conversation_id = @conversationId",
            new { conversationId, state = Vault.Seal(head.Key, JsonSerializer.SerializeToUtf8Bytes(change(head.State), Json.Options)) });
    }

    /// <summary>Seals a text with the conversation's own key, so that erasing the conversation erases it.</summary>
    public byte[] Seal(DbConnection db, string conversationId, string text) => Vault.SealText(Open(db, conversationId).Key, text);

    /// <summary>A text that was sealed so; null once the conversation was erased.</summary>
    public string? Unseal(DbConnection db, string conversationId, byte[] box) =>
        db.QuerySingleOrDefault<byte[]>("SELECT wrapped_key FROM vault WHERE subject = 'conversation:' || @conversationId", new { conversationId }) is { } wrapped ? Vault.UnsealText(vault.Unwrap(wrapped), box) : null;

    private string Write(DbConnection db, string conversationId, Head head, string? user, string? key, Activity activity)
    {
        activity.Id = Id(conversationId, head.NextSeq);
        activity.Timestamp = clock.Now.ToUniversalTime();
        activity.ChannelId = head.Channel;
        activity.Conversation = new() { Id = conversationId };
        db.Execute("""
            INSERT INTO activities (conversation_id, seq, direction, inbound_key, turn, is_sensitive, is_private, sealed_body, at, author)
            VALUES (@conversationId, @NextSeq, 'out', @key, @Turn, @isSensitive, 0, @body, @now, @user)
            """, new
        {
            conversationId, head.NextSeq, key, head.State.Turn, isSensitive = head.State.VerifiedCase is not null && user is not null,
            body = Vault.Seal(head.Key, JsonSerializer.SerializeToUtf8Bytes(activity, Json.Options)), now = Store.Time(clock.Now), user,
        });
        db.Execute("UPDATE conversations SET version = version + 1, next_seq = next_seq + 1 WHERE conversation_id = @conversationId", new { conversationId });
        return activity.Id;
    }

    /// <exception cref="KeyNotFoundException">There is no such conversation, or it was erased.</exception>
    private Head Open(DbConnection db, string conversationId)
    {
        var row = db.QuerySingleOrDefault<(string Channel, int NextSeq, byte[] State, byte[] Wrapped)?>(
            "SELECT c.channel, c.next_seq, c.sealed_state, v.wrapped_key FROM conversations c JOIN vault v ON v.subject = 'conversation:' || c.conversation_id WHERE c.conversation_id = @conversationId", new { conversationId })
            ?? throw new KeyNotFoundException($"There is no conversation '{conversationId}'.");
        var key = vault.Unwrap(row.Wrapped);
        return new(row.Channel, row.NextSeq, key, JsonSerializer.Deserialize<Conversation>(Vault.Unseal(key, row.State), Json.Options)!);
    }

    /// <summary>Id of an activity, by its number.</summary>
    internal static string Id(string conversationId, int seq) => $"{conversationId}|{seq:D7}";

    /// <summary>Number of an activity, by its id.</summary>
    internal static int SeqOf(string id) => int.Parse(id.AsSpan(id.LastIndexOf('|') + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Head(string Channel, int NextSeq, byte[] Key, Conversation State);
}
