using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Staff;

/// <summary>What lines are filled from.</summary>
/// <param name="Locale">Language of the lines.</param>
/// <param name="Jurisdiction">CN, US or UK: whose public numbers are named.</param>
/// <param name="View">The case; null where none is named.</param>
/// <param name="Agent">Name of whoever says it; null where that is unknown.</param>
/// <param name="MaySayFigures">False before identity is proven.</param>
public sealed record FillFrom(string Locale, string Jurisdiction, StaffView? View, string? Agent, bool MaySayFigures = true);

/// <summary>Fills the placeholders of lines for agents. What is not known stays a blank in brackets that cannot be overlooked.</summary>
public sealed partial class ScriptFiller(PolicyFiles policy, PageTexts texts)
{
    /// <summary>A line with its placeholders filled.</summary>
    public string Fill(string text, FillFrom from) => Placeholder().Replace(text, match => Value(match.Groups["name"].Value, from) ?? Blank(match.Groups["name"].Value, from.Locale));

    private string Blank(string name, string locale)
    {
        var words = texts.Get(locale, "console.blank." + name);
        return locale == Locales.Chinese ? $"［{words}］" : $"[{words}]";
    }

    private string? Value(string name, FillFrom from)
    {
        var creditor = from.View is { } view ? policy.CreditorOf(view.Account.File) : null;
        var law = from.Jurisdiction == "UK" ? "GB" : from.Jurisdiction;
        return name switch
        {
            "agent" => from.Agent,
            "creditor" => CreditorName(creditor, from),
            "hotline" => creditor?.Hotline ?? policy.Operator.Hotline,
            "complaint_line" => policy.Operator.Line(law, "complain"),
            "listen_line" => policy.Operator.Line(law, "listen"),
            _ => from.View is { } known && from.MaySayFigures && IsSayable(known) ? Figure(name, known, from.Locale) : null,
        };
    }

    private string? CreditorName(Creditor? creditor, FillFrom from) =>
        creditor is not null ? creditor.Names.GetValueOrDefault(from.Locale) ?? from.View!.Account.File.CreditorName
        : policy.Operator.IsAgency ? null : policy.Operator.Names[from.Locale];

    private static string? Figure(string name, StaffView view, string locale) => name switch
    {
        "total_due" => Formats.Show(view.Account.Total, locale),
        "overdue_amount" => Formats.Show(view.Account.Overdue, locale),
        "min_payment" => Formats.Show(view.Account.MinPayment, locale),
        "due_date" => Formats.Show(view.Account.File.DueDate, locale),
        "instalment" => view.History.OpenAgreement?.NextAmount is { } amount ? Formats.Show(amount, locale) : null,
        "next_due_date" => view.History.OpenAgreement?.NextDueOn is { } day ? Formats.Show(day, locale) : null,
        _ => null,
    };

    /// <summary>Whether figures of a case may be put into anybody's mouth: fresh, ours to speak of, and not in question.</summary>
    private static bool IsSayable(StaffView view) => view is
    {
        Account: { IsStale: false, IsRecalled: false, File: { MoneyClosedBy: null, Deceased: false, Bankrupt: false, FraudFlag: false } },
        History: { IsAmountDisputed: false, Disputed: null or { IsPositive: false } },
    };

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
