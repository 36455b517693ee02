using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Skills.Coaching;
using Assistant.Skills.Conduct;

namespace Assistant.Tests.OfBot;

/// <summary>Lines for agents over HTTP, in the contract's shape.</summary>
public sealed class SuggestionApiTests : IAsyncLifetime
{
    private const string Path = "/api/suggestions";

    /// <summary>Of some six hundred and fifty questions.</summary>
    private const int MostTakenForDanger = 5;

    private ServerHost host = null!;

    public async ValueTask InitializeAsync() => host = await ServerHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("zh-CN", "CN", "客户说钱在股市里套着", "等股票涨回来我就还", "objection.money-in-stocks")]
    [InlineData("en-US", "US", "The customer says the money is tied up in stocks", "I'll pay when my shares recover", "objection.money-in-stocks")]
    [InlineData("en-US", "UK", "The customer says the money is tied up in stocks", null, "objection.money-in-stocks")]
    public async Task Up_to_five_lines_each_with_why_what_not_and_sources(string locale, string jurisdiction, string situation, string? last, string first)
    {
        var found = await SuggestAsync(new { situation, last, locale, jurisdiction });
        found.Count.ShouldBeInRange(1, 5);
        found[0]!["scriptId"]!.GetValue<string>().ShouldBe(first);
        foreach (var one in found.Select(one => one!.AsObject()))
        {
            one.Select(field => field.Key).ShouldBe(["scriptId", "strategy", "text", "why", "not", "citations"]);
            Script.Strategies.ShouldContain(one["strategy"]!.GetValue<string>());
            one["why"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
            one["not"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
            one["citations"]!.AsArray().ShouldNotBeEmpty(one["scriptId"]!.GetValue<string>());
            one["text"]!.GetValue<string>().ShouldNotContain("{");
            var review = await host.PostAsync("/api/reviews", JsonSerializer.Serialize(new { text = one["text"]!.GetValue<string>(), locale, jurisdiction }));
            review["verdict"]!.GetValue<string>().ShouldBe("ok");
        }
    }

    [Fact]
    public async Task What_is_not_known_stays_a_blank_and_what_the_case_knows_is_filled()
    {
        const string Ask = """{"situation":"客户问现在一共欠多少","last":"我到底欠多少钱","locale":"zh-CN"}""";
        var blank = Line(await SuggestAsync(Ask), "explain.balance");
        blank.ShouldContain("［");
        blank.ShouldNotContain("23,418.55");
        var filled = Line(await SuggestAsync(Ask.Insert(1, "\"caseNo\":\"S1001\",")), "explain.balance");
        filled.ShouldContain("23,418.55 元");
        filled.ShouldNotContain("［总欠款］");
        Line(await SuggestAsync("""{"situation":"Customer asks what they owe in total","last":"How much do I owe?","locale":"en-US"}"""), "explain.balance").ShouldContain("[total due]");
    }

    [Theory]
    [InlineData("zh-CN", "S1001")]
    [InlineData("zh-CN", "S1005")]
    [InlineData("en-US", "S2001")]
    [InlineData("en-US", "S2005")]
    public async Task Filled_from_a_case_lines_still_keep_the_rules(string locale, string caseNo)
    {
        var known = (await host.Get<CaseFacts>().OfAsync(null, [JsonSerializer.SerializeToElement(new { caseNo })], "test"))[caseNo];
        var filler = host.Get<ScriptFiller>();
        var wrong = new List<string>();
        foreach (var script in host.Get<ScriptFiles>().ByLocale[locale].Where(script => ScriptFit.Belongs(script, known.Context)))
        {
            var text = filler.Fill(script.Text, new(locale, known.Context.Jurisdiction, known.View, "anna"));
            var context = SuggestionHearing.With(known.Context, script.Flags) with { Verified = !script.IsBeforeVerification };
            wrong.AddRange(host.Get<RuleBook>().Review(text, context).Findings.Select(finding => $"{script.Id}: {finding.Rule.Id}: {text}"));
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("S1007")] // fraud under review
    [InlineData("S1009")] // the cardholder has died
    public async Task Where_no_figure_is_spoken_of_none_is_filled(string caseNo)
    {
        var known = (await host.Get<CaseFacts>().OfAsync(null, [JsonSerializer.SerializeToElement(new { caseNo })], "test"))[caseNo];
        host.Get<ScriptFiller>().Fill("{total_due}{due_date}", new("zh-CN", "CN", known.View, null)).ShouldBe("［总欠款］［到期还款日］");
    }

    [Theory]
    [InlineData("""{"last":"我真的不想活了","locale":"zh-CN"}""")] // the customer's words
    [InlineData("""{"situation":"客户说不想活了怎么回","locale":"zh-CN"}""")] // the agent's
    [InlineData("""{"situation":"Customer says she wants to kill herself","locale":"en-US"}""")]
    [InlineData("""{"situation":"he said he took all his pills","locale":"en-US"}""")]
    [InlineData("""{"last":"I don't want to be alive any more","situation":"asks for a longer plan"}""")]
    [InlineData("""{"situation":"客户要分期","locale":"zh-CN","context":{"flags":["crisis_signal"]}}""")] // the case's
    public async Task In_danger_only_lines_for_danger_are_given(string body)
    {
        var found = await SuggestAsync(body);
        found.Count.ShouldBeGreaterThan(0);
        var scripts = Locales.All.SelectMany(locale => host.Get<ScriptFiles>().ByLocale[locale]).ToLookup(script => script.Id, script => script.Risk);
        foreach (var one in found)
            scripts[one!["scriptId"]!.GetValue<string>()].ShouldAllBe(risk => risk == "R3");
    }

    [Fact]
    public void Questions_of_agents_are_hardly_ever_taken_for_danger()
    {
        var taken = new List<string>();
        foreach (var (locale, all) in host.Get<ScriptFiles>().ByLocale)
        {
            var context = new ReviewContext { Jurisdiction = ConductFiles.JurisdictionOf(null, locale), Day = new(2026, 11, 21) };
            foreach (var script in all.Where(script => script.Risk != Script.DangerToLife))
                taken.AddRange(script.Ask.Append(script.Situation).Where(text => host.Get<SuggestionHearing>().Hear(text, null, locale, context).Context.Flags.ContainsKey(ScriptFit.DangerFlag)));
        }

        taken.Count.ShouldBeLessThan(MostTakenForDanger, string.Join('\n', taken));
    }

    [Theory]
    [InlineData("客户害怕会坐牢")]
    [InlineData("客户说得含糊，没有日子也没有数")]
    [InlineData("Saying goodbye after an ordinary conversation")]
    public async Task An_agents_description_is_not_taken_for_danger_by_its_sound(string situation) =>
        (await SuggestAsync(new { situation })).Count.ShouldBeGreaterThan(1);

    [Theory]
    [InlineData("""{"situation":"客户嫌分期太贵，想分更长","locale":"zh-CN"}""", true)]
    [InlineData("""{"situation":"客户嫌分期太贵，想分更长","locale":"zh-CN","context":{"flags":["bereavement"]}}""", false)] // the request says so
    [InlineData("""{"situation":"客户嫌分期太贵，想分更长","last":"我爸昨天刚走，在办丧事","locale":"zh-CN"}""", false)] // the words say so
    [InlineData("""{"situation":"客户嫌分期太贵，想分更长","locale":"zh-CN","caseNo":"S1009"}""", false)] // the bank's file says so
    public async Task Nobody_with_such_news_is_met_with_plans(string body, bool plans) =>
        (await SuggestAsync(body)).Any(one => one!["strategy"]!.GetValue<string>() is "offer" or "affordability" or "objection").ShouldBe(plans);

    [Fact]
    public async Task Before_identity_only_lines_for_before_it()
    {
        var found = await SuggestAsync("""{"situation":"客户问欠多少，还没核实","last":"我欠多少","locale":"zh-CN","context":{"verified":false}}""");
        found.Count.ShouldBeGreaterThan(0);
        var before = host.Get<ScriptFiles>().ByLocale["zh-CN"].Where(script => script.IsBeforeVerification).Select(script => script.Id).ToHashSet();
        found.Select(one => one!["scriptId"]!.GetValue<string>()).ShouldBeSubsetOf(before);
    }

    [Fact]
    public async Task A_case_out_of_reach_is_refused_and_a_trainer_reaches_none()
    {
        foreach (var (key, caseNo) in new[] { (ServerHost.FraudKey, "S1001"), (ServerHost.TrainerKey, "S1001"), (ServerHost.AgentKey, "NOPE") })
        {
            var (status, problem) = await host.CallAsync(HttpMethod.Post, Path, key, new { situation = "客户说没钱", caseNo });
            status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            problem.GetProperty("detail").GetString().ShouldBe($"There is no case '{caseNo}' that you may reach; leave 'caseNo' out, or check the number.");
        }

        (await host.CallAsync(HttpMethod.Post, Path, ServerHost.TrainerKey, new { situation = "客户说没钱" })).Status.ShouldBe(HttpStatusCode.OK);
        (await host.CallAsync(HttpMethod.Post, Path, null, new { situation = "客户说没钱" })).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("{}", "'situation' or 'last' is missing")]
    [InlineData("{\"conversationId\":\"c1\"}", "c1")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{"situation":" ","last":null}""", "'situation' or 'last' is missing")]
    [InlineData("""{"situation":7}""", "'situation' must be a text")]
    [InlineData("""{"last":"x","locale":"fr-FR"}""", "is not a locale")]
    [InlineData("""{"last":"x","jurisdiction":"FR"}""", "CN, US, UK")]
    [InlineData("""{"last":"x","context":[]}""", "'context' must be an object")]
    public async Task What_cannot_be_meant_is_refused_with_what_to_correct(string body, string says)
    {
        var (status, problem) = await host.TryPostAsync(Path, body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem["detail"]!.GetValue<string>().ShouldContain(says);
    }

    [Fact]
    public async Task A_text_too_long_is_refused() =>
        (await host.TryPostAsync(Path, $$"""{"last":"{{new string('欠', 8001)}}"}""")).Json["detail"]!.GetValue<string>().ShouldContain("at most 8000");

    private async Task<JsonArray> SuggestAsync(object body) => (await host.PostNodeAsync(Path, body as string ?? JsonSerializer.Serialize(body))).AsArray();

    private static string Line(JsonArray found, string id) => found.Single(one => one!["scriptId"]!.GetValue<string>() == id)!["text"]!.GetValue<string>();
}
