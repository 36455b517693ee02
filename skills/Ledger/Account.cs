namespace Assistant.Skills.Ledger;

/// <summary>Stage of delinquency by whole days past the due date (regulation 5.1): M0 none, M1 1–30 … M6 151–180, M7 above.</summary>
public enum Bucket
{
    /// <summary>Not overdue.</summary>
    M0,

    /// <summary>1 to 30 days.</summary>
    M1,

    /// <summary>31 to 60 days.</summary>
    M2,

    /// <summary>61 to 90 days.</summary>
    M3,

    /// <summary>91 to 120 days.</summary>
    M4,

    /// <summary>121 to 150 days.</summary>
    M5,

    /// <summary>151 to 180 days.</summary>
    M6,

    /// <summary>More than 180 days.</summary>
    M7,
}

/// <summary>What an account stands at: the file's figures less what was paid after the file was made.</summary>
public sealed record Account
{
    private Account() { }

    /// <summary>The bank's file.</summary>
    public required CaseFile File { get; init; }

    /// <summary>The civil day of the file's figures, in the bank's time zone.</summary>
    public required DateOnly AsOfDay { get; init; }

    /// <summary>The civil day of this view, in the bank's time zone.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Whether the figures are too old to be quoted.</summary>
    public required bool IsStale { get; init; }

    /// <summary>Whether the bank has taken the case back, so that nothing about money may be said.</summary>
    public bool IsRecalled => File.RecallDate < Today;

    /// <summary>Principal still owed.</summary>
    public required Money Principal { get; init; }

    /// <summary>Interest still owed.</summary>
    public required Money Interest { get; init; }

    /// <summary>Penalty still owed.</summary>
    public required Money Penalty { get; init; }

    /// <summary>Fees still owed.</summary>
    public required Money Fees { get; init; }

    /// <summary>Minimum payment still due, never below zero.</summary>
    public required Money MinPayment { get; init; }

    /// <summary>Payments counted in addition to the file, less what was taken back.</summary>
    public required Money PaidSince { get; init; }

    /// <summary>Interest that ran on the principal from the file's day up to today, the day itself not counted: in no figure yet, unrounded.</summary>
    public required decimal Accrued { get; init; }

    /// <summary>Everything still owed; negative when the person has a credit balance.</summary>
    public Money Total => Principal + Interest + Penalty + Fees;

    /// <summary>What would end the delinquency: the file's figure, else the minimum payment; never below zero.</summary>
    public Money Overdue => File.Overdue is { } overdue ? Money.Max(overdue - PaidSince - (SetAside ?? Money.Zero(File.Currency)), Money.Zero(File.Currency)) : MinPayment;

    /// <summary>Whole days from the due date, 0 when it lies ahead.</summary>
    public int DaysPastDue => Math.Max(0, Today.DayNumber - File.DueDate.DayNumber);

    /// <summary>Stage by <see cref="DaysPastDue"/>.</summary>
    public Bucket Bucket => BucketOf(DaysPastDue);

    /// <summary>Stage by whole days past the due date.</summary>
    public static Bucket BucketOf(int daysPastDue) => daysPastDue switch
    {
        <= 0 => Bucket.M0,
        > 180 => Bucket.M7,
        _ => (Bucket)((daysPastDue + 29) / 30),
    };

    /// <summary>The contract's yearly rate in percent, 365 days, simple.</summary>
    public decimal AnnualRate => File.DailyRate * 365 * 100;

    /// <summary>Interest of one more day on the principal still owed.</summary>
    public Money InterestPerDay => Money.Round(Math.Max(0m, Principal.Amount) * File.DailyRate, File.Currency);

    /// <summary>All four parts.</summary>
    public Debt Debt => new(Principal, Interest, Penalty, Fees);

    /// <summary>A part that is under review and left out of the figures, so that nothing asks for it; null where nothing is.</summary>
    public Money? SetAside { get; private init; }

    /// <summary>Whether these figures are other than the file's: payments came after it, or a part is set aside.</summary>
    public bool IsMoved => PaidSince.Amount != 0m || SetAside is not null;

    /// <summary>Whether a payment made today settles principal before interest, penalty and fees.</summary>
    public bool IsPrincipalFirst { get; private init; }

