using Assistant.Bot.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Assistant.Bot.Staff.SignIn;

/// <summary>Two ways in for staff: an API key in the header, or the cookie of the console. A header goes before a cookie.</summary>
public static class ConsoleSignIn
{
    /// <summary>Where people sign in.</summary>
    public const string Path = "/console/sign-in";

    /// <summary>Header in which the scripts of our pages carry the token that shows they are ours.</summary>
    internal const string TokenHeader = "X-CSRF-Token";

    private const string Either = "Staff";

    /// <summary>Registers both.</summary>
    public static void Add(IServiceCollection services, OpenIdSettings provider, bool development)
    {
        services.AddDataProtection();
        services.AddSingleton<IDataProtectionProvider>(provider => new VaultProtection(provider.GetRequiredService<Vault>()));
        services.AddSingleton<ConsoleUsers>();
        services.AddAntiforgery(forms =>
        {
            forms.HeaderName = TokenHeader;
            forms.Cookie.Name = "assistant-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            // With "always" it would throw behind a proxy that takes TLS off; the session cookie is the one that must never go out bare.
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        var authentication = services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.Count > 0 || (IsApi(http) && !http.Request.Cookies.ContainsKey(Cookie)) ? ApiKeys.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeys>(ApiKeys.SchemeName, null)
            .AddCookie(cookie => Configure(cookie, development));
        OpenIdSignIn.Add(authentication, provider, development);
    }

    private const string Cookie = "assistant-console";

    private static void Configure(CookieAuthenticationOptions cookie, bool development)
    {
        cookie.Cookie.Name = Cookie;
        cookie.Cookie.HttpOnly = true;
        // Lax, so that coming back from the bank's own sign-in finds it; forms and scripts carry a token of their own.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        cookie.ExpireTimeSpan = TimeSpan.FromMinutes(60);
        cookie.SlidingExpiration = true;
        cookie.LoginPath = Path;
        cookie.AccessDeniedPath = "/console/denied";
        cookie.ReturnUrlParameter = "to";
        cookie.Events.OnValidatePrincipal = async context =>
        {
            if (context.HttpContext.RequestServices.GetRequiredService<ConsoleUsers>().IsOpen(context.Principal!))
                return;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        };
        cookie.Events.OnRedirectToLogin = context => Redirect(context, Refusal.Of(401, "session_ended"));
        cookie.Events.OnRedirectToAccessDenied = context => Redirect(context, Refusal.Of(403, "role"));
    }

    /// <summary>A page is led to sign in; a script is told.</summary>
    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, Refusal refusal)
    {
        if (IsApi(context.HttpContext))
            return new Refused(refusal).ExecuteAsync(context.HttpContext);
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api") || http.Request.Path.Value?.EndsWith("/events", StringComparison.Ordinal) == true;
}
