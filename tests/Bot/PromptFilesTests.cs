using Assistant.Bot.Prompts;

namespace Assistant.Tests.OfBot;

/// <summary>A mistake in a file of words or rules stops the start, and names file, line and what to correct.</summary>
public sealed class PromptFilesTests
{
    [Theory]
    [InlineData("policy/zh-CN.yaml", "48, 60]", "48, 61]", "zh-CN.yaml:21: 61 months")] // beyond the legal ceiling
    [InlineData("policy/zh-CN.yaml", "min_instalment: 100", "min_instalment: -100", "zh-CN.yaml:15: an amount above zero")]
    [InlineData("policy/zh-CN.yaml", "min_instalment_share: 0.01", "min_instalment_share: ten", "'ten' is not a number")]
    [InlineData("policy/zh-CN.yaml", "first_due_max_days", "first_due_max_dayz", "'first_due_max_dayz' is not known here")]
    [InlineData("policy/zh-CN.yaml", "- { months: 60 }", "- { below: 200000, months: 60 }", "the last step must have no 'below'")]
    [InlineData("policy/zh-CN.yaml", "effective_from: 2026-01-01", "effective_from: soon", "zh-CN.yaml:4: 'soon' is not a date")]
    [InlineData("policy/zh-CN.yaml", "code: CURE", "code: CUREE", "'CUREE' is not a plan type; known are PIF, CURE,")]
    [InlineData("policy/zh-CN.yaml", "rate: 0.006", "rate: 0.02", "over 3 months this is")] // above the yearly rate a court enforces
    [InlineData("policy/zh-CN.yaml", "rules: [cn.plan.hold]", "rules: [cn.plan.hodl]", "there is no rule 'cn.plan.hodl' in this pack")]
    [InlineData("policy/creditors/BANK01.yaml", "regime: full ", "regime: half ", "the regime is full, unpaid_a or unpaid_b")]
    [InlineData("policy/creditors/BANK01.yaml", "effective_from: 2017-01-01", "effective_from: 1999-01-01", "must rise from one set of terms to the next")]
    [InlineData("policy/zh-CN.yaml", "- id: cn.plan.max-term", "- id: cn.plan.personal", "stands here twice")]
    [InlineData("policy/zh-CN.yaml", "append_once: true", "append_once: maybe", "'maybe' is neither true nor false")]
    [InlineData("policy/zh-CN.yaml", "notice_days: 7", "notice_days: 0", "0 is outside 1 to 60")] // a notice without days is none
    [InlineData("policy/zh-CN.yaml", "partial_share: 0.80", "partial_share: 1.80", "1.80 is outside 0.01 to 1")]
    [InlineData("policy/zh-CN.yaml", "two_people_above: 100000", "two_people_above: 0", "an amount above zero")]
    [InlineData("policy/en-US.yaml", "  grace_days: 1\n", "", "'grace_days' is missing")]
    [InlineData("understanding/ask_balance.yaml", "intent: ask_balance", "intent: ask_ballance", "the file of 'ask_ballance' is ask_ballance.yaml")]
    [InlineData("understanding/ask_balance.yaml", "means: ask_min_payment", "means: ask_minimum", "there are no examples of 'ask_minimum'")]
    [InlineData("policy/operator.yaml", "role: agency", "role: shop", "the role is bank or agency")]
    [InlineData("policy/operator.yaml", "  en-US: Mingxin Account Services\n", "", "the text in en-US is missing")]
    [InlineData("policy/creditors/default.yaml", "opens: \"09:00\"", "opens: \"19:00\"", "must lie before 'closes'")]
    [InlineData("replies/zh-CN/figures.yaml", "{total:amount}", "{sum:amount}", "has the placeholders")]
    [InlineData("replies/en-US/identity.yaml", "identity.already:", "identity.allready:", "is missing in")]
    [InlineData("replies/en-US/identity.yaml", "identity.already: You", "identity.already: 24 You", "holds a digit")]
    [InlineData("conduct/cn.yaml", "severity: critical", "severity: awful", "'awful' is not one of minor, major, critical")]
    [InlineData("conduct/common.yaml", "(打断|打残", "(?<=打断|打残", "the pattern cannot be used")]
    [InlineData("conduct/us.yaml", "quiet_rule: us.contact.hours", "quiet_rule: us.contact.ours", "'us.contact.ours', which no pack has")]
    [InlineData("conduct/uk.yaml", "flags: [debtor_initiated, night_contact_consent]", "flags: [debtor_initiatid]", "'debtor_initiatid' is no flag")]
    [InlineData("conduct/rubric/rubric.yaml", "    max: 8\n    name: {zh-CN: 数字", "    max: 9\n    name: {zh-CN: 数字", "it must be 100")]
    [InlineData("understanding/patterns.yaml", "  ask_balance:", "  ask_ballance:", "no skill takes the intent 'ask_ballance'")]
    [InlineData("pages/en-US/pages.yaml", "chat.person: Talk", "chat.persson: Talk", "stands in one language only")]
    [InlineData("pages/en-US/refusals.yaml", "taken by {1} already", "taken already", "'console.refused.handoff.taken' has the places {0}, {1} in zh-CN")]
    [InlineData("channels/wechat.yaml", "name: 商量还款", "name: 商量一下怎么还款", "wechat.yaml:16: a name has at most 16 bytes here, 5 Chinese characters")]
    [InlineData("channels/wechat.yaml", "key: interest", "key: balance", "the key 'balance' stands here twice")]
    [InlineData("channels/wechat.yaml", "says: 转人工", "say: 转人工", "'say' is not known here")]
    [InlineData("channels/botframework.yaml", "cards: none, choices: numbers", "cards: some, choices: numbers", "'some' is neither")]
    [InlineData("channels/botframework.yaml", "choices: buttons, most: 6", "choices: links, most: 6", "'links' is neither buttons nor numbers")]
    [InlineData("model/uses.yaml", "never_named: [affirm", "never_named: [afirm", "uses.yaml:4: no skill takes the intent 'afirm'")]
    [InlineData("model/uses.yaml", "never_named: [affirm, ", "never_named: [", "needs 'meant.affirm'")] // a yes would get a button of its own
    [InlineData("model/uses.yaml", "know_spouse: ", "know_wife: ", "there is no topic 'know_wife'")]
    [InlineData("model/uses.yaml", "wants: [ask_why_interest]", "wants: [accept_offer]", "'accept_offer' is nothing a model may name")]
    [InlineData("model/uses.yaml", "movable: [budget.lead_job_loss", "movable: [budget.lead_jobless", "there is no reply 'budget.lead_jobless'")]
    [InlineData("model/endpoints.yaml", "region: US", "region: usa", "two capital letters")]
    [InlineData("practice/manner.yaml", "'唉，'", "'我还三百，'", "no figure, question or placeholder")] // in words as well
    [InlineData("practice/manner.yaml", "'唉，'", "'您看行吗？'", "no figure, question or placeholder")]
    [InlineData("practice/scenarios/crisis-2.en.yaml", "opening_means: suicidal_hint", "opening_means: suicidal", "'suicidal' is not one of")]
    [InlineData("policy/zh-CN.yaml", "terms: [3", "terms: [3, {", "zh-CN.yaml:")] // not YAML at all
    public void A_mistake_is_named_with_its_place(string file, string from, string to, string says)
    {
        var folder = Directory.CreateTempSubdirectory("assistant-prompts-").FullName;
        try
        {
            foreach (var source in Directory.GetFiles(Repository.PathOf("prompts"), "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(folder, Path.GetRelativePath(Repository.Root, source));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(source, target);
            }

            var path = Path.Combine(folder, "prompts", file);
            var text = File.ReadAllText(path);
            text.ShouldContain(from);
            var at = text.IndexOf(from, StringComparison.Ordinal);
            File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);
            var prompts = new PromptFolder(folder);
            Should.Throw<PromptException>(() => ReadAll(prompts)).Message.ShouldContain(says);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void The_files_as_they_stand_load() => ReadAll(PromptFolder.Find());

    [Fact]
    public void Public_numbers_were_checked_within_half_a_year()
    {
        var file = PromptFolder.Find().File("policy/operator.yaml");
        var verified = Yaml.Read(file.Path, file.Name)["lines"]["verified_on"].Day;
        (World.Morning.Date - verified.ToDateTime(TimeOnly.MinValue)).TotalDays.ShouldBeLessThan(180);
    }

    private static void ReadAll(PromptFolder prompts)
    {
        var policy = PolicyFiles.Read(prompts);
        var templates = Assistant.Bot.Reply.Templates.Read(prompts);
        Assistant.Bot.Models.ModelPrompts.Read(prompts, MadeUp.Skills, templates);
        Assistant.Bot.Models.ModelEndpoints.Read(prompts);
        PracticeFiles.Read(prompts, policy, RubricFile.Read(prompts, ConductFiles.Read(prompts, null)));
        ConductFiles.Lines(prompts);
        PageTexts.Read(prompts);
        Assistant.Bot.Import.ImportColumns.Read(prompts);
        Assistant.Bot.Understanding.Patterns.Read(prompts, MadeUp.Skills, TopicFiles.Read(prompts));
        ProtectionFiles.Read(prompts);
        Assistant.Bot.Channels.WeChat.WeChatFiles.Read(prompts);
        Assistant.Bot.Channels.BotFramework.BotChannelFiles.Read(prompts);
        Assistant.Bot.Understanding.IntentExamples.Read(prompts);
    }
}
