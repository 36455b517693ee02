using System.Data.Common;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>Who decides, and why.</summary>
public sealed record Decider(string User)
{
    /// <summary>In the decider's own words.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// Writes what people decide on agreements. Four eyes: nobody approves what they asked for themselves, and above the policy's
/// limit two different people approve. Each decision is one transaction with its event and its audit entry.
/// </summary>
public sealed class AgreementDesk(Store store, Cases cases, PolicyFiles policy, PlanLife plans, AuditChain audit, BankClock clock)
{
    /// <summary>Approves or rejects an application.</summary>
    public Task<Refusal?> DecideAsync(string agreementId, bool approve, Decider by) => WriteAsync(agreementId, AgreementStatus.PendingApproval, (db, plan) =>
    {
        var rest = approve ? Approve(db, plan, by) : Reject(db, plan, by);
        if (rest is null)
            plans.Age(db, plan.CaseNo, by.User);
        return rest;
    });

    /// <summary>Holds a running agreement up to and with a day.</summary>
    public Task<Refusal?> PauseAsync(string agreementId, DateOnly until, Decider by) => WriteAsync(agreementId, AgreementStatus.Active, (db, plan) =>
    {
        var last = clock.Today.AddDays(PackOf(db, plan)?.PauseMaxDays ?? 0);
        if (until < clock.Today || until > last)
            return Refusal.Of(422, "plan.hold_days", Store.Day(clock.Today), Store.Day(last));
        db.Execute("""
            INSERT INTO plan_holds (agreement_id, from_on, until_on) VALUES (@AgreementId, @from, @until)
            ON CONFLICT (agreement_id, from_on) DO UPDATE SET until_on = excluded.until_on
            """, new { plan.AgreementId, from = Store.Day(clock.Today), until = Store.Day(until) });
        db.Execute("UPDATE agreements SET status = 'PAUSED' WHERE agreement_id = @AgreementId", new { plan.AgreementId });
        Note(db, plan, new(LifeEventKind.Paused, Before: "ACTIVE", After: Store.Day(until)), by);
        return null;
    });

    /// <summary>Ends a hold today; rows that fell due meanwhile have the days of grace from now.</summary>
    public Task<Refusal?> ResumeAsync(string agreementId, Decider by) => WriteAsync(agreementId, AgreementStatus.Paused, (db, plan) =>
    {
        db.Execute("UPDATE plan_holds SET until_on = @today WHERE agreement_id = @AgreementId AND until_on > @today", new { plan.AgreementId, today = Store.Day(clock.Today) });
        db.Execute("UPDATE agreements SET status = 'ACTIVE' WHERE agreement_id = @AgreementId", new { plan.AgreementId });
        Note(db, plan, new(LifeEventKind.Resumed, Before: "PAUSED", After: "ACTIVE"), by);
        plans.Age(db, plan.CaseNo, by.User);
        return null;
    });

    private async Task<Refusal?> WriteAsync(string agreementId, AgreementStatus wanted, Func<DbConnection, PlanOnFile, Refusal?> write)
    {
        var box = await store.WriteAsync(db =>
        {
            var plan = PlanRecords.Load(db, agreementId, clock.Zone);
            return new Box(plan is null ? Refusal.Of(404, "plan.none", agreementId)
                : plan.Record.Status != wanted ? Refusal.Of(409, "plan.status", agreementId, new Coded("status.", Trace.Status(plan.Record.Status)), new Coded("status.", Trace.Status(wanted)))
                : write(db, plan));
        });
        return box.Refusal;
    }

