using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assistant.Bot.Channels;
using Assistant.Bot.Storage;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The bank's own app by the signed webhook: the example of an adapter, and with it what all adapters share (order, repetition, retries, restart).</summary>
public sealed class WebhookChannelTests
{
    private const string Secret = "a-secret-of-the-app";

    [Fact]
    public async Task From_the_first_word_to_a_plan_with_every_answer_signed_once_and_in_order()
    {
        await using var sink = await Sink.StartAsync();
        await using var host = await StartAsync(sink);
        foreach (var line in new[] { "我欠多少？", "S1003 5518", "我一个月最多还六百", "好", "已看清", "同意" })
            (await PostAsync(host, new { id = "m-" + line, user = "u-1", text = line, locale = "zh-CN" })).ShouldBe(HttpStatusCode.Accepted);
        var posts = await sink.WaitAsync(7);
        posts.Count.ShouldBe(7, "the greeting and one answer to each line");
        posts.ShouldAllBe(post => post.Headers["X-Signature-SHA256"] == Signed(post.Body));
        var ids = posts.Select(post => Json(post).GetProperty("id").GetString()!).ToList();
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        posts[^1].Body.ShouldContain("协议已生效");
        host.Get<RecordReader>().Of("S1003")["agreements"]!.AsArray().Count.ShouldBe(1);
        Json(posts[0]).GetProperty("user").GetString().ShouldBe("u-1");
    }

