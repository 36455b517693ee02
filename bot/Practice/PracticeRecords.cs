using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Practice;

/// <summary>What is written around practice: who is to practise what by when, marks a trainer holds wrong, and talks somebody chose not to have had.</summary>
public sealed class PracticeRecords(Store store, PracticeDesk desk, BankClock clock)
{
    /// <summary>Marks an item can get.</summary>
    public static readonly IReadOnlyList<string> Marks = ["full", "half", "none"];

    /// <summary>Assigns a scenario; once more changes the day it is due.</summary>
    /// <exception cref="PracticeException">No such scenario.</exception>
    public Task AssignAsync(string scenarioId, string trainee, DateOnly? dueOn, string by) => desk.Find(scenarioId) is null ? throw new PracticeException(404, $"There is no scenario '{scenarioId}'.")
        : store.WriteAsync(db => db.Execute("""
            INSERT INTO practice_assignments (scenario_id, trainee, due_on, assigned_by, assigned_at) VALUES (@scenarioId, @trainee, @due, @by, @at)
            ON CONFLICT (scenario_id, trainee) DO UPDATE SET due_on = @due, assigned_by = @by, assigned_at = @at
            """, new { scenarioId, trainee, due = dueOn is { } day ? Store.Day(day) : null, by, at = Store.Time(clock.Now) }));

    /// <summary>Takes an assignment back.</summary>
    public Task WithdrawAsync(string scenarioId, string trainee) => store.WriteAsync(db => db.Execute("DELETE FROM practice_assignments WHERE scenario_id = @scenarioId AND trainee = @trainee", new { scenarioId, trainee }));

    /// <summary>Keeps a mark that a trainer sees otherwise; once more by the same person replaces their first word.</summary>
    /// <exception cref="PracticeException">No such item on the card, no such mark, the mark it has already, or no reason.</exception>
    public Task DisputeAsync(PracticeSession session, string item, string wanted, string reason, string by)
    {
        if (PracticeCard.Of(session)?.Items.FirstOrDefault(one => one.Id == item) is not { } scored)
            throw new PracticeException(404, $"The card has no item '{item}'.");
        if (!Marks.Contains(wanted) || wanted == scored.Mark || string.IsNullOrWhiteSpace(reason) || reason.Length > PracticeDesk.MostText)
            throw new PracticeException(422, $"'wanted' is another mark than '{scored.Mark}', and 'reason' says why in at most {PracticeDesk.MostText} characters.");
        return store.WriteAsync(db => db.Execute("""
            INSERT INTO practice_disputes (session_id, item, scored, wanted, reason, by, at) VALUES (@SessionId, @item, @Mark, @wanted, @reason, @by, @at)
            ON CONFLICT (session_id, item, by) DO UPDATE SET scored = @Mark, wanted = @wanted, reason = @reason, at = @at
            """, new { session.SessionId, item, scored.Mark, wanted, reason = Quality.QualityRun.Masked(reason.Trim()), by, at = Store.Time(clock.Now) }));
    }

    /// <summary>Takes a talk that goes on away without a trace; what was tried again from it stands on its own.</summary>
    /// <exception cref="PracticeException">It has ended.</exception>
    public async Task LeaveAsync(PracticeSession session)
    {
        var isLeft = await store.WriteAsync(db =>
        {
            if (db.ExecuteScalar<int>("SELECT COUNT(*) FROM practice_sessions WHERE session_id = @SessionId AND ended_at IS NULL", session) == 0)
                return false;
            db.Execute("UPDATE practice_sessions SET parent_id = NULL WHERE parent_id = @SessionId", session);
            db.Execute("DELETE FROM practice_turns WHERE session_id = @SessionId", session);
            db.Execute("DELETE FROM practice_sessions WHERE session_id = @SessionId", session);
            return true;
        });
        if (!isLeft)
            throw new PracticeException(409, "This talk is over; its card stays.");
    }
}
