using System.ClientModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Assistant.Bot.Models;

/// <summary>What a model answered.</summary>
/// <param name="Json">The answer in the shape that was asked for; null where nothing usable came.</param>
/// <param name="Caught">The check that stopped it; null where it may be used.</param>
/// <param name="CallId">Its number in the record; 0 where nothing was sent.</param>
public sealed record ModelAnswer(JsonElement? Json, string? Caught, long CallId = 0);

/// <summary>
/// The only way to a language model, on a short lead: a use that is switched on, words that were masked, a budget, a time limit, an answer in the shape asked for. It never throws for
/// what an endpoint does: whoever asked goes on without an answer.
/// </summary>
public sealed class LanguageModel(LlmSettings settings, Func<IChatClient> client, ModelLedger ledger, ILogger<LanguageModel> log) : IDisposable
{
    private const int MostAnswer = 20_000;
    private const int LeastToTrip = 5;
    private static readonly TimeSpan Sampled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private readonly IReadOnlySet<ModelUse> uses = settings.UseSet;
    private readonly SemaphoreSlim places = new(settings.AtOnce);
    private readonly ResiliencePipeline<ChatResponse> pipeline = Pipeline(settings.Retries);
    private long restsUntil;

    /// <summary>Whether a use is switched on.</summary>
    public bool Serves(ModelUse use) => uses.Contains(use);

    /// <summary>Asks.</summary>
    /// <param name="use">What for.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="values">What is put into it. Words of people are masked already; what was not is caught here.</param>
    /// <param name="shape">Schema of the answer.</param>
    /// <param name="caller">Whom it is for.</param>
    /// <param name="cancellation">Ends the waiting, and is the only thing that throws.</param>
    public async Task<ModelAnswer> AskAsync(ModelUse use, ModelPrompt prompt, IReadOnlyDictionary<string, string?> values, JsonObject shape, ModelCaller caller, CancellationToken cancellation)
    {
        if (!Serves(use))
            return new(null, "off");
        var messages = prompt.Render(values);
        if (!messages.All(message => Mask.IsClean(message.Text)))
            return Caught("unmasked", 0);
        if (TimeProvider.System.GetUtcNow().UtcTicks < Interlocked.Read(ref restsUntil))
            return Caught("resting", 0);
        if (!await places.WaitAsync(0, cancellation))
            return Caught("busy", 0);
        try
        {
            var options = Options(prompt, shape);
            var (callId, over) = await ledger.BeginAsync(use, caller, messages, options, TokensOf(messages));
            return over is null ? await SendAsync(use, messages, options, shape, callId, cancellation) : Caught(over, 0);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Notes that what was made of an answer did not pass a later check.</summary>
    public Task CatchAsync(ModelAnswer answer, string caught)
    {
        Log(caught, answer.CallId);
        return ledger.CatchAsync(answer.CallId, caught);
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async Task<ModelAnswer> SendAsync(ModelUse use, IReadOnlyList<ChatMessage> messages, ChatOptions options, JsonObject shape, long callId, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(settings.LimitOf(use));
        var began = Stopwatch.GetTimestamp();
        var span = ModelTelemetry.Begin(settings, use, options);
        var (response, caught, isSent) = await TryAsync(messages, options, cancellation, limit.Token);
        var json = default(JsonElement?);
        if (caught is null)
            (json, caught) = Read(response!, shape, options);
        ModelTelemetry.End(span, settings, response, Stopwatch.GetElapsedTime(began).TotalSeconds, caught?.Split(':')[0]);
        if (!isSent)
        {
            await ledger.ForgetAsync(callId);
            callId = 0;
        }
        else
        {
            await ledger.EndAsync(callId, response is null ? "" : TextOf(response), response?.Usage, caught);
        }

        cancellation.ThrowIfCancellationRequested();
        return caught is null ? new(json, null, callId) : Caught(caught, callId);
    }

    private async Task<(ChatResponse? Response, string? Caught, bool IsSent)> TryAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellation, CancellationToken limit)
    {
        var isSent = false;
        try
        {
            return (await pipeline.ExecuteAsync(async token =>
            {
                isSent = true;
                return await SendOnceAsync(messages, options, cancellation, token);
            }, limit), null, isSent);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return (null, cancellation.IsCancellationRequested ? "given-up" : "time-out", isSent);
        }
        catch (BrokenCircuitException)
        {
            return (null, "circuit-open", isSent);
        }
        catch (ClientResultException e)
        {
            if (e.Status is 429 or 503 && RetryAfter(e) is { } wait)
                Interlocked.Exchange(ref restsUntil, (TimeProvider.System.GetUtcNow() + wait).UtcTicks);
            return (null, e.Status == 0 ? "unreachable" : e.GetRawResponse()?.Content?.ToString().Contains("content_filter", StringComparison.Ordinal) == true ? "filtered" : $"status-{e.Status}", isSent);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AggregateException or Azure.Identity.AuthenticationFailedException)
        {
            return (null, "unreachable", isSent);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException or KeyNotFoundException or IndexOutOfRangeException or NullReferenceException)
        {
            // What the library makes of a body that is no answer.
            return (null, "malformed", isSent);
        }
    }

    private async Task<ChatResponse> SendOnceAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellation, CancellationToken limit)
    {
        try
        {
            // Some endpoints hold on to a request that was given up; nobody waits for them.
            return await client().GetResponseAsync(messages, options, limit).WaitAsync(limit);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            // That it was too slow counts against the endpoint; that somebody went away does not.
            throw new TimeoutException("The time limit was reached.", e);
        }
    }

    private static (JsonElement? Json, string? Caught) Read(ChatResponse response, JsonObject shape, ChatOptions options)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        if (contents.OfType<ErrorContent>().Any())
            return (null, "refused");
        if (response.FinishReason is null)
            return (null, "cut-off");
        if (response.FinishReason == ChatFinishReason.ContentFilter)
            return (null, "filtered");
        if (response.FinishReason == ChatFinishReason.Length)
            return (null, "truncated");
        var calls = contents.OfType<FunctionCallContent>().ToList();
        if (calls.Count > 0 && (options.Tools is null or [] || calls.Count > 1 || calls[0].Name != options.Tools[0].Name))
            return (null, "tool-call");
        var text = calls is [{ RawRepresentation: string arguments }] ? arguments : response.Text;
        return text.Length switch
        {
            0 => (null, "empty"),
            > MostAnswer => (null, "too-long"),
            _ => AnswerShape.Read(text, shape),
        };
    }

