using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Turns;
using Assistant.Skills.Practice;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Practice.Pages;

/// <summary>Pages on which trainers write scenarios, try them, and approve each other's; and on which a supervisor makes one of a real conversation.</summary>
public sealed class DraftPages(PracticePages pages, PracticeDesk desk, DraftDesk drafts, DraftMaker maker, ScenarioLibrary library, PracticeFiles files)
{
    /// <summary>The page.</summary>
    public const string Path = PracticePages.Home + "/drafts";

    private const int MostLately = 20;
    private static readonly string[] Leads = ["supervisor", "admin"];

    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var inside = app.MapGroup(Path).ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console).RequireAuthorization(policy => policy.RequireRole(PracticeApi.Trainers));
        inside.MapGet("", (HttpContext http) => List(http));
        inside.MapGet("/new", (HttpContext http, string? from) => New(http, from));
        inside.MapPost("/new", (Delegate)WriteAsync);
        inside.MapGet("/{id}", (HttpContext http, string id, string? kept) => One(http, id, kept == "1", null, StatusCodes.Status200OK));
        inside.MapPost("/{id}", ChangeAsync);
        inside.MapPost("/{id}/try", TryAsync);
        inside.MapPost("/{id}/approved", ApproveAsync);
        inside.MapPost("/{id}/withdrawn", WithdrawAsync);
        var leads = inside.MapGroup("/from").RequireAuthorization(policy => policy.RequireRole(Leads));
        leads.MapGet("", (HttpContext http) => From(http, null));
        leads.MapPost("", (Delegate)MakeAsync);
    }

    private RazorComponentResult<DraftListPage> List(HttpContext http) => new(new { Words = pages.Words(http), Rows = (IReadOnlyList<DraftRow>)[.. drafts.All().Select(Row)], All = (IReadOnlyList<Scenario>)[.. desk.Scenarios] });

    private RazorComponentResult<DraftPage> New(HttpContext http, string? from)
    {
        var words = pages.Words(http);
        var start = desk.Scenarios.FirstOrDefault(one => one.Id == from) ?? desk.Scenarios.First(one => one.Locale == words.View.Locale);
        var form = DraftForm.Of(library.TextOf(start.Id)!);
        return Page(words, new(null, form.With(new Dictionary<string, string> { ["title"] = "" }), null, null, null, Personas, false), StatusCodes.Status200OK);
    }

    private async Task<IResult> WriteAsync(HttpContext http)
    {
        var (words, form) = (pages.Words(http), DraftForm.Of(await http.Request.ReadFormAsync()));
        try
        {
            return Results.LocalRedirect($"{Path}/{await drafts.WriteAsync(form.Text, words.View.Who!.User)}?kept=1");
        }
        catch (PromptException e)
        {
            return Page(words, new(null, form, null, Problem(form, e), null, Personas, false), StatusCodes.Status422UnprocessableEntity);
        }
    }

    private IResult One(HttpContext http, string id, bool isKept, string? refusal, int status)
    {
        var words = pages.Words(http);
        if (drafts.Find(id) is not { } draft)
            return PracticePages.Refused(words, StatusCodes.Status404NotFound, "draft.none");
        var (scenario, wrong) = drafts.Read(draft);
        DraftForm? form = null;
        try
        {
            // Written otherwise than the form would, such as by the API: shown as it stands, rather than lose a part of it.
            form = DraftForm.Of(draft.Text) is var made && (scenario is null || library.Read(draft.ScenarioId, made.Text).Facts.Count == scenario.Facts.Count) ? made : null;
        }
        catch (PromptException)
        {
            form = null;
        }

        var shown = form is not null && wrong is not null ? Again(form, draft.ScenarioId) : wrong;
        return Page(words, new(draft, form, scenario, shown is null ? null : Problem(form, shown), refusal, Personas, isKept), status);
    }

    private async Task<IResult> ChangeAsync(HttpContext http, string id)
    {
        var (words, form) = (pages.Words(http), DraftForm.Of(await http.Request.ReadFormAsync()));
        if (drafts.Find(id) is not { } draft)
            return PracticePages.Refused(words, StatusCodes.Status404NotFound, "draft.none");
        try
        {
            // What is not finished is kept as well, as long as it can be shown in the form again.
            DraftForm.Of(form.Text);
            await drafts.ChangeAsync(id, form.Text, words.View.Who!.User);
            return Results.LocalRedirect($"{Path}/{id}?kept=1");
        }
        catch (PromptException e)
        {
            return Page(words, new(draft, form, null, Problem(form, e), null, Personas, false), StatusCodes.Status422UnprocessableEntity);
        }
        catch (PracticeException e)
        {
            return Page(words, new(draft, form, null, null, words[e.Status == StatusCodes.Status409Conflict ? "draft.approved_already" : "draft.too_long"], Personas, false), e.Status);
        }
    }

    private async Task<IResult> TryAsync(HttpContext http, string id)
    {
        var words = pages.Words(http);
        var who = words.View.Who!.User;
        if (desk.Played(ScenarioLibrary.IdOf(id)) is not { } scenario)
            return One(http, id, false, words["draft.not_finished"], StatusCodes.Status422UnprocessableEntity);
        var (session, _) = await desk.StartAsync(scenario, who, null, null, who);
        return Results.LocalRedirect($"{PracticePages.Home}/talks/{session.SessionId}");
    }

    private Task<IResult> ApproveAsync(HttpContext http, string id) => ActAsync(http, id, async who =>
    {
        await drafts.ApproveAsync(id, who);
        return $"{PracticePages.Home}/scenarios/{ScenarioLibrary.IdOf(id)}";
    });

    private Task<IResult> WithdrawAsync(HttpContext http, string id) => ActAsync(http, id, async _ =>
    {
        await drafts.WithdrawAsync(id);
        return Path;
    });

    private async Task<IResult> ActAsync(HttpContext http, string id, Func<string, Task<string>> act)
    {
        var words = pages.Words(http);
        try
        {
            return Results.LocalRedirect(await act(words.View.Who!.User));
        }
        catch (PromptException)
        {
            return One(http, id, false, words["draft.not_finished"], StatusCodes.Status422UnprocessableEntity);
        }
        catch (PracticeException e)
        {
            return One(http, id, false, words[e.Status switch { StatusCodes.Status403Forbidden => "draft.four_eyes", StatusCodes.Status409Conflict => "draft.approved_already", _ => "draft.none" }], e.Status);
        }
    }

    private RazorComponentResult<DraftFromPage> From(HttpContext http, FormProblem? problem)
    {
        var words = pages.Words(http);
        return new(new { Words = words, Lately = maker.Lately(words.View.Who!, MostLately), Problem = problem }) { StatusCode = problem?.Status ?? StatusCodes.Status200OK };
    }

    private async Task<IResult> MakeAsync(HttpContext http)
    {
        var (words, form) = (pages.Words(http), await http.Request.ReadFormAsync());
        var conversation = form["conversation"].ToString().Trim();
        try
        {
            return Results.LocalRedirect($"{Path}/{await maker.MakeAsync(StaffMember.Of(http), conversation)}?kept=1");
        }
        catch (PracticeException e)
        {
            var key = e.Status switch { StatusCodes.Status403Forbidden => "draft.never", StatusCodes.Status409Conflict => "draft.goes_on", StatusCodes.Status422UnprocessableEntity => "draft.too_little", _ => "draft.no_conversation" };
            return From(http, new(e.Status, words[key], new Dictionary<string, string> { ["conversation"] = conversation }));
        }
    }

    private IReadOnlyList<string> Personas => [.. files.People.Personas.Keys];

    private DraftRow Row(PracticeDraft draft)
    {
        if (drafts.Read(draft).Scenario is { } scenario)
            return new(draft, scenario.Title, scenario.Family, true);
        try
        {
            var form = DraftForm.Of(draft.Text);
            return new(draft, form.Fields["title"], Scenario.Families.Contains(form.Fields["family"]) ? form.Fields["family"] : null, false);
        }
        catch (PromptException)
        {
            return new(draft, draft.DraftId, null, false);
        }
    }

    /// <summary>The mistake by the lines of the form, which may stand elsewhere in the text that was sent.</summary>
    private PromptException? Again(DraftForm form, string id)
    {
        try
        {
            library.Read(id, form.Text);
            return null;
        }
        catch (PromptException e)
        {
            return e;
        }
    }

    private static DraftProblem Problem(DraftForm? form, PromptException e)
    {
        if (form is null)
            return new(null, e.Line, e.Correct);
        var (field, line) = form.FieldAt(e.Line);
        return new(field, line, e.Correct);
    }

    private static RazorComponentResult<DraftPage> Page(PracticeWords words, DraftModel model, int status) => new(new { Words = words, Model = model }) { StatusCode = status };
}
