using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills.Language;

namespace Assistant.Bot.Understanding;

/// <summary>An intent read in a message.</summary>
/// <param name="Id">Of the catalogue, or one of the few finer ones that only patterns tell apart.</param>
/// <param name="Score">How likely it is right, from 0 to 1.</param>
/// <param name="Source">"classifier", "pattern" or "danger".</param>
public sealed record ReadIntent(string Id, double Score, string Source);

/// <summary>What a message says, whoever says it: no conversation is looked at.</summary>
/// <param name="Locale">Its language, or null where the words do not tell.</param>
/// <param name="Intents">Best first; never empty.</param>
/// <param name="Fitting">What patterns alone would read, best first: for where the best intent cannot be acted on.</param>
/// <param name="Entities">Values heard, by position.</param>
/// <param name="Danger">The gravest danger it tells of.</param>
/// <param name="Risk">The highest risk of what it says, R0 to R3.</param>
public sealed record Reading(string? Locale, IReadOnlyList<ReadIntent> Intents, IReadOnlyList<ReadIntent> Fitting, IReadOnlyList<Entity> Entities, Danger Danger, string Risk)
{
    /// <summary>Whether there is danger to life.</summary>
    public bool IsCrisis => DangerReader.IsCrisis(Danger);
}

/// <summary>
/// Reads a message on its own: intents by the trained reader, sharpened by the patterns of <c>prompts/understanding/patterns.yaml</c>; values by the
/// recognisers; danger by a reader of its own.
/// </summary>
public sealed class MessageReader(TrainedReaders readers, Patterns patterns, BankClock clock)
{
    /// <summary>More of a message is not read.</summary>
    public const int MostText = 8000;

    /// <summary>Below this the trained reader is not sure, and a pattern that fits knows better.</summary>
    private const double Sure = 0.5;

    /// <summary>From here on the trained reader is believed against the reader of danger.</summary>
    private const double Certain = 0.9;

    /// <summary>From here on the reader of intents outweighs what the reader of danger alone hears.</summary>
    private const double AsGoodAsSure = 0.997;

    /// <summary>The same where the danger heard is a threat: whoever threatens says so.</summary>
    private const double SureBesideThreat = 0.95;

    /// <summary>Less than this is too little to be heard as danger.</summary>
    private const int LeastChinese = 4;
    private const int LeastLetters = 10;

    private const string Classifier = "classifier";

    /// <summary>Reads.</summary>
    /// <param name="text">The message as it was written.</param>
    /// <param name="identityAsked">Whether identity factors were asked for, so that bare digits are taken as such.</param>
    /// <param name="locale">The language it is taken to be in where the words do not tell.</param>
    public Reading Read(string text, bool identityAsked = false, string? locale = null)
    {
        if (text.Length > MostText)
            text = text[..MostText];
        var language = Locales.Of(LanguageOf.Of(text));
        var fitting = patterns.Intents(text).Select(one => new ReadIntent(one.Id, one.Score, "pattern")).ToList();
        var read = readers.Intents.Read(text).Select(one => new ReadIntent(one.Intent, one.Score, Classifier)).ToList();
        var danger = DangerOf(text, read, fitting);
        var intents = Intents(read, fitting, danger);
        var entities = Hearing.Entities(text, clock.Today, identityAsked, (language ?? locale) == Locales.English);
        return new(language, intents, fitting, entities, danger, RiskOf(intents, danger));
    }

    /// <summary>
    /// The danger a message tells of. Next to nothing ("今天") tells of none that no pattern knows; and where the reader of intents is as good as sure of
    /// something else, what only the reader of danger hears is no danger.
    /// </summary>
    private Danger DangerOf(string text, List<ReadIntent> read, List<ReadIntent> fitting)
    {
        var danger = readers.Dangers.Read(text);
        if (!DangerReader.IsCrisis(danger) || fitting.Exists(one => IsTalkOfDanger(one.Id)))
            return danger;
        var isShort = text.Count(Plain.IsChinese) < LeastChinese && text.Count(char.IsAsciiLetter) < LeastLetters;
        return isShort || (read.Count > 0 && read[0].Score >= (danger == Danger.SelfHarm ? AsGoodAsSure : SureBesideThreat) && !IsTalkOfDanger(read[0].Id) && !IsNearDanger(read[0].Id)) ? Danger.None : danger;
    }

    private List<ReadIntent> Intents(List<ReadIntent> read, List<ReadIntent> fitting, Danger danger)
    {
        // Finer intents are known to patterns alone; they stand for the one of the catalogue they belong to.
        var finer = fitting.Where(one => !readers.Risks.ContainsKey(one.Id)).ToList();
        var unsure = read.Count == 0 || read[0].Score < Sure || read[0].Id == "unclear_input";
        // A pattern for danger is never outvoted: a question too many is better than a silence.
        var kept = unsure ? fitting : fitting.Where(one => IsTalkOfDanger(one.Id));
        var all = finer.Concat(unsure && fitting.Count > 0 ? kept.Concat(read) : read.Concat(kept)).ToList();
        // Who knows idioms says there is nothing grave in it: "笑死" is no death. Condolences to somebody who jests are worse than a question back.
        if (danger == Danger.None)
            all.RemoveAll(one => (IsTalkOfDanger(one.Id) || IsTalkOfDeath(one.Id)) && one.Source == Classifier && one.Score < Certain);
        if (IntentOf(danger) is { } care && !all.Exists(one => one.Id == care))
            all.Insert(0, new(care, 0.99, "danger"));
        if (all.Count == 0)
            all.Add(new("unclear_input", 1, Classifier));
        return [.. all.DistinctBy(one => one.Id)];
    }

    private static bool IsTalkOfDanger(string intent) => intent is "suicidal_hint" or "threat_violence";

    /// <summary>What people in danger talk about as well: the reader of danger keeps its word beside these.</summary>
    private static bool IsNearDanger(string intent) => intent is "distress_mental_health" or "hardship_bereavement" or "hardship_illness" or "addiction_gambling" or "cardholder_deceased" or "small_talk" or "thanks_bye" or "unclear_input" or "out_of_scope";

    private static bool IsTalkOfDeath(string intent) => intent is "cardholder_deceased" or "hardship_bereavement";

    /// <summary>The intent of the catalogue that a danger to life is handled by.</summary>
    private static string? IntentOf(Danger danger) => danger switch
    {
        Danger.SelfHarm => "suicidal_hint",
        Danger.ThreatToOthers or Danger.ViolenceAgainstDebtor => "threat_violence",
        _ => null,
    };

    private string RiskOf(List<ReadIntent> intents, Danger danger)
    {
        var heard = danger == Danger.None ? "R0" : DangerReader.IsCrisis(danger) ? "R3" : "R2";
        return intents.Where(one => one.Score >= Sure).Take(2).Select(one => readers.Risks.GetValueOrDefault(one.Id, "R0")).Append(heard).Max(StringComparer.Ordinal)!;
    }
}
