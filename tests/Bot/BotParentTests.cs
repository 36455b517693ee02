using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Assistant.Tests.Simulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.OfBot;

/// <summary>What parent bots send otherwise than channels do, and what neither may reach or break. The SDKs themselves are tried in BotClientTests.</summary>
public sealed class BotParentTests
{
    [Fact]
    public async Task An_agents_client_that_names_a_new_conversation_each_time_stays_in_its_users()
    {
        await using var service = await BotConnector.StartAsync();
        await using var host = await StartAsync(service);
        foreach (var (text, i) in new[] { "S1003 5518", "我一个月最多还六百" }.Select((text, i) => (text, i)))
        {
            (await service.PostAsParentAsync(AsAgentsClient(service.Message(text, conversation: $"new-{i}")))).Status.ShouldBe(HttpStatusCode.OK);
            await service.WaitAsync(2 + i, 40);
        }

        var calls = service.Taken;
        calls.Count.ShouldBe(3, "one greeting, two answers");
        calls.ShouldAllBe(call => call.IsForParent && call.ActivityId != null && call.Activity.ReplyToId == call.ActivityId && call.Activity.ChannelId == "directline");
        calls.Select(call => call.ConversationId).ShouldBe(["new-0", "new-0", "new-1"]);
        calls[2].Activity.Attachments.ShouldNotBeNull("the same conversation, in which identity is proved");
        calls[2].Body!["suggestedActions"]!["to"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channels_user_cannot_write_themselves_into_anothers_conversation()
    {
        await using var service = await BotConnector.StartAsync();
        await using var host = await StartAsync(service);
        await AskAsync("S1003 5518", conversation: "c1");
        (await AskAsync("我欠多少？", conversation: "c1")).ShouldContain("6,610.10");
        (await AskAsync("我欠多少？", conversation: "c2", message => AsAgentsClient(message, relatesTo: "c1"))).ShouldNotContain("6,610.10");
        (await AskAsync("我欠多少？", conversation: "c1")).ShouldContain("6,610.10");

        async Task<string> AskAsync(string text, string conversation, Action<JsonObject>? change = null)
        {
            var message = service.Message(text, conversation);
            message["deliveryMode"] = "expectReplies";
            change?.Invoke(message);
            message["channelId"] ??= "directline";
            return Text(await service.PostAsync(message));
        }
    }

    [Fact]
    public async Task What_a_parent_calls_a_conversation_is_not_the_channels_of_that_name()
    {
        await using var service = await BotConnector.StartAsync();
        await using var host = await StartAsync(service);
        var proved = service.Message("S1003 5518");
        proved["deliveryMode"] = "expectReplies";
        Text(await service.PostAsync(proved)).ShouldContain("谢谢，身份已核对");
        var asked = service.Message("我欠多少？");
        asked["deliveryMode"] = "expectReplies";
        Text(await service.PostAsParentAsync(asked)).ShouldNotContain("6,610.10");
    }

    [Theory]
    [InlineData("""{"entities":["x"]}""", HttpStatusCode.OK)]
    [InlineData("""{"entities":[{"type":"mention","mentioned":"x","text":"y"}]}""", HttpStatusCode.OK)]
    [InlineData("""{"entities":[{"type":{},"mentioned":[],"text":5}]}""", HttpStatusCode.OK)]
    [InlineData("""{"channelData":"x"}""", HttpStatusCode.OK)]
    [InlineData("""{"channelData":{"tenant":"x"}}""", HttpStatusCode.OK)]
    [InlineData("""{"relatesTo":["x"],"_channelId":"x"}""", HttpStatusCode.OK)]
    [InlineData("""{"relatesTo":{"conversation":"x"},"_channelId":5}""", HttpStatusCode.OK)]
    [InlineData("""{"type":"event","name":"handoff.status","value":"accepted"}""", HttpStatusCode.OK)]
    [InlineData("""{"text":null,"value":{"text":1,"text":2}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"channelData":{"tenant":1,"tenant":2}}""", HttpStatusCode.BadRequest)]
    public async Task Whatever_a_field_holds_the_activity_is_taken_or_refused(string fields, HttpStatusCode status)
    {
        await using var host = await ServerHost.StartAsync();
        const string Rest = """ "deliveryMode":"expectReplies","channelId":"emulator","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"},""";
        const string First = """{"type":"message","text":"转人工","id":"1",""" + Rest;
        (await host.CallAsync(HttpMethod.Post, "/api/messages", null, First + "\"locale\":\"zh-CN\"}")).Status.ShouldBe(HttpStatusCode.OK);
        var own = fields.Contains("\"type\":\"event\"", StringComparison.Ordinal) ? "" : "\"type\":\"message\",";
        var words = fields.Contains("\"text\":null", StringComparison.Ordinal) ? "" : "\"text\":\"你好\",";
        (await host.CallAsync(HttpMethod.Post, "/api/messages", null, "{" + own + words + Rest + fields[1..])).Status.ShouldBe(status);
    }

    [Fact]
    public async Task What_is_being_sent_when_a_conversation_is_cancelled_keeps_nobody_waiting_in_the_next()
    {
        await using var host = await ServerHost.StartAsync();
        var arrived = new ConcurrentQueue<string>();
        var address = "";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var parent = builder.Build();
        parent.Urls.Add("http://127.0.0.1:0");
        parent.MapPost("/v3/{**rest}", async () =>
        {
            // Cancelled while the greeting is on its way, and noted only after that.
            if (arrived.IsEmpty)
                await PostAsync("endOfConversation", null);
            arrived.Enqueue("");
            return Results.Json(new { id = "shown" });
        });
        await parent.StartAsync();
        address = parent.Urls.First();
        await PostAsync("message", "利息怎么算的");
        await ArrivalsAsync(1);
        await PostAsync("message", "利息怎么算的");
        await ArrivalsAsync(3);

        async Task PostAsync(string type, string? text) => (await host.CallAsync(HttpMethod.Post, "/api/messages", null, new
        {
            type, text, id = Guid.NewGuid().ToString(), channelId = "test", serviceUrl = address, locale = "zh-CN", from = new { id = "u" }, recipient = new { id = "b", role = "skill" }, conversation = new { id = "c" },
        })).Status.ShouldBe(HttpStatusCode.OK);

        async Task ArrivalsAsync(int count)
        {
            // The wait there would be is forty seconds.
            for (var until = Environment.TickCount64 + 25_000; arrived.Count < count;)
            {
                Environment.TickCount64.ShouldBeLessThan(until, $"{arrived.Count} of {count} arrived");
                await Task.Delay(20);
            }
        }
    }

    private static async Task<ServerHost> StartAsync(BotConnector service)
    {
        var host = await ServerHost.StartAsync(service.SettingsFor());
        service.BotUrl = host.Base;
        return host;
    }

    /// <summary>A message as AgentClient of the Agents SDK for JavaScript 1.8.1 writes it.</summary>
    private static JsonObject AsAgentsClient(JsonObject message, string relatesTo = "of-the-user")
    {
        message["_channelId"] = message["channelId"]!.DeepClone();
        message.Remove("channelId");
        message["recipient"]!["role"] = "skill";
        message["relatesTo"] = new JsonObject { ["conversation"] = new JsonObject { ["id"] = relatesTo } };
        return message;
    }

    private static string Text(BotAnswer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return string.Join("\n", JsonNode.Parse(answer.Body)!["activities"]!.AsArray().Select(one => one!["text"]));
    }
}
