using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff.Console;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;

namespace Assistant.Bot.Staff;

/// <summary>A refusal as an answer: a problem document with its status, and its words as <c>detail</c>, in the reader's language.</summary>
/// <param name="refusal">Why.</param>
/// <param name="more">Fields of the document besides.</param>
public sealed class Refused(Refusal refusal, IDictionary<string, object?>? more = null) : IResult
{
    private const string Codes = "refused.";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => Results.Problem(Words(httpContext, refusal), statusCode: refusal.Status, extensions: more).ExecuteAsync(httpContext);

    /// <summary>
    /// The words for whoever sent a request: in the language they asked for, at the console else in Chinese. A machine, which comes with a key and asks for
    /// no language, reads English with the codes it sends itself.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The refusal has no words: our mistake.</exception>
    internal static string Words(HttpContext http, Refusal refusal)
    {
        var texts = http.RequestServices.GetRequiredService<PageTexts>();
        var asked = ConsoleView.AskedLocale(http);
        if (asked is null && !FormGuard.IsConsole(http))
            return ForMachines(texts, refusal);
        var locale = asked ?? Locales.Chinese;
        return Words(refusal, key => texts.Find(locale, "console." + key), http.RequestServices.GetRequiredService<ConsoleUsers>().NameOf);
    }

    /// <summary>The words for who is no person: English, with codes as they are.</summary>
    /// <exception cref="KeyNotFoundException">The refusal has no words: our mistake.</exception>
    internal static string ForMachines(PageTexts texts, Refusal refusal) =>
        Words(refusal, key => key.StartsWith(Codes, StringComparison.Ordinal) ? texts.Find(Locales.English, "console." + key) : null, user => user);

    /// <summary>The words of a refusal.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="word">The word of a key after <c>console.</c>; null where there is none.</param>
    /// <param name="nameOf">The name of a user.</param>
    /// <exception cref="KeyNotFoundException">The refusal has no words: our mistake.</exception>
    internal static string Words(Refusal refusal, Func<string, string?> word, Func<string, string> nameOf)
    {
        string Own(string code) => word(Codes + code) ?? throw new KeyNotFoundException($"There is no page text 'console.{Codes}{code}'; add it to prompts/pages/.");
        string Filled(string code, params object[] values) => string.Format(CultureInfo.InvariantCulture, Own(code), values);
        return Filled(refusal.Code, [.. refusal.Values.Select(value => value switch
        {
            Coded coded => coded.Codes.Select(code => word(coded.Prefix + code) ?? code).Aggregate((all, next) => Filled("list", all, next)),
            Colleague colleague => nameOf(colleague.User),
            _ => value,
        })]);
    }
}
