using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;
using Assistant.Skills.Language;
using Assistant.Skills.Practice;

namespace Assistant.Bot.Models;

/// <summary>
/// Has a model put a simulated cardholder's words into other words. What is said stays the script's: the same figures, nothing of danger that was not there. Scenarios and people are made up; the trainee's
/// line is masked all the same.
/// </summary>
public sealed class ModelPersona(LanguageModel model, ModelPrompts prompts, Masks masks, TrainedReaders readers, BankClock clock)
{
    private const int Longer = 3;
    private const int LeastLonger = 30;

    /// <summary>The words as they are said.</summary>
    /// <param name="words">What the script says.</param>
    /// <param name="scenario">Who the person is.</param>
    /// <param name="mood">Their mood.</param>
    /// <param name="agent">What the trainee said.</param>
    /// <param name="caller">Whom it is for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Other words, or the script's where none passed.</returns>
    public async Task<string> SayAsync(string words, Scenario scenario, Mood mood, string agent, ModelCaller caller, CancellationToken cancellation)
    {
        if (!model.Serves(ModelUse.Practice) || DangerReader.IsCrisis(readers.Dangers.Read(words)))
            return words;
        var locale = scenario.Locale;
        var mask = masks.For(locale, null, identityAsked: false);
        var hidden = mask.Hide(words);
        var answer = await model.AskAsync(ModelUse.Practice, prompts.Persona, new Dictionary<string, string?>
        {
            ["language"] = ModelCoach.NameOf(locale), ["person"] = $"{scenario.Persona}; {scenario.Title}", ["mood"] = mood.ToString(), ["agent"] = ModelPrompts.Quoted(mask.Hide(agent)), ["line"] = ModelPrompts.Quoted(hidden),
        }, prompts.Persona.Answer, caller, cancellation);
        if (answer.Json is not { } json)
            return words;
        var line = mask.Restore(json.GetProperty("line").GetString()!.Trim());
        if ((line is null ? "unknown-token" : Wrong(line, words, locale)) is not { } wrong)
            return line!;
        await model.CatchAsync(answer, wrong);
        return words;
    }

    private string? Wrong(string line, string words, string locale)
    {
        if (DraftCheck.OfText(line, locale) is { } wrong)
            return wrong;
        if (line.Length > Math.Max(words.Length * Longer, words.Length + LeastLonger))
            return "length";
        if (!Values(line, locale).SequenceEqual(Values(words, locale)) || !Digits(line).SequenceEqual(Digits(words)))
            return "other-values";
        return readers.Dangers.Read(line) is not Danger.None and var danger && danger != readers.Dangers.Read(words) ? "danger" : null;
    }

    private IEnumerable<string> Values(string text, string locale) => Hearing.Entities(text, clock.Today, identityAsked: false, locale == Prompts.Locales.English).Select(entity => $"{entity.Type} {entity.Value}").Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<char> Digits(string text) => text.Where(char.IsDigit).Order();
}
