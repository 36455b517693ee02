using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Channels.BotFramework;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Assistant.Tests.Simulators;

/// <summary>
/// The two issuers of the Bot Framework on this machine: the channels' (keys with endorsements) and Entra (keys, and a token endpoint for client credentials).
/// It signs anything it is asked to, also what no issuer would.
/// </summary>
public sealed class BotAuthority : IDisposable
{
    /// <summary>One of the Bot Service's own tenants.</summary>
    public const string ServiceTenant = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

    public const string ChannelIssuer = "https://api.botframework.com";
    public const string ChannelKey = "channel-1";

    /// <summary>A channel's key without endorsements.</summary>
    public const string OpenKey = "channel-open";
    public const string EntraKey = "entra-1";

    /// <summary>A key of Entra that signs for another tenant only.</summary>
    public const string StrangersKey = "entra-of-a-stranger";

    private const string AnyTenant = "https://login.microsoftonline.com/{tenantid}/v2.0";
    private readonly ConcurrentDictionary<string, Key> keys = new();
    private readonly BotConnectorOptions options;
    private int metadataFetches;

    public BotAuthority(BotConnectorOptions options)
    {
        this.options = options;
        keys[ChannelKey] = new(RSA.Create(2048), true, ["directline", "emulator", "webchat"], null);
        keys[OpenKey] = new(RSA.Create(2048), true, null, null);
        keys[EntraKey] = new(RSA.Create(2048), false, null, AnyTenant);
        keys[StrangersKey] = new(RSA.Create(2048), false, null, "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0");
    }

    /// <summary>How often either metadata document was fetched.</summary>
    public int MetadataFetches => Volatile.Read(ref metadataFetches);

    /// <summary>Answers 503 instead of metadata and tokens.</summary>
    public bool IsDown { get; set; }

    /// <summary>Answers with documents that name no keys.</summary>
    public bool IsWithoutKeys { get; set; }

    /// <summary>Sends whoever asks for a token somewhere else.</summary>
    public string? Redirect { get; set; }

    /// <summary>How long it thinks before it answers.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What was asked of the token endpoint: scope, and whether a token was given.</summary>
    public ConcurrentQueue<(string Tenant, string Scope, bool IsGiven)> TokenRequests { get; } = new();

    /// <summary>Puts a new key in the place of another, as a roll-over does, under a new name.</summary>
    public void RollOver(string from, string to)
    {
        keys.TryRemove(from, out var old);
        keys[to] = old! with { Rsa = RSA.Create(2048) };
    }

    /// <summary>What a channel's token says.</summary>
    public JsonObject ChannelClaims(string? serviceUrl)
    {
        var claims = Claims(ChannelIssuer);
        if (serviceUrl is not null)
            claims["serviceurl"] = serviceUrl;
        return claims;
    }

    /// <summary>What a token of Entra says.</summary>
    /// <param name="appId">App it is given to.</param>
    /// <param name="audience">App it is made out to; ours by default.</param>
    /// <param name="version">1.0 or 2.0.</param>
    /// <param name="tenant">Tenant that issues it.</param>
    public JsonObject EntraClaims(string appId, string? audience = null, string version = "1.0", string tenant = ServiceTenant)
    {
        var isFirst = version == "1.0";
        var claims = Claims(isFirst ? $"https://sts.windows.net/{tenant}/" : $"https://login.microsoftonline.com/{tenant}/v2.0");
        claims["aud"] = audience ?? options.AppId;
        claims["ver"] = version;
        claims["tid"] = tenant;
        claims[isFirst ? "appid" : "azp"] = appId;
        return claims;
    }

