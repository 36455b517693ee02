using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Skills.Language;

namespace Assistant.Bot.Privacy;

/// <summary>A stretch of a text that tells who somebody is.</summary>
/// <param name="Start">First position.</param>
/// <param name="End">Position after the last.</param>
/// <param name="Kind">What it is: a kind of the files, or one that the code tells apart.</param>
public sealed record Stretch(int Start, int End, string Kind);

/// <summary>Finds what tells who somebody is.</summary>
/// <param name="files">What is looked for.</param>
public sealed partial class PersonalData(MaskFiles files)
{
    /// <summary>The kind of names.</summary>
    public const string Name = "name";

    /// <summary>The kind of numbers that are not told apart further.</summary>
    public const string Number = "number";

    private const string Employer = "employer";
    private const int CardDigits = 13;
    private const int IdDigits = 17;
    private const int MostBeside = 12;
    private static readonly string[] Units = ["万", "元", "块", "千", "百", "亿", "k", "w", "thousand", "hundred", "grand", "buck", "dollar", "pound", "quid", "rmb", "usd", "$", "¥", "£", "€"];

    private readonly ChineseNames chinese = new(files.Chinese);
    private readonly EnglishNames english = new(files.English);

    /// <summary>What stands in the place of a kind in a practice draft.</summary>
    public string Word(string kind, string locale) => files.Kinds[kind].Words[locale];

    /// <summary>Stretches of a kind that a practice draft does not keep, in the order they are to be taken.</summary>
    public IEnumerable<(int Start, int End)> ForDraft(string kind, string text) => files.Kinds[kind].Drafts.SelectMany(pattern => Matches(pattern, text));

    /// <summary>
    /// Stretches that a language model must not see, by position, none touching another's. Amounts, dates, terms and shares of fewer than five digits are none of them, nor
    /// amounts of up to six that are said to be money.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="known">What is known of the person.</param>
    /// <param name="today">The bank's day.</param>
    /// <param name="identityAsked">Whether identity was asked for: then every short number that could answer is taken too.</param>
    /// <param name="locale">Language of the conversation.</param>
    public IReadOnlyList<Stretch> Find(string text, Known known, DateOnly today, bool identityAsked, string locale)
    {
        var folded = new Folded(text);
        var entities = Hearing.Entities(folded.Text, today, identityAsked, locale == Locales.English);
        var found = known.Find(folded.Text)
            .Concat(Patterns(folded.Text, "email")).Concat(Patterns(folded.Text, "account")).Concat(Numbers(folded.Text, entities, known, identityAsked))
            .Concat(Patterns(folded.Text, "phone")).Concat(Patterns(folded.Text, "address")).Concat(Patterns(folded.Text, Employer)).Concat(english.Employers(folded.Text).Select(one => new Stretch(one.Start, one.End, Employer)))
            .Concat(chinese.Find(folded.Text).Concat(english.Find(folded.Text)).Select(one => new Stretch(one.Start, one.End, Name))).Concat(Patterns(folded.Text, Name)).Concat(Patterns(folded.Text, Number));
        return [.. Joined(found, folded.Text).Select(one => one with { Start = folded.Start(one.Start), End = folded.End(one.End) })];
    }

    /// <summary>
    /// The last look before something leaves: whether no number of seven or more digits, no e-mail address and no identity number is in a text. It knows neither
    /// patterns nor words, so that no mistake there can reach it.
    /// </summary>
    public static bool IsClean(string text)
    {
        var folded = new Folded(text).Text;
        return !DigitRuns.Find(folded, wide: true).Any(run => run.Digits.Length >= DigitRuns.Never) && !Email().IsMatch(folded);
    }

