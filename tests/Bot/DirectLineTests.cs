using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Assistant.Tests.OfBot;

public sealed class DirectLineTests
{
    [Fact]
    public async Task A_conversation_starts_once_and_again_with_200()
    {
        await using var host = await ServerHost.StartAsync();
        var (_, token) = await host.CallAsync(HttpMethod.Post, "/webchat/token", null);
        var bearer = token.GetProperty("token").GetString();
        var (first, start) = await host.CallAsync(HttpMethod.Post, "/v3/directline/conversations", bearer, new { locale = "en-US" });
        first.ShouldBe(HttpStatusCode.Created);
        foreach (var field in new[] { "conversationId", "token", "expires_in", "streamUrl" })
            start.TryGetProperty(field, out _).ShouldBeTrue(field);
        (await host.CallAsync(HttpMethod.Post, "/v3/directline/conversations", bearer, new { })).Status.ShouldBe(HttpStatusCode.OK);
        var (_, set) = await host.CallAsync(HttpMethod.Get, $"/v3/directline/conversations/{start.GetProperty("conversationId").GetString()}/activities", bearer);
        set.GetProperty("activities").GetArrayLength().ShouldBe(1, "greeted once");
        set.GetProperty("activities")[0].GetProperty("text").GetString()!.ShouldStartWith("Hello");
    }

