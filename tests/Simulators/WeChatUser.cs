using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Assistant.Tests.Simulators;

/// <summary>
/// Somebody with the account open on their phone. What they do is delivered to the bot as the platform does it, with its retries and losses;
/// what comes back is in <see cref="Seen"/>. Each deed ends when its delivery has. Thread-safe.
/// </summary>
public sealed partial class WeChatUser
{
    private readonly WeChatPlatform platform;
    private readonly Random chance;
    private readonly Lock gate = new();
    private readonly List<WeChatSeen> seen = [];
    private long lastEventAt;

    internal WeChatUser(WeChatPlatform platform, int seed, bool follows)
    {
        this.platform = platform;
        chance = new Random(seed);
        OpenId = "o" + string.Create(27, chance, (span, random) => random.GetItems("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", span));
        Follows = follows;
    }

    public string OpenId { get; }

    /// <summary>Whether they follow the account: nobody else can be written to.</summary>
    public bool Follows { get; internal set; }

    /// <summary>Whether their phone shows that an answer is being typed.</summary>
    public bool SeesTyping => platform.Options.Time.GetUtcNow() < TypingUntil;

    /// <summary>What they have seen, in order.</summary>
    public IReadOnlyList<WeChatSeen> Seen
    {
        get
        {
            lock (gate)
                return [.. seen];
        }
    }

    internal WeChatQuota Quota { get; } = new();

    internal DateTimeOffset LastTouch { get; set; } = DateTimeOffset.MinValue;

    internal DateTimeOffset TypingUntil { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Writes a text.</summary>
    /// <returns>The passive reply; null when there was none.</returns>
    public Task<WeChatSeen?> SayAsync(string text) => SendAsync("text", ("Content", text));

    /// <summary>Sends a message of any kind; its fields as the platform's XML names them.</summary>
    public Task<WeChatSeen?> SendAsync(string msgType, params (string Name, string Value)[] fields) => MessageAsync(msgType, fields, isChoice: false);

    /// <summary>
    /// Chooses an item of the last menu seen that has it: a text with the item's words and <c>bizmsgmenuid</c>. It counts as a menu click, not as a message
    /// (platform documentation: customer-service messages).
    /// </summary>
    public Task<WeChatSeen?> ChooseAsync(string itemId)
    {
        var item = Seen.Reverse().SelectMany(one => one.Items).FirstOrDefault(one => one.Id == itemId);
        if (item.Id is null)
            throw new InvalidOperationException($"No menu seen has an item '{itemId}'.");
        return MessageAsync("text", [("Content", item.Content), ("bizmsgmenuid", item.Id)], isChoice: true);
    }

    /// <summary>Presses a button of the account's menu.</summary>
    public Task<WeChatSeen?> ClickAsync(string key) => DoAsync("CLICK", key);

    /// <summary>Opens a page from the account's menu: it is told, and gives no right to write.</summary>
    public Task<WeChatSeen?> ViewAsync(string url) => DoAsync("VIEW", url, givesQuota: false, ("MenuId", "1"));

    /// <summary>Follows the account, by a code with a scene or by its name.</summary>
    public Task<WeChatSeen?> SubscribeAsync(string? scene = null)
    {
        Follows = true;
        return scene is null ? DoAsync("subscribe", "") : DoAsync("subscribe", "qrscene_" + scene, givesQuota: true, ("Ticket", "ticket-of-" + scene));
    }

    /// <summary>Scans a code with a scene; whoever does not follow yet begins to.</summary>
    public Task<WeChatSeen?> ScanAsync(string scene) => Follows ? DoAsync("SCAN", scene, givesQuota: true, ("Ticket", "ticket-of-" + scene)) : SubscribeAsync(scene);

    /// <summary>Leaves: what is answered reaches nobody, and nothing more can be sent.</summary>
    public async Task UnsubscribeAsync()
    {
        Follows = false;
        platform.Locked(Quota.Clear);
        await EventAsync("unsubscribe", "", [], isHeard: false);
    }

    /// <summary>
    /// Signs in on a page that sent them to the platform's <c>connect/oauth2/authorize</c> (platform documentation: web page authorisation).
    /// </summary>
    /// <param name="authorizeAddress">Where the page sent them.</param>
    /// <param name="isSnapshot">Whether they only look, so that the platform answers for a virtual user.</param>
    /// <returns>Where the platform sends them back to, with a code for one use within five minutes.</returns>
    /// <exception cref="ArgumentException">What the platform would show as an error page.</exception>
    public Uri Authorize(Uri authorizeAddress, bool isSnapshot = false)
    {
        var asked = QueryHelpers.ParseQuery(authorizeAddress.Query);
        var scope = asked["scope"].ToString();
        if (asked["appid"] != platform.Options.AppId || asked["response_type"] != "code" || scope is not ("snsapi_base" or "snsapi_userinfo") || authorizeAddress.Fragment != "#wechat_redirect")
            throw new ArgumentException("The address of the authorisation is not as it must be.", nameof(authorizeAddress));
        if (!State().IsMatch(asked["state"].ToString()))
            throw new ArgumentException("A state is of at most 128 letters and digits.", nameof(authorizeAddress));
        if (!Uri.TryCreate(asked["redirect_uri"], UriKind.Absolute, out var back) || (platform.Options.CallbackDomain is { } domain && back.Host != domain))
            throw new ArgumentException("10003: redirect_uri is not of the registered domain.", nameof(authorizeAddress));
        return new(QueryHelpers.AddQueryString(back.AbsoluteUri, new Dictionary<string, string?> { ["code"] = platform.Code(this, scope, isSnapshot), ["state"] = asked["state"].ToString() }));
    }

    /// <summary>Waits until a message is seen that is looked for, in real time.</summary>
    /// <exception cref="TimeoutException">It did not come; says what did.</exception>
    public async Task<WeChatSeen> SeesAsync(Func<WeChatSeen, bool> which, TimeSpan? within = null)
    {
        using var stop = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(10));
        while (true)
        {
            if (Seen.FirstOrDefault(which) is { } found)
                return found;
            if (stop.IsCancellationRequested)
                throw new TimeoutException("It was not seen among: " + string.Join(" | ", Seen.Select(one => one.Text)));
            await Task.Delay(5, CancellationToken.None);
        }
    }

