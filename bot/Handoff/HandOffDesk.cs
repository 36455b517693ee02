using System.Data.Common;
using System.Text.Json.Nodes;
using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Dapper;

namespace Assistant.Bot.Handoff;

/// <summary>A line somebody sends who holds a conversation.</summary>
/// <param name="Text">The words.</param>
/// <param name="Key">What the sender calls it; the same takes effect once. Null for none.</param>
/// <param name="Warned">Rule ids the review warned of; empty where it had nothing to say.</param>
/// <param name="Reason">Why it is sent in spite of the warning.</param>
public sealed record StaffLine(string Text, string? Key, IReadOnlyList<string> Warned, string? Reason);

/// <summary>
/// The hand-off as a state machine (external contract, section 8): waiting, accepted, then closed or returned; waiting, timed out. Each step is one
/// transaction with its audit entry and with what the cardholder is told; of two who reach for the same, one gets it.
/// </summary>
public sealed class HandOffDesk(Store store, ConversationLines lines, ReplyWriter replies, AuditChain audit, BankClock clock, ConversationSignals signals, PolicyFiles policy, ModelSummary summary)
{
    private static readonly string[] CareUses = ["listen", "police", "ambulance"];

    /// <summary>Takes a waiting hand-off.</summary>
    /// <returns>Null when it is theirs now; 409 when somebody has it or it is over.</returns>
    public async Task<Refusal?> AcceptAsync(string id, StaffMember who)
    {
        var refusal = await TakeAsync(id, who);
        if (refusal is null)
            summary.Begin(id);
        return refusal;
    }

    private Task<Refusal?> TakeAsync(string id, StaffMember who) => MoveAsync(id, (db, row) =>
    {
        if (!who.ReachesAll && !who.Queues.Contains(row.Queue))
            return Refusal.Of(403, "handoff.other_queue", id, new Coded("queue_name.", row.Queue));
        var taken = db.Execute("UPDATE handoffs SET status = 'accepted', holder = @User, accepted_at = @now, seen_at = @now WHERE handoff_id = @id AND status = 'waiting'", new { id, who.User, now = Now });
        if (taken == 0)
            return row.Status == "accepted" ? Refusal.Of(409, "handoff.taken", id, new Colleague(row.Holder ?? "")) : Refusal.Of(409, "handoff.not_waiting", id, StateOf(row));
        // A yes is given to whoever asked last, which will be the person: the assistant's own terms are not what it agrees to afterwards.
        lines.Change(db, row.ConversationId, state => state with { Open = state.Open.IsBinding ? new Ask.Nothing() : state.Open, Interrupted = state.Interrupted is { IsBinding: true } ? null : state.Interrupted });
        Record(db, row, "accepted", who.User);
        lines.Event(db, row.ConversationId, "handoff.status", Status(id, "accepted"));
        return null;
    });

    /// <summary>Sends a line to the cardholder; whether the sender still holds the conversation is looked at in the same transaction.</summary>
    public async Task<(string? ActivityId, Refusal? Refusal)> SayAsync(string conversationId, StaffMember who, StaffLine line)
    {
        var done = await store.WriteAsync<(string?, Refusal?)>(db =>
        {
            if (WhyNot(db, conversationId, who) is { } refused)
                return (null, refused);
            var id = lines.Say(db, conversationId, new(who.User, who.Name), line.Text, line.Key is null ? null : $"staff:{line.Key}");
            db.Execute("UPDATE handoffs SET seen_at = @now, first_reply_at = COALESCE(first_reply_at, @now) WHERE conversation_id = @conversationId AND status = 'accepted'", new { conversationId, now = Now });
            if (line.Warned.Count > 0)
                Mark(db, conversationId, who.User, "OVERRIDDEN", line.Warned, line.Reason);
            audit.Append(db, clock.Now, "staff.said", who.User, conversationId, new JsonObject { ["activity"] = id, ["warned"] = string.Join(' ', line.Warned) }.ToJsonString());
            return (id, null);
        });
        signals.Changed(conversationId);
        return done;
    }

    /// <summary>Keeps that a line was stopped by the review: the words are not kept.</summary>
    public Task BlockedAsync(string conversationId, StaffMember who, IReadOnlyList<string> rules) => store.WriteAsync(db =>
    {
        Mark(db, conversationId, who.User, "BLOCKED", rules, null);
        audit.Append(db, clock.Now, "staff.blocked", who.User, conversationId, new JsonObject { ["rules"] = string.Join(' ', rules) }.ToJsonString());
    });

    /// <summary>Why somebody may not write in a conversation; null where they hold it.</summary>
    public Refusal? MayWrite(string conversationId, StaffMember who) => store.Read(db => WhyNot(db, conversationId, who));

