using Assistant.Bot.Channels;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Staff.Console;

/// <summary>A case in full: on the screen for colleagues, and as one printable paper for a complaint, a court or the cardholder.</summary>
public sealed class DossierPages(PageTexts texts, CaseFacts facts, CasePapers papers, PolicyFiles policy, Store store, BankClock clock)
{
    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var lead = app.MapGroup("/console/cases/{caseNo}").ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console).RequireAuthorization(StaffPolicies.Lead);
        lead.MapGet("", CaseAsync);
        lead.MapGet("/dossier", DossierAsync);
    }

    /// <summary>Word of a reader in an address; null for none of ours.</summary>
    private static Reader? ReaderOf(string? word) => word switch { "complaint" => Reader.Complaint, "court" => Reader.Court, "cardholder" => Reader.Cardholder, _ => null };

    private async Task<IResult> CaseAsync(HttpContext http, string caseNo)
    {
        var view = ConsoleView.Of(http, texts);
        if (await facts.OpenAsync(view.Who!, caseNo, "console.case") is not { } found)
            return Missing(view);
        return new RazorComponentResult<CasePage>(new { View = view, CaseNo = caseNo, Name = CaseWords.Masked(found.Holder.Value.Name), Paper = papers.Write(found, view, Reader.Colleague) });
    }

    private async Task<IResult> DossierAsync(HttpContext http, string caseNo, string? @for)
    {
        var view = ConsoleView.Of(http, texts);
        if (ReaderOf(@for) is not { } reader || await facts.OpenAsync(view.Who!, caseNo, "dossier", @for) is not { } found)
            return Missing(view);
        var (sheet, why) = Sheet(found, view, reader);
        var head = store.Read(db => db.QuerySingle<(long Seq, byte[] Hash)>("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"));
        return new RazorComponentResult<DossierPage>(new
        {
            View = view, Words = texts.Under(view.Locale, "proof."), AgreementWords = texts.Under(view.Locale, "agreement."), Reader = reader, found.Holder.Value.Name,
            Paper = papers.Write(found, view, reader), Sheet = sheet, NoSheet = why, MadeAt = Formats.Show(clock.Now, view.Locale), Head = $"{head.Seq} · {Convert.ToHexStringLower(head.Hash)}",
        });
    }

    /// <summary>How interest came about, or why that cannot be shown.</summary>
    private (ProofSheet? Sheet, string? Why) Sheet(StaffView found, ConsoleView view, Reader reader)
    {
        var (account, words) = (found.Account, texts.Under(view.Locale, "proof."));
        if (reader == Reader.Cardholder && (account.IsRecalled || account.File is { Deceased: true } or { FraudFlag: true } or { Bankrupt: true }))
            return (null, view["dossier.closed"]);
        var creditor = policy.CreditorOf(account.File);
        try
        {
            var proof = AccountProof.Of(account.File, found.Lines.Value, creditor, account.AsOfDay);
            return (ProofSheet.Of(account, found.Lines.Value, proof, creditor, view.Locale, words), null);
        }
        catch (ArgumentException)
        {
            // No lines any more, or no terms for their time.
            return (null, view["dossier.no_sheet"]);
        }
    }

    private static RazorComponentResult<MissedPage> Missing(ConsoleView view) => new(new { View = view, WasTaken = false }) { StatusCode = StatusCodes.Status404NotFound };
}
