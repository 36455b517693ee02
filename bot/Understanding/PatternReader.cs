using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Understanding;

/// <summary>
/// Reads messages by the patterns of <c>prompts/understanding/patterns.yaml</c>, the recognisers of <c>skills/Language</c>, and
/// the buttons last shown; where none of them finds anything in a message, by the reader trained on examples.
/// </summary>
public sealed class PatternReader(Patterns patterns, IntentExamples examples, DebtorSkills skills, BankClock clock) : IUnderstanding
{
    /// <summary>Below this margin a question back is better than a guess; measured on the catalogue's sentences, nine of ten above it are right.</summary>
    private const float LeastMargin = -0.15f;

    /// <summary>Nonsense looks like small talk, and is better asked about.</summary>
    private const float LeastMarginOfTalk = 0.2f;

    private const int MostText = 8000;
    private const int MostShortAnswer = 24;

    /// <inheritdoc/>
    public Task<Understood> ReadAsync(Turn turn, CancellationToken cancellation) => Task.FromResult(Read(turn));

    private Understood Read(Turn turn)
    {
        var text = turn.Message.Text.Trim();
        if (text.Length > MostText)
            text = text[..MostText];
        var conversation = turn.Conversation;
        var locale = LocaleOf(turn, text);
        if (conversation.Buttons.TryGetValue(text, out var means))
            return Understood.Checked(locale, Pressed(means), skills.Intents);
        if (text.Length == 0 && turn.Message.Activity.Attachments is { Count: > 0 })
            return Understood.Checked(locale, [new Command.Start("file_received", 1, "attachment")], skills.Intents);
        var identityAsked = conversation is { VerifiedCase: null, Open: Ask.Identity };
        var commands = new List<Command>();
        commands.AddRange(patterns.Intents(text).Select(intent => new Command.Start(intent.Id, intent.Score, "pattern")));
        commands.AddRange(Hearing.Entities(text, clock.Today, identityAsked, locale == Locales.English).Select(entity => new Command.Hear(Asked(entity, conversation.Open))));
        commands.AddRange(Answers(text));
        if (commands.Count == 0 && Learned(text) is { } learned)
            commands.Insert(0, learned);
        return Understood.Checked(locale, commands, skills.Intents);
    }

    /// <summary>The last explicit request; else the words; else the language last used; else the activity's; else Chinese.</summary>
    private static string LocaleOf(Turn turn, string text) =>
        turn.Conversation.ChosenLocale ?? Locales.Of(LanguageOf.Of(text)) ?? turn.Conversation.LastLocale ?? Locales.Of(turn.Message.Activity.Locale) ?? Locales.Chinese;

    /// <summary>Four bare digits are the card's where the card was asked for.</summary>
    private static Entity Asked(Entity entity, Ask open) => open is Ask.Identity { WantsCard: true } && entity.Type == EntityType.IdLast4 && entity.Value.All(char.IsAsciiDigit)
        ? entity with { Type = EntityType.CardLast4 } : entity;

    private static IEnumerable<Command> Pressed(string means) => means switch
    {
        "yes" => [new Command.Confirm(true)],
        "no" => [new Command.Confirm(false)],
        _ when means.StartsWith("option_", StringComparison.Ordinal) => [new Command.Choose(means[^1] - '0', null)],
        _ => [new Command.Start(means, 1, "button")],
    };

    /// <summary>What the trained reader makes of a message; null where it is not sure, or where no skill takes it.</summary>
    private Command.Start? Learned(string text)
    {
        var (intent, margin, _) = examples.Reader().Best(text);
        return skills.For(intent) is { } taker && margin >= (taker.Skill is Courtesy ? LeastMarginOfTalk : LeastMargin) ? new(intent, Math.Round(1 / (1 + Math.Exp(-3.0 * margin)), 4), "reader") : null;
    }

    private IEnumerable<Command> Answers(string text)
    {
        if (patterns.Choice(text) is { } choice)
            yield return choice;
        if (text.Length > MostShortAnswer && !patterns.StartsWithAnswer(text))
            yield break;
        if (patterns.IsCancel(text))
            yield return new Command.Cancel();
        if (patterns.IsNo(text))
            yield return new Command.Confirm(false);
        else if (patterns.IsYes(text))
            yield return new Command.Confirm(true);
    }
}

