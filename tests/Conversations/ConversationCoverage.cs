using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;

namespace Assistant.Tests.Conversations;

/// <summary>
/// What the conversation files have gone through together: intents, skills, protections, rules, replies. Written to the output once all have run; a
/// skill or a protection that none goes through is a failure.
/// </summary>
public sealed class ConversationCoverage : IDisposable
{
    private readonly ConcurrentDictionary<string, int> seen = new();
    private readonly ConcurrentBag<string> done = [];

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

    /// <summary>Notes that a file ran to its end.</summary>
    public void Done(string file) => done.Add(file);

    /// <inheritdoc/>
    public void Dispose()
    {
        // A run of a few files says nothing of all of them.
        if (done.Count < ConversationTests.Files().Count)
            return;
        var prompts = PromptFolder.Find();
        var catalogue = MadeUp.Skills.Intents.Select(Bot.Turns.Trace.Catalogued).Distinct();
        Console.WriteLine($"{done.Count} conversations");
        Report("intent", catalogue);
        Report("rule", []);
        Report("reply", Templates.Read(prompts).Ids.Where(id => !id.Contains('~', StringComparison.Ordinal) && !id.StartsWith("choice.", StringComparison.Ordinal) && !id.StartsWith("card.", StringComparison.Ordinal)));
        var missing = Report("skill", MadeUp.Skills.All.Select(skill => skill.Id)).Concat(Report("protection", ProtectionFiles.Read(prompts).Kinds.Keys)).ToList();
        missing.ShouldBeEmpty("no conversation goes through these");
    }

    private List<string> Report(string kind, IEnumerable<string> wanted)
    {
        var all = wanted.ToList();
        var missing = all.Where(id => !seen.ContainsKey($"{kind} {id}")).Order(StringComparer.Ordinal).ToList();
        var count = seen.Keys.Count(key => key.StartsWith(kind + " ", StringComparison.Ordinal));
        Console.WriteLine(all.Count == 0 ? $"{kind}s: {count}" : $"{kind}s: {all.Count - missing.Count} of {all.Count}{(missing.Count > 0 ? "; never: " + string.Join(", ", missing) : "")}");
        return missing;
    }

    private static IEnumerable<string> Ids(JsonObject trace, string part, string? field) =>
        trace[part] is JsonArray array ? array.Select(item => (field is null ? item : item![field])!.ToString()) : [];
}
