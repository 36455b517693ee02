using System.Net;
using System.Text.Json;

namespace Assistant.Tests.OfBot;

/// <summary>An agent disputes a mark; somebody else answers; both are kept.</summary>
public sealed class DisputeApiTests
{
    [Fact]
    public async Task A_disputed_mark_is_answered_by_somebody_else_and_kept()
    {
        await using var host = await ServerHost.StartAsync();
        var opened = await host.PostAsync("/api/qa/disputes", """{"rule":"legal.arrest","quote":"打给 13812345678 就说","reason":"我只是复述客户的话"}""");
        var id = opened["disputeId"]!.GetValue<string>();
        var path = $"/api/qa/disputes/{id}/answer";
        var answer = JsonSerializer.Deserialize<JsonElement>("""{"outcome":"WITHDRAWN","answer":"是复述，标记撤回"}""");
        (await host.CallAsync(HttpMethod.Post, path, ServerHost.AgentKey, answer)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.CallAsync(HttpMethod.Post, path, ServerHost.TrainerKey, answer)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.CallAsync(HttpMethod.Post, path, ServerHost.TrainerKey, answer)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "answered once");
        var (_, list) = await host.CallAsync(HttpMethod.Get, "/api/qa/disputes", ServerHost.AgentKey);
        var kept = list.EnumerateArray().Single();
        kept.GetProperty("outcome").GetString().ShouldBe("WITHDRAWN");
        kept.GetProperty("answer").GetString().ShouldBe("是复述，标记撤回");
        kept.GetProperty("quote").GetString().ShouldNotBeNull().ShouldNotContain("13812345678");
    }

    [Theory]
    [InlineData("zh-CN", "自己提出的异议不能自己裁定，请另一位同事来裁定。", "请填写为什么不该扣，最多 2000 个字。")]
    [InlineData("en-US", "Somebody else than who opened a dispute answers it.", "'why it should not be lost' is missing, or longer than 2000 characters.")]
    [InlineData("*", "Somebody else than who opened a dispute answers it.", "'reason' is missing, or longer than 2000 characters.")]
    public async Task Whoever_disputes_reads_what_stands_in_the_way(string language, string own, string missing)
    {
        await using var host = await ServerHost.StartAsync();
        async Task<(HttpStatusCode, string?)> AskAsync(string path, object body)
        {
            var (status, json) = await host.CallAsync(HttpMethod.Post, path, ServerHost.TrainerKey, body, ("Accept-Language", language));
            return (status, json.GetProperty("detail").GetString());
        }

        var (_, opened) = await host.CallAsync(HttpMethod.Post, "/api/qa/disputes", ServerHost.TrainerKey, new { rule = "legal.arrest", quote = "打给您", reason = "只是复述" });
        (await AskAsync($"/api/qa/disputes/{opened.GetProperty("disputeId").GetString()}/answer", new { outcome = "UPHELD", answer = "x" })).ShouldBe((HttpStatusCode.Forbidden, own));
        (await AskAsync("/api/qa/disputes", new { rule = "legal.arrest", quote = "打给您" })).ShouldBe((HttpStatusCode.UnprocessableEntity, missing));
    }

    [Fact]
    public async Task A_mark_nobody_gives_cannot_be_disputed()
    {
        await using var host = await ServerHost.StartAsync();
        var (status, problem) = await host.TryPostAsync("/api/qa/disputes", """{"rule":"no.such","quote":"x","reason":"y"}""");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem["detail"]!.GetValue<string>().ShouldContain("neither a rule nor an item");
    }
}
