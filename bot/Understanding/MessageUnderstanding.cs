using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;

namespace Assistant.Bot.Understanding;

/// <summary>
/// Turns what a message says into commands, by the conversation it stands in: the buttons last shown, the question that is open, the language
/// the person has chosen.
/// </summary>
public sealed class MessageUnderstanding(MessageReader reader, Patterns patterns, DebtorSkills skills) : IUnderstanding
{
    /// <summary>Below this a question back is better than a guess.</summary>
    private const double LeastScore = 0.5;

    /// <summary>Nonsense looks like small talk, and is better asked about.</summary>
    private const double LeastScoreOfTalk = 0.7;

    /// <summary>A protection is not begun on a guess.</summary>
    private const double LeastScoreOfCare = 0.7;

    /// <summary>Beside something else, or against an identity that was proved, it has to be surer still.</summary>
    private const double SureOfCare = 0.93;

    private const int MostCancel = 60;
    private const int MostShortAnswer = 24;

    /// <summary>Said beside something else, pressure is no matter of its own.</summary>
    private const string Distress = "distress_mental_health";

    /// <summary>Letters beside the values of a message up to which it is a bare answer.</summary>
    private const int MostBareAnswer = 4;

    /// <summary>The same beside what proves who somebody is: "case S1001, last four 123X".</summary>
    private const int MostBesideIdentity = 14;

    /// <inheritdoc/>
    public Task<Understood> ReadAsync(Turn turn, CancellationToken cancellation) => Task.FromResult(Read(turn));

    private Understood Read(Turn turn)
    {
        var text = turn.Text.Trim();
        if (text.Length > MessageReader.MostText)
            text = text[..MessageReader.MostText];
        var conversation = turn.Conversation;
        var locale = LocaleOf(turn, text);
        if (conversation.Buttons.TryGetValue(turn.Message.HasNumberedChoices ? Numbered(text, conversation) : text, out var means))
            return Understood.Checked(locale, Pressed(means), skills.Intents);
        if (text.Length == 0)
            return Understood.Checked(locale, Sent(turn.Message) is { } sent ? [new Command.Start(sent, 1, "attachment")] : [], skills.Intents);
        var reading = reader.Read(text, conversation is { VerifiedCase: null, Open: Ask.Identity }, locale);
        var answers = Answers(text, conversation.Open).ToList();
        var bare = answers.Count > 0 || IsBare(text, reading.Entities, conversation.Open);
        var intents = reading.Intents.Where((intent, at) => intent.Source != "classifier" || !((bare && !IsWhoIsThere(intent)) || intent.Score < LeastOf(intent.Id) || (at > 0 && intent.Id == Distress) || (IsOverturning(intent.Id, at, conversation) && intent.Score < SureOfCare))).ToList();
        if (!intents.Exists(intent => skills.Intents.Contains(intent.Id)))
            intents = [.. reading.Fitting];
        return Understood.Checked(
            locale,
            [
                .. intents.Select(intent => new Command.Start(intent.Id, Math.Round(intent.Score, 4), intent.Source)),
                .. reading.Entities.Select(entity => new Command.Hear(Asked(entity, conversation.Open))),
                .. answers,
            ],
            skills.Intents);
    }

    private static string? Sent(InboundMessage message) =>
        message.Unopened is { } kind ? $"{kind}_received" : message.Activity.Attachments is { Count: > 0 } ? "file_received" : null;

    /// <summary>The label that a bare number stands for, unless the open question itself asks for a number.</summary>
    private static string Numbered(string text, Conversation conversation) =>
        conversation.Open is not Ask.PlanDueDay && Plain.Text(text) is [>= '1' and <= '9' and var digit] && digit - '0' <= conversation.Buttons.Count
            ? conversation.Buttons.ElementAt(digit - '1').Key : text;

    /// <summary>Whether an intent that outranks everything would do so from behind another, or make a verified cardholder a stranger.</summary>
    private bool IsOverturning(string intent, int at, Conversation conversation) =>
        intent is not ("suicidal_hint" or "threat_violence") && skills.IsCare(intent)
        && (at > 0 || (conversation.VerifiedCase is not null && intent is "third_party_answering" or "third_party_pay" or "third_party_data_request" or "wrong_person"));

    /// <summary>Who gives somebody else's factors says so in few words.</summary>
    private static bool IsWhoIsThere(ReadIntent intent) => intent is { Id: "third_party_answering" or "wrong_person", Score: >= SureOfCare };

    private double LeastOf(string intent) => skills.For(intent)?.Skill is Courtesy or Boundaries ? LeastScoreOfTalk : skills.IsCare(intent) && intent is not ("suicidal_hint" or "threat_violence" or Distress) ? LeastScoreOfCare : LeastScore;

    /// <summary>The last explicit request; else the words; else the language last used; else the activity's; else Chinese.</summary>
    private static string LocaleOf(Turn turn, string text) =>
        turn.Conversation.ChosenLocale ?? Locales.Of(LanguageOf.Of(text)) ?? turn.Conversation.LastLocale ?? Locales.Of(turn.Message.Activity.Locale) ?? Locales.Chinese;

    /// <summary>Four bare digits are the card's where the card was asked for.</summary>
    private static Entity Asked(Entity entity, Ask open) => open is Ask.Identity { WantsCard: true } && entity.Type == EntityType.IdLast4 && entity.Value.All(char.IsAsciiDigit)
        ? entity with { Type = EntityType.CardLast4 } : entity;

    /// <summary>A value with hardly a word beside it answers what was asked; what it would start on its own is not looked for.</summary>
    private static bool IsBare(string text, IReadOnlyList<Entity> values, Ask open) =>
        values.Count > 0 && LettersBeside(text, values) <= (values.Any(value => value.IsIdentityFactor) ? MostBesideIdentity : open is Ask.Nothing ? 0 : MostBareAnswer);

    private static int LettersBeside(string text, IReadOnlyList<Entity> values) => text.Where((c, at) => char.IsLetter(c) && !values.Any(value => at >= value.Start && at < value.End)).Count();

    private static IEnumerable<Command> Pressed(string means) => means switch
    {
        "yes" => [new Command.Confirm(true)],
        "no" => [new Command.Confirm(false)],
        _ when means.StartsWith("option_", StringComparison.Ordinal) => [new Command.Choose(means[^1] - '0', null)],
        _ => [new Command.Start(means, 1, "button")],
    };

    private IEnumerable<Command> Answers(string text, Ask open)
    {
        if (patterns.Choice(text) is { } choice)
            yield return choice;
        if (patterns.IsCancel(text) && text.Length <= MostCancel)
            yield return new Command.Cancel();
        if (text.Length > MostShortAnswer && !patterns.StartsWithAnswer(text))
            yield break;
        if (patterns.IsNo(text))
            yield return new Command.Confirm(false);
        else if (patterns.IsYes(text) && !(open.IsBinding && patterns.HasReservation(text)))
            yield return new Command.Confirm(true);
    }
}
