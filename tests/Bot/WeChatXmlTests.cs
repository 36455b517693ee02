using System.Text;
using System.Xml.Linq;
using Assistant.Bot.Channels.WeChat;

namespace Assistant.Tests.OfBot;

public sealed class WeChatXmlTests
{
    private const string Text = """
        <xml>
          <ToUserName><![CDATA[gh_7f083739789a]]></ToUserName>
          <FromUserName><![CDATA[oia2TjjewbmiOUlr6X-1crbLOvLw]]></FromUserName>
          <CreateTime>1407743423</CreateTime>
          <MsgType><![CDATA[text]]></MsgType>
          <Content><![CDATA[我欠多少 <b> & ]]]]><![CDATA[>]]></Content>
          <MsgId>6054768590064713728</MsgId>
        </xml>
        """;

    [Fact]
    public void A_text_is_read_whole()
    {
        var (message, refusal) = Read(Text);
        refusal.ShouldBeNull();
        message.ShouldBe(new WeChatMessage
        {
            ToUser = "gh_7f083739789a",
            FromUser = "oia2TjjewbmiOUlr6X-1crbLOvLw",
            CreateTime = DateTimeOffset.FromUnixTimeSeconds(1407743423),
            MsgType = "text",
            MsgId = 6054768590064713728,
            Content = "我欠多少 <b> & ]]>",
        });
        message!.Key.ShouldBe("6054768590064713728");
        message.IsEnvelope.ShouldBeFalse();
    }

    [Theory]
    [InlineData("<MsgType>image</MsgType><MsgId>2</MsgId><PicUrl>http://p/1</PicUrl><MediaId>m</MediaId>", "2")]
    [InlineData("<MsgType>voice</MsgType><MsgId>3</MsgId><MediaId>m</MediaId><Format>amr</Format><Recognition></Recognition>", "3")]
    [InlineData("<MsgType>location</MsgType><MsgId>4</MsgId><Location_X>1.2</Location_X><Location_Y>3.4</Location_Y><Label><![CDATA[路]]></Label>", "4")]
    [InlineData("<MsgType>text</MsgType><MsgId> 007 </MsgId><Content>满意</Content><bizmsgmenuid>101</bizmsgmenuid>", "7")] // the number, however it is written
    [InlineData("<MsgType>event</MsgType><Event>subscribe</Event><EventKey></EventKey>", "event o1 5 subscribe ")]
    [InlineData("<MsgType>event</MsgType><Event>subscribe</Event><EventKey>qrscene_12</EventKey><Ticket>t</Ticket>", "event o1 5 subscribe qrscene_12")]
    [InlineData("<MsgType>event</MsgType><Event>SCAN</Event><EventKey>12</EventKey><Ticket>t</Ticket>", "event o1 5 SCAN 12")]
    [InlineData("<MsgType>event</MsgType><Event>CLICK</Event><EventKey>balance now</EventKey>", "event o1 5 CLICK balance now")]
    [InlineData("<MsgType>event</MsgType><Event>VIEW</Event><EventKey>https://b.example/?a=1&amp;b=2</EventKey><MenuId>9</MenuId>", "event o1 5 VIEW https://b.example/?a=1&b=2")]
    [InlineData("<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>200163836</MsgID><Status>failed:user block</Status>", "event o1 5 TEMPLATESENDJOBFINISH 200163836")]
    [InlineData("<MsgType>event</MsgType><Event>pic_weixin</Event><EventKey>k</EventKey><SendPicsInfo><Count>1</Count><PicList><item><PicMd5Sum>5a</PicMd5Sum></item></PicList></SendPicsInfo>", "event o1 5 pic_weixin k")]
    public void Every_kind_is_read_and_a_repetition_has_the_same_key(string fields, string key)
    {
        var (message, refusal) = Read($"<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>5</CreateTime>{fields}</xml>");
        refusal.ShouldBeNull();
        message!.Key.ShouldBe(key);
    }

