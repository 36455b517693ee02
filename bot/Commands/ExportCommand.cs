using Assistant.Bot.Export;

namespace Assistant.Bot.Commands;

/// <summary>export --since T --out DIR: what goes back to the bank.</summary>
internal static class ExportCommand
{
    /// <returns>0 when everything was written, 2 when the folder could not be written.</returns>
    public static async Task<int> RunAsync(DateTimeOffset since, string folder)
    {
        await using var services = CommandLine.Services();
        try
        {
            var (batch, rows) = await services.GetRequiredService<Exporter>().WriteAsync(since, folder);
            foreach (var (record, count) in rows)
                Console.WriteLine($"{record}: {count}");
            Console.WriteLine($"{folder}: {batch}");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
