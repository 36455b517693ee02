using Assistant.Bot.Channels.BotFramework;

namespace Assistant.Bot;

/// <summary>
/// Bot Framework channel: whose tokens /api/messages takes, and how replies are authorised. The names are those of a bot's registration in the portal;
/// the addresses follow from <see cref="Cloud"/> and are set one by one only in a private installation.
/// </summary>
public sealed class BotFrameworkSettings
{
    /// <summary>App id of the bot's registration, a GUID; tokens must be made out to it. Default: none, and then nothing is checked.</summary>
    public string? AppId { get; init; }

    /// <summary>Client secret of the app. Without it no reply can be sent to a channel; a parent bot that asks for its replies in the answer is served all the same.</summary>
    public string? AppSecret { get; init; }

    /// <summary>Tenant of a single-tenant app, a GUID; its own tokens are then taken too. Default: none, a multi-tenant app.</summary>
    public string? TenantId { get; init; }

    /// <summary>Accept messages without a token while no <see cref="AppId"/> is set. Default: in Development only; refused elsewhere.</summary>
    public bool? AllowAnonymous { get; init; }

    /// <summary>
    /// App ids of parent bots that may call this one as a skill; <c>APPID=https://parent.example.com/</c> also pins where their replies go. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedCallers { get; init; } = [];

    /// <summary>Tenants whose signed-in people are staff and meet the coach, never a case. GUIDs. Default: none.</summary>
    public IReadOnlyList<string> StaffTenants { get; init; } = [];

    /// <summary>Senders (<c>from.id</c>) that may say what became of a hand-off. Default: none.</summary>
    public IReadOnlyList<string> HandOffHubs { get; init; } = [];

    /// <summary>public, china (21Vianet) or gov (US Government): gives issuers, metadata, login address and scope.</summary>
    public string Cloud { get; init; } = BotCloud.PublicName;

    /// <summary>Issuer of channels' tokens, instead of the cloud's.</summary>
    public string? ChannelIssuer { get; init; }

    /// <summary>OpenID metadata of the channels' keys, instead of the cloud's.</summary>
    public string? ChannelMetadata { get; init; }

    /// <summary>OpenID metadata of Entra's keys (Emulator, parent bots), instead of the cloud's.</summary>
    public string? EntraMetadata { get; init; }

    /// <summary>Issuers of Entra tokens, instead of those of the Bot Service's tenants.</summary>
    public IReadOnlyList<string> EntraIssuers { get; init; } = [];

    /// <summary>Where tokens for replies are fetched, without the tenant, instead of the cloud's.</summary>
    public string? LoginUrl { get; init; }

    /// <summary>Scope of tokens for replies to channels, instead of the cloud's; for example https://api.botframework.com/.default.</summary>
    public string? ChannelScope { get; init; }

    /// <summary>One line for each setting that cannot be used.</summary>
    internal IEnumerable<string> Check(bool development)
    {
        if (!development && AllowAnonymous == true)
            yield return "BotFramework:AllowAnonymous: an anonymous endpoint is refused outside Development; set BotFramework:AppId instead.";
        // An app id is a GUID in the portal; private installations and tests use names.
        if (AppId is { Length: > 0 } && AppId.Any(char.IsWhiteSpace))
            yield return $"BotFramework:AppId: '{AppId}' is not an id of the portal; for example d5b4f4f2-6f3b-4d0e-9f43-0c5a1b2c3d4e.";
        foreach (var (name, id) in new[] { (nameof(TenantId), TenantId) }.Concat(StaffTenants.Select((id, i) => ($"{nameof(StaffTenants)}:{i}", (string?)id))))
        {
            if (id is not (null or "") && !IsId(id))
                yield return $"BotFramework:{name}: '{id}' is not an id of the portal; for example d5b4f4f2-6f3b-4d0e-9f43-0c5a1b2c3d4e.";
        }

        if (!BotCloud.Names.Contains(Cloud))
            yield return $"BotFramework:Cloud: '{Cloud}' is not known; one of {string.Join(", ", BotCloud.Names)}.";
        foreach (var (entry, i) in AllowedCallers.Select((entry, i) => (entry, i)))
        {
            if (AllowedCaller.Parse(entry) is not { } caller)
                yield return $"BotFramework:AllowedCallers:{i}: '{entry}' is neither the app id of a parent bot nor APPID=https://parent.example.com/.";
            else if (caller.ServiceUrl is { } address && !IsSafe(address, development))
                yield return $"BotFramework:AllowedCallers:{i}: '{entry}' must name an https address outside Development.";
        }

        foreach (var (hub, i) in HandOffHubs.Select((hub, i) => (hub, i)))
        {
            if (string.IsNullOrWhiteSpace(hub))
                yield return $"BotFramework:HandOffHubs:{i}: the from.id of a hub; an empty one would be anybody's.";
        }

        var addresses = new[] { (nameof(ChannelIssuer), ChannelIssuer), (nameof(ChannelMetadata), ChannelMetadata), (nameof(EntraMetadata), EntraMetadata), (nameof(LoginUrl), LoginUrl) }
            .Concat(EntraIssuers.Select((issuer, i) => ($"{nameof(EntraIssuers)}:{i}", (string?)issuer)));
        foreach (var (name, value) in addresses)
        {
            if (value is not null && !(Uri.TryCreate(value, UriKind.Absolute, out var address) && IsSafe(address, development)))
                yield return $"BotFramework:{name}: '{value}' is not an https address.";
        }

        if (ChannelScope is not null && !Uri.TryCreate(ChannelScope, UriKind.Absolute, out _))
            yield return $"BotFramework:ChannelScope: '{ChannelScope}' is not a scope; for example https://api.botframework.com/.default.";
    }

    internal static bool IsId(string text) => Guid.TryParseExact(text, "D", out _);

    /// <summary>What is fetched from this machine itself cannot be changed on the way.</summary>
    private static bool IsSafe(Uri address, bool development) => address.Scheme == "https" || (address.Scheme == "http" && (development || address.IsLoopback));
}

/// <summary>A parent bot that may call this one as a skill.</summary>
/// <param name="AppId">Its app id.</param>
/// <param name="ServiceUrl">Where its replies must go; null leaves it to the parent, which has proved who it is.</param>
public sealed record AllowedCaller(string AppId, Uri? ServiceUrl)
{
    /// <summary>Reads an entry of <see cref="BotFrameworkSettings.AllowedCallers"/>.</summary>
    /// <returns>Null when it is not one.</returns>
    public static AllowedCaller? Parse(string entry)
    {
        var parts = entry.Split('=', 2, StringSplitOptions.TrimEntries);
        if (!BotFrameworkSettings.IsId(parts[0]))
            return null;
        if (parts.Length == 1)
            return new(parts[0], null);
        return Uri.TryCreate(parts[1], UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? new(parts[0], address) : null;
    }

    /// <summary>Whether an activity's service URL lies where this caller's replies must go.</summary>
    /// <remarks>Compared as addresses, so that neither <c>parent.example.com.evil.example</c> nor <c>/api/../other</c> passes for a longer form.</remarks>
    public bool MayReplyTo(string? serviceUrl)
    {
        if (ServiceUrl is null)
            return true;
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var given) || given.UserInfo.Length > 0)
            return false;
        return Uri.Compare(ServiceUrl, given, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            && (given.AbsolutePath.TrimEnd('/') + "/").StartsWith(ServiceUrl.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal);
    }
}
