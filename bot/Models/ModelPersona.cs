using Assistant.Bot.Prompts;
using Assistant.Skills.Practice;

namespace Assistant.Bot.Models;

/// <summary>
/// Has a model give a simulated cardholder's words their manner: what they say before and after, chosen by number from <c>prompts/practice/manner.yaml</c>. What they say in between stays the script's, so that figures, facts and
/// mood are what is scored. Scenarios are made up; the trainee's line is masked all the same.
/// </summary>
public sealed class ModelPersona(LanguageModel model, ModelPrompts prompts, Masks masks)
{
    /// <summary>The words as they are said.</summary>
    /// <param name="words">What the script says.</param>
    /// <param name="scenario">Who the person is.</param>
    /// <param name="mood">Their mood.</param>
    /// <param name="agent">What the trainee said.</param>
    /// <param name="caller">Whom it is for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<string> SayAsync(string words, Scenario scenario, Mood mood, string agent, ModelCaller caller, CancellationToken cancellation)
    {
        if (!model.Serves(ModelUse.Practice))
            return words;
        var (locale, manner) = (scenario.Locale, prompts.Manners[scenario.Locale]);
        var mask = masks.For(locale, null, identityAsked: false);
        var answer = await model.AskAsync(ModelUse.Practice, prompts.Persona, new Dictionary<string, string?>
        {
            ["person"] = $"{scenario.Persona}; {scenario.Title}",
            ["mood"] = $"trust {mood.Trust}, anger {mood.Anger}, shame {mood.Shame}, fear {mood.Fear}",
            ["before"] = Numbered(manner.Before),
            ["after"] = Numbered(manner.After),
            ["agent"] = ModelPrompts.Quoted(mask.Hide(agent)),
            ["line"] = ModelPrompts.Quoted(mask.Hide(words)),
        }, prompts.Persona.Answer, caller, cancellation);
        if (answer.Json is not { } json)
            return words;
        var (before, after) = (json.GetProperty("before").GetInt32(), json.GetProperty("after").GetInt32());
        if (before <= manner.Before.Count && after <= manner.After.Count)
            return Piece(manner.Before, before) + (locale == Locales.Chinese || before == 0 ? "" : " ") + words + (locale == Locales.Chinese || after == 0 ? "" : " ") + Piece(manner.After, after);
        await model.CatchAsync(answer, "no-such-piece");
        return words;
    }

    private static string Numbered(IReadOnlyList<string> pieces) => string.Join("\n", pieces.Select((piece, i) => $"{i + 1}: {piece}"));

    private static string Piece(IReadOnlyList<string> pieces, int number) => number == 0 ? "" : pieces[number - 1];
}

/// <summary>What simulated cardholders say before and after their words.</summary>
/// <param name="Before">Before.</param>
/// <param name="After">After.</param>
public sealed record Manner(IReadOnlyList<string> Before, IReadOnlyList<string> After);
