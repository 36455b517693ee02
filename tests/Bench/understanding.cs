#:project ../../bot/Assistant.Bot.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// How long it takes to understand one message, and what it allocates: all recognisers of one language (number, share, range, money, yes and no,
// telephone, date and time), the values of the contract, the intents, the danger. With the public sets at hand (Conformance__Data), training and
// accuracy as well.
//   dotnet run -c Release tests/Bench/understanding.cs       (from the repository root, after a build)

using System.Diagnostics;
using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Bot.Understanding;
using Assistant.Skills.Language;
using Assistant.Skills.Language.Recognisers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var chinese = new[] { "我一个月最多还八百，下周五先还500可以吗", "为什么利息这么多", "我失业了，这个月还不上，能不能分24期", "还欠多少？", "13800001001，12月10号晚上八点后联系我", "滞纳金能打八折吗" };
var english = new[] { "I can pay $300 a month from the 15th", "why so much interest", "lost my job, can I split it over 24 months?", "how much do I owe", "call me after 8pm at 202-555-0143 next Friday", "can you take 20% off the late fee" };
var now = new DateTime(2026, 11, 21, 10, 0, 0, DateTimeKind.Unspecified);
var today = DateOnly.FromDateTime(now);
var prompts = PromptFolder.Find();
TrainedReaders.Kept.Train(prompts, Path.Combine(prompts.Root, "bot/obj/readers"));
var readers = TrainedReaders.Load(prompts);

Console.WriteLine($"{"",-46}{"p50 µs",9}{"p99 µs",9}{"bytes",9}");
foreach (var (name, texts, isChinese) in new[] { ("Chinese", chinese, true), ("English", english, false) })
{
    var found = new List<Recognised>(32);
    Measure($"all recognisers, {name}", texts, text =>
    {
        found.Clear();
        foreach (var kind in Recogniser.Kinds)
            Recogniser.Find(kind, isChinese, text, now, found);
    });
    Measure($"values of the contract, {name}", texts, text => Hearing.Entities(text, today, false, !isChinese));
    Measure($"best intent of 110, {name}", texts, text => readers.Intents.Best(text));
    Measure($"several intents, denials, {name}", texts, text => readers.Intents.Read(text));
    Measure($"danger, {name}", texts, text => readers.Dangers.Read(text));
}

if (Environment.GetEnvironmentVariable("Conformance__Data") is { } data)
{
    foreach (var (set, bits) in new[] { ("banking77", 18), ("banking77_10shot", 16), ("clinc150", 17) })
    {
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        var watch = Stopwatch.StartNew();
        var reader = LinearReader.Train(Rows($"{set}/train.tsv"), bits);
        var trained = watch.Elapsed;
        Process.GetCurrentProcess().Refresh();
        var test = Rows($"{set}/test.tsv");
        var right = test.Count(row => reader.Best(row.Text).Label == row.Label);
        Console.WriteLine($"{set}: {100.0 * right / test.Count:0.00} % of {test.Count}, trained in {trained.TotalSeconds:0.0} s, peak of the process {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB (before: {before >> 20} MB)");
        Measure($"  one prediction, {set}", [.. test.Select(row => row.Text)], text => reader.Best(text));
    }

    List<(string Label, string Text)> Rows(string file) => [.. File.ReadLines(Path.Combine(data, "nlu", file)).Select(line => line.Split('\t')).Where(cells => cells.Length >= 2).Select(cells => (cells[0], cells[1]))];
}

static void Measure(string what, string[] texts, Action<string> read)
{
    const int Rounds = 20_000;
    for (var i = 0; i < Rounds; i++)
        read(texts[i % texts.Length]);
    var times = new double[Rounds];
    var allocated = GC.GetAllocatedBytesForCurrentThread();
    for (var i = 0; i < Rounds; i++)
    {
        var start = Stopwatch.GetTimestamp();
        read(texts[i % texts.Length]);
        times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
    Array.Sort(times);
    Console.WriteLine($"{what,-46}{times[Rounds / 2],9:0.0}{times[Rounds * 99 / 100],9:0.0}{allocated / Rounds,9}");
}
