using System.Globalization;
using System.Text;
using System.Text.Unicode;
using System.Xml;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>Reads the platform's messages and writes the answers to them.</summary>
public static class WeChatXml
{
    /// <summary>The most bytes a message is read from; the platform's own are some thousand.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostDepth = 6;
    private const int LongestName = 128;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        MaxCharactersFromEntities = 1024,
        ConformanceLevel = ConformanceLevel.Document,
        CheckCharacters = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    /// <summary>The fields that are read; whatever else a message holds is passed over.</summary>
    private static readonly HashSet<string> Known =
    [
        "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "MsgID", "Content", "bizmsgmenuid", "Event", "EventKey", "Ticket", "Status",
        "MediaId", "PicUrl", "Format", "Recognition", "Title", "Description", "Url", "Encrypt",
    ];

    /// <summary>Reads a message from a stream, no further than <see cref="MostBytes"/>.</summary>
    /// <returns>The message, or why it is none; never an exception for what was sent.</returns>
    /// <exception cref="IOException">The stream itself broke.</exception>
    public static async Task<(WeChatMessage? Message, WeChatRefusal? Refusal)> ParseAsync(Stream body, CancellationToken stop = default)
    {
        var bytes = new byte[MostBytes + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop);
        return Parse(bytes.AsMemory(0, length));
    }

    /// <summary>Reads a message.</summary>
    /// <returns>The message, or why it is none; never an exception for what was sent.</returns>
    public static (WeChatMessage? Message, WeChatRefusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MostBytes)
            return (null, WeChatRefusal.TooLarge);
        // Read as UTF-8 by ourselves, so that neither a mark at the start nor a declaration chooses another way to read the bytes.
        var bytes = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body.Span[3..] : body.Span;
        if (!Utf8.IsValid(bytes))
            return (null, WeChatRefusal.BadEncoding);
        try
        {
            var (fields, refusal) = Fields(Encoding.UTF8.GetString(bytes));
            if (fields is null)
                return (null, refusal);
            return Message(fields) is { } message ? (message, null) : (null, WeChatRefusal.BadMessage);
        }
        catch (XmlException)
        {
            return (null, WeChatRefusal.BadXml);
        }
    }

    /// <summary>The passive reply of a text, for the user who wrote from the account they wrote to.</summary>
    /// <param name="question">The message answered.</param>
    /// <param name="text">The words, at most 2048 bytes of UTF-8; characters that XML forbids are left out.</param>
    /// <param name="at">When it is answered.</param>
    public static string Reply(WeChatMessage question, string text, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture,
        $"<xml><ToUserName>{Data(question.FromUser)}</ToUserName><FromUserName>{Data(question.ToUser)}</FromUserName><CreateTime>{at.ToUnixTimeSeconds()}</CreateTime><MsgType>{Data("text")}</MsgType><Content>{Data(text)}</Content></xml>");

    /// <summary>The envelope of an encrypted reply, signed.</summary>
    /// <param name="crypto">The account's key.</param>
    /// <param name="reply">The reply as it would go in the clear.</param>
    /// <param name="at">When it is answered.</param>
    /// <param name="nonce">Any letters and digits.</param>
    /// <param name="random">The 16 bytes to begin with; none takes new ones.</param>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public static string Envelope(WeChatCrypto crypto, string reply, DateTimeOffset at, string nonce, ReadOnlySpan<byte> random = default)
    {
        var encrypt = crypto.Encrypt(reply, random);
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"<xml><Encrypt>{Data(encrypt)}</Encrypt><MsgSignature>{Data(crypto.Sign(timestamp, nonce, encrypt))}</MsgSignature><TimeStamp>{timestamp}</TimeStamp><Nonce>{Data(nonce)}</Nonce></xml>";
    }

    private static (Dictionary<string, string>? Fields, WeChatRefusal? Refusal) Fields(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = new StringBuilder();
        string? field = null;
        while (reader.Read())
        {
            if (reader.Depth > MostDepth)
                return (null, WeChatRefusal.TooDeep);
            switch (reader.NodeType, reader.Depth)
            {
                case (XmlNodeType.XmlDeclaration, _) when reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase):
                    return (null, WeChatRefusal.BadEncoding);
                case (XmlNodeType.Element, 0) when reader.Name != "xml":
                    return (null, WeChatRefusal.BadMessage);
                case (XmlNodeType.Element, 1) when Known.Contains(reader.Name):
                    // Of two senders, or two numbers, none is believed.
                    if (!fields.TryAdd(reader.Name, ""))
                        return (null, WeChatRefusal.BadMessage);
                    field = reader.IsEmptyElement ? null : reader.Name;
                    break;
                case (XmlNodeType.Element, 2) when field is not null:
                    return (null, WeChatRefusal.BadMessage);
                case (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace, 2) when field is not null:
                    words.Append(reader.Value);
                    break;
                case (XmlNodeType.EndElement, 1) when field is not null:
                    fields[field] = words.ToString();
                    words.Clear();
                    field = null;
                    break;
            }
        }

        return (fields, null);
    }

    private static WeChatMessage? Message(Dictionary<string, string> fields)
    {
        var message = new WeChatMessage
        {
            ToUser = Short("ToUserName"),
            FromUser = Short("FromUserName"),
            MsgType = Short("MsgType").ToLowerInvariant(),
            Content = fields.GetValueOrDefault("Content"),
            BizMsgMenuId = Given("bizmsgmenuid"),
            Event = Given("Event"),
            EventKey = Given("EventKey"),
            Ticket = Given("Ticket"),
            Status = Given("Status"),
            JobId = Given("MsgID"),
            MediaId = Given("MediaId"),
            PicUrl = Given("PicUrl"),
            Format = Given("Format"),
            Recognition = Given("Recognition"),
            Title = Given("Title"),
            Description = Given("Description"),
            Url = Given("Url"),
            Encrypt = Given("Encrypt"),
        };
        if (Number("MsgId", long.MaxValue) is not (true, var id) || Number("CreateTime", DateTimeOffset.MaxValue.ToUnixTimeSeconds()) is not (true, var time))
            return null;
        message = message with { MsgId = id, CreateTime = DateTimeOffset.FromUnixTimeSeconds(time ?? 0) };
        var isWhole = IsName(message.ToUser) && IsName(message.FromUser) && time is not null
            && (message.MsgType == "event" ? message.Event is { } name && IsName(name) : IsName(message.MsgType) && id is not null);
        if (isWhole)
            return message;
        // Of an envelope nothing else is believed: what counts stands within, and signed.
        return message.Encrypt is { } encrypt && message.ToUser.Length <= LongestName ? new WeChatMessage { ToUser = message.ToUser, Encrypt = encrypt } : null;

        string Short(string name) => fields.GetValueOrDefault(name, "").Trim();

        string? Given(string name) => Short(name) is { Length: > 0 } value ? value : null;

        // A number that is there must be one: whatever is absent is said by what needs it.
        (bool IsRight, long? Value) Number(string name, long most)
        {
            if (Short(name) is not { Length: > 0 } value)
                return (true, null);
            return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? (true, number) : (false, null);
        }
    }

    private static bool IsName(string value) => value.Length is > 0 and <= LongestName && !value.Any(char.IsWhiteSpace);

    /// <summary>A CDATA section that nothing in the text can end, without characters that XML 1.0 forbids.</summary>
    private static string Data(string text)
    {
        var clean = new StringBuilder(text.Length + 12);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                clean.Append(text[i]);
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                clean.Append(text, i++, 2);
        }

        return "<![CDATA[" + clean.Replace("]]>", "]]]]><![CDATA[>") + "]]>";
    }
}
