using System.Net;
using System.Text;
using Assistant.Bot.Storage;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>Papers of a case, the word on applications, and marks that are disputed: over the pages, as people use them.</summary>
public sealed class DossierTests
{
    private const string Note = "内部看法：先观察两周";

    [Fact]
    public async Task The_cardholders_copy_leaves_out_notes_names_of_staff_and_audit_entries()
    {
        await using var host = await ServerHost.StartAsync();
        await HeldTalkAsync(host, "S1001", "转人工");
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        var court = await PageAsync(supervisor, "/console/cases/S1001/dossier?for=court");
        foreach (var there in new[] { Note, "林晓", "周敏", "陈晓明", "接手转接", "23,418.55", "利息和违约金怎么来的", "记录封存码" })
            court.ShouldContain(there);
        var copy = await PageAsync(supervisor, "/console/cases/S1001/dossier?for=cardholder");
        foreach (var there in new[] { "陈晓明", "23,418.55", "坐席", "主管", "记录封存码" })
            copy.ShouldContain(there);
        foreach (var absent in new[] { Note, "林晓", "周敏", ">agent<", ">supervisor<", "接手转接", "谁看过", "同事的备注", "123X" })
            copy.ShouldNotContain(absent);
        host.Get<Store>().Read(db => db.Query<(string, string, string)>("SELECT actor, subject, body FROM audit WHERE kind = 'dossier' ORDER BY seq").AsList())
            .ShouldBe([("supervisor", "S1001", "{\"reason\":\"court\"}"), ("supervisor", "S1001", "{\"reason\":\"cardholder\"}")]);
    }

    [Theory]
    [InlineData("supervisor", "court", true)] // of the queues that may know
    [InlineData("admin", "court", false)]
    [InlineData("admin", "complaint", false)]
    [InlineData("supervisor", "cardholder", false)] // somebody else may read it at home
    public async Task A_private_matter_shows_only_to_who_may_know(string user, string reader, bool shows)
    {
        await using var host = await ServerHost.StartAsync();
        await HeldTalkAsync(host, "S1001", "我得了癌症，在住院化疗", agent: "agent2");
        using var client = await ConsoleClient.StartAsync(host, user);
        var page = await PageAsync(client, $"/console/cases/S1001/dossier?for={reader}");
        page.ShouldContain(shows ? "重病" : "需特别关照");
        if (shows)
            return;
        foreach (var word in new[] { "重病", "疾病", "癌", "illness", Note })
            page.ShouldNotContain(word);
    }

    [Fact]
    public async Task A_paper_for_nobody_known_and_a_case_that_is_not_there_give_nothing()
    {
        await using var host = await ServerHost.StartAsync();
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        foreach (var path in new[] { "/console/cases/S1001/dossier", "/console/cases/S1001/dossier?for=neighbour", "/console/cases/NONE", "/console/cases/NONE/dossier?for=court" })
            (await supervisor.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        host.Get<Store>().Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM audit WHERE kind = 'dossier'")).ShouldBe(0);
    }

    [Fact]
    public async Task Tables_are_downloaded_as_text_with_a_trace_in_the_record()
    {
        await using var host = await ServerHost.StartAsync();
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        var cases = await supervisor.GetAsync("/console/cases.csv?stage=M2");
        cases.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        var bytes = await cases.Content.ReadAsByteArrayAsync();
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        Encoding.UTF8.GetString(bytes[3..]).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].ShouldAllBe(line => line.Contains(",M2,", StringComparison.Ordinal));
        (await supervisor.Http.GetStringAsync("/console/floor.csv?days=30")).ShouldContain("承诺兑现率");
        host.Get<Store>().Read(db => db.Query<string>("SELECT kind FROM audit WHERE kind LIKE '%.csv' ORDER BY seq").AsList()).ShouldBe(["cases.csv", "floor.csv"]);
    }

