using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Assistant.Bot.Practice;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Tests.Support;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>Scenario drafts: who writes them, who approves them, what becomes of them, and what a draft from a real conversation may never hold.</summary>
public sealed class PracticeDraftTests
{
    private const string Api = "/api/practice/drafts";
    private const string Home = "/console/practice/drafts";
    private const string From = "job_loss-1.zh";
    private const string OtherTrainerKey = "test-key-of-another-trainer";
    private static readonly string[] OtherTrainer = [$"--Staff:Keys:3:Key={OtherTrainerKey}", "--Staff:Keys:3:User=tina", "--Staff:Keys:3:Roles=trainer"];

    [Fact]
    public async Task A_mistake_is_named_with_its_line_and_nothing_is_kept()
    {
        await using var host = await ServerHost.StartAsync();
        var text = Text(host);
        var line = text.Split('\n').ToList().FindIndex(one => one.StartsWith("persona:", StringComparison.Ordinal)) + 1;
        var (status, json) = await WriteAsync(host, text.Replace("persona: cooperative", "persona: jolly", StringComparison.Ordinal));
        (status, json.GetProperty("line").GetInt64()).ShouldBe((HttpStatusCode.UnprocessableEntity, line));
        json.GetProperty("correction").GetString()!.ShouldContain("'jolly' is not one of cooperative");

        foreach (var wrong in new[] { "", "x: [", new string('[', 5000), "? [a]\n: b", text + "\nmore: 1", text.Replace("principal: 9860.00", "principal: 99999999999999999999", StringComparison.Ordinal), text.Replace("days_overdue: 48", "days_overdue: 999999999", StringComparison.Ordinal), text.Replace("您好，我是用你们卡的", "{?另一种说法}", StringComparison.Ordinal), text.Replace("title: 厂子", "title: '' # ", StringComparison.Ordinal) })
            (await WriteAsync(host, wrong)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, wrong[..Math.Min(60, wrong.Length)]);
        Count(host).ShouldBe(0);
    }

