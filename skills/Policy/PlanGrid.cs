using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>Builds every plan of a type that a pack describes.</summary>
internal static class PlanGrid
{
    /// <summary>One entry for each point of the type's grid: the plan, or null where the pack's limits refuse it.</summary>
    public static IReadOnlyList<Offer?> Of(PlanType type, PlanPack pack, Account account, Wish wish)
    {
        var draft = new Draft(type, pack, account, wish);
        return type.Code switch
        {
            PlanType.PayInFull => [draft.Once(account.Total, Money.Zero(pack.Currency), draft.FirstDue)],
            PlanType.Cure => [.. type.Terms.Select(term => draft.Spread(account.Overdue, term))],
            PlanType.Extension => [draft.Later()],
            PlanType.Hold => [draft.Pause()],
            PlanType.Settlement => [.. draft.Approved().Select(draft.Settle)],
            PlanType.SettlementInParts => [.. draft.Approved().SelectMany(pair => type.Terms.Select(term => draft.SettleInParts(pair, term)))],
            _ => [.. type.Terms.Select(term => draft.Spread(account.Total, term))],
        };
    }

    private sealed class Draft(PlanType type, PlanPack pack, Account account, Wish wish)
    {
        private readonly Money zero = Money.Zero(pack.Currency);
        private readonly int dueDay = wish.Payday ?? wish.FirstDueOn?.Day ?? account.File.DueDate.Day;

        public DateOnly FirstDue { get; } = PlanEngine.FirstDue(pack, account, wish);

        /// <summary>The pre-approved pairs within the assistant's authority: the first up to M6, all from M7 or when written off (collections 5.3).</summary>
        public IEnumerable<PreApproved> Approved() => account.Bucket >= Bucket.M7 || account.File.ChargedOff ? account.File.PreApproved : account.File.PreApproved.Take(1);

        public Offer Once(Money amount, Money interest, DateOnly dueOn) => Make(amount, zero, zero, [new(1, dueOn, amount, interest, amount + interest)]);

        /// <summary>What is due, the pack's days later; its interest runs on.</summary>
        public Offer Later()
        {
            var dueOn = wish.FirstDueOn is not null || wish.Payday is not null ? FirstDue : account.Today.AddDays(Math.Min(type.MaxDays!.Value, pack.FirstDueMaxDays));
            return Once(account.Overdue, Money.Round(account.Overdue.Amount * account.File.DailyRate * (dueOn.DayNumber - account.Today.DayNumber), pack.Currency), dueOn);
        }

        public Offer Pause() => Make(zero, zero, zero, []) with { ReviewOn = account.Today.AddDays(type.MaxDays!.Value) };

        /// <summary>A settlement never waives more than was approved; what was paid since reduces the waiver, not the amount.</summary>
        public Offer? Settle(PreApproved pair) => Waived(pair) is { } waived ? Make(pair.Pay, waived, zero, [new(1, FirstDue, pair.Pay, zero, pair.Pay)]) : null;

        public Offer? SettleInParts(PreApproved pair, int parts)
        {
            if (Waived(pair) is not { } waived)
                return null;
            var rows = Rows(RepaymentSchedule.Equal(pair.Pay, parts));
            return rows[^1].DueOn.DayNumber - account.Today.DayNumber <= type.MaxDays && rows[0].Amount >= pack.Floor(account.Total) ? Make(pair.Pay, waived, zero, rows) : null;
        }

        /// <summary>A balance over a term, at the type's price, within the longest term and the smallest instalment of the pack.</summary>
        public Offer? Spread(Money balance, int term)
        {
            var down = type.SpreadsBalance ? wish.DownPayment ?? zero : zero;
            if (type.SpreadsBalance && term > pack.MaxTerm(account.Total))
                return null;
            var rows = Rows(type switch
            {
                { Code: PlanType.Step } => Steps(balance - down, term),
                { Pricing: Pricing.Flat } => RepaymentSchedule.Flat(balance - down, term, type.Rate),
                { Pricing: Pricing.Reducing } => RepaymentSchedule.Annuity(balance - down, term, type.MonthlyRate(account.File.DailyRate)),
                _ => RepaymentSchedule.Equal(balance - down, term),
            });
            return rows[0].Amount >= pack.Floor(account.Total) ? Make(balance, zero, down, rows) : null;
        }

        /// <summary>One unit a month in the first half, two in the second; the last row takes the cents left over.</summary>
        private static List<RepaymentRow> Steps(Money balance, int term)
        {
            var first = term / 2;
            var unit = new Money(decimal.Floor(balance.Amount * 100m / (first + (2 * (term - first)))) / 100m, balance.Currency);
            var rows = Enumerable.Range(0, term - 1).Select(i => new RepaymentRow(i < first ? unit : unit * 2, Money.Zero(balance.Currency))).ToList();
            return [.. rows, new(rows.Aggregate(balance, (left, row) => left - row.Principal), Money.Zero(balance.Currency))];
        }

        private Money? Waived(PreApproved pair) => account.Total - pair.Pay is var rest && rest.IsPositive && rest <= pair.Waive ? rest : null;

        private List<ScheduleRow> Rows(IReadOnlyList<RepaymentRow> rows) =>
            [.. rows.Select((row, i) => new ScheduleRow(i + 1, i == 0 ? FirstDue : DueIn(i), row.Principal, row.Interest, row.Total))];

        private DateOnly DueIn(int months)
        {
            var month = new DateOnly(FirstDue.Year, FirstDue.Month, 1).AddMonths(months);
            return History.InMonth(month.Year, month.Month, dueDay);
        }

        private Offer Make(Money balance, Money waived, Money down, IReadOnlyList<ScheduleRow> rows)
        {
            var approval = type.NeedsApproval || (type.SpreadsBalance && account.Total > pack.BotMaxBalance);
            var monthly = rows.Any(row => row.Interest.IsPositive) ? Rates.MonthlyIrr(balance - down, [.. rows.Select(row => row.Amount)]) : 0m;
            return new Offer
            {
                OfferId = "",
                Type = type.Code,
                Label = OfferLabel.Recommended,
                Balance = balance,
                Waived = waived,
                DownPayment = down,
                Schedule = rows,
                AnnualRate = Rates.YearlyPercent(monthly) + 0.00m,
                EffectiveRate = Rates.YearlyCompoundedPercent(monthly) + 0.00m,
                RequiresApproval = approval,
                Rules = [.. type.Rules, $"{pack.Law.ToLowerInvariant()}.plan.{(approval ? "approval" : "bot-authority")}"],
                Why = "",
            };
        }
    }
}
