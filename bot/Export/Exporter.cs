using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using CsvHelper;
using Dapper;

namespace Assistant.Bot.Export;

/// <summary>
/// Writes what goes back to the bank: each version of a row once. Rows are taken into a batch first and the files written from there, so that a run
/// that was stopped writes the same files again, and nothing is lost or sent twice.
/// </summary>
public sealed class Exporter(Store store, PolicyFiles policy, PromptFolder prompts, BankClock clock)
{
    /// <summary>Rows of each record; what is private is called care, since whoever reads the file need not know why.</summary>
    private static readonly Dictionary<string, string> Queries = new()
    {
        ["contact_records"] = "SELECT contact_id, case_no, started_at, ended_at, channel, direction, party, actor, disposition, turns FROM contact_records WHERE case_no IS NOT NULL AND ended_at >= @since",
        ["promises"] = "SELECT promise_id, case_no, printf('%.2f', amount / 100.0) AS amount, currency, due_on, channel, status, actual_on, CASE WHEN actual_amount IS NULL THEN NULL ELSE printf('%.2f', actual_amount / 100.0) END AS actual_amount, supersedes, created_at FROM promises WHERE created_at >= @since OR status <> 'PENDING'",
        ["agreements"] = """
            SELECT agreement_id, case_no, status, policy, offer ->> 'type' AS type, offer ->> '$.balance.amount' AS balance, offer ->> '$.balance.currency' AS currency, offer ->> 'months' AS months, offer ->> '$.instalment.amount' AS instalment,
                   offer ->> '$.lastInstalment.amount' AS last_instalment, offer ->> '$.downPayment.amount' AS down_payment, offer ->> '$.waived.amount' AS waived, accepted_at, answer_by, evidence FROM agreements
            """,
        ["schedules"] = "SELECT i.agreement_id, i.seq, i.due_on, printf('%.2f', i.principal / 100.0) AS principal, printf('%.2f', i.interest / 100.0) AS interest, printf('%.2f', i.amount / 100.0) AS amount, i.status FROM instalments i",
        ["disputes"] = "SELECT dispute_id, case_no, kind, lines, CASE WHEN amount IS NULL THEN NULL ELSE printf('%.2f', amount / 100.0) END AS amount, currency, status, opened_at, answered_at FROM disputes",
        ["tickets"] = "SELECT ticket_id, case_no, queue, reason, status, opened_at, due_at FROM tickets WHERE case_no IS NOT NULL AND opened_at >= @since",
        ["suppressions"] = "SELECT protection_id, case_no, kind AS reason, opened_at AS \"from\", frozen_until, status, cleared_at FROM protections WHERE case_no IS NOT NULL",
    };

    private static readonly Dictionary<string, string[]> Keys = new() { ["schedules"] = ["agreement_id", "seq"] };

    /// <summary>Writes everything that is new or has changed.</summary>
    /// <param name="since">Contacts, promises and tickets before this moment are left out; states are written whenever they change.</param>
    /// <param name="folder">Where the files go.</param>
    /// <returns>Rows written by record, with the batch they are in.</returns>
    /// <exception cref="PromptException">A column of <c>prompts/export/columns.yaml</c> is not known.</exception>
    public async Task<(string Batch, IReadOnlyDictionary<string, int> Rows)> WriteAsync(DateTimeOffset since, string folder)
    {
        var columns = Columns();
        Directory.CreateDirectory(folder);
        // A run that was stopped is finished first, under its own name.
        foreach (var open in store.Read(db => db.Query<string>("SELECT batch FROM export_batches WHERE done_at IS NULL ORDER BY batch").AsList()))
            await FinishAsync(open, folder, columns);
        var batch = clock.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        await store.WriteAsync(db =>
        {
            db.Execute("INSERT INTO export_batches (batch) VALUES (@batch)", new { batch });
            foreach (var (record, sql) in Queries)
            {
                foreach (var row in db.Query(sql, new { since = Store.Time(since) }).Cast<IDictionary<string, object?>>().ToList())
                    Take(db, batch, record, row);
            }
        });
        return (batch, await FinishAsync(batch, folder, columns));
    }

    private void Take(DbConnection db, string batch, string record, IDictionary<string, object?> row)
    {
        if (record == "suppressions" && policy.Protections.Kinds[(string)row["reason"]!].IsPrivate)
            row["reason"] = "care";
        var body = new JsonObject(row.Select(cell => KeyValuePair.Create(cell.Key, JsonSerializer.SerializeToNode(cell.Value)))).ToJsonString();
        var id = string.Join('/', (Keys.GetValueOrDefault(record) ?? [row.Keys.First()]).Select(key => row[key]));
        db.Execute("INSERT INTO exports (record, row_id, row_hash, batch, body) VALUES (@record, @id, @hash, @batch, @body) ON CONFLICT DO NOTHING", new { record, id, hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))), batch, body });
    }

    /// <summary>Writes the files of a batch, each under another name first, and notes that it is done.</summary>
    private async Task<IReadOnlyDictionary<string, int>> FinishAsync(string batch, string folder, IReadOnlyDictionary<string, IReadOnlyList<(string Name, string Chinese)>> columns)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (record, names) in columns)
        {
            var rows = store.Read(db => db.Query<string>("SELECT body FROM exports WHERE batch = @batch AND record = @record ORDER BY row_id", new { batch, record }).AsList());
            counts[record] = rows.Count;
            if (rows.Count > 0)
                WriteFile(Path.Combine(folder, $"{record}-{batch}.csv"), [names.Select(name => name.Name), .. rows.Select(row => JsonNode.Parse(row)!.AsObject()).Select(row => names.Select(name => row[name.Name]?.ToString() ?? ""))]);
        }

        WriteFile(Path.Combine(folder, "COLUMNS.csv"), [["record", "column", "中文"], .. columns.SelectMany(record => record.Value.Select(name => new[] { record.Key, name.Name, name.Chinese }))]);
        await store.WriteAsync(db => db.Execute("UPDATE export_batches SET done_at = @now WHERE batch = @batch", new { now = Store.Time(clock.Now), batch }));
        return counts;
    }

    private static void WriteFile(string path, IEnumerable<IEnumerable<string>> rows)
    {
        using (var csv = CsvWriter.Create(new StreamWriter(path + ".part", false, new UTF8Encoding(true)), new CsvWriterOptions()))
        {
            foreach (var row in rows)
            {
                foreach (var cell in row)
                    csv.WriteField(cell);
                csv.EndRecord();
            }
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    private Dictionary<string, IReadOnlyList<(string Name, string Chinese)>> Columns()
    {
        var file = prompts.File("export/columns.yaml");
        return Yaml.Read(file.Path, file.Name).Only([.. Queries.Keys]).Entries.ToDictionary(record => record.Key, IReadOnlyList<(string, string)> (record) => [.. record.Value.Entries.Select(column => (column.Key, column.Value.Text))]);
    }
}
