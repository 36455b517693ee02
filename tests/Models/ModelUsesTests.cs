using System.Text.Json;
using Assistant.Bot.Models;
using Assistant.Bot.Practice;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Skills;
using Assistant.Skills.Coaching;
using Assistant.Tests.Simulators;

namespace Assistant.Tests.OfModels;

/// <summary>What a model may choose and draft, and what never passes.</summary>
public sealed class ModelUsesTests
{
    [Theory]
    [InlineData("""{"forms":[2],"order":[1]}""", null, "courtesy.noted~2")]
    [InlineData("""{"forms":[1],"order":[1]}""", null, "courtesy.noted")]
    [InlineData("""{"forms":[9],"order":[1]}""", "no-such-form", null)]
    [InlineData("""{"forms":[2,2],"order":[1]}""", "no-such-form", null)]
    [InlineData("""{"forms":[2],"order":[1,1]}""", "no-order", null)]
    [InlineData("""{"forms":[0],"order":[1]}""", "schema: $.forms[0] is below 1", null)]
    [InlineData("""{"forms":[2],"order":[1],"text":"免了"}""", "schema: $ has a field nobody asked for", null)]
    public async Task A_wording_is_chosen_by_number_among_approved_ones(string answer, string? caught, string? form)
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(answer));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "wording"));
        var outcome = new Outcome { Skill = "courtesy", Action = "answer", Says = [new("courtesy.noted")] };
        var chosen = await world.Get<ModelWording>().ChooseAsync(TurnOf("好"), outcome, "zh-CN", CancellationToken.None);
        chosen.Forms.GetValueOrDefault("courtesy.noted").ShouldBe(form);
        Support.Models.Caught(world).ShouldBe([caught]);
        world.Get<Bot.Reply.ReplyWriter>().Write(chosen, "zh-CN").Text.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Parts_that_may_not_move_stay_where_they_are()
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says("""{"forms":[1,1],"order":[2,1]}"""));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "wording"));
        var outcome = new Outcome { Skill = "courtesy", Action = "answer", Says = [new("clarify.sorry"), new("clarify.ask")] };
        (await world.Get<ModelWording>().ChooseAsync(TurnOf("好"), outcome, "zh-CN", CancellationToken.None)).Says.Select(say => say.ReplyId).ShouldBe(["clarify.sorry", "clarify.ask"]);
        Support.Models.Caught(world).ShouldBe(["moved"]);
    }

    [Fact]
    public async Task No_value_of_an_account_is_in_a_request_for_wording()
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says("""{"forms":[1],"order":[1]}"""));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "wording, understanding"));
        var talk = await world.TalkAsync("S1001");
        foreach (var line in new[] { "我一共欠多少", "利息怎么来的", "每个月还八百行不行", "第一个", "算了", "好的谢谢", "那什么，就是那个嘛，你懂的", "再见" })
            await talk.SayAsync(line);
        endpoint.Requests.ShouldNotBeEmpty();
        foreach (var request in endpoint.Requests)
        {
            request.Text.ShouldNotContain("23418");
            request.Text.ShouldNotContain("23,418");
            request.Text.ShouldNotContain("S1001");
            request.Text.ShouldNotContain("陈晓明");
        }
    }

    [Theory]
    [InlineData("""{"sentences":[2,1]}""", null)]
    [InlineData("""{"sentences":[1,1]}""", "no-such-sentence")]
    [InlineData("""{"sentences":[24]}""", "no-such-sentence")]
    [InlineData("""{"sentences":[]}""", "schema: $.sentences has too few items")]
    [InlineData("""{"sentences":[1,2,3,4]}""", "schema: $.sentences has too many items")]
    [InlineData("""{"sentences":[1],"line":"先给您免掉五百块利息。"}""", "schema: $ has a field nobody asked for")]
    [InlineData("""{"line":"我帮您申请减免利息，好吗？"}""", "schema: $.sentences is missing")]
    public async Task A_line_for_an_agent_is_made_of_approved_sentences(string reply, string? caught)
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(reply));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "coach"));
        var scripts = world.Get<ScriptFiles>().RankerOf("zh-CN").Best(new("客户拿不出钱", "我也想还，可是真拿不出来", []), 6).Select(one => one.Script).Where(script => !script.IsBeforeVerification && script.Risk != Script.DangerToLife).Take(3).ToList();
        var composed = await world.Get<ModelCoach>().ComposeAsync(null, "我也想还，可是真拿不出来", scripts, "zh-CN", null, new(), CancellationToken.None);
        Support.Models.Caught(world).ShouldBe([caught]);
        (composed is null).ShouldBe(caught is not null);
        var sentences = endpoint.Requests[0].Messages[0].Text.Split('\n').Where(line => char.IsAsciiDigit(line[0])).Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]).ToList();
        sentences.ShouldAllBe(sentence => scripts.Any(script => script.Text.ReplaceLineEndings(" ").Contains(sentence, StringComparison.Ordinal)));
        if (composed is { Line: var line })
            line.ShouldBe(sentences[1] + sentences[0]);
    }

    [Theory]
    [InlineData("zh-CN", "我也想还，可是真拿不出来")]
    [InlineData("en-US", "I lost my job and I just can't pay that much")]
    public async Task A_draft_is_asked_for_by_name_and_comes_first_beside_the_approved_lines(string locale, string last)
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says("""{"sentences":[2,1]}"""));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "coach"));
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext { User = new(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Name, "li"), new(System.Security.Claims.ClaimTypes.Role, "agent")], "test")) };
        var api = world.Get<SuggestionApi>();
        var without = await api.SuggestAsync(http, JsonSerializer.SerializeToElement(new { last, locale, context = new { verified = true } }));
        endpoint.Requests.ShouldBeEmpty("nobody asked for a draft");
        var with = await api.SuggestAsync(http, JsonSerializer.SerializeToElement(new { last, locale, draft = true, context = new { verified = true } }));
        endpoint.Requests.Count.ShouldBe(1);
        with[0]!["scriptId"]!.ToString().ShouldBe("draft");
        with.Skip(1).Select(line => line!["text"]!.ToString()).ShouldBe(without.Take(4).Select(line => line!["text"]!.ToString()));
        Support.Models.Caught(world).ShouldBe([null]);
    }

    [Theory]
    [InlineData("""{"before":1,"after":2}""", "唉，我上个月下岗了。真的。", null)]
    [InlineData("""{"before":0,"after":0}""", "我上个月下岗了。", null)]
    [InlineData("""{"before":12,"after":12}""", "我上个月下岗了。", "no-such-piece")]
    [InlineData("""{"line":"我不还了"}""", "我上个月下岗了。", "schema: $.before is missing")]
    public async Task A_simulated_persons_manner_is_chosen_and_their_words_stay(string reply, string said, string? caught)
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(reply));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "practice"));
        var scenario = world.Get<PracticeDesk>().Scenarios.First(one => one.Locale == "zh-CN");
        (await world.Get<ModelPersona>().SayAsync("我上个月下岗了。", scenario, scenario.Mood, "您能还多少？", new(), CancellationToken.None)).ShouldBe(said);
        Support.Models.Caught(world).ShouldBe([caught]);
    }

    [Fact]
    public async Task What_is_kept_of_a_practice_talk_is_what_the_trainee_read()
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says("""{"before":1,"after":0}"""));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "practice"));
        var desk = world.Get<PracticeDesk>();
        var (session, _) = await desk.StartAsync(desk.Scenarios.First(one => one.Locale == "zh-CN").Id, "zhang", 1, null, "zhang");
        var reply = await desk.SayAsync(session.SessionId, "您好，我是银行的客服小李。请问您最近是遇到什么困难了吗？");
        reply.Text.ShouldStartWith("唉，");
        desk.Turns(session.SessionId)[^1].Text.ShouldBe(reply.Text);
    }

    [Theory]
    [InlineData("""{"pieces":[{"turn":2,"quote":"厂里上个月停工了"}]}""", null)]
    [InlineData("""{"pieces":[{"turn":1,"quote":"厂里上个月停工了"}]}""", "not-said")] // in another turn
    [InlineData("""{"pieces":[{"turn":2,"quote":"厂里上个月停工了"},{"turn":3,"quote":"能还六千"}]}""", "not-said")] // one invented drops all
    [InlineData("""{"pieces":[{"turn":2,"quote":"。"}]}""", "not-said")] // nothing in it
    public async Task A_summary_is_words_of_the_cardholder_found_in_their_turn(string reply, string? caught)
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(reply));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "summary"));
        var talk = await world.TalkAsync("S1001");
        foreach (var line in new[] { "我想问一下我的卡", "厂里上个月停工了，工资只发了一半", "每个月最多能还六百", "转人工" })
            await talk.SayAsync(line);
        var row = world.Store.Read(db => Dapper.SqlMapper.QuerySingle<Bot.Handoff.HandOffRow>(db, $"SELECT {Bot.Handoff.HandOffRow.Columns} FROM handoffs"));
        await world.Get<ModelSummary>().PrepareAsync(row.Id, CancellationToken.None);
        Support.Models.Caught(world).ShouldBe([caught]);
        var summary = world.Get<Bot.Handoff.ContextPack>().Of(row, new("li", "Li", ["GENERAL"], true, false))["summary"]!.ToString();
        summary.Contains("第 2 轮说：“厂里上个月停工了”", StringComparison.Ordinal).ShouldBe(caught is null);
    }

    private static Bot.Turns.Turn TurnOf(string text) => new(new() { Channel = "test", ConversationId = "c1", UserId = "u1", Activity = new() { Type = "message", Text = text } }, new(), 0, World.Morning);
}
