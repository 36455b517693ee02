using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Channels;

/// <summary>A proof in words and figures, complete enough to be worked through with a pencil. Tables are rows of cells, in the order of their heads.</summary>
public sealed record ProofSheet
{
    /// <summary>Account, day and terms.</summary>
    public required IReadOnlyList<(string Name, string Value)> Account { get; init; }

    /// <summary>Terms of the contract.</summary>
    public required IReadOnlyList<(string Name, string Value)> Terms { get; init; }

    /// <summary>Posted: day, what, amount.</summary>
    public required IReadOnlyList<string[]> Postings { get; init; }

    /// <summary>Stretches: from, to, days, balance, arithmetic, interest.</summary>
    public required IReadOnlyList<string[]> Lines { get; init; }

    /// <summary>Statements with interest: day, sum of stretches, rounded.</summary>
    public required IReadOnlyList<string[]> Billed { get; init; }

    /// <summary>All interest.</summary>
    public required string Interest { get; init; }

    /// <summary>Statements: closed, due, balance, minimum, paid, penalty with its arithmetic.</summary>
    public required IReadOnlyList<string[]> Statements { get; init; }

    /// <summary>Results: what, recomputed, the bank's, difference.</summary>
    public required IReadOnlyList<string[]> Result { get; init; }

    /// <summary>Part of the interest that has been paid, where there is any.</summary>
    public string? PaidInterest { get; init; }

    /// <summary>What follows, in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>Puts a proof into words.</summary>
    /// <param name="account">The account it is of.</param>
    /// <param name="history">Its lines and payments.</param>
    /// <param name="answer">The proof beside the bank's figures.</param>
    /// <param name="creditor">Whose contract holds.</param>
    /// <param name="locale">Language.</param>
    /// <param name="words">Words of the page.</param>
    public static ProofSheet Of(Account account, History history, AccountProof answer, Creditor creditor, string locale, IReadOnlyDictionary<string, string> words)
    {
        var (file, proof) = (account.File, answer.Proof);
        string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string Sum(Money money) => money.Amount.ToString("#,##0.00", CultureInfo.InvariantCulture);
        var zero = Money.Zero(file.Currency);
        string[] Row(string name, Money computed, Money bank) => [words[name], Sum(computed), Sum(bank), Sum(bank - computed)];
        return new()
        {
            Account =
            [
                (words["account"], $"{creditor.Names.GetValueOrDefault(locale) ?? file.CreditorName} · {file.ProductName} · {words["ending"]} {file.CardLast4} · {file.Currency}"),
                (words["as_of"], Formats.Show(answer.Proof.To, locale)),
            ],
            Terms = [.. TermsOf(proof, file, locale, words)],
            Postings =
            [
                .. history.Postings.Where(posting => posting.Day <= proof.To && posting.Type is not (LineType.Interest or LineType.Penalty)).OrderBy(posting => posting.Day)
                    .Select(posting => new[] { Day(posting.Day), words["kind_" + posting.Type], Sum(posting.Amount) }),
            ],
            Lines =
            [
                .. proof.Lines.Select(line => new[]
                {
                    Day(line.From), Day(line.To), line.Days.ToString(CultureInfo.InvariantCulture), Sum(line.Balance),
                    $"{Sum(line.Balance)} × {Formats.ShowPercent(line.Rate * 100)} × {line.Days}", Exact(line.Exact),
                }),
            ],
            Billed =
            [
                .. proof.Lines.GroupBy(line => line.BilledOn).Select(bill => new[]
                {
                    bill.Key <= proof.To && proof.Statements.Any(statement => statement.ClosedOn == bill.Key) ? Day(bill.Key) : words["running"],
                    Exact(bill.Sum(line => line.Exact)), Sum(Money.Round(bill.Sum(line => line.Exact), file.Currency)),
                }),
            ],
            Interest = Sum(proof.Interest),
            Statements = [.. proof.Statements.Select(statement => new[] { Day(statement.ClosedOn), Day(statement.DueOn), Sum(statement.Balance), statement.IsDue ? Sum(statement.Minimum) : "", statement.IsDue ? Sum(statement.Paid) : "", PenaltyOf(statement, words) })],
            Result =
            [
                Row("owed_interest", proof.Owed.Interest, answer.FileInterest), Row("owed_penalty", proof.Owed.Penalty, answer.FilePenalty),
                Row("sum", proof.Owed.Interest + proof.Owed.Penalty, answer.FileInterest + answer.FilePenalty),
            ],
            PaidInterest = proof.Interest - proof.Owed.Interest is { IsPositive: true } paid ? Sum(paid) : null,
            Verdict = words[answer.Verdict switch
            {
                ProofVerdict.Agrees => "verdict_agrees",
                ProofVerdict.Differs => answer.Difference > zero ? "verdict_differs" : "verdict_differs_less",
                _ => "verdict_cannot_tell",
            }],
        };
    }

    private static IEnumerable<(string, string)> TermsOf(InterestProof proof, CaseFile file, string locale, IReadOnlyDictionary<string, string> words)
    {
        var terms = proof.Terms;
        var (regime, dayCount, compounding) = terms.Words;
        string In(IReadOnlyDictionary<string, decimal> amounts) => Formats.Show(CardTerms.Of(amounts, file.Currency), locale);
        yield return (words["regime"], words["regime_" + regime]);
        yield return (words["day_count"], words["day_count_" + dayCount]);
        yield return (words["rate"], $"{Formats.ShowPercent(proof.Rate * 100)} ({words["per_year"]} {Formats.ShowPercent(proof.Rate * 100 * 365)})");
        yield return (words["compounding"], words["compounding_" + compounding]);
        yield return (words["tolerance"], string.Format(CultureInfo.InvariantCulture, words["tolerance_words"], terms.ToleranceDays, In(terms.ToleranceAmount)));
        var rate = Formats.ShowPercent(file.PenaltyRate * 100);
        yield return (words["penalty_rate"], CardTerms.Of(terms.PenaltyFloor, file.Currency).IsPositive
            ? string.Format(CultureInfo.InvariantCulture, words["penalty_words"], rate, In(terms.PenaltyFloor))
            : string.Format(CultureInfo.InvariantCulture, words["penalty_words_no_floor"], rate));
    }

    private static string PenaltyOf(StatementFigures statement, IReadOnlyDictionary<string, string> words)
    {
        string Sum(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);
        if (!statement.IsDue)
            return words["not_due"];
        if (!statement.Penalty.IsPositive)
            return Sum(0m);
        var unpaid = (statement.Minimum - statement.Paid).Amount;
        return $"{Sum(unpaid)} × {Formats.ShowPercent(statement.PenaltyRate * 100)} = {Sum(statement.Penalty.Amount)}";
    }

    private static string Exact(decimal amount) => amount.ToString("#,##0.00####", CultureInfo.InvariantCulture);
}
