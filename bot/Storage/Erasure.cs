using System.Data.Common;
using System.Text.Json;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>
/// Forgets people: drops the keys of a case and its conversations, so that names, numbers, words and uploads are unreadable for
/// ever, and removes what is not encrypted. Agreements, tickets and the audit record stay, which name nobody.
/// </summary>
public sealed class Erasure(Store store, AuditChain audit, BankClock clock, Vault vault, PolicyFiles policy)
{
    private const string Erased = "***";

    /// <summary>Forgets one person's case.</summary>
    /// <returns>How many conversations became unreadable.</returns>
    /// <exception cref="KeyNotFoundException">There is no such case.</exception>
    public Task<int> EraseAsync(string caseNo, string actor) => store.WriteAsync(db =>
    {
        if (db.Execute("UPDATE cases SET file = '', id_last4 = '', id_hash = NULL, card_last4 = '', mobile_hash = x'', sealed_holder = x'', row_hash = x'' WHERE case_no = @caseNo", new { caseNo }) == 0)
            throw new KeyNotFoundException($"There is no case '{caseNo}'.");
        var conversations = DropKeys(db, "case_no = @caseNo OR subject IN (SELECT 'conversation:' || conversation_id FROM conversations WHERE case_no = @caseNo)", new { caseNo });
        // What staff wrote in their own words may name the person.
        db.Execute("DELETE FROM affordability WHERE case_no = @caseNo", new { caseNo });
        db.Execute("DELETE FROM bindings WHERE case_no = @caseNo", new { caseNo });
        db.Execute("DELETE FROM bind_links WHERE case_no = @caseNo", new { caseNo });
        ForgetCopies(db);
        db.Execute("UPDATE plan_events SET reason = NULL WHERE event IN ('APPROVED', 'REJECTED', 'PAUSED', 'RESUMED') AND agreement_id IN (SELECT agreement_id FROM agreements WHERE case_no = @caseNo)", new { caseNo });
        db.Execute("UPDATE draft_marks SET reason = NULL WHERE conversation_id IN (SELECT conversation_id FROM conversations WHERE case_no = @caseNo)", new { caseNo });
        db.Execute("UPDATE protections SET clear_reason = NULL WHERE case_no = @caseNo", new { caseNo });
        audit.Append(db, clock.Now, "erase", actor, caseNo, $"{{\"conversations\":{conversations}}}");
        return conversations;
    });

    /// <summary>Forgets the words of conversations that ended before the retention of the pack began.</summary>
    /// <returns>How many conversations became unreadable.</returns>
    public Task<int> RetainAsync(int years, string actor) => store.WriteAsync(db =>
    {
        var before = Store.Time(clock.Now.AddYears(-years));
        var conversations = DropKeys(db, """
            subject IN (SELECT 'conversation:' || conversation_id FROM conversations c WHERE last_at < @before
              AND NOT EXISTS (SELECT 1 FROM agreements a WHERE a.conversation_id = c.conversation_id AND a.status IN ('PENDING_APPROVAL', 'ACTIVE', 'PAUSED')))
            """, new { before });
        ForgetCopies(db);
        audit.Append(db, clock.Now, "retain", actor, $"{years} years", $"{{\"conversations\":{conversations}}}");
        return conversations;
    });

    /// <summary>Forgets what people told of their income and living costs, once it has served as long as the packs allow; the amount they could pay expires with it.</summary>
    /// <returns>How many answers were erased.</returns>
    public Task<int> ExpireAnswersAsync() => store.WriteAsync(db =>
    {
        db.Execute("DELETE FROM affordability WHERE expires_on <= @today", new { today = Store.Day(clock.Today) });
        var before = Store.Time(clock.Now.AddMonths(-policy.Packs.Min(pack => pack.Affordability.HoldsMonths)));
        var answers = db.Query<(string Conversation, int Seq, byte[] Body, byte[] Wrapped)>("""
            SELECT a.conversation_id, a.seq, a.sealed_body, v.wrapped_key FROM activities a JOIN vault v ON v.subject = 'conversation:' || a.conversation_id WHERE a.is_private = 1 AND a.at < @before
            """, new { before }).AsList();
        foreach (var answer in answers)
        {
            var key = vault.Unwrap(answer.Wrapped);
            var activity = JsonSerializer.Deserialize<Activity>(Vault.Unseal(key, answer.Body), Json.Options)!;
            (activity.Text, activity.Value, activity.RelatesTo, activity.Rest) = (Erased, null, null, null);
            db.Execute("UPDATE activities SET sealed_body = @body, is_private = 0 WHERE conversation_id = @Conversation AND seq = @Seq",
                new { answer.Conversation, answer.Seq, body = Vault.Seal(key, JsonSerializer.SerializeToUtf8Bytes(activity, Json.Options)) });
        }

        foreach (var (conversation, wrapped) in answers.Select(answer => (answer.Conversation, answer.Wrapped)).DistinctBy(answer => answer.Conversation))
        {
            var key = vault.Unwrap(wrapped);
            var state = db.QuerySingle<byte[]>("SELECT sealed_state FROM conversations WHERE conversation_id = @conversation", new { conversation });
            var remembered = JsonSerializer.Deserialize<Conversation>(Vault.Unseal(key, state), Json.Options)! with { Open = new Ask.Nothing(), Interrupted = null, Pending = null };
            db.Execute("UPDATE conversations SET sealed_state = @body WHERE conversation_id = @conversation AND last_at < @before",
                new { conversation, before, body = Vault.Seal(key, JsonSerializer.SerializeToUtf8Bytes(remembered, Json.Options)) });
        }

        if (answers.Count > 0)
            audit.Append(db, clock.Now, "expire", "bot", "affordability", $"{{\"answers\":{answers.Count}}}");
        return answers.Count;
    });

    /// <summary>What a model was sent of unreadable conversations, and where their answers went, is forgotten as well; the row stays, so that whoever writes again gets a new conversation.</summary>
    private static void ForgetCopies(DbConnection db) => db.Execute("""
        UPDATE model_calls SET sent = NULL, answered = NULL, wrapped_key = NULL
        WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.conversation_id = model_calls.conversation_id) AND NOT EXISTS (SELECT 1 FROM vault WHERE subject = 'conversation:' || model_calls.conversation_id);
        UPDATE channel_talks SET is_over = 1, address_box = '', notes = '{}', next_at = NULL
        WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.conversation_id = channel_talks.conversation_id) AND NOT EXISTS (SELECT 1 FROM vault WHERE subject = 'conversation:' || channel_talks.conversation_id)
        """);

    private static int DropKeys(DbConnection db, string which, object values)
    {
        var conversations = db.ExecuteScalar<int>($"SELECT COUNT(*) FROM vault WHERE subject LIKE 'conversation:%' AND ({which})", values);
        db.Execute($"DELETE FROM vault WHERE {which}", values);
        return conversations;
    }
}
