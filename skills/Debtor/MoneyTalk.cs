using Assistant.Skills.Ledger;

namespace Assistant.Skills.Debtor;

/// <summary>Whether money may be talked about at all on this case. Every skill that says a figure asks here first.</summary>
internal static class MoneyTalk
{
    /// <summary>The outcome that ends the subject, or null when it may be talked about.</summary>
    public static Outcome? Closed(Desk desk, string skill)
    {
        var account = desk.Cardholder.Account;
        return account switch
        {
            { File.Deceased: true } => Escalate("closed.deceased", Queue.Specialist, "cardholder_deceased", "DEC", "protect.deceased"),
            { File.FraudFlag: true } => Escalate("closed.fraud", Queue.Fraud, "fraud_flag", "FRD", "protect.fraud"),
            { File.Bankrupt: true } => Escalate("closed.bankrupt", Queue.Legal, "bankruptcy", "BKR", "protect.bankrupt"),
            { File.MoneyClosedBy: not null } => Escalate("closed.protected", Queue.Specialist, "protected", "ESC", "protect.money-closed"),
            { IsRecalled: true } => Plain("closed.recalled", "case.recalled"),
            { IsStale: true } => Escalate("closed.stale", Queue.Supervisor, "figures_stale", "ESC", "figures.too-old"),
            _ => null,
        };

        Outcome Plain(string reply, string rule) => new()
        {
            Skill = skill,
            Action = "refuse",
            Says = [new(reply, ("creditor", Names.Of(desk)))],
            Rules = [rule],
            Ask = new Ask.Nothing(),
        };

        Outcome Escalate(string reply, Queue queue, string reason, string disposition, string rule) =>
            Person.HandOver(desk, new(queue, reason, rule), new Say(reply)) with
            {
                Skill = skill,
                Action = "refuse",
                Effects = [.. Person.Effects(desk, new(queue, reason, rule)), new Effect.Disposition(disposition)],
            };
    }
}

/// <summary>Whether something may be promised or agreed on this case now.</summary>
internal static class Commitment
{
    /// <summary>What is said instead of a promise or a plan, or null when one may be made.</summary>
    public static Outcome? Held(Desk desk, string skill)
    {
        if (desk.Cardholder.Account.File.PlansHeldBy is not { } kind)
            return null;
        var isTimeBar = kind == "time_bar";
        var reason = isTimeBar ? new Reason(Queue.Legal, "time_bar", "limitation.effect-first") : new Reason(Queue.Specialist, "plan_held", "protect.no-commitment");
        var handed = Person.HandOver(desk, reason, new Say(isTimeBar ? "hold.time_bar" : "hold.protected"));
        return handed with { Skill = skill, Action = "refuse", Effects = [.. handed.Effects, .. isTimeBar ? Requests.Protects(desk, kind) : []] };
    }
}

/// <summary>Names that stand in more than one reply.</summary>
internal static class Names
{
    /// <summary>The creditor of the verified case: its profile's names, else the name of the file.</summary>
    public static Value Of(Desk desk) => desk.Creditor.Names.Count > 0
        ? new Value.LocalName(desk.Creditor.Names)
        : new Value.Name(desk.Cardholder.Account.File.CreditorName);

    /// <summary>The creditor's hotline as a sentence part: the number, or "the number on the back of your card".</summary>
    public static Value Hotline(Desk desk) => desk.Creditor.Hotline is { } number ? new Value.Phone(number) : new Value.Phrase("creditor.number_on_card");
}
