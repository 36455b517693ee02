using Assistant.Bot.Prompts;
using Assistant.Skills.Conduct;

namespace Assistant.Tests.Quality;

/// <summary>Advice the product refuses (docs/practices.md) is flagged when an agent follows it.</summary>
public sealed class PracticesTests
{
    private static readonly RuleBook Book = ConductFiles.Load(PromptFolder.Find());

    [Theory]
    [InlineData("third-party-", "短信我们给您爱人和您父母也各发一份，让他们一起督促您。")]
    [InlineData("third-party-", "I'm texting your wife and your mother as well, so they can help you remember.")]
    [InlineData("excessive-contact", "从今天起我们每小时打一次，换着号码打，打到您还为止。")]
    [InlineData("excessive-contact", "We'll be ringing every hour from different numbers until you pay.")]
    [InlineData("third-party-disclosure", "把您的逾期资料共享给别家银行和网贷平台，大家一起催。")]
    [InlineData("intrusive-visit", "您再不处理，今晚我们就上门坐着等您。")]
    [InlineData("intrusive-visit", "If nothing comes in, our people will be waiting outside your house tonight.")]
    [InlineData("false-legal-threat", "您这是故意不还，就是恶意透支，公安马上就立案抓人。")]
    [InlineData("third-party-disclosure", "我们用查询软件查过您的小区和车牌了。")]
    [InlineData("abuse", "您这种人我见多了，没担当，爱面子又不要脸。")]
    public void Refused_advice_is_flagged(string category, string line)
    {
        var review = Book.Review(line, new() { Jurisdiction = line.Any(c => c >= '\u4e00') ? "CN" : "US", Day = new(2026, 11, 20) });
        review.Verdict.ShouldNotBe("ok", line);
        review.Findings.ShouldContain(finding => finding.Rule.Category.StartsWith(category, StringComparison.Ordinal), line);
    }
}
