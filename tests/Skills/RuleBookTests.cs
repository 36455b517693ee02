using Assistant.Bot.Prompts;
using Assistant.Skills.Conduct;

namespace Assistant.Tests.OfSkills;

/// <summary>Every rule against its own examples: they are its tests.</summary>
public sealed class RuleBookTests
{
    private static readonly RuleBook Book = ConductFiles.Load(PromptFolder.Find());

    [Fact]
    public void Each_rule_finds_its_examples_and_lets_its_counter_examples_through_wherever_it_binds()
    {
        var wrong = new List<string>();
        foreach (var rule in Book.Rules)
        {
            foreach (var jurisdiction in ConductFiles.Jurisdictions.Where(one => rule.SourcesIn(one).Count > 0))
            {
                wrong.AddRange(rule.Examples.Where(example => !Finds(rule, example, jurisdiction)).Select(example => $"{rule.Id} {jurisdiction} missed: {example.Text}"));
                wrong.AddRange(rule.CounterExamples.Where(example => Finds(rule, example, jurisdiction)).Select(example => $"{rule.Id} {jurisdiction} found in: {example.Text}"));
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Each_better_line_keeps_every_rule()
    {
        var wrong = from rule in Book.Rules
                    from rewrite in rule.Rewrite.Values
                    from jurisdiction in ConductFiles.Jurisdictions
                    where rule.SourcesIn(jurisdiction).Count > 0 && !rewrite.Contains('{', StringComparison.Ordinal)
                    let findings = Book.Review(rewrite, Plain(jurisdiction)).Findings
                    where findings.Count > 0
                    select $"{rule.Id} {jurisdiction}: {rewrite} → {string.Join(", ", findings.Select(finding => finding.Rule.Id))}";
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("你好")]
    [InlineData("嗯嗯")]
    [InlineData("好的，谢谢")]
    [InlineData("Hi")]
    [InlineData("OK, thanks")]
    [InlineData("😀")]
    [InlineData("???")]
    public void Next_to_nothing_breaks_no_rule(string line) => Book.Review(line, Plain(line[0] < 'z' ? "US" : "CN")).Verdict.ShouldBe("ok");

    [Fact]
    public void Hostile_text_is_reviewed_in_bounded_time()
    {
        foreach (var piece in new[] { "坐 牢 ", "((((", "aaaa", "\ud800", "不还就打给你爸妈，", "1,000,000 ", "\u202e\u0301", "j a i l " })
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Book.Review(string.Concat(Enumerable.Repeat(piece, 8000 / piece.Length)), Plain("CN"));
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), piece);
        }
    }

    private static bool Finds(ConductRule rule, ExampleLine example, string jurisdiction) =>
        Book.Review(example.Text, (example.Context ?? Plain(jurisdiction)) with { Jurisdiction = jurisdiction, Day = Later(example.Context?.Day ?? rule.From, rule.From) }).Findings.Any(finding => finding.Rule == rule);

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static ReviewContext Plain(string jurisdiction) => new() { Jurisdiction = jurisdiction, Day = new(2026, 11, 20) };
}
