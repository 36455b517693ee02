using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

/// <summary>
/// Agreed on 2026-11-21: three instalments of 300.00 on the 10th of December, January and February. A payment is written
/// "day=amount", a chargeback "-day=amount".
/// </summary>
public sealed class AgreementLifeTests
{
    private static readonly PlanPack Pack = PolicyFiles.Read(PromptFolder.Find()).Packs.Single(pack => pack.Id == "zh-CN");
    private static readonly DateOnly Accepted = new(2026, 11, 21);

    [Theory]
    [InlineData("2026-12-09", "", "Due Due Due")]
    [InlineData("2026-12-13", "", "Due Due Due")] // the last day of grace
    [InlineData("2026-12-14", "", "Missed/300 Due Due Due+")] // one day more, and the amount moves to the end
    [InlineData("2026-12-14", "2026-12-13=300", "Paid Due Due")] // paid on the last day of grace
    [InlineData("2026-12-14", "2026-12-13=299.99", "Missed/0.01 Due Due Due+")] // a cent short is short, by a cent
    [InlineData("2026-12-10", "2026-12-01=100", "Part Due Due")]
    [InlineData("2026-12-10", "2026-11-20=300", "Due Due Due")] // the day before the yes belongs to the time before
    [InlineData("2026-12-10", "2026-11-21=300", "Paid Due Due")] // the day of the yes counts
    [InlineData("2026-12-10", "2026-12-11=300", "Due Due Due")] // tomorrow's money is not here yet
    [InlineData("2026-12-10", "2026-12-01=450", "Paid Part Due")] // oldest first
    [InlineData("2026-12-10", "2026-12-01=300 -2026-12-02=300", "Due Due Due")] // taken back
    [InlineData("2026-12-20", "2026-12-01=300 -2026-12-15=300", "Missed Due Due")] // taken back after its day: missed, not moved
    [InlineData("2026-12-20", "2026-12-01=300 -2026-12-15=100 2026-12-16=100", "Paid Due Due")]
    [InlineData("2026-12-20", "2026-12-15=300", "Missed/300 Paid Due Due+")] // moved already: late money pays the next
    [InlineData("2027-01-14", "", "Missed/300 Missed Due Due+")] // a second one stays where it is
    [InlineData("2027-03-20", "2026-12-10=300 2027-01-10=300 2027-02-10=300", "Paid Paid Paid")]
    [InlineData("2026-12-01", "2026-11-30=900", "Paid Paid Paid")]
    [InlineData("2026-12-10", "-2026-11-25=500 2026-12-01=300", "Paid Due Due")] // what is taken back of money from before is not the plan's
    public void A_row_is_what_its_day_the_grace_and_the_money_make_it(string today, string money, string rows) =>
        Rows(Fold(Plan(), money, today).Record).ShouldBe(rows);

    [Theory]
    [InlineData("2027-01-13", "", null)] // the second is still within its grace
    [InlineData("2027-01-14", "", "2027-01-21")] // missed twice in a row: seven days to pay
    [InlineData("2027-01-14", "2026-12-12=300", null)] // one in between was paid
    [InlineData("2027-01-14", "2027-01-13=300", null)]
    public void Two_missed_in_a_row_bring_a_notice_with_days_to_pay(string today, string money, string? ends)
    {
        var state = Fold(Plan(), money, today);
        state.NoticeEndsOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(ends);
        state.Record.Status.ShouldBe(AgreementStatus.Active);
        (state.Record.NoticeOn is not null).ShouldBe(ends is not null);
    }

    [Theory]
    [InlineData("2027-01-21", "", AgreementStatus.Active)] // the last day to pay is not over
    [InlineData("2027-01-22", "", AgreementStatus.Broken)]
    [InlineData("2027-01-22", "2027-01-21=300", AgreementStatus.Active)] // the missed amount is the one not moved to the end
    [InlineData("2027-01-22", "2027-01-21=299.99", AgreementStatus.Broken)] // a cent short
    [InlineData("2027-01-22", "2027-01-22=300", AgreementStatus.Broken)] // a day late
    public void Paying_what_was_missed_by_the_day_of_the_notice_keeps_the_plan(string today, string money, AgreementStatus status)
    {
        var given = Fold(Plan(), "", "2027-01-14").Record;
        var state = Fold(given, money, today);
        state.Record.Status.ShouldBe(status);
        state.Events.Any(e => e.Kind == LifeEventKind.Cured).ShouldBe(money == "2027-01-21=300");
        state.Record.EndedOn.ShouldBe(status == AgreementStatus.Broken ? Day(today) : null);
    }

