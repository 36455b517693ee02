using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Assistant.Bot.Staff;

/// <summary>Signs in bank systems and staff by an API key in <c>Authorization: Bearer KEY</c>.</summary>
public sealed class ApiKeys(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, StaffSettings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
            return Task.FromResult(AuthenticateResult.NoResult());
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(header[7..].Trim()));
        StaffKey? found = null;
        // Every key is compared, so that the time tells nothing.
        foreach (var key in settings.Keys)
        {
            if (CryptographicOperations.FixedTimeEquals(given, SHA256.HashData(Encoding.UTF8.GetBytes(key.Key))))
                found = key;
        }

        if (found is null)
            return Task.FromResult(AuthenticateResult.Fail("This API key is not known."));
        var identity = new ClaimsIdentity(SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.Name, found.User));
        identity.AddClaims(found.RoleList.Select(role => new Claim(ClaimTypes.Role, role)));
        identity.AddClaims(found.QueueList.Select(queue => new Claim(StaffMember.QueueClaim, queue.ToUpperInvariant())));
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName)));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        // A script of the console whose cookie is gone has signed out elsewhere: it has no key to send.
        new Refused(Request.Headers.ContainsKey(ConsoleSignIn.TokenHeader) ? Refusal.Of(401, "session_ended") : Refusal.Of(401, "key_missing")).ExecuteAsync(Context);

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => new Refused(Refusal.Of(403, "key_role")).ExecuteAsync(Context);
}
