using Assistant.Skills.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

public sealed class FinanceTests
{
    [Fact]
    public void Flows_that_never_turn_have_no_rate()
    {
        Finance.Irr([100m, 100m]).ShouldBeNull();
        Finance.Irr([-100m]).ShouldBeNull();
        Finance.Irr([0m, 0m]).ShouldBeNull();
        Finance.Irr([100m, -200m, 150m]).ShouldBeNull(); // turns twice, and is above nothing at every rate
        Finance.Rate(12, 100m, 1_000m).ShouldBeNull();
        Finance.Mirr([-100m, -100m], 0.1m, 0.1m).ShouldBeNull();
        Finance.Nper(0.01m, -5m, 1_000m).ShouldBeNull(); // pays less than the interest
        Finance.Nper(0m, 0m, 1_000m).ShouldBeNull();
        var day = new DateOnly(2026, 11, 21);
        Finance.Xirr([new(day, -100m), new(day, 110m)]).ShouldBeNull(); // no time passes
    }

    [Theory]
    [InlineData("-100 110", 0.1)]
    [InlineData("-100 100", 0)]
    [InlineData("-100 0.01", -0.9999)]
    [InlineData("-1 1000000", 999999)]
    [InlineData("0 -100 0 121", 0.1)]
    [InlineData("100 -110", 0.1)] // a borrower's side
    [InlineData("-100 230 -132", 0.2)] // 10 % and 20 %: at 20 % the value falls
    public void The_rate_is_found_near_and_far(string flows, decimal rate) =>
        Finance.Irr([.. flows.Split(' ').Select(flow => decimal.Parse(flow, System.Globalization.CultureInfo.InvariantCulture))])!.Value.ShouldBe(rate, 1e-7m);

    [Fact]
    public void What_makes_no_sense_is_refused_with_what_to_correct()
    {
        Should.Throw<ArgumentException>(() => Finance.Pmt(-1m, 12, 100m)).ParamName.ShouldBe("rate");
        Should.Throw<ArgumentException>(() => Finance.Pmt(0.01m, 0, 100m)).ParamName.ShouldBe("periods");
        Should.Throw<ArgumentException>(() => Finance.Ipmt(0.01m, 13, 12, 100m)).Message.ShouldContain("1 to 12");
        Should.Throw<ArgumentException>(() => Finance.Fv(1m, 100, 1m)).Message.ShouldContain("trillion");
        Should.Throw<ArgumentException>(() => Finance.Npv(-0.9m, new decimal[100])).Message.ShouldContain("trillion");
        Should.Throw<ArgumentException>(() => Finance.Irr([]));
        Should.Throw<ArgumentException>(() => Finance.Xirr([]));
        Should.Throw<ArgumentException>(() => Finance.Effect(-0.1m, 12)).ParamName.ShouldBe("nominal");
    }

    [Theory]
    [InlineData(YearBasis.ActualActual, "2007-12-28", "2008-02-29", (4 / 365d) + (59 / 366d))]
    [InlineData(YearBasis.Actual365, "2007-12-28", "2008-02-29", 63 / 365d)]
    [InlineData(YearBasis.Thirty360, "2008-02-01", "2009-05-31", 480 / 360d)]
    [InlineData(YearBasis.ThirtyE360, "2008-02-01", "2009-05-31", 479 / 360d)]
    [InlineData(YearBasis.Thirty360, "2007-08-31", "2008-08-31", 1d)]
    [InlineData(YearBasis.ThirtyUs360, "2007-02-28", "2007-08-31", 0.5)]
    [InlineData(YearBasis.ThirtyUs360, "2008-02-29", "2009-02-28", 1d)]
    public void Days_become_years_by_the_basis(YearBasis basis, string from, string to, double years) =>
        basis.Years(DateOnly.Parse(from, null), DateOnly.Parse(to, null)).ShouldBe(years, 1e-12);

