using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>
/// Finds the plans a pack admits for a case, by building every one of them. Pure: the same case, wish, pack and day give the same
/// answer, so asking again, waiting or other words never improve it (collections 5.6). What the bank earns takes no part.
/// </summary>
public static class PlanEngine
{
    /// <summary>Answers a wish.</summary>
    /// <param name="pack">The pack of the case's law and currency; null when there is none.</param>
    /// <param name="account">Where the account stands.</param>
    /// <param name="history">What was agreed before.</param>
    /// <param name="wish">What the person asks for; its numbers were checked by the caller.</param>
    public static Quote Quote(PlanPack? pack, Account account, CaseHistory history, Wish wish)
    {
        if (pack is null)
            return new(account.File.CaseNo, account.Today, wish, [], [new(PlanType.Personal, "no_policy")], null);
        var affordable = pack.Affordability.Of(wish);
        var (searched, offers, declined) = CaseObstacle(pack, account, history, wish) is { } code
            ? (0, [], [new Declined(PlanType.Personal, code)])
            : Search(pack, account, history, wish, affordable);
        return new(account.File.CaseNo, account.Today, wish, offers, declined, new(pack.Name, pack.Hash, searched)) { Affordable = affordable };
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
            if (day == History.InMonth(day.Year, day.Month, dueDay))
                return day;
        }

