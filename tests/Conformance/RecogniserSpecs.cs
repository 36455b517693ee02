using System.Text.Json;
using Assistant.Skills.Language.Recognisers;

namespace Assistant.Tests.Conformance;

/// <summary>One of Recognizers-Text's own cases: a sentence and what must be found in it.</summary>
public sealed record SpecCase(string Sentence, DateTime Reference, IReadOnlyList<JsonElement> Expected)
{
    /// <summary>The cases of a file that Recognizers-Text itself supports on .NET.</summary>
    public static List<SpecCase> Of(IEnumerable<JsonElement> entries) =>
    [
        .. entries.Where(entry => !entry.TryGetProperty("NotSupported", out var not) || !not.GetString()!.Contains("dotnet", StringComparison.OrdinalIgnoreCase))
            .Select(entry => new SpecCase(
                entry.GetProperty("Input").GetString()!,
                entry.TryGetProperty("Context", out var context) && context.TryGetProperty("ReferenceDateTime", out var at) ? at.GetDateTime() : new DateTime(2016, 11, 7, 0, 0, 0, DateTimeKind.Unspecified),
                [.. entry.GetProperty("Results").EnumerateArray()])),
    ];

    /// <summary>What was found, written so that it can be compared with <see cref="Wanted"/>.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="placed">Whether the case says where; most telephone numbers and all answers do not.</param>
    public static string Show(Recognised found, bool placed = true) => found.Resolution.Times is { } times
        ? $"{Plain(found.Text)} [{found.Start},{found.End}] {found.TypeName} {string.Join(" | ", times.Select(Show))}"
        : Line(found.Text, placed ? found.Start : null, found.End, found.TypeName, found.Resolution.Value, found.Resolution.Subtype, found.Resolution.Unit, found.Resolution.IsoCurrency);

    /// <summary>Whether exactly what a case expects was found, in order.</summary>
    public bool IsMet(IReadOnlyList<Recognised> found) =>
        found.Count == Expected.Count && Expected.Zip(found).All(pair => Wanted(pair.First) == Show(pair.Second, pair.First.TryGetProperty("Start", out _)));

    /// <summary>What a case expects. Files compare number by value and subtype, currency by unit and ISO code, dates by every key.</summary>
    public static string Wanted(JsonElement result)
    {
        var type = TypeOf(result);
        var text = result.GetProperty("Text").GetString()!;
        var resolution = result.GetProperty("Resolution");
        int? start = result.TryGetProperty("Start", out var s) ? s.GetInt32() : null;
        var end = result.TryGetProperty("End", out var e) ? e.GetInt32() : 0;
        if (resolution.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array)
            return $"{Plain(text)} [{start},{end}] {type} {string.Join(" | ", values.EnumerateArray().Select(Show))}";
        return Line(text, start, end, type, Member(resolution, "value"), Member(resolution, "subtype"), Member(resolution, "unit"), Member(resolution, "isoCurrency"));
    }

    /// <summary>Type name of an expected result; three of the files' results spell the key differently.</summary>
    public static string TypeOf(JsonElement result) => result.TryGetProperty("TypeName", out var name) || result.TryGetProperty("Typename", out name) ? name.GetString()! : "";

    private static string Line(string text, int? start, int end, string type, string? value, string? subtype, string? unit, string? iso) =>
        $"{Plain(text)} {(start is null ? "" : $"[{start},{end}] ")}{type} value={value?.ToUpperInvariant()}{Part("subtype", subtype)}{Part("unit", unit)}{Part("iso", iso)}";

    private static string Part(string name, string? value) => value is null ? "" : $" {name}={value}";

    private static string Show(TimeMeaning meaning) => string.Join(" ", Keys(meaning).Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static IEnumerable<(string Key, string? Value)> Keys(TimeMeaning meaning) =>
    [
        ("timex", meaning.Timex), ("type", meaning.Type), ("value", meaning.Value), ("start", meaning.Start), ("end", meaning.End), ("Mod", meaning.Mod),
        .. (meaning.Others ?? new Dictionary<string, string>()).Select(pair => (pair.Key, (string?)pair.Value)),
    ];

    private static string Show(JsonElement meaning) =>
        string.Join(" ", meaning.EnumerateObject().OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => $"{pair.Name}={pair.Value}"));

    private static string? Member(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>Half width and small letters: Recognizers-Text gives words back as it prepared them.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(c => c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c == '\u3000' ? ' ' : char.ToLowerInvariant(c)));
}
