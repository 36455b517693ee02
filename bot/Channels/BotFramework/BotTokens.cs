using System.Text.Json;
using Assistant.Bot.Turns;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>
/// Reads the tokens of /api/messages: a channel's, the Emulator's, a parent bot's. What a token says is checked before any key is fetched, so that what could
/// never hold is refused at once; its signature is checked last, over the very claims that were read. Source: Bot Connector authentication, versions 3.1 and 3.2.
/// </summary>
public sealed class BotTokens : IDisposable
{
    private const string Scheme = "Bearer ";

    /// <summary>Clocks of different machines may differ by this much (Bot Connector authentication).</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = SigningKeys.Patience, MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly BotCloud cloud;
    private readonly string? own;
    private readonly bool isAnonymousAllowed;
    private readonly Dictionary<string, AllowedCaller> callers;
    private readonly SigningKeys channelKeys;
    private readonly SigningKeys entraKeys;
    private readonly TimeProvider time;

    /// <summary>Reads tokens by the settings.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="development">Takes messages without a token and metadata over http unless the settings say otherwise.</param>
    /// <param name="time">The machine's clock: others' tokens run by real time, whatever clock this process was started on.</param>
    /// <param name="log">Told when keys cannot be fetched.</param>
    public BotTokens(BotFrameworkSettings settings, bool development, TimeProvider time, ILogger<BotTokens> log)
    {
        cloud = BotCloud.Of(settings);
        own = settings.AppId is { Length: > 0 } id ? id : null;
        isAnonymousAllowed = settings.AllowAnonymous ?? development;
        callers = settings.AllowedCallers.Select(AllowedCaller.Parse).OfType<AllowedCaller>().GroupBy(caller => caller.AppId, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        channelKeys = new(cloud.ChannelMetadata, http, development, time, log);
        entraKeys = new(cloud.EntraMetadata, http, development, time, log);
        this.time = time;
    }

    /// <summary>Reads the Authorization header of a message.</summary>
    /// <param name="authorization">The header's whole value.</param>
    /// <param name="activity">The message it came with: its service URL and channel must be the token's.</param>
    /// <param name="cancellation">Ends the wait for keys.</param>
    /// <returns>The caller; or what is wrong, for the log and the answer, without anything of the token in it that was not checked.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<(BotCaller? Caller, string? Problem)> ReadAsync(string? authorization, Activity activity, CancellationToken cancellation)
    {
        if (own is null)
            return isAnonymousAllowed ? (BotCaller.Anonymous, null) : (null, "Messages without a token are not taken here: set BotFramework:AppId; in Development BotFramework:AllowAnonymous=true will do.");
        if (Parse(authorization, out var malformed) is not { } token)
            return (null, malformed);
        var isChannel = token.Issuer == cloud.ChannelIssuer;
        var (caller, problem) = WhatEveryTokenNeeds(token, isChannel) is { } lacking ? (null, lacking) : isChannel ? FromChannel(token, activity) : FromEntra(token, activity);
        if (caller is null)
            return (null, problem);
        var keys = isChannel ? channelKeys : entraKeys;
        if (await keys.FindAsync(token.Kid, cancellation) is not { } key)
            return (null, keys.HasKeys ? "The token's key is not one of its issuer's." : "The issuer's keys cannot be reached at the moment.");
        if ((isChannel ? KeyMaySpeakFor(key, activity.ChannelId) : KeyIsOfTenant(key, token.Issuer)) is { } notForThis)
            return (null, notForThis);
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuers = isChannel ? [cloud.ChannelIssuer] : cloud.EntraIssuers,
            AudienceValidator = (audiences, _, _) => audiences.Any(IsOwn),
            IssuerSigningKey = key,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => IsCurrent(from, to),
        });
        return result.IsValid ? (caller, null) : (null, result.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException ? "The token's signature is not its issuer's." : "The token does not hold.");
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private JsonWebToken? Parse(string? authorization, out string? problem)
    {
        problem = "Send 'Authorization: Bearer' with a token.";
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        problem = "The bearer is not a JSON web token.";
        var text = authorization[Scheme.Length..];
        try
        {
            return handler.CanReadToken(text) ? handler.ReadJsonWebToken(text) : null;
        }
        catch (Exception failure) when (failure is ArgumentException or SecurityTokenException or FormatException or JsonException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private string? WhatEveryTokenNeeds(JsonWebToken token, bool isChannel)
    {
        if (!Algorithms.Contains(token.Alg) || string.IsNullOrEmpty(token.Kid))
            return "The token is not signed with a named RSA key (RS256, RS384 or RS512).";
        if (token.TryGetHeaderValue<object>("crit", out _))
            return "The token's header asks for an extension that is not known here.";
        if (!isChannel && !cloud.EntraIssuers.Contains(token.Issuer))
            return "The token's issuer is neither the channels' nor one of the tenants that are taken.";
        if (!token.Audiences.Any(IsOwn))
            return "The token is not made out to BotFramework:AppId.";
        if (!token.TryGetPayloadValue<object>("exp", out _))
            return "The token has no end.";
        return IsCurrent(token.TryGetPayloadValue<object>("nbf", out _) ? token.ValidFrom : null, token.ValidTo) ? null : "The token has expired, or does not hold yet.";
    }

    private (BotCaller? Caller, string? Problem) FromChannel(JsonWebToken token, Activity activity)
    {
        // Else whoever has once been sent a message could replay its token with an address of their own, and be sent ours.
        if (activity.ServiceUrl is { } address && Text(token, "serviceurl") != address)
            return (null, "The token is for another service URL than the activity's.");
        return (BotCaller.Channel(cloud), null);
    }

    private (BotCaller? Caller, string? Problem) FromEntra(JsonWebToken token, Activity activity)
    {
        var appId = Text(token, "ver") switch { "1.0" => Text(token, "appid"), "2.0" => Text(token, "azp"), _ => null };
        if (string.IsNullOrEmpty(appId))
            return (null, "The token does not say which app it was given to (ver with appid, or azp).");
        if (IsOwn(appId))
            return (BotCaller.Emulator, null);
        if (!callers.TryGetValue(appId, out var allowed))
            return (null, $"The calling bot {(BotFrameworkSettings.IsId(appId) ? appId : "(no id)")} is not in BotFramework:AllowedCallers.");
        return allowed.MayReplyTo(activity.ServiceUrl) ? (BotCaller.Skill(allowed.AppId.ToLowerInvariant()), null) : (null, $"The service URL is not the one BotFramework:AllowedCallers names for {allowed.AppId}.");
    }

    /// <summary>A channel's key is endorsed for the channels it signs for; one without endorsements signs for all.</summary>
    private static string? KeyMaySpeakFor(JsonWebKey key, string? channelId)
    {
        if (!key.AdditionalData.TryGetValue("endorsements", out var given))
            return null;
        var endorsed = ListOf(given);
        return endorsed is { Count: 0 } || (channelId is not null && endorsed?.Contains(channelId) == true) ? null : "The token's key is not endorsed for the activity's channel.";
    }

    /// <summary>Entra's common document also lists keys that sign for one tenant only; such a key proves nothing about another.</summary>
    private static string? KeyIsOfTenant(JsonWebKey key, string issuer) =>
        key.AdditionalData.TryGetValue("issuer", out var given) && TenantIn(given?.ToString() ?? "") is { } bound && bound != TenantIn(issuer) ? "The token's key signs for another tenant than the token's." : null;

    private static string? TenantIn(string issuer) => issuer.Split('/').FirstOrDefault(BotFrameworkSettings.IsId)?.ToLowerInvariant();

    private static List<string>? ListOf(object? given) => given switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(item => item.ToString())],
        IEnumerable<object> items => [.. items.Select(item => item.ToString() ?? "")],
        _ => null,
    };

    private static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<object>(claim, out var value) ? value as string : null;

    private bool IsOwn(string id) => string.Equals(id, own, StringComparison.OrdinalIgnoreCase);

    private bool IsCurrent(DateTime? from, DateTime? to)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return to is { } end && end > now - Skew && (from is not { } start || start <= now + Skew);
    }
}
