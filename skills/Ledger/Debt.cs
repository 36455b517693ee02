namespace Assistant.Skills.Ledger;

/// <summary>The four parts of what is owed, and the one order in which payments settle them.</summary>
/// <param name="Principal">Purchases and cash; negative with money of the cardholder's that nothing was owed against.</param>
/// <param name="Interest">Interest.</param>
/// <param name="Penalty">Default penalty.</param>
/// <param name="Fees">Fees.</param>
public readonly record struct Debt(Money Principal, Money Interest, Money Penalty, Money Fees)
{
    /// <summary>All of it.</summary>
    public Money Total => Principal + Interest + Penalty + Fees;

    /// <summary>Interest, penalty and fees.</summary>
    public Money Costs => Interest + Penalty + Fees;

    /// <summary>
    /// What is left after a payment: it settles fees, penalty, interest, then principal; late enough overdue (creditor terms, by law from day 91) the reverse
    /// (商业银行信用卡业务监督管理办法 art. 57). Money beyond the debt stays on the principal as a credit.
    /// </summary>
    /// <param name="payment">Not negative.</param>
    /// <param name="principalFirst">Whether the reverse order holds.</param>
    public Debt After(Money payment, bool principalFirst)
    {
        var (principal, interest, penalty, fees) = this;
        var rest = principalFirst
            ? Settle(ref fees, Settle(ref penalty, Settle(ref interest, Settle(ref principal, payment))))
            : Settle(ref interest, Settle(ref penalty, Settle(ref fees, payment)));
        return new(principal - rest, interest, penalty, fees);
    }

    /// <summary>Pays a part as far as the money reaches and gives back the rest.</summary>
    private static Money Settle(ref Money part, Money payment)
    {
        var used = Money.Max(Money.Min(part, payment), Money.Zero(part.Currency));
        part -= used;
        return payment - used;
    }
}
