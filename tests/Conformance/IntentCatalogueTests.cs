using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;

namespace Assistant.Tests.Conformance;

/// <summary>The reader on the catalogue's own sentences, which no example was written from.</summary>
public sealed class IntentCatalogueTests
{
    [Theory]
    [InlineData("zh", 0.88)]
    [InlineData("en", 0.84)]
    public void The_best_intent_is_the_catalogues(string language, double least)
    {
        var entries = PublicData.Lines("intents.jsonl");
        var known = IntentExamples.Read(PromptFolder.Find()).Intents.Select(example => example.Text).ToHashSet();
        var reader = TrainedReaders.Load(PromptFolder.Find()).Intents;
        // A few sentences are so plain ("Is this a bot?") that they were written twice; what was learned measures nothing.
        var sentences = entries.SelectMany(entry => entry.GetProperty(language).EnumerateArray().Select(text => (Id: entry.Text("id"), Text: text.GetString()!))).Where(sentence => !known.Contains(sentence.Text)).ToList();
        sentences.Count.ShouldBeGreaterThan(320);
        var right = sentences.Count(sentence => reader.Best(sentence.Text).Intent == sentence.Id);
        ((double)right / sentences.Count).ShouldBeGreaterThan(least, $"{right} of {sentences.Count}");
    }
}
