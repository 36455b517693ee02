using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Turns;
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
        var rules = services.GetRequiredService<RuleBook>();
        var texts = services.GetRequiredService<PageTexts>();
        AnsiConsole.MarkupLine($"[teal]{Markup.Escape(texts.Get(CommandLine.Locale(), "start.agent_text"))}[/]");
        while (true)
        {
            AnsiConsole.Markup("[grey]>[/] ");
            if (Console.ReadLine() is not { } line)
                return 0;
            var locale = Locales.Of(LanguageOf.Of(line)) ?? CommandLine.Locale();
            var context = new ReviewContext { Jurisdiction = ConductFiles.JurisdictionOf(null, locale), Day = services.GetRequiredService<BankClock>().Today };
            if (!string.IsNullOrWhiteSpace(line))
                Show(rules.Review(line, context), context, texts, locale);
        }
    }

    private static void Show(Review review, ReviewContext context, PageTexts texts, string locale)
    {
        var colour = review.Verdict switch { "ok" => "green", "warn" => "yellow", _ => "red" };
        AnsiConsole.MarkupLine($"[{colour}]{review.Verdict}: {Markup.Escape(texts.Get(locale, "start.verdict_" + review.Verdict))}[/]");
        foreach (var finding in review.Findings)
        {
            foreach (var (name, value) in new[] { ("rule", finding.Rule.Id), ("reason", finding.Rule.Reason[locale]), ("citation", Citation.Of(finding.Rule, context.Jurisdiction, locale)) })
                Console.WriteLine($"  {texts.Get(locale, "start." + name)}: {value}");
        }

        if (review.Rewrite.GetValueOrDefault(locale) is { } better)
            Console.WriteLine($"  {texts.Get(locale, "start.better")}: {better}");
    }
}
