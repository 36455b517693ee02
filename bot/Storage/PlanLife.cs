using System.Data.Common;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>
/// Brings agreements and promises up to the day and to the payments that have come: after every import, and whenever the bank's
/// civil day changes. Doing it again changes nothing. Each case is written whole or not at all, together with its audit entry.
/// </summary>
public sealed class PlanLife(Store store, Cases cases, PolicyFiles policy, AuditChain audit, BankClock clock, Vault vault)
{
    private const int CasesPerWrite = 50;

    /// <summary>Brings everything that is open up to today.</summary>
    /// <returns>How many cases had news.</returns>
    public Task<int> AgeAllAsync(CancellationToken cancellation = default) => AgeAsync("""
        SELECT case_no FROM agreements WHERE status IN ('ACTIVE', 'PAUSED') UNION SELECT case_no FROM promises WHERE status = 'PENDING'
        """, new { }, "clock", cancellation);

    /// <summary>
    /// Brings up to today what may have news from rows loaded since a moment. What was judged broken is judged again: money valued
    /// in time may have been posted late.
    /// </summary>
    /// <returns>How many cases had news.</returns>
    public Task<int> AgeLoadedAsync(DateTimeOffset since) => AgeAsync("""
        SELECT a.case_no FROM (SELECT case_no FROM agreements WHERE status IN ('ACTIVE', 'PAUSED', 'BROKEN') UNION SELECT case_no FROM promises WHERE status IN ('PENDING', 'PARTIAL', 'BROKEN')) a
        WHERE EXISTS (SELECT 1 FROM payments p WHERE p.case_no = a.case_no AND p.loaded_at >= @since) OR EXISTS (SELECT 1 FROM cases c WHERE c.case_no = a.case_no AND c.loaded_at >= @since)
        """, new { since = Store.Time(since) }, "import", CancellationToken.None);

    /// <summary>Brings one case up to today, inside the caller's transaction.</summary>
    /// <returns>Whether it had news.</returns>
    internal bool Age(DbConnection db, string caseNo, string actor)
    {
        var payments = Cases.PaymentsOf(db, caseNo);
        var file = cases.FileOf(db, caseNo);
        var news = new JsonArray();
        foreach (var agreementId in db.Query<string>("SELECT agreement_id FROM agreements WHERE case_no = @caseNo AND status IN ('ACTIVE', 'PAUSED', 'BROKEN') ORDER BY accepted_at", new { caseNo }).AsList())
            AgeAgreement(new(db, payments, file, actor, news), agreementId);
        foreach (var promise in Promises(db, caseNo))
            AgePromise(new(db, payments, file, actor, news), caseNo, promise);
        if (news.Count == 0)
            return false;
        audit.Append(db, clock.Now, "agreement-life", actor, caseNo, news.ToJsonString());
        return true;
    }

    private async Task<int> AgeAsync(string which, object values, string actor, CancellationToken cancellation)
    {
        var touched = 0;
        // A few cases at a time, so that no turn waits long for the writer.
        foreach (var some in store.Read(db => db.Query<string>(which, values).AsList()).Chunk(CasesPerWrite))
        {
            cancellation.ThrowIfCancellationRequested();
            touched += await store.WriteAsync(db => some.Count(caseNo => Age(db, caseNo, actor)));
        }

        return touched;
    }

    private void AgeAgreement(Look look, string agreementId)
    {
        var plan = PlanRecords.Load(look.Db, agreementId, clock.Zone)!;
        if (PackOf(plan, look.File) is not { } pack || (plan.Record.Status == AgreementStatus.Broken && HasOpen(look.Db, plan.CaseNo)))
            return;
        var state = AgreementLife.Fold(plan.Record, look.Payments, pack, clock.Today);
        if (state.Record.StandsAs(plan.Record))
            return;
        PlanRecords.Save(look.Db, agreementId, state.Record);
        foreach (var happened in state.Events)
        {
            var seq = PlanRecords.Append(look.Db, agreementId, new(happened, look.Actor, clock.Now));
            look.News.Add((JsonNode)new JsonObject { ["agreement"] = agreementId, ["event"] = PlanEvent.Word(happened.Kind), ["instalment"] = happened.Instalment });
            var reason = happened.Kind switch { LifeEventKind.Notice => "plan_missed_twice", LifeEventKind.Broken => "plan_broken", _ => null };
            if (reason is not null)
                OpenTicket(look, new(plan.CaseNo, plan.ConversationId, Queue.Supervisor, reason, $"{agreementId}/{seq}"));
        }
    }

