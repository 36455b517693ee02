using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>
/// Tokens that authorise replies, by client credentials of the app: one for each audience, kept until shortly before its end. Neither the secret nor a token
/// appears in a log line or an exception. Source: Bot Connector authentication (bot to connector) and OAuth 2.0, RFC 6749, section 4.4.
/// </summary>
public sealed class OutgoingTokens : IDisposable
{
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    // A redirect would carry the secret to wherever it points.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 256 * 1024 };
    private readonly BotFrameworkSettings settings;
    private readonly BotCloud cloud;
    private readonly TimeProvider time;

    /// <summary>Fetches tokens by the settings.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="time">The machine's clock, by which the login authority's tokens run.</param>
    public OutgoingTokens(BotFrameworkSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        cloud = BotCloud.Of(settings);
    }

    /// <summary>Whether tokens can be had at all; without, a sender may only send to this machine itself.</summary>
    public bool IsConfigured => settings is { AppId.Length: > 0, AppSecret.Length: > 0 };

    /// <summary>The scope for replies: the channels', or a parent bot's own.</summary>
    /// <param name="callerAppId">App id of the parent bot the reply goes to; null for a channel or the Emulator.</param>
    public string ScopeFor(string? callerAppId) => callerAppId is null ? cloud.ChannelScope : $"{callerAppId}/.default";

    /// <summary>A token for a scope, from memory while it holds for another five minutes. Calls at the same time wait for one fetch.</summary>
    /// <param name="scope">From <see cref="ScopeFor"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null when no AppId or no AppSecret is configured.</returns>
    /// <exception cref="HttpRequestException">The login authority cannot be reached, or gave no token; the message says which and may be logged.</exception>
    public async Task<string?> GetAsync(string scope, CancellationToken cancellation)
    {
        if (!IsConfigured)
            return null;
        var entry = entries.GetOrAdd(scope, _ => new());
        if (entry.Kept is { } kept && kept.Until > time.GetUtcNow())
            return kept.Token;
        await entry.Door.WaitAsync(cancellation);
        try
        {
            if (entry.Kept is { } meanwhile && meanwhile.Until > time.GetUtcNow())
                return meanwhile.Token;
            var fresh = await FetchAsync(scope, cancellation);
            entry.Kept = fresh;
            return fresh.Token;
        }
        finally
        {
            entry.Door.Release();
        }
    }

    /// <summary>Forgets the token of a scope, after the other side refused it with 401; the next call fetches a new one.</summary>
    public void Forget(string scope)
    {
        if (entries.TryGetValue(scope, out var entry))
            entry.Kept = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        foreach (var entry in entries.Values)
            entry.Door.Dispose();
    }

    private async Task<Held> FetchAsync(string scope, CancellationToken cancellation)
    {
        var address = new Uri($"{cloud.LoginUrl}/{cloud.LoginTenant}/oauth2/v2.0/token");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = settings.AppId!, ["client_secret"] = settings.AppSecret!, ["scope"] = scope,
        });
        try
        {
            using var answer = await http.PostAsync(address, form, cancellation);
            var body = Parse(await answer.Content.ReadAsStringAsync(cancellation));
            if (answer.IsSuccessStatusCode && body.ValueKind == JsonValueKind.Object && body.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String && token.GetString() is { Length: > 0 } given)
                return new(given, UntilOf(body));
            throw new HttpRequestException($"The login authority {address.Host} gave no token for {scope}: status {(int)answer.StatusCode}{ReasonOf(body)}.", null, answer.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"The login authority {address.Host} did not answer within {http.Timeout.TotalSeconds} s.", null, HttpStatusCode.GatewayTimeout);
        }
    }

    private DateTimeOffset UntilOf(JsonElement body)
    {
        var life = TimeSpan.FromSeconds(body.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out var given) && given > 0 ? given : 0);
        // A short life is used for half its length, not thrown away at once.
        return time.GetUtcNow() + life - (life > 2 * Lead ? Lead : life / 2);
    }

    private static JsonElement Parse(string body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The error's name and numbers, which say enough; its free text is somebody else's and stays out of our log.</summary>
    private static string ReasonOf(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return "";
        var name = body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String && error.GetString() is { Length: > 0 and <= 60 } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? ", " + text : "";
        var numbers = body.TryGetProperty("error_codes", out var codes) && codes.ValueKind == JsonValueKind.Array ? string.Concat(codes.EnumerateArray().Take(3).Where(code => code.ValueKind == JsonValueKind.Number).Select(code => $", AADSTS{code}")) : "";
        return name + numbers;
    }

    private sealed record Held(string Token, DateTimeOffset Until);

    private sealed class Entry
    {
        public SemaphoreSlim Door { get; } = new(1, 1);

        public Held? Kept { get; set; }
    }
}
