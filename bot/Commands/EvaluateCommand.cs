using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Understanding;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Commands;

/// <summary>evaluate understanding, conduct, model: figures over files of labelled messages or lines.</summary>
internal static class EvaluateCommand
{
    private static readonly string[] OwnSets = ["tests/Understanding/general.zh-CN.jsonl", "tests/Understanding/general.en-US.jsonl", "tests/Models/wording.jsonl"];

    /// <returns>0; 2 where the file cannot be read.</returns>
    public static Task<int> UnderstandingAsync(FileInfo file) => MeasureAsync(file, (lines, services) => UnderstandingReport.Of([.. lines.Select((line, i) => LabelledMessage.Parse(line, i + 1))], services.GetRequiredService<MessageReader>()));

    /// <returns>0; 2 where the file cannot be read.</returns>
    public static Task<int> ConductAsync(FileInfo file) => MeasureAsync(file, (lines, services) => ConductReport.Of(lines, services.GetRequiredService<ReviewRequests>(), services.GetRequiredService<RuleBook>()));

    /// <summary>Measures the configured model on sets of messages, and of wordings: those with "replies" in their first line.</summary>
    /// <returns>0; 2 where no model is configured or a file cannot be read.</returns>
    public static async Task<int> ModelAsync(IReadOnlyList<FileInfo> files, int most, CancellationToken cancellation)
    {
        await using var services = CommandLine.Services();
        var settings = services.GetRequiredService<LlmSettings>();
        if (!settings.IsOn)
        {
            await Console.Error.WriteLineAsync("No language model is configured; set Llm__Provider, Llm__Endpoint and Llm__Model.");
            return 2;
        }

        var root = services.GetRequiredService<PromptFolder>().Root;
        if (files.Count == 0)
            files = [.. OwnSets.Select(path => new FileInfo(Path.Combine(root, path)))];
        var report = services.GetRequiredService<ModelReport>();
        Console.WriteLine($"{settings.Model} at {new Uri(settings.Endpoint!).Host}, uses {settings.Uses}");
        try
        {
            foreach (var file in files)
            {
                var lines = File.ReadLines(file.FullName).Where(line => !string.IsNullOrWhiteSpace(line)).Take(most).ToList();
                var isWording = lines.Count > 0 && lines[0].Contains("\"replies\"", StringComparison.Ordinal);
                Console.WriteLine($"{lines.Count} lines of {file.Name}");
                if (!report.Serves(isWording ? ModelUse.Wording : ModelUse.Understanding))
                    Console.WriteLine($"  left out: Llm:Uses does not have {(isWording ? "wording" : "understanding")}");
                else
                    Console.Write(isWording ? await report.WordingAsync([.. lines.Select((line, i) => WordingCase.Parse(line, i + 1))], cancellation)
                        : await report.UnderstandingAsync([.. lines.Select((line, i) => LabelledMessage.Parse(line, i + 1))], cancellation));
            }

            return 0;
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static async Task<int> MeasureAsync(FileInfo file, Func<IReadOnlyList<string>, IServiceProvider, string> report)
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"There is no file {file.FullName}.");
            return 2;
        }

        await using var services = CommandLine.Services();
        try
        {
            var lines = File.ReadLines(file.FullName).Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
            Console.WriteLine($"{lines.Count} lines of {file.Name}");
            Console.Write(report(lines, services));
            return 0;
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
