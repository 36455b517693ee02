using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Assistant.Bot.Import;

/// <summary>What a file came to.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">Its kind; null when it could not be read.</param>
public sealed record ImportResult(string Path, FileKind? Kind)
{
    /// <summary>Rows new or replaced.</summary>
    public int Loaded { get; set; }

    /// <summary>Rows that were there already, unchanged.</summary>
    public int Unchanged { get; set; }

    /// <summary>Rows refused.</summary>
    public int Rejected { get; set; }

    /// <summary>File of the refused rows, when there are any.</summary>
    public string? RejectsPath { get; set; }

    /// <summary>Columns of other people, with how many of their cells were filled; dropped.</summary>
    public Dictionary<string, int> Dropped { get; } = [];

    /// <summary>Columns nobody knows; ignored.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Why the file, or the rest of it, could not be read.</summary>
    public string? Problem { get; set; }
}

/// <summary>Loads cases, payments and statement lines. Good rows load, bad ones are written beside the file; loading again changes nothing.</summary>
public sealed class Importer(Store store, Vault vault, AuditChain audit, PlanLife plans, BankClock clock, ImportColumns columns, ILogger<Importer> log)
{
    private const int RowsPerCommit = 500;

    /// <summary>Loads files: cases first, then payments, then statement lines, whatever their order.</summary>
    /// <param name="paths">Files.</param>
    /// <param name="locale">Language of the messages.</param>
    /// <param name="progress">Told the file and how much of it is read, 0 to 1.</param>
    public IReadOnlyList<ImportResult> Import(IReadOnlyList<string> paths, string locale, Action<string, double> progress)
    {
        var results = new List<ImportResult>();
        foreach (var path in paths.OrderBy(Rank))
            results.Add(ImportFile(path, locale, share => progress(path, share)));
        return results;
    }

    /// <summary>Loads one file. The sample set is loaded by the same way, marked as such.</summary>
    public ImportResult ImportFile(string path, string locale, Action<double> progress, bool sample = false)
    {
        try
        {
            using var table = TableReader.Open(path);
            if (columns.KindOf(path, table.Headers) is not { } kind)
                throw new UnreadableFileException($"{path}: neither the name nor the columns tell whether these are cases, payments or statement lines; name the file cases*, payments* or statement_lines*.");
            var since = clock.Now;
            var result = Load(table, new(path, kind) { Ignored = Ignored(kind, table.Headers) }, new(locale, progress, sample));
            store.WriteAsync(db => audit.Append(db, clock.Now, "import", "import", Path.GetFileName(path), Summary(result).ToJsonString())).GetAwaiter().GetResult();
            if (kind is FileKind.Cases or FileKind.Payments)
                plans.AgeLoadedAsync(since).GetAwaiter().GetResult();
            return result;
        }
        catch (UnreadableFileException e)
        {
            return new(path, null) { Problem = e.Message };
        }
    }

    private ImportResult Load(TableReader table, ImportResult result, Job job)
    {
        var kind = result.Kind!.Value;
        var byColumn = Map(kind, table.Headers);
        var missing = ImportColumns.Required[kind].Where(column => !byColumn.ContainsKey(column)).ToList();
        if (missing.Count > 0)
            throw new UnreadableFileException($"{result.Path}: the columns {string.Join(", ", missing)} are missing.");
        var others = table.Headers.Select((header, i) => (header, i)).Where(h => columns.IsOfOtherPeople(kind, h.header)).ToList();
        foreach (var (header, _) in others)
            result.Dropped[header] = 0;

        using var rejects = new RejectFile(result.Path + ".rejects.csv");
        using var db = store.Open();
        var writer = new RowWriter(db, vault, clock, job.Sample);
        var required = ImportColumns.Required[kind].ToHashSet();
        for (var batch = ReadBatch(table, result); batch.Count > 0; batch = ReadBatch(table, result))
        {
            db.Execute("BEGIN IMMEDIATE");
            foreach (var (line, cells) in batch)
            {
                foreach (var (header, i) in others.Where(other => other.i < cells.Count && !string.IsNullOrWhiteSpace(cells[other.i])))
                    result.Dropped[header]++;
                Take(new RowReader(byColumn, cells, required, columns, clock.Zone), line);
            }

            db.Execute("COMMIT");
            job.Progress(table.Progress);
        }

        result.RejectsPath = rejects.Finish();
        if (others.Count > 0)
            log.LogWarning("{File}: {Columns} columns of other people with {Cells} filled cells were dropped", Path.GetFileName(result.Path), others.Count, result.Dropped.Values.Sum());
        return result;

        void Take(RowReader row, int line)
        {
            try
            {
                row.CheckWhole(table.Headers.Count);
                if (writer.Write(kind, row))
                    result.Loaded++;
                else
                    result.Unchanged++;
            }
            catch (RowRejectedException e)
            {
                result.Rejected++;
                rejects.Add(line, e.Field, e.Code, columns.Message(e.Code, job.Locale));
            }
        }
    }

    /// <summary>Some rows; an unreadable rest ends the file, and what was read before stays.</summary>
    private static List<(int Line, IReadOnlyList<string?> Cells)> ReadBatch(TableReader table, ImportResult result)
    {
        var batch = new List<(int, IReadOnlyList<string?>)>();
        try
        {
            while (batch.Count < RowsPerCommit && table.Read() is { } row)
                batch.Add(row);
        }
        catch (UnreadableFileException e)
        {
            if (result.Problem is not null)
                return [];
            result.Problem = e.Message;
        }

        return batch;
    }

    private Dictionary<string, int> Map(FileKind kind, IReadOnlyList<string> headers)
    {
        var map = new Dictionary<string, int>();
        foreach (var (header, i) in headers.Select((header, i) => (header, i)))
        {
            // The first of two headers with one meaning counts.
            if (columns.Column(kind, header) is { } column)
                map.TryAdd(column, i);
        }

        return map;
    }

    private List<string> Ignored(FileKind kind, IReadOnlyList<string> headers) =>
        [.. headers.Where(header => header.Length > 0 && columns.Column(kind, header) is null && !columns.IsOfOtherPeople(kind, header))];

    private static JsonObject Summary(ImportResult result) => new()
    {
        ["kind"] = result.Kind.ToString(), ["loaded"] = result.Loaded, ["unchanged"] = result.Unchanged, ["rejected"] = result.Rejected,
        ["droppedColumns"] = result.Dropped.Count, ["droppedCells"] = result.Dropped.Values.Sum(),
    };

    private int Rank(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith("statement_lines", StringComparison.OrdinalIgnoreCase) ? 2 : name.StartsWith("payments", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
    }

    private sealed record Job(string Locale, Action<double> Progress, bool Sample);
}

/// <summary>The refused rows of a file, written beside it: line, field, code, message.</summary>
internal sealed class RejectFile : IDisposable
{
    private readonly string path;
    private StreamWriter? writer;

    public RejectFile(string path)
    {
        this.path = path;
        File.Delete(path);
    }

    public void Add(int line, string field, string code, string message)
    {
        if (writer is null)
        {
            writer = new StreamWriter(path, false, new UTF8Encoding(false));
            writer.WriteLine("line,field,code,message");
        }

        writer.WriteLine($"{line},{field},{code},\"{message.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>Closes the file.</summary>
    /// <returns>Its path, or null when nothing was refused.</returns>
    public string? Finish()
    {
        Dispose();
        return File.Exists(path) ? path : null;
    }

    public void Dispose()
    {
        writer?.Dispose();
        writer = null;
    }
}
