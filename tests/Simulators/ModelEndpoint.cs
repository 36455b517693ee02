using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.Simulators;

/// <summary>
/// A language model's endpoint on a loopback port: the wire of OpenAI's chat completions, on OpenAI's path and on Azure's. It records every request, refuses what
/// the real one refuses, and answers what a test tells it to. Sources: OpenAI's API reference and guide to structured outputs, Azure's v1 API reference.
/// </summary>
public sealed class ModelEndpoint : IAsyncDisposable
{
    private static readonly string[] Paths = ["/v1/chat/completions", "/openai/v1/chat/completions"];

    // Bound and never listening: nobody else can be given its port, and who connects is turned away at once.
    private static readonly Lazy<Socket> Deaf = new(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    });

    private readonly WebApplication app;
    private readonly string? key;
    private readonly List<ModelRequest> requests = [];
    private ExceptionDispatchInfo? fault;

    private ModelEndpoint(WebApplication app, Func<ModelRequest, ModelReply> answer, string? key) => (this.app, Answer, this.key) = (app, answer, key);

    /// <summary>Where it listens, as a client's setting takes it: ends in /v1.</summary>
    public Uri Address => new(Base + "/v1");

    /// <summary>The same on Azure's path: ends in /openai/v1.</summary>
    public Uri AzureAddress => new(Base + "/openai/v1");

    /// <summary>What is answered to a request that is right. What this throws is answered with 500, and thrown again when the endpoint is disposed of.</summary>
    public Func<ModelRequest, ModelReply> Answer { get; set; }

    /// <summary>Every request so far in the order of arrival, refused ones too.</summary>
    public IReadOnlyList<ModelRequest> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    private string Base => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts it.</summary>
    /// <param name="answer">What is answered; "OK" by default.</param>
    /// <param name="key">The key a request has to carry as a bearer or as api-key; null asks for none.</param>
    public static async Task<ModelEndpoint> StartAsync(Func<ModelRequest, ModelReply>? answer = null, string? key = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var endpoint = new ModelEndpoint(app, answer ?? (_ => new ModelReply.Says("OK")), key);
        app.Run(endpoint.TakeAsync);
        await app.StartAsync();
        return endpoint;
    }

    /// <summary>An address on this machine at which nothing listens, and nothing will while the tests run.</summary>
    public static Uri DeadAddress() => new($"http://127.0.0.1:{((IPEndPoint)Deaf.Value.LocalEndPoint!).Port}/v1");

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        fault?.Throw();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var request = new ModelRequest(http.Request, body.ToArray());
        int number;
        var refusal = RefusalOf(http.Request, request);
        request.Refusal = refusal?.Error.Message;
        lock (requests)
        {
            requests.Add(request);
            number = requests.Count;
        }

        // A stopping host waits for open requests: those that wait for their client to go have to see it, too.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, app.Lifetime.ApplicationStopping);
        var wire = new ModelWire(http, request, number, over.Token);
        var isWhole = false;
        try
        {
            await (refusal is { } no ? wire.WriteErrorAsync(no.Status, no.Error) : wire.WriteAsync(ReplyTo(request)));
            isWhole = !http.RequestAborted.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            http.Abort();
        }
        finally
        {
            request.End(isWhole);
        }
    }

    private ModelReply ReplyTo(ModelRequest request)
    {
        try
        {
            return Answer(request);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref fault, ExceptionDispatchInfo.Capture(e), null);
            return new ModelReply.Fails(500);
        }
    }

    private (int Status, ModelError Error)? RefusalOf(HttpRequest http, ModelRequest request)
    {
        if (!Paths.Contains(request.Path))
            return (404, ModelErrors.NoPath(request.Method, request.Path));
        if (request.Method != "POST")
            return (405, ModelErrors.NoMethod(request.Method, request.Path));
        if (key is not null && http.Headers.Authorization != "Bearer " + key && http.Headers["api-key"] != key)
            return (401, http.Headers.Authorization.Count == 0 && !http.Headers.ContainsKey("api-key") ? ModelErrors.NoKey : ModelErrors.WrongKey);
        if (!http.HasJsonContentType())
            return (400, new($"Unsupported content type: '{http.ContentType}'. This API method only accepts 'application/json' requests.", Code: "unsupported_content_type"));
        if (request.Json is not JsonObject body)
            return (400, new("We could not parse the JSON body of your request. The API expects a JSON payload."));
        return ModelRules.First(body) is { } wrong ? (400, wrong) : null;
    }
}
