using System.ClientModel;
using System.Text.Json;
using Assistant.Bot.Models;
using Assistant.Tests.Simulators;
using Microsoft.Extensions.AI;

namespace Assistant.Tests.OfModels;

/// <summary>The official library behind the common interface: what stands on the wire, and what is made of what comes back.</summary>
public sealed class OpenAiChatTests : IAsyncLifetime
{
    private const string Mixed = "您的欠款 👨‍👩‍👧 é 𠮷。\n\"ok\"";
    private static readonly ChatMessage[] Asked = [new(ChatRole.System, "Answer in JSON."), new(ChatRole.User, "多少"), new(ChatRole.Assistant, "{}"), new(ChatRole.User, "再说")];
    private static readonly JsonElement Schema = JsonDocument.Parse("""{"type":"object","properties":{"line":{"type":"string"}},"required":["line"],"additionalProperties":false}""").RootElement;
    private ModelEndpoint endpoint = null!;

    public async ValueTask InitializeAsync() => endpoint = await ModelEndpoint.StartAsync(key: "key-of-a-test");

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Fact]
    public async Task A_text_comes_with_its_finish_its_usage_and_what_answered()
    {
        endpoint.Answer = _ => new ModelReply.Says(Mixed);
        var response = await Chat().GetResponseAsync(Asked, new() { Temperature = 0.5f, TopP = 0.25f, MaxOutputTokens = 50, StopSequences = ["END"] });
        (response.Text, response.FinishReason, response.ModelId, response.ResponseId).ShouldBe((Mixed, ChatFinishReason.Stop, "stand-in", "chatcmpl-000001"));
        (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount, response.Usage.CachedInputTokenCount).ShouldBe((11, (Mixed.Length + 1) / 2, 11 + ((Mixed.Length + 1) / 2), 0));
        response.Messages.Single().Role.ShouldBe(ChatRole.Assistant);
        var request = endpoint.Requests.Single();
        request.Messages.ShouldBe([("system", "Answer in JSON."), ("user", "多少"), ("assistant", "{}"), ("user", "再说")]);
        (request.Refusal, request.Path, request.IsStreaming, request.SchemaName, request.Tools.Count).ShouldBe((null, "/v1/chat/completions", false, null, 0));
        var json = request.Json!;
        (json["temperature"]!.GetValue<double>(), json["top_p"]!.GetValue<double>(), json["max_completion_tokens"]!.GetValue<int>(), json["stop"]!.ToJsonString()).ShouldBe((0.5, 0.25, 50, """["END"]"""));
    }

    [Fact]
    public async Task Without_options_only_the_model_and_the_messages_are_sent()
    {
        await Chat().GetResponseAsync(Asked);
        endpoint.Requests.Single().Json!.AsObject().Select(field => field.Key).Order().ShouldBe(["messages", "model"]);
    }

    [Fact]
    public async Task A_schema_is_sent_by_name_and_strict()
    {
        await Chat().GetResponseAsync(Asked, new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "coach", "A line.") });
        var request = endpoint.Requests.Single();
        (request.Refusal, request.SchemaName).ShouldBe((null, "coach"));
        var named = request.Json!["response_format"]!["json_schema"]!;
        (named["strict"]!.GetValue<bool>(), named["description"]!.GetValue<string>(), JsonElement.DeepEquals(named["schema"].Deserialize<JsonElement>(), Schema)).ShouldBe((true, "A line.", true));
    }

    [Fact]
    public async Task A_plain_json_object_has_no_schema()
    {
        await Chat().GetResponseAsync(Asked, new() { ResponseFormat = ChatResponseFormat.Json });
        endpoint.Requests.Single().Json!["response_format"]!.ToJsonString().ShouldBe("""{"type":"json_object"}""");
        endpoint.Requests[0].Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tools_are_offered_and_their_calls_are_whole(bool isStreaming)
    {
        endpoint.Answer = _ => new ModelReply.Calls(("coach", """{"line":"𠮷 \"好\""}"""), ("coach", """{"line":"b"}"""));
        var response = await AskAsync(isStreaming, new() { Tools = [new Tool()], ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = false });
        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
        calls.Select(call => (call.CallId, call.Name, call.Arguments!["line"]!.ToString(), call.Exception)).ShouldBe([("call_000000", "coach", "𠮷 \"好\"", null), ("call_000001", "coach", "b", null)]);
        (response.Text, response.FinishReason).ShouldBe(("", ChatFinishReason.ToolCalls));
        var json = endpoint.Requests.Single().Json!;
        (json["tools"]![0]!["function"]!["strict"]!.GetValue<bool>(), json["tool_choice"]!.GetValue<string>(), json["parallel_tool_calls"]!.GetValue<bool>()).ShouldBe((true, "required", false));
        (endpoint.Requests[0].Refusal, endpoint.Requests[0].Tools.Single()).ShouldBe((null, "coach"));
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("""{"line":"a","line":"b"}""")] // which of the two would count is anybody's guess
    [InlineData("""{"line":{"a":1,"a":2}}""")]
    public async Task Arguments_that_are_no_object_are_said_to_be_none(string arguments)
    {
        endpoint.Answer = _ => new ModelReply.Calls(("coach", arguments));
        foreach (var isStreaming in new[] { false, true })
        {
            var call = (await AskAsync(isStreaming, new() { Tools = [new Tool()] })).Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single();
            (call.Exception is JsonException, call.Arguments, call.RawRepresentation).ShouldBe((true, null, arguments));
        }

        endpoint.Requests[0].Json!["tool_choice"]!.GetValue<string>().ShouldBe("auto");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_is_an_error_and_no_text(bool isStreaming)
    {
        endpoint.Answer = _ => new ModelReply.Refuses("I can't help with that.");
        var response = await AskAsync(isStreaming);
        var contents = response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().ToList();
        (string.Concat(contents.Select(error => error.Message)), contents.All(error => error.ErrorCode == "refusal"), response.Text).ShouldBe(("I can't help with that.", true, ""));
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task Why_it_ended_is_known(string finish)
    {
        endpoint.Answer = _ => new ModelReply.Says("好", finish);
        foreach (var isStreaming in new[] { false, true })
            (await AskAsync(isStreaming)).FinishReason.ShouldBe(new ChatFinishReason(finish));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_gives_its_pieces_and_at_last_its_usage(bool isAzure)
    {
        endpoint.Answer = _ => new ModelReply.Says(Mixed);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Chat(isAzure).GetStreamingResponseAsync(Asked))
            updates.Add(update);
        updates.Count(update => update.Text.Length > 0).ShouldBeGreaterThan(3);
        var response = updates.ToChatResponse();
        (response.Text, response.FinishReason, response.Messages.Count).ShouldBe((Mixed, ChatFinishReason.Stop, 1));
        (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount).ShouldBe((11, (Mixed.Length + 1) / 2));
        endpoint.Requests.Single().IsStreaming.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_kept_waiting()
    {
        endpoint.Answer = _ => new ModelReply.Slow(TimeSpan.FromMinutes(5), new ModelReply.Says("late"));
        using var over = new CancellationTokenSource();
        var asked = Chat().GetResponseAsync(Asked, null, over.Token);
        await AskedModel.ReachedAsync(endpoint, 1);
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task A_stream_that_stalls_can_be_given_up()
    {
        endpoint.Answer = _ => new ModelReply.Stalls("好的");
        using var over = new CancellationTokenSource();
        var heard = "";
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Chat().GetStreamingResponseAsync(Asked, null, over.Token))
            {
                heard += update.Text;
                if (heard == "好的")
                    await over.CancelAsync();
            }
        });
        heard.ShouldBe("好的");
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task The_library_never_asks_again_by_itself(int status)
    {
        endpoint.Answer = _ => new ModelReply.Fails(status, TimeSpan.FromMilliseconds(1));
        foreach (var isStreaming in new[] { false, true })
            (await Should.ThrowAsync<ClientResultException>(() => AskAsync(isStreaming))).Status.ShouldBe(status);
        endpoint.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("openai", "key-of-a-test", "/v1/chat/completions", "Bearer key-of-a-test", null)]
    [InlineData("azure", "key-of-a-test", "/openai/v1/chat/completions", null, "key-of-a-test")]
    public async Task The_key_goes_where_the_service_looks_for_it(string provider, string key, string path, string? bearer, string? header)
    {
        await Chat(provider == "azure", key).GetResponseAsync(Asked);
        var request = endpoint.Requests.Single();
        (request.Refusal, request.Path, request.Headers.GetValueOrDefault("authorization"), request.Headers.GetValueOrDefault("api-key")).ShouldBe((null, path, bearer, header));
    }

    [Fact]
    public async Task A_model_of_ones_own_needs_no_key()
    {
        await using var open = await ModelEndpoint.StartAsync();
        using var chat = new OpenAiChat(new() { Provider = "openai", Endpoint = open.Address + "/", Model = "own" });
        (await chat.GetResponseAsync(Asked)).Text.ShouldBe("OK");
        (open.Requests.Single().Path, open.Requests[0].Model).ShouldBe(("/v1/chat/completions", "own"));
    }

    [Fact]
    public void On_Azure_without_a_key_the_credential_is_asked_for_only_when_something_is_sent()
    {
        using var chat = new OpenAiChat(new() { Provider = "azure", Endpoint = "https://bank-of-a-test.openai.azure.com/openai/v1", Model = "deployment" });
        chat.GetService<ChatClientMetadata>()!.ProviderName.ShouldBe("azure.ai.openai");
    }

    [Fact]
    public void It_says_what_it_is()
    {
        using var chat = Chat();
        var metadata = chat.GetService<ChatClientMetadata>()!;
        (metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId).ShouldBe(("openai", endpoint.Address, "stand-in"));
        chat.GetService<OpenAI.Chat.ChatClient>().ShouldNotBeNull();
        chat.GetService<IChatClient>().ShouldBeSameAs(chat);
        chat.GetService<string>().ShouldBeNull();
        chat.GetService(typeof(ChatClientMetadata), "another").ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_of_a_tool_is_never_sent()
    {
        await Should.ThrowAsync<NotSupportedException>(() => Chat().GetResponseAsync([.. Asked, new(ChatRole.Tool, "42")]));
        endpoint.Requests.ShouldBeEmpty();
    }

    private OpenAiChat Chat(bool isAzure = false, string key = "key-of-a-test") =>
        new(new() { Provider = isAzure ? "azure" : "openai", Endpoint = (isAzure ? endpoint.AzureAddress : endpoint.Address).ToString(), Model = "stand-in", ApiKey = key });

    private async Task<ChatResponse> AskAsync(bool isStreaming, ChatOptions? options = null) =>
        isStreaming ? await Chat().GetStreamingResponseAsync(Asked, options).ToChatResponseAsync() : await Chat().GetResponseAsync(Asked, options);

    private sealed class Tool : AIFunctionDeclaration
    {
        public override string Name => "coach";

        public override string Description => "A line.";

        public override JsonElement JsonSchema => Schema;
    }
}
