using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Spectre.Console;

namespace Assistant.Bot.Commands;

/// <summary>chat: the cardholder's conversation in the terminal, through the same pipeline as every channel.</summary>
internal static class TerminalChat
{
    public static async Task<int> RunAsync(string? caseNo, CancellationToken cancellation)
    {
        await using var services = CommandLine.Services();
        if (services.GetRequiredService<Settings>().Sample.Load ?? IsDevelopment)
            await services.GetRequiredService<Import.SampleCases>().LoadAsync();
        if (caseNo is not null && services.GetRequiredService<Cases>().Load(caseNo) is null)
        {
            await Console.Error.WriteLineAsync($"There is no case '{caseNo}'; import it first.");
            return 2;
        }

        var pipeline = services.GetRequiredService<TurnPipeline>();
        var id = Channels.DirectLineTokens.NewId("terminal-");
        Show(await pipeline.RunAsync(Message("conversationUpdate", ""), cancellation));
        while (!cancellation.IsCancellationRequested)
        {
            AnsiConsole.Markup("[grey]>[/] ");
            if (Console.ReadLine() is not { } text)
                break;
            if (!string.IsNullOrWhiteSpace(text))
                Show(await pipeline.RunAsync(Message("message", text), cancellation));
        }

        return 0;

        InboundMessage Message(string type, string text) => new()
        {
            Channel = "terminal",
            ConversationId = id,
            UserId = "terminal",
            BankCase = caseNo,
            Activity = new Activity { Type = type, Text = text, Locale = CommandLine.Locale(), ChannelId = "terminal", From = new() { Id = "terminal", Role = "user" }, Conversation = new() { Id = id } },
        };
    }

    private static bool IsDevelopment => Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") == "Development";

    private static void Show(TurnResult result)
    {
        foreach (var reply in result.Activities.Where(activity => activity is { Type: "message", From.Role: "bot" }))
        {
            AnsiConsole.MarkupLine($"[teal]{Markup.Escape(reply.Text ?? "")}[/]");
            if (reply.SuggestedActions is { } actions)
                AnsiConsole.MarkupLine("[grey]" + Markup.Escape(string.Join("  ", actions.Actions.Select(action => $"[{action.Title}]"))) + "[/]");
        }
    }
}
