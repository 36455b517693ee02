using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>A row that falls due on another day.</summary>
public sealed record MovedRow(int Seq, DateOnly DueOn);

/// <summary>
/// Another due day of the month for a running agreement. Amounts stay; rows whose new day is before tomorrow stay where they are;
/// the first that moves lies within the days the pack allows for a first instalment, so that moving never becomes not paying.
/// </summary>
/// <param name="Day">Day of the month.</param>
/// <param name="Rows">The rows that move; none when the change cannot be made.</param>
/// <param name="Refused">Why not: the tail of a reply id <c>plan.day_…</c>; null when it can be made.</param>
/// <param name="LatestOn">The last day on which the first moved row may lie, where that is the reason.</param>
public sealed record DueDayChange(int Day, IReadOnlyList<MovedRow> Rows, string? Refused, DateOnly LatestOn)
{
    /// <summary>Works out a change.</summary>
    public static DueDayChange Of(AgreementRecord agreement, int day, PlanPack pack, DateOnly today)
    {
        var latest = today.AddDays(pack.FirstDueMaxDays);
        var open = (
            from row in agreement.Rows
            where row.Status is InstalmentStatus.Due or InstalmentStatus.Part && row.DueOn > today
            let dueOn = History.InMonth(row.DueOn.Year, row.DueOn.Month, day)
            select (Row: row, DueOn: dueOn)).ToList();
        var moved = open.Where(row => row.DueOn > today && row.DueOn != row.Row.DueOn).Select(row => new MovedRow(row.Row.Seq, row.DueOn)).ToList();
        var refused = moved switch
        {
            [] => open.Exists(row => row.DueOn == row.Row.DueOn) ? "same" : "past",
            [var first, ..] when first.DueOn > latest => "too_late",
            [.., var last] when last.DueOn > agreement.AcceptedOn.AddMonths(PlanPack.LegalMaxMonths) => "beyond_law",
            _ => null,
        };
        return new(day, refused is null ? moved : [], refused, latest);
    }
}
