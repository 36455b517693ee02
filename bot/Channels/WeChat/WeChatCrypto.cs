using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>Signatures and encryption of the WeChat platform for one account, by its token and EncodingAESKey.</summary>
public sealed class WeChatCrypto
{
    /// <summary>Length of the random bytes that begin every encrypted message.</summary>
    public const int RandomLength = 16;

    private const int HeadLength = RandomLength + sizeof(uint);
    private const int PadBlock = 32;
    private const int CipherBlock = 16;
    private readonly string token;
    private readonly byte[] receiver;
    private readonly byte[]? key;

    /// <summary>Takes an account's values as the platform's settings page shows them.</summary>
    /// <param name="token">The token both sides sign with.</param>
    /// <param name="encodingAesKey">43 characters of Base64; null or empty where messages come in the clear.</param>
    /// <param name="appId">The account's AppID: who an encrypted message must be meant for.</param>
    /// <exception cref="ArgumentException">The key is no such key, or token or AppID is empty.</exception>
    public WeChatCrypto(string token, string? encodingAesKey, string appId)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        ArgumentException.ThrowIfNullOrEmpty(appId);
        this.token = token;
        receiver = Encoding.UTF8.GetBytes(appId);
        if (!string.IsNullOrEmpty(encodingAesKey))
            key = KeyOf(encodingAesKey) ?? throw new ArgumentException("An EncodingAESKey is 43 characters of Base64.", nameof(encodingAesKey));
    }

    /// <summary>Whether there is a key to open and close messages with.</summary>
    public bool HasKey => key is not null;

    /// <summary>Whether a text can be an EncodingAESKey: 43 characters of Base64, which are 32 bytes.</summary>
    public static bool IsKey(string? encodingAesKey) => encodingAesKey is not null && KeyOf(encodingAesKey) is not null;

    /// <summary>The signature of some parts: SHA-1 over token and parts in ordinal order, in lower-case hex.</summary>
    public string Sign(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Digest(parts));

    /// <summary>Whether the plain <c>signature</c> of a request's address holds. Takes the same time for every wrong one.</summary>
    public bool IsSigned(string? signature, string? timestamp, string? nonce) => Fits(signature, timestamp ?? "", nonce ?? "");

    /// <summary>Whether the <c>msg_signature</c> over an encrypted part holds. Takes the same time for every wrong one.</summary>
    public bool IsSigned(string? signature, string? timestamp, string? nonce, string? encrypt) => Fits(signature, timestamp ?? "", nonce ?? "", encrypt ?? "");

    /// <summary>Opens an encrypted part after its <c>msg_signature</c> was found right.</summary>
    /// <returns>The bytes within, or why there are none; never an exception for what was sent.</returns>
    public (byte[]? Plain, WeChatRefusal? Refusal) Open(string? signature, string? timestamp, string? nonce, string? encrypt) =>
        IsSigned(signature, timestamp, nonce, encrypt) ? Decrypt(encrypt) : (null, WeChatRefusal.BadSignature);

    /// <summary>Opens an encrypted part without looking at a signature.</summary>
    /// <returns>The bytes within, or why there are none; never an exception for what was sent.</returns>
    public (byte[]? Plain, WeChatRefusal? Refusal) Decrypt(string? encrypt)
    {
        if (key is null)
            return (null, WeChatRefusal.NoKey);
        if (FromBase64(encrypt ?? "") is not { Length: > 0 } cipher || cipher.Length % CipherBlock != 0)
            return (null, WeChatRefusal.BadCipher);
        using var aes = Aes.Create();
        aes.Key = key;
        // The padding is to 32 bytes, twice the block of the cipher: the built-in one would refuse the longer half of it.
        var whole = aes.DecryptCbc(cipher, key.AsSpan(0, CipherBlock), PaddingMode.None);
        var pad = whole[^1];
        if (pad is 0 or > PadBlock || whole.Length - pad < HeadLength || whole.AsSpan()[^pad..].ContainsAnyExcept(pad))
            return (null, WeChatRefusal.BadCipher);
        var body = whole.AsSpan(HeadLength, whole.Length - pad - HeadLength);
        var length = BinaryPrimitives.ReadUInt32BigEndian(whole.AsSpan(RandomLength));
        if (length > body.Length)
            return (null, WeChatRefusal.BadCipher);
        return body[(int)length..].SequenceEqual(receiver) ? (body[..(int)length].ToArray(), null) : (null, WeChatRefusal.WrongReceiver);
    }

    /// <summary>Encrypts a text for the platform.</summary>
    /// <param name="plain">The text, sent as UTF-8.</param>
    /// <param name="random">The 16 bytes to begin with; none takes new ones.</param>
    /// <returns>Base64, to be signed and put into an envelope.</returns>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    /// <exception cref="ArgumentException"><paramref name="random"/> has another length.</exception>
    public string Encrypt(string plain, ReadOnlySpan<byte> random = default)
    {
        if (key is null)
            throw new InvalidOperationException("Nothing is encrypted without an EncodingAESKey.");
        if (random.Length is not 0 and not RandomLength)
            throw new ArgumentException($"The random bytes are {RandomLength}.", nameof(random));
        var length = Encoding.UTF8.GetByteCount(plain);
        var used = HeadLength + length + receiver.Length;
        var pad = PadBlock - (used % PadBlock);
        var whole = new byte[used + pad];
        if (random.IsEmpty)
            RandomNumberGenerator.Fill(whole.AsSpan(0, RandomLength));
        else
            random.CopyTo(whole);
        BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(RandomLength), (uint)length);
        Encoding.UTF8.GetBytes(plain, whole.AsSpan(HeadLength));
        receiver.CopyTo(whole.AsSpan(HeadLength + length));
        whole.AsSpan(used).Fill((byte)pad);
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(whole, key.AsSpan(0, CipherBlock), PaddingMode.None));
    }

    private bool Fits(string? signature, params ReadOnlySpan<string> parts)
    {
        Span<byte> given = stackalloc byte[SHA1.HashSizeInBytes];
        var isHex = Convert.FromHexString(signature ?? "", given, out _, out var written) == OperationStatus.Done && written == given.Length;
        return CryptographicOperations.FixedTimeEquals(Digest(parts), given) && isHex;
    }

    private byte[] Digest(ReadOnlySpan<string> parts)
    {
        string[] sorted = [token, .. parts];
        Array.Sort(sorted, StringComparer.Ordinal);
#pragma warning disable CA5350 // the platform signs with SHA-1 and offers nothing else
        return SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(sorted)));
#pragma warning restore CA5350
    }

    /// <summary>43 characters are 258 bits, two more than the key has: published keys carry bits there that mean nothing.</summary>
    private static byte[]? KeyOf(string encodingAesKey) => encodingAesKey.Length == 43 && FromBase64(encodingAesKey + "=") is { Length: 32 } bytes ? bytes : null;

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
