using Assistant.Bot.Import;
using Assistant.Bot.Prompts;
using Spectre.Console;

namespace Assistant.Bot.Commands;

/// <summary>import FILE...</summary>
internal static class ImportCommand
{
    /// <returns>0 when every row is in, 1 when some were refused, 2 when nothing could be read.</returns>
    public static async Task<int> RunAsync(string[] files)
    {
        await using var services = CommandLine.Services();
        var texts = services.GetRequiredService<PageTexts>();
        var locale = CommandLine.Locale();
        IReadOnlyList<ImportResult> results = [];
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).Start(progress =>
        {
            var bars = files.ToDictionary(file => file, file => progress.AddTask(Markup.Escape(Path.GetFileName(file)), maxValue: 1), StringComparer.Ordinal);
            results = services.GetRequiredService<Importer>().Import(files, locale, (file, share) => bars[file].Value = Math.Min(share, 1));
            foreach (var bar in bars.Values)
                bar.Value = 1;
        });
        foreach (var result in results)
            Report(result, (key, values) => string.Format(System.Globalization.CultureInfo.InvariantCulture, texts.Get(locale, "import." + key), values));
        return results.All(result => result.Kind is null) ? 2 : results.Any(result => result.Problem is not null || result.Rejected > 0) ? 1 : 0;
    }

    private static void Report(ImportResult result, Func<string, object[], string> text)
    {
        if (result.Kind is { } kind)
            Console.WriteLine(text("result", [result.Path, text("kind_" + kind, []), result.Loaded, result.Unchanged, result.Rejected]));
        if (result.Problem is { } problem)
            Console.Error.WriteLine(problem);
        if (result.RejectsPath is { } rejects)
            Console.WriteLine(text("rejects", [rejects]));
        if (result.Dropped.Count > 0)
            Console.WriteLine(text("dropped", [result.Dropped.Count, result.Dropped.Values.Sum(), string.Join(", ", result.Dropped.Keys)]));
        if (result.Ignored.Count > 0)
            Console.WriteLine(text("ignored", [string.Join(", ", result.Ignored)]));
    }
}
