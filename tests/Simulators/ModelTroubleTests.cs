using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenAI;
using OpenAI.Chat;

namespace Assistant.Tests.Simulators;

/// <summary>What OpenAI's own library sees when an answer is late, broken or none, and what stands on the wire then.</summary>
public sealed class ModelTroubleTests : IAsyncLifetime
{
    private ModelEndpoint endpoint = null!;

    public async ValueTask InitializeAsync() => endpoint = await ModelEndpoint.StartAsync();

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Theory]
    [InlineData("""{"id":""", typeof(JsonException))]
    [InlineData("not json", typeof(JsonException))]
    [InlineData("[]", typeof(InvalidOperationException))]
    [InlineData("null", typeof(ArgumentNullException))]
    [InlineData("{}", typeof(ArgumentOutOfRangeException))]
    public Task A_body_that_is_no_completion_reaches_the_client_as_it_stands(string body, Type seen) => NothingAsync(new ModelReply.Malformed(body), seen);

    [Fact]
    public Task A_page_of_a_proxy_is_no_completion() => NothingAsync(new ModelReply.Html(), typeof(JsonException));

    [Fact]
    public Task An_empty_body_is_no_completion() => NothingAsync(new ModelReply.Empty(), typeof(JsonException));

    [Fact]
    public Task A_completion_may_have_no_choices() => NothingAsync(new ModelReply.NoChoices(), typeof(ArgumentOutOfRangeException));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_may_hold_nothing(bool isStreaming)
    {
        endpoint.Answer = _ => new ModelReply.NullContent();
        var seen = await ModelSeen.AskAsync(Client(), isStreaming);
        (seen.Text, string.IsNullOrEmpty(seen.Refusal), seen.Calls.Count, seen.Finish).ShouldBe(("", true, 0, ChatFinishReason.Stop));
    }

    [Theory]
    [InlineData(false, "您的欠款", "")]
    [InlineData(true, "您的欠款", "您的欠款")]
    [InlineData(true, "", "")]
    public async Task A_connection_closed_midway_fails_after_what_was_sent(bool isStreaming, string content, string heard)
    {
        endpoint.Answer = _ => new ModelReply.CutOff(content);
        var parts = "";
        (await Should.ThrowAsync<HttpIOException>(() => ModelSeen.AskAsync(Client(), isStreaming, heard: part => parts += part))).HttpRequestError.ShouldBe(HttpRequestError.ResponseEnded);
        parts.ShouldBe(heard);
        (await endpoint.Requests.Single().Ended).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_answer_comes_when_waited_for_and_ends_when_the_client_goes(bool isStreaming)
    {
        endpoint.Answer = _ => new ModelReply.Slow(TimeSpan.FromMilliseconds(5), new ModelReply.Says("late"));
        (await ModelSeen.AskAsync(Client(), isStreaming)).Text.ShouldBe("late");
        endpoint.Answer = _ => new ModelReply.Slow(TimeSpan.FromHours(1), new ModelReply.Says("never"));
        using var leaving = new CancellationTokenSource();
        var asking = ModelSeen.AskAsync(Client(), isStreaming, token: leaving.Token);
        await ArrivedAsync(2);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        (await endpoint.Requests[1].Ended.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_that_stalls_says_its_beginning_and_ends_when_the_client_goes()
    {
        endpoint.Answer = _ => new ModelReply.Stalls("您的欠款");
        using var leaving = new CancellationTokenSource();
        var heard = "";
        await Should.ThrowAsync<OperationCanceledException>(() => ModelSeen.AskAsync(Client(), true, token: leaving.Token, heard: part =>
        {
            heard += part;
            if (heard == "您的欠款")
                leaving.Cancel();
        }));
        (await endpoint.Requests.Single().Ended.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clients_own_patience_ends_what_stalls(bool isStreaming)
    {
        endpoint.Answer = _ => new ModelReply.Stalls("您的");
        await Should.ThrowAsync<OperationCanceledException>(() => ModelSeen.AskAsync(Client(patience: TimeSpan.FromSeconds(2)), isStreaming));
        (await endpoint.Requests.Single().Ended.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeFalse();
    }

    [Fact]
    public async Task It_stops_while_somebody_still_waits_for_it()
    {
        var other = await ModelEndpoint.StartAsync(_ => new ModelReply.Slow(TimeSpan.FromHours(1), new ModelReply.Says("never")));
        var asking = ModelSeen.AskAsync(Client(other.Address), false);
        await ArrivedAsync(1, other);
        await other.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(25));
        await Should.ThrowAsync<ClientResultException>(() => asking);
    }

    [Fact]
    public async Task Where_nothing_listens_a_client_gets_no_status()
    {
        var seen = await Should.ThrowAsync<ClientResultException>(() => ModelSeen.AskAsync(Client(ModelEndpoint.DeadAddress()), false));
        (seen.Status, seen.GetRawResponse()).ShouldBe((0, null));
        (seen.InnerException as HttpRequestException)!.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        ModelEndpoint.DeadAddress().ShouldBe(ModelEndpoint.DeadAddress());
    }

    [Fact]
    public async Task What_a_script_throws_is_500_to_the_client_and_comes_up_again_at_the_end()
    {
        var other = await ModelEndpoint.StartAsync(_ => throw new NotSupportedException("of the script"));
        (await Should.ThrowAsync<ClientResultException>(() => ModelSeen.AskAsync(Client(other.Address), false))).Status.ShouldBe(500);
        (await Should.ThrowAsync<NotSupportedException>(() => other.DisposeAsync().AsTask())).Message.ShouldBe("of the script");
    }

    [Fact]
    public async Task Many_at_once_are_all_recorded_and_each_gets_its_own()
    {
        endpoint.Answer = request => new ModelReply.Says("to " + request.Messages[0].Text);
        var said = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => (await ModelSeen.AskAsync(Client(), i % 2 == 0, talk: [new UserChatMessage($"{i}")])).Text));
        said.ShouldBe(Enumerable.Range(0, 40).Select(i => $"to {i}"));
        endpoint.Requests.Select(request => int.Parse(request.Messages[0].Text)).Order().ShouldBe(Enumerable.Range(0, 40));
    }

    [Fact]
    public async Task A_stream_on_the_wire_begins_with_the_role_and_ends_with_finish_usage_and_done()
    {
        endpoint.Answer = _ => new ModelReply.Calls(("f", """{"a":1}"""), ("g", ""));
        var (type, lines) = await StreamAsync("""{"model":"m","messages":[{"role":"user","content":"xyz"}],"stream":true,"stream_options":{"include_usage":true}}""");
        type.ShouldBe("text/event-stream; charset=utf-8");
        lines[^1].ShouldBe("[DONE]");
        var chunks = lines[..^1].Select(line => JsonNode.Parse(line)!).ToList();
        chunks.ShouldAllBe(chunk => chunk["object"]!.ToString() == "chat.completion.chunk" && chunk["id"]!.ToString() == "chatcmpl-000001" && chunk["model"]!.ToString() == "m");
        chunks[..^1].ShouldAllBe(chunk => chunk.AsObject().ContainsKey("usage") && chunk["usage"] == null && chunk["choices"]!.AsArray().Count == 1);
        chunks[..^1].Select(chunk => chunk["choices"]![0]!["delta"]!.ToJsonString()).ShouldBe(
        [
            """{"role":"assistant","content":null,"refusal":null}""",
            """{"tool_calls":[{"index":0,"id":"call_000000","type":"function","function":{"name":"f","arguments":""}}]}""",
            .. new[] { "{", "\"a\"", ":1", "}" }.Select(piece => $$$"""{"tool_calls":[{"index":0,"function":{"arguments":{{{JsonValue.Create(piece).ToJsonString()}}}}}]}"""),
            """{"tool_calls":[{"index":1,"id":"call_000001","type":"function","function":{"name":"g","arguments":""}}]}""",
            "{}",
        ]);
        chunks[..^1].Select(chunk => chunk["choices"]![0]!["finish_reason"]?.ToString()).Distinct().ShouldBe([null, "tool_calls"]);
        chunks[^1]["choices"]!.AsArray().ShouldBeEmpty();
        chunks[^1]["usage"]!["total_tokens"]!.GetValue<int>().ShouldBe(2 + 5);
    }

    [Fact]
    public async Task Usage_is_in_a_stream_only_when_asked_for_and_text_on_the_wire_is_utf_8()
    {
        endpoint.Answer = _ => new ModelReply.Says("𠮷👨‍👩‍👧");
        var (_, lines) = await StreamAsync("""{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true}""");
        lines.ShouldAllBe(line => !line.Contains("usage", StringComparison.Ordinal) && !line.Contains('\uFFFD'));
        lines[..^1].Select(line => JsonNode.Parse(line)!["choices"]![0]!["delta"]!["content"]?.ToString()).ShouldBe(["", "𠮷", "👨\u200D👩", "\u200D👧", null]);
    }

    /// <summary>An answer nothing can be made of: an error in one piece; as a stream it is over before it began, with no error at all.</summary>
    private async Task NothingAsync(ModelReply reply, Type seen)
    {
        endpoint.Answer = _ => reply;
        (await Should.ThrowAsync<Exception>(() => ModelSeen.AskAsync(Client(), false))).ShouldBeAssignableTo(seen);
        var stream = await ModelSeen.AskAsync(Client(), true);
        (stream.Text, stream.Finish).ShouldBe(("", null));
        (await Task.WhenAll(endpoint.Requests.Select(request => request.Ended))).ShouldBe([true, true]);
    }

    private async Task<(string? Type, List<string> Data)> StreamAsync(string body)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(endpoint.Address + "/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"));
        var text = new UTF8Encoding(false, true).GetString(await answer.Content.ReadAsByteArrayAsync());
        var events = text.Split("\n\n");
        events[^1].ShouldBe("");
        events[..^1].ShouldAllBe(one => one.StartsWith("data: ", StringComparison.Ordinal) && !one.Contains('\n'));
        return (answer.Content.Headers.ContentType?.ToString(), [.. events[..^1].Select(one => one["data: ".Length..])]);
    }

    private async Task ArrivedAsync(int count, ModelEndpoint? at = null)
    {
        for (var until = Environment.TickCount64 + 30_000; (at ?? endpoint).Requests.Count < count;)
        {
            if (Environment.TickCount64 > until)
                throw new TimeoutException($"{count} requests were awaited; {(at ?? endpoint).Requests.Count} came.");
            await Task.Delay(5);
        }
    }

    private ChatClient Client(Uri? address = null, TimeSpan? patience = null) => new("m", new ApiKeyCredential("key-of-a-test"), new OpenAIClientOptions
    {
        Endpoint = address ?? endpoint.Address, RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = patience ?? TimeSpan.FromSeconds(60),
    });
}
