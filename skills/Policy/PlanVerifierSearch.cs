using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>The verifier's own search of a policy, in whole cents.</summary>
internal sealed class PlanVerifierSearch
{
    private readonly PlanPack pack;
    private readonly Account account;
    private readonly Wish wish;
    private readonly long total;
    private readonly long floor;
    private readonly long? monthly;
    private readonly AgreementRecord? running;
    private readonly List<OwnPlan> plans = [];

    public PlanVerifierSearch(PlanPack pack, Account account, CaseHistory history, Wish wish)
    {
        (this.pack, this.account, this.wish) = (pack, account, wish);
        total = Cents(account.Total);
        floor = Math.Max(Cents(pack.MinInstalment), Round(total * pack.MinInstalmentShare));
        monthly = wish.Monthly is { } most ? Cents(most) : null;
        Affordable = Surplus();
        if ((wish.Monthly ?? (object?)wish.Months) is not null && history.OpenAgreement is { Status: AgreementStatus.Active } agreement && agreement.Record is { IsPersonal: true, NoticeOn: null })
            running = agreement.Record;
        if (Barred(history) is { } code)
            Declined.Add(("PIA", code, null, null));
        else
            Search();
    }

    public long? Affordable { get; }

    public int Searched { get; private set; }

    public List<(string Type, string Code, long? Needed, int? Months)> Declined { get; } = [];

    /// <summary>The plans that should be shown, each with its label.</summary>
    public List<(OwnPlan Plan, string Label)> Shown()
    {
        // One plan beats another when it settles the same debt, no later, at no dearer month, for less.
        var left = plans.Where(plan => !plans.Exists(other => other.Balance + other.Waived == plan.Balance + plan.Waived
            && other.Months <= plan.Months && other.Dearest <= plan.Dearest && other.Total < plan.Total)).ToList();
        if (left.Count == 0)
            return [];
        var first = left.Aggregate((best, plan) => Before(plan, best) ? plan : best);
        List<(OwnPlan, string)> shown = [(first, "recommended")];
        left.Remove(first);
        var lighter = left.Where(plan => plan.Dearest < first.Dearest).ToList();
        if (lighter.Count > 0)
        {
            var lightest = lighter.Aggregate((best, plan) => (plan.Dearest, plan.Cost).CompareTo((best.Dearest, best.Cost)) < 0 || (Tie(plan.Dearest, best.Dearest, plan.Cost, best.Cost) && Before(plan, best)) ? plan : best);
            shown.Add((lightest, "lightest"));
            left.Remove(lightest);
        }

        var sooner = left.Where(plan => plan.Months > 0 && (first.Type == "HOLD" || plan.Months < first.Months)).ToList();
        if (sooner.Count > 0)
        {
            shown.Add((sooner.Aggregate((best, plan) => (plan.Months, plan.Cost, plan.Total).CompareTo((best.Months, best.Cost, best.Total)) is var order
                && (order < 0 || (order == 0 && Before(plan, best))) ? plan : best), "fastest"));
        }

        return shown;
    }

    private static bool Tie(long a, long b, long c, long d) => a == b && c == d;

    private bool Before(OwnPlan one, OwnPlan other) => Key(one).CompareTo(Key(other)) < 0;

    private (bool, int, int, long, int, long, int) Key(OwnPlan plan) => (
        plan.Above, IndexOf(plan.Type), wish.Months is { } months ? Math.Abs(plan.Months - months) : 0, plan.Cost, plan.Months, monthly is { } most ? most - plan.Dearest : 0, plans.IndexOf(plan));

    private string? Barred(CaseHistory history)
    {
        var file = account.File;
        (bool Is, string Code)[] bars =
        [
            (file.Deceased, "deceased"), (file.FraudFlag, "fraud_under_review"), (file.Bankrupt, "bankrupt"), (file.MoneyClosedBy is not null || file.PlansHeldBy is not null, "protected"), (file.DisputeFlag, "dispute_open"), (file.ComplaintOpen, "complaint_open"),
            (file.RecallDate < account.Today, "recalled"), (account.IsStale, "figures_stale"), (total <= 0, "nothing_owed"), (history.OpenAgreement is not null && running is null, "plan_exists"),
            (wish.DownPayment is { } down && Cents(down) >= total, "down_payment_covers_all"), (wish.FirstDueOn is { } day && day.DayNumber - account.Today.DayNumber > pack.FirstDueMaxDays, "first_due_too_late"),
        ];
        return bars.Where(bar => bar.Is).Select(bar => bar.Code).FirstOrDefault();
    }

