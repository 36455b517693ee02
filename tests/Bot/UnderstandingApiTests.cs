using System.Net;
using System.Text.Json;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;

namespace Assistant.Tests.OfBot;

/// <summary>What a message says, for staff and bank systems (external contract, section 7).</summary>
public sealed class UnderstandingApiTests : IAsyncLifetime
{
    private ServerHost host = null!;

    public async ValueTask InitializeAsync() => host = await ServerHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("我失业了，一个月最多还八百", "zh-CN", "hardship_job_loss offer_amount_monthly", "amount=800.00", "R1", false)]
    [InlineData("why is the interest so high and how do I pay it", "en-US", "ask_why_interest ask_how_to_pay", "", "R1", false)]
    [InlineData("我想分24期", "zh-CN", "ask_instalment", "duration=P24M", "R1", false)]
    [InlineData("欠這麼多錢，我不想活了", "zh-CN", "suicidal_hint", "", "R3", true)] // traditional characters
    [InlineData("I don't want to be alive any more", "en-US", "suicidal_hint", "", "R3", true)]
    [InlineData("笑死我了，这也能扣钱", "zh-CN", "", "", null, false)] // an idiom
    public async Task It_reads_intents_values_risk_and_danger(string text, string locale, string intents, string entities, string? risk, bool crisis)
    {
        var (status, read) = await host.CallAsync(HttpMethod.Post, "/api/understanding", ServerHost.AgentKey, new { text, locale });
        status.ShouldBe(HttpStatusCode.OK);
        read.GetProperty("locale").GetString().ShouldBe(locale);
        var ids = read.GetProperty("intents").EnumerateArray().Select(intent => intent.GetProperty("id").GetString()).ToList();
        ids.Count.ShouldBeGreaterThan(0);
        foreach (var intent in intents.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            ids.ShouldContain(intent);
        var scores = read.GetProperty("intents").EnumerateArray().Select(intent => intent.GetProperty("score").GetDouble()).ToList();
        scores.ShouldAllBe(score => score > 0 && score <= 1);
        string.Join(' ', read.GetProperty("entities").EnumerateArray().Select(entity => $"{entity.GetProperty("type").GetString()}={entity.GetProperty("value").GetString()}")).ShouldBe(entities);
        foreach (var entity in read.GetProperty("entities").EnumerateArray())
            text.Substring(entity.GetProperty("start").GetInt32(), entity.GetProperty("length").GetInt32()).ShouldBe(entity.GetProperty("text").GetString());
        if (risk is not null)
            read.GetProperty("risk").GetString().ShouldBe(risk);
        read.GetProperty("crisis").GetBoolean().ShouldBe(crisis);
    }

    [Fact]
    public async Task What_a_message_denies_is_not_what_it_wants()
    {
        var (_, read) = await host.CallAsync(HttpMethod.Post, "/api/understanding", ServerHost.AgentKey, new { text = "我不是要投诉，我就想问问还欠多少" });
        read.GetProperty("intents").EnumerateArray().Select(intent => intent.GetProperty("id").GetString()).ShouldBe(["ask_balance"]);
    }

    [Theory]
    [InlineData("{}", "'text' is missing")]
    [InlineData("[]", "'text' is missing")]
    [InlineData("{\"text\":7}", "'text' must be a text")]
    [InlineData("{\"text\":\"hi\",\"locale\":\"fr-FR\"}", "'fr-FR' is not a locale")]
    public async Task What_cannot_be_read_is_422_and_says_what_to_correct(string body, string says)
    {
        var (status, problem) = await host.CallAsync(HttpMethod.Post, "/api/understanding", ServerHost.AgentKey, body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("detail").GetString()!.ShouldContain(says);
    }

    [Fact]
    public async Task It_is_for_staff_and_long_texts_are_refused()
    {
        (await host.CallAsync(HttpMethod.Post, "/api/understanding", null, new { text = "hi" })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.CallAsync(HttpMethod.Post, "/api/understanding", ServerHost.TrainerKey, new { text = "hi" })).Status.ShouldBe(HttpStatusCode.OK);
        (await host.CallAsync(HttpMethod.Post, "/api/understanding", ServerHost.AgentKey, new { text = new string('a', 8001) })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("{\"locale\":\"zh-CN\"}", "'text' is missing")]
    [InlineData("{\"text\":\"a\",\"locale\":\"xx\"}", "not a locale")]
    [InlineData("nonsense", "Line 3")]
    public void A_line_that_cannot_be_measured_is_named(string line, string says) => Should.Throw<FormatException>(() => LabelledMessage.Parse(line, 3)).Message.ShouldContain(says);

    [Fact]
    public void Figures_come_with_their_intervals()
    {
        var (low, high) = UnderstandingReport.Wilson(98, 100);
        Math.Round(low, 3).ShouldBe(0.930); // E. B. Wilson 1927, as any table has it
        Math.Round(high, 3).ShouldBe(0.994);
        LabelledMessage[] messages = [LabelledMessage.Parse(JsonSerializer.Serialize(new { text = "我还欠多少钱", locale = "zh-CN", intents = new[] { "ask_balance" }, entities = Array.Empty<object>(), crisis = false }), 1)];
        var report = UnderstandingReport.Of(messages, host.Get<MessageReader>());
        report.ShouldContain("intent, the best one: 1 of 1 = 100.0 %");
        report.ShouldContain("crisis heard where there is none: 0 of 1");
    }

    [Fact]
    public void Examples_changed_after_the_build_stop_the_start_and_say_what_to_run()
    {
        var copy = Directory.CreateTempSubdirectory("assistant-prompts-").FullName;
        foreach (var file in Directory.GetFiles(Repository.PathOf("prompts"), "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, "prompts", Path.GetRelativePath(Repository.PathOf("prompts"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        File.AppendAllText(Path.Combine(copy, "prompts/understanding/ask_balance.yaml"), "\n# a note\n");
        Should.Throw<PromptException>(() => TrainedReaders.Load(new PromptFolder(copy))).Message.ShouldContain("-- train");
        Directory.Delete(copy, true);
    }
}