    [Fact]
    public void Event_names_are_the_same_in_either_case() =>
        new[] { "SCAN", "scan", "Scan" }.ShouldAllBe(name => new WeChatMessage { Event = name }.Is("scan") && !new WeChatMessage { Event = name }.Is("subscribe"));

    [Fact]
    public void An_envelope_is_nothing_but_what_it_encloses()
    {
        var (message, _) = Read("<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[AAAA]]></Encrypt></xml>");
        message.ShouldBe(new WeChatMessage { ToUser = "gh_1", Encrypt = "AAAA" });
        (message!.IsEnvelope, message.Key).ShouldBe((true, ""));
        // A sender beside it that makes no whole message is not taken for one.
        Read("<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><Encrypt>AAAA</Encrypt></xml>").Message.ShouldBe(message);
        // Compatible mode: the same in the clear.
        Read(Text.Replace("</MsgId>", "</MsgId><Encrypt>AAAA</Encrypt>", StringComparison.Ordinal)).Message!.ShouldSatisfyAllConditions(both => both.Encrypt.ShouldBe("AAAA"), both => both.MsgType.ShouldBe("text"));
    }

    [Theory]
    [InlineData("", WeChatRefusal.BadXml)]
    [InlineData("   ", WeChatRefusal.BadXml)]
    [InlineData("{\"a\":1}", WeChatRefusal.BadXml)]
    [InlineData("<xml>", WeChatRefusal.BadXml)]
    [InlineData("<xml/>", WeChatRefusal.BadMessage)]
    [InlineData("<xml></xml><xml></xml>", WeChatRefusal.BadXml)]
    [InlineData("<html><ToUserName>gh_1</ToUserName></html>", WeChatRefusal.BadMessage)]
    [InlineData("<XML></XML>", WeChatRefusal.BadMessage)]
    [InlineData("<!DOCTYPE xml><xml><ToUserName>a</ToUserName><Encrypt>A</Encrypt></xml>", WeChatRefusal.BadXml)] // all right but for the document type
    [InlineData("<!DOCTYPE xml [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><xml><Encrypt>&x;</Encrypt></xml>", WeChatRefusal.BadXml)]
    [InlineData("<!DOCTYPE xml [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x'> %x;]><xml><Encrypt>A</Encrypt></xml>", WeChatRefusal.BadXml)]
    [InlineData("<xml><Encrypt>&lol;</Encrypt></xml>", WeChatRefusal.BadXml)]
    [InlineData("<xml><Encrypt>&#0;</Encrypt></xml>", WeChatRefusal.BadXml)]
    [InlineData("<xml><Encrypt>&#xD800;</Encrypt></xml>", WeChatRefusal.BadXml)]
    [InlineData("<xml><Encrypt>\u0001</Encrypt></xml>", WeChatRefusal.BadXml)]
    [InlineData("<xml><Encrypt>A</Encrypt></xml>\0", WeChatRefusal.BadXml)]
    [InlineData("<?xml version='1.0' encoding='gb2312'?><xml><Encrypt>A</Encrypt></xml>", WeChatRefusal.BadEncoding)]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><xml><Encrypt>A</Encrypt></xml>", WeChatRefusal.BadEncoding)]
    [InlineData("<?xml version='1.0' encoding='utf-7'?><xml><Encrypt>A</Encrypt></xml>", WeChatRefusal.BadEncoding)]
    [InlineData("<?xml version='1.0' encoding='UTF-8'?><xml><Encrypt>A</Encrypt></xml>", null)]
    [InlineData("\ufeff<xml><Encrypt>A</Encrypt></xml>", null)] // a mark at the start says UTF-8 once more
    [InlineData("\ufeff\ufeff<xml><Encrypt>A</Encrypt></xml>", WeChatRefusal.BadXml)]
    [InlineData("<xml><Encrypt>A<!-- c -->B<?p?></Encrypt><!-- c --></xml>", null)]
    [InlineData("<xml><Encrypt>A<b>B</b></Encrypt></xml>", WeChatRefusal.BadMessage)]
    [InlineData("<xml><Encrypt>A</Encrypt><Encrypt>A</Encrypt></xml>", WeChatRefusal.BadMessage)]
    [InlineData("<xml><Encrypt/></xml>", WeChatRefusal.BadMessage)]
    [InlineData("<xml><a><b><c><d><e><f>x</f></e></d></c></b></a><Encrypt>A</Encrypt></xml>", WeChatRefusal.TooDeep)]
    [InlineData("<xml><a><b><c><d><e>x</e></d></c></b></a><Encrypt>A</Encrypt></xml>", null)] // one less
    [InlineData("<x:xml><Encrypt>A</Encrypt></x:xml>", WeChatRefusal.BadXml)]
    [InlineData("<xml xmlns='urn:a'><Encrypt a='1' b='2'>A</Encrypt></xml>", null)]
    public void Whatever_is_no_message_has_its_reason(string body, WeChatRefusal? refusal) => Read(body).Refusal.ShouldBe(refusal);