    private static IEnumerable<Stretch> Numbers(string text, IReadOnlyList<Entity> entities, Known known, bool identityAsked)
    {
        foreach (var entity in entities.Where(entity => entity.IsIdentityFactor))
            yield return new(entity.Start, entity.End, entity.Type switch { EntityType.Phone => "phone", EntityType.CaseNo => "case", EntityType.CardLast4 => "card", _ => "id" });
        foreach (var run in DigitRuns.Find(text, wide: true).Where(run => run.Digits.Length >= DigitRuns.Never))
            yield return Beside(text, run, entities);
        foreach (var run in DigitRuns.Find(text, wide: false))
        {
            if (known.IsLastFour(run.Digits) || run.Digits.Length >= DigitRuns.Many && !IsMoney(text, run, entities))
                yield return Beside(text, run, entities);
        }

        if (identityAsked)
        {
            foreach (var (start, end) in Matches(Factor(), text).Where(one => text.AsSpan(one.Start..one.End).ContainsAnyInRange('0', '9') && !entities.Any(entity => entity.Type == EntityType.Amount && entity.Start <= one.Start && one.End <= entity.End && IsSaidMoney(text, entity))))
                yield return new(start, end, Number);
            foreach (var run in DigitRuns.Find(text, wide: false).Where(run => run.Digits.Length is >= 3 and < DigitRuns.Many && !char.IsAsciiDigit(text[run.Start]) && !entities.Any(entity => entity.Start < run.End && run.Start < entity.End && !entity.IsIdentityFactor)))
                yield return new(run.Start, run.End, Number);
        }
    }

    /// <summary>A number with the letters it hangs together with, and what it seems to be.</summary>
    private static Stretch Beside(string text, DigitRun run, IReadOnlyList<Entity> entities)
    {
        var (start, end) = (run.Start, run.End);
        while (start > 0 && run.Start - start < MostBeside && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '+'))
            start--;
        while (end < text.Length && end - run.End < MostBeside && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        var heard = entities.FirstOrDefault(entity => entity.Start <= run.Start && entity.End >= run.End);
        return new(start, end, heard?.Type switch
        {
            EntityType.Phone => "phone",
            EntityType.CaseNo => "case",
            EntityType.Amount when run.Digits.Length < CardDigits => "amount",
            EntityType.Date or EntityType.DateRange => "date",
            _ => run.Digits.Length == IdDigits + 1 || run.Digits.Length == IdDigits && end > run.End ? "id" : run.Digits.Length >= CardDigits ? "card" : Number,
        });
    }

    private static bool IsMoney(string text, DigitRun run, IReadOnlyList<Entity> entities) =>
        run.Digits.Length < DigitRuns.Never && entities.Any(entity => entity.Type == EntityType.Amount && entity.Start <= run.Start && run.End <= entity.End && IsSaidMoney(text, entity));

    private static bool IsSaidMoney(string text, Entity entity)
    {
        var after = text.AsSpan(entity.End).TrimStart();
        var before = text.AsSpan(0, entity.Start).TrimEnd();
        return entity.Currency is not null || Array.Exists(Units, unit => entity.Text.Contains(unit, StringComparison.OrdinalIgnoreCase)) || before.Length > 0 && before[^1] is '$' or '¥' or '£' or '€' || after.Length > 0 && after[0] is '元' or '块' or '万';
    }

    private IEnumerable<Stretch> Patterns(string text, string kind) => files.Kinds[kind].Models.SelectMany(pattern => Matches(pattern, text)).Select(one => new Stretch(one.Start, one.End, kind));

    private static IEnumerable<(int Start, int End)> Matches(Regex pattern, string text)
    {
        foreach (Match match in pattern.Matches(text))
        {
            var words = match.Groups.Count > 1 && match.Groups[1].Success ? match.Groups[1] : match;
            yield return (words.Index, words.Index + words.Length);
        }
    }

    /// <summary>What overlaps becomes one, of the kind that was found first; spaces at the ends stay.</summary>
    private static List<Stretch> Joined(IEnumerable<Stretch> found, string text)
    {
        var joined = new List<(Stretch One, int Rank)>();
        foreach (var (stretch, rank) in found.Select((one, rank) => (Trimmed(one, text), rank)).Where(one => one.Item1.End > one.Item1.Start).OrderBy(one => one.Item1.Start))
        {
            if (joined.Count > 0 && joined[^1] is var (last, lastRank) && stretch.Start < last.End)
                joined[^1] = (new(last.Start, Math.Max(last.End, stretch.End), rank < lastRank ? stretch.Kind : last.Kind), Math.Min(rank, lastRank));
            else
                joined.Add((stretch, rank));
        }

        return joined.ConvertAll(one => one.One);
    }

    private static Stretch Trimmed(Stretch one, string text)
    {
        var (start, end) = (one.Start, one.End);
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] is ',' or ':'))
            start++;
        while (end > start && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is ',' or ':'))
            end--;
        return one with { Start = start, End = end };
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+-]\s?@\s?[A-Za-z0-9-]+\s?\.\s?[A-Za-z]", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![A-Za-z0-9])([A-Za-z0-9]{3,6})(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Factor();
}
