using System.Net;
using System.Text.Json;
using Assistant.Bot.Handoff;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The hand-off as a state machine: one holder, a silent assistant, promised times kept, nothing lost when nobody comes.</summary>
public sealed class HandOffTests
{
    private const string SecondKey = "test-key-of-a-second-agent";
    private static readonly StaffMember Anna = new("anna", "安娜", [], ReachesAll: true, IsConsole: false);

    [Fact]
    public async Task A_person_takes_over_speaks_and_gives_back()
    {
        await using var host = await StartAsync();
        var (talk, id) = await host.WaitingAsync();
        (await MessageAsync(host, talk, "您好")).Status.ShouldBe(HttpStatusCode.Conflict, "nobody holds it yet");
        (await PostAsync(host, $"/api/handoffs/{id}/accept")).Status.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(host, $"/api/handoffs/{id}/accept")).Status.ShouldBe(HttpStatusCode.Conflict, "one holder");
        (await PostAsync(host, $"/api/handoffs/{id}/accept", null, SecondKey)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await MessageAsync(host, talk, "您好", SecondKey)).Status.ShouldBe(HttpStatusCode.Forbidden, "the holder only");
        (await talk.SayAsync("在吗？我欠多少")).ShouldBeEmpty("the assistant is silent while a person holds the conversation");
        (await MessageAsync(host, talk, "您好，我是安娜，前面的我都看到了。")).Status.ShouldBe(HttpStatusCode.OK);
        (await talk.ReadAsync()).ShouldHaveSingleItem().Text.ShouldBe("您好，我是安娜，前面的我都看到了。");
        (await PostAsync(host, $"/api/handoffs/{id}/return")).Status.ShouldBe(HttpStatusCode.OK);
        (await talk.ReadAsync()).ShouldHaveSingleItem().Text.ShouldNotBeNullOrEmpty();
        (await talk.SayAsync("我欠多少")).ShouldNotBeEmpty("the assistant is back, with its state");
        (await PostAsync(host, $"/api/handoffs/{id}/close", new { disposition = "PTP" })).Status.ShouldBe(HttpStatusCode.Conflict);
        var (_, lines) = await host.CallAsync(HttpMethod.Get, $"/api/conversations/{talk.Id}/transcript", ServerHost.AgentKey);
        lines.EnumerateArray().Count(line => line.GetProperty("speaker").GetString() == "agent").ShouldBe(1);
    }

    /// <summary>Whoever says yes to the person's terms must not find the assistant's own plan recorded for it.</summary>
    [Fact]
    public async Task A_yes_after_a_person_held_the_conversation_is_not_for_the_terms_shown_before()
    {
        await using var host = await StartAsync();
        var talk = await host.TalkAsync("S1001");
        foreach (var line in new[] { "转人工", "我一个月最多还八百", "好的", "已看清" })
            await talk.SayAsync(line);
        var id = host.Get<Store>().Read(db => db.QueryFirst<string>("SELECT handoff_id FROM handoffs WHERE conversation_id = @Id", new { talk.Id }));
        await PostAsync(host, $"/api/handoffs/{id}/accept");
        (await MessageAsync(host, talk, "我帮您登记每月还一千，可以吗？")).Status.ShouldBe(HttpStatusCode.OK);
        await talk.SayAsync("同意");
        await PostAsync(host, $"/api/handoffs/{id}/return");
        await talk.SayAsync("同意");
        host.Get<RecordReader>().Of("S1001")["agreements"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_who_reach_for_the_same_one_gets_it()
    {
        await using var host = await StartAsync();
        var (_, id) = await host.WaitingAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync(host, $"/api/handoffs/{id}/accept", null, i % 2 == 0 ? ServerHost.AgentKey : SecondKey)));
        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(19);
    }

    [Theory]
    [InlineData("zh-CN", "转接 {0} 已被 anna 接手，不需要您再处理。", "转接 {0} 在“综合”队列里等候，不在您的队列里。", "转接 {0} 已结束，只有等候中的才能接手。")]
    [InlineData("en-US", "Hand-off '{0}' was taken by anna already.", "Hand-off '{0}' waits in queue General, which is not among yours.", "Hand-off '{0}' is closed; only one that is waiting can be taken.")]
    [InlineData("*", "Hand-off '{0}' was taken by anna already.", "Hand-off '{0}' waits in queue GENERAL, which is not among yours.", "Hand-off '{0}' is closed; only one that is waiting can be taken.")]
    public async Task Whoever_comes_too_late_reads_who_has_it(string language, string taken, string elsewhere, string over)
    {
        await using var host = await StartAsync();
        var (_, id) = await host.WaitingAsync();
        async Task<(HttpStatusCode, string?)> AcceptAsync(string key)
        {
            var (status, json) = await host.CallAsync(HttpMethod.Post, $"/api/handoffs/{id}/accept", key, null, ("Accept-Language", language));
            return (status, json.GetProperty("detail").GetString());
        }

        (await AcceptAsync(ServerHost.FraudKey)).ShouldBe((HttpStatusCode.Forbidden, elsewhere.Replace("{0}", id, StringComparison.Ordinal)));
        await PostAsync(host, $"/api/handoffs/{id}/accept");
        (await AcceptAsync(SecondKey)).ShouldBe((HttpStatusCode.Conflict, taken.Replace("{0}", id, StringComparison.Ordinal)));
        await PostAsync(host, $"/api/handoffs/{id}/close", new { disposition = "INF" });
        (await AcceptAsync(SecondKey)).ShouldBe((HttpStatusCode.Conflict, over.Replace("{0}", id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_line_the_review_stops_is_not_said_and_the_stop_is_on_record_without_the_words()
    {
        await using var host = await StartAsync();
        var (talk, id) = await host.WaitingAsync();
        await PostAsync(host, $"/api/handoffs/{id}/accept");
        var (status, problem) = await MessageAsync(host, talk, "再不还就去找您单位领导");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("findings")[0].GetProperty("rule").GetString().ShouldBe("third-party.employer");
        (await talk.ReadAsync()).ShouldBeEmpty();
        var mark = host.Get<Store>().Read(db => db.QuerySingle<(string Action, string Rules)>("SELECT action, rules FROM draft_marks"));
        mark.Action.ShouldBe("BLOCKED");
        mark.Rules.ShouldContain("third-party.employer");
    }

    /// <summary>Rules of hours and of stopped contact let an answer through; a line hours later is no answer.</summary>
    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)] // past the half hour it is we who reach out
    public async Task A_line_is_an_answer_only_for_a_while(int minutes, bool answers)
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync("转人工");
        world.Clock.Advance(TimeSpan.FromMinutes(minutes));
        world.Get<DraftReview>().ContextOf(talk.Id).Context.Flags.ContainsKey("debtor_initiated").ShouldBe(answers);
    }

    [Fact]
    public async Task At_the_console_a_conversation_given_back_is_not_read_on()
    {
        await using var host = await StartAsync();
        var (_, id) = await host.WaitingAsync();
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        (await agent.PostJsonAsync($"/api/handoffs/{id}/accept")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await agent.GetAsync($"/console/talks/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await agent.PostJsonAsync($"/api/handoffs/{id}/return")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await agent.GetAsync($"/console/talks/{id}/events?from=0")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_line_sent_twice_is_said_once_and_a_blank_is_not_sent()
    {
        await using var host = await StartAsync();
        var (talk, id) = await host.WaitingAsync();
        await PostAsync(host, $"/api/handoffs/{id}/accept");
        var first = await PostAsync(host, $"/api/conversations/{talk.Id}/messages", new { text = "我来帮您看。", id = "a1" });
        var second = await PostAsync(host, $"/api/conversations/{talk.Id}/messages", new { text = "我来帮您看。", id = "a1" });
        second.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        (await talk.ReadAsync()).Count.ShouldBe(1);
        (await MessageAsync(host, talk, "您的总欠款是［总欠款］。")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("S1001 123X", "S1001 ****")]
    [InlineData("案件S1001，后四位123x", "案件S1001，后四位****")]
    [InlineData("S1001 110101199003070123", "S1001 ****")]
    public async Task What_proved_the_identity_is_starred_for_whoever_takes_over(string said, string shown)
    {
        await using var host = await StartAsync();
        var talk = await host.TalkAsync();
        await talk.SayAsync(said);
        await talk.SayAsync("转人工");
        var (_, lines) = await host.CallAsync(HttpMethod.Get, $"/api/conversations/{talk.Id}/transcript", ServerHost.AgentKey);
        lines.EnumerateArray().First(line => line.GetProperty("speaker").GetString() == "debtor").GetProperty("text").GetString().ShouldBe(shown);
    }

    [Fact]
    public async Task Closing_needs_an_outcome_and_leaves_a_record()
    {
        await using var host = await StartAsync();
        var (talk, id) = await host.WaitingAsync();
        await PostAsync(host, $"/api/handoffs/{id}/accept");
        (await PostAsync(host, $"/api/handoffs/{id}/close", new { note = "x" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(host, $"/api/handoffs/{id}/close", new { disposition = "NOPE" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(host, $"/api/handoffs/{id}/close", new { disposition = "CBK", note = "约明天下午" })).Status.ShouldBe(HttpStatusCode.OK);
        var contact = host.Get<Store>().Read(db => db.QuerySingle<(string Disposition, string Actor)>("SELECT disposition, actor FROM contact_records WHERE conversation_id = @Id", new { talk.Id }));
        contact.ShouldBe(("CBK", "anna"));
        (await talk.ReadAsync()).ShouldHaveSingleItem("the cardholder is told");
        host.Get<Store>().Read(db => db.QuerySingle<string>("SELECT status FROM tickets WHERE conversation_id = @Id AND reason = 'ask_human'", new { talk.Id })).ShouldBe("CLOSED");
    }

    [Fact]
    public async Task Danger_heard_while_a_person_speaks_is_recorded_and_nothing_is_said_over_their_head()
    {
        await using var host = await StartAsync();
        var (talk, id) = await host.WaitingAsync();
        await PostAsync(host, $"/api/handoffs/{id}/accept");
        (await talk.SayAsync("活着没意思，不想活了")).ShouldBeEmpty();
        var row = host.Get<HandOffApi>().Row(Anna, id)!;
        row.DangerAt.ShouldNotBeNull();
        (row.Queue, row.Priority, row.Holder).ShouldBe(("CRISIS", 1, "anna"));
        host.Get<Store>().Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM protections WHERE kind = 'crisis' AND status = 'ACTIVE'")).ShouldBe(1);
        host.Get<Store>().Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox WHERE target = 'oncall'")).ShouldBe(1);
        await PostAsync(host, $"/api/handoffs/{id}/return");
        (await talk.ReadAsync()).ShouldHaveSingleItem().Text!.ShouldContain("12356", Case.Sensitive, "giving back keeps the number in view");
    }

    [Theory]
    [InlineData("accepted", "accepted")]
    [InlineData("failed", "timed_out")]
    [InlineData("completed", "waiting")] // not accepted yet: what does not fit changes nothing
    [InlineData("sleeping", "waiting")]
    public async Task The_banks_hub_says_what_became_of_it(string state, string then)
    {
        await using var host = await StartAsync();
        var (talk, id) = await host.WaitingAsync();
        var body = new { type = "event", name = "handoff.status", value = new { state }, from = new { id = "hub" } };
        (await host.CallAsync(HttpMethod.Post, talk.Path, talk.Token, body)).Status.ShouldBe(HttpStatusCode.OK);
        host.Get<HandOffApi>().Row(Anna, id)!.Status.ShouldBe("waiting", "a cardholder's own client moves nothing");
        (await host.CallAsync(HttpMethod.Post, talk.Path, ServerHost.Secret, body)).Status.ShouldBe(HttpStatusCode.OK);
        host.Get<HandOffApi>().Row(Anna, id)!.Status.ShouldBe(then);
    }

    [Fact]
    public async Task The_hand_off_is_announced_and_its_steps_too()
    {
        await using var host = await StartAsync();
        var (talk, id) = await host.WaitingAsync();
        await PostAsync(host, $"/api/handoffs/{id}/accept");
        var (_, set) = await host.CallAsync(HttpMethod.Get, talk.Path, talk.Token);
        var events = set.GetProperty("activities").EnumerateArray().Where(one => one.GetProperty("type").GetString() == "event").Select(one => one.GetProperty("name").GetString()).ToList();
        events.ShouldBe(["handoff.initiate", "handoff.status"]);
    }

    [Fact]
    public async Task Nobody_comes_in_time_and_the_cardholder_is_told_by_when_somebody_will()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync("转人工");
        var clock = world.Get<HandOffClock>();
        world.Clock.Advance(TimeSpan.FromMinutes(29));
        (await clock.LookAsync()).ShouldBe(0, "ten minutes of promise and twenty of patience are not over");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        (await clock.LookAsync()).ShouldBe(1);
        (await clock.LookAsync()).ShouldBe(0, "once");
        var last = world.Get<ActivityFeed>().Transcript(talk.Id)[^2].Activity.Text!;
        var ticket = world.Store.Read(db => db.QuerySingle<(string Id, string Due)>("SELECT ticket_id, due_at FROM tickets WHERE reason = 'handoff_timed_out'"));
        last.ShouldContain(ticket.Id);
        last.ShouldContain("2026年11月22日 18:00");
        await talk.SayAsync("转人工");
        world.Store.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM handoffs WHERE status = 'waiting'")).ShouldBe(1, "asking again opens another");
    }

    [Fact]
    public async Task Danger_to_life_never_times_out_and_whoever_is_on_call_is_paged_again()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync("活着没意思，不想活了");
        world.Clock.Advance(TimeSpan.FromMinutes(11));
        await world.Get<HandOffClock>().LookAsync();
        world.Store.Read(db => db.QuerySingle<string>("SELECT status FROM handoffs")).ShouldBe("waiting");
        world.Store.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox WHERE target = 'oncall'")).ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_holds_it_and_has_gone_loses_it_to_the_queue()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync("转人工");
        var id = world.Store.Read(db => db.QuerySingle<string>("SELECT handoff_id FROM handoffs"));
        (await world.Get<HandOffDesk>().AcceptAsync(id, Anna)).ShouldBeNull();
        world.Clock.Advance(TimeSpan.FromMinutes(30));
        await world.Get<HandOffClock>().LookAsync();
        world.Store.Read(db => db.QuerySingle<string>("SELECT status FROM handoffs")).ShouldBe("accepted", "the cardholder does not wait for anything");
        await talk.SayAsync("您还在吗");
        await world.Get<HandOffClock>().LookAsync();
        world.Store.Read(db => db.QuerySingle<(string, string?)>("SELECT status, holder FROM handoffs")).ShouldBe(("waiting", null));
        (await world.Get<HandOffDesk>().SayAsync(talk.Id, Anna, new("我回来了", null, [], null))).Refusal!.Status.ShouldBe(409, "who lost it cannot go on writing");
        (await world.Get<HandOffDesk>().AcceptAsync(id, Anna with { User = "bea" })).ShouldBeNull();
    }

    [Fact]
    public async Task A_turn_decided_while_somebody_took_over_is_decided_again_and_stays_silent()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync("转人工");
        var id = world.Store.Read(db => db.QuerySingle<string>("SELECT handoff_id FROM handoffs"));
        var turn = world.Get<IConversations>().Open(new() { Channel = "directline", ConversationId = talk.Id, UserId = "u", Key = "late", Activity = new() { Type = "message", Text = "我欠多少" } });
        turn.HeldByPerson.ShouldBeFalse();
        await world.Get<HandOffDesk>().AcceptAsync(id, Anna);
        var understood = await world.Get<IUnderstanding>().ReadAsync(turn, CancellationToken.None);
        var words = new Words { Outcome = new() { Skill = "figures", Action = "answer" }, Locale = "zh-CN", Text = "不该说出口的话" };
        await Should.ThrowAsync<StaleTurnException>(() => world.Get<IConversations>().SaveAsync(turn, understood, words));
    }

    private static Task<ServerHost> StartAsync() => ServerHost.StartAsync($"--Staff:Keys:3:Key={SecondKey}", "--Staff:Keys:3:User=bea", "--Staff:Keys:3:Roles=agent");

    private static Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(ServerHost host, string path, object? body = null, string key = ServerHost.AgentKey) => host.CallAsync(HttpMethod.Post, path, key, body);

    private static Task<(HttpStatusCode Status, JsonElement Json)> MessageAsync(ServerHost host, LineTalk talk, string text, string key = ServerHost.AgentKey) => PostAsync(host, $"/api/conversations/{talk.Id}/messages", new { text }, key);
}
