using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assistant.Tests.OfBot;

/// <summary>Reviews, contact checks and scored conversations over HTTP, in the contract's shapes.</summary>
public sealed class ReviewApiTests
{
    [Fact]
    public async Task A_review_names_rule_words_reason_citation_and_a_better_line()
    {
        await using var host = await ServerHost.StartAsync();
        var review = await host.PostAsync("/api/reviews", """{"text":"您好，再不还就打给你爸妈","locale":"zh-CN","jurisdiction":"CN","caseNo":null,"context":{"speaker":"agent","audience":"debtor","verified":true,"flags":["nonsense"],"figures":{"total":"100.00"}}}""");
        review["verdict"]!.GetValue<string>().ShouldBe("block");
        var finding = review["findings"]!.AsArray().Single(one => one!["rule"]!.GetValue<string>() == "third-party.family")!;
        finding["category"]!.GetValue<string>().ShouldBe("third-party-pressure");
        finding["severity"]!.GetValue<string>().ShouldBe("critical");
        var text = "您好，再不还就打给你爸妈";
        text.Substring(finding["start"]!.GetValue<int>(), finding["length"]!.GetValue<int>()).ShouldBe(finding["quote"]!.GetValue<string>());
        finding["citation"]!.GetValue<string>().ShouldContain("第六十八条");
        finding["citation"]!.GetValue<string>().ShouldContain("来源待核", customMessage: "what was not read says so");
        review["rewrite"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
        review["ignored"]!.AsArray().Select(flag => flag!.GetValue<string>()).ShouldBe(["nonsense"]);
    }

    [Fact]
    public async Task Figures_of_the_case_are_compared_and_the_better_line_has_the_right_one()
    {
        await using var host = await ServerHost.StartAsync();
        var review = await host.PostAsync("/api/reviews", """{"text":"您现在一共欠80000元","locale":"zh-CN","jurisdiction":"CN","context":{"figures":{"total":"60000.00"}}}""");
        review["findings"]![0]!["category"]!.GetValue<string>().ShouldBe("misleading-amount");
        review["rewrite"]!.GetValue<string>().ShouldContain("60000.00");
        (await host.PostAsync("/api/reviews", """{"text":"您现在一共欠60000元","locale":"zh-CN","jurisdiction":"CN","context":{"figures":{"total":"60000.00"}}}"""))["verdict"]!.GetValue<string>().ShouldBe("ok");
    }

    [Fact]
    public async Task The_draft_pack_says_so()
    {
        await using var host = await ServerHost.StartAsync();
        (await host.PostAsync("/api/reviews", """{"text":"Thank you for calling.","jurisdiction":"UK"}"""))["draft"]!.GetValue<bool>().ShouldBeTrue();
        (await host.PostAsync("/api/reviews", """{"text":"Thank you for calling.","jurisdiction":"US"}"""))["draft"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"locale":"zh-CN"}""", "'text' is missing")]
    [InlineData("""{"text":"x","locale":"fr-FR"}""", "is not a locale")]
    [InlineData("""{"text":"x","jurisdiction":"FR"}""", "CN, US, UK")]
    [InlineData("""{"text":"x","context":[]}""", "'context' must be an object")]
    [InlineData("""{"text":"x","context":{"audience":"neighbour"}}""", "third_party")]
    [InlineData("""{"text":"x","context":{"time":"teatime"}}""", "'time'")]
    [InlineData("""{"text":"x","context":{"figures":{"total":"much"}}}""", "figures.total")]
    [InlineData("""{"text":"x","context":{"flags":"dispute_open"}}""", "'flags' must be a list")]
    [InlineData("""{"text":"x","caseNo":"NOPE"}""", "no case 'NOPE'")]
    public async Task What_cannot_be_meant_is_refused_with_what_to_correct(string body, string detail)
    {
        await using var host = await ServerHost.StartAsync();
        var (status, problem) = await host.TryPostAsync("/api/reviews", body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem["detail"]!.GetValue<string>().ShouldContain(detail);
    }

    [Fact]
    public async Task A_batch_answers_in_order_and_refuses_whole_what_has_one_wrong_item()
    {
        await using var host = await ServerHost.StartAsync();
        var items = string.Join(',', Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? """{"text":"今天不还就等着坐牢","jurisdiction":"CN"}""" : """{"text":"谢谢您的来电，祝您顺利。","jurisdiction":"CN"}"""));
        var answers = (await host.PostNodeAsync("/api/reviews/batch", $$"""{"items":[{{items}}]}""")).AsArray();
        answers.Count.ShouldBe(300);
        for (var i = 0; i < 300; i++)
            answers[i]!["verdict"]!.GetValue<string>().ShouldBe(i % 3 == 0 ? "block" : "ok");
        var (status, problem) = await host.TryPostAsync("/api/reviews/batch", """{"items":[{"text":"x"},{}]}""");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem["detail"]!.GetValue<string>().ShouldContain("items[1]");
    }

    [Fact]
    public async Task A_contact_check_says_no_with_the_rule_and_the_next_moment()
    {
        await using var host = await ServerHost.StartAsync();
        var check = await host.PostAsync("/api/contacts/check", """{"jurisdiction":"CN","channel":"call","at":"2026-11-20T23:10:00+08:00"}""");
        check["allowed"]!.GetValue<bool>().ShouldBeFalse();
        check["rule"]!.GetValue<string>().ShouldBe("cn.contact.hours");
        check["nextAllowed"]!.GetValue<string>().ShouldBe("2026-11-21T08:00:00+08:00");
        var (status, problem) = await host.TryPostAsync("/api/contacts/check", """{"jurisdiction":"CN"}""");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem["detail"]!.GetValue<string>().ShouldContain("'channel' is missing");
    }

    [Fact]
    public async Task A_good_conversation_passes_and_a_bad_one_fails_with_turn_and_words()
    {
        await using var host = await ServerHost.StartAsync();
        var good = await host.PostAsync("/api/qa", Conversations.Good);
        good["critical"]!.AsArray().ShouldBeEmpty();
        good["passed"]!.GetValue<bool>().ShouldBeTrue(good.ToJsonString());
        good["categories"]!.AsArray().Sum(category => category!["max"]!.GetValue<decimal>()).ShouldBe(100);
        var bad = await host.PostAsync("/api/qa", Conversations.Bad);
        bad["total"]!.GetValue<decimal>().ShouldBe(0);
        bad["passed"]!.GetValue<bool>().ShouldBeFalse();
        bad["band"]!.GetValue<string>().ShouldBe("retrain");
        var fails = bad["critical"]!.AsArray().Select(fail => (Rule: fail!["rule"]!.GetValue<string>(), Turn: fail["turn"]!.GetValue<int>(), Quote: fail["quote"]!.GetValue<string>())).ToList();
        fails.ShouldContain(fail => fail.Rule == "legal.arrest" && fail.Turn == 3);
        fails.ShouldContain(fail => fail.Rule == "sequence.crisis-first" && fail.Turn == 3);
        fails.ShouldContain(fail => fail.Rule == "sequence.stop-is-stop" && fail.Turn == 5);
        bad["items"]!.AsArray().Where(item => item!["score"]!.GetValue<decimal>() < item["max"]!.GetValue<decimal>()).ShouldAllBe(item => item!["better"]!.GetValue<string>().Length > 0);
    }

    [Fact]
    public async Task A_note_the_words_do_not_bear_out_costs_its_item()
    {
        await using var host = await ServerHost.StartAsync();
        var right = await host.PostAsync("/api/qa", Conversations.Good.Insert(1, "\"disposition\":\"HRD-JOB\","));
        var wrong = await host.PostAsync("/api/qa", Conversations.Good.Insert(1, "\"disposition\":\"WRN\","));
        Item(right, "G3").ShouldBe(4);
        Item(wrong, "G3").ShouldBe(0);

        static decimal Item(JsonObject card, string id) => card["items"]!.AsArray().Single(item => item!["id"]!.GetValue<string>() == id)!["score"]!.GetValue<decimal>();
    }

    private static class Conversations
    {
        public const string Good = """
            {"jurisdiction":"CN","turns":[
            {"speaker":"agent","text":"您好，我是受银行委托的服务人员小李，本次通话会录音。请先核对身份，请告诉我身份证后四位。","time":"2026-11-20T15:00:00+08:00"},
            {"speaker":"debtor","text":"1234"},
            {"speaker":"agent","text":"谢谢您。您的信用卡目前逾期，方便说说最近遇到了什么情况吗？"},
            {"speaker":"debtor","text":"我失业了，三个月没收入，实在还不上"},
            {"speaker":"agent","text":"听您这么说，真不容易，您别着急。为了给您算一个还得起的方案，想了解一下您每月收入和必要开支。"},
            {"speaker":"debtor","text":"打零工大概三千，房租一千五"},
            {"speaker":"agent","text":"明白了，您说每月剩一千五左右。可以申请个性化分期，每期650元，共36期，每月10号还，是否通过以银行审核为准。"},
            {"speaker":"debtor","text":"那我每个月还650"},
            {"speaker":"agent","text":"我跟您确认：从12月10日起每月还650元，通过手机银行还到本人卡上。接下来我会发确认短信给您，有变化请提前告诉我们。感谢您，祝您顺利。"}]}
            """;

        public const string Bad = """
            {"jurisdiction":"CN","turns":[
            {"speaker":"agent","text":"喂，你欠的钱什么时候还？","time":"2026-11-20T15:00:00+08:00"},
            {"speaker":"debtor","text":"我真的不想活了"},
            {"speaker":"agent","text":"别来这套，今天不还就等着坐牢，明天去你单位找你们领导"},
            {"speaker":"debtor","text":"别再给我打电话了"},
            {"speaker":"agent","text":"一会儿接着打，打到你还为止"}]}
            """;
    }
}

/// <summary>Posts JSON as an agent and reads JSON.</summary>
internal static class Posting
{
    public static async Task<JsonNode> PostNodeAsync(this ServerHost host, string path, string body)
    {
        var (status, json) = await host.CallAsync(HttpMethod.Post, path, ServerHost.AgentKey, JsonSerializer.Deserialize<JsonElement>(body));
        status.ShouldBe(HttpStatusCode.OK, json.ToString());
        return JsonNode.Parse(json.GetRawText())!;
    }

    public static async Task<JsonObject> PostAsync(this ServerHost host, string path, string body) => (await host.PostNodeAsync(path, body)).AsObject();

    public static async Task<(HttpStatusCode Status, JsonObject Json)> TryPostAsync(this ServerHost host, string path, string body)
    {
        var (status, json) = await host.CallAsync(HttpMethod.Post, path, ServerHost.AgentKey, JsonSerializer.Deserialize<JsonElement>(body));
        return (status, JsonNode.Parse(json.GetRawText())!.AsObject());
    }
}
