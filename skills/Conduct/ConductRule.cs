using System.Text.RegularExpressions;

namespace Assistant.Skills.Conduct;

/// <summary>How grave a breach is.</summary>
public enum Severity
{
    /// <summary>Mild or fixable wording: warns.</summary>
    Minor,

    /// <summary>Must not be said: blocks.</summary>
    Major,

    /// <summary>Must not be said, and fails a whole conversation: blocks.</summary>
    Critical,
}

/// <summary>How well a source was read.</summary>
public enum Basis
{
    /// <summary>The article itself was read.</summary>
    Text,

    /// <summary>Only what the press wrote of it was read.</summary>
    Digest,

    /// <summary>It is remembered, not read.</summary>
    Memory,

    /// <summary>This product's own code of conduct.</summary>
    House,
}

/// <summary>Where a rule comes from.</summary>
/// <param name="Cite">Document, with the article only where it was read.</param>
/// <param name="Basis">How well it was read.</param>
/// <param name="CheckedOn">When somebody last looked.</param>
public sealed record Source(string Cite, Basis Basis, DateOnly CheckedOn)
{
    /// <summary>Whether a breach can be held against somebody on this source alone.</summary>
    public bool IsConfirmed => Basis is Basis.Text or Basis.House;
}

/// <summary>What a check of the code compares; a rule that names one is found by it, not by words.</summary>
public enum Check
{
    /// <summary>None: words, acts and patterns decide.</summary>
    None,

    /// <summary>The hour at the person reached.</summary>
    Night,

    /// <summary>How often the person was reached already.</summary>
    Frequency,

    /// <summary>Amounts of the line against the case's own.</summary>
    Figures,

    /// <summary>A deadline of the line against the case's own.</summary>
    Deadline,

    /// <summary>Whether a contact may be made at all; no line is looked at.</summary>
    Contact,
}

/// <summary>Conditions on who says a line to whom, when and in which state of the case. A null or empty part is no condition.</summary>
/// <param name="Flags">Flags, any of which meets the condition.</param>
/// <param name="Verified">Whether the person is verified.</param>
/// <param name="Audiences">Who hears it.</param>
/// <param name="Speakers">Who says it.</param>
/// <param name="Channels">How it is sent.</param>
/// <param name="LegalActionApproved">Whether somebody decided on legal action.</param>
public sealed record Condition(
    IReadOnlyList<string> Flags, bool? Verified, IReadOnlyList<Audience> Audiences, IReadOnlyList<Speaker> Speakers, IReadOnlyList<string> Channels, bool? LegalActionApproved)
{
    /// <summary>Whether every part that is given holds.</summary>
    public bool AllHold(ReviewContext context) =>
        (Flags.Count == 0 || Flags.Any(context.Flags.ContainsKey))
        && (Verified is null || context.Verified == Verified)
        && (Audiences.Count == 0 || Audiences.Contains(context.Audience))
        && (Speakers.Count == 0 || Speakers.Contains(context.Speaker))
        && (Channels.Count == 0 || (context.Channel is { } channel && Channels.Contains(channel)))
        && (LegalActionApproved is null || context.LegalActionApproved == LegalActionApproved);

    /// <summary>Whether any part that is given holds. A flag with a day that is still to come excuses nothing of today.</summary>
    public bool AnyHolds(ReviewContext context) =>
        Flags.Any(flag => context.Flags.ContainsKey(flag) && !(context.Date(flag) > context.Day))
        || (Verified is { } verified && context.Verified == verified)
        || Audiences.Contains(context.Audience)
        || Speakers.Contains(context.Speaker)
        || (context.Channel is { } channel && Channels.Contains(channel))
        || (LegalActionApproved == true && context.LegalActionApproved);
}

/// <summary>A line a rule is tested with.</summary>
/// <param name="Text">The words.</param>
/// <param name="Context">Their context; null where it is not at issue.</param>
public sealed record ExampleLine(string Text, ReviewContext? Context);

/// <summary>One rule of conduct: what it forbids, on what ground, how it is recognised, and a better line.</summary>
public sealed record ConductRule
{
    /// <summary>Its one id.</summary>
    public required string Id { get; init; }

    /// <summary>Category of the external contract, section 7.</summary>
    public required string Category { get; init; }

    /// <summary>How grave a breach is where the source is confirmed.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Whom it binds.</summary>
    public required IReadOnlyList<Speaker> Binds { get; init; }

    /// <summary>First day in force.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day in force; null while it is.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Sources by jurisdiction; where there are none it does not bind. The key "ALL" is this product's own code, in force everywhere.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Source>> Sources { get; init; }

    /// <summary>Contexts, any of which puts it at issue; empty for always.</summary>
    public IReadOnlyList<Condition> When { get; init; } = [];

    /// <summary>Context that excuses; null for none.</summary>
    public Condition? Unless { get; init; }

    /// <summary>What a line must do to break it, beside the context.</summary>
    public IReadOnlyList<Act> Acts { get; init; } = [];

    /// <summary>What the code compares.</summary>
    public Check Check { get; init; }

    /// <summary>Words that break it; null for none. Linear in the text.</summary>
    public Regex? Says { get; init; }

    /// <summary>Words that show it is being kept, so that nothing is found; null for none.</summary>
    public Regex? Keeps { get; init; }

    /// <summary>Why, per locale.</summary>
    public required IReadOnlyDictionary<string, string> Reason { get; init; }

    /// <summary>A line for the same purpose that keeps the rules, per locale; empty where there is nothing better to say.</summary>
    public required IReadOnlyDictionary<string, string> Rewrite { get; init; }

    /// <summary>Lines that break it.</summary>
    public required IReadOnlyList<ExampleLine> Examples { get; init; }

    /// <summary>Honest lines one could confuse with them.</summary>
    public required IReadOnlyList<ExampleLine> CounterExamples { get; init; }

    /// <summary>Whether words alone decide, so that a reader can learn it from its lines.</summary>
    public bool IsOfWords => Acts.Count == 0 && Check == Check.None;

    /// <summary>The sources that bind in a jurisdiction; empty where the rule does not.</summary>
    public IReadOnlyList<Source> SourcesIn(string jurisdiction) =>
        [.. Sources.GetValueOrDefault(jurisdiction) ?? [], .. Sources.GetValueOrDefault("ALL") ?? []];

    /// <summary>How grave a breach is in a jurisdiction: never critical on unread sources alone.</summary>
    public Severity SeverityIn(string jurisdiction) =>
        Severity == Severity.Critical && !SourcesIn(jurisdiction).Any(source => source.IsConfirmed) ? Severity.Major : Severity;
}

/// <summary>A breach found in a line.</summary>
/// <param name="Rule">The rule broken.</param>
/// <param name="Severity">How grave it is here.</param>
/// <param name="Start">UTF-16 position of the words.</param>
/// <param name="Length">UTF-16 length of the words.</param>
public sealed record Finding(ConductRule Rule, Severity Severity, int Start, int Length)
{
    /// <summary>What the case's own figure or date is, where the line says another; null else.</summary>
    public string? Expected { get; init; }

    /// <summary>How much clearer than needed the trained reader heard it; null where a pattern or a check found it.</summary>
    public float? Clearness { get; init; }
}
