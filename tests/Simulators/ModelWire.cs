using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assistant.Tests.Simulators;

/// <summary>Writes one reply as the service puts it on the wire: a completion, a stream of chunks, or an error.</summary>
internal sealed class ModelWire(HttpContext http, ModelRequest request, int number, CancellationToken over)
{
    private const string Fingerprint = "fp_0123456789";

    // Seconds of Unix; the same in every run.
    private const long Created = 1_760_000_000;

    // Services send text as it is, not escaped.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Runes in the pieces of a stream, in turn: a piece may end within what is seen as one character, never within a code point.
    private static readonly int[] PieceLengths = [1, 3, 2, 5, 4];

    private readonly string id = $"chatcmpl-{number.ToString("D6", CultureInfo.InvariantCulture)}";

    private bool WithUsage => ModelRules.IsTrue((request.Json?["stream_options"] as JsonObject)?["include_usage"]);

    /// <summary>Writes a reply.</summary>
    /// <exception cref="OperationCanceledException">The client went away, or the endpoint stops.</exception>
    /// <exception cref="IOException">The reply is one that is cut off.</exception>
    public Task WriteAsync(ModelReply reply) => reply switch
    {
        ModelReply.Says says => SendAsync(new Output(says.Content, null, [], says.Finish)),
        ModelReply.Truncated cut => SendAsync(new Output(cut.Content, null, [], "length")),
        ModelReply.Calls calls => SendAsync(new Output(null, null, calls.Tools, calls.Finish)),
        ModelReply.Refuses refuses => SendAsync(new Output(null, refuses.Words, [], "stop")),
        ModelReply.NullContent => SendAsync(new Output(null, null, [], "stop")),
        ModelReply.NoChoices => SendAsync(null),
        ModelReply.Slow slow => WriteSlowlyAsync(slow),
        ModelReply.Stalls stalls => StallAsync(stalls.Start),
        ModelReply.CutOff cut => CutOffAsync(cut.Content),
        ModelReply.Filtered => WriteBodyAsync(400, "application/json", ModelErrors.Filtered().ToJsonString(Relaxed)),
        ModelReply.Fails { Status: 502 } fails => FailAsync(fails, "text/html", ModelErrors.BadGateway),
        ModelReply.Fails fails => FailAsync(fails, "application/json", ModelErrors.Of(fails.Status, request.Model).Body.ToJsonString(Relaxed)),
        ModelReply.Malformed malformed => WriteBodyAsync(200, "application/json", malformed.Body),
        ModelReply.Html => WriteBodyAsync(200, "text/html; charset=utf-8", ModelErrors.ProxyPage),
        ModelReply.Empty => WriteBodyAsync(200, "application/json", ""),
        _ => throw new InvalidOperationException($"No such reply: {reply}."),
    };

    /// <summary>Writes a refusal.</summary>
    public Task WriteErrorAsync(int status, ModelError error) => WriteBodyAsync(status, "application/json", error.Body.ToJsonString(Relaxed));

    private async Task WriteSlowlyAsync(ModelReply.Slow slow)
    {
        await Task.Delay(slow.By, over);
        await WriteAsync(slow.Then);
    }

    private async Task StallAsync(string start)
    {
        await WritePartAsync(start);
        await Task.Delay(Timeout.InfiniteTimeSpan, over);
    }

    private async Task CutOffAsync(string content)
    {
        await WritePartAsync(content);
        // A handler that throws after it has begun ends the connection behind what it wrote; an abort could take that along.
        throw new IOException("Cut off, as told.");
    }

    private Task FailAsync(ModelReply.Fails fails, string type, string body)
    {
        if (fails.RetryAfter is { } after)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            if (after.Ticks % TimeSpan.TicksPerSecond != 0)
                http.Response.Headers["retry-after-ms"] = Math.Ceiling(after.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        return WriteBodyAsync(fails.Status, type, body);
    }

    private async Task WriteBodyAsync(int status, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Begin(status, type);
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, over);
    }

    private async Task SendAsync(Output? output)
    {
        if (!request.IsStreaming)
        {
            await WriteBodyAsync(200, "application/json", Completion(output).ToJsonString(Relaxed));
            return;
        }

        await StreamAsync(Deltas(output));
        await SendChunkAsync(output is null ? Chunk(null, null) : Chunk([], output.Finish));
        if (WithUsage)
            await SendChunkAsync(Chunk(null, null, Usage(output)));
        await SendEventAsync("[DONE]");
    }

    /// <summary>Writes this content, and nothing of what ends an answer.</summary>
    private async Task WritePartAsync(string content)
    {
        var output = new Output(content, null, [], "stop");
        if (request.IsStreaming)
        {
            await StreamAsync(Deltas(output));
            return;
        }

        var body = Completion(output).ToJsonString(Relaxed);
        Begin(200, "application/json");
        await http.Response.WriteAsync(body[..body.LastIndexOf("\"finish_reason\"", StringComparison.Ordinal)], over);
        await http.Response.Body.FlushAsync(over);
    }

