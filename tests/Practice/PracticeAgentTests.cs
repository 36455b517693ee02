using Assistant.Skills.Practice;

namespace Assistant.Tests.Practice;

/// <summary>Agents of every kind before every scenario, each with twenty seeds.</summary>
public sealed class PracticeAgentTests(PracticeFixture practice, ITestOutputHelper output) : IClassFixture<PracticeFixture>
{
    private const int Seeds = 20;
    private const decimal Excellent = 90;

    [Fact]
    public void There_are_scenarios_of_every_family_in_both_languages_at_every_difficulty()
    {
        practice.Scenarios.Count.ShouldBeGreaterThanOrEqualTo(36);
        foreach (var family in Scenario.Families)
            practice.Scenarios.Where(one => one.Family == family).Select(one => one.Locale).Distinct().Count().ShouldBe(2, family);
        practice.Scenarios.Select(one => one.Difficulty).Distinct().Order().ShouldBe([1, 2, 3, 4, 5]);
        practice.Scenarios.Where(one => one.Outcome == "plan").ShouldAllBe(one => one.Plan != null && one.Plan.Dearest <= one.Finances.CanPay);
    }

    [Fact]
    public void The_model_call_passes_every_scenario_with_every_seed_and_reaches_its_goals()
    {
        var weak = All(scenario => scenario.Model, (talk, result) =>
            result.Card.Total >= Excellent && result.Card.Passed && result.Goals.Values.All(reached => reached) ? null
                : $"{Name(talk)}: {result.Card.Total}, lost {Lost(result)}, missed {string.Join(' ', result.Goals.Where(goal => !goal.Value).Select(goal => goal.Key))}, critical {string.Join(' ', result.Card.Critical.Select(fail => fail.Rule))}");
        weak.ShouldBeEmpty(string.Join('\n', weak.Take(20)));
    }

    [Theory]
    [InlineData("rude", "D3")]
    [InlineData("pressing", "F2", "B2")]
    [InlineData("over-promising", "F1")]
    [InlineData("silent", "B1", "D1", "G3")]
    [InlineData("copy-paste", "B1", "D1")]
    public void A_bad_agent_fails_everywhere_by_the_items_that_name_the_fault(string kind, params string[] items)
    {
        var let = All(scenario => PracticeFixture.Lines(kind, scenario), (talk, result) =>
            !result.Card.Passed && items.All(id => result.Card.Items.Single(item => item.Item.Id == id) is { } item && item.Score < item.Item.Max && item.Better is not null) ? null : $"{Name(talk)}: {result.Card.Total} {result.Card.Passed}, lost {Lost(result)}");
        output.WriteLine($"{kind}: let through {let.Count}");
        let.ShouldBeEmpty(string.Join('\n', let.Take(20)));
    }

    [Fact]
    public void A_heap_of_keywords_scores_nothing_of_what_has_to_be_said()
    {
        var let = All(scenario => PracticeFixture.Lines("keywords", scenario), (talk, result) =>
            !result.Card.Passed && new[] { "B1", "D1", "G2", "G3" }.All(id => result.Card.Items.Single(item => item.Item.Id == id).Score == 0) ? null : $"{Name(talk)}: {result.Card.Total} lost {Lost(result)}");
        let.ShouldBeEmpty(string.Join('\n', let.Take(20)));
    }

    private List<string> All(Func<Scenario, IEnumerable<string>> lines, Func<PlayedTalk, PracticeResult, string?> judge) =>
    [
        .. practice.Scenarios.AsParallel().AsOrdered().SelectMany(scenario => Enumerable.Range(1, Seeds).Select(seed =>
        {
            var talk = practice.Play(scenario, seed, lines(scenario));
            return judge(talk, practice.Score(talk));
        }).OfType<string>().ToList()),
    ];

    private static string Name(PlayedTalk talk) => $"{talk.Scenario.Id}/{talk.Seed}";

    private static string Lost(PracticeResult result) => string.Join(' ', result.Card.Items.Where(item => item.Score < item.Item.Max).Select(item => $"{item.Item.Id}:{item.Score}"));
}
