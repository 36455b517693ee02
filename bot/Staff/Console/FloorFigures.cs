using System.Data.Common;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Staff.Console;

/// <summary>Counts what the floor page shows, from hand-offs, draft marks, agreements, promises and tickets as they stand. Nobody is counted by money.</summary>
public sealed class FloorFigures(Store store, BankClock clock)
{
    private const int MostListed = 50;
    private static readonly TimeSpan Heavy = TimeSpan.FromHours(2);

    /// <summary>Reasons after which a person may need a pause.</summary>
    private static readonly string[] HeavyReasons = ["abusive_language", "suicidal_hint", "distress_mental_health", "threat_violence", "domestic_abuse"];

    /// <summary>The floor as it is now.</summary>
    public FloorNow Now() => store.Read(db =>
    {
        var (today, week) = (SinceDays(1), SinceDays(7));
        return new FloorNow
        {
            Waiting = [.. db.Query<(string Queue, long Count, string Oldest, long Late)>("SELECT queue, COUNT(*), MIN(created_at), SUM(due_at < @now) FROM handoffs WHERE status = 'waiting' GROUP BY queue ORDER BY MIN(priority), queue", new { now = NowText })
                .Select(row => new QueueNow(row.Queue, (int)row.Count, Store.Time(row.Oldest), (int)row.Late))],
            Held = [.. db.Query<(string Holder, long Count, string Since, string Queues)>("SELECT holder, COUNT(*), MIN(accepted_at), GROUP_CONCAT(DISTINCT queue) FROM handoffs WHERE status = 'accepted' AND holder IS NOT NULL GROUP BY holder ORDER BY holder")
                .Select(row => new HolderNow(row.Holder, (int)row.Count, Store.Time(row.Since), row.Queues.Replace(",", ", ", StringComparison.Ordinal)))],
            Danger = [.. db.Query<DangerRow>("""
                SELECT handoff_id AS Id, case_no AS CaseNo, queue AS Queue, status AS Status, holder AS Holder, COALESCE(danger_at, created_at) AS At FROM handoffs
                WHERE status IN ('waiting', 'accepted') AND (danger_at IS NOT NULL OR queue = 'CRISIS') ORDER BY status = 'accepted', COALESCE(danger_at, created_at)
                """)],
            Marks = Marks(db, today, week),
            Overrides = [.. db.Query<(string At, string User, string Rules, string? Reason)>("SELECT at, user, rules, reason FROM draft_marks WHERE action = 'OVERRIDDEN' AND at >= @week ORDER BY at DESC LIMIT @MostListed", new { week, MostListed })
                .Select(row => new OverrideRow(Store.Time(row.At), row.User, row.Rules, row.Reason ?? ""))],
            TimedOut = (TimedOut(db, today), TimedOut(db, week)),
            InTime = (InTime(db, today), InTime(db, week)),
            Pauses = [.. db.Query<string>(PauseQuery, new { since = Store.Time(clock.Now - Heavy), HeavyReasons })],
        };
    });

    /// <summary>What came of the work of some days, today included.</summary>
    public FloorOutcomes Outcomes(int days) => store.Read(db =>
    {
        var since = SinceDays(days);
        var kept = db.Query<(long ByPerson, long Kept, long Judged, long Open)>("""
            SELECT EXISTS (SELECT 1 FROM handoffs h WHERE h.conversation_id = p.conversation_id AND h.accepted_at IS NOT NULL), SUM(status = 'KEPT'), SUM(status <> 'PENDING'), SUM(status = 'PENDING')
            FROM promises p WHERE status IN ('KEPT', 'PARTIAL', 'BROKEN', 'PENDING') AND due_on BETWEEN @from AND @today GROUP BY 1
            """, new { from = Store.Day(clock.Today.AddDays(1 - days)), today = Store.Day(clock.Today) }).ToDictionary(row => row.ByPerson == 1);
        KeptRate Rate(bool person) => kept.TryGetValue(person, out var row) ? new(new((int)row.Kept, (int)row.Judged), (int)row.Open) : new(new(0, 0), 0);
        var complaints = db.Query<ComplaintRow>("SELECT ticket_id AS TicketId, case_no AS CaseNo, opened_at AS OpenedAt, due_at AS DueAt FROM tickets WHERE queue = 'COMPLAINT' AND status = 'OPEN' ORDER BY due_at").AsList();
        return new FloorOutcomes
        {
            Days = days,
            Agreements = Counts(db, "SELECT status, COUNT(*) FROM agreements WHERE accepted_at >= @since GROUP BY status ORDER BY COUNT(*) DESC, status", since),
            KeptByBot = Rate(false),
            KeptByPerson = Rate(true),
            Escalations = Counts(db, "SELECT reason, COUNT(*) FROM handoffs WHERE created_at >= @since GROUP BY reason ORDER BY COUNT(*) DESC, reason", since),
            Complaints = [.. complaints.Take(MostListed)],
            OpenComplaints = complaints.Count,
            LateComplaints = complaints.Count(row => Store.Time(row.DueAt) < clock.Now),
        };
    });

