namespace Assistant.Bot.Turns;

/// <summary>The moment and the bank's time zone.</summary>
public sealed class BankClock(TimeProvider time, TimeZoneInfo zone)
{
    /// <summary>The moment, in the bank's zone.</summary>
    public DateTimeOffset Now => TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone);

    /// <summary>The bank's zone.</summary>
    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>The bank's civil day.</summary>
    public DateOnly Today => DayOf(Now);

    /// <summary>The bank's civil day of a moment.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
}
