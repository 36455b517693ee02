using Assistant.Bot.Models;
using Assistant.Tests.Conversations;
using Assistant.Tests.Simulators;

namespace Assistant.Tests.OfModels;

/// <summary>With a model's endpoint that is dead, slow or answers garbage, every conversation file has exactly the effects it has without a model.</summary>
public sealed class ModelTroubleConversationTests(ITestOutputHelper output)
{
    private static readonly ModelReply[] Garbage =
    [
        new ModelReply.Says("当然可以，给您免掉一半！"), new ModelReply.Says("""{"wants":["ask_balance","accept_offer"],"amount":1}"""), new ModelReply.Says("""{"wants":"ask_balance"}"""), new ModelReply.Says("[]"), new ModelReply.Says("{\"wants\":["),
        new ModelReply.Malformed("<<<"), new ModelReply.Html(), new ModelReply.Empty(), new ModelReply.NoChoices(), new ModelReply.NullContent(), new ModelReply.Refuses("no"), new ModelReply.Filtered(),
        new ModelReply.Truncated("{\"wants\":[\"ask"), new ModelReply.CutOff("{\"wants\":[\"ask_balance\"]}"), new ModelReply.Fails(500), new ModelReply.Fails(429), new ModelReply.Calls(("record_promise", "{\"amount\":\"1.00\"}")),
    ];

    [Theory]
    [InlineData("dead")]
    [InlineData("slow")]
    [InlineData("garbage")]
    public async Task Every_conversation_stays_as_it_is(string trouble)
    {
        var files = ConversationTests.Files().Select(row => row.Data).ToList();
        var at = 0;
        await using var endpoint = await ModelEndpoint.StartAsync(_ => trouble == "slow" ? new ModelReply.Slow(TimeSpan.FromMinutes(1), new ModelReply.Says("""{"wants":[]}""")) : Garbage[Interlocked.Increment(ref at) % Garbage.Length]);
        var settings = new LlmSettings
        {
            Provider = "openai", Endpoint = (trouble == "dead" ? ModelEndpoint.DeadAddress() : endpoint.Address).ToString(), Model = "stand-in", Uses = "understanding, wording, coach, practice, summary, knowledge",
            UnderstandingSeconds = trouble == "slow" ? 0.1 : 20, WordingSeconds = trouble == "slow" ? 0.1 : 20, Retries = 0, TokensPerConversation = 100_000_000,
        };
        var (failed, asked) = (new System.Collections.Concurrent.ConcurrentBag<string>(), 0);
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (file, _) =>
        {
            await using var world = await Support.Models.WorldAsync(settings);
            try
            {
                await new ConversationScript(world, Repository.PathOf("tests", "Conversations", file)).RunAsync();
                Interlocked.Add(ref asked, world.Scalar<int>("SELECT COUNT(*) FROM model_calls"));
                world.Scalar<int>("SELECT COUNT(*) FROM model_calls WHERE caught IS NULL").ShouldBe(0, $"{file}: an answer was used");
                world.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
            }
            catch (Exception e) when (e is InvalidOperationException or Xunit.Sdk.IAssertionException or Shouldly.ShouldAssertException)
            {
                failed.Add($"{file}: {e.Message}");
            }
        });
        output.WriteLine($"{trouble}: {asked} requests in {files.Count} conversations");
        asked.ShouldBeGreaterThan(150, "otherwise nothing was tried");
        failed.ShouldBeEmpty(string.Join("\n", failed));
    }
}
