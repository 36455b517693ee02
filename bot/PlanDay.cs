using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot;

/// <summary>Brings agreements and promises up to the day, and erases answers about income that have expired: once at start, and each time the bank's civil day has changed.</summary>
public sealed class PlanDay(PlanLife plans, Erasure erasure, BankClock clock, TimeProvider time, ILogger<PlanDay> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        DateOnly? done = null;
        do
        {
            try
            {
                var today = clock.Today;
                if (today != done && await plans.AgeAllAsync(stoppingToken) is > 0 and var cases)
                    log.LogInformation("{Cases} cases with agreements or promises were brought up to {Day}", cases, today);
                if (today != done && await erasure.ExpireAnswersAsync() is > 0 and var answers)
                    log.LogInformation("{Answers} answers about income and living costs were erased", answers);
                done = today;
            }
#pragma warning disable CA1031 // Whatever failed is tried again within the hour; the server goes on.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.LogError(failure, "Agreements and promises could not be brought up to the day");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
