using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assistant.Bot.Turns;
using Microsoft.IdentityModel.Tokens;

namespace Assistant.Bot.Channels;

/// <summary>Makes whole addresses of paths, and signs those of documents for a week; whoever holds the link may open it until then.</summary>
public sealed class SignedLinks(byte[] key, BankClock clock, Func<string> address) : ILinks
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);
    private static readonly string[] Signed = ["/agreements/", "/promises/", "/proofs/", "/v3/"];

    /// <inheritdoc/>
    public string Sign(string path)
    {
        if (!Signed.Any(room => path.StartsWith(room, StringComparison.Ordinal)))
            return address() + path;
        var until = (clock.Now + Life).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{address()}{path}?u={until}&s={Seal(path, until)}");
    }

    /// <inheritdoc/>
    public bool Opens(string pathAndQuery)
    {
        var parts = pathAndQuery.Split("?u=");
        if (parts.Length != 2 || parts[1].Split("&s=") is not [var untilText, var seal] || !long.TryParse(untilText, NumberStyles.None, CultureInfo.InvariantCulture, out var until))
            return false;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal(parts[0], until)), Encoding.ASCII.GetBytes(seal))
            && clock.Now.ToUnixTimeSeconds() <= until;
    }

    private string Seal(string path, long until) => Base64UrlEncoder.Encode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"link\n{path}\n{until}"))).AsSpan(0, 16).ToArray());
}
