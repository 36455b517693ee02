using System.Text.Json;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Commands;

/// <summary>audit verify, audit export.</summary>
internal static class AuditCommand
{
    /// <returns>0 when the record is whole, 1 when it is broken.</returns>
    public static async Task<int> VerifyAsync()
    {
        await using var services = CommandLine.Services();
        await using var db = services.GetRequiredService<Store>().Open();
        var (entries, brokenAt, why) = services.GetRequiredService<AuditChain>().Verify(db);
        if (brokenAt is null)
        {
            Console.WriteLine($"The record is whole: {entries} entries.");
            return 0;
        }

        await Console.Error.WriteLineAsync($"The record is broken at entry {brokenAt}: {why}.");
        return 1;
    }

    public static async Task<int> ExportAsync(string? file)
    {
        await using var services = CommandLine.Services();
        await using var db = services.GetRequiredService<Store>().Open();
        await using var output = file is null ? Console.Out : new StreamWriter(file);
        foreach (var entry in AuditChain.Entries(db))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(
                new { entry.Seq, entry.At, entry.Kind, entry.Actor, entry.Subject, body = JsonDocument.Parse(entry.Body).RootElement, hash = Convert.ToHexStringLower(entry.Hash) }, Json.Options));
        }

        return 0;
    }
}
