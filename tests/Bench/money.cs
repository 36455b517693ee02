#:project ../../bot/Assistant.Bot.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// Quotes per second with full search and certificate, and their verification, beside a plain loop that only builds one schedule;
// the proof of a ten-year account; what each allocates.
//   dotnet run -c Release tests/Bench/money.cs       (from the repository root)

using System.Diagnostics;
using Assistant.Bot.Prompts;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

var pack = PolicyFiles.Read(PromptFolder.Find()).Packs.Single(pack => pack.Id == "zh-CN");
var today = new DateOnly(2026, 11, 21);
var view = new AccountView(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(8)), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), TimeSpan.FromHours(72), 91);
var accounts = Enumerable.Range(0, 997).Select(n => Account.Of(File(20_000m + (n * 37.19m)), [], view)).ToArray();
var wish = new Wish { Monthly = Yuan(1500m), Income = Yuan(9000m), Essentials = Yuan(5000m) };

var plain = Measure("plain loop: one schedule of 36 rows", n =>
{
    var balance = accounts[n % accounts.Length].Total.Amount;
    var each = decimal.Floor(balance * 100m / 36) / 100m;
    var rows = new (DateOnly Day, decimal Amount)[36];
    for (var i = 0; i < rows.Length; i++)
        rows[i] = (today.AddMonths(i + 1), i == 35 ? balance - (each * 35) : each);
    return rows.Length;
});
var quotes = Measure("quote: full search, three offers, certificate", n => PlanEngine.Quote(pack, accounts[n % accounts.Length], CaseHistory.None, wish).Offers.Count);
var priced = Measure("quote: statement plans priced by internal rate", n => PlanEngine.Quote(pack, accounts[n % accounts.Length] is var a ? Account.Of(a.File with { DueDate = today.AddDays(5) }, [], view) : a, CaseHistory.None, wish).Offers.Count);
Console.WriteLine($"a quote costs {plain.Rate / quotes.Rate:0.0} × the plain loop, with statement plans {plain.Rate / priced.Rate:0.0} ×");

foreach (var years in (int[])[1, 10])
{
    var postings = Enumerable.Range(0, years * 12).SelectMany(month =>
    {
        var first = today.AddYears(-years).AddMonths(month);
        return new[] { 3, 9, 14, 20, 26 }.Select(day => new Posting(first.AddDays(day), LineType.Purchase, Yuan(200m + (day * 13.37m)), History.Closing(first.AddDays(day), 8)))
            .Append(new Posting(first.AddDays(17), LineType.Payment, Yuan(-900m), History.Closing(first.AddDays(17), 8)));
    }).Where(posting => posting.Day < today).ToList();
    var history = new History("CNY", 8, 26, postings);
    var terms = new CardTerms
    {
        EffectiveFrom = new(2000, 1, 1), IsConfirmed = true, Regime = InterestRegime.Full, DayCount = DayCount.StartInEndOut, Compounds = true, ChargesInterestOnFees = false,
        PenaltyFloor = new Dictionary<string, decimal>(), ToleranceDays = 3, ToleranceAmount = new Dictionary<string, decimal>(), MinimumFloor = new Dictionary<string, decimal>(), AllocationFlipsAt = 91,
    };
    var proof = CardLedger.Prove(history, new(0.0005m, 0.05m, 0.1m), _ => terms, null, today);
    Measure($"proof of {years} year{(years == 1 ? "" : "s")}: {postings.Count} postings, {proof.Lines.Count} lines", _ => CardLedger.Prove(history, new(0.0005m, 0.05m, 0.1m), _ => terms, null, today).Lines.Count);
}

Money Yuan(decimal amount) => new(amount, "CNY");

CaseFile File(decimal balance) => new()
{
    CaseNo = "B1", CreditorName = "b", CustomerNo = "P", Currency = "CNY", ProductName = "p", CardLast4 = "0000", StatementDay = 8, DueDate = today.AddDays(-45), DelinquencyDate = today.AddDays(-44),
    TotalDue = Yuan(balance), Principal = Yuan(balance), Interest = Yuan(0), Penalty = Yuan(0), Fees = Yuan(0), MinPayment = Yuan(0), DailyRate = 0.0005m, PenaltyRate = 0.05m, MinPayRate = 0.1m, AsOf = view.Now.AddHours(-8),
};

(double Rate, double Bytes) Measure(string what, Func<int, int> work)
{
    var done = 0L;
    for (var until = Stopwatch.GetTimestamp() + (2 * Stopwatch.Frequency); Stopwatch.GetTimestamp() < until; done++)
        work((int)(done % int.MaxValue));
    var before = GC.GetAllocatedBytesForCurrentThread();
    var watch = Stopwatch.StartNew();
    var count = 0;
    for (; watch.Elapsed.TotalSeconds < 5; count++)
        work(count);
    var (rate, bytes) = (count / watch.Elapsed.TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count);
    Console.WriteLine($"{what,-72} {rate,12:0.0} /s {bytes / 1024,10:0.0} KiB each");
    return (rate, bytes);
}
