using System.Globalization;

namespace Assistant.Skills.Language;

/// <summary>Reckons civil days: the nearest day, weekday or month in a direction, and the holidays that move.</summary>
internal static class Days
{
    /// <summary>The first day of the Chinese year, 2024 to 2032.</summary>
    private static readonly DateOnly[] SpringFestivals =
    [
        new(2024, 2, 10), new(2025, 1, 29), new(2026, 2, 17), new(2027, 2, 6), new(2028, 1, 26), new(2029, 2, 13), new(2030, 2, 3), new(2031, 1, 23), new(2032, 2, 11),
    ];

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static string Year(int year) => year.ToString("0000", CultureInfo.InvariantCulture);

    public static DateOnly FirstOfMonth(DateOnly day, int later = 0) => new DateOnly(day.Year, day.Month, 1).AddMonths(later);

    public static DateOnly LastOfMonth(DateOnly first) => first.AddMonths(1).AddDays(-1);

    /// <summary>A month without the day has its last one instead.</summary>
    public static DateOnly InMonth(DateOnly first, int day) => first.AddDays(Math.Min(day, DateTime.DaysInMonth(first.Year, first.Month)) - 1);

    public static DateOnly? Make(int year, int month, int day) =>
        year is >= 1900 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    /// <summary>The nearest such day of a month, today included.</summary>
    public static DateOnly OfMonth(DateOnly today, bool past, int day)
    {
        var here = InMonth(FirstOfMonth(today), day);
        if (past)
            return here <= today ? here : InMonth(FirstOfMonth(today, -1), day);
        return here >= today ? here : InMonth(FirstOfMonth(today, 1), day);
    }

    /// <summary>The nearest such day of a year, today included; null where no year has it.</summary>
    public static DateOnly? OfYear(DateOnly today, bool past, int month, int day)
    {
        for (var step = 0; step <= 8; step++)
        {
            if (Make(today.Year + (past ? -step : step), month, day) is { } found && (past ? found <= today : found >= today))
                return found;
        }

        return null;
    }

    /// <summary>The nearest such month of a year, this one included.</summary>
    public static DateOnly MonthOf(DateOnly today, bool past, int month)
    {
        var first = new DateOnly(today.Year, month, 1);
        if (past)
            return first <= today ? first : first.AddYears(-1);
        return month >= today.Month ? first : first.AddYears(1);
    }

    /// <summary>The nearest such weekday (0 is Monday), today included.</summary>
    public static DateOnly Weekday(DateOnly today, bool past, int weekday)
    {
        var day = Monday(today).AddDays(weekday);
        if (past)
            return day <= today ? day : day.AddDays(-7);
        return day >= today ? day : day.AddDays(7);
    }

    public static DateOnly Monday(DateOnly today) => today.AddDays(-(((int)today.DayOfWeek + 6) % 7));

    public static DateOnly? SpringFestival(DateOnly today, bool past)
    {
        var found = past ? Array.FindLast(SpringFestivals, day => day <= today) : Array.Find(SpringFestivals, day => day >= today);
        return found == default ? null : found;
    }
}
