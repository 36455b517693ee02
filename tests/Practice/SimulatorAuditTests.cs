using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Practice;

namespace Assistant.Tests.Practice;

/// <summary>Two thousand talks with agents who say anything, looked through for what a simulated person must never do.</summary>
public sealed partial class SimulatorAuditTests(PracticeFixture practice, ITestOutputHelper output) : IClassFixture<PracticeFixture>
{
    private const int Talks = 2000;

    [Fact]
    public void Two_thousand_random_talks_hold_no_contradiction_no_early_fact_no_repetition_and_all_end()
    {
        var scenarios = practice.Scenarios;
        var faults = Enumerable.Range(1, Talks).AsParallel().AsOrdered().SelectMany(n => Faults(scenarios[n % scenarios.Count], n, scenarios)).ToList();
        faults.ShouldBeEmpty(string.Join('\n', faults.Take(20)));
    }

    [Fact]
    public void Two_runs_with_one_seed_are_the_same_byte_for_byte()
    {
        foreach (var scenario in practice.Scenarios)
        {
            var (one, other) = (practice.Play(scenario, 7, scenario.Model), practice.Play(scenario, 7, scenario.Model));
            Bytes(one).ShouldBe(Bytes(other));
        }

        // And another seed is another talk.
        practice.Scenarios.Count(scenario => Bytes(practice.Play(scenario, 7, scenario.Model)) != Bytes(practice.Play(scenario, 8, scenario.Model))).ShouldBeGreaterThan(practice.Scenarios.Count * 9 / 10);
    }

    [Fact]
    public void Kindness_opens_and_harm_closes()
    {
        foreach (var scenario in practice.Scenarios)
        {
            var (kind, rude) = (practice.Play(scenario, 3, scenario.Model), practice.Play(scenario, 3, PracticeFixture.Lines("rude", scenario)));
            kind.Debtor.Mood.Trust.ShouldBeGreaterThan(rude.Debtor.Mood.Trust, scenario.Id);
            rude.Debtor.Mood.Anger.ShouldBeGreaterThan(kind.Debtor.Mood.Anger, scenario.Id);
            rude.Debtor.Told.Count.ShouldBe(0, scenario.Id);
        }
    }

    private static string Bytes(PlayedTalk talk) => string.Join('\n', talk.Turns.Select(turn => turn.Text)) + string.Join('\n', talk.Replies.Select(reply => reply.Mood.ToString()));

    private IEnumerable<string> Faults(Scenario scenario, int seed, IReadOnlyList<Scenario> scenarios)
    {
        var chance = new Random(seed);
        var lines = Enumerable.Range(0, SimulatedDebtor.MostLines + 5).Select(_ => Anything(scenario, scenarios, chance));
        var talk = practice.Play(scenario, seed, lines);
        var name = $"{scenario.Id}/{seed}";
        var said = new HashSet<string> { talk.Debtor.Opening };
        var told = new HashSet<string>();
        var known = scenario.Values.Values.Select(Digits).Where(digits => digits.Length > 0).ToHashSet();
        foreach (var (reply, i) in talk.Replies.Select((reply, i) => (reply, i)))
        {
            foreach (var (occasion, text) in reply.Parts.Where(part => !said.Add(part.Text)))
                yield return $"{name} line {i + 1}: '{text}' ({occasion}) is said twice";
            foreach (var fact in scenario.Facts.Where(fact => reply.Told.Contains(fact.Id)))
            {
                if (reply.Mood.Trust < fact.Trust)
                    yield return $"{name} line {i + 1}: '{fact.Id}' is told at trust {reply.Mood.Trust}, below {fact.Trust}";
                told.Add(fact.Id);
            }

            foreach (var fact in scenario.Facts)
            {
                if (!told.Contains(fact.Id) && fact.Says.Any(words => reply.Text.Contains(words, StringComparison.Ordinal)))
                    yield return $"{name} line {i + 1}: '{fact.Id}' slips out";
                if (told.Contains(fact.Id) && !reply.Told.Contains(fact.Id) && fact.Before.Any(words => reply.Text.Contains(words, StringComparison.Ordinal)))
                    yield return $"{name} line {i + 1}: '{fact.Id}' is denied after it was told";
            }

            foreach (var number in reply.Parts.Where(part => part.Occasion is not "too_high").SelectMany(part => Number().Matches(part.Text)).Select(match => Digits(match.Value)).Where(number => !known.Contains(number)))
                yield return $"{name} line {i + 1}: the number {number} is in none of its figures";
            if (reply.Text.Contains('{', StringComparison.Ordinal))
                yield return $"{name} line {i + 1}: a blank was not filled: {reply.Text}";
        }

        if (talk.Debtor.Ended is null)
            yield return $"{name}: never ends";
        if (seed == 1)
            output.WriteLine($"{name}: {talk.Replies.Count} lines, {talk.Debtor.Ended}");
    }

    /// <summary>Lines of good calls, of other people's calls, of bad agents, and noise.</summary>
    private static string Anything(Scenario scenario, IReadOnlyList<Scenario> scenarios, Random chance)
    {
        string[] kinds = ["rude", "pressing", "silent", "copy-paste", "keywords"];
        return chance.Next(10) switch
        {
            < 5 => Any(scenario.Model),
            < 8 => Any(scenarios[chance.Next(scenarios.Count)].Model),
            < 9 => Any(PracticeFixture.Lines(kinds[chance.Next(kinds.Length)], scenario)),
            _ => chance.Next(100_000).ToString(CultureInfo.InvariantCulture) + new string((char)chance.Next('a', 'z'), chance.Next(20)),
        };

        string Any(IReadOnlyList<string> lines) => lines[chance.Next(lines.Count)];
    }

    private static string Digits(string text) => new([.. text.Where(char.IsAsciiDigit)]);

    [GeneratedRegex("[0-9][0-9,.]*")]
    private static partial Regex Number();
}
