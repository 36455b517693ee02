using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>
/// Explains why there is interest and penalty: recomputed line by line where the lines allow it, honest about a difference, and without
/// a word against the bank where they do not.
/// </summary>
public sealed class Interest : IDebtorSkill
{
    private const string Requested = "proof_requested";

    /// <inheritdoc/>
    public string Id => "interest";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access>
    {
        ["ask_why_interest"] = Access.Cardholder,
        ["ask_late_fee"] = Access.Cardholder,
    };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) =>
        MoneyTalk.Closed(desk, Id) ?? (request.Intent == "ask_late_fee" ? LateFee(desk) : Why(desk));

    private Outcome Why(Desk desk)
    {
        if (!(desk.Cardholder.Account.Interest + desk.Cardholder.Account.Penalty).IsPositive)
            return None(desk.Cardholder.Account);
        var (proof, explained) = ProofTalk.Explain(desk, Id);
        return proof?.Verdict switch
        {
            ProofVerdict.Agrees => explained with { Effects = [new Effect.Disposition("INF")] },
            ProofVerdict.Differs when proof.Difference.IsPositive => Differs(desk, explained, proof.Difference),
            ProofVerdict.Differs => explained with { Effects = [new Effect.Disposition("INF")] },
            _ => WithTicket(desk, explained, Requested, "proof.requested", "proof.requested_already", "INF"),
        };
    }

    private Outcome None(Account account) => new()
    {
        Skill = Id,
        Action = "answer",
        Facts = [Figures.FactOf(account, "interest"), Figures.FactOf(account, "penalty")],
        Says =
        [
            account.IsInGrace
                ? new("proof.none", ("asOf", new Value.Moment(account.File.AsOf)), ("due", new Value.Date(account.File.DueDate)))
                : new("proof.none_overdue", ("asOf", new Value.Moment(account.File.AsOf))),
        ],
        Effects = [new Effect.Disposition("INF")],
    };

    private static Outcome Differs(Desk desk, Outcome explained, Money difference)
    {
        var isOpen = desk.Cardholder.History.IsAmountDisputed;
        var outcome = WithTicket(isOpen ? desk with { OpenReasons = [.. desk.OpenReasons, Disputes.Reason] } : desk, explained, Disputes.Reason, "proof.differs_ticket", "proof.differs_already", "DSP");
        return outcome with
        {
            Says = [.. outcome.Says, new("proof.set_aside", ("difference", new Value.Amount(difference)))],
            Rules = [.. outcome.Rules, "proof.difference-not-asked"],
        };
    }

    /// <summary>Work for a supervisor, once a conversation; the second time only that it is on its way.</summary>
    private static Outcome WithTicket(Desk desk, Outcome outcome, string reason, string opened, string already, string disposition) =>
        Person.WithTicket(desk, outcome with { Effects = [new Effect.Disposition(disposition)] }, Queue.Supervisor, reason, opened, already);

    private Outcome LateFee(Desk desk)
    {
        var account = desk.Cardholder.Account;
        var proved = ProofTalk.Of(desk) is { Verdict: not ProofVerdict.CannotTell } proof && proof.Proof.Owed.Penalty == proof.FilePenalty ? ProofTalk.Penalties(proof.Proof).ToList() : [];
        (string, Value) asOf = ("asOf", new Value.Moment(account.File.AsOf));
        (string, Value) owed = ("penalty", new Value.Amount(account.Penalty));
        var lead = proved.Count > 0 ? new Say("proof.penalty_total", asOf, owed) : new("interest.penalty", asOf, owed, ("rate", new Value.Percent(account.File.PenaltyRate * 100)));
        return Disputes.Mention(desk, new Outcome
        {
            Skill = Id,
            Action = "answer",
            Facts = [Figures.FactOf(account, "penalty"), Figures.FactOf(account, "min_payment")],
            Says = [lead, .. proved, new("interest.penalty_no_interest")],
            Rules = proved.Count > 0 ? ["interest.none-on-penalty", "proof.recomputed-from-lines"] : ["interest.none-on-penalty"],
            Effects = [new Effect.Disposition("INF")],
        });
    }
}
