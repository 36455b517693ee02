using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>Reads what was recorded on a case, in the shape staff and bank systems get it.</summary>
public sealed class RecordReader(Store store, BankClock clock)
{
    /// <summary>Contact records, promises, agreements with schedules, tickets and disputes of a case.</summary>
    public JsonObject Of(string caseNo) => store.Read(db => new JsonObject
    {
        ["contactRecords"] = Rows(db, """
            SELECT contact_id AS contactId, conversation_id AS conversationId, case_no AS caseNo, started_at AS startedAt, ended_at AS endedAt, channel, direction, party, actor, disposition, turns
            FROM contact_records WHERE case_no = @caseNo ORDER BY started_at
            """, caseNo),
        ["promises"] = new JsonArray([.. db.Query<PromiseRow>("SELECT promise_id AS PromiseId, amount AS Amount, currency AS Currency, due_on AS DueOn, status AS Status, actual_amount AS ActualAmount, actual_on AS ActualOn, channel AS Channel, supersedes AS Supersedes, created_at AS CreatedAt, conversation_id AS ConversationId FROM promises WHERE case_no = @caseNo ORDER BY created_at", new { caseNo })
            .Select(row => (JsonNode)new JsonObject
            {
                ["promiseId"] = row.PromiseId, ["caseNo"] = caseNo, ["conversationId"] = row.ConversationId, ["amount"] = Cases.Cents(row.Amount, row.Currency).ToWire(), ["currency"] = row.Currency,
                ["dueOn"] = row.DueOn, ["status"] = row.Status, ["actualAmount"] = row.ActualAmount is { } actual ? Cases.Cents(actual, row.Currency).ToWire() : null, ["actualOn"] = row.ActualOn, ["channel"] = row.Channel, ["supersedes"] = row.Supersedes, ["createdAt"] = row.CreatedAt,
            })]),
        ["agreements"] = new JsonArray([.. db.Query<AgreementRow>("SELECT agreement_id AS AgreementId, conversation_id AS ConversationId, status AS Status, policy AS Policy, offer AS Offer, locale AS Locale, contents AS Contents, answer_by AS AnswerBy, accepted_at AS AcceptedAt, evidence AS Evidence FROM agreements WHERE case_no = @caseNo ORDER BY accepted_at", new { caseNo })
            .Select(row => (JsonNode)AgreementJson(db, caseNo, row))]),
        ["affordability"] = new JsonArray([.. db.Query<(long Amount, string Currency, string On, string Until)>("SELECT amount, currency, reckoned_on, expires_on FROM affordability WHERE case_no = @caseNo AND expires_on > @today", new { caseNo, today = Store.Day(clock.Today) })
            .Select(row => (JsonNode)new JsonObject { ["affordable"] = Cases.Cents(row.Amount, row.Currency).ToWire(), ["currency"] = row.Currency, ["reckonedOn"] = row.On, ["expiresOn"] = row.Until })]),
        ["tickets"] = Rows(db, "SELECT ticket_id AS ticketId, case_no AS caseNo, conversation_id AS conversationId, queue, reason, status, opened_at AS openedAt, due_at AS dueAt FROM tickets WHERE case_no = @caseNo ORDER BY opened_at", caseNo),
        ["disputes"] = Rows(db, """
            SELECT ticket_id AS disputeId, case_no AS caseNo, reason, status, opened_at AS openedAt, due_at AS dueAt, NULL AS lines, NULL AS amount FROM tickets WHERE case_no = @caseNo AND reason = 'dispute_amount'
            UNION ALL SELECT dispute_id, case_no, 'dispute_' || kind, status, opened_at, NULL, lines, CASE WHEN amount IS NULL THEN NULL ELSE printf('%.2f', amount / 100.0) END FROM disputes WHERE case_no = @caseNo ORDER BY openedAt
            """, caseNo),
        ["papers"] = Rows(db, "SELECT paper_id AS paperId, kind, status, reason, consent_at AS consentAt, asked_at AS askedAt, changed_at AS changedAt FROM papers WHERE case_no = @caseNo ORDER BY asked_at", caseNo),
        ["preferences"] = Rows(db, "SELECT channel, window_from AS windowFrom, window_to AS windowTo, support, changed_at AS changedAt FROM preferences WHERE case_no = @caseNo", caseNo),
    });

    /// <summary>Contacts of a case on record, as the contact policy counts them. A talk somebody had with the assistant is one they began themselves.</summary>
    public IReadOnlyList<PastContact> ContactsOf(string caseNo) => store.Read(db => (IReadOnlyList<PastContact>)[.. db.Query<(string At, string Channel, string Direction, string Disposition)>(
        "SELECT started_at, channel, direction, disposition FROM contact_records WHERE case_no = @caseNo", new { caseNo })
        .Select(row => new PastContact(Store.Time(row.At), row.Channel, row.Disposition is not ("NOA" or "BSY" or "OFF" or "REJ"), row.Direction == "in"))]);

