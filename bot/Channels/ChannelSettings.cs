using System.ComponentModel.DataAnnotations;

namespace Assistant.Bot;

/// <summary>Channels that answers are carried to.</summary>
public sealed class ChannelSettings
{
    /// <summary>Hours without a word after which the next message starts a new conversation. Default 24.</summary>
    [Range(1, 720)]
    public int SessionHours { get; init; } = 24;

    /// <summary>Milliseconds between two looks for what waits since a failure or a restart; what is new goes at once. Default 1000.</summary>
    [Range(10, 60_000)]
    public int RoundMilliseconds { get; init; } = 1000;

    /// <summary>The bank's own app.</summary>
    public WebhookSettings Webhook { get; init; } = new();

    /// <summary>What is wrong, one line for each setting.</summary>
    internal IEnumerable<string> Check(bool development)
    {
        if (SessionHours is < 1 or > 720)
            yield return "Channels:SessionHours: 1 to 720.";
        if (RoundMilliseconds is < 10 or > 60_000)
            yield return "Channels:RoundMilliseconds: 10 to 60000.";
        if (Webhook is { Secret: null, ReplyTo: null })
            yield break;
        if (Webhook.Secret is not { Length: >= 16 })
            yield return "Channels:Webhook:Secret: at least 16 characters, shared with the app; required beside ReplyTo.";
        if (!(Uri.TryCreate(Webhook.ReplyTo, UriKind.Absolute, out var address) && (address.Scheme == "https" || (address.Scheme == "http" && (development || address.IsLoopback)))))
            yield return $"Channels:Webhook:ReplyTo: '{Webhook.ReplyTo}' is not an https address; answers are posted there.";
    }
}

/// <summary>The generic signed channel. Off without its settings.</summary>
public sealed class WebhookSettings
{
    /// <summary>What both sides sign with (HMAC-SHA256 of the body, header X-Signature-SHA256).</summary>
    public string? Secret { get; init; }

    /// <summary>Address that answers are posted to.</summary>
    public string? ReplyTo { get; init; }
}
