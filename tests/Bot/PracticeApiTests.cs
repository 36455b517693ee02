using System.Net;
using System.Text.Json;

namespace Assistant.Tests.OfBot;

/// <summary>Section 9 of the external contract, over HTTP.</summary>
public sealed class PracticeApiTests : IAsyncLifetime
{
    private static readonly string[] Families = ["first_contact", "explain_interest", "job_loss", "illness", "broken_promise", "claims_paid", "dispute_fraud", "third_party", "stop_contact", "debt_relief_agency", "crisis", "injection"];
    private ServerHost host = null!;

    public async ValueTask InitializeAsync() => host = await ServerHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Scenarios_are_listed_with_their_family_difficulty_and_language()
    {
        var (status, list) = await CallAsync(HttpMethod.Get, "/api/practice/scenarios");
        status.ShouldBe(HttpStatusCode.OK);
        list.EnumerateArray().Select(one => one.GetProperty("family").GetString()).Distinct().ShouldBe(Families, ignoreOrder: true);
        list.EnumerateArray().ShouldAllBe(one => one.GetProperty("scenarioId").GetString()!.Length > 0 && one.GetProperty("title").GetString()!.Length > 0 && one.GetProperty("difficulty").GetInt32() >= 1 && one.GetProperty("locale").GetString()!.Length == 5);
        (await host.CallAsync(HttpMethod.Get, "/api/practice/scenarios", null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_talk_runs_is_scored_and_is_tried_again_from_the_turn_that_mattered()
    {
        var (id, opening) = await StartAsync();
        opening.ShouldNotBeEmpty();
        var first = await SayAsync(id, "您好，我叫周敏，是东江银行信用卡中心的，本次对话全程记录。请先核对一下身份：您身份证的后四位是多少？");
        first.GetProperty("reply").GetString()!.ShouldContain("4625");
        first.GetProperty("mood").GetProperty("trust").GetInt32().ShouldBeInRange(0, 100);
        first.GetProperty("ended").GetBoolean().ShouldBeFalse();
        await SayAsync(id, "不还就抓你坐牢，你家里人也跑不掉！");
        var bad = await CardAsync(id);
        bad.GetProperty("total").GetDecimal().ShouldBe(0);
        bad.GetProperty("passed").GetBoolean().ShouldBeFalse();
        bad.GetProperty("categories").EnumerateArray().Select(one => one.GetProperty("id").GetString()).ShouldBe(["A", "B", "C", "D", "E", "F", "G"]);
        bad.GetProperty("categories").EnumerateArray().Sum(one => one.GetProperty("max").GetDecimal()).ShouldBe(100);
        var fail = bad.GetProperty("critical").EnumerateArray().First();
        fail.GetProperty("turn").GetInt32().ShouldBe(4);
        "不还就抓你坐牢，你家里人也跑不掉！".ShouldContain(fail.GetProperty("quote").GetString()!);
        bad.GetProperty("items").EnumerateArray().Count().ShouldBe(22);
        bad.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("score").GetDecimal() < item.GetProperty("max").GetDecimal()).ShouldAllBe(item => item.GetProperty("better").GetString()!.Length > 0);

        var (status, again) = await CallAsync(HttpMethod.Post, $"/api/practice/sessions/{id}/retry", new { fromTurn = 4 });
        status.ShouldBe(HttpStatusCode.OK);
        again.GetProperty("turns").GetArrayLength().ShouldBe(3);
        var other = again.GetProperty("sessionId").GetString()!;
        other.ShouldNotBe(id);
        (await SayAsync(other, "我听到您心里很慌，先别急。方便说说最近遇到了什么情况吗？")).GetProperty("reply").GetString().ShouldNotBeNullOrEmpty();
        var better = await CardAsync(other);
        better.GetProperty("critical").GetArrayLength().ShouldBe(0);
        better.GetProperty("total").GetDecimal().ShouldBeGreaterThan(0);
        (await CardAsync(id)).GetProperty("total").GetDecimal().ShouldBe(0);
    }

    [Fact]
    public async Task The_same_seed_and_lines_give_the_same_words()
    {
        var ((one, opening), (other, same)) = (await StartAsync(), await StartAsync());
        same.ShouldBe(opening);
        foreach (var line in new[] { "您好，我叫周敏，是东江银行的，请报一下身份证后四位，可以吗？", "", "最近怎么了？" })
            (await SayAsync(one, line)).GetRawText().ShouldBe((await SayAsync(other, line)).GetRawText());
    }

    [Theory]
    [InlineData("sessions", "{\"scenarioId\":\"nothing\",\"trainee\":\"a\"}", HttpStatusCode.NotFound)]
    [InlineData("sessions", "{\"trainee\":\"a\"}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("sessions", "{\"scenarioId\":\"job_loss-1.zh\",\"difficulty\":6}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("sessions", "[]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("sessions/PS-none/turns", "{\"text\":\"您好\"}", HttpStatusCode.NotFound)]
    [InlineData("sessions/PS-none/retry", "{\"fromTurn\":1}", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_done_says_what_to_correct(string path, string body, HttpStatusCode expected)
    {
        var (status, problem) = await CallAsync(HttpMethod.Post, "/api/practice/" + path, body);
        status.ShouldBe(expected);
        problem.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Two_lines_at_once_and_a_line_after_the_end_are_refused_and_nothing_is_lost()
    {
        var (id, _) = await StartAsync();
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => CallAsync(HttpMethod.Post, $"/api/practice/sessions/{id}/turns", new { text = $"您好，请问最近怎么样，第{n}句？" })));
        both.Count(one => one.Status == HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(1);
        both.ShouldAllBe(one => one.Status == HttpStatusCode.OK || one.Status == HttpStatusCode.Conflict);
        var (_, session) = await CallAsync(HttpMethod.Get, $"/api/practice/sessions/{id}");
        session.GetProperty("turns").GetArrayLength().ShouldBe(1 + (2 * both.Count(one => one.Status == HttpStatusCode.OK)));
        (await CallAsync(HttpMethod.Post, $"/api/practice/sessions/{id}/end", new { disposition = "HRD-JOB", note = "失业，已了解情况" })).Status.ShouldBe(HttpStatusCode.OK);
        (await CallAsync(HttpMethod.Post, $"/api/practice/sessions/{id}/turns", new { text = "还在吗？" })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await CallAsync(HttpMethod.Post, $"/api/practice/sessions/{id}/turns", new { text = new string('好', 2001) })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CallAsync(HttpMethod.Post, $"/api/practice/sessions/{id}/retry", new { fromTurn = 99 })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private Task<(HttpStatusCode Status, JsonElement Json)> CallAsync(HttpMethod method, string path, object? body = null) => host.CallAsync(method, path, ServerHost.TrainerKey, body);

    private async Task<(string Id, string Opening)> StartAsync()
    {
        var (status, start) = await CallAsync(HttpMethod.Post, "/api/practice/sessions", new { scenarioId = "job_loss-1.zh", trainee = "lin", seed = 3, difficulty = 1 });
        status.ShouldBe(HttpStatusCode.OK);
        return (start.GetProperty("sessionId").GetString()!, start.GetProperty("opening").GetString()!);
    }

    private async Task<JsonElement> SayAsync(string id, string text)
    {
        var (status, reply) = await CallAsync(HttpMethod.Post, $"/api/practice/sessions/{id}/turns", new { text });
        status.ShouldBe(HttpStatusCode.OK);
        return reply;
    }

    private async Task<JsonElement> CardAsync(string id) => (await CallAsync(HttpMethod.Get, $"/api/practice/sessions/{id}/scorecard")).Json;
}