    private long? Surplus()
    {
        if (wish.Income is not { } income || wish.Essentials is not { } essentials)
            return null;
        var terms = pack.Affordability;
        var living = Math.Max(Cents(essentials), Cents(terms.HouseholdFloor) + (Cents(terms.EachFurther) * ((wish.HouseholdSize ?? 1) - 1)));
        var kept = Math.Max(Cents(terms.BufferLeast), Round(Cents(income) * terms.BufferShare));
        return Math.Max(0, Cents(income) - living - kept - (wish.OtherMinimums is { } others ? Cents(others) : 0));
    }

    private void Search()
    {
        var named = monthly is not null || wish.Months is not null;
        var nothing = Affordable == 0;
        var little = !nothing && !named && Affordable < floor;
        var some = !nothing && !little && (named || Affordable is not null);
        var steps = wish.Reason == Wish.StepReason;
        var hardship = !nothing && !little && !some && wish.Reason is not null && !steps;
        var silent = !nothing && !little && !some && !hardship;
        var late = account.DaysPastDue > 0;
        foreach (var type in pack.Types)
        {
            var opens = running is not null ? type.Code == "REAM" : type.Code switch
            {
                "PIA" => true,
                "SETL" or "SETP" => !nothing && !little,
                "STEP" => some && steps,
                "BILL" => some || (silent && !late),
                "HARD" or "HOLD" => hardship,
                "CURE" or "EXT" or "PIF" => silent,
                _ => false,
            };
            if (!opens)
                continue;
            var settles = type.Code is "SETL" or "SETP";
            var stage = (int)account.Bucket >= (int)type.From && (int)account.Bucket <= (int)type.To;
            var refused = !stage && !(settles && account.File.ChargedOff) ? "bucket_not_allowed"
                : settles ? account.File.WaiverBan ? "waiver_banned" : account.File.PreApproved.Count > 0 ? null : "not_pre_approved"
                : type.Code is "BILL" or "HARD" or "PIA" or "STEP" && account.File.Instalment6M ? "plan_in_last_six_months"
                : type.Code == "PIA" && !some ? nothing ? "nothing_affordable" : little ? "affordable_below_floor" : "amount_or_term_needed"
                : type.Code is "CURE" or "EXT" && account.Overdue.Amount <= 0m ? "nothing_due" : null;
            if (refused is not null)
                Decline(type, refused);
            else
                Judge(type, named);
        }

        if (running is null && (Affordable is not null || wish.Reason is not null) && plans.TrueForAll(plan => plan.Above) && !hardship && pack.Types.FirstOrDefault(type => type.Code == "HOLD") is { } hold)
        {
            Searched++;
            plans.Add(new OwnPlan(hold, pack, account) { Review = account.Today.AddDays(hold.MaxDays!.Value) });
        }

        Declined.Sort((a, b) => (a.Type == "PIA" ? 0 : 1 + IndexOf(a.Type)).CompareTo(b.Type == "PIA" ? 0 : 1 + IndexOf(b.Type)));
    }

    private int IndexOf(string code) => pack.Types.TakeWhile(type => type.Code != code).Count();

    private void Judge(PlanType type, bool named)
    {
        var grid = new PlanVerifierGrid(pack, account, wish, total, floor).Of(type, running);
        Searched += grid.Count;
        var built = grid.OfType<OwnPlan>().ToList();
        var within = built.Where(plan => (monthly is not { } most || plan.Dearest <= most) && (named || Affordable is not { } able || plan.Dearest <= able)).ToList();
        foreach (var plan in within)
            plan.Above = Affordable is { } able && plan.Dearest > able;
        plans.AddRange(within);
        if (built.Count == 0)
            Decline(type, type.Code is "SETL" or "SETP" ? "pre_approval_outdated" : "balance_too_small");
        else if (within.Count == 0)
            Decline(type, "monthly_too_low", built.Min(plan => plan.Dearest), built.OrderBy(plan => plan.Dearest).ThenBy(plan => plan.Months).First().Months);
        else if (type.Code is "BILL" or "HARD" or "PIA" or "STEP" or "REAM" && wish.Months is { } months && !within.Exists(plan => plan.Months == months))
            Decline(type, "term_not_offered", null, within.Max(plan => plan.Months));
    }

    private void Decline(PlanType type, string code, long? needed = null, int? months = null) => Declined.Add((type.Code, code, needed, months));

    private static long Cents(Money money) => (long)(money.Amount * 100m);

    private static long Round(decimal cents) => (long)decimal.Round(cents, 0, MidpointRounding.AwayFromZero);
}