    /// <summary>Ends the person's part with a record; the conversation stays open to the assistant.</summary>
    /// <param name="id">Hand-off.</param>
    /// <param name="who">Who ends it.</param>
    /// <param name="disposition">One of <see cref="Dispositions.All"/>.</param>
    /// <param name="note">What was agreed, for colleagues.</param>
    public Task<Refusal?> CloseAsync(string id, StaffMember who, string disposition, string? note) => MoveAsync(id, (db, row) =>
    {
        if (End(db, row, who, "closed") is { } refused)
            return refused;
        db.Execute("UPDATE handoffs SET disposition = @disposition, sealed_note = @note WHERE handoff_id = @id", new { id, disposition, note = note is null ? null : lines.Seal(db, row.ConversationId, note) });
        lines.Change(db, row.ConversationId, state => state with { Disposition = disposition });
        db.Execute("UPDATE contact_records SET disposition = @disposition, actor = @User, ended_at = @now WHERE conversation_id = @ConversationId", new { disposition, who.User, now = Now, row.ConversationId });
        // What only asked for a person is answered by the person; what has an answer of its own to come stays open.
        db.Execute("UPDATE tickets SET status = 'CLOSED' WHERE conversation_id = @ConversationId AND reason = @Reason AND queue = 'GENERAL' AND status = 'OPEN'", new { row.ConversationId, row.Reason });
        Tell(db, row, "handoff.closed");
        lines.Event(db, row.ConversationId, "handoff.status", Status(id, "completed"));
        return null;
    });

    /// <summary>Gives the conversation back to the assistant, which goes on where it stood.</summary>
    public Task<Refusal?> ReturnAsync(string id, StaffMember who) => MoveAsync(id, (db, row) =>
    {
        if (End(db, row, who, "returned") is { } refused)
            return refused;
        if (lines.StateOf(db, row.ConversationId).MoneyTalkEnded is null)
            Tell(db, row, "handoff.returned");
        else
            Tell(db, row, "handoff.returned_care", Care.Numbers(policy.Operator, LawOf(db, row), CareUses));
        lines.Event(db, row.ConversationId, "handoff.status", Status(id, "completed"));
        return null;
    });

    /// <summary>Nobody came in time: the cardholder is told by when somebody will, and the work stays as a ticket. Danger to life never times out; whoever is on call is paged again.</summary>
    public Task<Refusal?> TimeOutAsync(string id) => MoveAsync(id, (db, row) =>
    {
        var by = policy.Operator.Hours.DueAt(clock.Now, policy.Operator.HandOffWithin, clock.Zone);
        if (row.Queue == "CRISIS")
        {
            if (db.Execute("UPDATE handoffs SET due_at = @due WHERE handoff_id = @id AND status = 'waiting'", new { id, due = Store.Time(clock.Now + policy.Operator.HandOffWithin) }) == 1)
                Outbox.Add(db, "oncall", "crisis-unanswered", new() { ["handoffId"] = id, ["conversationId"] = row.ConversationId, ["at"] = Now }, Now);
            return null;
        }

        if (db.Execute("UPDATE handoffs SET status = 'timed_out', ended_at = @now WHERE handoff_id = @id AND status = 'waiting'", new { id, now = Now }) == 0)
            return null;
        var answerBy = EndOfNextDay(by);
        var ticketId = "T-" + id[2..];
        db.Execute("""
            INSERT INTO tickets (ticket_id, case_no, conversation_id, queue, reason, status, opened_at, due_at) VALUES (@ticketId, @CaseNo, @ConversationId, @Queue, 'handoff_timed_out', 'OPEN', @now, @due)
            ON CONFLICT (ticket_id) DO NOTHING
            """, new { ticketId, row.CaseNo, row.ConversationId, row.Queue, now = Now, due = Store.Time(answerBy) });
        Record(db, row, "timed_out", "clock");
        Tell(db, row, "handoff.timed_out", ("ticket", new Value.Code(ticketId)), ("by", new Value.Moment(answerBy)));
        lines.Event(db, row.ConversationId, "handoff.status", Status(id, "failed"));
        return null;
    });

    /// <summary>Who held it has gone and the cardholder waits: it waits in its queue again.</summary>
    public Task<Refusal?> RequeueAsync(string id) => MoveAsync(id, (db, row) =>
    {
        var due = policy.Operator.Hours.DueAt(clock.Now, policy.Operator.HandOffWithin, clock.Zone);
        if (db.Execute("UPDATE handoffs SET status = 'waiting', holder = NULL, accepted_at = NULL, seen_at = NULL, due_at = @due WHERE handoff_id = @id AND status = 'accepted'", new { id, due = Store.Time(due) }) == 0)
            return null;
        Record(db, row, "requeued", "clock");
        Tell(db, row, "handoff.requeued", ("by", new Value.Moment(due)));
        return null;
    });

