using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Staff.Console;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Practice;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Practice.Pages;

/// <summary>The trainer's pages: the cohort, what is assigned, and marks held wrong as cases to calibrate by.</summary>
public sealed class CohortPages(PracticePages pages, PracticeDesk desk, PracticeFigures figures, PracticeRecords records, Store store, AuditChain audit, BankClock clock)
{
    /// <summary>The page.</summary>
    public const string Path = PracticePages.Home + "/cohort";

    /// <summary>Calibration cases.</summary>
    public const string Calibration = "/api/practice/calibration";

    private const int MostPhrases = 10;

    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var inside = app.MapGroup(PracticePages.Home).ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console).RequireAuthorization(policy => policy.RequireRole(PracticeApi.Trainers));
        inside.MapGet("/cohort", (HttpContext http) => Page(http, null));
        inside.MapGet("/cohort.csv", (Delegate)CsvAsync);
        inside.MapPost("/cohort", (Delegate)AssignAsync);
        inside.MapPost("/cohort/withdrawn", (Delegate)WithdrawAsync);
        app.MapGet(Calibration, () => Results.Json(new JsonArray([.. figures.Disputes(null).Select(Write)]), Json.Options)).WithTags("Practice")
            .RequireAuthorization(StaffPolicies.AnyStaff).RequireAuthorization(policy => policy.RequireRole(PracticeApi.Trainers)).WithSummary("Marks a trainer holds wrong, each with its transcript: cases to calibrate by.");
    }

    private RazorComponentResult<PracticeCohortPage> Page(HttpContext http, FormProblem? problem) => new(new { Words = pages.Words(http), Model = Model(), Problem = problem }) { StatusCode = problem?.Status ?? StatusCodes.Status200OK };

    private CohortModel Model()
    {
        var ended = figures.Ended(null);
        var passes = PracticeFigures.Passes(ended);
        return new(PracticeFigures.Heat(ended), PracticeFigures.Phrases(ended, MostPhrases), passes, [.. figures.Assignments(null).Select(one => (one, figures.Settles(one, passes)))], figures.Disputes(null), figures.People(), [.. desk.Scenarios]);
    }

    private async Task<IResult> AssignAsync(HttpContext http)
    {
        var (words, form) = (pages.Words(http), await http.Request.ReadFormAsync());
        var (trainee, scenario, due) = (form["trainee"].ToString(), form["scenario"].ToString(), form["due"].ToString());
        var isDay = DateOnly.TryParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        var problem = !figures.People().Contains(trainee) ? "wrong_person" : desk.Find(scenario) is null ? "no_scenario" : due.Length > 0 && (!isDay || day < clock.Today) ? "wrong_due"
            : due.Length > 0 && desk.Find(scenario)!.Family == Scenario.Crisis ? "crisis_due" : null;
        if (problem is not null)
            return Page(http, new(StatusCodes.Status422UnprocessableEntity, words[problem], new Dictionary<string, string> { ["trainee"] = trainee, ["scenario"] = scenario, ["due"] = due }));
        await records.AssignAsync(scenario, trainee, due.Length > 0 ? day : null, words.View.Who!.User);
        return Results.LocalRedirect(Path + "#assign");
    }

    private async Task<IResult> WithdrawAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        await records.WithdrawAsync(form["scenario"].ToString(), form["trainee"].ToString());
        return Results.LocalRedirect(Path + "#assign");
    }

    private async Task<IResult> CsvAsync(HttpContext http)
    {
        var words = pages.Words(http);
        var model = Model();
        await store.WriteAsync(db => audit.Append(db, clock.Now, "practice.csv", words.View.Who!.User, "practice", new JsonObject { ["people"] = model.Heat.Count }.ToJsonString()));
        return StaffCsv.File($"practice-{Store.Day(clock.Today)}.csv", Rows(words, model));
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(PracticeWords words, CohortModel model)
    {
        yield return [words["csv.part"], words["csv.user"], words["csv.person"], words["csv.what"], words["csv.value"], words["csv.of"], words["csv.date"], words["csv.expires"]];
        foreach (var row in model.Heat)
        {
            yield return [words["total"], row.Trainee, words.NameOf(row.Trainee), "", row.Total.ToString("0.0", CultureInfo.InvariantCulture), Text(row.Talks), "", ""];
            foreach (var item in words.Rubric.Items.Where(item => row.Shares.ContainsKey(item.Id)))
                yield return [words["csv.share"], row.Trainee, words.NameOf(row.Trainee), $"{item.Id} {words.ItemName(item.Id)}", row.Shares[item.Id].ToString("0.0000", CultureInfo.InvariantCulture), Text(row.Talks), "", ""];
        }

        foreach (var pass in model.Passes)
            yield return [words["passes"], pass.Trainee, words.NameOf(pass.Trainee), words.TitleOf(pass.ScenarioId), PracticeWords.Points(pass.Total), "", Store.Day(pass.On), Store.Day(pass.Expires)];
        foreach (var (one, settled) in model.Assigned)
            yield return [words["assigned_all"], one.Trainee, words.NameOf(one.Trainee), words.TitleOf(one.ScenarioId), settled is null ? words["csv.open"] : words["csv.done"], "", one.DueOn ?? "", ""];
        foreach (var phrase in model.Phrases)
            yield return [words["phrases"], "", "", $"{phrase.Rule}: {phrase.Quote}", Text(phrase.Count), Text(phrase.People), "", ""];
    }

    /// <summary>One calibration case: the talk, the case as the agent saw it, the item with the mark it got, the mark it should get, and why.</summary>
    private JsonNode Write(PracticeDispute one)
    {
        var session = desk.Session(one.SessionId)!;
        return new JsonObject
        {
            ["transcript"] = new JsonArray([.. desk.Turns(one.SessionId).Select(turn => (JsonNode)new JsonObject { ["turn"] = turn.Turn, ["speaker"] = turn.Speaker, ["text"] = turn.Text })]),
            ["case"] = Case(session),
            ["item"] = one.Item,
            ["scored"] = one.Scored,
            ["wanted"] = one.Wanted,
            ["reason"] = one.Reason,
            ["by"] = one.By,
            ["at"] = one.At,
        };
    }

    private JsonObject Case(PracticeSession session)
    {
        var made = new JsonObject { ["scenarioId"] = session.ScenarioId, ["disposition"] = session.Disposition, ["note"] = session.Note };
        if (desk.Played(session.ScenarioId) is not { } scenario || scenario.Hash != session.ScenarioHash)
            return made;
        var file = scenario.Account.File;
        foreach (var (name, value) in new (string, JsonNode)[]
        {
            ("locale", scenario.Locale), ("jurisdiction", scenario.Jurisdiction), ("day", Store.Day(PracticeFiles.Day)), ("currency", file.Currency), ("total", file.TotalDue.Amount), ("principal", file.Principal.Amount),
            ("interest", file.Interest.Amount), ("penalty", file.Penalty.Amount), ("fees", file.Fees.Amount), ("minimum", file.MinPayment.Amount), ("daysOverdue", scenario.Account.DaysPastDue),
        })
            made[name] = value;
        return made;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
