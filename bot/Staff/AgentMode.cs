using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Language;

namespace Assistant.Bot.Staff;

/// <summary>
/// A member of staff who chats to the assistant, on a token of the bank's back end that says so: lines to say in the situation described, and the review of
/// what was written as if it were a line to a customer. No case is opened here, whatever is asked.
/// </summary>
public sealed class AgentMode(SuggestionApi suggestions, ReviewApi reviews, PageTexts texts) : ICoach
{
    private const int Most = 3;

    /// <inheritdoc/>
    public async Task<Words> AnswerAsync(Turn turn)
    {
        var said = turn.Text.Trim();
        var locale = Locales.Of(LanguageOf.Of(said)) ?? turn.Conversation.LastLocale ?? Locales.Of(turn.Message.Activity.Locale) ?? Locales.Chinese;
        var text = turn.Message.IsArrival || said.Length == 0 ? Word(locale, "hello") : await TextAsync(said, locale);
        return new() { Outcome = new() { Skill = "coach", Action = turn.Message.IsArrival ? "greet" : "suggest" }, Locale = locale, Text = text };
    }

    private async Task<string> TextAsync(string said, string locale)
    {
        var lines = await suggestions.SuggestAsync(null, JsonSerializer.SerializeToElement(new { situation = said, locale }));
        var parts = lines.Take(Most).Select(line => $"{line!["text"]}\n{Word(locale, "why")} {line["why"]}\n{Word(locale, "not")} {line["not"]}").ToList();
        if (parts.Count == 0)
            parts.Add(Word(locale, "none"));
        var review = reviews.Write(said, locale);
        if (review["verdict"]!.GetValue<string>() != "ok" && review["findings"]!.AsArray().OfType<JsonObject>().FirstOrDefault() is { } finding)
            parts.Add($"{Word(locale, "as_a_line")} {finding["reason"]} ({finding["citation"]})");
        parts.Add(Word(locale, "no_case"));
        return string.Join("\n\n", parts);
    }

    private string Word(string locale, string key) => texts.Get(locale, "console.mode." + key);
}
