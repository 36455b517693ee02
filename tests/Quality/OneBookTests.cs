using Assistant.Bot.Guard;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Conduct;
using Assistant.Skills.Debtor;

namespace Assistant.Tests.Quality;

/// <summary>One book: the guard of the assistant, the review of an agent's line and the score of a conversation find the same rules in the same words.</summary>
public sealed class OneBookTests
{
    [Fact]
    public async Task Guard_review_and_score_name_the_same_rules()
    {
        await using var host = await ServerHost.StartAsync();
        var (book, quality) = (host.Get<RuleBook>(), host.Get<QualityApi>());
        var guard = new ReplyGuard(new AnyReply(), book, host.Get<DebtorSkills>(), Microsoft.Extensions.Logging.Abstractions.NullLogger<ReplyGuard>.Instance);
        var lines = book.Rules.Where(rule => rule.IsOfWords && rule.When.Count == 0 && rule.Binds.Contains(Speaker.Bot) && rule.Severity != Severity.Minor)
            .SelectMany(rule => rule.Examples.Where(example => example.Context is null).Take(3).Select(example => example.Text)).ToList();
        lines.Count.ShouldBeGreaterThan(150);
        foreach (var line in lines)
        {
            var context = new ReviewContext { Jurisdiction = "CN", Day = new(2026, 11, 20), Speaker = Speaker.Bot };
            var reviewed = Grave(book.Review(line, context));
            List<string> guarded = [.. guard.Check(new Words { Outcome = new Outcome { Skill = "test", Action = "answer" }, Locale = "zh-CN", Text = line }, DeskOf(host)).Guard.Findings
                .Where(id => !id.StartsWith("figure.", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
            List<string> scored = [.. quality.Score(new([new(Speaker.Bot, line, null)], "zh-CN", context with { Verified = true }, null)).Findings.Where(one => one.Finding.Severity != Severity.Minor)
                .Select(one => one.Finding.Rule.Id).Distinct().Order(StringComparer.Ordinal)];
            guarded.ShouldBe(reviewed, line);
            scored.ShouldBe(reviewed, line);
        }
    }

    private static List<string> Grave(Review review) => [.. review.Findings.Where(finding => finding.Severity != Severity.Minor).Select(finding => finding.Rule.Id).Distinct().Order(StringComparer.Ordinal)];

    private static Desk DeskOf(ServerHost host)
    {
        var policy = host.Get<PolicyFiles>();
        return new Desk
        {
            Now = World.Morning, Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), Operator = policy.Operator, Creditor = policy.Creditors["default"], Identity = IdentityResult.Standing,
            Open = new Ask.Nothing(), NewId = prefix => prefix + "-1",
        };
    }

    private sealed class AnyReply : IReply
    {
        public Words Write(Outcome outcome, string locale) => new() { Outcome = outcome, Locale = locale, Text = "" };
    }
}
