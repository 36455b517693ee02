using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Assistant.Bot.Models;
using Assistant.Tests.Simulators;
using static Assistant.Tests.OfModels.AskedModel;

namespace Assistant.Tests.OfModels;

/// <summary>Spans and metrics as OpenTelemetry's conventions for generative AI name them, without a word of what was said.</summary>
public sealed class ModelTelemetryTests(AskedModel asked) : IClassFixture<AskedModel>, IAsyncLifetime
{
    private const string Source = "Assistant.Models";

    /// <summary>A model nobody else asks, so that what other tests do at the same time is told apart.</summary>
    private readonly string name = "telemetry-" + Guid.NewGuid().ToString("N");

    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentQueue<(string Name, string? Unit, double Value, Dictionary<string, object?> Tags)> measures = new();
    private readonly MeterListener meters = new();
    private ActivityListener listener = null!;
    private ModelEndpoint endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(Good), "key-of-a-test");
        listener = new()
        {
            ShouldListenTo = source => source.Name == Source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _ = (span.GetTagItem("gen_ai.request.model") as string == name) && Keep(span),
        };
        ActivitySource.AddActivityListener(listener);
        meters.InstrumentPublished = (instrument, on) => _ = instrument.Meter.Name == Source && Enable(instrument, on);
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        meters.Start();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        meters.Dispose();
        await endpoint.DisposeAsync();
    }

    [Theory]
    [InlineData("openai", "openai")]
    [InlineData("azure", "azure.ai.openai")]
    public async Task A_request_is_a_span_with_the_names_everybody_knows(string provider, string named)
    {
        using var model = asked.Model(Settings(provider, provider == "azure" ? endpoint.AzureAddress : endpoint.Address));
        (await AskAsync(model)).Caught.ShouldBeNull();
        var span = spans.Single();
        (span.DisplayName, span.Kind, span.Status).ShouldBe(("chat " + name, ActivityKind.Client, ActivityStatusCode.Unset));
        var usage = (In: (long)span.GetTagItem("gen_ai.usage.input_tokens")!, Out: (long)span.GetTagItem("gen_ai.usage.output_tokens")!);
        usage.ShouldBe(((endpoint.Requests[0].Messages.Sum(message => message.Text.Length) + 1) / 2, (Good.Length + 1) / 2));
        foreach (var (key, value) in new (string, object?)[]
        {
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", named), ("gen_ai.request.model", name), ("gen_ai.response.model", name), ("gen_ai.response.id", "chatcmpl-000001"), ("gen_ai.request.max_tokens", 60),
            ("gen_ai.request.temperature", 0f), ("gen_ai.output.type", "json"), ("server.address", "127.0.0.1"), ("server.port", endpoint.Address.Port), ("error.type", null),
        })
            span.GetTagItem(key).ShouldBe(value, key);
        ((string[])span.GetTagItem("gen_ai.response.finish_reasons")!).ShouldBe(["stop"]);
        var duration = measures.Single(measure => measure.Name == "gen_ai.client.operation.duration");
        (duration.Unit, duration.Value is > 0 and < 20, duration.Tags["gen_ai.provider.name"], duration.Tags["server.port"], duration.Tags.ContainsKey("error.type")).ShouldBe(("s", true, named, endpoint.Address.Port, false));
        measures.Where(measure => measure.Name == "gen_ai.client.token.usage").Select(measure => (measure.Unit, measure.Tags["gen_ai.token.type"], measure.Value)).ShouldBe([("{token}", "input", usage.In), ("{token}", "output", (double)usage.Out)]);
        measures.ShouldAllBe(measure => measure.Tags["gen_ai.operation.name"]!.Equals("chat") && measure.Tags["gen_ai.response.model"]!.Equals(name));
        NoWords();
    }

    [Theory]
    [InlineData("status-500")]
    [InlineData("malformed")]
    [InlineData("schema")] // which field it was would be words of the endpoint
    [InlineData("refused")]
    public async Task A_failure_has_its_kind(string kind)
    {
        endpoint.Answer = _ => kind switch
        {
            "status-500" => new ModelReply.Fails(500),
            "malformed" => new ModelReply.Html(),
            "schema" => new ModelReply.Says("""{"wants":["secret words"]}"""),
            _ => new ModelReply.Refuses("secret words"),
        };
        using var model = asked.Model(Settings("openai", endpoint.Address));
        (await AskAsync(model)).Caught!.ShouldStartWith(kind);
        (spans.Single().Status, spans.Single().GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, kind));
        measures.Single(measure => measure.Name == "gen_ai.client.operation.duration").Tags["error.type"].ShouldBe(kind);
        measures.Count(measure => measure.Name == "gen_ai.client.token.usage").ShouldBe(kind is "schema" or "refused" ? 2 : 0);
        NoWords();
    }

    [Fact]
    public async Task A_request_that_was_given_up_ends_its_span()
    {
        endpoint.Answer = _ => new ModelReply.Slow(TimeSpan.FromMinutes(5), new ModelReply.Says(Good));
        using var model = asked.Model(Settings("openai", endpoint.Address));
        using var over = new CancellationTokenSource();
        var waiting = AskAsync(model, cancellation: over.Token);
        await ReachedAsync(endpoint, 1);
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        spans.Single().GetTagItem("error.type").ShouldBe("given-up");
    }

    private LlmSettings Settings(string provider, Uri address) =>
        new() { Provider = provider, Endpoint = address.ToString(), Model = name, ApiKey = "key-of-a-test", Uses = "understanding", Retries = 0, UnderstandingSeconds = 20 };

    private void NoWords()
    {
        var tags = spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key} {tag.Value}").Append(span.StatusDescription).Concat(span.Events.Select(one => one.Name)))
            .Concat(measures.SelectMany(measure => measure.Tags.Select(tag => $"{tag.Key} {tag.Value}")));
        foreach (var word in new[] { Said, "secret words", "wants", "key-of-a-test", "credit-card" })
            tags.ShouldNotContain(tag => tag != null && tag.Contains(word, StringComparison.Ordinal));
    }

    private bool Keep(Activity span)
    {
        spans.Enqueue(span);
        return true;
    }

    private static bool Enable(Instrument instrument, MeterListener on)
    {
        on.EnableMeasurementEvents(instrument);
        return true;
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kept = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
        if (kept.GetValueOrDefault("gen_ai.request.model") as string == name)
            measures.Enqueue((instrument.Name, instrument.Unit, value, kept));
    }
}
