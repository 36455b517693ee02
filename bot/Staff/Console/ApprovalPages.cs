using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Staff.Console;

/// <summary>An application that waits for the word of a supervisor.</summary>
public sealed record Application
{
    /// <summary>Agreement.</summary>
    public required string Id { get; init; }

    /// <summary>Case.</summary>
    public required string CaseNo { get; init; }

    /// <summary>What is asked for: name and value.</summary>
    public required IReadOnlyList<(string Name, string Value)> Terms { get; init; }

    /// <summary>By when it is answered; null where no day was named.</summary>
    public string? AnswerBy { get; init; }

    /// <summary>Whether that day has passed.</summary>
    public bool IsLate { get; init; }

    /// <summary>Who approved it already.</summary>
    public required IReadOnlyList<string> ApprovedBy { get; init; }
}

/// <summary>Applications that wait for a decision, and where the approval of the rules stands.</summary>
public sealed class ApprovalPages(PageTexts texts, AgreementDesk desk, RecordReader records, ConsoleUsers users, PromptFolder prompts, Store store, BankClock clock)
{
    private const int Most = 100;
    private const int MostReason = 500;

    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var inside = app.MapGroup("/console/approvals").ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console).RequireAuthorization(StaffPolicies.Decide);
        inside.MapGet("", (HttpContext http, string? done) => Page(ConsoleView.Of(http, texts), done));
        inside.MapPost("/{id}", DecideAsync);
    }

    private RazorComponentResult<ApprovalsPage> Page(ConsoleView view, string? done, string? problem = null, string? about = null) => new(new
    {
        View = view, Waiting = Waiting(view), Packs = Approvals.State(prompts, clock.Today), Done = done, Problem = problem, About = about,
    })
    { StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict };

    private async Task<IResult> DecideAsync(HttpContext http, string id)
    {
        var view = ConsoleView.Of(http, texts);
        var form = await http.Request.ReadFormAsync();
        var reason = form["reason"].ToString().Trim();
        bool? approves = form["decision"].ToString() switch { "approve" => true, "reject" => false, _ => null };
        if (approves is not { } approve || (!approve && reason.Length == 0) || reason.Length > MostReason)
            return Page(view, null, view["approve.reason_needed"], id);
        var refusal = await desk.DecideAsync(id, approve, new(view.Who!.User) { Reason = reason.Length > 0 ? reason : null });
        return refusal is null ? Results.LocalRedirect($"/console/approvals?done={Uri.EscapeDataString(id)}") : Page(view, null, view.Why(refusal), id);
    }

    private List<Application> Waiting(ConsoleView view) => store.Read(db => db.Query<(string Id, string CaseNo, string? AnswerBy, string? By)>("""
        SELECT a.agreement_id, a.case_no, a.answer_by, (SELECT GROUP_CONCAT(actor, char(10)) FROM plan_events e WHERE e.agreement_id = a.agreement_id AND e.event = 'APPROVED')
        FROM agreements a WHERE a.status = 'PENDING_APPROVAL' ORDER BY a.answer_by IS NULL, a.answer_by, a.accepted_at LIMIT @Most
        """, new { Most }).AsList()).ConvertAll(row => new Application
    {
        Id = row.Id,
        CaseNo = row.CaseNo,
        Terms = Terms(records.AgreementOf(row.Id)!, view),
        AnswerBy = row.AnswerBy is { } day ? Formats.Show(Store.Day(day), view.Locale) : null,
        IsLate = row.AnswerBy is { } last && Store.Day(last) < clock.Today,
        ApprovedBy = [.. (row.By ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(users.NameOf)],
    });

    private static IReadOnlyList<(string, string)> Terms(JsonObject offer, ConsoleView view)
    {
        string Sum(string name) => Formats.Show(new Money(decimal.Parse(offer[name]!.ToString(), CultureInfo.InvariantCulture), offer["currency"]!.ToString()), view.Locale);
        return
        [
            (view["approve.balance"], Sum("balance")), (view["approve.plan"], view.With("approve.plan_words", offer["months"], Sum("instalment"))), (view["approve.first"], offer["firstDueOn"]?.ToString() ?? ""),
            (view["approve.down"], Sum("downPayment")), (view["approve.waived"], Sum("waived")), (view["approve.total"], Sum("totalPayable")), (view["dossier.policy"], offer["policy"]!.ToString()),
            (view["approve.rules"], string.Join(", ", offer["rules"]!.AsArray().Select(rule => rule!.ToString()))),
        ];
    }
}
