using System.Data.Common;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Ledger;
using Dapper;

namespace Assistant.Bot.Staff.Console;

/// <summary>What cases somebody asks for; a null part is no condition.</summary>
/// <param name="Stage">Stage of delinquency.</param>
/// <param name="Protection">Kind of a protection that stands, or <see cref="CaseList.Care"/>, or <see cref="CaseList.AnyProtection"/>.</param>
/// <param name="Queue">Queue of an open ticket.</param>
/// <param name="Text">Part of the case number.</param>
public sealed record CaseFilter(Bucket? Stage, string? Protection, string? Queue, string? Text);

/// <summary>A case in the list: what is recorded, and nothing that would have to be guessed.</summary>
public sealed record CaseLine
{
    /// <summary>Case.</summary>
    public required string CaseNo { get; init; }

    /// <summary>Whole days overdue.</summary>
    public required int Days { get; init; }

    /// <summary>The hardship noted last; null where none was, <see cref="CaseList.Care"/> where it is not for whoever looks.</summary>
    public string? Cause { get; init; }

    /// <summary>Promises kept, and those broken or kept in part.</summary>
    public required (int Kept, int Broken, bool IsOpen) Promises { get; init; }

    /// <summary>The last contact; null where there was none.</summary>
    public (DateTimeOffset At, string Channel)? LastContact { get; init; }

    /// <summary>Hours the person asked to be reached in; null where they named none.</summary>
    public string? Window { get; init; }

    /// <summary>Until when nothing goes out; null where contact goes on.</summary>
    public DateTimeOffset? FrozenUntil { get; init; }

    /// <summary>Whether the bank's file says not to contact.</summary>
    public bool IsDoNotContact { get; init; }

    /// <summary>Protections that stand; private ones as <see cref="CaseList.Care"/> for whoever may not know.</summary>
    public required IReadOnlyList<string> Protections { get; init; }
}

/// <summary>Lists cases.</summary>
public sealed class CaseList(Store store, PolicyFiles policy, BankClock clock)
{
    /// <summary>What a private protection is called for whoever may not know.</summary>
    public const string Care = "care";

    /// <summary>Any protection at all.</summary>
    public const string AnyProtection = "any";

    /// <summary>Cases on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Protections somebody may choose among.</summary>
    public IReadOnlyList<string> Kinds(bool mayKnow) => [.. policy.Protections.Kinds.Values.Where(kind => mayKnow || !kind.IsPrivate).Select(kind => kind.Id), .. mayKnow ? (string[])[] : [Care]];

    /// <summary>How many cases fit.</summary>
    public int Count(CaseFilter filter, bool mayKnow) => store.Read(db => db.ExecuteScalar<int>($"SELECT COUNT(*) FROM cases c WHERE {Where}", Values(filter, mayKnow, 1)));

