using System.Text.RegularExpressions;
using Assistant.Bot.Guard;
using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Conduct;

namespace Assistant.Tests.OfBot;

public sealed partial class ReplyTests
{
    private static readonly RuleBook NoRules = new([], new Dictionary<string, RulePack>(), [], null);

    private static RuleBook Book => ConductFiles.Load(PromptFolder.Find());

    [Theory]
    [InlineData("您共欠 {total}", "not a placeholder")]
    [InlineData("您共欠 {total:geld}", "not a placeholder")]
    [InlineData("您共欠 100 元", "holds a digit")]
    [InlineData("您共欠 {total:amount", "no '}'")]
    [InlineData("您共欠 total:amount}", "no '{'")]
    [InlineData("  ", "empty")]
    public void A_template_that_cannot_be_filled_is_refused_at_start(string text, string why) => Template.Parse("x", text).Wrong.ShouldNotBeNull().ShouldContain(why);

    [Fact]
    public void A_value_missing_of_another_type_or_not_said_is_our_mistake_and_stops()
    {
        var template = Template.Parse("x", "您共欠 {total:amount}").Template!;
        Should.Throw<InvalidOperationException>(() => template.Fill([], _ => ""));
        Should.Throw<InvalidOperationException>(() => template.Fill([("total", new Value.Count(5))], _ => ""));
        Should.Throw<InvalidOperationException>(() => template.Fill([("total", new Value.Amount(Yuan("5"))), ("more", new Value.Count(1))], _ => ""));
    }

