using System.Globalization;
using System.Text.Json;
using Assistant.Skills;

namespace Assistant.Bot.Staff;

/// <summary>Reads the fields of a request's body. A field left out, or null, is no field; one that cannot be meant throws <see cref="FormatException"/> with what to correct.</summary>
internal static class Fields
{
    private const decimal MostMoney = 1_000_000_000m;

    /// <summary>An amount above zero with at most two decimals, written as a number or a string.</summary>
    public static Money? Money(JsonElement body, string name, string currency, string example = "800.00")
    {
        if (!Has(body, name, out var value))
            return null;
        var text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString()!, _ => "" };
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
            && amount is > 0 and <= MostMoney && decimal.Round(amount, 2) == amount
            ? new Money(amount, currency)
            : throw new FormatException($"{name} must be an amount above zero with at most two decimals, such as \"{example}\".");
    }

    /// <summary>A whole number within bounds, both included.</summary>
    public static int? Whole(JsonElement body, string name, int least, int most) =>
        !Has(body, name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) && n >= least && n <= most ? n
        : throw new FormatException($"{name} must be a whole number from {least} to {most}.");

    /// <summary>A date of the calendar, written yyyy-MM-dd.</summary>
    public static DateOnly? Day(JsonElement body, string name, string example) => !Has(body, name, out var value) ? null
        : value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new FormatException($"{name} must be a date that exists, such as \"{example}\".");

    /// <summary>A moment, with its offset from UTC; without one it is in UTC.</summary>
    public static DateTimeOffset? Moment(JsonElement body, string name, string at = "") => Text(body, name) is not { Length: > 0 } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
        : throw new FormatException($"{at}'{name}' must be a moment, such as \"2026-11-20T15:00:00+08:00\".");

    /// <summary>A text.</summary>
    public static string? Text(JsonElement body, string name) => !Has(body, name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"'{name}' must be a text.");

    /// <summary>A text that is not blank, without the blanks around it; null for anything else, of whatever kind.</summary>
    public static string? Words(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()) ? value.GetString()!.Trim() : null;

    /// <summary>true or false.</summary>
    public static bool? Flag(JsonElement body, string name) => !Has(body, name, out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new FormatException($"'{name}' must be true or false.");

    /// <summary>Whether a field is there and says something.</summary>
    public static bool Has(JsonElement body, string name, out JsonElement value) =>
        body.TryGetProperty(name, out value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
}
