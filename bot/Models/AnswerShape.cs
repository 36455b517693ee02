using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assistant.Bot.Models;

/// <summary>
/// Holds what a model answered against the schema it was given, whatever the endpoint promised. Known are type, properties, required, additionalProperties, items, minItems, maxItems,
/// enum, minimum, maximum and maxLength; another word in a schema is a mistake of ours.
/// </summary>
internal static class AnswerShape
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The answer, or what is wrong with it.</summary>
    public static (JsonElement? Json, string? Wrong) Read(string text, JsonObject schema)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            var json = document.RootElement.Clone();
            return Wrong(json, schema, "$") is { } wrong ? (null, "schema: " + wrong) : (json, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair is JSON and no text.
            return (null, "not-json");
        }
    }

    /// <summary>A word of a schema that is not checked here, or null.</summary>
    public static string? Unknown(JsonObject schema) => schema.Select(pair => pair.Key switch
    {
        "properties" => pair.Value!.AsObject().Select(property => Unknown(property.Value!.AsObject())).FirstOrDefault(word => word is not null),
        "items" => Unknown(pair.Value!.AsObject()),
        "type" => pair.Value!.ToString() is "object" or "array" or "string" or "integer" or "boolean" ? null : pair.Value.ToString(),
        var word => word is "description" or "enum" or "minimum" or "maximum" or "maxLength" or "minItems" or "maxItems" or "required" or "additionalProperties" ? null : word,
    }).FirstOrDefault(word => word is not null);

    private static string? Wrong(JsonElement value, JsonObject schema, string at)
    {
        foreach (var (word, says) in schema)
        {
            var wrong = word switch
            {
                "description" => null,
                "type" => IsOf(value, says!.ToString()) ? null : $"{at} is no {says}",
                "enum" => says!.AsArray().Any(one => value.ValueKind == JsonValueKind.String && one!.ToString() == value.GetString()) ? null : $"{at} is not on the list",
                "minimum" => value.GetDecimal() >= says!.GetValue<decimal>() ? null : $"{at} is below {says}",
                "maximum" => value.GetDecimal() <= says!.GetValue<decimal>() ? null : $"{at} is above {says}",
                "maxLength" => value.GetString()!.Length <= says!.GetValue<int>() ? null : $"{at} is too long",
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
}