    [Fact]
    public async Task An_application_is_decided_on_the_page_and_four_eyes_show()
    {
        await using var host = await ServerHost.StartAsync();
        await ApplyAsync(host, "S1005");
        var id = host.Get<Store>().Read(db => db.QuerySingle<string>("SELECT agreement_id FROM agreements WHERE status = 'PENDING_APPROVAL'"));
        await host.Get<Store>().WriteAsync(db => db.Execute("UPDATE conversations SET user_id = 'supervisor' WHERE conversation_id = (SELECT conversation_id FROM agreements WHERE agreement_id = @id)", new { id }));
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        (await PageAsync(supervisor, "/console/approvals")).ShouldContain(id);
        var refused = await supervisor.PostFormAsync($"/console/approvals/{id}", ("decision", "approve"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        page.ShouldContain("没有办成： 自己提出的方案不能自己批，请另一位主管来审批。");
        page.ShouldNotContain("Nobody approves");
        // The page in the other language, kept by the cookie of the console, whatever the browser asks for.
        await supervisor.GetAsync("/console/approvals?lang=en-US");
        WebUtility.HtmlDecode(await (await supervisor.PostFormAsync($"/console/approvals/{id}", ("decision", "approve"))).Content.ReadAsStringAsync()).ShouldContain("Nobody approves what they asked for themselves");
        (await supervisor.PostFormAsync($"/console/approvals/{id}", ("decision", "reject"))).StatusCode.ShouldBe(HttpStatusCode.Conflict, "a rejection has its reason");
        (await supervisor.PostFormAsync($"/console/approvals/{id}", ("decision", "reject"), ("reason", "材料不符"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        host.Get<Store>().Read(db => db.QuerySingle<string>("SELECT status FROM agreements WHERE agreement_id = @id", new { id })).ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task An_agent_disputes_a_mark_of_their_own_and_somebody_else_decides()
    {
        await using var host = await ServerHost.StartAsync();
        var talk = await HeldTalkAsync(host, "S1001", "转人工");
        using var agent = await ConsoleClient.StartAsync(host, "agent");
        using var other = await ConsoleClient.StartAsync(host, "agent2");
        using var supervisor = await ConsoleClient.StartAsync(host, "supervisor");
        (await PageAsync(agent, "/console/quality")).ShouldContain(talk);
        (await PageAsync(other, "/console/quality")).ShouldNotContain(talk);
        (await PageAsync(supervisor, "/console/quality")).ShouldContain(talk);
        (string, string)[] dispute = [("conversation", talk), ("rule", "B1"), ("quote", "您好"), ("reason", "开场时已经说过")];
        (await other.PostFormAsync("/console/quality/disputes", dispute)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await agent.PostFormAsync("/console/quality/disputes", dispute)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = host.Get<Store>().Read(db => db.QuerySingle<string>("SELECT dispute_id FROM mark_disputes"));
        (string, string)[] answer = [("outcome", "WITHDRAWN"), ("answer", "确实说过")];
        (await agent.PostFormAsync($"/console/quality/disputes/{id}", answer)).Headers.Location!.ToString().ShouldBe("/console/denied");
        (await supervisor.PostFormAsync($"/console/quality/disputes/{id}", answer)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        host.Get<Store>().Read(db => db.QuerySingle<(string, string)>("SELECT outcome, answered_by FROM mark_disputes")).ShouldBe(("WITHDRAWN", "supervisor"));
        await supervisor.PostFormAsync("/console/quality/disputes", dispute);
        var own = host.Get<Store>().Read(db => db.QuerySingle<string>("SELECT dispute_id FROM mark_disputes WHERE outcome IS NULL"));
        var refused = await supervisor.PostFormAsync($"/console/quality/disputes/{own}", answer);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "nobody decides their own");
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain("自己提出的异议不能自己裁定");
    }

    /// <summary>A conversation a person took, spoke in and ended with a note.</summary>
    private static async Task<string> HeldTalkAsync(ServerHost host, string caseNo, string said, string agent = "agent")
    {
        var talk = await host.TalkAsync(caseNo);
        await talk.SayAsync(said);
        if (host.Get<Store>().Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM handoffs WHERE conversation_id = @Id", new { talk.Id })) == 0)
            await talk.SayAsync("转人工");
        var id = host.Get<Store>().Read(db => db.QuerySingle<string>("SELECT handoff_id FROM handoffs WHERE conversation_id = @Id", new { talk.Id }));
        using var client = await ConsoleClient.StartAsync(host, agent);
        (await client.PostJsonAsync($"/api/handoffs/{id}/accept")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostJsonAsync($"/api/conversations/{talk.Id}/messages", new { text = "您好，我都看到了，您慢慢说。" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostJsonAsync($"/api/handoffs/{id}/close", new { disposition = "INF", note = Note })).StatusCode.ShouldBe(HttpStatusCode.OK);
        return talk.Id;
    }

    private static async Task ApplyAsync(ServerHost host, string caseNo)
    {
        var talk = await host.TalkAsync(caseNo);
        foreach (var text in new[] { "我每个月还5000", "选1", "已看清", "同意" })
            await talk.SayAsync(text);
    }

    private static async Task<string> PageAsync(ConsoleClient client, string path)
    {
        var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
