using System.Security.Claims;
using Assistant.Bot.Storage;
using Dapper;

namespace Assistant.Bot.Staff;

/// <summary>
/// Who asks, and how far they reach. An API key stands for a bank system and reaches every case unless queues narrow it; somebody signed in to the console
/// as an agent reaches only cases they hold or that wait in their queues; supervisors and administrators reach all.
/// </summary>
/// <param name="User">Name in the audit record.</param>
/// <param name="Name">Name the cardholder reads.</param>
/// <param name="Queues">Queues they work in; empty for none in particular.</param>
/// <param name="ReachesAll">Whether no queue narrows them.</param>
/// <param name="IsConsole">Whether a person signed in, rather than a key.</param>
public sealed record StaffMember(string User, string Name, IReadOnlyList<string> Queues, bool ReachesAll, bool IsConsole)
{
    /// <summary>Claim of a queue.</summary>
    public const string QueueClaim = "queue";

    /// <summary>Claim of the name shown to cardholders.</summary>
    public const string NameClaim = "shown-name";

    /// <summary>Claim that tells a person at the console from a key.</summary>
    public const string ConsoleClaim = "console";

    /// <summary>Which rows of handoffs are somebody's to see who does not reach all: a holder's while they hold it, a queue's while it waits; a key's of the holder or the queue at any time.</summary>
    internal const string SeesHandOff = "((holder = @User AND (status = 'accepted' OR NOT @IsConsole)) OR (queue IN @Queues AND (status = 'waiting' OR NOT @IsConsole)))";

    /// <summary>Whether they are of the queues that may know what lies behind a private protection.</summary>
    public bool MayKnow => Queues.Any(Protections.PrivateQueues.Contains);

    /// <summary>The member of staff of a request.</summary>
    public static StaffMember Of(HttpContext http)
    {
        var user = http.User;
        var queues = user.FindAll(QueueClaim).Select(claim => claim.Value).ToList();
        var isConsole = user.HasClaim(claim => claim.Type == ConsoleClaim);
        var reachesAll = isConsole ? user.IsInRole("supervisor") || user.IsInRole("admin") : queues.Count == 0;
        return new(user.Identity!.Name!, user.FindFirst(NameClaim)?.Value ?? user.Identity!.Name!, queues, reachesAll, isConsole);
    }

    /// <summary>Whether a case has work they may see: an open ticket or a waiting hand-off in their queues, or a conversation they hold.</summary>
    public bool Reaches(string caseNo, Store store) => ReachesAll || store.Read(db => db.ExecuteScalar<int>("""
        SELECT EXISTS (SELECT 1 FROM tickets WHERE case_no = @caseNo AND status = 'OPEN' AND queue IN @Queues)
            OR EXISTS (SELECT 1 FROM handoffs WHERE case_no = @caseNo AND ((status = 'accepted' AND holder = @User) OR (queue IN @Queues AND (status = 'waiting' OR (status = 'accepted' AND NOT @IsConsole)))))
        """, new { caseNo, Queues, User, IsConsole })) == 1;

    /// <summary>Whether a conversation is theirs to see: they hold it, or it waits in their queues.</summary>
    public bool ReachesConversation(string conversationId, Store store) => ReachesAll || store.Read(db => db.ExecuteScalar<int>($"""
        SELECT EXISTS (SELECT 1 FROM handoffs WHERE conversation_id = @conversationId AND {SeesHandOff})
            OR EXISTS (SELECT 1 FROM tickets WHERE conversation_id = @conversationId AND status = 'OPEN' AND queue IN @Queues AND NOT @IsConsole)
        """, new { conversationId, Queues, User, IsConsole })) == 1;

    /// <summary>The refusal of a case out of reach; null where they may go on.</summary>
    public Refusal? WhyNot(string caseNo, Store store) => Reaches(caseNo, store) ? null
        : Queues.Count == 0 ? Refusal.Of(403, "case.no_queues", caseNo) : Refusal.Of(403, "case.not_in_queues", caseNo, new Coded("queue_name.", Queues));
}
