using System.Text.Json.Nodes;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Handoff;

/// <summary>What an agent hub of the bank's own says of a hand-off, in the Bot Framework's event <c>handoff.status</c>: accepted, failed or completed.</summary>
public sealed class HandOffEvents(Store store, HandOffDesk desk)
{
    /// <summary>Name of the event.</summary>
    public const string StatusName = "handoff.status";

    private static readonly StaffMember Hub = new("agent-hub", "agent-hub", [], ReachesAll: true, IsConsole: false);

    /// <summary>Moves the open hand-off of a conversation; a state that does not fit it changes nothing, since bots must not reject the event.</summary>
    /// <returns>Whether it moved.</returns>
    public async Task<bool> TakeAsync(string conversationId, Activity activity)
    {
        var id = store.Read(db => db.QuerySingleOrDefault<string>("SELECT handoff_id FROM handoffs WHERE conversation_id = @conversationId AND status IN ('waiting', 'accepted')", new { conversationId }));
        if (id is null)
            return false;
        var state = (activity.Value as JsonObject)?["state"]?.ToString();
        return state switch
        {
            "accepted" => await desk.AcceptAsync(id, Hub) is null,
            "completed" => await desk.ReturnAsync(id, Hub) is null,
            "failed" => await desk.TimeOutAsync(id) is null,
            _ => false,
        };
    }
}
