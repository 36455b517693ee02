using Assistant.Skills.Policy;

namespace Assistant.Tests.Skills;

public sealed class OpeningHoursTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly OpeningHours Weekdays = new(new(9, 0), new(18, 0),
        new HashSet<DayOfWeek> { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }, new HashSet<DateOnly> { new(2026, 11, 23) });

    [Theory]
    [InlineData("2026-11-20T10:00", "2026-11-20T10:10")] // Friday, open
    [InlineData("2026-11-20T09:00", "2026-11-20T09:10")] // the first minute is open
    [InlineData("2026-11-20T18:00", "2026-11-24T09:00")] // the closing minute is not; Monday is a holiday
    [InlineData("2026-11-20T08:59", "2026-11-20T09:00")]
    [InlineData("2026-11-21T12:00", "2026-11-24T09:00")] // Saturday
    public void A_person_answers_in_ten_minutes_or_at_the_next_opening(string now, string due) =>
        Weekdays.DueAt(At(now), TimeSpan.FromMinutes(10), Shanghai).ShouldBe(At(due));

    [Fact]
    public void Working_days_skip_weekends_and_holidays() => Weekdays.WorkingDaysAfter(new(2026, 11, 20), 3).ShouldBe(new DateOnly(2026, 11, 26));

    [Fact]
    public void The_zone_of_the_bank_counts_not_the_machines() =>
        Weekdays.DueAt(new DateTimeOffset(2026, 11, 20, 2, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(10), Shanghai).ShouldBe(At("2026-11-20T10:10"));

    private static DateTimeOffset At(string local) => new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
