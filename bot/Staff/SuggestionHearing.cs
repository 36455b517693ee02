using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;
using Assistant.Skills.Coaching;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Staff;

/// <summary>What the words of a request for lines tell.</summary>
/// <param name="Query">What lines are looked for by.</param>
/// <param name="Context">What surrounds the line, with the facts the words tell of.</param>
public sealed record HeardWords(ScriptQuery Query, ReviewContext Context);

/// <summary>Reads what an agent describes and what a customer said last, for the lines that fit.</summary>
public sealed class SuggestionHearing(MessageReader reader, PolicyFiles policy, ScriptFiles scripts)
{
    /// <summary>From here on an intent is taken as said.</summary>
    private const double Likely = 0.5;

    /// <summary>What an intent read in an agent's description counts: the reader knows the words of customers.</summary>
    private const double Described = 0.8;

    private static readonly string[] DangerIntents = ["suicidal_hint", "threat_violence"];

    /// <summary>Reads.</summary>
    /// <param name="situation">What the agent describes; null where nothing is.</param>
    /// <param name="last">The customer's last words; null where they are not known.</param>
    /// <param name="locale">The language they are taken to be in where they do not tell.</param>
    /// <param name="context">What is known besides.</param>
    public HeardWords Hear(string? situation, string? last, string locale, ReviewContext context)
    {
        var said = Read(last, locale);
        var described = new[] { Read(situation, locale), Read(situation is null ? null : FirstPerson.Of(situation), locale) }.OfType<Reading>().ToList();
        var query = new ScriptQuery(situation, last, [.. Intents(said, 1), .. described.SelectMany(reading => Intents(reading, Described))]);
        // The reader of danger knows what customers say; of words about them the reader of intents is sure enough.
        var isInDanger = context.Flags.ContainsKey(ScriptFit.DangerFlag) || said?.IsCrisis == true || TellsOfDanger(said) || described.Exists(TellsOfDanger)
            || scripts.RankerOf(locale).Best(query, 1) is [{ Script.Risk: Script.DangerToLife }];
        return isInDanger
            ? new(query with { Intents = [.. DangerIntents.Select(intent => (intent, 1.0))] }, With(context, [ScriptFit.DangerFlag]))
            : new(query, With(context, described.Append(said).OfType<Reading>().Select(EndOfMoneyTalk).OfType<string>()));
    }

    /// <summary>A context with more facts.</summary>
    internal static ReviewContext With(ReviewContext context, IEnumerable<string> flags) =>
        context with { Flags = context.Flags.Keys.Union(flags).ToDictionary(flag => flag, flag => context.Flags.GetValueOrDefault(flag, "")) };

    private Reading? Read(string? text, string locale) => text is null ? null : reader.Read(text, locale: locale);

    private static bool TellsOfDanger(Reading? reading) => reading?.Intents.Any(intent => DangerIntents.Contains(intent.Id) && IsOfWords(intent) && intent.Score >= Likely) == true;

    private static IEnumerable<(string Intent, double Score)> Intents(Reading? reading, double weight) =>
        reading?.Intents.Where(IsOfWords).Select(intent => (intent.Id, intent.Score * weight)) ?? [];

    /// <summary>The fact that the best intent tells of, where money is not spoken of after it.</summary>
    private string? EndOfMoneyTalk(Reading reading) =>
        reading.Intents[0] is { Score: >= Likely } best && policy.Protections.Paths.GetValueOrDefault(best.Id) is { EndsMoneyTalk: true, Opens.Flag: { } flag }
        && ScriptFit.EndsMoneyTalk.Contains(flag) ? flag : null;

    private static bool IsOfWords(ReadIntent intent) => intent.Source != "danger";
}
