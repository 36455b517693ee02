using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Skills.Language;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Practice;

/// <summary>
/// Takes out of somebody's words whatever could tell who they are: what the case says of them, every number, and names, addresses, places and employers as far
/// as they are heard. Too much is taken rather than too little. Amounts of the case, and the holder's name, become the values of the scenario, which are made up.
/// </summary>
/// <param name="files">What is masked, and what stands in its place.</param>
/// <param name="locale">Language of the words put in.</param>
/// <param name="file">The bank's file; null where no case is known.</param>
/// <param name="holder">Whose case it is.</param>
/// <param name="today">The bank's day.</param>
public sealed class DraftMasks(DraftFiles files, string locale, CaseFile? file, Holder? holder, DateOnly today)
{
    private const string Name = "name";
    private readonly Dictionary<string, int> counts = [];
    private readonly List<(Regex Words, string Kind, string Put)> literals = [.. Literals(files, locale, file, holder)];

    /// <summary>How often each kind was masked so far.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>The words without what could tell who said them.</summary>
    public string Mask(string text)
    {
        // Braces and line ends would be read as the scenario's own.
        text = text.ReplaceLineEndings(" ").Replace('{', '（').Replace('}', '）').Trim();
        var taken = new List<(int Start, int End, string Kind, string Put)>();
        foreach (var (words, kind, put) in literals)
            Take(taken, words.Matches(text), kind, put);
        foreach (var kind in (string[])["email", "phone", "account", "address"])
            Take(taken, kind, text);
        foreach (var entity in Hearing.Entities(text, today, identityAsked: false, locale == Locales.English))
        {
            var (kind, put) = Heard(entity);
            Take(taken, entity.Start, entity.End, kind, put);
        }

        foreach (var kind in (string[])["employer", "place", Name, "number"])
            Take(taken, kind, text);
        var (made, at) = (new StringBuilder(), 0);
        foreach (var one in taken.OrderBy(one => one.Start))
        {
            made.Append(text, at, one.Start - at).Append(one.Put);
            at = one.End;
            counts[one.Kind] = counts.GetValueOrDefault(one.Kind) + 1;
        }

        return made.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>How many letters or characters of somebody's own are left.</summary>
    public static int Left(string masked)
    {
        var (count, depth) = (0, 0);
        foreach (var c in masked)
        {
            depth += c is '〔' or '[' or '{' ? 1 : c is '〕' or ']' or '}' ? -1 : 0;
            count += depth == 0 && char.IsLetter(c) ? 1 : 0;
        }

        return count;
    }

    private static IEnumerable<(Regex, string, string)> Literals(DraftFiles files, string locale, CaseFile? file, Holder? holder)
    {
        if (holder is not null)
        {
            foreach (var part in NameParts(holder.Name))
                yield return (Literal(part), Name, "{name}");
            var digits = string.Concat(holder.Mobile.Where(char.IsAsciiDigit));
            if (digits.Length >= 7)
                yield return (new(string.Join(@"[\s()-]*", digits.ToCharArray()), RegexOptions.NonBacktracking), "phone", files.Masks["phone"].Words[locale]);
            if (holder.IdLast4.Length > 0)
                yield return (Literal(holder.IdLast4), "number", files.Masks["number"].Words[locale]);
        }

        foreach (var word in new[] { file?.CaseNo, file?.CustomerNo, file?.CardLast4 }.OfType<string>().Where(word => word.Length > 2))
            yield return (Literal(word), "number", files.Masks["number"].Words[locale]);
        if (file is { CreditorName.Length: > 1 })
            yield return (Literal(file.CreditorName), "employer", "{creditor}");
    }

    /// <summary>A whole name first, then its parts: the given name alone in Chinese, each word in other languages.</summary>
    private static IEnumerable<string> NameParts(string name)
    {
        var whole = name.Trim();
        if (whole.Length < 2)
            yield break;
        yield return whole;
        if (whole.Any(c => c >= 0x2E80))
        {
            if (whole.Length > 2)
                yield return whole[1..];
            yield break;
        }

        foreach (var part in whole.Split([' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 1))
            yield return part;
    }

    private static Regex Literal(string words) => new(words.All(char.IsAscii) ? $@"\b{Regex.Escape(words)}\b" : Regex.Escape(words), RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private (string Kind, string Put) Heard(Entity entity)
    {
        if (entity.Type == EntityType.Amount)
        {
            var figure = file is not null && decimal.TryParse(entity.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? FigureOf(file, amount) : null;
            return ("amount", figure is null ? files.Masks["amount"].Words[locale] : "{" + figure + "}");
        }

        var kind = entity.Type switch
        {
            EntityType.Phone => "phone",
            EntityType.Date or EntityType.DateRange or EntityType.Duration or EntityType.TimeWindow => "time",
            _ => "number",
        };
        return (kind, files.Masks[kind].Words[locale]);
    }

    private static string? FigureOf(CaseFile file, decimal amount) => new (Assistant.Skills.Money Value, string Name)[]
    {
        (file.TotalDue, "total"), (file.Principal, "principal"), (file.MinPayment, "minimum"), (file.Interest, "interest"), (file.Penalty, "penalty"), (file.Fees, "fees"),
    }.FirstOrDefault(figure => figure.Value.IsPositive && figure.Value.Amount == amount).Name;

    private void Take(List<(int Start, int End, string Kind, string Put)> taken, string kind, string text)
    {
        foreach (var pattern in files.Masks[kind].Patterns)
            Take(taken, pattern.Matches(text), kind, files.Masks[kind].Words[locale]);
    }

    private static void Take(List<(int Start, int End, string Kind, string Put)> taken, MatchCollection matches, string kind, string put)
    {
        foreach (Match match in matches)
        {
            var words = match.Groups.Count > 1 && match.Groups[1].Success ? match.Groups[1] : match;
            Take(taken, words.Index, words.Index + words.Length, kind, put);
        }
    }

    /// <summary>What is not taken of a stretch is taken now, around what stands there already.</summary>
    private static void Take(List<(int Start, int End, string Kind, string Put)> taken, int start, int end, string kind, string put)
    {
        foreach (var one in taken.Where(one => one.Start < end && one.End > start).OrderBy(one => one.Start).ToList())
        {
            Add(start, one.Start);
            start = Math.Max(start, one.End);
        }

        Add(start, end);

        void Add(int from, int to)
        {
            if (to > from)
                taken.Add((from, to, kind, put));
        }
    }
}
