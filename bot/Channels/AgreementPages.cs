using System.Globalization;
using Assistant.Bot.Channels.Pages;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Channels;

/// <summary>The printable agreement, behind the door of all printed documents.</summary>
public sealed class AgreementPages(RecordReader records, PaperDoor door, PageTexts texts, BankClock clock)
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
        return WebPages.Page<AgreementPage>(new
        {
            Model = new AgreementModel
            {
                Locale = locale,
                Texts = texts.Under(locale, "agreement."),
                Door = door.Notice(http, locale, problem),
                Agreement = agreement,
            },
        });
    }

    private async Task<RazorComponentResult<AgreementPage>> OpenAsync(HttpContext http, string id)
    {
        if (!door.IsLinkGood(http) || records.Agreement(id) is not { } found)
            return Show(http, id, null);
        var (opened, problem) = await door.OpenAsync(http, id, found.CaseNo);
        return Show(http, id, problem, opened is null ? null : Print(found.Row, found.Offer, texts.Under(found.Row.Locale, "agreement.")));
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

    /// <summary>What stands at the door.</summary>
    public required PaperNotice Door { get; init; }

    /// <summary>The agreement, once opened.</summary>
    public PrintedAgreement? Agreement { get; init; }
}

/// <summary>An agreement in words.</summary>
public sealed record PrintedAgreement(
    IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<string> Contents, IReadOnlyList<(string Seq, string Due, string Amount)> Rows, string Total);
