using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;

namespace Assistant.Bot.Models;

/// <summary>
/// Asks a model what a message wants where the own reader is unsure. It may only name intents of a closed list; values, a yes, a choice and danger are never its to say, and what it names
/// is marked as a guess, on which the dialogue records nothing.
/// </summary>
public sealed class ModelUnderstanding(MessageUnderstanding own, LanguageModel model, ModelPrompts prompts, Masks masks, DebtorSkills skills) : IUnderstanding
{
    /// <summary>From here on the own reader is believed.</summary>
    private const double Sure = 0.6;

    /// <summary>How sure a guess is taken to be.</summary>
    private const double Guess = 0.6;

    private const int LeastText = 4;

    /// <summary>What a model is asked to choose among: the lists of the uses that are switched on.</summary>
    private readonly Dictionary<string, string> choices = new[] { (Use: ModelUse.Understanding, List: prompts.Intents), (Use: ModelUse.Knowledge, List: prompts.Topics) }
        .Where(one => model.Serves(one.Use)).SelectMany(one => one.List).ToDictionary(choice => choice.Key, choice => choice.Value);

    /// <inheritdoc/>
    public async Task<Understood> ReadAsync(Turn turn, CancellationToken cancellation)
    {
        var understood = await own.ReadAsync(turn, cancellation);
        return IsUnsure(turn, understood) ? await AskAsync(turn, understood, cancellation) : understood;
    }

    /// <summary>Asks about a text on its own; null where nothing usable came.</summary>
    /// <param name="text">The words, masked.</param>
    /// <param name="open">The question that is open, by its kind.</param>
    /// <param name="caller">Whom it is for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<IReadOnlyList<string>?> NameAsync(string text, string? open, ModelCaller caller, CancellationToken cancellation)
    {
        var answer = await model.AskAsync(model.Serves(ModelUse.Understanding) ? ModelUse.Understanding : ModelUse.Knowledge, prompts.Understand, new Dictionary<string, string?>
        {
            ["list"] = string.Join("\n", choices.Select(choice => $"{choice.Key}: {choice.Value}")),
            ["examples"] = prompts.Examples,
            ["open"] = open,
            ["said"] = ModelPrompts.Quoted(text),
        }, ModelPrompts.Closed(prompts.Understand, "wants", choices.Keys), caller, cancellation);
        return answer.Json is { } json ? [.. json.GetProperty("wants").EnumerateArray().Select(want => want.GetString()!).Distinct()] : null;
    }

    private async Task<Understood> AskAsync(Turn turn, Understood understood, CancellationToken cancellation)
    {
        var conversation = turn.Conversation;
        var mask = masks.For(understood.Locale, conversation.VerifiedCase, conversation.VerifiedCase is null);
        var open = conversation.Open is Ask.Nothing ? null : conversation.Open.GetType().Name;
        if (await NameAsync(mask.Hide(turn.Text), open, new(turn.Message.ConversationId, conversation.Turn + 1), cancellation) is not { Count: > 0 } wants)
            return understood;
        // Where both say the same, the own reader said it.
        if (understood.Intents is [{ } best, ..] && wants[0] == best.Intent)
            return understood;
        return Understood.Checked(understood.Locale, [.. wants.Select(want => new Command.Start(want, Guess, Understood.Model)), .. understood.Commands.Where(command => command is Command.Hear)], skills.Intents);
    }

    /// <summary>
    /// Whether a guess could help. Never where an answer, a button, danger or anything that outranks collection was heard, and never with what a person tells of their income.
    /// </summary>
    public bool IsUnsure(Turn turn, Understood understood) =>
        choices.Count > 0 && !turn.Message.IsArrival && !turn.HeldByPerson && turn.Decided is null && turn.Text.Trim().Length >= LeastText
        && understood.Commands.All(command => command is Command.Start or Command.Hear or Command.NotUnderstood)
        && !(understood.Entities.Count > 0 && turn.Conversation.Open is not Ask.Nothing) && !understood.Entities.Any(entity => entity.IsIdentityFactor)
        && turn.Conversation.Open is not (Ask.Income or Ask.Essentials)
        && understood.Intents.All(start => start.Source == "classifier" && !skills.IsCare(start.Intent))
        && (understood.Intents is [] or [{ Intent: "unclear_input" or "out_of_scope" }, ..] || understood.Intents[0].Score < Sure);
}
