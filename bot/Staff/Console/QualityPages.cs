using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Staff.Console;

/// <summary>Conversations drawn and scored, and marks disputed and decided: by somebody else than who disputed them.</summary>
public sealed class QualityPages(PageTexts texts, QualitySample sample, DisputeApi disputes, ConsoleUsers users, RuleBook book, BankClock clock)
{
    private const int Usual = 6;
    private const int Most = 20;

    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var inside = app.MapGroup("/console/quality").ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console).RequireAuthorization(StaffPolicies.CaseWork);
        inside.MapGet("", (HttpContext http, int? n) => PageAsync(http, n ?? Usual, null));
        inside.MapPost("/disputes", (Delegate)DisputeAsync);
        inside.MapPost("/disputes/{id}", AnswerAsync);
    }

    private async Task<IResult> PageAsync(HttpContext http, int most, Refusal? problem)
    {
        var view = ConsoleView.Of(http, texts);
        return new RazorComponentResult<QualityPage>(new
        {
            Words = new FloorWords(view, clock.Zone, users.NameOf, book),
            Drawn = await sample.DrawAsync(view.Who!, Math.Clamp(most, 1, Most), view.Locale),
            Disputes = disputes.List(view.Is("supervisor") ? null : view.Who!.User),
            Problem = problem is null ? null : view.Why(problem),
        })
        { StatusCode = problem?.Status ?? StatusCodes.Status200OK };
    }

    private async Task<IResult> DisputeAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var who = StaffMember.Of(http);
        if (!sample.MayDispute(who, form["conversation"].ToString()))
            return await PageAsync(http, Usual, Refusal.Of(403, "mark.not_your_talk"));
        return await DoneAsync(http, () => disputes.OpenAsync(who.User, Body(form, "rule", "quote", "reason")));
    }

    private async Task<IResult> AnswerAsync(HttpContext http, string id)
    {
        if (!http.User.IsInRole("supervisor"))
            return Results.Redirect("/console/denied");
        var form = await http.Request.ReadFormAsync();
        return await DoneAsync(http, () => disputes.DecideAsync(StaffMember.Of(http).User, id, Body(form, "outcome", "answer")));
    }

    private async Task<IResult> DoneAsync(HttpContext http, Func<Task> act)
    {
        try
        {
            await act();
            return Results.LocalRedirect("/console/quality#disputes");
        }
        catch (RefusedException e)
        {
            return await PageAsync(http, Usual, e.Refusal);
        }
    }

    private static JsonElement Body(IFormCollection form, params string[] names) =>
        JsonSerializer.SerializeToElement(new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)form[name].ToString()))));
}
