using System.Security.Cryptography;
using System.Text;

namespace Assistant.Bot;

/// <summary>How bodies between the bank's systems and this one are signed, in either direction: HMAC-SHA256 of the bytes, in lower-case hexadecimal.</summary>
public static class BodySignature
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Signature-SHA256";

    /// <summary>The signature of a body.</summary>
    public static string Of(string secret, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>Whether a signature is the body's. Takes the same time for every wrong one.</summary>
    public static bool Fits(string? given, string secret, ReadOnlySpan<byte> body) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given ?? ""), Encoding.ASCII.GetBytes(Of(secret, body)));
}
