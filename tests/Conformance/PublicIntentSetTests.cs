using Assistant.Skills.Language;

namespace Assistant.Tests.Conformance;

/// <summary>
/// The same reader, trained on public intent sets (BANKING77, CLINC150), at the settings it was chosen with. A tuned linear SVM with character
/// and word n-grams reaches 91.5, 92.8 and, on ten sentences an intent, 74.9 %.
/// </summary>
public sealed class PublicIntentSetTests
{
    [Theory]
    [InlineData("banking77", 18, 0.920)]
    [InlineData("banking77_10shot", 16, 0.745)]
    [InlineData("clinc150", 17, 0.930)]
    public void The_reader_is_as_right_as_the_best_linear_ones(string set, int bits, double least)
    {
        var reader = LinearReader.Train(Set($"{set}/train.tsv"), bits);
        var test = Set($"{set}/test.tsv");
        var right = test.Count(one => reader.Best(one.Text).Label == one.Label);
        (right / (double)test.Count).ShouldBeGreaterThanOrEqualTo(least, $"{right} of {test.Count}");
    }

    [Fact]
    public void What_belongs_to_no_intent_lies_below_what_does()
    {
        var reader = LinearReader.Train(Set("clinc150/train.tsv"), 17);
        var inside = Set("clinc150/test.tsv").Select(one => reader.Best(one.Text).Margin).ToList();
        var outside = Set("clinc150/oos.tsv").Select(one => reader.Best(one.Text).Margin).Order().ToList();
        // The area under the curve: how often a sentence of an intent is surer than one of none.
        var above = inside.Sum(margin => (double)(outside.BinarySearch(margin) is var at && at < 0 ? ~at : at));
        (above / inside.Count / outside.Count).ShouldBeGreaterThanOrEqualTo(0.955);
    }

    private static List<(string Label, string Text)> Set(string file) => [.. PublicData.Rows($"nlu/{file}").Select(cells => (cells[0], cells[1]))];
}
