using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>One entry of the audit record.</summary>
public sealed record AuditEntry(long Seq, string At, string Kind, string Actor, string Subject, string Body, byte[] Hash);

/// <summary>
/// The tamper-evident record: each entry's keyed hash covers its canonical bytes and the hash before it, so that changing,
/// inserting, reordering or removing an entry shows. It holds keyed hashes of words and numbers, never themselves, so that
/// correction and erasure leave it whole.
/// </summary>
public sealed class AuditChain(Vault vault)
{
    private const string Head = "audit_head";

    /// <summary>Appends an entry, in the transaction of what it records.</summary>
    public void Append(DbConnection db, DateTimeOffset now, string kind, string actor, string subject, string body)
    {
        var last = db.QueryFirstOrDefault<(long Seq, byte[] Hash)?>("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");
        var entry = new AuditEntry((last?.Seq ?? 0) + 1, Store.Time(now), kind, actor, subject, body, []);
        var hash = HashOf(entry, last?.Hash ?? []);
        db.Execute("INSERT INTO audit (seq, at, kind, actor, subject, body, hash) VALUES (@Seq, @At, @Kind, @Actor, @Subject, @Body, @hash)",
            new { entry.Seq, entry.At, entry.Kind, entry.Actor, entry.Subject, entry.Body, hash });
        db.Execute("INSERT INTO meta (name, value) VALUES (@Head, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            new { Head, value = HeadOf(entry.Seq, hash) });
    }

    /// <summary>Walks the whole chain.</summary>
    /// <returns>How many entries stand, and the first broken one with why, or null when all hold.</returns>
    public (long Entries, long? BrokenAt, string? Why) Verify(DbConnection db)
    {
        byte[] before = [];
        long expected = 1;
        foreach (var entry in Entries(db))
        {
            if (entry.Seq != expected)
                return (expected - 1, expected, $"entry {expected} is missing; the next one present is {entry.Seq}");
            if (!CryptographicOperations.FixedTimeEquals(HashOf(entry, before), entry.Hash))
                return (expected - 1, entry.Seq, $"entry {entry.Seq} ({entry.At}, {entry.Kind}) does not match its hash: it or the hash before it was changed");
            before = entry.Hash;
            expected++;
        }

        var count = expected - 1;
        var head = db.QuerySingleOrDefault<string>("SELECT value FROM meta WHERE name = @Head", new { Head });
        if (head != (count == 0 ? null : HeadOf(count, before)))
            return (count, expected, $"the record ends at entry {count}, but more had been written: entries from {expected} on are missing");
        return (count, null, null);
    }

    /// <summary>All entries in order, one at a time.</summary>
    public static IEnumerable<AuditEntry> Entries(DbConnection db) =>
        db.Query<AuditEntry>("SELECT seq AS Seq, at AS At, kind AS Kind, actor AS Actor, subject AS Subject, body AS Body, hash AS Hash FROM audit ORDER BY seq", buffered: false);

    private string HeadOf(long seq, byte[] hash) =>
        $"{seq}:{Convert.ToHexStringLower(HMACSHA256.HashData(vault.AuditKey, Encoding.ASCII.GetBytes($"head:{seq}:{Convert.ToHexStringLower(hash)}")))}";

    /// <summary>Canonical bytes: the sequence number, then each text in UTF-8 with its length before it, then the hash before.</summary>
    private byte[] HashOf(AuditEntry entry, byte[] before)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, vault.AuditKey);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, entry.Seq);
        hmac.AppendData(number);
        foreach (var text in (ReadOnlySpan<string>)[entry.At, entry.Kind, entry.Actor, entry.Subject, entry.Body])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            hmac.AppendData(number);
            hmac.AppendData(bytes);
        }

        hmac.AppendData(before);
        return hmac.GetHashAndReset();
    }
}
