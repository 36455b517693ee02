using Assistant.Skills.Language.Recognisers;

namespace Assistant.Tests.Conformance;

/// <summary>The recognisers on Recognizers-Text's own cases (Microsoft, MIT), half of which lie among the public data; what is not supported is listed.</summary>
public sealed class RecogniserSpecTests(ITestOutputHelper output)
{
    private static readonly string[] Counted = ["datetimeV2.date", "datetimeV2.daterange", "datetimeV2.duration", "datetimeV2.datetime"];

    [Theory]
    [InlineData("Number", "NumberModel", TypeNames.Number, 0.95)]
    [InlineData("Number", "PercentModel", TypeNames.Percentage, 0.95)]
    [InlineData("Number", "NumberRangeModel", TypeNames.NumberRange, 0.90)]
    [InlineData("NumberWithUnit", "CurrencyModel", TypeNames.Currency, 0.90)]
    [InlineData("Choice", "BooleanModel", TypeNames.Boolean, 0.95)]
    [InlineData("Sequence", "PhoneNumberModel", TypeNames.PhoneNumber, 0.90)]
    public void Cases_are_met(string folder, string model, string kind, double least)
    {
        foreach (var language in new[] { "Chinese", "English" })
        {
            var cases = SpecCase.Of(PublicData.Entries($"recognizers/{folder}/{language}/{model}.json"));
            var missed = cases.Where(one => !one.IsMet(Found(kind, language, one))).ToList();
            Report(model, language, cases.Count - missed.Count, cases.Count);
            foreach (var one in missed)
                output.WriteLine("  not met: " + one.Sentence);
            ((cases.Count - missed.Count) / (double)cases.Count).ShouldBeGreaterThanOrEqualTo(least, $"{language} {model}");
        }
    }

    /// <summary>Dates, their ranges, durations and moments count; times of day, their ranges, repetitions and zones are listed only.</summary>
    [Theory]
    [InlineData("Chinese")]
    [InlineData("English")]
    public void Dates_are_recognised(string language)
    {
        var cases = SpecCase.Of(PublicData.Entries($"recognizers/DateTime/{language}/DateTimeModel.json"));
        var entries = new List<(string Type, bool IsRight)>();
        var (right, of) = (0, 0);
        foreach (var one in cases)
        {
            var found = Found(TypeNames.DateTime, language, one);
            var shown = found.Select(item => SpecCase.Show(item)).ToList();
            var wanted = one.Expected.Select(item => (Type: SpecCase.TypeOf(item), Line: SpecCase.Wanted(item))).ToList();
            entries.AddRange(wanted.Select(item => (item.Type, shown.Contains(item.Line))));
            var counted = wanted.Where(item => Counted.Contains(item.Type)).Select(item => item.Line).ToList();
            if (counted.Count == 0)
                continue;
            of++;
            right += counted.SequenceEqual(found.Where(item => Counted.Contains(item.TypeName)).Select(item => SpecCase.Show(item))) ? 1 : 0;
        }

        foreach (var type in entries.GroupBy(entry => entry.Type).OrderBy(group => group.Key, StringComparer.Ordinal))
            Report(type.Key + (Counted.Contains(type.Key) ? "" : " (not counted)"), language, type.Count(entry => entry.IsRight), type.Count());
        Report("cases with a date, range, duration or moment", language, right, of);
        (right / (double)of).ShouldBeGreaterThanOrEqualTo(0.80);
    }

    private static List<Recognised> Found(string kind, string language, SpecCase one)
    {
        var found = new List<Recognised>();
        Recogniser.Find(kind, language == "Chinese", one.Sentence, one.Reference, found);
        return found;
    }

    private void Report(string what, string language, int right, int of) => output.WriteLine($"{language,-8} {what,-50} {right,4} of {of,4}  {100.0 * right / of,5:0.0} %");
}
