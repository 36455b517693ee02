using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assistant.Bot.Models;

/// <summary>
/// Holds what a model answered against the schema it was given, whatever the endpoint promised. Each type has its words here; another word or type in a schema of a prompt is found at
/// start by <see cref="Problem"/>.
/// </summary>
internal static class AnswerShape
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["object"] = ["properties", "required", "additionalProperties"], ["array"] = ["items", "minItems", "maxItems"], ["string"] = ["enum", "maxLength"], ["integer"] = ["minimum", "maximum"], ["boolean"] = [],
    };

    /// <summary>The answer, or what is wrong with it.</summary>
    public static (JsonElement? Json, string? Wrong) Read(string text, JsonObject schema) =>
        Parse(text) is not { } json ? (null, "not-json") : Wrong(json, schema, "$") is { } wrong ? (null, "schema: " + wrong) : (json, null);

    /// <summary>Why a schema cannot be held; null where it can.</summary>
    public static string? Problem(JsonNode? node, string at = "$")
    {
        if (node is not JsonObject schema)
            return $"{at} is no schema";
        if (Text(schema["type"]) is not { } type || !Words.TryGetValue(type, out var words))
            return $"{at} needs a type of {string.Join(", ", Words.Keys)}";
        foreach (var (word, says) in schema)
        {
            var wrong = word switch
            {
                "type" => null,
                "description" => Text(says) is null ? $"{at}.{word} is no text" : null,
                _ when !words.Contains(word) => $"{at}: '{word}' is not checked for {type}",
                "enum" or "required" => says is JsonArray { Count: > 0 } list && list.All(one => Text(one) is not null) ? null : $"{at}.{word} is no list of texts",
                "properties" => says is JsonObject all ? all.Select(one => Problem(one.Value, $"{at}.{one.Key}")).FirstOrDefault(one => one is not null) : $"{at}.{word} has no names",
                "items" => Problem(says, at + "[]"),
                "additionalProperties" => says?.GetValueKind() == JsonValueKind.False ? null : $"{at}.{word} is only ever false",
                _ => says is JsonValue number && number.TryGetValue<int>(out _) ? null : $"{at}.{word} is no whole number",
            };
            if (wrong is not null)
                return wrong;
        }

        return null;
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            // The parser leaves strings unread: one that is not Unicode would only fail whoever looks at it later.
            for (var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = Strict.MaxDepth }); reader.Read();)
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
            }

            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Wrong(JsonElement value, JsonObject schema, string at)
    {
        if (!IsOf(value, schema["type"]!.ToString()))
            return $"{at} is no {schema["type"]}";
        foreach (var (word, says) in schema)
        {
            var wrong = word switch
            {
                "type" or "description" => null,
                "enum" => says!.AsArray().Any(one => one!.ToString() == value.GetString()) ? null : $"{at} is not on the list",
                "minimum" => value.GetInt32() >= says!.GetValue<int>() ? null : $"{at} is below {says}",
                "maximum" => value.GetInt32() <= says!.GetValue<int>() ? null : $"{at} is above {says}",
                "maxLength" => value.GetString()!.EnumerateRunes().Count() <= says!.GetValue<int>() ? null : $"{at} is too long",
                "minItems" => value.GetArrayLength() >= says!.GetValue<int>() ? null : $"{at} has too few items",
                "maxItems" => value.GetArrayLength() <= says!.GetValue<int>() ? null : $"{at} has too many items",
                "items" => value.EnumerateArray().Select((item, i) => Wrong(item, says!.AsObject(), $"{at}[{i}]")).FirstOrDefault(one => one is not null),
                "required" => says!.AsArray().FirstOrDefault(name => !value.TryGetProperty(name!.ToString(), out _)) is { } missing ? $"{at}.{missing} is missing" : null,
                "properties" => value.EnumerateObject().Where(one => says![one.Name] is not null).Select(one => Wrong(one.Value, says![one.Name]!.AsObject(), $"{at}.{one.Name}")).FirstOrDefault(one => one is not null),
                "additionalProperties" => value.EnumerateObject().Any(one => schema["properties"]?[one.Name] is null) ? $"{at} has a field nobody asked for" : null,
                _ => throw new NotSupportedException($"The schema of a prompt uses '{word}', which is not checked here."),
            };
            if (wrong is not null)
                return wrong;
        }

        return null;
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => throw new NotSupportedException($"The schema of a prompt uses the type '{type}', which is not checked here."),
    };

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
