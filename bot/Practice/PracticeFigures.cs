using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Practice;

/// <summary>An ended talk with its card.</summary>
/// <param name="Session">The talk.</param>
/// <param name="Card">Its card.</param>
/// <param name="Day">The day it ended, in the bank's zone.</param>
public sealed record EndedTalk(PracticeSession Session, PracticeCard Card, DateOnly Day);

/// <summary>A scenario somebody has passed: the latest passed talk counts, for twelve months.</summary>
/// <param name="Trainee">Who.</param>
/// <param name="ScenarioId">Scenario.</param>
/// <param name="Total">Points of that talk.</param>
/// <param name="On">Day of that talk.</param>
/// <param name="SessionId">That talk.</param>
public sealed record PracticePass(string Trainee, string ScenarioId, decimal Total, DateOnly On, string SessionId)
{
    /// <summary>The first day it no longer holds.</summary>
    public DateOnly Expires => On.AddMonths(12);
}

/// <summary>A scenario somebody is to practise.</summary>
public sealed record PracticeAssignment(string ScenarioId, string Trainee, string? DueOn, string AssignedBy, string AssignedAt);

/// <summary>A mark a trainer holds wrong.</summary>
public sealed record PracticeDispute(string SessionId, string Item, string Scored, string Wanted, string Reason, string By, string At);

/// <summary>One trainee on the heat map.</summary>
/// <param name="Trainee">Who.</param>
/// <param name="Talks">Ended talks looked at.</param>
/// <param name="Total">Their mean total.</param>
/// <param name="Shares">Mean share of the points by item, 0 to 1.</param>
public sealed record HeatRow(string Trainee, int Talks, double Total, IReadOnlyDictionary<string, double> Shares);

/// <summary>Words that broke a rule in practice.</summary>
/// <param name="Rule">Rule.</param>
/// <param name="Quote">The words, numbers masked.</param>
/// <param name="Count">How often.</param>
/// <param name="People">By how many.</param>
public sealed record RiskyPhrase(string Rule, string Quote, int Count, int People);

/// <summary>How a scenario stands for somebody.</summary>
/// <param name="Tries">Ended talks.</param>
/// <param name="Best">Best total; null where none has ended.</param>
/// <param name="Pass">The pass; null where there is none.</param>
public sealed record ScenarioState(int Tries, decimal? Best, PracticePass? Pass);

/// <summary>What came of practice: history, heat map, phrases, passes. Every figure is read from the cards that were kept.</summary>
public sealed class PracticeFigures(Store store, PracticeDesk desk, ConsoleUsers users, BankClock clock)
{
    /// <summary>Ended talks of a person that the heat map looks at.</summary>
    public const int Latest = 5;

    private const int MostTalks = 5000;

    /// <summary>Ended talks of one person, or of all, the newest first.</summary>
    public IReadOnlyList<EndedTalk> Ended(string? trainee) =>
        [.. desk.Sessions(trainee, MostTalks).Where(one => one.EndedAt is not null).Select(one => (Session: one, Card: PracticeCard.Of(one))).Where(one => one.Card is not null)
            .Select(one => new EndedTalk(one.Session, one.Card!, clock.DayOf(Store.Time(one.Session.EndedAt!)))).OrderByDescending(one => one.Session.EndedAt, StringComparer.Ordinal)];

    /// <summary>Passes of ended talks, by person and scenario.</summary>
    public static IReadOnlyList<PracticePass> Passes(IEnumerable<EndedTalk> ended) =>
        [.. ended.Where(one => one.Card.Passed).GroupBy(one => (one.Session.Trainee, one.Session.ScenarioId)).Select(group => group.MaxBy(one => one.Session.EndedAt, StringComparer.Ordinal)!)
            .Select(one => new PracticePass(one.Session.Trainee, one.Session.ScenarioId, one.Card.Total, one.Day, one.Session.SessionId)).OrderBy(one => one.Trainee, StringComparer.Ordinal).ThenBy(one => one.Expires)];

