using Assistant.Bot.Reply;
using Assistant.Bot.Turns;
using Assistant.Skills;

namespace Assistant.Bot.Models;

/// <summary>
/// Lets a model choose among approved wordings of a reply, by number, and move the few parts that may be moved. It is shown templates, never a value, and writes nothing: whatever it
/// answers, each sentence is one that people approved.
/// </summary>
public sealed class ModelWording(LanguageModel model, ModelPrompts prompts, Masks masks, Templates templates) : IWording
{
    private const int MostParts = 12;

    /// <inheritdoc/>
    public async Task<Outcome> ChooseAsync(Turn turn, Outcome outcome, string locale, CancellationToken cancellation)
    {
        if (!model.Serves(ModelUse.Wording) || turn.Text.Length == 0 || outcome.IsPlain || outcome.Says.Count > MostParts || IsGrave(turn, outcome))
            return outcome;
        locale = outcome.LocaleChosen ?? locale;
        var parts = outcome.Says.Select(say => templates.FormsOf(locale, say.ReplyId)).ToList();
        if (parts.All(forms => forms.Count == 1))
            return outcome;
        var mask = masks.For(locale, turn.Conversation.VerifiedCase, turn.Conversation.VerifiedCase is null);
        var answer = await model.AskAsync(ModelUse.Wording, prompts.Word, new Dictionary<string, string?>
        {
            ["parts"] = string.Join("\n", parts.Select((forms, i) => $"part {i + 1}\n" + string.Join("\n", forms.Select((form, n) => $"  {n + 1}: {templates.Get(locale, form).Source.ReplaceLineEndings(" ").Trim()}")))),
            ["said"] = ModelPrompts.Quoted(mask.Hide(turn.Text)),
        }, prompts.Word.Answer, new(turn.Message.ConversationId, turn.Conversation.Turn + 1), cancellation);
        if (answer.Json is not { } json)
            return outcome;
        var forms = json.GetProperty("forms").EnumerateArray().Select(item => item.GetInt32()).ToList();
        var order = json.GetProperty("order").EnumerateArray().Select(item => item.GetInt32() - 1).ToList();
        if (Wrong(outcome, parts, forms, order) is { } wrong)
        {
            await model.CatchAsync(answer, wrong);
            return outcome;
        }

        return outcome with
        {
            Says = [.. order.Select(at => outcome.Says[at])],
            Forms = outcome.Says.Select((say, i) => (say.ReplyId, Form: parts[i][forms[i] - 1])).DistinctBy(pair => pair.ReplyId).ToDictionary(pair => pair.ReplyId, pair => pair.Form),
        };
    }

    private string? Wrong(Outcome outcome, List<IReadOnlyList<string>> parts, List<int> forms, List<int> order)
    {
        if (forms.Count != parts.Count || forms.Where((form, i) => form < 1 || form > parts[i].Count).Any())
            return "no-such-form";
        if (!order.Order().SequenceEqual(Enumerable.Range(0, parts.Count)))
            return "no-order";
        var kept = order.Where(at => !prompts.Movable.Contains(outcome.Says[at].ReplyId)).ToList();
        // What is said last is what the person answers.
        return kept.SequenceEqual(kept.Order()) && order[^1] == order.Count - 1 ? null : "moved";
    }

    /// <summary>Where somebody may be in danger, or money is not spoken of any more, the words stay exactly as they are.</summary>
    private static bool IsGrave(Turn turn, Outcome outcome) => turn.Conversation.MoneyTalkEnded is not null || outcome.Skill is "care" or "guard";
}