/// <summary>The patterns, read from data.</summary>
public sealed class Patterns
{
    private static Loaded? last;

    private readonly List<(string Id, IReadOnlyList<Regex> Patterns)> intents = [];
    private readonly List<(int? Option, OfferLabel? Label, IReadOnlyList<Regex> Patterns)> choices = [];
    private readonly HashSet<Regex> chinesePatterns = [];
    private IReadOnlyList<Regex> yes = [];
    private IReadOnlyList<Regex> no = [];
    private IReadOnlyList<Regex> cancel = [];

    private Patterns()
    {
    }

    /// <summary>Reads the file; an intent that no skill takes is a mistake.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static Patterns Read(PromptFolder prompts, DebtorSkills skills)
    {
        var file = prompts.File("understanding/patterns.yaml");
        var text = File.ReadAllText(file.Path);
        // Automata are large: the same file is read once in a process, however many hosts it has.
        if (last is { } same && same.Text == text)
            return same.Patterns;
        var all = new Patterns();
        var yaml = Yaml.Read(file.Path, file.Name).Only("intents", "answers", "choices");
        foreach (var (id, list) in yaml["intents"].Entries)
        {
            if (!skills.Intents.Contains(id))
                throw list.Wrong($"no skill takes the intent '{id}'.");
            all.intents.Add((id, [.. list.Items.Select(ConductFiles.Pattern)]));
            all.chinesePatterns.UnionWith(all.intents[^1].Patterns.Where(pattern => IsChinese(pattern.ToString())));
        }

        all.yes = [.. yaml["answers"].Only("yes", "no", "cancel")["yes"].Items.Select(ConductFiles.Pattern)];
        all.no = [.. yaml["answers"]["no"].Items.Select(ConductFiles.Pattern)];
        all.cancel = [.. yaml["answers"]["cancel"].Items.Select(ConductFiles.Pattern)];
        foreach (var (name, list) in yaml["choices"].Entries)
        {
            int? option = int.TryParse(name, out var n) ? n : null;
            OfferLabel? label = option is null ? Enum.Parse<OfferLabel>(name, ignoreCase: true) : null;
            all.choices.Add((option, label, [.. list.Items.Select(ConductFiles.Pattern)]));
        }

        last = new(text, all);
        return all;
    }

    /// <summary>Intents in a message, best first; more of the text explained is better, and earlier in the file wins a tie.</summary>
    public IReadOnlyList<(string Id, double Score)> Intents(string text) =>
    [
        .. intents.Select(intent => (intent.Id, Score: intent.Patterns.Max(pattern => Score(pattern, text, IsChinese(text)))))
            .Where(intent => intent.Score > 0).OrderByDescending(intent => intent.Score),
    ];

    /// <summary>A pattern with Chinese characters is only tried on a text that has some; English ones on every text.</summary>
    private double Score(Regex pattern, string text, bool chinese) =>
        (chinese || !chinesePatterns.Contains(pattern)) && pattern.Match(text) is { Success: true } m ? 0.7 + (0.29 * m.Length / text.Length) : 0;

    private static bool IsChinese(string text) => text.AsSpan().ContainsAnyInRange('\u4e00', '\u9fff');

    /// <summary>A choice by number or by what an offer is good for.</summary>
    public Command.Choose? Choice(string text) =>
        choices.Where(choice => choice.Patterns.Any(pattern => pattern.IsMatch(text))).Select(choice => new Command.Choose(choice.Option, choice.Label)).FirstOrDefault();

    /// <summary>A clear yes.</summary>
    public bool IsYes(string text) => yes.Any(pattern => pattern.IsMatch(text));

    /// <summary>The wish to drop what is open.</summary>
    public bool IsCancel(string text) => cancel.Any(pattern => pattern.IsMatch(text));

    /// <summary>A clear no.</summary>
    public bool IsNo(string text) => no.Any(pattern => pattern.IsMatch(text));

    /// <summary>Whether a longer text opens with an answer.</summary>
    public bool StartsWithAnswer(string text) => yes.Concat(no).Any(pattern => pattern.Match(text) is { Success: true, Index: 0 });

    private sealed record Loaded(string Text, Patterns Patterns);
}
