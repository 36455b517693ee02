#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property ManagePackageVersionsCentrally=false
#:package Microsoft.Data.Sqlite@10.0.14
#:package SQLitePCLRaw.bundle_e_sqlite3@3.0.3

// Durable full turns per second over HTTP, beside an npm botbuilder echo from memory and the bare commit rate of the store.
//   dotnet run tests/Bench/turns.cs            (from the repository root; needs Node.js for the echo)
// Every turn of ours is a POST to Direct Line by a verified cardholder asking what they owe: identity, case, ledger, reply, guard,
// and one transaction on disk. The echo keeps nothing; "connector" posts each reply back to the channel as Azure Bot Service has it,
// "in reply" answers in the same response (expectReplies), which only skills use.

using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

const int WarmUp = 8;
var seconds = args.Length > 0 ? int.Parse(args[0]) : 10;
var root = Directory.GetCurrentDirectory();
var work = Directory.CreateTempSubdirectory("assistant-bench-").FullName;
var results = new List<(string What, int Clients, double Rate, double P50, double P99)>();

Run("dotnet", "build bot -c Release -v q --nologo", root);
using (var ours = Start(Path.Combine(root, "bot/bin/Release/net10.0/Assistant.Bot"), "--Urls=http://127.0.0.1:5391", root, new()
{
    ["ASPNETCORE_ENVIRONMENT"] = "Development",
    ["ConnectionStrings__Store"] = $"Data Source={work}/store.db",
    ["DirectLine__Secret"] = "bench-secret",
    ["DirectLine__MessagesPer10Seconds"] = "100000",
    ["Logging__LogLevel__Default"] = "Warning",
}))
{
    using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:5391") };
    await Ready(() => http.GetAsync("/readyz"));
    foreach (var clients in (int[])[1, 16])
    {
        var talks = new List<(string Id, string Token)>();
        for (var i = 0; i < clients; i++)
        {
            var token = await Post(http, "/v3/directline/tokens/generate", "bench-secret", new { @case = new { caseNo = "S1001", verified = true } });
            var start = await Post(http, "/v3/directline/conversations", token.GetProperty("token").GetString()!, new { locale = "zh-CN" });
            talks.Add((start.GetProperty("conversationId").GetString()!, start.GetProperty("token").GetString()!));
        }

        Func<int, Task> turn = i => Send(http, $"/v3/directline/conversations/{talks[i].Id}/activities", talks[i].Token, """{"type":"message","text":"我欠多少？"}""");
        await Measure("warm-up", clients, WarmUp, turn);
        results.Add(await Measure("assistant, durable", clients, seconds, turn));
    }

    ours.Kill(true);
}

var peers = Path.Combine(root, "tests/Bench/peers");
if (!Directory.Exists(Path.Combine(peers, "node_modules")))
    Run("npm", "install --no-fund --no-audit --silent", peers);
using (var echo = Start("node", "echo.mjs 5392", peers, []))
using (var connector = new HttpListener { Prefixes = { "http://127.0.0.1:5393/" } })
{
    // The channel's side: takes the replies that the bot posts back, as Azure Bot Service does.
    connector.Start();
    _ = Task.Run(async () =>
    {
        while (connector.IsListening)
        {
            var call = await connector.GetContextAsync();
            call.Response.ContentType = "application/json";
            call.Response.Close("""{"id":"1"}"""u8.ToArray(), false);
        }
    });
    using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:5392") };
    foreach (var (what, mode) in (ReadOnlySpan<(string, string)>)[("botbuilder echo, connector", "normal"), ("botbuilder echo, in reply", "expectReplies")])
    {
        var body = $$$"""{"type":"message","id":"1","text":"hello","channelId":"directline","deliveryMode":"{{{mode}}}","serviceUrl":"http://127.0.0.1:5393/","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"}}""";
        Ready(() => http.PostAsync("/api/messages", new StringContent(body, null, "application/json"))).GetAwaiter().GetResult();
        foreach (var clients in (int[])[1, 16])
        {
            Func<int, Task> turn = _ => Send(http, "/api/messages", null, body);
            Measure("warm-up", clients, WarmUp, turn).GetAwaiter().GetResult();
            results.Add(Measure(what, clients, seconds, turn).GetAwaiter().GetResult());
        }
    }

    echo.Kill(true);
}

