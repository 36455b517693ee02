using System.Data.Common;
using System.Text.Json;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>Writes what a decision records, inside the transaction of its turn.</summary>
internal sealed class EffectWriter(DbConnection db, Turn turn, Conversation conversation, Words words, byte[] key)
{
    private readonly string now = Store.Time(turn.Now);

    /// <summary>The case the conversation is about: the one verified before or in this turn.</summary>
    private readonly string? caseNo = conversation.VerifiedCase ?? turn.Conversation.VerifiedCase;

    private string ConversationId => turn.Message.ConversationId;

    /// <summary>Writes every effect and the contact record.</summary>
    /// <param name="evidence">Activity id of the message that caused them.</param>
    public void Write(string evidence)
    {
        foreach (var effect in words.Outcome.Effects)
        {
            switch (effect)
            {
                case Effect.Ticket ticket:
                    Write(ticket);
                    break;
                case Effect.HandOff handOff:
                    Write(handOff);
                    break;
                case Effect.Promise promise:
                    Write(promise);
                    break;
                case Effect.Agreement agreement:
                    Write(agreement, evidence);
                    break;
                case Effect.DueDayChanged change:
                    Write(change, evidence);
                    break;
                case Effect.Affordable affordable:
                    Write(affordable);
                    break;
                case Effect.Verified verified:
                    db.Execute("UPDATE vault SET case_no = @CaseNo WHERE subject = @subject", new { verified.CaseNo, subject = "conversation:" + ConversationId });
                    break;
            }
        }

        if (!turn.Message.IsArrival)
            WriteContact();
    }

    private void Write(Effect.Ticket ticket) => db.Execute("""
        INSERT INTO tickets (ticket_id, case_no, conversation_id, queue, reason, status, opened_at, due_at, sealed_quote)
        VALUES (@TicketId, @caseNo, @ConversationId, @queue, @Reason, 'OPEN', @now, @due, @quote)
        """, new
    {
        ticket.TicketId, caseNo, ConversationId, queue = Trace.QueueName(ticket.Queue), ticket.Reason, now,
        due = Store.Time(ticket.DueAt), quote = Vault.SealText(key, ticket.Quote ?? (words.Outcome.Effects.Any(e => e is Effect.PrivateAnswer) ? "" : turn.Message.Text)),
    });

    /// <summary>One hand-off is open per conversation; a more urgent reason raises it.</summary>
    private void Write(Effect.HandOff handOff) => db.Execute("""
        INSERT INTO handoffs (handoff_id, case_no, conversation_id, queue, reason, priority, status, created_at, due_at)
        VALUES (@HandOffId, @caseNo, @ConversationId, @queue, @Reason, @Priority, 'waiting', @now, @due)
        ON CONFLICT (handoff_id) DO UPDATE SET queue = excluded.queue, reason = excluded.reason, priority = excluded.priority, due_at = excluded.due_at
        WHERE excluded.priority < handoffs.priority
        """, new
    {
        handOff.HandOffId, caseNo, ConversationId, queue = Trace.QueueName(handOff.Queue), handOff.Reason, handOff.Priority, now, due = Store.Time(handOff.DueAt),
    });

    private void Write(Effect.Promise promise)
    {
        var before = db.QuerySingleOrDefault<string>("SELECT promise_id FROM promises WHERE case_no = @caseNo AND status = 'PENDING'", new { caseNo });
        db.Execute("UPDATE promises SET status = 'SUPERSEDED' WHERE promise_id = @before", new { before });
        db.Execute("""
            INSERT INTO promises (promise_id, case_no, conversation_id, amount, currency, due_on, status, channel, supersedes, created_at)
            VALUES (@PromiseId, @caseNo, @ConversationId, @amount, @Currency, @due, 'PENDING', @Channel, @before, @now)
            """, new
        {
            promise.PromiseId, caseNo, ConversationId, amount = Cases.Cents(promise.Amount), promise.Amount.Currency,
            due = Store.Day(promise.DueOn), turn.Message.Channel, before, now,
        });
    }

