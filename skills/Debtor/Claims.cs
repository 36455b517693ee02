namespace Assistant.Skills.Debtor;

/// <summary>Hears that a payment was made already: says what has arrived since the figures were made, or has people look for it.</summary>
public sealed class Claims : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "claims";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access> { ["claims_paid"] = Access.Cardholder };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk)
    {
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        var account = desk.Cardholder.Account;
        (string, Value) asOf = ("asOf", new Value.Moment(account.File.AsOf));
        if (!account.PaidSince.IsPositive)
        {
            var reason = new Reason(Queue.Supervisor, "claims_paid", "payment.claim-is-checked");
            return Person.HandOver(desk, reason, new Say("pay.claim_not_seen", asOf)) with
            {
                Skill = Id,
                Effects = [.. Person.Effects(desk, reason), new Effect.Disposition("CLM")],
            };
        }

        return new Outcome
        {
            Skill = Id,
            Action = "answer",
            Says = [new("pay.claim_seen", asOf, ("paid", new Value.Amount(account.PaidSince)), ("total", new Value.Amount(account.Total)))],
            Facts = [Figures.FactOf(account, "total_due")],
            Effects = [new Effect.Disposition("CLM")],
            Ask = desk.Open is Ask.Nothing ? new Ask.Nothing() : null,
            Choices = [new("choice.person", "ask_human")],
        };
    }
}