results.Add(Commits());
Directory.Delete(work, true);

Console.WriteLine($"{"",-28}{"clients",8}{"turns/s",10}{"p50 ms",9}{"p99 ms",9}{"against the echo",18}");
foreach (var (what, clients, rate, p50, p99) in results)
{
    var echoRate = results.Find(r => r.What == "botbuilder echo, connector" && r.Clients == clients).Rate;
    Console.WriteLine($"{what,-28}{clients,8}{rate,10:0}{p50,9:0.00}{p99,9:0.00}{(echoRate > 0 ? $"{rate / echoRate:0.00}x" : ""),18}");
}

async Task<(string, int, double, double, double)> Measure(string what, int clients, int duration, Func<int, Task> turn)
{
    var times = new List<double>[clients];
    var watch = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, clients).Select(async i =>
    {
        times[i] = [];
        while (watch.Elapsed.TotalSeconds < duration)
        {
            var before = Stopwatch.GetTimestamp();
            await turn(i);
            times[i].Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }
    }));
    var all = times.SelectMany(t => t).Order().ToList();
    return (what, clients, all.Count / watch.Elapsed.TotalSeconds, all[all.Count / 2], all[(int)(all.Count * 0.99)]);
}

(string, int, double, double, double) Commits()
{
    using var db = new SqliteConnection($"Data Source={work}/commits.db;Pooling=false");
    db.Open();
    Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)");
    var body = new byte[1500];
    var times = new List<double>();
    var watch = Stopwatch.StartNew();
    while (watch.Elapsed.TotalSeconds < 5)
    {
        var before = Stopwatch.GetTimestamp();
        using var insert = db.CreateCommand();
        insert.CommandText = "INSERT INTO t (body) VALUES ($b)";
        insert.Parameters.AddWithValue("$b", body);
        insert.ExecuteNonQuery();
        times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
    }

    times.Sort();
    return ("bare commits of the store", 1, times.Count / watch.Elapsed.TotalSeconds, times[times.Count / 2], times[(int)(times.Count * 0.99)]);

    void Execute(string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

static async Task Send(HttpClient http, string path, string? token, string body)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
    if (token is not null)
        request.Headers.Authorization = new("Bearer", token);
    using var response = await http.SendAsync(request);
    response.EnsureSuccessStatusCode();
    await response.Content.ReadAsByteArrayAsync();
}

static async Task<JsonElement> Post(HttpClient http, string path, string token, object body)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
    request.Headers.Authorization = new("Bearer", token);
    using var response = await http.SendAsync(request);
    response.EnsureSuccessStatusCode();
    return await response.Content.ReadFromJsonAsync<JsonElement>();
}

static async Task Ready(Func<Task<HttpResponseMessage>> probe)
{
    for (var tries = 0; tries < 100; tries++)
    {
        try
        {
            if ((await probe()).IsSuccessStatusCode)
                return;
        }
        catch (HttpRequestException) when (tries < 99)
        {
            // Not listening yet.
        }

        await Task.Delay(200);
    }

    throw new TimeoutException("The server did not come up.");
}

static Process Start(string file, string arguments, string folder, Dictionary<string, string> environment)
{
    var info = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
    foreach (var (key, value) in environment)
        info.Environment[key] = value;
    var process = Process.Start(info)!;
    process.OutputDataReceived += (_, _) => { };
    process.BeginOutputReadLine();
    return process;
}

static void Run(string file, string arguments, string folder)
{
    using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder })!;
    process.WaitForExit();
    if (process.ExitCode != 0)
        throw new InvalidOperationException($"{file} {arguments} failed.");
}
