using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;

namespace Assistant.Bot.Models;

/// <summary>Spans and metrics of requests to a model, by OpenTelemetry's conventions for generative AI. No words are in them.</summary>
internal static class ModelTelemetry
{
    /// <summary>Name of the source and the meter.</summary>
    public const string Name = "Assistant.Models";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Duration of a request to a model.");
    private static readonly Histogram<long> Tokens = Meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens sent and received.");

    /// <summary>Begins the span of a request.</summary>
    public static Activity? Begin(LlmSettings settings, ModelUse use, ChatOptions options)
    {
        var span = Source.StartActivity($"chat {settings.Model}", ActivityKind.Client);
        foreach (var (key, value) in Common(settings))
            span?.SetTag(key, value);
        span?.SetTag("gen_ai.request.temperature", options.Temperature).SetTag("gen_ai.request.max_tokens", options.MaxOutputTokens).SetTag("gen_ai.output.type", "json").SetTag("assistant.model.use", ModelLedger.NameOf(use));
        return span;
    }

    /// <summary>Ends it.</summary>
    /// <param name="span">The span, where somebody listens.</param>
    /// <param name="settings">The model.</param>
    /// <param name="response">What came; null where nothing did.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="error">What stopped it: a low number of different words.</param>
    public static void End(Activity? span, LlmSettings settings, ChatResponse? response, double seconds, string? error)
    {
        var tags = new TagList();
        foreach (var (key, value) in Common(settings))
            tags.Add(key, value);
        if (response?.ModelId is { } model)
            tags.Add("gen_ai.response.model", model);
        Count("input", response?.Usage?.InputTokenCount);
        Count("output", response?.Usage?.OutputTokenCount);
        if (error is not null)
        {
            tags.Add("error.type", error);
            span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        }

        Duration.Record(seconds, tags);
        span?.SetTag("gen_ai.response.id", response?.ResponseId).SetTag("gen_ai.response.model", response?.ModelId)
            .SetTag("gen_ai.response.finish_reasons", response?.FinishReason is { } reason ? new[] { reason.Value } : null)
            .SetTag("gen_ai.usage.input_tokens", response?.Usage?.InputTokenCount).SetTag("gen_ai.usage.output_tokens", response?.Usage?.OutputTokenCount);
        span?.Dispose();

        void Count(string type, long? count)
        {
            if (count is { } some)
                Tokens.Record(some, [.. tags, new("gen_ai.token.type", type)]);
        }
    }

    private static IEnumerable<(string Key, object? Value)> Common(LlmSettings settings)
    {
        var address = new Uri(settings.Endpoint!);
        return
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", settings.Provider == "azure" ? "azure.ai.openai" : "openai"), ("gen_ai.request.model", settings.Model), ("server.address", address.Host), ("server.port", address.Port),
        ];
    }
}
