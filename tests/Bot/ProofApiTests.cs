using System.Net;
using System.Text.Json;

namespace Assistant.Tests.OfBot;

/// <summary>The proof as bank systems get it, over imported files.</summary>
public sealed class ProofApiTests
{
    private const string CaseHead = "case_no,creditor_name,customer_no,customer_name,id_no_last4,mobile,currency,product_name,card_last4,statement_day,due_date,delinquency_date,total_due,principal_balance,interest_due,penalty_due,fees_due,min_payment_due,daily_rate,penalty_rate,min_pay_rate,as_of\n";
    private const string LineHead = "case_no,statement_month,line_no,txn_date,post_date,line_type,amount,merchant\n";
    private const string PayHead = "payment_id,case_no,txn_type,amount,currency,value_date\n";

    [Theory]
    [InlineData("", "103.00", "0.00", "10 19 27")]
    [InlineData("?regime=unpaid_b", "67.20", "0.00", "10 19 18 9")]
    [InlineData("?dayCount=SI_EI", "104.50", "0.00", "10 19 28")]
    [InlineData("?to=2026-09-25", "0.00", "0.00", "")]
    public async Task Vector_4_over_imported_lines_and_a_payment_in_both_files(string query, string interest, string penalty, string days)
    {
        await using var host = await ServerHost.StartAsync();
        await host.ImportAsync("cases.csv", CaseHead + "V4,某银行,K1,测试,123X,13800009999,CNY,金卡,2210,5,2026-09-25,2026-09-26,4000.00,4000.00,0.00,0.00,0.00,400.00,0.0005,0.05,0.1,2026-10-05T08:00:00+08:00\n");
        await host.ImportAsync("statement_lines.csv", LineHead + "V4,2026-09,1,2026-08-10,2026-08-10,PURCHASE,3000.00,a\nV4,2026-09,2,2026-08-20,2026-08-20,PURCHASE,2000.00,b\nV4,2026-10,1,2026-09-09,2026-09-09,PURCHASE,1000.00,c\nV4,2026-10,2,2026-09-08,2026-09-08,PAYMENT,-2000.00,\n");
        await host.ImportAsync("payments.csv", PayHead + "PAY1,V4,Payment,2000.00,CNY,2026-09-08\n");
        var (status, json) = await host.CallAsync(HttpMethod.Get, "/api/cases/V4/proof" + query, ServerHost.AgentKey);
        status.ShouldBe(HttpStatusCode.OK);
        Text(json, "interest").ShouldBe(interest);
        Text(json.GetProperty("penalty"), "amount").ShouldBe(penalty);
        Text(json, "rate").ShouldBe("0.0005");
        Text(json, "asOf").ShouldBe("2026-10-05");
        string.Join(' ', json.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("days").GetInt32())).ShouldBe(days);
        Text(json.GetProperty("file"), "interest").ShouldBe("0.00");
        json.GetProperty("verdict").GetString().ShouldBe("cannot_tell", "the default profile's terms are not confirmed");
    }

    [Theory]
    [InlineData("?regime=half", "regime must be full, unpaid_a or unpaid_b.")]
    [InlineData("?dayCount=30/360", "dayCount must be SI_EX or SI_EI.")]
    [InlineData("?compounding=daily", "compounding must be monthly or none.")]
    [InlineData("?to=2026-02-30", "to must be a date that exists")]
    [InlineData("?from=2026-10-01&to=2026-09-01", "The window ends before it starts.")]
    public async Task A_query_that_cannot_be_meant_says_what_to_correct(string query, string says)
    {
        await using var host = await ServerHost.StartAsync();
        var (status, json) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1014/proof" + query, ServerHost.AgentKey);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Text(json, "detail").ShouldStartWith(says);
    }

    [Theory]
    [InlineData("S1014", "agrees", "0.00", "152.70", "15.00")]
    [InlineData("S1015", "differs", "40.00", "152.70", "15.00")]
    [InlineData("S2005", "agrees", "0.00", "15.27", "1.50")]
    [InlineData("S2006", "differs", "4.00", "15.27", "1.50")]
    public async Task A_confirmed_contract_and_complete_lines_allow_a_verdict(string caseNo, string verdict, string difference, string interest, string penalty)
    {
        await using var host = await ServerHost.StartAsync();
        var (_, json) = await host.CallAsync(HttpMethod.Get, $"/api/cases/{caseNo}/proof", ServerHost.AgentKey);
        (Text(json, "verdict"), Text(json, "difference"), Text(json, "interest"), Text(json.GetProperty("penalty"), "amount")).ShouldBe((verdict, difference, interest, penalty));
    }

    [Fact]
    public async Task Without_lines_it_says_what_is_missing()
    {
        await using var host = await ServerHost.StartAsync();
        var (status, json) = await host.CallAsync(HttpMethod.Get, "/api/cases/S1002/proof", ServerHost.AgentKey);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Text(json, "detail").ShouldContain("import them first");
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
