using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>What the platform answered.</summary>
/// <param name="Code">0 when it did what was asked, else one of its error codes; -1 also for an answer that is not its own.</param>
/// <param name="Body">The answer.</param>
public sealed record WeChatAnswer(int Code, JsonObject Body)
{
    /// <summary>The platform is busy, or asks for fewer calls: trying again later helps.</summary>
    public bool IsBusy => Code is -1 or 45009 or 45011 or 50002;

    /// <summary>The access token is none, or no longer.</summary>
    public bool IsTokenBad => Code is 40001 or 40014 or 41001 or 42001;

    /// <summary>The code and what the platform says of it, without its request id.</summary>
    public override string ToString() => $"{Code} {Body["errmsg"]?.ToString().Split(" rid")[0]}";
}

/// <summary>
/// Calls the platform. Its access token (<c>stable_token</c>, which several nodes may ask for) is kept in the store for all nodes until five minutes before its end;
/// one that the platform refuses is fetched once more.
/// </summary>
public sealed class WeChatApi(WeChatSettings settings, IHttpClientFactory clients, Store store, Vault vault, TimeProvider time) : IDisposable
{
    private const string TokenName = "wechat";
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>The platform refuses <c>\uXXXX</c> (40033), so characters are written as they are.</summary>
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Whether anything can be called.</summary>
    public bool IsOn => settings.IsOn && settings.Secret is { Length: > 0 };

    /// <summary>Sends a text as a customer-service message.</summary>
    /// <exception cref="HttpRequestException">The platform could not be reached.</exception>
    public Task<WeChatAnswer> SendTextAsync(string openId, string text, CancellationToken cancellation) =>
        PostAsync("/cgi-bin/message/custom/send", new() { ["touser"] = openId, ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text } }, cancellation);

    /// <summary>Publishes the menu.</summary>
    public Task<WeChatAnswer> CreateMenuAsync(JsonObject menu, CancellationToken cancellation) => PostAsync("/cgi-bin/menu/create", menu, cancellation);

    /// <summary>Who opened a link of ours within WeChat, by the code it came back with.</summary>
    /// <returns>The openid; null when the code is none, was used, or stands for a virtual visitor.</returns>
    public async Task<string?> UserOfCodeAsync(string code, CancellationToken cancellation)
    {
        using var http = clients.CreateClient(TokenName);
        using var response = await http.GetAsync(Address($"/sns/oauth2/access_token?appid={Uri.EscapeDataString(settings.AppId!)}&secret={Uri.EscapeDataString(settings.Secret!)}&code={Uri.EscapeDataString(code)}&grant_type=authorization_code"), cancellation);
        var answer = await ReadAsync(response, cancellation);
        return answer.Code == 0 && answer.Body["is_snapshotuser"]?.ToString() != "1" ? answer.Body["openid"]?.ToString() : null;
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private Uri Address(string path) => new(settings.ApiBase.TrimEnd('/') + path);

    private async Task<WeChatAnswer> PostAsync(string path, JsonObject body, CancellationToken cancellation)
    {
        var token = await TokenAsync(null, cancellation);
        var answer = await CallAsync(token);
        return answer.IsTokenBad && token is not null ? await CallAsync(await TokenAsync(token, cancellation)) : answer;

        async Task<WeChatAnswer> CallAsync(string? accessToken)
        {
            if (accessToken is null)
                return new(-1, new() { ["errmsg"] = "no access token" });
            using var http = clients.CreateClient(TokenName);
            using var content = new StringContent(body.ToJsonString(Readable), Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(Address($"{path}?access_token={Uri.EscapeDataString(accessToken)}"), content, cancellation);
            return await ReadAsync(response, cancellation);
        }
    }

    /// <summary>The token in use, or a new one when it ends soon or is the one that was refused.</summary>
    private async Task<string?> TokenAsync(string? refused, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            // The platform's tokens run by real time, whatever clock this process was started on.
            var now = time.GetUtcNow();
            var row = store.Read(db => db.QuerySingleOrDefault<(string Box, string ExpiresAt)?>("SELECT token_box, expires_at FROM access_tokens WHERE name = @TokenName", new { TokenName }));
            if (row is { } kept && Store.Time(kept.ExpiresAt) - Margin > now && vault.Unbox(kept.Box) is { } token && token != refused)
                return token;
            using var http = clients.CreateClient(TokenName);
            using var content = new StringContent(new JsonObject { ["grant_type"] = "client_credential", ["appid"] = settings.AppId, ["secret"] = settings.Secret, ["force_refresh"] = false }.ToJsonString(Readable), Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(Address("/cgi-bin/stable_token"), content, cancellation);
            var answer = await ReadAsync(response, cancellation);
            if (answer.Body["access_token"]?.ToString() is not { Length: > 0 } made)
                return null;
            var expires = now + TimeSpan.FromSeconds(double.Parse(answer.Body["expires_in"]?.ToString() ?? "0", CultureInfo.InvariantCulture));
            await store.WriteAsync(db => db.Execute("INSERT INTO access_tokens (name, token_box, expires_at) VALUES (@TokenName, @box, @at) ON CONFLICT (name) DO UPDATE SET token_box = excluded.token_box, expires_at = excluded.expires_at",
                new { TokenName, box = vault.Box(made), at = Store.Time(expires) }));
            return made;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The platform answers 200 with a code of its own, sometimes as plain text.</summary>
    private static async Task<WeChatAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
            return new(-1, new() { ["errmsg"] = $"status {(int)response.StatusCode}" });
        try
        {
            var body = JsonNode.Parse(text)?.AsObject() ?? [];
            return new(body["errcode"]?.GetValue<int>() ?? 0, body);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return new(-1, new() { ["errmsg"] = "the answer is not JSON of the platform" });
        }
    }
}
