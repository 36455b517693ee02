using Assistant.Bot.Storage;

namespace Assistant.Tests.OfBot;

/// <summary>What people tell of their income serves the plan, is read by nobody, and goes when its time is over.</summary>
public sealed class AffordabilityTests
{
    [Fact]
    public async Task Staff_see_the_amount_and_never_the_answers()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync("S1001");
        foreach (var text in new[] { "我失业了", "6123", "4987", "转人工" })
            await talk.SayAsync(text);
        var (_, handoffs) = await host.CallAsync(HttpMethod.Get, "/api/handoffs?status=waiting", ServerHost.AgentKey);
        var (_, records) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1001/records", ServerHost.AgentKey);
        var (_, pack) = await host.CallAsync(HttpMethod.Get, $"/api/handoffs/{handoffs[0].GetProperty("handoffId").GetString()}", ServerHost.AgentKey);
        foreach (var seen in new[] { handoffs.GetRawText(), records.GetRawText(), pack.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "" : pack.GetRawText() })
        {
            seen.ShouldNotContain("6123");
            seen.ShouldNotContain("4987");
        }

        handoffs.GetRawText().ShouldContain("我失业了");
        records.GetProperty("affordability")[0].GetProperty("affordable").GetString().ShouldBe("829.85"); // 6123 − 4987 − 5 % of 6123
        records.GetProperty("affordability")[0].GetProperty("expiresOn").GetString().ShouldBe("2027-05-21");
    }

    [Fact]
    public async Task After_six_months_the_answers_are_gone_for_good_and_the_talk_goes_on()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        foreach (var text in new[] { "我失业了", "6123", "4987" })
            await talk.SayAsync(text);
        world.Clock.Set(World.Morning.AddMonths(6).AddDays(-1));
        (await world.Get<Erasure>().ExpireAnswersAsync()).ShouldBe(0, "a day before they expire");
        world.Scalar<int>("SELECT COUNT(*) FROM affordability").ShouldBe(1);
        world.Clock.Set(World.Morning.AddMonths(6).AddDays(1));
        (await world.Get<Erasure>().ExpireAnswersAsync()).ShouldBe(2);
        world.Scalar<int>("SELECT COUNT(*) FROM affordability").ShouldBe(0);
        var words = world.Get<ActivityFeed>().After(talk.Id, null)!.Value.Activities.Select(activity => activity.Text ?? "").ToList();
        words.ShouldNotContain(text => text.Contains("6123", StringComparison.Ordinal) || text.Contains("4987", StringComparison.Ordinal));
        (await world.Get<Erasure>().ExpireAnswersAsync()).ShouldBe(0, "once is enough");
        await talk.SayAsync("你好");
        talk.Reply.ShouldNotBeEmpty();
    }
}
