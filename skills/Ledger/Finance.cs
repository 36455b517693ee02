namespace Assistant.Skills.Ledger;

/// <summary>
/// Time value of money, by the conventions of spreadsheets: a rate is a fraction per period (0.01 is 1 %), money paid out is negative,
/// money received positive, and nothing is rounded: <see cref="Money.Round"/> does that. Closed forms are reckoned in
/// decimals, to some 25 digits; what is solved for or takes a logarithm in doubles, to some 14. Where there is no answer it is
/// null; an argument that makes no sense is an <see cref="ArgumentException"/>.
/// </summary>
public static class Finance
{
    /// <summary>Growth beyond which a sum is refused: far outside any account, far inside what a decimal holds.</summary>
    private const decimal MostGrowth = 1_000_000_000_000m;

    /// <summary>Level payment per period that turns a present value into a future value.</summary>
    /// <param name="rate">Rate per period, above −1.</param>
    /// <param name="periods">Number of payments, at least 1.</param>
    /// <param name="pv">Present value.</param>
    /// <param name="fv">Value left after the last payment.</param>
    /// <param name="inAdvance">Whether each payment falls on the first day of its period, not the last.</param>
    /// <exception cref="ArgumentException">A rate of −1 or less, or no period.</exception>
    public static decimal Pmt(decimal rate, int periods, decimal pv, decimal fv = 0m, bool inAdvance = false)
    {
        CheckPeriods(rate, periods, 1);
        if (rate == 0m)
            return -(pv + fv) / periods;
        var shrink = Power(rate > 0m ? 1m / (1m + rate) : 1m + rate, periods);
        var (ofPv, ofFv) = rate > 0m ? (1m, shrink) : (shrink, 1m);
        return -((pv * ofPv) + (fv * ofFv)) * rate / ((ofPv - ofFv) * Advance(rate, inAdvance));
    }

    /// <summary>Interest in one of the level payments.</summary>
    /// <param name="rate">Rate per period, above −1.</param>
    /// <param name="period">Which payment, 1 to <paramref name="periods"/>.</param>
    /// <param name="periods">Number of payments.</param>
    /// <param name="pv">Present value.</param>
    /// <param name="fv">Value left after the last payment.</param>
    /// <param name="inAdvance">Whether payments fall on the first day of a period; the first then bears no interest.</param>
    /// <exception cref="ArgumentException">As for <see cref="Pmt"/>, or a period outside 1 to <paramref name="periods"/>.</exception>
    public static decimal Ipmt(decimal rate, int period, int periods, decimal pv, decimal fv = 0m, bool inAdvance = false)
    {
        CheckSpan(period, period, periods);
        var payment = Pmt(rate, periods, pv, fv, inAdvance);
        if (!inAdvance)
            return Fv(rate, period - 1, payment, pv) * rate;
        return period == 1 ? 0m : (Fv(rate, period - 2, payment, pv, true) - payment) * rate;
    }

    /// <summary>Principal in one of the level payments: the payment less its <see cref="Ipmt"/>, with the same arguments.</summary>
    /// <inheritdoc cref="Ipmt"/>
    public static decimal Ppmt(decimal rate, int period, int periods, decimal pv, decimal fv = 0m, bool inAdvance = false) =>
        Pmt(rate, periods, pv, fv, inAdvance) - Ipmt(rate, period, periods, pv, fv, inAdvance);

    /// <summary>Interest in the payments of a loan from one to another, both included; negative, as it is paid out.</summary>
    /// <param name="rate">Rate per period, 0 or more.</param>
    /// <param name="periods">Number of payments.</param>
    /// <param name="pv">The loan, above 0.</param>
    /// <param name="first">First payment counted, 1 or later.</param>
    /// <param name="last">Last payment counted, at most <paramref name="periods"/>.</param>
    /// <param name="inAdvance">Whether payments fall on the first day of a period.</param>
    /// <exception cref="ArgumentException">An argument outside the range given for it.</exception>
    public static decimal CumIpmt(decimal rate, int periods, decimal pv, int first, int last, bool inAdvance = false)
    {
        CheckSpan(first, last, periods);
        Check(rate >= 0m, nameof(rate), "A loan's rate is 0 or more.");
        Check(pv > 0m, nameof(pv), "A loan is more than nothing.");
        var sum = 0m;
        for (var period = first; period <= last; period++)
            sum += Ipmt(rate, period, periods, pv, 0m, inAdvance);
        return sum;
    }

