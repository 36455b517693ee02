using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Assistant.Tests.Simulators;

/// <summary>
/// Brings messages to the bot's address (platform documentation: receiving messages, passive replies). A try whose answer is not there in time is dropped
/// and made again with the very same address and body, three in all; a bot knows repetitions by the message's number or the event's second.
/// </summary>
internal sealed class WeChatDelivery(WeChatPlatformOptions options, Uri bot) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 64 }) { Timeout = Timeout.InfiniteTimeSpan };
    private int posts;

    private enum Repeat
    {
        None,
        Meanwhile,
        After,
    }

    /// <summary>How often the bot was posted to.</summary>
    public int Posts => posts;

    /// <summary>Delivers one message.</summary>
    /// <param name="draw">What losses and repetitions of this message are drawn from.</param>
    /// <param name="heard">Takes the answer, before it is repeated to anybody; null when none came in any try, with the reason.</param>
    public async Task DeliverAsync(WeChatPost post, int draw, Action<byte[]?, string> heard)
    {
        var chance = new Random(draw);
        var repeat = chance.NextDouble() < options.Repeats ? (chance.Next(2) == 0 ? Repeat.Meanwhile : Repeat.After) : Repeat.None;
        var meanwhile = repeat == Repeat.Meanwhile ? SendAsync(post) : Task.FromResult<(byte[]?, string)>((null, ""));
        var (answer, reason) = ((byte[]?)null, "");
        for (var left = options.MostTries; left > 0; left--)
        {
            (answer, reason) = await SendAsync(post);
            if (answer is not null && (left == 1 || chance.NextDouble() >= options.LostReplies))
                break;
        }

        heard(answer, reason);
        await meanwhile;
        if (repeat == Repeat.After)
            await SendAsync(post);
    }

    /// <summary>Asks the bot to prove that it knows the token (platform documentation: access guide).</summary>
    /// <returns>Whether it gave the echo back, and nothing else.</returns>
    public async Task<bool> VerifyAsync(string timestamp, string nonce, string echo)
    {
        using var stop = new CancellationTokenSource(options.ReplyTimeout);
        using var response = await http.GetAsync(WeChatPost.Address(bot, options, timestamp, nonce, $"&echostr={echo}"), stop.Token);
        return response.IsSuccessStatusCode && await response.Content.ReadAsStringAsync(stop.Token) == echo;
    }

    public void Dispose() => http.Dispose();

    private async Task<(byte[]? Answer, string Reason)> SendAsync(WeChatPost post)
    {
        Interlocked.Increment(ref posts);
        using var stop = new CancellationTokenSource(options.ReplyTimeout);
        using var content = new StringContent(post.Body, Encoding.UTF8, "text/xml");
        try
        {
            using var response = await http.PostAsync(post.To, content, stop.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(stop.Token);
            return response.IsSuccessStatusCode ? (answer, "") : (null, $"The bot answered with status {(int)response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return (null, stop.IsCancellationRequested ? "The bot did not answer in time." : "The bot was not reached: " + e.Message);
        }
    }
}

/// <summary>One message as it is posted, each time the same.</summary>
/// <param name="To">The bot's address with what signs the message.</param>
/// <param name="Body">The XML.</param>
internal sealed record WeChatPost(Uri To, string Body)
{
    /// <summary>Writes a message of a user, in the clear, encrypted or both.</summary>
    public static WeChatPost Of(Uri bot, WeChatPlatformOptions options, string openId, long at, string msgType, IEnumerable<(string Name, string Value)> fields, Random chance)
    {
        XElement[] elements =
        [
            Field("ToUserName", options.Account), Field("FromUserName", openId), new("CreateTime", at), Field("MsgType", msgType),
            .. fields.Select(field => field.Name is "MsgId" or "MenuId" ? new XElement(field.Name, field.Value) : Field(field.Name, field.Value)),
        ];
        var timestamp = options.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = chance.NextInt64(1, 10_000_000_000).ToString(CultureInfo.InvariantCulture);
        var clear = new XElement("xml", elements.AsEnumerable());
        if (options.EncodingAesKey is not { } key)
            return new(Address(bot, options, timestamp, nonce, $"&openid={openId}"), clear.ToString());
        var random = new byte[16];
        chance.NextBytes(random);
        var encrypt = WeChatWire.Seal(key, options.AppId, clear.ToString(SaveOptions.DisableFormatting), random);
        var envelope = new XElement("xml", options.Compatible ? elements : [Field("ToUserName", options.Account)], Field("Encrypt", encrypt));
        return new(Address(bot, options, timestamp, nonce, $"&openid={openId}&encrypt_type=aes&msg_signature={WeChatWire.Sign(options.Token, timestamp, nonce, encrypt)}"), envelope.ToString());
    }

    /// <summary>The bot's address with a signature over token, time and nonce.</summary>
    public static Uri Address(Uri bot, WeChatPlatformOptions options, string timestamp, string nonce, string more) =>
        new($"{bot}{(bot.Query.Length > 0 ? '&' : '?')}signature={WeChatWire.Sign(options.Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}{more}");

    private static XElement Field(string name, string value) => new(name, new XCData(value));
}