    /// <summary>The holder is still there.</summary>
    public Task SeenAsync(string conversationId, string user) => store.WriteAsync(db =>
        db.Execute("UPDATE handoffs SET seen_at = @now WHERE conversation_id = @conversationId AND status = 'accepted' AND holder = @user", new { conversationId, user, now = Now }));

    /// <summary>The law whose numbers are given: the case's, else that of the language.</summary>
    private string LawOf(DbConnection db, Row row) =>
        db.QuerySingleOrDefault<string>("SELECT file ->> 'law' FROM cases WHERE case_no = @CaseNo AND file <> ''", new { row.CaseNo }) ?? ConductFiles.JurisdictionOf(null, lines.LocaleOf(db, row.ConversationId));

    private string Now => Store.Time(clock.Now);

    private DateTimeOffset EndOfNextDay(DateTimeOffset by)
    {
        var local = policy.Operator.Hours.WorkingDaysAfter(clock.DayOf(by), 1).ToDateTime(policy.Operator.Hours.Closes);
        return new(local, clock.Zone.GetUtcOffset(local));
    }

    private async Task<Refusal?> MoveAsync(string id, Func<DbConnection, Row, Refusal?> move)
    {
        string? conversationId = null;
        var box = await store.WriteAsync(db =>
        {
            var row = db.QuerySingleOrDefault<Row>("SELECT handoff_id AS Id, conversation_id AS ConversationId, case_no AS CaseNo, queue AS Queue, reason AS Reason, status AS Status, holder AS Holder FROM handoffs WHERE handoff_id = @id", new { id });
            conversationId = row?.ConversationId;
            return new Box(row is null ? Refusal.Of(404, "handoff.none", id) : move(db, row));
        });
        if (conversationId is not null)
            signals.Changed(conversationId);
        return box.Refusal;
    }

    private Refusal? End(DbConnection db, Row row, StaffMember who, string how)
    {
        if (row.Status != "accepted")
            return how == "closed" ? Refusal.Of(409, "handoff.not_closable", row.Id, StateOf(row)) : Refusal.Of(409, "handoff.not_returnable", row.Id, StateOf(row));
        if (row.Holder != who.User)
            return Refusal.Of(403, "handoff.held", row.Id, new Colleague(row.Holder ?? ""));
        db.Execute("UPDATE handoffs SET status = @how, ended_at = @now, ended_by = @User WHERE handoff_id = @Id", new { how, now = Now, who.User, row.Id });
        Record(db, row, how, who.User);
        return null;
    }

    private static Refusal? WhyNot(DbConnection db, string conversationId, StaffMember who)
    {
        if (db.ExecuteScalar<int>("SELECT COUNT(*) FROM conversations WHERE conversation_id = @conversationId", new { conversationId }) == 0)
            return Refusal.Of(404, "talk.none", conversationId);
        var holder = db.QuerySingleOrDefault<string>("SELECT holder FROM handoffs WHERE conversation_id = @conversationId AND status = 'accepted'", new { conversationId });
        return holder == who.User ? null : holder is null
            ? Refusal.Of(409, "talk.not_held") : Refusal.Of(403, "talk.held");
    }

    private void Mark(DbConnection db, string conversationId, string user, string action, IReadOnlyList<string> rules, string? reason) =>
        db.Execute("INSERT INTO draft_marks (at, user, conversation_id, action, rules, reason) VALUES (@now, @user, @conversationId, @action, @rules, @reason)",
            new { now = Now, user, conversationId, action, rules = string.Join(' ', rules), reason });

    private void Record(DbConnection db, Row row, string what, string user) =>
        audit.Append(db, clock.Now, "handoff." + what, user, row.CaseNo ?? row.ConversationId, new JsonObject { ["handoffId"] = row.Id, ["queue"] = row.Queue }.ToJsonString());

    private void Tell(DbConnection db, Row row, string replyId, params (string, Value)[] values) =>
        lines.Say(db, row.ConversationId, Author.Assistant, replies.Text(new Say(replyId, values), lines.LocaleOf(db, row.ConversationId)));

    private static Coded StateOf(Row row) => new("state.", row.Status);

    private static JsonObject Status(string id, string state) => new() { ["state"] = state, ["handoffId"] = id };

    private sealed record Box(Refusal? Refusal);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string ConversationId { get; init; } = "";

        public string? CaseNo { get; init; }

        public string Queue { get; init; } = "";

        public string Reason { get; init; } = "";

        public string Status { get; init; } = "";

        public string? Holder { get; init; }
    }
}
