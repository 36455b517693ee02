using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Channels;

/// <summary>Who is at the other end of channels that answers are carried to, and how far each has been answered.</summary>
public sealed class Talks(Store store, Vault vault, ActivityFeed feed, ConversationLines lines, BankClock clock, ChannelSettings settings)
{
    /// <summary>The keyed name of a channel's user.</summary>
    public string UserOf(string adapter, string user) => vault.ShortHash("user", $"{adapter}\n{user}");

    private string IdOf(string adapter, string talk) => vault.ShortHash("talk", $"{adapter}\n{talk}");

    /// <summary>
    /// Finds the conversation a talk is in. After a day without a word, or once it was ended, the next message starts another one, unless something of the
    /// last is still open: an answer not carried out, a person waiting or waited for, a protection.
    /// </summary>
    /// <returns>The conversation, and whether it is new.</returns>
    public Task<(string ConversationId, bool IsNew)> OpenAsync(FromChannel message) => store.WriteAsync(db =>
    {
        var now = clock.Now;
        var talkId = IdOf(message.Adapter, message.Talk);
        var row = db.QuerySingleOrDefault<(string ConversationId, int Sessions, string LastInAt, bool IsOver, string Notes)?>(
            "SELECT conversation_id, sessions, last_in_at, is_over, notes FROM channel_talks WHERE talk_id = @talkId", new { talkId });
        var notes = row is null ? [] : JsonNode.Parse(row.Value.Notes)!.AsObject();
        if (message.Notes is { } change)
            notes = change(notes);
        var values = new
        {
            talkId, message.Adapter, first = $"{message.Adapter}-{talkId}", next = $"{message.Adapter}-{talkId}-{row?.Sessions + 1}", address = vault.Box(message.Address.ToJsonString()),
            notes = notes.ToJsonString(), held = Store.Time(now + message.Hold), now = Store.Time(now),
        };
        if (row is not { } there)
        {
            db.Execute("""
                INSERT INTO channel_talks (talk_id, adapter, conversation_id, sessions, is_over, address_box, notes, sent_seq, sent_chars, held_until, next_at, attempts, last_in_at)
                VALUES (@talkId, @Adapter, @first, 1, 0, @address, @notes, 0, 0, @held, @now, 0, @now)
                """, values);
            return (values.first, true);
        }

        db.Execute("UPDATE channel_talks SET address_box = @address, notes = @notes, held_until = @held, next_at = @now, attempts = 0, problem = NULL, last_in_at = @now WHERE talk_id = @talkId", values);
        if (!((there.IsOver || now - Store.Time(there.LastInAt) > TimeSpan.FromHours(settings.SessionHours)) && IsSettled(db, there.ConversationId) && !IsKnown(db, values.first, message.Key)))
            return (there.ConversationId, false);
        db.Execute("UPDATE channel_talks SET conversation_id = @next, sessions = sessions + 1, is_over = 0, sent_seq = 0, sent_chars = 0 WHERE talk_id = @talkId", values);
        return (values.next, true);
    });

    /// <summary>Conversations that have something to be carried out now.</summary>
    public IReadOnlyList<string> Due() => store.Read(db => db.Query<string>("""
        SELECT t.conversation_id FROM channel_talks t JOIN conversations c ON c.conversation_id = t.conversation_id
        WHERE c.next_seq > t.sent_seq AND EXISTS (SELECT 1 FROM activities a WHERE a.conversation_id = t.conversation_id AND a.seq >= t.sent_seq AND a.direction = 'out') AND t.next_at <= @now AND (t.held_until IS NULL OR t.held_until <= @now) AND (t.sending_until IS NULL OR t.sending_until <= @now)
        """, new { now = Store.Time(clock.Now) }).AsList());

    /// <summary>What waits in a conversation, with the adapter that carries it; null when nothing does, or it is not the time.</summary>
    public (string Adapter, Parcel Parcel, int Attempts)? Load(string conversationId)
    {
        var found = store.Read(db => Row.Of(db, conversationId));
        var now = Store.Time(clock.Now);
        return found is not { } row || row.NextAt is null || string.CompareOrdinal(row.NextAt, now) > 0 || string.CompareOrdinal(row.HeldUntil, now) > 0 || row.IsBeingSent(now) ? null
            : Outgoing(conversationId, row.SentSeq) is { Count: > 0 } waiting ? (row.Adapter, ParcelOf(row, conversationId, waiting), row.Attempts) : null;
    }

