namespace Assistant.Skills.Ledger;

/// <summary>
/// A case as storage hands it to the conversation: closed. Nothing can be read from it; only <c>Debtor.Identity</c>
/// opens it, and gives a <see cref="VerifiedCase"/>. This is how "nothing before identity" holds by construction.
/// </summary>
public sealed class SealedCase
{
    private readonly Account account;
    private readonly Lazy<Holder> holder;
    private readonly Lazy<History> lines;
    private readonly IReadOnlyList<Payment> payments;

    /// <summary>Closes a case.</summary>
    /// <param name="account">Figures and flags.</param>
    /// <param name="holder">Decrypts the person's data when somebody needs it.</param>
    /// <param name="history">What was agreed before.</param>
    /// <param name="lines">Reads statement lines and payments when somebody needs them.</param>
    /// <param name="payments">Payments as the bank sent them.</param>
    public SealedCase(Account account, Func<Holder> holder, CaseHistory history, Func<History> lines, IReadOnlyList<Payment> payments)
    {
        this.payments = payments;
        this.account = account;
        this.holder = new(holder);
        this.lines = new(lines);
        History = history;
    }

    /// <summary>The same case for a member of staff or a bank system that signed in; never for a debtor conversation.</summary>
    /// <param name="user">Who looks; the caller writes it into the audit record.</param>
    public StaffView ForStaff(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return new(account, History, holder, lines);
    }

    internal CaseHistory History { get; }

    internal Account Account => account;

    internal Lazy<Holder> Holder => holder;

    internal Lazy<History> Lines => lines;

    internal IReadOnlyList<Payment> Payments => payments;

    /// <inheritdoc/>
    public override string ToString() => "case ***";
}

/// <summary>A case as staff see it.</summary>
/// <param name="Account">Figures and flags.</param>
/// <param name="History">Promises and agreements.</param>
/// <param name="Holder">The person.</param>
/// <param name="Lines">Statement lines and payments.</param>
public sealed record StaffView(Account Account, CaseHistory History, Lazy<Holder> Holder, Lazy<History> Lines);

/// <summary>What was agreed on a case before this turn.</summary>
/// <param name="OpenPromise">The one open promise, if any.</param>
/// <param name="OpenAgreement">The one agreement in force or waiting for approval, if any.</param>
public sealed record CaseHistory(PromiseOnFile? OpenPromise, AgreementOnFile? OpenAgreement)
{
    /// <summary>Nothing agreed.</summary>
    public static CaseHistory None { get; } = new(null, null);

    /// <summary>How many promises in a row were broken, up to the latest; one that was kept starts the count anew.</summary>
    public int BrokenPromises { get; init; }

    /// <summary>Protections that stand, by kind.</summary>
    public IReadOnlyCollection<string> Protected { get; init; } = [];

    /// <summary>The complaint that is being looked into, with the day by which it is answered; null where there is none.</summary>
    public ComplaintOnFile? OpenComplaint { get; init; }

    /// <summary>What of the balance is disputed line by line and being looked into; null where nothing is.</summary>
    public Money? Disputed { get; init; }

    /// <summary>An account without the lines under dispute, for everything that asks for money or plans it, whoever asks.</summary>
    public Account WithoutDisputed(Account account) => Disputed is { IsPositive: true } lines ? account.WithoutLines(lines) : account;

    /// <summary>Papers asked for, with where each stands.</summary>
    public IReadOnlyList<PaperOnFile> Papers { get; init; } = [];

    /// <summary>Whether a ticket about the amount itself is open: what the lines do not prove is not asked for until it is answered.</summary>
    public bool IsAmountDisputed { get; init; }
}

/// <summary>A complaint being looked into.</summary>
public sealed record ComplaintOnFile(string TicketId, DateTimeOffset AnswerBy);

/// <summary>A paper somebody was asked for.</summary>
/// <param name="Kind">hardship, medical or receipt.</param>
/// <param name="Status">ASKED, RECEIVED, ACCEPTED or RETURNED.</param>
/// <param name="Reason">Why it was returned; null elsewhere.</param>
public sealed record PaperOnFile(string Kind, string Status, string? Reason);

/// <summary>A recorded promise to pay.</summary>
public sealed record PromiseOnFile(string PromiseId, Money Amount, DateOnly DueOn);

/// <summary>A case whose cardholder is at the other end: the only door to account facts in a debtor conversation.</summary>
public sealed class VerifiedCase
{
    private readonly Lazy<Holder> holder;
    private readonly Lazy<History> lines;

    internal VerifiedCase(SealedCase sealedCase)
    {
        Account = sealedCase.Account;
        holder = sealedCase.Holder;
        lines = sealedCase.Lines;
        Payments = sealedCase.Payments;
        History = sealedCase.History;
    }

    private VerifiedCase(VerifiedCase same, Account account)
    {
        Account = account;
        holder = same.holder;
        lines = same.lines;
        Payments = same.Payments;
        History = same.History;
    }

    /// <summary>Figures and flags.</summary>
    public Account Account { get; }

    /// <summary>The person.</summary>
    public Holder Holder => holder.Value;

    /// <summary>Statement lines and payments.</summary>
    public History Lines => lines.Value;

    /// <summary>Payments as the bank sent them.</summary>
    public IReadOnlyList<Payment> Payments { get; }

    /// <summary>Promises and agreements.</summary>
    public CaseHistory History { get; }

    /// <summary>The same case with other figures.</summary>
    internal VerifiedCase With(Account account) => new(this, account);

    /// <inheritdoc/>
    public override string ToString() => "case ***";
}
