using System.Text;
using Assistant.Bot.Channels.WeChat;

namespace Assistant.Tests.OfBot;

/// <summary>Ten thousand bodies a stranger could post: each is a message or has a reason, and none takes more room than it is large.</summary>
public sealed class WeChatFuzzTests
{
    private const long MostRoom = 3 * 1024 * 1024;

    [Fact]
    public void Any_body_is_a_message_or_has_a_reason_in_bounded_memory()
    {
        var chance = new Random(20261122);
        var seen = new Dictionary<string, int>();
        var most = 0L;
        for (var i = 0; i < 10_000; i++)
        {
            var body = Body(chance, i % 10);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (message, refusal) = WeChatXml.Parse(body);
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
            (message is null).ShouldBe(refusal is not null, Convert.ToBase64String(body));
            if (message is not null)
                (message.Encrypt ?? message.Key).ShouldNotBeEmpty();
            var reason = refusal?.ToString() ?? "read";
            seen[reason] = seen.GetValueOrDefault(reason) + 1;
        }

        most.ShouldBeLessThan(MostRoom);
        foreach (var reason in new[] { "read", "TooLarge", "BadEncoding", "BadXml", "TooDeep", "BadMessage" })
            seen.GetValueOrDefault(reason).ShouldBeGreaterThan(50, reason);
    }

    /// <summary>A hostile body of one of ten kinds.</summary>
    internal static byte[] Body(Random chance, int kind) => kind switch
    {
        0 => Bytes(chance, chance.Next(0, 4096)),
        1 => Utf8(Laughs(chance)),
        2 => Utf8($"<!DOCTYPE xml [<!ENTITY x {Pick(chance, "SYSTEM", "PUBLIC 'a'")} '{Pick(chance, "file:///etc/passwd", "http://127.0.0.1:9/", "gopher://x", "/dev/zero")}'>]>{Message(chance, "&x;")}"),
        3 => Utf8(Message(chance, new string('x', chance.Next(60_000, 140_000)))),
        4 => Cut(chance, Utf8(Message(chance, "截断的消息😀"))),
        5 => Other(chance),
        6 => Deep(chance),
        7 => Turned(chance, Utf8(Message(chance, "一个字节不对"))),
        8 => Utf8(Message(chance, Shreds(chance))),
        _ => Utf8(Message(chance, Pick(chance, "我欠多少", "&amp;&#x4f60;", "<![CDATA[<xml>]]>", ""))),
    };

    private static string Message(Random chance, string content)
    {
        string[] fields =
        [
            "<ToUserName>gh_1</ToUserName>", $"<FromUserName>o{chance.Next()}</FromUserName>", $"<CreateTime>{chance.Next()}</CreateTime>", "<MsgType>text</MsgType>",
            $"<Content>{content}</Content>", $"<MsgId>{chance.NextInt64(long.MaxValue)}</MsgId>",
        ];
        chance.Shuffle(fields);
        return $"<xml>{string.Concat(chance.Next(8) == 0 ? fields.Append(fields[0]) : chance.Next(8) == 0 ? fields.Skip(1) : fields)}</xml>";
    }

    /// <summary>Entities of entities, which would grow a thousand million times.</summary>
    private static string Laughs(Random chance)
    {
        var depth = chance.Next(3, 30);
        var entities = string.Concat(Enumerable.Range(1, depth).Select(i => $"<!ENTITY e{i} '{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}'>"));
        return $"<!DOCTYPE xml [<!ENTITY e0 'lol'>{entities}]>{Message(chance, $"&e{depth};")}";
    }

    private static byte[] Deep(Random chance)
    {
        var depth = chance.Next(1, 8_000);
        return Utf8($"<xml>{string.Concat(Enumerable.Repeat("<a>", depth))}{(chance.Next(2) == 0 ? "" : string.Concat(Enumerable.Repeat("</a>", depth)))}</xml>");
    }

    private static byte[] Other(Random chance)
    {
        var name = Pick(chance, "utf-16", "utf-16BE", "utf-32", "iso-8859-1", "us-ascii");
        var encoding = Encoding.GetEncoding(name);
        var text = $"<?xml version=\"1.0\" encoding=\"{Pick(chance, name, "utf-8", "utf-7", "gb18030", "none")}\"?>{Message(chance, "é")}";
        return chance.Next(2) == 0 ? encoding.GetBytes(text) : [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
    }

    /// <summary>One field of thousands of sections.</summary>
    private static string Shreds(Random chance) => string.Concat(Enumerable.Repeat(Pick(chance, "<![CDATA[a]]>", "&#97;", "<!--a-->", "<?a?>", "&lt;"), chance.Next(1, 4_000)));

    private static byte[] Cut(Random chance, byte[] body) => body[..chance.Next(body.Length)];

    private static byte[] Turned(Random chance, byte[] body)
    {
        for (var i = chance.Next(1, 4); i > 0; i--)
            body[chance.Next(body.Length)] = (byte)chance.Next(256);
        return body;
    }

    private static byte[] Bytes(Random chance, int length)
    {
        var bytes = new byte[length];
        chance.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Pick(Random chance, params string[] of) => of[chance.Next(of.Length)];
}