    /// <summary>What came back, for the record: words, a refusal, calls.</summary>
    private static string TextOf(ChatResponse response) => string.Join("\n", response.Messages.SelectMany(message => message.Contents).Select(content => content switch
    {
        TextContent words => words.Text,
        ErrorContent refusal => refusal.Message,
        FunctionCallContent call => $"{call.Name}({call.RawRepresentation})",
        _ => content.GetType().Name,
    }));

    private ChatOptions Options(ModelPrompt prompt, JsonObject shape)
    {
        var options = prompt.Settings.Clone();
        var schema = JsonSerializer.SerializeToElement(shape);
        switch (settings.Answers)
        {
            case "tools":
                (options.Tools, options.ToolMode) = ([new Answer(prompt, schema)], ChatToolMode.RequireAny);
                break;
            case "json_object":
                options.ResponseFormat = ChatResponseFormat.Json;
                break;
            default:
                options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, prompt.Name, prompt.Description);
                break;
        }

        return options;
    }

    private ModelAnswer Caught(string caught, long callId)
    {
        Log(caught, callId);
        return new(null, caught, callId);
    }

    private void Log(string caught, long callId) => log.LogWarning("The language model was not followed ({Caught}, request {CallId})", caught, callId);

    /// <summary>A token is reckoned as two characters: too many for English, about right for Chinese.</summary>
    private static int TokensOf(IReadOnlyList<ChatMessage> messages) => messages.Sum(message => (message.Text.Length + 1) / 2);

    private static TimeSpan? RetryAfter(ClientResultException e)
    {
        if (e.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) != true)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return seconds < LongestRest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestRest;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at - TimeProvider.System.GetUtcNow() is var wait && wait < LongestRest ? wait : LongestRest : null;
    }

    private static ResiliencePipeline<ChatResponse> Pipeline(int retries)
    {
        var builder = new ResiliencePipelineBuilder<ChatResponse>();
        if (retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<ChatResponse>
            {
                MaxRetryAttempts = retries, Delay = TimeSpan.FromMilliseconds(200), BackoffType = DelayBackoffType.Exponential, UseJitter = true,
                // An endpoint that says when to come back is not asked before.
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception switch
                {
                    ClientResultException e => e.Status is 0 or 408 or 429 or >= 500 and not 501 && RetryAfter(e) is null,
                    HttpRequestException or IOException => true,
                    _ => false,
                }),
            });
        }

        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<ChatResponse>
        {
            FailureRatio = 0.5, MinimumThroughput = LeastToTrip, SamplingDuration = Sampled, BreakDuration = Rest,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is not (null or OperationCanceledException or ClientResultException { Status: 400 or 422 })),
        }).Build();
    }

    /// <summary>The answer as a tool, for endpoints that hold only these to a shape. Nothing is executed: its arguments are the answer.</summary>
    private sealed class Answer(ModelPrompt prompt, JsonElement schema) : AIFunctionDeclaration
    {
        public override string Name => prompt.Name;

        public override string Description => prompt.Description;

        public override JsonElement JsonSchema => schema;
    }
}
