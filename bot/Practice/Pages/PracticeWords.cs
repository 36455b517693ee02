using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Staff.Console;
using Assistant.Skills.Conduct;
using Assistant.Skills.Practice;

namespace Assistant.Bot.Practice.Pages;

/// <summary>How practice is put into words.</summary>
/// <param name="View">Language and words.</param>
/// <param name="Zone">The bank's zone.</param>
/// <param name="Today">The bank's day.</param>
/// <param name="NameOf">The name of somebody who signs in.</param>
/// <param name="Rubric">Items.</param>
/// <param name="Book">Rules.</param>
/// <param name="TitleOf">The title of a scenario; its id where there is none any more.</param>
public sealed record PracticeWords(ConsoleView View, TimeZoneInfo Zone, DateOnly Today, Func<string, string> NameOf, Rubric Rubric, RuleBook Book, Func<string, string> TitleOf)
{
    /// <summary>Codes of a note that the words of a talk alone do not bring about.</summary>
    private static readonly string[] PlainCodes = ["RPC", "INF", "NAC", "TPM"];

    /// <summary>A word of practice.</summary>
    public string this[string key] => View["practice." + key];

    /// <summary>A word of practice with values.</summary>
    public string With(string key, params object?[] values) => View.With("practice." + key, values);

    /// <summary>A word for a code of practice; the code itself where it has none.</summary>
    public string Word(string prefix, string code) => View.Word("practice." + prefix, code);

    /// <summary>A disposition in words.</summary>
    public string Disposition(string code) => View.Word("disposition.", code);

    /// <summary>Codes a note may carry.</summary>
    public IEnumerable<string> Dispositions => Rubric.Dispositions.Select(one => one.Code).Concat(PlainCodes).Distinct();

    /// <summary>The name of an item.</summary>
    public string ItemName(string id) => Rubric.Items.FirstOrDefault(item => item.Id == id)?.Name.GetValueOrDefault(View.Locale) ?? id;

    /// <summary>Why a rule is one; duties of a talk, which are no rules of the book, have words of their own.</summary>
    public string Why(string rule) => Book.Rules.FirstOrDefault(one => one.Id == rule)?.Reason.GetValueOrDefault(View.Locale) ?? Word("rule.", rule);

    /// <summary>Points.</summary>
    public static string Points(decimal points) => points.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A share as a whole number of a hundred.</summary>
    public static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture);

    /// <summary>A moment of the store, short, in the bank's zone.</summary>
    public string Moment(string at) => CaseWords.Moment(at, Zone);

    /// <summary>How a pass stands: on which day, and until when.</summary>
    public string Pass(PracticePass pass) => With(pass.Expires <= Today ? "pass_expired" : "pass_holds", Points(pass.Total), Storage.Store.Day(pass.On), Storage.Store.Day(pass.Expires));

    /// <summary>Who speaks, from where the reader sits.</summary>
    public string Speaker(string speaker, Scenario? scenario, string trainee) => speaker == "agent" ? (trainee == View.Who!.User ? this["you"] : NameOf(trainee)) : speaker == "third_party" ? this["other_person"] : scenario?.Name ?? this["customer"];

    /// <summary>The account as the agent's screen shows it.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts(Scenario scenario)
    {
        var (file, locale) = (scenario.Account.File, View.Locale);
        return
        [
            (this["fact_name"], scenario.Name), (this["fact_id"], scenario.IdLast4), (View["fact.creditor"], file.CreditorName), (View["fact.total"], Formats.Show(file.TotalDue, locale)),
            (View["fact.principal"], Formats.Show(file.Principal, locale)), (View["fact.interest"], Formats.Show(file.Interest, locale)), (View["fact.penalty"], Formats.Show(file.Penalty, locale)),
            .. file.Fees.IsPositive ? [(View["fact.fees"], Formats.Show(file.Fees, locale))] : ((string, string)[])[],
            (View["fact.minimum"], Formats.Show(file.MinPayment, locale)), (View["fact.due"], Formats.Show(file.DueDate, locale)), (View["fact.days"], scenario.Account.DaysPastDue.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Marks on the account that the agent's screen shows.</summary>
    public IReadOnlyList<string> Flags(Scenario scenario)
    {
        var file = scenario.Account.File;
        return [.. new[] { (file.WaiverBan, "waiver_ban"), (file.DisputeFlag, "dispute"), (file.ComplaintOpen, "complaint"), (file.DoNotContact, "dnc"), (file.Deceased, "deceased"), (file.Bankrupt, "bankrupt") }.Where(flag => flag.Item1).Select(flag => this["flag." + flag.Item2])];
    }
}
