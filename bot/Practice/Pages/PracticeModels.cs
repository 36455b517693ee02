using System.Text.Json;
using Assistant.Bot.Turns;
using Assistant.Skills.Practice;

namespace Assistant.Bot.Practice.Pages;

/// <summary>What the library is narrowed to; null narrows nothing.</summary>
public sealed record LibraryFilter(string? Family, int? Difficulty, string? Locale);

/// <summary>What the library shows.</summary>
/// <param name="Filter">What was asked for.</param>
/// <param name="Scenarios">Scenarios, by family.</param>
/// <param name="States">How they stand for who looks.</param>
/// <param name="Assigned">What is assigned to them and not done.</param>
/// <param name="Open">Their talks that go on.</param>
public sealed record LibraryModel(LibraryFilter Filter, IReadOnlyList<Scenario> Scenarios, IReadOnlyDictionary<string, ScenarioState> States, IReadOnlyList<PracticeAssignment> Assigned, IReadOnlyList<PracticeSession> Open);

/// <summary>What was wrong with a form, in words, and what had been typed into it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Words">What was wrong.</param>
/// <param name="Typed">What had been typed, which the form keeps.</param>
public sealed record FormProblem(int Status, string Words, IReadOnlyDictionary<string, string> Typed)
{
    /// <summary>What had been typed into a field.</summary>
    public string Of(string field) => Typed.GetValueOrDefault(field, "");
}

/// <summary>A talk and its words.</summary>
/// <param name="Session">The talk.</param>
/// <param name="Scenario">Its scenario; null where it is gone or changed since.</param>
/// <param name="Turns">Turns.</param>
/// <param name="IsMine">Whether who looks is the one who practises.</param>
public sealed record TalkModel(PracticeSession Session, Scenario? Scenario, IReadOnlyList<PracticeTurn> Turns, bool IsMine)
{
    /// <summary>The last two moods of the person, the latest first.</summary>
    public IReadOnlyList<Mood> Moods => [.. Turns.Where(turn => turn.Mood is not null).TakeLast(2).Reverse().Select(turn => JsonSerializer.Deserialize<Mood>(turn.Mood!, Json.Options)!)];

    /// <summary>The turn in which a trap was thrown in; null where it was not.</summary>
    public long? RaisedIn(Trap trap) => Turns.FirstOrDefault(turn => turn.Speaker != "agent" && trap.Says.Any(words => turn.Text.Contains(words, StringComparison.Ordinal)))?.Turn;
}

/// <summary>What a card shows beside itself.</summary>
/// <param name="Talk">The talk.</param>
/// <param name="Card">Its card.</param>
/// <param name="Before">The talk it is another try of, with its card and the turn it began at; null for a first try.</param>
/// <param name="Disputes">Marks of it held wrong.</param>
/// <param name="MayDispute">Whether who looks may hold a mark wrong.</param>
public sealed record CardModel(TalkModel Talk, PracticeCard Card, (PracticeSession Session, PracticeCard? Card, long FromTurn)? Before, IReadOnlyList<PracticeDispute> Disputes, bool MayDispute);

/// <summary>One person's practice.</summary>
/// <param name="Trainee">Who.</param>
/// <param name="Ended">Ended talks, the newest first.</param>
/// <param name="Passes">Passes.</param>
/// <param name="Assigned">What is assigned, with the pass that settled it.</param>
public sealed record PersonModel(string Trainee, IReadOnlyList<EndedTalk> Ended, IReadOnlyList<PracticePass> Passes, IReadOnlyList<(PracticeAssignment Assignment, PracticePass? Settled)> Assigned);

/// <summary>What a trainer sees of everybody.</summary>
/// <param name="Heat">The heat map.</param>
/// <param name="Phrases">Risky phrases.</param>
/// <param name="Passes">Passes.</param>
/// <param name="Assigned">What is assigned, with the pass that settled it.</param>
/// <param name="Disputes">Calibration cases.</param>
/// <param name="People">Who can be asked to practise.</param>
/// <param name="Scenarios">What they can be asked to practise.</param>
public sealed record CohortModel(
    IReadOnlyList<HeatRow> Heat, IReadOnlyList<RiskyPhrase> Phrases, IReadOnlyList<PracticePass> Passes, IReadOnlyList<(PracticeAssignment Assignment, PracticePass? Settled)> Assigned,
    IReadOnlyList<PracticeDispute> Disputes, IReadOnlyList<string> People, IReadOnlyList<Scenario> Scenarios);