    /// <summary>Principal in the payments of a loan from one to another, both included; negative, as it is paid out.</summary>
    /// <inheritdoc cref="CumIpmt"/>
    public static decimal CumPrinc(decimal rate, int periods, decimal pv, int first, int last, bool inAdvance = false)
    {
        var interest = CumIpmt(rate, periods, pv, first, last, inAdvance);
        return (Pmt(rate, periods, pv, 0m, inAdvance) * (last - first + 1)) - interest;
    }

    /// <summary>Present value of level payments and a future value.</summary>
    /// <param name="rate">Rate per period, above −1.</param>
    /// <param name="periods">Number of payments, 0 or more.</param>
    /// <param name="pmt">Payment per period.</param>
    /// <param name="fv">Value left after the last payment.</param>
    /// <param name="inAdvance">Whether payments fall on the first day of a period.</param>
    /// <exception cref="ArgumentException">A rate of −1 or less, a negative number of periods, or growth beyond a trillion.</exception>
    public static decimal Pv(decimal rate, int periods, decimal pmt, decimal fv = 0m, bool inAdvance = false)
    {
        CheckPeriods(rate, periods, 0);
        if (rate == 0m)
            return -(fv + (pmt * periods));
        var discount = Growth(1m / (1m + rate), periods);
        return -((fv * discount) + (pmt * Advance(rate, inAdvance) * (1m - discount) / rate));
    }

    /// <summary>Value after level payments on a present value.</summary>
    /// <param name="rate">Rate per period, above −1.</param>
    /// <param name="periods">Number of payments, 0 or more.</param>
    /// <param name="pmt">Payment per period.</param>
    /// <param name="pv">Present value.</param>
    /// <param name="inAdvance">Whether payments fall on the first day of a period.</param>
    /// <exception cref="ArgumentException">A rate of −1 or less, a negative number of periods, or growth beyond a trillion.</exception>
    public static decimal Fv(decimal rate, int periods, decimal pmt, decimal pv = 0m, bool inAdvance = false)
    {
        CheckPeriods(rate, periods, 0);
        if (rate == 0m)
            return -(pv + (pmt * periods));
        var growth = Growth(1m + rate, periods);
        return -((pv * growth) + (pmt * Advance(rate, inAdvance) * (growth - 1m) / rate));
    }

    /// <summary>Number of level payments, with its fraction, after which a present value has become a future value.</summary>
    /// <param name="rate">Rate per period, above −1.</param>
    /// <param name="pmt">Payment per period.</param>
    /// <param name="pv">Present value.</param>
    /// <param name="fv">Value to reach.</param>
    /// <param name="inAdvance">Whether payments fall on the first day of a period.</param>
    /// <returns>Negative when it lies in the past; null when no number of payments does it.</returns>
    /// <exception cref="ArgumentException">A rate of −1 or less.</exception>
    public static decimal? Nper(decimal rate, decimal pmt, decimal pv, decimal fv = 0m, bool inAdvance = false)
    {
        CheckPeriods(rate, 0, 0);
        if (rate == 0m)
            return pmt == 0m ? null : -(pv + fv) / pmt;
        var perpetual = pmt * Advance(rate, inAdvance);
        var (end, start) = (perpetual - (fv * rate), perpetual + (pv * rate));
        return start != 0m && end / start is > 0m and var growth ? (decimal)(Math.Log((double)growth) / Math.Log((double)(1m + rate))) : null;
    }

