#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property ManagePackageVersionsCentrally=false

// How long a line takes from one side of a conversation that a person holds to the other: 300 live conversations, each with a page of its own open in the
// console, as thirty agents with ten each would have.
//   dotnet run tests/Bench/console.cs [conversations] [seconds]        (from the repository root)
// Cardholders listen on Direct Line WebSockets, agents on the console's event streams; each conversation says a line and gets one back every ten seconds.
// Every line is durable before it is delivered: the cardholder's is understood for danger, the agent's is reviewed by the rule book.

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

var conversations = args.Length > 0 ? int.Parse(args[0]) : 300;
var seconds = args.Length > 1 ? int.Parse(args[1]) : 60;
const string Base = "http://127.0.0.1:5395", Key = "bench-key-of-the-agents", Secret = "bench-secret", Password = "bench password";
var root = Directory.GetCurrentDirectory();
var work = Directory.CreateTempSubdirectory("assistant-bench-").FullName;
var salt = RandomNumberGenerator.GetBytes(16);
var hash = $"pbkdf2-sha256$600000${Convert.ToBase64String(salt)}${Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Password), salt, 600_000, HashAlgorithmName.SHA256, 32))}";

Process.Start(new ProcessStartInfo("dotnet", "build bot -c Release -v q --nologo") { WorkingDirectory = root })!.WaitForExit();
var info = new ProcessStartInfo(Path.Combine(root, "bot/bin/Release/net10.0/Assistant.Bot"), $"--Urls={Base}") { WorkingDirectory = root };
foreach (var (name, value) in new Dictionary<string, string>
{
    ["ASPNETCORE_ENVIRONMENT"] = "Development", ["ConnectionStrings__Store"] = $"Data Source={work}/store.db", ["DirectLine__Secret"] = Secret, ["Logging__LogLevel__Default"] = "Warning", ["Clock__Start"] = "2026-11-20T10:00:00+08:00",
    ["Staff__Keys__0__Key"] = Key, ["Staff__Keys__0__User"] = "anna", ["Staff__Keys__0__Roles"] = "agent",
    ["Staff__Users__0__User"] = "anna", ["Staff__Users__0__PasswordHash"] = hash, ["Staff__Users__0__Roles"] = "agent", ["Staff__Users__0__Queues"] = "GENERAL",
})
    info.Environment[name] = value;
using var server = Process.Start(info)!;
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2000, UseCookies = false }) { BaseAddress = new Uri(Base) };
for (var i = 0; i < 200; i++)
{
    try
    {
        if ((await http.GetAsync("/readyz")).IsSuccessStatusCode)
            break;
    }
    catch (HttpRequestException)
    {
        // It does not listen yet.
    }

    await Task.Delay(300);
}

