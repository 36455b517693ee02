using System.Net;
using System.Text.Json;

namespace Assistant.Tests.OfBot;

public sealed class StaffApiTests
{
    [Theory]
    [InlineData("GET", "/api/cases/S1001", "agent", HttpStatusCode.OK)]
    [InlineData("GET", "/api/cases/S1001", "trainer", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/api/cases/S1001", "none", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/cases/S1001", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/cases/S1001", "fraud", HttpStatusCode.Forbidden)] // no work in its queue
    [InlineData("GET", "/api/cases/NOPE", "agent", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/cases/S1001/records", "agent", HttpStatusCode.OK)]
    [InlineData("GET", "/api/cases/S1001/records", "trainer", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/api/handoffs?status=waiting", "agent", HttpStatusCode.OK)]
    [InlineData("GET", "/api/handoffs?status=waiting", "trainer", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/api/handoffs?status=sleeping", "agent", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/api/cases/S1001/quotes", "agent", HttpStatusCode.OK)]
    [InlineData("POST", "/api/cases/S1001/quotes", "none", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/api/reviews", "trainer", HttpStatusCode.OK)]
    [InlineData("POST", "/api/reviews", "none", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/healthz", "none", HttpStatusCode.OK)]
    [InlineData("GET", "/readyz", "none", HttpStatusCode.OK)]
    [InlineData("GET", "/openapi/v1.json", "none", HttpStatusCode.OK)]
    public async Task Each_door_opens_for_its_roles_only(string method, string path, string who, HttpStatusCode status)
    {
        await using var host = await ServerHost.StartAsync();
        var key = who switch { "agent" => ServerHost.AgentKey, "trainer" => ServerHost.TrainerKey, "fraud" => ServerHost.FraudKey, "wrong" => "some-other-key", _ => null };
        var (actual, json) = await host.CallAsync(new HttpMethod(method), path, key, method == "POST" ? new { text = "您好", monthly = "800" } : null);
        actual.ShouldBe(status);
        if ((int)status >= 400)
            json.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("{\"monthly\":\"-800\"}")]
    [InlineData("{\"monthly\":0}")]
    [InlineData("{\"monthly\":1e309}")]
    [InlineData("{\"monthly\":\"NaN\"}")]
    [InlineData("{\"monthly\":\"八百块大洋\"}")]
    [InlineData("{\"monthly\":800.005}")]
    [InlineData("{\"months\":0}")]
    [InlineData("{\"months\":61}")]
    [InlineData("{\"months\":2.5}")]
    [InlineData("{\"payday\":0}")]
    [InlineData("{\"payday\":32}")]
    [InlineData("{\"firstDueOn\":\"2026-02-30\"}")]
    [InlineData("{\"firstDueOn\":\"2026-11-21\"}")] // today
    [InlineData("{\"downPayment\":\"999999999\",\"months\":12}")]
    [InlineData("[]")]
    public async Task An_impossible_wish_is_422_and_says_what_to_correct(string body)
    {
        await using var host = await ServerHost.StartAsync();
        var (status, json) = await host.CallAsync(HttpMethod.Post, "/api/cases/S1001/quotes", ServerHost.AgentKey, body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        json.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_quote_has_the_shape_of_the_contract_and_is_the_same_again()
    {
        await using var host = await ServerHost.StartAsync();
        var (_, first) = await host.CallAsync(HttpMethod.Post, "/api/cases/S1001/quotes", ServerHost.AgentKey, new { monthly = "800", unknown = 1 });
        var (_, again) = await host.CallAsync(HttpMethod.Post, "/api/cases/S1001/quotes", ServerHost.AgentKey, new { monthly = 800 });
        again.GetRawText().ShouldBe(first.GetRawText());
        var offer = first.GetProperty("offers")[0];
        foreach (var (field, value) in new Dictionary<string, string>
        {
            ["type"] = "PIA", ["label"] = "recommended", ["balance"] = "23418.55", ["waived"] = "0.00", ["downPayment"] = "0.00", ["instalment"] = "650.51",
            ["lastInstalment"] = "650.70", ["totalPayable"] = "23418.55", ["totalCost"] = "0.00", ["annualRate"] = "0.00", ["effectiveRate"] = "0.00",
        })
            offer.GetProperty(field).GetString().ShouldBe(value, field);
        offer.GetProperty("months").GetInt32().ShouldBe(36);
        offer.GetProperty("requiresApproval").GetBoolean().ShouldBeFalse();
        offer.GetProperty("schedule").GetArrayLength().ShouldBe(36);
        offer.GetProperty("why").GetString().ShouldNotBeNullOrWhiteSpace();
        first.GetProperty("certificate").GetProperty("policy").GetString().ShouldBe("zh-CN@2026.1");
        first.GetProperty("certificate").GetProperty("hash").GetString()!.Length.ShouldBe(64);
    }

    [Fact]
    public async Task A_hand_off_brings_its_context_and_every_look_at_a_case_is_on_record()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync("S1001");
        await talk.SayAsync("我欠多少");
        await talk.SayAsync("转人工");
        var (_, list) = await host.CallAsync(HttpMethod.Get, "/api/handoffs?status=waiting", ServerHost.AgentKey);
        var handoff = list.EnumerateArray().Single(item => item.GetProperty("conversationId").GetString() == talk.Id);
        handoff.GetProperty("caseNo").GetString().ShouldBe("S1001");
        handoff.GetProperty("queue").GetString().ShouldBe("GENERAL");
        var context = handoff.GetProperty("context");
        foreach (var field in new[] { "summary", "said", "settled", "tried", "promised", "risk", "next" })
            context.TryGetProperty(field, out _).ShouldBeTrue(field);
        context.GetProperty("said").EnumerateArray().Select(said => said.GetProperty("text").GetString()).ShouldBe(["我欠多少", "转人工"]);
        await host.CallAsync(HttpMethod.Get, "/api/cases/S1001", ServerHost.AgentKey);
        host.Get<Assistant.Bot.Storage.Store>().Read(db => Dapper.SqlMapper.ExecuteScalar<string>(db, "SELECT actor FROM audit WHERE kind = 'case.read' AND subject = 'S1001'")).ShouldBe("anna");
    }

    [Fact]
    public async Task A_key_narrowed_to_a_queue_reaches_only_cases_with_work_there()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync("S1007");
        await talk.SayAsync("我欠多少");
        (await host.CallAsync(HttpMethod.Get, "/api/cases/S1007", ServerHost.FraudKey)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.CallAsync(HttpMethod.Get, "/api/cases/S1001", ServerHost.FraudKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (_, list) = await host.CallAsync(HttpMethod.Get, "/api/handoffs?status=waiting", ServerHost.FraudKey);
        list.EnumerateArray().ShouldAllBe(item => item.GetProperty("queue").GetString() == "FRAUD");
    }

    [Fact]
    public async Task Money_is_a_string_with_two_places_and_lists_are_bare_arrays()
    {
        await using var host = await ServerHost.StartAsync();
        var (_, json) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1010/records", ServerHost.AgentKey);
        json.GetProperty("agreements")[0].GetProperty("instalment").GetString().ShouldBe("1031.25");
        json.GetProperty("agreements")[0].GetProperty("contents").GetArrayLength().ShouldBe(6);
        foreach (var list in new[] { "contactRecords", "promises", "agreements", "tickets", "disputes" })
            json.GetProperty(list).ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Theory]
    [InlineData("{bad", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"text\":\"\"}", HttpStatusCode.UnprocessableEntity)]
    public async Task A_body_that_cannot_be_read_is_a_problem_document(string body, HttpStatusCode status)
    {
        await using var host = await ServerHost.StartAsync();
        var (actual, json) = await host.CallAsync(HttpMethod.Post, "/api/reviews", ServerHost.AgentKey, body);
        actual.ShouldBe(status);
        json.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Bodies_over_a_mebibyte_nesting_over_32_and_texts_over_8000_are_refused()
    {
        await using var host = await ServerHost.StartAsync();
        (await host.CallAsync(HttpMethod.Post, "/api/reviews", ServerHost.AgentKey, $"{{\"text\":\"{new string('a', 1_100_000)}\"}}")).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var (status, json) = await host.CallAsync(HttpMethod.Post, "/api/reviews", ServerHost.AgentKey, $"{{\"text\":\"x\",\"deep\":{new string('[', 40)}{new string(']', 40)}}}");
        status.ShouldBe(HttpStatusCode.BadRequest);
        json.GetProperty("detail").GetString()!.ShouldContain("32 levels");
        (await host.CallAsync(HttpMethod.Post, "/api/reviews", ServerHost.AgentKey, new { text = new string('a', 8001) })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await host.CallAsync(HttpMethod.Post, "/api/reviews", ServerHost.AgentKey, new { text = new string('a', 8000) })).Status.ShouldBe(HttpStatusCode.OK);
    }
}
