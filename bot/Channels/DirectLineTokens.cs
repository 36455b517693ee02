using System.Security.Cryptography;
using System.Text;
using Assistant.Bot.Turns;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Assistant.Bot.Channels;

/// <summary>Who a Direct Line request comes from.</summary>
/// <param name="ConversationId">The one conversation it may touch; null for the bank's back end, which may touch all.</param>
/// <param name="UserId">The user; null for the bank's back end.</param>
/// <param name="CaseNo">The case the bank has verified, if it has.</param>
/// <param name="IsPage">An anonymous user of the web page.</param>
public sealed record Caller(string? ConversationId, string? UserId, string? CaseNo, bool IsPage)
{
    /// <summary>The member of staff the bank has signed in; null for everybody else.</summary>
    public string? Staff { get; init; }

    /// <summary>The bank's back end, by its secret.</summary>
    public static Caller BackEnd { get; } = new(null, null, null, false);
}

/// <summary>Tokens of Direct Line: for one conversation and one user, for half an hour, refreshed only while they hold.</summary>
public sealed class DirectLineTokens
{
    private const string Issuer = "assistant/directline";
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly SigningCredentials credentials;
    private readonly TokenValidationParameters validation;
    private readonly BankClock clock;
    private readonly byte[] secret;

    /// <summary>Makes and checks tokens with one key.</summary>
    public DirectLineTokens(byte[] key, string secret, DirectLineSettings settings, BankClock clock)
    {
        this.clock = clock;
        this.secret = Encoding.UTF8.GetBytes(secret);
        Life = TimeSpan.FromMinutes(settings.TokenMinutes);
        var signingKey = new SymmetricSecurityKey(key);
        credentials = new(signingKey, SecurityAlgorithms.HmacSha256);
        validation = new()
        {
            ValidIssuer = Issuer,
            ValidateAudience = false,
            IssuerSigningKey = signingKey,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireExpirationTime = true,
            // Only the end counts: a token stays good on a clock that was set back.
            LifetimeValidator = (_, expires, _, _) => expires > clock.Now.UtcDateTime,
        };
    }

    /// <summary>How long a token holds.</summary>
    public TimeSpan Life { get; }

    /// <summary>Makes a token.</summary>
    public string Make(Caller caller)
    {
        var claims = new Dictionary<string, object> { ["conv"] = caller.ConversationId!, ["user"] = caller.UserId!, ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)) };
        if (caller.CaseNo is { } caseNo)
            claims["case"] = caseNo;
        if (caller.Staff is { } staff)
            claims["staff"] = staff;
        if (caller.IsPage)
            claims["page"] = true;
        return handler.CreateToken(new SecurityTokenDescriptor { Issuer = Issuer, Claims = claims, Expires = (clock.Now + Life).UtcDateTime, SigningCredentials = credentials });
    }

    /// <summary>Reads the Authorization header or a token.</summary>
    /// <returns>The caller, or the status and code to answer with.</returns>
    public async Task<(Caller? Caller, int Status, string Code)> ReadAsync(string? bearer)
    {
        if (bearer is null || !bearer.StartsWith("Bearer ", StringComparison.Ordinal) || bearer.Length < 8)
            return (null, StatusCodes.Status401Unauthorized, "Unauthorized");
        var given = bearer[7..].Trim();
        if (secret.Length > 0 && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(secret)))
            return (Caller.BackEnd, 0, "");
        var result = await handler.ValidateTokenAsync(given, validation);
        if (!result.IsValid)
            return (null, StatusCodes.Status403Forbidden, result.Exception is SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException ? "TokenExpired" : "Forbidden");
        var claims = result.Claims;
        return (new(Text("conv"), Text("user"), Text("case"), claims.ContainsKey("page")) { Staff = Text("staff") }, 0, "");

        string? Text(string name) => claims.TryGetValue(name, out var value) ? value as string : null;
    }

    /// <summary>A new id that cannot be guessed.</summary>
    public static string NewId(string prefix) => prefix + Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(15)).Replace('_', 'x').Replace('-', 'y');
}
