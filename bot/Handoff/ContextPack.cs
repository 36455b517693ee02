using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Handoff;

/// <summary>
/// What a person who takes a conversation over needs to know: the debtor's own words by turn, what is settled, tried and promised.
/// In the CRISIS and SPECIALIST queues the words are left out of the list; who takes the case reads them in the transcript.
/// </summary>
internal sealed class ContextPack(Store store, ActivityFeed feed)
{
    private static readonly string[] Private = ["CRISIS", "SPECIALIST"];

    /// <summary>The pack of a conversation.</summary>
    public JsonObject Of(string conversationId, string queue, string reason)
    {
        var said = feed.Transcript(conversationId).Where(entry => entry.Direction == "in" && !string.IsNullOrWhiteSpace(entry.Activity.Text)).ToList();
        var (disposition, party, caseNo) = store.Read(db => db.QuerySingleOrDefault<(string, string, string?)>(
            "SELECT disposition, party, case_no FROM contact_records WHERE conversation_id = @conversationId", new { conversationId }));
        var promised = store.Read(db => db.Query<string>("""
            SELECT promise_id || ': ' || printf('%.2f', amount / 100.0) || ' ' || currency || ' ' || due_on FROM promises WHERE conversation_id = @conversationId AND status = 'PENDING'
            UNION ALL SELECT agreement_id || ': ' || status FROM agreements WHERE conversation_id = @conversationId
            """, new { conversationId }).AsList());
        var tried = store.Read(db => db.Query<string>("SELECT reason FROM tickets WHERE conversation_id = @conversationId ORDER BY opened_at", new { conversationId }).AsList());
        var settled = new List<string> { $"party={party}" };
        if (caseNo is not null)
            settled.Add($"case={caseNo}");
        return new()
        {
            ["summary"] = $"{reason}; {said.Count} messages; {disposition}",
            ["said"] = Private.Contains(queue) ? [] : new JsonArray([.. said.Select(entry => (JsonNode)new JsonObject { ["turn"] = entry.Turn, ["text"] = entry.Activity.Text })]),
            ["settled"] = new JsonArray([.. settled.Select(item => (JsonNode)item)]),
            ["tried"] = new JsonArray([.. tried.Select(item => (JsonNode)item)]),
            ["promised"] = new JsonArray([.. promised.Select(item => (JsonNode)item)]),
            ["risk"] = queue switch { "CRISIS" => "R3", "SPECIALIST" or "FRAUD" or "LEGAL" or "COMPLAINT" => "R2", _ => "R1" },
            ["next"] = reason,
        };
    }
}
