using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Assistant.Tests.Simulators;

/// <summary>What a bot answered to a delivery, read as strictly as the platform does (platform documentation: passive replies, message encryption).</summary>
/// <param name="Text">What the user sees; null when nothing is answered, or not in words.</param>
/// <param name="Fault">Why the user sees a service fault instead; null when they do not.</param>
internal sealed record WeChatReply(string? Text, string? Fault)
{
    private const int MostBytes = 2048;

    private static readonly string[] Wordless = ["image", "voice", "video", "music", "news", "transfer_customer_service"];

    private static readonly WeChatReply None = new(null, null);

    /// <summary>Reads the body of an answer to what <paramref name="openId"/> sent.</summary>
    public static WeChatReply Read(byte[] body, string openId, WeChatPlatformOptions options)
    {
        try
        {
            var text = new UTF8Encoding(false, true).GetString(body).Trim();
            // Only these two need no envelope, encrypted mode or not.
            if (text is "" or "success")
                return None;
            var root = Parse(text);
            if (options.EncodingAesKey is { } key && (root.Element("Encrypt") is not null || !options.Compatible))
                root = Parse(Open(root, key, options));
            return Words(root, openId, options);
        }
        catch (Exception e) when (e is XmlException or FormatException or ArgumentException or CryptographicException)
        {
            return new(null, e.Message);
        }
    }

    private static string Open(XElement root, string key, WeChatPlatformOptions options)
    {
        var (encrypt, at, nonce) = (Part(root, "Encrypt"), Part(root, "TimeStamp"), Part(root, "Nonce"));
        if (!long.TryParse(at, out _) || Part(root, "MsgSignature") != WeChatWire.Sign(options.Token, at, nonce, encrypt))
            throw new FormatException("The reply's signature does not fit.");
        return WeChatWire.Open(key, options.AppId, encrypt);
    }

    private static WeChatReply Words(XElement root, string openId, WeChatPlatformOptions options)
    {
        if (root.Name != "xml" || Part(root, "ToUserName") != openId || Part(root, "FromUserName") != options.Account || !long.TryParse(Part(root, "CreateTime"), out _))
            return new(null, "The reply is not from this account to this user.");
        var kind = Part(root, "MsgType");
        if (kind != "text")
            return Wordless.Contains(kind) ? None : new(null, $"No reply is of the kind '{kind}'.");
        var text = Part(root, "Content");
        var length = Encoding.UTF8.GetByteCount(text);
        return length is > 0 and <= MostBytes ? new(text, null) : new(null, $"A reply of {length} bytes.");
    }

    private static string Part(XElement root, string name) => root.Element(name)?.Value ?? throw new FormatException($"The reply has no {name}.");

    private static XElement Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader).Root!;
    }
}
