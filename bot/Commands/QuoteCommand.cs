using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Skills;
using Assistant.Skills.Policy;
using Spectre.Console;

namespace Assistant.Bot.Commands;

/// <summary>quote --case NO --monthly 800: the offers as a table.</summary>
internal static class QuoteCommand
{
    /// <returns>0 with offers, 1 when policy has none, 2 for an unknown case or an impossible wish.</returns>
    public static async Task<int> RunAsync(string caseNo, decimal? monthly, int? months)
    {
        await using var services = CommandLine.Services();
        if (services.GetRequiredService<Cases>().LoadForStaff(caseNo, "command-line") is not { } found)
            return Wrong($"There is no case '{caseNo}'; import it first.");
        if (monthly is <= 0 || (monthly is { } amount && decimal.Round(amount, 2) != amount))
            return Wrong("--monthly: an amount above zero with at most two decimals.");
        if (months is < 1 or > PlanPack.LegalMaxMonths)
            return Wrong($"--months: 1 to {PlanPack.LegalMaxMonths}.");
        var api = services.GetRequiredService<CaseApi>();
        var (quote, _) = api.QuoteFor(found, new Wish { Monthly = monthly is { } most ? new Money(most, found.Account.File.Currency) : null, Months = months });
        Show(quote, services.GetRequiredService<ReplyWriter>(), CommandLine.Locale());
        return quote.Offers.Count > 0 ? 0 : 1;
    }

    private static void Show(Quote quote, ReplyWriter reply, string locale)
    {
        var table = new Table();
        foreach (var head in new[] { "card.plan", "card.months", "card.per_month", "card.first", "card.last", "card.total", "card.annual" })
            table.AddColumn(reply.Text(new Say(head), locale));
        foreach (var offer in quote.Offers)
        {
            table.AddRow(reply.Text(new Say($"plan.label.{offer.Label.ToString().ToLowerInvariant()}"), locale), $"{offer.Months}", Formats.Show(offer.Instalment, locale),
                Show(offer.FirstDueOn, reply, locale), Show(offer.LastDueOn, reply, locale), Formats.Show(offer.TotalPayable, locale), Formats.ShowPercent(offer.AnnualRate));
        }

        if (quote.Offers.Count > 0)
            AnsiConsole.Write(table);
        foreach (var declined in quote.Declined)
            Console.WriteLine($"{declined.Type}: {declined.Code}{(declined.Needed is { } needed ? $" ({Formats.Show(needed, locale)} × {declined.NeededMonths})" : "")}");
    }

    private static string Show(DateOnly? day, ReplyWriter reply, string locale) => day is { } known ? Formats.Show(known, locale) : reply.Text(new Say("card.no_date"), locale);

    private static int Wrong(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