    [Theory]
    [InlineData("<FromUserName>o1</FromUserName>", "<FromUserName>o1</FromUserName><FromUserName>o2</FromUserName>")]
    [InlineData("<FromUserName>o1</FromUserName>", "")]
    [InlineData("<FromUserName>o1</FromUserName>", "<FromUserName> </FromUserName>")]
    [InlineData("<FromUserName>o1</FromUserName>", "<FromUserName>o1 7 SCAN</FromUserName>")] // would look like another's event
    [InlineData("<ToUserName>gh_1</ToUserName>", "")]
    [InlineData("<MsgType>text</MsgType>", "")]
    [InlineData("<MsgType>text</MsgType>", "<MsgType>event</MsgType>")] // which one?
    [InlineData("<MsgType>text</MsgType>", "<MsgType>event</MsgType><Event>a b</Event>")]
    [InlineData("<CreateTime>5</CreateTime>", "")]
    [InlineData("<CreateTime>5</CreateTime>", "<CreateTime>-5</CreateTime>")]
    [InlineData("<CreateTime>5</CreateTime>", "<CreateTime>5.0</CreateTime>")]
    [InlineData("<CreateTime>5</CreateTime>", "<CreateTime>253402300800</CreateTime>")] // the year 10000
    [InlineData("<MsgId>1</MsgId>", "")]
    [InlineData("<MsgId>1</MsgId>", "<MsgId>one</MsgId>")]
    [InlineData("<MsgId>1</MsgId>", "<MsgId>9223372036854775808</MsgId>")] // one more than there are
    [InlineData("<MsgId>1</MsgId>", "<MsgId>1</MsgId><MsgId>2</MsgId>")]
    public void A_message_with_a_field_missing_twice_or_wrong_is_none(string field, string instead)
    {
        const string Whole = "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>5</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>";
        Read(Whole).Refusal.ShouldBeNull();
        Read(Whole.Replace(field, instead, StringComparison.Ordinal)).ShouldBe((null, WeChatRefusal.BadMessage));
    }

