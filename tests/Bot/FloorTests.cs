using Assistant.Bot.Staff.Console;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>Figures of the floor on a made-up day, and the arithmetic beneath them.</summary>
public sealed class FloorTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(81, 263, 0.2553, 0.3662)] // the four rows of Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void An_interval_is_Wilsons(int hits, int of, double low, double high)
    {
        var (from, to) = new Share(hits, of).Interval!.Value;
        from.ShouldBe(low, 0.00005);
        to.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void Of_none_there_is_neither_share_nor_interval() => (new Share(0, 0).Part, new Share(0, 0).Interval).ShouldBe((null, null));

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    [InlineData("+86", "'+86")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1+1", "'  =1+1")] // a spreadsheet takes leading blanks away
    [InlineData("\t=1", "'\t=1")]
    [InlineData("＝1", "'＝1")] // full width counts as well
    [InlineData("0.5", "0.5")]
    [InlineData("T-1", "T-1")]
    [InlineData("", "")]
    public void No_cell_of_a_table_is_run_by_a_spreadsheet(string cell, string written) => StaffCsv.Safe(cell).ShouldBe(written);

    [Fact]
    public void A_table_begins_with_the_mark_of_UTF8() => StaffCsv.Write([["案件"]])[..3].ShouldBe([0xEF, 0xBB, 0xBF]);

    [Fact]
    public async Task What_waits_is_held_and_was_answered_in_time_is_counted_right()
    {
        await using var world = await World.WithSamplesAsync();
        await MadeUpDayAsync(world);
        var now = Figures(world).Now();
        now.Waiting.ShouldHaveSingleItem().ShouldBe(new QueueNow("GENERAL", 2, At(21, 9, 0).ToUniversalTime(), 1));
        now.Held.Select(one => (one.Holder, one.Count, one.Queues)).ShouldBe([("agent", 1, "SPECIALIST")]);
        now.Danger.Select(one => (one.Id, one.Holder)).ShouldBe([("H-3", "agent")]);
        now.TimedOut.ShouldBe((0, 1));
        now.InTime.Today.ShouldBe(new Share(1, 3), "H-1 is late, H-2 has time, H-3 was in time, for H-6 the page went unanswered");
        now.InTime.Week.ShouldBe(new Share(1, 5), "H-4 was answered late, H-5 never");
        now.Pauses.ShouldBe(["agent", "agent2"]);
    }

    [Fact]
    public async Task What_the_review_prevented_is_counted_by_rule_for_today_and_the_week()
    {
        await using var world = await World.WithSamplesAsync();
        await MadeUpDayAsync(world);
        var now = Figures(world).Now();
        now.Marks.ShouldBe([new("threat.violence", 1, 2, 0, 0), new("abuse.condescension", 0, 0, 1, 1), new("abuse.insult", 1, 1, 0, 0)]);
        now.Overrides.ShouldHaveSingleItem().Reason.ShouldBe("客户先开的玩笑");
    }

    [Fact]
    public async Task Outcomes_are_counted_by_status_channel_and_reason_within_their_days()
    {
        await using var world = await World.WithSamplesAsync();
        await MadeUpDayAsync(world);
        var week = Figures(world).Outcomes(7);
        week.KeptByBot.ShouldBe(new KeptRate(new(2, 3), 1), "one is still in its days of grace, one fell due before");
        week.KeptByPerson.ShouldBe(new KeptRate(new(0, 1), 0), "kept in part is not kept");
        week.Agreements.ShouldContain(("ACTIVE", 1));
        week.Escalations.ShouldBe([("ask_human", 3), ("complaint_agent", 1), ("hardship_illness", 1), ("suicidal_hint", 1)]);
        (week.OpenComplaints, week.LateComplaints).ShouldBe((2, 1));
        week.Complaints.Select(one => one.TicketId).ShouldBe(["T-1", "T-2"], "the next to be answered first");
        Figures(world).Outcomes(30).KeptByBot.Kept.ShouldBe(new Share(3, 4));
    }

    [Theory]
    [InlineData(null, null, null, null, null)]
    [InlineData(null, null, null, "S1001", "S1001")]
    [InlineData(null, null, null, "S1%", "")] // no wildcard
    [InlineData(null, null, "COMPLAINT", null, "S1002")]
    [InlineData(null, "illness", null, null, "S1001")]
    [InlineData(null, "any", null, "S100", "S1001")]
    public async Task Cases_are_found_by_what_is_recorded(string? stage, string? protection, string? queue, string? text, string? expected)
    {
        await using var world = await World.WithSamplesAsync();
        await MadeUpDayAsync(world);
        var list = new CaseList(world.Store, world.Get<Assistant.Bot.Prompts.PolicyFiles>(), world.Get<BankClock>());
        var filter = new CaseFilter(stage is null ? null : Enum.Parse<Assistant.Skills.Ledger.Bucket>(stage), protection, queue, text);
        var found = list.Page(filter, mayKnow: true, 1);
        list.Count(filter, mayKnow: true).ShouldBe(found.Count);
        if (expected is not null)
            string.Join(' ', found.Select(line => line.CaseNo)).ShouldBe(expected);
        else
            found.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task The_stages_share_the_cases_out_and_agree_with_the_account()
    {
        await using var world = await World.WithSamplesAsync();
        var list = new CaseList(world.Store, world.Get<Assistant.Bot.Prompts.PolicyFiles>(), world.Get<BankClock>());
        var all = list.Count(new(null, null, null, null), true);
        var stages = Enum.GetValues<Assistant.Skills.Ledger.Bucket>().SelectMany(stage => list.Page(new(stage, null, null, null), true, 1).Select(line => (Stage: stage, line.CaseNo, line.Days))).ToList();
        stages.Count.ShouldBe(all);
        foreach (var (stage, caseNo, days) in stages)
        {
            var account = world.Get<Cases>().LoadForStaff(caseNo, "test")!.Account;
            (account.Bucket, account.DaysPastDue).ShouldBe((stage, days), caseNo);
        }
    }

    [Fact]
    public async Task Whoever_may_not_know_learns_of_a_private_matter_neither_by_its_kind_nor_by_the_cause_nor_by_asking_for_it()
    {
        await using var world = await World.WithSamplesAsync();
        await MadeUpDayAsync(world);
        var list = new CaseList(world.Store, world.Get<Assistant.Bot.Prompts.PolicyFiles>(), world.Get<BankClock>());
        var line = list.Page(new(null, null, null, "S1001"), mayKnow: false, 1).Single();
        (line.Protections.Single(), line.Cause).ShouldBe((CaseList.Care, CaseList.Care));
        list.Count(new(null, "illness", null, null), mayKnow: false).ShouldBe(0);
        list.Count(new(null, CaseList.Care, null, null), mayKnow: false).ShouldBe(1);
        list.Kinds(mayKnow: false).ShouldNotContain("illness");
        var known = list.Page(new(null, null, null, "S1001"), mayKnow: true, 1).Single();
        (known.Protections.Single(), known.Cause, known.Promises).ShouldBe(("illness", "HRD-ILL", (2, 2, false)));
    }

    [Fact]
    public void A_chart_reads_out_whole_and_takes_no_label_for_markup()
    {
        var svg = BarChart.Svg("Kept", [new("<b>bot</b>", 0.5, "50%", (0.2, 0.8, "20–80%"))], 1);
        svg.ShouldContain("aria-label=\"Kept: &lt;b&gt;bot&lt;/b&gt; 50% 20–80%\"");
        svg.ShouldNotContain("<b>");
    }

    [Fact]
    public async Task Whoever_is_insulted_in_a_conversation_they_hold_is_offered_a_pause()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync("S1001");
        await talk.SayAsync("转人工");
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        await agent.PostJsonAsync($"/api/handoffs/{host.Get<Store>().Read(db => db.QuerySingle<string>("SELECT handoff_id FROM handoffs"))}/accept");
        host.Get<FloorFigures>().Now().Pauses.ShouldBeEmpty();
        await talk.SayAsync("你他妈的就是个傻逼");
        host.Get<FloorFigures>().Now().Pauses.ShouldBe(["agent"]);
    }

    private static FloorFigures Figures(World world) => new(world.Store, world.Get<BankClock>());

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(8));

    /// <summary>The morning of 21 November up to ten o'clock, and some days before.</summary>
    private static Task MadeUpDayAsync(World world) => world.Store.WriteAsync(db =>
    {
        void Talk(string id, string caseNo) => db.Execute("INSERT INTO conversations (conversation_id, channel, user_id, version, turn, next_seq, case_no, sealed_state, started_at, last_at) VALUES (@id, 'directline', 'u', 0, 0, 0, @caseNo, x'', @at, @at)", new { id, caseNo, at = Store.Time(At(14, 9, 0)) });
        void HandOff(string id, string talk, string queue, string reason, string status, DateTimeOffset created, DateTimeOffset due, DateTimeOffset? accepted = null, DateTimeOffset? replied = null, DateTimeOffset? ended = null, string? holder = null) => db.Execute("""
            INSERT INTO handoffs (handoff_id, case_no, conversation_id, queue, reason, priority, status, created_at, due_at, accepted_at, first_reply_at, ended_at, holder)
            VALUES (@id, NULL, @talk, @queue, @reason, 3, @status, @created, @due, @accepted, @replied, @ended, @holder)
            """, new { id, talk, queue, reason, status, created = Store.Time(created), due = Store.Time(due), accepted = Text(accepted), replied = Text(replied), ended = Text(ended), holder });
        foreach (var (id, caseNo) in new[] { ("c-1", "S1001"), ("c-2", "S1002"), ("c-3", "S1003"), ("c-4", "S1001"), ("c-5", "S1005"), ("c-6", "S1006") })
            Talk(id, caseNo);
        HandOff("H-1", "c-1", "GENERAL", "ask_human", "waiting", At(21, 9, 0), At(21, 9, 30));
        HandOff("H-2", "c-2", "GENERAL", "complaint_agent", "waiting", At(21, 9, 50), At(21, 10, 30));
        HandOff("H-3", "c-3", "SPECIALIST", "hardship_illness", "accepted", At(21, 9, 10), At(21, 9, 40), At(21, 9, 20), At(21, 9, 25), holder: "agent");
        HandOff("H-4", "c-4", "GENERAL", "ask_human", "closed", At(20, 15, 0), At(20, 15, 30), At(20, 15, 40), At(20, 15, 41), At(20, 16, 0), "agent3");
        HandOff("H-5", "c-5", "GENERAL", "ask_human", "timed_out", At(20, 17, 0), At(20, 17, 30), ended: At(20, 17, 50));
        HandOff("H-6", "c-6", "CRISIS", "suicidal_hint", "closed", At(21, 8, 30), At(21, 10, 0), At(21, 9, 50), At(21, 9, 50), At(21, 9, 55), "agent2");
        db.Execute("UPDATE handoffs SET danger_at = @at WHERE handoff_id = 'H-3'", new { at = Store.Time(At(21, 9, 30)) });
        db.Execute("INSERT INTO outbox (target, kind, body, created_at, next_at) VALUES ('oncall', 'crisis-unanswered', '{\"handoffId\":\"H-6\"}', @at, @at)", new { at = Store.Time(At(21, 9, 0)) });
        foreach (var (at, action, rules, reason) in new[]
        {
            (At(21, 9, 0), "BLOCKED", "threat.violence abuse.insult", (string?)null), (At(18, 9, 0), "BLOCKED", "threat.violence", null), (At(21, 9, 5), "OVERRIDDEN", "abuse.condescension", "客户先开的玩笑"),
            (At(14, 23, 59), "BLOCKED", "threat.violence", null), // the day before the seven
        })
            db.Execute("INSERT INTO draft_marks (at, user, conversation_id, action, rules, reason) VALUES (@at, 'agent', 'c-3', @action, @rules, @reason)", new { at = Store.Time(at), action, rules, reason });
        foreach (var (id, caseNo, talk, due, status) in new[]
        {
            ("PM-1", "S1001", "c-1", "2026-11-15", "KEPT"), ("PM-2", "S1002", "c-2", "2026-11-21", "KEPT"), ("PM-3", "S1003", "c-5", "2026-11-18", "BROKEN"), ("PM-4", "S1001", "c-4", "2026-11-18", "PARTIAL"),
            ("PM-5", "S1005", "c-5", "2026-11-20", "PENDING"), ("PM-6", "S1001", "c-1", "2026-11-14", "KEPT"), ("PM-7", "S1001", "c-1", "2026-12-01", "BROKEN"),
        })
            db.Execute("INSERT INTO promises (promise_id, case_no, conversation_id, amount, currency, due_on, status, channel, created_at) VALUES (@id, @caseNo, @talk, 50000, 'CNY', @due, @status, 'directline', @at)", new { id, caseNo, talk, due, status, at = Store.Time(At(10, 9, 0)) });
        foreach (var (id, due) in new[] { ("T-1", At(20, 18, 0)), ("T-2", At(28, 18, 0)) })
            db.Execute("INSERT INTO tickets (ticket_id, case_no, conversation_id, queue, reason, status, opened_at, due_at) VALUES (@id, 'S1002', 'c-2', 'COMPLAINT', 'complaint_agent', 'OPEN', @at, @due)", new { id, at = Store.Time(At(5, 9, 0)), due = Store.Time(due) });
        db.Execute("INSERT INTO protections (protection_id, case_no, conversation_id, kind, status, opened_at) VALUES ('X-1', 'S1001', 'c-1', 'illness', 'ACTIVE', @at)", new { at = Store.Time(At(20, 9, 0)) });
        db.Execute("INSERT INTO contact_records (contact_id, case_no, conversation_id, channel, direction, party, actor, disposition, turns, started_at, ended_at) VALUES ('C-1', 'S1001', 'c-1', 'directline', 'in', 'SELF', 'BOT', 'HRD-ILL', 3, @at, @at)", new { at = Store.Time(At(20, 9, 0)) });
    });

    private static string? Text(DateTimeOffset? at) => at is { } known ? Store.Time(known) : null;
}
