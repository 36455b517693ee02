using System.Security.Cryptography;

namespace Assistant.Bot;

/// <summary>Headers that keep pages to themselves: a strict content security policy with a nonce, no framing, no sniffing, no referrer.</summary>
public sealed class SecureHeaders(RequestDelegate next)
{
    /// <summary>Key of the nonce among the items of a request.</summary>
    public const string Nonce = "csp-nonce";

    /// <summary>The style element without content that Web Chat makes; its hash is that of the empty string.</summary>
    private const string EmptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

    /// <summary>Adds the headers.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Items[Nonce] = nonce;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}' {EmptyStyle}; img-src 'self' data: blob:; font-src 'self'; "
            + $"connect-src 'self' blob: ws://{http.Request.Host} wss://{http.Request.Host}; worker-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        if (!http.Request.Path.StartsWithSegments("/lib"))
            headers.CacheControl = "no-store";
        return next(http);
    }
}
