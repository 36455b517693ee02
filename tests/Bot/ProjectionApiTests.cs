using System.Net;
using System.Text.Json;

namespace Assistant.Tests.OfBot;

/// <summary>Accounts run forward as bank systems ask for it.</summary>
public sealed class ProjectionApiTests
{
    private const string Path = "/api/cases/S1014/projection";

    [Fact]
    public async Task The_minimum_month_by_month_has_the_shape_of_the_contract()
    {
        await using var host = await ServerHost.StartAsync();
        var (status, json) = await host.CallAsync(HttpMethod.Post, Path, ServerHost.AgentKey, new { pay = "minimum", months = 3, payoffOn = "2026-12-01", something = "else" });
        status.ShouldBe(HttpStatusCode.OK);
        (Text(json, "caseNo"), Text(json, "asOf"), Text(json, "currency"), Text(json, "pay"), Text(json, "from")).ShouldBe(("S1014", "2026-11-21", "CNY", "minimum", "2026-11-21"));
        json.GetProperty("amount").ValueKind.ShouldBe(JsonValueKind.Null);
        var rows = json.GetProperty("rows").EnumerateArray().ToList();
        rows.Select(row => row.GetProperty("month").GetInt32()).ShouldBe([1, 2, 3]);
        // The statement of 12 November is in the file, its minimum is due on 1 December; then 4,800 for ten days and 4,320 for eleven.
        rows.Select(row => (Text(row, "statementOn"), Text(row, "dueOn"), Text(row, "opening"), Text(row, "interest"), Text(row, "penalty"), Text(row, "payment"), Text(row, "closing"))).Take(2).ShouldBe(
        [
            ("2026-11-12", "2026-12-01", "4967.70", "0.00", "0.00", "647.70", "4320.00"),
            ("2026-12-12", "2027-01-01", "4320.00", "47.76", "0.00", "479.76", "3888.00"),
        ]);
        var totals = json.GetProperty("totals");
        totals.GetProperty("months").GetInt32().ShouldBe(3);
        decimal Sum(string part) => rows.Sum(row => decimal.Parse(Text(row, part), System.Globalization.CultureInfo.InvariantCulture));
        (Text(totals, "paid"), Text(totals, "interest"), Text(totals, "penalty")).ShouldBe(($"{Sum("payment"):0.00}", $"{Sum("interest"):0.00}", "0.00"));
        json.GetProperty("paidOff").GetBoolean().ShouldBeFalse();
        json.GetProperty("neverEnds").GetBoolean().ShouldBeFalse();
        json.GetProperty("endsOn").ValueKind.ShouldBe(JsonValueKind.Null);
        var payoff = json.GetProperty("payoff");
        (Text(payoff, "on"), Text(payoff, "amount"), Text(payoff, "perDay")).ShouldBe(("2026-12-01", "4991.70", "2.40"));
    }

    [Fact]
    public async Task A_fixed_amount_ends_and_is_the_same_again()
    {
        await using var host = await ServerHost.StartAsync();
        var (_, json) = await host.CallAsync(HttpMethod.Post, Path, ServerHost.AgentKey, new { pay = "fixed", amount = "1000.00" });
        json.GetProperty("paidOff").GetBoolean().ShouldBeTrue();
        var last = json.GetProperty("rows").EnumerateArray().Last();
        (Text(json, "endsOn"), Text(last, "closing")).ShouldBe((Text(last, "dueOn"), "0.00"));
        json.TryGetProperty("payoff", out _).ShouldBeFalse();
        var (_, again) = await host.CallAsync(HttpMethod.Post, Path, ServerHost.AgentKey, new { pay = "fixed", amount = 1000 });
        again.GetRawText().ShouldBe(json.GetRawText());
        var (_, later) = await host.CallAsync(HttpMethod.Post, Path, ServerHost.AgentKey, new { pay = "fixed", amount = 1000, from = "2027-01-02" });
        Text(later.GetProperty("rows")[0], "dueOn").ShouldBe("2027-02-01");
        var (_, never) = await host.CallAsync(HttpMethod.Post, Path, ServerHost.AgentKey, new { pay = "fixed", amount = "1.00", months = 24 });
        (never.GetProperty("neverEnds").GetBoolean(), never.GetProperty("rows").GetArrayLength()).ShouldBe((true, 24));
    }

    [Theory]
    [InlineData("{\"pay\":\"fixed\"}", "amount is missing")]
    [InlineData("{\"pay\":\"minimum\",\"amount\":\"100\"}", "amount goes with")]
    [InlineData("{\"pay\":\"fixed\",\"amount\":-800}", "amount must be an amount above zero")]
    [InlineData("{\"pay\":\"fixed\",\"amount\":0}", "amount must be an amount above zero")]
    [InlineData("{\"pay\":\"fixed\",\"amount\":1e309}", "amount must be an amount above zero")]
    [InlineData("{\"pay\":\"fixed\",\"amount\":\"NaN\"}", "amount must be an amount above zero")]
    [InlineData("{\"pay\":\"fixed\",\"amount\":\"八百块大洋\"}", "amount must be an amount above zero")]
    [InlineData("{\"pay\":\"fixed\",\"amount\":100.005}", "amount must be an amount above zero")]
    [InlineData("{\"pay\":\"fixed\",\"amount\":true}", "amount must be an amount above zero")]
    [InlineData("{\"pay\":\"everything\"}", "pay must be")]
    [InlineData("{\"pay\":7}", "pay must be")]
    [InlineData("{\"pay\":\"minimum\",\"months\":0}", "months must be")]
    [InlineData("{\"pay\":\"minimum\",\"months\":601}", "months must be")]
    [InlineData("{\"pay\":\"minimum\",\"months\":2.5}", "months must be")]
    [InlineData("{\"pay\":\"minimum\",\"from\":\"2026-02-30\"}", "from must be a date that exists")]
    [InlineData("{\"pay\":\"minimum\",\"from\":\"2026-11-20\"}", "from must lie from the day of the figures, 2026-11-21")]
    [InlineData("{\"pay\":\"minimum\",\"from\":\"2099-01-01\"}", "from must lie")]
    [InlineData("{\"pay\":\"minimum\",\"payoffOn\":\"2026-11-20\"}", "payoffOn must lie from today, 2026-11-21")]
    [InlineData("{\"pay\":\"minimum\",\"payoffOn\":\"2027-01-21\"}", "payoffOn must lie")]
    [InlineData("{\"pay\":\"minimum\",\"payoffOn\":20261201}", "payoffOn must be a date that exists")]
    [InlineData("[]", "The body must be a JSON object")]
    public async Task What_cannot_be_meant_is_422_and_says_what_to_correct(string body, string says)
    {
        await using var host = await ServerHost.StartAsync();
        var (status, json) = await host.CallAsync(HttpMethod.Post, Path, ServerHost.AgentKey, body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Text(json, "detail").ShouldStartWith(says);
    }

    [Fact]
    public async Task Only_staff_with_case_work_may_ask()
    {
        await using var host = await ServerHost.StartAsync();
        (await host.CallAsync(HttpMethod.Post, Path, null, new { })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.CallAsync(HttpMethod.Post, Path, ServerHost.TrainerKey, new { })).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.CallAsync(HttpMethod.Post, "/api/cases/NOPE/projection", ServerHost.AgentKey, new { })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
