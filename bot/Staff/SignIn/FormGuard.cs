using Microsoft.AspNetCore.Antiforgery;

namespace Assistant.Bot.Staff.SignIn;

/// <summary>
/// What changes something and comes with the console's cookie must carry the token of our own pages too, in the form or in the header X-CSRF-Token: no other
/// site can make a signed-in person act.
/// </summary>
public sealed class FormGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    /// <summary>Lets through or refuses.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !HttpMethods.IsOptions(http.Request.Method);
        var isConsole = http.User.HasClaim(claim => claim.Type == StaffMember.ConsoleClaim) || http.Request.Path.StartsWithSegments("/console");
        if (changes && isConsole && !await antiforgery.IsRequestValidAsync(http))
            await Results.Problem("This request did not come from a page of the console, or the page is too old; load it again.", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(http);
        else
            await next(http);
    }
}
