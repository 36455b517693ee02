using System.Text.RegularExpressions;

namespace Assistant.Skills.Conduct;

/// <summary>What a conversation is scored on; all of it data of <c>prompts/conduct/rubric.yaml</c>.</summary>
public sealed record Rubric
{
    /// <summary>Items, in order.</summary>
    public required IReadOnlyList<RubricItem> Items { get; init; }

    /// <summary>Duties whose neglect alone fails a conversation.</summary>
    public required IReadOnlyList<Duty> Duties { get; init; }

    /// <summary>Rules whose breach fails a whole conversation, however grave the guard holds it (collections 6.3).</summary>
    public required IReadOnlySet<string> Fatal { get; init; }

    /// <summary>Words by which a turn of ours does something, by name.</summary>
    public required IReadOnlyDictionary<string, Regex> Marks { get; init; }

    /// <summary>Marks that are only there in a sentence that asks.</summary>
    public required IReadOnlySet<string> Asks { get; init; }

    /// <summary>What makes a sentence one that asks.</summary>
    public required Regex Question { get; init; }

    /// <summary>Words and letters that two people share by chance.</summary>
    public required IReadOnlySet<string> SmallWords { get; init; }

    /// <summary>Flag of the context a heard intent or danger sets for the rest of the conversation.</summary>
    public required IReadOnlyDictionary<string, string> Flags { get; init; }

    /// <summary>Words of the person that set a flag, heard beside what the readers hear.</summary>
    public required IReadOnlyDictionary<string, Regex> Says { get; init; }

    /// <summary>Disposition codes by what was heard, the gravest first.</summary>
    public required IReadOnlyList<(string Code, IReadOnlyList<string> Heard)> Dispositions { get; init; }

    /// <summary>Categories that count as compliance.</summary>
    public required IReadOnlyList<string> ComplianceCategories { get; init; }

    /// <summary>Least total to pass.</summary>
    public required decimal PassTotal { get; init; }

    /// <summary>Least compliance to pass.</summary>
    public required decimal PassCompliance { get; init; }

    /// <summary>Bands by least total, the highest first.</summary>
    public required IReadOnlyList<(string Band, decimal Least)> Bands { get; init; }
}

/// <summary>One item of the rubric.</summary>
/// <param name="Id">A1 to G3.</param>
/// <param name="Max">Points.</param>
/// <param name="Name">What is scored, per locale.</param>
/// <param name="Breaks">Rule ids and categories of findings that cost it: all of it, or half for minor ones.</param>
/// <param name="When">What must have been heard for its wants to be at issue; empty for always.</param>
/// <param name="Wants">Marks of which all bring full points, and some bring half.</param>
/// <param name="Unless">What, heard from the person, takes its wants off the table.</param>
/// <param name="Goals">Goals of a practice scenario of which one puts its wants on the table; empty where goals do not matter.</param>
/// <param name="IsEcho">Whether what its wants are found in must say something the person said; half the points where it does not.</param>
/// <param name="IsInReply">Whether the wants must be in the next two turns of ours after what was heard.</param>
/// <param name="Better">What to say instead, per locale.</param>
public sealed record RubricItem(
    string Id, decimal Max, IReadOnlyDictionary<string, string> Name, IReadOnlyList<string> Breaks, IReadOnlyList<string> When, IReadOnlyList<string> Wants,
    IReadOnlyList<string> Unless, IReadOnlyList<string> Goals, bool IsEcho, bool IsInReply, IReadOnlyDictionary<string, string> Better)
{
    /// <summary>A to G.</summary>
    public string Category => Id[..1];
}

/// <summary>A duty: what must follow when something was heard.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="When">What was heard.</param>
/// <param name="Wants">Marks of which one must be in the next turn of ours.</param>
public sealed record Duty(string Rule, IReadOnlyList<string> When, IReadOnlyList<string> Wants);

/// <summary>One turn of a conversation.</summary>
/// <param name="Speaker">Who said it.</param>
/// <param name="Text">The words.</param>
/// <param name="Time">Clock time at the person reached; null where it is not known.</param>
public sealed record TranscriptTurn(Speaker Speaker, string Text, DateTimeOffset? Time);

/// <summary>Words that show something: the turn, counted from 1, and the words.</summary>
public sealed record Evidence(int Turn, string Quote);

/// <summary>A breach that fails a conversation.</summary>
public sealed record CriticalFail(string Rule, int Turn, string Quote);

/// <summary>Points of one item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">Nothing, half or all of its points.</param>
/// <param name="Evidence">Words that cost or brought the points.</param>
/// <param name="Better">What to say instead, per locale; null where nothing was lost.</param>
public sealed record ItemScore(RubricItem Item, decimal Score, IReadOnlyList<Evidence> Evidence, IReadOnlyDictionary<string, string>? Better);

/// <summary>What is known of a conversation beside its words, because the other side was simulated.</summary>
/// <param name="Goals">What it was about; items that have goals count where one is among them.</param>
/// <param name="Dispositions">Codes a right note may carry.</param>
/// <param name="Caps">Most that some items may get, by what came of it.</param>
/// <param name="Meant">What each turn of the other side means, in order: known, so that nothing needs to be heard in it.</param>
public sealed record KnownTruth(IReadOnlySet<string> Goals, IReadOnlyList<string> Dispositions, IReadOnlyList<ItemCap> Caps, IReadOnlyList<IReadOnlySet<string>> Meant);

/// <summary>The most an item may get, and why.</summary>
/// <param name="Item">A1 to G3.</param>
/// <param name="Share">Nothing or half.</param>
/// <param name="Evidence">The words that show it.</param>
public sealed record ItemCap(string Item, decimal Share, Evidence Evidence);

/// <summary>A scored conversation.</summary>
public sealed record Scorecard
{
    /// <summary>Points of 100; nothing after a critical fail.</summary>
    public required decimal Total { get; init; }

    /// <summary>Points of the compliance categories, whatever else happened.</summary>
    public required decimal Compliance { get; init; }

    /// <summary>Band of the total.</summary>
    public required string Band { get; init; }

    /// <summary>Whether it passes.</summary>
    public required bool Passed { get; init; }

    /// <summary>Breaches that fail it.</summary>
    public required IReadOnlyList<CriticalFail> Critical { get; init; }

    /// <summary>Items, in order.</summary>
    public required IReadOnlyList<ItemScore> Items { get; init; }

    /// <summary>Every finding of every turn of ours.</summary>
    public required IReadOnlyList<(int Turn, Finding Finding)> Findings { get; init; }

    /// <summary>The disposition the words bear out, best first; never empty.</summary>
    public required IReadOnlyList<string> Dispositions { get; init; }
}
