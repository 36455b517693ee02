using Assistant.Bot.Channels;
using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Microsoft.AspNetCore.Antiforgery;

namespace Assistant.Bot.Staff.Console;

/// <summary>What every page of the console needs: language, words, who looks, and the token its forms and scripts carry.</summary>
/// <param name="Locale">Language.</param>
/// <param name="Texts">Words under <c>console.</c>.</param>
/// <param name="Who">Who looks; null before signing in.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="Token">Token of forms and scripts.</param>
/// <param name="Path">Path of the page, to mark where one is.</param>
public sealed record ConsoleView(string Locale, IReadOnlyDictionary<string, string> Texts, StaffMember? Who, IReadOnlyList<string> Roles, string Token, string Path)
{
    /// <summary>Whether a language model drafts lines, so that the page asks for one.</summary>
    public bool HasDrafts { get; init; }

    private const string LocaleCookie = "assistant-lang";
    private const string ScriptPrefix = "js.";

    /// <summary>A word.</summary>
    /// <exception cref="KeyNotFoundException">There is none: our mistake.</exception>
    public string this[string key] => Texts.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"There is no page text 'console.{key}'; add it to prompts/pages/.");

    /// <summary>Words that the pages' script shows, as JSON without their prefix.</summary>
    public string ScriptWords => System.Text.Json.JsonSerializer.Serialize(
        Texts.Where(text => text.Key.StartsWith(ScriptPrefix, StringComparison.Ordinal)).ToDictionary(text => text.Key[ScriptPrefix.Length..], text => text.Value), Turns.Json.Options);

    /// <summary>A word with values.</summary>
    public string With(string key, params object?[] values) => string.Format(System.Globalization.CultureInfo.InvariantCulture, this[key], values);

    /// <summary>A word for a code; the code itself where it has none.</summary>
    public string Word(string prefix, string code) => Texts.GetValueOrDefault(prefix + code, code);

    /// <summary>A refusal in words.</summary>
    /// <exception cref="KeyNotFoundException">It has none: our mistake.</exception>
    public string Why(Refusal refusal) => Refused.Words(refusal, Texts.GetValueOrDefault, user => user);

    /// <summary>Whether somebody has one of the roles.</summary>
    public bool Is(params string[] roles) => roles.Any(Roles.Contains);

    /// <summary>The language a request asks for: by <c>?lang=</c>, else as it was kept, else the browser's; null where nothing says.</summary>
    internal static string? AskedLocale(HttpContext http) => Locales.Of(http.Request.Query["lang"]) ?? Locales.Of(http.Request.Cookies[LocaleCookie]) ?? WebPages.AskedLocale(http);

    /// <summary>The view of a request. A language asked for by <c>?lang=</c> is kept.</summary>
    public static ConsoleView Of(HttpContext http, PageTexts texts)
    {
        var asked = Locales.Of(http.Request.Query["lang"]);
        if (asked is not null)
            http.Response.Cookies.Append(LocaleCookie, asked, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), Path = "/console" });
        var locale = AskedLocale(http) ?? Locales.Chinese;
        var isIn = http.User.Identity?.IsAuthenticated == true;
        var token = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http).RequestToken!;
        return new(locale, texts.Under(locale, "console."), isIn ? StaffMember.Of(http) : null,
            [.. http.User.FindAll(System.Security.Claims.ClaimTypes.Role).Select(claim => claim.Value)], token, http.Request.Path.Value ?? "")
        { HasDrafts = http.RequestServices.GetRequiredService<LanguageModel>().Serves(ModelUse.Coach) };
    }
}
