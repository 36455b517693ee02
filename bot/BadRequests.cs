using System.Text.Json;
using Assistant.Bot.Staff;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Assistant.Bot;

/// <summary>Turns a request that cannot be read into a problem document that says what to correct.</summary>
public sealed class BadRequests(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;
        httpContext.Response.StatusCode = bad.StatusCode;
        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = bad.StatusCode, Detail = bad.InnerException is JsonException json ? Where(json) : Explain(httpContext, bad.StatusCode) ?? bad.Message },
        });
    }

    /// <summary>What to say to whoever sent a request where nothing more particular was said: to people at the console in their own language. Null where there is nothing to say.</summary>
    public static string? Explain(HttpContext http, int status) =>
        FormGuard.IsConsole(http) && ForPeople(status) is { } refusal ? Refused.Words(http, refusal) : Explain(status);

    /// <summary>What to correct where nothing more particular was said; null where there is nothing to say.</summary>
    public static string? Explain(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read; the body must be JSON, with Content-Type application/json.",
        StatusCodes.Status404NotFound => "There is nothing at this address; /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed => "This address takes another method; /openapi/v1.json lists which.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this address takes (1 MiB unless documented otherwise); send less at once.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON, with Content-Type application/json.",
        StatusCodes.Status429TooManyRequests => "Too many requests from this address; wait a minute.",
        StatusCodes.Status500InternalServerError => "Something went wrong here, not in your request; it has been logged under the trace id.",
        _ => null,
    };

    /// <summary>Reads a body that was taken in already.</summary>
    /// <exception cref="BadHttpRequestException">It is not JSON of this shape; answered with 400 and the place.</exception>
    public static T? Read<T>(ReadOnlySpan<byte> body)
    {
        try
        {
            return Turns.Json.Read<T>(body);
        }
        catch (JsonException wrong)
        {
            throw new BadHttpRequestException("The body is not valid JSON.", StatusCodes.Status400BadRequest, wrong);
        }
    }

    /// <summary>The whole body of a request, within the limit of its address.</summary>
    /// <exception cref="BadHttpRequestException">It is larger.</exception>
    public static async Task<byte[]> BodyAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }

    private static Refusal? ForPeople(int status) => status switch
    {
        StatusCodes.Status404NotFound => Refusal.Of(404, "not_found"),
        StatusCodes.Status413PayloadTooLarge => Refusal.Of(413, "too_large"),
        StatusCodes.Status429TooManyRequests => Refusal.Of(429, "too_many"),
        StatusCodes.Status500InternalServerError => Refusal.Of(500, "our_fault"),
        _ => null,
    };

    private static string Where(JsonException json) => json.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
        ? "The JSON is nested more than 32 levels deep."
        : $"The body is not valid JSON ({(json.LineNumber is { } line ? $"line {line + 1}, byte {json.BytePositionInLine}" : json.Message)}).";
}