    private Parcel ParcelOf(Row row, string conversationId, IReadOnlyList<(int Seq, Activity Activity)> waiting) => new()
    {
        TalkId = row.TalkId,
        ConversationId = conversationId,
        Address = JsonNode.Parse(vault.Unbox(row.AddressBox) ?? throw new InvalidOperationException("The address of a talk was encrypted with another key."))!.AsObject(),
        Notes = JsonNode.Parse(row.Notes)!.AsObject(),
        From = new(row.SentSeq, row.SentChars),
        Activities = waiting,
        Keys = store.Read(db => db.Query<(int Seq, string Key)>("SELECT seq, inbound_key FROM activities WHERE conversation_id = @conversationId AND seq IN @seqs AND inbound_key IS NOT NULL",
            new { conversationId, seqs = waiting.Select(one => one.Activity.ReplyToId).OfType<string>().Distinct().Select(ConversationLines.SeqOf) }).ToDictionary(row => ConversationLines.Id(conversationId, row.Seq), row => row.Key)),
        LastInAt = Store.Time(row.LastInAt),
    };

    /// <summary>The assistant's and staff's activities from a number on.</summary>
    public IReadOnlyList<(int Seq, Activity Activity)> Outgoing(string conversationId, int from) =>
        feed.After(conversationId, from.ToString(CultureInfo.InvariantCulture)) is not { } set ? []
            : [.. set.Activities.Where(activity => activity.From?.Role == "bot").Select(activity => (ConversationLines.SeqOf(activity.Id!), activity))];

    /// <summary>How far a conversation has been carried out, and whether the rest waits until the person writes; null where nothing is carried.</summary>
    public (int SentSeq, bool WaitsForPerson)? StandOf(string conversationId) =>
        store.Read(db => Row.Of(db, conversationId)) is { } row ? (row.SentSeq, row.NextAt is null) : null;

    /// <summary>Whether a node is just sending what waits in a conversation.</summary>
    public bool IsBeingSent(string conversationId) => store.Read(db => Row.Of(db, conversationId)) is { } row && row.IsBeingSent(Store.Time(clock.Now));

    /// <summary>Whether words wait to be carried out.</summary>
    public bool HasWaiting(string conversationId) => store.Read(db => Row.Of(db, conversationId)) is { } row && Outgoing(conversationId, row.SentSeq).Any(line => line.Activity.Text is { Length: > 0 });

    /// <summary>Takes the sending of a parcel upon this node, for a while; two never send the same piece.</summary>
    /// <returns>False when another was faster, or the adapter answers by itself.</returns>
    public Task<bool> LeaseAsync(Parcel parcel, TimeSpan length) => store.WriteAsync(db => db.Execute("""
        UPDATE channel_talks SET sending_until = @until WHERE talk_id = @TalkId AND conversation_id = @ConversationId AND sent_seq = @Seq AND sent_chars = @Chars
          AND (held_until IS NULL OR held_until <= @now) AND (sending_until IS NULL OR sending_until <= @now)
        """, new { until = Store.Time(clock.Now + length), now = Store.Time(clock.Now), parcel.TalkId, parcel.ConversationId, parcel.From.Seq, parcel.From.Chars }) > 0);

    /// <summary>Notes how far the channel has taken a parcel; a piece that another node has carried meanwhile changes nothing.</summary>
    /// <returns>Whether it was still the next.</returns>
    public Task<bool> NoteAsync(Parcel parcel, Sent sent, DateTimeOffset? nextAt) => store.WriteAsync(db => Note(db, parcel, sent, nextAt));

    /// <summary>The same, within a transaction.</summary>
    internal static bool Note(DbConnection db, Parcel parcel, Sent sent, DateTimeOffset? nextAt) => db.Execute("""
        UPDATE channel_talks SET sending_until = NULL, sent_seq = @Seq, sent_chars = @Chars, notes = @notes, next_at = @next, problem = @Problem, attempts = CASE WHEN @Problem IS NULL THEN 0 ELSE attempts + 1 END
        WHERE talk_id = @TalkId AND conversation_id = @ConversationId AND sent_seq = @fromSeq AND sent_chars = @fromChars
        """, new
    {
        sent.To.Seq, sent.To.Chars, notes = (sent.Notes ?? parcel.Notes).ToJsonString(), next = nextAt is { } at ? Store.Time(at) : null, sent.Problem,
        parcel.TalkId, parcel.ConversationId, fromSeq = parcel.From.Seq, fromChars = parcel.From.Chars,
    }) > 0;

