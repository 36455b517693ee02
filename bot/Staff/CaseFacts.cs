using System.Text.Json;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Conduct;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Staff;

/// <summary>What a case says for a review: its figures and flags, and the case itself.</summary>
public sealed record KnownCase(ReviewContext Context, StaffView View)
{
    /// <summary>The bank's file.</summary>
    public CaseFile File => View.Account.File;
}

/// <summary>Opens the cases that requests name, each once, to whoever may reach it; every look is in the audit record.</summary>
public sealed class CaseFacts(Store store, Cases cases, AuditChain audit, BankClock clock, PolicyFiles policy)
{
    private const string CommandLine = "command-line";

    /// <summary>The cases some requests name, by number.</summary>
    /// <param name="who">Who asks; null for the command line, which reaches all.</param>
    /// <param name="bodies">The requests.</param>
    /// <param name="kind">What it is asked for, in the audit record.</param>
    /// <exception cref="RefusedException">A case is not there, or out of reach: the two are not told apart.</exception>
    /// <exception cref="FormatException">A request names its case by something that is no text.</exception>
    public async Task<IReadOnlyDictionary<string, KnownCase>> OfAsync(StaffMember? who, IEnumerable<JsonElement> bodies, string kind)
    {
        var user = who?.User ?? CommandLine;
        var known = new Dictionary<string, KnownCase>();
        foreach (var caseNo in bodies.Where(body => body.ValueKind == JsonValueKind.Object).Select(body => Fields.Text(body, "caseNo")).OfType<string>().Where(no => no.Length > 0).Distinct())
        {
            if (who?.Reaches(caseNo, store) == false || cases.LoadForStaff(caseNo, user) is not { } found)
                throw OutOfReach(caseNo);
            known.Add(caseNo, Known(found));
            await store.WriteAsync(db => audit.Append(db, clock.Now, kind, user, caseNo, "{}"));
        }

        return known;
    }

    /// <summary>The refusal of a case that is not there, or out of reach.</summary>
    internal static RefusedException OutOfReach(string caseNo) => new(Refusal.Of(422, "case.out_of_reach", caseNo));

    /// <summary>A case for somebody at the console, who is let in or not; every look is in the audit record.</summary>
    /// <param name="who">Who looks.</param>
    /// <param name="caseNo">Case.</param>
    /// <param name="kind">What for, in the audit record.</param>
    /// <param name="reason">Why, in their own words, where more is shown than usual.</param>
    /// <returns>Null where there is none that they may reach.</returns>
    internal async Task<StaffView?> OpenAsync(StaffMember who, string caseNo, string kind, string? reason = null)
    {
        if (!who.Reaches(caseNo, store) || cases.LoadForStaff(caseNo, who.User) is not { } found)
            return null;
        await store.WriteAsync(db => audit.Append(db, clock.Now, kind, who.User, caseNo, reason is null ? "{}" : new System.Text.Json.Nodes.JsonObject { ["reason"] = reason }.ToJsonString(Json.Options)));
        return found;
    }

    /// <summary>A case for the review of a line within its own conversation, which whoever writes it was let into before; null when there is none.</summary>
    internal KnownCase? Of(string caseNo) => cases.LoadForStaff(caseNo, CommandLine) is { } found ? Known(found) : null;

    private KnownCase Known(StaffView found) => new(Context(found), found);

    private ReviewContext Context(StaffView found)
    {
        var account = found.Account;
        var file = account.File;
        var flags = new (bool Holds, string Flag)[]
        {
            (file.DisputeFlag || file.FraudFlag, "dispute_open"), (file.ComplaintOpen, "complaint_open"), (file.Deceased, "deceased"), (file.Bankrupt, "bankrupt"),
            (file.DoNotContact, "do_not_contact"), (file.PlansHeldBy == "time_bar", "time_barred"), (found.History.OpenAgreement?.Status == AgreementStatus.Active, "plan_performing"), (found.History.OpenAgreement?.Status == AgreementStatus.PendingApproval, "plan_pending"),
        };
        return new()
        {
            Jurisdiction = ConductFiles.JurisdictionOf(file.Law, file.Locale),
            Day = clock.Today,
            Flags = flags.Where(flag => flag.Holds).Select(flag => flag.Flag).Union(found.History.Protected.Select(kind => policy.Protections.Kinds[kind].Flag).OfType<string>()).ToDictionary(flag => flag, _ => ""),
            Figures = new Dictionary<string, decimal>
            {
                ["total"] = account.Total.Amount,
                ["minimum"] = account.MinPayment.Amount,
                ["principal"] = account.Principal.Amount,
                ["interest"] = account.Interest.Amount,
                ["penalty"] = account.Penalty.Amount,
                ["arrears"] = account.Overdue.Amount,
            },
        };
    }
}
