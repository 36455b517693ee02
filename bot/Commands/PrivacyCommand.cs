using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;

namespace Assistant.Bot.Commands;

/// <summary>privacy erase, privacy retain.</summary>
internal static class PrivacyCommand
{
    /// <returns>0, or 2 for an unknown case.</returns>
    public static async Task<int> EraseAsync(string caseNo)
    {
        await using var services = CommandLine.Services();
        try
        {
            Console.WriteLine($"Case {caseNo} is forgotten, with {await services.GetRequiredService<Erasure>().EraseAsync(caseNo, "command-line")} conversations.");
            return 0;
        }
        catch (KeyNotFoundException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    /// <returns>0.</returns>
    public static async Task<int> RetainAsync()
    {
        await using var services = CommandLine.Services();
        // The longest retention of any pack holds for all: a conversation does not say which pack it will be asked under.
        var years = services.GetRequiredService<PolicyFiles>().Packs.Max(pack => pack.RetentionYears);
        Console.WriteLine($"The words of {await services.GetRequiredService<Erasure>().RetainAsync(years, "command-line")} conversations older than {years} years are forgotten.");
        return 0;
    }
}
