using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Assistant.Bot.Turns;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Assistant.Bot.Staff.SignIn;

/// <summary>
/// Signing in with the bank's OpenID Connect provider: authorisation code with PKCE through the framework's OAuth handler; the id token is validated here
/// (signature, issuer, audience, lifetime, nonce) and its groups become roles and queues.
/// </summary>
public sealed class OpenIdSignIn(
    IOptionsMonitor<OAuthOptions> options, ILoggerFactory logger, UrlEncoder encoder, StaffSettings staff, ConsoleUsers users, BankClock clock, IConfigurationManager<OpenIdConnectConfiguration> provider)
    : OAuthHandler<OAuthOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "OpenId";

    private const string Nonce = "nonce";
    private static readonly string[] Scopes = ["openid", "profile", "groups"];
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>Registers it where an authority is configured.</summary>
    public static void Add(AuthenticationBuilder authentication, OpenIdSettings settings, bool development)
    {
        if (settings.Authority is not { Length: > 0 } authority)
            return;
        authentication.Services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{authority.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = !development }));
        authentication.AddOAuth<OAuthOptions, OpenIdSignIn>(SchemeName, oauth =>
        {
            oauth.ClientId = settings.ClientId!;
            oauth.ClientSecret = settings.ClientSecret!;
            oauth.CallbackPath = "/console/bank-sign-in/back";
            oauth.UsePkce = true;
            // Its cookie runs out by the browser's clock, whatever clock this process was started on.
            oauth.TimeProvider = TimeProvider.System;
            oauth.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            // The provider's own document says where; these stand until it was read.
            oauth.AuthorizationEndpoint = oauth.TokenEndpoint = authority;
            foreach (var scope in Scopes)
                oauth.Scope.Add(scope);
            oauth.CorrelationCookie.SecurePolicy = development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
            oauth.CorrelationCookie.Path = "/console";
            oauth.Events.OnRemoteFailure = context =>
            {
                context.HttpContext.RequestServices.GetRequiredService<ILogger<OpenIdSignIn>>().LogWarning("Signing in with the bank's provider failed: {Why}", context.Failure?.Message);
                context.Response.Redirect($"{ConsoleSignIn.Path}?failed=1");
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Options.AuthorizationEndpoint = (await ConfigurationAsync()).AuthorizationEndpoint;
        properties.Items[Nonce] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await base.HandleChallengeAsync(properties);
    }

    /// <inheritdoc/>
    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) =>
        $"{base.BuildChallengeUrl(properties, redirectUri)}&{Nonce}={properties.Items[Nonce]}";

    /// <inheritdoc/>
    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        Options.TokenEndpoint = (await ConfigurationAsync()).TokenEndpoint;
        return await base.ExchangeCodeAsync(context);
    }

    /// <inheritdoc/>
    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var idToken = tokens.Response!.RootElement.TryGetProperty("id_token", out var given) ? given.GetString() : null;
        var user = UserOf(await ClaimsOfAsync(idToken ?? throw new AuthenticationFailureException("the answer holds no id token"), properties.Items[Nonce]!));
        return new(await users.SignInAsync(user), properties, Scheme.Name);
    }

    private Task<OpenIdConnectConfiguration> ConfigurationAsync() => provider.GetConfigurationAsync(Context.RequestAborted);

    private async Task<IDictionary<string, object>> ClaimsOfAsync(string idToken, string nonce)
    {
        var configuration = await ConfigurationAsync();
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = Options.ClientId,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires > clock.Now.UtcDateTime - Skew,
        });
        if (!result.IsValid)
        {
            // A key unknown so far may be a new one: the next attempt reads the document again.
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
                provider.RequestRefresh();
            throw new AuthenticationFailureException($"the id token was refused: {result.Exception.GetType().Name}");
        }

        return result.Claims.TryGetValue(Nonce, out var said) && said as string == nonce ? result.Claims : throw new AuthenticationFailureException("the id token is not the one that was asked for");
    }

    private ConsoleUser UserOf(IDictionary<string, object> claims)
    {
        var groups = claims.TryGetValue(staff.OpenId.GroupsClaim, out var given) ? given as IEnumerable<object> ?? [given] : [];
        var named = groups.Select(group => Convert.ToString(group, CultureInfo.InvariantCulture)).ToHashSet();
        var rights = staff.OpenId.Groups.Select(line => line.Split('=', 2)).Where(parts => named.Contains(parts[0].Trim())).Select(parts => parts[1].Split(':', 2)).ToList();
        if (rights.Count == 0)
            throw new AuthenticationFailureException("none of the person's groups is named in Staff:OpenId:Groups");
        string Name(string claim) => claims.TryGetValue(claim, out var value) ? value as string ?? "" : "";
        return new()
        {
            User = Name("preferred_username") is { Length: > 0 } user ? user : Name("sub"),
            Name = Name("name"),
            Roles = string.Join(',', rights.Select(right => right[0])),
            Queues = string.Join(',', rights.Where(right => right.Length > 1).Select(right => right[1])),
        };
    }
}
