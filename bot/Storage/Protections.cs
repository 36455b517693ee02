using System.Data.Common;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>States that protect a case: which stand, what they make of the bank's file, and lifting them.</summary>
public sealed class Protections(Store store, PolicyFiles policy, BankClock clock, AuditChain audit)
{
    /// <summary>Queues whose people alone see the words behind a private protection.</summary>
    public static readonly IReadOnlyList<string> PrivateQueues = ["SPECIALIST", "CRISIS"];

    /// <summary>Kinds that stand on a case at a moment.</summary>
    public static IReadOnlyList<string> On(DbConnection db, string caseNo, DateTimeOffset now) => db.Query<string>(
        "SELECT DISTINCT kind FROM protections WHERE case_no = @caseNo AND status = 'ACTIVE' AND (lapses_at IS NULL OR lapses_at > @now)", new { caseNo, now = Store.Time(now) }).AsList();

    /// <summary>Until when nothing goes out; null where contact goes on.</summary>
    public DateTimeOffset? FrozenUntil(string caseNo) => store.Read(db => db.ExecuteScalar<string?>(
        "SELECT MAX(frozen_until) FROM protections WHERE case_no = @caseNo AND status = 'ACTIVE' AND frozen_until > @now", new { caseNo, now = Store.Time(clock.Now) })) is { } until ? Store.Time(until) : null;

    /// <summary>Whether a trained person has lifted what ended money talk in a conversation, and nothing else of it stands.</summary>
    internal static bool IsCleared(DbConnection db, string conversationId) => db.ExecuteScalar<int>(
        "SELECT EXISTS (SELECT 1 FROM protections WHERE conversation_id = @conversationId AND status = 'CLEARED') AND NOT EXISTS (SELECT 1 FROM protections WHERE conversation_id = @conversationId AND status = 'ACTIVE')", new { conversationId }) == 1;

    /// <summary>The bank's file under the protections that stand, and under the age of the debt: every engine and every channel reads it so.</summary>
    /// <param name="db">Connection.</param>
    /// <param name="file">The file as the bank sent it.</param>
    /// <param name="ids">Kinds that stand.</param>
    internal CaseFile Over(DbConnection db, CaseFile file, IReadOnlyList<string> ids)
    {
        var kinds = ids.Select(kind => policy.Protections.Kinds[kind]).ToList();
        return file with
        {
            Deceased = file.Deceased || ids.Contains("deceased"),
            FraudFlag = file.FraudFlag || ids.Contains("fraud") || ids.Contains("identity_theft"),
            Bankrupt = file.Bankrupt || ids.Contains("bankrupt"),
            DoNotContact = file.DoNotContact || ids.Contains("stop_contact"),
            MoneyClosedBy = kinds.FirstOrDefault(kind => kind.ClosesMoney)?.Id,
            PlansHeldBy = kinds.FirstOrDefault(kind => kind.HoldsPlans)?.Id ?? (IsPossiblyTimeBarred(db, file) ? "time_bar" : null),
        };
    }

    /// <summary>
    /// Whether years have gone by without a payment, a promise or a contact that can be shown, since the debt fell due. What ran out once does not start
    /// again by itself; whoever lifted it looked.
    /// </summary>
    private bool IsPossiblyTimeBarred(DbConnection db, CaseFile file)
    {
        var last = file.LastPaymentDate is { } paid && paid > file.DueDate ? paid : file.DueDate;
        if (policy.PackFor(file, clock.Today) is not { } pack || last.AddYears(pack.LimitationYears) > clock.Today)
            return false;
        if (db.ExecuteScalar<int>("SELECT EXISTS (SELECT 1 FROM protections WHERE case_no = @CaseNo AND kind = 'time_bar' AND status = 'CLEARED')", new { file.CaseNo }) == 1)
            return false;
        var days = db.Query<string>("""
            SELECT value_date FROM payments WHERE case_no = @CaseNo
            UNION ALL SELECT substr(created_at, 1, 10) FROM promises WHERE case_no = @CaseNo
            UNION ALL SELECT substr(accepted_at, 1, 10) FROM agreements WHERE case_no = @CaseNo
            UNION ALL SELECT substr(started_at, 1, 10) FROM contact_records WHERE case_no = @CaseNo AND party = 'SELF'
            """, new { file.CaseNo }).Select(Store.Day).Where(day => day > last).Order();
        foreach (var day in days)
        {
            if (day >= last.AddYears(pack.LimitationYears))
                return true;
            last = day;
        }

        return last.AddYears(pack.LimitationYears) <= clock.Today;
    }

    /// <summary>Protections of a case as staff see them; private ones without their kind for whoever is not of the queues that may know.</summary>
    public JsonArray Of(string caseNo, bool mayKnow) => store.Read(db => new JsonArray([.. db.Query<Row>("""
        SELECT protection_id AS Id, kind AS Kind, status AS Status, opened_at AS OpenedAt, frozen_until AS FrozenUntil, lapses_at AS LapsesAt, cleared_by AS ClearedBy, cleared_at AS ClearedAt
        FROM protections WHERE case_no = @caseNo ORDER BY opened_at
        """, new { caseNo }).Select(row => (JsonNode)new JsonObject
        {
            ["protectionId"] = row.Id, ["kind"] = mayKnow || !policy.Protections.Kinds[row.Kind].IsPrivate ? row.Kind : "care", ["status"] = row.Status, ["since"] = row.OpenedAt,
            ["frozenUntil"] = row.FrozenUntil, ["lapsesAt"] = row.LapsesAt, ["clearedBy"] = row.ClearedBy, ["clearedAt"] = row.ClearedAt,
        })]));

    /// <summary>Lifts a protection.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="user">Who lifts it.</param>
    /// <param name="mayKnow">Whether they are of the queues that may know of private ones.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Null when it is lifted; else why not.</returns>
    public async Task<Refusal?> ClearAsync(string id, string user, bool mayKnow, string reason) => await store.WriteAsync<Refusal?>(db =>
    {
        var row = db.QuerySingleOrDefault<Row>("SELECT kind AS Kind, status AS Status, frozen_until AS FrozenUntil, case_no AS CaseNo FROM protections WHERE protection_id = @id", new { id });
        if (row is null)
            return Refusal.Of(404, "protection.none", id);
        if (policy.Protections.Kinds[row.Kind].IsPrivate && !mayKnow)
            return Refusal.Of(403, "protection.private", new Coded("queue_name.", PrivateQueues));
        if (row.Status != "ACTIVE")
            return Refusal.Of(409, "protection.lifted");
        db.Execute("UPDATE protections SET status = 'CLEARED', cleared_by = @user, cleared_at = @now, clear_reason = @reason WHERE protection_id = @id", new { id, user, now = Store.Time(clock.Now), reason });
        audit.Append(db, clock.Now, "protection.cleared", user, row.CaseNo ?? id, new JsonObject { ["protectionId"] = id }.ToJsonString());
        return null;
    });

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string? CaseNo { get; init; }

        public string Kind { get; init; } = "";

        public string Status { get; init; } = "";

        public string OpenedAt { get; init; } = "";

        public string? FrozenUntil { get; init; }

        public string? LapsesAt { get; init; }

        public string? ClearedBy { get; init; }

        public string? ClearedAt { get; init; }
    }
}
