using Assistant.Bot.Channels.Pages;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Channels;

/// <summary>The printable sheet of how interest came about, behind the door of all printed documents. Its address names the case to us alone.</summary>
public sealed class ProofPages(PaperDoor door, Vault vault, PolicyFiles policy, PageTexts texts)
{
    /// <summary>Maps the page.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/proofs/{token}", (HttpContext http, string token) => Show(http, Read(http, token).Locale, null)).ExcludeFromDescription();
        app.MapPost("/proofs/{token}", OpenAsync).ExcludeFromDescription().DisableAntiforgery();
    }

    /// <summary>Language and case of a token; no case when it is none of ours.</summary>
    private (string Locale, string? CaseNo) Read(HttpContext http, string token) =>
        vault.Unbox(token)?.Split(' ', 2) is [var locale, var caseNo] ? (Locales.Of(locale) ?? Locales.Chinese, caseNo) : (WebPages.LocaleOf(http), null);

    private RazorComponentResult<ProofPage> Show(HttpContext http, string locale, string? problem, ProofSheet? sheet = null)
    {
        var words = texts.Under(locale, "proof.");
        return WebPages.Page<ProofPage>(new
        {
            Model = new ProofModel
            {
                Locale = locale,
                Texts = words,
                Door = door.Notice(http, locale, problem is "closed" or "missing" ? null : problem),
                Closed = problem is "closed" or "missing" ? words[problem] : null,
                Sheet = sheet,
            },
        });
    }

    private async Task<RazorComponentResult<ProofPage>> OpenAsync(HttpContext http, string token)
    {
        var (locale, caseNo) = Read(http, token);
        if (!door.IsLinkGood(http) || caseNo is null)
            return Show(http, locale, "expired");
        var (opened, problem) = await door.OpenAsync(http, "proof:" + caseNo, caseNo);
        if (opened is null)
            return Show(http, locale, problem);
        var account = opened.Account;
        if (account.IsRecalled || account.File is { Deceased: true } or { FraudFlag: true } or { Bankrupt: true })
            return Show(http, locale, "closed");
        var creditor = policy.CreditorOf(account.File);
        try
        {
            var proof = AccountProof.Of(account.File, opened.Lines, creditor, account.AsOfDay);
            return Show(http, locale, null, ProofSheet.Of(account, opened.Lines, proof, creditor, locale, texts.Under(locale, "proof.")));
        }
        catch (ArgumentException)
        {
            // No lines any more, or no terms for their time.
            return Show(http, locale, "missing");
        }
    }
}

/// <summary>What the page of a proof shows.</summary>
public sealed record ProofModel
{
    /// <summary>Language it was asked for in.</summary>
    public required string Locale { get; init; }

    /// <summary>Words.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>What stands at the door.</summary>
    public required PaperNotice Door { get; init; }

    /// <summary>Why there is no sheet although the door opened.</summary>
    public string? Closed { get; init; }

    /// <summary>The sheet, once opened.</summary>
    public ProofSheet? Sheet { get; init; }
}
