using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Assistant.Tests.Architecture;

/// <summary>The README's commands are run; a newcomer's first command must not fail.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("README.md"));

    [Fact]
    public void It_stays_short() => Lines.Length.ShouldBeLessThanOrEqualTo(150);

    [Fact]
    public void The_example_of_an_adapter_is_the_adapter_and_stays_within_sixty_lines()
    {
        var code = File.ReadAllText(Repository.PathOf("bot", "Channels", "WebhookChannel.cs")).Trim();
        File.ReadAllText(Repository.PathOf("docs", "channels.md")).ShouldContain($"```csharp\n{code}\n```");
        code.Split('\n').Length.ShouldBeLessThanOrEqualTo(60);
    }

    [Fact]
    public void What_it_points_to_exists()
    {
        foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(string.Join('\n', Lines), @"\]\((?!http)([^)#]+)\)|src=""([^""]+)""|`((?:bot|skills|prompts|tests)/[^`*]*)`"))
        {
            var path = link.Groups.Values.Skip(1).First(group => group.Success).Value;
            (File.Exists(Repository.PathOf(path)) || Directory.Exists(Repository.PathOf(path))).ShouldBeTrue(path);
        }
    }

    [Fact]
    public async Task Its_commands_of_the_program_succeed_one_after_another()
    {
        await using var world = World.Empty();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development", ["ConnectionStrings__Store"] = $"Data Source={world.StorePath}", ["Privacy__Key"] = World.PrivacyKey,
            ["Clock__Start"] = World.Morning.ToString("O"), ["Sample__Load"] = "false", ["LC_ALL"] = "zh_CN.UTF-8",
        };
        var commands = Commands().Where(line => line.StartsWith("dotnet run --project bot -- ", StringComparison.Ordinal)).ToList();
        commands.Count.ShouldBeGreaterThanOrEqualTo(5);
        foreach (var command in commands)
        {
            var (exit, output, error) = await ProgramProcess.RunAsync(command["dotnet run --project bot -- ".Length..].Split(' '), environment, "我欠多少\n");
            exit.ShouldBe(0, $"{command}\n{output}\n{error}");
        }
    }

    [Fact]
    public async Task Its_calls_from_a_banks_systems_are_answered()
    {
        await using var host = await ServerHost.StartAsync();
        foreach (var command in Commands().Where(line => line.StartsWith("curl ", StringComparison.Ordinal)))
        {
            var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(command.Replace("http://localhost:3978", host.Base, StringComparison.Ordinal).Replace("curl ", "curl -sS --fail ", StringComparison.Ordinal));
            start.Environment["DIRECTLINE_SECRET"] = ServerHost.Secret;
            start.Environment["STAFF_KEY"] = ServerHost.AgentKey;
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0, command + output);
        }
    }

    [Fact]
    public void Its_first_two_commands_are_the_ones_everybody_types() => Commands().Take(2).ShouldBe(["dotnet run --project bot", "dotnet test"]);

    [Fact]
    public void Its_three_ways_to_a_language_model_are_three_lines_each_and_start()
    {
        var ways = Commands().Where(line => line.StartsWith("export Llm__", StringComparison.Ordinal)).Chunk(3).ToList();
        ways.Count.ShouldBe(3);
        foreach (var way in ways)
        {
            var values = way.SelectMany(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0].Replace("__", ":", StringComparison.Ordinal), string? (pair) => pair[1]);
            var settings = Bot.Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), development: true);
            settings.Llm.IsOn.ShouldBeTrue();
            Bot.Models.ModelEndpoints.Read(Bot.Prompts.PromptFolder.Find()).Problems(settings.Llm).ShouldBeEmpty(string.Join("\n", way));
        }
    }

    private static IEnumerable<string> Commands()
    {
        var inside = false;
        foreach (var line in Lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == "```sh";
            else if (inside && line.Length > 0)
                yield return line;
        }
    }
}