    private void Write(Effect.Agreement agreement, string evidence)
    {
        db.Execute("""
            INSERT INTO agreements (agreement_id, case_no, conversation_id, status, policy, offer, locale, contents, answer_by, accepted_at, evidence)
            VALUES (@AgreementId, @caseNo, @ConversationId, @status, @Policy, @offer, @Locale, @AgreementContents, @answerBy, @now, @evidence)
            """, new
        {
            agreement.AgreementId, caseNo, ConversationId, status = Trace.Status(agreement.Status), agreement.Policy,
            offer = JsonSerializer.Serialize(agreement.Offer, Json.Options), words.Locale, words.AgreementContents,
            answerBy = agreement.AnswerBy is { } day ? Store.Day(day) : null, now, evidence,
        });
        foreach (var row in agreement.Offer.Schedule)
        {
            db.Execute("INSERT INTO instalments (agreement_id, seq, due_on, principal, interest, amount, status) VALUES (@AgreementId, @Seq, @due, @principal, @interest, @amount, 'DUE')",
                new
                {
                    agreement.AgreementId, row.Seq, due = Store.Day(row.DueOn),
                    principal = Cases.Cents(row.Principal), interest = Cases.Cents(row.Interest), amount = Cases.Cents(row.Amount),
                });
        }

        PlanRecords.Append(db, agreement.AgreementId, new(new(LifeEventKind.Created, After: Trace.Status(agreement.Status)), turn.Message.UserId, turn.Now) { Reason = evidence });
    }

    /// <summary>Moves the days, unless the agreement moved on since the turn was opened.</summary>
    /// <exception cref="StaleTurnException">It did.</exception>
    private void Write(Effect.DueDayChanged change, string evidence)
    {
        if (!PlanRecords.Move(db, change, caseNo))
            throw new StaleTurnException();
        var what = new LifeEvent(LifeEventKind.Changed, change.Rows[0].Seq, Store.Day(change.FirstBefore), Store.Day(change.Rows[0].DueOn));
        PlanRecords.Append(db, change.AgreementId, new(what, turn.Message.UserId, turn.Now) { Reason = evidence });
    }

    private void Write(Effect.Affordable affordable) => db.Execute("""
        INSERT INTO affordability (case_no, conversation_id, amount, currency, reckoned_on, expires_on) VALUES (@caseNo, @ConversationId, @amount, @Currency, @today, @expires)
        ON CONFLICT (case_no) DO UPDATE SET conversation_id = excluded.conversation_id, amount = excluded.amount, reckoned_on = excluded.reckoned_on, expires_on = excluded.expires_on
        """, new
    {
        caseNo, ConversationId, amount = Cases.Cents(affordable.Amount), affordable.Amount.Currency, today = Store.Day(DateOnly.FromDateTime(turn.Now.DateTime)), expires = Store.Day(affordable.ExpiresOn),
    });

    private void WriteContact() => db.Execute("""
        INSERT INTO contact_records (contact_id, case_no, conversation_id, channel, direction, party, actor, disposition, turns, started_at, ended_at)
        VALUES (@id, @caseNo, @ConversationId, @Channel, 'in', @party, 'BOT', @Disposition, @Turn, @now, @now)
        ON CONFLICT (conversation_id) DO UPDATE SET case_no = COALESCE(excluded.case_no, contact_records.case_no), party = excluded.party,
          disposition = excluded.disposition, turns = excluded.turns, ended_at = excluded.ended_at
        """, new
    {
        id = "C-" + ConversationId, caseNo, ConversationId, turn.Message.Channel, conversation.Disposition, conversation.Turn, now,
        party = conversation.Party switch { Party.Self => "SELF", Party.ThirdParty => "THIRD", Party.WrongPerson => "WRONG", _ => "UNKNOWN" },
    });
}