    /// <summary>The hours a person asked to be reached in; null where they named none.</summary>
    public (TimeOnly From, TimeOnly To)? WindowOf(string caseNo) => store.Read(db => db.QuerySingleOrDefault<(string? From, string? To)?>("SELECT window_from, window_to FROM preferences WHERE case_no = @caseNo", new { caseNo })) is ({ } from, { } to)
        ? (TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture)) : null;

    /// <summary>A promise with its case and day; null when there is none.</summary>
    public (string CaseNo, DateOnly DueOn)? Promise(string promiseId) => store.Read(db => db.QuerySingleOrDefault<(string CaseNo, string DueOn)?>("SELECT case_no, due_on FROM promises WHERE promise_id = @promiseId", new { promiseId })) is { } row ? (row.CaseNo, Store.Day(row.DueOn)) : null;

    /// <summary>One agreement of a case, as JSON; null when there is none.</summary>
    public JsonObject? AgreementOf(string agreementId) =>
        Agreement(agreementId) is { } found ? store.Read(db => AgreementJson(db, found.CaseNo, found.Row)) : null;

    /// <summary>One agreement with the offer agreed to, on the days as they stand; null when there is none.</summary>
    public (AgreementRow Row, Offer Offer, string CaseNo)? Agreement(string agreementId) => store.Read<(AgreementRow, Offer, string)?>(db =>
    {
        var row = db.QuerySingleOrDefault<AgreementRow>("SELECT agreement_id AS AgreementId, conversation_id AS ConversationId, status AS Status, policy AS Policy, offer AS Offer, locale AS Locale, contents AS Contents, answer_by AS AnswerBy, accepted_at AS AcceptedAt, evidence AS Evidence, case_no AS CaseNo FROM agreements WHERE agreement_id = @agreementId", new { agreementId });
        if (row is null)
            return null;
        // Days that were changed since, by agreement, are the agreement's days.
        var days = db.Query<(int Seq, string DueOn)>("SELECT seq, due_on FROM instalments WHERE agreement_id = @agreementId", new { agreementId }).ToDictionary(r => r.Seq, r => Store.Day(r.DueOn));
        var offer = JsonSerializer.Deserialize<Offer>(row.Offer, Json.Options)!;
        return (row, offer with { Schedule = [.. offer.Schedule.Select(line => line with { DueOn = days.GetValueOrDefault(line.Seq, line.DueOn) })] }, row.CaseNo);
    });

    private JsonObject AgreementJson(DbConnection db, string caseNo, AgreementRow row)
    {
        var offer = JsonSerializer.Deserialize<Offer>(row.Offer, Json.Options)!;
        var json = Trace.OfferJson(offer);
        json.Remove("label");
        json["agreementId"] = row.AgreementId;
        json["caseNo"] = caseNo;
        json["conversationId"] = row.ConversationId;
        json["status"] = row.Status;
        json["policy"] = row.Policy;
        json["acceptedAt"] = row.AcceptedAt;
        json["answerBy"] = row.AnswerBy;
        json["evidence"] = row.Evidence;
        json["contents"] = new JsonArray([.. row.Contents.Split('\n').Select(line => (JsonNode)line)]);
        PlanRecords.Show(db, json, row.AgreementId, clock.Zone);
        return json;
    }

    private static JsonArray Rows(DbConnection db, string sql, string caseNo) => new([.. db.Query(sql, new { caseNo })
        .Select(row => (JsonNode)new JsonObject(((IDictionary<string, object?>)row).Select(cell => KeyValuePair.Create(cell.Key, JsonSerializer.SerializeToNode(cell.Value)))))]);

    private sealed class PromiseRow
    {
        public string PromiseId { get; init; } = "";

        public long Amount { get; init; }

        public string Currency { get; init; } = "";

        public string DueOn { get; init; } = "";

        public string Status { get; init; } = "";

        public long? ActualAmount { get; init; }

        public string? ActualOn { get; init; }

        public string Channel { get; init; } = "";

        public string? Supersedes { get; init; }

        public string CreatedAt { get; init; } = "";

        public string ConversationId { get; init; } = "";
    }
}

/// <summary>A stored agreement.</summary>
public sealed class AgreementRow
{
    /// <summary>Its number.</summary>
    public string AgreementId { get; init; } = "";

    /// <summary>Case.</summary>
    public string CaseNo { get; init; } = "";

    /// <summary>Conversation it was made in.</summary>
    public string ConversationId { get; init; } = "";

    /// <summary>Status word of the contract.</summary>
    public string Status { get; init; } = "";

    /// <summary>Name and version of the pack.</summary>
    public string Policy { get; init; } = "";

    /// <summary>The offer, as JSON.</summary>
    public string Offer { get; init; } = "";

    /// <summary>Language it was agreed in.</summary>
    public string Locale { get; init; } = "";

    /// <summary>The clauses read back, one a line.</summary>
    public string Contents { get; init; } = "";

    /// <summary>By when an application is answered.</summary>
    public string? AnswerBy { get; init; }

    /// <summary>When the yes was given.</summary>
    public string AcceptedAt { get; init; } = "";

    /// <summary>Activity id of the yes.</summary>
    public string Evidence { get; init; } = "";
}
