using System.Security.Cryptography;
using System.Text;

namespace Assistant.Bot.Staff.SignIn;

/// <summary>
/// Password hashes of the configuration: <c>pbkdf2-sha256$ROUNDS$SALT$HASH</c>, salt and hash in base64. PBKDF2 with SHA-256 at 600,000 rounds
/// (OWASP Password Storage Cheat Sheet, 2023).
/// </summary>
public static class Passwords
{
    private const string Name = "pbkdf2-sha256";
    private const int Rounds = 600_000;
    private const int FewestRounds = 100_000;
    private const int Bytes = 32;

    /// <summary>A hash of a password, never twice the same.</summary>
    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return $"{Name}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, Rounds))}";
    }

    /// <summary>Whether a text is a hash of ours.</summary>
    public static bool IsHash(string hash) => Parse(hash) is not null;

    /// <summary>Whether a password is the one that was hashed. An unusable or absent hash takes as long and fits nothing.</summary>
    public static bool Fits(string password, string? hash)
    {
        var parts = Parse(hash ?? "") ?? (Rounds, new byte[16], new byte[Bytes]);
        return CryptographicOperations.FixedTimeEquals(Derive(password, parts.Salt, parts.Rounds), parts.Hash) && hash is not null;
    }

    private static byte[] Derive(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, Bytes);

    private static (int Rounds, byte[] Salt, byte[] Hash)? Parse(string hash) =>
        hash.Split('$') is [Name, var rounds, var salt, var key] && int.TryParse(rounds, out var n) && n >= FewestRounds
        && Decode(salt) is { Length: >= 16 } saltBytes && Decode(key) is { Length: Bytes } keyBytes ? (n, saltBytes, keyBytes) : null;

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