    /// <summary>A page of the cases that fit, by number.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="mayKnow">Whether whoever looks may know what lies behind a private protection.</param>
    /// <param name="page">From 1.</param>
    public IReadOnlyList<CaseLine> Page(CaseFilter filter, bool mayKnow, int page) => store.Read<IReadOnlyList<CaseLine>>(db =>
    {
        var rows = db.Query<(string CaseNo, string DueDate, string? FileWindow, long? Dnc, string? From, string? To)>($"""
            SELECT c.case_no, c.file ->> 'dueDate', c.file ->> 'contactWindow', c.file ->> 'doNotContact', p.window_from, p.window_to
            FROM cases c LEFT JOIN preferences p ON p.case_no = c.case_no WHERE {Where} ORDER BY c.case_no LIMIT {PageSize} OFFSET @skip
            """, Values(filter, mayKnow, page)).AsList();
        var numbers = rows.Select(row => row.CaseNo).ToList();
        var promises = db.Query<(string CaseNo, string Status)>("SELECT case_no, status FROM promises WHERE case_no IN @numbers", new { numbers }).ToLookup(row => row.CaseNo, row => row.Status);
        var contacts = db.Query<(string CaseNo, string At, string Channel, string Disposition)>("SELECT case_no, started_at, channel, disposition FROM contact_records WHERE case_no IN @numbers ORDER BY started_at", new { numbers }).ToLookup(row => row.CaseNo);
        var protections = Standing(db, numbers);
        return
        [
            .. rows.Select(row =>
            {
                var standing = protections[row.CaseNo].ToList();
                var isPrivate = !mayKnow && standing.Exists(one => policy.Protections.Kinds[one.Kind].IsPrivate);
                var cause = contacts[row.CaseNo].LastOrDefault(one => one.Disposition.StartsWith("HRD-", StringComparison.Ordinal)).Disposition;
                var last = contacts[row.CaseNo].LastOrDefault();
                return new CaseLine
                {
                    CaseNo = row.CaseNo,
                    Days = Math.Max(0, clock.Today.DayNumber - Store.Day(row.DueDate).DayNumber),
                    Cause = cause is not null && isPrivate ? Care : cause,
                    Promises = (promises[row.CaseNo].Count(status => status == "KEPT"), promises[row.CaseNo].Count(status => status is "BROKEN" or "PARTIAL"), promises[row.CaseNo].Contains("PENDING")),
                    LastContact = last.At is { } at ? (Store.Time(at), last.Channel) : null,
                    Window = row is { From: { } from, To: { } to } ? $"{from}–{to}" : row.FileWindow,
                    FrozenUntil = standing.Select(one => one.FrozenUntil).OfType<string>().Select(Store.Time).Where(until => until > clock.Now).Select(until => (DateTimeOffset?)until).Max(),
                    IsDoNotContact = row.Dnc == 1,
                    Protections = [.. standing.Select(one => mayKnow || !policy.Protections.Kinds[one.Kind].IsPrivate ? one.Kind : Care).Distinct()],
                };
            }),
        ];
    });

    private const string Where = """
        c.file <> '' AND (@text IS NULL OR c.case_no LIKE @text ESCAPE '\') AND (@dueFrom IS NULL OR c.file ->> 'dueDate' >= @dueFrom) AND (@dueTo IS NULL OR c.file ->> 'dueDate' <= @dueTo)
        AND (@Queue IS NULL OR EXISTS (SELECT 1 FROM tickets t WHERE t.case_no = c.case_no AND t.status = 'OPEN' AND t.queue = @Queue))
        AND (@any = 0 OR EXISTS (SELECT 1 FROM protections x WHERE x.case_no = c.case_no AND x.status = 'ACTIVE' AND (x.lapses_at IS NULL OR x.lapses_at > @now) AND (@any = 2 OR x.kind IN @kinds)))
        """;

    private object Values(CaseFilter filter, bool mayKnow, int page)
    {
        var kinds = filter.Protection == Care ? policy.Protections.Kinds.Values.Where(kind => kind.IsPrivate).Select(kind => kind.Id).ToList()
            : filter.Protection is { } kind && Kinds(mayKnow).Contains(kind) ? [kind] : [];
        var (from, to) = DueBetween(filter.Stage);
        return new
        {
            text = string.IsNullOrWhiteSpace(filter.Text) ? null : $"%{filter.Text.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%",
            dueFrom = from is { } first ? Store.Day(first) : null,
            dueTo = to is { } last ? Store.Day(last) : null,
            filter.Queue,
            any = filter.Protection switch { null => 0, AnyProtection => 2, _ => 1 },
            kinds,
            now = Store.Time(clock.Now),
            skip = (page - 1) * PageSize,
        };
    }

    /// <summary>Due dates of a stage: its first and last day overdue, counted back from today.</summary>
    private (DateOnly? From, DateOnly? To) DueBetween(Bucket? stage) => stage switch
    {
        null => (null, null),
        Bucket.M0 => (clock.Today, null),
        Bucket.M7 => (null, clock.Today.AddDays(-181)),
        { } one => (clock.Today.AddDays(-30 * (int)one), clock.Today.AddDays((-30 * ((int)one - 1)) - 1)),
    };

    private ILookup<string, (string Kind, string? FrozenUntil)> Standing(DbConnection db, List<string> numbers) => db.Query<(string CaseNo, string Kind, string? FrozenUntil)>(
        "SELECT case_no, kind, frozen_until FROM protections WHERE case_no IN @numbers AND status = 'ACTIVE' AND (lapses_at IS NULL OR lapses_at > @now) ORDER BY opened_at", new { numbers, now = Store.Time(clock.Now) })
        .ToLookup(row => row.CaseNo, row => (row.Kind, row.FrozenUntil));
}
