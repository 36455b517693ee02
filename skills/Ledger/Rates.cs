namespace Assistant.Skills.Ledger;

/// <summary>What an instalment plan costs, as a rate.</summary>
public static class Rates
{
    /// <summary>Monthly rate, a fraction to some 14 digits, at which the payments are worth what was received: the plan's internal rate.</summary>
    /// <param name="received">What the person had of it: the balance spread, less what was paid up front. More than nothing.</param>
    /// <param name="payments">Payment of each month, the first after one month; none negative, at least one above nothing.</param>
    /// <exception cref="ArgumentException">An argument outside its range, or payments out of all proportion to what was received.</exception>
    /// <exception cref="InvalidOperationException">More than one currency.</exception>
    public static decimal MonthlyIrr(Money received, IReadOnlyList<Money> payments)
    {
        if (!received.IsPositive)
            throw new ArgumentException("What was received is more than nothing.", nameof(received));
        var nothing = Money.Zero(received.Currency);
        if (payments.Any(payment => payment < nothing))
            throw new ArgumentException("A payment is not negative; take what was paid back off another.", nameof(payments));
        return Finance.Irr([-received.Amount, .. payments.Select(payment => payment.Amount)])
            ?? throw new ArgumentException("The payments need an amount, in some proportion to what was received.", nameof(payments));
    }

    /// <summary>Yearly rate in percent, simple: twelve monthly rates; two decimals, half away from zero.</summary>
    /// <param name="monthly">Monthly rate, a fraction.</param>
    public static decimal YearlyPercent(decimal monthly) => Percent(monthly * 12m);

    /// <summary>Yearly rate in percent, compounded monthly; two decimals, half away from zero.</summary>
    /// <param name="monthly">Monthly rate, a fraction above −1.</param>
    /// <exception cref="ArgumentException">A rate of −1 or less, or one above 900 % a month.</exception>
    public static decimal YearlyCompoundedPercent(decimal monthly) => Percent(Finance.Fv(monthly, 12, 0m, -1m) - 1m);

    private static decimal Percent(decimal fraction) => decimal.Round(fraction * 100m, 2, MidpointRounding.AwayFromZero);
}

/// <summary>An amount on a day.</summary>
/// <param name="On">The day.</param>
/// <param name="Amount">Paid out when negative, received when positive.</param>
public readonly record struct DatedFlow(DateOnly On, decimal Amount);

/// <summary>How the days between two dates become years.</summary>
public enum YearBasis
{
    /// <summary>Days over 365, leap years too.</summary>
    Actual365,

    /// <summary>Days over 360.</summary>
    Actual360,

    /// <summary>Days over 366 in leap years, over 365 in others (ISDA).</summary>
    ActualActual,

    /// <summary>Months of 30 days; the 31st ends as the 30th only after a start on the 30th or 31st (ISDA).</summary>
    Thirty360,

    /// <summary>Months of 30 days; every 31st is a 30th (Eurobond).</summary>
    ThirtyE360,

    /// <summary>As <see cref="Thirty360"/>, and a start on the last of February is a 30th (SIA).</summary>
    ThirtyUs360,
}

/// <summary>Years between two dates.</summary>
public static class YearBasisExtensions
{
    /// <summary>Years, with their fraction, from a day to a later one.</summary>
    /// <param name="basis">How days become years.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day, not before the first.</param>
    public static double Years(this YearBasis basis, DateOnly from, DateOnly to) => basis switch
    {
        YearBasis.Actual365 => (to.DayNumber - from.DayNumber) / 365d,
        YearBasis.Actual360 => (to.DayNumber - from.DayNumber) / 360d,
        YearBasis.ActualActual => PointInTime(to) - PointInTime(from),
        _ => Days360(basis, from, to) / 360d,
    };

    private static double PointInTime(DateOnly day) => day.Year + ((day.DayOfYear - 1d) / (DateTime.IsLeapYear(day.Year) ? 366 : 365));

    private static int Days360(YearBasis basis, DateOnly from, DateOnly to)
    {
        var february = basis == YearBasis.ThirtyUs360 && EndsFebruary(from);
        var first = february ? 30 : Math.Min(from.Day, 30);
        var shortens = basis == YearBasis.ThirtyE360 || first == 30;
        var last = february && EndsFebruary(to) ? 30 : shortens ? Math.Min(to.Day, 30) : to.Day;
        return (360 * (to.Year - from.Year)) + (30 * (to.Month - from.Month)) + last - first;
    }

    private static bool EndsFebruary(DateOnly day) => day.Month == 2 && day.AddDays(1).Month == 3;
}

/// <summary>
/// Finds the rate at which flows are worth nothing. Works on u = ln(1 + rate), where the value is a sum of exponentials: if the
/// flows change sign once there is exactly one root, else the whole range is searched in steps, and two roots within one step stay
/// unseen. No guess is needed.
/// </summary>
internal static class RateSolver
{
    /// <summary>Bound of u both ways: rates from −1 + 1e−13 to 1e13.</summary>
    private const double Widest = 30d;

    /// <summary>Steps of the search each way, which lengthen outwards.</summary>
    private const int Steps = 820;

