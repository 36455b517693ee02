using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure.Identity;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using AIMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Assistant.Bot.Models;

/// <summary>
/// The official OpenAI library as an <see cref="IChatClient"/>: OpenAI, Azure's v1 endpoint, and whatever is compatible. Texts, tools and answer formats only; it never retries,
/// since whoever calls decides how long there is.
/// </summary>
public sealed class OpenAiChat : IChatClient
{
    /// <summary>What Azure's v1 endpoint is asked with where there is no key.</summary>
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";

    private static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly ChatClient client;
    private readonly ChatClientMetadata metadata;

    /// <summary>Reaches the endpoint of the settings.</summary>
    public OpenAiChat(LlmSettings settings)
    {
        var address = new Uri(settings.Endpoint!.TrimEnd('/'));
#pragma warning disable OPENAI001 // The maker's way to Azure's v1 endpoint, by header or by credential, is still marked as to be evaluated.
        var options = new OpenAIClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = Timeout.InfiniteTimeSpan };
        client = (settings.Provider, settings.ApiKey) switch
        {
            ("azure", null or "") => new(settings.Model!, new BearerTokenPolicy(new DefaultAzureCredential(), AzureScope), options),
            ("azure", { } key) => new(settings.Model!, ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(key), "api-key"), options),
            (_, null or "") => new(settings.Model!, new ApiKeyCredential("none"), options),
            (_, { } key) => new(settings.Model!, new ApiKeyCredential(key), options),
        };
#pragma warning restore OPENAI001
        metadata = new(settings.Provider == "azure" ? "azure.ai.openai" : "openai", address, settings.Model);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<AIMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatCompletion completion = await client.CompleteChatAsync(messages.Select(Message), Options(options), cancellationToken);
        var contents = new List<AIContent>();
        if (string.Concat(completion.Content.Select(part => part.Text)) is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        if (completion.Refusal is { Length: > 0 } refusal)
            contents.Add(new ErrorContent(refusal) { ErrorCode = "refusal" });
        contents.AddRange(completion.ToolCalls.Select(call => Call(call.Id, call.FunctionName, call.FunctionArguments.ToString())));
        return new ChatResponse(new AIMessage(ChatRole.Assistant, contents))
        {
            ResponseId = completion.Id, ModelId = completion.Model, CreatedAt = completion.CreatedAt, FinishReason = Finish(completion.FinishReason), Usage = Usage(completion.Usage),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<AIMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>();
        await foreach (var update in client.CompleteChatStreamingAsync(messages.Select(Message), Options(options), cancellationToken))
        {
            var contents = new List<AIContent>();
            if (string.Concat(update.ContentUpdate.Select(part => part.Text)) is { Length: > 0 } text)
                contents.Add(new TextContent(text));
            if (update.RefusalUpdate is { Length: > 0 } refusal)
                contents.Add(new ErrorContent(refusal) { ErrorCode = "refusal" });
            foreach (var piece in update.ToolCallUpdates)
            {
                if (!calls.ContainsKey(piece.Index))
                    calls[piece.Index] = (piece.ToolCallId ?? "", piece.FunctionName ?? "", new());
                calls[piece.Index].Arguments.Append(piece.FunctionArgumentsUpdate?.ToString());
            }

            // Arguments come in pieces; a call is whole when the answer ends.
            if (update.FinishReason is not null)
                contents.AddRange(calls.Values.Select(call => Call(call.Id, call.Name, call.Arguments.ToString())));
            if (update.Usage is { } usage)
                contents.Add(new UsageContent(Usage(usage)!));
            yield return new ChatResponseUpdate(ChatRole.Assistant, contents)
            {
                ResponseId = update.CompletionId, MessageId = update.CompletionId, ModelId = update.Model, CreatedAt = update.CreatedAt, FinishReason = update.FinishReason is { } finish ? Finish(finish) : null,
            };
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? metadata : serviceType == typeof(ChatClient) ? client : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static OpenAI.Chat.ChatMessage Message(AIMessage message) => message switch
    {
        { Role: var role } when role == ChatRole.System => new SystemChatMessage(message.Text),
        { Role: var role } when role == ChatRole.User => new UserChatMessage(message.Text),
        { Role: var role } when role == ChatRole.Assistant => new AssistantChatMessage(message.Text),
        _ => throw new NotSupportedException($"A message of the role '{message.Role}' is not sent: the answers of tools are not given to a model."),
    };

    private static ChatCompletionOptions Options(ChatOptions? options)
    {
        var to = new ChatCompletionOptions();
        if (options is null)
            return to;
        (to.Temperature, to.TopP, to.MaxOutputTokenCount) = (options.Temperature, options.TopP, options.MaxOutputTokens);
        foreach (var stop in options.StopSequences ?? [])
            to.StopSequences.Add(stop);
        to.ResponseFormat = options.ResponseFormat switch
        {
            ChatResponseFormatJson { Schema: { } schema } json => OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription, jsonSchemaIsStrict: true),
            ChatResponseFormatJson => OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat(),
            _ => null,
        };
        foreach (var tool in (options.Tools ?? []).OfType<AIFunctionDeclaration>())
            to.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText()), functionSchemaIsStrict: true));
        if (to.Tools.Count > 0)
            (to.ToolChoice, to.AllowParallelToolCalls) = (options.ToolMode is RequiredChatToolMode ? ChatToolChoice.CreateRequiredChoice() : ChatToolChoice.CreateAutoChoice(), options.AllowMultipleToolCalls);
        return to;
    }

    /// <summary>A call; its arguments as they came are its raw representation, and where they are no JSON object, or name something twice, it carries why.</summary>
    private static FunctionCallContent Call(string id, string name, string arguments)
    {
        try
        {
            return new(id, name, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments, Strict)) { RawRepresentation = arguments };
        }
        catch (JsonException e)
        {
            return new(id, name) { Exception = e, RawRepresentation = arguments };
        }
    }

    private static Microsoft.Extensions.AI.ChatFinishReason Finish(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Stop => Microsoft.Extensions.AI.ChatFinishReason.Stop,
        OpenAI.Chat.ChatFinishReason.Length => Microsoft.Extensions.AI.ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => Microsoft.Extensions.AI.ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => Microsoft.Extensions.AI.ChatFinishReason.ToolCalls,
        _ => new Microsoft.Extensions.AI.ChatFinishReason(reason.ToString()),
    };

    private static UsageDetails? Usage(ChatTokenUsage? usage) => usage is null ? null
        : new() { InputTokenCount = usage.InputTokenCount, OutputTokenCount = usage.OutputTokenCount, TotalTokenCount = usage.TotalTokenCount, CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount };
}
