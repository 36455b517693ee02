using Assistant.Bot.Understanding;

namespace Assistant.Bot.Commands;

/// <summary>evaluate understanding: figures over a file of labelled messages.</summary>
internal static class EvaluateCommand
{
    /// <returns>0; 2 where the file cannot be read.</returns>
    public static int Understanding(FileInfo file)
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"There is no file {file.FullName}.");
            return 2;
        }

        using var services = CommandLine.Services();
        try
        {
            var messages = File.ReadLines(file.FullName).Select((line, i) => (line, i)).Where(pair => !string.IsNullOrWhiteSpace(pair.line)).Select(pair => LabelledMessage.Parse(pair.line, pair.i + 1)).ToList();
            Console.WriteLine($"{messages.Count} messages of {file.Name}");
            Console.Write(UnderstandingReport.Of(messages, services.GetRequiredService<MessageReader>()));
            return 0;
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
