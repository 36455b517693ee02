using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Assistant.Bot.Privacy;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Assistant.Skills.Ledger;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>Reads cases: the factors to check a claim against, and a case itself, sealed.</summary>
public sealed class Cases(Store store, Vault vault, PolicyFiles policy, BankClock clock, Protections protections)
{
    /// <summary>Factors on file for a claimed reference, tried as case number and as mobile number in one look-up.</summary>
    public IReadOnlyList<FactorsOnFile> FactorsOf(string reference) => store.Read(db => db.Query<FactorsOnFile>(
        "SELECT case_no AS CaseNo, id_last4 AS IdLast4, card_last4 AS CardLast4 FROM cases WHERE case_no = @reference UNION SELECT case_no, id_last4, card_last4 FROM cases WHERE mobile_hash IN @mobiles",
        new { reference, mobiles = Variants(Digits(reference)).Select(number => vault.Hash("mobile", number)).ToList() }).AsList());

    /// <summary>A case as it stands now, sealed; null when there is none.</summary>
    public SealedCase? Load(string caseNo) => store.Read(db => Load(db, caseNo));

    /// <summary>What is known of a person, to be taken out of words before they leave the house; null when there is no such case.</summary>
    public Known? ToHide(string caseNo) => store.Read(db => FileOf(db, caseNo)) is { } file ? new(HolderOf(caseNo), file) : null;

    /// <summary>A case for a member of staff or a bank system; null when there is none.</summary>
    public StaffView? LoadForStaff(string caseNo, string user) => Load(caseNo)?.ForStaff(user);

    /// <summary>A case as it stands now, on a given connection.</summary>
    public SealedCase? Load(DbConnection db, string caseNo)
    {
        if (Protected(db, caseNo) is not var (file, kinds))
            return null;
        var payments = PaymentsOf(db, caseNo);
        var view = View(file, clock.Now);
        return new SealedCase(Account.Of(file, payments, view), () => HolderOf(caseNo), HistoryOf(db, caseNo, kinds), () => store.Read(later => History.Of(file, LinesOf(later, file), payments)), payments);
    }

    /// <summary>The bank's file under the protections that stand now; null when there is none.</summary>
    public CaseFile? ProtectedFileOf(DbConnection db, string caseNo) => Protected(db, caseNo)?.File;

    private (CaseFile File, IReadOnlyList<string> Kinds)? Protected(DbConnection db, string caseNo)
    {
        if (FileOf(db, caseNo) is not { } sent)
            return null;
        var kinds = Protections.On(db, caseNo, clock.Now);
        return (protections.Over(db, sent, kinds), kinds);
    }

    /// <summary>A case as it stood at the start of a day gone by, by the file loaded now.</summary>
    public Account AccountOn(CaseFile file, DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        var view = View(file, new DateTimeOffset(local, clock.Zone.GetUtcOffset(local)));
        return Account.Of(file, store.Read(db => PaymentsOf(db, file.CaseNo)), view);
    }

    private AccountView View(CaseFile file, DateTimeOffset moment)
    {
        var creditor = policy.CreditorOf(file);
        return new(moment, clock.Zone, creditor.StaleAfter, creditor.TermsOn(clock.DayOf(moment)).AllocationFlipsAt);
    }

    /// <summary>Every posting of a case.</summary>
    public static IReadOnlyList<Payment> PaymentsOf(DbConnection db, string caseNo) =>
    [
        .. db.Query<(string PaymentId, string TxnType, long Amount, string Currency, string ValueDate)>(
            "SELECT payment_id, txn_type, amount, currency, value_date FROM payments WHERE case_no = @caseNo", new { caseNo })
            .Select(row => new Payment(row.PaymentId, Enum.Parse<PaymentType>(row.TxnType), Cents(row.Amount, row.Currency), Store.Day(row.ValueDate))),
    ];

    /// <summary>The bank's file of a case, for staff.</summary>
    public CaseFile? FileOf(DbConnection db, string caseNo) =>
        db.QuerySingleOrDefault<string>("SELECT file FROM cases WHERE case_no = @caseNo", new { caseNo }) is { Length: > 0 } json
            ? JsonSerializer.Deserialize<CaseFile>(json, Json.Options)
            : null;

    /// <summary>The language the bank's file gives for a case, if any.</summary>
    public string? LocaleOf(string caseNo) => store.Read(db => db.QuerySingleOrDefault<string>("SELECT file ->> 'locale' FROM cases WHERE case_no = @caseNo AND file <> ''", new { caseNo }));

    /// <summary>Whether there is any case at all, and whether all of them are samples.</summary>
    public (bool Any, bool OnlySamples) Holdings() => store.Read(db =>
        db.QuerySingle<(long Count, long Samples)>("SELECT COUNT(*), COALESCE(SUM(is_sample), 0) FROM cases") is var (count, samples) ? (count > 0, count == samples) : default);

