using System.Data.Common;
using Assistant.Bot.Turns;
using Assistant.Skills.Debtor;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>
/// Counts failed attempts to prove identity: for the user, for each case the claim names (or the claim itself when it names
/// none, so that known and unknown look alike), and for the address of anonymous users.
/// </summary>
public sealed class Locks(Store store, Vault vault, IdentitySettings settings)
{
    /// <summary>One counter, and the failures at which it closes.</summary>
    public sealed record LockKey(string Key, int Most);

    /// <summary>The counter of a user.</summary>
    public IReadOnlyList<LockKey> OfUser(InboundMessage message) => [new($"user:{message.UserKey}", Identity.MaxFailures)];

    /// <summary>All counters an attempt touches.</summary>
    public IReadOnlyList<LockKey> OfAttempt(InboundMessage message, string reference, IReadOnlyList<FactorsOnFile> records)
    {
        var keys = new List<LockKey>(OfUser(message));
        keys.AddRange(records.Select(record => new LockKey($"case:{record.CaseNo}", Identity.MaxFailures)));
        if (records.Count == 0)
            keys.Add(new($"claim:{vault.ShortHash("claim", reference)}", Identity.MaxFailures));
        if (message.Address is { } address)
            keys.Add(new($"address:{vault.ShortHash("address", address)}", settings.FailuresPerAddress));
        return keys;
    }

    /// <summary>Whether any of the counters is closed.</summary>
    public bool IsClosed(IReadOnlyList<LockKey> keys, DateTimeOffset now) =>
        store.Read(db => keys.Any(key => Find(db, key.Key) is { LockedUntil: { } until } && Store.Time(until) > now));

    /// <summary>Whether one more failure closes one of the counters.</summary>
    public bool IsLastAttempt(IReadOnlyList<LockKey> keys, DateTimeOffset now) =>
        store.Read(db => keys.Any(key => Failures(db, key.Key, now) + 1 >= key.Most));

    /// <summary>Counts a failure, in the transaction of its turn.</summary>
    /// <returns>False when a counter had closed meanwhile: the attempt was decided on old facts and must be decided again.</returns>
    public static bool TryFail(DbConnection db, IReadOnlyList<LockKey> keys, DateTimeOffset now)
    {
        if (AnyClosed(db, keys, now))
            return false;
        foreach (var key in keys)
            Count(db, key, now, Identity.LockFor);
        return true;
    }

    private static void Count(DbConnection db, LockKey key, DateTimeOffset now, TimeSpan closesFor)
    {
        var failures = Failures(db, key.Key, now) + 1;
        db.Execute("""
            INSERT INTO locks (lock_key, failures, last_at, locked_until) VALUES (@Key, @failures, @at, @until)
            ON CONFLICT (lock_key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, locked_until = excluded.locked_until
            """, new { key.Key, failures, at = Store.Time(now), until = failures >= key.Most ? Store.Time(now + closesFor) : null });
    }

    /// <summary>Whether one counter is closed.</summary>
    internal static bool IsClosed(DbConnection db, LockKey key, DateTimeOffset now) => AnyClosed(db, [key], now);

    /// <summary>Counts a failure against one counter, which closes for a time of its own.</summary>
    internal static void Fail(DbConnection db, LockKey key, DateTimeOffset now, TimeSpan closesFor) => Count(db, key, now, closesFor);

    /// <summary>Clears one counter.</summary>
    internal static void Clear(DbConnection db, LockKey key) => db.Execute("DELETE FROM locks WHERE lock_key = @Key", new { key.Key });

    /// <summary>Clears the counters after a success, in the transaction of its turn; false when one had closed meanwhile.</summary>
    public static bool TryPass(DbConnection db, IReadOnlyList<LockKey> keys, DateTimeOffset now)
    {
        if (AnyClosed(db, keys, now))
            return false;
        foreach (var key in keys.Where(key => !key.Key.StartsWith("address:", StringComparison.Ordinal)))
            db.Execute("DELETE FROM locks WHERE lock_key = @Key", new { key.Key });
        return true;
    }

    private static bool AnyClosed(DbConnection db, IReadOnlyList<LockKey> keys, DateTimeOffset now) =>
        keys.Any(key => Find(db, key.Key) is { LockedUntil: { } until } && Store.Time(until) > now);

    /// <summary>Failures that still count: those of a lock that has passed, or older than its length, do not.</summary>
    private static int Failures(DbConnection db, string key, DateTimeOffset now) => Find(db, key) switch
    {
        null or { LockedUntil: not null } => 0,
        var row => now - Store.Time(row.LastAt) > Identity.LockFor ? 0 : row.Failures,
    };

    private static Row? Find(DbConnection db, string key) =>
        db.QuerySingleOrDefault<Row>("SELECT failures AS Failures, last_at AS LastAt, locked_until AS LockedUntil FROM locks WHERE lock_key = @key", new { key });

    private sealed class Row
    {
        public int Failures { get; init; }

        public string LastAt { get; init; } = "";

        public string? LockedUntil { get; init; }
    }
}
