using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Assistant.Bot.Storage;

/// <summary>
/// Keyed hashes and encryption. One master key, kept outside the store, gives five keys by HKDF: for hashes, for wrapping
/// the key of each case or conversation, for what a link says only to us, for tokens and links, and for the audit chain.
/// </summary>
public sealed class Vault
{
    private const int TagBytes = 16;
    private const int NonceBytes = 12;
    private readonly byte[] hashKey;
    private readonly byte[] wrapKey;
    private readonly byte[] boxKey;

    /// <summary>Keys from the master key.</summary>
    /// <param name="masterKey">At least 32 bytes.</param>
    public Vault(byte[] masterKey)
    {
        if (masterKey.Length < 32)
            throw new ArgumentException("Privacy:Key has fewer than 32 bytes; make one with 'openssl rand -base64 32'.", nameof(masterKey));
        hashKey = Derive(masterKey, "hash");
        wrapKey = Derive(masterKey, "wrap");
        boxKey = Derive(masterKey, "box");
        TokenKey = Derive(masterKey, "token");
        AuditKey = Derive(masterKey, "audit");
    }

    /// <summary>Key of tokens and links.</summary>
    public byte[] TokenKey { get; }

    /// <summary>Key of the audit chain.</summary>
    public byte[] AuditKey { get; }

    /// <summary>
    /// Opens the key of the settings, or the key file beside the store, which is made once, readable by its owner only.
    /// </summary>
    /// <exception cref="SettingsException">The key is not base64 of 32 bytes, or the file is empty.</exception>
    public static Vault Open(PrivacySettings settings, string storeFolder)
    {
        if (settings.Key is { Length: > 0 } configured)
            return new(Decode(configured, "Privacy:Key"));
        var path = Path.Combine(storeFolder, "privacy.key");
        Directory.CreateDirectory(storeFolder);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Made before, or just now by another process: read below.
        }

        // Another process may have created the file and not yet written it.
        for (var tries = 0; new FileInfo(path).Length == 0 && tries < 50; tries++)
            Thread.Sleep(20);
        return new(Decode(File.ReadAllText(path), path));
    }

    /// <summary>Keyed hash of something that must be found again but not read.</summary>
    public byte[] Hash(string purpose, string text) => HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes($"{purpose}\n{text}"));

    /// <summary>The same, short and printable.</summary>
    public string ShortHash(string purpose, string text) => Convert.ToHexStringLower(Hash(purpose, text).AsSpan(0, 12));

    /// <summary>A new key for a case or conversation, with the box it is stored in.</summary>
    public (byte[] Key, byte[] Wrapped) NewKey()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        return (key, Seal(wrapKey, key));
    }

    /// <summary>Takes a key out of its box.</summary>
    public byte[] Unwrap(byte[] wrapped) => Unseal(wrapKey, wrapped);

    /// <summary>A short text that only this product reads again, fit for the path of a link; never twice the same.</summary>
    public string Box(string text) => Base64Url.EncodeToString(SealText(boxKey, text));

    /// <summary>What a box says; null when it is not one of ours.</summary>
    public string? Unbox(string box)
    {
        if (!Base64Url.IsValid(box, out var length) || length <= NonceBytes + TagBytes)
            return null;
        try
        {
            return UnsealText(boxKey, Base64Url.DecodeFromChars(box));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Encrypts.</summary>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length));
        return box;
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">Another key made the box, or it was changed.</exception>
    public static byte[] Unseal(byte[] key, ReadOnlySpan<byte> box)
    {
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(box[..NonceBytes], box.Slice(NonceBytes, plain.Length), box[^TagBytes..], plain);
        return plain;
    }

    /// <summary>Encrypts text.</summary>
    public static byte[] SealText(byte[] key, string text) => Seal(key, Encoding.UTF8.GetBytes(text));

    /// <summary>Decrypts text.</summary>
    public static string UnsealText(byte[] key, byte[] box) => Encoding.UTF8.GetString(Unseal(key, box));

    private static byte[] Derive(byte[] masterKey, string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, 32, info: Encoding.ASCII.GetBytes("assistant/" + use));

    private static byte[] Decode(string text, string where)
    {
        var key = new byte[64];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length >= 32
            ? key[..length]
            : throw new SettingsException([$"{where}: 32 random bytes in base64 were expected, for example from 'openssl rand -base64 32'."]);
    }
}
