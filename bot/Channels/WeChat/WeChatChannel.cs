using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>
/// Carries to WeChat what did not go in the answer to a message: customer-service messages within the platform's quota, several answers in one. What was not asked for just now can reach a
/// lock screen: only a text that tells nothing is sent then, else that something waits.
/// </summary>
public sealed class WeChatChannel(WeChatApi api, WeChatWords words, WeChatFiles files, WeChatSettings settings, BankClock clock, ILogger<WeChatChannel> log) : IChannel
{
    /// <summary>Name of the adapter.</summary>
    public const string Wire = "wechat";

    /// <summary>Where the address holds the openid.</summary>
    internal const string OpenId = "openId";

    private const string Waiting = "waiting";

    /// <inheritdoc/>
    public string Name => Wire;

    /// <inheritdoc/>
    public async Task<Sent> SendAsync(Parcel parcel, CancellationToken cancellation)
    {
        if (!api.IsOn)
            return Sent.NotBeforeTheyWrite(parcel, "there is no secret to send with; it goes with the answer to the person's next message");
        var now = clock.Now;
        var left = WeChatRights.Left(parcel.Notes, now);
        var isInView = now - parcel.LastInAt <= TimeSpan.FromSeconds(settings.InViewSeconds);
        var letter = words.Next(parcel, (activity, text) => (isInView && activity.ChannelData?["aside"] is null) || files.MayBeOnLockScreen(text), left <= 1 ? "more" : null);
        if (letter is { Text.Length: 0 })
            return new Sent(letter.To);
        if (left == 0)
            return Sent.NotBeforeTheyWrite(parcel, "no message may be sent until the person writes");
        var text = letter?.Text ?? words.Text(Locales.Of(parcel.Activities[0].Activity.Locale) ?? Locales.Chinese, Waiting);
        var answer = await api.SendTextAsync(parcel.Address[OpenId]!.ToString(), text, cancellation);
        switch (answer)
        {
            case { Code: 0 }:
                var notes = WeChatRights.Use(parcel.Notes, now);
                return letter is null ? Sent.NotBeforeTheyWrite(parcel, "the person was told that something waits", notes) : new Sent(letter.To) { Notes = notes };
            case { Code: 45015 or 45047 }:
                return Sent.NotBeforeTheyWrite(parcel, answer.ToString(), WeChatRights.None(parcel.Notes));
            case { IsBusy: true } or { IsTokenBad: true }:
                return Sent.Later(parcel, answer.ToString());
            default:
                log.LogError("WeChat refuses what waits in {Conversation}: {Why}", parcel.ConversationId, answer.ToString());
                return Sent.NotBeforeTheyWrite(parcel, answer.ToString());
        }
    }
}
