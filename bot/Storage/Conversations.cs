using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>Keeps conversations. One turn is one transaction: inbound, state, records, outbound and audit entry, or none of them.</summary>
public sealed class Conversations(
    Store store, Vault vault, AuditChain audit, Locks locks, Cases cases, BankClock clock, ConversationSignals signals, TraceExposure exposure, PolicyFiles policy) : IConversations
{
    private readonly ConversationOrder order = new();

    /// <inheritdoc/>
    public Task<IDisposable> WaitForTurnAsync(InboundMessage message, CancellationToken cancellation) =>
        order.WaitAsync(message.ConversationId, message.IsArrival || message.Text.Length == 0 ? null : message.Key ?? Guid.NewGuid().ToString(), cancellation);

    /// <inheritdoc/>
    public bool HasNewer(InboundMessage message) =>
        order.WaitingIn(message.ConversationId).Where(key => key != message.Key).ToList() is { Count: > 0 } waiting
        // What waits may be a repetition of something answered long ago.
        && store.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM activities WHERE conversation_id = @ConversationId AND inbound_key IN @waiting", new { message.ConversationId, waiting })) < waiting.Count;

    /// <inheritdoc/>
    public Turn Open(InboundMessage message) => store.Read(db =>
    {
        var row = db.QuerySingleOrDefault<ConversationRow>("""
            SELECT c.version AS Version, c.sealed_state AS SealedState, v.wrapped_key AS WrappedKey, h.handoff_id AS HandOffId, h.status AS HandOff
            FROM conversations c JOIN vault v ON v.subject = 'conversation:' || c.conversation_id
            LEFT JOIN handoffs h ON h.conversation_id = c.conversation_id AND h.status IN ('waiting', 'accepted') WHERE c.conversation_id = @id
            """, new { id = message.ConversationId });
        if (row is null)
        {
            var caseLocale = message.BankCase is { } bankCase && message.Activity.Locale is null ? Prompts.Locales.Of(cases.LocaleOf(bankCase)) : null;
            return new Turn(message, new Conversation { BankCase = message.BankCase, LastLocale = caseLocale, LastMessageAt = clock.Now }, 0, clock.Now) { Binding = BindingOf(db, message) };
        }

        var key = vault.Unwrap(row.WrappedKey);
        var conversation = JsonSerializer.Deserialize<Conversation>(Vault.Unseal(key, row.SealedState), Json.Options)!;
        return new Turn(message, conversation, row.Version, clock.Now)
        {
            Decided = message.IsArrival ? new TurnResult("", []) : message.Key is { } repeated ? Earlier(db, message.ConversationId, repeated, key) : null,
            IsCleared = conversation.MoneyTalkEnded is not null && Protections.IsCleared(db, message.ConversationId),
            HandOffId = row.HandOffId,
            HeldByPerson = row.HandOff == "accepted",
            Binding = BindingOf(db, message),
        };
    });

    private static Binding? BindingOf(DbConnection db, InboundMessage message) =>
        message.Binds && db.QuerySingleOrDefault<(string CaseNo, string? ProvedAt)?>("SELECT case_no, proved_at FROM bindings WHERE user_key = @UserKey", new { message.UserKey }) is { } row
            ? new(row.CaseNo, row.ProvedAt is { } at ? Store.Time(at) : null) : null;

    /// <inheritdoc/>
    public async Task<TurnResult> SaveAsync(Turn turn, Understood understood, Words words)
    {
        var asked = understood.Intents is [var best, ..] ? best.Intent : null;
        var last = asked is null or "repeat_clarify" or "greeting" or "thanks_bye" ? turn.Conversation.LastAsked : new Request(asked, understood.Entities, Answer.Nothing) { IsGuess = understood.IsGuess };
        var claimed = turn.Conversation with { LastAsked = last, MoneyTalkEnded = turn.IsCleared ? null : turn.Conversation.MoneyTalkEnded, Claim = CaseDesk.ClaimAfter(turn.Conversation.Claim, understood.Entities) };
        var conversation = claimed.After(words.Outcome, words.Locale, turn.Now) with { Buttons = words.Buttons.DistinctBy(b => b.Label).ToDictionary(b => b.Label, b => b.Means) };
        conversation = conversation with { Burst = words.Outcome.Action == TurnPipeline.Waits ? [.. turn.Conversation.Burst, turn.Message.Text] : [] };
        if (turn.Message.IsArrival)
            conversation = conversation with { Turn = turn.Conversation.Turn };
        var result = await store.WriteAsync(db => Save(db, new Draft(turn, understood, words, conversation)));
        FaultPoint.Pass("saved");
        signals.Changed(turn.Message.ConversationId);
        return result;
    }

    private TurnResult Save(DbConnection db, Draft draft)
    {
        var (turn, _, words, conversation) = draft;
        var message = turn.Message;
        var now = Store.Time(turn.Now);
        var (key, seq) = Claim(db, draft);
        CountAttempt(db, draft);
        var inbound = message.Activity;
        inbound.Id = ConversationLines.Id(message.ConversationId, seq);
        var activities = new List<Activity>();
        if (!message.IsArrival)
        {
            var gaveFactor = CaseDesk.GivesFactor(draft.Understood.Entities);
            var isPrivate = words.Outcome.Effects.Any(e => e is Effect.PrivateAnswer);
            Insert(new(seq++, "in", message.Key, gaveFactor || isPrivate, isPrivate), inbound);
        }

        FaultPoint.Pass("inbound-written");
        if (words.Text.Length > 0)
            Insert(new(seq, "out", null, words.IsSensitive), Reply(draft, ConversationLines.Id(message.ConversationId, seq++), inbound.Id));
        if (turn.HandOffId is null && words.Outcome.Effects.OfType<Effect.HandOff>().FirstOrDefault() is { } handOff)
            Insert(new(seq, "out", null, false), Own(draft, ConversationLines.Id(message.ConversationId, seq++), Initiate(handOff)));
        if (message.IsSkill && EndOf(words) is { } end)
            Insert(new(seq, "out", null, false), Own(draft, ConversationLines.Id(message.ConversationId, seq++), end));
        new EffectWriter(db, turn, conversation, words, key, policy.Protections).Write(inbound.Id);
        FaultPoint.Pass("effects-written");
        audit.Append(db, turn.Now, "turn", $"bot/{message.Channel}", message.ConversationId, AuditBody(draft, key).ToJsonString(Json.Options));
        db.Execute("""
            UPDATE conversations SET version = version + 1, turn = @Turn, next_seq = @seq, case_no = COALESCE(@VerifiedCase, case_no),
                   verified_until = @until, sealed_state = @state, last_at = @now WHERE conversation_id = @id
            """, new
        {
            conversation.Turn,
            seq,
            conversation.VerifiedCase,
            until = conversation.VerifiedCase is null ? null : Store.Time(VerifiedUntil(turn)),
            state = Vault.Seal(key, JsonSerializer.SerializeToUtf8Bytes(conversation, Json.Options)),
            now,
            id = message.ConversationId,
        });
        FaultPoint.Pass("state-written");
        return new(inbound.Id, activities);

        void Insert(Slot slot, Activity activity)
        {
            activities.Add(activity);
            db.Execute("""
                INSERT INTO activities (conversation_id, seq, direction, inbound_key, turn, is_sensitive, is_private, sealed_body, at)
                VALUES (@id, @Seq, @Direction, @Key, @Turn, @IsSensitive, @IsPrivate, @body, @now)
                """, new
            {
                id = message.ConversationId, slot.Seq, slot.Direction, slot.Key, conversation.Turn, slot.IsSensitive, slot.IsPrivate,
                body = Vault.Seal(key, JsonSerializer.SerializeToUtf8Bytes(activity, Json.Options)), now,
            });
        }
    }

    /// <summary>Makes sure that nobody else decided a turn of this conversation since it was opened.</summary>
    /// <exception cref="StaleTurnException">Somebody did.</exception>
    private (byte[] Key, int Seq) Claim(DbConnection db, Draft draft)
    {
        var message = draft.Turn.Message;
        var row = db.QuerySingleOrDefault<(long Version, int Seq, byte[] Wrapped)?>(
            "SELECT c.version, c.next_seq, v.wrapped_key FROM conversations c JOIN vault v ON v.subject = 'conversation:' || c.conversation_id WHERE c.conversation_id = @ConversationId",
            new { message.ConversationId });
        if (row is { } there)
            return there.Version == draft.Turn.Version ? (vault.Unwrap(there.Wrapped), there.Seq) : throw new StaleTurnException();
        if (draft.Turn.Version != 0)
            throw new StaleTurnException();
        var (key, box) = vault.NewKey();
        db.Execute("INSERT INTO vault (subject, case_no, wrapped_key) VALUES (@subject, @BankCase, @box)", new { subject = "conversation:" + message.ConversationId, message.BankCase, box });
        db.Execute("""
            INSERT INTO conversations (conversation_id, channel, user_id, version, turn, next_seq, sealed_state, started_at, last_at)
            VALUES (@ConversationId, @Channel, @UserId, 0, 0, 0, x'', @now, @now)
            """, new { message.ConversationId, message.Channel, message.UserId, now = Store.Time(draft.Turn.Now) });
        return (key, 0);
    }

    /// <summary>Counts a failed or successful attempt against every lock it touches.</summary>
    /// <exception cref="StaleTurnException">A lock closed after the attempt was judged.</exception>
    private void CountAttempt(DbConnection db, Draft draft)
    {
        var (turn, understood, words, _) = draft;
        var outcome = words.Outcome;
        var failed = outcome.Effects.Any(e => e is Effect.VerificationFailed);
        var passed = !turn.Message.IsArrival && outcome.Effects.Any(e => e is Effect.Verified);
        if (!failed && !passed)
            return;
        var reference = CaseDesk.ClaimOf(turn, understood.Entities).Reference!;
        var keys = locks.OfAttempt(turn.Message, reference, cases.FactorsOf(reference));
        if (!(failed ? Locks.TryFail(db, keys, turn.Now) : Locks.TryPass(db, keys, turn.Now)))
            throw new StaleTurnException();
    }

    private Activity Reply(Draft draft, string id, string? replyTo)
    {
        var (turn, understood, words, conversation) = draft;
        var channelData = new JsonObject();
        if (conversation.VerifiedCase is not null)
            channelData["verifiedUntil"] = VerifiedUntil(turn).ToString("O");
        if (words.Card is not null && words.Lead != words.Text)
            channelData["lead"] = words.Lead;
        if (words.Outcome.Effects.Any(e => e is Effect.VerificationEnded))
            channelData["verificationEnded"] = true;
        // "5" is then the fifth of the month, not the fifth choice.
        if (conversation.Open is Ask.PlanDueDay)
            channelData["asksForNumber"] = true;
        if (exposure.IsOn)
            channelData["trace"] = Trace.Of(turn, understood, words, conversation.VerifiedCase is not null);
        return Own(draft, id, new()
        {
            Type = "message",
            Locale = words.Locale,
            Text = words.Text,
            InputHint = words.Outcome.Ask is null or Ask.Nothing ? "acceptingInput" : "expectingInput",
            ReplyToId = turn.Message.IsArrival ? null : replyTo,
            Attachments = words.Card is null ? null : [new Attachment { ContentType = "application/vnd.microsoft.card.adaptive", Content = words.Card.DeepClone() }],
            SuggestedActions = words.Buttons.Count == 0 ? null : new() { Actions = [.. words.Buttons.Select(button => new CardAction("imBack", button.Label, button.Label))] },
            ChannelData = channelData,
        });
    }

    /// <summary>Up to when what was said may be shown again without proving identity once more.</summary>
    private static DateTimeOffset VerifiedUntil(Turn turn)
    {
        var idle = turn.Now + Identity.IdleLimit;
        return !turn.Message.Binds ? idle : turn.Binding?.ProvedAt is { } at && at + Identity.BoundFor > idle ? at + Identity.BoundFor : idle;
    }

    /// <summary>The hand-off as the Bot Framework announces it to whoever listens; the words stay where they are.</summary>
    private static Activity Initiate(Effect.HandOff handOff) => new()
    {
        Type = "event",
        Name = "handoff.initiate",
        Value = new JsonObject { ["handoffId"] = handOff.HandOffId, ["queue"] = Trace.QueueName(handOff.Queue) },
    };

    /// <summary>Tells a parent bot that what was wanted is done, and with what result; null while it is not.</summary>
    private static Activity? EndOf(Words words)
    {
        var outcome = words.Outcome;
        if (!outcome.Effects.Any(effect => effect is Effect.Agreement or Effect.Promise) && !outcome.Says.Any(say => say.ReplyId is "courtesy.bye" or "boundary.end"))
            return null;
        return new() { Type = "endOfConversation", Code = "completedSuccessfully", Value = Trace.Result(words) };
    }

    private static Activity Own(Draft draft, string id, Activity activity)
    {
        activity.Id = id;
        activity.Timestamp = draft.Turn.Now.ToUniversalTime();
        activity.ChannelId = draft.Turn.Message.Channel;
        activity.From = new() { Id = "assistant", Name = "Assistant", Role = "bot" };
        activity.Conversation = new() { Id = draft.Turn.Message.ConversationId };
        return activity;
    }

    /// <summary>Who, what was understood, which rules, which figures, and keyed hashes of the words.</summary>
    private JsonObject AuditBody(Draft draft, byte[] key)
    {
        var (turn, understood, words, conversation) = draft;
        var trace = Trace.Of(turn, understood, words, conversation.VerifiedCase is not null);
        trace.Remove("entities");
        trace.Remove("offers");
        trace["case"] = conversation.VerifiedCase;
        trace["entities"] = new JsonArray([.. understood.Entities.Select(e => (JsonNode)e.Type)]);
        trace["heard"] = vault.ShortHash("words", Convert.ToHexString(key) + turn.Text);
        trace["said"] = vault.ShortHash("words", Convert.ToHexString(key) + words.Text);
        trace["effects"] = new JsonArray([.. words.Outcome.Effects.Select(effect => (JsonNode)effect.GetType().Name)]);
        return trace;
    }

    private static TurnResult? Earlier(DbConnection db, string conversationId, string inboundKey, byte[] key)
    {
        if (db.QuerySingleOrDefault<int?>("SELECT seq FROM activities WHERE conversation_id = @conversationId AND inbound_key = @inboundKey", new { conversationId, inboundKey }) is not { } seq)
            return null;
        var bodies = db.Query<byte[]>("""
            SELECT sealed_body FROM activities WHERE conversation_id = @conversationId AND (seq = @seq OR (direction = 'out' AND author IS NULL AND turn =
              (SELECT turn FROM activities WHERE conversation_id = @conversationId AND seq = @seq))) ORDER BY seq
            """, new { conversationId, seq });
        return new(ConversationLines.Id(conversationId, seq), [.. bodies.Select(body => JsonSerializer.Deserialize<Activity>(Vault.Unseal(key, body), Json.Options)!)]);
    }

    private sealed record Draft(Turn Turn, Understood Understood, Words Words, Conversation Conversation);

    private sealed record Slot(int Seq, string Direction, string? Key, bool IsSensitive, bool IsPrivate = false);

    private sealed class ConversationRow
    {
        public long Version { get; init; }

        public byte[] SealedState { get; init; } = [];

        public byte[] WrappedKey { get; init; } = [];

        public string? HandOffId { get; init; }

        public string? HandOff { get; init; }
    }
}

/// <summary>Whether bot messages show their trace.</summary>
public sealed record TraceExposure(bool IsOn);
