using System.Globalization;
using System.Text;
using System.Text.Json;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Understanding;

/// <summary>A message with what should be understood of it.</summary>
/// <param name="Text">The message.</param>
/// <param name="Locale">The language it is taken to be in.</param>
/// <param name="Intents">Main intent first; empty where the file does not say.</param>
/// <param name="Accepted">Intents that are right as well.</param>
/// <param name="Entities">Values by type; null where the file does not say.</param>
/// <param name="Crisis">Whether there is danger to life; null where the file does not say.</param>
public sealed record LabelledMessage(string Text, string Locale, IReadOnlyList<string> Intents, IReadOnlyList<string> Accepted, IReadOnlyList<(string Type, string Value)>? Entities, bool? Crisis)
{
    /// <summary>Reads one line: <c>{"text","locale","intents":[…],"accept":[…],"entities":[{"type","value"}],"crisis"}</c>; a single "intent" is taken as well.</summary>
    /// <exception cref="FormatException">What to correct, with the line.</exception>
    public static LabelledMessage Parse(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("text", out var text) || text.GetString() is not { Length: > 0 } said)
                throw new FormatException("'text' is missing.");
            return new(
                said,
                root.TryGetProperty("locale", out var locale) ? Prompts.Locales.Of(locale.GetString()) ?? throw new FormatException($"'{locale}' is not a locale.") : Prompts.Locales.Chinese,
                root.TryGetProperty("intents", out var intents) ? Texts(intents) : root.TryGetProperty("intent", out var one) ? [one.GetString()!] : [],
                root.TryGetProperty("accept", out var accept) ? Texts(accept) : [],
                root.TryGetProperty("entities", out var entities) ? [.. entities.EnumerateArray().Select(entity => (entity.GetProperty("type").GetString()!, entity.GetProperty("value").ToString()))] : null,
                root.TryGetProperty("crisis", out var crisis) ? crisis.GetBoolean() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FormatException($"Line {number}: {e.Message}", e);
        }
    }

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}

/// <summary>How well a set of messages is understood.</summary>
public static class UnderstandingReport
{
    private const int MostPairs = 20;

    /// <summary>Measures, and writes the figures with their 95 % intervals (E. B. Wilson 1927).</summary>
    public static string Of(IReadOnlyList<LabelledMessage> messages, MessageReader reader)
    {
        var read = messages.AsParallel().AsOrdered().Select(message => (Message: message, Reading: reader.Read(message.Text, locale: message.Locale))).ToList();
        var report = new StringBuilder();
        Intents(report, [.. read.Where(one => one.Message.Intents.Count > 0).Select(one => (one.Message, one.Reading.Intents.Select(intent => Trace.Catalogued(intent.Id)).ToList()))]);
        Entities(report, [.. read.Where(one => one.Message.Entities is not null).Select(one => (one.Message.Entities!, one.Reading.Entities.Select(entity => (entity.Type, entity.Value)).ToList()))]);
        Crisis(report, [.. read.Where(one => one.Message.Crisis is not null).Select(one => (Is: one.Message.Crisis!.Value, Heard: one.Reading.IsCrisis))]);
        return report.ToString();
    }

    /// <summary>The 95 % interval of a share.</summary>
    /// <param name="hits">Hits.</param>
    /// <param name="of">Tries; above zero.</param>
    public static (double Low, double High) Wilson(int hits, int of)
    {
        const double Z = 1.959964;
        var (share, square) = (hits / (double)of, Z * Z);
        var middle = share + (square / (2 * of));
        var reach = Z * Math.Sqrt((share * (1 - share) / of) + (square / (4.0 * of * of)));
        return ((middle - reach) / (1 + (square / of)), (middle + reach) / (1 + (square / of)));
    }

    private static void Intents(StringBuilder report, List<(LabelledMessage Message, List<string> Read)> all)
    {
        if (all.Count == 0)
            return;
        Share(report, "intent, the best one", all.Count(one => IsRight(one.Message, one.Read[0])), all.Count);
        var several = all.Where(one => one.Message.Intents.Count > 1).ToList();
        if (several.Count > 0)
            Share(report, "every one of several intents", several.Count(one => one.Message.Intents.All(one.Read.Contains)), several.Count);
        var byIntent = all.Select(one => (Wanted: one.Message.Intents[0], Got: IsRight(one.Message, one.Read[0]) ? one.Message.Intents[0] : one.Read[0])).ToList();
        var scores = byIntent.Select(one => one.Wanted).Distinct().Select(intent => F1(byIntent.Count(one => one == (intent, intent)), byIntent.Count(one => one.Got == intent), byIntent.Count(one => one.Wanted == intent))).ToList();
        report.AppendLine(CultureInfo.InvariantCulture, $"macro-F1 over {scores.Count} intents: {scores.Average():0.000}");
        foreach (var pair in byIntent.Where(one => one.Wanted != one.Got).GroupBy(one => one).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Take(MostPairs))
            report.AppendLine(CultureInfo.InvariantCulture, $"  {pair.Key.Wanted} read as {pair.Key.Got}: {pair.Count()}");
    }

    private static bool IsRight(LabelledMessage message, string intent) => message.Intents[0] == intent || message.Accepted.Contains(intent);

    private static void Entities(StringBuilder report, List<(IReadOnlyList<(string Type, string Value)> Wanted, List<(string Type, string Value)> Got)> all)
    {
        if (!all.Exists(one => one.Wanted.Count > 0))
            return;
        foreach (var type in all.SelectMany(one => one.Wanted).Select(entity => entity.Type).Distinct().Order(StringComparer.Ordinal).Append(null))
        {
            var (hits, got, wanted) = (0, 0, 0);
            foreach (var one in all)
            {
                var (left, right) = (one.Wanted.Where(entity => type is null || entity.Type == type).ToList(), one.Got.Where(entity => type is null || entity.Type == type).ToList());
                (got, wanted) = (got + right.Count, wanted + left.Count);
                hits += left.Count(right.Remove);
            }

            report.AppendLine(CultureInfo.InvariantCulture, $"{(type is null ? "entities" : "  " + type)}: F1 {F1(hits, got, wanted):0.000} ({hits} right of {wanted} there, {got} heard)");
        }
    }

    private static void Crisis(StringBuilder report, List<(bool Is, bool Heard)> all)
    {
        var (there, not) = (all.Where(one => one.Is).ToList(), all.Where(one => !one.Is).ToList());
        Share(report, "crisis heard", there.Count(one => one.Heard), there.Count);
        Share(report, "crisis heard where there is none", not.Count(one => one.Heard), not.Count);
    }

    /// <summary>Writes a share with its 95 % interval; nothing where there is nothing to share.</summary>
    internal static void Share(StringBuilder report, string what, int hits, int of)
    {
        if (of == 0)
            return;
        var (low, high) = Wilson(hits, of);
        report.AppendLine(CultureInfo.InvariantCulture, $"{what}: {hits} of {of} = {100.0 * hits / of:0.0} % (95 %: {100 * low:0.0} to {100 * high:0.0})");
    }

    private static double F1(int hits, int got, int wanted) => got + wanted == 0 ? 0 : 2.0 * hits / (got + wanted);
}
