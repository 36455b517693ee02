using System.Text.Json.Nodes;

namespace Assistant.Tests.Simulators;

/// <summary>One error as OpenAI's body names it.</summary>
/// <param name="Message">What went wrong.</param>
/// <param name="Param">The part of the request it is about.</param>
/// <param name="Code">Its name, where it has one.</param>
/// <param name="Type">Its kind.</param>
internal sealed record ModelError(string Message, string? Param = null, string? Code = null, string Type = "invalid_request_error")
{
    /// <summary>The body that carries it.</summary>
    public JsonObject Body => new() { ["error"] = new JsonObject { ["message"] = Message, ["type"] = Type, ["param"] = Param, ["code"] = Code } };
}

/// <summary>The errors of a chat completions endpoint, as OpenAI and Azure word them.</summary>
internal static class ModelErrors
{
    /// <summary>Page of a gateway that reached nobody behind it.</summary>
    public const string BadGateway = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n";

    /// <summary>Page of a proxy that wants somebody to sign in first.</summary>
    public const string ProxyPage = "<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body><p>Please sign in to continue.</p></body></html>\n";

    /// <summary>Statuses with a body of their own; 502 comes from a gateway and has a page instead.</summary>
    public static IReadOnlyList<int> Statuses { get; } = [400, 401, 403, 404, 408, 429, 500, 502, 503];

    /// <summary>A key that is missing.</summary>
    public static ModelError NoKey { get; } = new("You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");

    /// <summary>A key that is not the endpoint's.</summary>
    public static ModelError WrongKey { get; } = new("Incorrect API key provided.", Code: "invalid_api_key");

    /// <summary>A path that is not served.</summary>
    public static ModelError NoPath(string method, string path) => new($"Invalid URL ({method} {path})");

    /// <summary>A method that is not served on the path.</summary>
    public static ModelError NoMethod(string method, string path) => new($"Not allowed to {method} on {path}. (HINT: Perhaps you meant to use a different HTTP method?)", Code: "method_not_supported");

    /// <summary>The error of a status but 502.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static ModelError Of(int status, string? model) => status switch
    {
        400 => new("The request could not be processed.", Code: "invalid_value"),
        401 => WrongKey,
        403 => new("Country, region, or territory not supported", Code: "unsupported_country_region_territory", Type: "request_forbidden"),
        404 => new($"The model `{model}` does not exist or you do not have access to it.", Code: "model_not_found"),
        408 => new("The operation was timeout.", Code: "timeout", Type: "timeout"),
        429 => new($"Rate limit reached for {model} on requests per min (RPM): Limit 3, Used 3, Requested 1.", Code: "rate_limit_exceeded", Type: "requests"),
        500 => new("The server had an error while processing your request. Sorry about that!", Type: "server_error"),
        503 => new("The engine is currently overloaded, please try again later.", Type: "server_error"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No error of the service has this status."),
    };

    /// <summary>Azure's refusal of what its content filter met in the request.</summary>
    public static JsonObject Filtered()
    {
        static JsonObject Severity(bool isFiltered, string severity) => new() { ["filtered"] = isFiltered, ["severity"] = severity };
        return new()
        {
            ["error"] = new JsonObject
            {
                ["message"] = "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
                ["type"] = null, ["param"] = "prompt", ["code"] = "content_filter", ["status"] = 400,
                ["innererror"] = new JsonObject
                {
                    ["code"] = "ResponsibleAIPolicyViolation",
                    ["content_filter_result"] = new JsonObject
                    {
                        ["hate"] = Severity(false, "safe"), ["jailbreak"] = new JsonObject { ["filtered"] = false, ["detected"] = false },
                        ["self_harm"] = Severity(true, "medium"), ["sexual"] = Severity(false, "safe"), ["violence"] = Severity(false, "safe"),
                    },
                },
            },
        };
    }
}
