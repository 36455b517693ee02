using System.Net;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Tests.Simulators;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>Activities of the Bot Framework at /api/messages, with a simulated Bot Service that checks our tokens and fails at times.</summary>
public sealed class BotMessagesTests
{
    private static readonly string[] MainJob = ["我欠多少？", "S1003 5518", "我一个月最多还六百", "好", "已看清", "同意"];

    [Fact]
    public async Task From_the_first_question_to_a_plan_through_the_connector()
    {
        await using var line = await BotLine.StartAsync();
        foreach (var text in MainJob)
        {
            (await line.Service.PostAsync(line.Service.Message(text))).Status.ShouldBe(HttpStatusCode.OK);
            await line.QuietAsync();
        }

        var calls = await line.Service.WaitAsync(7);
        calls.Count.ShouldBe(7, "the greeting and one answer to each line");
        calls[^1].Activity.Text!.ShouldContain("协议已生效");
        calls.Skip(1).ShouldAllBe(call => call.ActivityId != null && call.Activity.ReplyToId == call.ActivityId);
        calls[3].Activity.Attachments!.Single().ContentType.ShouldBe("application/vnd.microsoft.card.adaptive");
        calls[3].Activity.SuggestedActions!.Actions.Count.ShouldBeGreaterThan(1);
        var first = calls[0].Activity;
        (first.From!.Role, first.Recipient!.Id, first.Conversation!.Id).ShouldBe(("bot", "u1", "c1"));
        line.Host.Get<RecordReader>().Of("S1003")["agreements"]!.AsArray().Count.ShouldBe(1);
        line.Service.Authority.TokenRequests.Count.ShouldBe(1, "the token is kept");
    }

    [Fact]
    public async Task An_activity_posted_twice_has_one_effect_and_one_answer_and_is_told_from_another_conversations()
    {
        await using var line = await BotLine.StartAsync();
        var message = line.Service.Message("转人工");
        var answers = await Task.WhenAll(line.Service.PostAsync(Copy(message)), line.Service.PostAsync(Copy(message)), line.Service.PostAsync(Copy(message)));
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        await line.QuietAsync();
        line.Scalar<int>("SELECT COUNT(*) FROM handoffs").ShouldBe(1);
        line.Service.Taken.Count(call => call.Activity.Type == "message").ShouldBe(2, "greeting and answer");
        message["conversation"]!["id"] = "c2";
        await line.Service.PostAsync(message);
        line.Scalar<int>("SELECT COUNT(*) FROM handoffs").ShouldBe(2);
    }

