using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;

namespace Assistant.Tests.Quality;

/// <summary>Lines nobody learned from; see README.md beside this file. Each bound lies a little below what was measured.</summary>
public sealed class HeldOutTests
{
    private static readonly RuleBook Book = ConductFiles.Load(PromptFolder.Find());

    [Theory]
    [InlineData("lines.jsonl", 0.80, 0.06)]
    [InlineData("fresh.jsonl", 0.75, 0.08)]
    public void Violations_are_blocked_and_honest_lines_let_through(string file, double least, double most)
    {
        var (blocked, stopped, _) = Judge(file);
        blocked.ShouldBeGreaterThan(least);
        stopped.ShouldBeLessThan(most);
    }

    [Fact]
    public void A_working_day_of_honest_lines_is_let_through() => Judge("honest.jsonl").Stopped.ShouldBeLessThan(0.05);

    private static (double Blocked, double Stopped, int Count) Judge(string file)
    {
        var requests = new ReviewRequests(new BankClock(TimeProvider.System, TimeZoneInfo.Utc));
        var judged = File.ReadLines(Repository.PathOf("tests", "Quality", file)).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
            .Select(json => (Label: json.GetProperty("label").GetString(), Request: requests.Read(json, new Dictionary<string, KnownCase>()))).AsParallel()
            .Select(one => (one.Label, Book.Review(one.Request.Text, one.Request.Context).Verdict)).ToList();
        return (Share(one => one.Label == "block", "block"), 1 - Share(one => one.Label == "ok", "ok"), judged.Count);

        double Share(Func<(string? Label, string Verdict), bool> of, string verdict) =>
            judged.Where(of).ToList() is { Count: > 0 } some ? some.Count(one => one.Verdict == verdict) / (double)some.Count : 0;
    }
}
