using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>
/// Finds the plans a pack admits for a case, by going through every term of the pack. Pure: the same case, wish, pack and
/// day give the same answer, so asking again never improves it (collections 5.6).
/// </summary>
public static class PlanEngine
{
    private const string Personal = "PIA";

    /// <summary>Answers a wish.</summary>
    /// <param name="pack">The pack of the case's law and currency; null when there is none.</param>
    /// <param name="account">Where the account stands.</param>
    /// <param name="history">What was agreed before.</param>
    /// <param name="wish">What the person asks for; its numbers were checked by the caller.</param>
    public static Quote Quote(PlanPack? pack, Account account, CaseHistory history, Wish wish)
    {
        var file = account.File;
        if (pack is null)
            return new(file.CaseNo, account.Today, wish, [], [new(Personal, "no_policy")], null);
        if (Obstacle(pack, account, history, wish) is { } code)
            return Answer(0, [], [new(Personal, code)]);

        var candidates = Candidates(pack, account, wish);
        var fitting = candidates.Where(offer => wish.Monthly is not { } most || Dearest(offer) <= most).ToList();
        var offers = Label(fitting, wish);
        return Answer(pack.Terms.Count, offers, Shortfall(candidates, fitting, wish));

        Quote Answer(int searched, IReadOnlyList<Offer> offers, IReadOnlyList<Declined> declined) =>
            new(file.CaseNo, account.Today, wish, offers, declined, new(pack.Name, pack.Hash, searched));
    }

    /// <summary>Day of the first instalment: the day asked for, else the next due day, at most the pack's days ahead.</summary>
    public static DateOnly FirstDue(PlanPack pack, Account account, Wish wish)
    {
        if (wish.FirstDueOn is { } asked)
            return asked;
        var dueDay = wish.Payday ?? account.File.DueDate.Day;
        var last = account.Today.AddDays(pack.FirstDueMaxDays);
        for (var day = account.Today.AddDays(1); day <= last; day = day.AddDays(1))
        {
            if (day.Day == Math.Min(dueDay, DateTime.DaysInMonth(day.Year, day.Month)))
                return day;
        }

        return last;
    }

    /// <summary>Reason that no plan can be offered at all, or null. Order: protection first, then history, then form.</summary>
    private static string? Obstacle(PlanPack pack, Account account, CaseHistory history, Wish wish) => account switch
    {
        { File.Deceased: true } => "deceased",
        { File.FraudFlag: true } => "fraud_under_review",
        { File.Bankrupt: true } => "bankrupt",
        { File.DisputeFlag: true } => "dispute_open",
        { File.ComplaintOpen: true } => "complaint_open",
        { IsRecalled: true } => "recalled",
        { IsStale: true } => "figures_stale",
        _ when !account.Total.IsPositive => "nothing_owed",
        _ when history.OpenAgreement is not null => "plan_exists",
        { File.Instalment6M: true } => "plan_in_last_six_months",
        _ when account.Bucket < pack.PersonalFrom => "bucket_not_allowed",
        _ when !wish.NamesWhatIsManageable => "amount_or_term_needed",
        _ when wish.DownPayment is { } down && down >= account.Total => "down_payment_covers_all",
        _ when wish.FirstDueOn > account.Today.AddDays(pack.FirstDueMaxDays) => "first_due_too_late",
        _ => null,
    };

    /// <summary>Every plan of the pack's grid that the balance admits, shortest first, whatever the wish about amounts.</summary>
    private static List<Offer> Candidates(PlanPack pack, Account account, Wish wish)
    {
        var down = wish.DownPayment ?? Money.Zero(pack.Currency);
        var balance = account.Total;
        var firstDue = FirstDue(pack, account, wish);
        var dueDay = wish.Payday ?? wish.FirstDueOn?.Day ?? account.File.DueDate.Day;
        return
        [
            .. from term in pack.Terms
               where term <= pack.MaxTerm(balance)
               let rows = Schedule(balance - down, term, firstDue, dueDay)
               where rows[0].Amount >= pack.Floor(balance)
               select Draft(pack, account, down, rows),
        ];
    }

