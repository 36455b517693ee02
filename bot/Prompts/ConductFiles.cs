using System.Text.RegularExpressions;
using Assistant.Skills.Conduct;
using Assistant.Skills.Language;

namespace Assistant.Bot.Prompts;

/// <summary>Reads the rules of conduct and the lines they are learned from, from <c>prompts/conduct/</c>.</summary>
public static partial class ConductFiles
{
    /// <summary>Jurisdictions with a pack of their own.</summary>
    public static readonly IReadOnlyList<string> Jurisdictions = ["CN", "US", "UK"];

    /// <summary>The jurisdiction of a case's law (ISO 3166); where that is unknown, the one to assume of the language.</summary>
    public static string JurisdictionOf(string? law, string? locale) => law switch { "CN" or "US" => law, "GB" => "UK", _ => locale == Locales.English ? "US" : "CN" };

    private const int Version = 14;
    private const int Bits = 19;

    /// <summary>A rule's own lines are its tests; each counts as so many others.</summary>
    private const int OwnLinesCount = 6;

    /// <summary>Fewer examples of a kind in a language show nothing.</summary>
    private const int LeastExamples = 4;

    private static readonly IReadOnlyList<string> Categories =
    [
        "threat-violence", "abuse", "false-legal-threat", "impersonation", "third-party-pressure", "third-party-disclosure", "credit-misrepresentation", "false-urgency",
        "misleading-amount", "unauthorised-promise", "improper-payment-channel", "credential-request", "borrow-to-repay", "excessive-contact", "intrusive-visit",
        "discrimination", "vulnerability-disregard", "obstructing-rights", "coerced-consent", "unlawful-fee", "identity-concealment", "premature-disclosure",
        "ignores-protection", "contact-hours", "time-barred-threat", "evasion-advice",
    ];

    /// <summary>The book of the files as they stand, with what was learned of them.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static RuleBook Load(PromptFolder prompts) => Read(prompts, Kept.Load(prompts));

    /// <summary>Reads the book.</summary>
    /// <param name="prompts">The folder.</param>
    /// <param name="reader">What was learned from the lines; null for patterns and context alone.</param>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static RuleBook Read(PromptFolder prompts, ConductReader? reader)
    {
        var (rules, packs) = (new Dictionary<string, ConductRule>(), new Dictionary<string, RulePack>());
        foreach (var name in Jurisdictions.Prepend("common"))
        {
            var file = prompts.File($"conduct/{name.ToLowerInvariant()}.yaml");
            var yaml = Yaml.Read(file.Path, file.Name).Only("pack", "version", "status", "contact", "rules");
            packs.Add(name, Pack(yaml, name));
            foreach (var item in yaml["rules"].Items)
            {
                var rule = Rule(item);
                if (!rules.TryAdd(rule.Id, rule))
                    throw item.Wrong($"rule '{rule.Id}' stands here twice.");
            }
        }

        foreach (var rule in packs.Values.SelectMany(pack => new[] { pack.Limits?.QuietRule, pack.Limits?.FrequencyRule, pack.Limits?.ConversationRule }).OfType<string>().Where(id => !rules.ContainsKey(id)))
            throw new PromptException("prompts/conduct", 1, $"'contact' names the rule '{rule}', which no pack has.");
        return new([.. rules.Values], packs, Disguises(prompts), reader);
    }

    /// <summary>Every line to learn from: the lines of <c>lines/</c> and the rules' own examples.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static IReadOnlyList<TrainingLine> Lines(PromptFolder prompts)
    {
        var all = Read(prompts, null).Rules;
        var rules = all.Where(rule => rule.IsOfWords).ToDictionary(rule => rule.Id);
        var lines = new List<TrainingLine>();
        foreach (var rule in all.Where(rule => rule.Check == Check.None))
        {
            // Where an act in a context is forbidden, the examples do the act and the others do none.
            var own = rule.Examples.Select(example => rule.IsOfWords ? new TrainingLine(rule.Id, null, example.Text) : new TrainingLine(null, rule.Acts[0], example.Text) { IsActOnly = true })
                .Concat(rule.Rewrite.Values.Select(text => new TrainingLine(null, null, text)))
                .Concat(rule.CounterExamples.Select(example => new TrainingLine(null, rule.IsOfWords ? null : Act.None, example.Text)));
            lines.AddRange(own.Select(line => line with { Times = OwnLinesCount }));
        }

        foreach (var file in prompts.Files("conduct/lines", "*.yaml"))
        {
            foreach (var yaml in Yaml.Read(file.Path, file.Name).Items)
            {
                yaml.Only("rule", "act", "only_act", "zh", "en");
                var isActOnly = yaml.Find("only_act")?.Flag ?? false;
                var rule = yaml.Find("rule");
                if (rule is not null && !rules.ContainsKey(rule.Text))
                    throw rule.Wrong($"'{rule.Text}' is no rule that words alone break.");
                Act? act = rule is null ? yaml["act"].Word<Act>() : null;
                foreach (var language in new[] { yaml.Find("zh"), yaml.Find("en") })
                    lines.AddRange(language?.Items.Select(item => new TrainingLine(rule?.Text, act, item.Text) { IsActOnly = isActOnly }) ?? []);
            }
        }

        // What the assistant itself says was approved; it is honest.
        foreach (var file in Replies(prompts))
            lines.AddRange(Yaml.Read(file.Path, file.Name).Entries.Select(entry => new TrainingLine(null, null, Filled(entry.Value.Text, file.Name.Contains(Locales.Chinese, StringComparison.Ordinal))) { Times = OwnLinesCount }));
        return lines;
    }

