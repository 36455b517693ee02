using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Skills.Coaching;

namespace Assistant.Bot.Models;

/// <summary>
/// Has a model compose a line for an agent out of sentences of approved lines, by number. It writes nothing: a fluent sentence of a model passes every list of words sooner or later, an approved sentence does not have to.
/// The whole is reviewed by whoever shows it.
/// </summary>
public sealed partial class ModelCoach(LanguageModel model, ModelPrompts prompts, Masks masks)
{
    private const int LeastSentences = 3;
    private const int MostSentences = 24;

    /// <summary>A line, its blanks still open; null where none was composed, or one that is there already.</summary>
    /// <param name="situation">What the agent wants to know.</param>
    /// <param name="last">The customer's last words.</param>
    /// <param name="lines">Approved lines that fit, best first.</param>
    /// <param name="locale">Language of the line.</param>
    /// <param name="caseNo">The case, where one is named, so that its names are taken out.</param>
    /// <param name="caller">Whom it is for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<(string Line, ModelAnswer Answer)?> ComposeAsync(string? situation, string last, IReadOnlyList<Script> lines, string locale, string? caseNo, ModelCaller caller, CancellationToken cancellation)
    {
        var sentences = lines.Where(script => !script.IsBeforeVerification).SelectMany(script => Sentence().Matches(script.Text.ReplaceLineEndings(" ")).Select(match => match.Value.Trim())).Where(sentence => sentence.Length > 0).Distinct().Take(MostSentences).ToList();
        // Where a life is in danger approved lines are said whole.
        if (!model.Serves(ModelUse.Coach) || sentences.Count < LeastSentences || lines.Any(script => script.Risk == Script.DangerToLife))
            return null;
        var mask = masks.For(locale, caseNo, identityAsked: false);
        var answer = await model.AskAsync(ModelUse.Coach, prompts.Coach, new Dictionary<string, string?>
        {
            ["sentences"] = string.Join("\n", sentences.Select((sentence, i) => $"{i + 1}: {sentence}")),
            ["situation"] = situation is null ? null : ModelPrompts.Quoted(mask.Hide(situation)),
            ["said"] = ModelPrompts.Quoted(mask.Hide(last)),
        }, prompts.Coach.Answer, caller, cancellation);
        if (answer.Json is not { } json)
            return null;
        var chosen = json.GetProperty("sentences").EnumerateArray().Select(item => item.GetInt32()).ToList();
        if (chosen.Exists(number => number > sentences.Count) || chosen.Distinct().Count() != chosen.Count)
        {
            await model.CatchAsync(answer, "no-such-sentence");
            return null;
        }

        var line = string.Join(locale == Locales.Chinese ? "" : " ", chosen.Select(number => sentences[number - 1]));
        return lines.Any(script => script.Text.ReplaceLineEndings(" ").Trim() == line) ? null : (line, answer);
    }

    [GeneratedRegex(@"[^。！？!?.]+(?:[。！？!?]+[”’""]?|\.(?=\s|$)|$)|\.", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();
}