using var cookies = new HttpClientHandler { AllowAutoRedirect = false };
using var console = new HttpClient(cookies) { BaseAddress = new Uri(Base) };
var form = await console.GetStringAsync("/console/sign-in");
var token = WebUtility.HtmlDecode(Regex.Match(form, "name=\"csrf\" content=\"([^\"]*)\"").Groups[1].Value);
await console.PostAsync("/console/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["user"] = "anna", ["password"] = Password, ["__RequestVerificationToken"] = token }));
var cookie = cookies.CookieContainer.GetCookieHeader(new Uri(Base));

var sent = new ConcurrentDictionary<string, long>();
var (toAgent, toCardholder) = (new ConcurrentBag<double>(), new ConcurrentBag<double>());
using var over = new CancellationTokenSource();
var talks = new List<(string Id, string Token, string HandOff)>();
var listeners = new List<Task>();
for (var i = 0; i < conversations; i++)
{
    var asked = await Post("/v3/directline/tokens/generate", Secret, new { user = new { id = $"dl_{i}" } });
    var start = await Post("/v3/directline/conversations", asked.GetProperty("token").GetString()!, new { locale = "zh-CN" });
    var (id, bearer) = (start.GetProperty("conversationId").GetString()!, start.GetProperty("token").GetString()!);
    await Post($"/v3/directline/conversations/{id}/activities", bearer, new { type = "message", text = "转人工" });
    talks.Add((id, bearer, ""));
    listeners.Add(WatchSocket(start.GetProperty("streamUrl").GetString()!));
}

var waiting = JsonDocument.Parse(await Get("/api/handoffs?status=waiting")).RootElement.EnumerateArray().ToDictionary(one => one.GetProperty("conversationId").GetString()!, one => one.GetProperty("handoffId").GetString()!);
for (var i = 0; i < talks.Count; i++)
{
    talks[i] = talks[i] with { HandOff = waiting[talks[i].Id] };
    await Post($"/api/handoffs/{talks[i].HandOff}/accept", Key, new { });
    listeners.Add(WatchEvents(talks[i].HandOff));
}

await Task.Delay(3000);
Console.WriteLine($"{conversations} conversations live, {conversations} pages open in the console; {seconds} s");
var watch = Stopwatch.StartNew();
var rounds = Enumerable.Range(0, conversations).Select(async i =>
{
    // Spread over the ten seconds, as people are.
    await Task.Delay(i * 10_000 / conversations);
    for (var round = 0; watch.Elapsed.TotalSeconds < seconds; round++)
    {
        var began = watch.Elapsed;
        var line = $"好的我看一下{i}x{round}";
        sent["c" + line] = Stopwatch.GetTimestamp();
        await Post($"/v3/directline/conversations/{talks[i].Id}/activities", talks[i].Token, new { type = "message", text = line });
        await Task.Delay(1500);
        var answer = $"不着急，您慢慢看{i}x{round}";
        sent["a" + answer] = Stopwatch.GetTimestamp();
        await Post($"/api/conversations/{talks[i].Id}/messages", Key, new { text = answer });
        var rest = TimeSpan.FromSeconds(10) - (watch.Elapsed - began);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest);
    }
});
await Task.WhenAll(rounds);
await Task.Delay(2000);
await over.CancelAsync();
server.Kill(true);
Show("cardholder to agent's page", toAgent);
Show("agent to cardholder's page", toCardholder);
var said = sent.Count;
Console.WriteLine($"{said} lines said, {toAgent.Count + toCardholder.Count} delivered");
Directory.Delete(work, true);
return;

void Show(string what, ConcurrentBag<double> times)
{
    var all = times.Order().ToList();
    if (all.Count > 0)
        Console.WriteLine($"{what,-28} n {all.Count,6}   p50 {all[all.Count / 2],7:0.0} ms   p95 {all[(int)(all.Count * 0.95)],7:0.0} ms   p99 {all[(int)(all.Count * 0.99)],7:0.0} ms   most {all[^1],7:0.0} ms");
}

async Task WatchSocket(string url)
{
    using var socket = new ClientWebSocket();
    await socket.ConnectAsync(new Uri(url), over.Token);
    var buffer = new byte[1 << 16];
    try
    {
        while (true)
        {
            var length = 0;
            WebSocketReceiveResult got;
            do
            {
                got = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), over.Token);
                length += got.Count;
            }
            while (!got.EndOfMessage);
            Note("a", Encoding.UTF8.GetString(buffer, 0, length), toCardholder);
        }
    }
    catch (Exception e) when (e is OperationCanceledException or WebSocketException) { }
}

async Task WatchEvents(string handOff)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, $"/console/talks/{handOff}/events?from=0");
    request.Headers.Add("Cookie", cookie);
    try
    {
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync(over.Token) is { } line)
            Note("c", line, toAgent);
    }
    catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException) { }
}

void Note(string side, string frame, ConcurrentBag<double> times)
{
    foreach (Match text in Regex.Matches(frame, "\"text\":\"([^\"]*)\""))
    {
        if (sent.TryGetValue(side + text.Groups[1].Value, out var at) && sent.TryUpdate(side + text.Groups[1].Value, -1, at) && at > 0)
            times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
    }
}

async Task<string> Get(string path)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path);
    request.Headers.Authorization = new("Bearer", Key);
    return await (await http.SendAsync(request)).Content.ReadAsStringAsync();
}

async Task<JsonElement> Post(string path, string bearer, object body)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
    request.Headers.Authorization = new("Bearer", bearer);
    using var response = await http.SendAsync(request);
    var text = await response.Content.ReadAsStringAsync();
    return response.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.Clone() : throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {text[..Math.Min(300, text.Length)]}");
}
