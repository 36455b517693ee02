using System.Data.Common;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>
/// Forgets people: drops the keys of a case and its conversations, so that names, numbers, words and uploads are unreadable for
/// ever, and removes what is not encrypted. Agreements, tickets and the audit record stay, which name nobody.
/// </summary>
public sealed class Erasure(Store store, AuditChain audit, BankClock clock)
{
    /// <summary>Forgets one person's case.</summary>
    /// <returns>How many conversations became unreadable.</returns>
    /// <exception cref="KeyNotFoundException">There is no such case.</exception>
    public Task<int> EraseAsync(string caseNo, string actor) => store.WriteAsync(db =>
    {
        if (db.Execute("UPDATE cases SET file = '', id_last4 = '', id_hash = NULL, card_last4 = '', mobile_hash = x'', sealed_holder = x'', row_hash = x'' WHERE case_no = @caseNo", new { caseNo }) == 0)
            throw new KeyNotFoundException($"There is no case '{caseNo}'.");
        var conversations = DropKeys(db, "case_no = @caseNo OR subject IN (SELECT 'conversation:' || conversation_id FROM conversations WHERE case_no = @caseNo)", new { caseNo });
        // What staff wrote in their own words may name the person.
        db.Execute("UPDATE plan_events SET reason = NULL WHERE event IN ('APPROVED', 'REJECTED', 'PAUSED', 'RESUMED') AND agreement_id IN (SELECT agreement_id FROM agreements WHERE case_no = @caseNo)", new { caseNo });
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
        audit.Append(db, clock.Now, "retain", actor, $"{years} years", $"{{\"conversations\":{conversations}}}");
        return conversations;
    });

    private static int DropKeys(DbConnection db, string which, object values)
    {
        var conversations = db.ExecuteScalar<int>($"SELECT COUNT(*) FROM vault WHERE subject LIKE 'conversation:%' AND ({which})", values);
        db.Execute($"DELETE FROM vault WHERE {which}", values);
        return conversations;
    }
}