    private Refusal? Approve(DbConnection db, PlanOnFile plan, Decider by)
    {
        if (AskedFor(db, plan).Contains(by.User))
            return Refusal.Of(409, "plan.own");
        if (cases.ProtectedFileOf(db, plan.CaseNo) is not { } file)
            return Refusal.Of(409, "plan.erased", plan.CaseNo);
        if (FlagOf(file) is { } flag)
            return Refusal.Of(409, "plan.flagged", plan.CaseNo, new Coded("flag.", flag));
        // Which protection it is may be private.
        if (file.MoneyClosedBy is not null || file.PlansHeldBy is not null)
            return Refusal.Of(409, "plan.protected", plan.CaseNo);
        if (file.RecallDate < clock.Today)
            return Refusal.Of(409, "plan.recalled", plan.CaseNo);
        if (PackOf(db, plan) is not { } pack)
            return Refusal.Of(409, "plan.no_policy");
        var first = db.Query<string>("SELECT actor FROM plan_events WHERE agreement_id = @AgreementId AND event = 'APPROVED'", new { plan.AgreementId }).ToList();
        if (first.Contains(by.User))
            return Refusal.Of(409, "plan.approved_already");
        var inForce = first.Count > 0 || !(BalanceOf(plan) > pack.TwoPeopleAbove);
        Note(db, plan, new(LifeEventKind.Approved, Before: "PENDING_APPROVAL", After: inForce ? "ACTIVE" : "PENDING_APPROVAL"), by);
        if (!inForce)
            return null;
        Close(db, plan, "ACTIVE", by);
        db.Execute("UPDATE agreements SET active_from = @today WHERE agreement_id = @AgreementId", new { plan.AgreementId, today = Store.Day(clock.Today) });
        return null;
    }

    private Refusal? Reject(DbConnection db, PlanOnFile plan, Decider by)
    {
        Note(db, plan, new(LifeEventKind.Rejected, Before: "PENDING_APPROVAL", After: "CANCELLED"), by);
        Close(db, plan, "CANCELLED", by);
        db.Execute("UPDATE agreements SET ended_at = @today WHERE agreement_id = @AgreementId", new { plan.AgreementId, today = Store.Day(clock.Today) });
        return null;
    }

    /// <summary>The last word is said: status, by whom, and the ticket that waited for it.</summary>
    private void Close(DbConnection db, PlanOnFile plan, string status, Decider by)
    {
        db.Execute("UPDATE agreements SET status = @status, decided_by = @User, decided_at = @now WHERE agreement_id = @AgreementId",
            new { plan.AgreementId, status, by.User, now = Store.Time(clock.Now) });
        db.Execute("UPDATE tickets SET status = 'CLOSED' WHERE conversation_id = @ConversationId AND case_no = @CaseNo AND reason = 'plan_approval' AND status = 'OPEN'",
            new { plan.ConversationId, plan.CaseNo });
    }

    private void Note(DbConnection db, PlanOnFile plan, LifeEvent what, Decider by)
    {
        PlanRecords.Append(db, plan.AgreementId, new(what, by.User, clock.Now) { Reason = by.Reason });
        audit.Append(db, clock.Now, "agreement-decision", by.User, plan.CaseNo, new JsonObject
        {
            ["agreement"] = plan.AgreementId, ["event"] = PlanEvent.Word(what.Kind), ["status"] = what.After,
        }.ToJsonString());
    }

    /// <summary>Whoever asked for the plan or a change of it: the user of its conversation, and the actors of its first and changing events.</summary>
    private static List<string> AskedFor(DbConnection db, PlanOnFile plan) => db.Query<string>("""
        SELECT user_id FROM conversations WHERE conversation_id = @ConversationId
        UNION SELECT actor FROM plan_events WHERE agreement_id = @AgreementId AND event IN ('CREATED', 'CHANGED')
        """, new { plan.ConversationId, plan.AgreementId }).AsList();

    private PlanPack? PackOf(DbConnection db, PlanOnFile plan) =>
        policy.Packs.FirstOrDefault(pack => pack.Name == plan.Policy) ?? (cases.FileOf(db, plan.CaseNo) is { } file ? policy.PackFor(file, clock.Today) : null);

    private static Money BalanceOf(PlanOnFile plan) =>
        plan.Record.Rows.Aggregate(plan.Record.DownPayment, (sum, row) => sum + row.Principal);

    private static string? FlagOf(CaseFile file) => file switch
    {
        { Deceased: true } => "deceased",
        { FraudFlag: true } => "fraud_flag",
        { Bankrupt: true } => "bankrupt",
        { DisputeFlag: true } => "dispute_flag",
        { ComplaintOpen: true } => "complaint_open",
        _ => null,
    };

    private sealed record Box(Refusal? Refusal);
}
