using Assistant.Bot.Handoff;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Staff.Console;

/// <summary>The console: signing in and out, the queue, and the doors to the working page.</summary>
public sealed class ConsolePages(PageTexts texts, ConsoleUsers users, HandOffApi handOffs, HandOffDesk desk, StaffSettings settings, RequestLimits limits, BankClock clock)
{
    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/console").ExcludeFromDescription();
        open.MapGet("/sign-in", (HttpContext http, string? to, string? failed) => SignInForm(http, failed is null ? null : ConsoleView.Of(http, texts)["bank_failed"], "", to));
        if (settings.OpenId.Authority is { Length: > 0 })
            open.MapGet("/bank-sign-in", () => Results.Challenge(new() { RedirectUri = "/console" }, [OpenIdSignIn.SchemeName])).AddEndpointFilter(limits.SignIns);
        if (settings.OpenId.Authority is not { Length: > 0 })
            open.MapPost("/sign-in", SignInAsync).AddEndpointFilter(limits.SignIns);
        var inside = app.MapGroup("/console").ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console);
        inside.MapGet("", (HttpContext http) => Results.Redirect(http.User.IsInRole("agent") ? "/console/queue" : http.User.IsInRole("supervisor") || http.User.IsInRole("admin") ? "/console/floor" : "/console/coach"));
        inside.MapPost("/sign-out", (Delegate)SignOutAsync);
        inside.MapGet("/denied", (HttpContext http) => new RazorComponentResult<DeniedPage>(new { View = ConsoleView.Of(http, texts) }) { StatusCode = StatusCodes.Status403Forbidden });
        inside.MapGet("/queue", Queue).RequireAuthorization(StaffPolicies.CaseWork);
        inside.MapPost("/talks/{id}/take", TakeAsync).RequireAuthorization(StaffPolicies.CaseWork);
    }

    private RazorComponentResult<SignInPage> SignInForm(HttpContext http, string? problem, string user, string? to) => new(new
    {
        View = ConsoleView.Of(http, texts), Problem = problem, User = user, To = to ?? "", HasProvider = settings.OpenId.Authority is { Length: > 0 },
    })
    { StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized };

    private async Task<IResult> SignInAsync(HttpContext http, string? to)
    {
        var form = await http.Request.ReadFormAsync();
        var (user, password) = (form["user"].ToString(), form["password"].ToString());
        var (principal, isClosed) = await users.SignInAsync(user, password);
        var view = ConsoleView.Of(http, texts);
        if (principal is null)
            return SignInForm(http, view[isClosed ? "closed_for_now" : "wrong_password"], user, to);
        // A cookie from before signing in is worth nothing: the session is new each time.
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal);
        return Results.LocalRedirect(to is { Length: > 1 } && to.StartsWith("/console", StringComparison.Ordinal) ? to : "/console");
    }

    private async Task<IResult> SignOutAsync(HttpContext http)
    {
        await users.SignOutAsync(http.User);
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect(ConsoleSignIn.Path);
    }

    private IResult Queue(HttpContext http, string? part)
    {
        var view = ConsoleView.Of(http, texts);
        var rows = handOffs.Rows(view.Who!, "waiting").Concat(handOffs.Rows(view.Who!, "accepted")).ToList();
        var model = new { View = view, Rows = (IReadOnlyList<HandOffRow>)rows, Lines = (Func<HandOffRow, QueueLine>)(row => Line(row, view.Locale)), clock.Now };
        return part is null ? new RazorComponentResult<QueuePage>(model) : new RazorComponentResult<QueueList>(model);
    }

    private QueueLine Line(HandOffRow row, string locale) => new(
        Formats.Show(TimeZoneInfo.ConvertTime(Store.Time(row.CreatedAt), clock.Zone), locale), Formats.Show(TimeZoneInfo.ConvertTime(Store.Time(row.DueAt), clock.Zone), locale), Store.Time(row.DueAt) < clock.Now);

    private async Task<IResult> TakeAsync(HttpContext http, string id)
    {
        var refusal = await desk.AcceptAsync(id, StaffMember.Of(http));
        return Results.LocalRedirect(refusal is null ? $"/console/talks/{id}" : $"/console/talks/{id}?missed=1");
    }
}

/// <summary>Times of a waiting hand-off in words.</summary>
/// <param name="Since">Since when it waits.</param>
/// <param name="Due">By when somebody answers.</param>
/// <param name="IsLate">Whether that has passed.</param>
public sealed record QueueLine(string Since, string Due, bool IsLate);