    private async Task StreamAsync(IEnumerable<JsonObject> deltas)
    {
        Begin(200, "text/event-stream; charset=utf-8");
        // Azure tells first what its filter made of the request, in a chunk that has no choice.
        if (request.Path.StartsWith("/openai/", StringComparison.Ordinal))
            await SendChunkAsync(new JsonObject { ["choices"] = new JsonArray(), ["created"] = 0, ["id"] = "", ["model"] = "", ["object"] = "", ["prompt_filter_results"] = new JsonArray(new JsonObject { ["prompt_index"] = 0, ["content_filter_results"] = new JsonObject() }) });
        foreach (var delta in deltas)
            await SendChunkAsync(Chunk(delta, null));
        await http.Response.Body.FlushAsync(over);
    }

    private void Begin(int status, string type)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.Headers["x-request-id"] = $"req_{id}";
    }

    private Task SendChunkAsync(JsonObject chunk) => SendEventAsync(chunk.ToJsonString(Relaxed));

    private async Task SendEventAsync(string data)
    {
        await http.Response.WriteAsync($"data: {data}\n\n", over);
        await http.Response.Body.FlushAsync(over);
    }

    private static IEnumerable<JsonObject> Deltas(Output? output)
    {
        if (output is null)
            yield break;
        yield return new() { ["role"] = "assistant", ["content"] = output.Content is null ? null : "", ["refusal"] = null };
        foreach (var piece in Pieces(output.Content))
            yield return new() { ["content"] = piece };
        foreach (var piece in Pieces(output.Refusal))
            yield return new() { ["refusal"] = piece };
        foreach (var (index, (name, arguments)) in output.Tools.Index())
        {
            yield return Call(new() { ["index"] = index, ["id"] = CallId(index), ["type"] = "function", ["function"] = new JsonObject { ["name"] = name, ["arguments"] = "" } });
            foreach (var piece in Pieces(arguments))
                yield return Call(new() { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } });
        }

        static JsonObject Call(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };
    }

    private static IEnumerable<string> Pieces(string? text)
    {
        var (piece, runes, turn) = (new StringBuilder(), 0, 0);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            piece.Append(rune);
            if (++runes < PieceLengths[turn % PieceLengths.Length])
                continue;
            yield return piece.ToString();
            piece.Clear();
            (runes, turn) = (0, turn + 1);
        }

        if (runes > 0)
            yield return piece.ToString();
    }

    private static string CallId(int index) => $"call_{index.ToString("D6", CultureInfo.InvariantCulture)}";

    private JsonObject Completion(Output? output) => new()
    {
        ["id"] = id, ["object"] = "chat.completion", ["created"] = Created, ["model"] = request.Model,
        ["choices"] = output is null ? new JsonArray() : new JsonArray(new JsonObject { ["index"] = 0, ["message"] = Message(output), ["finish_reason"] = output.Finish, ["logprobs"] = null }),
        ["usage"] = Usage(output), ["system_fingerprint"] = Fingerprint,
    };

    private static JsonObject Message(Output output)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = output.Content, ["refusal"] = output.Refusal };
        if (output.Tools.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. output.Tools.Index().Select(JsonNode (call) => new JsonObject
            {
                ["id"] = CallId(call.Index), ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Item.Name, ["arguments"] = call.Item.Arguments },
            })]);
        }

        return message;
    }

    /// <summary>One chunk; without a delta it has no choice.</summary>
    private JsonObject Chunk(JsonObject? delta, string? finish, JsonObject? usage = null)
    {
        var chunk = new JsonObject
        {
            ["id"] = id, ["object"] = "chat.completion.chunk", ["created"] = Created, ["model"] = request.Model, ["system_fingerprint"] = Fingerprint,
            ["choices"] = delta is null ? new JsonArray() : new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish }),
        };
        if (WithUsage)
            chunk["usage"] = usage;
        return chunk;
    }

    private JsonObject Usage(Output? output)
    {
        static int Tokens(int characters) => (characters + 1) / 2;
        var asked = Tokens(request.Messages.Sum(message => message.Text.Length));
        var given = output is null ? 0 : Tokens((output.Content?.Length ?? 0) + (output.Refusal?.Length ?? 0) + output.Tools.Sum(tool => tool.Name.Length + tool.Arguments.Length));
        return new()
        {
            ["prompt_tokens"] = asked, ["completion_tokens"] = given, ["total_tokens"] = asked + given,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0, ["audio_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0, ["audio_tokens"] = 0, ["accepted_prediction_tokens"] = 0, ["rejected_prediction_tokens"] = 0 },
        };
    }

    /// <summary>What an answer's message holds, however it is sent.</summary>
    private sealed record Output(string? Content, string? Refusal, IReadOnlyList<(string Name, string Arguments)> Tools, string Finish);
}
