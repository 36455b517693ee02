using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>What other systems are to be told, written with the turn that caused it and sent until it is taken.</summary>
public sealed class Outbox(Store store)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)];

    /// <summary>Puts a message in.</summary>
    /// <param name="db">The turn's transaction.</param>
    /// <param name="target">bank or oncall.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="body">What is sent; nobody's words and nothing that names a person.</param>
    /// <param name="now">The moment of the turn.</param>
    internal static void Add(DbConnection db, string target, string kind, JsonObject body, string now) =>
        db.Execute("INSERT INTO outbox (target, kind, body, created_at, next_at) VALUES (@target, @kind, @body, @now, @now)", new { target, kind, body = body.ToJsonString(), now });

    /// <summary>Messages of a target that are to be sent now, the oldest first.</summary>
    public IReadOnlyList<OutboxMessage> Due(IReadOnlyCollection<string> targets, DateTimeOffset now) => store.Read(db => (IReadOnlyList<OutboxMessage>)[.. db.Query<(long Id, string Target, string Kind, string Body, string CreatedAt, long Attempts)>(
        "SELECT outbox_id, target, kind, body, created_at, attempts FROM outbox WHERE sent_at IS NULL AND next_at <= @now AND target IN @targets ORDER BY outbox_id LIMIT 50", new { now = Store.Time(now), targets })
        .Select(row => new OutboxMessage(row.Id, row.Target, row.Kind, row.Body, row.CreatedAt, (int)row.Attempts))]);

    /// <summary>Notes how an attempt went: taken, or to be tried again after a longer pause each time.</summary>
    public Task NoteAsync(OutboxMessage message, bool wasTaken, DateTimeOffset now) => store.WriteAsync(db => db.Execute(
        "UPDATE outbox SET attempts = attempts + 1, sent_at = @sent, next_at = @next WHERE outbox_id = @Id",
        new { message.Id, sent = wasTaken ? Store.Time(now) : null, next = Store.Time(now + Pauses[Math.Min(message.Attempts, Pauses.Length - 1)]) }));
}

/// <summary>A message to be sent.</summary>
public sealed record OutboxMessage(long Id, string Target, string Kind, string Body, string CreatedAt, int Attempts)
{
    /// <summary>The envelope that is sent and signed.</summary>
    public string Envelope => new JsonObject { ["id"] = Id.ToString(CultureInfo.InvariantCulture), ["kind"] = Kind, ["createdAt"] = CreatedAt, ["data"] = JsonNode.Parse(Body) }.ToJsonString();
}
