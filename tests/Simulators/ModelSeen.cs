using System.Text;
using OpenAI.Chat;

namespace Assistant.Tests.Simulators;

/// <summary>What OpenAI's library made of an answer; of a stream, its parts put together.</summary>
internal sealed record ModelSeen(string Text, string? Refusal, ChatFinishReason? Finish, IReadOnlyList<ChatToolCall> Calls)
{
    /// <summary>Asks, and reads the answer to its end.</summary>
    public static async Task<ModelSeen> AskAsync(ChatClient client, bool isStreaming, ChatCompletionOptions? options = null, IEnumerable<ChatMessage>? talk = null, Action<string>? heard = null, CancellationToken token = default)
    {
        talk ??= [new UserChatMessage("x")];
        if (!isStreaming)
        {
            var whole = (await client.CompleteChatAsync(talk, options, token)).Value;
            return new(string.Concat(whole.Content.Select(part => part.Text)), whole.Refusal, whole.FinishReason, whole.ToolCalls);
        }

        var (text, refusal, finish) = (new StringBuilder(), (string?)null, (ChatFinishReason?)null);
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>();
        await foreach (var update in client.CompleteChatStreamingAsync(talk, options, token))
        {
            foreach (var part in update.ContentUpdate)
            {
                text.Append(part.Text);
                heard?.Invoke(part.Text);
            }

            refusal += update.RefusalUpdate;
            finish = update.FinishReason ?? finish;
            foreach (var call in update.ToolCallUpdates)
            {
                // Only the first piece of a call names it.
                if (!calls.TryGetValue(call.Index, out var open))
                    calls[call.Index] = open = (call.ToolCallId, call.FunctionName, new());
                else
                    (call.ToolCallId, call.FunctionName).ShouldBe((null, null));
                open.Arguments.Append(Encoding.UTF8.GetString(call.FunctionArgumentsUpdate.ToMemory().Span));
            }
        }

        return new(text.ToString(), refusal, finish, [.. calls.Values.Select(call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments.ToString())))]);
    }
}