    [Fact]
    public void Money_valued_in_time_but_posted_late_brings_a_broken_plan_back()
    {
        var given = Fold(Plan(), "", "2027-01-14").Record;
        var broken = Fold(given, "", "2027-01-22").Record;
        broken.Status.ShouldBe(AgreementStatus.Broken);
        Fold(broken, "2027-01-25=900", "2027-01-26").Record.ShouldBeSameAs(broken);
        var back = Fold(broken, "2027-01-20=300", "2027-01-26");
        back.Record.Status.ShouldBe(AgreementStatus.Active);
        back.Events.ShouldContain(e => e.Kind == LifeEventKind.Cured);
    }

    [Fact]
    public void Money_valued_in_time_but_posted_late_takes_the_appended_row_away_again()
    {
        var moved = Fold(Plan(), "", "2026-12-14").Record;
        var state = Fold(moved, "2026-12-10=300", "2026-12-16");
        Rows(state.Record).ShouldBe("Paid Due Due");
        state.Events.Select(e => (e.Kind, e.Instalment)).ShouldBe([(LifeEventKind.Paid, 1), (LifeEventKind.Reversed, 4)]);
    }

    [Fact]
    public void The_appended_row_falls_a_month_after_the_last_and_keeps_the_total()
    {
        var state = Fold(Plan(), "2026-12-05=120", "2026-12-14");
        var last = state.Record.Rows[^1];
        (last.DueOn, last.Amount, last.IsAppended).ShouldBe((new(2027, 3, 10), Yuan("180"), true));
        state.Record.Rows.Aggregate(Yuan("0"), (sum, row) => sum + row.Amount - row.LeftOut).ShouldBe(Yuan("900"));
        state.Events.Select(e => e.Kind).ShouldBe([LifeEventKind.Missed, LifeEventKind.Appended]);
    }

    [Theory]
    [InlineData("2026-12-31 2027-01-31 2027-02-28", "2027-03-31")] // the 31st of months that have none
    [InlineData("2026-12-28 2027-01-28 2027-02-28", "2027-03-28")] // the 28th is a 28th
    [InlineData("2026-12-10 2027-01-10", "2027-02-10")]
    public void The_day_of_the_month_survives_short_months(string days, string appended) =>
        Fold(Plan(days), "", "2027-01-05").Record.Rows[^1].DueOn.ShouldBe(Day(appended));

    [Fact]
    public void Nothing_is_appended_beyond_five_years_or_to_a_single_payment_or_where_the_pack_does_not()
    {
        var sixty = string.Join(' ', Enumerable.Range(0, 60).Select(i => new DateOnly(2026, 12, 21).AddMonths(i).ToString("yyyy-MM-dd", null)));
        Fold(Plan(sixty), "", "2026-12-30").Record.Rows.Count.ShouldBe(60);
        Fold(Plan("2026-12-10"), "", "2026-12-30").Record.Rows.Count.ShouldBe(1);
        AgreementLife.Fold(Plan(), [], Pack with { AppendsMissed = false }, Day("2026-12-30")).Record.Rows.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("2026-11-30", "905.40")] // 9 of the 19 days of the first month: 11.40 × 9 ÷ 19 = 5.40
    [InlineData("2026-11-21", "900.00")] // on the day of the yes no time was used
    [InlineData("2026-12-10", "911.40")] // the first month's interest whole
    [InlineData("2026-12-25", "917.21")] // and 15 of 31 days of the second: 12.01 × 15 ÷ 31 = 5.811…
    [InlineData("2027-02-10", "935.42")] // everything
    public void Paying_off_early_costs_interest_for_the_time_used_only(string day, string amount)
    {
        var plan = WithInterest("11.40", "12.01", "12.01");
        AgreementLife.PayOff(plan, Day(day)).ShouldBe(Yuan(amount));
        AgreementLife.Saved(plan, Day(day)).ShouldBe(Yuan("935.42") - Yuan(amount));
        var paid = Fold(plan, $"{day}={amount}", day);
        paid.Record.Status.ShouldBe(AgreementStatus.Completed);
        paid.Record.EndedOn.ShouldBe(Day(day));
        paid.Surplus.ShouldBe(Yuan("0"));
        var less = Yuan(amount) - Yuan("0.01");
        Fold(plan, $"{day}={less.ToWire()}", day).Record.Status.ShouldBe(AgreementStatus.Active);
    }

