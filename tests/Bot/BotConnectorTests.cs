using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Channels.BotFramework;
using Assistant.Bot.Turns;
using Assistant.Tests.Simulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assistant.Tests.OfBot;

/// <summary>The simulated Bot Service refuses, fails and remembers as the real one does; else what is tested against it proves little.</summary>
public sealed class BotConnectorTests : IAsyncLifetime
{
    private const string Replies = "v3/conversations/c%2F1%7Ca/activities/c%7C0000001";
    private readonly HttpClient http = new();
    private BotConnector service = null!;
    private OutgoingTokens tokens = null!;

    public async ValueTask InitializeAsync()
    {
        service = await BotConnector.StartAsync();
        tokens = new(service.Settings, TimeProvider.System);
    }

    [Fact]
    public async Task It_takes_replies_with_a_token_made_out_to_it_alone()
    {
        (await SendAsync(HttpMethod.Post, service.ServiceUrl + Replies, Reply(), null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(HttpMethod.Post, service.ServiceUrl + Replies, Reply(), service.MakeToken())).Status.ShouldBe(HttpStatusCode.Unauthorized, "the channel's own token is not ours");
        (await SendAsync(HttpMethod.Post, service.ServiceUrl + Replies, Reply(), await TokenAsync(service.Options.ParentAppId))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(HttpMethod.Post, $"{service.ParentUrl}/{Replies}", Reply(), await TokenAsync())).Status.ShouldBe(HttpStatusCode.Unauthorized);
        service.Calls.ShouldBeEmpty();
        var (status, answer) = await SendAsync(HttpMethod.Post, service.ServiceUrl + Replies, Reply(), await TokenAsync());
        status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Post, $"{service.ParentUrl}/{Replies}", Reply(), await TokenAsync(service.Options.ParentAppId))).Status.ShouldBe(HttpStatusCode.OK);
        var call = service.Taken[0];
        (call.ConversationId, call.ActivityId, call.GivenId, call.IsForParent).ShouldBe(("c/1|a", "c|0000001", answer!["id"]!.ToString(), false));
        call.Activity.Text.ShouldBe("您好");
        service.Taken[1].IsForParent.ShouldBeTrue();
    }

    [Fact]
    public async Task It_refuses_what_the_real_one_refuses()
    {
        var token = await TokenAsync();
        foreach (var missing in new[] { "type", "from" })
        {
            var reply = Reply();
            reply.Remove(missing);
            (await SendAsync(HttpMethod.Post, service.ServiceUrl + Replies, reply, token)).Status.ShouldBe(HttpStatusCode.BadRequest, missing);
        }

        var other = Reply();
        other["conversation"] = new JsonObject { ["id"] = "another" };
        (await SendAsync(HttpMethod.Post, service.ServiceUrl + Replies, other, token)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(HttpMethod.Put, service.ServiceUrl + "v3/conversations/c1/activities/none", Reply(), token)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(HttpMethod.Delete, service.ServiceUrl + "v3/conversations/c1/activities/none", null, token)).Status.ShouldBe(HttpStatusCode.NotFound);
        service.Taken.ShouldBeEmpty();
        service.Calls.Count.ShouldBe(5);
    }

    [Fact]
    public async Task It_changes_deletes_creates_and_names_members()
    {
        var token = await TokenAsync();
        var (_, sent) = await SendAsync(HttpMethod.Post, service.ServiceUrl + "v3/conversations/c1/activities", Reply(null), token);
        var one = service.ServiceUrl + "v3/conversations/c1/activities/" + Uri.EscapeDataString(sent!["id"]!.ToString());
        (await SendAsync(HttpMethod.Put, one, Reply(null), token)).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Delete, one, null, token)).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Delete, one, null, token)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(HttpMethod.Post, service.ServiceUrl + "v3/conversations", new() { ["members"] = new JsonArray() }, token)).Answer!["serviceUrl"]!.ToString().ShouldBe(service.ServiceUrl);
        service.Members["c1"] = [new { id = "u1", name = "张三" }];
        (await SendAsync(HttpMethod.Get, service.ServiceUrl + "v3/conversations/c1/members/u1", null, token)).Answer!["name"]!.ToString().ShouldBe("张三");
        (await SendAsync(HttpMethod.Get, service.ServiceUrl + "v3/conversations/c1/members/u2", null, token)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task It_fails_as_told_and_remembers_what_it_took_all_the_same()
    {
        var token = await TokenAsync();
        service.Faults.Enqueue(new(429, RetryAfter: 2));
        service.Faults.Enqueue(ConnectorFault.DropAfterTaking);
        using (var first = await http.SendAsync(Request(HttpMethod.Post, service.ServiceUrl + Replies, Reply(), token)))
        {
            first.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            first.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        }

        await Should.ThrowAsync<HttpRequestException>(() => http.SendAsync(Request(HttpMethod.Post, service.ServiceUrl + Replies, Reply(), token)));
        (await SendAsync(HttpMethod.Post, service.ServiceUrl + Replies, Reply(), token)).Status.ShouldBe(HttpStatusCode.OK);
        service.Calls.Select(call => (call.Status, call.IsTaken)).ShouldBe([(429, false), (0, true), (200, true)]);
        (await service.WaitAsync(2)).Count.ShouldBe(2);
        await Should.ThrowAsync<TimeoutException>(service.WaitAsync(3, seconds: 0));
    }

    [Fact]
    public async Task What_it_posts_to_a_bot_is_taken_for_the_channels_and_the_parents()
    {
        using var reader = new BotTokens(service.Settings, development: true, TimeProvider.System, NullLogger<BotTokens>.Instance);
        await using var bot = await ReaderAsync(reader);
        service.BotUrl = bot.Urls.First();
        (await service.PostAsync(service.Message("你好"))).ShouldBe(new(HttpStatusCode.OK, "Channel"));
        (await service.PostAsParentAsync(service.Message("你好"))).ShouldBe(new(HttpStatusCode.OK, "Skill"));
        (await service.PostAsync(service.Message("你好"), "")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await service.PostAsync(service.Message("你好"), "Bearer " + service.MakeToken("https://elsewhere.example/"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        tokens.Dispose();
        await service.DisposeAsync();
    }

    /// <summary>A bot that only says whom it takes a message to be from.</summary>
    private static async Task<WebApplication> ReaderAsync(BotTokens reader)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        async Task<IResult> Read(HttpContext call)
        {
            var (caller, problem) = await reader.ReadAsync(call.Request.Headers.Authorization, (await call.Request.ReadFromJsonAsync<Activity>(Json.Options))!, CancellationToken.None);
            return caller is null ? Results.Text(problem, statusCode: 401) : Results.Text(caller.Kind.ToString());
        }

        app.MapPost("/api/messages", (Delegate)Read);
        await app.StartAsync();
        return app;
    }

    private static JsonObject Reply(string? conversation = "c/1|a")
    {
        var reply = new JsonObject { ["type"] = "message", ["from"] = new JsonObject { ["id"] = "bot1" }, ["text"] = "您好" };
        if (conversation is not null)
            reply["conversation"] = new JsonObject { ["id"] = conversation };
        return reply;
    }

    private async Task<string> TokenAsync(string? parent = null) => (await tokens.GetAsync(tokens.ScopeFor(parent), CancellationToken.None))!;

    private static HttpRequestMessage Request(HttpMethod method, string address, JsonObject? body, string? token)
    {
        var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create((JsonNode)body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<(HttpStatusCode Status, JsonNode? Answer)> SendAsync(HttpMethod method, string address, JsonObject? body, string? token)
    {
        using var answer = await http.SendAsync(Request(method, address, body, token));
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
