using System.ComponentModel.DataAnnotations;
using Assistant.Bot.Channels.WeChat;

namespace Assistant.Bot;

/// <summary>WeChat official account. Off without AppId and Token.</summary>
public sealed class WeChatSettings
{
    /// <summary>The account's app id.</summary>
    public string? AppId { get; init; }

    /// <summary>Token of the server configuration, which signs every request.</summary>
    public string? Token { get; init; }

    /// <summary>Key of the encrypted mode, 43 characters; without it messages are plain.</summary>
    public string? EncodingAesKey { get; init; }

    /// <summary>App secret; without it nothing can be sent but the answer to a message within five seconds.</summary>
    public string? Secret { get; init; }

    /// <summary>The platform's own address; another one for a simulator.</summary>
    public string ApiBase { get; init; } = "https://api.weixin.qq.com";

    /// <summary>Milliseconds within which a message is answered in the answer to its delivery; the platform waits five seconds. Default 4000.</summary>
    [Range(100, 4900)]
    public int ReplyMilliseconds { get; init; } = 4000;

    /// <summary>Seconds after a person's own message in which the talk is taken to be open before them, so that an answer may hold figures. Default 30.</summary>
    [Range(0, 300)]
    public int InViewSeconds { get; init; } = 30;

    /// <summary>Whether the account is configured.</summary>
    public bool IsOn => AppId is { Length: > 0 } && Token is { Length: > 0 };

    /// <summary>What is wrong, one line for each setting.</summary>
    internal IEnumerable<string> Check()
    {
        if ((AppId is { Length: > 0 }) != (Token is { Length: > 0 }))
            yield return "WeChat: AppId and Token are required together.";
        if (EncodingAesKey is { Length: > 0 } && !WeChatCrypto.IsKey(EncodingAesKey))
            yield return "WeChat:EncodingAesKey: the 43 characters of the account's server configuration were expected.";
        if (!(Uri.TryCreate(ApiBase, UriKind.Absolute, out var address) && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))))
            yield return $"WeChat:ApiBase: '{ApiBase}' is not an https address; leave it out for the platform's own.";
        if (ReplyMilliseconds is < 100 or > 4900)
            yield return "WeChat:ReplyMilliseconds: 100 to 4900; the platform waits five seconds.";
        if (InViewSeconds is < 0 or > 300)
            yield return "WeChat:InViewSeconds: 0 to 300.";
    }
}
