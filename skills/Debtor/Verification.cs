namespace Assistant.Skills.Debtor;

/// <summary>The talk around proving who is there: asking for factors, answering a failure, closing after too many.</summary>
public sealed class Verification : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "identity";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access>
    {
        ["confirm_self"] = Access.Anyone,
        ["refuse_verify"] = Access.Anyone,
        ["log_out"] = Access.Anyone,
        ["unbind"] = Access.Anyone,
    };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => request.Intent switch
    {
        "log_out" => new Outcome
        {
            Skill = Id,
            Action = "log_out",
            Says = [new("identity.logged_out")],
            Effects = [new Effect.VerificationEnded("log_out")],
            Ask = new Ask.Nothing(),
        },
        "unbind" => new Outcome
        {
            Skill = Id,
            Action = "log_out",
            Says = [new(desk.IsBound ? "identity.unbound" : "identity.not_bound")],
            Effects = [new Effect.VerificationEnded("unbind"), new Effect.Unbound()],
            Ask = new Ask.Nothing(),
        },
        "refuse_verify" => new Outcome
        {
            Skill = Id,
            Action = "answer",
            Says = [new("identity.no_need", ("hotline", new Value.Phone(desk.Operator.Hotline)))],
            Ask = new Ask.Nothing(),
            Choices = [new("choice.person", "ask_human")],
        },
        _ => desk.Case is null ? AskFactors(desk) : new Outcome { Skill = Id, Action = "answer", Says = [new("identity.already")] },
    };

    /// <inheritdoc/>
    public Outcome? Resume(Ask open, Desk desk) => open is Ask.Identity && desk.Case is null
        ? new Outcome { Skill = Id, Action = "ask", Says = [new("identity.ask_again")], Ask = open }
        : null;

    /// <summary>
    /// Keeps what an attempt came to, whatever else its message says and whoever answers it. One that failed is counted: what was not could be tried without
    /// end; it is said before an answer about something else, and not spoken of beside danger or illness. One that passed ties what the message protects to the case.
    /// </summary>
    public Outcome Kept(Outcome outcome, Desk desk) => desk.Identity switch
    {
        IdentityResult.Failed or IdentityResult.FailedAndClosed => outcome with
        {
            Says = outcome.Skill == Id || outcome.Skill == "care" ? outcome.Says : [.. AskFactors(desk).Says, .. outcome.Says],
            Effects = [new Effect.VerificationFailed(), .. outcome.Effects],
        },
        IdentityResult.Passed when !outcome.Effects.Any(effect => effect is Effect.Verified or Effect.PartyLearned) =>
            outcome with { Effects = [new Effect.Verified(desk.Cardholder.Account.File.CaseNo), .. outcome.Effects] },
        _ => outcome,
    };

    /// <summary>Asks for what is missing, or says that the factors did not match.</summary>
    public Outcome AskFactors(Desk desk)
    {
        var first = desk.Open is not Ask.Identity;
        var outcome = new Outcome { Skill = Id, Action = "ask", Ask = new Ask.Identity(), Rules = ["identity.two-factors"] };
        if ((desk.IdentityClosed || desk.Identity == IdentityResult.Locked) && desk.Identity != IdentityResult.FailedAndClosed)
            return Locked(outcome);
        return desk.Identity switch
        {
            IdentityResult.FailedAndClosed => Locked(outcome),
            IdentityResult.Failed => outcome with
            {
                Action = "refuse",
                Says = [new("identity.failed")],
                Choices = [new("choice.person", "ask_human")],
            },
            IdentityResult.NeedsIdLast4 => outcome with { Says = first ? [Genuine(desk), new("identity.ask_last4")] : [new("identity.ask_last4")] },
            IdentityResult.NeedsCardLast4 => outcome with { Says = [new("identity.ask_card")], Ask = new Ask.Identity(WantsCard: true) },
            IdentityResult.Lapsed => outcome with
            {
                Says = [new("identity.lapsed"), new(desk.IsBound ? "identity.ask_bound" : "identity.ask")],
            },
            _ when desk.IsBound => outcome with { Says = first ? [Genuine(desk), new("identity.ask_bound")] : [new("identity.ask_bound")] },
            _ => outcome with { Says = first ? [Genuine(desk), new("identity.ask")] : [new("identity.ask_again")] },
        };
    }

    /// <summary>Said once, with the first request for a digit: how to check us, privacy, what is never asked.</summary>
    private static Say Genuine(Desk desk) => new("identity.genuine",
        ("operator", new Value.LocalName(desk.Operator.Names)), ("hotline", new Value.Phone(desk.Operator.Hotline)),
        ("privacy", new Value.Link("/privacy")));

    private static Outcome Locked(Outcome outcome) => outcome with
    {
        Action = "refuse",
        Rules = ["identity.lock-after-failures"],
        Says = [new("identity.locked", ("minutes", new Value.Count((int)Identity.LockFor.TotalMinutes)))],
        Ask = new Ask.WantPerson(Queue.General, "identity_locked"),
        Choices = [new("choice.person", "ask_human")],
    };
}
