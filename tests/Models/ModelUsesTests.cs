using System.Text.Json;
using Assistant.Bot.Models;
using Assistant.Bot.Practice;
using Assistant.Bot.Staff;
using Assistant.Skills;
using Assistant.Skills.Conduct;
using Assistant.Tests.Simulators;
using Assistant.Tests.Support;

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
    [InlineData("听起来这段时间真的不容易。您愿意说说是什么让您最为难吗？", null)]
    [InlineData("先给您免掉五百块利息。", "figure")]
    [InlineData("我帮您申请减免利息，好吗？", "commitment")]
    [InlineData("再不还，您家里人也会知道的。", "outsider")]
    [InlineData("加我微信细聊好吗？", "channel")]
    [InlineData("看这里：www.example.com", "link")]
    [InlineData("**您好**，方便说说吗？", "markup")]
    [InlineData("您\u200b方便说说吗？", "hidden-characters")]
    [InlineData("Could you tell me more?", "language")]
    [InlineData("您明天方便吗？", "figure")]
    [InlineData("", "empty")]
    [InlineData("您方便说说吗？您方便说说吗？您方便说说吗？您方便说说吗？", "length")]
    public async Task A_draft_is_reviewed_before_anybody_sees_it(string line, string? caught)
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(JsonSerializer.Serialize(new { line })));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "coach"));
        var scripts = world.Get<Bot.Prompts.ScriptFiles>().RankerOf("zh-CN").Best(new("客户拿不出钱", "我也想还，可是真拿不出来", []), 3).Select(one => one.Script).ToList();
        var draft = await world.Get<ModelCoach>().DraftAsync(null, "我也想还，可是真拿不出来", [.. scripts.Where(script => !script.IsBeforeVerification)], "zh-CN", new ReviewContext { Jurisdiction = "CN", Day = MadeUp.Today, Speaker = Speaker.Agent }, null, new(), CancellationToken.None);
        draft.ShouldBe(caught is null ? line : null);
        Support.Models.Caught(world).ShouldBe([caught]);
    }

    [Fact]
    public async Task A_simulated_persons_words_keep_their_figures_and_what_is_kept_is_what_was_read()
    {
        var says = "";
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(JsonSerializer.Serialize(new { line = says })));
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "practice"));
        var persona = world.Get<ModelPersona>();
        var scenario = world.Get<PracticeDesk>().Scenarios.First(one => one.Locale == "zh-CN");
        foreach (var (line, passes) in new[] { ("上个月厂里让我走人了，一个月撑死能拿八百元。", true), ("上个月厂里让我走人了，一个月撑死能拿九百元。", false), ("不还了，活着没意思，想死。每月八百元。", false), ("Lost my job, 800 a month.", false) })
        {
            says = line;
            (await persona.SayAsync("我上个月下岗了，现在每个月最多能拿出八百元。", scenario, scenario.Mood, "您能还多少？", new(), CancellationToken.None)).ShouldBe(passes ? line : "我上个月下岗了，现在每个月最多能拿出八百元。");
        }

        Support.Models.Caught(world).ShouldBe([null, "other-values", "other-values", "language"], ignoreOrder: false);
    }

    private static Bot.Turns.Turn TurnOf(string text) => new(new() { Channel = "test", ConversationId = "c1", UserId = "u1", Activity = new() { Type = "message", Text = text } }, new(), 0, World.Morning);
}