    /// <summary>Rate per period at which level payments turn a present value into a future value.</summary>
    /// <param name="periods">Number of payments, at least 1.</param>
    /// <param name="pmt">Payment per period.</param>
    /// <param name="pv">Present value.</param>
    /// <param name="fv">Value left after the last payment.</param>
    /// <param name="inAdvance">Whether payments fall on the first day of a period.</param>
    /// <returns>Null when no rate does it; of several, the one <see cref="Irr"/> would choose.</returns>
    /// <exception cref="ArgumentException">No period.</exception>
    public static decimal? Rate(int periods, decimal pmt, decimal pv, decimal fv = 0m, bool inAdvance = false)
    {
        CheckPeriods(0m, periods, 1);
        var flows = new decimal[periods + 1];
        Array.Fill(flows, pmt, inAdvance ? 0 : 1, periods);
        flows[0] += pv;
        flows[periods] += fv;
        return Irr(flows);
    }

    /// <summary>Present value of flows at the ends of periods, the first after one period.</summary>
    /// <param name="rate">Rate per period, above −1.</param>
    /// <param name="flows">At least one.</param>
    /// <exception cref="ArgumentException">A rate of −1 or less, no flow, or growth beyond a trillion.</exception>
    public static decimal Npv(decimal rate, IReadOnlyList<decimal> flows)
    {
        CheckPeriods(rate, flows.Count, 1);
        Growth(1m / (1m + rate), flows.Count);
        return flows.Reverse().Aggregate(0m, (value, flow) => (value + flow) / (1m + rate));
    }

    /// <summary>Rate per period at which the flows are worth nothing, the first flow being now.</summary>
    /// <param name="flows">At least one; outlays negative.</param>
    /// <returns>
    /// Null when there is none. Where signs change more than once there may be several: then the one nearest zero of those up to
    /// 10,000 % at which the value falls as the rate rises, as an investment's does; failing that, the nearest zero of all. A root so
    /// near −1 that its value, in numbers of 16 digits, misses nothing by a ten-millionth of the flows does not count.
    /// </returns>
    /// <exception cref="ArgumentException">No flow.</exception>
    public static decimal? Irr(IReadOnlyList<decimal> flows)
    {
        CheckPeriods(0m, flows.Count, 1);
        return RateSolver.Solve(flows.Select((flow, at) => ((double)at, flow)));
    }

    /// <summary>Rate per period when outlays are financed at one rate and receipts reinvested at another.</summary>
    /// <param name="flows">At least two; outlays negative.</param>
    /// <param name="financeRate">Rate paid on outlays, above −1.</param>
    /// <param name="reinvestRate">Rate earned on receipts, above −1.</param>
    /// <returns>Null without both an outlay and a receipt.</returns>
    /// <exception cref="ArgumentException">A rate of −1 or less, fewer than two flows, or growth beyond a trillion.</exception>
    public static decimal? Mirr(IReadOnlyList<decimal> flows, decimal financeRate, decimal reinvestRate)
    {
        var last = flows.Count - 1;
        CheckPeriods(reinvestRate, last, 1);
        var spent = -Npv(financeRate, [.. flows.Select(flow => Math.Min(flow, 0m))]) * (1m + financeRate);
        var earned = Npv(reinvestRate, [.. flows.Select(flow => Math.Max(flow, 0m))]) * (1m + reinvestRate);
        return spent > 0m && earned > 0m ? Root(earned * Growth(1m + reinvestRate, last) / spent, last) - 1m : null;
    }

    /// <summary>Present value, on the day of the earliest flow, of dated flows at a yearly rate.</summary>
    /// <param name="rate">Yearly rate, compounded, above −1.</param>
    /// <param name="flows">At least one, in any order.</param>
    /// <param name="basis">How days become years.</param>
    /// <exception cref="ArgumentException">A rate of −1 or less, no flow, or growth beyond a trillion.</exception>
    public static decimal Xnpv(decimal rate, IReadOnlyList<DatedFlow> flows, YearBasis basis = YearBasis.Actual365)
    {
        CheckPeriods(rate, flows.Count, 1);
        return flows.Zip(Years(flows, basis), (flow, years) => flow.Amount * Grown(Math.Pow((double)(1m + rate), -years))).Sum();
    }

