using System.Globalization;
using Assistant.Bot.Reply;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Staff.Console;

/// <summary>A case in the words of the console.</summary>
internal static class CaseWords
{
    /// <summary>Account and figures: name and value.</summary>
    public static IReadOnlyList<(string Name, string Value)> Facts(Account account, ConsoleView view, BankClock clock)
    {
        var (file, locale) = (account.File, view.Locale);
        return
        [
            (view["fact.creditor"], file.CreditorName), (view["fact.product"], $"{file.ProductName} ····{file.CardLast4}"), (view["fact.case"], file.CaseNo),
            (view["fact.total"], Formats.Show(account.Total, locale)), (view["fact.principal"], Formats.Show(account.Principal, locale)), (view["fact.interest"], Formats.Show(account.Interest, locale)),
            (view["fact.penalty"], Formats.Show(account.Penalty, locale)), (view["fact.fees"], Formats.Show(account.Fees, locale)), (view["fact.minimum"], Formats.Show(account.MinPayment, locale)),
            (view["fact.overdue"], Formats.Show(account.Overdue, locale)), (view["fact.due"], Formats.Show(file.DueDate, locale)),
            (view["fact.days"], account.DaysPastDue.ToString(CultureInfo.InvariantCulture)), (view["fact.bucket"], account.Bucket.ToString()),
            (view["fact.as_of"], Formats.Show(TimeZoneInfo.ConvertTime(file.AsOf, clock.Zone), locale)),
        ];
    }

    /// <summary>The first character of a name, and dots.</summary>
    public static string Masked(string name) => name.Length == 0 ? "" : name[..1] + new string('＊', Math.Min(name.Length - 1, 3));

    /// <summary>A moment of the store, short, in the bank's zone; a day as it stands; nothing for nothing.</summary>
    public static string Moment(string at, TimeZoneInfo zone) => at.Length <= 10 ? at
        : TimeZoneInfo.ConvertTime(Store.Time(at), zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
