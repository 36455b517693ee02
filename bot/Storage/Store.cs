using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Assistant.Bot.Prompts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Assistant.Bot.Storage;

/// <summary>
/// The embedded store: SQLite in WAL mode, every commit flushed to disk. Reads run on pooled connections side by side; writes go
/// through one thread, which puts what waits into one commit, each write in a savepoint of its own, so that one that fails
/// undoes only itself. A write is acknowledged after the commit that holds it.
/// </summary>
public sealed class Store : IAsyncDisposable
{
    private const int MostPerCommit = 64;
    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(4096);
    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private readonly string connectionString;
    private readonly Task writer;
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
        Migrations.Apply(Connect);
        writer = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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
    public T Read<T>(Func<SqliteConnection, T> read)
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
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write)
    {
        var work = new Work(connection => write(connection)!);
        await queue.Writer.WriteAsync(work);
        return (T)await work.Done.Task;
    }

    /// <summary>Writes, all or nothing.</summary>
    public Task WriteAsync(Action<SqliteConnection> write) => WriteAsync(connection =>
    {
        write(connection);
        return true;
    });

    /// <summary>Opens a connection of one's own, for long work such as an import.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 30000; PRAGMA cache_size = -16000; PRAGMA foreign_keys = ON;");
        return connection;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        queue.Writer.Complete();
        await writer;
        foreach (var reader in readers)
            await reader.DisposeAsync();
    }

    private void WriteAll()
    {
        using var connection = Connect();
        var batch = new List<Work>();
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < MostPerCommit && queue.Reader.TryRead(out var work))
                batch.Add(work);
            Commit(connection, batch);
        }
    }

    private static void Commit(SqliteConnection connection, List<Work> batch)
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
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0)
                connection.Execute("ROLLBACK");
        }

        foreach (var work in batch)
            work.Finish();
    }

    private static void Try(SqliteConnection connection, Work work)
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

    private sealed class Work(Func<SqliteConnection, object> write)
    {
        public Func<SqliteConnection, object> Write { get; } = write;

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
