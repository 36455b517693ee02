using Assistant.Bot.Prompts;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>What a channel of the Bot Framework can show.</summary>
/// <param name="HasCards">Adaptive Cards.</param>
/// <param name="MostButtons">Suggested actions at most; 0 for a numbered list instead.</param>
/// <param name="HasEvents">Whether events mean anything there.</param>
public sealed record BotChannelForm(bool HasCards, int MostButtons, bool HasEvents);

/// <summary>What <c>prompts/channels/botframework.yaml</c> says of each channel.</summary>
public sealed class BotChannelFiles
{
    private readonly Dictionary<string, BotChannelForm> byChannel;
    private readonly BotChannelForm unknown;

    private BotChannelFiles(BotChannelForm unknown, Dictionary<string, BotChannelForm> byChannel)
    {
        this.unknown = unknown;
        this.byChannel = byChannel;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static BotChannelFiles Read(PromptFolder prompts)
    {
        var file = prompts.Files("channels", "botframework.yaml").Single();
        var root = Yaml.Read(file.Path, file.Name).Only("default", "channels");
        return new(Form(root["default"]), root["channels"].Entries.ToDictionary(entry => entry.Key, entry => Form(entry.Value)));
    }

    /// <summary>What a channel can show; channels nobody has named are taken to show everything, since the Bot Service puts it into words where it must.</summary>
    public BotChannelForm Of(string? channelId) => channelId is not null && byChannel.TryGetValue(channelId, out var form) ? form : unknown;

    private static BotChannelForm Form(Yaml yaml)
    {
        var cards = yaml.Only("cards", "choices", "most", "events")["cards"];
        var choices = yaml["choices"];
        return new(
            cards.Text switch { "none" => false, "1.5" => true, var other => throw cards.Wrong($"'{other}' is neither \"1.5\", the version our cards are of, nor none.") },
            choices.Text switch { "numbers" => 0, "buttons" => yaml["most"].Whole, var other => throw choices.Wrong($"'{other}' is neither buttons nor numbers.") },
            yaml["events"].Flag);
    }
}
