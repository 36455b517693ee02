using System.Diagnostics;
using System.Text.Json;

namespace Assistant.Tests.Browser;

/// <summary>Microsoft's own Direct Line client from npm holds the main conversation, over WebSocket and over polling.</summary>
public sealed class ClientTests
{
    private static readonly string Folder = Repository.PathOf("tests", "Clients");

    [Theory]
    [InlineData("ws", "zh-CN", "S1003", new[] { "我欠多少？", "S1003 5518", "我一个月最多还六百", "好", "已看清", "同意" })]
    [InlineData("polling", "zh-CN", "S1003", new[] { "我欠多少？", "S1003 5518", "我一个月最多还六百", "好", "已看清", "同意" })]
    [InlineData("ws", "en-US", "S2001", new[] { "How much do I owe?", "S2001, last four 4821", "how about 400 a month", "yes", "I have read it", "I agree" })]
    [InlineData("polling", "en-US", "S2001", new[] { "How much do I owe?", "S2001, last four 4821", "how about 400 a month", "yes", "I have read it", "I agree" })]
    public async Task The_npm_client_gets_from_the_first_question_to_an_agreement(string mode, string locale, string caseNo, string[] lines)
    {
        Node.Install(Folder);
        await using var host = await ServerHost.StartAsync();
        var said = JsonDocument.Parse(await Node.RunAsync(Folder, ["talk.mjs", host.Base, mode, locale, .. lines])).RootElement;
        said.GetArrayLength().ShouldBe(lines.Length + 1, "one reply to each line, and the greeting");
        said[said.GetArrayLength() - 1].GetProperty("trace").GetProperty("agreement").GetProperty("status").GetString().ShouldBe("ACTIVE");
        host.Get<Assistant.Bot.Storage.RecordReader>().Of(caseNo)["agreements"]!.AsArray().Count.ShouldBe(1);
    }
}

/// <summary>Node.js and packages from npm.</summary>
internal static class Node
{
    private static readonly Lock Gate = new();

    /// <summary>Installs a folder's packages by its lock file, once, and again when that has changed since.</summary>
    public static void Install(string folder)
    {
        Repository.Need(Has("node") && Has("npm"), "Node.js 20 or later is not installed");
        lock (Gate)
        {
            // npm notes here what it has put in place, last of all.
            var (wanted, placed) = (Path.Combine(folder, "package-lock.json"), Path.Combine(folder, "node_modules", ".package-lock.json"));
            if (File.Exists(placed) && File.GetLastWriteTimeUtc(placed) >= File.GetLastWriteTimeUtc(wanted))
                return;
            using var npm = Process.Start(new ProcessStartInfo("npm", "ci --no-fund --no-audit --silent") { WorkingDirectory = folder })!;
            npm.WaitForExit();
            Repository.Need(npm.ExitCode == 0, "npm could not install " + folder);
        }
    }

    public static async Task<string> RunAsync(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await error);
        return output;
    }

    private static bool Has(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