    [Theory]
    [InlineData("""{"type":"message","text":"a","channelData":{"clientActivityID":"1","clientActivityID":"2"}}""")]
    [InlineData("""{"type":"message","text":"a","text":"b"}""")]
    public async Task A_name_given_twice_is_refused(string body)
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        var (status, answer) = await host.CallAsync(HttpMethod.Post, talk.Path, talk.Token, body);
        status.ShouldBe(HttpStatusCode.BadRequest);
        answer.GetProperty("error").GetProperty("message").GetString()!.Length.ShouldBeGreaterThan(10);
        (await talk.SayAsync("你好")).Count.ShouldBe(2, "the greeting and the answer: the conversation goes on");
    }

    [Fact]
    public async Task A_hubs_word_without_a_state_changes_nothing()
    {
        await using var host = await ServerHost.StartAsync();
        var (talk, id) = await host.WaitingAsync();
        (await host.CallAsync(HttpMethod.Post, talk.Path, ServerHost.Secret, new { type = "event", name = "handoff.status", value = "accepted", from = new { id = "hub" } })).Status.ShouldBe(HttpStatusCode.OK);
        var (_, waiting) = await host.CallAsync(HttpMethod.Get, "/api/handoffs?status=waiting", ServerHost.AgentKey);
        waiting.EnumerateArray().Select(one => one.GetProperty("handoffId").GetString()).ShouldContain(id);
    }

    [Fact]
    public async Task The_echo_keeps_channel_data_and_the_user_is_the_tokens()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        await host.CallAsync(HttpMethod.Post, talk.Path, talk.Token, new { type = "message", text = "你好", from = new { id = "dl_evil", role = "bot" }, channelData = new { clientActivityID = "abc", other = new[] { 1 } }, strange = new { kept = true } });
        var (_, set) = await host.CallAsync(HttpMethod.Get, talk.Path, talk.Token);
        var echo = set.GetProperty("activities")[1];
        echo.GetProperty("channelData").GetProperty("clientActivityID").GetString().ShouldBe("abc");
        echo.GetProperty("channelData").GetProperty("other")[0].GetInt32().ShouldBe(1);
        echo.GetProperty("strange").GetProperty("kept").GetBoolean().ShouldBeTrue();
        echo.GetProperty("from").GetProperty("id").GetString().ShouldNotBe("dl_evil");
        echo.GetProperty("from").GetProperty("role").GetString().ShouldBe("user");
        set.GetProperty("activities")[2].GetProperty("replyToId").GetString().ShouldBe(echo.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Watermarks_give_what_is_newer_and_the_same_again()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        var (_, first) = await host.CallAsync(HttpMethod.Get, talk.Path, talk.Token);
        var mark = first.GetProperty("watermark").GetString();
        (await host.CallAsync(HttpMethod.Get, $"{talk.Path}?watermark={mark}", talk.Token)).Json.GetProperty("activities").GetArrayLength().ShouldBe(0);
        await talk.SayAsync("你好");
        for (var i = 0; i < 2; i++)
            (await host.CallAsync(HttpMethod.Get, $"{talk.Path}?watermark={mark}", talk.Token)).Json.GetProperty("activities").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task The_stream_pushes_from_the_clients_own_watermark_also_after_a_break()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        using (var socket = await ConnectAsync(host, talk, ""))
        {
            (await ReceiveAsync(socket)).GetProperty("activities").GetArrayLength().ShouldBe(1);
            await host.CallAsync(HttpMethod.Post, talk.Path, talk.Token, new { type = "message", text = "你好" });
            (await ReceiveAsync(socket)).GetProperty("activities").GetArrayLength().ShouldBe(2);
            socket.Abort();
        }

        await host.CallAsync(HttpMethod.Post, talk.Path, talk.Token, new { type = "message", text = "在吗" });
        using var again = await ConnectAsync(host, talk, "1");
        (await ReceiveAsync(again)).GetProperty("activities").GetArrayLength().ShouldBe(4, "everything after the watermark, also what the broken socket had taken");
    }

    [Fact]
    public async Task Figures_are_masked_after_log_out_until_verified_again()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        await talk.SayAsync("S1001 123X");
        await talk.SayAsync("我欠多少");
        (await AllAsync()).ShouldContain("23,418.55");
        await talk.SayAsync("退出");
        var masked = await AllAsync();
        foreach (var secret in new[] { "23,418.55", "23418.55", "东江", "123X" })
            masked.ShouldNotContain(secret);
        await talk.SayAsync("S1001 123X");
        (await AllAsync()).ShouldContain("23,418.55");

        async Task<string> AllAsync() => (await host.CallAsync(HttpMethod.Get, talk.Path, talk.Token)).Json.GetRawText();
    }

    [Fact]
    public async Task Twenty_messages_in_a_conversation_are_served_and_a_flood_is_refused_without_a_429()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 60; i++)
            statuses.Add((await host.CallAsync(HttpMethod.Post, talk.Path, talk.Token, new { type = "message", text = "你好" })).Status);
        statuses.Take(20).ShouldAllBe(status => status == HttpStatusCode.OK);
        statuses.ShouldContain(HttpStatusCode.BadRequest);
        statuses.ShouldNotContain(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Page_tokens_are_limited_by_address()
    {
        await using var host = await ServerHost.StartAsync("--DirectLine:PageTokensPerMinute=3");
        for (var i = 0; i < 3; i++)
            (await host.CallAsync(HttpMethod.Post, "/webchat/token", null)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.CallAsync(HttpMethod.Post, "/webchat/token", null)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await host.CallAsync(HttpMethod.Post, "/v3/directline/tokens/generate", ServerHost.Secret)).Status.ShouldBe(HttpStatusCode.OK, "the bank's secret has no limit");
    }

    [Theory]
    [InlineData(200_000, "application/pdf", HttpStatusCode.OK)]
    [InlineData(4 * 1024 * 1024, "image/png", HttpStatusCode.OK)] // exactly the limit
    [InlineData((4 * 1024 * 1024) + 1, "image/png", HttpStatusCode.BadRequest)] // one byte above
    [InlineData(100, "text/html", HttpStatusCode.BadRequest)] // a kind that could run
    [InlineData(100, "application/x-msdownload", HttpStatusCode.BadRequest)]
    public async Task Uploads_have_limits_of_size_and_kind(int size, string kind, HttpStatusCode status)
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        using var form = new MultipartFormDataContent();
        var activity = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"type":"message","text":"收入证明","channelData":{"clientActivityID":"u1"}}"""));
        activity.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.microsoft.activity");
        form.Add(activity, "activity", "blob");
        var file = new ByteArrayContent(new byte[size]);
        file.Headers.ContentType = new MediaTypeHeaderValue(kind);
        form.Add(file, "file", "证明.pdf");
        using var request = new HttpRequestMessage(HttpMethod.Post, talk.Path.Replace("activities", "upload", StringComparison.Ordinal)) { Content = form };
        request.Headers.Authorization = new("Bearer", talk.Token);
        using var response = await host.Http.SendAsync(request);
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        if (status != HttpStatusCode.OK)
            return;
        var (_, set) = await host.CallAsync(HttpMethod.Get, talk.Path, talk.Token);
        var url = set.GetProperty("activities")[1].GetProperty("attachments")[0].GetProperty("contentUrl").GetString()!;
        (await (await host.Http.GetAsync(url)).Content.ReadAsByteArrayAsync()).Length.ShouldBe(size);
        (await host.Http.GetAsync(url.Split('?')[0])).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "without its signature the link opens nothing");
    }

    private static async Task<ClientWebSocket> ConnectAsync(ServerHost host, LineTalk talk, string watermark)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"{host.Base.Replace("http", "ws", StringComparison.Ordinal)}/v3/directline/conversations/{talk.Id}/stream?watermark={watermark}&t={talk.Token}"), CancellationToken.None);
        return socket;
    }

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        for (var end = false; !end;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), late.Token);
            length += part.Count;
            end = part.EndOfMessage;
        }

        return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone();
    }
}