    /// <summary>
    /// Whether what is owed bears no interest yet: nothing but purchases, whose due date has not passed.
    /// </summary>
    public bool IsInGrace => !(Interest + Penalty).IsPositive && File.Interest + File.Penalty == Money.Zero(File.Currency) && AsOfDay <= File.DueDate && Today <= File.DueDate;

    /// <summary>The account without lines that are disputed, taken from the principal; more than the principal is not taken off.</summary>
    public Account WithoutLines(Money disputed)
    {
        var zero = Money.Zero(File.Currency);
        var part = Money.Max(Money.Min(disputed, Principal), zero);
        return this with { Principal = Principal - part, MinPayment = Money.Max(MinPayment - part, zero), SetAside = (SetAside ?? zero) + part };
    }

    /// <summary>The account without a part that is under review, taken from interest first and then from the penalty.</summary>
    /// <param name="disputed">Above zero; more than interest and penalty is not taken off.</param>
    public Account Without(Money disputed)
    {
        var zero = Money.Zero(File.Currency);
        var interest = Money.Max(Money.Min(disputed, Interest), zero);
        var penalty = Money.Max(Money.Min(disputed - interest, Penalty), zero);
        return this with { Interest = Interest - interest, Penalty = Penalty - penalty, MinPayment = Money.Max(MinPayment - interest - penalty, zero), SetAside = interest + penalty };
    }

    /// <summary>Counts payments valued after the day of the file's <c>as_of</c> (earlier ones are in its figures already), in the order of <see cref="Debt.After"/>.</summary>
    /// <param name="file">The bank's file.</param>
    /// <param name="payments">All payments of the case, any order, of the case's currency.</param>
    /// <param name="view">When and by which clock the account is looked at.</param>
    public static Account Of(CaseFile file, IEnumerable<Payment> payments, AccountView view)
    {
        var asOf = view.DayOf(file.AsOf);
        var today = view.DayOf(view.Now);
        var debt = new Debt(file.Principal, file.Interest, file.Penalty, file.Fees);
        var paid = Money.Zero(file.Currency);
        var (since, accrued) = (asOf, 0m);
        foreach (var payment in payments.Where(p => p.ValueDate > asOf && p.ValueDate <= today)
            .OrderBy(p => p.ValueDate).ThenBy(p => p.PaymentId, StringComparer.Ordinal))
        {
            accrued += Running(payment.ValueDate);
            since = payment.ValueDate;
            switch (payment.Type)
            {
                case PaymentType.Charge:
                    debt = debt with { Fees = debt.Fees + payment.Amount };
                    break;
                case PaymentType.Chargeback:
                    debt = debt with { Principal = debt.Principal + payment.Amount };
                    paid -= payment.Amount;
                    break;
                default:
                    debt = debt.After(payment.Amount, payment.ValueDate.DayNumber - file.DueDate.DayNumber >= view.PrincipalFirstFrom);
                    paid += payment.Amount;
                    break;
            }
        }

        return new Account
        {
            File = file,
            AsOfDay = asOf,
            Today = today,
            IsPrincipalFirst = today.DayNumber - file.DueDate.DayNumber >= view.PrincipalFirstFrom,
            IsStale = view.Now - file.AsOf > view.StaleAfter,
            Principal = debt.Principal,
            Interest = debt.Interest,
            Penalty = debt.Penalty,
            Fees = debt.Fees,
            PaidSince = paid,
            MinPayment = Money.Max(file.MinPayment - paid, Money.Zero(file.Currency)),
            Accrued = accrued + Running(today),
        };

        decimal Running(DateOnly until) => Math.Max(0m, debt.Principal.Amount) * file.DailyRate * Math.Max(0, until.DayNumber - since.DayNumber);
    }
}

/// <summary>When and by which clock an account is looked at.</summary>
/// <param name="Now">The moment.</param>
/// <param name="Zone">The bank's time zone: its civil days count.</param>
/// <param name="StaleAfter">Figures older than this are not quoted (creditor profile).</param>
/// <param name="PrincipalFirstFrom">Day overdue from which a payment settles principal first (creditor terms, <see cref="CardTerms.AllocationFlipsAt"/>).</param>
public sealed record AccountView(DateTimeOffset Now, TimeZoneInfo Zone, TimeSpan StaleAfter, int PrincipalFirstFrom)
{
    /// <summary>The bank's civil day of a moment.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
}