    /// <summary>First step of the search: half a percent.</summary>
    private const double Finest = 0.005;

    /// <summary>Share of the flows that the value at a root may miss nothing by: more, and no number is precise enough to be the rate.</summary>
    private const double Miss = 1e-7;

    /// <summary>Highest u of a rate that is preferred among several: 10,000 %.</summary>
    private static readonly double Likely = Math.Log(101d);

    /// <summary>The rate, to 15 digits, or null.</summary>
    /// <param name="dated">Flows and their times in periods, any order.</param>
    public static decimal? Solve(IEnumerable<(double Time, decimal Amount)> dated)
    {
        var netted = dated.GroupBy(flow => flow.Time, (time, flows) => (Time: time, Amount: flows.Sum(flow => flow.Amount)))
            .Where(flow => flow.Amount != 0m).OrderBy(flow => flow.Time).ToArray();
        if (netted.Length == 0)
            return null;
        var flows = new Flows([.. netted.Select(flow => flow.Time - netted[0].Time)], [.. netted.Select(flow => (double)flow.Amount)]);
        var changes = netted.Zip(netted.Skip(1)).Count(pair => decimal.Sign(pair.First.Amount) != decimal.Sign(pair.Second.Amount));
        var root = changes switch { 0 => null, 1 => Only(flows), _ => Chosen(flows) };
        return root is { } u ? (decimal)Rate(u) : null;
    }

    private static double Rate(double u) => Math.Exp(u) - 1d;

    /// <summary>The one root of flows that change sign once, sought outwards from rate nought; null beyond the bounds.</summary>
    private static double? Only(Flows flows)
    {
        var (from, value) = (0d, flows.Value(0d));
        var outwards = value > 0d == flows.Amounts[0] > 0d ? -1d : 1d;
        for (var to = outwards * Widest / 2048d; Math.Abs(to) <= Widest; to *= 2d)
        {
            var next = flows.Value(to);
            if (next > 0d != value > 0d)
                return Between(flows, from, to, value, next);
            (from, value) = (to, next);
        }

        return null;
    }

    /// <summary>Of all roots found, the one that <see cref="Finance.Irr"/> promises.</summary>
    private static double? Chosen(Flows flows)
    {
        var roots = new List<(double At, bool Falls)>();
        var (from, value) = (-Widest, flows.Value(-Widest));
        for (var step = 1 - Steps; step <= Steps; step++)
        {
            var to = Math.Sinh(step * Finest) * (Widest / Math.Sinh(Steps * Finest));
            var next = flows.Value(to);
            if (next > 0d != value > 0d)
                roots.Add((Between(flows, from, to, value, next), value > 0d));
            (from, value) = (to, next);
        }

        var exact = roots.Where(root => Math.Abs(flows.Worth(Rate(root.At))) <= Miss * flows.Amounts.Sum(Math.Abs));
        return exact.OrderBy(root => root.Falls && root.At <= Likely ? 0 : 1).ThenBy(root => Math.Abs(root.At)).Select(root => (double?)root.At).FirstOrDefault();
    }

    /// <summary>Chandrupatla's method: inverse quadratic steps where they are safe, halving where not. The ends differ in sign.</summary>
    private static double Between(Flows flows, double a, double b, double ofA, double ofB)
    {
        var (c, ofC, part) = (a, ofA, 0.5);
        while (true)
        {
            var x = a + (part * (b - a));
            var ofX = flows.Value(x);
            if (ofX > 0d == ofA > 0d)
                (c, ofC) = (a, ofA);
            else
                (c, ofC, b, ofB) = (b, ofB, a, ofA);
            (a, ofA) = (x, ofX);
            var (best, ofBest) = Math.Abs(ofA) < Math.Abs(ofB) ? (a, ofA) : (b, ofB);
            var least = ((2e-16 * Math.Abs(best)) + 1e-18) / Math.Abs(b - a);
            if (ofBest == 0d || least > 0.5)
                return best;
            var (xi, phi) = ((a - b) / (c - b), (ofA - ofB) / (ofC - ofB));
            part = phi * phi < xi && (1d - phi) * (1d - phi) < 1d - xi
                ? (ofA / (ofB - ofA) * ofC / (ofB - ofC)) + ((c - a) / (b - a) * ofA / (ofC - ofA) * ofB / (ofC - ofB))
                : 0.5;
            part = Math.Clamp(part, least, 1d - least);
        }
    }

    /// <summary>Flows by time, the first at 0, none nothing.</summary>
    private sealed record Flows(double[] Times, double[] Amounts)
    {
        /// <summary>Their value times a positive factor that keeps it within bounds: only sign and zero mean anything.</summary>
        public double Value(double u)
        {
            var (sum, largest) = (0d, Math.Max(0d, -u * Times[^1]));
            for (var at = 0; at < Times.Length; at++)
                sum += Amounts[at] * Math.Exp((-u * Times[at]) - largest);
            return sum;
        }

        /// <summary>Their value at the time of the first.</summary>
        public double Worth(double rate)
        {
            var sum = 0d;
            for (var at = 0; at < Times.Length; at++)
                sum += Amounts[at] * Math.Pow(1d + rate, -Times[at]);
            return sum;
        }
    }
}