    [Fact]
    public async Task A_message_that_comes_three_times_is_one_turn_and_one_answer()
    {
        await using var sink = await Sink.StartAsync();
        await using var host = await StartAsync(sink);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostAsync(host, new { id = "m1", user = "u", text = "转人工" })));
        statuses.ShouldAllBe(status => status == HttpStatusCode.Accepted);
        await sink.WaitAsync(2, post => post.Body.Contains("\"type\":\"message\"", StringComparison.Ordinal));
        await Task.Delay(300);
        sink.Posts.Count(post => post.Body.Contains("\"type\":\"message\"", StringComparison.Ordinal)).ShouldBe(2, "greeting and answer");
        Scalar<int>(host, "SELECT COUNT(*) FROM handoffs").ShouldBe(1);
    }

    [Fact]
    public async Task What_the_other_side_does_not_take_is_sent_again_until_it_does_and_nothing_overtakes_it()
    {
        await using var sink = await Sink.StartAsync();
        await using var host = await StartAsync(sink);
        sink.AnswerNext(503, 429, 0);
        await PostAsync(host, new { id = "m1", user = "u", text = "利息怎么算的" });
        await PostAsync(host, new { id = "m2", user = "u", text = "转人工" });
        var posts = await sink.WaitAsync(7);
        var ids = posts.Select(post => Json(post).GetProperty("id").GetString()!).ToList();
        ids.Take(4).Distinct().Count().ShouldBe(1, "the first was refused three times and taken the fourth");
        ids.Skip(3).ShouldBe(ids.Skip(3).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_person_of_staff_reaches_the_app_as_well()
    {
        await using var sink = await Sink.StartAsync();
        await using var host = await StartAsync(sink);
        await PostAsync(host, new { id = "m1", user = "u", text = "转人工", @case = "S1001" });
        var handOff = Scalar<string>(host, "SELECT handoff_id FROM handoffs");
        (await host.CallAsync(HttpMethod.Post, $"/api/handoffs/{handOff}/accept", ServerHost.AgentKey)).Status.ShouldBe(HttpStatusCode.OK);
        var conversation = Scalar<string>(host, "SELECT conversation_id FROM handoffs");
        (await host.CallAsync(HttpMethod.Post, $"/api/conversations/{conversation}/messages", ServerHost.AgentKey, new { text = "您好，我是客服小安，这件事我来跟您谈。" })).Status.ShouldBe(HttpStatusCode.OK);
        await sink.WaitAsync(1, post => post.Body.Contains("客服小安", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"id":"1","user":"u","text":"你好"}""", null, HttpStatusCode.Unauthorized)] // nobody signed it
    [InlineData("""{"id":"1","user":"u","text":"你好"}""", "0000", HttpStatusCode.Unauthorized)] // somebody else did
    [InlineData("""{"id":"1","user":"u"}""", "", HttpStatusCode.BadRequest)] // no words
    [InlineData("""{"id":"1","user":"u","text":7}""", "", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"1","user":""", "", HttpStatusCode.BadRequest)] // cut off
    [InlineData("""{"user":"u","text":"你好"}""", "", HttpStatusCode.BadRequest)] // a repetition of it could not be told
    [InlineData("""[]""", "", HttpStatusCode.BadRequest)]
    public async Task What_is_not_signed_or_no_message_is_refused_with_what_to_correct(string body, string? signature, HttpStatusCode status)
    {
        await using var sink = await Sink.StartAsync();
        await using var host = await StartAsync(sink);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/channels/webhook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (signature is not null)
            request.Headers.Add("X-Signature-SHA256", signature.Length == 0 ? Signed(body) : signature);
        using var answer = await host.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(status);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(20);
        Scalar<int>(host, "SELECT COUNT(*) FROM channel_talks").ShouldBe(0);
    }

    [Fact]
    public async Task After_a_day_without_a_word_a_new_conversation_starts_and_an_old_message_still_counts_once()
    {
        await using var sink = await Sink.StartAsync();
        await using var host = await StartAsync(sink);
        await PostAsync(host, new { id = "m1", user = "u", text = "利息怎么算的" });
        await sink.WaitAsync(2);
        host.Get<Store>().Read(db => db.Execute("UPDATE channel_talks SET last_in_at = '2026-11-19T00:00:00.0000000Z'"));
        await PostAsync(host, new { id = "m1", user = "u", text = "利息怎么算的" });
        Scalar<int>(host, "SELECT COUNT(*) FROM conversations WHERE channel = 'webhook'").ShouldBe(1, "a repetition starts nothing");
        host.Get<Store>().Read(db => db.Execute("UPDATE channel_talks SET last_in_at = '2026-11-19T00:00:00.0000000Z'"));
        await PostAsync(host, new { id = "m2", user = "u", text = "我想投诉" });
        Scalar<int>(host, "SELECT COUNT(*) FROM conversations WHERE channel = 'webhook'").ShouldBe(2);
        host.Get<Store>().Read(db => db.Execute("UPDATE channel_talks SET last_in_at = '2026-11-19T00:00:00.0000000Z'"));
        Scalar<int>(host, "SELECT COUNT(*) FROM handoffs WHERE status = 'waiting'").ShouldBe(1);
        await PostAsync(host, new { id = "m3", user = "u", text = "在吗" });
        Scalar<int>(host, "SELECT COUNT(*) FROM conversations WHERE channel = 'webhook'").ShouldBe(2, "somebody is awaited there");
    }

    [Fact]
    public async Task Nothing_in_the_store_names_the_apps_user()
    {
        await using var sink = await Sink.StartAsync();
        await using var host = await StartAsync(sink);
        await PostAsync(host, new { id = "m1", user = "user-with-a-name-13800001003", text = "你好" });
        await sink.WaitAsync(2);
        var row = host.Get<Store>().Read(db => db.QuerySingle("SELECT t.*, c.* FROM channel_talks t JOIN conversations c ON c.conversation_id = t.conversation_id"));
        ((IDictionary<string, object>)row).Values.Select(value => value?.ToString() ?? "").ShouldAllBe(value => !value.Contains("13800001003"));
        host.Log.Lines.ShouldAllBe(line => !line.Contains("13800001003"));
    }

    private static Task<ServerHost> StartAsync(Sink sink) => ServerHost.StartAsync($"--Channels:Webhook:Secret={Secret}", $"--Channels:Webhook:ReplyTo={sink.Base}/answers", "--Channels:RoundMilliseconds=50");

    private static async Task<HttpStatusCode> PostAsync(ServerHost host, object message)
    {
        var body = JsonSerializer.Serialize(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/channels/webhook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Signature-SHA256", Signed(body));
        using var answer = await host.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static T Scalar<T>(ServerHost host, string sql) => host.Get<Store>().Read(db => db.ExecuteScalar<T>(sql))!;

    private static JsonElement Json(SinkPost post) => JsonDocument.Parse(post.Body).RootElement;

    private static string Signed(string body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)));
}
