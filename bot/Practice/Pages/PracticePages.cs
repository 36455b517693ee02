using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Staff.Console;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Assistant.Skills.Practice;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Practice.Pages;

/// <summary>The learner's pages: the library, the talk, its card, one's own history. Talks of others are for trainers, supervisors and administrators to read; for everybody else they are not there.</summary>
public sealed class PracticePages(PageTexts texts, PracticeDesk desk, PracticeFigures figures, PracticeRecords records, ConsoleUsers users, Rubric rubric, RuleBook book, BankClock clock)
{
    /// <summary>Where practice begins.</summary>
    public const string Home = "/console/practice";

    private const string MoodCookie = "practice-mood";
    private const string Any = "any";
    private static readonly string[] WhysOver = ["left", "tired", "closed"];

    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var inside = app.MapGroup(Home).ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console);
        inside.MapGet("", Library);
        inside.MapGet("/scenarios/{id}", (HttpContext http, string id) => Scenario(http, id, null));
        inside.MapPost("/scenarios/{id}", StartAsync);
        inside.MapPost("/scenarios/{id}/declined", DeclineAsync);
        inside.MapGet("/talks/{id}", (HttpContext http, string id, string? mood, string? why) => Talk(http, id, Mood(http, mood), why, null));
        inside.MapPost("/talks/{id}", SayAsync);
        inside.MapGet("/talks/{id}/card", (HttpContext http, string id) => Card(http, id, null));
        inside.MapPost("/talks/{id}/card", EndAsync);
        inside.MapPost("/talks/{id}/retry", RetryAsync);
        inside.MapPost("/talks/{id}/leave", LeaveAsync);
        inside.MapPost("/talks/{id}/marks", DisputeAsync);
        inside.MapGet("/people/{user}", Person);
    }

    /// <summary>Words of practice for a request.</summary>
    internal PracticeWords Words(HttpContext http) => new(ConsoleView.Of(http, texts), clock.Zone, clock.Today, users.NameOf, rubric, book, id => desk.Played(id)?.Title ?? id);

    /// <summary>The page of something that cannot be done.</summary>
    internal static RazorComponentResult<PracticeProblemPage> Refused(PracticeWords words, int status, string key) => new(new { Words = words, Problem = words[key] }) { StatusCode = status };

    private RazorComponentResult<PracticeLibraryPage> Library(HttpContext http, string? family, string? difficulty, string? locale)
    {
        var words = Words(http);
        var me = words.View.Who!.User;
        var filter = new LibraryFilter(Skills.Practice.Scenario.Families.Contains(family) ? family : null, int.TryParse(difficulty, out var level) && level is >= 1 and <= 5 ? level : null, locale == Any ? null : Locales.Of(locale) ?? words.View.Locale);
        var ended = figures.Ended(me);
        var passes = PracticeFigures.Passes(ended);
        var all = desk.Scenarios.ToList();
        return new(new
        {
            Words = words,
            All = (IReadOnlyDictionary<string, Scenario>)all.ToDictionary(one => one.Id),
            Model = new LibraryModel(filter,
                [.. all.Where(one => (filter.Family ?? one.Family) == one.Family && (filter.Difficulty ?? one.Difficulty) == one.Difficulty && (filter.Locale ?? one.Locale) == one.Locale)],
                PracticeFigures.States(ended), [.. figures.Assignments(me).Where(one => desk.Find(one.ScenarioId) is not null && figures.Settles(one, passes) is null)],
                [.. desk.Sessions(me).Where(one => one.EndedAt is null && desk.Find(one.ScenarioId)?.Hash == one.ScenarioHash).Take(3)]),
        });
    }

    private IResult Scenario(HttpContext http, string id, FormProblem? problem)
    {
        var words = Words(http);
        if (desk.Find(id) is not { } scenario)
            return Refused(words, StatusCodes.Status404NotFound, "no_scenario");
        var me = words.View.Who!.User;
        var state = PracticeFigures.States(figures.Ended(me)).GetValueOrDefault(id);
        return new RazorComponentResult<PracticeScenarioPage>(new { Words = words, Scenario = scenario, State = state, IsAssigned = figures.Assignments(me).Any(one => one.ScenarioId == id), Problem = problem }) { StatusCode = problem?.Status ?? StatusCodes.Status200OK };
    }

    private async Task<IResult> StartAsync(HttpContext http, string id)
    {
        var (words, form) = (Words(http), await http.Request.ReadFormAsync());
        if (desk.Find(id) is not { } scenario)
            return Refused(words, StatusCodes.Status404NotFound, "no_scenario");
        // A crisis is begun only from the page that says what it is about.
        if (scenario.Family == Skills.Practice.Scenario.Crisis && form["ready"] != "yes")
            return Results.LocalRedirect($"{Home}/scenarios/{id}");
        var (seed, difficulty) = (form["seed"].ToString().Trim(), form["difficulty"].ToString());
        if ((seed.Length > 0 && !(int.TryParse(seed, out var number) && number > 0)) || (difficulty.Length > 0 && !(int.TryParse(difficulty, out var level) && level is >= 1 and <= 5)))
            return Scenario(http, id, new(StatusCodes.Status422UnprocessableEntity, words["wrong_seed"], Typed(form, "seed", "difficulty")));
        var who = words.View.Who!.User;
        var (session, _) = await desk.StartAsync(id, who, seed.Length > 0 ? int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture) : null, difficulty.Length > 0 ? int.Parse(difficulty, System.Globalization.CultureInfo.InvariantCulture) : null, who);
        return Results.LocalRedirect($"{Home}/talks/{session.SessionId}");
    }

    /// <summary>A crisis that was assigned may be declined, without a trace; anything else is the trainer's to take back.</summary>
    private async Task<IResult> DeclineAsync(HttpContext http, string id)
    {
        var words = Words(http);
        if (desk.Find(id)?.Family != Skills.Practice.Scenario.Crisis)
            return Refused(words, StatusCodes.Status404NotFound, "no_scenario");
        await records.WithdrawAsync(id, words.View.Who!.User);
        return Results.LocalRedirect(Home);
    }

    private IResult Talk(HttpContext http, string id, bool showsMood, string? why, FormProblem? problem) => Seen(http, id, (words, talk) => talk.Scenario is null
        ? talk.Session.EndedAt is null ? Refused(words, StatusCodes.Status409Conflict, "changed") : Results.LocalRedirect($"{Home}/talks/{id}/card")
        : new RazorComponentResult<PracticeTalkPage>(new { Words = words, Talk = talk, ShowsMood = showsMood, WhyOver = WhysOver.Contains(why) ? why : null, Problem = problem }) { StatusCode = problem?.Status ?? StatusCodes.Status200OK });

    private async Task<IResult> SayAsync(HttpContext http, string id)
    {
        var (words, form) = (Words(http), await http.Request.ReadFormAsync());
        var text = form["silent"].Count > 0 ? "" : form["text"].ToString().ReplaceLineEndings("\n").Trim();
        if (Mine(http, id) is not { } session)
            return Refused(words, StatusCodes.Status404NotFound, "no_talk");
        if (form["silent"].Count == 0 && (text.Length == 0 || text.Length > PracticeDesk.MostText))
            return Talk(http, id, Mood(http, null), null, new(StatusCodes.Status422UnprocessableEntity, text.Length == 0 ? words["nothing_said"] : words.With("too_long", text.Length, PracticeDesk.MostText), Typed(form, "text")));
        try
        {
            var reply = await desk.SayAsync(id, text);
            return Results.LocalRedirect(reply.Ended is null ? $"{Home}/talks/{id}#last" : $"{Home}/talks/{id}?why={reply.Ended}#last");
        }
        catch (PracticeException e)
        {
            return Talk(http, id, Mood(http, null), null, new(e.Status, Kindly(words, e, session), Typed(form, "text")));
        }
    }

    private IResult Card(HttpContext http, string id, FormProblem? problem) => Seen(http, id, (words, talk) =>
    {
        if (PracticeCard.Of(talk.Session) is not { } card)
            return Results.LocalRedirect($"{Home}/talks/{id}");
        var before = talk.Session.ParentId is { } parent && desk.Session(parent) is { } first ? (first, PracticeCard.Of(first), talk.Session.FromTurn ?? 1) : ((PracticeSession, PracticeCard?, long)?)null;
        return new RazorComponentResult<PracticeCardPage>(new { Words = words, Model = new CardModel(talk, card, before, figures.Disputes(id), PracticeApi.MaySeeAll(http)), Problem = problem }) { StatusCode = problem?.Status ?? StatusCodes.Status200OK };
    });

    private async Task<IResult> EndAsync(HttpContext http, string id)
    {
        var (words, form) = (Words(http), await http.Request.ReadFormAsync());
        if (Mine(http, id) is not { } session)
            return Refused(words, StatusCodes.Status404NotFound, "no_talk");
        var (code, note) = (form["disposition"].ToString(), form["note"].ToString().ReplaceLineEndings("\n").Trim());
        if ((code.Length > 0 && !words.Dispositions.Contains(code)) || note.Length > PracticeDesk.MostText)
            return Talk(http, id, Mood(http, null), null, new(StatusCodes.Status422UnprocessableEntity, words.With("too_long", note.Length, PracticeDesk.MostText), Typed(form, "disposition", "note")));
        try
        {
            await desk.EndAsync(id, new(code.Length > 0 ? code : null, note.Length > 0 ? note : null));
            return Results.LocalRedirect($"{Home}/talks/{id}/card");
        }
        catch (PracticeException e)
        {
            return Talk(http, id, Mood(http, null), null, new(e.Status, Kindly(words, e, session), Typed(form, "disposition", "note")));
        }
    }

    private async Task<IResult> RetryAsync(HttpContext http, string id)
    {
        var (words, form) = (Words(http), await http.Request.ReadFormAsync());
        if (Mine(http, id) is not { } session)
            return Refused(words, StatusCodes.Status404NotFound, "no_talk");
        try
        {
            var (again, _) = await desk.RetryAsync(id, int.TryParse(form["turn"], out var turn) ? turn : 0, words.View.Who!.User);
            return Results.LocalRedirect($"{Home}/talks/{again.SessionId}#last");
        }
        catch (PracticeException e)
        {
            return new RazorComponentResult<PracticeProblemPage>(new { Words = words, Problem = Kindly(words, e, session) }) { StatusCode = e.Status };
        }
    }

    private async Task<IResult> LeaveAsync(HttpContext http, string id)
    {
        var words = Words(http);
        if (Mine(http, id) is not { } session || desk.Played(session.ScenarioId)?.Family != Skills.Practice.Scenario.Crisis)
            return Refused(words, StatusCodes.Status404NotFound, "no_talk");
        try
        {
            await records.LeaveAsync(session);
            return Results.LocalRedirect(Home);
        }
        catch (PracticeException e)
        {
            return new RazorComponentResult<PracticeProblemPage>(new { Words = words, Problem = Kindly(words, e, session) }) { StatusCode = e.Status };
        }
    }

    private async Task<IResult> DisputeAsync(HttpContext http, string id)
    {
        var (words, form) = (Words(http), await http.Request.ReadFormAsync());
        if (!PracticeApi.MaySeeAll(http) || desk.Session(id) is not { } session)
            return Refused(words, StatusCodes.Status404NotFound, "no_talk");
        try
        {
            await records.DisputeAsync(session, form["item"].ToString(), form["wanted"].ToString(), form["reason"].ToString().ReplaceLineEndings("\n"), words.View.Who!.User);
            return Results.LocalRedirect($"{Home}/talks/{id}/card#item-{form["item"]}");
        }
        catch (PracticeException e)
        {
            return Card(http, id, new(e.Status, words["wrong_dispute"], Typed(form, "item", "wanted", "reason")));
        }
    }

    private IResult Person(HttpContext http, string user)
    {
        var words = Words(http);
        if (user != words.View.Who!.User && (!PracticeApi.MaySeeAll(http) || !figures.People().Contains(user)))
            return Refused(words, StatusCodes.Status404NotFound, "nobody");
        var ended = figures.Ended(user);
        var passes = PracticeFigures.Passes(ended);
        return new RazorComponentResult<PracticePersonPage>(new { Words = words, Model = new PersonModel(user, ended, passes, [.. figures.Assignments(user).Select(one => (one, figures.Settles(one, passes)))]) });
    }

    /// <summary>A talk of one's own; null where it is another's or not there.</summary>
    private PracticeSession? Mine(HttpContext http, string id) => desk.Session(id) is { } session && session.Trainee == StaffMember.Of(http).User ? session : null;

    /// <summary>A page of a talk that may be seen; for whom it may not, it is not there.</summary>
    private IResult Seen(HttpContext http, string id, Func<PracticeWords, TalkModel, IResult> page)
    {
        var words = Words(http);
        if (desk.Session(id) is not { } session || (session.Trainee != words.View.Who!.User && !PracticeApi.MaySeeAll(http)))
            return Refused(words, StatusCodes.Status404NotFound, "no_talk");
        var scenario = desk.Played(session.ScenarioId) is { } found && found.Hash == session.ScenarioHash ? found : null;
        return page(words, new(session, scenario, desk.Turns(id), session.Trainee == words.View.Who!.User));
    }

    /// <summary>Why something could not be done, for people.</summary>
    private string Kindly(PracticeWords words, PracticeException e, PracticeSession session) => words[e.Status switch
    {
        StatusCodes.Status404NotFound => "no_talk",
        StatusCodes.Status409Conflict when desk.Played(session.ScenarioId)?.Hash != session.ScenarioHash => "changed",
        StatusCodes.Status409Conflict when desk.Session(session.SessionId)?.EndedAt is not null => "over_already",
        StatusCodes.Status409Conflict => "twice",
        _ => "no_turn",
    }];

    private static Dictionary<string, string> Typed(IFormCollection form, params string[] fields) => fields.ToDictionary(field => field, field => form[field].ToString());

    /// <summary>Whether the mood is shown: as was chosen, which is remembered.</summary>
    private static bool Mood(HttpContext http, string? asked)
    {
        if (asked is "show" or "hide")
            http.Response.Cookies.Append(MoodCookie, asked, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), Path = Home });
        return (asked ?? http.Request.Cookies[MoodCookie]) == "show";
    }
}
