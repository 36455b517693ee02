using Assistant.Bot.Storage;
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
        if (changes && IsConsole(http) && !await antiforgery.IsRequestValidAsync(http))
            await new Refused(Refusal.Of(400, "page_too_old")).ExecuteAsync(http);
        else
            await next(http);
    }

    /// <summary>Whether a request comes from a person at the console, signed in or about to.</summary>
    internal static bool IsConsole(HttpContext http) => http.User.HasClaim(claim => claim.Type == StaffMember.ConsoleClaim) || http.Request.Path.StartsWithSegments("/console");
}
