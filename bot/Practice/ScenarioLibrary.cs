using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Skills.Practice;
using Dapper;

namespace Assistant.Bot.Practice;

/// <summary>
/// Every scenario there is to practise: those of the files, and drafts a second person approved. What another node approved is seen with the next look,
/// since each look asks the store whether anything was approved since.
/// </summary>
public sealed partial class ScenarioLibrary(Store store, PracticeFiles files, PromptFolder prompts, ILogger<ScenarioLibrary> log)
{
    private const string Prefix = "draft-";
    private readonly Lock gate = new();
    private Held held = new("", files.Scenarios);

    /// <summary>All of them, by id.</summary>
    public IReadOnlyDictionary<string, Scenario> Scenarios => Look();

    /// <summary>The scenario id of a draft; no file is called so, since their names begin with a family.</summary>
    public static string IdOf(string draftId) => Prefix + draftId;

    /// <summary>A scenario; null where there is none.</summary>
    public Scenario? Find(string id) => held.Scenarios.GetValueOrDefault(id) ?? (id.StartsWith(Prefix, StringComparison.Ordinal) ? Look().GetValueOrDefault(id) : null);

    /// <summary>A draft that waits for a second person, to be tried; null where there is none, or where it is not finished.</summary>
    public Scenario? Waiting(string id)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || TextOf(id) is not { } text)
            return null;
        try
        {
            return Read(id, text);
        }
        catch (PromptException)
        {
            return null;
        }
    }

    /// <summary>The text a scenario was read from; null where there is none.</summary>
    public string? TextOf(string id) => files.Scenarios.ContainsKey(id) ? File.ReadAllText(prompts.File($"practice/scenarios/{id}.yaml").Path)
        : id.StartsWith(Prefix, StringComparison.Ordinal) ? store.Read(db => db.QuerySingleOrDefault<string>("SELECT text FROM practice_drafts WHERE draft_id = @draftId", new { draftId = id[Prefix.Length..] })) : null;

    /// <summary>Reads a draft by the rules of the files; places marked as still to be written are not finished.</summary>
    /// <exception cref="PromptException">Line and what to correct.</exception>
    public Scenario Read(string id, string text)
    {
        var open = text.IndexOf(DraftFiles.ToWrite, StringComparison.Ordinal);
        return open < 0 ? files.Read(id, text)
            : throw new PromptException(id, text.AsSpan(0, open).Count('\n') + 1, $"this place is still to be written: it begins with '{DraftFiles.ToWrite}'.");
    }

    private IReadOnlyDictionary<string, Scenario> Look()
    {
        const string Approved = "FROM practice_drafts WHERE approved_at IS NOT NULL";
        var stamp = store.Read(db => db.ExecuteScalar<string>($"SELECT COUNT(*) || ' ' || COALESCE(MAX(approved_at), '') {Approved}"))!;
        lock (gate)
        {
            if (held.Stamp == stamp)
                return held.Scenarios;
            var all = new Dictionary<string, Scenario>(files.Scenarios);
            foreach (var (draftId, text) in store.Read(db => db.Query<(string, string)>($"SELECT draft_id, text {Approved}").ToList()))
            {
                var id = IdOf(draftId);
                try
                {
                    // What was approved does not change; it is read once.
                    all[id] = held.Scenarios.GetValueOrDefault(id) ?? Read(id, text);
                }
                catch (PromptException e)
                {
                    LogUnread(log, id, e.Message);
                }
            }

            held = new(stamp, all);
            return all;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The approved scenario {Id} cannot be read any more: {Why}")]
    private static partial void LogUnread(ILogger log, string id, string why);

    private sealed record Held(string Stamp, IReadOnlyDictionary<string, Scenario> Scenarios);
}
