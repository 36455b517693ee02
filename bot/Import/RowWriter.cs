using System.Data.Common;
using System.Text.Json;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Dapper;

namespace Assistant.Bot.Import;

/// <summary>Writes rows; the same row again changes nothing, and contradictions are refused.</summary>
internal sealed class RowWriter(DbConnection db, Vault vault, BankClock clock, bool sample)
{
    private const int FullAge = 18;
    private static readonly string[] TxnTypes = Enum.GetNames<PaymentType>();
    private static readonly string[] LineTypes = ["PURCHASE", "CASH", "INST_PRIN", "INST_FEE", "INTEREST", "PENALTY", "ANNUAL_FEE", "PAYMENT", "REFUND", "ADJUST"];

    /// <summary>Writes one row.</summary>
    /// <returns>False when it was there already.</returns>
    /// <exception cref="RowRejectedException">The row contradicts itself or what is loaded.</exception>
    public bool Write(FileKind kind, RowReader row) => kind switch
    {
        FileKind.Cases => WriteCase(row),
        FileKind.Payments => WritePayment(row),
        _ => WriteLine(row),
    };

    private bool WriteCase(RowReader row)
    {
        var file = ReadCase(row);
        var holder = new Holder(row.Text("customer_name"), row.Mobile("mobile"), row.Last4("id_no_last4", letters: true));
        var json = JsonSerializer.Serialize(file, Json.Options);
        var idNo = row.Optional("id_no");
        var hash = vault.Hash("row", $"{json}\n{holder.Name}\n{holder.Mobile}\n{holder.IdLast4}\n{idNo}");
        var before = db.QuerySingleOrDefault<(string AsOf, byte[] Hash)?>("SELECT as_of, row_hash FROM cases WHERE case_no = @CaseNo", new { file.CaseNo });
        if (before is { } there)
        {
            if (there.Hash.AsSpan().SequenceEqual(hash))
                return false;
            var asOf = Store.Time(there.AsOf);
            if (file.AsOf <= asOf)
                throw new RowRejectedException("as_of", file.AsOf < asOf ? "older_as_of" : "same_as_of");
        }

        db.Execute("""
            INSERT INTO cases (case_no, customer_no, id_last4, id_hash, card_last4, mobile_hash, as_of, file, row_hash, sealed_holder, is_sample, loaded_at)
            VALUES (@CaseNo, @CustomerNo, @IdLast4, @idHash, @CardLast4, @mobile, @asOf, @json, @hash, @sealedHolder, @sample, @now)
            ON CONFLICT (case_no) DO UPDATE SET customer_no = excluded.customer_no, id_last4 = excluded.id_last4, id_hash = excluded.id_hash, card_last4 = excluded.card_last4,
              mobile_hash = excluded.mobile_hash, as_of = excluded.as_of, file = excluded.file, row_hash = excluded.row_hash, sealed_holder = excluded.sealed_holder, loaded_at = excluded.loaded_at
            """, new
        {
            file.CaseNo, file.CustomerNo, holder.IdLast4, idHash = idNo is null ? null : vault.Hash("id", idNo), file.CardLast4, mobile = vault.Hash("mobile", Cases.Digits(holder.Mobile)),
            asOf = Store.Time(file.AsOf), json, hash, sealedHolder = Vault.SealText(KeyOf(file.CaseNo), JsonSerializer.Serialize(holder, Json.Options)), sample, now = Store.Time(clock.Now),
        });
        return true;
    }

    private byte[] KeyOf(string caseNo)
    {
        var subject = "case:" + caseNo;
        if (db.QuerySingleOrDefault<byte[]>("SELECT wrapped_key FROM vault WHERE subject = @subject", new { subject }) is { } wrapped)
            return vault.Unwrap(wrapped);
        var (key, box) = vault.NewKey();
        db.Execute("INSERT INTO vault (subject, case_no, wrapped_key) VALUES (@subject, @caseNo, @box)", new { subject, caseNo, box });
        return key;
    }

