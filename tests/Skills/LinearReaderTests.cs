using Assistant.Skills.Language;

namespace Assistant.Tests.Skills;

public sealed class LinearReaderTests
{
    private static readonly (string Label, string Text)[] Few =
        [("pay", "我明天还款"), ("pay", "周五还钱"), ("pay", "i will pay friday"), ("why", "利息怎么这么多"), ("why", "为什么有利息"), ("why", "why is there interest")];

    [Theory]
    [InlineData("下周还款", "pay")]
    [InlineData("利息为什么这么高", "why")]
    [InlineData("WHY SO MUCH INTEREST", "why")]
    [InlineData("I'LL PAY ON FRIDAY", "pay")]
    public void It_reads_what_it_was_not_shown(string text, string label) => LinearReader.Train(Few, 12).Best(text).Label.ShouldBe(label);

    [Fact]
    public void The_same_examples_give_the_same_reader_also_after_it_was_kept()
    {
        var (one, other) = (LinearReader.Train(Few, 12), LinearReader.Train(Few, 12));
        using var file = new MemoryStream();
        using (var to = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true))
            one.Save(to);
        file.Position = 0;
        using var from = new BinaryReader(file);
        var kept = LinearReader.Load(from);
        foreach (var (_, text) in Few)
        {
            other.Best(text).ShouldBe(one.Best(text));
            // Kept at half the precision.
            kept.Best(text).Label.ShouldBe(one.Best(text).Label);
            kept.Best(text).Margin.ShouldBe(one.Best(text).Margin, 0.01f);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("😀😀")]
    [InlineData("\ud800 lone")]
    public void Text_without_words_is_no_reason_to_fall(string text) => Should.NotThrow(() => LinearReader.Train(Few, 12).Best(text));

    [Fact]
    public void One_label_is_not_enough() => Should.Throw<ArgumentException>(() => LinearReader.Train([("pay", "a"), ("pay", "b")], 12)).Message.ShouldContain("at least two labels");
}
