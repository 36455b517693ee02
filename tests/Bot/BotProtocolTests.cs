using System.Net;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Tests.Simulators;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>What /api/messages takes, refuses, passes over and says in another form.</summary>
public sealed class BotProtocolTests
{
    [Theory]
    [InlineData("sms", false)]
    [InlineData("webchat", true)]
    public async Task What_a_channel_cannot_show_is_put_into_words(string channel, bool hasCards)
    {
        await using var line = await BotLine.StartAsync(anonymous: true);
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

    [Theory]
    [InlineData("""{"isGroup":true}""")]
    [InlineData("""{"conversationType":"groupChat"}""")]
    [InlineData("""{"conversationType":"channel"}""")]
    public async Task A_group_hears_nothing_of_an_account_not_even_with_both_factors(string conversation)
    {
        await using var line = await BotLine.StartAsync(anonymous: true);
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
        await using var line = await BotLine.StartAsync(anonymous: true);
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
        await using var line = await BotLine.StartAsync();
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
        await using var line = await BotLine.StartAsync(anonymous: true);
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
        await using var line = await BotLine.StartAsync(anonymous: true);
        var (status, json) = await line.Host.CallAsync(HttpMethod.Post, "/api/messages", null, body);
        status.ShouldBe(HttpStatusCode.BadRequest);
        json.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(says);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer garbage")]
    public async Task With_an_app_id_nothing_is_taken_without_its_token(string authorization)
    {
        await using var line = await BotLine.StartAsync();
        (await line.Service.PostAsync(line.Service.Message("你好"), authorization)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        line.Scalar<int>("SELECT COUNT(*) FROM channel_talks").ShouldBe(0);
    }

    [Fact]
    public async Task A_mention_is_taken_off_a_button_says_its_value_and_a_picture_is_answered_kindly()
    {
        await using var line = await BotLine.StartAsync(anonymous: true);
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
    public async Task Staff_of_a_staff_tenant_get_the_coach_and_others_do_not()
    {
        const string Tenant = "5d0d5ba9-8b6b-4d3e-9b9e-1f0a2b3c4d5e";
        await using var line = await BotLine.StartAsync(settings: $"--BotFramework:StaffTenants:0={Tenant}");
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
}
