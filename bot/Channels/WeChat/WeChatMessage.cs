using System.Globalization;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>A message or event of the platform, or the envelope of an encrypted one. Where somebody is (latitude, longitude) is not kept.</summary>
public sealed record WeChatMessage
{
    /// <summary>The account it was sent to (gh_…): the sender of a passive reply.</summary>
    public string ToUser { get; init; } = "";

    /// <summary>The user's openid; empty only in an envelope.</summary>
    public string FromUser { get; init; } = "";

    /// <summary>When the platform took it, to the second.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary><c>text</c>, <c>image</c>, <c>voice</c>, <c>event</c> …; empty only in an envelope.</summary>
    public string MsgType { get; init; } = "";

    /// <summary>The message's number; events have none.</summary>
    public long? MsgId { get; init; }

    /// <summary>The words of a text.</summary>
    public string? Content { get; init; }

    /// <summary>The item of a message menu that was chosen; the words are then the item's.</summary>
    public string? BizMsgMenuId { get; init; }

    /// <summary>The event's name as sent; see <see cref="Is"/>.</summary>
    public string? Event { get; init; }

    /// <summary>The menu's key, the address opened, or the scene scanned.</summary>
    public string? EventKey { get; init; }

    /// <summary>The ticket of a scanned code.</summary>
    public string? Ticket { get; init; }

    /// <summary>Of a finished template message: <c>success</c> or <c>failed:…</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Of a finished template message: the number its sending answered with.</summary>
    public string? JobId { get; init; }

    /// <summary>The file of an image, voice or video.</summary>
    public string? MediaId { get; init; }

    /// <summary>Address of an image.</summary>
    public string? PicUrl { get; init; }

    /// <summary>Format of a voice message.</summary>
    public string? Format { get; init; }

    /// <summary>The platform's own recognition of a voice message; retired there, so mostly absent or empty.</summary>
    public string? Recognition { get; init; }

    /// <summary>Title of a link or file.</summary>
    public string? Title { get; init; }

    /// <summary>Description of a link or file.</summary>
    public string? Description { get; init; }

    /// <summary>Address of a link.</summary>
    public string? Url { get; init; }

    /// <summary>The encrypted message; beside it the other fields are empty, or the same in the clear.</summary>
    public string? Encrypt { get; init; }

    /// <summary>Whether there is nothing but an encrypted message.</summary>
    public bool IsEnvelope => MsgType.Length == 0;

    /// <summary>
    /// What a repetition of it repeats: the number, or for an event what it says of itself. Empty for a mere envelope.
    /// Openid and event name hold no blank, so two events never share a key by where their parts end.
    /// </summary>
    public string Key => (MsgId, Event) switch
    {
        ({ } id, _) => id.ToString(CultureInfo.InvariantCulture),
        (_, { } name) => string.Create(CultureInfo.InvariantCulture, $"event {FromUser} {CreateTime.ToUnixTimeSeconds()} {name} {EventKey}{JobId}"),
        _ => "",
    };

    /// <summary>Whether it is this event; the platform writes the names in either case.</summary>
    public bool Is(string eventName) => string.Equals(Event, eventName, StringComparison.OrdinalIgnoreCase);
}
