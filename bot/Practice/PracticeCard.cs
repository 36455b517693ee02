using System.Text.Json;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Practice;

/// <summary>A card as it was kept, for pages and figures.</summary>
/// <param name="Total">Points of 100; nothing after a critical fail.</param>
/// <param name="Compliance">Points of the compliance categories.</param>
/// <param name="Band">Band of the total.</param>
/// <param name="Passed">Whether it passes.</param>
/// <param name="Critical">Breaches that fail it.</param>
/// <param name="Items">Points by item.</param>
/// <param name="Findings">Every finding of every turn of the agent.</param>
/// <param name="Dispositions">Codes the words bear out.</param>
/// <param name="Goals">What the talk was about, and whether it was reached.</param>
/// <param name="Told">Hidden facts that came out.</param>
public sealed record PracticeCard(
    decimal Total, decimal Compliance, string Band, bool Passed, IReadOnlyList<CardBreach> Critical, IReadOnlyList<CardItem> Items, IReadOnlyList<CardBreach> Findings, IReadOnlyList<string> Dispositions,
    IReadOnlyList<CardGoal> Goals, IReadOnlyList<string> Told)
{
    /// <summary>Reads a card; null where none was kept.</summary>
    public static PracticeCard? Of(PracticeSession session) => session.Card is null ? null : JsonSerializer.Deserialize<PracticeCard>(session.Card, Json.Options);

    /// <summary>Items of a category, A to G.</summary>
    public IEnumerable<IGrouping<string, CardItem>> Categories => Items.GroupBy(item => item.Id[..1]);
}

/// <summary>A rule that was broken, with the words that broke it.</summary>
/// <param name="Rule">Rule.</param>
/// <param name="Turn">Turn, counted from 1.</param>
/// <param name="Quote">The words; null on cards from before they were kept.</param>
public sealed record CardBreach(string Rule, int Turn, string? Quote);

/// <summary>Points of one item.</summary>
/// <param name="Id">A1 to G3.</param>
/// <param name="Score">Points.</param>
/// <param name="Max">Most points.</param>
/// <param name="Evidence">Words that cost or brought them.</param>
/// <param name="Better">What to say instead; null where nothing was lost.</param>
public sealed record CardItem(string Id, decimal Score, decimal Max, IReadOnlyList<CardQuote> Evidence, string? Better)
{
    /// <summary>Share of the points, 0 to 1.</summary>
    public double Share => (double)(Score / Max);

    /// <summary>The mark: full, half or none.</summary>
    public string Mark => Score == Max ? "full" : Score > 0 ? "half" : "none";
}

/// <summary>Words of a turn.</summary>
public sealed record CardQuote(int Turn, string Quote);

/// <summary>A goal, and whether it was reached.</summary>
public sealed record CardGoal(string Goal, bool Reached);
