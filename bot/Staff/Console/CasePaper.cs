using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Bot.Channels;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Conduct;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Staff.Console;

/// <summary>Whom a paper of a case is for.</summary>
public enum Reader
{
    /// <summary>Colleagues, on the screen.</summary>
    Colleague,

    /// <summary>Whoever answers a complaint.</summary>
    Complaint,

    /// <summary>A court.</summary>
    Court,

    /// <summary>The cardholder: no notes of ours, no names of staff, no audit entries, and no private matter named that somebody else might read.</summary>
    Cardholder,
}

/// <summary>A case in words and figures; tables are rows of cells, in the order of their heads.</summary>
public sealed record CasePaper
{
    /// <summary>Account and figures.</summary>
    public required IReadOnlyList<(string Name, string Value)> Figures { get; init; }

    /// <summary>Contacts: when, channel, direction, who was there, by whom, and for us what came of it.</summary>
    public required IReadOnlyList<string[]> Contacts { get; init; }

    /// <summary>Promises: made, amount, due, status, paid.</summary>
    public required IReadOnlyList<string[]> Promises { get; init; }

    /// <summary>Agreements with clauses and schedule.</summary>
    public required IReadOnlyList<PrintedAgreement> Agreements { get; init; }

    /// <summary>Disputes: number, about what, opened, amount, status.</summary>
    public required IReadOnlyList<string[]> Disputes { get; init; }

    /// <summary>Tickets: number, about what, opened, answer by, status.</summary>
    public required IReadOnlyList<string[]> Tickets { get; init; }

    /// <summary>Protections: which, since, until when nothing goes out, status.</summary>
    public required IReadOnlyList<string[]> Protections { get; init; }

    /// <summary>What people noted when they ended their part: when, who, result, note. Empty for the cardholder.</summary>
    public required IReadOnlyList<string[]> Notes { get; init; }

    /// <summary>Who looked or did something: number, when, who, what. Empty for the cardholder.</summary>
    public required IReadOnlyList<string[]> Looks { get; init; }

    /// <summary>Rules applied: id, why, source.</summary>
    public required IReadOnlyList<string[]> Rules { get; init; }
}

/// <summary>Puts a case on paper. What lies behind a private protection shows to nobody who may not know, in no column.</summary>
public sealed class CasePapers(RecordReader records, Protections protections, PolicyFiles policy, PageTexts texts, ConsoleUsers users, ConversationLines lines, RuleBook book, Store store, BankClock clock)
{
    private const int MostLooks = 50;

    /// <summary>A case, for a reader.</summary>
    public CasePaper Write(StaffView found, ConsoleView view, Reader reader)
    {
        var caseNo = found.Account.File.CaseNo;
        var all = records.Of(caseNo);
        var job = new Job(found, view, reader, PrivateTalks(caseNo), clock.Zone);
        return new()
        {
            Figures = CaseWords.Facts(found.Account, view, clock),
            Contacts = [.. Rows(all, "contactRecords").Select(row => Contact(job, row))],
            Promises = [.. Rows(all, "promises").Select(row => new[] { Moment(row, "createdAt"), Sum(job, row, "amount"), Text(row, "dueOn"), view.Word("status.", Text(row, "status")), Sum(job, row, "actualAmount") })],
            Agreements = [.. Rows(all, "agreements").Select(row => Agreement(job, row))],
            Disputes = [.. Rows(all, "disputes").Select(row => new[] { Text(row, "disputeId"), view.Word("reason.", Text(row, "reason")), Moment(row, "openedAt"), Text(row, "amount"), view.Word("status.", Text(row, "status")) })],
            Tickets = [.. Rows(all, "tickets").Select(row => Ticket(job, row))],
            Protections = [.. protections.Of(caseNo, job.MayKnow).OfType<JsonObject>().Select(row => new[] { view.Word("protection.", Text(row, "kind")), Moment(row, "since"), Moment(row, "frozenUntil"), view.Word("protection_status.", Text(row, "status")) })],
            Notes = reader == Reader.Cardholder ? [] : Notes(job, caseNo),
            Looks = reader == Reader.Cardholder ? [] : Looks(job, caseNo),
            Rules = RulesOf(job, caseNo),
        };
    }

    private string[] Contact(Job job, JsonObject row)
    {
        var view = job.View;
        var by = Text(row, "actor") == "BOT" ? view["speaker.bot"] : job.IsOutside ? view["speaker.agent"] : users.NameOf(Text(row, "actor"));
        string[] cells = [Moment(row, "startedAt"), view.Word("channel.", Text(row, "channel")), view.Word("direction.", Text(row, "direction")), view.Word("party.", Text(row, "party")), by];
        return job.IsOutside ? cells : [.. cells, job.Hides(Text(row, "conversationId")) ? view["protection.care"] : view.Word("disposition.", Text(row, "disposition"))];
    }

    private static string[] Ticket(Job job, JsonObject row)
    {
        var isPrivate = !job.MayKnow && (Storage.Protections.PrivateQueues.Contains(Text(row, "queue")) || job.Hides(Text(row, "conversationId")));
        string[] cells = [Text(row, "ticketId"), isPrivate ? job.View["protection.care"] : job.View.Word("reason.", Text(row, "reason")), job.Moment(Text(row, "openedAt")), job.Moment(Text(row, "dueAt")), job.View.Word("status.", Text(row, "status"))];
        return cells;
    }

