namespace Assistant.Skills.Policy;

/// <summary>Times and limits that the law of China itself sets, each with its source; used to explain, never to threaten.</summary>
public static class LegalTerms
{
    /// <summary>Yearly share of all costs above which a court takes the rest off, a fraction (法发〔2017〕22号 art. 2).</summary>
    public const decimal CourtReferencePerYear = 0.24m;

    private const int DaysBetweenCollections = 30;
    private const int MonthsAfterSecond = 3;
    private const int YearsOnRecord = 5;
    private const int DaysToAnswerDispute = 20;

    /// <summary>Most that all costs on a principal come to over some days before a court would look at them: simple, 365 days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Days below nothing.</exception>
    public static Money CourtReference(Money principal, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        return Money.Round(principal.Amount * CourtReferencePerYear * days / 365m, principal.Currency);
    }

    /// <summary>Whether a second collection counts as effective: at least 30 days after the first (法释〔2018〕19号 art. 7).</summary>
    public static bool IsSecondCollectionEffective(DateOnly first, DateOnly second) => second.DayNumber - first.DayNumber >= DaysBetweenCollections;

    /// <summary>The last day of the three months after the second effective collection (法释〔2018〕19号 art. 6); a month without that day ends on its last.</summary>
    public static DateOnly ThreeMonthsAfter(DateOnly second) => second.AddMonths(MonthsAfterSecond);

    /// <summary>The first day on which a negative entry is to be deleted: five years after what was wrong ended (征信业管理条例 art. 16).</summary>
    public static DateOnly RecordDeletedFrom(DateOnly ended) => ended.AddYears(YearsOnRecord);

    /// <summary>By when a dispute about the credit record is answered in writing: 20 days (征信业管理条例 art. 25).</summary>
    public static DateOnly DisputeAnsweredBy(DateOnly received) => received.AddDays(DaysToAnswerDispute);
}
