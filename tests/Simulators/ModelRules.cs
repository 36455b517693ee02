using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Assistant.Tests.Simulators;

/// <summary>What chat completions refuse in a request's body, in the words of the service where they are known.</summary>
internal static partial class ModelRules
{
    private static readonly string[] Known =
    [
        "audio", "frequency_penalty", "logit_bias", "logprobs", "max_completion_tokens", "max_tokens", "messages", "metadata", "modalities", "model", "n", "parallel_tool_calls",
        "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_retention", "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream",
        "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
    ];

    private static readonly (string Name, double Least, double Most)[] Ranges = [("temperature", 0, 2), ("top_p", 0, 1), ("frequency_penalty", -2, 2), ("presence_penalty", -2, 2)];
    private static readonly string[] Flags = ["stream", "store", "logprobs", "parallel_tool_calls"];
    private static readonly (string Name, string[] Values)[] Choices =
    [
        ("reasoning_effort", ["none", "minimal", "low", "medium", "high", "xhigh"]), ("verbosity", ["low", "medium", "high"]), ("service_tier", ["auto", "default", "flex", "scale", "priority"]),
    ];

    /// <summary>The first thing that is wrong; null when nothing is.</summary>
    public static ModelError? First(JsonObject body) => Plain(body).Concat(Streaming(body)).Concat(Messages(body)).Concat(Format(body)).Concat(Tools(body)).FirstOrDefault();

    /// <summary>A node's text; null when it is no text.</summary>
    public static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    /// <summary>Whether a node says true.</summary>
    public static bool IsTrue(JsonNode? node) => node?.GetValueKind() == JsonValueKind.True;

    private static IEnumerable<ModelError> Plain(JsonObject body)
    {
        foreach (var (name, _) in body.Where(field => !Known.Contains(field.Key)))
            yield return new($"Unrecognized request argument supplied: {name}", name, "unknown_parameter");
        if (body["model"] is null)
            yield return new("you must provide a model parameter");
        else if (string.IsNullOrEmpty(Text(body["model"])))
            yield return Wrong("model", "expected a string that is not empty");
        foreach (var (name, least, most) in Ranges.Where(range => body[range.Name] is not null))
        {
            if (body[name]!.GetValueKind() != JsonValueKind.Number)
                yield return Wrong(name, "expected a decimal");
            else if (!body[name]!.AsValue().TryGetValue<double>(out var number) || number < least || number > most)
                yield return Wrong(name, $"expected a value from {least} to {most}, but got {body[name]!.ToJsonString()}", "decimal_out_of_range");
        }

        foreach (var name in new[] { "max_completion_tokens", "max_tokens" }.Where(name => body[name] is not null))
        {
            if (Integer(body[name]) is not > 0)
                yield return Wrong(name, "expected a value of at least 1", "integer_below_min_value");
        }

        if (body["max_completion_tokens"] is not null && body["max_tokens"] is not null)
            yield return new("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens", "invalid_parameter_combination");
        if (body["n"] is not null && Integer(body["n"]) != 1)
            yield return Wrong("n", "this endpoint gives one choice");
        if (body["seed"] is not null && (body["seed"]!.GetValueKind() != JsonValueKind.Number || !body["seed"]!.AsValue().TryGetValue<long>(out _)))
            yield return Wrong("seed", "expected an integer");
        foreach (var (name, values) in Choices.Where(choice => body[choice.Name] is not null && !choice.Values.Contains(Text(body[choice.Name]))))
            yield return Wrong(name, "supported values are: " + string.Join(", ", values), "invalid_value");
        foreach (var name in Flags.Where(name => body[name] is { } flag && flag.GetValueKind() is not JsonValueKind.True and not JsonValueKind.False))
            yield return Wrong(name, "expected a boolean");
        if (body["stop"] is { } stop && Text(stop) is null && !(stop is JsonArray { Count: > 0 and <= 4 } stops && stops.All(one => Text(one) is not null)))
            yield return Wrong("stop", "expected a string or one to four strings");
    }

