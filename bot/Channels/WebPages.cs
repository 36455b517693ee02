using System.Text.Json;
using Assistant.Bot.Channels.Pages;
using Assistant.Bot.Import;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Skills.Policy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Channels;

/// <summary>The cardholder's page, its token, the privacy notice, and in Development the three doors.</summary>
public sealed class WebPages(PageTexts texts, PolicyFiles policy, DirectLineTokens tokens, ReviewApi reviews, SampleCases samples, RequestLimits limits, IWebHostEnvironment environment)
{
    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app, bool development)
    {
        app.MapGet("/", (HttpContext http, string? @try) => Chat(http, development ? @try : null)).ExcludeFromDescription();
        app.MapGet("/privacy", (HttpContext http) => Page<NoticePage>(new { Locale = LocaleOf(http), Texts = texts.Under(LocaleOf(http), "privacy.") })).ExcludeFromDescription();
        app.MapPost("/webchat/token", Token).AddEndpointFilter(limits.PageTokens).WithTags("Direct Line").WithSummary("A token for an anonymous user of the page.");
        if (!development)
            return;
        app.MapGet("/start", Start).ExcludeFromDescription();
        app.MapPost("/start/review", (ReviewLine line) => Results.Json(reviews.Write(line.Text ?? "", Locales.Of(line.Locale) ?? Locales.Chinese), Turns.Json.Options)).ExcludeFromDescription();
    }

    /// <summary>Chosen by <c>?lang=</c>, else the browser's first language that we speak, else Chinese.</summary>
    internal static string LocaleOf(HttpContext http) => AskedLocale(http) ?? Locales.Chinese;

    /// <summary>Chosen by <c>?lang=</c>, else the browser's first language that we speak; null where neither says.</summary>
    internal static string? AskedLocale(HttpContext http) =>
        Locales.Of(http.Request.Query["lang"]) ?? http.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1).Select(language => Locales.Of(language.Value.Value)).FirstOrDefault(locale => locale is not null);

    internal static RazorComponentResult<T> Page<T>(object parameters)
        where T : Microsoft.AspNetCore.Components.IComponent => new(parameters);

    private IResult Token()
    {
        var caller = new Caller(DirectLineTokens.NewId(""), DirectLineTokens.NewId("dl_"), null, true);
        return Results.Json(new { conversationId = caller.ConversationId, token = tokens.Make(caller), userId = caller.UserId, expires_in = (int)tokens.Life.TotalSeconds });
    }

    private RazorComponentResult<ChatPage> Chat(HttpContext http, string? tryCase)
    {
        var locale = LocaleOf(http);
        var words = texts.Under(locale, "chat.");
        var why = texts.Under(locale, "chat.why");
        return Page<ChatPage>(new
        {
            Model = new ChatModel
            {
                Locale = locale,
                Nonce = (string)http.Items[SecureHeaders.Nonce]!,
                OperatorName = policy.Operator.Names[locale],
                Role = words[policy.Operator.IsAgency ? "role_agency" : "role_bank"],
                Hotline = policy.Operator.Hotline,
                Texts = words,
                WhyTexts = JsonSerializer.Serialize(why, Turns.Json.Options),
                HasBundle = StaticAssets.ChatIsInstalled(environment),
                Try = tryCase is null || samples.Find(tryCase) is not { } sample ? null
                    : [texts.Get(locale, "start.sentence1"), $"{sample.CaseNo} {sample.IdLast4}", texts.Get(locale, "start.sentence2"), texts.Get(locale, "start.sentence3")],
            },
        });
    }

    private RazorComponentResult<StartPage> Start(HttpContext http)
    {
        var locale = LocaleOf(http);
        var words = texts.Under(locale, "start.");
        var sample = samples.ForDoor(locale);
        return Page<StartPage>(new
        {
            Model = new StartModel
            {
                Locale = locale,
                Texts = words,
                CaseNo = sample.CaseNo,
                Last4 = sample.IdLast4,
                Exercise = words["agent_placeholder"][(words["agent_placeholder"].IndexOfAny([':', '：']) + 1)..].Trim(),
                Words = JsonSerializer.Serialize(words),
            },
        });
    }

    private sealed record ReviewLine(string? Text, string? Locale);
}

/// <summary>What the chat page shows.</summary>
public sealed record ChatModel
{
    /// <summary>Language.</summary>
    public required string Locale { get; init; }

    /// <summary>Nonce of the content security policy.</summary>
    public required string Nonce { get; init; }

    /// <summary>The operator's own name.</summary>
    public required string OperatorName { get; init; }

    /// <summary>The operator's role.</summary>
    public required string Role { get; init; }

    /// <summary>The operator's number.</summary>
    public required string Hotline { get; init; }

    /// <summary>Words.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>Words of the explanation beside a reply, as JSON for the script.</summary>
    public required string WhyTexts { get; init; }

    /// <summary>Whether the chat component is there.</summary>
    public required bool HasBundle { get; init; }

    /// <summary>Sentences to click, in Development.</summary>
    public IReadOnlyList<string>? Try { get; init; }
}

/// <summary>What the doors show.</summary>
public sealed record StartModel
{
    /// <summary>Language.</summary>
    public required string Locale { get; init; }

    /// <summary>Words.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>Sample case.</summary>
    public required string CaseNo { get; init; }

    /// <summary>Its last four.</summary>
    public required string Last4 { get; init; }

    /// <summary>The line to rewrite.</summary>
    public required string Exercise { get; init; }

    /// <summary>Words as JSON for the script.</summary>
    public required string Words { get; init; }
}
