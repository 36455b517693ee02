using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Handoff;

/// <summary>Keeps the promises of hand-offs: one nobody took in time times out, and one whose holder has gone waits again.</summary>
public sealed class HandOffClock(Store store, HandOffDesk desk, HandOffSettings settings, BankClock clock, ILogger<HandOffClock> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Looks once.</summary>
    /// <returns>How many hand-offs moved.</returns>
    public async Task<int> LookAsync()
    {
        var late = Store.Time(clock.Now - TimeSpan.FromMinutes(settings.TimeOutMinutes));
        var gone = Store.Time(clock.Now - TimeSpan.FromMinutes(settings.DropOutMinutes));
        var waiting = store.Read(db => db.Query<string>("SELECT handoff_id FROM handoffs WHERE status = 'waiting' AND (due_at <= @late OR (queue = 'CRISIS' AND due_at <= @now))", new { late, now = Store.Time(clock.Now) }).AsList());
        foreach (var id in waiting)
            await desk.TimeOutAsync(id);
        // The cardholder wrote after the holder's last sign of life, and that is too long ago.
        var left = store.Read(db => db.Query<string>("""
            SELECT h.handoff_id FROM handoffs h WHERE h.status = 'accepted' AND h.seen_at <= @gone
              AND EXISTS (SELECT 1 FROM activities a WHERE a.conversation_id = h.conversation_id AND a.direction = 'in' AND a.at > h.accepted_at
                AND a.seq > COALESCE((SELECT MAX(seq) FROM activities b WHERE b.conversation_id = h.conversation_id AND b.author IS NOT NULL), -1))
            """, new { gone }).AsList());
        foreach (var id in left)
            await desk.RequeueAsync(id);
        return waiting.Count + left.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync();
            }
#pragma warning disable CA1031 // Whatever failed is tried again in a moment; the server goes on.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.LogError(failure, "Hand-offs could not be looked after");
            }
        }
    }
}
