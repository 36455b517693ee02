using Assistant.Bot.Practice;
using Assistant.Skills.Conduct;
using Assistant.Skills.Practice;
using Spectre.Console;

namespace Assistant.Bot.Commands;

/// <summary>practice: a talk with a simulated cardholder in the terminal, and a check of every scenario's model call.</summary>
internal static class PracticeCommand
{
    private const decimal Excellent = 90;

    public static async Task<int> TalkAsync(string? scenarioId, int seed)
    {
        await using var services = CommandLine.Services();
        var desk = services.GetRequiredService<PracticeDesk>();
        if (scenarioId is null)
        {
            foreach (var one in desk.Scenarios)
                Console.WriteLine($"{one.Id}\t{one.Difficulty}\t{one.Locale}\t{one.Title}");
            return 0;
        }

        if (desk.Find(scenarioId) is not { } scenario)
        {
            await Console.Error.WriteLineAsync($"There is no scenario '{scenarioId}'; without a name they are listed.");
            return 2;
        }

        var debtor = desk.Play(scenario, seed, scenario.Difficulty);
        var turns = new List<TranscriptTurn> { new(scenario.Speaker, debtor.Opening, null) };
        AnsiConsole.MarkupLine($"[grey]{Markup.Escape(scenario.Brief)}[/]");
        AnsiConsole.MarkupLine($"[teal]{Markup.Escape(debtor.Opening)}[/]");
        while (debtor.Ended is null)
        {
            AnsiConsole.Markup("[grey]>[/] ");
            if (Console.ReadLine() is not { } line)
                break;
            var reply = debtor.Answer(line);
            turns.AddRange([new(Speaker.Agent, line, null), new(scenario.Speaker, reply.Text, null)]);
            AnsiConsole.MarkupLine($"[teal]{Markup.Escape(reply.Text)}[/] [grey]{Markup.Escape(Show(reply.Mood))}[/]");
        }

        Show(desk.Score(scenario, turns, debtor), scenario.Locale);
        foreach (var trap in scenario.Traps)
            AnsiConsole.MarkupLine($"[grey]{Markup.Escape(trap.Right)}[/]");
        return 0;
    }

    public static async Task<int> CheckAsync(string? only, int seeds, bool words)
    {
        await using var services = CommandLine.Services();
        var desk = services.GetRequiredService<PracticeDesk>();
        var weak = 0;
        foreach (var scenario in desk.Scenarios.Where(one => only is null || one.Id.Contains(only, StringComparison.Ordinal)))
        {
            var least = (Total: decimal.MaxValue, Seed: 0, Result: (PracticeResult?)null);
            for (var seed = 1; seed <= seeds; seed++)
            {
                var debtor = desk.Play(scenario, seed, scenario.Difficulty);
                var turns = new List<TranscriptTurn> { new(scenario.Speaker, debtor.Opening, null) };
                foreach (var line in scenario.Model.TakeWhile(_ => debtor.Ended is null))
                {
                    var reply = debtor.Answer(line);
                    turns.AddRange([new(Speaker.Agent, line, null), new(scenario.Speaker, reply.Text, null)]);
                    if (words && seed == 1)
                        Console.WriteLine($"  A: {line}\n  {(scenario.Speaker == Speaker.Debtor ? 'D' : 'T')}: {reply.Text}   [{string.Join(' ', reply.Parts.Select(part => part.Occasion))}; {Show(reply.Mood)}]");
                }

                var result = desk.Score(scenario, turns, debtor);
                if (result.Card.Total < least.Total)
                    least = (result.Card.Total, seed, result);
            }

            var card = least.Result!.Card;
            var isWeak = card.Total < Excellent || !card.Passed || least.Result.Goals.Values.Contains(false);
            weak += isWeak ? 1 : 0;
            Console.WriteLine($"{(isWeak ? "WEAK" : "ok  ")} {scenario.Id} least {card.Total} (seed {least.Seed}) lost: {string.Join(' ', card.Items.Where(item => item.Score < item.Item.Max).Select(item => $"{item.Item.Id}:{item.Score}/{item.Item.Max}{(words ? "«" + string.Join(" | ", item.Evidence.Select(one => one.Quote)) + "»" : "")}"))}"
                + $"{string.Concat(least.Result.Goals.Where(goal => !goal.Value).Select(goal => $" goal-missed:{goal.Key}"))}{string.Concat(card.Critical.Select(fail => $" CRITICAL:{fail.Rule}@{fail.Turn}"))}"
                + $"{string.Concat(card.Findings.Select(one => $" {one.Finding.Rule.Id}@{one.Turn}"))}");
        }

        return weak == 0 ? 0 : 1;
    }

    private static string Show(Mood mood) => $"trust {mood.Trust} anger {mood.Anger} shame {mood.Shame} fear {mood.Fear}";

    private static void Show(PracticeResult result, string locale)
    {
        var table = new Table().AddColumns("", "", "");
        foreach (var item in result.Card.Items)
            table.AddRow(item.Item.Id, $"{item.Score:0.#}/{item.Item.Max:0.#}", Markup.Escape(item.Item.Name[locale] + (item.Better is { } better ? "\n" + better.GetValueOrDefault(locale) : "")));
        AnsiConsole.Write(table);
        foreach (var fail in result.Card.Critical)
            AnsiConsole.MarkupLine($"[red]{Markup.Escape($"{fail.Rule} · {fail.Turn} · {fail.Quote}")}[/]");
        AnsiConsole.MarkupLine($"[bold]{result.Card.Total:0.#}[/] · {result.Card.Compliance:0.#}/35 · {result.Card.Band}");
    }
}
