using System.Globalization;
using System.Text.Json.Nodes;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>
/// How many customer-service messages a person may still be sent, as the platform counts them: five within 48 hours of a message of theirs, three within a minute of
/// pressing the menu, following or scanning. Kept in the notes of the talk; pure.
/// </summary>
public static class WeChatRights
{
    private const string Grants = "grants";
    private static readonly (int Count, TimeSpan Within) ByMessage = (5, TimeSpan.FromHours(48));
    private static readonly (int Count, TimeSpan Within) ByEvent = (3, TimeSpan.FromMinutes(1));

    /// <summary>The notes after a message or event of the person; one that is delivered again gives no new right.</summary>
    public static JsonObject Give(JsonObject notes, string key, bool isMessage, DateTimeOffset at)
    {
        if (notes["key"]?.ToString() == key)
            return notes;
        var (count, within) = isMessage ? ByMessage : ByEvent;
        var kept = Read(notes).Where(grant => grant.Until > at && grant.IsMessage != isMessage);
        return Write([.. kept, (count, at + within, isMessage)], key);
    }

    /// <summary>How many may be sent now.</summary>
    public static int Left(JsonObject notes, DateTimeOffset now) => Read(notes).Where(grant => grant.Until > now).Sum(grant => grant.Left);

    /// <summary>The notes after one was sent: of the right that ends first.</summary>
    public static JsonObject Use(JsonObject notes, DateTimeOffset now)
    {
        var grants = Read(notes).Where(grant => grant.Until > now).OrderBy(grant => grant.Until).ToList();
        var at = grants.FindIndex(grant => grant.Left > 0);
        if (at >= 0)
            grants[at] = grants[at] with { Left = grants[at].Left - 1 };
        return Write(grants, notes["key"]?.ToString());
    }

    /// <summary>The notes after the platform said that nothing more may be sent.</summary>
    public static JsonObject None(JsonObject notes) => Write([], notes["key"]?.ToString());

    private static List<(int Left, DateTimeOffset Until, bool IsMessage)> Read(JsonObject notes) => notes[Grants] is not JsonArray grants ? []
        : [.. grants.Select(grant => (grant!["left"]!.GetValue<int>(), DateTimeOffset.Parse(grant["until"]!.ToString(), CultureInfo.InvariantCulture), grant["message"]!.GetValue<bool>()))];

    private static JsonObject Write(IReadOnlyList<(int Left, DateTimeOffset Until, bool IsMessage)> grants, string? key) => new()
    {
        ["key"] = key,
        [Grants] = new JsonArray([.. grants.Select(grant => (JsonNode)new JsonObject { ["left"] = grant.Left, ["until"] = grant.Until.ToString("O", CultureInfo.InvariantCulture), ["message"] = grant.IsMessage })]),
    };
}