    /// <summary>Yearly rate, compounded, at which dated flows are worth nothing.</summary>
    /// <param name="flows">At least one, in any order; outlays negative.</param>
    /// <param name="basis">How days become years.</param>
    /// <returns>Null when there is none; of several, chosen as by <see cref="Irr"/>.</returns>
    /// <exception cref="ArgumentException">No flow.</exception>
    public static decimal? Xirr(IReadOnlyList<DatedFlow> flows, YearBasis basis = YearBasis.Actual365)
    {
        CheckPeriods(0m, flows.Count, 1);
        return RateSolver.Solve(Years(flows, basis).Zip(flows, (years, flow) => (years, flow.Amount)));
    }

    /// <summary>Yearly rate that compounding makes of a nominal one.</summary>
    /// <param name="nominal">Nominal yearly rate, 0 or more.</param>
    /// <param name="perYear">Compounding periods in a year, at least 1.</param>
    /// <exception cref="ArgumentException">An argument outside its range, or growth beyond a trillion.</exception>
    public static decimal Effect(decimal nominal, int perYear)
    {
        Check(nominal >= 0m, nameof(nominal), "A rate to compound is 0 or more.");
        CheckPeriods(0m, perYear, 1);
        return Growth(1m + (nominal / perYear), perYear) - 1m;
    }

    /// <summary>Nominal yearly rate that compounds to an effective one: <see cref="Effect"/> the other way.</summary>
    /// <param name="effective">Effective yearly rate, 0 or more.</param>
    /// <param name="perYear">Compounding periods in a year, at least 1.</param>
    /// <exception cref="ArgumentException">An argument outside its range.</exception>
    public static decimal Nominal(decimal effective, int perYear)
    {
        Check(effective >= 0m, nameof(effective), "A compounded rate is 0 or more.");
        CheckPeriods(0m, perYear, 1);
        return (Root(1m + effective, perYear) - 1m) * perYear;
    }

    /// <summary>A power with its growth held within bounds.</summary>
    internal static decimal Growth(decimal factor, int times)
    {
        Grown(Math.Pow((double)factor, times));
        return Power(factor, times);
    }

    private static decimal Grown(double growth) => growth <= (double)MostGrowth
        ? (decimal)growth
        : throw new ArgumentException("Grows more than a trillionfold; take fewer periods or a rate nearer zero.");

    private static decimal Power(decimal factor, int times)
    {
        var result = 1m;
        while (true)
        {
            if ((times & 1) == 1)
                result *= factor;
            times >>= 1;
            if (times == 0)
                return result;
            factor *= factor;
        }
    }

    /// <summary>The double root, made exact to a decimal's digits by one step of Newton.</summary>
    private static decimal Root(decimal value, int degree)
    {
        var root = (decimal)Math.Pow((double)value, 1d / degree);
        return root - ((root - (value / Power(root, degree - 1))) / degree);
    }

    private static decimal Advance(decimal rate, bool inAdvance) => inAdvance ? 1m + rate : 1m;

    private static IEnumerable<double> Years(IReadOnlyList<DatedFlow> flows, YearBasis basis)
    {
        var start = flows.Min(flow => flow.On);
        return flows.Select(flow => basis.Years(start, flow.On));
    }

    private static void CheckSpan(int first, int last, int periods) =>
        Check(first >= 1 && first <= last && last <= periods, nameof(periods), $"Payments are counted from 1 to {periods}, first to last; not {first} to {last}.");

    private static void CheckPeriods(decimal rate, int periods, int least)
    {
        Check(rate > -1m, nameof(rate), "A rate is above -1 (-100 %).");
        Check(periods >= least, nameof(periods), $"At least {least} is needed, not {periods}.");
    }

    private static void Check(bool holds, string name, string correction)
    {
        if (!holds)
            throw new ArgumentException(correction, name);
    }
}
