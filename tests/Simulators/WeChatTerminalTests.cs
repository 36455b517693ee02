using System.Diagnostics;

namespace Assistant.Tests.Simulators;

/// <summary>What a developer starts on a laptop.</summary>
public sealed class WeChatTerminalTests
{
    [Fact]
    public async Task A_follower_talks_in_the_terminal()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Assistant.Tests.dll"), "simulate", "wechat"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteAsync("/follow\nS1003 5518\n我欠多少？\n/click person\n/nonsense\n/quit\n");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output);
        foreach (var said in new[] { "address check: passed", "人工智能助手", "6,610.10", "转接", "no command" })
            output.ShouldContain(said);
        output.ShouldNotContain("service fault");
    }
}
