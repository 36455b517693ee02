using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>
/// What may be said in a creditor's name: data of <c>prompts/policy/creditors/</c>. The profile of an unknown creditor is
/// the default one, which names no number and no route that was not given.
/// </summary>
public sealed record Creditor
{
    /// <summary>Code the cases use, or "default".</summary>
    public required string Code { get; init; }

    /// <summary>Name per locale; absent in the default profile, where the case's own name is used.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>Official hotline; null where none is known, then words point to the number on the card.</summary>
    public string? Hotline { get; init; }

    /// <summary>Official ways to pay, as reply ids.</summary>
    public required IReadOnlyList<string> PaymentRoutes { get; init; }

    /// <summary>Where to complain, as a reply id.</summary>
    public required string ComplaintRoute { get; init; }

    /// <summary>Reply ids of when a payment arrives, one a channel.</summary>
    public required IReadOnlyList<string> PostingTimes { get; init; }

    /// <summary>Days in which requests are served: proof, recording, privacy, clearance.</summary>
    public required IReadOnlyDictionary<string, int> ServiceDays { get; init; }

    /// <summary>When people are on duty.</summary>
    public required OpeningHours Hours { get; init; }

    /// <summary>Figures older than this are not quoted.</summary>
    public required TimeSpan StaleAfter { get; init; }

    /// <summary>How long a person may take to answer a hand-off inside opening hours.</summary>
    public required TimeSpan HandOffWithin { get; init; }

    /// <summary>Terms of its card contract, oldest first; at least one.</summary>
    public required IReadOnlyList<CardTerms> Contract { get; init; }

    /// <summary>The terms in force on a day.</summary>
    /// <exception cref="ArgumentException">The profile knows none so early.</exception>
    public CardTerms TermsOn(DateOnly day) => Contract.LastOrDefault(terms => terms.EffectiveFrom <= day)
        ?? throw new ArgumentException($"The profile of creditor '{Code}' has no contract terms before {Contract[0].EffectiveFrom:yyyy-MM-dd}; add those in force on {day:yyyy-MM-dd}.", nameof(day));
}

/// <summary>
/// Opening hours of one place: the same hours on each open weekday, closed on holidays.
/// </summary>
/// <param name="Opens">First open minute, local.</param>
/// <param name="Closes">First closed minute, local; after <paramref name="Opens"/>.</param>
/// <param name="Days">Open weekdays.</param>
/// <param name="Holidays">Closed days.</param>
public sealed record OpeningHours(TimeOnly Opens, TimeOnly Closes, IReadOnlySet<DayOfWeek> Days, IReadOnlySet<DateOnly> Holidays)
{
    /// <summary>
    /// By when a person answers: now plus <paramref name="within"/> while open, else the next opening.
    /// </summary>
    public DateTimeOffset DueAt(DateTimeOffset now, TimeSpan within, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var today = DateOnly.FromDateTime(local.DateTime);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (IsOpenOn(today) && time >= Opens && time < Closes)
            return local + within;
        var day = IsOpenOn(today) && time < Opens ? today : NextOpenDay(today);
        return At(day, Opens, zone);
    }

    /// <summary>The day <paramref name="workingDays"/> open days after <paramref name="day"/>.</summary>
    public DateOnly WorkingDaysAfter(DateOnly day, int workingDays)
    {
        for (var left = workingDays; left > 0; left--)
            day = NextOpenDay(day);
        return day;
    }

    /// <summary>Whether a moment lies inside the hours.</summary>
    public bool IsOpenAt(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        var time = TimeOnly.FromDateTime(local.DateTime);
        return IsOpenOn(DateOnly.FromDateTime(local.DateTime)) && time >= Opens && time < Closes;
    }

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private bool IsOpenOn(DateOnly day) => Days.Contains(day.DayOfWeek) && !Holidays.Contains(day);

    private DateOnly NextOpenDay(DateOnly day)
    {
        // A year of closed days is a broken file, not a long holiday.
        for (var i = 1; i <= 366; i++)
        {
            if (IsOpenOn(day.AddDays(i)))
                return day.AddDays(i);
        }

        throw new InvalidOperationException("The opening hours name no open day within a year.");
    }
}

/// <summary>Who operates this assistant: the bank itself, or an agency acting for banks.</summary>
/// <param name="Names">Name per locale.</param>
/// <param name="IsAgency">Acts for banks rather than being one.</param>
/// <param name="Hotline">The operator's own official number, to check that this conversation is genuine.</param>
/// <param name="Hours">When its people are on duty.</param>
/// <param name="HandOffWithin">How long a person may take to answer inside opening hours.</param>
/// <param name="Lines">Public numbers per law, by use: "listen", "police", "ambulance", "complain", "abuse", "advice", and others a law has.</param>
public sealed record Operator(
    IReadOnlyDictionary<string, string> Names, bool IsAgency, string Hotline, OpeningHours Hours, TimeSpan HandOffWithin,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Lines)
{
    /// <summary>Days in which a complaint is answered, by law.</summary>
    public required IReadOnlyDictionary<string, int> ComplaintDays { get; init; }

    /// <summary>A public number of a law; of the first law where that is unknown.</summary>
    /// <exception cref="KeyNotFoundException">The law has no such number: the files were checked for it.</exception>
    public string Line(string law, string use) => (Lines.GetValueOrDefault(law) ?? Lines.First().Value)[use];
}
