namespace Assistant.Skills.Debtor;

/// <summary>Explains why there is interest and penalty, with the figures of this case.</summary>
public sealed class Interest : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "interest";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access>
    {
        ["ask_why_interest"] = Access.Cardholder,
        ["ask_late_fee"] = Access.Cardholder,
    };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk)
    {
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        var account = desk.Cardholder.Account;
        var file = account.File;
        (string, Value) asOf = ("asOf", new Value.Moment(file.AsOf));
        return request.Intent == "ask_late_fee"
            ? new Outcome
            {
                Skill = Id,
                Action = "answer",
                Facts = [Figures.FactOf(account, "penalty"), Figures.FactOf(account, "min_payment")],
                Says =
                [
                    new("interest.penalty", asOf, ("penalty", new Value.Amount(account.Penalty)), ("rate", new Value.Percent(file.PenaltyRate * 100))),
                    new("interest.penalty_no_interest"),
                ],
                Rules = ["interest.none-on-penalty"],
                Effects = [new Effect.Disposition("INF")],
            }
            : new Outcome
            {
                Skill = Id,
                Action = "answer",
                Facts =
                [
                    Figures.FactOf(account, "interest"), Figures.FactOf(account, "principal"),
                    Figures.FactOf(account, "daily_rate"), Figures.FactOf(account, "annual_rate"),
                ],
                Says =
                [
                    new("interest.formula", asOf, ("interest", new Value.Amount(account.Interest)), ("principal", new Value.Amount(account.Principal)),
                        ("rate", new Value.Percent(file.DailyRate * 100)), ("perDay", new Value.Amount(account.InterestPerDay)),
                        ("annual", new Value.Percent(account.AnnualRate))),
                    new("interest.from_posting_day"),
                ],
                Effects = [new Effect.Disposition("INF")],
            };
    }
}
