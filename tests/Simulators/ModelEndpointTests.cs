using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace Assistant.Tests.Simulators;

/// <summary>What OpenAI's own library sees of the simulated model endpoint.</summary>
public sealed class ModelEndpointTests : IAsyncLifetime
{
    private const string Key = "key-of-a-test";
    private const string Mixed = "您的欠款是 1,234.56 元 👨‍👩‍👧 é 𠮷野家。\n\"ok\"";
    private static readonly BinaryData Strict = BinaryData.FromString("""
        {"type":"object","properties":{"intent":{"type":"string","enum":["pay","other"]},"amount":{"anyOf":[{"$ref":"#/$defs/money"},{"type":"null"}]}},
         "required":["intent","amount"],"additionalProperties":false,
         "$defs":{"money":{"type":"object","properties":{"cents":{"type":"integer"}},"required":["cents"],"additionalProperties":false}}}
        """);

    private static readonly ChatTool Look = ChatTool.CreateFunctionTool("look_up", "Looks a figure up.", BinaryData.FromString("""{"type":"object","properties":{"what":{"type":"string"}},"required":["what"],"additionalProperties":false}"""), true);
    private ModelEndpoint endpoint = null!;

    public async ValueTask InitializeAsync() => endpoint = await ModelEndpoint.StartAsync(key: Key);

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_comes_with_its_finish_its_usage_and_what_was_asked(bool isAzure)
    {
        endpoint.Answer = request => new ModelReply.Says($"{request.Messages[^1].Text} → {Mixed}");
        var answer = await Client(isAzure ? endpoint.AzureAddress : endpoint.Address).CompleteChatAsync([new SystemChatMessage("Be short."), new UserChatMessage(ChatMessageContentPart.CreateTextPart("我欠"), ChatMessageContentPart.CreateTextPart("多少?"))], new() { Temperature = 0, MaxOutputTokenCount = 50 });
        (answer.Value.Content.Single().Text, answer.Value.FinishReason, answer.Value.Role, answer.Value.Model).ShouldBe(($"我欠多少? → {Mixed}", ChatFinishReason.Stop, ChatMessageRole.Assistant, "model-of-a-test"));
        (answer.Value.Usage.InputTokenCount, answer.Value.Usage.OutputTokenCount, answer.Value.Usage.TotalTokenCount).ShouldBe((7, (Mixed.Length + 8 + 1) / 2, 7 + ((Mixed.Length + 8 + 1) / 2)));
        var request = endpoint.Requests.Single();
        (request.Method, request.Path, request.Model, request.IsStreaming, request.SchemaName, request.Refusal).ShouldBe(("POST", isAzure ? "/openai/v1/chat/completions" : "/v1/chat/completions", "model-of-a-test", false, null, null));
        request.Messages.ShouldBe([("system", "Be short."), ("user", "我欠多少?")]);
        (request.Headers["authorization"], request.Json!["temperature"]!.GetValue<double>(), request.Json["max_completion_tokens"]!.GetValue<int>()).ShouldBe(("Bearer " + Key, 0, 50));
        Encoding.UTF8.GetString(request.Body.Span).ShouldBe(request.Text);
        (await request.Ended).ShouldBeTrue();
    }

