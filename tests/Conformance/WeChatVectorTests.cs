using System.Text;
using System.Text.Json;
using Assistant.Bot.Channels.WeChat;

namespace Assistant.Tests.Conformance;

/// <summary>Signatures, encryptions and decryptions that the platform's samples and other libraries publish.</summary>
public sealed class WeChatVectorTests
{
    [Fact]
    public void Plain_signatures_are_those_published()
    {
        var rows = Rows("plainSignature", 5);
        foreach (var row in rows)
        {
            var crypto = new WeChatCrypto(row.Text("token"), null, "wx0");
            crypto.Sign(row.Text("timestamp"), row.Text("nonce")).ShouldBe(row.Text("signature"), row.Text("source"));
            crypto.IsSigned(row.Text("signature"), row.Text("timestamp"), row.Text("nonce")).ShouldBeTrue(row.Text("source"));
            crypto.IsSigned(row.Text("signature"), row.Text("nonce"), row.Text("nonce")).ShouldBeFalse(row.Text("source"));
        }
    }

    [Fact]
    public void Published_messages_open_to_what_is_published()
    {
        foreach (var row in Rows("decrypt", 10))
        {
            var crypto = CryptoOf(row);
            var (plain, refusal) = crypto.Open(row.Text("msg_signature"), row.Text("timestamp"), row.Text("nonce"), row.Text("encrypt"));
            refusal.ShouldBeNull(row.Text("id"));
            Holds(row, Encoding.UTF8.GetString(plain!));
            new WeChatCrypto(row.Text("token"), row.Text("encodingAESKey"), "wx-other").Decrypt(row.Text("encrypt")).Refusal.ShouldBe(WeChatRefusal.WrongReceiver, row.Text("id"));
        }
    }

    [Fact]
    public void Published_messages_are_read_as_messages()
    {
        var read = Rows("decrypt", 10).Where(row => row.TryGetProperty("plainContains", out _))
            .ToDictionary(row => row.Text("id"), row => WeChatXml.Parse(CryptoOf(row).Decrypt(row.Text("encrypt")).Plain));
        read.Values.ShouldAllBe(one => one.Refusal == null && one.Message!.MsgId > 0);
        read["official-csharp-sample"].Message!.ShouldSatisfyAllConditions(
            message => message.FromUser.ShouldBe("mycreate"),
            message => message.Content.ShouldBe("hello"),
            message => message.Key.ShouldBe("4561255354251345929"));
        read["senparc-file-msgtype"].Message!.MsgType.ShouldBe("file");
    }

    [Fact]
    public void Encrypting_with_the_published_random_bytes_gives_what_is_published()
    {
        foreach (var row in Rows("encrypt", 3))
        {
            var crypto = CryptoOf(row);
            var encrypt = crypto.Encrypt(row.Text("plain"), Encoding.ASCII.GetBytes(row.Text("random16")));
            encrypt.ShouldBe(row.Text("encrypt"), row.Text("id"));
            Encoding.UTF8.GetString(crypto.Decrypt(encrypt).Plain!).ShouldBe(row.Text("plain"));
            if (row.TryGetProperty("msg_signature", out var signature))
                crypto.Sign(row.Text("timestamp"), row.Text("nonce"), encrypt).ShouldBe(signature.GetString());
        }
    }

    [Fact]
    public void What_is_published_with_a_signature_or_key_that_is_not_its_own_is_refused_for_either()
    {
        foreach (var row in Rows("published_but_inconsistent", 2))
        {
            var crypto = CryptoOf(row);
            crypto.Open(row.Text("msg_signature"), row.Text("timestamp"), row.Text("nonce"), row.Text("encrypt")).ShouldBe((null, WeChatRefusal.BadSignature), row.Text("id"));
            crypto.Decrypt(row.Text("encrypt")).ShouldBe((null, WeChatRefusal.BadCipher), row.Text("id"));
        }
    }

    private static List<JsonElement> Rows(string list, int count)
    {
        List<JsonElement> rows = [.. PublicData.Named("wechat/vectors.json").GetProperty(list).EnumerateArray()];
        rows.Count.ShouldBe(count);
        return rows;
    }

    private static WeChatCrypto CryptoOf(JsonElement row) => new(row.Text("token"), row.Text("encodingAESKey"), row.Text("receiveId"));

    private static void Holds(JsonElement row, string plain)
    {
        if (row.TryGetProperty("plain", out var whole))
            plain.ShouldBe(whole.GetString(), row.Text("id"));
        else
            row.GetProperty("plainContains").EnumerateArray().ShouldAllBe(part => plain.Contains(part.GetString()!));
    }
}