    /// <summary>Files of what the assistant says; the buttons of meant.yaml are what people say of themselves.</summary>
    private static IEnumerable<PromptFile> Replies(PromptFolder prompts) =>
        Locales.All.SelectMany(locale => prompts.Files($"replies/{locale}", "*.yaml")).Where(file => !file.Name.EndsWith("/meant.yaml", StringComparison.Ordinal));

    /// <summary>A reply with made-up values in its places, as people get it.</summary>
    public static string Filled(string template, bool isChinese) => Placeholder().Replace(template, match => match.Groups["type"].Value switch
    {
        "amount" => isChinese ? "23,418.55 元" : "$23,418.55",
        "date" => isChinese ? "2026年12月10日" : "December 10, 2026",
        "moment" => isChinese ? "2026年12月10日 18:00" : "December 10, 2026 18:00",
        "percent" => "18.25%",
        "phone" => "400-000-3978",
        "name" => isChinese ? "银行" : "the bank",
        _ => "36",
    });

    [GeneratedRegex(@"\{[^}:]*:?(?<type>[a-z_]*)[^}]*\}")]
    private static partial Regex Placeholder();

    /// <summary>The reader of the lines as they stand.</summary>
    public static readonly Learned<ConductReader> Kept = new("conduct", (Version * 100) + TextFeatures.Version,
        prompts => prompts.Files("conduct", "*.yaml").Concat(prompts.Files("conduct/words", "*.yaml")).Concat(prompts.Files("conduct/lines", "*.yaml")).Concat(Replies(prompts)), Train, (reader, to) => reader.Save(to), ConductReader.Load);

    private static ConductReader Train(PromptFolder prompts)
    {
        var categories = Read(prompts, null).Rules.ToDictionary(rule => rule.Id, rule => rule.Category);
        return ConductReader.Train(Lines(prompts), rule => categories[rule], Bits);
    }

    private static RulePack Pack(Yaml yaml, string name)
    {
        if (yaml["pack"].Text != name)
            throw yaml["pack"].Wrong($"this file holds the pack '{name}'.");
        var limits = yaml.Find("contact")?.Only("quiet_from", "quiet_to", "most_attempts_a_day", "most_connected_a_day", "most_calls_in_seven_days", "days_after_conversation", "quiet_rule", "frequency_rule", "conversation_rule");
        if (name != "common" && limits is null)
            throw yaml.Wrong("'contact' is missing: when people may be reached, and how often.");
        return new(name, yaml["version"].Text, yaml["status"].Text switch { "draft" => true, "in-force" => false, _ => throw yaml["status"].Wrong("the status is 'in-force' or 'draft'.") },
            limits is null ? null : new(limits["quiet_from"].Time, limits["quiet_to"].Time, limits.Find("most_attempts_a_day")?.Whole, limits.Find("most_connected_a_day")?.Whole,
                limits.Find("most_calls_in_seven_days")?.Whole, limits.Find("days_after_conversation")?.Whole,
                limits["quiet_rule"].Text, limits.Find("frequency_rule")?.Text, limits.Find("conversation_rule")?.Text));
    }

    private static ConductRule Rule(Yaml yaml)
    {
        yaml.Only("id", "category", "severity", "binds", "effective", "until", "sources", "when", "unless", "acts", "check", "patterns", "keeps", "reason", "rewrite", "context", "examples", "counterexamples");
        if (!Categories.Contains(yaml["category"].Text))
            throw yaml["category"].Wrong($"'{yaml["category"].Text}' is no category; it is one of {string.Join(", ", Categories)}.");
        var from = yaml["effective"].Day;
        var context = yaml.Find("context") is { } shared ? Context(shared, from) : null;
        var rule = new ConductRule
        {
            Id = yaml["id"].Text,
            Category = yaml["category"].Text,
            Severity = yaml["severity"].Word<Severity>(),
            Binds = [.. yaml["binds"].Items.Select(item => item.Word<Speaker>())],
            From = from,
            Until = yaml.Find("until")?.Day,
            Sources = Sources(yaml["sources"]),
            When = yaml.Find("when") is { } when ? when.IsList ? [.. when.Items.Select(Condition)] : [Condition(when)] : [],
            Unless = yaml.Find("unless") is { } unless ? Condition(unless) : null,
            Acts = [.. yaml.Find("acts")?.Items.Select(item => item.Word<Act>()) ?? []],
            Check = yaml.Find("check")?.Word<Check>() ?? Check.None,
            Says = yaml.Find("patterns") is { } patterns && patterns.Items.Any() ? patterns.Pattern() : null,
            Keeps = yaml.Find("keeps") is { } keeps ? keeps.Pattern() : null,
            Reason = yaml["reason"].Localised,
            Rewrite = yaml.Find("rewrite")?.Localised ?? new Dictionary<string, string>(),
            Examples = yaml.Find("check")?.Text == "contact" ? [] : Examples(yaml["examples"], context, from),
            CounterExamples = yaml.Find("check")?.Text == "contact" ? [] : Examples(yaml["counterexamples"], context, from),
        };
        if (rule.Says is null && rule.Acts.Count == 0 && rule.Check == Check.None && rule.When.Count > 0)
            throw yaml.Wrong($"rule '{rule.Id}' says in what context, but not what is forbidden: 'patterns', 'acts' or 'check' is missing.");
        return rule;
    }

