using System.Data.Common;
using System.Text.Json.Nodes;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>An agreement in the store, with the rows as they stand.</summary>
internal sealed record PlanOnFile(string AgreementId, string CaseNo, string ConversationId, string Policy, AgreementRecord Record)
{
    public DateOnly? AnswerBy { get; init; }
}

/// <summary>Something that happened to an agreement, for the record.</summary>
internal sealed record PlanEvent(LifeEvent What, string Actor, DateTimeOffset At)
{
    public string? Reason { get; init; }

    /// <summary>Word of the contract: PAID, MISSED, NOTICE …</summary>
    public static string Word(LifeEventKind kind) => kind.ToString().ToUpperInvariant();
}

/// <summary>Reads and writes agreements row by row: what was paid, what became of it, and everything that happened to it.</summary>
internal static class PlanRecords
{
    /// <summary>Loads an agreement; null when there is none.</summary>
    /// <param name="db">A connection.</param>
    /// <param name="agreementId">Its number.</param>
    /// <param name="zone">The bank's zone: an acceptance counts from its civil day.</param>
    public static PlanOnFile? Load(DbConnection db, string agreementId, TimeZoneInfo zone)
    {
        var row = db.QuerySingleOrDefault<Row>("""
            SELECT case_no AS CaseNo, conversation_id AS ConversationId, policy AS Policy, status AS Status, accepted_at AS AcceptedAt, answer_by AS AnswerBy,
                   active_from AS ActiveFrom, notice_at AS NoticeAt, ended_at AS EndedAt, down_paid AS DownPaid, offer ->> '$.downPayment' AS DownPayment, offer ->> '$.type' AS Type, offer ->> '$.reviewOn' AS ReviewOn
            FROM agreements WHERE agreement_id = @agreementId
            """, new { agreementId });
        if (row is null)
            return null;
        var down = row.DownPayment.Split(' ') is [var amount, var currency]
            ? new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency)
            : throw new InvalidOperationException($"The offer of agreement {agreementId} cannot be read.");
        var acceptedOn = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Store.Time(row.AcceptedAt), zone).DateTime);
        return new(agreementId, row.CaseNo, row.ConversationId, row.Policy, new AgreementRecord
        {
            Status = StatusOf(row.Status),
            AcceptedOn = acceptedOn,
            ActiveFrom = DayOf(row.ActiveFrom) ?? acceptedOn,
            DownPayment = down,
            DownPaid = Cases.Cents(row.DownPaid, currency),
            Rows = RowsOf(db, agreementId, currency),
            Holds = [.. db.Query<(string From, string Until)>("SELECT from_on, until_on FROM plan_holds WHERE agreement_id = @agreementId ORDER BY from_on", new { agreementId })
                .Select(hold => new Hold(Store.Day(hold.From), Store.Day(hold.Until)))],
            NoticeOn = DayOf(row.NoticeAt),
            IsSettlement = row.Type is PlanType.Settlement or PlanType.SettlementInParts,
            ReviewOn = DayOf(row.ReviewOn),
            EndedOn = DayOf(row.EndedAt),
        })
        {
            AnswerBy = DayOf(row.AnswerBy),
        };
    }

    /// <summary>Writes what an agreement came to.</summary>
    public static void Save(DbConnection db, string agreementId, AgreementRecord record)
    {
        db.Execute("UPDATE agreements SET status = @status, notice_at = @notice, ended_at = @ended, down_paid = @down WHERE agreement_id = @agreementId", new
        {
            agreementId, status = Trace.Status(record.Status), notice = DayOf(record.NoticeOn), ended = DayOf(record.EndedOn), down = Cases.Cents(record.DownPaid),
        });
        db.Execute("DELETE FROM instalments WHERE agreement_id = @agreementId AND seq > @last", new { agreementId, last = record.Rows.Count });
        foreach (var row in record.Rows)
        {
            db.Execute("""
                INSERT INTO instalments (agreement_id, seq, due_on, principal, interest, amount, status, paid, paid_on, left_out, is_appended)
                VALUES (@agreementId, @Seq, @due, @principal, @interest, @amount, @status, @paid, @paidOn, @leftOut, @IsAppended)
                ON CONFLICT (agreement_id, seq) DO UPDATE SET due_on = excluded.due_on, principal = excluded.principal, interest = excluded.interest, amount = excluded.amount,
                  status = excluded.status, paid = excluded.paid, paid_on = excluded.paid_on, left_out = excluded.left_out
                """, new
            {
                agreementId, row.Seq, due = Store.Day(row.DueOn), principal = Cases.Cents(row.Principal), interest = Cases.Cents(row.Interest), amount = Cases.Cents(row.Amount),
                status = Word(row.Status), paid = Cases.Cents(row.Paid), paidOn = DayOf(row.PaidOn), leftOut = Cases.Cents(row.LeftOut), row.IsAppended,
            });
        }
    }

    /// <summary>Adds an event.</summary>
    /// <returns>Its number within the agreement.</returns>
    public static int Append(DbConnection db, string agreementId, PlanEvent happened) => db.ExecuteScalar<int>("""
        INSERT INTO plan_events (agreement_id, seq, event, instalment, at, actor, before, after, reason)
        VALUES (@agreementId, (SELECT COALESCE(MAX(seq), 0) + 1 FROM plan_events WHERE agreement_id = @agreementId), @word, @Instalment, @at, @Actor, @Before, @After, @Reason)
        RETURNING seq
        """, new
    {
        agreementId, word = PlanEvent.Word(happened.What.Kind), happened.What.Instalment, at = Store.Time(happened.At), happened.Actor, happened.What.Before, happened.What.After, happened.Reason,
    });

    /// <summary>Moves the due days that the cardholder agreed to.</summary>
    /// <returns>False when the agreement is not running any more, or one of the rows is not open.</returns>
    public static bool Move(DbConnection db, Effect.DueDayChanged change, string? caseNo) =>
        db.ExecuteScalar<int>("SELECT COUNT(*) FROM agreements WHERE agreement_id = @AgreementId AND case_no = @caseNo AND status = 'ACTIVE'", new { change.AgreementId, caseNo }) == 1
        && change.Rows.All(row => db.Execute("UPDATE instalments SET due_on = @due WHERE agreement_id = @AgreementId AND seq = @Seq AND status IN ('DUE', 'PART')",
            new { change.AgreementId, row.Seq, due = Store.Day(row.DueOn) }) == 1);

    /// <summary>How many promises of a case in a row were broken, up to the latest one that was judged.</summary>
    public static int BrokenPromises(DbConnection db, string caseNo) =>
        db.Query<string>("SELECT status FROM promises WHERE case_no = @caseNo AND status IN ('KEPT', 'PARTIAL', 'BROKEN') ORDER BY due_on DESC, created_at DESC", new { caseNo })
            .TakeWhile(status => status == "BROKEN").Count();

    /// <summary>Puts onto an agreement's JSON where each instalment stands and everything that happened.</summary>
    public static void Show(DbConnection db, JsonObject agreement, string agreementId, TimeZoneInfo zone)
    {
        var record = Load(db, agreementId, zone)!.Record;
        agreement["schedule"] = new JsonArray([.. record.Rows.Select(row => (JsonNode)RowJson(row))]);
        agreement["paid"] = record.Received.ToWire();
        agreement["remaining"] = record.Remaining.ToWire();
        agreement["arrears"] = record.Arrears.ToWire();
        agreement["noticeOn"] = DayOf(record.NoticeOn);
        agreement["endedOn"] = DayOf(record.EndedOn);
        var (by, at) = db.QuerySingle<(string?, string?)>("SELECT decided_by, decided_at FROM agreements WHERE agreement_id = @agreementId", new { agreementId });
        agreement["decidedBy"] = by;
        agreement["decidedAt"] = at;
        agreement["events"] = new JsonArray([.. db.Query<EventRow>("""
            SELECT seq AS Seq, event AS Event, instalment AS Instalment, at AS At, actor AS Actor, before AS Before, after AS After, reason AS Reason
            FROM plan_events WHERE agreement_id = @agreementId ORDER BY seq
            """, new { agreementId }).Select(row => (JsonNode)EventJson(row))]);
    }

    private static JsonObject RowJson(Instalment row)
    {
        var json = new JsonObject
        {
            ["seq"] = row.Seq, ["dueOn"] = Store.Day(row.DueOn), ["principal"] = row.Principal.ToWire(), ["interest"] = row.Interest.ToWire(), ["amount"] = row.Amount.ToWire(),
            ["status"] = Word(row.Status), ["paid"] = row.Paid.ToWire(),
        };
        if (row.PaidOn is { } paidOn)
            json["paidOn"] = Store.Day(paidOn);
        if (row.LeftOut.IsPositive)
            json["leftOut"] = row.LeftOut.ToWire();
        if (row.IsAppended)
            json["appended"] = true;
        return json;
    }

    private static JsonObject EventJson(EventRow row)
    {
        var json = new JsonObject { ["seq"] = row.Seq, ["event"] = row.Event, ["at"] = row.At, ["actor"] = row.Actor };
        if (row.Instalment is { } instalment)
            json["instalment"] = instalment;
        foreach (var (name, text) in new[] { ("before", row.Before), ("after", row.After), ("reason", row.Reason) }.Where(part => part.Item2 is not null))
            json[name] = text;
        return json;
    }

    private static List<Instalment> RowsOf(DbConnection db, string agreementId, string currency) =>
    [
        .. db.Query<InstalmentRow>("""
            SELECT seq AS Seq, due_on AS DueOn, principal AS Principal, interest AS Interest, status AS Status, paid AS Paid, paid_on AS PaidOn, left_out AS LeftOut, is_appended AS IsAppended
            FROM instalments WHERE agreement_id = @agreementId ORDER BY seq
            """, new { agreementId }).Select(row => new Instalment(row.Seq, Store.Day(row.DueOn), Cases.Cents(row.Principal, currency), Cases.Cents(row.Interest, currency))
        {
            Status = Enum.Parse<InstalmentStatus>(row.Status, ignoreCase: true),
            Paid = Cases.Cents(row.Paid, currency),
            PaidOn = DayOf(row.PaidOn),
            LeftOut = Cases.Cents(row.LeftOut, currency),
            IsAppended = row.IsAppended,
        }),
    ];

    private static string Word(InstalmentStatus status) => status.ToString().ToUpperInvariant();

    private static AgreementStatus StatusOf(string status) => Enum.Parse<AgreementStatus>(status.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static DateOnly? DayOf(string? day) => day is null ? null : Store.Day(day);

    private static string? DayOf(DateOnly? day) => day is { } known ? Store.Day(known) : null;

    private sealed class Row
    {
        public string CaseNo { get; init; } = "";

        public string ConversationId { get; init; } = "";

        public string Policy { get; init; } = "";

        public string Status { get; init; } = "";

        public string AcceptedAt { get; init; } = "";

        public string? AnswerBy { get; init; }

        public string? ActiveFrom { get; init; }

        public string? NoticeAt { get; init; }

        public string? EndedAt { get; init; }

        public long DownPaid { get; init; }

        public string DownPayment { get; init; } = "";

        public string Type { get; init; } = "";

        public string? ReviewOn { get; init; }
    }

    private sealed class InstalmentRow
    {
        public int Seq { get; init; }

        public string DueOn { get; init; } = "";

        public long Principal { get; init; }

        public long Interest { get; init; }

        public string Status { get; init; } = "";

        public long Paid { get; init; }

        public string? PaidOn { get; init; }

        public long LeftOut { get; init; }

        public bool IsAppended { get; init; }
    }

    private sealed class EventRow
    {
        public int Seq { get; init; }

        public string Event { get; init; } = "";

        public int? Instalment { get; init; }

        public string At { get; init; } = "";

        public string Actor { get; init; } = "";

        public string? Before { get; init; }

        public string? After { get; init; }

        public string? Reason { get; init; }
    }
}
