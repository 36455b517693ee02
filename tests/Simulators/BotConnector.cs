using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.Simulators;

/// <summary>
/// The Bot Service on a loopback port: login authority, connector of a channel, and the address of a parent bot that uses ours as a skill. It records what it
/// gets in order, refuses what the real one refuses, and fails as told. Sources: Bot Framework Connector swagger 3.1 and the activity protocol.
/// </summary>
public sealed class BotConnector : IAsyncDisposable
{
    private const string ChannelAudience = "https://api.botframework.com";
    private const string ParentPath = "/api/skills";

    private readonly WebApplication app;
    private readonly HttpClient http = new();
    private readonly List<ConnectorCall> calls = [];
    private readonly ConcurrentDictionary<string, bool> activities = new();
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int ids;

    private BotConnector(WebApplication app, BotConnectorOptions options)
    {
        this.app = app;
        Options = options;
        Authority = new(options);
    }

    /// <summary>How it was set up.</summary>
    public BotConnectorOptions Options { get; }

    /// <summary>Keys and tokens.</summary>
    public BotAuthority Authority { get; }

    /// <summary>Where it listens, without a slash.</summary>
    public string Base { get; private set; } = "";

    /// <summary>Service URL as channels give it, with a slash at its end.</summary>
    public string ServiceUrl => Base + "/";

    /// <summary>Service URL as parent bots give it: with a path and no slash at its end.</summary>
    public string ParentUrl => Base + ParentPath;

    /// <summary>Where the bot under test listens; messages are posted to its /api/messages.</summary>
    public string BotUrl { get; set; } = "";

    /// <summary>What happens to the next calls, one each.</summary>
    public ConcurrentQueue<ConnectorFault> Faults { get; } = new();

    /// <summary>Who is in which conversation.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<object>> Members { get; } = new();

    /// <summary>Every call with a good token so far, in order, failed ones too.</summary>
    public IReadOnlyList<ConnectorCall> Calls
    {
        get
        {
            lock (calls)
                return [.. calls];
        }
    }

    /// <summary>Activities that arrived, in order.</summary>
    public IReadOnlyList<ConnectorCall> Taken => [.. Calls.Where(call => call is { IsTaken: true, Method: "POST", Body: not null })];

    /// <summary>Starts it.</summary>
    public static async Task<BotConnector> StartAsync(BotConnectorOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var self = new BotConnector(app, options ?? new());
        self.Authority.Map(app, () => self.Base);
        Task<IResult> AtChannel(HttpContext call) => self.TakeAsync(call, isForParent: false);
        Task<IResult> AtParent(HttpContext call) => self.TakeAsync(call, isForParent: true);
        app.Map("/v3/{**rest}", (Delegate)AtChannel);
        app.Map(ParentPath + "/v3/{**rest}", (Delegate)AtParent);
        await app.StartAsync();
        self.Base = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return self;
    }

    /// <summary>Settings with which a bot trusts this service.</summary>
    public BotFrameworkSettings Settings => new()
    {
        AppId = Options.AppId, AppSecret = Options.AppSecret, TenantId = Options.TenantId, AllowedCallers = [Options.ParentAppId],
        ChannelMetadata = Base + "/channel/metadata", EntraMetadata = Base + "/entra/metadata", LoginUrl = Base,
    };

    /// <summary>The same as command-line arguments.</summary>
    public string[] SettingsFor() =>
    [
        $"--BotFramework:AppId={Options.AppId}", $"--BotFramework:AppSecret={Options.AppSecret}", .. Options.TenantId is { } tenant ? [$"--BotFramework:TenantId={tenant}"] : Array.Empty<string>(),
        $"--BotFramework:AllowedCallers:0={Options.ParentAppId}", $"--BotFramework:ChannelMetadata={Base}/channel/metadata", $"--BotFramework:EntraMetadata={Base}/entra/metadata", $"--BotFramework:LoginUrl={Base}",
    ];

    /// <summary>A good token of the channel.</summary>
    /// <param name="serviceUrl">Service URL it is for; this service's by default.</param>
    public string MakeToken(string? serviceUrl = null) => Authority.Sign(Authority.ChannelClaims(serviceUrl ?? ServiceUrl), BotAuthority.ChannelKey);

    /// <summary>A good token of the parent bot.</summary>
    public string MakeParentToken() => Authority.Sign(Authority.EntraClaims(Options.ParentAppId), BotAuthority.EntraKey);

    /// <summary>A message as the channel sends it, with an id of its own.</summary>
    public JsonObject Message(string text, string conversation = "c1", string user = "u1", string channel = "directline") => new()
    {
        ["type"] = "message", ["id"] = $"{conversation}|{Interlocked.Increment(ref ids).ToString("D7", CultureInfo.InvariantCulture)}", ["timestamp"] = Options.Time.GetUtcNow().ToString("O"),
        ["serviceUrl"] = ServiceUrl, ["channelId"] = channel, ["from"] = new JsonObject { ["id"] = user, ["name"] = "" }, ["conversation"] = new JsonObject { ["id"] = conversation },
        ["recipient"] = new JsonObject { ["id"] = "bot1", ["name"] = "bot" }, ["text"] = text, ["locale"] = "zh-CN", ["textFormat"] = "plain",
    };

