using System.Text;
using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;
using Assistant.Skills.Language;
using Assistant.Skills.Language.Recognisers;

namespace Assistant.Tests.Skills;

/// <summary>Hostile text: whatever stands in it, reading ends, and what is found stands where it says.</summary>
public sealed class RecogniserTests
{
    private static readonly DateTime Now = new(2026, 11, 21, 10, 0, 0, DateTimeKind.Unspecified);
    private static readonly string[] Pieces =
    [
        "一", "万", "亿", "零", "半", "两千五", "百分之", "点", "9", "0", "1,234", ".", "-", "(", ")", "$", "¥", "元", "块", "月", "日", "号", "年", "下个", "周五", "到", "从", "之间", "大于", "不是", "没有", " ", "twenty", "hundred", "and",
        "first", "monday", "next", "of", "july", "at", "pm", "between", "to", "percent", "dollars", "yes", "no", "+86", "138", "\ud800", "\udfff", "\u202e", "\u0301\u0302\u0303", "😀", "😀", "\0", "\n", "／", "１２", "ａ", "x", "//", "e+", "^", "1/2", "½", "三分之",
    ];

    /// <summary>Ten million characters where the whole is checked, one million otherwise.</summary>
    private static readonly int Characters = Environment.GetEnvironmentVariable("CI") == "true" ? 10_000_000 : 1_000_000;

    [Fact]
    public void Random_text_of_everything_is_read_without_an_exception()
    {
        var chance = new Random(20261121);
        for (var read = 0; read < Characters;)
        {
            var text = new StringBuilder();
            var pieces = chance.Next(1, 120);
            for (var i = 0; i < pieces; i++)
                text.Append(chance.Next(8) == 0 ? ((char)chance.Next(char.MaxValue)).ToString() : Pieces[chance.Next(Pieces.Length)]);
            ReadAll(text.ToString());
            read += text.Length;
        }
    }

    [Theory]
    [InlineData("9")]
    [InlineData("一万")]
    [InlineData("百分之")]
    [InlineData("twenty hundred and ")]
    [InlineData("(((")]
    [InlineData("1-")]
    [InlineData("next monday to ")]
    [InlineData("下个月10号到")]
    [InlineData("\ud800")]
    [InlineData("\u202e\u0301")]
    [InlineData("我不是要")]
    public void A_long_repetition_is_read_in_time_that_grows_with_its_length(string piece) => ReadAll(string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)));

    [Fact]
    public void Readers_take_any_text()
    {
        var readers = TrainedReaders.Load(PromptFolder.Find());
        foreach (var text in new[] { "", " ", "\ud800", "😀😀", new string('哈', 1_000_000), string.Concat(Enumerable.Repeat("我不是要投诉，", 100_000)), "\u202e\u0301\0" })
        {
            Should.NotThrow(() => readers.Intents.Read(text));
            Should.NotThrow(() => readers.Dangers.Read(text));
        }
    }

    [Theory]
    [InlineData("欠錢", "欠钱")]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("利息😀", "利息😀")]
    public void The_plain_text_is_as_long_as_the_written_one(string text, string plain)
    {
        Plain.Text(text).ShouldBe(plain);
        Plain.Text(text).Length.ShouldBe(text.Length);
    }

    [Fact]
    public void Half_of_a_broken_pair_is_a_space_in_the_plain_text() => Plain.Text("A\ud800b").ShouldBe("a b");

    [Theory]
    [InlineData("我失业了，一个月还八百行吗", 2)]
    [InlineData("为什么利息这么多？另外我想分期", 2)]
    [InlineData("why so much interest. and how do I pay this off", 2)]
    [InlineData("好的，谢谢", 1)] // too short to stand alone
    [InlineData("我想分期", 1)]
    public void A_message_is_cut_where_something_new_begins(string text, int clauses) => Clauses.Of(text).Count.ShouldBe(clauses, string.Join(" | ", Clauses.Of(text)));

    private static void ReadAll(string text)
    {
        foreach (var kind in Recogniser.Kinds)
        {
            foreach (var chinese in new[] { true, false })
            {
                var found = new List<Recognised>();
                Recogniser.Find(kind, chinese, text, Now, found);
                var last = -1;
                foreach (var one in found)
                {
                    (one.Start > last && one.End >= one.Start && one.End < text.Length).ShouldBeTrue($"{kind} at {one.Start} to {one.End}");
                    text.AsSpan(one.Start, one.End - one.Start + 1).SequenceEqual(one.Text).ShouldBeTrue($"{kind}: '{one.Text}'");
                    last = one.End;
                }
            }
        }
    }
}
