using System.Globalization;
using Assistant.Bot.Channels.Pages;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Debtor;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Channels;

/// <summary>The printable agreement: a signed link that expires, and the last four of the identity document once more.</summary>
public sealed class AgreementPages(RecordReader records, Cases cases, Locks locks, Store store, ILinks links, PageTexts texts, BankClock clock)
{
    /// <summary>Maps the page.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/agreements/{id}", (HttpContext http, string id) => Show(http, id, null)).ExcludeFromDescription();
        app.MapPost("/agreements/{id}", OpenAsync).ExcludeFromDescription().DisableAntiforgery();
    }

    private RazorComponentResult<AgreementPage> Show(HttpContext http, string id, string? problem, PrintedAgreement? agreement = null)
    {
        var locale = records.Agreement(id)?.Row.Locale ?? WebPages.LocaleOf(http);
        var words = texts.Under(locale, "agreement.");
        var isOpen = links.Opens(http.Request.Path + http.Request.QueryString);
        return WebPages.Page<AgreementPage>(new
        {
            Model = new AgreementModel
            {
                Locale = locale,
                Texts = words,
                Problem = isOpen ? problem is null ? null : words[problem] : words["expired"],
                MayTry = isOpen && problem != "locked",
                Agreement = isOpen ? agreement : null,
            },
        });
    }

    private async Task<RazorComponentResult<AgreementPage>> OpenAsync(HttpContext http, string id)
    {
        if (!links.Opens(http.Request.Path + http.Request.QueryString) || records.Agreement(id) is not { } found)
            return Show(http, id, null);
        var given = (await http.Request.ReadFormAsync()).TryGetValue("last4", out var value) ? value.ToString().Trim() : "";
        var onFile = cases.FactorsOf(found.CaseNo).Where(factors => factors.CaseNo == found.CaseNo).ToList();
        Locks.LockKey[] keys = [new($"link:{id}", Identity.MaxFailures), new($"case:{found.CaseNo}", Identity.MaxFailures)];
        if (locks.IsClosed(keys, clock.Now))
            return Show(http, id, "locked");
        var (result, _) = Identity.Check(new Claim(found.CaseNo, given), onFile, found.CaseNo);
        var passed = result == Skills.IdentityResult.Passed;
        var counted = await store.WriteAsync(db => passed ? Locks.TryPass(db, keys, clock.Now) : Locks.TryFail(db, keys, clock.Now));
        if (!counted || !passed)
            return Show(http, id, !counted || locks.IsClosed(keys, clock.Now) ? "locked" : "wrong");
        return Show(http, id, null, Print(found.Row, found.Offer, texts.Under(found.Row.Locale, "agreement.")));
    }

    private PrintedAgreement Print(AgreementRow row, Skills.Policy.Offer offer, IReadOnlyDictionary<string, string> words)
    {
        var facts = new List<(string, string)>
        {
            (words["number"], row.AgreementId),
            (words["status"], words["status_" + row.Status]),
            (words["accepted"], Formats.Show(TimeZoneInfo.ConvertTime(Store.Time(row.AcceptedAt), clock.Zone), row.Locale)),
        };
        if (row.AnswerBy is { } day)
            facts.Add((words["answer_by"], Formats.Show(Store.Day(day), row.Locale)));
        if (offer.DownPayment.IsPositive)
            facts.Add((words["down_payment"], Formats.Show(offer.DownPayment, row.Locale)));
        return new(facts, row.Contents.Split('\n'),
            [.. offer.Schedule.Select(line => (line.Seq.ToString(CultureInfo.InvariantCulture), Formats.Show(line.DueOn, row.Locale), Formats.Show(line.Amount, row.Locale)))],
            Formats.Show(offer.TotalPayable, row.Locale));
    }
}

/// <summary>What the page of an agreement shows.</summary>
public sealed record AgreementModel
{
    /// <summary>Language the agreement was made in.</summary>
    public required string Locale { get; init; }

    /// <summary>Words.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the last four may be entered.</summary>
    public bool MayTry { get; init; }

    /// <summary>The agreement, once opened.</summary>
    public PrintedAgreement? Agreement { get; init; }
}

/// <summary>An agreement in words.</summary>
public sealed record PrintedAgreement(
    IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<string> Contents, IReadOnlyList<(string Seq, string Due, string Amount)> Rows, string Total);
