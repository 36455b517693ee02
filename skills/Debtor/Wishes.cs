using Assistant.Skills.Language;
using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>What a person wishes of a plan, as it grows from message to message and stands in the open question.</summary>
internal static class Wishes
{
    /// <summary>The wish after this message: a new amount replaces an old term and the other way round; a day only moves the start.</summary>
    public static Wish After(Request request, Desk desk, Wish before)
    {
        var currency = desk.Cardholder.Account.File.Currency;
        var once = request.Heard.FirstOrDefault(e => e is { Type: EntityType.Amount, Role: AmountRole.Once });
        var several = request.Heard.Count(e => e.Type == EntityType.Amount) > 1;
        var down = several && once is not null ? (request with { Heard = [once] }).Amount(currency) : null;
        var monthly = (down is null ? request : request with { Heard = [.. request.Heard.Where(e => e != once)] }).Amount(currency);
        var wish = (monthly, request.Months) switch
        {
            (null, null) => before,
            (var money, var months) => before with { Monthly = money, Months = months },
        };
        return wish with { DownPayment = down ?? before.DownPayment, FirstDueOn = request.Date ?? before.FirstDueOn };
    }

    /// <summary>What was wished before; an amount or term that was only asked about again is still to be named.</summary>
    public static Wish In(Ask open) => open switch
    {
        Ask.MonthlyAmount { Wish: { } kept } => kept with { Monthly = null, Months = null },
        Ask.Income ask => ask.Wish,
        Ask.Essentials ask => ask.Wish,
        _ => ShownIn(open)?.Wish ?? new Wish(),
    };

    public static Quote? ShownIn(Ask open) => open switch
    {
        Ask.ChooseOffer ask => ask.Quote,
        Ask.AcknowledgeTerms ask => ask.Quote,
        Ask.AgreePlan ask => ask.Quote,
        _ => null,
    };
}