    /// <summary>How scenarios stand for a person; those never ended are not among them.</summary>
    public static IReadOnlyDictionary<string, ScenarioState> States(IReadOnlyList<EndedTalk> ended)
    {
        var passes = Passes(ended).ToDictionary(pass => pass.ScenarioId);
        return ended.GroupBy(one => one.Session.ScenarioId).ToDictionary(group => group.Key, group => new ScenarioState(group.Count(), group.Max(one => one.Card.Total), passes.GetValueOrDefault(group.Key)));
    }

    /// <summary>Mean share of the points by item over some talks.</summary>
    public static IReadOnlyDictionary<string, double> Shares(IEnumerable<EndedTalk> talks) =>
        talks.SelectMany(one => one.Card.Items).GroupBy(item => item.Id).ToDictionary(group => group.Key, group => group.Average(item => item.Share));

    /// <summary>The heat map: each trainee's latest ended talks.</summary>
    public static IReadOnlyList<HeatRow> Heat(IEnumerable<EndedTalk> ended) =>
        [.. ended.GroupBy(one => one.Session.Trainee).Select(group =>
        {
            var latest = group.OrderByDescending(one => one.Session.EndedAt, StringComparer.Ordinal).Take(Latest).ToList();
            return new HeatRow(group.Key, latest.Count, (double)latest.Average(one => one.Card.Total), Shares(latest));
        }).OrderBy(row => row.Trainee, StringComparer.Ordinal)];

    /// <summary>Words that broke rules, the most frequent first.</summary>
    public static IReadOnlyList<RiskyPhrase> Phrases(IEnumerable<EndedTalk> ended, int most) =>
        [.. ended.SelectMany(one => one.Card.Findings.Where(breach => breach.Quote is { Length: > 0 }).Distinct().Select(breach => (one.Session.Trainee, breach.Rule, breach.Quote)))
            .GroupBy(one => (one.Rule, one.Quote)).Select(group => new RiskyPhrase(group.Key.Rule, group.Key.Quote!, group.Count(), group.Select(one => one.Trainee).Distinct().Count()))
            .OrderByDescending(one => one.Count).ThenByDescending(one => one.People).ThenBy(one => one.Rule, StringComparer.Ordinal).ThenBy(one => one.Quote, StringComparer.Ordinal).Take(most)];

    /// <summary>What is assigned to one person, or to all, by the day it is due.</summary>
    public IReadOnlyList<PracticeAssignment> Assignments(string? trainee) => store.Read(db => db.Query<PracticeAssignment>("""
        SELECT scenario_id AS ScenarioId, trainee AS Trainee, due_on AS DueOn, assigned_by AS AssignedBy, assigned_at AS AssignedAt FROM practice_assignments
        WHERE @trainee IS NULL OR trainee = @trainee ORDER BY due_on IS NULL, due_on, trainee, scenario_id
        """, new { trainee }).ToList());

    /// <summary>The pass that settles an assignment: of the day it was assigned or later; null while it is open.</summary>
    public PracticePass? Settles(PracticeAssignment assignment, IEnumerable<PracticePass> passes) =>
        passes.FirstOrDefault(pass => pass.Trainee == assignment.Trainee && pass.ScenarioId == assignment.ScenarioId && pass.On >= clock.DayOf(Store.Time(assignment.AssignedAt)));

    /// <summary>Marks held wrong, of one talk or of all, the newest first.</summary>
    public IReadOnlyList<PracticeDispute> Disputes(string? sessionId) => store.Read(db => db.Query<PracticeDispute>("""
        SELECT session_id AS SessionId, item AS Item, scored AS Scored, wanted AS Wanted, reason AS Reason, by AS "By", at AS At FROM practice_disputes
        WHERE @sessionId IS NULL OR session_id = @sessionId ORDER BY at DESC, dispute_id DESC
        """, new { sessionId }).ToList());

    /// <summary>Everybody who can be asked to practise: people of the console, who has signed in to it, and who has practised.</summary>
    public IReadOnlyList<string> People() => [.. store.Read(db => db.Query<string>("SELECT trainee FROM practice_sessions UNION SELECT trainee FROM practice_assignments UNION SELECT user FROM staff_sessions").ToList())
        .Union(users.All.Select(user => user.User)).Order(StringComparer.Ordinal)];
}