    [Fact]
    public void Flows_are_worth_nothing_at_their_internal_rate() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Gen.Choose(-1_000_00, 1_000_00).ListOf(12).ToArbitrary(), cents =>
        {
            var flows = cents.Select(cent => cent / 100m).ToList();
            return Finance.Irr(flows) is not { } rate || rate < -0.9m
                || Math.Abs(Finance.Npv(rate, flows)) <= 1e-9m * Finance.Npv(rate, [.. flows.Select(Math.Abs)]);
        }));

    [Fact]
    public void An_outlay_repaid_always_has_a_rate() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Gen.Choose(1, 1_000_000_00).ToArbitrary(), Gen.Choose(1, 100_000_00).ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), (outlay, payment, months) =>
        {
            var rate = Finance.Irr([-outlay, .. Enumerable.Repeat((decimal)payment, months)]);
            return rate is { } found && Math.Sign(found) == Math.Sign(((long)payment * months) - outlay) && Finance.Rate(months, payment, -outlay) == found;
        }));

    [Fact]
    public void Dated_flows_a_year_apart_have_the_rate_of_periods() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Gen.Choose(1_00, 1_000_00).ToArbitrary(), Gen.Choose(1_00, 1_000_00).ToArbitrary(), (first, second) =>
        {
            var (day, flows) = (new DateOnly(2025, 1, 1), new[] { -1_000m, first / 100m, second / 100m });
            var dated = flows.Select((flow, at) => new DatedFlow(day.AddDays(365 * at), flow)).Reverse().ToList();
            return Finance.Xirr(dated) is { } rate && Math.Abs(rate - Finance.Irr(flows)!.Value) <= 1e-12m && Math.Abs(Finance.Xnpv(rate, dated)) <= 1e-6m;
        }));

    [Fact]
    public void Payment_present_and_future_value_undo_each_other() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Loans(), loan =>
    {
        var (rate, periods, pv, fv, inAdvance) = loan;
        var pmt = Finance.Pmt(rate, periods, pv, fv, inAdvance);
        var interest = Enumerable.Range(1, periods).Sum(period => Finance.Ipmt(rate, period, periods, pv, fv, inAdvance));
        return Math.Abs(Finance.Pv(rate, periods, pmt, fv, inAdvance) - pv) <= 1e-9m
            && Math.Abs(Finance.Fv(rate, periods, pmt, pv, inAdvance) - fv) <= 1e-9m
            && (inAdvance || Math.Abs((pmt * periods) - interest + pv + fv) <= 1e-9m) // principal is the difference of the values
            && Math.Abs(Finance.Ipmt(rate, 1, periods, pv, fv, inAdvance) + Finance.Ppmt(rate, 1, periods, pv, fv, inAdvance) - pmt) <= 1e-9m
            && (pmt == 0m || Finance.Nper(rate, pmt, pv, fv, inAdvance) is not { } count || Math.Abs(count - periods) <= 1e-6m);
    }));

    [Fact]
    public void Effective_and_nominal_rates_undo_each_other() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(1, 365).ToArbitrary(), (rate, perYear) =>
        {
            var nominal = rate / 100_000m;
            return Math.Abs(Finance.Nominal(Finance.Effect(nominal, perYear), perYear) - nominal) <= 1e-20m
                && Math.Abs(Finance.Effect(Finance.Nominal(nominal, perYear), perYear) - nominal) <= 1e-20m;
        }));

    [Fact]
    public void Interest_and_principal_of_a_loan_add_up() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Loans(), loan =>
    {
        var (rate, periods, loaned) = (Math.Abs(loan.Rate), loan.Periods, Math.Abs(loan.Pv) + 1m);
        return Math.Abs(Finance.CumPrinc(rate, periods, loaned, 1, periods, loan.InAdvance) + loaned) <= 1e-9m
            && Math.Abs(Finance.CumIpmt(rate, periods, loaned, periods, periods, loan.InAdvance) - Finance.Ipmt(rate, periods, periods, loaned, 0m, loan.InAdvance)) <= 1e-9m;
    }));

    private static Arbitrary<(decimal Rate, int Periods, decimal Pv, decimal Fv, bool InAdvance)> Loans() => (
        from rate in Gen.Choose(-500, 1_000)
        from periods in Gen.Choose(1, 60)
        from pv in Gen.Choose(-1_000_000, 1_000_000)
        from fv in Gen.Choose(-1_000_000, 1_000_000)
        from inAdvance in Gen.Elements(true, false)
        select (rate / 10_000m, periods, (decimal)pv, (decimal)fv, inAdvance)).ToArbitrary();
}
