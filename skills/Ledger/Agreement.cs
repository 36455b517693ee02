namespace Assistant.Skills.Ledger;

/// <summary>Where one instalment of an agreement stands.</summary>
public enum InstalmentStatus
{
    /// <summary>Nothing paid, its day and the days of grace not over.</summary>
    Due,

    /// <summary>Paid in part, its day and the days of grace not over.</summary>
    Part,

    /// <summary>Paid whole.</summary>
    Paid,

    /// <summary>Its day and the days of grace went by without the whole amount; what was paid of it stays counted.</summary>
    Missed,
}

/// <summary>One row of an agreement as it stands. Money of one currency.</summary>
/// <param name="Seq">1, 2, 3; an appended row comes last.</param>
/// <param name="DueOn">Its day.</param>
/// <param name="Principal">Principal in it.</param>
/// <param name="Interest">Interest in it.</param>
public sealed record Instalment(int Seq, DateOnly DueOn, Money Principal, Money Interest)
{
    /// <summary>Whether it is the row at the end that takes over a missed amount.</summary>
    public bool IsAppended { get; init; }

    /// <summary>What of it is not paid in this row: moved to the appended one, or interest that an early pay-off saved.</summary>
    public Money LeftOut { get; init; } = Money.Zero(Principal.Currency);

    /// <summary>What was paid of it.</summary>
    public Money Paid { get; init; } = Money.Zero(Principal.Currency);

    /// <summary>The value date that completed it.</summary>
    public DateOnly? PaidOn { get; init; }

    /// <summary>Where it stands.</summary>
    public InstalmentStatus Status { get; init; }

    /// <summary>Principal and interest.</summary>
    public Money Amount => Principal + Interest;

    /// <summary>What is still to be paid of it.</summary>
    public Money Outstanding => Amount - LeftOut - Paid;
}

/// <summary>A time during which nothing counts as missed, both days included.</summary>
public sealed record Hold(DateOnly From, DateOnly Until);

/// <summary>An agreement as it stands in the record.</summary>
public sealed record AgreementRecord
{
    /// <summary>Where it is in its life.</summary>
    public required AgreementStatus Status { get; init; }

    /// <summary>The day of the explicit yes; payments valued from then on belong to it.</summary>
    public required DateOnly AcceptedOn { get; init; }

    /// <summary>The day it came into force, later than the yes where a person had to approve; a row due before counts as due then.</summary>
    public required DateOnly ActiveFrom { get; init; }

    /// <summary>Paid at once, before the first row.</summary>
    public required Money DownPayment { get; init; }

    /// <summary>What was paid of the down payment.</summary>
    public required Money DownPaid { get; init; }

    /// <summary>Rows by number, the appended one among them.</summary>
    public required IReadOnlyList<Instalment> Rows { get; init; }

    /// <summary>Whether it settles the account for less than is owed: nothing of it is put off, and one late payment ends it after notice.</summary>
    public bool IsSettlement { get; init; }

    /// <summary>The day on which a pause is over; only a pause has one, and no rows.</summary>
    public DateOnly? ReviewOn { get; init; }

    /// <summary>The day on which notice was given that the agreement will end; null when none stands.</summary>
    public DateOnly? NoticeOn { get; init; }

    /// <summary>Times during which nothing counted as missed.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];

    /// <summary>The day it was completed or broken.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>Everything paid on it.</summary>
    public Money Received => Rows.Aggregate(DownPaid, (sum, row) => sum + row.Paid);

    /// <summary>Everything still to be paid on it.</summary>
    public Money Remaining => Rows.Aggregate(DownPayment - DownPaid, (sum, row) => sum + row.Outstanding);

    /// <summary>What should have been paid already.</summary>
    public Money Arrears => Rows.Where(row => row.Status == InstalmentStatus.Missed)
        .Aggregate(Money.Zero(DownPayment.Currency), (sum, row) => sum + row.Outstanding);

    /// <summary>Whether another record says the same, row by row.</summary>
    public bool StandsAs(AgreementRecord other) =>
        Rows.SequenceEqual(other.Rows) && Holds.SequenceEqual(other.Holds) && this with { Rows = other.Rows, Holds = other.Holds } == other;

    /// <summary>The next row that is not paid and not missed.</summary>
    public Instalment? Next => Rows.FirstOrDefault(row => row.Status is InstalmentStatus.Due or InstalmentStatus.Part);
}

/// <summary>A recorded agreement, with its next unpaid row.</summary>
public sealed record AgreementOnFile(string AgreementId, AgreementStatus Status, Money? NextAmount, DateOnly? NextDueOn)
{
    /// <summary>Every row and what was paid, where the store knows them.</summary>
    public AgreementRecord? Record { get; init; }

    /// <summary>By when an application is answered.</summary>
    public DateOnly? AnswerBy { get; init; }

    /// <summary>In force, so that dunning rests (办法 art. 70): running or held.</summary>
    public bool IsInForce => Status is AgreementStatus.Active or AgreementStatus.Paused;
}
