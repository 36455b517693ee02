using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>A plan as the verifier builds it, in whole cents.</summary>
internal sealed class OwnPlan(PlanType type, PlanPack pack, Account account)
{
    public string Type => type.Code;

    public long Balance { get; init; }

    public long Waived { get; init; }

    public long Down { get; init; }

    public long[] Principal { get; init; } = [];

    public long[] Interest { get; init; } = [];

    public DateOnly[] Days { get; init; } = [];

    public DateOnly? Review { get; init; }

    public bool Above { get; set; }

    public int Months => Principal.Length;

    public long Cost => Interest.Sum();

    public long Total => Down + Principal.Sum() + Cost;

    public long Dearest => Months == 0 ? 0 : Math.Max(Amount(0), Amount(Months - 1));

    public bool Approval => type.NeedsApproval || (type.Code is "BILL" or "HARD" or "PIA" or "STEP" or "REAM" && account.Total.Amount > pack.BotMaxBalance.Amount);

    public IEnumerable<string> Rules => type.Rules.Append(pack.Law.ToLowerInvariant() + (Approval ? ".plan.approval" : ".plan.bot-authority"));

    public long Amount(int row) => Principal[row] + Interest[row];

    /// <summary>Internal rate by halving an interval: 12 × the month, and compounded; percent, two places.</summary>
    public (string Annual, string Effective) Rates()
    {
        double low = 0, high = 1;
        if (Cost > 0)
        {
            for (var i = 0; i < 200; i++)
            {
                var middle = (low + high) / 2;
                var worth = 0.0;
                for (var row = Months - 1; row >= 0; row--)
                    worth = (worth + Amount(row)) / (1 + middle);
                (low, high) = worth > Balance - Down ? (middle, high) : (low, middle);
            }
        }

        return (Percent(low * 12), Percent(Math.Pow(1 + low, 12) - 1));
    }

