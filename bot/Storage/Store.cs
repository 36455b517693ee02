using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Assistant.Bot.Prompts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Assistant.Bot.Storage;

/// <summary>
/// The embedded store: SQLite in WAL mode, every commit flushed to disk. Reads run on pooled connections side by side; writes go
/// through one connection: whoever comes while it is free leads, and puts what has come meanwhile into one commit, each write in
/// a savepoint of its own, so that one that fails undoes only itself. A write is acknowledged after the commit that holds it.
/// </summary>
public sealed class Store : IAsyncDisposable
{
    private const int MostPerCommit = 64;
    private const int CommitsPerCheckpoint = 200;
    private readonly Queue<Work> waiting = new();
    private readonly ConcurrentBag<DbConnection> readers = [];
    private readonly string connectionString;
    private readonly PreparedConnection writer;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task checkpoints;
    private int commits;
    private bool logIsMoved;
    private bool led;
    private int closed;

    /// <summary>Opens the store and brings its tables up to date.</summary>
    /// <param name="connectionString">SQLite connection string.</param>
    /// <param name="root">Folder that a relative path starts from.</param>
    public Store(string connectionString, string root)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, Pooling = false };
        builder.DataSource = Path.GetFullPath(builder.DataSource, root);
        Folder = Path.GetDirectoryName(builder.DataSource)!;
        Directory.CreateDirectory(Folder);
        this.connectionString = builder.ToString();
        Migrations.Apply(Open);
        writer = Connect();
        // Moving pages from the log into the file is left to a thread beside, so that no commit waits for it.
        writer.Execute("PRAGMA wal_autocheckpoint = 0");
        checkpoints = Task.Run(CheckpointAsync);
    }

    /// <summary>Folder of the database file.</summary>
    public string Folder { get; }

    /// <summary>A moment as the store writes it: UTC, so that text order is time order.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    /// <summary>A moment the store wrote.</summary>
    public static DateTimeOffset Time(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A civil date as the store writes it.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A civil date the store wrote.</summary>
    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads, beside every other reader and the writer.</summary>
    public T Read<T>(Func<DbConnection, T> read)
    {
        ObjectDisposedException.ThrowIf(closed != 0, this);
        if (!readers.TryTake(out var connection))
            connection = Connect();
        try
        {
            return read(connection);
        }
        finally
        {
            readers.Add(connection);
        }
    }

    /// <summary>Writes, all or nothing; done when it is on disk. What <paramref name="write"/> throws comes out here and undoes it alone.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, T> write)
    {
        ObjectDisposedException.ThrowIf(closed != 0, this);
        var work = new Work(connection => write(connection)!);
        bool leads;
        lock (waiting)
        {
            waiting.Enqueue(work);
            leads = !led;
            led = true;
        }

        if (leads)
            Lead();
        return (T)await work.Done.Task;
    }

    /// <summary>Writes, all or nothing.</summary>
    public Task WriteAsync(Action<DbConnection> write) => WriteAsync(connection =>
    {
        write(connection);
        return true;
    });

    /// <summary>Opens a connection of one's own, for long work such as an import.</summary>
    public DbConnection Open() => Connect();

    private PreparedConnection Connect()
    {
        var connection = new PreparedConnection(new SqliteConnection(connectionString));
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 30000; PRAGMA cache_size = -16000; PRAGMA foreign_keys = ON;");
        return connection;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        while (true)
        {
            lock (waiting)
            {
                if (!led)
                    break;
            }

            await Task.Delay(1);
        }

        await stopping.CancelAsync();
        await checkpoints;
        stopping.Dispose();
        await writer.DisposeAsync();
        foreach (var reader in readers)
            await reader.DisposeAsync();
    }

    /// <summary>Commits what waits, its own write first; what comes after that is led by another thread, so that nobody leads for ever.</summary>
    private void Lead()
    {
        if (CommitBatch())
            ThreadPool.UnsafeQueueUserWorkItem(static store => store.Lead(), this, preferLocal: false);
    }

    /// <summary>
    /// Every so many commits, and at the end, moves the log into the file; readers and the writer go on meanwhile. What they add
    /// in that time is little, and the writer moves it itself between two commits: only then can the log start over.
    /// </summary>
    private async Task CheckpointAsync()
    {
        await using var connection = Connect();
        for (var seen = 0; !stopping.IsCancellationRequested;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = Volatile.Read(ref commits);
            if (now - seen < CommitsPerCheckpoint && !(now > seen && stopping.IsCancellationRequested))
                continue;
            seen = now;
            connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            Volatile.Write(ref logIsMoved, true);
        }
    }

    /// <returns>Whether more is waiting.</returns>
    private bool CommitBatch()
    {
        var batch = new List<Work>();
        lock (waiting)
        {
            while (batch.Count < MostPerCommit && waiting.TryDequeue(out var work))
                batch.Add(work);
        }

        if (Volatile.Read(ref logIsMoved))
        {
            writer.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            Volatile.Write(ref logIsMoved, false);
        }

        Commit(writer, batch);
        Interlocked.Increment(ref commits);
        lock (waiting)
        {
            led = waiting.Count > 0;
            return led;
        }
    }

    private static void Commit(PreparedConnection connection, List<Work> batch)
    {
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            foreach (var work in batch)
                Try(connection, work);
            connection.Execute("COMMIT");
        }
#pragma warning disable CA1031 // Whatever stopped the commit is what every writer in it must hear.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            foreach (var work in batch)
                work.Failure = failure;
            if (connection.IsInTransaction)
                connection.Execute("ROLLBACK");
        }

        foreach (var work in batch)
            work.Finish();
    }

    private static void Try(DbConnection connection, Work work)
    {
        connection.Execute("SAVEPOINT one");
        try
        {
            work.Result = work.Write(connection);
        }
#pragma warning disable CA1031 // The failure belongs to the one who asked for this write; the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            work.Failure = failure;
            connection.Execute("ROLLBACK TO one");
        }

        connection.Execute("RELEASE one");
    }

    private sealed class Work(Func<DbConnection, object> write)
    {
        public Func<DbConnection, object> Write { get; } = write;

        public TaskCompletionSource<object> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public object? Result { get; set; }

        public Exception? Failure { get; set; }

        public void Finish()
        {
            if (Failure is null)
                Done.SetResult(Result!);
            else
                Done.SetException(Failure);
        }
    }
}
