namespace Assistant.Bot.Staff.Console;

/// <summary>A queue in which people wait.</summary>
/// <param name="Queue">Queue.</param>
/// <param name="Count">How many wait.</param>
/// <param name="Oldest">Since when the one who waits longest does.</param>
/// <param name="Late">How many wait longer than they were told.</param>
public sealed record QueueNow(string Queue, int Count, DateTimeOffset Oldest, int Late);

/// <summary>Somebody who holds conversations.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">Since when the longest of them.</param>
/// <param name="Queues">From which queues.</param>
public sealed record HolderNow(string Holder, int Count, DateTimeOffset Since, string Queues);

/// <summary>An open hand-off with a sign of danger.</summary>
public sealed class DangerRow
{
    /// <summary>Hand-off.</summary>
    public string Id { get; init; } = "";

    /// <summary>Case; null while nobody is verified.</summary>
    public string? CaseNo { get; init; }

    /// <summary>Queue.</summary>
    public string Queue { get; init; } = "";

    /// <summary>waiting or accepted.</summary>
    public string Status { get; init; } = "";

    /// <summary>Who is there.</summary>
    public string? Holder { get; init; }

    /// <summary>When the sign was heard.</summary>
    public string At { get; init; } = "";
}

/// <summary>What the review did about lines that break a rule.</summary>
/// <param name="Rule">Rule id.</param>
/// <param name="BlockedToday">Lines stopped today.</param>
/// <param name="BlockedWeek">Lines stopped in seven days.</param>
/// <param name="OverriddenToday">Lines sent today in spite of a warning.</param>
/// <param name="OverriddenWeek">Lines sent in seven days in spite of a warning.</param>
public sealed record MarkCount(string Rule, int BlockedToday, int BlockedWeek, int OverriddenToday, int OverriddenWeek);

/// <summary>A line that was sent in spite of a warning.</summary>
public sealed record OverrideRow(DateTimeOffset At, string User, string Rules, string Reason);

/// <summary>The floor at a moment.</summary>
public sealed record FloorNow
{
    /// <summary>Queues in which people wait, the most urgent first.</summary>
    public required IReadOnlyList<QueueNow> Waiting { get; init; }

    /// <summary>Who holds conversations, by name.</summary>
    public required IReadOnlyList<HolderNow> Held { get; init; }

    /// <summary>Signs of danger, those nobody is with first.</summary>
    public required IReadOnlyList<DangerRow> Danger { get; init; }

    /// <summary>Rules the review stopped lines by.</summary>
    public required IReadOnlyList<MarkCount> Marks { get; init; }

    /// <summary>Lines sent in spite of a warning, the latest first.</summary>
    public required IReadOnlyList<OverrideRow> Overrides { get; init; }

    /// <summary>Hand-offs nobody took in time, today and in seven days.</summary>
    public required (int Today, int Week) TimedOut { get; init; }

    /// <summary>Hand-offs answered by the time that was promised, of today and of seven days.</summary>
    public required (Share Today, Share Week) InTime { get; init; }

    /// <summary>Who met abuse or a crisis in the last two hours, by name.</summary>
    public required IReadOnlyList<string> Pauses { get; init; }
}

/// <summary>Promises kept.</summary>
/// <param name="Kept">Paid whole and in time, of those whose time is over.</param>
/// <param name="Open">Due, with days of grace still running.</param>
public sealed record KeptRate(Share Kept, int Open);

/// <summary>An open complaint.</summary>
public sealed class ComplaintRow
{
    /// <summary>Ticket.</summary>
    public string TicketId { get; init; } = "";

    /// <summary>Case; null while nobody was verified.</summary>
    public string? CaseNo { get; init; }

    /// <summary>When it was made.</summary>
    public string OpenedAt { get; init; } = "";

    /// <summary>By when it is answered.</summary>
    public string DueAt { get; init; } = "";
}

/// <summary>What came of the work of some days.</summary>
public sealed record FloorOutcomes
{
    /// <summary>How many days, today included.</summary>
    public required int Days { get; init; }

    /// <summary>Agreements made, by where they stand.</summary>
    public required IReadOnlyList<(string Code, int Count)> Agreements { get; init; }

    /// <summary>Promises made to the assistant alone.</summary>
    public required KeptRate KeptByBot { get; init; }

    /// <summary>Promises from conversations a person held.</summary>
    public required KeptRate KeptByPerson { get; init; }

    /// <summary>Hand-offs by reason.</summary>
    public required IReadOnlyList<(string Code, int Count)> Escalations { get; init; }

    /// <summary>Open complaints, the next to be answered first.</summary>
    public required IReadOnlyList<ComplaintRow> Complaints { get; init; }

    /// <summary>How many complaints are open.</summary>
    public required int OpenComplaints { get; init; }

    /// <summary>How many of them are past their day.</summary>
    public required int LateComplaints { get; init; }
}
