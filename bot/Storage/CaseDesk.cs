using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Storage;

/// <summary>Lays out the facts of a turn. A case is opened here only with a proof that <see cref="Identity"/> gave.</summary>
public sealed class CaseDesk(Cases cases, Locks locks, PolicyFiles policy, BankClock clock, Vault vault) : ICaseDesk
{
    /// <inheritdoc/>
    public Desk Gather(Turn turn, Understood understood)
    {
        var (result, proof) = Prove(turn, understood);
        var verified = proof is not null && cases.Load(proof.CaseNo) is { } found ? Identity.Open(found, proof) : null;
        var file = verified?.Account.File;
        var conversation = turn.Conversation;
        var ids = 0;
        return new Desk
        {
            Now = turn.Now,
            Zone = clock.Zone,
            Operator = policy.Operator,
            LawOfLanguage = ConductFiles.JurisdictionOf(null, understood.Locale),
            Case = verified,
            CaseToken = file is null ? null : vault.Box($"{understood.Locale} {file.CaseNo}"),
            MoneyTalkEndedFor = turn.IsCleared ? null : conversation.MoneyTalkEnded,
            Said = conversation.Said,
            Done = conversation.Done,
            IsVulnerable = conversation.IsVulnerable,
            Creditor = file is null ? policy.Creditors["default"] : policy.CreditorOf(file),
            Pack = file is null ? null : policy.PackFor(file, clock.Today),
            Identity = result,
            Binds = turn.Message.Binds,
            IsBound = turn.Binding is not null,
            IdentityClosed = verified is null && locks.IsClosed(locks.OfUser(turn.Message), turn.Now),
            Open = conversation.Open,
            Unclear = conversation.Unclear,
            HandOffId = turn.HandOffId,
            OpenReasons = conversation.OpenReasons,
            NewId = prefix => $"{prefix}-{vault.ShortHash("id", $"{turn.Message.ConversationId}/{conversation.Turn}/{prefix}{ids++}")[..12].ToUpperInvariant()}",
        };
    }

    /// <summary>The claim after this message: new factors replace old ones.</summary>
    public static Claim ClaimAfter(Claim claim, IReadOnlyList<Entity> heard)
    {
        var reference = heard.FirstOrDefault(e => e.Type is EntityType.CaseNo) ?? heard.FirstOrDefault(e => e.Type is EntityType.Phone);
        return new(
            reference?.Value ?? claim.Reference,
            heard.FirstOrDefault(e => e.Type == EntityType.IdLast4)?.Value ?? claim.IdLast4,
            heard.FirstOrDefault(e => e.Type == EntityType.CardLast4)?.Value ?? claim.CardLast4);
    }

    /// <summary>What this turn claims: a user bound to a case need not name it again.</summary>
    public static Claim ClaimOf(Turn turn, IReadOnlyList<Entity> heard)
    {
        var claim = ClaimAfter(turn.Conversation.Claim, heard);
        return claim with { Reference = claim.Reference ?? turn.Binding?.CaseNo };
    }

    /// <summary>Whether a message gives a factor of identity.</summary>
    public static bool GivesFactor(IReadOnlyList<Entity> heard) => heard.Any(e => e.IsIdentityFactor);

    private (IdentityResult Result, Proof? Proof) Prove(Turn turn, Understood understood)
    {
        var conversation = turn.Conversation;
        if (turn.Message.IsGroup)
            return (IdentityResult.NotTried, null);
        var bound = conversation.Party is Party.ThirdParty or Party.WrongPerson ? null : Identity.FromBinding(turn.Binding, turn.Now);
        if (turn.Message.IsArrival)
            return (turn.Message.BankCase is { } bankCase ? Identity.FromBank(bankCase) : bound) is { } known ? (IdentityResult.Standing, known) : (IdentityResult.NotTried, null);
        if (conversation.VerifiedCase is { } standing && Identity.Renew(standing, conversation.LastMessageAt, turn.Now) is { } renewed)
            return (IdentityResult.Standing, renewed);
        if (conversation.Party is Party.ThirdParty or Party.WrongPerson)
            return (IdentityResult.NotTried, null);
        if (bound is not null && conversation.VerifiedCase == turn.Binding!.CaseNo)
            return (IdentityResult.Standing, bound);
        if (!GivesFactor(understood.Entities))
            return (conversation.VerifiedCase is null ? IdentityResult.NotTried : IdentityResult.Lapsed, null);
        return Check(turn, ClaimOf(turn, understood.Entities));
    }

    private (IdentityResult Result, Proof? Proof) Check(Turn turn, Claim claim)
    {
        var records = claim.Reference is null ? [] : cases.FactorsOf(claim.Reference);
        var (result, proof) = Identity.Check(claim, records, turn.Conversation.BankCase);
        if (result is IdentityResult.NeedsReference or IdentityResult.NeedsIdLast4)
            return (result, null);
        var keys = locks.OfAttempt(turn.Message, claim.Reference!, records);
        // Behind a closed lock, even "now the card" would tell that the rest was right.
        if (locks.IsClosed(keys, turn.Now))
            return (IdentityResult.Locked, null);
        if (result == IdentityResult.Failed && locks.IsLastAttempt(keys, turn.Now))
            return (IdentityResult.FailedAndClosed, null);
        return (result, proof);
    }
}
