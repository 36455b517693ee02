using System.Threading.RateLimiting;
using Assistant.Bot.Channels;

namespace Assistant.Bot;

/// <summary>
/// How often one address may ask for what costs us: page tokens and attempts to sign in. The framework's own middleware never lets go of its limiter, nor of the
/// server it belongs to; these end with the server.
/// </summary>
public sealed class RequestLimits(DirectLineSettings directLine, StaffSettings staff) : IDisposable
{
    private readonly PartitionedRateLimiter<string> pageTokens = PerMinute(directLine.PageTokensPerMinute);
    private readonly PartitionedRateLimiter<string> signIns = PerMinute(staff.SignInsPerMinute);

    /// <summary>Limits <c>POST /webchat/token</c>; 429 beyond it.</summary>
    public ValueTask<object?> PageTokens(EndpointFilterInvocationContext context, EndpointFilterDelegate next) => WithinAsync(pageTokens, context, next);

    /// <summary>Limits attempts to sign in to the console; 429 beyond it.</summary>
    public ValueTask<object?> SignIns(EndpointFilterInvocationContext context, EndpointFilterDelegate next) => WithinAsync(signIns, context, next);

    /// <inheritdoc/>
    public void Dispose()
    {
        pageTokens.Dispose();
        signIns.Dispose();
    }

    private static PartitionedRateLimiter<string> PerMinute(int most) => PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = TimeSpan.FromMinutes(1) }));

    private static async ValueTask<object?> WithinAsync(PartitionedRateLimiter<string> limiter, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var lease = limiter.AttemptAcquire(context.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "");
        return lease.IsAcquired ? await next(context) : Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }
}
