using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>What is not asked for while it is under review: the part of interest and penalty that the lines do not prove, once a ticket about it is open.</summary>
internal static class Disputes
{
    /// <summary>Reason code of the ticket that puts the difference under review.</summary>
    public const string Reason = "dispute_amount";

    /// <summary>The disputed part; null when nothing is disputed or the lines prove nothing against the bank's figure.</summary>
    public static Money? UnderReview(Desk desk) =>
        desk.Cardholder.History.IsAmountDisputed && ProofTalk.Of(desk) is { Verdict: ProofVerdict.Differs, Difference: { IsPositive: true } difference } ? difference : null;

    /// <summary>The desk with that part left out of the account, for everything that asks for money or plans it.</summary>
    public static Desk SetAside(Desk desk)
    {
        if (desk.Case is not { Account: { SetAside: null } account } found)
            return desk;
        if (UnderReview(desk) is { } part)
            account = account.Without(part);
        account = found.History.WithoutDisputed(account);
        return ReferenceEquals(account, found.Account) ? desk : desk with { Case = found.With(account) };
    }

    /// <summary>An answer that names the bank's figures, with what of them is not asked for.</summary>
    public static Outcome Mention(Desk desk, Outcome outcome)
    {
        var lines = desk.Cardholder.History.Disputed;
        if (lines is { IsPositive: true })
            outcome = outcome with { Says = [.. outcome.Says, new("dispute.lines_inside", ("amount", new Value.Amount(lines.Value)))], Rules = [.. outcome.Rules, "dispute.not-asked"] };
        return UnderReview(desk) is not { } part ? outcome : outcome with
        {
            Says = [.. outcome.Says, new("dispute.inside", ("difference", new Value.Amount(part)))],
            Rules = [.. outcome.Rules, "proof.difference-not-asked"],
        };
    }

    /// <summary>The sentence that a part was left out of what was just said; none when nothing was.</summary>
    public static IEnumerable<Say> LeftOut(Desk desk) =>
        desk.Cardholder.Account.SetAside is { } part ? [new("dispute.left_out", ("difference", new Value.Amount(part)))] : [];
}
