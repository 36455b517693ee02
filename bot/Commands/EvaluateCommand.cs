using Assistant.Bot.Staff;
using Assistant.Bot.Understanding;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Commands;

/// <summary>evaluate understanding, evaluate conduct: figures over a file of labelled messages or lines.</summary>
internal static class EvaluateCommand
{
    /// <returns>0; 2 where the file cannot be read.</returns>
    public static Task<int> UnderstandingAsync(FileInfo file) => MeasureAsync(file, (lines, services) => UnderstandingReport.Of([.. lines.Select((line, i) => LabelledMessage.Parse(line, i + 1))], services.GetRequiredService<MessageReader>()));

    /// <returns>0; 2 where the file cannot be read.</returns>
    public static Task<int> ConductAsync(FileInfo file) => MeasureAsync(file, (lines, services) => ConductReport.Of(lines, services.GetRequiredService<ReviewRequests>(), services.GetRequiredService<RuleBook>()));

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
