using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Bot;
using Assistant.Bot.Import;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Activity = Assistant.Bot.Turns.Activity;

namespace Assistant.Tests.Support;

/// <summary>The real server on a loopback port, with a store of its own and a clock that starts on <see cref="World.Morning"/>.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    public const string Secret = "test-secret-of-the-bank";
    public const string AgentKey = "test-key-of-an-agent";
    public const string TrainerKey = "test-key-of-a-trainer";
    public const string FraudKey = "test-key-narrowed-to-fraud";

    private readonly WebApplication app;
    private readonly string folder;

    private ServerHost(WebApplication app, string folder, ListLog log)
    {
        this.app = app;
        this.folder = folder;
        Log = log;
        Base = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(Base) };
    }

    public string Base { get; }

    public HttpClient Http { get; }

    public ListLog Log { get; }

    public string StorePath => Path.Combine(folder, "store.db");

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<ServerHost> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("assistant-host-").FullName;
        var log = new ListLog();
        var host = App.BuildServer(
        [
            "--environment=Development", "--Urls=http://127.0.0.1:0", $"--ConnectionStrings:Store=Data Source={folder}/store.db", $"--Privacy:Key={World.PrivacyKey}",
            $"--Clock:Start={World.Morning:O}", $"--DirectLine:Secret={Secret}",
            $"--Staff:Keys:0:Key={AgentKey}", "--Staff:Keys:0:User=anna", "--Staff:Keys:0:Roles=agent",
            $"--Staff:Keys:1:Key={TrainerKey}", "--Staff:Keys:1:User=tom", "--Staff:Keys:1:Roles=trainer",
            $"--Staff:Keys:2:Key={FraudKey}", "--Staff:Keys:2:User=fred", "--Staff:Keys:2:Roles=agent", "--Staff:Keys:2:Queues=FRAUD",
            .. settings,
        ], logging => logging.ClearProviders().AddProvider(log));
        await host.StartAsync();
        return new ServerHost(host, folder, log);
    }

    /// <summary>One request; the answer's status and JSON (null when it has none).</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> CallAsync(HttpMethod method, string path, string? bearer, object? body = null, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (header is { } more)
            request.Headers.Add(more.Name, more.Value);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (body is not null)
            request.Content = body is string text ? new StringContent(text, null, "application/json") : JsonContent.Create(body);
        using var response = await Http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, answer.StartsWith('{') || answer.StartsWith('[') ? JsonDocument.Parse(answer).RootElement : default);
    }

    /// <summary>Imports a bank's file while the server runs; every row must load.</summary>
    public async Task ImportAsync(string name, string text)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, text);
        var result = Get<Importer>().ImportFile(path, "en-US", _ => { });
        (result.Problem, result.Rejected).ShouldBe((null, 0), result.RejectsPath is null ? "" : await File.ReadAllTextAsync(result.RejectsPath));
    }

    /// <summary>A Direct Line conversation: anonymous from the page, or signed in by the bank for a case.</summary>
    public async Task<LineTalk> TalkAsync(string? bankCase = null, string locale = "zh-CN")
    {
        var (_, token) = bankCase is null
            ? await CallAsync(HttpMethod.Post, "/webchat/token", null)
            : await CallAsync(HttpMethod.Post, "/v3/directline/tokens/generate", Secret, new { @case = new { caseNo = bankCase, verified = true } });
        var (status, start) = await CallAsync(HttpMethod.Post, "/v3/directline/conversations", token.GetProperty("token").GetString(), new { locale });
        status.ShouldBe(HttpStatusCode.Created);
        return new LineTalk(this, start.GetProperty("conversationId").GetString()!, start.GetProperty("token").GetString()!);
    }

    /// <summary>A cardholder of S1001 who has asked for a person, with the hand-off that waits.</summary>
    public async Task<(LineTalk Talk, string Id)> WaitingAsync()
    {
        var talk = await TalkAsync("S1001");
        await talk.SayAsync("转人工");
        return (talk, HandOffOf(talk));
    }

    /// <summary>The hand-off of a conversation.</summary>
    public string HandOffOf(LineTalk talk) => Get<Store>().Read(db => db.QuerySingle<string>("SELECT handoff_id FROM handoffs WHERE conversation_id = @Id", new { talk.Id }));

    /// <summary>Waits until every channel has taken all that may be sent.</summary>
    public async Task QuietAsync()
    {
        for (var until = Environment.TickCount64 + 30_000; Get<Store>().Read(db => db.ExecuteScalar<int>("""
            SELECT COUNT(*) FROM channel_talks t WHERE t.next_at IS NOT NULL AND EXISTS (SELECT 1 FROM activities a WHERE a.conversation_id = t.conversation_id AND a.direction = 'out' AND a.seq >= t.sent_seq)
            """)) > 0;)
        {
            if (Environment.TickCount64 > until)
                throw new TimeoutException("Something waits and is not sent.");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, true);
    }
}

/// <summary>A conversation over Direct Line.</summary>
public sealed class LineTalk(ServerHost host, string id, string token)
{
    private string watermark = "";

    public string Id { get; } = id;

    public string Token { get; } = token;

    public string Path => $"/v3/directline/conversations/{Id}/activities";

    /// <summary>Says something and gives the bot's new messages.</summary>
    public async Task<IReadOnlyList<Activity>> SayAsync(string text)
    {
        (await host.CallAsync(HttpMethod.Post, Path, Token, new { type = "message", text })).Status.ShouldBe(HttpStatusCode.OK);
        return await ReadAsync();
    }

    /// <summary>The bot's messages since the last look.</summary>
    public async Task<IReadOnlyList<Activity>> ReadAsync()
    {
        var (_, set) = await host.CallAsync(HttpMethod.Get, $"{Path}?watermark={watermark}", Token);
        watermark = set.GetProperty("watermark").GetString()!;
        return [.. set.GetProperty("activities").Deserialize<List<Activity>>(Json.Options)!.Where(activity => activity is { Type: "message", From.Role: "bot" })];
    }
}

/// <summary>The program as a process of its own, to be killed.</summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process process;
    private int ended;

    private ProgramProcess(Process process, string address)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(20) };
    }

    public HttpClient Http { get; }

    public static string Dll => Path.Combine(AppContext.BaseDirectory, "Assistant.Bot.dll");

    /// <summary>Starts the server and waits until it is ready.</summary>
    public static async Task<ProgramProcess> ServeAsync(IReadOnlyDictionary<string, string> environment)
    {
        var process = Start(["--Urls=http://127.0.0.1:0"], environment);
        var address = new TaskCompletionSource<string>();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text && text.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is >= 0 and var at && text.Contains("listening", StringComparison.Ordinal))
                address.TrySetResult(text[at..].Trim());
        };
        process.BeginOutputReadLine();
        return new ProgramProcess(process, await address.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(string[] arguments, IReadOnlyDictionary<string, string> environment, string input = "")
    {
        using var process = Start(arguments, environment, redirectInput: true);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public async Task WaitForDeathAsync() => await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref ended, 1) != 0)
            return;
        process.Kill(true);
        await process.WaitForExitAsync();
        Http.Dispose();
        process.Dispose();
    }

    private static Process Start(string[] arguments, IReadOnlyDictionary<string, string> environment, bool redirectInput = false)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = redirectInput, RedirectStandardInput = redirectInput };
        start.ArgumentList.Add(Dll);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }
}