    [Fact]
    public void Every_reply_that_the_code_says_exists_and_every_reply_that_exists_is_said()
    {
        var ids = Templates.Read(PromptFolder.Find()).Ids;
        var code = string.Join('\n', Repository.Sources("skills", "bot").Select(File.ReadAllText)) + string.Join('\n', Directory.GetFiles(Repository.PathOf("prompts", "policy"), "*.yaml", SearchOption.AllDirectories).Concat(Directory.GetFiles(Repository.PathOf("prompts", "knowledge"))).Select(File.ReadAllText));
        // Codes of refusals look alike; their words are held by tests of their own.
        var said = ReplyIds().Matches(RefusalCodes().Replace(code, "")).Select(m => m.Groups["id"].Value).Where(id => !id.EndsWith('.')).ToHashSet();
        // Some ids are made of a fixed beginning and a code of the plan engine, or end by the kind of the plan.
        var made = new[] { "plan.label.", "plan.why.", "plan.declined.", "contents.payments_", "plan.chosen_", "plan.ask_yes_", "plan.recorded_", "plan.applied_", "lines.kind.", "currency.", "contact.channel.", "meant." };
        said.Where(id => id.Contains('.', StringComparison.Ordinal) && Prefixes().IsMatch(id)).Except(ids).ShouldBeEmpty();
        // Another form of a reply, ID~2 or ID~plain, is said where ID is.
        ids.Where(id => !id.Contains('~', StringComparison.Ordinal) && !said.Contains(id) && !made.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    /// <summary>Plain words read by people under strain: about eighteen characters or ten words a sentence, the longest within one breath. Clauses of an agreement are the law's.</summary>
    [Theory]
    [InlineData("zh-CN", 70, 20)]
    [InlineData("en-US", 38, 12)]
    public void Sentences_are_short(string locale, int most, double mean)
    {
        var lengths = PromptFolder.Find().Files($"replies/{locale}", "*.yaml").SelectMany(file => Yaml.Read(file.Path, file.Name).Entries).Where(entry => !entry.Key.StartsWith("contents.", StringComparison.Ordinal))
            .SelectMany(entry => Sentences().Split(Placeholders().Replace(entry.Value.Text, "一")).Select(sentence => (entry.Key, Length: locale == "zh-CN" ? sentence.Count(c => c >= 0x4e00) : Words().Count(sentence))))
            .Where(sentence => sentence.Length > 0).ToList();
        lengths.Where(sentence => sentence.Length > most).ShouldBeEmpty();
        lengths.Average(sentence => sentence.Length).ShouldBeLessThan(mean);
    }

    [Theory]
    [InlineData("共欠 23,418.55 元", true)]
    [InlineData("共欠 23,418.56 元", false)] // a cent
    [InlineData("共欠 ¥23,418.55", true)]
    [InlineData("还款日是 2026年12月10日", true)]
    [InlineData("还款日是 2026年12月11日", false)] // a day
    [InlineData("due December 10, 2026", true)]
    [InlineData("due December 11, 2026", false)]
    [InlineData("年化 18.25%", true)]
    [InlineData("年化 18.26%", false)]
    [InlineData("分 36 期", true)]
    [InlineData("分 37 期", false)] // a month
    [InlineData("请拨打 400-000-3978", true)]
    [InlineData("请拨打 400-000-3979", false)]
    [InlineData("还八百元就行", false)] // spelled out
    [InlineData("打八折", false)]
    [InlineData("最后一期", true)] // names an instalment, not a number
    [InlineData("一共还两万三千四百一十八元", false)]
    [InlineData("百分之二十", false)]
    public void A_figure_nothing_stands_behind_is_seen(string text, bool founded)
    {
        var words = new Words { Outcome = Outcome(), Locale = "zh-CN", Text = text };
        var guard = new ReplyGuard(new NoReply(), NoRules, MadeUp.Skills, Microsoft.Extensions.Logging.Abstractions.NullLogger<ReplyGuard>.Instance);
        (guard.Check(words, Desk(verified: true)).Guard.Verdict == "ok").ShouldBe(founded);
    }

    [Fact]
    public void Account_facts_without_a_verified_case_never_leave_and_nothing_is_recorded()
    {
        var outcome = Outcome() with { Effects = [new Effect.Promise("P-1", Yuan("5"), new(2026, 12, 1))] };
        var checkedWords = new ReplyGuard(new NoReply(), NoRules, MadeUp.Skills, Microsoft.Extensions.Logging.Abstractions.NullLogger<ReplyGuard>.Instance)
            .Check(new Words { Outcome = outcome, Locale = "zh-CN", Text = "共欠 23,418.55 元" }, Desk(verified: false));
        checkedWords.Guard.Verdict.ShouldBe("block");
        checkedWords.Guard.Findings.ShouldContain("identity.fact-before-verification");
        checkedWords.Outcome.Effects.ShouldNotContain(effect => effect is Effect.Promise);
        checkedWords.Outcome.Effects.ShouldContain(effect => effect is Effect.HandOff);
    }

    [Fact]
    public void A_reply_that_breaks_a_rule_of_wording_never_leaves()
    {
        var rules = Book;
        var words = new ReplyGuard(new NoReply(), rules, MadeUp.Skills, Microsoft.Extensions.Logging.Abstractions.NullLogger<ReplyGuard>.Instance)
            .Check(new Words { Outcome = Outcome(), Locale = "zh-CN", Text = "今天不还就等着坐牢" }, Desk(verified: true));
        words.Guard.Findings.ShouldContain("legal.arrest");
    }

    [Fact]
    public void Every_reply_passes_the_rules_of_wording()
    {
        var (rules, wrong) = (Book, new List<string>());
        foreach (var (locale, spoken) in new[] { (Locales.Chinese, "CN"), (Locales.English, "US"), (Locales.English, "UK") })
        {
            foreach (var file in Directory.GetFiles(Repository.PathOf("prompts", "replies", locale)))
            {
                // What people say of themselves by a button ("someone in my family died") is nothing the assistant says.
                foreach (var (id, text) in Yaml.Read(file, file).Entries.Where(entry => !entry.Key.StartsWith("meant.", StringComparison.Ordinal)))
                {
                    // Approved answers belong to a law, whichever language they are in.
                    var jurisdiction = !id.StartsWith("know.", StringComparison.Ordinal) ? spoken : id[^3..] switch { ".cn" => "CN", ".us" => "US", ".gb" => "UK", _ => spoken };
                    wrong.AddRange(rules.Review(ConductFiles.Filled(text.Text, locale == Locales.Chinese), new() { Jurisdiction = jurisdiction, Day = new(2026, 11, 20), Speaker = Speaker.Bot }).Findings.Select(finding => $"{locale} {jurisdiction} {id} breaks {finding.Rule.Id}: {text.Text}"));
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>What a model may choose instead of a reply says what the reply says: the same values, a question where it asks one, and no more words than a kind half sentence takes.</summary>
    [Theory]
    [InlineData("~warm", 1.6)]
    [InlineData("~brief", 1.0)]
    public void A_form_to_choose_keeps_to_its_reply(string form, double most)
    {
        var (templates, wrong) = (Templates.Read(PromptFolder.Find()), new List<string>());
        var forms = templates.Ids.Where(id => id.EndsWith(form, StringComparison.Ordinal)).ToList();
        forms.Count.ShouldBeGreaterThan(30);
        foreach (var (locale, id) in Locales.All.SelectMany(locale => forms.Select(id => (locale, id))))
        {
            var (own, other) = (templates.Get(locale, id[..^form.Length]), templates.Get(locale, id));
            if (other.Signature != own.Signature)
                wrong.Add($"{locale} {id} has other placeholders.");
            if (Asks(other.Source) != Asks(own.Source))
                wrong.Add($"{locale} {id} asks where its reply does not, or the other way round.");
            if (Length(other) > most * Length(own))
                wrong.Add($"{locale} {id} is too long: {Length(other)} against {Length(own)}.");
            if (other.Source == own.Source)
                wrong.Add($"{locale} {id} is its reply.");
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>Danger, rights, terms and what is agreed to are said in one way.</summary>
    [Fact]
    public void Grave_words_have_no_form_to_choose()
    {
        var grave = new[] { "care.", "closed.", "complain.", "contents.", "guard.", "hold.", "know.", "choice.", "meant.", "request.", "boundary.", "plan.ask_yes", "plan.ask_acknowledge", "plan.recorded", "plan.applied", "promise.confirm" };
        Templates.Read(PromptFolder.Find()).Ids.Where(id => (id.EndsWith("~warm", StringComparison.Ordinal) || id.EndsWith("~brief", StringComparison.Ordinal)) && grave.Any(part => id.StartsWith(part, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    /// <summary>A question moved behind another would take its answer: a yes to "anything else?" must never be a yes to a plan. What introduces something stays before it.</summary>
    [Fact]
    public void What_may_be_moved_neither_asks_nor_introduces()
    {
        var (prompts, templates) = (PromptFolder.Find(), Templates.Read(PromptFolder.Find()));
        var movable = ModelPrompts.Read(prompts, MadeUp.Skills, templates).Movable;
        movable.ShouldNotBeEmpty();
        Locales.All.SelectMany(locale => movable.SelectMany(id => templates.FormsOf(locale, id)).Select(id => templates.Get(locale, id).Source)).Where(words => Asks(words) || words.EndsWith(':') || words.EndsWith('：')).ShouldBeEmpty();
    }

    private static bool Asks(string words) => words.Contains('？', StringComparison.Ordinal) || words.Contains('?', StringComparison.Ordinal);

    /// <summary>How many characters, each value as one.</summary>
    private static int Length(Template template) => Placeholders().Replace(template.Source, "一").Length;

    private static Outcome Outcome() => new()
    {
        Skill = "test",
        Action = "answer",
        Says =
        [
            new("x", ("a", new Value.Amount(Yuan("23418.55"))), ("d", new Value.Date(new(2026, 12, 10))), ("p", new Value.Percent(18.25m)), ("c", new Value.Count(36)), ("t", new Value.Phone("400-000-3978"))),
        ],
        Facts = [new("total_due", new Value.Amount(Yuan("23418.55")), World.Morning, "case/total_due")],
    };

    private static Desk Desk(bool verified)
    {
        var policy = PolicyFiles.Read(PromptFolder.Find());
        var proof = Assistant.Skills.Debtor.Identity.FromBank("T1");
        return new Desk
        {
            Now = World.Morning,
            Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
            Operator = policy.Operator,
            Creditor = policy.Creditors["default"],
            Case = verified ? Assistant.Skills.Debtor.Identity.Open(new(MadeUp.Account("23418.55"), () => throw new InvalidOperationException(), Assistant.Skills.Ledger.CaseHistory.None, MadeUp.NoLines, []), proof) : null,
            Identity = IdentityResult.Standing,
            Open = new Ask.Nothing(),
            NewId = prefix => prefix + "-1",
        };
    }

    private static Money Yuan(string amount) => MadeUp.Yuan(amount);

    [GeneratedRegex(@"Refusal\.Of\(\d{3}, ""[a-z_.]+""")]
    private static partial Regex RefusalCodes();

    [GeneratedRegex("""["(: ,\[](?<id>[a-z]+\.[a-z_][a-z_0-9.]*)(?=[",\]:\s])""")]
    private static partial Regex ReplyIds();

    [GeneratedRegex("^(identity|figures|interest|proof|dispute|whatif|plan|contents|card|courtesy|operator|pay|complain|creditor|person|promise|resume|clarify|guard|closed|care|choice|mask|know|hold|request|lines|bargain|budget|summary|currency)\\.[a-z_]+$")]
    private static partial Regex Prefixes();

    private sealed class NoReply : IReply
    {
        public Words Write(Outcome outcome, string locale) => new() { Outcome = outcome, Locale = locale, Text = "safe" };
    }

    [GeneratedRegex(@"[。！？；\n]|[.!?;](?=\s|$)")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholders();

    [GeneratedRegex(@"[\p{L}'’]+|一")]
    private static partial Regex Words();
}
