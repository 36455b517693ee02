using System.Text.Json;
using Assistant.Bot.Storage;
using Assistant.Tests.Simulators;

namespace Assistant.Tests.Browser;

/// <summary>Microsoft's own SDKs from npm use the assistant as a skill: a parent bot on botbuilder, and an agent on its successor, the Agents SDK.</summary>
public sealed class BotClientTests
{
    private static readonly string Folder = Repository.PathOf("tests", "Clients");
    private static readonly string[] Chinese = ["我欠多少？", "S1003 5518", "我一个月最多还六百", "好", "已看清", "同意"];
    private static readonly string[] English = ["How much do I owe?", "S2001, last four 4821", "how about 400 a month", "yes", "I have read it", "I agree"];

    /// <summary>botbuilder takes replies at its address for skills, or in the answer; the Agents SDK's client takes them at its own address only.</summary>
    public static TheoryData<string> Callers => ["parent.mjs normal", "parent.mjs expectReplies", "agent.mjs"];

    public static TheoryData<string, string> CallersInBothLanguages
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var caller in Callers)
            {
                all.Add(caller.Data, "zh-CN");
                all.Add(caller.Data, "en-US");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(CallersInBothLanguages))]
    public async Task A_users_way_to_an_agreement_leads_through_another_bot(string caller, string locale)
    {
        Node.Install(Folder);
        await using var host = await ServerHost.StartAsync();
        ShouldHaveAgreed(await CallAsync(caller, host, locale, [.. LinesOf(locale), "/ended"]), host, locale);
    }

    [Theory]
    [InlineData("parent.mjs normal")]
    [InlineData("parent.mjs expectReplies")]
    public async Task Both_bots_prove_who_they_are_with_tokens(string caller)
    {
        Node.Install(Folder);
        await using var service = await BotConnector.StartAsync();
        await using var host = await ServerHost.StartAsync(service.SettingsFor());
        var said = await CallAsync(caller, host, "zh-CN", [.. Chinese, "/ended"], ("TOKENS", JsonSerializer.Serialize(new
        {
            login = service.Base + "/botframework.com/oauth2/v2.0/token", metadata = service.Base + "/entra/metadata",
            parent = service.Options.ParentAppId, secret = service.Options.ParentSecret, skill = service.Options.AppId,
        })));
        ShouldHaveAgreed(said, host, "zh-CN");
        var given = service.Authority.TokenRequests.ToList();
        given.ShouldAllBe(request => request.IsGiven);
        given.ShouldContain(request => request.Scope == service.Options.AppId + "/.default", "the parent's token is made out to us");
        given.Any(request => request.Scope == service.Options.ParentAppId + "/.default").ShouldBe(caller.EndsWith("normal", StringComparison.Ordinal), "ours to the parent, where there is something to send");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task After_the_other_bot_has_cancelled_identity_is_asked_for_again(string caller)
    {
        Node.Install(Folder);
        await using var host = await ServerHost.StartAsync();
        var said = await CallAsync(caller, host, "zh-CN", ["我欠多少？", "S1003 5518", "/cancel", "我欠多少？"]);
        said.GetProperty("seen").EnumerateArray().Select(one => one.GetProperty("trace")).Select(trace => (trace.GetProperty("skill").GetString(), trace.GetProperty("verified").GetBoolean()))
            .ShouldBe([("courtesy", false), ("identity", false), ("figures", true), ("courtesy", false), ("identity", false)]);
        said.GetProperty("ended").GetArrayLength().ShouldBe(0);
    }

    private static string[] LinesOf(string locale) => locale == "zh-CN" ? Chinese : English;

    private static async Task<JsonElement> CallAsync(string caller, ServerHost host, string locale, string[] lines, params (string Name, string Value)[] environment)
    {
        var program = caller.Split(' ');
        return JsonDocument.Parse(await Node.RunAsync(Folder, [program[0], host.Base, .. program[1..], locale, .. lines], environment)).RootElement;
    }

    private static void ShouldHaveAgreed(JsonElement said, ServerHost host, string locale)
    {
        var seen = said.GetProperty("seen");
        seen.GetArrayLength().ShouldBe(LinesOf(locale).Length + 1, "one reply to each line, and the greeting");
        var last = seen[seen.GetArrayLength() - 1];
        last.GetProperty("trace").GetProperty("agreement").GetProperty("status").GetString().ShouldBe("ACTIVE");
        last.GetProperty("cards").GetInt32().ShouldBe(1);
        var agreement = host.Get<RecordReader>().Of(locale == "zh-CN" ? "S1003" : "S2001")["agreements"]!.AsArray().ShouldHaveSingleItem()!["agreementId"]!.ToString();
        var ended = said.GetProperty("ended").EnumerateArray().ShouldHaveSingleItem();
        ended.GetProperty("code").GetString().ShouldBe("completedSuccessfully");
        ended.GetProperty("value").GetProperty("agreement").GetProperty("agreementId").GetString().ShouldBe(agreement);
    }
}
