using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Assistant.Tests.Simulators;

/// <summary>
/// Signatures and encryption as the platform documents them (message encryption, technical scheme): written apart from the bot's, so that
/// a mistake of one is not made good by the same mistake of the other.
/// </summary>
public static class WeChatWire
{
    private const int Block = 32;

    /// <summary>SHA-1 in lower-case hex over the parts in ordinal order.</summary>
    public static string Sign(params string[] parts)
    {
        var joined = string.Join("", parts.Order(StringComparer.Ordinal));
#pragma warning disable CA5350 // the platform signs so
        return string.Concat(SHA1.HashData(Encoding.UTF8.GetBytes(joined)).Select(one => one.ToString("x2", null)));
#pragma warning restore CA5350
    }

    /// <summary>Encrypts a message for an account: random bytes, length, message, AppID, padded to whole blocks of 32.</summary>
    public static string Seal(string encodingAesKey, string appId, string message, byte[] random16)
    {
        using var plain = new MemoryStream();
        var bytes = Encoding.UTF8.GetBytes(message);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        foreach (var part in new[] { random16, length, bytes, Encoding.UTF8.GetBytes(appId) })
            plain.Write(part);
        var missing = Block - (int)(plain.Length % Block);
        for (var i = 0; i < missing; i++)
            plain.WriteByte((byte)missing);
        using var aes = Cipher(encodingAesKey);
        using var encryptor = aes.CreateEncryptor();
        return Convert.ToBase64String(encryptor.TransformFinalBlock(plain.ToArray(), 0, (int)plain.Length));
    }

    /// <summary>Opens what an account encrypted.</summary>
    /// <exception cref="FormatException">It is not Base64, or holds something else than it says.</exception>
    /// <exception cref="CryptographicException">It is not of whole blocks.</exception>
    public static string Open(string encodingAesKey, string appId, string sealedText)
    {
        var bytes = Convert.FromBase64String(sealedText);
        using var aes = Cipher(encodingAesKey);
        using var decryptor = aes.CreateDecryptor();
        var plain = decryptor.TransformFinalBlock(bytes, 0, bytes.Length);
        var end = plain.Length - plain[^1];
        var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(16, 4));
        if (plain.Length % Block != 0 || plain[^1] > Block || length < 0 || length > end - 20 || Encoding.UTF8.GetString(plain[(20 + length)..end]) != appId)
            throw new FormatException("The encrypted part holds something else than it says, or is not this account's.");
        return new UTF8Encoding(false, true).GetString(plain, 20, length);
    }

    private static Aes Cipher(string encodingAesKey)
    {
        var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(encodingAesKey + "=");
        aes.IV = aes.Key[..16];
        aes.Padding = PaddingMode.None;
        return aes;
    }
}
