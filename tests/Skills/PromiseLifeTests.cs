using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Skills.Policy;

namespace Assistant.Tests.Skills;

/// <summary>Promises judged by what came in their time, and due days that move; payments are written as in <see cref="AgreementLifeTests"/>.</summary>
public sealed class PromiseLifeTests
{
    private static readonly PlanPack Pack = PolicyFiles.Read(PromptFolder.Find()).Packs.Single(pack => pack.Id == "zh-CN");
    private static readonly DateOnly Accepted = new(2026, 11, 21);

    [Theory]
    [InlineData("2026-11-27", "", "Pending", "0.00", null)]
    [InlineData("2026-11-27", "2026-11-25=500", "Kept", "500.00", "2026-11-25")] // before its day is kept too
    [InlineData("2026-11-28", "", "Pending", "0.00", null)] // the day of grace
    [InlineData("2026-11-29", "", "Broken", "0.00", null)]
    [InlineData("2026-11-29", "2026-11-28=500", "Kept", "500.00", "2026-11-28")]
    [InlineData("2026-11-30", "2026-11-29=500", "Broken", "0.00", null)] // a day after the grace
    [InlineData("2026-11-29", "2026-11-27=400", "Partial", "400.00", "2026-11-27")] // exactly the share of the pack
    [InlineData("2026-11-29", "2026-11-27=399.99", "Broken", "399.99", "2026-11-27")]
    [InlineData("2026-11-28", "2026-11-27=499.99", "Pending", "499.99", "2026-11-27")]
    [InlineData("2026-11-29", "2026-11-22=250 2026-11-27=250", "Kept", "500.00", "2026-11-27")] // in two parts
    [InlineData("2026-11-29", "2026-11-20=500", "Broken", "0.00", null)] // before it was made
    [InlineData("2026-11-29", "2026-11-21=500", "Kept", "500.00", "2026-11-21")] // on the day it was made
    [InlineData("2026-11-29", "2026-11-22=500 -2026-11-24=500", "Broken", "0.00", "2026-11-24")] // taken back
    public void A_promise_of_500_for_the_27th_is_judged_by_what_came_in_its_time(string today, string money, string status, string actual, string? on)
    {
        var verdict = PromiseLife.Judge(new("P1", MadeUp.Yuan("500"), new(2026, 11, 27)), Accepted, AgreementLifeTests.Payments(money), Pack, DateOnly.Parse(today, CultureInfo.InvariantCulture));
        verdict.Status.ToString().ShouldBe(status);
        verdict.Actual.ToWire().ShouldBe(actual);
        if (verdict.Actual.IsPositive)
            verdict.ActualOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(on);
    }

    [Theory]
    [InlineData(15, null, "1:2026-12-15 2:2027-01-15 3:2027-02-15")]
    [InlineData(21, null, "1:2026-12-21 2:2027-01-21 3:2027-02-21")] // thirty days ahead, the last the pack allows
    [InlineData(22, "too_late", "")]
    [InlineData(31, "too_late", "")]
    [InlineData(10, "same", "")]
    [InlineData(1, null, "1:2026-12-01 2:2027-01-01 3:2027-02-01")]
    public void A_due_day_moves_within_the_days_of_a_first_instalment(int day, string? refused, string rows)
    {
        var change = DueDayChange.Of(AgreementLifeTests.Plan(), day, Pack, Accepted);
        change.Refused.ShouldBe(refused);
        string.Join(' ', change.Rows.Select(row => $"{row.Seq}:{row.DueOn:yyyy-MM-dd}")).ShouldBe(rows);
    }

    [Fact]
    public void A_row_whose_new_day_is_past_stays_and_the_next_moves() =>
        DueDayChange.Of(AgreementLifeTests.Plan(), 5, Pack, new(2026, 12, 6)).Rows.ShouldBe([new(2, new(2027, 1, 5)), new(3, new(2027, 2, 5))]);
}
