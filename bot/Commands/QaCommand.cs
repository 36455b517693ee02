using Assistant.Bot.Import;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Spectre.Console;

namespace Assistant.Bot.Commands;

/// <summary>qa FILE... --out DIR: lines and whole conversations checked in bulk.</summary>
internal static class QaCommand
{
    /// <returns>0 when everything was checked, 1 when some items were refused, 2 when a file could not be read.</returns>
    public static async Task<int> RunAsync(string[] paths, string folder)
    {
        await using var services = CommandLine.Services();
        var (locale, texts) = (CommandLine.Locale(), services.GetRequiredService<PageTexts>());
        try
        {
            var files = QualityInput.Files(paths);
            var run = services.GetRequiredService<QualityRun>();
            var counts = (Checked: 0, Done: 0, Refused: 0);
            AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).Start(progress =>
            {
                var bars = files.Distinct().ToDictionary(file => file, file => progress.AddTask(Markup.Escape(Path.GetFileName(file)), maxValue: Math.Max(1, QualityInput.Count(file))));
                counts = run.Run(files, folder, (file, done) => bars[file].Value = done);
                foreach (var bar in bars.Values)
                    bar.Value = bar.MaxValue;
            });
            await services.GetRequiredService<QualityReport>().WriteAsync(folder, locale);
            Console.WriteLine(string.Format(System.Globalization.CultureInfo.InvariantCulture, texts.Get(locale, "qa.done"), counts.Checked, counts.Done, counts.Refused, Path.Combine(folder, "report.html")));
            return counts.Refused > 0 ? 1 : 0;
        }
        catch (Exception e) when (e is UnreadableFileException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
