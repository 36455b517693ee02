using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>What a client may see of a conversation, from a watermark on. Figures are masked while nobody is verified.</summary>
public sealed partial class ActivityFeed(Store store, Vault vault, BankClock clock, Func<string, string> maskedText)
{
    /// <summary>Activities after a watermark, in order, with the watermark after them.</summary>
    /// <param name="conversationId">Conversation.</param>
    /// <param name="watermark">Opaque text given out before; empty or absent means from the beginning.</param>
    /// <returns>Null when there is no such conversation.</returns>
    /// <exception cref="FormatException">The watermark is not one of ours.</exception>
    public (IReadOnlyList<Activity> Activities, string Watermark)? After(string conversationId, string? watermark)
    {
        var from = string.IsNullOrEmpty(watermark) || watermark == "-" ? 0
            : int.TryParse(watermark, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : throw new FormatException("The watermark is not one this server gave out.");
        return store.Read((Func<DbConnection, (IReadOnlyList<Activity>, string)?>)(db =>
        {
            if (KeyOf(db, conversationId) is not { } head)
                return null;
            var masked = head.CaseNo is not null && (head.VerifiedUntil is null || Store.Time(head.VerifiedUntil) < clock.Now);
            var rows = db.Query<(int Seq, bool IsSensitive, byte[] Body)>(
                "SELECT seq, is_sensitive, sealed_body FROM activities WHERE conversation_id = @conversationId AND seq >= @from ORDER BY seq", new { conversationId, from }).AsList();
            var key = vault.Unwrap(head.Wrapped);
            var activities = rows.Select(row =>
            {
                var activity = JsonSerializer.Deserialize<Activity>(Vault.Unseal(key, row.Body), Json.Options)!;
                return masked && row.IsSensitive ? Mask(activity) : activity;
            }).ToList();
            return (activities, ((rows.Count == 0 ? from - 1 : rows[^1].Seq) + 1).ToString(CultureInfo.InvariantCulture));
        }));
    }

    /// <summary>Whether a conversation has been started.</summary>
    public bool Exists(string conversationId) =>
        store.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM conversations WHERE conversation_id = @conversationId", new { conversationId }) > 0);

    /// <summary>Words by turn for a person who takes a conversation over; answers about income and living costs are left out, and what proved the identity is starred.</summary>
    /// <param name="conversationId">Conversation.</param>
    /// <param name="from">Number of the first line wanted.</param>
    public IReadOnlyList<TranscriptLine> Transcript(string conversationId, int from = 0) => store.Read(db =>
    {
        if (KeyOf(db, conversationId) is not { } head)
            return [];
        var key = vault.Unwrap(head.Wrapped);
        return db.Query<(int Seq, int Turn, string Direction, string At, byte[] Body, string? Author, bool IsSensitive)>(
            "SELECT seq, turn, direction, at, sealed_body, author, is_sensitive FROM activities WHERE conversation_id = @conversationId AND is_private = 0 AND seq >= @from ORDER BY seq", new { conversationId, from })
            .Select(row => new TranscriptLine(row.Seq, row.Turn, row.Direction == "in", Store.Time(row.At), Starred(JsonSerializer.Deserialize<Activity>(Vault.Unseal(key, row.Body), Json.Options)!, row is { Direction: "in", IsSensitive: true }), row.Author)).ToList();
    });

    private static (byte[] Wrapped, string? CaseNo, string? VerifiedUntil)? KeyOf(DbConnection db, string conversationId) =>
        db.QuerySingleOrDefault<(byte[], string?, string?)?>("""
            SELECT v.wrapped_key, c.case_no, c.verified_until FROM conversations c JOIN vault v ON v.subject = 'conversation:' || c.conversation_id
            WHERE c.conversation_id = @conversationId
            """, new { conversationId });

    private static Activity Starred(Activity activity, bool gaveFactor)
    {
        if (gaveFactor && activity.Text is { } text)
            activity.Text = Factor().Replace(text, "****");
        return activity;
    }

    /// <summary>The last four of a document or card, or the whole identity number, standing by itself.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9]{3}[0-9Xx](?![0-9A-Za-z])|(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")]
    private static partial Regex Factor();

    private Activity Mask(Activity activity)
    {
        activity.Text = maskedText(activity.Locale ?? "");
        activity.Attachments = null;
        activity.SuggestedActions = null;
        activity.Value = null;
        activity.RelatesTo = null;
        activity.Rest = null;
        activity.ChannelData = new JsonObject { ["masked"] = true, ["clientActivityID"] = activity.ChannelData?["clientActivityID"]?.DeepClone() };
        return activity;
    }
}

/// <summary>One line of a conversation, as staff read it.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Turn">Turn it belongs to.</param>
/// <param name="IsInbound">Whether the cardholder's side wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Activity">The activity.</param>
/// <param name="Author">Member of staff who wrote it; null for the assistant and the cardholder.</param>
public sealed record TranscriptLine(int Seq, int Turn, bool IsInbound, DateTimeOffset At, Activity Activity, string? Author)
{
    /// <summary>debtor, bot or agent.</summary>
    public string Speaker => IsInbound ? "debtor" : Author is null ? "bot" : "agent";

    /// <summary>Whether words were said, rather than an event.</summary>
    public bool HasWords => Activity.Type == "message" && !string.IsNullOrWhiteSpace(Activity.Text);
}