    public string Id(string caseNo, PlanPack from, string annual, string effective)
    {
        string Of(long cents) => $"{PlanVerifier.Money(cents)} {from.Currency}";
        var text = new StringBuilder($"{caseNo}|{from.Hash}|{Type}|{Of(Balance)}|{Of(Waived)}|{Of(Down)}|{annual}|{effective}|{Approval}|");
        text.Append(Review is { } day ? day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) : "").Append('|').AppendJoin(',', Rules);
        for (var i = 0; i < Months; i++)
            text.Append('|').Append(Days[i].ToString("yyyyMMdd", CultureInfo.InvariantCulture)).Append(':').Append(Of(Principal[i])).Append(':').Append(Of(Interest[i]));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..8]);
    }

    private static string Percent(double fraction) => Math.Round((decimal)(fraction * 100), 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>Every plan of a type, as the verifier builds it.</summary>
internal sealed class PlanVerifierGrid(PlanPack pack, Account account, Wish wish, long total, long floor)
{
    private readonly long down = wish.DownPayment is { } paid ? (long)(paid.Amount * 100m) : 0;

    public List<OwnPlan?> Of(PlanType type)
    {
        var due = (long)(account.Overdue.Amount * 100m);
        var pairs = account.File.ChargedOff || account.DaysPastDue > 180 ? account.File.PreApproved.Count : 1;
        return type.Code switch
        {
            "PIF" => [Make(type, total, 0, 0, [total], [0], Days(1))],
            "CURE" => [.. type.Terms.Select(term => Keep(Make(type, due, 0, 0, Equal(due, term), new long[term], Days(term))))],
            "HOLD" => [new OwnPlan(type, pack, account) { Review = account.Today.AddDays(type.MaxDays ?? 0) }],
            "EXT" => [Later(type, due)],
            "SETL" => [.. account.File.PreApproved.Take(pairs).Select(pair => Settle(type, pair, 1))],
            "SETP" => [.. account.File.PreApproved.Take(pairs).SelectMany(pair => type.Terms.Select(term => Settle(type, pair, term)))],
            _ => [.. type.Terms.Select(term => Spread(type, term))],
        };
    }

    private OwnPlan Make(PlanType type, long balance, long waived, long paidAtOnce, long[] principal, long[] interest, DateOnly[] days) =>
        new(type, pack, account) { Balance = balance, Waived = waived, Down = paidAtOnce, Principal = principal, Interest = interest, Days = days };

    private OwnPlan? Keep(OwnPlan plan) => plan.Amount(0) >= floor ? plan : null;

    private OwnPlan Later(PlanType type, long due)
    {
        var day = wish.FirstDueOn ?? (wish.Payday is null ? account.Today.AddDays(Math.Min(type.MaxDays ?? 0, pack.FirstDueMaxDays)) : Days(1)[0]);
        var runs = (long)decimal.Round(due * account.File.DailyRate * (day.DayNumber - account.Today.DayNumber), 0, MidpointRounding.AwayFromZero);
        return Make(type, due, 0, 0, [due], [runs], [day]);
    }

    private OwnPlan? Settle(PlanType type, PreApproved pair, int parts)
    {
        var pay = (long)(pair.Pay.Amount * 100m);
        var waived = total - pay;
        if (waived <= 0 || waived > (long)(pair.Waive.Amount * 100m))
            return null;
        var plan = Make(type, pay, waived, 0, Equal(pay, parts), new long[parts], Days(parts));
        return parts == 1 && type.Code == "SETL" ? plan : plan.Days[^1].DayNumber - account.Today.DayNumber <= type.MaxDays ? Keep(plan) : null;
    }

    private OwnPlan? Spread(PlanType type, int term)
    {
        var longest = pack.MaxTermByBalance.First(step => step.Below is null || total < (long)(step.Below.Value.Amount * 100m)).Months;
        if (term > longest)
            return null;
        var rest = total - down;
        var principal = Equal(rest, term);
        var interest = new long[term];
        if (type.Code == "STEP")
        {
            var low = rest / ((term / 2) + (2 * (term - (term / 2))));
            for (var i = 0; i < term; i++)
                principal[i] = i < term / 2 ? low : 2 * low;
            principal[^1] += rest - principal.Sum();
        }
        else if (type.Pricing == Pricing.Flat)
        {
            Array.Fill(interest, (long)decimal.Round(rest * type.Rate, 0, MidpointRounding.AwayFromZero));
        }
        else if (type.Pricing == Pricing.Reducing)
        {
            (principal, interest) = Annuity(rest, term, account.File.DailyRate * 365m / 12m * type.Rate);
        }

        return Keep(Make(type, total, 0, down, principal, interest, Days(term)));
    }

    private static long[] Equal(long cents, int parts)
    {
        var rows = new long[parts];
        Array.Fill(rows, cents / parts);
        rows[^1] += cents % parts;
        return rows;
    }

    /// <summary>The level instalment whose last row comes within as many cents as there are months, nearest to the exact one.</summary>
    private static (long[] Principal, long[] Interest) Annuity(long cents, int term, decimal rate)
    {
        var growth = 1m;
        for (var i = 0; i < term; i++)
            growth *= 1 + rate;
        var level = (long)decimal.Round(cents * rate * growth / (growth - 1), 0, MidpointRounding.AwayFromZero);
        (long[], long[]) best = default;
        var nearest = long.MaxValue;
        foreach (var step in new[] { 0, -1, 1, -2, 2 })
        {
            long[] principal = new long[term], interest = new long[term];
            var left = cents;
            for (var i = 0; i < term; i++)
            {
                interest[i] = (long)decimal.Round(left * rate, 0, MidpointRounding.AwayFromZero);
                principal[i] = i == term - 1 ? left : level + step - interest[i];
                left -= principal[i];
            }

            var off = Math.Abs(principal[^1] + interest[^1] - level - step);
            if (principal.Any(part => part < 0) || off >= nearest)
                continue;
            (best, nearest) = ((principal, interest), off);
            if (off <= term)
                break;
        }

        return best;
    }

    private DateOnly[] Days(int count)
    {
        var day = wish.Payday ?? wish.FirstDueOn?.Day ?? account.File.DueDate.Day;
        var first = wish.FirstDueOn ?? FirstOn(wish.Payday ?? account.File.DueDate.Day);
        return [.. Enumerable.Range(0, count).Select(i => i == 0 ? first : OnDay(first.AddDays(1 - first.Day).AddMonths(i), day))];
    }

    /// <summary>That day in the month after today or this month's, at most the pack's days ahead.</summary>
    private DateOnly FirstOn(int day)
    {
        var last = account.Today.AddDays(pack.FirstDueMaxDays);
        var month = account.Today.AddDays(1 - account.Today.Day);
        return new[] { OnDay(month, day), OnDay(month.AddMonths(1), day), last }.First(candidate => candidate > account.Today && candidate <= last);
    }

    private static DateOnly OnDay(DateOnly month, int day) => month.AddDays(Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
}