    [Fact]
    public async Task The_connectors_troubles_are_outlived_in_order()
    {
        await using var line = await BotLine.StartAsync();
        foreach (var fault in new[] { new ConnectorFault(429, RetryAfter: 1), new ConnectorFault(502), new ConnectorFault(401), new ConnectorFault(412) })
            line.Service.Faults.Enqueue(fault);
        await line.Service.PostAsync(line.Service.Message("利息怎么算的"));
        await line.Service.PostAsync(line.Service.Message("我要投诉"));
        await line.Service.WaitAsync(3, 60);
        var ids = line.Service.Taken.Where(call => call.Activity.Type == "message").Select(call => call.Activity.ReplyToId).ToList();
        ids.Count.ShouldBe(3);
        ids[0].ShouldBeNull("the greeting comes first");
        ids.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_card_that_is_refused_is_said_in_words()
    {
        await using var line = await BotLine.StartAsync();
        await line.Service.PostAsync(line.Service.Message("S1003 5518"));
        await line.QuietAsync();
        line.Service.Faults.Enqueue(new ConnectorFault(400));
        await line.Service.PostAsync(line.Service.Message("我一个月最多还六百"));
        await line.QuietAsync();
        var offer = line.Service.Taken[^1].Activity;
        offer.Attachments.ShouldBeNull();
        offer.Text!.ShouldContain("550.84");
    }

    [Fact]
    public async Task ExpectReplies_gets_the_answers_in_the_answer_and_again_when_asked_again()
    {
        await using var line = await BotLine.StartAsync();
        var message = line.Service.Message("利息怎么算的");
        message["deliveryMode"] = "expectReplies";
        var first = (await line.Service.PostAsync(Copy(message))).Body;
        var again = (await line.Service.PostAsync(message)).Body;
        again.ShouldBe(first);
        JsonNode.Parse(first)!["activities"]!.AsArray().Select(one => one!["type"]!.ToString()).ShouldBe(["message", "message"]);
        await Task.Delay(300);
        line.Service.Taken.ShouldBeEmpty("nothing is posted as well");
    }

    [Fact]
    public async Task A_parent_bot_is_told_what_came_of_it()
    {
        await using var line = await BotLine.StartAsync();
        JsonArray said = [];
        foreach (var text in MainJob)
        {
            var message = line.Service.Message(text);
            message["deliveryMode"] = "expectReplies";
            said = JsonNode.Parse((await line.Service.PostAsParentAsync(message)).Body)!["activities"]!.AsArray();
        }

        var end = said[^1]!;
        (end["type"]!.ToString(), end["code"]!.ToString()).ShouldBe(("endOfConversation", "completedSuccessfully"));
        end["value"]!["agreement"]!["agreementId"]!.ToString().ShouldBe(line.Host.Get<RecordReader>().Of("S1003")["agreements"]![0]!["agreementId"]!.ToString());
        end.ToJsonString().ShouldNotContain("6610", Case.Sensitive, "no figure of the account");
    }

    [Fact]
    public async Task A_cancelled_conversation_starts_anew_with_nobody_verified()
    {
        await using var line = await BotLine.StartAsync(anonymous: true);
        await line.AskAsync("S1003 5518");
        (await line.AskAsync("我欠多少？"))[^1]["text"]!.ToString().ShouldContain("6,610.10");
        var end = line.Service.Message("", channel: "emulator");
        end["type"] = "endOfConversation";
        (await line.Service.PostAsync(end, "")).Status.ShouldBe(HttpStatusCode.OK);
        string.Join("\n", (await line.AskAsync("我欠多少？")).Select(one => one["text"])).ShouldNotContain("6,610.10");
    }

    [Fact]
    public async Task A_hand_off_is_announced_and_only_a_hub_may_say_what_became_of_it()
    {
        await using var line = await BotLine.StartAsync(settings: "--BotFramework:HandOffHubs:0=hub");
        await line.Service.PostAsync(line.Service.Message("转人工"));
        await line.QuietAsync();
        var initiate = line.Service.Taken.Single(call => call.Activity.Type == "event").Activity;
        initiate.Name.ShouldBe("handoff.initiate");
        initiate.RelatesTo!["conversation"]!["id"]!.ToString().ShouldBe("c1");
        foreach (var (from, status) in new[] { ("u1", "waiting"), ("hub", "accepted") })
        {
            var said = line.Service.Message("");
            (said["type"], said["name"], said["value"], said["from"]!["id"]) = ("event", "handoff.status", new JsonObject { ["state"] = "accepted" }, from);
            (await line.Service.PostAsync(said)).Status.ShouldBe(HttpStatusCode.OK);
            line.Scalar<string>("SELECT status FROM handoffs").ShouldBe(status);
        }
    }

    [Fact]
    public async Task Long_work_is_answered_by_itself_with_typing_before()
    {
        await using var line = await BotLine.StartAsync();
        await line.Service.PostAsync(line.Service.Message("你好"));
        await line.QuietAsync();
        await using (var other = line.Host.Get<Store>().Open())
        {
            other.Execute("BEGIN IMMEDIATE");
            var posted = line.Service.PostAsync(line.Service.Message("利息怎么算的"));
            (await Task.WhenAny(posted, Task.Delay(TimeSpan.FromSeconds(14)))).ShouldBe(posted, "a channel gives up after fifteen seconds");
            (await posted).Status.ShouldBe(HttpStatusCode.OK);
            other.Execute("COMMIT");
        }

        for (var until = Environment.TickCount64 + 30_000; !line.Service.Taken.Any(call => call.Activity.Text?.Contains("核对", StringComparison.Ordinal) == true);)
        {
            Environment.TickCount64.ShouldBeLessThan(until, "the answer never came");
            await Task.Delay(20);
        }

        line.Service.Taken.ShouldContain(call => call.Activity.Type == "typing");
    }

    private static JsonObject Copy(JsonObject activity) => activity.DeepClone().AsObject();
}
