using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Assistant.Bot.Storage;

/// <summary>
/// A SQLite connection that keeps its statements prepared by their text. The driver prepares anew for every command, which costs
/// more than most of our statements' work (measured by tests/Bench/turns.cs); callers and Dapper see an ordinary connection.
/// </summary>
internal sealed class PreparedConnection(SqliteConnection inner) : DbConnection
{
    private readonly Dictionary<string, Stack<SqliteCommand>> idle = new(StringComparer.Ordinal);

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => throw new NotSupportedException();
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(inner.Handle!) == 0;

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inner.BeginTransaction(isolationLevel);

    protected override DbCommand CreateDbCommand() => new Command(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var command in idle.Values.SelectMany(commands => commands))
                command.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private SqliteCommand Take(string text)
    {
        if (idle.TryGetValue(text, out var commands) && commands.TryPop(out var ready))
            return ready;
        var command = inner.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (!idle.TryGetValue(command.CommandText, out var commands))
            idle[command.CommandText] = commands = new();
        commands.Push(command);
    }

    /// <summary>Holds text and parameters; the prepared statement is borrowed for the time of the execution.</summary>
    private sealed class Command(PreparedConnection owner) : DbCommand
    {
        private readonly SqliteCommand parameters = new();
        private SqliteCommand? real;

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; } = 30;

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; } = owner;

        protected override DbParameterCollection DbParameterCollection => parameters.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override int ExecuteNonQuery() => Borrow().ExecuteNonQuery();

        public override object? ExecuteScalar() => Borrow().ExecuteScalar();

        public override void Prepare() => Borrow();

        protected override DbParameter CreateDbParameter() => new SqliteParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Borrow().ExecuteReader(behavior & ~CommandBehavior.CloseConnection);

        protected override void Dispose(bool disposing)
        {
            if (disposing && real is not null)
            {
                owner.Return(real);
                real = null;
            }

            base.Dispose(disposing);
        }

        private SqliteCommand Borrow()
        {
            if (real is null)
            {
                real = owner.Take(CommandText);
                foreach (SqliteParameter parameter in (IEnumerable)parameters.Parameters)
                    real.Parameters.Add(parameter);
            }

            return real;
        }
    }
}
