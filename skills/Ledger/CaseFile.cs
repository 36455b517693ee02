namespace Assistant.Skills.Ledger;

/// <summary>
/// One account as the bank's file states it (external contract, section 3). Immutable; a newer <c>as_of</c> replaces it whole.
/// It holds no name, number or address of the person: see <see cref="Holder"/>.
/// </summary>
public sealed record CaseFile
{
    /// <summary>The bank's key of the case, at most 40 characters.</summary>
    public required string CaseNo { get; init; }

    /// <summary>The bank's code of the creditor, when given.</summary>
    public string? CreditorCode { get; init; }

    /// <summary>The creditor's name as the file writes it.</summary>
    public required string CreditorName { get; init; }

    /// <summary>Joins the accounts of one person.</summary>
    public required string CustomerNo { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Name of the card product.</summary>
    public required string ProductName { get; init; }

    /// <summary>Last four digits of the card.</summary>
    public required string CardLast4 { get; init; }

    /// <summary>Day of the month on which the statement closes, 1 to 31.</summary>
    public required int StatementDay { get; init; }

    /// <summary>Last day for the payment now due; may lie ahead.</summary>
    public required DateOnly DueDate { get; init; }

    /// <summary>First day overdue; may lie ahead.</summary>
    public required DateOnly DelinquencyDate { get; init; }

    /// <summary>Everything owed; always the sum of the four parts.</summary>
    public required Money TotalDue { get; init; }

    /// <summary>Principal owed.</summary>
    public required Money Principal { get; init; }

    /// <summary>Interest owed.</summary>
    public required Money Interest { get; init; }

    /// <summary>Default penalty (违约金) owed.</summary>
    public required Money Penalty { get; init; }

    /// <summary>Fees owed.</summary>
    public required Money Fees { get; init; }

    /// <summary>The minimum payment now due.</summary>
    public required Money MinPayment { get; init; }

    /// <summary>What ends the delinquency, when the file says it.</summary>
    public Money? Overdue { get; init; }

    /// <summary>Contract rate of interest per day as a fraction: 0.0005 is 0.05 %.</summary>
    public required decimal DailyRate { get; init; }

    /// <summary>Contract rate of the penalty on the unpaid minimum, as a fraction.</summary>
    public required decimal PenaltyRate { get; init; }

    /// <summary>Contract share of the balance in the minimum payment, as a fraction.</summary>
    public required decimal MinPayRate { get; init; }

    /// <summary>The moment the figures were true.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>No waiver of any kind may be offered.</summary>
    public bool WaiverBan { get; init; }

    /// <summary>Pre-approved settlements, at most three: the only discounts that exist.</summary>
    public IReadOnlyList<PreApproved> PreApproved { get; init; } = [];

    /// <summary>Bank suspects fraud on the account.</summary>
    public bool FraudFlag { get; init; }

    /// <summary>A dispute is open.</summary>
    public bool DisputeFlag { get; init; }

    /// <summary>The cardholder has died.</summary>
    public bool Deceased { get; init; }

    /// <summary>Insolvency proceedings.</summary>
    public bool Bankrupt { get; init; }

    /// <summary>A complaint is open: a person owns the case.</summary>
    public bool ComplaintOpen { get; init; }

    /// <summary>Do not contact; the person's own questions are still answered.</summary>
    public bool DoNotContact { get; init; }

    /// <summary>An instalment plan was made within the last six months.</summary>
    public bool Instalment6M { get; init; }

    /// <summary>Written off in the bank's books; still owed.</summary>
    public bool ChargedOff { get; init; }

    /// <summary>Hours the person asked to be contacted in, as the file writes them.</summary>
    public string? ContactWindow { get; init; }

    /// <summary>Times the person was reached on the day of the figures, by anybody; null where the file does not say.</summary>
    public int? CallsToday { get; init; }

    /// <summary>Times the person was contacted in the seven days up to the figures, by anybody; null where the file does not say.</summary>
    public int? ContactsSevenDays { get; init; }

    /// <summary>Group to be treated with particular care, as the file codes it.</summary>
    public string? SensitiveGroup { get; init; }

    /// <summary>Consented vulnerability code.</summary>
    public string? VulnerableCode { get; init; }

    /// <summary>Code of the agency the case is placed with.</summary>
    public string? AgencyCode { get; init; }

    /// <summary>Name of the agency the case is placed with.</summary>
    public string? AgencyName { get; init; }

    /// <summary>The person's language, when the file says it.</summary>
    public string? Locale { get; init; }

    /// <summary>Whose law applies, when the file says it: CN, US, GB.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>The person's IANA time zone, when the file says it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>After this day all work on the case stops.</summary>
    public DateOnly? RecallDate { get; init; }

    /// <summary>Credit limit.</summary>
    public Money? CreditLimit { get; init; }

    /// <summary>Day of the last payment, when the file says it.</summary>
    public DateOnly? LastPaymentDate { get; init; }

    /// <summary>Amount of the last payment, when the file says it.</summary>
    public Money? LastPaymentAmount { get; init; }

    /// <summary>The protection for whose sake no figure is spoken of; null where figures may be spoken of. Never in the bank's file.</summary>
    public string? MoneyClosedBy { get; init; }

    /// <summary>The protection for whose sake no promise and no plan is made; null where they may be. Never in the bank's file.</summary>
    public string? PlansHeldBy { get; init; }

    /// <summary>The law that applies: the file's word, else the one of the currency.</summary>
    public string Law => Jurisdiction ?? Currency switch { "CNY" => "CN", "USD" => "US", "GBP" => "GB", _ => "" };
}

/// <summary>A settlement the bank has approved for this one case.</summary>
/// <param name="Pay">What is paid.</param>
/// <param name="Waive">What is then waived.</param>
public sealed record PreApproved(Money Pay, Money Waive);

/// <summary>The person behind a case. Prints as stars, so that no log or error can show it.</summary>
public sealed record Holder(string Name, string Mobile, string IdLast4)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>A payment or correction that the bank posted.</summary>
/// <param name="PaymentId">The bank's key.</param>
/// <param name="Type">What it is.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="ValueDate">The day it counts from.</param>
public sealed record Payment(string PaymentId, PaymentType Type, Money Amount, DateOnly ValueDate);

/// <summary>The kinds of posting in a payments file.</summary>
public enum PaymentType
{
    /// <summary>还款: reduces what is owed.</summary>
    Payment,

    /// <summary>计费: adds a charge.</summary>
    Charge,

    /// <summary>冲正: takes a payment back.</summary>
    Chargeback,

    /// <summary>减免: reduces what is owed without money.</summary>
    Compensation,
}
