using System.Net;
using System.Text.RegularExpressions;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The printable sheet: what is on it, and that nobody else opens it.</summary>
public sealed partial class ProofSheetTests
{
    [Theory]
    [InlineData("S1014", "4471", "zh-CN", "为什么利息这么多", "重算的结果和银行账上一致", "152.70")]
    [InlineData("S1015", "3318", "zh-CN", "为什么利息这么多", "重算的结果和银行账上不一致", "192.70")]
    [InlineData("S2005", "9054", "en-US", "why so much interest", "The recomputed figures agree", "15.27")]
    [InlineData("S2006", "6127", "en-US", "why so much interest", "The recomputed figures differ", "19.27")]
    public async Task It_shows_everything_that_a_check_by_hand_needs(string caseNo, string last4, string locale, string asks, string verdict, string interest)
    {
        await using var host = await ServerHost.StartAsync();
        var path = await LinkAsync(host, caseNo, locale, asks);
        path.ShouldNotContain(caseNo);
        var closed = await GetAsync(host, path);
        closed.ShouldContain("name=\"last4\"");
        closed.ShouldNotContain(interest);
        var sheet = await OpenAsync(host, path, last4);
        foreach (var part in new[] { verdict, interest, "0.05%", "2026-11-12", "× 0.05% × 27", "× 5.00% =" })
            sheet.ShouldContain(part);
        sheet.ShouldContain(locale == "zh-CN" ? "lang=\"zh-Hans\"" : "lang=\"en\"");
        sheet.ShouldNotContain(caseNo);
        sheet.ShouldNotContain(last4 + "<");
    }

    [Fact]
    public async Task Three_wrong_tries_lock_it_and_the_case()
    {
        await using var host = await ServerHost.StartAsync();
        var path = await LinkAsync(host, "S1014", "zh-CN", "为什么利息这么多");
        (await OpenAsync(host, path, "0000")).ShouldContain("没有核对上");
        (await OpenAsync(host, path, "____")).ShouldContain("没有核对上");
        var third = await OpenAsync(host, path, "1111");
        third.ShouldContain("尝试次数过多");
        third.ShouldNotContain("name=\"last4\"");
        var right = await OpenAsync(host, path, "4471");
        right.ShouldContain("尝试次数过多");
        right.ShouldNotContain("152.70");
    }

    [Fact]
    public async Task A_changed_foreign_or_expired_link_opens_nothing()
    {
        await using var host = await ServerHost.StartAsync();
        var path = await LinkAsync(host, "S1014", "zh-CN", "为什么利息这么多");
        var other = await LinkAsync(host, "S1015", "zh-CN", "为什么利息这么多");
        var token = path[..path.IndexOf('?', StringComparison.Ordinal)];
        var seal = other[other.IndexOf('?', StringComparison.Ordinal)..];
        var until = long.Parse(Until().Match(path).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (what, attempt) in new[]
        {
            ("no seal", token), ("another link's seal", token + seal), ("a longer life", path.Replace($"u={until}", $"u={until + 86400}", StringComparison.Ordinal)),
            ("the case number instead", "/proofs/S1014" + path[path.IndexOf('?', StringComparison.Ordinal)..]),
        })
        {
            (await GetAsync(host, attempt)).ShouldContain("链接已失效", Case.Sensitive, what);
            var answer = await OpenAsync(host, attempt, "4471");
            answer.ShouldContain("链接已失效", Case.Sensitive, what);
            answer.ShouldNotContain("152.70", Case.Sensitive, what);
        }

        var links = new Assistant.Bot.Channels.SignedLinks(host.Get<Assistant.Bot.Storage.Vault>().TokenKey, new Assistant.Bot.Turns.BankClock(new ManualClock(World.Morning.AddDays(-8)), TimeZoneInfo.Utc), () => "");
        (await OpenAsync(host, links.Sign(token), "4471")).ShouldContain("链接已失效", Case.Sensitive, "a week has passed");
        var made = new Assistant.Bot.Channels.SignedLinks(host.Get<Assistant.Bot.Storage.Vault>().TokenKey, host.Get<Assistant.Bot.Turns.BankClock>(), () => "");
        (await OpenAsync(host, made.Sign("/proofs/S1014"), "4471")).ShouldContain("链接已失效", Case.Sensitive, "a case number is no token");
    }

    [Fact]
    public async Task A_case_that_is_taken_back_meanwhile_shows_no_figure()
    {
        await using var host = await ServerHost.StartAsync();
        var path = await LinkAsync(host, "S1014", "zh-CN", "为什么利息这么多");
        host.Get<Assistant.Bot.Storage.Store>().Read(db => db.Execute("UPDATE cases SET file = json_set(file, '$.fraudFlag', json('true')) WHERE case_no = 'S1014'")).ShouldBe(1);
        var page = await OpenAsync(host, path, "4471");
        page.ShouldContain("专门的同事");
        page.ShouldNotContain("152.70");
    }

    private static async Task<string> LinkAsync(ServerHost host, string caseNo, string locale, string asks)
    {
        var talk = await host.TalkAsync(caseNo, locale);
        var reply = (await talk.SayAsync(asks))[^1].Text!;
        return Link().Match(reply).Groups[1].Value;
    }

    private static async Task<string> GetAsync(ServerHost host, string path) => await host.Http.GetStringAsync(path);

    private static async Task<string> OpenAsync(ServerHost host, string path, string last4)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("last4", last4)]);
        using var answer = await host.Http.PostAsync(path, form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+(/proofs/\S+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"u=(\d+)")]
    private static partial Regex Until();
}