    private void AgePromise(Look look, string caseNo, PromiseRow row)
    {
        var pack = look.File is null ? null : policy.PackFor(look.File, clock.Today);
        var madeOn = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Store.Time(row.CreatedAt), clock.Zone).DateTime);
        var verdict = PromiseLife.Judge(new(row.PromiseId, Cases.Cents(row.Amount, row.Currency), Store.Day(row.DueOn)), madeOn, look.Payments, pack, clock.Today);
        var status = verdict.Status.ToString().ToUpperInvariant();
        // A verdict is only ever bettered, by money valued in time and posted late.
        if (row.Status != "PENDING" && (verdict.Status == PromiseStatus.Pending || verdict.Status >= Enum.Parse<PromiseStatus>(row.Status, ignoreCase: true)))
            return;
        look.Db.Execute("UPDATE promises SET status = @status, actual_amount = @actual, actual_on = @on WHERE promise_id = @PromiseId AND (status <> @status OR actual_amount IS NOT @actual OR actual_on IS NOT @on)",
            new { row.PromiseId, status, actual = Cases.Cents(verdict.Actual), on = verdict.ActualOn is { } day ? Store.Day(day) : null });
        if (status == row.Status)
            return;
        look.News.Add((JsonNode)new JsonObject { ["promise"] = row.PromiseId, ["status"] = status });
        if (verdict.Status == PromiseStatus.Broken && pack is not null && PlanRecords.BrokenPromises(look.Db, caseNo) >= pack.PromiseMaxBroken)
            OpenTicket(look, new(caseNo, row.ConversationId, Queue.General, "promise_broken_twice", row.PromiseId));
    }

    /// <summary>Work for people; one ticket of a reason is open per case.</summary>
    private void OpenTicket(Look look, Work work)
    {
        var creditor = look.File is null ? policy.Creditors["default"] : policy.CreditorOf(look.File);
        look.Db.Execute("""
            INSERT INTO tickets (ticket_id, case_no, conversation_id, queue, reason, status, opened_at, due_at)
            SELECT @id, @CaseNo, @ConversationId, @queue, @Reason, 'OPEN', @now, @due
            WHERE NOT EXISTS (SELECT 1 FROM tickets WHERE case_no = @CaseNo AND reason = @Reason AND status = 'OPEN')
            """, new
        {
            id = $"T-{vault.ShortHash("id", $"{work.Cause}/{work.Reason}")[..12].ToUpperInvariant()}", work.CaseNo, work.ConversationId, queue = Trace.QueueName(work.Queue), work.Reason,
            now = Store.Time(clock.Now), due = Store.Time(creditor.Hours.DueAt(clock.Now, creditor.HandOffWithin, clock.Zone)),
        });
    }

    /// <summary>The pack an agreement was made under; when its version is not there any more, the one in force for its case.</summary>
    private PlanPack? PackOf(PlanOnFile plan, CaseFile? file) =>
        policy.Packs.FirstOrDefault(pack => pack.Name == plan.Policy)
        ?? (file is null ? null : policy.PackFor(file, clock.Today))
        ?? policy.Packs.FirstOrDefault(pack => pack.Id == plan.Policy.Split('@')[0]);

    private static bool HasOpen(DbConnection db, string caseNo) =>
        db.ExecuteScalar<int>("SELECT EXISTS (SELECT 1 FROM agreements WHERE case_no = @caseNo AND status IN ('PENDING_APPROVAL', 'ACTIVE', 'PAUSED'))", new { caseNo }) == 1;

    private static List<PromiseRow> Promises(DbConnection db, string caseNo) => db.Query<PromiseRow>("""
        SELECT promise_id AS PromiseId, conversation_id AS ConversationId, amount AS Amount, currency AS Currency, due_on AS DueOn, status AS Status, created_at AS CreatedAt
        FROM promises WHERE case_no = @caseNo AND status IN ('PENDING', 'PARTIAL', 'BROKEN') ORDER BY created_at
        """, new { caseNo }).AsList();

    private sealed record Look(DbConnection Db, IReadOnlyList<Payment> Payments, CaseFile? File, string Actor, JsonArray News);

    private sealed record Work(string CaseNo, string ConversationId, Queue Queue, string Reason, string Cause);

    private sealed class PromiseRow
    {
        public string PromiseId { get; init; } = "";

        public string ConversationId { get; init; } = "";

        public long Amount { get; init; }

        public string Currency { get; init; } = "";

        public string DueOn { get; init; } = "";

        public string Status { get; init; } = "";

        public string CreatedAt { get; init; } = "";
    }
}
