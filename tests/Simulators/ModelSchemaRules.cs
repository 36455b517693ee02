using System.Text.Json.Nodes;

namespace Assistant.Tests.Simulators;

/// <summary>What strict structured outputs refuse in a schema: everything that leaves open which keys an object has.</summary>
internal static class ModelSchemaRules
{
    private static readonly string[] Forbidden = ["allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties", "propertyNames", "unevaluatedProperties"];

    /// <summary>The first thing that is wrong, with where it stands; null when nothing is.</summary>
    public static string? First(JsonObject schema) => Root(schema).Concat(Of(schema, schema, [])).FirstOrDefault();

    private static IEnumerable<string> Root(JsonObject schema)
    {
        if (ModelRules.Text(schema["type"]) != "object" || schema.ContainsKey("anyOf"))
            yield return "schema must be a JSON Schema of 'type: \"object\"', and its root must not be 'anyOf'.";
    }

    private static IEnumerable<string> Of(JsonNode? node, JsonObject root, string[] path)
    {
        if (node is not JsonObject schema)
        {
            yield return At(path, "schema must be an object.");
            yield break;
        }

        foreach (var word in Forbidden.Where(schema.ContainsKey))
            yield return At(path, $"'{word}' is not permitted.");
        if (schema.ContainsKey("$ref") && !IsDefined(ModelRules.Text(schema["$ref"]), root))
            yield return At(path, "reference can only point to definitions defined at the top level of the schema.");
        if (!schema.ContainsKey("type") && !schema.ContainsKey("$ref") && !schema.ContainsKey("anyOf"))
            yield return At(path, "schema must have a 'type' key.");
        if (IsOf(schema, "object") || schema.ContainsKey("properties"))
        {
            foreach (var fault in Keys(schema, path))
                yield return fault;
        }

        if (IsOf(schema, "array") && !schema.ContainsKey("items"))
            yield return At(path, "array schema missing items.");
        foreach (var (inner, where) in Inner(schema))
        {
            foreach (var fault in Of(inner, root, [.. path, .. where]))
                yield return fault;
        }
    }

    private static IEnumerable<string> Keys(JsonObject schema, string[] path)
    {
        if (schema["additionalProperties"]?.GetValueKind() != System.Text.Json.JsonValueKind.False)
            yield return At(path, "'additionalProperties' is required to be supplied and to be false.");
        var keys = (schema["properties"] as JsonObject)?.Select(property => property.Key).ToHashSet() ?? [];
        var required = (schema["required"] as JsonArray)?.Select(ModelRules.Text).OfType<string>().ToHashSet() ?? [];
        foreach (var key in keys.Except(required))
            yield return At(path, $"'required' is required to be supplied and to be an array including every key in properties. Missing '{key}'.");
        foreach (var key in required.Except(keys))
            yield return At(path, $"Extra required key '{key}' supplied.");
    }

    private static IEnumerable<(JsonNode? Schema, string[] Where)> Inner(JsonObject schema)
    {
        foreach (var group in new[] { "properties", "$defs", "definitions" })
        {
            foreach (var (name, inner) in schema[group] as JsonObject ?? [])
                yield return (inner, [group, name]);
        }

        if (schema.TryGetPropertyValue("items", out var items))
            yield return (items, ["items"]);
        foreach (var (at, choice) in (schema["anyOf"] as JsonArray ?? []).Index())
            yield return (choice, ["anyOf", $"{at}"]);
    }

    private static bool IsOf(JsonObject schema, string type) => ModelRules.Text(schema["type"]) == type || (schema["type"] as JsonArray)?.Any(one => ModelRules.Text(one) == type) == true;

    private static bool IsDefined(string? reference, JsonObject root) => reference == "#" || (reference?.Split('/') is ["#", "$defs" or "definitions", var name] && (root[reference.Split('/')[1]] as JsonObject)?.ContainsKey(name) == true);

    private static string At(string[] path, string fault) => $"In context=({string.Join(", ", path.Select(part => $"'{part}'"))}), {fault}";
}