        return last;
    }

    /// <summary>Reason that no plan can be offered at all, or null. Order: protection first, then history, then form.</summary>
    private static string? CaseObstacle(PlanPack pack, Account account, CaseHistory history, Wish wish) => account switch
    {
        { File.Deceased: true } => "deceased",
        { File.FraudFlag: true } => "fraud_under_review",
        { File.Bankrupt: true } => "bankrupt",
        { File.MoneyClosedBy: not null } or { File.PlansHeldBy: not null } => "protected",
        { File.DisputeFlag: true } => "dispute_open",
        { File.ComplaintOpen: true } => "complaint_open",
        { IsRecalled: true } => "recalled",
        { IsStale: true } => "figures_stale",
        _ when !account.Total.IsPositive => "nothing_owed",
        _ when history.OpenAgreement is not null && Running(history, wish) is null => "plan_exists",
        _ when wish.DownPayment is { } down && down >= account.Total => "down_payment_covers_all",
        _ when wish.FirstDueOn > account.Today.AddDays(pack.FirstDueMaxDays) => "first_due_too_late",
        _ => null,
    };

    private static (int Searched, List<Offer> Offers, List<Declined> Declined) Search(PlanPack pack, Account account, CaseHistory history, Wish wish, Money? affordable)
    {
        var declined = new List<Declined>();
        var fitting = new List<Offer>();
        var searched = 0;
        var means = MeansOf(pack, account, wish, affordable);
        var running = Running(history, wish);
        foreach (var type in pack.Types.Where(type => running is null ? Opens(type, account, wish, means) : type.Code == PlanType.Reamortise))
        {
            if (Refusal(type, account, means) is { } code)
            {
                declined.Add(new(type.Code, code));
                continue;
            }

            var grid = PlanGrid.Of(type, pack, account, wish, running);
            searched += grid.Count;
            var built = grid.OfType<Offer>().ToList();
            var within = built.Where(offer => wish.Monthly is not { } most || offer.Dearest <= most).ToList();
            if (affordable is { } able && wish is { Monthly: null, Months: null })
                within.RemoveAll(offer => offer.Dearest > able);
            fitting.AddRange(within.Select(offer => affordable is { } keeps && offer.Dearest > keeps ? offer with { IsAboveAffordable = true } : offer));
            if (Shortfall(type, built, within, wish) is { } shortfall)
                declined.Add(shortfall);
        }

        // Whom nothing within their means can be offered is offered a pause, and a person.
        if (running is null && (affordable is not null || wish.Reason is not null) && fitting.TrueForAll(offer => offer.IsAboveAffordable) && means != Means.Hardship && pack.Type(PlanType.Hold) is { } hold)
        {
            var pause = PlanGrid.Of(hold, pack, account, wish);
            searched += pause.Count;
            fitting.AddRange(pause.OfType<Offer>());
        }

        return (searched, PlanRanking.Show(pack, account, wish, fitting), [.. declined.OrderBy(reason => reason.Type != PlanType.Personal)]);
    }

    /// <summary>The running plan that may be spread anew: a personalised one, in force, without a notice, when an amount or term is named for what is left.</summary>
    private static AgreementRecord? Running(CaseHistory history, Wish wish) =>
        wish.NamesWhatIsManageable && history.OpenAgreement is { Status: AgreementStatus.Active, Record: { IsPersonal: true, NoticeOn: null } record } ? record : null;

    /// <summary>What a person said of their means.</summary>
    private enum Means
    {
        /// <summary>Nothing.</summary>
        Unknown,

        /// <summary>An amount or term they can manage, or income and costs that leave one: inability to pay all, and willingness to pay (办法 art. 70).</summary>
        Some,

        /// <summary>A hardship, and no amount.</summary>
        Hardship,

        /// <summary>Income and costs leave less than the smallest instalment, and they named no amount of their own.</summary>
        BelowFloor,

        /// <summary>Income and costs leave nothing: never a plan.</summary>
        None,
    }

    private static Means MeansOf(PlanPack pack, Account account, Wish wish, Money? affordable) => affordable switch
    {
        { IsPositive: false } => Means.None,
        _ when wish.NamesWhatIsManageable => Means.Some,
        { } able => able < pack.Floor(account.Total) ? Means.BelowFloor : Means.Some,
        _ => wish is { Reason: not null, AsksForSteps: false } ? Means.Hardship : Means.Unknown,
    };

    /// <summary>Which types the means open: ways to keep the account, plans over the balance, or relief. Settlements come from the case alone.</summary>
    private static bool Opens(PlanType type, Account account, Wish wish, Means means) => type.Code switch
    {
        PlanType.Personal => true,
        PlanType.Settlement or PlanType.SettlementInParts => means is not (Means.None or Means.BelowFloor),
        PlanType.Step => means == Means.Some && wish.AsksForSteps,
        PlanType.Statement => means == Means.Some || (means == Means.Unknown && account.Bucket == Bucket.M0),
        PlanType.Hardship or PlanType.Hold => means == Means.Hardship,
        PlanType.Cure or PlanType.Extension or PlanType.PayInFull => means == Means.Unknown,
        _ => false,
    };

    /// <summary>Reason that a type cannot be offered on this account, or null.</summary>
    private static string? Refusal(PlanType type, Account account, Means means)
    {
        var isSettlement = type.Code is PlanType.Settlement or PlanType.SettlementInParts;
        if ((account.Bucket < type.From || account.Bucket > type.To) && !(isSettlement && account.File.ChargedOff))
            return "bucket_not_allowed";
        return type.Code switch
        {
            _ when isSettlement => SettlementRefusal(account),
            _ when type.SpreadsBalance && type.Code != PlanType.Reamortise && account.File.Instalment6M => "plan_in_last_six_months",
            PlanType.Personal => means switch
            {
                Means.None => "nothing_affordable",
                Means.BelowFloor => "affordable_below_floor",
                Means.Some => null,
                _ => "amount_or_term_needed",
            },
            PlanType.Cure or PlanType.Extension when !account.Overdue.IsPositive => "nothing_due",
            _ => null,
        };
    }

    private static string? SettlementRefusal(Account account) =>
        account.File.WaiverBan ? "waiver_banned" : account.File.PreApproved.Count == 0 ? "not_pre_approved" : null;

    private static Declined? Shortfall(PlanType type, List<Offer> built, List<Offer> within, Wish wish)
    {
        if (built.Count == 0)
            return new(type.Code, type.Code is PlanType.Settlement or PlanType.SettlementInParts ? "pre_approval_outdated" : "balance_too_small");
        if (within.Count == 0)
            return built.MinBy(offer => (offer.Dearest, offer.Months)) is var least ? new(type.Code, "monthly_too_low", least!.Dearest, least.Months) : null;
        return type.SpreadsBalance && wish.Months is { } months && within.TrueForAll(offer => offer.Months != months)
            ? new(type.Code, "term_not_offered", NeededMonths: within.Max(offer => offer.Months)) : null;
    }
}
