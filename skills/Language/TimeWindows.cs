using System.Globalization;

namespace Assistant.Skills.Language;

/// <summary>A stretch of the day in which someone can be reached: "20:00-", "-09:00", "19:00-21:00".</summary>
internal static class TimeWindows
{
    /// <summary>Adds a window; one end may be open.</summary>
    public static int Add(Listening heard, int start, int end, int? from, int? to) =>
        heard.Add(EntityType.TimeWindow, start, end, (from is { } a ? Clock(a) : "") + "-" + (to is { } b ? Clock(b) : ""));

    /// <summary>Minutes of a clock of digits ("18:30"), or of a bare hour.</summary>
    public static bool Digital(Listening heard, int at, out int end, out int minutes)
    {
        (end, minutes) = (at, 0);
        while (end - at < 3 && char.IsAsciiDigit(heard.At(end)))
            minutes = minutes * 10 + heard.At(end++) - '0';
        if (end == at || end - at > 2 || minutes > 24)
            return false;
        minutes *= 60;
        if (heard.At(end) is ':' && char.IsAsciiDigit(heard.At(end + 1)) && char.IsAsciiDigit(heard.At(end + 2)) && !char.IsAsciiDigit(heard.At(end + 3)))
        {
            minutes += (heard.At(end + 1) - '0') * 10 + heard.At(end + 2) - '0';
            end += 3;
        }

        return minutes <= 24 * 60;
    }

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
