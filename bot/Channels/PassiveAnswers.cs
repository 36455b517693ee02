using System.Data.Common;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Channels;

/// <summary>The last of a channel's deliveries of one message.</summary>
/// <param name="Number">Which one it is.</param>
/// <param name="After">How long after the first it comes at the earliest.</param>
public sealed record LastTry(int Number, TimeSpan After);

/// <summary>
/// Answers given in the answer to a message's own delivery, where nobody says whether they arrived: a delivery that comes again gets the same answer, and
/// the last one leaves it to a way that confirms.
/// </summary>
public sealed class PassiveAnswers(Store store, Talks talks, ConversationLines lines, BankClock clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>Takes what waits in a conversation as the answer to one message.</summary>
    /// <param name="conversationId">Conversation.</param>
    /// <param name="key">What the channel calls the message.</param>
    /// <param name="next">Makes the text of what waits; an empty one takes nothing.</param>
    /// <param name="lastTry">Which delivery is the channel's last, after which a confirming way is taken; null where there is none.</param>
    /// <returns>The text; null when the answer goes another way or there is none.</returns>
    public async Task<string?> TakeAsync(string conversationId, string key, Func<Parcel, (string Text, Position To)> next, LastTry? lastTry)
    {
        // What was written before may be on its way just now, and must not be overtaken.
        for (var until = clock.Now + LongestWait; clock.Now < until && talks.IsBeingSent(conversationId);)
            await Task.Delay(10);
        return await store.WriteAsync(db => Take(db, conversationId, key, next, lastTry));
    }

    private string? Take(DbConnection db, string conversationId, string key, Func<Parcel, (string Text, Position To)> next, LastTry? lastTry)
    {
        db.Execute("UPDATE channel_talks SET held_until = NULL WHERE conversation_id = @conversationId", new { conversationId });
        var values = new { conversationId, key };
        if (db.QuerySingleOrDefault<Row>("""
            SELECT tries AS Tries, sealed_text AS SealedText, from_seq AS FromSeq, from_chars AS FromChars, to_seq AS ToSeq, to_chars AS ToChars, at AS At
            FROM passive_answers WHERE conversation_id = @conversationId AND message_key = @key
            """, values) is { } before)
        {
            db.Execute("UPDATE passive_answers SET tries = tries + 1 WHERE conversation_id = @conversationId AND message_key = @key", values);
            var isLast = lastTry is { } last && before.Tries + 1 >= last.Number && clock.Now - Store.Time(before.At) >= last.After;
            return before.SealedText is null || (isLast && GiveBack(db, conversationId, key, before)) ? null : lines.Unseal(db, conversationId, before.SealedText);
        }

        var (text, from, to) = ("", default(Position), default(Position));
        if (talks.LoadOwn(db, conversationId) is { } parcel)
        {
            (text, to) = next(parcel);
            from = parcel.From;
            if (to != from)
                Talks.Note(db, parcel, new Sent(to), parcel.LastInAt);
        }

        db.Execute("""
            INSERT INTO passive_answers (conversation_id, message_key, tries, sealed_text, from_seq, from_chars, to_seq, to_chars, at)
            VALUES (@conversationId, @key, 1, @box, @fromSeq, @fromChars, @toSeq, @toChars, @now)
            """, new { conversationId, key, box = text.Length == 0 ? null : lines.Seal(db, conversationId, text), fromSeq = from.Seq, fromChars = from.Chars, toSeq = to.Seq, toChars = to.Chars, now = Store.Time(clock.Now) });
        return text.Length == 0 ? null : text;
    }

    /// <summary>Leaves an answer that seems not to have arrived to the confirming way, unless more has been sent after it.</summary>
    private static bool GiveBack(DbConnection db, string conversationId, string key, Row answer)
    {
        if (db.Execute("UPDATE channel_talks SET sent_seq = @FromSeq, sent_chars = @FromChars WHERE conversation_id = @conversationId AND sent_seq = @ToSeq AND sent_chars = @ToChars",
            new { answer.FromSeq, answer.FromChars, answer.ToSeq, answer.ToChars, conversationId }) == 0)
            return false;
        db.Execute("UPDATE passive_answers SET sealed_text = NULL WHERE conversation_id = @conversationId AND message_key = @key", new { conversationId, key });
        return true;
    }

    private sealed class Row
    {
        public int Tries { get; init; }

        public byte[]? SealedText { get; init; }

        public int FromSeq { get; init; }

        public int FromChars { get; init; }

        public int ToSeq { get; init; }

        public int ToChars { get; init; }

        public string At { get; init; } = "";
    }
}
