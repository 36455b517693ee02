using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;
using Assistant.Skills.Conduct;
using Assistant.Skills.Practice;
using Dapper;

namespace Assistant.Bot.Practice;

/// <summary>A practice session as it is kept.</summary>
public sealed record PracticeSession
{
    /// <summary>Its id.</summary>
    public required string SessionId { get; init; }

    /// <summary>Scenario.</summary>
    public required string ScenarioId { get; init; }

    /// <summary>The scenario's file as it was.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary>Who practises.</summary>
    public required string Trainee { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>1 to 5.</summary>
    public required long Difficulty { get; init; }

    /// <summary>The session it is another try of.</summary>
    public string? ParentId { get; init; }

    /// <summary>The turn of that session it was tried again from; null where it is a first try.</summary>
    public long? FromTurn { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When.</summary>
    public required string StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public string? EndedAt { get; init; }

    /// <summary>Disposition noted.</summary>
    public string? Disposition { get; init; }

    /// <summary>Note written.</summary>
    public string? Note { get; init; }

    /// <summary>Card, once ended.</summary>
    public string? Card { get; init; }
}

/// <summary>A turn as it is kept.</summary>
public sealed record PracticeTurn(long Turn, string Speaker, string Text, string? Mood);

/// <summary>Why something cannot be done, with the status an API answers.</summary>
public sealed class PracticeException(int status, string why) : Exception(why)
{
    /// <summary>HTTP status.</summary>
    public int Status => status;
}

/// <summary>
/// Practice sessions: begun, gone on with, scored, tried again. The person is played anew from the seed and the lines each time, so nothing of them is kept
/// and the same lines give the same talk.
/// </summary>
public sealed class PracticeDesk(Store store, PracticeFiles files, ScenarioLibrary library, RuleBook book, Rubric rubric, LineMarks marks, TrainedReaders readers, BankClock clock, ModelPersona phrasing)
{
    /// <summary>Characters of a line, a note or a reason.</summary>
    public const int MostText = 2000;

    private const string Silent = "silent";

    private readonly AgentEar ear = new(book, rubric, marks, files.Asks, files.People.Harms);
    private readonly PracticeScorer scorer = new(book, rubric, marks, readers.HearSurely);

    /// <summary>The scenarios, by family, difficulty and name.</summary>
    public IEnumerable<Scenario> Scenarios => library.Scenarios.Values.OrderBy(one => Scenario.Families.ToList().IndexOf(one.Family)).ThenBy(one => one.Difficulty).ThenBy(one => one.Id, StringComparer.Ordinal);

    /// <summary>A scenario of the library; null where there is none.</summary>
    public Scenario? Find(string scenarioId) => library.Find(scenarioId);

    /// <summary>A scenario that a talk may be about: of the library, or a draft somebody tries; null where there is none.</summary>
    public Scenario? Played(string scenarioId) => library.Find(scenarioId) ?? library.Waiting(scenarioId);

    /// <summary>Begins a session.</summary>
    /// <param name="scenarioId">Scenario.</param>
    /// <param name="trainee">Who practises.</param>
    /// <param name="seed">Seed; null for one of its own.</param>
    /// <param name="difficulty">1 to 5; null for the scenario's.</param>
    /// <param name="by">Who starts it.</param>
    /// <exception cref="PracticeException">No such scenario.</exception>
    public async Task<(PracticeSession Session, string Opening)> StartAsync(string scenarioId, string trainee, int? seed, int? difficulty, string by)
    {
        var scenario = Find(scenarioId) ?? throw new PracticeException(404, $"There is no scenario '{scenarioId}'; GET /api/practice/scenarios lists them.");
        return await StartAsync(scenario, trainee, seed, difficulty, by);
    }

    /// <summary>Begins a session of a scenario at hand, such as a draft that is tried.</summary>
    public async Task<(PracticeSession Session, string Opening)> StartAsync(Scenario scenario, string trainee, int? seed, int? difficulty, string by)
    {
        var session = New(scenario, trainee, seed ?? Random.Shared.Next(1, int.MaxValue), difficulty ?? scenario.Difficulty, by);
        var debtor = Play(scenario, session);
        await store.WriteAsync(db =>
        {
            Insert(db, session);
            Insert(db, session.SessionId, 1, Speakers.NameOf(scenario.Speaker), debtor.Opening, Write(debtor.Mood));
        });
        return (session, debtor.Opening);
    }

    /// <summary>Says a line and hears the answer.</summary>
    /// <exception cref="PracticeException">No such session, ended, its scenario changed, or two lines at once.</exception>
    public async Task<DebtorReply> SayAsync(string sessionId, string text)
    {
        var (session, scenario) = Open(sessionId);
        if (session.EndedAt is not null)
            throw new PracticeException(409, "This talk is over; see its card, or try again from a turn.");
        var turns = Turns(sessionId);
        var debtor = Replay(scenario, session, turns);
        var line = QualityRun.Masked(text);
        var reply = debtor.Answer(line);
        // A model may choose the manner of it; what is kept and scored is what the trainee read.
        if (reply.Parts.All(part => part.Occasion != Silent))
            reply = reply with { Text = await phrasing.SayAsync(reply.Text, scenario, reply.Mood, line, new(AskedBy: session.Trainee), CancellationToken.None) };
        var isWritten = await store.WriteAsync(db =>
        {
            if (db.ExecuteScalar<int>("SELECT COUNT(*) FROM practice_turns WHERE session_id = @sessionId", new { sessionId }) != turns.Count)
                return false;
            Insert(db, sessionId, turns.Count + 1, "agent", line, null);
            Insert(db, sessionId, turns.Count + 2, Speakers.NameOf(scenario.Speaker), reply.Text, Write(reply.Mood));
            return true;
        });
        if (!isWritten)
            throw new PracticeException(409, "Another line was said in this session at the same time; look at its turns first.");
        if (reply.Ended is not null)
            await EndAsync(sessionId, null);
        return reply;
    }

    /// <summary>Ends a session, with what the agent wrote down, and keeps its card. What was ended before may still get its note.</summary>
    public async Task EndAsync(string sessionId, PracticeNote? note)
    {
        Open(sessionId);
        await store.WriteAsync(db => db.Execute(
            "UPDATE practice_sessions SET ended_at = COALESCE(ended_at, @at), disposition = COALESCE(@Disposition, disposition), note = COALESCE(@Text, note) WHERE session_id = @sessionId",
            new { sessionId, at = Store.Time(clock.Now), note?.Disposition, Text = note?.Text is { } text ? QualityRun.Masked(text) : null }));
        var card = Card(sessionId);
        await store.WriteAsync(db => db.Execute("UPDATE practice_sessions SET total = @total, compliance = @compliance, passed = @passed, card = @card WHERE session_id = @sessionId",
            new { sessionId, total = card["total"]!.ToJsonString(), compliance = card["compliance"]!.ToJsonString(), passed = card["passed"]!.GetValue<bool>() ? 1 : 0, card = card.ToJsonString(Json.Options) }));
    }

    /// <summary>The card of a session as it stands.</summary>
    public JsonObject Card(string sessionId)
    {
        var (session, scenario) = Open(sessionId);
        var turns = Turns(sessionId);
        var debtor = Replay(scenario, session, turns);
        List<TranscriptTurn> transcript = [.. turns.Select(turn => new TranscriptTurn(Speakers.Of(turn.Speaker), turn.Text, null))];
        var result = scorer.Score(scenario, transcript, debtor, session.Disposition is null && session.Note is null ? null : new(session.Disposition, session.Note));
        var card = QualityApi.Write(result.Card, scenario.Locale, transcript);
        card["goals"] = new JsonArray([.. result.Goals.Select(goal => (JsonNode)new JsonObject { ["goal"] = goal.Key, ["reached"] = goal.Value })]);
        card["told"] = new JsonArray([.. result.Told.Select(id => (JsonNode)id)]);
        card["ended"] = session.EndedAt is not null;
        return card;
    }

    /// <summary>
    /// Another try from a turn: everything before it is kept. A turn of the person stays as it was said, and the trainee answers it anew.
    /// </summary>
    /// <exception cref="PracticeException">No such session or turn.</exception>
    public async Task<(PracticeSession Session, IReadOnlyList<PracticeTurn> Turns)> RetryAsync(string sessionId, int fromTurn, string by)
    {
        var (session, scenario) = Open(sessionId);
        var turns = Turns(sessionId);
        if (fromTurn < 1 || fromTurn > turns.Count + 1)
            throw new PracticeException(422, $"'fromTurn' is 1 to {turns.Count + 1}: the talk has {turns.Count} turns.");
        var kept = turns.Where(turn => turn.Turn < fromTurn || (turn.Turn == fromTurn && turn.Speaker != "agent")).ToList();
        var again = New(scenario, session.Trainee, (int)session.Seed, (int)session.Difficulty, by) with { ParentId = sessionId, FromTurn = fromTurn };
        await store.WriteAsync(db =>
        {
            Insert(db, again);
            foreach (var turn in kept)
                Insert(db, again.SessionId, turn.Turn, turn.Speaker, turn.Text, turn.Mood);
        });
        return (again, kept);
    }

    /// <summary>A session with its scenario.</summary>
    /// <exception cref="PracticeException">It is not there, or its scenario is gone or changed.</exception>
    public (PracticeSession Session, Scenario Scenario) Open(string sessionId)
    {
        var session = Session(sessionId) ?? throw new PracticeException(404, $"There is no practice session '{sessionId}'.");
        return Played(session.ScenarioId) is { } scenario && scenario.Hash == session.ScenarioHash ? (session, scenario)
            : throw new PracticeException(409, "The scenario of this session has been changed since; start it again.");
    }

    /// <summary>A session; null where there is none.</summary>
    public PracticeSession? Session(string sessionId) => store.Read(db => db.QuerySingleOrDefault<PracticeSession>(Select + " WHERE session_id = @sessionId", new { sessionId }));

    /// <summary>Sessions of one person, or of all, the newest first.</summary>
    public IReadOnlyList<PracticeSession> Sessions(string? trainee, int most = 500) =>
        store.Read(db => db.Query<PracticeSession>(Select + " WHERE @trainee IS NULL OR trainee = @trainee ORDER BY started_at DESC LIMIT @most", new { trainee, most }).ToList());

    /// <summary>Turns of a session.</summary>
    public IReadOnlyList<PracticeTurn> Turns(string sessionId) =>
        store.Read(db => db.Query<PracticeTurn>("SELECT turn, speaker, text, mood FROM practice_turns WHERE session_id = @sessionId ORDER BY turn", new { sessionId }).ToList());

    /// <summary>A person at the start, for a talk that nobody keeps.</summary>
    public SimulatedDebtor Play(Scenario scenario, int seed, int difficulty) => new(scenario, files.People, ear, seed, difficulty, PracticeFiles.Day);

    /// <summary>Scores a talk that nobody keeps.</summary>
    public PracticeResult Score(Scenario scenario, IReadOnlyList<TranscriptTurn> turns, SimulatedDebtor debtor, PracticeNote? note = null) => scorer.Score(scenario, turns, debtor, note);

    private const string Select = """
        SELECT session_id AS SessionId, scenario_id AS ScenarioId, scenario_hash AS ScenarioHash, trainee AS Trainee, seed AS Seed, difficulty AS Difficulty, parent_id AS ParentId, from_turn AS FromTurn,
               started_by AS StartedBy, started_at AS StartedAt, ended_at AS EndedAt, disposition AS Disposition, note AS Note, card AS Card FROM practice_sessions
        """;

    private SimulatedDebtor Play(Scenario scenario, PracticeSession session) => Play(scenario, (int)session.Seed, (int)session.Difficulty);

    private SimulatedDebtor Replay(Scenario scenario, PracticeSession session, IReadOnlyList<PracticeTurn> turns)
    {
        var debtor = Play(scenario, session);
        foreach (var turn in turns.Where(turn => turn.Speaker == "agent"))
            debtor.Answer(turn.Text);
        return debtor;
    }

    private PracticeSession New(Scenario scenario, string trainee, int seed, int difficulty, string by) => new()
    {
        SessionId = $"PS-{Guid.CreateVersion7():N}", ScenarioId = scenario.Id, ScenarioHash = scenario.Hash, Trainee = trainee, Seed = seed, Difficulty = difficulty, StartedBy = by, StartedAt = Store.Time(clock.Now),
    };

    private static void Insert(System.Data.Common.DbConnection db, PracticeSession session) => db.Execute("""
        INSERT INTO practice_sessions (session_id, scenario_id, scenario_hash, trainee, seed, difficulty, parent_id, from_turn, started_by, started_at)
        VALUES (@SessionId, @ScenarioId, @ScenarioHash, @Trainee, @Seed, @Difficulty, @ParentId, @FromTurn, @StartedBy, @StartedAt)
        """, session);

    private void Insert(System.Data.Common.DbConnection db, string sessionId, long turn, string speaker, string text, string? mood) => db.Execute(
        "INSERT INTO practice_turns (session_id, turn, speaker, text, mood, at) VALUES (@sessionId, @turn, @speaker, @text, @mood, @at)",
        new { sessionId, turn, speaker, text, mood, at = Store.Time(clock.Now) });

    private static string Write(Mood mood) => JsonSerializer.Serialize(mood, Json.Options);
}