    [Fact]
    public void Names_longer_than_any_are_none() => Read($"<xml><ToUserName>gh_1</ToUserName><FromUserName>{new string('o', 129)}</FromUserName><CreateTime>5</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>").Refusal.ShouldBe(WeChatRefusal.BadMessage);

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("iso-8859-1")]
    public void Bytes_of_another_encoding_are_none(string encoding)
    {
        var other = Encoding.GetEncoding(encoding);
        foreach (byte[] body in new[] { other.GetBytes(Text.Replace("我欠多少", "é", StringComparison.Ordinal)), [.. other.GetPreamble(), .. other.GetBytes(Text.Replace("我欠多少", "é", StringComparison.Ordinal))] })
            WeChatXml.Parse(body).Refusal.ShouldBeOneOf(WeChatRefusal.BadEncoding, WeChatRefusal.BadXml);
    }

    [Fact]
    public void Every_truncation_is_found()
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        for (var length = 0; length < bytes.Length; length++)
            WeChatXml.Parse(bytes.AsMemory(0, length)).Refusal.ShouldBeOneOf(WeChatRefusal.BadXml, WeChatRefusal.BadEncoding);
    }

    [Fact]
    public async Task A_stream_is_read_to_the_limit_and_not_beyond()
    {
        (await WeChatXml.ParseAsync(new MemoryStream(Padded(WeChatXml.MostBytes)))).Message!.MsgId.ShouldBe(6054768590064713728);
        (await WeChatXml.ParseAsync(new MemoryStream(Padded(WeChatXml.MostBytes + 1)))).Refusal.ShouldBe(WeChatRefusal.TooLarge);
        var endless = new MemoryStream(Padded(10 * WeChatXml.MostBytes));
        (await WeChatXml.ParseAsync(endless)).Refusal.ShouldBe(WeChatRefusal.TooLarge);
        endless.Position.ShouldBe(WeChatXml.MostBytes + 1);

        static byte[] Padded(int length) => [.. Encoding.UTF8.GetBytes(Text), .. Enumerable.Repeat((byte)' ', length - Encoding.UTF8.GetByteCount(Text))];
    }

    [Theory]
    [InlineData("您好 & <b>", "您好 & <b>")]
    [InlineData("a]]>b]]]>c]]>", "a]]>b]]]>c]]>")]
    [InlineData("]]>]]>", "]]>]]>")]
    [InlineData("]]", "]]")]
    [InlineData("]]\u0000>", "]]>")] // what is left together by leaving out must not end it either
    [InlineData("a\u0008\u000b\u001f\ufffe\uffffb", "ab")]
    [InlineData("line\nline\ttab", "line\nline\ttab")]
    [InlineData("😀\U00020000", "😀\U00020000")]
    [InlineData("", "")]
    public void A_reply_says_the_words_and_only_them(string words, string said)
    {
        var reply = XElement.Parse(WeChatXml.Reply(new WeChatMessage { ToUser = "gh_1", FromUser = "o1" }, words, DateTimeOffset.FromUnixTimeSeconds(12)));
        reply.Elements().Select(element => (element.Name.LocalName, element.Value)).ShouldBe(
            [("ToUserName", "o1"), ("FromUserName", "gh_1"), ("CreateTime", "12"), ("MsgType", "text"), ("Content", said)]);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_left_out() =>
        XElement.Parse(WeChatXml.Reply(new WeChatMessage(), "a\ud83d" + "b\ude00" + "c", default)).Element("Content")!.Value.ShouldBe("abc");

    [Fact]
    public void An_encrypted_reply_opens_with_the_signature_it_carries()
    {
        var crypto = new WeChatCrypto("pamtest", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxb11529c136998cb6");
        var reply = WeChatXml.Reply(new WeChatMessage { ToUser = "gh_1", FromUser = "o1" }, "您好", DateTimeOffset.FromUnixTimeSeconds(12));
        var envelope = XElement.Parse(WeChatXml.Envelope(crypto, reply, DateTimeOffset.FromUnixTimeSeconds(12), "n7", "aaaabbbbccccdddd"u8));
        envelope.Elements().Select(element => element.Name.LocalName).ShouldBe(["Encrypt", "MsgSignature", "TimeStamp", "Nonce"]);
        var (plain, refusal) = crypto.Open(Part("MsgSignature"), Part("TimeStamp"), Part("Nonce"), Part("Encrypt"));
        refusal.ShouldBeNull();
        Encoding.UTF8.GetString(plain!).ShouldBe(reply);
        (Part("TimeStamp"), Part("Nonce"), Part("Encrypt")).ShouldBe(("12", "n7", crypto.Encrypt(reply, "aaaabbbbccccdddd"u8)));

        string Part(string name) => envelope.Element(name)!.Value;
    }

    private static (WeChatMessage? Message, WeChatRefusal? Refusal) Read(string body) => WeChatXml.Parse(Encoding.UTF8.GetBytes(body));
}
