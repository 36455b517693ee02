using System.Text.Json;
using Assistant.Skills;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Staff;

/// <summary>Reads what a quote asks for, and says what to correct.</summary>
internal static class WishReader
{
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
                Monthly = Fields.Money(body, "monthly", currency),
                Months = Fields.Whole(body, "months", 1, PlanPack.LegalMaxMonths),
                DownPayment = Fields.Money(body, "downPayment", currency),
                FirstDueOn = Later(body, "firstDueOn", today),
                Payday = Fields.Whole(body, "payday", 1, 31),
                Income = Fields.Money(body, "income", currency),
                Essentials = Fields.Money(body, "essentials", currency),
                OtherMinimums = Fields.Money(body, "otherMinimums", currency),
                HouseholdSize = Fields.Whole(body, "householdSize", 1, MostPeople),
                Reason = Text(body, "reason"),
            }, null);
        }
        catch (FormatException e)
        {
            return (null, e.Message);
        }
    }

    private static string? Text(JsonElement body, string name) =>
        !Fields.Has(body, name, out var value) ? null
        : value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 and <= LongestReason } text ? text
        : throw new FormatException($"{name} must be a text of 1 to {LongestReason} characters, such as \"job_loss\"; \"{Wish.StepReason}\" asks for a plan that starts low.");

    private static DateOnly? Later(JsonElement body, string name, DateOnly today) =>
        Fields.Day(body, name, "2026-12-10") is not { } day ? null : day > today ? day : throw new FormatException($"{name} must lie after today.");
}