    private static IEnumerable<ModelError> Streaming(JsonObject body)
    {
        if (body["stream_options"] is not { } options)
            yield break;
        if (!IsTrue(body["stream"]))
            yield return new("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        if (options is not JsonObject given)
            yield return Wrong("stream_options", "expected an object");
        else if (given.Any(option => option.Key is not "include_usage" and not "include_obfuscation" || option.Value?.GetValueKind() is not JsonValueKind.True and not JsonValueKind.False))
            yield return Wrong("stream_options", "expected include_usage as a boolean");
    }

    private static IEnumerable<ModelError> Messages(JsonObject body)
    {
        if (body["messages"] is null)
            yield return Missing("messages");
        else if (body["messages"] is not JsonArray { Count: > 0 } messages)
            yield return Wrong("messages", "expected an array with at least one message", "empty_array");
        else
        {
            // Calls of the last assistant's message that still wait for the tool's word.
            var open = new HashSet<string>();
            foreach (var (at, message) in messages.Index())
            {
                var name = $"messages[{at}]";
                var role = Text((message as JsonObject)?["role"]);
                if (message is not JsonObject one)
                    yield return Wrong(name, "expected an object");
                else if (role is not ("system" or "developer" or "user" or "assistant" or "tool"))
                    yield return Wrong(name + ".role", "supported values are: 'system', 'developer', 'user', 'assistant', and 'tool'", "invalid_value");
                else
                {
                    foreach (var error in Content(one, role, name))
                        yield return error;
                    if (role == "tool" && !open.Remove(Text(one["tool_call_id"]) ?? ""))
                        yield return new("Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.", name + ".role");
                    if (role != "tool" && open.Count > 0)
                        yield return new($"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: {string.Join(", ", open)}", name + ".role");
                    if (role == "assistant" && one["tool_calls"] is JsonArray calls)
                        open = [.. calls.Select(call => Text((call as JsonObject)?["id"])).OfType<string>()];
                }
            }

            if (open.Count > 0)
                yield return new($"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: {string.Join(", ", open)}", "messages");
        }
    }

    private static IEnumerable<ModelError> Content(JsonObject message, string role, string name)
    {
        var isCalling = role == "assistant" && message["tool_calls"] is not null;
        if (isCalling && !(message["tool_calls"] is JsonArray { Count: > 0 } calls && calls.All(IsCall)))
            yield return Wrong(name + ".tool_calls", "expected calls with id, type 'function', and function with name and arguments as strings");
        switch (message["content"])
        {
            case null when isCalling || (role == "assistant" && Text(message["refusal"]) is not null):
            case JsonValue value when Text(value) is not null:
                break;
            case JsonArray { Count: > 0 } parts:
                foreach (var (at, part) in parts.Index())
                {
                    var type = Text((part as JsonObject)?["type"]);
                    if (type is not ("text" or "image_url" or "input_audio" or "file" or "refusal"))
                        yield return Wrong($"{name}.content[{at}].type", "supported values are: 'text', 'image_url', 'input_audio', 'file', and 'refusal'", "invalid_value");
                    else if (type is "text" or "refusal" ? Text(part![type]) is null : part![type] is not JsonObject)
                        yield return Missing($"{name}.content[{at}].{type}");
                }

                break;
            default:
                yield return Wrong(name + ".content", "expected a string or an array of parts, but got " + (message["content"]?.GetValueKind().ToString() ?? "null"), "invalid_type");
                break;
        }
    }

    private static bool IsCall(JsonNode? call) => call is JsonObject one && Text(one["id"]) is { Length: > 0 } && Text(one["type"]) == "function"
        && one["function"] is JsonObject function && Text(function["name"]) is not null && Text(function["arguments"]) is not null;

    private static IEnumerable<ModelError> Format(JsonObject body)
    {
        if (body["response_format"] is not { } format)
            yield break;
        switch (Text((format as JsonObject)?["type"]))
        {
            case "text":
                break;
            case "json_object":
                if (body["messages"] is JsonArray messages && !messages.Any(message => message?["content"]?.ToJsonString().Contains("json", StringComparison.OrdinalIgnoreCase) == true))
                    yield return new("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages");
                break;
            case "json_schema" when format["json_schema"] is JsonObject named:
                foreach (var error in Named(named, "response_format.json_schema", "schema"))
                    yield return error;
                if (named["schema"] is not JsonObject schema)
                    yield return Missing("response_format.json_schema.schema");
                else if (IsTrue(named["strict"]) && ModelSchemaRules.First(schema) is { } fault)
                    yield return new($"Invalid schema for response_format '{Text(named["name"])}': {fault}", "response_format");
                break;
            case "json_schema":
                yield return Missing("response_format.json_schema");
                break;
            default:
                yield return Wrong("response_format.type", "supported values are: 'text', 'json_object', and 'json_schema'", "invalid_value");
                break;
        }
    }

    private static IEnumerable<ModelError> Tools(JsonObject body)
    {
        var tools = body["tools"] as JsonArray;
        foreach (var name in new[] { "tool_choice", "parallel_tool_calls" }.Where(name => body[name] is not null && body["tools"] is null))
            yield return new($"'{name}' is only allowed when 'tools' are specified.", name);
        if (body["tools"] is not null && tools is not { Count: > 0 and <= 128 })
            yield return Wrong("tools", "expected an array of one to 128 tools");
        foreach (var (at, tool) in (tools ?? []).Index())
        {
            var name = $"tools[{at}]";
            if (Text((tool as JsonObject)?["type"]) != "function")
                yield return Wrong(name + ".type", "supported values are: 'function'", "invalid_value");
            else if (tool!["function"] is not JsonObject function)
                yield return Missing(name + ".function");
            else
            {
                foreach (var error in Named(function, name + ".function", "parameters"))
                    yield return error;
                if (function["parameters"] is JsonObject parameters && Text(parameters["type"]) != "object")
                    yield return Schema(function, name, "schema must be a JSON Schema of 'type: \"object\"'.");
                else if (function["parameters"] is JsonObject strict && IsTrue(function["strict"]) && ModelSchemaRules.First(strict) is { } fault)
                    yield return Schema(function, name, fault);
            }
        }

        if (body["tool_choice"] is { } choice && Text(choice) is not ("none" or "auto" or "required"))
        {
            if (Text((choice as JsonObject)?["type"]) != "function" || Text((choice["function"] as JsonObject)?["name"]) is not { } chosen)
                yield return Wrong("tool_choice", "expected 'none', 'auto', 'required' or a function", "invalid_value");
            else if (tools?.Any(tool => Text((tool?["function"] as JsonObject)?["name"]) == chosen) != true)
                yield return Wrong("tool_choice", $"function '{chosen}' is not among the 'tools'");
        }
    }

    /// <summary>What a function and a schema of the answer have in common.</summary>
    private static IEnumerable<ModelError> Named(JsonObject given, string at, string schema)
    {
        if (given["name"] is null)
            yield return Missing(at + ".name");
        else if (!Name().IsMatch(Text(given["name"]) ?? ""))
            yield return Wrong(at + ".name", "string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$', of at most 64 characters", "invalid_value");
        foreach (var (key, value) in given)
        {
            var isRight = key == schema ? value is null or JsonObject : key == "strict" ? value is null || value.GetValueKind() is JsonValueKind.True or JsonValueKind.False : key == "description" ? value is null || Text(value) is not null : key == "name";
            if (!isRight)
                yield return Wrong($"{at}.{key}", "it is unknown here, or of another type");
        }
    }

    private static ModelError Schema(JsonObject function, string name, string fault) => new($"Invalid schema for function '{Text(function["name"])}': {fault}", name + ".function.parameters", "invalid_function_parameters");

    private static ModelError Missing(string name) => new($"Missing required parameter: '{name}'.", name, "missing_required_parameter");

    private static ModelError Wrong(string name, string why, string code = "invalid_type") => new($"Invalid '{name}': {why}.", name, code);

    private static int? Integer(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue<int>(out var number) ? number : null;

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex Name();
}