    [Fact]
    public void Half_a_cent_of_interest_is_rounded_away_from_zero() =>
        AgreementLife.PayOff(WithInterest("0.01") with { AcceptedOn = new(2026, 12, 8) }, Day("2026-12-09")).ShouldBe(Yuan("300.01")); // 0.01 × 1 ÷ 2

    [Fact]
    public void A_down_payment_comes_before_the_first_row_and_is_needed_to_complete()
    {
        var plan = Plan() with { DownPayment = Yuan("100") };
        var state = Fold(plan, "2026-12-01=300", "2026-12-10");
        (state.Record.DownPaid, state.Record.Rows[0].Paid).ShouldBe((Yuan("100"), Yuan("200")));
        Fold(plan, "2026-12-01=900", "2026-12-10").Record.Status.ShouldBe(AgreementStatus.Active);
        Fold(plan, "2026-12-01=1000", "2026-12-10").Record.Status.ShouldBe(AgreementStatus.Completed);
    }

    [Fact]
    public void What_is_not_in_force_does_not_age()
    {
        foreach (var status in new[] { AgreementStatus.Draft, AgreementStatus.PendingApproval, AgreementStatus.Cancelled, AgreementStatus.Completed })
        {
            var plan = Plan() with { Status = status };
            Fold(plan, "", "2028-01-01").ShouldSatisfyAllConditions(state => state.Record.ShouldBeSameAs(plan), state => state.Events.ShouldBeEmpty());
        }
    }

    [Theory]
    [InlineData("2026-12-18", "Due Due Due")] // approved on the 15th: the first row counts as due then
    [InlineData("2026-12-19", "Missed/300 Due Due Due+")]
    public void A_row_due_before_approval_counts_as_due_on_the_day_of_approval(string today, string rows) =>
        Rows(Fold(Plan() with { ActiveFrom = new(2026, 12, 15) }, "", today).Record).ShouldBe(rows);

    [Theory]
    [InlineData("2026-12-25", AgreementStatus.Paused, "Due Due Due")] // held over its day
    [InlineData("2026-12-26", AgreementStatus.Active, "Due Due Due")] // runs again, with days of grace
    [InlineData("2026-12-28", AgreementStatus.Active, "Due Due Due")]
    [InlineData("2026-12-29", AgreementStatus.Active, "Missed/300 Due Due Due+")]
    public void While_held_nothing_counts_as_missed(string today, AgreementStatus status, string rows)
    {
        var state = Fold(Plan() with { Status = AgreementStatus.Paused, Holds = [new(new(2026, 12, 1), new(2026, 12, 25))] }, "", today);
        state.Record.Status.ShouldBe(status);
        Rows(state.Record).ShouldBe(rows);
    }

