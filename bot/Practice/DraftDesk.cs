using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Practice;
using Dapper;

namespace Assistant.Bot.Practice;

/// <summary>A scenario that somebody wrote, or made from a conversation.</summary>
public sealed record PracticeDraft
{
    /// <summary>Its id.</summary>
    public required string DraftId { get; init; }

    /// <summary>The text a file would hold.</summary>
    public required string Text { get; init; }

    /// <summary>JSON, how often each kind was masked; null where it is of no conversation.</summary>
    public string? Masked { get; init; }

    /// <summary>Who wrote it last, who therefore cannot approve it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>When.</summary>
    public required string MadeAt { get; init; }

    /// <summary>Who approved it; null while it waits.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When.</summary>
    public string? ApprovedAt { get; init; }

    /// <summary>What it is called in the library.</summary>
    public string ScenarioId => ScenarioLibrary.IdOf(DraftId);

    /// <summary>How often each kind was masked.</summary>
    public IReadOnlyDictionary<string, int> Masks => Masked is null ? new Dictionary<string, int>() : JsonSerializer.Deserialize<Dictionary<string, int>>(Masked)!;
}

/// <summary>Drafts of scenarios: kept, changed, and approved by somebody else than who wrote them.</summary>
public sealed class DraftDesk(Store store, ScenarioLibrary library, AuditChain audit, BankClock clock)
{
    private const string Select = "SELECT draft_id AS DraftId, text AS Text, masked AS Masked, made_by AS MadeBy, made_at AS MadeAt, approved_by AS ApprovedBy, approved_at AS ApprovedAt FROM practice_drafts";

    /// <summary>All drafts: those that wait first, the newest first.</summary>
    public IReadOnlyList<PracticeDraft> All(int most = 200) => store.Read(db => db.Query<PracticeDraft>(Select + " ORDER BY approved_at IS NOT NULL, made_at DESC LIMIT @most", new { most }).ToList());

    /// <summary>A draft; null where there is none.</summary>
    public PracticeDraft? Find(string draftId) => store.Read(db => db.QuerySingleOrDefault<PracticeDraft>(Select + " WHERE draft_id = @draftId", new { draftId }));

    /// <summary>The scenario a draft makes, or what is wrong with it.</summary>
    public (Scenario? Scenario, PromptException? Wrong) Read(PracticeDraft draft)
    {
        try
        {
            return (library.Read(draft.ScenarioId, draft.Text), null);
        }
        catch (PromptException e)
        {
            return (null, e);
        }
    }

    /// <summary>Keeps a scenario that somebody wrote.</summary>
    /// <returns>Id of the draft.</returns>
    /// <exception cref="PromptException">Line and what to correct; nothing is kept.</exception>
    public async Task<string> WriteAsync(string text, string by)
    {
        var draftId = NewId();
        library.Read(ScenarioLibrary.IdOf(draftId), text);
        await store.WriteAsync(db => Insert(db, draftId, text, null, by));
        return draftId;
    }

    /// <summary>Keeps a scenario made from a conversation, which is written to the audit record.</summary>
    /// <returns>Id of the draft.</returns>
    public async Task<string> TakeAsync(string conversationId, string text, IReadOnlyDictionary<string, int> masked, string by)
    {
        var draftId = NewId();
        await store.WriteAsync(db =>
        {
            Insert(db, draftId, text, JsonSerializer.Serialize(masked), by);
            audit.Append(db, clock.Now, "practice.draft", by, conversationId, new JsonObject { ["draftId"] = draftId }.ToJsonString());
        });
        return draftId;
    }

    /// <summary>Keeps another wording of a draft that waits, finished or not. Who changes it has made it, and cannot approve it.</summary>
    /// <exception cref="PracticeException">It is not there, or approved.</exception>
    public async Task ChangeAsync(string draftId, string text, string by)
    {
        if (text.Length > PracticeFiles.MostText)
            throw new PracticeException(422, $"The text has {text.Length} characters; at most {PracticeFiles.MostText} are taken.");
        if (await store.WriteAsync(db => db.Execute("UPDATE practice_drafts SET text = @text, made_by = @by, made_at = @at WHERE draft_id = @draftId AND approved_at IS NULL", new { draftId, text, by, at = Store.Time(clock.Now) })) == 0)
            throw Gone(draftId);
    }

    /// <summary>Approves a draft; from then on it is in the library.</summary>
    /// <exception cref="PracticeException">It is not there, approved already, changed meanwhile, or made by the same person.</exception>
    /// <exception cref="PromptException">It is not finished: line and what to correct.</exception>
    public async Task ApproveAsync(string draftId, string by)
    {
        if (Find(draftId) is not { ApprovedAt: null } draft)
            throw Gone(draftId);
        if (draft.MadeBy == by)
            throw new PracticeException(403, "Who made a draft cannot approve it; somebody else looks it over.");
        library.Read(draft.ScenarioId, draft.Text);
        var isApproved = await store.WriteAsync(db =>
        {
            if (db.Execute("UPDATE practice_drafts SET approved_by = @by, approved_at = @at WHERE draft_id = @draftId AND approved_at IS NULL AND made_by <> @by AND text = @Text", new { draftId, by, draft.Text, at = Store.Time(clock.Now) }) == 0)
                return false;
            audit.Append(db, clock.Now, "practice.approved", by, draftId, new JsonObject { ["madeBy"] = draft.MadeBy }.ToJsonString());
            return true;
        });
        if (!isApproved)
            throw new PracticeException(409, "The draft was changed at the same time; look at it again.");
    }

    /// <summary>Takes a draft that waits away.</summary>
    /// <exception cref="PracticeException">It is not there, or approved.</exception>
    public async Task WithdrawAsync(string draftId)
    {
        if (await store.WriteAsync(db => db.Execute("DELETE FROM practice_drafts WHERE draft_id = @draftId AND approved_at IS NULL", new { draftId })) == 0)
            throw Gone(draftId);
    }

    private PracticeException Gone(string draftId) => Find(draftId) is null ? new(404, $"There is no draft '{draftId}'.") : new(409, "This draft is approved; it stands in the library as it is.");

    private static string NewId() => $"{Guid.CreateVersion7():N}"[^12..];

    private void Insert(DbConnection db, string draftId, string text, string? masked, string by) => db.Execute(
        "INSERT INTO practice_drafts (draft_id, text, masked, made_by, made_at) VALUES (@draftId, @text, @masked, @by, @at)", new { draftId, text, masked, by, at = Store.Time(clock.Now) });
}
