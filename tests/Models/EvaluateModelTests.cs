using Assistant.Tests.Simulators;

namespace Assistant.Tests.OfModels;

/// <summary>evaluate model: what a configured model adds, measured by the program itself over the wire.</summary>
public sealed class EvaluateModelTests
{
    [Fact]
    public async Task It_measures_the_endpoint_that_is_configured()
    {
        // Right about every message, as far as the list of names goes: the second of the set asks why there is so much interest.
        await using var endpoint = await ModelEndpoint.StartAsync(request => new ModelReply.Says(request.SchemaName == "understand" ? """{"wants":["ask_why_interest"]}""" : """{"forms":[2],"order":[1]}"""));
        await using var world = World.Empty();
        var messages = world.WriteFile("messages.jsonl", """
            {"text":"那什么，就是那个嘛，你懂的","locale":"zh-CN","intents":["ask_why_interest"]}
            {"text":"我一共欠多少钱","locale":"zh-CN","intents":["ask_balance"]}
            """);
        var wordings = world.WriteFile("wordings.jsonl", """{"said":"好","locale":"zh-CN","replies":["courtesy.noted"],"right":[[2]]}""");
        var (exit, output, error) = await RunAsync(world, endpoint.Address.ToString(), "evaluate", "model", "--file", messages, "--file", wordings);
        exit.ShouldBe(0, error);
        output.ShouldContain("the own reader is unsure of 1 of 2 messages");
        output.ShouldContain("best intent right without the model: 0 of 1");
        output.ShouldContain("best intent right with the model: 1 of 1");
        output.ShouldContain("wording right without the model: 0 of 1");
        output.ShouldContain("wording right with the model: 1 of 1");
        output.ShouldContain("time of an answer: half within");
        endpoint.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_model_or_with_a_broken_set_it_says_what_to_correct()
    {
        await using var world = World.Empty();
        var (exit, _, error) = await RunAsync(world, null, "evaluate", "model");
        exit.ShouldBe(2);
        error.ShouldContain("Llm__Provider");
        var broken = world.WriteFile("broken.jsonl", """{"said":"好","locale":"zh-CN","replies":["courtesy.noted"],"right":[[9]]}""");
        (exit, _, error) = await RunAsync(world, ModelEndpoint.DeadAddress().ToString(), "evaluate", "model", "--file", broken);
        exit.ShouldBe(2);
        error.ShouldContain("courtesy.noted");
    }

    [Fact]
    public async Task The_sets_that_come_with_it_fit_the_replies()
    {
        await using var world = await Support.Models.WorldAsync(Support.Models.At(ModelEndpoint.DeadAddress(), "coach"));
        var lines = File.ReadAllLines(Repository.PathOf("tests", "Models", "wording.jsonl"));
        lines.Length.ShouldBeGreaterThanOrEqualTo(60);
        await world.Get<Bot.Models.ModelReport>().WordingAsync([.. lines.Select((line, i) => Bot.Models.WordingCase.Parse(line, i + 1))], CancellationToken.None);
    }

    private static Task<(int Exit, string Output, string Error)> RunAsync(World world, string? endpoint, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["ConnectionStrings__Store"] = $"Data Source={world.StorePath}", ["Privacy__Key"] = World.PrivacyKey };
        foreach (var (name, value) in endpoint is null ? [] : new Dictionary<string, string> { ["Llm__Provider"] = "openai", ["Llm__Endpoint"] = endpoint, ["Llm__Model"] = "stand-in", ["Llm__Uses"] = "understanding, wording", ["Llm__UnderstandingSeconds"] = "30", ["Llm__WordingSeconds"] = "30" })
            environment[name] = value;
        return ProgramProcess.RunAsync(arguments, environment, "");
    }
}
