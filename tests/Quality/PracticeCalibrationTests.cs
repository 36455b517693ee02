using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;
using Assistant.Skills.Conduct;

namespace Assistant.Tests.Quality;

/// <summary>
/// How far the scorer agrees with a reviewer: 24 talks of <c>practice/</c>, scored by hand by somebody who had not seen the scorer. Cohen's κ per item, full, half
/// and none being three marks.
/// </summary>
public sealed class PracticeCalibrationTests(ITestOutputHelper output)
{
    /// <summary>What was measured when the floor was set, less a little; a change of the scorer that agrees less shows here.</summary>
    private const double LeastAgreement = 0.66;

    [Fact]
    public void The_scorer_agrees_with_the_reviewer_item_by_item()
    {
        var prompts = PromptFolder.Find();
        var book = ConductFiles.Load(prompts);
        var rubric = RubricFile.Read(prompts, book);
        var scorer = new Scorer(book, rubric, new(rubric, MarkFiles.Load(prompts)), TrainedReaders.Load(prompts).HearSurely);
        var talks = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Quality", "practice"), "*.yaml").Order(StringComparer.Ordinal).Select(Read).ToList();
        talks.Count.ShouldBe(24);
        var marks = new List<(string Item, string By, string Ours, string Name)>();
        var fails = new List<(bool By, bool Ours, string Name)>();
        foreach (var talk in talks)
        {
            var card = scorer.Score(talk.Turns, talk.Context, talk.Disposition);
            foreach (var item in card.Items)
                marks.Add((item.Item.Id, talk.Scores[item.Item.Id], item.Score == item.Item.Max ? "full" : item.Score > 0 ? "half" : "none", talk.Name));
            foreach (var fail in card.Critical)
                output.WriteLine($"CRIT {talk.Name} {(talk.HasCritical ? "(by hand too)" : "")} {fail.Rule}@{fail.Turn}: {fail.Quote} <- {talk.Turns[Math.Max(0, fail.Turn - 2)].Text}");
            foreach (var (turn, finding) in card.Findings.Where(one => one.Finding.Severity != Severity.Critical))
                output.WriteLine($"FIND {talk.Name} {finding.Rule.Id}@{turn} {finding.Severity}: {talk.Turns[turn - 1].Text.Substring(finding.Start, finding.Length)}");
            fails.Add((talk.HasCritical, card.Critical.Count > 0, talk.Name));
        }

        foreach (var item in marks.GroupBy(mark => mark.Item))
            output.WriteLine($"{item.Key}: agree {item.Count(one => one.By == one.Ours)}/{item.Count()} κ {Kappa([.. item.Select(one => (one.By, one.Ours))]):0.00}  {string.Join(' ', item.Where(one => one.By != one.Ours).Select(one => $"{one.Name[..2]}:{one.By}>{one.Ours}"))}");
        var all = marks.Select(mark => (mark.By, mark.Ours)).ToList();
        var agreement = all.Count(one => one.By == one.Ours) / (double)all.Count;
        output.WriteLine($"all: agree {agreement:0.000} κ {Kappa(all):0.00}");
        output.WriteLine($"critical fails: agree {fails.Count(one => one.By == one.Ours)}/{fails.Count}; missed {string.Join(' ', fails.Where(one => one.By && !one.Ours).Select(one => one.Name))}; false {string.Join(' ', fails.Where(one => !one.By && one.Ours).Select(one => one.Name))}");
        agreement.ShouldBeGreaterThanOrEqualTo(LeastAgreement);
    }

    private static double Kappa(List<(string By, string Ours)> marks)
    {
        var labels = marks.SelectMany(mark => new[] { mark.By, mark.Ours }).Distinct().ToList();
        var (n, agree) = ((double)marks.Count, marks.Count(mark => mark.By == mark.Ours) / (double)marks.Count);
        var chance = labels.Sum(label => marks.Count(mark => mark.By == label) / n * (marks.Count(mark => mark.Ours == label) / n));
        return chance == 1 ? 1 : (agree - chance) / (1 - chance);
    }

    private static GoldTalk Read(string path)
    {
        var yaml = Yaml.Read(path, Path.GetFileName(path));
        var file = yaml["case"];
        decimal Figure(string name) => file[name].Number;
        return new(
            Path.GetFileNameWithoutExtension(path),
            [.. yaml["turns"].Items.Select(turn => new TranscriptTurn(turn["speaker"].Text switch { "agent" => Speaker.Agent, "third_party" => Speaker.ThirdParty, _ => Speaker.Debtor }, turn["text"].Text, null))],
            new ReviewContext
            {
                Jurisdiction = yaml["jurisdiction"].Text, Day = DateOnly.Parse(file["as_of"].Text, CultureInfo.InvariantCulture), Verified = false, Channel = yaml["channel"].Text,
                Flags = new Dictionary<string, string> { ["sender_bank"] = "" },
                Figures = new Dictionary<string, decimal> { ["total"] = Figure("total"), ["principal"] = Figure("principal"), ["interest"] = Figure("interest"), ["penalty"] = Figure("fees"), ["minimum"] = Figure("minimum") },
            },
            yaml.Find("disposition")?.Text, yaml["scores"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Text), yaml["critical"].Items.Any());
    }

    private sealed record GoldTalk(string Name, IReadOnlyList<TranscriptTurn> Turns, ReviewContext Context, string? Disposition, IReadOnlyDictionary<string, string> Scores, bool HasCritical);
}
