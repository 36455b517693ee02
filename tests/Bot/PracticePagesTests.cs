using System.Net;
using System.Text;
using System.Text.Json;
using Assistant.Bot.Practice;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The practice pages over HTTP: who sees what, the way through a talk without script, and what the trainer's page does.</summary>
public sealed class PracticePagesTests
{
    private const string Home = "/console/practice";
    private const string Scenario = "job_loss-1.zh";
    private const string Crisis = "crisis-1.zh";
    private const string Threat = "你赶紧还钱，不然我们去你单位找领导！";

    [Fact]
    public async Task A_talk_is_for_who_practises_and_for_trainers_to_read_and_is_not_there_for_others()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var other = await ConsoleClient.StartAsync(host, "agent2");
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        var id = await TalkAsync(agent, Scenario, "您好，我叫周敏，本次对话全程记录。");
        (await other.GetAsync($"{Home}/talks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostFormAsync($"{Home}/talks/{id}", ("text", "我来插一句"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostFormAsync($"{Home}/talks/{id}/card", ("note", "x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await trainer.PostFormAsync($"{Home}/talks/{id}", ("text", "我来插一句"))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a trainer reads, the learner speaks");
        var read = await TextAsync(trainer, $"{Home}/talks/{id}");
        read.ShouldContain("我叫周敏");
        read.ShouldNotContain("<textarea");
        host.Get<PracticeDesk>().Turns(id).Count.ShouldBe(3, "nobody else's words were taken");

        await EndAsync(agent, id);
        foreach (var path in new[] { $"{Home}/talks/{id}/card", $"{Home}/people/agent" })
        {
            (await other.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await trainer.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        (await other.PostFormAsync($"{Home}/talks/{id}/retry", ("turn", "2"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostFormAsync($"{Home}/talks/{id}/marks", ("item", "D1"), ("wanted", "full"), ("reason", "x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await trainer.GetAsync($"{Home}/people/nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var denied = await other.GetAsync($"{Home}/cohort");
        (denied.StatusCode, denied.Headers.Location?.ToString().Contains("/console/denied", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Redirect, true));
        (await host.CallAsync(HttpMethod.Get, "/api/practice/calibration", ServerHost.AgentKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_line_that_cannot_be_said_is_explained_and_not_lost()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        var id = await TalkAsync(agent, Scenario);
        var empty = await agent.PostFormAsync($"{Home}/talks/{id}", ("text", "  "));
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await empty.Content.ReadAsStringAsync()).ShouldContain("还没有写字");
        var longLine = "留着这句" + new string('长', PracticeDesk.MostText);
        var tooLong = await agent.PostFormAsync($"{Home}/talks/{id}", ("text", longLine));
        tooLong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await tooLong.Content.ReadAsStringAsync()).ShouldContain(longLine);
        host.Get<PracticeDesk>().Turns(id).Count.ShouldBe(1);

        (await agent.PostFormAsync($"{Home}/talks/{id}", ("text", "忘了说"), ("silent", "1"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        host.Get<PracticeDesk>().Turns(id)[1].ShouldBe(new PracticeTurn(2, "agent", "", null), "silence is a turn of its own");

        await EndAsync(agent, id);
        var over = await agent.PostFormAsync($"{Home}/talks/{id}", ("text", "还有<一句>"));
        over.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await over.Content.ReadAsStringAsync();
        page.ShouldContain("还有&lt;一句&gt;");
        page.ShouldContain("没有说出去");
        (await agent.PostFormAsync($"{Home}/talks/{id}/retry", ("turn", "99"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await agent.PostFormAsync($"{Home}/scenarios/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_mood_is_hidden_until_it_is_asked_for_and_that_is_remembered()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        var id = await TalkAsync(agent, Scenario);
        (await TextAsync(agent, $"{Home}/talks/{id}")).ShouldNotContain("<meter");
        (await TextAsync(agent, $"{Home}/talks/{id}?mood=show")).Split("<meter").Length.ShouldBe(5);
        (await TextAsync(agent, $"{Home}/talks/{id}")).ShouldContain("<meter");
        await agent.GetAsync($"{Home}/talks/{id}?mood=hide");
        (await TextAsync(agent, $"{Home}/talks/{id}")).ShouldNotContain("<meter");
    }

    [Fact]
    public async Task A_crisis_is_begun_only_after_its_page_and_may_be_left_without_a_trace()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var other = await ConsoleClient.StartAsync(host, "agent2");
        (await agent.PostFormAsync($"{Home}/scenarios/{Crisis}")).Headers.Location!.ToString().ShouldBe($"{Home}/scenarios/{Crisis}");
        Count(host, "practice_sessions").ShouldBe(0);
        (await TextAsync(agent, $"{Home}/scenarios/{Crisis}")).ShouldContain("12356");

        var id = await TalkAsync(agent, Crisis, "您好，请先跟您核对一下身份。");
        (await other.PostFormAsync($"{Home}/talks/{id}/leave")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Count(host, "practice_sessions").ShouldBe(1);
        (await agent.PostFormAsync($"{Home}/talks/{id}/leave")).Headers.Location!.ToString().ShouldBe(Home);
        (Count(host, "practice_sessions"), Count(host, "practice_turns")).ShouldBe((0, 0));

        // What has ended stays, with a debrief; other scenarios are not left but ended.
        var ended = await TalkAsync(agent, Crisis, "您好，请先跟您核对一下身份。");
        await EndAsync(agent, ended);
        (await agent.PostFormAsync($"{Home}/talks/{ended}/leave")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var card = await TextAsync(agent, $"{Home}/talks/{ended}/card");
        foreach (var line in new[] { "id=\"debrief\"", "12356", "988", "116 123" })
            card.ShouldContain(line);
        card.IndexOf("id=\"debrief\"", StringComparison.Ordinal).ShouldBeLessThan(card.IndexOf("id=\"total\"", StringComparison.Ordinal), "the person comes before the marks");
        var plain = await TalkAsync(agent, Scenario);
        (await agent.PostFormAsync($"{Home}/talks/{plain}/leave")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Count(host, "practice_sessions").ShouldBe(2);
    }

    [Fact]
    public async Task A_crisis_can_be_suggested_but_has_no_due_date_and_may_be_declined()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        (await trainer.PostFormAsync($"{Home}/cohort", ("trainee", "agent"), ("scenario", Crisis), ("due", "2026-12-05"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Count(host, "practice_assignments").ShouldBe(0);
        await trainer.PostFormAsync($"{Home}/cohort", ("trainee", "agent"), ("scenario", Crisis), ("due", ""));
        await trainer.PostFormAsync($"{Home}/cohort", ("trainee", "agent"), ("scenario", Scenario), ("due", ""));
        (await TextAsync(agent, $"{Home}/scenarios/{Crisis}")).ShouldContain("/declined");
        (await TextAsync(agent, $"{Home}/scenarios/{Scenario}")).ShouldNotContain("/declined");
        await agent.PostFormAsync($"{Home}/scenarios/{Crisis}/declined");
        (await agent.PostFormAsync($"{Home}/scenarios/{Scenario}/declined")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        host.Get<Store>().Read(db => db.Query<string>("SELECT scenario_id FROM practice_assignments").ToList()).ShouldBe([Scenario]);
    }

    [Fact]
    public async Task Passing_shows_its_day_and_that_it_expires_after_twelve_months()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        (await TextAsync(agent, Home)).ShouldNotContain("到期");
        var id = await TalkAsync(agent, Scenario, [.. host.Get<PracticeDesk>().Find(Scenario)!.Model]);
        await EndAsync(agent, id, "HRD-JOB", "失业，每期600.00元，以审核为准。");
        var today = host.Get<BankClock>().Today;
        var words = $"{Store.Day(today)} 通过";
        foreach (var (client, path) in new[] { (agent, Home), (agent, $"{Home}/people/agent"), (trainer, $"{Home}/cohort") })
        {
            var page = await TextAsync(client, path);
            page.ShouldContain(words, Case.Sensitive, path);
            page.ShouldContain($"{Store.Day(today.AddYears(1))} 到期", Case.Sensitive, path);
        }

        await host.Get<Store>().WriteAsync(db => db.Execute("UPDATE practice_sessions SET ended_at = @at", new { at = Store.Time(host.Get<BankClock>().Now.AddMonths(-12)) }));
        (await TextAsync(agent, Home)).ShouldContain($"{Store.Day(today)} 已到期");
    }

    [Fact]
    public async Task What_a_trainer_assigns_stands_on_top_until_it_is_passed_or_taken_back()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var other = await ConsoleClient.StartAsync(host, "agent2");
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        (await agent.PostFormAsync($"{Home}/cohort", ("trainee", "agent2"), ("scenario", Scenario))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await trainer.PostFormAsync($"{Home}/cohort", ("trainee", "somebody"), ("scenario", Scenario))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await trainer.PostFormAsync($"{Home}/cohort", ("trainee", "agent"), ("scenario", "none"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await trainer.PostFormAsync($"{Home}/cohort", ("trainee", "agent"), ("scenario", Scenario), ("due", "2020-01-01"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Count(host, "practice_assignments").ShouldBe(0);

        await trainer.PostFormAsync($"{Home}/cohort", ("trainee", "agent"), ("scenario", Scenario), ("due", "2026-12-01"));
        await trainer.PostFormAsync($"{Home}/cohort", ("trainee", "agent"), ("scenario", Scenario), ("due", "2026-12-05"));
        var mine = await TextAsync(agent, Home);
        mine.ShouldContain("2026-12-05 前完成");
        mine.ShouldNotContain("2026-12-01");
        mine.ShouldContain("马丽 安排");
        (await TextAsync(other, Home)).ShouldNotContain("id=\"assigned\"");

        var id = await TalkAsync(agent, Scenario, [.. host.Get<PracticeDesk>().Find(Scenario)!.Model]);
        await EndAsync(agent, id, "HRD-JOB", "失业，每期600.00元，以审核为准。");
        (await TextAsync(agent, Home)).ShouldNotContain("id=\"assigned\"", Case.Sensitive, "passed since it was assigned");
        await trainer.PostFormAsync($"{Home}/cohort/withdrawn", ("trainee", "agent"), ("scenario", Scenario));
        Count(host, "practice_assignments").ShouldBe(0);
    }

    [Fact]
    public async Task A_disputed_mark_becomes_a_calibration_case()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        var id = await TalkAsync(agent, Scenario, "您好，我叫周敏，本次对话全程记录。", Threat);
        await EndAsync(agent, id);
        var item = PracticeCard.Of(host.Get<PracticeDesk>().Session(id)!)!.Items.Single(one => one.Id == "B2");
        item.Mark.ShouldBe("none");
        (await agent.PostFormAsync($"{Home}/talks/{id}/marks", ("item", "B2"), ("wanted", "half"), ("reason", "说说而已"))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a learner cannot");
        foreach (var (wanted, reason) in new[] { ("none", "一样"), ("most", "没有这种分"), ("half", " ") })
            (await trainer.PostFormAsync($"{Home}/talks/{id}/marks", ("item", "B2"), ("wanted", wanted), ("reason", reason))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, wanted);
        Count(host, "practice_disputes").ShouldBe(0);

        await trainer.PostFormAsync($"{Home}/talks/{id}/marks", ("item", "B2"), ("wanted", "half"), ("reason", "语气重，但没有真去单位。"));
        (await TextAsync(agent, $"{Home}/talks/{id}/card")).ShouldContain("语气重，但没有真去单位。");
        (await TextAsync(trainer, $"{Home}/cohort")).ShouldContain("语气重，但没有真去单位。");
        var (status, json) = await host.CallAsync(HttpMethod.Get, "/api/practice/calibration", ServerHost.TrainerKey);
        status.ShouldBe(HttpStatusCode.OK);
        var made = json.EnumerateArray().ShouldHaveSingleItem();
        string Of(string name) => made.GetProperty(name).GetString()!;
        (Of("item"), Of("scored"), Of("wanted"), Of("reason"), Of("by")).ShouldBe(("B2", "none", "half", "语气重，但没有真去单位。", "trainer"));
        made.GetProperty("transcript").EnumerateArray().Select(turn => turn.GetProperty("text").GetString()).ShouldContain(Threat);
        made.GetProperty("case").GetProperty("total").GetDecimal().ShouldBe(10789.00m);
    }

    [Fact]
    public async Task The_cohort_shows_the_latest_five_talks_and_its_table_can_be_taken_away_which_is_noted()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        await EndAsync(agent, await TalkAsync(agent, Scenario, "您好，请问您贵姓？"));
        for (var i = 0; i < 5; i++)
            await EndAsync(agent, await TalkAsync(agent, Scenario, Threat));
        var row = PracticeFigures.Heat(host.Get<PracticeFigures>().Ended(null)).ShouldHaveSingleItem();
        (row.Trainee, row.Talks, row.Total, row.Shares["B2"]).ShouldBe(("agent", 5, 0d, 0d), "the sixth talk back, without a threat, no longer counts");
        var page = await TextAsync(trainer, $"{Home}/cohort");
        page.ShouldContain(Threat, Case.Sensitive, "the phrase is among the risky ones");
        page.ShouldContain("5 次，1 人");

        var csv = await trainer.GetAsync($"{Home}/cohort.csv");
        csv.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var table = Encoding.UTF8.GetString(await csv.Content.ReadAsByteArrayAsync());
        table.ShouldContain("得分率,agent,林晓,B2 没有虚假、威胁、误导,0.0000,5");
        table.ShouldContain(Threat);
        host.Get<Store>().Read(db => db.QuerySingle<string>("SELECT actor FROM audit WHERE kind = 'practice.csv'")).ShouldBe("trainer");
    }

    [Fact]
    public async Task The_library_narrows_by_family_difficulty_and_language()
    {
        await using var host = await ServerHost.StartAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        int Shown(string page) => page.Split("<article").Length - 1;
        var all = host.Get<PracticeDesk>().Scenarios.ToList();
        Shown(await TextAsync(agent, $"{Home}?locale=any")).ShouldBe(all.Count);
        Shown(await TextAsync(agent, Home)).ShouldBe(all.Count(one => one.Locale == "zh-CN"), "the language one reads comes first");
        Shown(await TextAsync(agent, $"{Home}?family=crisis&locale=any&difficulty=")).ShouldBe(all.Count(one => one.Family == "crisis"));
        Shown(await TextAsync(agent, $"{Home}?difficulty=5&locale=en-US")).ShouldBe(all.Count(one => one.Difficulty == 5 && one.Locale == "en-US"));
        Shown(await TextAsync(agent, $"{Home}?family=<script>&locale=any")).ShouldBe(all.Count);
    }

    private static int Count(ServerHost host, string table) => host.Get<Store>().Read(db => db.ExecuteScalar<int>($"SELECT COUNT(*) FROM {table}"));

    private static async Task<string> TextAsync(ConsoleClient client, string path)
    {
        var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Begins a talk and says lines until they are said or it is over.</summary>
    private static async Task<string> TalkAsync(ConsoleClient client, string scenario, params string[] lines)
    {
        var started = await client.PostFormAsync($"{Home}/scenarios/{scenario}", ("ready", "yes"), ("seed", "7"));
        started.StatusCode.ShouldBe(HttpStatusCode.Redirect, await started.Content.ReadAsStringAsync());
        var path = started.Headers.Location!.ToString();
        foreach (var line in lines)
        {
            var said = await client.PostFormAsync(path, ("text", line));
            said.StatusCode.ShouldBe(HttpStatusCode.Redirect, line);
            if (said.Headers.Location!.ToString().Contains("why=", StringComparison.Ordinal))
                break;
        }

        return path[(path.LastIndexOf('/') + 1)..];
    }

    private static async Task EndAsync(ConsoleClient client, string id, string disposition = "", string note = "") =>
        (await client.PostFormAsync($"{Home}/talks/{id}/card", ("disposition", disposition), ("note", note))).Headers.Location!.ToString().ShouldBe($"{Home}/talks/{id}/card");
}
