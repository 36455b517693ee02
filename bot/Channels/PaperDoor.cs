using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills.Debtor;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Channels;

/// <summary>The door before every printed document: a signed link that expires, and the last four of the identity document once more.</summary>
public sealed class PaperDoor(Cases cases, Locks locks, Store store, ILinks links, PageTexts texts, BankClock clock)
{
    /// <summary>Whether the link of a request holds.</summary>
    public bool IsLinkGood(HttpContext http) => links.Opens(http.Request.Path + http.Request.QueryString);

    /// <summary>What stands at the door: nothing in the way, or what went wrong and whether to try again.</summary>
    /// <param name="http">The request.</param>
    /// <param name="locale">Language of the document.</param>
    /// <param name="problem">wrong, locked, closed or expired; null for none.</param>
    public PaperNotice Notice(HttpContext http, string locale, string? problem)
    {
        var words = texts.Under(locale, "paper.");
        problem = IsLinkGood(http) ? problem : "expired";
        return new(words, problem is null ? null : words[problem], problem is null or "wrong");
    }

    /// <summary>Checks the last four that a form carries against one case, and counts the attempt.</summary>
    /// <param name="http">The request.</param>
    /// <param name="document">What is opened, to count attempts on it.</param>
    /// <param name="caseNo">Its case.</param>
    /// <returns>The case, opened; or what went wrong.</returns>
    public async Task<(VerifiedCase? Case, string? Problem)> OpenAsync(HttpContext http, string document, string caseNo)
    {
        if (cases.Load(caseNo) is not { } found)
            return (null, "expired");
        var given = (await http.Request.ReadFormAsync()).TryGetValue("last4", out var value) ? value.ToString().Trim() : "";
        var onFile = cases.FactorsOf(caseNo).Where(factors => factors.CaseNo == caseNo).ToList();
        Locks.LockKey[] keys = [new($"link:{document}", Identity.MaxFailures), new($"case:{caseNo}", Identity.MaxFailures)];
        if (locks.IsClosed(keys, clock.Now))
            return (null, "locked");
        var (_, proof) = Identity.Check(new Claim(caseNo, given), onFile, caseNo);
        var counted = await store.WriteAsync(db => proof is not null ? Locks.TryPass(db, keys, clock.Now) : Locks.TryFail(db, keys, clock.Now));
        if (counted && proof is not null)
            return (Identity.Open(found, proof), null);
        return (null, !counted || locks.IsClosed(keys, clock.Now) ? "locked" : "wrong");
    }
}

/// <summary>What the door shows.</summary>
/// <param name="Texts">Words.</param>
/// <param name="Problem">What went wrong.</param>
/// <param name="MayTry">Whether the last four may be entered.</param>
public sealed record PaperNotice(IReadOnlyDictionary<string, string> Texts, string? Problem, bool MayTry);
