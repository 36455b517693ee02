using System.Security.Cryptography;
using System.Text;
using Assistant.Bot.Handoff;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Dapper;

namespace Assistant.Bot.Staff.Console;

/// <summary>A mark: an item that lost points, or a rule that was broken, with the words that show it.</summary>
/// <param name="Id">Item or rule.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Lost">Points lost; null for a breach that fails the whole.</param>
/// <param name="Quotes">Who said it, and the words, long numbers masked.</param>
/// <param name="Better">What to say instead; null where there is nothing to offer.</param>
public sealed record Mark(string Id, string Name, decimal? Lost, IReadOnlyList<(Speaker Speaker, string Words)> Quotes, string? Better);

/// <summary>A conversation that was drawn, scored.</summary>
public sealed record Drawn
{
    /// <summary>Conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Who took part, by name.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>When it ended.</summary>
    public required string EndedAt { get; init; }

    /// <summary>Its score.</summary>
    public required Scorecard Card { get; init; }

    /// <summary>What was marked.</summary>
    public required IReadOnlyList<Mark> Marks { get; init; }
}

/// <summary>
/// Draws ended conversations that a person took part in, the same ones for a whole day and nobody's choice, and scores them on the rubric. Words of private
/// queues are drawn only for who may know, and for who said them.
/// </summary>
public sealed class QualitySample(Store store, ActivityFeed feed, DraftReview drafts, QualityApi quality, RuleBook book, AuditChain audit, BankClock clock)
{
    private const int Days = 30;

    /// <summary>The sample of today for somebody: of all, or of their own for whoever does not lead. Each look is in the audit record.</summary>
    public async Task<IReadOnlyList<Drawn>> DrawAsync(StaffMember who, int most, string locale)
    {
        var drawn = Candidates(who).OrderBy(row => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Store.Day(clock.Today)}|{row.ConversationId}"))), StringComparer.Ordinal).Take(most).ToList();
        if (drawn.Count > 0)
            await store.WriteAsync(db => drawn.ForEach(row => audit.Append(db, clock.Now, "quality.read", who.User, row.ConversationId, "{}")));
        return [.. drawn.Select(row => Score(row, locale)).OfType<Drawn>()];
    }

    /// <summary>Whether somebody may dispute a mark of a conversation: whoever leads, and whoever spoke in it.</summary>
    public bool MayDispute(StaffMember who, string conversationId) => Candidates(who).Any(row => row.ConversationId == conversationId);

    private List<Row> Candidates(StaffMember who) => store.Read(db => db.Query<Row>("""
        SELECT h.conversation_id AS ConversationId, MAX(h.ended_at) AS EndedAt, MAX(h.queue IN @PrivateQueues) AS IsPrivate,
               (SELECT GROUP_CONCAT(author, char(10)) FROM (SELECT DISTINCT author FROM activities a WHERE a.conversation_id = h.conversation_id AND a.author IS NOT NULL ORDER BY author)) AS Authors
        FROM handoffs h WHERE h.status IN ('closed', 'returned') AND h.ended_at >= @since
          AND NOT EXISTS (SELECT 1 FROM handoffs o WHERE o.conversation_id = h.conversation_id AND o.status IN ('waiting', 'accepted'))
        GROUP BY h.conversation_id
        """, new { Protections.PrivateQueues, since = Store.Time(clock.Now.AddDays(-Days)) })
        .Where(row => row.Authors is not null && (row.Names.Contains(who.User) || (who.ReachesAll && (who.MayKnow || row.IsPrivate == 0)))).ToList());

    private Drawn? Score(Row row, string locale)
    {
        var turns = Turns(feed.Transcript(row.ConversationId));
        if (turns.Count == 0)
            return null;
        var (context, _) = drafts.ContextOf(row.ConversationId);
        var card = quality.Score(new(turns, locale, context, null));
        (Speaker, string) Quote(int turn, string words) => (turns[Math.Clamp(turn, 1, turns.Count) - 1].Speaker, QualityRun.Masked(words));
        return new()
        {
            ConversationId = row.ConversationId,
            Agents = row.Names,
            EndedAt = row.EndedAt,
            Card = card,
            Marks =
            [
                .. card.Critical.Select(fail => new Mark(fail.Rule, book.Rules.FirstOrDefault(rule => rule.Id == fail.Rule)?.Reason.GetValueOrDefault(locale) ?? fail.Rule, null, [Quote(fail.Turn, fail.Quote)], null)),
                .. card.Items.Where(item => item.Score < item.Item.Max).Select(item => new Mark(item.Item.Id, item.Item.Name[locale], item.Item.Max - item.Score, [.. item.Evidence.Select(one => Quote(one.Turn, one.Quote))], item.Better?.GetValueOrDefault(locale))),
            ],
        };
    }

    /// <summary>A transcript as it is scored.</summary>
    internal static List<TranscriptTurn> Turns(IEnumerable<TranscriptLine> transcript) => [.. transcript.Where(line => line.HasWords).Select(line => new TranscriptTurn(
        line.Speaker switch { "debtor" => Speaker.Debtor, "bot" => Speaker.Bot, _ => Speaker.Agent }, line.Activity.Text!, line.At))];

    private sealed class Row
    {
        public string ConversationId { get; init; } = "";

        public string EndedAt { get; init; } = "";

        public long IsPrivate { get; init; }

        public string? Authors { get; init; }

        public IReadOnlyList<string> Names => (Authors ?? "").Split('\n');
    }
}