    /// <summary>Whether any sample case is in the store.</summary>
    public bool HasSamples() => store.Read(db => db.ExecuteScalar<int>("SELECT EXISTS (SELECT 1 FROM cases WHERE is_sample = 1)")) == 1;

    /// <summary>Money of a column.</summary>
    public static Money Cents(long cents, string currency) => new(cents / 100m, currency);

    /// <summary>Money for a column.</summary>
    public static long Cents(Money money) => decimal.ToInt64(money.Amount * 100);

    /// <summary>A telephone number as it is hashed: its digits.</summary>
    public static string Digits(string number) => string.Concat(number.Where(char.IsAsciiDigit));

    /// <summary>The same number as a file may write it, with or without the country code of China or North America; always as many.</summary>
    private static IEnumerable<string> Variants(string digits) =>
    [
        digits,
        digits.Length == 11 && digits[0] == '1' ? digits[1..] : "1" + digits,
        digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : "86" + digits,
    ];

    private Holder HolderOf(string caseNo) => store.Read(db =>
    {
        var (box, wrapped) = db.QuerySingle<(byte[], byte[]?)>(
            "SELECT c.sealed_holder, v.wrapped_key FROM cases c LEFT JOIN vault v ON v.subject = 'case:' || c.case_no WHERE c.case_no = @caseNo", new { caseNo });
        return wrapped is null
            ? new Holder("", "", "")
            : JsonSerializer.Deserialize<Holder>(Vault.UnsealText(vault.Unwrap(wrapped), box), Json.Options)!;
    });

    private static IEnumerable<Posting> LinesOf(DbConnection db, CaseFile file) => db.Query<(string Month, int LineNo, string PostDate, string Type, long Amount, string? Merchant)>(
        "SELECT statement_month, line_no, post_date, line_type, amount, merchant FROM statement_lines WHERE case_no = @CaseNo ORDER BY statement_month, line_no", new { file.CaseNo })
        .Select(row => new Posting(
            Store.Day(row.PostDate), Enum.Parse<LineType>(row.Type.Replace("_", "", StringComparison.Ordinal), ignoreCase: true), Cents(row.Amount, file.Currency),
            History.InMonth(int.Parse(row.Month.AsSpan(0, 4), CultureInfo.InvariantCulture), int.Parse(row.Month.AsSpan(5, 2), CultureInfo.InvariantCulture), file.StatementDay))
        { Source = $"{row.Month}/{row.LineNo}", Merchant = string.IsNullOrWhiteSpace(row.Merchant) ? null : row.Merchant });

    private CaseHistory HistoryOf(DbConnection db, string caseNo, IReadOnlyList<string> kinds)
    {
        var promise = db.QuerySingleOrDefault<(string Id, long Amount, string Currency, string DueOn)?>(
            "SELECT promise_id, amount, currency, due_on FROM promises WHERE case_no = @caseNo AND status = 'PENDING'", new { caseNo });
        var open = db.QuerySingleOrDefault<string>("SELECT agreement_id FROM agreements WHERE case_no = @caseNo AND status IN ('PENDING_APPROVAL', 'ACTIVE', 'PAUSED')", new { caseNo });
        var agreement = open is null ? null : PlanRecords.Load(db, open, clock.Zone);
        return new(
            promise is { } p ? new(p.Id, Cents(p.Amount, p.Currency), Store.Day(p.DueOn)) : null,
            agreement is { Record: var record } ? new(open!, record.Status, record.Next?.Outstanding, record.Next?.DueOn) { Record = record, AnswerBy = agreement.AnswerBy } : null)
        {
            Protected = kinds,
            OpenComplaint = db.QueryFirstOrDefault<(string Id, string By)?>("SELECT ticket_id, due_at FROM tickets WHERE case_no = @caseNo AND queue = 'COMPLAINT' AND status = 'OPEN' ORDER BY opened_at", new { caseNo }) is { } complaint ? new(complaint.Id, Store.Time(complaint.By)) : null,
            Disputed = db.Query<(long Amount, string Currency)>("SELECT amount, currency FROM disputes WHERE case_no = @caseNo AND status = 'OPEN' AND amount IS NOT NULL", new { caseNo }).ToList() is { Count: > 0 } disputed ? Cents(disputed.Sum(one => one.Amount), disputed[0].Currency) : null,
            Papers = [.. db.Query<(string Kind, string Status, string? Reason)>("SELECT kind, status, reason FROM papers WHERE case_no = @caseNo ORDER BY asked_at", new { caseNo }).Select(paper => new PaperOnFile(paper.Kind, paper.Status, paper.Reason))],
            BrokenPromises = PlanRecords.BrokenPromises(db, caseNo),
            IsAmountDisputed = db.ExecuteScalar<int>("SELECT EXISTS (SELECT 1 FROM tickets WHERE case_no = @caseNo AND reason = 'dispute_amount' AND status = 'OPEN')", new { caseNo }) == 1,
        };
    }
}
