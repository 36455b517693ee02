using Assistant.Skills.Conduct;

namespace Assistant.Bot.Staff;

/// <summary>Speakers as they are written in requests and in the store.</summary>
internal static class Speakers
{
    /// <summary>The speaker of a name.</summary>
    /// <param name="name">The name; null where none was given.</param>
    /// <param name="where">What a complaint begins with.</param>
    /// <exception cref="FormatException">There is no such speaker.</exception>
    public static Speaker Of(string? name, string where = "") => name switch
    {
        "agent" => Speaker.Agent,
        "bot" => Speaker.Bot,
        "debtor" => Speaker.Debtor,
        "third_party" => Speaker.ThirdParty,
        _ => throw new FormatException($"{where}'{name}' is no speaker; it is one of agent, bot, debtor, third_party."),
    };

    /// <summary>How a speaker is written.</summary>
    public static string NameOf(Speaker speaker) => speaker switch
    {
        Speaker.Agent => "agent",
        Speaker.Bot => "bot",
        Speaker.Debtor => "debtor",
        Speaker.ThirdParty => "third_party",
        _ => throw new ArgumentOutOfRangeException(nameof(speaker), speaker, null),
    };
}
