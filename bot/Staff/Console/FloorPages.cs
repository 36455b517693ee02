using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Assistant.Skills.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Staff.Console;

/// <summary>The supervisor's pages: the floor now and what came of the work, the cases, and both as tables to take away.</summary>
public sealed class FloorPages(PageTexts texts, FloorFigures figures, CaseList cases, ConsoleUsers users, RuleBook book, Store store, AuditChain audit, BankClock clock)
{
    private const int MostText = 60;
    private static readonly int[] Spans = [7, 30];

    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var lead = app.MapGroup("/console").ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console).RequireAuthorization(StaffPolicies.Lead);
        lead.MapGet("/floor", Floor);
        lead.MapGet("/floor.csv", FloorCsvAsync);
        lead.MapGet("/cases", CasesAsync);
        lead.MapGet("/cases.csv", CasesCsvAsync);
    }

    private IResult Floor(HttpContext http, string? part, int? days)
    {
        var words = Words(http);
        return part is not null ? new RazorComponentResult<FloorNowPart>(new { Words = words, Now = figures.Now(), At = clock.Now })
            : new RazorComponentResult<FloorPage>(new { Words = words, Now = figures.Now(), Outcomes = figures.Outcomes(Span(days)), At = clock.Now });
    }

    private async Task<IResult> FloorCsvAsync(HttpContext http, int? days)
    {
        var words = Words(http);
        var span = Span(days);
        await NoteAsync(words.View, "floor.csv", "floor", new() { ["days"] = span });
        return StaffCsv.File($"floor-{Store.Day(clock.Today)}-{span}.csv", FloorTable.Rows(words, figures.Now(), figures.Outcomes(span)));
    }

    private async Task<IResult> CasesAsync(HttpContext http, string? stage, string? protection, string? queue, string? text, int? page)
    {
        var words = Words(http);
        var (filter, mayKnow) = (Filter(stage, protection, queue, text), words.View.Who!.MayKnow);
        var count = cases.Count(filter, mayKnow);
        var last = Math.Max(1, (count + CaseList.PageSize - 1) / CaseList.PageSize);
        var shown = Math.Clamp(page ?? 1, 1, last);
        var lines = cases.Page(filter, mayKnow, shown);
        await NoteAsync(words.View, "cases.list", "cases", Noted(filter, lines.Count));
        return new RazorComponentResult<CasesPage>(new { Words = words, Filter = filter, Lines = lines, Count = count, Page = shown, Pages = last, Kinds = cases.Kinds(mayKnow) });
    }

    private async Task<IResult> CasesCsvAsync(HttpContext http, string? stage, string? protection, string? queue, string? text)
    {
        var words = Words(http);
        var (filter, mayKnow) = (Filter(stage, protection, queue, text), words.View.Who!.MayKnow);
        var count = cases.Count(filter, mayKnow);
        await NoteAsync(words.View, "cases.csv", "cases", Noted(filter, count));
        var pages = Enumerable.Range(1, (count + CaseList.PageSize - 1) / CaseList.PageSize);
        return StaffCsv.File($"cases-{Store.Day(clock.Today)}.csv", FloorTable.Rows(words, pages.SelectMany(page => cases.Page(filter, mayKnow, page))));
    }

    private FloorWords Words(HttpContext http) => new(ConsoleView.Of(http, texts), clock.Zone, users.NameOf, book);

    private static int Span(int? days) => days is { } asked && Spans.Contains(asked) ? asked : Spans[0];

    private static CaseFilter Filter(string? stage, string? protection, string? queue, string? text) => new(
        Enum.TryParse<Bucket>(stage, out var found) && Enum.IsDefined(found) ? found : null, string.IsNullOrEmpty(protection) ? null : protection,
        string.IsNullOrEmpty(queue) ? null : queue, string.IsNullOrWhiteSpace(text) ? null : text.Trim()[..Math.Min(text.Trim().Length, MostText)]);

    private static JsonObject Noted(CaseFilter filter, int count) => new() { ["stage"] = filter.Stage?.ToString(), ["protection"] = filter.Protection, ["queue"] = filter.Queue, ["text"] = filter.Text, ["cases"] = count };

    private Task NoteAsync(ConsoleView view, string kind, string subject, JsonObject body) => store.WriteAsync(db => audit.Append(db, clock.Now, kind, view.Who!.User, subject, body.ToJsonString()));
}

/// <summary>How figures of the floor are put into words.</summary>
/// <param name="View">Language and words.</param>
/// <param name="Zone">The bank's zone.</param>
/// <param name="NameOf">The name of somebody who signs in.</param>
/// <param name="Book">Rules.</param>
public sealed record FloorWords(ConsoleView View, TimeZoneInfo Zone, Func<string, string> NameOf, RuleBook Book)
{
    /// <summary>A word.</summary>
    public string this[string key] => View[key];

    /// <summary>A moment, short, in the bank's zone.</summary>
    public string Moment(DateTimeOffset at) => Moment(Store.Time(at));

    /// <summary>A moment of the store.</summary>
    public string Moment(string at) => CaseWords.Moment(at, Zone);

    /// <summary>How long something has lasted.</summary>
    public string Lasted(DateTimeOffset since, DateTimeOffset now)
    {
        var minutes = Math.Max(0, (int)(now - since).TotalMinutes);
        return minutes < 60 ? View.With("floor.minutes", minutes) : View.With("floor.hours", minutes / 60, minutes % 60);
    }

    /// <summary>A share with its interval and its number.</summary>
    public string Share(Share share) => share is { Part: { } part, Interval: var (low, high) } ? View.With("floor.share", Percent(part), Percent(low), Percent(high), share.Hits, share.Of) : this["floor.none_yet"];

    /// <summary>A share with its number alone.</summary>
    public string ShareAlone(Share share) => share.Part is { } part ? View.With("floor.share_alone", Percent(part), share.Hits, share.Of) : this["floor.none_yet"];

    /// <summary>The interval of a share, for a chart.</summary>
    public (double Low, double High, string Words)? Interval(Share share) => share.Interval is var (low, high) ? (low, high, View.With("floor.interval", Percent(low), Percent(high))) : null;

    /// <summary>Why a rule is one; empty where the book does not have it.</summary>
    public string Why(string rule) => Book.Rules.FirstOrDefault(one => one.Id == rule)?.Reason.GetValueOrDefault(View.Locale) ?? "";

    /// <summary>A stage of delinquency with its days.</summary>
    public string Stage(int days) => View.With("cases.stage_days", Account.BucketOf(days), days);

    /// <summary>How a person may be reached, and why not.</summary>
    public IReadOnlyList<string> Reach(CaseLine line) =>
    [
        .. line.IsDoNotContact ? [this["cases.do_not_contact"]] : (string[])[],
        .. line.FrozenUntil is { } until ? [View.With("cases.frozen", Moment(until))] : (string[])[],
        .. line.Window is { Length: > 0 } window ? [View.With("cases.window", window)] : (string[])[],
        line.LastContact is { } last ? View.With("cases.last", Moment(last.At), View.Word("channel.", last.Channel)) : this["cases.no_contact"],
    ];

    /// <summary>What a person said of their hardship, as it was noted.</summary>
    public string Cause(string? code) => code is null ? "" : code == CaseList.Care ? View.Word("protection.", code) : View.Word("disposition.", code);

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture);
}
