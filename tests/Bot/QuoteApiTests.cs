using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assistant.Tests.OfBot;

/// <summary>Quotes and their verification as bank systems and auditors use them.</summary>
public sealed class QuoteApiTests
{
    [Theory]
    [InlineData("S1001", """{"monthly":"800"}""", "PIA:36", null)]
    [InlineData("S1001", "{}", "CURE:2 CURE:6 PIF:1", null)]
    [InlineData("S1001", """{"income":"6000","essentials":"4900.00"}""", "PIA:36", "800.00")]
    [InlineData("S1001", """{"income":"3000","essentials":"3000"}""", "HOLD:0", "0.00")]
    [InlineData("S1001", """{"reason":"我失业了"}""", "HARD:3 HOLD:0", null)]
    [InlineData("S1001", """{"monthly":"1500","reason":"income_returning"}""", "STEP:24 PIA:36 PIA:18", null)]
    [InlineData("S1002", """{"months":12}""", "BILL:12 BILL:3", null)]
    [InlineData("S1008", "{}", "SETL:1 SETP:3", null)]
    [InlineData("S2001", """{"monthly":"400"}""", "PIA:12", null)]
    public async Task What_is_offered_verifies_and_has_the_contracts_shape(string caseNo, string wish, string offers, string? affordable)
    {
        await using var host = await ServerHost.StartAsync();
        var (status, json) = await host.CallAsync(HttpMethod.Post, $"/api/cases/{caseNo}/quotes", ServerHost.AgentKey, wish);
        status.ShouldBe(HttpStatusCode.OK);
        string.Join(' ', json.GetProperty("offers").EnumerateArray().Select(offer => $"{offer.GetProperty("type").GetString()}:{offer.GetProperty("months").GetInt32()}")).ShouldBe(offers);
        (json.TryGetProperty("affordable", out var able) ? able.GetString() : null).ShouldBe(affordable);
        foreach (var offer in json.GetProperty("offers").EnumerateArray())
        {
            offer.GetProperty("why").GetString().ShouldNotBeNullOrWhiteSpace();
            (offer.GetProperty("firstDueOn").ValueKind == JsonValueKind.Null).ShouldBe(offer.GetProperty("type").GetString() == "HOLD");
        }

        var (verified, answer) = await host.CallAsync(HttpMethod.Post, "/api/quotes/verify", ServerHost.AgentKey, json.GetRawText());
        verified.ShouldBe(HttpStatusCode.OK);
        answer.GetRawText().ShouldBe("""{"valid":true,"problems":[]}""");
    }

    [Theory]
    [InlineData("offers/0/instalment", "650.50", "offers[0].instalment: stated 650.50, by policy 650.51.")]
    [InlineData("offers/0/schedule/3/dueOn", "2027-02-28", "offers[0].schedule[3]: ")]
    [InlineData("certificate/hash", "00", "certificate.hash: ")]
    [InlineData("caseNo", "S1002", "offers")] // another case's answer
    [InlineData("asOf", "2026-11-22", "asOf: 2026-11-22 has not come yet.")]
    public async Task A_touched_answer_is_refused_and_says_where(string path, string value, string problem)
    {
        await using var host = await ServerHost.StartAsync();
        var json = await QuoteAsync(host);
        var parts = path.Split('/');
        JsonNode place = json;
        foreach (var part in parts[..^1])
            place = int.TryParse(part, out var at) ? place[at]! : place[part]!;
        place[parts[^1]] = value;
        var (status, answer) = await host.CallAsync(HttpMethod.Post, "/api/quotes/verify", ServerHost.AgentKey, json.ToJsonString());
        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("valid").GetBoolean().ShouldBeFalse();
        answer.GetProperty("problems").EnumerateArray().Select(text => text.GetString()!).ShouldContain(text => text.StartsWith(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-11-20T08:00:00+08:00", true, null)]
    [InlineData("2026-11-21T02:00:00+08:00", false, "asOf: the case's figures are of 2026-11-21, a later day; ask for a new quote.")]
    public async Task An_answer_of_yesterday_verifies_as_long_as_the_figures_are_those_it_was_given_on(string figuresOf, bool valid, string? problem)
    {
        await using var yesterday = await ServerHost.StartAsync($"--Clock:Start={World.Morning.AddDays(-1):O}");
        await yesterday.ImportAsync("cases.csv", Case("2026-11-20T08:00:00+08:00"));
        var (_, quote) = await yesterday.CallAsync(HttpMethod.Post, "/api/cases/Q1/quotes", ServerHost.AgentKey, new { monthly = "800" });
        await using var today = await ServerHost.StartAsync();
        await today.ImportAsync("cases.csv", Case(figuresOf));
        var (_, answer) = await today.CallAsync(HttpMethod.Post, "/api/quotes/verify", ServerHost.AgentKey, quote.GetRawText());
        answer.GetProperty("valid").GetBoolean().ShouldBe(valid, answer.GetRawText());
        answer.GetProperty("problems").EnumerateArray().Select(text => text.GetString()).FirstOrDefault().ShouldBe(problem);
    }

    private static string Case(string asOf) =>
        "case_no,creditor_name,customer_no,customer_name,id_no_last4,mobile,currency,product_name,card_last4,statement_day,due_date,delinquency_date,total_due,principal_balance,interest_due,penalty_due,fees_due,min_payment_due,daily_rate,penalty_rate,min_pay_rate,as_of\n"
        + $"Q1,某银行,K1,测试,123X,13800009999,CNY,金卡,2210,5,2026-09-25,2026-09-26,14000.00,14000.00,0.00,0.00,0.00,1400.00,0.0005,0.05,0.1,{asOf}\n";

    [Theory]
    [InlineData("[]", "The body must be an answer of quotes, with its caseNo.")]
    [InlineData("""{"caseNo":"S1001"}""", "The body must be a whole answer of quotes")]
    [InlineData("""{"caseNo":"S1001","asOf":"2026-02-30","wish":{},"offers":[],"declined":[]}""", "asOf must be a date that exists.")]
    [InlineData("""{"caseNo":"S1001","asOf":"2026-11-21","wish":{"monthly":"-800"},"offers":[],"declined":[]}""", "wish: monthly must be an amount above zero")]
    [InlineData("""{"caseNo":"S1001","asOf":"2026-11-21","wish":{},"offers":[{"months":"many"}],"declined":[]}""", "The answer cannot be read at $.offers[0].months")]
    [InlineData("""{"caseNo":"S1001","asOf":"2026-11-21","wish":{},"offers":[{}],"declined":[]}""", "The answer cannot be read: offers[0] has no")]
    public async Task What_is_no_answer_says_what_to_correct(string body, string says)
    {
        await using var host = await ServerHost.StartAsync();
        var (status, json) = await host.CallAsync(HttpMethod.Post, "/api/quotes/verify", ServerHost.AgentKey, body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        json.GetProperty("detail").GetString()!.ShouldStartWith(says);
    }

    private static async Task<JsonNode> QuoteAsync(ServerHost host) =>
        JsonNode.Parse((await host.CallAsync(HttpMethod.Post, "/api/cases/S1001/quotes", ServerHost.AgentKey, new { monthly = "800" })).Json.GetRawText())!;
}
