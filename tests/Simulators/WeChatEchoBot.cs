using System.Collections.Concurrent;
using System.Text;
using Assistant.Bot.Channels.WeChat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.Simulators;

/// <summary>The least that can be connected to the platform: it checks, opens, and says what it heard, or whatever a test has it answer.</summary>
internal sealed class WeChatEchoBot(WebApplication app) : IAsyncDisposable
{
    private readonly ConcurrentQueue<WeChatMessage> heard = [];

    /// <summary>Everything it was sent and found right, repetitions too.</summary>
    public IReadOnlyList<WeChatMessage> Heard => [.. heard];

    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/wechat");

    /// <summary>Starts one.</summary>
    /// <param name="reply">The words to a message; null says "success".</param>
    /// <param name="body">The whole body instead, after the message was taken.</param>
    public static async Task<WeChatEchoBot> StartAsync(
        WeChatPlatformOptions account, Func<WeChatMessage, Task<string?>>? reply = null, Func<HttpContext, WeChatMessage, Task<string>>? body = null)
    {
        var crypto = new WeChatCrypto(account.Token, account.EncodingAesKey, account.AppId);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var bot = new WeChatEchoBot(app);
        app.MapGet("/wechat", (string signature, string timestamp, string nonce, string echostr) => crypto.IsSigned(signature, timestamp, nonce) ? Results.Text(echostr) : Results.StatusCode(403));
        app.MapPost("/wechat", async (HttpContext http) =>
        {
            if (await bot.TakeAsync(http, crypto) is not { } message)
                return Results.StatusCode(403);
            if (body is not null)
                return Results.Text(await body(http, message));
            var words = reply is null ? "heard: " + (message.Content ?? message.EventKey) : await reply(message);
            return Results.Text(words is null ? "success" : Close(crypto, WeChatXml.Reply(message, words, message.CreateTime)), "text/xml");
        });
        await app.StartAsync();
        return bot;
    }

    public static string Close(WeChatCrypto crypto, string xml) => crypto.HasKey ? WeChatXml.Envelope(crypto, xml, DateTimeOffset.UnixEpoch, "nonce") : xml;

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<WeChatMessage?> TakeAsync(HttpContext http, WeChatCrypto crypto)
    {
        var query = http.Request.Query;
        var (message, _) = await WeChatXml.ParseAsync(http.Request.Body);
        if (message is null || !crypto.IsSigned(query["signature"], query["timestamp"], query["nonce"]))
            return null;
        if (crypto.HasKey)
        {
            var (plain, _) = crypto.Open(query["msg_signature"], query["timestamp"], query["nonce"], message.Encrypt);
            message = plain is null ? null : WeChatXml.Parse(plain).Message;
        }

        if (message is not null && message.FromUser == query["openid"])
            heard.Enqueue(message);
        return message;
    }
}
