using System.Text.Json;
using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;
using Assistant.Skills.Language;

namespace Assistant.Tests.Understanding;

/// <summary>What is understood of messages nobody learned from; see README.md beside this file. Each bound lies a little below what was measured.</summary>
public sealed class HeldOutTests
{
    private static readonly TrainedReaders Readers = TrainedReaders.Load(PromptFolder.Find());

    [Theory]
    [InlineData("zh-CN", 0.90)]
    [InlineData("en-US", 0.88)]
    public void The_best_intent_is_the_one_meant(string locale, double least)
    {
        var messages = Lines($"general.{locale}.jsonl");
        var right = messages.Count(line => Texts(line, "intents")[..1].Concat(Texts(line, "accept")).Contains(Readers.Intents.Best(line.GetProperty("text").GetString()!).Intent));
        (right / (double)messages.Count).ShouldBeGreaterThan(least, $"{right} of {messages.Count}");
    }

    /// <summary>Indirect hints and hard idioms: far from the 98 % that is wished for; the bound keeps it from getting worse.</summary>
    [Theory]
    [InlineData("zh-CN", 0.70, 0.07)]
    [InlineData("en-US", 0.70, 0.11)]
    public void Danger_to_life_is_heard_and_idioms_are_let_through(string locale, double least, double most)
    {
        var messages = Lines($"danger.{locale}.jsonl").Select(line => (Is: line.GetProperty("crisis").GetBoolean(), Heard: DangerReader.IsCrisis(Readers.Dangers.Read(line.GetProperty("text").GetString()!)))).ToList();
        var (there, not) = (messages.Where(one => one.Is).ToList(), messages.Where(one => !one.Is).ToList());
        (there.Count(one => one.Heard) / (double)there.Count).ShouldBeGreaterThan(least);
        (not.Count(one => one.Heard) / (double)not.Count).ShouldBeLessThan(most);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-US")]
    public void Ordinary_messages_raise_no_alarm(string locale)
    {
        var messages = Lines($"general.{locale}.jsonl").Where(line => !line.GetProperty("crisis").GetBoolean()).ToList();
        var alarms = messages.Count(line => DangerReader.IsCrisis(Readers.Dangers.Read(line.GetProperty("text").GetString()!)));
        (alarms / (double)messages.Count).ShouldBeLessThan(0.03);
    }

    /// <summary>Measured 0.948 and 0.939 on the day these files were written, after the recognisers.</summary>
    [Theory]
    [InlineData("zh-CN", 0.93)]
    [InlineData("en-US", 0.92)]
    public void Values_are_heard(string locale, double least)
    {
        var (hits, heard, there) = (0, 0, 0);
        foreach (var line in Lines($"values.{locale}.jsonl"))
        {
            var wanted = line.GetProperty("entities").EnumerateArray().Select(entity => (entity.GetProperty("type").GetString()!, entity.GetProperty("value").GetString()!)).ToList();
            var found = Hearing.Entities(line.GetProperty("text").GetString()!, new DateOnly(2026, 11, 22), false, locale == Locales.English).Select(entity => (entity.Type, entity.Value)).ToList();
            (heard, there) = (heard + found.Count, there + wanted.Count);
            hits += wanted.Count(found.Remove);
        }

        (2.0 * hits / (heard + there)).ShouldBeGreaterThan(least, $"{hits} right of {there} there, {heard} heard");
    }

    [Fact]
    public void Nothing_here_was_learned()
    {
        var examples = IntentExamples.Read(PromptFolder.Find());
        var learned = examples.Intents.Select(example => example.Text).Concat(examples.Dangers.Select(example => example.Text)).Select(Plainly).ToHashSet();
        var same = new[] { "general.zh-CN", "general.en-US", "danger.zh-CN", "danger.en-US" }.SelectMany(file => Lines(file + ".jsonl"))
            .Count(line => learned.Contains(Plainly(line.GetProperty("text").GetString()!)));
        // Two hands write "转人工" alike; such lines are taken out of these files, since what was learned measures nothing.
        same.ShouldBe(0);
    }

    private static string Plainly(string text) => string.Concat(Plain.Text(text).Where(char.IsLetterOrDigit));

    private static List<JsonElement> Lines(string file) => [.. File.ReadLines(Repository.PathOf("tests", "Understanding", file)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string[] Texts(JsonElement line, string name) => line.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
