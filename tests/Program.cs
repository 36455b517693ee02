using Assistant.Tests.Simulators;

namespace Assistant.Tests;

internal static class Program
{
    /// <summary>Runs the tests as xUnit's own entry point does, or a simulator for a developer.</summary>
    private static Task<int> Main(string[] args) => args switch
    {
        ["simulate", "wechat"] => WeChatTerminal.RunAsync(),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") => Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
