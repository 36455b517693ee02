using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>What a recomputation says of the bank's figures.</summary>
public enum ProofVerdict
{
    /// <summary>The lines lead to the bank's balance, and so do the contract's terms.</summary>
    Agrees,

    /// <summary>The lines lead to the bank's balance, the terms are confirmed, and interest and penalty still come out otherwise.</summary>
    Differs,

    /// <summary>Lines are missing, or the terms are not confirmed: nothing may be concluded against the bank.</summary>
    CannotTell,
}

/// <summary>A what-if: terms that replace the creditor's own. What is absent stays as the contract has it.</summary>
public sealed record TermsWish(InterestRegime? Regime, DayCount? DayCount, bool? Compounds)
{
    /// <summary>The contract as it is.</summary>
    public static TermsWish None { get; } = new(null, null, null);

    /// <summary>Whether anything is asked to be otherwise.</summary>
    public bool IsNone => this == None;

    /// <summary>Terms with the wish put in.</summary>
    public CardTerms On(CardTerms terms) => terms with { Regime = Regime ?? terms.Regime, DayCount = DayCount ?? terms.DayCount, Compounds = Compounds ?? terms.Compounds };
}

/// <summary>An account recomputed from its lines, beside the bank's figures.</summary>
/// <param name="Proof">The recomputation.</param>
/// <param name="FileInterest">Interest still owed, by the bank.</param>
/// <param name="FilePenalty">Penalty still owed, by the bank.</param>
/// <param name="Reconciles">Whether the imported lines and payments lead from nothing to the bank's balance.</param>
/// <param name="Verdict">What follows.</param>
public sealed record AccountProof(InterestProof Proof, Money FileInterest, Money FilePenalty, bool Reconciles, ProofVerdict Verdict)
{
    /// <summary>Interest and penalty of the bank less what the lines prove to be owed; positive: the bank asks for more.</summary>
    public Money Difference => FileInterest + FilePenalty - Proof.Owed.Interest - Proof.Owed.Penalty;

    /// <summary>Recomputes an account.</summary>
    /// <param name="file">The bank's file.</param>
    /// <param name="lines">Lines and payments.</param>
    /// <param name="creditor">Whose contract terms hold.</param>
    /// <param name="asOf">Civil day of the file's figures.</param>
    /// <param name="wish">Terms to try instead.</param>
    /// <param name="from">First day of the lines shown; the first posting when absent.</param>
    /// <param name="to">Last day; <paramref name="asOf"/> when absent.</param>
    /// <exception cref="ArgumentException">No lines, no terms for their time, or a window that ends before it starts; the message says what to correct.</exception>
    public static AccountProof Of(CaseFile file, History lines, Creditor creditor, DateOnly asOf, TermsWish? wish = null, DateOnly? from = null, DateOnly? to = null)
    {
        wish ??= TermsWish.None;
        var proof = CardLedger.Prove(lines, Contract.Of(file), day => wish.On(creditor.TermsOn(day)), from, to ?? asOf);
        var sum = lines.Postings.Where(posting => posting.Day <= asOf).Aggregate(Money.Zero(file.Currency), (total, posting) => total + posting.Amount);
        var reconciles = sum == file.TotalDue;
        var answer = new AccountProof(proof, file.Interest, file.Penalty, reconciles, ProofVerdict.CannotTell);
        if (!reconciles || !creditor.TermsOn(asOf).IsConfirmed || !wish.IsNone || (to ?? asOf) != asOf)
            return answer;
        return answer with { Verdict = answer.Difference == Money.Zero(file.Currency) ? ProofVerdict.Agrees : ProofVerdict.Differs };
    }
}
