using System.Globalization;
using System.Text.Json;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Staff;

/// <summary>What supervisors decide on agreements: the word on an application, and holding a running plan for a while.</summary>
public sealed class AgreementApi(AgreementDesk desk, RecordReader records, Store store)
{
    private const int MostReason = 500;

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/agreements/{agreementId}").WithTags("Agreements").RequireAuthorization(StaffPolicies.Decide);
        api.MapPost("/decision", DecideAsync)
            .WithSummary("Approves or rejects an application: {\"decision\": \"approve\" or \"reject\", \"reason\": \"…\"}; above the policy's limit two supervisors approve.");
        api.MapPost("/pause", PauseAsync)
            .WithSummary("Holds a running agreement, so that nothing counts as missed: {\"until\": \"yyyy-MM-dd\", \"reason\": \"…\"}.");
        api.MapPost("/resume", ResumeAsync)
            .WithSummary("Ends a hold today: {\"reason\": \"…\"}.");
    }

    private Task<IResult> DecideAsync(HttpContext http, string agreementId, JsonElement body)
    {
        bool? approves = Fields.Words(body, "decision") switch { "approve" => true, "reject" => false, _ => null };
        return approves is not { } approve ? Wrong(Refusal.Of(422, "plan.decision"))
            : ReasonProblem(body, required: !approve) is { } problem ? Wrong(problem)
            : AnswerAsync(http, agreementId, by => desk.DecideAsync(agreementId, approve, by with { Reason = Fields.Words(body, "reason") }));
    }

    private Task<IResult> PauseAsync(HttpContext http, string agreementId, JsonElement body) =>
        !DateOnly.TryParseExact(Fields.Words(body, "until"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) ? Wrong(Refusal.Of(422, "plan.until"))
        : ReasonProblem(body, required: true) is { } problem ? Wrong(problem)
        : AnswerAsync(http, agreementId, by => desk.PauseAsync(agreementId, until, by with { Reason = Fields.Words(body, "reason") }));

    private Task<IResult> ResumeAsync(HttpContext http, string agreementId, JsonElement body) => ReasonProblem(body, required: true) is { } problem
        ? Wrong(problem) : AnswerAsync(http, agreementId, by => desk.ResumeAsync(agreementId, by with { Reason = Fields.Words(body, "reason") }));

    /// <summary>The agreement as it stands after the decision, or what to correct.</summary>
    private async Task<IResult> AnswerAsync(HttpContext http, string agreementId, Func<Decider, Task<Refusal?>> decide)
    {
        if (records.Agreement(agreementId) is not { } found)
            return new Refused(Refusal.Of(404, "plan.none", agreementId));
        if (StaffMember.Of(http).WhyNot(found.CaseNo, store) is { } outOfReach)
            return new Refused(outOfReach);
        return await decide(new(http.User.Identity!.Name!)) is { } refusal ? new Refused(refusal)
            : Results.Json(records.AgreementOf(agreementId), Json.Options);
    }

    private static Task<IResult> Wrong(Refusal what) => Task.FromResult<IResult>(new Refused(what));

    private static Refusal? ReasonProblem(JsonElement body, bool required) => Fields.Words(body, "reason") switch
    {
        null when required => Refusal.Of(422, "plan.reason_missing"),
        { Length: > MostReason } => Refusal.Of(422, "plan.reason_long", MostReason),
        null when body.ValueKind == JsonValueKind.Object && body.TryGetProperty("reason", out var given) && given.ValueKind is not (JsonValueKind.Null or JsonValueKind.String) => Refusal.Of(422, "plan.reason_no_text"),
        _ => null,
    };
}
