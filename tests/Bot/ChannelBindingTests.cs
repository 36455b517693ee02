using System.Net;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Tests.OfBot;

/// <summary>A user whom the channel knows again: a proof holds for a day, a link of the bank's proves nothing, and whoever else is there ends it.</summary>
public sealed class ChannelBindingTests
{
    [Fact]
    public async Task A_proved_identity_holds_for_a_day_and_then_the_last_four_alone_are_asked_for()
    {
        await using var world = await World.WithSamplesAsync();
        await SayAsync(world, "S1003 5518");
        world.Clock.Advance(TimeSpan.FromHours(5));
        (await SayAsync(world, "我欠多少？")).ShouldContain("6,610.10");
        (await SayAsync(world, "我欠多少？", talk: "another-conversation")).ShouldContain("6,610.10");
        world.Clock.Advance(TimeSpan.FromHours(20));
        var asked = await SayAsync(world, "我欠多少？");
        asked.ShouldContain("证件号码的后四位");
        asked.ShouldNotContain("案件编号");
        asked.ShouldNotContain("6,610.10");
        (await SayAsync(world, "5518")).ShouldContain("6,610.10");
    }

    [Fact]
    public async Task Fifteen_idle_minutes_still_end_it_where_the_channel_does_not_know_its_users()
    {
        await using var world = await World.WithSamplesAsync();
        await SayAsync(world, "S1003 5518", binds: false);
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        (await SayAsync(world, "我欠多少？", binds: false)).ShouldNotContain("6,610.10");
    }

    [Theory]
    [InlineData("退出登录", 1, "后四位")] // asked for the last four again, though bound
    [InlineData("解除绑定", 0, "案件编号")]
    [InlineData("你们找错人了，我不是他", 0, "本人")]
    [InlineData("我是他老婆，我帮他问", 0, "本人")]
    public async Task Leaving_unbinding_or_being_somebody_else_ends_the_days_proof(string words, int bindings, string then)
    {
        await using var world = await World.WithSamplesAsync();
        await SayAsync(world, "S1003 5518");
        await SayAsync(world, words);
        world.Scalar<int>("SELECT COUNT(*) FROM bindings").ShouldBe(bindings);
        var answer = await SayAsync(world, "我欠多少？");
        answer.ShouldNotContain("6,610.10");
        answer.ShouldContain(then);
        (await SayAsync(world, "我欠多少？", talk: "another-conversation")).ShouldNotContain("6,610.10");
    }

    [Fact]
    public async Task Three_wrong_last_fours_close_it_although_the_user_is_bound()
    {
        await using var world = await World.WithSamplesAsync();
        await SayAsync(world, "S1003 5518");
        world.Clock.Advance(TimeSpan.FromHours(25));
        await SayAsync(world, "我欠多少？");
        foreach (var wrong in new[] { "1111", "2222", "3333" })
            (await SayAsync(world, wrong)).ShouldNotContain("6,610.10");
        (await SayAsync(world, "S1003 5518")).ShouldContain("暂停");
    }

