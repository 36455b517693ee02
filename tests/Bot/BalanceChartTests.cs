using System.Text.Json.Nodes;
using System.Xml.Linq;
using Assistant.Bot.Reply;
using Assistant.Skills;

namespace Assistant.Tests.OfBot;

/// <summary>The picture in a what-if answer: well-formed, labelled in the reader's language, and never the only place of a figure.</summary>
public sealed class BalanceChartTests
{
    [Fact]
    public async Task The_card_of_a_what_if_carries_a_picture_that_says_what_it_shows()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1014");
        await talk.SayAsync("只还最低会怎样");
        var body = talk.Last!.Attachments!.Single().Content!["body"]!.AsArray();
        var image = body.Single(part => part!["type"]!.ToString() == "Image")!;
        image["altText"]!.ToString().ShouldNotBeNullOrWhiteSpace();
        var svg = XElement.Parse(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(image["url"]!.ToString()["data:image/svg+xml;base64,".Length..])));
        svg.Elements().First(part => part.Name.LocalName == "title").Value.ShouldBe(image["altText"]!.ToString());
        var words = svg.Elements().Where(part => part.Name.LocalName == "text").Select(part => part.Value).ToList();
        words.ShouldBe(["4,967.70 元", "2026年11月21日", "2029年9月1日"]);
        var table = body.Single(part => part!["type"]!.ToString() == "Table")!["rows"]!.AsArray();
        table.Count.ShouldBe(8, "a head and seven days");
        Cell(table[^1]!, 0).ShouldBe("2029年9月1日");
        Cell(table[^1]!, 2).ShouldBe("0.00 元");

        static string Cell(JsonNode row, int column) => row["cells"]![column]!["items"]![0]!["text"]!.ToString();
    }

    [Fact]
    public async Task A_way_that_never_ends_has_no_picture_of_an_end()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1014");
        await talk.SayAsync("每月还50要多久还完");
        talk.Last!.Attachments.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, "1 个月", "1 month")]
    [InlineData(11, "11 个月", "11 months")]
    [InlineData(12, "1 年", "1 year")]
    [InlineData(25, "2 年 1 个月", "2 years and 1 month")]
    public void A_length_of_time_is_said_in_years_and_months(int months, string chinese, string english) =>
        (Formats.ShowSpan(months, "zh-CN"), Formats.ShowSpan(months, "en-US")).ShouldBe((chinese, english));

    [Theory]
    [InlineData("要 2 年 1 个月", true)]
    [InlineData("要 3 年 1 个月", false)]
    [InlineData("要 2 年 3 个月", false)]
    [InlineData("2026-10-12 – 2026-11-01", true)]
    [InlineData("2026-10-12 – 2026-11-02", false)]
    public void The_guard_reads_lengths_and_periods_too(string text, bool founded)
    {
        var outcome = new Outcome { Skill = "test", Action = "answer", Says = [new("x", ("s", new Value.Span(25)), ("p", new Value.Period(new(2026, 10, 12), new(2026, 11, 1))))] };
        Bot.Guard.FigureCheck.Unfounded(text, [.. outcome.Says.SelectMany(say => say.Values.Select(value => value.Value))]).Count.ShouldBe(founded ? 0 : 1);
    }
}
