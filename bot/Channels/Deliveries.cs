using System.Collections.Concurrent;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>
/// Carries answers out through adapters: each conversation in order, one piece at a time, again until it is taken, whatever wrote the answer (a turn, a
/// person, a time-out). Where it stands is in the store, so that a restart goes on from there.
/// </summary>
public sealed class Deliveries(Talks talks, IEnumerable<IChannel> channels, ConversationSignals signals, Presence presence, BankClock clock, ChannelSettings settings, ILogger<Deliveries> log) : BackgroundService
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>Failures in a row, a day's worth of the longest pause, after which nothing is tried before the person writes.</summary>
    private const int MostAttempts = 100;

    private const int MostAtOnce = 16;

    /// <summary>Longer than any attempt: a node that dies leaves what it was sending to the others after this.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    /// <summary>An attempt that takes longer has failed; what the other side made of it is not known, and it is sent again.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, IChannel> byName = channels.ToDictionary(channel => channel.Name);
    private readonly ConcurrentDictionary<string, bool> busy = new();
    private readonly System.Threading.Channels.Channel<string> changed = System.Threading.Channels.Channel.CreateUnbounded<string>();

    /// <summary>Something may wait in a conversation: looks at once, not at the next round.</summary>
    public void Look(string conversationId)
    {
        var dash = conversationId.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0 && byName.ContainsKey(conversationId[..dash]))
            changed.Writer.TryWrite(conversationId);
    }

    /// <summary>Carries what waits in one conversation, until nothing does or the channel takes no more.</summary>
    private async Task CarryAsync(string conversationId, CancellationToken cancellation)
    {
        while (busy.TryAdd(conversationId, true))
        {
            try
            {
                while (!cancellation.IsCancellationRequested && talks.Load(conversationId) is { } waiting && await SendAsync(waiting.Adapter, waiting.Parcel, waiting.Attempts, cancellation))
                {
                }
            }
            finally
            {
                busy.TryRemove(conversationId, out _);
            }

            // What was written while this was ending found it busy.
            if (cancellation.IsCancellationRequested || talks.Load(conversationId) is null)
                return;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signals.OnChange += Look;
        using var room = new SemaphoreSlim(MostAtOnce);
        var rounds = RoundsAsync(stoppingToken);
        try
        {
            await foreach (var conversationId in changed.Reader.ReadAllAsync(stoppingToken))
            {
                await room.WaitAsync(stoppingToken);
                _ = CarryOneAsync(conversationId, room, stoppingToken);
            }
        }
        finally
        {
            signals.OnChange -= Look;
            await rounds.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            for (var i = 0; i < MostAtOnce; i++)
                await room.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Finds what waits since a pause, a hold or the last run of the program.</summary>
    private async Task RoundsAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(settings.RoundMilliseconds));
        do
        {
            foreach (var conversationId in talks.Due())
                changed.Writer.TryWrite(conversationId);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private async Task CarryOneAsync(string conversationId, SemaphoreSlim room, CancellationToken cancellation)
    {
        try
        {
            await CarryAsync(conversationId, cancellation);
        }
#pragma warning disable CA1031 // Whatever failed is tried again in the next round; the others go on.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(failure, "What waits in {Conversation} could not be carried out", conversationId);
        }
        catch (OperationCanceledException)
        {
            // The program stops; what was not taken is carried after the next start.
        }
        finally
        {
            room.Release();
        }
    }

    /// <returns>Whether something was taken, so that the next piece may go.</returns>
    private async Task<bool> SendAsync(string adapter, Parcel parcel, int attempts, CancellationToken cancellation)
    {
        if (!byName.TryGetValue(adapter, out var channel))
        {
            log.LogWarning("Nothing carries answers for {Adapter} any more; {Conversation} waits", adapter, parcel.ConversationId);
            await talks.NoteAsync(parcel, Sent.NotBeforeTheyWrite(parcel, "no adapter"), null);
            return false;
        }

        if (!await talks.LeaseAsync(parcel, Lease))
            return false;
        var sent = await TryAsync(channel, parcel, cancellation);
        FaultPoint.Pass("carried");
        if (sent.Problem is null)
        {
            if (sent.To == parcel.From)
                throw new InvalidOperationException($"The adapter {adapter} took nothing and gave no reason.");
            presence.Delivered(parcel.ConversationId, sent.To.Seq);
            return await talks.NoteAsync(parcel, sent, clock.Now);
        }

        var mayTry = sent.MayTryAgain && attempts < MostAttempts;
        var pause = sent.Pause ?? Pauses[Math.Min(attempts, Pauses.Length - 1)] * (1 + (Random.Shared.NextDouble() / 5));
        log.LogWarning("{Adapter} did not take what waits in {Conversation}: {Why}; {Next}", adapter, parcel.ConversationId, sent.Problem, mayTry ? $"tried again in {pause.TotalSeconds:0} s" : "not tried before the person writes");
        await talks.NoteAsync(parcel, sent, mayTry ? clock.Now + pause : null);
        // Whoever holds the conversation sees that it waits.
        signals.Changed(parcel.ConversationId);
        return false;
    }

    /// <summary>A wire that fails is no mistake of ours: it is tried again.</summary>
    private static async Task<Sent> TryAsync(IChannel channel, Parcel parcel, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LongestAttempt);
        try
        {
            return await channel.SendAsync(parcel, patience.Token);
        }
        catch (HttpRequestException failure)
        {
            return Sent.Later(parcel, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Sent.Later(parcel, "no answer in time");
        }
    }
}