    /// <summary>Posts an activity to the bot as the channel does, with a good token for the activity's service URL.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="authorization">Another Authorization header; empty sends none.</param>
    public async Task<BotAnswer> PostAsync(JsonObject activity, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, BotUrl.TrimEnd('/') + "/api/messages") { Content = JsonContent.Create((JsonNode)activity) };
        authorization ??= "Bearer " + MakeToken(activity["serviceUrl"]?.ToString());
        if (authorization.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await http.SendAsync(request);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Posts an activity to the bot as the parent bot does, with its token and its own service URL.</summary>
    public Task<BotAnswer> PostAsParentAsync(JsonObject activity)
    {
        activity["serviceUrl"] = ParentUrl;
        return PostAsync(activity, "Bearer " + MakeParentToken());
    }

    /// <summary>Waits until this many activities have arrived.</summary>
    /// <exception cref="TimeoutException">They did not within the time.</exception>
    public async Task<IReadOnlyList<ConnectorCall>> WaitAsync(int count, int seconds = 20)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(seconds);
        while (true)
        {
            Task more;
            lock (calls)
                more = news.Task;
            if (Taken is { } taken && taken.Count >= count)
                return taken;
            var left = until - DateTimeOffset.UtcNow;
            if (left <= TimeSpan.Zero || await Task.WhenAny(more, Task.Delay(left)) != more)
                throw new TimeoutException($"{Taken.Count} of {count} activities arrived: {string.Join(" / ", Calls.Select(call => $"{call.Method} {string.Join('/', call.Segments)} {call.Status}"))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Authority.Dispose();
    }

    private async Task<IResult> TakeAsync(HttpContext call, bool isForParent)
    {
        if (Options.IsTokenWanted && !Authority.IsGoodFor(call.Request.Headers.Authorization, isForParent ? Options.ParentAppId : ChannelAudience))
            return Error(401, "Unauthorized", "Authorization has been denied for this request.");
        // The raw target, since a decoded one no longer tells an escaped slash from a real one.
        var target = call.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var segments = target[(target.IndexOf("/v3/", StringComparison.Ordinal) + 4)..].Split('?')[0].Split('/').Select(Uri.UnescapeDataString).ToList();
        using var reader = new StreamReader(call.Request.Body);
        var text = await reader.ReadToEndAsync();
        var (body, isJson) = Parse(text);
        Faults.TryDequeue(out var fault);
        lock (calls)
        {
            var (status, answer, id) = !isJson ? (400, Wrong("BadSyntax", "The body is not a JSON object."), null) : fault is { IsTaken: false } ? (fault.Status, Wrong("ServiceError", "As told."), null) : Effect(call.Request.Method, segments, body);
            calls.Add(new(call.Request.Method, segments, body, isForParent, fault?.Status ?? status, status < 300 && fault is null or { IsTaken: true }, id));
            news.TrySetResult();
            news = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (fault is null)
                return answer is null ? Results.StatusCode(status) : Results.Json(answer, statusCode: status);
        }

        if (fault.Status == 0)
        {
            call.Abort();
            return Results.Empty;
        }

        if (fault.RetryAfter is { } seconds)
            call.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Error(fault.Status, "ServiceError", "As told.");
    }

    /// <summary>What a call does, as the connector's own rules have it.</summary>
    private (int Status, object? Answer, string? Id) Effect(string method, List<string> path, JsonObject? body)
    {
        if (path is not ["conversations", ..])
            return (404, Wrong("NotFound", "No such resource."), null);
        var conversation = path.ElementAtOrDefault(1);
        switch (method, path.Count, path.ElementAtOrDefault(2))
        {
            case ("POST", 1, _):
                var made = $"made-{Interlocked.Increment(ref ids)}";
                return body?["members"] is JsonArray ? (201, new { id = made, activityId = $"{made}|0000000", serviceUrl = ServiceUrl }, made) : (400, Wrong("BadArgument", "'members' is missing."), null);
            case ("GET", 3, "members"):
                return (200, Members.GetValueOrDefault(conversation!, []), null);
            case ("GET", 3, "pagedmembers"):
                return (200, new { members = Members.GetValueOrDefault(conversation!, []) }, null);
            case ("GET", 4, "members"):
                return Members.GetValueOrDefault(conversation!, []).FirstOrDefault(member => JsonSerializer.SerializeToNode(member)!["id"]?.ToString() == path[3]) is { } found ? (200, found, null) : (404, Wrong("MemberNotFoundInConversation", "No such member."), null);
            case ("POST", 3 or 4, "activities"):
                if (WrongOf(body, conversation!) is { } wrong)
                    return (400, Wrong("BadArgument", wrong), null);
                var id = $"{conversation}|out{Interlocked.Increment(ref ids).ToString("D7", CultureInfo.InvariantCulture)}";
                activities[id] = true;
                return (200, new { id }, id);
            case ("PUT", 4, "activities"):
                return !activities.ContainsKey(path[3]) ? (404, Wrong("ActivityNotFoundInConversation", "No such activity."), null) : (200, new { id = path[3] }, path[3]);
            case ("DELETE", 4, "activities"):
                return activities.TryRemove(path[3], out _) ? (200, null, path[3]) : (404, Wrong("ActivityNotFoundInConversation", "No such activity."), null);
            default:
                return (405, Wrong("MethodNotAllowed", "Not so."), null);
        }
    }

    /// <summary>What the service misses in an activity.</summary>
    private static string? WrongOf(JsonObject? activity, string conversation) =>
        activity is null || string.IsNullOrEmpty(activity["type"]?.ToString()) ? "'type' is missing."
        : string.IsNullOrEmpty(activity["from"]?["id"]?.ToString()) ? "'from.id' is missing."
        : activity["conversation"]?["id"]?.ToString() is { } named && named != conversation ? "'conversation.id' is another than the address's."
        : null;

    private static (JsonObject? Body, bool IsJson) Parse(string text)
    {
        try
        {
            return text.Length == 0 ? (null, true) : (JsonNode.Parse(text) as JsonObject, true);
        }
        catch (JsonException)
        {
            return (null, false);
        }
    }

    private static object Wrong(string code, string message) => new { error = new { code, message } };

    private static IResult Error(int status, string code, string message) => Results.Json(Wrong(code, message), statusCode: status);
}