    private CaseFile ReadCase(RowReader row)
    {
        if (row.Optional("birth_year") is { } year && (!int.TryParse(year, out var born) || clock.Today.Year - born < FullAge))
            throw new RowRejectedException("birth_year", "minor");
        var caseNo = row.Text("case_no");
        if (caseNo.Length > 40)
            throw new RowRejectedException("case_no", "too_long");
        var currency = row.Currency("currency");
        var file = new CaseFile
        {
            CaseNo = caseNo,
            CreditorCode = row.Optional("creditor_code"),
            CreditorName = row.Text("creditor_name"),
            CustomerNo = row.Text("customer_no"),
            Currency = currency,
            ProductName = row.Text("product_name"),
            CardLast4 = CardTail(row),
            StatementDay = row.DayOfMonth("statement_day"),
            DueDate = row.Day("due_date"),
            DelinquencyDate = row.Day("delinquency_date"),
            TotalDue = row.Money("total_due", currency),
            Principal = row.Money("principal_balance", currency),
            Interest = row.Money("interest_due", currency),
            Penalty = row.Money("penalty_due", currency),
            Fees = row.Money("fees_due", currency),
            MinPayment = row.Money("min_payment_due", currency),
            Overdue = row.OptionalMoney("overdue_amount", currency),
            DailyRate = row.Rate("daily_rate"),
            PenaltyRate = row.Rate("penalty_rate"),
            MinPayRate = row.Rate("min_pay_rate"),
            AsOf = row.Moment("as_of"),
            WaiverBan = row.Flag("waiver_ban"),
            PreApproved = [.. Enumerable.Range(1, 3).Select(n => Pair(row, n, currency)).OfType<PreApproved>()],
            FraudFlag = row.Flag("fraud_flag"),
            DisputeFlag = row.Flag("dispute_flag"),
            Deceased = row.Flag("deceased"),
            Bankrupt = row.Flag("bankrupt"),
            ComplaintOpen = row.Flag("complaint_open"),
            DoNotContact = row.Flag("dnc"),
            Instalment6M = row.Flag("instalment_6m"),
            ChargedOff = row.Flag("charged_off"),
            ContactWindow = row.Optional("contact_window"),
            CallsToday = row.OptionalCount("calls_today"),
            ContactsSevenDays = row.OptionalCount("contacts_7d"),
            SensitiveGroup = row.Optional("sensitive_group"),
            VulnerableCode = row.Optional("vulnerable_code"),
            AgencyCode = row.Optional("agency_code"),
            AgencyName = row.Optional("agency_name"),
            Locale = row.Optional("locale"),
            Jurisdiction = row.Optional("jurisdiction")?.ToUpperInvariant(),
            TimeZone = row.Optional("time_zone"),
            RecallDate = row.OptionalDay("recall_date"),
            CreditLimit = row.OptionalMoney("credit_limit", currency),
            LastPaymentDate = row.OptionalDay("last_payment_date"),
            LastPaymentAmount = row.OptionalMoney("last_payment_amount", currency),
        };
        return file.Principal + file.Interest + file.Penalty + file.Fees == file.TotalDue ? file : throw new RowRejectedException("total_due", "sum_mismatch");
    }

    private static string CardTail(RowReader row) =>
        row.Text("card_last4").Count(char.IsAsciiDigit) >= 12 ? throw new RowRejectedException("card_last4", "card_number") : row.Last4("card_last4", letters: false);

    private static PreApproved? Pair(RowReader row, int n, string currency) =>
        (row.OptionalMoney($"offer{n}_pay", currency), row.OptionalMoney($"offer{n}_waive", currency)) switch
        {
            ({ } pay, { } waive) => new(pay, waive),
            (null, null) => null,
            (null, _) => throw new RowRejectedException($"offer{n}_pay", "missing"),
            _ => throw new RowRejectedException($"offer{n}_waive", "missing"),
        };

    private bool WritePayment(RowReader row)
    {
        var (caseNo, currency) = CaseOf(row);
        if (row.Currency("currency") != currency)
            throw new RowRejectedException("currency", "currency_mismatch");
        var amount = row.Money("amount", currency);
        if (!amount.IsPositive)
            throw new RowRejectedException("amount", "not_positive");
        var record = new
        {
            id = row.Text("payment_id"), caseNo, type = row.Word("txn_type", TxnTypes), amount = Cases.Cents(amount), currency, day = Store.Day(row.Day("value_date")), now = Store.Time(clock.Now),
        };
        var before = db.QuerySingleOrDefault<(string CaseNo, string Type, long Amount, string Day)?>("SELECT case_no, txn_type, amount, value_date FROM payments WHERE payment_id = @id", new { record.id });
        if (before is { } there)
            return there == (caseNo, record.type, record.amount, record.day) ? false : throw new RowRejectedException("payment_id", "changed");
        db.Execute("INSERT INTO payments (payment_id, case_no, txn_type, amount, currency, value_date, loaded_at) VALUES (@id, @caseNo, @type, @amount, @currency, @day, @now)", record);
        return true;
    }

    private bool WriteLine(RowReader row)
    {
        var (caseNo, currency) = CaseOf(row);
        var record = new
        {
            caseNo, month = row.Month("statement_month"), line = row.Number("line_no"), txn = Store.Day(row.Day("txn_date")), post = Store.Day(row.Day("post_date")),
            type = row.Word("line_type", LineTypes), amount = Cases.Cents(row.Money("amount", currency)), merchant = row.Optional("merchant"), now = Store.Time(clock.Now),
        };
        var before = db.QuerySingleOrDefault<(string Txn, string Post, string Type, long Amount, string? Merchant)?>(
            "SELECT txn_date, post_date, line_type, amount, merchant FROM statement_lines WHERE case_no = @caseNo AND statement_month = @month AND line_no = @line", record);
        if (before is { } there)
            return there == (record.txn, record.post, record.type, record.amount, record.merchant) ? false : throw new RowRejectedException("line_no", "changed");
        db.Execute("INSERT INTO statement_lines (case_no, statement_month, line_no, txn_date, post_date, line_type, amount, merchant, loaded_at) VALUES (@caseNo, @month, @line, @txn, @post, @type, @amount, @merchant, @now)", record);
        return true;
    }

    private (string CaseNo, string Currency) CaseOf(RowReader row)
    {
        var caseNo = row.Text("case_no");
        return db.QuerySingleOrDefault<string>("SELECT file ->> 'currency' FROM cases WHERE case_no = @caseNo", new { caseNo }) is { } currency
            ? (caseNo, currency) : throw new RowRejectedException("case_no", "unknown_case");
    }
}
