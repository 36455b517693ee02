namespace Assistant.Skills.Ledger;

/// <summary>Kinds of statement line (collections 4.3).</summary>
public enum LineType
{
    /// <summary>消费.</summary>
    Purchase,

    /// <summary>取现: bears interest from its day, without grace.</summary>
    Cash,

    /// <summary>分期本金: due in full with its statement.</summary>
    InstPrin,

    /// <summary>分期手续费.</summary>
    InstFee,

    /// <summary>利息 as the bank billed it.</summary>
    Interest,

    /// <summary>违约金 as the bank billed it.</summary>
    Penalty,

    /// <summary>年费.</summary>
    AnnualFee,

    /// <summary>还款.</summary>
    Payment,

    /// <summary>退款.</summary>
    Refund,

    /// <summary>调整, either way.</summary>
    Adjust,
}

/// <summary>One posting on an account.</summary>
/// <param name="Day">Day it was posted: interest counts from here.</param>
/// <param name="Type">What it is.</param>
/// <param name="Amount">Charges positive, payments and refunds negative.</param>
/// <param name="Closes">Day its statement closes.</param>
public sealed record Posting(DateOnly Day, LineType Type, Money Amount, DateOnly Closes)
{
    /// <summary>Line or payment number in the bank's files, to point at.</summary>
    public string Source { get; init; } = "";

    /// <summary>Where it was spent, as the bank's file names it; null where it does not.</summary>
    public string? Merchant { get; init; }
}

/// <summary>The postings of one account from an opening balance of nothing, and the dates its statements follow.</summary>
/// <param name="Currency">Currency of all of them.</param>
/// <param name="StatementDay">Day of the month on which statements close.</param>
/// <param name="DueDay">Day of the month on which payments are due.</param>
/// <param name="Postings">All postings, any order.</param>
public sealed record History(string Currency, int StatementDay, int DueDay, IReadOnlyList<Posting> Postings)
{
    /// <summary>
    /// Puts statement lines and payments together. A payment that is in both files, same day and amount, counts once; one that was
    /// taken back counts as never made.
    /// </summary>
    public static History Of(CaseFile file, IEnumerable<Posting> lines, IEnumerable<Payment> payments)
    {
        var all = lines.ToList();
        var inLines = all.Where(line => line.Type == LineType.Payment).ToLookup(line => (line.Day, line.Amount)).ToDictionary(same => same.Key, same => same.Count());
        foreach (var payment in payments.OrderBy(payment => payment.ValueDate).ThenBy(payment => payment.Type).ThenBy(payment => payment.PaymentId, StringComparer.Ordinal))
        {
            var posting = Of(payment, file.StatementDay);
            if (inLines.GetValueOrDefault((posting.Day, posting.Amount)) is > 0 and var left && payment.Type == PaymentType.Payment)
                inLines[(posting.Day, posting.Amount)] = left - 1;
            else if (payment.Type != PaymentType.Chargeback || !all.Remove(all.LastOrDefault(paid => paid.Type == LineType.Payment && paid.Amount + payment.Amount == Money.Zero(file.Currency) && paid.Day <= payment.ValueDate)!))
                all.Add(posting);
        }

        return new(file.Currency, file.StatementDay, file.DueDate.Day, all);
    }

    private static Posting Of(Payment payment, int statementDay)
    {
        var isCharge = payment.Type is PaymentType.Charge or PaymentType.Chargeback;
        var type = payment.Type switch
        {
            PaymentType.Charge => LineType.AnnualFee,
            PaymentType.Chargeback => LineType.Adjust,
            _ => LineType.Payment,
        };
        return new(payment.ValueDate, type, isCharge ? payment.Amount : Money.Zero(payment.Amount.Currency) - payment.Amount, Closing(payment.ValueDate, statementDay)) { Source = payment.PaymentId };
    }

    /// <summary>The first statement day on or after a day.</summary>
    public static DateOnly Closing(DateOnly day, int statementDay)
    {
        var here = InMonth(day.Year, day.Month, statementDay);
        var next = new DateOnly(day.Year, day.Month, 1).AddMonths(1);
        return here >= day ? here : InMonth(next.Year, next.Month, statementDay);
    }

    /// <summary>The due date of a statement: the next due day after it closes.</summary>
    public static DateOnly DueAfter(DateOnly closes, int dueDay)
    {
        var here = InMonth(closes.Year, closes.Month, dueDay);
        var next = new DateOnly(closes.Year, closes.Month, 1).AddMonths(1);
        return here > closes ? here : InMonth(next.Year, next.Month, dueDay);
    }

    /// <summary>A day of a month, its last one where the month is shorter.</summary>
    public static DateOnly InMonth(int year, int month, int day) => new(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)));
}
