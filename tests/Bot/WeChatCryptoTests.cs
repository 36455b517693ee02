using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Assistant.Bot.Channels.WeChat;

namespace Assistant.Tests.OfBot;

public sealed class WeChatCryptoTests
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static readonly WeChatCrypto Crypto = new("pamtest", Key, "wxb11529c136998cb6");

    [Fact]
    public void The_signature_is_SHA1_over_the_sorted_parts()
    {
        // "abc", of FIPS 180: sorted they stand so, whatever order they come in.
        new WeChatCrypto("b", null, "wx0").Sign("c", "a").ShouldBe("a9993e364706816aba3e25717850c26c9cd0d89d");
        // Ordinal: capitals before small letters, digits before both.
        new WeChatCrypto("token", null, "wx0").Sign("9", "Nonce").ShouldBe("f2ca3964a3eb9f0bf76ee2b1e05d8a7840703ba7");
    }

    [Theory]
    [InlineData("a9993e364706816aba3e25717850c26c9cd0d89d", true)]
    [InlineData("A9993E364706816ABA3E25717850C26C9CD0D89D", true)] // hex is hex
    [InlineData("a9993e364706816aba3e25717850c26c9cd0d89e", false)] // the last digit
    [InlineData("b9993e364706816aba3e25717850c26c9cd0d89d", false)] // the first
    [InlineData("a9993e364706816aba3e25717850c26c9cd0d89", false)] // one short
    [InlineData("a9993e364706816aba3e25717850c26c9cd0d89d00", false)] // a byte more
    [InlineData(" a9993e364706816aba3e25717850c26c9cd0d89d", false)]
    [InlineData("ｇ9993e364706816aba3e25717850c26c9cd0d89d", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_signature_fits_or_does_not(string? signature, bool fits) => new WeChatCrypto("b", null, "wx0").IsSigned(signature, "c", "a").ShouldBe(fits);

    [Fact]
    public void Absent_parts_are_no_exception_and_no_signature_of_nothing_fits()
    {
        Crypto.IsSigned(new string('0', 40), null, null).ShouldBeFalse();
        Crypto.IsSigned(null, null, null, null).ShouldBeFalse();
        Crypto.Open(null, null, null, null).ShouldBe((null, WeChatRefusal.BadSignature));
    }

    [Fact]
    public void The_platforms_own_sample_comes_out_as_published() =>
        Crypto.Encrypt("我是中文abcd123", "aaaabbbbccccdddd"u8).ShouldBe("jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==");

    [Fact]
    public void Texts_of_every_length_of_padding_come_back_and_no_two_encryptions_are_alike()
    {
        for (var length = 0; length < 80; length++)
        {
            var text = new string('好', length / 3) + new string('x', length % 3);
            var encrypt = Crypto.Encrypt(text);
            (Convert.FromBase64String(encrypt).Length % 32).ShouldBe(0);
            var (plain, refusal) = Crypto.Decrypt(encrypt);
            refusal.ShouldBeNull();
            Encoding.UTF8.GetString(plain!).ShouldBe(text);
            Crypto.Encrypt(text).ShouldNotBe(encrypt);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(31, true)]
    [InlineData(32, true)] // a whole block of padding, where the text filled its own
    [InlineData(33, false)]
    [InlineData(255, false)]
    public void Padding_is_of_one_to_32_bytes(int pad, bool opens)
    {
        // What would have been a padding of none is a last byte that stands for more than there is.
        var (plain, refusal) = Crypto.Decrypt(Closed("text", "wxb11529c136998cb6", pad, null));
        (plain is not null).ShouldBe(opens && pad > 0);
        refusal.ShouldBe(opens && pad > 0 ? null : WeChatRefusal.BadCipher);
    }

    [Fact]
    public void Every_byte_of_the_padding_says_how_much_there_is()
    {
        Crypto.Decrypt(Closed("text", "wxb11529c136998cb6", 6, null)).Refusal.ShouldBeNull();
        Crypto.Decrypt(Closed("text", "wxb11529c136998cb6", 6, null, spoilt: 1)).ShouldBe((null, WeChatRefusal.BadCipher));
        Crypto.Decrypt(Closed("text", "wxb11529c136998cb6", 6, null, spoilt: 5)).ShouldBe((null, WeChatRefusal.BadCipher));
    }

    [Theory]
    [InlineData("wxb11529c136998cb6", null, null)]
    [InlineData("wxb11529c136998cb7", null, WeChatRefusal.WrongReceiver)]
    [InlineData("wxb11529c136998cb", null, WeChatRefusal.WrongReceiver)] // a start of ours
    [InlineData("wxb11529c136998cb6x", null, WeChatRefusal.WrongReceiver)] // ours and more
    [InlineData("", null, WeChatRefusal.WrongReceiver)]
    [InlineData("wxb11529c136998cb6", 3u, WeChatRefusal.WrongReceiver)] // a length one too short moves a letter into the receiver
    [InlineData("wxb11529c136998cb6", 22u, WeChatRefusal.WrongReceiver)] // to the very end: no receiver
    [InlineData("wxb11529c136998cb6", 23u, WeChatRefusal.BadCipher)] // one beyond
    [InlineData("wxb11529c136998cb6", 0x7fffffffu, WeChatRefusal.BadCipher)]
    [InlineData("wxb11529c136998cb6", 0x80000000u, WeChatRefusal.BadCipher)]
    [InlineData("wxb11529c136998cb6", 0xffffffffu, WeChatRefusal.BadCipher)]
    public void What_it_says_of_length_and_receiver_must_hold(string receiver, uint? length, WeChatRefusal? refusal) =>
        Crypto.Decrypt(Closed("text", receiver, null, length)).Refusal.ShouldBe(refusal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("====")]
    [InlineData("not base64!")]
    [InlineData("jn1L23DB+6ELqJ+6bruv2")] // not whole
    [InlineData("AAAA")] // three bytes
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")] // a block of nothing
    [InlineData("jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgV")] // the last block cut off
    [InlineData("䀀䀀䀀䀀")]
    public void What_is_no_cipher_of_ours_is_said_to_be_none(string? encrypt) => Crypto.Decrypt(encrypt).ShouldBe((null, WeChatRefusal.BadCipher));

    [Fact]
    public void Random_bytes_are_refused_and_never_an_exception()
    {
        var chance = new Random(20261122);
        var opened = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[16 * chance.Next(1, 9)];
            chance.NextBytes(bytes);
            opened += Crypto.Decrypt(Convert.ToBase64String(bytes)).Plain is null ? 0 : 1;
        }

        opened.ShouldBe(0);
    }

    [Fact]
    public void A_single_bit_turned_anywhere_is_found_by_the_signature()
    {
        var encrypt = Crypto.Encrypt("你好");
        var signature = Crypto.Sign("1", "2", encrypt);
        Crypto.Open(signature, "1", "2", encrypt).Refusal.ShouldBeNull();
        Crypto.Open(signature, "1", "3", encrypt).Refusal.ShouldBe(WeChatRefusal.BadSignature);
        for (var i = 0; i < encrypt.Length; i++)
            Crypto.Open(signature, "1", "2", encrypt[..i] + (char)(encrypt[i] ^ 1) + encrypt[(i + 1)..]).Refusal.ShouldBe(WeChatRefusal.BadSignature);
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", true)] // its last character carries bits beyond the key
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEF", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEF=", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEF-", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz 123456789ABCDEFG", false)]
    [InlineData(null, false)]
    public void A_key_is_43_characters_of_Base64(string? key, bool isKey)
    {
        WeChatCrypto.IsKey(key).ShouldBe(isKey);
        if (key is not null && !isKey)
            Should.Throw<ArgumentException>(() => new WeChatCrypto("t", key, "wx0"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_key_nothing_is_opened_or_closed(string? key)
    {
        var plain = new WeChatCrypto("t", key, "wx0");
        plain.HasKey.ShouldBeFalse();
        plain.Decrypt(Crypto.Encrypt("x")).ShouldBe((null, WeChatRefusal.NoKey));
        Should.Throw<InvalidOperationException>(() => plain.Encrypt("x"));
        Should.Throw<ArgumentException>(() => Crypto.Encrypt("x", new byte[15]));
    }

    /// <summary>Encrypts as the platform would, if it said the length and padding given, and spoilt the padding this many bytes before its end.</summary>
    private static string Closed(string text, string receiver, int? pad, uint? length, int spoilt = 0)
    {
        var body = Encoding.UTF8.GetBytes(text + receiver);
        // With a padding named, the text is lengthened until just that padding fills the last block.
        while (pad is { } wanted && (20 + body.Length + wanted) % 16 != 0)
            body = Encoding.UTF8.GetBytes(text = "x" + text).Concat(Encoding.UTF8.GetBytes(receiver)).ToArray();
        var padding = pad ?? 32 - ((20 + body.Length) % 32);
        var whole = new byte[20 + body.Length + padding];
        BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(16), length ?? (uint)Encoding.UTF8.GetByteCount(text));
        body.CopyTo(whole, 20);
        whole.AsSpan(20 + body.Length).Fill((byte)padding);
        if (spoilt > 0)
            whole[^(spoilt + 1)]++;
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(Key + "=");
        return Convert.ToBase64String(aes.EncryptCbc(whole, aes.Key.AsSpan(0, 16), PaddingMode.None));
    }
}
