using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assistant.Bot.Privacy;
using Assistant.Bot.Prompts;
using Assistant.Skills.Language;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Practice;

/// <summary>
/// Takes out of somebody's words whatever could tell who they are: what the case says of them, every number, and names, addresses, places and employers as far
/// as they are heard. Too much is taken rather than too little. Amounts of the case, and the holder's name, become the values of the scenario, which are made up.
/// </summary>
/// <param name="data">What is masked, and what stands in its place.</param>
/// <param name="locale">Language of the words put in.</param>
/// <param name="file">The bank's file; null where no case is known.</param>
/// <param name="holder">Whose case it is.</param>
/// <param name="today">The bank's day.</param>
public sealed class DraftMasks(PersonalData data, string locale, CaseFile? file, Holder? holder, DateOnly today)
{
    private readonly Dictionary<string, int> counts = [];
    private readonly List<(Regex Words, string Kind, string Put)> literals = [.. Literals(data, locale, new(holder, file))];

    /// <summary>How often each kind was masked so far.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>The words without what could tell who said them.</summary>
    public string Mask(string text)
    {
        // Braces and line ends would be read as the scenario's own.
        text = text.ReplaceLineEndings(" ").Replace('{', '（').Replace('}', '）').Trim();
        var taken = new List<(int Start, int End, string Kind, string Put)>();
        foreach (var (words, kind, put) in literals)
        {
            foreach (Match match in words.Matches(text))
                Take(taken, match.Index, match.Index + match.Length, kind, put);
        }

        foreach (var kind in (string[])["email", "phone", "account", "address"])
            Take(taken, kind, text);
        foreach (var entity in Hearing.Entities(text, today, identityAsked: false, locale == Locales.English))
        {
            var (kind, put) = Heard(entity);
            Take(taken, entity.Start, entity.End, kind, put);
        }

        foreach (var kind in (string[])["employer", "place", PersonalData.Name, PersonalData.Number])
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

    private static IEnumerable<(Regex, string, string)> Literals(PersonalData data, string locale, Known known)
    {
        foreach (var part in known.Names)
            yield return (Literal(part), PersonalData.Name, "{name}");
        if (known.Phone is { } digits)
            yield return (new(string.Join(@"[\s()-]*", digits.ToCharArray()), RegexOptions.NonBacktracking), "phone", data.Word("phone", locale));
        foreach (var number in known.IdLast4 is { } last ? known.Numbers.Prepend(last) : known.Numbers)
            yield return (Literal(number), PersonalData.Number, data.Word(PersonalData.Number, locale));
        if (known.File is { CreditorName.Length: > 1 } file)
            yield return (Literal(file.CreditorName), "employer", "{creditor}");
    }

    private static Regex Literal(string words) => new(words.All(char.IsAscii) ? $@"\b{Regex.Escape(words)}\b" : Regex.Escape(words), RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private (string Kind, string Put) Heard(Entity entity)
    {
        if (entity.Type == EntityType.Amount)
        {
            var figure = file is not null && decimal.TryParse(entity.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? FigureOf(file, amount) : null;
            return ("amount", figure is null ? data.Word("amount", locale) : "{" + figure + "}");
        }

        var kind = entity.Type switch
        {
            EntityType.Phone => "phone",
            EntityType.Date or EntityType.DateRange or EntityType.Duration or EntityType.TimeWindow => "time",
            _ => "number",
        };
        return (kind, data.Word(kind, locale));
    }

    private static string? FigureOf(CaseFile file, decimal amount) => new (Assistant.Skills.Money Value, string Name)[]
    {
        (file.TotalDue, "total"), (file.Principal, "principal"), (file.MinPayment, "minimum"), (file.Interest, "interest"), (file.Penalty, "penalty"), (file.Fees, "fees"),
    }.FirstOrDefault(figure => figure.Value.IsPositive && figure.Value.Amount == amount).Name;

    private void Take(List<(int Start, int End, string Kind, string Put)> taken, string kind, string text)
    {
        foreach (var (start, end) in data.ForDraft(kind, text))
            Take(taken, start, end, kind, data.Word(kind, locale));
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
