using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>
/// How interest and penalty came about, said to the cardholder from the account's own lines. The bank is held to its figure only where the
/// lines are complete and its terms confirmed; where they are not, the bank's own parts are said, and that they could not be recomputed.
/// </summary>
internal static class ProofTalk
{
    private const int MostSaid = 4;
    private const int MostRows = 8;

    /// <summary>The recomputation of the verified case; null where there are no lines or no terms to compute by.</summary>
    public static AccountProof? Of(Desk desk)
    {
        try
        {
            return AccountProof.Of(desk.Cardholder.Account.File, desk.Cardholder.Lines, desk.Creditor, desk.Cardholder.Account.AsOfDay);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The explanation as far as the proof reaches: figures, words, table; what follows from a difference is the caller's.</summary>
    public static (AccountProof? Proof, Outcome Outcome) Explain(Desk desk, string skill)
    {
        var account = desk.Cardholder.Account;
        var proof = Of(desk);
        var outcome = new Outcome
        {
            Skill = skill,
            Action = "answer",
            Facts =
            [
                Figures.FactOf(account, "interest"), Figures.FactOf(account, "principal"), Figures.FactOf(account, "penalty"),
                Figures.FactOf(account, "daily_rate"), Figures.FactOf(account, "annual_rate"),
            ],
        };
        return (proof, proof is null or { Verdict: ProofVerdict.CannotTell }
            ? outcome with { Says = [.. BankParts(account, proof)], Rules = ["proof.cannot-tell"] }
            : outcome with
            {
                Says = [.. Lines(desk, proof.Proof), .. Penalties(proof.Proof), Verdict(proof), .. Sheet(desk)],
                Card = Table(desk, proof.Proof),
                Rules = ["proof.recomputed-from-lines"],
            });
    }

    /// <summary>How each penalty of the window came about, the latest first; of many, the latest and their sum.</summary>
    public static IEnumerable<Say> Penalties(InterestProof proof)
    {
        var charged = proof.Due.Where(statement => statement.Penalty.IsPositive).Reverse().ToList();
        foreach (var statement in charged.Take(charged.Count > 2 ? 1 : 2))
        {
            (string, Value)[] values =
            [
                ("due", new Value.Date(statement.DueOn)), ("minimum", new Value.Amount(statement.Minimum)), ("paid", new Value.Amount(statement.Paid)),
                ("unpaid", new Value.Amount(statement.Minimum - statement.Paid)), ("rate", new Value.Percent(statement.PenaltyRate * 100)), ("amount", new Value.Amount(statement.Penalty)),
            ];
            yield return Money.Round((statement.Minimum - statement.Paid).Amount * statement.PenaltyRate, statement.Penalty.Currency) < statement.Penalty
                ? new("proof.penalty_floor", [.. values, ("floor", new Value.Amount(statement.PenaltyFloor))])
                : new("proof.penalty", values);
        }

        if (charged.Count > 2)
            yield return new("proof.penalties", ("count", new Value.Count(charged.Count)), ("amount", new Value.Amount(proof.Penalty)));
    }

    private static IEnumerable<Say> BankParts(Account account, AccountProof? proof)
    {
        var file = account.File;
        yield return new("interest.formula", ("asOf", new Value.Moment(file.AsOf)), ("interest", new Value.Amount(account.Interest)), ("principal", new Value.Amount(account.Principal)),
            ("rate", new Value.Percent(file.DailyRate * 100)), ("perDay", new Value.Amount(account.InterestPerDay)), ("annual", new Value.Percent(account.AnnualRate)));
        yield return new("interest.from_posting_day");
        yield return new("proof.bank_parts", ("principal", new Value.Amount(account.Principal)), ("interest", new Value.Amount(account.Interest)),
            ("penalty", new Value.Amount(account.Penalty)), ("fees", new Value.Amount(account.Fees)));
        yield return new(proof is { Reconciles: true } ? "proof.terms_unconfirmed" : "proof.lines_incomplete");
    }

    private static IEnumerable<Say> Lines(Desk desk, InterestProof proof)
    {
        yield return new("proof.intro", ("asOf", new Value.Moment(desk.Cardholder.Account.File.AsOf)), ("rate", new Value.Percent(proof.Rate * 100)));
        if (proof.Lines.Count <= MostSaid)
        {
            foreach (var line in proof.Lines)
                yield return new Say("proof.line", Line(line)) { IsOnCard = true };
        }
        else
        {
            yield return new Say("proof.summary", [("lines", new Value.Count(proof.Lines.Count)), ("all", new Value.Count(proof.Lines.Sum(line => line.Days))), .. Line(proof.Lines.MaxBy(line => line.Exact)!)]) { IsOnCard = true };
        }

        yield return new(proof.Terms.Regime == InterestRegime.Full ? "proof.regime_full" : "proof.regime_unpaid");
        yield return proof.Interest == proof.Owed.Interest
            ? new("proof.interest", ("interest", new Value.Amount(proof.Interest)))
            : new("proof.interest_paid", ("interest", new Value.Amount(proof.Interest)), ("paid", new Value.Amount(proof.Interest - proof.Owed.Interest)), ("owed", new Value.Amount(proof.Owed.Interest)));
    }

    private static (string, Value)[] Line(ProofLine line) =>
    [
        ("from", new Value.Date(line.From)), ("to", new Value.Date(line.To)), ("days", new Value.Count(line.Days)),
        ("balance", new Value.Amount(line.Balance)), ("interest", new Value.Amount(line.Interest)),
    ];

    private static Say Verdict(AccountProof proof)
    {
        (string, Value) computed = ("computed", new Value.Amount(proof.Proof.Owed.Interest + proof.Proof.Owed.Penalty));
        (string, Value) bank = ("bank", new Value.Amount(proof.FileInterest + proof.FilePenalty));
        return proof.Verdict == ProofVerdict.Agrees
            ? new("proof.agrees", ("interest", new Value.Amount(proof.FileInterest)), ("penalty", new Value.Amount(proof.FilePenalty)))
            : proof.Difference.IsPositive
                ? new("proof.differs", computed, bank, ("difference", new Value.Amount(proof.Difference)))
                : new("proof.differs_less", computed, bank);
    }

    private static IEnumerable<Say> Sheet(Desk desk) =>
        desk.CaseToken is null ? [] : [new Say("proof.sheet", ("link", new Value.Link(SheetOf(desk)))) { IsOnCard = true }];

    private static string SheetOf(Desk desk) => $"/proofs/{desk.CaseToken}";

    private static Card Table(Desk desk, InterestProof proof) => new("card.proof", ["card.period", "card.days", "card.bearing", "card.line_interest"],
        [
            .. proof.Lines.Take(MostRows).Select(IReadOnlyList<Value> (line) =>
                [new Value.Period(line.From, line.To), new Value.Count(line.Days), new Value.Amount(line.Balance), new Value.Amount(line.Interest)]),
        ],
        desk.CaseToken is null ? null : ("card.open_proof", SheetOf(desk)))
    { IsCompact = true };
}