    /// <summary>The adapter has done what it does by itself; what is left is carried at once.</summary>
    public Task ReleaseAsync(string conversationId) =>
        store.WriteAsync(db => db.Execute("UPDATE channel_talks SET held_until = NULL WHERE conversation_id = @conversationId", new { conversationId }));

    /// <summary>The conversation a talk is in; null where nobody has written.</summary>
    public string? Find(string adapter, string talk) => store.Read(db => db.QuerySingleOrDefault<string>("SELECT conversation_id FROM channel_talks WHERE talk_id = @talkId", new { talkId = IdOf(adapter, talk) }));

    /// <summary>What waits, for the adapter that answers by itself: whatever the hold, unless a node is just sending it.</summary>
    internal Parcel? LoadOwn(DbConnection db, string conversationId) => Row.Of(db, conversationId) is { } row && !row.IsBeingSent(Store.Time(clock.Now))
        && Outgoing(conversationId, row.SentSeq) is { Count: > 0 } waiting ? ParcelOf(row, conversationId, waiting) : null;

    /// <summary>Ends the conversation a talk is in, so that the next message starts another: its verification ends, and what was not carried out is dropped.</summary>
    public Task EndAsync(string adapter, string talk) => store.WriteAsync(db =>
    {
        var talkId = IdOf(adapter, talk);
        // What is just being sent belongs to what is over: the next conversation must not wait until that is given up.
        db.Execute("UPDATE channel_talks SET is_over = 1, sending_until = NULL, sent_chars = 0, sent_seq = COALESCE((SELECT next_seq FROM conversations c WHERE c.conversation_id = channel_talks.conversation_id), sent_seq) WHERE talk_id = @talkId", new { talkId });
        if (db.QuerySingleOrDefault<string>("SELECT c.conversation_id FROM channel_talks t JOIN conversations c ON c.conversation_id = t.conversation_id WHERE t.talk_id = @talkId", new { talkId }) is not { } conversationId)
            return;
        lines.Change(db, conversationId, state => state with { VerifiedCase = null, Claim = new(), Pending = null, Interrupted = null, Open = new Skills.Ask.Nothing() });
        db.Execute("UPDATE conversations SET verified_until = NULL WHERE conversation_id = @conversationId", new { conversationId });
    });

    /// <summary>Whether nothing of a conversation is open; one whose words were erased is.</summary>
    private static bool IsSettled(DbConnection db, string conversationId) => db.ExecuteScalar<int>("""
        SELECT EXISTS (SELECT 1 FROM vault WHERE subject = 'conversation:' || @conversationId) AND (
          EXISTS (SELECT 1 FROM activities a JOIN channel_talks t ON t.conversation_id = a.conversation_id WHERE a.conversation_id = @conversationId AND a.seq >= t.sent_seq AND a.direction = 'out')
          OR EXISTS (SELECT 1 FROM handoffs WHERE conversation_id = @conversationId AND status IN ('waiting', 'accepted'))
          OR EXISTS (SELECT 1 FROM protections WHERE conversation_id = @conversationId AND status = 'ACTIVE'))
        """, new { conversationId }) == 0;

    /// <summary>Whether any conversation of a talk has had a message before.</summary>
    private static bool IsKnown(DbConnection db, string first, string key) => db.ExecuteScalar<int>(
        "SELECT COUNT(*) FROM activities WHERE conversation_id >= @first AND conversation_id < @end AND inbound_key = @key", new { first, end = first + ".", key }) > 0;

    private sealed class Row
    {
        public string TalkId { get; init; } = "";

        public string Adapter { get; init; } = "";

        public string AddressBox { get; init; } = "";

        public string Notes { get; init; } = "";

        public int SentSeq { get; init; }

        public int SentChars { get; init; }

        public string HeldUntil { get; init; } = "";

        public string SendingUntil { get; init; } = "";

        public string? NextAt { get; init; }

        public int Attempts { get; init; }

        public string LastInAt { get; init; } = "";

        public bool IsBeingSent(string now) => string.CompareOrdinal(SendingUntil, now) > 0;

        public static Row? Of(DbConnection db, string conversationId) => db.QuerySingleOrDefault<Row>("""
            SELECT talk_id AS TalkId, adapter AS Adapter, address_box AS AddressBox, notes AS Notes, sent_seq AS SentSeq, sent_chars AS SentChars, COALESCE(held_until, '') AS HeldUntil,
              COALESCE(sending_until, '') AS SendingUntil, next_at AS NextAt, attempts AS Attempts, last_in_at AS LastInAt FROM channel_talks WHERE conversation_id = @conversationId
            """, new { conversationId });
    }
}