    private PrintedAgreement Agreement(Job job, JsonObject row)
    {
        var (view, locale) = (job.View, job.View.Locale);
        var words = texts.Under(locale, "agreement.");
        var facts = new List<(string, string)>
        {
            (words["number"], Text(row, "agreementId")), (words["status"], words["status_" + Text(row, "status")]), (words["accepted"], Moment(row, "acceptedAt")), (view["dossier.policy"], Text(row, "policy")),
            (view["dossier.paid"], Sum(job, row, "paid")), (view["dossier.remaining"], Sum(job, row, "remaining")),
        };
        if (row["decidedAt"] is not null)
            facts.Add((view["dossier.decided"], $"{Moment(row, "decidedAt")} · {(job.IsOutside ? view["role.supervisor"] : users.NameOf(Text(row, "decidedBy")))}"));
        var rows = row["schedule"]!.AsArray().OfType<JsonObject>().Select(line => (Text(line, "seq"), Text(line, "dueOn"), Sum(job, line, "amount"))).ToList();
        return new(facts, [.. row["contents"]!.AsArray().Select(line => line!.GetValue<string>())], rows, Sum(job, row, "totalPayable"));
    }

    private List<string[]> Notes(Job job, string caseNo) => store.Read(db => db.Query<(string ConversationId, string Queue, string EndedAt, string? By, string? Disposition, byte[]? Note)>("""
        SELECT conversation_id, queue, ended_at, ended_by, disposition, sealed_note FROM handoffs WHERE case_no = @caseNo AND status IN ('closed', 'returned') ORDER BY ended_at
        """, new { caseNo }).Select(row =>
        {
            var isPrivate = !job.MayKnow && (Storage.Protections.PrivateQueues.Contains(row.Queue) || job.Hides(row.ConversationId));
            var note = row.Note is null ? "" : isPrivate ? job.View["dossier.held_back"] : lines.Unseal(db, row.ConversationId, row.Note) ?? job.View["dossier.erased"];
            return new[] { job.Moment(row.EndedAt), users.NameOf(row.By ?? ""), isPrivate ? job.View["protection.care"] : job.View.Word("disposition.", row.Disposition ?? ""), note };
        }).ToList());

    private List<string[]> Looks(Job job, string caseNo) => store.Read(db => db.Query<(long Seq, string At, string Kind, string Actor)>($"""
        SELECT seq, at, kind, actor FROM audit WHERE kind <> 'turn' AND (subject = @caseNo OR subject IN ({TalksOf})) ORDER BY seq DESC LIMIT @MostLooks
        """, new { caseNo, MostLooks }).Select(row => new[] { row.Seq.ToString(CultureInfo.InvariantCulture), job.Moment(row.At), users.NameOf(row.Actor), job.View.Word("audit.", row.Kind) }).ToList());

    private List<string[]> RulesOf(Job job, string caseNo)
    {
        // What reviews made of staff's drafts is ours to look into; what decided about the cardholder is theirs too.
        // What was said in private shows in no rule either.
        var bodies = store.Read(db => db.Query<(string Subject, string Body)>($"SELECT subject, body FROM audit WHERE (kind = 'turn' OR (kind IN ('staff.said', 'staff.blocked') AND @inside)) AND subject IN ({TalksOf}) ORDER BY seq", new { caseNo, inside = !job.IsOutside }).AsList())
            .Where(row => !job.Hides(row.Subject)).Select(row => row.Body);
        return [.. bodies.SelectMany(RulesIn).Distinct().Order(StringComparer.Ordinal).Select(rule => book.Rules.FirstOrDefault(one => one.Id == rule) is { } known
            ? new[] { rule, known.Reason[job.View.Locale], Citation.Of(known, job.Law, job.View.Locale) } : [rule, "", job.View["dossier.own_rule"]])];
    }

    private static IEnumerable<string> RulesIn(string body)
    {
        var json = JsonNode.Parse(body)!;
        return (json["rules"] is JsonArray list ? list.Select(rule => rule!.GetValue<string>()) : (json["rules"]?.GetValue<string>() ?? "").Split(' '))
            .Concat((json["warned"]?.GetValue<string>() ?? "").Split(' ')).Where(rule => rule.Length > 0);
    }

    private const string TalksOf = "SELECT conversation_id FROM conversations WHERE case_no = @caseNo UNION SELECT conversation_id FROM contact_records WHERE case_no = @caseNo";

    /// <summary>Conversations in which something private was said.</summary>
    private HashSet<string> PrivateTalks(string caseNo) => [.. store.Read(db => db.Query<(string Id, string Kind)>("SELECT conversation_id, kind FROM protections WHERE case_no = @caseNo", new { caseNo }).AsList())
        .Where(row => policy.Protections.Kinds[row.Kind].IsPrivate).Select(row => row.Id)];

    private static IEnumerable<JsonObject> Rows(JsonObject all, string name) => all[name]!.AsArray().OfType<JsonObject>();

    private static string Text(JsonObject row, string name) => row[name]?.ToString() ?? "";

    private string Moment(JsonObject row, string name) => CaseWords.Moment(Text(row, name), clock.Zone);

    private static string Sum(Job job, JsonObject row, string name) => row[name] is { } amount
        ? Formats.Show(new Money(decimal.Parse(amount.ToString(), CultureInfo.InvariantCulture), job.Currency), job.View.Locale) : "";

    private sealed record Job(StaffView Found, ConsoleView View, Reader Reader, HashSet<string> PrivateTalks, TimeZoneInfo Zone)
    {
        public bool IsOutside => Reader == Reader.Cardholder;

        public bool MayKnow => !IsOutside && View.Who!.MayKnow;

        public string Currency => Found.Account.File.Currency;

        public string Law => ConductFiles.JurisdictionOf(Found.Account.File.Law, Found.Account.File.Locale);

        public bool Hides(string conversationId) => !MayKnow && PrivateTalks.Contains(conversationId);

        public string Moment(string at) => CaseWords.Moment(at, Zone);
    }
}
