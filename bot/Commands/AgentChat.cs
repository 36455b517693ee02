using Assistant.Bot.Prompts;
using Assistant.Skills.Conduct;
using Assistant.Skills.Language;
using Spectre.Console;

namespace Assistant.Bot.Commands;

/// <summary>chat --agent: a line in, verdict, rule, reason and a better line out. Never any debtor's data.</summary>
internal static class AgentChat
{
    public static async Task<int> RunAsync()
    {
        await using var services = CommandLine.Services();
        var rules = services.GetRequiredService<ConductRules>();
        var texts = services.GetRequiredService<PageTexts>();
        AnsiConsole.MarkupLine($"[teal]{Markup.Escape(texts.Get(CommandLine.Locale(), "start.agent_text"))}[/]");
        while (true)
        {
            AnsiConsole.Markup("[grey]>[/] ");
            if (Console.ReadLine() is not { } line)
                return 0;
            if (!string.IsNullOrWhiteSpace(line))
                Show(rules.Review(line), texts, Locales.Of(LanguageOf.Of(line)) ?? CommandLine.Locale());
        }
    }

    private static void Show(IReadOnlyList<Finding> findings, PageTexts texts, string locale)
    {
        var verdict = ConductRules.Verdict(findings);
        var colour = verdict switch { "ok" => "green", "warn" => "yellow", _ => "red" };
        AnsiConsole.MarkupLine($"[{colour}]{verdict}: {Markup.Escape(texts.Get(locale, "start.verdict_" + verdict))}[/]");
        foreach (var finding in findings)
        {
            foreach (var (name, value) in new[] { ("rule", finding.Rule.Id), ("reason", finding.Rule.Reason[locale]), ("citation", finding.Rule.Citation), ("better", finding.Rule.Rewrite[locale]) })
                Console.WriteLine($"  {texts.Get(locale, "start." + name)}: {value}");
        }
    }
}
