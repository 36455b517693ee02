using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;

namespace Assistant.Tests.Conversations;

/// <summary>
/// What the conversation files have gone through together: intents, skills, protections, rules, replies. A skill or a protection that none
/// goes through is a failure.
/// </summary>
public sealed class ConversationCoverage
{
    private readonly ConcurrentDictionary<string, int> seen = new();
    private int done;

    /// <summary>Notes a turn.</summary>
    public void Add(JsonObject trace)
    {
        foreach (var (kind, ids) in new[] { ("intent", Ids(trace, "intents", "id")), ("protection", Ids(trace, "protections", "kind")), ("rule", Ids(trace, "rules", null)), ("reply", Ids(trace, "replies", null)) })
        {
            foreach (var id in ids)
                seen.AddOrUpdate($"{kind} {id}", 1, (_, count) => count + 1);
        }

        if (trace["skill"] is { } skill)
            seen.AddOrUpdate($"skill {skill}", 1, (_, count) => count + 1);
    }

    /// <summary>Conversations that ran to their end.</summary>
    public int Done => done;

    /// <summary>Notes that a file ran to its end.</summary>
    public void Ran() => Interlocked.Increment(ref done);

    /// <summary>Writes what was gone through, and what was not.</summary>
    /// <returns>Skills and protections that nothing went through.</returns>
    public IReadOnlyList<string> Report(Action<string> write)
    {
        var prompts = PromptFolder.Find();
        var catalogue = MadeUp.Skills.Intents.Select(Bot.Turns.Trace.Catalogued).Distinct();
        write($"{done} conversations");
        Report(write, "intent", catalogue);
        Report(write, "rule", []);
        Report(write, "reply", Templates.Read(prompts).Ids.Where(id => !id.Contains('~', StringComparison.Ordinal) && !id.StartsWith("choice.", StringComparison.Ordinal) && !id.StartsWith("card.", StringComparison.Ordinal)));
        return [.. Report(write, "skill", MadeUp.Skills.All.Select(skill => skill.Id)), .. Report(write, "protection", ProtectionFiles.Read(prompts).Kinds.Keys)];
    }

    private List<string> Report(Action<string> write, string kind, IEnumerable<string> wanted)
    {
        var all = wanted.ToList();
        var missing = all.Where(id => !seen.ContainsKey($"{kind} {id}")).Order(StringComparer.Ordinal).ToList();
        var count = seen.Keys.Count(key => key.StartsWith(kind + " ", StringComparison.Ordinal));
        write(all.Count == 0 ? $"{kind}s: {count}" : $"{kind}s: {all.Count - missing.Count} of {all.Count}{(missing.Count > 0 ? "; never: " + string.Join(", ", missing) : "")}");
        return missing;
    }

    private static IEnumerable<string> Ids(JsonObject trace, string part, string? field) =>
        trace[part] is JsonArray array ? array.Select(item => (field is null ? item : item![field])!.ToString()) : [];
}
