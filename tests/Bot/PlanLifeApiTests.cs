using System.Net;
using System.Text.Json;
using Assistant.Bot.Import;

namespace Assistant.Tests.OfBot;

/// <summary>What supervisors decide on agreements, over HTTP.</summary>
public sealed class PlanLifeApiTests
{
    private const string Sue = "test-key-of-supervisor-sue";
    private const string Sam = "test-key-of-supervisor-sam";
    private const string Narrow = "test-key-of-supervisor-for-fraud";
    private const string Header = "case_no,creditor_code,creditor_name,customer_no,customer_name,id_no_last4,mobile,currency,product_name,card_last4,statement_day,due_date,delinquency_date,total_due,principal_balance,interest_due,penalty_due,fees_due,min_payment_due,daily_rate,penalty_rate,min_pay_rate,as_of,deceased,fraud_flag,bankrupt,dispute_flag,complaint_open";

    [Fact]
    public async Task A_supervisor_approves_and_the_plan_is_in_force()
    {
        await using var host = await StartAsync();
        var id = await ApplyAsync(host, "S1005");
        var (status, plan) = await DecideAsync(host, id, Sue, new { decision = "approve", reason = "能力匹配" });
        status.ShouldBe(HttpStatusCode.OK);
        plan.GetProperty("status").GetString().ShouldBe("ACTIVE");
        plan.GetProperty("decidedBy").GetString().ShouldBe("sue");
        plan.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event").GetString()).ShouldBe(["CREATED", "APPROVED"]);
        var (_, records) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1005/records", ServerHost.AgentKey);
        records.GetProperty("tickets")[0].GetProperty("status").GetString().ShouldBe("CLOSED");
        (await DecideAsync(host, id, Sam, new { decision = "reject", reason = "too late" })).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_and_cancels()
    {
        await using var host = await StartAsync();
        var id = await ApplyAsync(host, "S1005");
        (await DecideAsync(host, id, Sue, new { decision = "reject" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var (status, plan) = await DecideAsync(host, id, Sue, new { decision = "reject", reason = "材料不符" });
        status.ShouldBe(HttpStatusCode.OK);
        plan.GetProperty("status").GetString().ShouldBe("CANCELLED");
        plan.GetProperty("events")[1].GetProperty("reason").GetString().ShouldBe("材料不符");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(ServerHost.AgentKey, HttpStatusCode.Forbidden)]
    [InlineData(ServerHost.TrainerKey, HttpStatusCode.Forbidden)]
    [InlineData(Narrow, HttpStatusCode.Forbidden)] // a supervisor of another queue
    [InlineData(Sue, HttpStatusCode.OK)]
    public async Task Only_a_supervisor_with_work_there_decides(string? key, HttpStatusCode expected)
    {
        await using var host = await StartAsync();
        var (status, json) = await DecideAsync(host, await ApplyAsync(host, "S1005"), key, new { decision = "approve" });
        status.ShouldBe(expected);
        if ((int)expected >= 400)
            json.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"decision\":\"maybe\"}")]
    [InlineData("{\"decision\":true}")]
    [InlineData("{\"decision\":\"approve\",\"reason\":5}")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_decision_that_is_none_is_422_and_says_what_to_correct(string body)
    {
        await using var host = await StartAsync();
        var (status, json) = await DecideAsync(host, await ApplyAsync(host, "S1005"), Sue, body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        json.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task An_agreement_that_does_not_exist_is_404_and_one_in_force_is_409()
    {
        await using var host = await StartAsync();
        (await DecideAsync(host, "A-NONE", Sue, new { decision = "approve" })).Status.ShouldBe(HttpStatusCode.NotFound);
        var (_, records) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1010/records", Sue);
        (await DecideAsync(host, records.GetProperty("agreements")[0].GetProperty("agreementId").GetString()!, Sue, new { decision = "approve" })).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_themselves()
    {
        await using var host = await StartAsync();
        var id = await ApplyAsync(host, "S1005", user: "sue");
        (await DecideAsync(host, id, Sue, new { decision = "approve" })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await DecideAsync(host, id, Sam, new { decision = "approve" })).Status.ShouldBe(HttpStatusCode.OK);
        var (_, json) = await DecideAsync(host, id, Sam, new { decision = "approve" });
        json.GetProperty("detail").GetString().ShouldBe($"Agreement {id} is ACTIVE; only one that is PENDING_APPROVAL can be decided so.");
        (await RefusedAsync(host, id, ("Accept-Language", "zh-CN"))).ShouldBe($"方案 {id} 目前生效中，只有待审批的方案才能这样办。");
        (await RefusedAsync(host, id, ("Accept-Language", "en-GB"))).ShouldBe($"Agreement {id} is in force; only one that is waiting for approval can be decided so.");
    }

    [Theory]
    [InlineData("X-Nothing", "zh-CN", "Nobody approves what they asked for themselves; another supervisor must decide.")]
    [InlineData("Accept-Language", "*", "Nobody approves what they asked for themselves; another supervisor must decide.")]
    [InlineData("Accept-Language", "en-US,zh;q=0.5", "Nobody approves what they asked for themselves; another supervisor must decide.")]
    [InlineData("Accept-Language", "zh-CN", "自己提出的方案不能自己批，请另一位主管来审批。")]
    [InlineData("Accept-Language", "fr, zh-Hans;q=0.5", "自己提出的方案不能自己批，请另一位主管来审批。")]
    [InlineData("Cookie", "assistant-lang=zh-CN", "自己提出的方案不能自己批，请另一位主管来审批。")]
    public async Task Whoever_is_refused_reads_why_in_the_language_they_ask_for(string header, string value, string says)
    {
        await using var host = await StartAsync();
        (await RefusedAsync(host, await ApplyAsync(host, "S1005", user: "sue"), (header, value))).ShouldBe(says);
    }

    [Theory]
    [InlineData("100000.00", "ACTIVE")] // up to the limit one is enough
    [InlineData("100000.01", "PENDING_APPROVAL")] // a cent above two must
    public async Task Above_the_limit_two_different_supervisors_approve(string balance, string afterOne)
    {
        await using var host = await StartAsync();
        Import(host, balance, "2026-11-21T02:00+08:00", "");
        var id = await ApplyAsync(host, "BIG1");
        (await DecideAsync(host, id, Sue, new { decision = "approve" })).Json.GetProperty("status").GetString().ShouldBe(afterOne);
        if (afterOne == "ACTIVE")
            return;
        (await DecideAsync(host, id, Sue, new { decision = "approve" })).Status.ShouldBe(HttpStatusCode.Conflict);
        var (_, plan) = await DecideAsync(host, id, Sam, new { decision = "approve" });
        plan.GetProperty("status").GetString().ShouldBe("ACTIVE");
        plan.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("actor").GetString()).TakeLast(2).ShouldBe(["sue", "sam"]);
    }

    [Theory]
    [InlineData("deceased")]
    [InlineData("fraud_flag")]
    [InlineData("bankrupt")]
    [InlineData("dispute_flag")]
    [InlineData("complaint_open")]
    public async Task A_flag_that_came_since_stops_the_approval_and_not_the_refusal(string flag)
    {
        await using var host = await StartAsync();
        Import(host, "90000.00", "2026-11-21T02:00+08:00", "");
        var id = await ApplyAsync(host, "BIG1");
        Import(host, "90000.00", "2026-11-21T03:00+08:00", flag);
        var (status, json) = await DecideAsync(host, id, Sue, new { decision = "approve" });
        status.ShouldBe(HttpStatusCode.Conflict);
        json.GetProperty("detail").GetString()!.ShouldContain(flag);
        (await DecideAsync(host, id, Sue, new { decision = "reject", reason = flag })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_protection_opened_since_stops_the_approval_and_stays_private()
    {
        await using var host = await StartAsync();
        Import(host, "90000.00", "2026-11-21T02:00+08:00", "");
        var id = await ApplyAsync(host, "BIG1");
        await (await host.TalkAsync("BIG1")).SayAsync("我不想活了");
        var (status, json) = await DecideAsync(host, id, Sue, new { decision = "approve" });
        (status, json.GetProperty("detail").GetString()).ShouldBe((HttpStatusCode.Conflict, "Case 'BIG1' is under a protection now, so that no plan may come into force; have it settled first, or reject the application."));
        (await DecideAsync(host, id, Sue, new { decision = "reject", reason = "先放一放" })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_plan_is_held_and_released_and_the_hold_has_a_limit()
    {
        await using var host = await StartAsync();
        var (_, records) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1010/records", Sue);
        var path = $"/api/agreements/{records.GetProperty("agreements")[0].GetProperty("agreementId").GetString()}";
        (await host.CallAsync(HttpMethod.Post, path + "/pause", Sue, new { until = "2027-03-01", reason = "住院" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await host.CallAsync(HttpMethod.Post, path + "/pause", Sue, new { until = "2026-12-31" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await host.CallAsync(HttpMethod.Post, path + "/resume", Sue, new { reason = "-" })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await host.CallAsync(HttpMethod.Post, path + "/pause", Sue, new { until = "2026-12-31", reason = "住院" })).Json.GetProperty("status").GetString().ShouldBe("PAUSED");
        var (_, plan) = await host.CallAsync(HttpMethod.Post, path + "/resume", Sue, new { reason = "出院" });
        plan.GetProperty("status").GetString().ShouldBe("ACTIVE");
        plan.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event").GetString()).ShouldBe(["CREATED", "PAUSED", "RESUMED"]);
    }

    private static Task<ServerHost> StartAsync() => ServerHost.StartAsync(
        $"--Staff:Keys:3:Key={Sue}", "--Staff:Keys:3:User=sue", "--Staff:Keys:3:Roles=supervisor",
        $"--Staff:Keys:4:Key={Sam}", "--Staff:Keys:4:User=sam", "--Staff:Keys:4:Roles=supervisor",
        $"--Staff:Keys:5:Key={Narrow}", "--Staff:Keys:5:User=nina", "--Staff:Keys:5:Roles=supervisor", "--Staff:Keys:5:Queues=FRAUD");

    /// <summary>Applies for a plan by talking.</summary>
    /// <returns>The number of the application.</returns>
    private static async Task<string> ApplyAsync(ServerHost host, string caseNo, string user = "dl_debtor")
    {
        var (_, token) = await host.CallAsync(HttpMethod.Post, "/v3/directline/tokens/generate", ServerHost.Secret, new { user = new { id = user }, @case = new { caseNo, verified = true } });
        var (_, start) = await host.CallAsync(HttpMethod.Post, "/v3/directline/conversations", token.GetProperty("token").GetString(), new { locale = "zh-CN" });
        var talk = new LineTalk(host, start.GetProperty("conversationId").GetString()!, start.GetProperty("token").GetString()!);
        foreach (var text in new[] { "我每个月还5000", "选1", "已看清", "同意" })
            await talk.SayAsync(text);
        var (_, records) = await host.CallAsync(HttpMethod.Get, $"/api/cases/{caseNo}/records", ServerHost.AgentKey);
        var application = records.GetProperty("agreements")[0];
        application.GetProperty("status").GetString().ShouldBe("PENDING_APPROVAL");
        return application.GetProperty("agreementId").GetString()!;
    }

    private static Task<(HttpStatusCode Status, JsonElement Json)> DecideAsync(ServerHost host, string id, string? key, object body) =>
        host.CallAsync(HttpMethod.Post, $"/api/agreements/{id}/decision", key, body);

    /// <summary>Why Sue cannot approve, as she reads it.</summary>
    private static async Task<string?> RefusedAsync(ServerHost host, string id, (string, string) header)
    {
        var (status, json) = await host.CallAsync(HttpMethod.Post, $"/api/agreements/{id}/decision", Sue, new { decision = "approve" }, header);
        status.ShouldBe(HttpStatusCode.Conflict);
        return json.GetProperty("detail").GetString();
    }

    private static void Import(ServerHost host, string balance, string asOf, string flag)
    {
        var flags = string.Join(',', new[] { "deceased", "fraud_flag", "bankrupt", "dispute_flag", "complaint_open" }.Select(name => name == flag ? "Y" : ""));
        var path = Path.Combine(Path.GetDirectoryName(host.StorePath)!, "cases.csv");
        File.WriteAllText(path, $"{Header}\nBIG1,BANK01,东江银行信用卡中心,P9,陈某,123X,13800009999,CNY,金卡,2210,8,2026-09-27,2026-09-28,{balance},{balance},0,0,0,0,0.0005,0.05,0.10,{asOf},{flags}\n");
        var result = host.Get<Importer>().ImportFile(path, "en-US", _ => { });
        (result.Problem, result.Rejected).ShouldBe((null, 0));
    }
}
