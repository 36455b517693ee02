using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Tests.Skills;

/// <summary>Vectors V9 to V12 of regulation 5.3.</summary>
public sealed class LegalTermsTests
{
    [Theory]
    [InlineData(0.0005, 18.25)]
    [InlineData(0.00035, 12.775)]
    public void V9_a_daily_rate_is_shown_by_the_year(double daily, double yearly) =>
        Account.Of(MadeUp.File(MadeUp.Yuan("1")) with { DailyRate = (decimal)daily }, [], MadeUp.View).AnnualRate.ShouldBe((decimal)yearly);

    [Fact]
    public void V10_the_reference_a_court_uses() => LegalTerms.CourtReference(MadeUp.Yuan("50000"), 400).ToWire().ShouldBe("13150.68");

    [Theory]
    [InlineData("2026-03-01", "2026-03-30", false)] // 29 days
    [InlineData("2026-03-01", "2026-03-31", true)] // 30 days
    public void V11_the_second_collection_counts_from_thirty_days_on(string first, string second, bool effective) =>
        LegalTerms.IsSecondCollectionEffective(DateOnly.Parse(first, null), DateOnly.Parse(second, null)).ShouldBe(effective);

    [Fact]
    public void V11_three_months_end_with_a_shorter_month() => LegalTerms.ThreeMonthsAfter(new(2026, 3, 31)).ShouldBe(new DateOnly(2026, 6, 30));

    [Fact]
    public void V12_a_negative_entry_and_a_dispute_have_their_days()
    {
        LegalTerms.RecordDeletedFrom(new(2026, 3, 15)).ShouldBe(new DateOnly(2031, 3, 15));
        LegalTerms.DisputeAnsweredBy(new(2026, 11, 2)).ShouldBe(new DateOnly(2026, 11, 22));
    }
}