    [Fact]
    public void Whatever_is_paid_and_whenever_one_looks_the_fold_keeps_its_promises() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Lives(), life =>
    {
        var (plan, payments, days) = life;
        var total = plan.Rows.Aggregate(plan.DownPayment, (sum, row) => sum + row.Amount);
        foreach (var today in days)
        {
            var state = AgreementLife.Fold(plan, payments, Pack, today);
            var shuffled = AgreementLife.Fold(plan, payments.OrderBy(p => p.PaymentId, StringComparer.Ordinal).Reverse(), Pack, today);
            var again = AgreementLife.Fold(state.Record, payments, Pack, today);
            var record = state.Record;
            if (!record.StandsAs(shuffled.Record) || !record.StandsAs(again.Record) || again.Events.Count > 0)
                return false;
            if (plan.Status == AgreementStatus.Active && !Conserves(state, payments, today, total))
                return false;
            if (record.Status == AgreementStatus.Completed && record.Remaining.Amount != 0m)
                return false;
            if (record.Rows.Any(row => row.Outstanding.Amount < 0m || row.Paid.Amount < 0m || (row.Status == InstalmentStatus.Paid && row.Outstanding.Amount != 0m)))
                return false;
            if (record.Rows.Count(row => row.IsAppended) > 1 || (record.Status == AgreementStatus.Broken && record.NoticeOn is null))
                return false;
            plan = record;
        }

        return true;
    }));

    /// <summary>Every cent that came in is on a row, on the down payment or left over; and what is asked for is the total.</summary>
    private static bool Conserves(AgreementState state, IReadOnlyList<Payment> payments, DateOnly today, Money total)
    {
        var zero = Money.Zero(total.Currency);
        var counted = payments.Where(p => p.ValueDate >= state.Record.AcceptedOn && p.ValueDate <= today).ToList();
        Money Sum(PaymentType type) => counted.Where(p => p.Type == type).Aggregate(zero, (sum, p) => sum + p.Amount);
        if (state.Record.Status is AgreementStatus.Active or AgreementStatus.Completed
            && state.Record.Received + state.Surplus != Sum(PaymentType.Payment) - Sum(PaymentType.Chargeback) + state.TakenBackBefore)
            return false;
        var asked = state.Record.Rows.Aggregate(state.Record.DownPayment, (sum, row) => sum + row.Amount - row.LeftOut);
        return state.Record.Status == AgreementStatus.Completed ? asked <= total : asked == total;
    }

    private static Arbitrary<(AgreementRecord Plan, IReadOnlyList<Payment> Payments, IReadOnlyList<DateOnly> Days)> Lives() => (
        from months in Gen.Choose(1, 8)
        from each in Gen.Choose(1, 500_00)
        from interest in Gen.Choose(0, 20_00)
        from down in Gen.Choose(0, 1).Select(has => has * 150)
        from payments in Gen.Choose(0, 12).SelectMany(count => (
            from day in Gen.Choose(-5, 300)
            from amount in Gen.Frequency((3, Gen.Constant(each + interest)), (2, Gen.Choose(1, 1500_00)), (1, Gen.Constant(each)))
            from back in Gen.Choose(0, 9)
            select (Day: day, Amount: amount, IsBack: back == 0)).ListOf(count))
        from looks in Gen.Choose(0, 330).ListOf(5)
        select (
            Plan(string.Join(' ', Enumerable.Range(0, months).Select(i => new DateOnly(2026, 12, 10).AddMonths(i).ToString("yyyy-MM-dd", null)))) with
            {
                DownPayment = new Money(down, "CNY"),
                Rows = [.. Enumerable.Range(1, months).Select(i => new Instalment(i, new DateOnly(2026, 12, 10).AddMonths(i - 1), new(each / 100m, "CNY"), new(interest / 100m, "CNY")))],
            },
            (IReadOnlyList<Payment>)[.. payments.Select((p, i) => new Payment($"P{i:D2}", p.IsBack ? PaymentType.Chargeback : PaymentType.Payment, new(p.Amount / 100m, "CNY"), Accepted.AddDays(p.Day)))],
            (IReadOnlyList<DateOnly>)[.. looks.Order().Select(day => Accepted.AddDays(day))])).ToArbitrary();

    private static AgreementState Fold(AgreementRecord plan, string money, string today) => AgreementLife.Fold(plan, Payments(money), Pack, Day(today));

    /// <summary>"2026-12-01=300 -2026-12-02=300": a payment and a chargeback.</summary>
    internal static IReadOnlyList<Payment> Payments(string money) => [.. money.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) =>
    {
        var parts = word.TrimStart('-').Split('=');
        return new Payment($"P{i}", word.StartsWith('-') ? PaymentType.Chargeback : PaymentType.Payment, Yuan(parts[1]), Day(parts[0]));
    })];

    internal static AgreementRecord Plan(string days = "2026-12-10 2027-01-10 2027-02-10") => new()
    {
        Status = AgreementStatus.Active,
        AcceptedOn = Accepted,
        ActiveFrom = Accepted,
        DownPayment = Yuan("0"),
        DownPaid = Yuan("0"),
        Rows = [.. days.Split(' ').Select((day, i) => new Instalment(i + 1, Day(day), Yuan("300"), Yuan("0")))],
    };

    private static AgreementRecord WithInterest(params string[] interest) =>
        Plan() with { Rows = [.. Plan().Rows.Take(interest.Length).Select((row, i) => row with { Interest = Yuan(interest[i]) })] };

    /// <summary>Status of each row, with what was moved away from it; a plus marks the appended one.</summary>
    private static string Rows(AgreementRecord record) => string.Join(' ', record.Rows.Select(row =>
        $"{row.Status}{(row.LeftOut.IsPositive ? "/" + row.LeftOut.Amount.ToString("0.##", CultureInfo.InvariantCulture) : "")}{(row.IsAppended ? "+" : "")}"));

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    private static Money Yuan(string amount) => MadeUp.Yuan(amount);
}
