using System.Globalization;
using System.Text;
using Assistant.Bot.Channels.WeChat;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.OfBot;

public sealed class WeChatTextTests
{
    private static readonly string[] Scraps =
    [
        "您好", "。", "！", "？", "；", ".", "!", " ", "  ", "\n", "\r\n", "\n\n", "\u2029", "\u3000", "”", ")", "abc", "23,418.55", "¥", "é", "e\u0301", " \u0301", "😀", "👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "\ud83d", "\ude00", "한", "ก็",
    ];

    private static readonly Arbitrary<string> Texts = Gen.Choose(0, Scraps.Length - 1).ListOf().Select(list => string.Concat(list.Select(i => Scraps[i]))).ToArbitrary();

    [Theory]
    [InlineData("一。二。三", 64, "一。二。三")] // fits: as it is
    [InlineData("  一  ", 64, "  一  ")] // even its white space
    [InlineData("一二三四", 12, "一二三四")] // exactly
    [InlineData("一二三四", 11, "一二三|四")]
    [InlineData("第一段。\n\n第二段的话", 24, "第一段。|第二段的话")]
    [InlineData("第一段。\n\n第二。段\n话", 26, "第一段。|第二。段\n话")] // a paragraph before a line or sentence, wherever it is
    [InlineData("一行。\n二行。\n三行", 18, "一行。|二行。\n三行")]
    [InlineData("一句。二句！三句话", 20, "一句。二句！|三句话")]
    [InlineData("一句；二句话说", 12, "一句；|二句话说")]
    [InlineData("他说：“好。”然后走", 21, "他说：“好。”|然后走")] // the quotation mark belongs to its sentence
    [InlineData("真的吗？！我不信的", 15, "真的吗？！|我不信的")]
    [InlineData("One. Two! Three", 12, "One. Two!|Three")]
    [InlineData("v1.2.3 is out now", 10, "v1.2.3 is|out now")] // a dot without a blank ends nothing, a word stays whole
    [InlineData("合计 23,418.55 元", 13, "合计|23,418.55 元")] // and so does a figure
    [InlineData("合计¥23,418.55", 14, "合计|¥23,418.55")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", 8, "aaaaaaaa|aaaaaaaa|aaaa")] // but not one that is too long for it
    [InlineData("😀😀😀", 11, "😀😀|😀")]
    [InlineData("ab👨‍👩‍👧‍👦", 26, "ab|👨‍👩‍👧‍👦")] // a family is 25 bytes, and one character
    [InlineData("e\u0301e\u0301", 5, "e\u0301|e\u0301")]
    [InlineData("🇨🇳🇨🇳", 12, "🇨🇳|🇨🇳")]
    [InlineData("一二\n\n\n", 8, "一二")] // white space at the end makes no piece
    [InlineData("一二 \u3000 三四", 6, "一二|三四")]
    [InlineData("\n\n一二三", 9, "一二三")]
    [InlineData("ab\r\ncd", 4, "ab|cd")]
    public void Cuts_are_where_a_reader_would_make_them(string text, int most, string pieces) =>
        WeChatText.Split(text, most).Select(piece => piece.Text).ShouldBe(pieces.Split('|'));

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\u3000")]
    public void Of_nothing_there_is_no_piece(string text) => WeChatText.Split(text).ShouldBeEmpty();

    [Theory]
    [InlineData(2048, 1)]
    [InlineData(2049, 2)]
    [InlineData(4096, 2)]
    public void The_platforms_limit_is_2048_bytes(int bytes, int pieces) => WeChatText.Split(new string('x', bytes)).Count.ShouldBe(pieces);

    [Fact]
    public void Below_four_bytes_nothing_is_cut()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => WeChatText.Split("😀", 3));
        WeChatText.Split("😀😀", 4).Count.ShouldBe(2);
    }

    [Fact]
    public void Pieces_fit_and_give_the_text_save_for_white_space_at_the_cuts() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(
        Texts, Gen.Choose(4, 80).ToArbitrary(), (text, most) =>
        {
            var at = 0;
            var isRight = true;
            foreach (var piece in WeChatText.Split(text, most))
            {
                isRight &= Encoding.UTF8.GetByteCount(piece.Text) <= most && piece.Text.Length > 0 && piece.Text == text[piece.Start..piece.End];
                isRight &= text.AsSpan(at, piece.Start - at).IsWhiteSpace();
                at = piece.End;
            }

            return isRight && text.AsSpan(at).IsWhiteSpace();
        }));

    [Fact]
    public void Cuts_are_between_characters_that_fit_and_never_within_a_surrogate_pair() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(
        Texts, Gen.Choose(4, 80).ToArbitrary(), (text, most) =>
        {
            var starts = StringInfo.ParseCombiningCharacters(text);
            return WeChatText.Split(text, most).SelectMany(piece => new[] { piece.Start, piece.End }).All(cut =>
                cut == text.Length || starts.Contains(cut) || (!char.IsSurrogatePair(text[cut - 1], text[cut]) && Size(text, starts, cut) > most));
        }));

    [Fact]
    public void Any_text_is_cut_without_an_exception() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), text => WeChatText.Split(text ?? "", 7).All(piece => Encoding.UTF8.GetByteCount(piece.Text) <= 7)));

    [Fact]
    public void A_long_text_of_one_character_or_one_blank_is_cut_in_time_that_grows_with_it()
    {
        var accents = "e" + string.Concat(Enumerable.Repeat("\u0301", 200_000));
        WeChatText.Split(accents).Sum(piece => piece.Text.Length).ShouldBe(accents.Length);
        WeChatText.Split("a" + new string(' ', 1_000_000) + "b").Select(piece => piece.Text).ShouldBe(["a", "b"]);
    }

    /// <summary>The bytes of the character that a cut goes through.</summary>
    private static int Size(string text, int[] starts, int cut)
    {
        var first = starts.Last(start => start < cut);
        var next = starts.FirstOrDefault(start => start > cut, text.Length);
        return Encoding.UTF8.GetByteCount(text.AsSpan(first, next - first));
    }
}
