using System.Globalization;
using System.Text.Json;
using Assistant.Skills;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Staff;

/// <summary>Reads what a quote asks for, and says what to correct.</summary>
internal static class WishReader
{
    private const decimal MostMoney = 1_000_000_000m;
    private const int MostPeople = 20;
    private const int LongestReason = 200;

    /// <summary>Reads the body of a quote.</summary>
    /// <returns>The wish, or what to correct; never both.</returns>
    public static (Wish? Wish, string? Wrong) Read(JsonElement body, string currency, DateOnly today)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return (null, "The body must be a JSON object; {} asks for everything that policy offers.");
        try
        {
            return (new Wish
            {
                Monthly = Money(body, "monthly", currency),
                Months = Whole(body, "months", 1, PlanPack.LegalMaxMonths),
                DownPayment = Money(body, "downPayment", currency),
                FirstDueOn = Day(body, "firstDueOn", today),
                Payday = Whole(body, "payday", 1, 31),
                Income = Money(body, "income", currency),
                Essentials = Money(body, "essentials", currency),
                OtherMinimums = Money(body, "otherMinimums", currency),
                HouseholdSize = Whole(body, "householdSize", 1, MostPeople),
                Reason = Text(body, "reason"),
            }, null);
        }
        catch (FormatException e)
        {
            return (null, e.Message);
        }
    }

    private static Money? Money(JsonElement body, string name, string currency)
    {
        if (!Has(body, name, out var value))
            return null;
        var text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString()!, _ => "" };
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
            && amount is > 0 and <= MostMoney && decimal.Round(amount, 2) == amount
            ? new Money(amount, currency)
            : throw new FormatException($"{name} must be an amount above zero with at most two decimals, such as \"800.00\".");
    }

    private static int? Whole(JsonElement body, string name, int least, int most) =>
        !Has(body, name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) && n >= least && n <= most ? n
        : throw new FormatException($"{name} must be a whole number from {least} to {most}.");

    private static string? Text(JsonElement body, string name) =>
        !Has(body, name, out var value) ? null
        : value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 and <= LongestReason } text ? text
        : throw new FormatException($"{name} must be a text of 1 to {LongestReason} characters, such as \"job_loss\"; \"{Wish.StepReason}\" asks for a plan that starts low.");

    private static DateOnly? Day(JsonElement body, string name, DateOnly today)
    {
        if (!Has(body, name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.String || !DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new FormatException($"{name} must be a date that exists, such as \"2026-12-10\".");
        return day > today ? day : throw new FormatException($"{name} must lie after today.");
    }

    private static bool Has(JsonElement body, string name, out JsonElement value) =>
        body.TryGetProperty(name, out value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
}
