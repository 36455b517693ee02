#:project ../../bot/Assistant.Bot.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// How fast lines are reviewed, beside a plain list of keywords on the same lines, and how well each judges them; and a bulk run of many lines with the memory it takes.
//   dotnet run -c Release tests/Bench/conduct.cs [lines of the bulk run, 100000 where left out]       (from the repository root, after a build)

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Assistant.Bot.Staff;
using Assistant.Skills.Conduct;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var prompts = PromptFolder.Find();
ConductFiles.Kept.Train(prompts, Path.Combine(prompts.Root, "bot/obj/readers"));
var book = ConductFiles.Load(prompts);
string[] words = ["坐牢", "警察", "法院", "起诉", "上门", "家人", "单位", "爸妈", "征信", "黑名单", "老赖", "不要脸", "密码", "验证码", "私人账户", "套现", "借钱", "手续费", "曝光", "最后一次", "jail", "police", "court", "sue", "arrest", "family", "employer", "boss", "ruined", "blacklist", "deadbeat", "password", "code", "personal account", "payday", "cash advance", "fee", "last chance", "tonight"];
var lines = File.ReadLines(Path.Combine(prompts.Root, "tests/Quality/lines.jsonl")).Concat(File.ReadLines(Path.Combine(prompts.Root, "tests/Quality/honest.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement)
    .Select(json => (Text: json.GetProperty("text").GetString()!, Jurisdiction: json.GetProperty("jurisdiction").GetString()!, Label: json.GetProperty("label").GetString()!)).ToList();
var day = new DateOnly(2026, 11, 20);

Console.WriteLine($"{lines.Count} lines, one core          {"p50 µs",9}{"p99 µs",9}{"a second",10}{"precision",11}{"recall",8}   (of lines that must not be said)");
Measure("the rule book", line => book.Review(line.Text, new() { Jurisdiction = line.Jurisdiction, Day = day }).Verdict == "block");
Measure("a list of keywords", line => words.Any(word => line.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));

var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var folder = Directory.CreateTempSubdirectory("conduct-bench").FullName;
var file = Path.Combine(folder, "lines.txt");
File.WriteAllLines(file, Enumerable.Range(0, count).Select(i => $"{lines[i % lines.Count].Text} ({i})"));
var run = new QualityRun(book, new ReviewRequests(new Assistant.Bot.Turns.BankClock(TimeProvider.System, TimeZoneInfo.Utc)), null!);
var watch = Stopwatch.StartNew();
var (checkedNow, _, _) = run.Run([file], Path.Combine(folder, "out"), (_, _) => { });
Process.GetCurrentProcess().Refresh();
Console.WriteLine($"bulk run: {checkedNow} lines in {watch.Elapsed.TotalSeconds:0.0} s on {Environment.ProcessorCount} cores = {checkedNow / watch.Elapsed.TotalSeconds:0} a second; peak of the process {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
Directory.Delete(folder, true);

void Measure(string what, Func<(string Text, string Jurisdiction, string Label), bool> stops)
{
    foreach (var line in lines)
        stops(line);
    var (times, said) = (new List<double>(), new List<(bool Is, bool Stopped)>());
    var all = Stopwatch.StartNew();
    foreach (var line in lines)
    {
        var start = Stopwatch.GetTimestamp();
        said.Add((line.Label == "block", stops(line)));
        times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    var taken = all.Elapsed.TotalSeconds;
    times.Sort();
    var (hits, stopped, there) = (said.Count(one => one.Is && one.Stopped), said.Count(one => one.Stopped), said.Count(one => one.Is));
    Console.WriteLine($"{what,-30}{times[times.Count / 2],9:0.0}{times[(int)(times.Count * 0.99)],9:0.0}{lines.Count / taken,10:0}{100.0 * hits / Math.Max(1, stopped),10:0.0}%{100.0 * hits / there,7:0.0}%");
}
