using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>
/// A promise as a calendar entry (RFC 5545), behind its signed link. A calendar is seen on lock screens and by whoever shares it: the entry names
/// neither amount, card nor debt.
/// </summary>
public sealed class CalendarFiles(RecordReader records, ILinks links, PolicyFiles policy, PageTexts texts, BankClock clock)
{
    /// <summary>Maps the file.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapGet("/promises/{id}.ics", Get).ExcludeFromDescription();

    private IResult Get(HttpContext http, string id)
    {
        var locale = WebPages.LocaleOf(http);
        if (!links.Opens(http.Request.Path + http.Request.QueryString) || records.Promise(id) is not { } promise)
            return Results.Problem(texts.Get(locale, "calendar.expired"), statusCode: 404);
        var day = promise.DueOn.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Assistant//Calendar//EN", "BEGIN:VEVENT", $"UID:{id}@assistant", $"DTSTAMP:{clock.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}",
            $"DTSTART;VALUE=DATE:{day}", $"DTEND;VALUE=DATE:{promise.DueOn.AddDays(1).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}",
            $"SUMMARY:{string.Format(CultureInfo.InvariantCulture, texts.Get(locale, "calendar.title"), policy.Operator.Names[locale])}", "CLASS:PRIVATE", "TRANSP:TRANSPARENT",
            "BEGIN:VALARM", "ACTION:DISPLAY", $"DESCRIPTION:{texts.Get(locale, "calendar.reminder")}", "TRIGGER:-P2D", "END:VALARM",
            "BEGIN:VALARM", "ACTION:DISPLAY", $"DESCRIPTION:{texts.Get(locale, "calendar.reminder")}", "TRIGGER:PT9H", "END:VALARM", "END:VEVENT", "END:VCALENDAR", "",
        ];
        return Results.File(System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", lines)), "text/calendar; charset=utf-8", $"{id}.ics");
    }
}
