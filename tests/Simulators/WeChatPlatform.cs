using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.Simulators;

/// <summary>
/// The WeChat platform for one official account, on a loopback port: its API for the bot, and users whose deeds it delivers to the bot. Behaves as the platform
/// documentation says (each piece names the page); what that leaves open is said where it was decided. Seeded and thread-safe.
/// </summary>
public sealed class WeChatPlatform : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly Random chance;
    private readonly WeChatApi api;
    private readonly List<WeChatCall> calls = [];
    private readonly List<WeChatServiceFault> faults = [];
    private readonly LinkedList<(string? Path, WeChatApiFault Fault)> queued = [];
    private readonly Dictionary<string, WeChatUser> users = [];
    private WeChatDelivery? delivery;
    private Uri? bot;
    private long lastMessageId;

    private WeChatPlatform(WeChatPlatformOptions options, WebApplication app)
    {
        (Options, this.app) = (options, app);
        chance = new Random(options.Seed);
        lastMessageId = 6_054_768_590_000_000_000 + chance.Next();
        api = new WeChatApi(options, chance, openId => users.GetValueOrDefault(openId));
    }

    public WeChatPlatformOptions Options { get; }

    /// <summary>Where the API is, as the bot's setting takes it: without a slash at the end.</summary>
    public string ApiBase => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>How often the bot was posted to, repetitions and all.</summary>
    public int Posts => delivery?.Posts ?? 0;

    /// <summary>The calls of the API in order, also those that a fault met.</summary>
    public IReadOnlyList<WeChatCall> Calls => Locked(() => calls.ToArray());

    /// <summary>What users saw in place of an answer.</summary>
    public IReadOnlyList<WeChatServiceFault> Faults => Locked(() => faults.ToArray());

    /// <summary>The menu that was last created, as JSON; null before.</summary>
    public string? Menu => Locked(() => api.Menu);

    /// <summary>Starts the platform's API.</summary>
    public static async Task<WeChatPlatform> StartAsync(WeChatPlatformOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var platform = new WeChatPlatform(options ?? new(), app);
        app.Run(platform.AnswerAsync);
        await app.StartAsync();
        return platform;
    }

    /// <summary>Sets the bot's address, as on the account's settings page.</summary>
    public void Connect(Uri botUrl)
    {
        delivery?.Dispose();
        (bot, delivery) = (botUrl, new WeChatDelivery(Options, botUrl));
    }

    /// <summary>Verifies the bot's address as the settings page does before it takes it.</summary>
    /// <returns>Whether the bot gave the echo back, and nothing else.</returns>
    public Task<bool> VerifyUrlAsync() => Delivery().VerifyAsync(
        Options.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Number(10), Number(19));

    /// <summary>A new user.</summary>
    public WeChatUser NewUser(bool follows = true) => Locked(() =>
    {
        var user = new WeChatUser(this, chance.Next(), follows);
        users.Add(user.OpenId, user);
        return user;
    });

    /// <summary>Lets a call of the API go wrong, the next one or the next to this path; faults wait in order.</summary>
    public void FailNext(WeChatApiFault fault, string? path = null) => Locked(() => queued.AddLast((path, fault)));

    /// <summary>The same with an errcode.</summary>
    public void FailNext(int errcode, string? path = null) => FailNext(new WeChatApiFault(errcode), path);

    /// <summary>The same with a status of HTTP.</summary>
    public void FailNext(HttpStatusCode status, string? path = null) => FailNext(new WeChatApiFault(Status: status), path);

    /// <summary>Ends every access token, as when another system forced a new one: calls with them answer 40001.</summary>
    public void EndTokens() => Locked(api.Tokens.End);

    /// <summary>How many customer-service messages may still be sent to a user.</summary>
    public int QuotaOf(WeChatUser user) => Locked(() => user.Quota.Left(Options.Time.GetUtcNow()));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        delivery?.Dispose();
    }

    internal async Task<WeChatSeen?> DeliverAsync(WeChatUser user, long at, string msgType, (string Name, string Value)[] fields, string key, bool isHeard)
    {
        var (post, draw) = user.Draw(random => (WeChatPost.Of(bot ?? throw Unconnected(), Options, user.OpenId, at, msgType, fields, random), random.Next()));
        WeChatSeen? seen = null;
        await Delivery().DeliverAsync(post, draw, (answer, reason) =>
        {
            if (!isHeard)
                return;
            var reply = answer is null ? new WeChatReply(null, reason) : WeChatReply.Read(answer, user.OpenId, Options);
            if (reply.Fault is { } fault)
                Locked(() => faults.Add(new(user.OpenId, key, fault)));
            if (reply.Text is { } text)
                user.See(seen = new(text, WeChatWay.Passive, Options.Time.GetUtcNow(), key));
        });
        return seen;
    }

    internal long NextMessageId() => Interlocked.Increment(ref lastMessageId);

    internal string Code(WeChatUser user, string scope, bool isSnapshot) => Locked(() => api.Codes.New(user.OpenId, scope, isSnapshot));

    internal void Locked(Action action)
    {
        lock (gate)
            action();
    }

    private static InvalidOperationException Unconnected() => new("The bot's address is not set.");

    private T Locked<T>(Func<T> action)
    {
        lock (gate)
            return action();
    }

    private WeChatDelivery Delivery() => delivery ?? throw Unconnected();

    private string Number(int digits) => Locked(() => string.Concat(chance.GetItems("123456789".AsSpan(), digits)));

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var path = http.Request.Path.Value!;
        var (answer, fault, isPlainText) = Locked(() => Answer(http.Request, path, body.ToArray()));
        if (fault is { Drops: true } or { LosesAnswer: true })
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = (int)(fault?.Status ?? HttpStatusCode.OK);
        // Seen of the real platform: JSON that calls itself plain text.
        http.Response.ContentType = isPlainText ? "text/plain" : "application/json; encoding=utf-8";
        await http.Response.WriteAsync(fault is { Status: not HttpStatusCode.OK } ? "" : answer.Json());
    }

    private (WeChatAnswer Answer, WeChatApiFault? Fault, bool IsPlainText) Answer(HttpRequest request, string path, byte[] body)
    {
        WeChatApiFault? fault = null;
        for (var one = queued.First; one is not null && fault is null; one = one.Next)
        {
            if (one.Value.Path is null || one.Value.Path == path)
            {
                fault = one.Value.Fault;
                queued.Remove(one);
                break;
            }
        }

        var isDone = fault is null or { LosesAnswer: true };
        var answer = isDone ? api.Answer(request.Method, path, request.Query, body) : new WeChatAnswer(fault!.Errcode != 0 ? fault.Errcode : -1000);
        calls.Add(new(path, Encoding.UTF8.GetString(body), answer.Errcode));
        return (answer, fault, chance.Next(2) == 0);
    }
}
