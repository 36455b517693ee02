using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Turns;
using Assistant.Skills.Practice;

namespace Assistant.Bot.Practice;

/// <summary>Practice over HTTP (external contract, section 9).</summary>
public sealed class PracticeApi(PracticeDesk desk)
{
    /// <summary>Roles that see the talks of others, and write and approve drafts.</summary>
    internal static readonly string[] Trainers = ["trainer", "supervisor", "admin"];

    private const int MostName = 80;

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/practice").WithTags("Practice").RequireAuthorization(StaffPolicies.AnyStaff);
        api.MapGet("/scenarios", () => Results.Json(new JsonArray([.. desk.Scenarios.Select(Write)]), Json.Options)).WithSummary("Scenarios by family and difficulty.");
        api.MapPost("/sessions", (HttpContext http, JsonElement body) => AnswerAsync(() => StartAsync(http, body))).WithSummary("Begins a talk: {\"scenarioId\", \"trainee\", \"seed\", \"difficulty\"}.");
        api.MapPost("/sessions/{id}/turns", (HttpContext http, string id, JsonElement body) => AnswerAsync(() => SayAsync(http, id, body))).WithSummary("Says a line: {\"text\"}; an empty one is silence.");
        api.MapGet("/sessions/{id}", (HttpContext http, string id) => AnswerAsync(() => Task.FromResult(Session(http, id)))).WithSummary("A talk with its turns.");
        api.MapGet("/sessions/{id}/scorecard", (HttpContext http, string id) => AnswerAsync(() => Task.FromResult(Mine(http, id, () => desk.Card(id))))).WithSummary("The card as the talk stands.");
        api.MapPost("/sessions/{id}/end", (HttpContext http, string id, JsonElement body) => AnswerAsync(() => EndAsync(http, id, body))).WithSummary("Ends a talk with what was written down: {\"disposition\", \"note\"}.");
        api.MapPost("/sessions/{id}/retry", (HttpContext http, string id, JsonElement body) => AnswerAsync(() => RetryAsync(http, id, body))).WithSummary("Another try from a turn: {\"fromTurn\"}; everything before it is kept.");
    }

    /// <summary>Whether somebody may see the sessions of others.</summary>
    internal static bool MaySeeAll(HttpContext http) => Trainers.Any(http.User.IsInRole);

    /// <summary>Answers, or says why not and what to correct.</summary>
    internal static async Task<IResult> AnswerAsync(Func<Task<JsonObject>> act)
    {
        try
        {
            return Results.Json(await act(), Json.Options);
        }
        catch (PromptException e)
        {
            return Results.Problem(e.Correct, statusCode: StatusCodes.Status422UnprocessableEntity, title: $"Line {e.Line} is to be corrected.", extensions: new Dictionary<string, object?> { ["line"] = e.Line, ["correction"] = e.Correct });
        }
        catch (PracticeException e)
        {
            return Results.Problem(e.Message, statusCode: e.Status);
        }
        catch (FormatException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private async Task<JsonObject> StartAsync(HttpContext http, JsonElement body)
    {
        var who = StaffMember.Of(http);
        var trainee = Text(body, "trainee", MostName) ?? who.User;
        if (who.IsConsole && trainee != who.User && !MaySeeAll(http))
            throw new PracticeException(403, "You practise for yourself; a trainer may start a talk for somebody else.");
        var (session, opening) = await desk.StartAsync(Text(body, "scenarioId", MostName) ?? throw new FormatException("'scenarioId' is missing; GET /api/practice/scenarios lists them."), trainee, Fields.Whole(body, "seed", int.MinValue, int.MaxValue), Fields.Whole(body, "difficulty", 1, 5), who.User);
        return new() { ["sessionId"] = session.SessionId, ["opening"] = opening, ["seed"] = session.Seed };
    }

    private async Task<JsonObject> SayAsync(HttpContext http, string id, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || Fields.Text(body, "text") is not { } text)
            throw new FormatException("'text' is missing: what the agent says; an empty text is silence.");
        if (text.Length > PracticeDesk.MostText)
            throw new FormatException($"The line has {text.Length} characters; at most {PracticeDesk.MostText} are heard.");
        Allow(http, id);
        var reply = await desk.SayAsync(id, text);
        return new() { ["reply"] = reply.Text, ["mood"] = Write(reply.Mood), ["ended"] = reply.Ended is not null, ["why"] = reply.Ended };
    }

    private async Task<JsonObject> EndAsync(HttpContext http, string id, JsonElement body)
    {
        Allow(http, id);
        await desk.EndAsync(id, new(Text(body, "disposition", MostName), Text(body, "note", PracticeDesk.MostText)));
        return desk.Card(id);
    }

    private async Task<JsonObject> RetryAsync(HttpContext http, string id, JsonElement body)
    {
        Allow(http, id);
        var (session, turns) = await desk.RetryAsync(id, Fields.Whole(body, "fromTurn", 1, int.MaxValue) ?? throw new FormatException("'fromTurn' is missing: the first turn to say anew, counted from 1."), StaffMember.Of(http).User);
        return new() { ["sessionId"] = session.SessionId, ["turns"] = Write(turns) };
    }

    private JsonObject Session(HttpContext http, string id) => Mine(http, id, () =>
    {
        var (session, scenario) = desk.Open(id);
        return new()
        {
            ["sessionId"] = id, ["scenarioId"] = scenario.Id, ["trainee"] = session.Trainee, ["seed"] = session.Seed, ["difficulty"] = session.Difficulty, ["ended"] = session.EndedAt is not null, ["parent"] = session.ParentId, ["turns"] = Write(desk.Turns(id)),
        };
    });

    private JsonObject Mine(HttpContext http, string id, Func<JsonObject> read)
    {
        Allow(http, id);
        return read();
    }

    /// <summary>A person at the console sees their own sessions; trainers, supervisors, administrators and the bank's systems all.</summary>
    private void Allow(HttpContext http, string id)
    {
        var who = StaffMember.Of(http);
        if (who.IsConsole && !MaySeeAll(http) && desk.Session(id) is { } session && session.Trainee != who.User)
            throw new PracticeException(404, $"There is no practice session '{id}'.");
    }

    private static string? Text(JsonElement body, string name, int most)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new FormatException("A JSON object was expected.");
        var text = Fields.Text(body, name)?.Trim();
        if (text?.Length > most)
            throw new FormatException($"'{name}' has {text.Length} characters; at most {most} are taken.");
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static JsonNode Write(Scenario scenario) => new JsonObject
    {
        ["scenarioId"] = scenario.Id, ["title"] = scenario.Title, ["family"] = scenario.Family, ["difficulty"] = scenario.Difficulty, ["locale"] = scenario.Locale, ["jurisdiction"] = scenario.Jurisdiction, ["brief"] = scenario.Brief,
    };

    private static JsonObject Write(Mood mood) => new() { ["trust"] = mood.Trust, ["anger"] = mood.Anger, ["shame"] = mood.Shame, ["fear"] = mood.Fear };

    private static JsonArray Write(IReadOnlyList<PracticeTurn> turns) => new([.. turns.Select(turn => (JsonNode)new JsonObject { ["turn"] = turn.Turn, ["speaker"] = turn.Speaker, ["text"] = turn.Text, ["mood"] = turn.Mood is null ? null : JsonNode.Parse(turn.Mood) })]);
}
