using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Handoff;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Assistant.Bot.Reply;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Staff.Console;

/// <summary>What the working page shows.</summary>
public sealed record WorkModel
{
    /// <summary>The hand-off.</summary>
    public required HandOffRow Row { get; init; }

    /// <summary>Its context pack.</summary>
    public required JsonObject Pack { get; init; }

    /// <summary>Whether whoever looks holds the conversation.</summary>
    public required bool IsMine { get; init; }

    /// <summary>Lines so far.</summary>
    public required IReadOnlyList<JsonObject> Lines { get; init; }

    /// <summary>Number of the line the live part goes on from.</summary>
    public required int Next { get; init; }

    /// <summary>Masked name; null while no case is known.</summary>
    public string? MaskedName { get; init; }

    /// <summary>Facts of the case: name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>Largest monthly amount the calculator offers.</summary>
    public int MostMonthly { get; init; }

    /// <summary>Protections that stand, in words.</summary>
    public IReadOnlyList<string> Protections { get; init; } = [];

    /// <summary>Whether a sign of danger stands.</summary>
    public bool IsDanger { get; init; }

    /// <summary>Numbers to give in danger: what for, and the number.</summary>
    public IReadOnlyList<(string Use, string Number)> CareLines { get; init; } = [];

    /// <summary>Promises, agreements, tickets and disputes, a line each.</summary>
    public IReadOnlyList<(string Kind, string Text)> Records { get; init; } = [];

    /// <summary>Attempts and calls so far, and when a call may be made next; null while no case is known.</summary>
    public JsonObject? Contacts { get; init; }

    /// <summary>What the conversation owes: words, and whether it is done.</summary>
    public IReadOnlyList<(string Item, bool IsDone)> Checklist { get; init; } = [];

    /// <summary>The code the conversation suggests.</summary>
    public string Suggested { get; init; } = "ESC";
}

/// <summary>Lays out what the working page shows; each look at a case is in the audit record.</summary>
public sealed class WorkDesk(
    ContextPack packs, ActivityFeed feed, CaseFacts facts, RecordReader records, ContactApi contacts, QualityApi quality, DraftReview drafts, Protections protections, PolicyFiles policy, Store store, ConversationLines lines, BankClock clock)
{
    /// <summary>Item of the rubric: identity checked.</summary>
    private const string IdentityItem = "A2";

    private static readonly string[] CareUses = ["listen", "ambulance", "police"];

    /// <summary>The model of a hand-off for whoever looks.</summary>
    public async Task<WorkModel> ModelAsync(HandOffRow row, ConsoleView view)
    {
        var who = view.Who!;
        var transcript = feed.Transcript(row.ConversationId);
        var isMine = row.Status == "accepted" && row.Holder == who.User;
        var model = new WorkModel
        {
            Row = row,
            Pack = packs.Of(row, who),
            IsMine = isMine,
            Lines = [.. transcript.Where(line => line.HasWords).Select(line => WorkPages.Line(line, clock.Zone))],
            Next = transcript.Count == 0 ? 0 : transcript[^1].Seq + 1,
            Suggested = store.Read(db => lines.StateOf(db, row.ConversationId)).Disposition,
            IsDanger = row.Queue == "CRISIS" || row.DangerAt is not null,
        };
        model = model with { Checklist = isMine ? Checklist(row, transcript, view.Locale) : [] };
        return row.CaseNo is { } caseNo && await facts.OpenAsync(who, caseNo, "console.case") is { } found ? await WithCaseAsync(model, found, view) : model with { CareLines = CareLines(ConductFiles.JurisdictionOf(null, view.Locale), view) };
    }

    private async Task<WorkModel> WithCaseAsync(WorkModel model, StaffView found, ConsoleView view)
    {
        var account = found.Account;
        var file = account.File;
        var locale = view.Locale;
        var contact = await contacts.CheckAsync(view.Who, JsonSerializer.SerializeToElement(new { caseNo = file.CaseNo, channel = "call" }));
        return model with
        {
            MaskedName = CaseWords.Masked(found.Holder.Value.Name),
            MostMonthly = (int)Math.Max(100, decimal.Ceiling(account.Total.Amount / 100) * 100),
            Facts = CaseWords.Facts(account, view, clock),
            Protections = [.. protections.Of(file.CaseNo, view.Who!.MayKnow).Where(one => one!["status"]!.GetValue<string>() == "ACTIVE").Select(one => view.Word("protection.", one!["kind"]!.GetValue<string>())).Distinct()],
            IsDanger = model.IsDanger || found.History.Protected.Contains("crisis"),
            CareLines = CareLines(file.Law, view),
            Records = Records(file.CaseNo, view),
            Contacts = contact,
        };
    }

    private IReadOnlyList<(string, string)> CareLines(string law, ConsoleView view) =>
        policy.Operator.Lines.GetValueOrDefault(law is "UK" ? "GB" : law) is { } known ? [.. CareUses.Select(use => (view["line." + use], known[use])).DistinctBy(line => line.Item2)] : [];

    private List<(string, string)> Records(string caseNo, ConsoleView view)
    {
        var all = records.Of(caseNo);
        string Text(JsonNode? node, string name) => node?[name]?.ToString() ?? "";
        return
        [
            .. all["promises"]!.AsArray().Select(one => (view["promise"], $"{Text(one, "promiseId")} · {Text(one, "amount")} {Text(one, "currency")} · {Text(one, "dueOn")} · {view.Word("status.", Text(one, "status"))}")),
            .. all["agreements"]!.AsArray().Select(one => (view["agreement"], $"{Text(one, "agreementId")} · {Text(one, "months")} × {Text(one, "instalment")} · {view.Word("status.", Text(one, "status"))}")),
            .. all["tickets"]!.AsArray().Select(one => (view["ticket"], $"{Text(one, "ticketId")} · {view.Word("reason.", Text(one, "reason"))} · {Text(one, "queue")} · {view.Word("status.", Text(one, "status"))}")),
            .. all["disputes"]!.AsArray().Select(one => (view["dispute"], $"{Text(one, "disputeId")} · {view.Word("reason.", Text(one, "reason"))} · {view.Word("status.", Text(one, "status"))}")),
        ];
    }

    /// <summary>Items of the rubric that are at issue in what was said so far, by the same scorer that scores the conversation afterwards.</summary>
    private List<(string, bool)> Checklist(HandOffRow row, IReadOnlyList<TranscriptLine> transcript, string locale)
    {
        var (context, _) = drafts.ContextOf(row.ConversationId);
        var turns = QualitySample.Turns(transcript);
        return turns.Count == 0 ? [] : [.. quality.Score(new(turns, locale, context, null)).Items
            .Where(item => item.Item.Wants.Count > 0 && (item.Item.When.Count == 0 || item.Evidence.Count > 0 || item.Score < item.Item.Max))
            // What the bank's own sign-in or two factors have proved needs no asking.
            .Select(item => (item.Item.Name[locale], item.Score >= item.Item.Max || (item.Item.Id == IdentityItem && context.Verified == true)))];
    }
}