    private static Dictionary<string, IReadOnlyList<Source>> Sources(Yaml yaml)
    {
        var sources = new Dictionary<string, IReadOnlyList<Source>>();
        foreach (var (key, list) in yaml.Entries)
        {
            if (key != "ALL" && !Jurisdictions.Contains(key))
                throw list.Wrong($"'{key}' is no jurisdiction; it is one of {string.Join(", ", Jurisdictions)} or ALL.");
            sources.Add(key, [.. list.Items.Select(item => new Source(item.Only("cite", "basis", "checked_on")["cite"].Text, item["basis"].Word<Basis>(), item["checked_on"].Day))]);
        }

        return sources.Count > 0 ? sources : throw yaml.Wrong("a rule without a source binds nobody.");
    }

    private static List<ExampleLine> Examples(Yaml yaml, ReviewContext? shared, DateOnly from)
    {
        var lines = new List<ExampleLine>();
        foreach (var locale in Locales.All)
        {
            var items = yaml[locale].Items.ToList();
            if (items.Count < LeastExamples)
                throw yaml[locale].Wrong($"a rule needs at least {LeastExamples} of these in each language.");
            lines.AddRange(items.Select(item => item.IsText ? new ExampleLine(item.Text, shared)
                : new ExampleLine(item.Only("text", "context")["text"].Text, Context(item["context"], from))));
        }

        return lines;
    }

    private static Condition Condition(Yaml yaml)
    {
        yaml.Only("flags", "verified", "audience", "speaker", "channel", "legal_action_approved");
        var flags = yaml.Find("flags");
        foreach (var flag in flags?.Items ?? [])
            Known(flag, flag.Text);
        return new([.. flags?.Items.Select(item => item.Text) ?? []], yaml.Find("verified")?.Flag, [.. yaml.Find("audience")?.Items.Select(item => item.Word<Audience>()) ?? []],
            [.. yaml.Find("speaker")?.Items.Select(item => item.Word<Speaker>()) ?? []], [.. yaml.Find("channel")?.Items.Select(item => item.Text) ?? []], yaml.Find("legal_action_approved")?.Flag);
    }

    private static ReviewContext Context(Yaml yaml, DateOnly from)
    {
        yaml.Only("flags", "verified", "audience", "speaker", "channel", "time", "jurisdiction", "legal_action_approved", "figures", "day");
        var flags = new Dictionary<string, string>();
        foreach (var item in yaml.Find("flags")?.Items ?? [])
        {
            var (name, value) = item.Text.Split('=', 2) is [var key, var rest] ? (key, rest) : (item.Text, "");
            Known(item, name);
            flags.Add(name, value);
        }

        return new()
        {
            Jurisdiction = yaml.Find("jurisdiction")?.Text ?? "",
            Day = yaml.Find("day")?.Day ?? from,
            Speaker = yaml.Find("speaker")?.Word<Speaker>() ?? Speaker.Agent,
            Audience = yaml.Find("audience")?.Word<Audience>() ?? Audience.Debtor,
            Verified = yaml.Find("verified")?.Flag,
            Channel = yaml.Find("channel")?.Text,
            Time = yaml.Find("time")?.Time,
            Flags = flags,
            LegalActionApproved = yaml.Find("legal_action_approved")?.Flag ?? false,
            Figures = yaml.Find("figures")?.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Number) ?? [],
        };
    }

    private static void Known(Yaml yaml, string flag)
    {
        if (!ReviewContext.KnownFlags.Contains(flag))
            throw yaml.Wrong($"'{flag}' is no flag of a review.");
    }

    private static List<(string Written, string Meant)> Disguises(PromptFolder prompts)
    {
        var file = prompts.File("conduct/words/disguises.yaml");
        return [.. Yaml.Read(file.Path, file.Name).Entries.Select(entry => (entry.Key, entry.Value.Text)).OrderByDescending(pair => pair.Key.Length)];
    }
}
