using System.Diagnostics;
using Assistant.Bot.Prompts;

namespace Assistant.Bot.Commands;

/// <summary>simulate wechat: for developers, from a checkout. The simulator is one of the tests' own, and no part of what is deployed.</summary>
internal static class SimulateCommand
{
    /// <returns>The simulator's exit code, or 2 where there is none.</returns>
    public static async Task<int> WeChatAsync(CancellationToken cancellation)
    {
        var root = PromptFolder.Find().Root;
        if (!File.Exists(Path.Combine(root, "tests", "Assistant.Tests.csproj")))
        {
            await Console.Error.WriteLineAsync("The simulators come with the source: run this from a checkout.");
            return 2;
        }

        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "--project", "tests", "--", "simulate", "wechat"]) { WorkingDirectory = root })!;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }
}
