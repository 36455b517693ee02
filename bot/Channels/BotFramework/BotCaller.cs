namespace Assistant.Bot.Channels.BotFramework;

/// <summary>What kind of caller a message came from.</summary>
public enum BotCallerKind
{
    /// <summary>Nobody was asked for a token.</summary>
    Anonymous,

    /// <summary>A channel of the Bot Service.</summary>
    Channel,

    /// <summary>The Emulator or another tool that holds this bot's own credentials.</summary>
    Emulator,

    /// <summary>A parent bot that uses this one as a skill.</summary>
    Skill,
}

/// <summary>Who a message to /api/messages came from, as its token proves.</summary>
/// <param name="Kind">What kind of caller.</param>
/// <param name="AppId">The parent bot's app id; null for every other kind.</param>
/// <param name="CallerId">What the activity's callerId is to say; null where the protocol names none.</param>
public sealed record BotCaller(BotCallerKind Kind, string? AppId, string? CallerId)
{
    /// <summary>A caller nobody asked for a token.</summary>
    public static BotCaller Anonymous { get; } = new(BotCallerKind.Anonymous, null, null);

    /// <summary>The Emulator.</summary>
    public static BotCaller Emulator { get; } = new(BotCallerKind.Emulator, null, null);

    /// <summary>A channel of the cloud.</summary>
    public static BotCaller Channel(BotCloud cloud) => new(BotCallerKind.Channel, null, cloud.CallerId);

    /// <summary>A parent bot.</summary>
    public static BotCaller Skill(string appId) => new(BotCallerKind.Skill, appId, $"urn:botframework:aadappid:{appId}");
}