    internal void See(WeChatSeen one)
    {
        lock (gate)
            seen.Add(one);
    }

    internal T Draw<T>(Func<Random, T> draw)
    {
        lock (gate)
            return draw(chance);
    }

    private Task<WeChatSeen?> MessageAsync(string msgType, IEnumerable<(string Name, string Value)> fields, bool isChoice)
    {
        Touch(isChoice ? Quota.Did : Quota.Said);
        var id = platform.NextMessageId().ToString(CultureInfo.InvariantCulture);
        return platform.DeliverAsync(this, Now(), msgType, [.. fields, ("MsgId", id)], id, isHeard: true);
    }

    private Task<WeChatSeen?> DoAsync(string name, string key, bool givesQuota = true, params (string Name, string Value)[] more)
    {
        Touch(givesQuota ? Quota.Did : _ => { });
        return EventAsync(name, key, more, isHeard: true);
    }

    private Task<WeChatSeen?> EventAsync(string name, string key, (string Name, string Value)[] more, bool isHeard)
    {
        // Events are told apart by their second, and nobody does two things in one: on a clock that stands they would look the same.
        long at;
        lock (gate)
            at = lastEventAt = Math.Max(Now(), lastEventAt + 1);
        return platform.DeliverAsync(this, at, "event", [("Event", name), ("EventKey", key), .. more], $"{OpenId} {at} {name} {key}", isHeard);
    }

    private void Touch(Action<DateTimeOffset> gives)
    {
        if (!Follows)
            throw new InvalidOperationException("Whoever does not follow the account cannot reach it.");
        platform.Locked(() =>
        {
            LastTouch = platform.Options.Time.GetUtcNow();
            gives(LastTouch);
        });
    }

    private long Now() => platform.Options.Time.GetUtcNow().ToUnixTimeSeconds();

    [GeneratedRegex("^[a-zA-Z0-9]{0,128}$")]
    private static partial Regex State();
}
