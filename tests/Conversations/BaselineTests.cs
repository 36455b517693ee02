using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Tests.Conversations;

/// <summary>
/// Whether the conversation files judge anything: assistants that do nothing, always refuse, or always fetch a person must fail nearly all of them.
/// </summary>
public sealed class BaselineTests(ITestOutputHelper output)
{
    private const double LeastFailed = 0.95;

    [Theory]
    [InlineData("does nothing")]
    [InlineData("always refuses")]
    [InlineData("always fetches a person")]
    public async Task An_assistant_that_decides_nothing_fails_the_conversations(string name)
    {
        var files = ConversationTests.Files().Select(row => row.Data).ToList();
        var passed = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(files, async (file, _) =>
        {
            await using var world = await World.WithSamplesAsync(services => services.AddSingleton<IDialogue>(new Baseline(name)));
            try
            {
                await new ConversationScript(world, Repository.PathOf("tests", "Conversations", file)).RunAsync();
                passed.Add(file);
            }
            catch (Exception failed) when (failed is InvalidOperationException or Xunit.Sdk.IAssertionException or Shouldly.ShouldAssertException)
            {
                // That it fails is what is wanted.
            }
        });
        output.WriteLine($"An assistant that {name} fails {files.Count - passed.Count} of {files.Count} conversations; it passes {string.Join(", ", passed.Order(StringComparer.Ordinal))}");
        ((files.Count - passed.Count) / (double)files.Count).ShouldBeGreaterThanOrEqualTo(LeastFailed, string.Join("\n", passed));
    }

    private sealed class Baseline(string name) : IDialogue
    {
        public Outcome Decide(Turn turn, Understood understood, Desk desk) => name switch
        {
            "does nothing" => new Outcome { Skill = "none", Action = "answer", Says = [new("courtesy.noted")] },
            "always refuses" => new Outcome { Skill = "none", Action = "refuse", Says = [new("care.cardholder_only")] },
            _ => MadeUp.Skills.For("ask_human")!.Value.Skill.Handle(new Request("ask_human", [], Answer.Nothing), desk),
        };
    }
}