    [Fact]
    public async Task A_strict_schema_is_named_and_its_answer_given_as_it_stands()
    {
        endpoint.Answer = _ => new ModelReply.Says("""{"intent":"pay","amount":null}""");
        var answer = await Client().CompleteChatAsync([new UserChatMessage("x")], new() { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("heard", Strict, jsonSchemaIsStrict: true) });
        answer.Value.Content.Single().Text.ShouldBe("""{"intent":"pay","amount":null}""");
        endpoint.Requests.Single().SchemaName.ShouldBe("heard");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tools_are_called_in_order_and_take_their_answers(bool isStreaming)
    {
        endpoint.Answer = request => request.Messages[^1].Role == "tool" ? new ModelReply.Says("done") : new ModelReply.Calls(("look_up", """{"what":"欠款 👨‍👩‍👧"}"""), ("look_up", "{not json"));
        List<ChatMessage> talk = [new UserChatMessage("x")];
        var first = await AskAsync(isStreaming, new() { Tools = { Look }, ToolChoice = ChatToolChoice.CreateRequiredChoice() }, talk);
        (first.Text, first.Finish).ShouldBe(("", ChatFinishReason.ToolCalls));
        first.Calls.Select(call => (call.Id, call.FunctionName, call.FunctionArguments.ToString())).ShouldBe([("call_000000", "look_up", """{"what":"欠款 👨‍👩‍👧"}"""), ("call_000001", "look_up", "{not json")]);
        talk.Add(new AssistantChatMessage(first.Calls));
        talk.AddRange(first.Calls.Select(call => new ToolChatMessage(call.Id, "42")));
        (await AskAsync(isStreaming, new() { Tools = { Look } }, talk)).Text.ShouldBe("done");
        endpoint.Requests.ShouldAllBe(request => request.Tools.Single() == "look_up");
        (await Should.ThrowAsync<ClientResultException>(() => AskAsync(isStreaming, new() { Tools = { Look } }, talk[..^1]))).Message.ShouldContain("call_000001");
    }

    [Theory]
    [InlineData(Mixed, false)]
    [InlineData(Mixed, true)]
    [InlineData("a", false)]
    [InlineData("", false)]
    public async Task A_stream_comes_in_pieces_of_whole_characters_with_finish_and_usage(string content, bool isAzure)
    {
        endpoint.Answer = _ => new ModelReply.Says(content, "content_filter");
        var pieces = new List<string>();
        var (finishes, usage) = (new List<ChatFinishReason>(), new List<ChatTokenUsage>());
        await foreach (var update in Client(isAzure ? endpoint.AzureAddress : endpoint.Address).CompleteChatStreamingAsync([new UserChatMessage("xyz")]))
        {
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text).Where(text => text.Length > 0));
            finishes.AddRange(update.FinishReason is { } finish ? [finish] : []);
            usage.AddRange(update.Usage is { } used ? [used] : []);
        }

