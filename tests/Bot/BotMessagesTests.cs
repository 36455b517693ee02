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
        await using var line = await LineAsync();
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
        await using var line = await LineAsync();
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
        await using var line = await LineAsync();
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
        await using var line = await LineAsync();
        await line.Service.PostAsync(line.Service.Message("S1003 5518"));
        await line.QuietAsync();
        line.Service.Faults.Enqueue(new ConnectorFault(400));
        await line.Service.PostAsync(line.Service.Message("我一个月最多还六百"));
        await line.QuietAsync();
        var offer = line.Service.Taken[^1].Activity;
        offer.Attachments.ShouldBeNull();
        offer.Text!.ShouldContain("550.84");
    }

    [Theory]
    [InlineData("sms", false)]
    [InlineData("webchat", true)]
    public async Task What_a_channel_cannot_show_is_put_into_words(string channel, bool hasCards)
    {
        await using var line = await LineAsync(anonymous: true);
        await line.AskAsync("S1003 5518", channel);
        var offer = (await line.AskAsync("我一个月最多还六百", channel))[^1];
        (offer["attachments"] is not null).ShouldBe(hasCards);
        (offer["suggestedActions"] is not null).ShouldBe(hasCards);
        if (hasCards)
            return;
        offer["text"]!.ToString().ShouldContain("1. 选 1");
        var terms = (await line.AskAsync("1", channel))[^1]["text"]!.ToString();
        terms.ShouldContain("综合融资成本明示表");
        terms.ShouldContain("1. 已看清");
    }

    [Fact]
    public async Task ExpectReplies_gets_the_answers_in_the_answer_and_again_when_asked_again()
    {
        await using var line = await LineAsync();
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
        await using var line = await LineAsync();
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
        await using var line = await LineAsync(anonymous: true);
        await line.AskAsync("S1003 5518");
        (await line.AskAsync("我欠多少？"))[^1]["text"]!.ToString().ShouldContain("6,610.10");
        var end = line.Service.Message("", channel: "emulator");
        end["type"] = "endOfConversation";
        (await line.Service.PostAsync(end, "")).Status.ShouldBe(HttpStatusCode.OK);
        string.Join("\n", (await line.AskAsync("我欠多少？")).Select(one => one["text"])).ShouldNotContain("6,610.10");
    }

    [Theory]
    [InlineData("""{"isGroup":true}""")]
    [InlineData("""{"conversationType":"groupChat"}""")]
    [InlineData("""{"conversationType":"channel"}""")]
    public async Task A_group_hears_nothing_of_an_account_not_even_with_both_factors(string conversation)
    {
        await using var line = await LineAsync(anonymous: true);
        foreach (var text in new[] { "我欠多少？", "S1003 5518", "我欠多少？", "我一个月最多还六百", "我是本人，5518" })
        {
            var message = line.Service.Message(text);
            foreach (var (name, value) in JsonNode.Parse(conversation)!.AsObject())
                message["conversation"]![name] = value!.DeepClone();
            message["deliveryMode"] = "expectReplies";
            var body = (await line.Service.PostAsync(message, "")).Body;
            body.ShouldContain("群聊");
            body.ShouldNotContain("6,610.10");
            body.ShouldNotContain("3345");
            body.ShouldNotContain("核对上");
        }

        line.Scalar<int>("SELECT COUNT(*) FROM locks").ShouldBe(0, "no factor was tried");
    }

    [Theory]
    [InlineData("messageReaction", HttpStatusCode.OK)]
    [InlineData("typing", HttpStatusCode.OK)]
    [InlineData("installationUpdate", HttpStatusCode.OK)]
    [InlineData("somethingNobodyHasThoughtOf", HttpStatusCode.OK)]
    [InlineData("event", HttpStatusCode.OK)]
    [InlineData("invoke", HttpStatusCode.NotImplemented)]
    public async Task Types_that_mean_nothing_here_are_taken_and_change_nothing(string type, HttpStatusCode status)
    {
        await using var line = await LineAsync(anonymous: true);
        var activity = line.Service.Message("转人工");
        activity["type"] = type;
        activity["name"] = "application/of.somebody.else";
        activity["anUnknownField"] = new JsonObject { ["deep"] = 1 };
        (await line.Service.PostAsync(activity, "")).Status.ShouldBe(status);
        line.Scalar<int>("SELECT COUNT(*) FROM channel_talks").ShouldBe(0);
    }

    [Fact]
    public async Task The_manifest_tells_a_parent_bot_where_and_how()
    {
        await using var line = await LineAsync();
        var (status, manifest) = await line.Host.CallAsync(HttpMethod.Get, "/manifests/skill.json", null);
        status.ShouldBe(HttpStatusCode.OK);
        var endpoint = manifest.GetProperty("endpoints")[0];
        endpoint.GetProperty("endpointUrl").GetString().ShouldBe(line.Host.Base + "/api/messages");
        endpoint.GetProperty("msAppId").GetString().ShouldBe(line.Service.Options.AppId);
        manifest.GetProperty("activitiesSent").TryGetProperty("endOfConversation", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_health_check_is_answered()
    {
        await using var line = await LineAsync(anonymous: true);
        var answer = await line.Service.PostAsync(new() { ["type"] = "invoke", ["name"] = "healthCheck" }, "");
        JsonNode.Parse(answer.Body)!["healthResults"]!["success"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "not the JSON")]
    [InlineData("null", "'type'")]
    [InlineData("[]", "not the JSON")]
    [InlineData("{}", "'type'")]
    [InlineData("{\"type\":\"\"}", "'type'")]
    [InlineData("{\"type\":\"message\",\"text\":\"x\"}", "'conversation'")]
    [InlineData("{\"type\":\"message\",\"conversation\":{\"id\":\"c\"}}", "'from'")]
    [InlineData("{\"type\":\"message\",\"conversation\":\"c\",\"from\":{\"id\":\"u\"}}", "not the JSON")]
    public async Task A_broken_activity_is_refused_in_the_protocols_words(string body, string says)
    {
        await using var line = await LineAsync(anonymous: true);
        var (status, json) = await line.Host.CallAsync(HttpMethod.Post, "/api/messages", null, body);
        status.ShouldBe(HttpStatusCode.BadRequest);
        json.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(says);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer garbage")]
    public async Task With_an_app_id_nothing_is_taken_without_its_token(string authorization)
    {
        await using var line = await LineAsync();
        (await line.Service.PostAsync(line.Service.Message("你好"), authorization)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        line.Scalar<int>("SELECT COUNT(*) FROM channel_talks").ShouldBe(0);
    }

    [Fact]
    public async Task A_mention_is_taken_off_a_button_says_its_value_and_a_picture_is_answered_kindly()
    {
        await using var line = await LineAsync(anonymous: true);
        var message = line.Service.Message("<at>Bot</at> 转人工");
        message["entities"] = new JsonArray(new JsonObject { ["type"] = "mention", ["text"] = "<at>Bot</at>", ["mentioned"] = message["recipient"]!.DeepClone() });
        await line.Service.PostAsync(message, "");
        line.Scalar<int>("SELECT COUNT(*) FROM handoffs").ShouldBe(1);
        var pressed = line.Service.Message("");
        pressed["text"] = null;
        pressed["value"] = new JsonObject { ["text"] = "利息怎么算的" };
        pressed["deliveryMode"] = "expectReplies";
        (await line.Service.PostAsync(pressed, "")).Body.ShouldContain("核对");
        var picture = line.Service.Message("");
        picture["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "image/png", ["contentUrl"] = "http://10.0.0.1/secret" });
        picture["deliveryMode"] = "expectReplies";
        (await line.Service.PostAsync(picture, "")).Body.ShouldContain("图片");
    }

    [Fact]
    public async Task A_hand_off_is_announced_and_only_a_hub_may_say_what_became_of_it()
    {
        await using var line = await LineAsync(settings: "--BotFramework:HandOffHubs:0=hub");
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
    public async Task Staff_of_a_staff_tenant_get_the_coach_and_others_do_not()
    {
        const string Tenant = "5d0d5ba9-8b6b-4d3e-9b9e-1f0a2b3c4d5e";
        await using var line = await LineAsync(settings: $"--BotFramework:StaffTenants:0={Tenant}");
        foreach (var (tenant, skill) in new[] { (Tenant, "coach"), ("11111111-8b6b-4d3e-9b9e-1f0a2b3c4d5e", "identity") })
        {
            var message = line.Service.Message("S1003 5518", conversation: tenant, channel: "msteams");
            message["conversation"]!["tenantId"] = tenant;
            message["deliveryMode"] = "expectReplies";
            var token = line.Service.Authority.Sign(line.Service.Authority.ChannelClaims(line.Service.ServiceUrl), BotAuthority.OpenKey);
            var answer = await line.Service.PostAsync(message, "Bearer " + token);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
            JsonNode.Parse(answer.Body)!["activities"]![1]!["channelData"]!["trace"]!["skill"]!.ToString().ShouldBe(skill);
        }
    }

    [Fact]
    public async Task Long_work_is_answered_by_itself_with_typing_before()
    {
        await using var line = await LineAsync();
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

    private static async Task<BotLine> LineAsync(bool anonymous = false, params string[] settings)
    {
        var service = await BotConnector.StartAsync();
        var host = await ServerHost.StartAsync(["--Channels:RoundMilliseconds=50", .. anonymous ? [] : service.SettingsFor(), .. settings]);
        service.BotUrl = host.Base;
        return new(host, service);
    }

    private sealed record BotLine(ServerHost Host, BotConnector Service) : IAsyncDisposable
    {
        public T Scalar<T>(string sql) => Host.Get<Store>().Read(db => db.ExecuteScalar<T>(sql))!;

        /// <summary>Says something with expectReplies, without a token.</summary>
        public async Task<IReadOnlyList<JsonNode>> AskAsync(string text, string channel = "emulator")
        {
            var message = Service.Message(text, channel: channel);
            message["deliveryMode"] = "expectReplies";
            var answer = await Service.PostAsync(message, "");
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
            return [.. JsonNode.Parse(answer.Body)!["activities"]!.AsArray().Select(one => one!)];
        }

        public async Task QuietAsync()
        {
            for (var until = Environment.TickCount64 + 30_000; Scalar<int>("""
                SELECT COUNT(*) FROM channel_talks t WHERE t.next_at IS NOT NULL AND EXISTS (SELECT 1 FROM activities a WHERE a.conversation_id = t.conversation_id AND a.direction = 'out' AND a.seq >= t.sent_seq)
                """) > 0;)
            {
                if (Environment.TickCount64 > until)
                    throw new TimeoutException("Something waits and is not sent.");
                await Task.Delay(10);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Service.DisposeAsync();
        }
    }
}
