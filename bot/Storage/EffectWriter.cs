using System.Data.Common;
using System.Text.Json;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>Writes what a decision records, inside the transaction of its turn.</summary>
internal sealed class EffectWriter(DbConnection db, Turn turn, Conversation conversation, Words words, byte[] key, ProtectionPack protections)
{
    private readonly string now = Store.Time(turn.Now);

    /// <summary>The case the conversation is about: the one verified before or in this turn.</summary>
    private readonly string? caseNo = conversation.VerifiedCase ?? turn.Conversation.VerifiedCase;

    private readonly string userKey = turn.Message.UserKey;

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
                    Attach(verified.CaseNo);
                    Bind(verified.CaseNo);
                    break;
                case Effect.VerificationEnded { Why: not "idle" }:
                    db.Execute("UPDATE bindings SET proved_at = NULL WHERE user_key = @userKey", new { userKey });
                    break;
                case Effect.Unbound or Effect.PartyLearned { Party: Party.ThirdParty or Party.WrongPerson }:
                    db.Execute("DELETE FROM bindings WHERE user_key = @userKey", new { userKey });
                    break;
                case Effect.Protect protect:
                    Write(protect);
                    break;
                case Effect.Dispute dispute:
                    Write(dispute);
                    break;
                case Effect.Preference preference:
                    Write(preference);
                    break;
                case Effect.PaperAsked paper:
                    db.Execute("INSERT INTO papers (paper_id, case_no, conversation_id, kind, status, asked_at, changed_at, changed_by) VALUES (@id, @caseNo, @ConversationId, @Kind, 'ASKED', @now, @now, 'BOT') ON CONFLICT DO NOTHING", new { id = PaperId(paper.Kind), caseNo, ConversationId, paper.Kind, now });
                    break;
                case Effect.PaperReceived paper:
                    Write(paper);
                    break;
            }
        }

        if (turn.HeldByPerson && words.Outcome.Effects.Any(effect => effect is Effect.Protect))
            db.Execute("UPDATE handoffs SET danger_at = @now WHERE conversation_id = @ConversationId AND status = 'accepted'", new { ConversationId, now });
        if (!turn.Message.IsArrival && turn.Message.Staff is null)
            WriteContact();
    }

    /// <summary>Remembers whose case it is for a user whom the channel knows again; a standing proof is not made younger by using it.</summary>
    private void Bind(string verified)
    {
        if (turn.Message is { Binds: true, IsArrival: false })
            db.Execute("INSERT INTO bindings (user_key, case_no, bound_at, proved_at) VALUES (@userKey, @verified, @now, @now) ON CONFLICT (user_key) DO UPDATE SET case_no = excluded.case_no, proved_at = excluded.proved_at", new { userKey, verified, now });
    }

    private string PaperId(string kind) => $"F-{ConversationId}-{conversation.Turn}-{kind}";

    /// <summary>The protection, and where it is urgent what the bank's own systems and whoever is on call are told: never the words.</summary>
    private void Write(Effect.Protect protect)
    {
        var kind = protections.Kinds[protect.Kind];
        var frozen = kind.Freezes is { } freezes ? Store.Time(turn.Now + freezes) : null;
        var ticketId = words.Outcome.Effects.OfType<Effect.Ticket>().FirstOrDefault()?.TicketId;
        db.Execute("""
            INSERT INTO protections (protection_id, case_no, conversation_id, kind, status, ticket_id, opened_at, frozen_until, lapses_at)
            VALUES (@ProtectionId, @caseNo, @ConversationId, @Kind, 'ACTIVE', @ticketId, @now, @frozen, @lapses)
            """, new { protect.ProtectionId, caseNo, ConversationId, protect.Kind, ticketId, now, frozen, lapses = kind.Lasts is { } lasts ? Store.Time(turn.Now + lasts) : null });
        if (caseNo is not null)
            Suppress(kind, protect.ProtectionId, caseNo, frozen);
        if (kind.Id == "crisis")
            Outbox.Add(db, "oncall", "crisis", new() { ["protectionId"] = protect.ProtectionId, ["conversationId"] = ConversationId, ["at"] = now, ["ticketId"] = ticketId }, now);
    }

    /// <summary>What was said before anybody was verified protects the case from now on, in the bank's own systems too.</summary>
    private void Attach(string verified)
    {
        var attached = db.Query<(string Id, string Kind, string? Frozen, string Status)>("""
            UPDATE protections SET case_no = @verified WHERE conversation_id = @ConversationId AND case_no IS NULL RETURNING protection_id, kind, frozen_until, status
            """, new { verified, ConversationId }).AsList();
        foreach (var (id, kind, frozen, _) in attached.Where(one => one.Status == "ACTIVE"))
            Suppress(protections.Kinds[kind], id, verified, frozen);
    }

    private void Suppress(ProtectionKind kind, string protectionId, string suppressed, string? frozen)
    {
        if (kind.IsUrgent)
            Outbox.Add(db, "bank", "suppression", new() { ["protectionId"] = protectionId, ["caseNo"] = suppressed, ["reason"] = kind.IsPrivate ? "care" : kind.Id, ["from"] = now, ["frozenUntil"] = frozen }, now);
    }

    private void Write(Effect.Dispute dispute)
    {
        db.Execute("""
            INSERT INTO disputes (dispute_id, case_no, conversation_id, ticket_id, kind, lines, amount, currency, status, opened_at)
            VALUES (@DisputeId, @caseNo, @ConversationId, @ticketId, @Kind, @lines, @amount, (SELECT file ->> 'currency' FROM cases WHERE case_no = @caseNo), 'OPEN', @now)
            """, new
        {
            dispute.DisputeId, caseNo, ConversationId, ticketId = words.Outcome.Effects.OfType<Effect.Ticket>().FirstOrDefault()?.TicketId, dispute.Kind, lines = string.Join(' ', dispute.Lines),
            amount = dispute.Amount is { } money ? Cases.Cents(money) : (long?)null, now,
        });
        Outbox.Add(db, "bank", "dispute", new() { ["disputeId"] = dispute.DisputeId, ["caseNo"] = caseNo, ["kind"] = dispute.Kind, ["lines"] = string.Join(' ', dispute.Lines), ["amount"] = dispute.Amount?.ToWire() }, now);
    }

    private void Write(Effect.Preference preference) => db.Execute("""
        INSERT INTO preferences (case_no, channel, window_from, window_to, support, changed_at) VALUES (@caseNo, @Channel, @from, @to, @Support, @now)
        ON CONFLICT (case_no) DO UPDATE SET channel = COALESCE(excluded.channel, preferences.channel), window_from = COALESCE(excluded.window_from, preferences.window_from),
          window_to = COALESCE(excluded.window_to, preferences.window_to), support = COALESCE(excluded.support, preferences.support), changed_at = excluded.changed_at
        """, new { caseNo, preference.Channel, from = preference.From?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), to = preference.To?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), preference.Support, now });

    private void Write(Effect.PaperReceived paper)
    {
        var upload = db.QueryFirstOrDefault<string>("SELECT upload_id FROM uploads WHERE conversation_id = @ConversationId ORDER BY at DESC", new { ConversationId });
        db.Execute("""
            INSERT INTO papers (paper_id, case_no, conversation_id, kind, status, consent_at, upload_id, asked_at, changed_at, changed_by)
            VALUES (@id, @caseNo, @ConversationId, @Kind, 'RECEIVED', @consent, @upload, @now, @now, 'DEBTOR')
            ON CONFLICT (case_no, kind) WHERE status <> 'ACCEPTED' DO UPDATE SET status = 'RECEIVED', consent_at = excluded.consent_at, upload_id = excluded.upload_id, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """, new { id = PaperId(paper.Kind), caseNo, ConversationId, paper.Kind, consent = paper.HasConsent ? now : null, upload, now });
    }

    private void Write(Effect.Ticket ticket) => db.Execute("""
        INSERT INTO tickets (ticket_id, case_no, conversation_id, queue, reason, status, opened_at, due_at, sealed_quote)
        VALUES (@TicketId, @caseNo, @ConversationId, @queue, @Reason, 'OPEN', @now, @due, @quote)
        """, new
    {
        ticket.TicketId, caseNo, ConversationId, queue = Trace.QueueName(ticket.Queue), ticket.Reason, now,
        due = Store.Time(ticket.DueAt), quote = Vault.SealText(key, ticket.Quote ?? (words.Outcome.Effects.Any(e => e is Effect.PrivateAnswer) ? "" : turn.Text)),
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

    /// <exception cref="StaleTurnException">The agreement it replaces is not running any more.</exception>
    private void Write(Effect.Agreement agreement, string evidence)
    {
        if (agreement.Replaces is { } old)
        {
            if (!PlanRecords.Replace(db, old, caseNo, DateOnly.FromDateTime(turn.Now.DateTime)))
                throw new StaleTurnException();
            PlanRecords.Append(db, old, new(new LifeEvent(LifeEventKind.Changed, null, old, agreement.AgreementId), turn.Message.UserId, turn.Now) { Reason = evidence });
        }

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
