using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;
using Microsoft.Extensions.AI;

namespace Assistant.Tests.OfBot;

public sealed class SkillFunctionTests
{
    private static readonly IReadOnlyList<AIFunction> All = SkillFunctions.Read(PromptFolder.Find(), MadeUp.Skills);

    [Fact]
    public void Every_intent_of_the_catalogue_is_a_function_with_description_and_schema()
    {
        var catalogue = Directory.GetFiles(Repository.PathOf("prompts", "understanding"), "*.yaml").Select(Path.GetFileNameWithoutExtension).Where(name => name != "patterns");
        All.Select(function => function.Name).ShouldBe(catalogue!, ignoreOrder: true);
        All.ShouldAllBe(function => function.Description.Length > 10 && function.JsonSchema.GetProperty("type").GetString() == "object");
    }

    [Fact]
    public async Task A_call_is_a_request_and_executes_nothing()
    {
        var offer = All.Single(function => function.Name == "offer_amount_monthly");
        var commands = (IReadOnlyList<Command>)(await offer.InvokeAsync(new() { ["amount"] = "800" }, TestContext.Current.CancellationToken))!;
        commands.OfType<Command.Start>().Single().Intent.ShouldBe("offer_amount_monthly");
        commands.OfType<Command.Hear>().Single().Entity.Value.ShouldBe("800.00");
        await Should.ThrowAsync<ArgumentException>(async () => await offer.InvokeAsync(new() { ["amount"] = "-5" }, TestContext.Current.CancellationToken));
        await Should.ThrowAsync<ArgumentException>(async () => await offer.InvokeAsync(new() { ["case"] = "S1001" }, TestContext.Current.CancellationToken));
    }
}