    [Fact]
    public async Task An_agent_neither_writes_nor_reads_nor_approves()
    {
        await using var host = await ServerHost.StartAsync();
        var (_, json) = await WriteAsync(host, Text(host));
        var id = json.GetProperty("draftId").GetString();
        (await WriteAsync(host, Text(host), ServerHost.AgentKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.CallAsync(HttpMethod.Get, Api, ServerHost.AgentKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.CallAsync(HttpMethod.Post, $"{Api}/{id}/approve", ServerHost.AgentKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        foreach (var path in new[] { Home, $"{Home}/new", $"{Home}/{id}" })
        {
            (await agent.GetAsync(path)).Headers.Location!.ToString().ShouldContain("/console/denied", Case.Sensitive, path);
            (await trainer.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        (await trainer.GetAsync($"{Home}/from")).Headers.Location!.ToString().ShouldContain("/console/denied", Case.Sensitive, "real conversations are a supervisor's");
        Count(host).ShouldBe(1);
    }

    [Fact]
    public async Task A_draft_waits_for_somebody_else_and_is_then_practised_on_every_node()
    {
        await using var host = await ServerHost.StartAsync(OtherTrainer);
        await using var second = await ServerHost.StartAsync($"--ConnectionStrings:Store=Data Source={host.StorePath}");
        var (_, json) = await WriteAsync(host, Text(host).Replace("厂子搬走了，想慢慢还", "自己写的场景", StringComparison.Ordinal));
        var id = json.GetProperty("draftId").GetString()!;
        var scenario = ScenarioLibrary.IdOf(id);
        (await host.CallAsync(HttpMethod.Post, $"{Api}/{id}/approve", ServerHost.TrainerKey)).Status.ShouldBe(HttpStatusCode.Forbidden, "tom made it");
        Ids(await host.CallAsync(HttpMethod.Get, "/api/practice/scenarios", ServerHost.AgentKey)).ShouldNotContain(scenario);
        Ids(await second.CallAsync(HttpMethod.Get, "/api/practice/scenarios", ServerHost.AgentKey)).ShouldNotContain(scenario);
        (await StartAsync(host, scenario)).Status.ShouldBe(HttpStatusCode.NotFound, "what waits is not in the library");

        (await host.CallAsync(HttpMethod.Post, $"{Api}/{id}/approve", OtherTrainerKey)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.CallAsync(HttpMethod.Post, $"{Api}/{id}/approve", OtherTrainerKey)).Status.ShouldBe(HttpStatusCode.Conflict);
        foreach (var node in new[] { host, second })
        {
            Ids(await node.CallAsync(HttpMethod.Get, "/api/practice/scenarios", ServerHost.AgentKey)).ShouldContain(scenario);
            var (status, talk) = await StartAsync(node, scenario);
            status.ShouldBe(HttpStatusCode.OK);
            (await node.CallAsync(HttpMethod.Post, $"/api/practice/sessions/{talk.GetProperty("sessionId").GetString()}/turns", ServerHost.AgentKey, new { text = "您好，我叫周敏，本次对话全程记录。" })).Json.GetProperty("reply").GetString().ShouldNotBeNullOrEmpty();
        }

        var (_, list) = await host.CallAsync(HttpMethod.Get, Api, ServerHost.TrainerKey);
        var one = list.EnumerateArray().ShouldHaveSingleItem();
        (one.GetProperty("title").GetString(), one.GetProperty("madeBy").GetString(), one.GetProperty("approvedBy").GetString()).ShouldBe(("自己写的场景", "tom", "tina"));
    }

    [Fact]
    public async Task The_form_keeps_what_was_typed_and_a_second_person_tries_and_approves()
    {
        await using var host = await ServerHost.StartAsync();
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        var fields = DraftForm.Of(Text(host)).Fields;
        (string, string)[] With(string key, string value) => [.. fields.Select(field => (field.Key, field.Key == key ? value : field.Value))];
        var facts = fields["facts"].Split('\n');
        var wrong = await trainer.PostFormAsync($"{Home}/new", With("facts", string.Join('\n', facts.Select(one => one.Replace("about: means", "about: <weather>", StringComparison.Ordinal)))));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.Content.ReadAsStringAsync();
        page.ShouldContain($"“没有一开始就说的事”第 {Array.FindIndex(facts, one => one.Contains("about: means", StringComparison.Ordinal)) + 1} 行");
        page.ShouldContain("about: &lt;weather&gt;");
        page.ShouldContain("厂子搬走了，想慢慢还");
        Count(host).ShouldBe(0);

        var kept = await trainer.PostFormAsync($"{Home}/new", With("title", "it's: 'quoted' # {title}"));
        kept.StatusCode.ShouldBe(HttpStatusCode.Redirect, await kept.Content.ReadAsStringAsync());
        var path = kept.Headers.Location!.ToString().Split('?')[0];
        var scenario = ScenarioLibrary.IdOf(path[(path.LastIndexOf('/') + 1)..]);
        var read = host.Get<ScenarioLibrary>().Waiting(scenario).ShouldNotBeNull();
        (read.Title, read.Facts.Count, read.Model.Count).ShouldBe(("it's: 'quoted' # {title}", 3, 9));
        (await trainer.PostFormAsync($"{path}/approved")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await trainer.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var talk = (await supervisor.PostFormAsync($"{path}/try")).Headers.Location!.ToString();
        talk.ShouldStartWith("/console/practice/talks/");
        (await supervisor.PostFormAsync(talk, ("text", "您好，我叫周敏。"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await supervisor.PostFormAsync($"{path}/approved")).Headers.Location!.ToString().ShouldBe($"/console/practice/scenarios/{scenario}");
        (await supervisor.GetAsync($"/console/practice/scenarios/{scenario}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await trainer.PostFormAsync(path, With("title", "x"))).StatusCode.ShouldBe(HttpStatusCode.Conflict, "what is approved stays");
        (await trainer.PostFormAsync($"{path}/withdrawn")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await supervisor.GetAsync(talk)).StatusCode.ShouldBe(HttpStatusCode.OK, "the talk that tried it goes on");
    }

    [Theory]
    [InlineData("crisis-2.en", "suicidal_hint")]
    [InlineData("job_loss-1.zh", null)]
    public async Task What_the_first_words_mean_stays_with_a_draft_started_from_another_scenario(string from, string? means)
    {
        await using var host = await ServerHost.StartAsync();
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        var page = await (await trainer.GetAsync($"{Home}/new?from={from}")).Content.ReadAsStringAsync();
        var field = Regex.Match(page, "name=\"opening_means\" value=\"([^\"]*)\"");
        field.Success.ShouldBeTrue(page);
        var kept = await trainer.PostFormAsync($"{Home}/new", [.. DraftForm.Of(host.Get<ScenarioLibrary>().TextOf(from)!).Fields.Select(one => (one.Key, one.Key == "opening_means" ? field.Groups[1].Value : one.Value))]);
        kept.StatusCode.ShouldBe(HttpStatusCode.Redirect, await kept.Content.ReadAsStringAsync());
        var draft = host.Get<DraftDesk>().All().ShouldHaveSingleItem();
        host.Get<ScenarioLibrary>().Waiting(draft.ScenarioId).ShouldNotBeNull().OpeningMeans.ShouldBe(means);
    }

    [Fact]
    public async Task Who_changes_a_draft_made_it()
    {
        await using var host = await ServerHost.StartAsync();
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        var (_, json) = await WriteAsync(host, Text(host));
        var id = json.GetProperty("draftId").GetString();
        var changed = DraftForm.Of(Text(host)).Fields.Select(field => (field.Key, field.Key == "title" ? "改过了" : field.Value));
        (await supervisor.PostFormAsync($"{Home}/{id}", [.. changed])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await supervisor.PostFormAsync($"{Home}/{id}/approved")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.CallAsync(HttpMethod.Post, $"{Api}/{id}/approve", ServerHost.TrainerKey)).Status.ShouldBe(HttpStatusCode.OK, "tom sees now what the supervisor made of it");
    }

    [Fact]
    public async Task A_draft_of_a_real_conversation_tells_nothing_of_the_person_and_waits_until_it_is_written()
    {
        await using var host = await ServerHost.StartAsync();
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        using var trainer = await ConsoleClient.StartAsync(host, "trainer");
        var found = host.Get<Cases>().LoadForStaff("S1001", "test")!;
        var (holder, file) = (found.Holder.Value, found.Account.File);
        string[] secrets = [holder.Name, holder.Name[1..], holder.Mobile, holder.IdLast4, file.CardLast4, "S1001", "13912345678", "6222", "0815", "liu@example.com", "文三路", "杭州", "富士康", "王建国", "李梅", "3500", "三千五", "4321", "wx_abc"];
        var id = await ToldAsync(host, $"我失业了，你们说我欠{file.TotalDue.Amount:0.00}元，我想分期还", $"我叫{holder.Name}，之前在杭州富士康上班，上个月被裁员失业了，还不上钱", "我现在每个月只能拿出3500元，三千五再多就没有了", $"你们打我另一个号码13912345678，或者{holder.Mobile}，我朋友王建国也知道我失业了", "我住在文三路88号3单元，工作没了找了两个月也没找到", "卡号6222 0215 0000 0815，我想分期慢慢还", "我老婆李梅也失业了，微信wx_abc，邮箱liu@example.com，没收入怎么还");
        var path = (await supervisor.PostFormAsync($"{Home}/from", ("conversation", id))).Headers.Location?.ToString().Split('?')[0];
        path.ShouldNotBeNull();
        var draft = host.Get<DraftDesk>().All().ShouldHaveSingleItem();
        var own = draft.Text.Split('\n').Where(line => line.TrimStart().StartsWith("- '", StringComparison.Ordinal)).ToList();
        foreach (var secret in secrets)
            string.Join('\n', own).ShouldNotContain(secret, Case.Insensitive, secret);
        draft.Text.ShouldNotContain(id);
        own.ShouldContain(line => line.Contains("失业", StringComparison.Ordinal), draft.Text);
        own.Any(line => line.Any(char.IsAsciiDigit)).ShouldBeFalse(string.Join('\n', own));
        draft.Text.ShouldContain("{total}");
        DraftForm.Of(draft.Text).Fields["family"].ShouldBe("job_loss");
        foreach (var kind in new[] { "name", "phone", "amount", "address", "email" })
            draft.Masks.Keys.ShouldContain(kind);

        var page = await (await supervisor.GetAsync(path)).Content.ReadAsStringAsync();
        page.ShouldContain("已经遮住的内容");
        (await trainer.PostFormAsync($"{path}/approved")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "places are still to be written");
        host.Get<Store>().Read(db => db.QuerySingle<(string, string)>("SELECT actor, subject FROM audit WHERE kind = 'practice.draft'")).ShouldBe(("supervisor", id));
        host.Get<Store>().Read(db => host.Get<AuditChain>().Verify(db)).BrokenAt.ShouldBeNull();

        var written = 0;
        var whole = string.Join('\n', draft.Text.Split('\n').Select(line => line.Contains("{?", StringComparison.Ordinal) ? $"{line[..line.IndexOf('-', StringComparison.Ordinal)]}- 补写的第{++written}句话" : line));
        await host.Get<DraftDesk>().ChangeAsync(draft.DraftId, whole, "supervisor");
        (await supervisor.PostFormAsync($"{path}/approved")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await trainer.PostFormAsync($"{path}/approved")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("活着没意思，我不想活了")]
    [InlineData("我得了癌症，每周都要化疗")]
    [InlineData("我老公打我，工资都被他拿走了")]
    [InlineData("我妈上周去世了，我什么心思都没有")]
    [InlineData("我今年十五岁，这卡是我妈的")]
    [InlineData("我还在上初中，这个要还多少")]
    public async Task Talks_of_danger_illness_grief_abuse_and_minors_are_never_used(string said)
    {
        await using var host = await ServerHost.StartAsync();
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        var talk = await host.TalkAsync("S1001");
        await talk.SayAsync("我失业了，还不上钱");
        await talk.SayAsync(said);
        await EndAsync(host, talk.Id);
        var answer = await supervisor.PostFormAsync($"{Home}/from", ("conversation", talk.Id));
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("这通对话不能用");
        page.ShouldNotContain(said);
        Count(host).ShouldBe(0);
        host.Get<Store>().Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM audit WHERE kind = 'practice.draft'")).ShouldBe(0);
    }

    [Theory]
    [InlineData("INSERT INTO protections (protection_id, case_no, conversation_id, kind, status, opened_at) SELECT 'P-1', 'S1001', conversation_id, 'illness', 'CLEARED', started_at FROM conversations WHERE conversation_id = @id")]
    [InlineData("INSERT INTO handoffs (handoff_id, case_no, conversation_id, queue, reason, priority, status, created_at, due_at) SELECT 'H-1', 'S1001', conversation_id, 'CRISIS', 'x', 1, 'closed', started_at, started_at FROM conversations WHERE conversation_id = @id")]
    public async Task A_protection_that_stood_or_a_private_queue_is_enough(string sql)
    {
        await using var host = await ServerHost.StartAsync();
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        var id = await ToldAsync(host, "我失业了，还不上钱");
        await host.Get<Store>().WriteAsync(db => db.Execute(sql, new { id }));
        (await supervisor.PostFormAsync($"{Home}/from", ("conversation", id))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        Count(host).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_there_or_goes_on_is_said_so()
    {
        await using var host = await ServerHost.StartAsync();
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        var (talk, _) = await host.WaitingAsync();
        (await supervisor.PostFormAsync($"{Home}/from", ("conversation", talk.Id))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await supervisor.PostFormAsync($"{Home}/from", ("conversation", "none"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var silent = await ToldAsync(host, "你好");
        (await supervisor.PostFormAsync($"{Home}/from", ("conversation", silent))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Count(host).ShouldBe(0);
    }

    private static string Text(ServerHost host) => host.Get<ScenarioLibrary>().TextOf(From)!;

    private static int Count(ServerHost host) => host.Get<Store>().Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM practice_drafts"));

    private static Task<(HttpStatusCode Status, JsonElement Json)> WriteAsync(ServerHost host, string text, string key = ServerHost.TrainerKey) => host.CallAsync(HttpMethod.Post, Api, key, new { text });

    private static Task<(HttpStatusCode Status, JsonElement Json)> StartAsync(ServerHost host, string scenario) => host.CallAsync(HttpMethod.Post, "/api/practice/sessions", ServerHost.AgentKey, new { scenarioId = scenario, trainee = "anna", seed = 7 });

    private static List<string> Ids((HttpStatusCode Status, JsonElement Json) answer) => [.. answer.Json.EnumerateArray().Select(one => one.GetProperty("scenarioId").GetString()!)];

    private static async Task<string> ToldAsync(ServerHost host, params string[] lines)
    {
        var talk = await host.TalkAsync("S1001");
        foreach (var line in lines)
            await talk.SayAsync(line);
        await EndAsync(host, talk.Id);
        return talk.Id;
    }

    private static Task<int> EndAsync(ServerHost host, string conversationId) => host.Get<Store>().WriteAsync(db => db.Execute("UPDATE handoffs SET status = 'closed', ended_at = @at WHERE conversation_id = @conversationId", new { conversationId, at = Store.Time(host.Get<BankClock>().Now) }));
}
