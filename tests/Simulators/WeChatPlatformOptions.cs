using System.Net;

namespace Assistant.Tests.Simulators;

/// <summary>One official account as the simulated platform keeps it, and how badly the network between them behaves.</summary>
public sealed record WeChatPlatformOptions
{
    public string AppId { get; init; } = "wx0123456789abcdef";

    public string Secret { get; init; } = "secret-of-the-account";

    public string Token { get; init; } = "token-of-the-account";

    /// <summary>43 characters; null sends messages in the clear.</summary>
    public string? EncodingAesKey { get; init; }

    /// <summary>With a key: fields in the clear beside the encrypted ones, and replies taken either way.</summary>
    public bool Compatible { get; init; }

    /// <summary>The account's own name in messages, which is not the AppID.</summary>
    public string Account { get; init; } = "gh_0123456789ab";

    /// <summary>Where whoever signs in may be sent back to; null does not look.</summary>
    public string? CallbackDomain { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>
    /// From 0 to 1: how often the answer to a delivery is lost on its way, so that the message is delivered again. The answer to the last try is never
    /// lost: the platform then gives up, and no bot could do anything about it.
    /// </summary>
    public double LostReplies { get; init; }

    /// <summary>From 0 to 1: how often a message is delivered once more although its answer came, at the same time or after. What is answered to that is dropped.</summary>
    public double Repeats { get; init; }

    /// <summary>Platform documentation, passive replies: three tries in all.</summary>
    public int MostTries { get; init; } = 3;

    /// <summary>Platform documentation, passive replies: five seconds, then the connection is dropped. Real time, whatever <see cref="Time"/> says.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Platform documentation, access tokens: 7200 seconds.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromSeconds(7200);

    /// <summary>What time messages carry, and by what quotas, tokens and codes end.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What goes wrong with one call of the API.</summary>
/// <param name="Errcode">Answered instead of doing it.</param>
/// <param name="Status">A status of HTTP instead of 200, without doing it.</param>
/// <param name="Drops">The connection is dropped before anything is done.</param>
/// <param name="LosesAnswer">It is done, and the connection is dropped instead of saying so.</param>
public sealed record WeChatApiFault(int Errcode = 0, HttpStatusCode Status = HttpStatusCode.OK, bool Drops = false, bool LosesAnswer = false);

/// <summary>A call of the API as it was answered.</summary>
/// <param name="Path">What was called.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Errcode">0 when it was done; -1000 when a fault of HTTP stood in for an answer.</param>
public sealed record WeChatCall(string Path, string Body, int Errcode);

/// <summary>How a message reached a user.</summary>
public enum WeChatWay
{
    /// <summary>As the answer to what they sent.</summary>
    Passive,

    /// <summary>As a customer-service message.</summary>
    Service,
}

/// <summary>A message as a user sees it.</summary>
/// <param name="Text">The words; of a menu all of them, line by line.</param>
/// <param name="How">How it came.</param>
/// <param name="At">When.</param>
/// <param name="Answers">What it answers: the message's number, or sender, second, name and key of an event; null of a service message.</param>
public sealed record WeChatSeen(string Text, WeChatWay How, DateTimeOffset At, string? Answers)
{
    /// <summary>The items of a menu; empty for a text.</summary>
    public IReadOnlyList<(string Id, string Content)> Items { get; init; } = [];
}

/// <summary>A "service fault" shown to a user in place of an answer.</summary>
/// <param name="OpenId">Who saw it.</param>
/// <param name="Answers">To what.</param>
/// <param name="Reason">What the bot did wrong.</param>
public sealed record WeChatServiceFault(string OpenId, string Answers, string Reason);
