using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assistant.Tests.Simulators;

/// <summary>One request as it came to the simulated model endpoint, also one it refused.</summary>
public sealed class ModelRequest
{
    private readonly TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ModelRequest(HttpRequest request, byte[] body)
    {
        (Method, Path, Body, Text) = (request.Method, request.Path.Value!, body, Encoding.UTF8.GetString(body));
        Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Json = Parse(body);
        var root = Json as JsonObject;
        Model = ModelRules.Text(root?["model"]);
        Messages = [.. Items(root?["messages"]).Select(message => (ModelRules.Text(message["role"]) ?? "", TextOf(message["content"])))];
        IsStreaming = ModelRules.IsTrue(root?["stream"]);
        Tools = [.. Items(root?["tools"]).Select(tool => ModelRules.Text((tool["function"] as JsonObject)?["name"])).OfType<string>()];
        SchemaName = ModelRules.Text(((root?["response_format"] as JsonObject)?["json_schema"] as JsonObject)?["name"]);
    }

    /// <summary>Its method.</summary>
    public string Method { get; }

    /// <summary>Its path, as decoded by the server.</summary>
    public string Path { get; }

    /// <summary>Its headers; names in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body's bytes.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body as text.</summary>
    public string Text { get; }

    /// <summary>The body as JSON; null when it is none: not well formed, a name twice in an object, or text that is not Unicode.</summary>
    public JsonNode? Json { get; }

    /// <summary>The model asked for; null when the request names none.</summary>
    public string? Model { get; }

    /// <summary>The messages in order, text parts joined; empty text where there is none.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages { get; }

    /// <summary>Whether a stream was asked for.</summary>
    public bool IsStreaming { get; }

    /// <summary>Names of the tools offered, in order.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>Name of the schema the answer has to have; null without one.</summary>
    public string? SchemaName { get; }

    /// <summary>What the endpoint refused it for; null when it let it through to <see cref="ModelEndpoint.Answer"/>.</summary>
    public string? Refusal { get; internal set; }

    /// <summary>Ends with the exchange: true when everything was sent that was to be sent, false when the connection broke before, by either side.</summary>
    public Task<bool> Ended => ended.Task;

    internal void End(bool isWhole) => ended.TrySetResult(isWhole);

    private static IEnumerable<JsonObject> Items(JsonNode? list) => list is JsonArray items ? items.OfType<JsonObject>() : [];

    private static string TextOf(JsonNode? content) => ModelRules.Text(content) ?? string.Concat(Items(content).Select(part => ModelRules.Text(part["text"])));

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            // The parser leaves strings unread: one that is not Unicode would only fail whoever looks at it later.
            for (var reader = new Utf8JsonReader(body); reader.Read();)
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
            }

            return JsonNode.Parse(body, null, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