        string.Concat(pieces).ShouldBe(content);
        pieces.ShouldAllBe(piece => piece.EnumerateRunes().All(rune => rune != Rune.ReplacementChar));
        pieces.Count.ShouldBe(content.Length > 1 ? 12 : content.Length);
        finishes.ShouldBe([ChatFinishReason.ContentFilter]);
        (usage.Single().InputTokenCount, usage.Single().OutputTokenCount).ShouldBe((2, (content.Length + 1) / 2));
        endpoint.Requests.Single().IsStreaming.ShouldBeTrue();
    }

    [Theory]
    [InlineData(400, "invalid_value")]
    [InlineData(401, "invalid_api_key")]
    [InlineData(403, "unsupported_country_region_territory")]
    [InlineData(404, "model_not_found")]
    [InlineData(408, "timeout")]
    [InlineData(429, "rate_limit_exceeded")]
    [InlineData(500, "server_error")]
    [InlineData(502, "")]
    [InlineData(503, "server_error")]
    public async Task A_failure_has_its_status_its_name_and_when_to_come_again(int status, string name)
    {
        foreach (var isStreaming in new[] { false, true })
        {
            endpoint.Answer = _ => new ModelReply.Fails(status, TimeSpan.FromSeconds(7));
            var seen = await Should.ThrowAsync<ClientResultException>(() => AskAsync(isStreaming));
            (seen.Status, seen.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var after), after, seen.GetRawResponse()!.Headers.TryGetValue("retry-after-ms", out _)).ShouldBe((status, true, "7", false));
            seen.Message.ShouldContain(name);
            endpoint.Answer = _ => new ModelReply.Fails(status, TimeSpan.FromMilliseconds(20));
            var headers = (await Should.ThrowAsync<ClientResultException>(() => AskAsync(isStreaming))).GetRawResponse()!.Headers;
            (headers.TryGetValue("Retry-After", out after), after, headers.TryGetValue("retry-after-ms", out var soon), soon).ShouldBe((true, "1", true, "20"));
            endpoint.Answer = _ => new ModelReply.Fails(status);
            (await Should.ThrowAsync<ClientResultException>(() => AskAsync(isStreaming))).GetRawResponse()!.Headers.TryGetValue("Retry-After", out _).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_client_that_tries_again_gets_what_comes_next(int status)
    {
        endpoint.Answer = _ => endpoint.Requests.Count == 1 ? new ModelReply.Fails(status, TimeSpan.FromMilliseconds(1)) : new ModelReply.Says("then");
        (await Client(tries: 1).CompleteChatAsync([new UserChatMessage("x")])).Value.Content.Single().Text.ShouldBe("then");
        endpoint.Requests.Count.ShouldBe(2);
        endpoint.Requests[1].Text.ShouldBe(endpoint.Requests[0].Text);
    }

    [Fact]
    public void No_failure_has_a_status_the_service_does_not_give()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ModelReply.Fails(418));
        Should.Throw<ArgumentOutOfRangeException>(() => new ModelReply.Fails(429, TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public async Task Only_its_key_opens_it_as_bearer_or_as_api_key()
    {
        var seen = await Should.ThrowAsync<ClientResultException>(() => Client(key: "another").CompleteChatAsync([new UserChatMessage("x")]));
        (seen.Status, seen.Message.Contains("invalid_api_key", StringComparison.Ordinal)).ShouldBe((401, true));
        endpoint.Requests.Single().Refusal.ShouldBe("Incorrect API key provided.");
        foreach (var (name, value, status) in new[] { ("api-key", Key, 200), ("api-key", "another", 401), ("x-key", Key, 401), ("Authorization", "Basic " + Key, 401), ("Authorization", Key, 401) })
        {
            using var http = new HttpClient();
            http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            using var answer = await http.PostAsync(endpoint.AzureAddress + "/chat/completions", new StringContent("""{"model":"m","messages":[{"role":"user","content":"x"}]}""", new MediaTypeHeaderValue("application/json")));
            ((int)answer.StatusCode).ShouldBe(status, $"{name}: {value}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_is_no_content(bool isStreaming)
    {
        endpoint.Answer = _ => new ModelReply.Refuses("I can't help with that.");
        var seen = await AskAsync(isStreaming);
        (seen.Text, seen.Refusal, seen.Finish).ShouldBe(("", "I can't help with that.", ChatFinishReason.Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_that_met_its_limit_says_so(bool isStreaming)
    {
        endpoint.Answer = _ => new ModelReply.Truncated("您的欠");
        var seen = await AskAsync(isStreaming);
        (seen.Text, seen.Finish).ShouldBe(("您的欠", ChatFinishReason.Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_filter_of_Azure_met_is_named(bool isStreaming)
    {
        endpoint.Answer = _ => new ModelReply.Filtered();
        var seen = await Should.ThrowAsync<ClientResultException>(() => AskAsync(isStreaming));
        (seen.Status, seen.Message.Contains("content_filter", StringComparison.Ordinal)).ShouldBe((400, true));
        var filter = JsonDocument.Parse(seen.GetRawResponse()!.Content).RootElement.GetProperty("error").GetProperty("innererror").GetProperty("content_filter_result");
        filter.EnumerateObject().Where(result => result.Value.GetProperty("filtered").GetBoolean()).Select(result => result.Name).ShouldBe(["self_harm"]);
    }

    private ChatClient Client(Uri? address = null, string key = Key, int tries = 0) =>
        new("model-of-a-test", new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = address ?? endpoint.Address, RetryPolicy = new ClientRetryPolicy(tries) });

    /// <summary>Asks through the library, in one piece or as a stream put together again.</summary>
    private async Task<ModelSeen> AskAsync(bool isStreaming, ChatCompletionOptions? options = null, IEnumerable<ChatMessage>? talk = null) =>
        await ModelSeen.AskAsync(Client(), isStreaming, options, talk);
}
