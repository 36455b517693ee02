using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Ledger;

namespace Assistant.Skills.Debtor;

/// <summary>
/// Proves who is there, and alone opens a case (external contract, section 4). An unknown case is answered exactly like a
/// wrong factor, after the same work.
/// </summary>
public static class Identity
{
    /// <summary>Failures that close verification.</summary>
    public const int MaxFailures = 3;

    /// <summary>How long verification stays closed.</summary>
    public static readonly TimeSpan LockFor = TimeSpan.FromMinutes(30);

    /// <summary>Verification lapses after this long without a message.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(15);

    /// <summary>How long a proof holds for a user whom a channel itself knows again, whatever conversation they start.</summary>
    public static readonly TimeSpan BoundFor = TimeSpan.FromHours(24);

    /// <summary>Checks what was claimed.</summary>
    /// <param name="claim">What the person gave so far.</param>
    /// <param name="records">Factors on file for the claimed reference; empty when it is unknown.</param>
    /// <param name="boundCase">The one case the bank's token allows, when there is one.</param>
    /// <returns>The result, and with <see cref="IdentityResult.Passed"/> the proof.</returns>
    public static (IdentityResult Result, Proof? Proof) Check(Claim claim, IReadOnlyList<FactorsOnFile> records, string? boundCase)
    {
        if (claim.Reference is null)
            return (IdentityResult.NeedsReference, null);
        if (claim.IdLast4 is null)
            return (IdentityResult.NeedsIdLast4, null);

        var match = new List<FactorsOnFile>();
        foreach (var record in records.DefaultIfEmpty(FactorsOnFile.Nobody))
        {
            var same = Same(record.IdLast4, claim.IdLast4) & (claim.CardLast4 is null || Same(record.CardLast4, claim.CardLast4));
            if (same && record != FactorsOnFile.Nobody && (boundCase is null || record.CaseNo == boundCase))
                match.Add(record);
        }

        return match.Count switch
        {
            0 => (IdentityResult.Failed, null),
            1 => (IdentityResult.Passed, new Proof(match[0].CaseNo)),
            _ => claim.CardLast4 is null ? (IdentityResult.NeedsCardLast4, null) : (IdentityResult.Failed, null),
        };
    }

    /// <summary>Whether a proof of before has lapsed.</summary>
    /// <param name="lastMessageAt">When the person last wrote. A later moment than now (a clock set back) is no idling.</param>
    /// <param name="now">Now.</param>
    public static bool IsIdle(DateTimeOffset lastMessageAt, DateTimeOffset now) => now - lastMessageAt > IdleLimit;

    /// <summary>Renews the proof of an earlier turn, unless it lapsed.</summary>
    /// <param name="caseNo">The case proved then.</param>
    /// <param name="lastMessageAt">When the person last wrote. A later moment than now (a clock set back) is no idling.</param>
    /// <param name="now">Now.</param>
    public static Proof? Renew(string caseNo, DateTimeOffset lastMessageAt, DateTimeOffset now) =>
        IsIdle(lastMessageAt, now) ? null : new Proof(caseNo);

    /// <summary>Renews the proof that a user known to the channel gave before, for a day.</summary>
    /// <param name="binding">The case the user is bound to, and when they last proved it.</param>
    /// <param name="now">Now.</param>
    /// <returns>Null once the day is over, or when nothing was proved yet.</returns>
    public static Proof? FromBinding(Binding? binding, DateTimeOffset now) =>
        binding is { ProvedAt: { } at } && now - at <= BoundFor ? new Proof(binding.CaseNo) : null;

    /// <summary>Proof from the bank's own sign-in, carried by a token that the bank's secret made.</summary>
    public static Proof FromBank(string caseNo) => new(caseNo);

    /// <summary>Opens a case with the proof of that case.</summary>
    /// <exception cref="InvalidOperationException">The proof is of another case.</exception>
    public static VerifiedCase Open(SealedCase sealedCase, Proof proof) => sealedCase.Account.File.CaseNo == proof.CaseNo
        ? new VerifiedCase(sealedCase)
        : throw new InvalidOperationException("The proof is of another case.");

    private static bool Same(string onFile, string claimed) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(onFile.ToUpperInvariant()), Encoding.UTF8.GetBytes(claimed.ToUpperInvariant()));
}

/// <summary>What a person claimed so far, in one message or several. Prints as stars.</summary>
/// <param name="Reference">Case number or mobile number.</param>
/// <param name="IdLast4">Last four characters of the identity document.</param>
/// <param name="CardLast4">Last four digits of the card, where a mobile has several cases.</param>
public sealed record Claim(string? Reference = null, string? IdLast4 = null, string? CardLast4 = null)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>What is remembered of a user whom a channel knows again (a follower of a WeChat account).</summary>
/// <param name="CaseNo">The case that is theirs.</param>
/// <param name="ProvedAt">When they last proved it with the last four; null when they have not, as after a link of the bank's alone.</param>
public sealed record Binding(string CaseNo, DateTimeOffset? ProvedAt);

/// <summary>The factors of one case. Prints as stars.</summary>
public sealed record FactorsOnFile(string CaseNo, string IdLast4, string CardLast4)
{
    /// <summary>Stands in where nothing was found, so that the comparison is made all the same.</summary>
    public static FactorsOnFile Nobody { get; } = new("", "\0\0\0\0", "\0\0\0\0");

    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>That the cardholder of one case is at the other end. Only <see cref="Identity"/> makes one.</summary>
public sealed class Proof
{
    internal Proof(string caseNo) => CaseNo = caseNo;

    /// <summary>The case proved.</summary>
    public string CaseNo { get; }
}
