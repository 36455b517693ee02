using Assistant.Bot.Prompts;
using Assistant.Skills.Coaching;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Models;

/// <summary>Has a model draft a line for an agent after approved ones. The draft is reviewed as an agent's own would be, and more; what does not pass is never shown.</summary>
public sealed class ModelCoach(LanguageModel model, ModelPrompts prompts, Masks masks, DraftCheck check)
{
    private const int MostLines = 4;

    /// <summary>A line; null where none passed.</summary>
    /// <param name="situation">What the agent wants to know.</param>
    /// <param name="last">The customer's last words.</param>
    /// <param name="best">Approved lines that fit, best first.</param>
    /// <param name="locale">Language of the line.</param>
    /// <param name="context">What surrounds it.</param>
    /// <param name="caseNo">The case, where one is named, so that its names are taken out.</param>
    /// <param name="caller">Whom it is for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<string?> DraftAsync(string? situation, string last, IReadOnlyList<Script> best, string locale, ReviewContext context, string? caseNo, ModelCaller caller, CancellationToken cancellation)
    {
        // Where a life is in danger, or nobody is proved to be there, only approved lines are said.
        if (!model.Serves(ModelUse.Coach) || best.Count == 0 || best.Any(script => script.Risk == Script.DangerToLife || script.IsBeforeVerification))
            return null;
        var mask = masks.For(locale, caseNo, identityAsked: false);
        var answer = await model.AskAsync(ModelUse.Coach, prompts.Coach, new Dictionary<string, string?>
        {
            ["language"] = NameOf(locale),
            ["lines"] = string.Join("\n", best.Take(MostLines).Select(script => "- " + script.Text.ReplaceLineEndings(" "))),
            ["situation"] = situation is null ? null : ModelPrompts.Quoted(mask.Hide(situation)),
            ["said"] = ModelPrompts.Quoted(mask.Hide(last)),
        }, prompts.Coach.Answer, caller, cancellation);
        if (answer.Json is not { } json)
            return null;
        var line = json.GetProperty("line").GetString()!.Trim();
        if (check.Wrong(line, locale, context) is not { } wrong)
            return line;
        await model.CatchAsync(answer, wrong);
        return null;
    }

    /// <summary>A language as a prompt names it.</summary>
    internal static string NameOf(string locale) => locale == Locales.Chinese ? "Simplified Chinese" : "English";
}
