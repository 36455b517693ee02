
namespace Assistant.Tests.Conversations;

/// <summary>
/// Talks as text files, filed by phenomenon and judged by effect: replies by id, figures, records, tickets, states; never wording.
/// See README.md beside the folders for what a line may say.
/// </summary>
[TestCaseOrderer(typeof(CoverageLast))]
public sealed class ConversationTests(ConversationCoverage coverage) : IClassFixture<ConversationCoverage>
{
    public static TheoryData<string> Files()
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("tests", "Conversations"), "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            data.Add(Path.GetRelativePath(Repository.PathOf("tests", "Conversations"), file));
        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_conversation_has_exactly_its_effects(string file)
    {
        await using var world = await World.WithSamplesAsync();
        await new ConversationScript(world, Repository.PathOf("tests", "Conversations", file)) { Heard = coverage.Add }.RunAsync();
        coverage.Ran();
        world.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal), $"{file}: an error was logged");
        using var db = world.Store.Open();
        world.Get<Bot.Storage.AuditChain>().Verify(db).BrokenAt.ShouldBeNull();
    }

    [Fact]
    public void Together_they_go_through_every_skill_and_every_protection()
    {
        Assert.SkipWhen(coverage.Done < Files().Count, "not every conversation was run, so that nothing can be said of all of them");
        var missing = coverage.Report(TestContext.Current.TestOutputHelper!.WriteLine);
        missing.ShouldBeEmpty("no conversation goes through these");
    }

    /// <summary>What the conversations go through together is known once all have run.</summary>
    private sealed class CoverageLast : Xunit.v3.ITestCaseOrderer
    {
        public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
            where TTestCase : notnull, Xunit.Sdk.ITestCase =>
            [.. testCases.OrderBy(one => one.TestMethod?.MethodName == nameof(Together_they_go_through_every_skill_and_every_protection))];
    }
}
