namespace Assistant.Bot.Channels.BotFramework;

/// <summary>
/// Addresses of the Bot Framework in one cloud. Sources: the Bot Framework SDK's authentication constants (public, US Government) and the
/// Bot Service documentation of the cloud 21Vianet runs in China.
/// </summary>
public sealed record BotCloud
{
    /// <summary>Name of the public cloud.</summary>
    public const string PublicName = "public";

    private const string ChinaName = "china";
    private const string GovName = "gov";

    /// <summary>Names of the clouds there are.</summary>
    public static readonly IReadOnlyList<string> Names = [PublicName, ChinaName, GovName];

    private static readonly BotCloud Public = new()
    {
        ChannelIssuer = "https://api.botframework.com",
        ChannelMetadata = "https://login.botframework.com/v1/.well-known/openidconfiguration",
        EntraMetadata = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
        LoginUrl = "https://login.microsoftonline.com",
        LoginTenant = "botframework.com",
        ChannelScope = "https://api.botframework.com/.default",
        FirstVersionIssuers = "https://sts.windows.net",
        // Tenants from which the Bot Service, the Emulator and Copilot Studio sign.
        ServiceTenants = ["d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "69e9b82d-4842-4902-8d1e-abc5b98a55e8"],
    };

    private static readonly BotCloud China = new()
    {
        ChannelIssuer = "https://api.botframework.azure.cn",
        ChannelMetadata = "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
        EntraMetadata = "https://login.partner.microsoftonline.cn/a55a4d5b-9241-49b1-b4ff-befa8db00269/v2.0/.well-known/openid-configuration",
        LoginUrl = "https://login.partner.microsoftonline.cn",
        LoginTenant = "microsoftservices.partner.onmschina.cn",
        ChannelScope = "https://api.botframework.azure.cn/.default",
        FirstVersionIssuers = "https://sts.chinacloudapi.cn",
        ServiceTenants = ["a55a4d5b-9241-49b1-b4ff-befa8db00269"],
    };

    private static readonly BotCloud Gov = new()
    {
        ChannelIssuer = "https://api.botframework.us",
        ChannelMetadata = "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        EntraMetadata = "https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0/.well-known/openid-configuration",
        LoginUrl = "https://login.microsoftonline.us",
        LoginTenant = "MicrosoftServices.onmicrosoft.us",
        ChannelScope = "https://api.botframework.us/.default",
        CallerId = "urn:botframework:azureusgov",
        FirstVersionIssuers = "https://sts.windows.net",
        ServiceTenants = ["cab8a31a-1906-4287-a0d8-4eef66b95f6e"],
    };

    /// <summary>Issuer of channels' tokens.</summary>
    public required string ChannelIssuer { get; init; }

    /// <summary>OpenID metadata of the channels' keys.</summary>
    public required string ChannelMetadata { get; init; }

    /// <summary>OpenID metadata of Entra's keys.</summary>
    public required string EntraMetadata { get; init; }

    /// <summary>Issuers of Entra tokens that are taken; never anybody's tenant.</summary>
    public IReadOnlyList<string> EntraIssuers { get; private init; } = [];

    /// <summary>Where tokens are fetched, without the tenant.</summary>
    public required string LoginUrl { get; init; }

    /// <summary>Tenant that gives tokens to multi-tenant bots.</summary>
    public required string LoginTenant { get; init; }

    /// <summary>Scope of tokens for replies to channels.</summary>
    public required string ChannelScope { get; init; }

    /// <summary>callerId of what comes from the cloud's channels (Activity protocol, appendix on caller ids, which names none for China).</summary>
    public string CallerId { get; init; } = "urn:botframework:azure";

    private string FirstVersionIssuers { get; init; } = "";

    private IReadOnlyList<string> ServiceTenants { get; init; } = [];

    /// <summary>The addresses of the configured cloud, with what the settings put in their place.</summary>
    public static BotCloud Of(BotFrameworkSettings settings)
    {
        var cloud = settings.Cloud switch { ChinaName => China, GovName => Gov, _ => Public };
        var login = (settings.LoginUrl ?? cloud.LoginUrl).TrimEnd('/');
        IEnumerable<string> IssuersOf(string tenant, string second) => [$"{cloud.FirstVersionIssuers}/{tenant}/", $"{second}/{tenant}/v2.0"];
        IEnumerable<string> issuers = settings.EntraIssuers.Count > 0 ? settings.EntraIssuers : cloud.ServiceTenants.SelectMany(tenant => IssuersOf(tenant, cloud.LoginUrl));
        return cloud with
        {
            ChannelIssuer = settings.ChannelIssuer ?? cloud.ChannelIssuer,
            ChannelMetadata = settings.ChannelMetadata ?? cloud.ChannelMetadata,
            EntraMetadata = settings.EntraMetadata ?? cloud.EntraMetadata,
            EntraIssuers = [.. issuers, .. settings.TenantId is { Length: > 0 } own ? IssuersOf(own.ToLowerInvariant(), login) : []],
            LoginUrl = login,
            LoginTenant = settings.TenantId is { Length: > 0 } tenant ? tenant : cloud.LoginTenant,
            ChannelScope = settings.ChannelScope ?? cloud.ChannelScope,
        };
    }
}