    /// <summary>A token: claims, signed with the key of its header's name, or with another one.</summary>
    /// <param name="claims">Claims.</param>
    /// <param name="keyId">Name of the key in the header.</param>
    /// <param name="header">Changes the header.</param>
    /// <param name="rsa">Signs instead of the key of that name.</param>
    public string Sign(JsonObject claims, string keyId, Action<JsonObject>? header = null, RSA? rsa = null)
    {
        var head = new JsonObject { ["alg"] = "RS256", ["kid"] = keyId, ["typ"] = "JWT" };
        header?.Invoke(head);
        var signed = Part(head) + "." + Part(claims);
        var hash = head["alg"]?.ToString() switch { "RS384" => HashAlgorithmName.SHA384, "RS512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 };
        return signed + "." + Base64Url.EncodeToString((rsa ?? keys[keyId].Rsa).SignData(Encoding.ASCII.GetBytes(signed), hash, RSASignaturePadding.Pkcs1));
    }

    /// <summary>A token signed with HMAC over the public key, as if that were a secret.</summary>
    public string SignWithPublicKey(JsonObject claims, string keyId)
    {
        var signed = Part(new() { ["alg"] = "HS256", ["kid"] = keyId, ["typ"] = "JWT" }) + "." + Part(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(keys[keyId].Rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>One part of a token.</summary>
    public static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    /// <summary>Whether a bearer is a token this authority gave for an audience and that still holds.</summary>
    public bool IsGoodFor(string? authorization, string audience)
    {
        var parts = authorization?.StartsWith("Bearer ", StringComparison.Ordinal) == true ? authorization[7..].Split('.') : [];
        if (parts.Length != 3)
            return false;
        var (head, claims) = (Read(parts[0]), Read(parts[1]));
        return keys.TryGetValue(head["kid"]?.ToString() ?? "", out var key) && !key.IsChannels
            && key.Rsa.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            && claims["aud"]!.ToString() == audience && (claims["appid"] ?? claims["azp"])?.ToString() == options.AppId && claims["exp"]!.GetValue<long>() > options.Time.GetUtcNow().ToUnixTimeSeconds();
    }

    /// <summary>Maps metadata, keys and the token endpoint.</summary>
    public void Map(WebApplication app, Func<string> address)
    {
        Task<IResult> Channel(HttpContext http) => MetadataAsync(http, new
        {
            issuer = ChannelIssuer, authorization_endpoint = "https://invalid.botframework.com", jwks_uri = address() + "/channel/keys",
            id_token_signing_alg_values_supported = new[] { "RS256" }, token_endpoint_auth_methods_supported = new[] { "private_key_jwt" },
        });
        Task<IResult> Entra(HttpContext http) => MetadataAsync(http, new { issuer = AnyTenant, token_endpoint = address() + "/common/oauth2/v2.0/token", jwks_uri = address() + "/entra/keys" });
        app.MapGet("/channel/metadata", (Delegate)Channel);
        app.MapGet("/entra/metadata", (Delegate)Entra);
        app.MapGet("/channel/keys", () => Keys(true));
        app.MapGet("/entra/keys", () => Keys(false));
        app.MapPost("/{tenant}/oauth2/v2.0/token", TokenAsync);
    }

    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Rsa.Dispose();
    }

    private JsonObject Claims(string issuer)
    {
        var now = options.Time.GetUtcNow().ToUnixTimeSeconds();
        return new() { ["iss"] = issuer, ["aud"] = options.AppId, ["nbf"] = now, ["iat"] = now, ["exp"] = now + 3600 };
    }

    private static JsonNode Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;

    private async Task<IResult> MetadataAsync(HttpContext http, object document)
    {
        Interlocked.Increment(ref metadataFetches);
        await Task.Delay(Delay, http.RequestAborted);
        return IsDown ? Results.StatusCode(503) : Results.Json(document);
    }

    private IResult Keys(bool isChannels) => Results.Json(new { keys = keys.Where(key => key.Value.IsChannels == isChannels && !IsWithoutKeys).Select(key => key.Value.Json(key.Key)).ToList() });

    private async Task<IResult> TokenAsync(HttpContext http, string tenant)
    {
        await Task.Delay(Delay, http.RequestAborted);
        if (Redirect is { } elsewhere)
            return Results.Redirect(elsewhere, preserveMethod: true);
        var form = await http.Request.ReadFormAsync();
        string Field(string name) => form[name].ToString();
        var client = Field("client_id");
        var wrong = IsDown ? (503, "temporarily_unavailable", 90033)
            : tenant != (options.TenantId ?? "botframework.com") ? (400, "invalid_request", 90002)
            : Field("grant_type") != "client_credentials" ? (400, "unsupported_grant_type", 70003)
            : client != options.AppId && client != options.ParentAppId ? (400, "unauthorized_client", 700016)
            : Field("client_secret") != (client == options.AppId ? options.AppSecret : options.ParentSecret) ? (401, "invalid_client", 7000215)
            : !Field("scope").EndsWith("/.default", StringComparison.Ordinal) ? (400, "invalid_scope", 1002012) : ((int Status, string Error, int Code)?)null;
        TokenRequests.Enqueue((tenant, Field("scope"), wrong is null));
        if (wrong is { } no)
            return Results.Json(new { error = no.Error, error_description = $"AADSTS{no.Code}: something said of the secret", error_codes = new[] { no.Code } }, statusCode: no.Status);
        var claims = EntraClaims(client, Field("scope")[..^"/.default".Length], tenant: options.TenantId ?? "d6d49420-f39b-4df7-a1dc-d59a935871db");
        claims["exp"] = options.Time.GetUtcNow().ToUnixTimeSeconds() + options.TokenSeconds;
        // Two tokens of one second would else be the same text.
        claims["uti"] = TokenRequests.Count;
        return Results.Json(new { token_type = "Bearer", expires_in = options.TokenSeconds, ext_expires_in = options.TokenSeconds, access_token = Sign(claims, EntraKey) });
    }

    private sealed record Key(RSA Rsa, bool IsChannels, string[]? Endorsements, string? Issuer)
    {
        public JsonObject Json(string id)
        {
            var parameters = Rsa.ExportParameters(false);
            var json = new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = id, ["x5t"] = id, ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
            if (Endorsements is not null)
                json["endorsements"] = JsonSerializer.SerializeToNode(Endorsements);
            if (Issuer is not null)
                json["issuer"] = Issuer;
            return json;
        }
    }
}