    private const string PauseQuery = """
        SELECT DISTINCT COALESCE(h.holder, h.ended_by) FROM handoffs h WHERE COALESCE(h.holder, h.ended_by) IS NOT NULL
          AND (h.status = 'accepted' OR COALESCE(h.ended_at, h.accepted_at) >= @since)
          AND (h.queue = 'CRISIS' OR h.danger_at >= @since OR h.reason IN @HeavyReasons
            OR EXISTS (SELECT 1 FROM protections p WHERE p.conversation_id = h.conversation_id AND p.kind IN ('crisis', 'abuse') AND p.opened_at >= @since)
            OR EXISTS (SELECT 1 FROM audit a WHERE a.seq > COALESCE((SELECT seq FROM audit WHERE at < @since ORDER BY seq DESC LIMIT 1), 0)
              AND a.kind = 'turn' AND a.subject = h.conversation_id AND a.at >= h.accepted_at AND a.body LIKE '%"abusive_language"%'))
        ORDER BY 1
        """;

    private string NowText => Store.Time(clock.Now);

    /// <summary>The beginning of the bank's civil day so many days ago; 1 is today.</summary>
    private string SinceDays(int days)
    {
        var start = clock.Today.AddDays(1 - days).ToDateTime(TimeOnly.MinValue);
        return Store.Time(new DateTimeOffset(start, clock.Zone.GetUtcOffset(start)));
    }

    private static List<MarkCount> Marks(DbConnection db, string today, string week) =>
    [
        .. db.Query<(string At, string Action, string Rules)>("SELECT at, action, rules FROM draft_marks WHERE at >= @week", new { week })
            .SelectMany(mark => mark.Rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(rule => (Rule: rule, IsBlock: mark.Action == "BLOCKED", IsToday: string.CompareOrdinal(mark.At, today) >= 0)))
            .GroupBy(mark => mark.Rule)
            .Select(rule => new MarkCount(rule.Key, rule.Count(one => one is { IsBlock: true, IsToday: true }), rule.Count(one => one.IsBlock), rule.Count(one => one is { IsBlock: false, IsToday: true }), rule.Count(one => !one.IsBlock)))
            .OrderByDescending(rule => rule.BlockedWeek + rule.OverriddenWeek).ThenBy(rule => rule.Rule, StringComparer.Ordinal),
    ];

    private static int TimedOut(DbConnection db, string since) => db.ExecuteScalar<int>("SELECT COUNT(*) FROM handoffs WHERE status = 'timed_out' AND ended_at >= @since", new { since });

    /// <summary>Answered by the time that was promised, of those answered or past it. Danger to life never times out; there a page that went unanswered counts as late.</summary>
    private Share InTime(DbConnection db, string since)
    {
        var (hits, of) = db.QuerySingle<(long, long)>("""
            SELECT COALESCE(SUM(answered <= due_at AND NOT was_paged), 0), COUNT(*) FROM (
              SELECT COALESCE(first_reply_at, accepted_at) AS answered, due_at, status,
                     h.queue = 'CRISIS' AND EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'crisis-unanswered' AND o.body ->> 'handoffId' = h.handoff_id) AS was_paged
              FROM handoffs h WHERE created_at >= @since)
            WHERE answered IS NOT NULL OR status = 'timed_out' OR due_at <= @now OR was_paged
            """, new { since, now = NowText });
        return new((int)hits, (int)of);
    }

    private static IReadOnlyList<(string Code, int Count)> Counts(DbConnection db, string sql, string since) => [.. db.Query<(string Code, long Count)>(sql, new { since }).Select(row => (row.Code, (int)row.Count))];
}
