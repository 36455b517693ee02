using System.Net.Http.Headers;
using System.Text;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot;

/// <summary>
/// Sends what the outbox holds: protections and disputes to the bank's webhook, signs of danger to whoever is on call. Signed, and repeated until
/// it is taken; an id that comes twice is the same message.
/// </summary>
public sealed class OutboxSender(Outbox outbox, BankSettings bank, CrisisSettings crisis, BankClock clock, TimeProvider time, ILogger<OutboxSender> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var targets = new Dictionary<string, (string Address, string Secret)>();
        if (bank.Webhook is { Length: > 0 } webhook)
            targets.Add("bank", (webhook, bank.WebhookSecret!));
        if (crisis.OnCall is { Length: > 0 } onCall)
            targets.Add("oncall", (onCall, crisis.OnCallSecret ?? ""));
        if (targets.Count == 0)
            return;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            foreach (var message in outbox.Due(targets.Keys, clock.Now))
                await outbox.NoteAsync(message, await SendAsync(http, targets[message.Target], message, stoppingToken), clock.Now);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> SendAsync(HttpClient http, (string Address, string Secret) target, OutboxMessage message, CancellationToken cancellation)
    {
        try
        {
            var body = Encoding.UTF8.GetBytes(message.Envelope);
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            content.Headers.Add(BodySignature.Header, BodySignature.Of(target.Secret, body));
            using var answer = await http.PostAsync(new Uri(target.Address), content, cancellation);
            if (!answer.IsSuccessStatusCode)
                log.LogWarning("The {Target} answered {Status} to message {Id}; it is sent again", message.Target, (int)answer.StatusCode, message.Id);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            log.LogWarning("The {Target} could not be reached for message {Id}; it is sent again: {Why}", message.Target, message.Id, failure.Message);
            return false;
        }
    }
}
