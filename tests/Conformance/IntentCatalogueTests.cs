using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;
using Assistant.Skills.Language;

namespace Assistant.Tests.Conformance;

/// <summary>The trained reader on the catalogue's own sentences, which none of the examples repeats: first form, measured so that it cannot get worse unseen.</summary>
public sealed class IntentCatalogueTests
{
    [Theory]
    [InlineData("zh", 0.78)] // measured 80.3 % on 2026-11-21
    [InlineData("en", 0.64)] // measured 66.1 %
    public void The_best_intent_is_the_catalogues(string language, double least)
    {
        var entries = PublicData.Lines("intents.jsonl");
        var examples = IntentExamples.Read(PromptFolder.Find());
        var known = examples.All.Select(example => example.Text).ToHashSet();
        var reader = LinearReader.Train(examples.All, 15);
        var sentences = entries.SelectMany(entry => entry.GetProperty(language).EnumerateArray().Select(text => (Id: entry.Text("id"), Text: text.GetString()!))).ToList();
        sentences.ShouldAllBe(sentence => !known.Contains(sentence.Text), "a sentence that was learned measures nothing");
        var right = sentences.Count(sentence => reader.Best(sentence.Text).Label == sentence.Id);
        ((double)right / sentences.Count).ShouldBeGreaterThan(least, $"{right} of {sentences.Count}");
    }
}
