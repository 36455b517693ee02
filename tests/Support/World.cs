using System.Text.Json.Nodes;
using Assistant.Bot;
using Assistant.Bot.Import;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.Support;

/// <summary>The product in one process on a store file of its own, with a clock that stands: everything real but the network.</summary>
public sealed class World : IAsyncDisposable
{
    public const string PrivacyKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    public static readonly DateTimeOffset Morning = new(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(8));

    private static readonly Lazy<Task<string>> SampleStore = new(MakeSampleStore);
    private readonly ServiceProvider services;
    private int activities;

    private World(string storePath, ManualClock clock, Action<IServiceCollection>? change = null)
    {
        StorePath = storePath;
        Clock = clock;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Store"] = $"Data Source={storePath}",
            ["Privacy:Key"] = PrivacyKey,
        }).Build();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddProvider(Log));
        App.AddAssistant(collection, configuration, development: true);
        collection.AddSingleton<TimeProvider>(clock);
        change?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    public string StorePath { get; }

    public ManualClock Clock { get; }

    public ListLog Log { get; } = new();

    public Store Store => Get<Store>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>With the sample cases, as they stand on <see cref="Morning"/>.</summary>
    /// <param name="change">Puts something else in the place of a part.</param>
    public static async Task<World> WithSamplesAsync(Action<IServiceCollection>? change = null)
    {
        var path = NewPath();
        File.Copy(await SampleStore.Value, path);
        return new World(path, new ManualClock(Morning), change);
    }

    /// <summary>With an empty store.</summary>
    public static World Empty(DateTimeOffset? now = null) => new(NewPath(), new ManualClock(now ?? Morning));

    /// <summary>The same store in a new process, as far as one process can pretend.</summary>
    public async Task<World> RestartAsync(DateTimeOffset? now = null)
    {
        await services.DisposeAsync();
        return new World(StorePath, new ManualClock(now ?? Clock.Now));
    }

    /// <summary>The product once more on the same store.</summary>
    public World Beside() => new(StorePath, Clock);

    /// <summary>Ends this process's side, leaving the store.</summary>
    public ValueTask LeaveAsync() => services.DisposeAsync();

    /// <summary>Starts a conversation; with a case, as from the bank's own sign-in.</summary>
    public async Task<Talk> TalkAsync(string? bankCase = null, string? locale = "zh-CN", string? userId = null, string? address = null)
    {
        var id = $"c{Interlocked.Increment(ref activities)}-{Guid.NewGuid():N}"[..20];
        var talk = new Talk(this, id, userId ?? "dl_" + id, bankCase, locale, address);
        await talk.SendAsync("conversationUpdate", "");
        return talk;
    }

    public JsonObject Records(string caseNo) => Get<RecordReader>().Of(caseNo);

    public T Scalar<T>(string sql, object? values = null) => Store.Read(db => db.ExecuteScalar<T>(sql, values))!;

    public string WriteFile(string name, string text) => WriteFile(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string WriteFile(string name, byte[] content)
    {
        var folder = Directory.CreateDirectory(StorePath + "-files").FullName;
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(StorePath)!, true);
    }

    private static string NewPath() => Path.Combine(Directory.CreateTempSubdirectory("assistant-test-").FullName, "store.db");

    private static async Task<string> MakeSampleStore()
    {
        var path = NewPath();
        var world = new World(path, new ManualClock(Morning));
        await world.Get<SampleCases>().LoadAsync();
        await world.services.DisposeAsync();
        return path;
    }
}

/// <summary>One conversation, as a channel carries it.</summary>
public sealed class Talk(World world, string id, string userId, string? bankCase, string? locale, string? address)
{
    private int sent;

    public string Id { get; } = id;

    /// <summary>The last reply's trace; empty when nothing was said.</summary>
    public JsonObject Trace { get; private set; } = [];

    public string Reply { get; private set; } = "";

    public Activity? Last { get; private set; }

    public Task<TurnResult> SayAsync(string text) => SendAsync("message", text);

    /// <summary>Sends a file, already uploaded.</summary>
    public Task<TurnResult> SendFileAsync() => SendAsync("message", "", null, [new() { ContentType = "image/png", Name = "a.png", ContentUrl = "/uploads/made-up" }]);

    public async Task<TurnResult> SendAsync(string type, string text, string? key = null, IList<Attachment>? attachments = null)
    {
        var result = await world.Get<TurnPipeline>().RunAsync(new InboundMessage
        {
            Channel = "directline",
            ConversationId = Id,
            UserId = userId,
            Key = key ?? $"k{Interlocked.Increment(ref sent)}",
            BankCase = bankCase,
            Address = address,
            Activity = new Activity { Type = type, Text = text, Attachments = attachments, Locale = locale, From = new() { Id = userId, Role = "user" }, Conversation = new() { Id = Id } },
        }, CancellationToken.None);
        Last = result.Activities.LastOrDefault(activity => activity is { Type: "message", From.Role: "bot" });
        Reply = Last?.Text ?? "";
        Trace = Last?.ChannelData?["trace"]?.AsObject() ?? [];
        return result;
    }

    public IReadOnlyList<string> List(string part, string field) =>
        Trace[part] is JsonArray array ? [.. array.Select(item => item![field]?.ToString() ?? "")] : [];

    public IReadOnlyList<string> Values(string part) => Trace[part] is JsonArray array ? [.. array.Select(item => item!.ToString())] : [];

    public string? Fact(string name) => Trace["facts"] is JsonArray facts ? facts.FirstOrDefault(fact => fact!["name"]!.ToString() == name)?["value"]?.ToString() : null;
}

/// <summary>Keeps every log line, to look for what must not be there.</summary>
public sealed class ListLog : ILoggerProvider, ILogger
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines)
            lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
