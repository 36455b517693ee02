using System.Net;

namespace Assistant.Tests.OfBot;

/// <summary>What staff see of protections and may do about them.</summary>
public sealed class CareApiTests
{
    private const string CrisisKey = "test-key-of-a-trained-person";

    [Fact]
    public async Task Only_the_queues_that_care_see_what_it_is_and_lift_it()
    {
        await using var host = await ServerHost.StartAsync($"--Staff:Keys:3:Key={CrisisKey}", "--Staff:Keys:3:User=carla", "--Staff:Keys:3:Roles=agent", "--Staff:Keys:3:Queues=CRISIS,SPECIALIST");
        var talk = await host.TalkAsync("S1001");
        await talk.SayAsync("我不想活了");
        var (_, seen) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1001", ServerHost.AgentKey);
        var flag = seen.GetProperty("protections")[0];
        (flag.GetProperty("kind").GetString(), flag.GetProperty("status").GetString()).ShouldBe(("care", "ACTIVE"));
        seen.GetRawText().ShouldNotContain("crisis");
        var (_, known) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1001", CrisisKey);
        known.GetProperty("protections")[0].GetProperty("kind").GetString().ShouldBe("crisis");

        // Frozen for everybody, whatever they are told.
        var (_, contact) = await host.CallAsync(HttpMethod.Post, "/api/contacts/check", ServerHost.AgentKey, new { caseNo = "S1001", channel = "sms", at = "2026-11-21T15:00:00+08:00" });
        contact.GetProperty("allowed").GetBoolean().ShouldBeFalse();
        var (status, _) = await host.CallAsync(HttpMethod.Post, "/api/cases/S1001/quotes", ServerHost.AgentKey, new { monthly = "800" });
        status.ShouldBe(HttpStatusCode.OK);

        var path = $"/api/protections/{flag.GetProperty("protectionId").GetString()}/clear";
        (await host.CallAsync(HttpMethod.Post, path, ServerHost.AgentKey, new { reason = "looks fine" })).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (_, stranger) = await host.CallAsync(HttpMethod.Post, path, ServerHost.AgentKey, new { reason = "looks fine" }, ("Accept-Language", "zh-CN"));
        stranger.GetProperty("detail").GetString().ShouldBe("这项保护要由受过培训的同事解除，他们在这些队列：关怀专席、危机。");
        var (without, unsaid) = await host.CallAsync(HttpMethod.Post, path, CrisisKey, new { });
        (without, unsaid.GetProperty("detail").GetString()).ShouldBe((HttpStatusCode.UnprocessableEntity, "'reason' is missing, or longer than 1000 characters: why it is lifted."));
        (await host.CallAsync(HttpMethod.Post, path, CrisisKey, new { }, ("Accept-Language", "zh-CN"))).Json.GetProperty("detail").GetString().ShouldBe("请写明为什么解除（reason），最多 1000 个字。");
        (await host.CallAsync(HttpMethod.Post, path, CrisisKey, new { reason = "spoke with the person: a figure of speech" })).Status.ShouldBe(HttpStatusCode.OK);
        (await host.CallAsync(HttpMethod.Post, path, CrisisKey, new { reason = "again" })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await talk.SayAsync("我欠多少"))[^1].Text!.ShouldContain("23,418.55");
    }

    [Fact]
    public async Task A_protected_case_gets_no_offers_in_any_channel()
    {
        await using var host = await ServerHost.StartAsync();
        await (await host.TalkAsync("S1001")).SayAsync("我已经申请个人破产了，法院受理了");
        var (_, quote) = await host.CallAsync(HttpMethod.Post, "/api/cases/S1001/quotes", ServerHost.AgentKey, new { monthly = "800" });
        quote.GetProperty("offers").GetArrayLength().ShouldBe(0);
        quote.GetProperty("declined")[0].GetProperty("code").GetString().ShouldBe("bankrupt");
        (await host.CallAsync(HttpMethod.Post, "/api/quotes/verify", ServerHost.AgentKey, quote)).Json.GetProperty("valid").GetBoolean().ShouldBeTrue();
        var (_, review) = await host.CallAsync(HttpMethod.Post, "/api/reviews", ServerHost.AgentKey, new { text = "您这边打算什么时候还款？", caseNo = "S1001", context = new { verified = true } });
        review.GetProperty("verdict").GetString().ShouldBe("block");
    }

    [Fact]
    public async Task A_calendar_file_names_neither_amount_nor_debt()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync("S1001");
        await talk.SayAsync("25号还500");
        var words = (await talk.SayAsync("对"))[^1].Text!;
        var link = System.Text.RegularExpressions.Regex.Match(words, @"/promises/\S+\.ics\S*").Value;
        using var response = await host.Http.GetAsync(new Uri(link, UriKind.Relative));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        var calendar = await response.Content.ReadAsStringAsync();
        calendar.ShouldContain("DTSTART;VALUE=DATE:20261125");
        foreach (var secret in new[] { "500", "欠", "还款", "逾期", "信用卡", "2210" })
            calendar.ShouldNotContain(secret);
        (await host.Http.GetAsync(new Uri(link.Split('?')[0], UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
