using System.Globalization;
using System.Text.Json;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Assistant.Skills.Language;

namespace Assistant.Bot.Staff;

/// <summary>One line to review, as it was asked for.</summary>
/// <param name="Text">The line.</param>
/// <param name="Locale">Language of reasons and of the better line.</param>
/// <param name="Context">What surrounds it.</param>
/// <param name="Ignored">Flags nobody knows.</param>
public sealed record ReviewRequest(string Text, string Locale, ReviewContext Context, IReadOnlyList<string> Ignored);

/// <summary>
/// Reads a review as it is asked for (external contract, section 7). Facts of a case that is named are the context's; what the request says itself
/// goes before them.
/// </summary>
public sealed class ReviewRequests(BankClock clock)
{
    private const int MostText = 8000;
    private const int MostFlags = 100;

    private static readonly string[] FigureNames =
        ["total", "minimum", "principal", "interest", "penalty", "arrears", "lastPayment", "agreedPayment", "planInstalment", "waivedPenalty"];

    /// <summary>Reads a request.</summary>
    /// <param name="body">The request.</param>
    /// <param name="cases">The cases requests name, opened.</param>
    /// <exception cref="FormatException">What to correct.</exception>
    public ReviewRequest Read(JsonElement body, IReadOnlyDictionary<string, KnownCase> cases)
    {
        if (body.ValueKind != JsonValueKind.Object || Fields.Text(body, "text") is not { Length: > 0 } text)
            throw new FormatException("'text' is missing: the line to review.");
        if (text.Length > MostText)
            throw new FormatException($"The text has {text.Length} characters; at most {MostText} are reviewed.");
        var locale = LocaleOf(body) ?? Locales.Of(LanguageOf.Of(text)) ?? Locales.Chinese;
        var (context, ignored) = ContextOf(body, locale, cases);
        return new(text, locale, context, ignored);
    }

    /// <summary>The locale a body asks for; null where it leaves that open.</summary>
    /// <exception cref="FormatException">What to correct.</exception>
    public static string? LocaleOf(JsonElement body) => Fields.Text(body, "locale") is not { Length: > 0 } asked ? null
        : Locales.Of(asked) ?? throw new FormatException($"'{asked}' is not a locale; it is one of {string.Join(", ", Locales.All)}.");

    /// <summary>Jurisdiction, case and context of a body; what it leaves open is the case's, or not at issue.</summary>
    /// <exception cref="FormatException">What to correct.</exception>
    public (ReviewContext Context, IReadOnlyList<string> Ignored) ContextOf(JsonElement body, string locale, IReadOnlyDictionary<string, KnownCase> cases)
    {
        var known = Fields.Text(body, "caseNo") is { Length: > 0 } caseNo ? cases[caseNo].Context : null;
        var jurisdiction = Jurisdiction(Fields.Text(body, "jurisdiction")) ?? known?.Jurisdiction ?? ConductFiles.JurisdictionOf(null, locale);
        var context = (known ?? new() { Jurisdiction = jurisdiction, Day = clock.Today }) with { Jurisdiction = jurisdiction };
        if (!Fields.Has(body, "context", out var given))
            return (context, []);
        if (given.ValueKind != JsonValueKind.Object)
            throw new FormatException("'context' must be an object, such as {\"verified\": true}.");
        var (flags, ignored) = Flags(given, context.Flags);
        // The local time of whoever is reached.
        var time = Fields.Moment(given, "time");
        return (context with
        {
            Speaker = Word(given, "speaker", Speaker.Agent),
            Audience = Word(given, "audience", Audience.Debtor),
            Verified = Fields.Flag(given, "verified"),
            Time = time is { } at ? TimeOnly.FromDateTime(at.DateTime) : null,
            Day = time is { } on ? DateOnly.FromDateTime(on.DateTime) : context.Day,
            Channel = Fields.Text(given, "channel")?.ToLowerInvariant(),
            Flags = flags,
            LegalActionApproved = Fields.Flag(given, "legalActionApproved") ?? false,
            Figures = Figures(given, context.Figures),
        }, ignored);
    }

    /// <summary>CN, US or UK of any way to write it; null where nothing is written.</summary>
    /// <exception cref="FormatException">What to correct.</exception>
    public static string? Jurisdiction(string? written) => written?.ToUpperInvariant() switch
    {
        null or "" => null,
        "GB" => "UK",
        var known when ConductFiles.Jurisdictions.Contains(known) => known,
        _ => throw new FormatException($"'{written}' has no rule pack; there are {string.Join(", ", ConductFiles.Jurisdictions)}."),
    };

    private static (Dictionary<string, string> Flags, List<string> Ignored) Flags(JsonElement given, IReadOnlyDictionary<string, string> before)
    {
        var (flags, ignored) = (new Dictionary<string, string>(before), new List<string>());
        if (!Fields.Has(given, "flags", out var list))
            return (flags, ignored);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostFlags)
            throw new FormatException($"'flags' must be a list of at most {MostFlags} words, such as [\"dispute_open\", \"attempts_today=2\"].");
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                throw new FormatException("Each of 'flags' must be a word, such as \"dispute_open\".");
            var (name, value) = item.GetString()!.Split('=', 2) is [var key, var rest] ? (key.Trim(), rest.Trim()) : (item.GetString()!.Trim(), "");
            if (ReviewContext.KnownFlags.Contains(name))
                flags[name] = value;
            else
                ignored.Add(name);
        }

        return (flags, ignored);
    }

    private static Dictionary<string, decimal> Figures(JsonElement given, IReadOnlyDictionary<string, decimal> before)
    {
        var figures = new Dictionary<string, decimal>(before);
        if (!Fields.Has(given, "figures", out var map))
            return figures;
        if (map.ValueKind != JsonValueKind.Object)
            throw new FormatException("'figures' must be an object, such as {\"total\": \"100.00\"}.");
        foreach (var name in FigureNames)
        {
            if (!Fields.Has(map, name, out var value))
                continue;
            var text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString()!, _ => "" };
            figures[name] = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                ? amount : throw new FormatException($"figures.{name} must be an amount, such as \"100.00\".");
        }

        return figures;
    }

    private static T Word<T>(JsonElement given, string name, T absent)
        where T : struct, Enum => Fields.Text(given, name) is not { Length: > 0 } text ? absent
        : Enum.TryParse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var word) && !char.IsAsciiDigit(text[0]) ? word
        : throw new FormatException($"'{text}' is no {name}; it is one of {string.Join(", ", Enum.GetNames<T>().Select(Snake))}.");

    private static string Snake(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
