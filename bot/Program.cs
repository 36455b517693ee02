using Assistant.Bot;
using Assistant.Bot.Commands;
using Assistant.Bot.Prompts;

try
{
    return await CommandLine.RunAsync(args);
}
catch (Exception e) when (e is SettingsException or PromptException or DirectoryNotFoundException)
{
    // What a person must correct, said plainly; a stack trace would only hide it.
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