    /// <summary>Equal instalments to the cent: each the floor of balance ÷ months, the last takes the cents left (collections 5.5).</summary>
    public static IReadOnlyList<ScheduleRow> Schedule(Money balance, int months, DateOnly firstDue, int dueDay)
    {
        var cents = decimal.ToInt64(balance.Amount * 100);
        var each = new Money(cents / months / 100m, balance.Currency);
        var last = balance - (each * (months - 1));
        var zero = Money.Zero(balance.Currency);
        return
        [
            .. Enumerable.Range(0, months).Select(i =>
            {
                var amount = i == months - 1 ? last : each;
                return new ScheduleRow(i + 1, i == 0 ? firstDue : DueIn(firstDue, i, dueDay), amount, zero, amount);
            }),
        ];
    }

    private static DateOnly DueIn(DateOnly first, int months, int dueDay)
    {
        var month = new DateOnly(first.Year, first.Month, 1).AddMonths(months);
        return month.AddDays(Math.Min(dueDay, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
    }

    private static Offer Draft(PlanPack pack, Account account, Money down, IReadOnlyList<ScheduleRow> rows)
    {
        var prefix = $"{pack.Law.ToLowerInvariant()}.plan.";
        var approval = account.Total > pack.BotMaxBalance;
        return new Offer
        {
            OfferId = "",
            Type = Personal,
            Label = OfferLabel.Recommended,
            Balance = account.Total,
            Waived = Money.Zero(pack.Currency),
            DownPayment = down,
            Schedule = rows,
            AnnualRate = 0.00m,
            EffectiveRate = 0.00m,
            RequiresApproval = approval,
            Rules =
            [
                prefix + "personal", prefix + "max-term", prefix + "term-by-balance", prefix + "min-instalment",
                prefix + "first-due", prefix + (approval ? "approval" : "bot-authority"),
            ],
            Why = "",
        };
    }

    private static Money Dearest(Offer offer) => Money.Max(offer.Instalment, offer.LastInstalment);

    /// <summary>At most three: the one closest to the wish, the lightest, the fastest; one plan carries one label.</summary>
    private static List<Offer> Label(List<Offer> fitting, Wish wish)
    {
        if (fitting.Count == 0)
            return [];
        var closest = wish.Months is { } months
            ? fitting.MinBy(offer => (Math.Abs(offer.Months - months), offer.Months))!
            : fitting[0];
        var why = wish.Months is null ? "closest_to_amount" : wish.Months == closest.Months ? "exact_term" : "closest_to_term";
        var shown = new List<Offer> { Final(closest, OfferLabel.Recommended, why) };
        if (fitting[^1] != closest)
            shown.Add(Final(fitting[^1], OfferLabel.Lightest, "lowest_instalment"));
        if (fitting[0] != closest && fitting[0] != fitting[^1])
            shown.Add(Final(fitting[0], OfferLabel.Fastest, "soonest_done"));
        return shown;
    }

    private static List<Declined> Shortfall(List<Offer> candidates, List<Offer> fitting, Wish wish)
    {
        var declined = new List<Declined>();
        if (candidates.Count == 0)
            declined.Add(new(Personal, "balance_too_small"));
        else if (fitting.Count == 0)
            declined.Add(new(Personal, "monthly_too_low", Dearest(candidates[^1]), candidates[^1].Months));
        else if (wish.Months is { } months && fitting.TrueForAll(offer => offer.Months != months))
            declined.Add(new(Personal, "term_not_offered", NeededMonths: fitting[^1].Months));
        return declined;
    }

    private static Offer Final(Offer offer, OfferLabel label, string why)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{offer.Type}|{offer.Balance}|{offer.Waived}|{offer.DownPayment}|{offer.AnnualRate}|{offer.RequiresApproval}");
        foreach (var row in offer.Schedule)
            text.Append(CultureInfo.InvariantCulture, $"|{row.DueOn:yyyyMMdd}:{row.Principal}:{row.Interest}");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return offer with { OfferId = Convert.ToHexStringLower(digest.AsSpan(0, 8)), Label = label, Why = why };
    }
}