    [Fact]
    public async Task Erasing_the_case_forgets_who_was_bound_to_it()
    {
        await using var world = await World.WithSamplesAsync();
        await SayAsync(world, "S1003 5518");
        await world.Get<Erasure>().EraseAsync("S1003", "test");
        world.Scalar<int>("SELECT COUNT(*) FROM bindings").ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_was_forgotten_may_write_again_and_is_nobody()
    {
        await using var talk = await WeChatTalk.StartAsync();
        await talk.SayAsync("S1003 5518");
        await talk.Host.Get<Erasure>().EraseAsync("S1003", "test");
        talk.Scalar<string>("SELECT address_box FROM channel_talks").ShouldBeEmpty();
        (await talk.SayAsync("我欠多少？")).ShouldContain("案件编号");
        talk.Conversations.Count.ShouldBe(2);
        talk.Platform.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_code_of_the_banks_binds_once_and_proves_nothing()
    {
        await using var talk = await WeChatTalk.StartAsync();
        var (status, link) = await talk.Host.CallAsync(HttpMethod.Post, "/api/wechat/links", ServerHost.AgentKey, new { caseNo = "S1003" });
        status.ShouldBe(HttpStatusCode.OK, link.ToString());
        var scene = link.GetProperty("scene").GetString()!;
        var asked = (await talk.User.SubscribeAsync(scene))!.Text;
        asked.ShouldContain("证件号码的后四位");
        asked.ShouldNotContain("案件编号");
        asked.ShouldNotContain("3345", Case.Sensitive, "not even the card is named before the last four");
        (await talk.SayAsync("5518")).ShouldContain("身份已核对");
        var other = talk.Platform.NewUser();
        (await other.ScanAsync(scene))?.Text.ShouldNotContain("后四位");
        talk.Scalar<int>("SELECT COUNT(*) FROM bindings").ShouldBe(1);
        await talk.User.UnsubscribeAsync();
        talk.Scalar<int>("SELECT COUNT(*) FROM bindings").ShouldBe(0);
        await talk.User.SubscribeAsync();
        (await talk.SayAsync("我欠多少？")).ShouldContain("案件编号");
    }

    [Fact]
    public async Task A_link_opened_within_WeChat_binds_whoever_opened_it()
    {
        await using var talk = await WeChatTalk.StartAsync();
        var (_, link) = await talk.Host.CallAsync(HttpMethod.Post, "/api/wechat/links", ServerHost.AgentKey, new { caseNo = "S1003" });
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var away = await browser.GetAsync(link.GetProperty("url").GetString());
        away.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using (var looked = await browser.GetAsync(talk.User.Authorize(away.Headers.Location!, isSnapshot: true)))
            (await looked.Content.ReadAsStringAsync()).ShouldContain("过期", Case.Sensitive, "a virtual visitor is nobody");
        using var back = await browser.GetAsync(talk.User.Authorize(away.Headers.Location!));
        (await back.Content.ReadAsStringAsync()).ShouldContain("后四位");
        using var again = await browser.GetAsync(talk.Platform.NewUser().Authorize(away.Headers.Location!));
        (await again.Content.ReadAsStringAsync()).ShouldContain("过期");
        (await talk.SayAsync("我欠多少？")).ShouldNotContain("案件编号");
        (await talk.SayAsync("5518")).ShouldContain("6,610.10");
    }

    [Theory]
    [InlineData("{\"caseNo\":\"S9999\"}", ServerHost.AgentKey, HttpStatusCode.NotFound)]
    [InlineData("{}", ServerHost.AgentKey, HttpStatusCode.BadRequest)]
    [InlineData("{\"caseNo\":\"S1003\"}", null, HttpStatusCode.Unauthorized)]
    [InlineData("{\"caseNo\":\"S1003\"}", ServerHost.TrainerKey, HttpStatusCode.Forbidden)]
    [InlineData("{\"caseNo\":\"S1003\"}", ServerHost.FraudKey, HttpStatusCode.Forbidden)] // out of its queues' reach
    public async Task Links_are_made_for_staff_and_cases_within_reach(string body, string? key, HttpStatusCode status)
    {
        await using var talk = await WeChatTalk.StartAsync();
        (await talk.Host.CallAsync(HttpMethod.Post, "/api/wechat/links", key, body)).Status.ShouldBe(status);
    }

    private static int sent;

    private static async Task<string> SayAsync(World world, string text, string talk = "wechat-1", bool binds = true)
    {
        var conversation = $"{talk}{(binds ? "" : "-plain")}";
        InboundMessage Message(string type, string key) => new()
        {
            Channel = "wechat", ConversationId = conversation, UserId = "somebody", Binds = binds, Key = key, Activity = new() { Type = type, Text = text, From = new() { Id = "somebody", Role = "user" } },
        };
        var pipeline = world.Get<TurnPipeline>();
        var arrived = await pipeline.RunAsync(Message("conversationUpdate", "start"), CancellationToken.None);
        var said = await pipeline.RunAsync(Message("message", $"k{Interlocked.Increment(ref sent)}"), CancellationToken.None);
        return string.Join("\n", arrived.Activities.Concat(said.Activities).Where(activity => activity.From?.Role == "bot").Select(activity => activity.Text));
    }
}
