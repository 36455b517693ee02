using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>
/// Carries answers to the Bot Framework's connector, one activity at a time: Bot Connector REST, version 3. A token goes only to an address that the caller's own
/// token vouched for; without a token nothing leaves this machine.
/// </summary>
public sealed class ConnectorChannel(BotReplies replies, OutgoingTokens tokens, IHttpClientFactory clients, ILogger<ConnectorChannel> log) : IChannel
{
    /// <summary>Name of the adapter.</summary>
    public const string Wire = "botframework";

    /// <inheritdoc/>
    public string Name => Wire;

    /// <inheritdoc/>
    public async Task<Sent> SendAsync(Parcel parcel, CancellationToken cancellation)
    {
        var (seq, activity) = parcel.Activities[0];
        var to = BotAddress.From(parcel.Address);
        var next = new Sent(new Position(seq + 1));
        if (replies.Form(activity, to, parcel.Keys) is not { } form)
            return next;
        if (Refusal(to) is { } refusal)
            return Sent.NotBeforeTheyWrite(parcel, refusal);
        var (status, pause) = await PostAsync(form, to, activity.Id, cancellation);
        if (status == HttpStatusCode.Unauthorized)
        {
            tokens.Forget(tokens.ScopeFor(to.AppId));
            (status, pause) = await PostAsync(form, to, activity.Id, cancellation);
        }

        // What the channel cannot show as a card it may take as words.
        if (status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge && form.Attachments is not null)
            (status, pause) = await PostAsync(replies.Form(activity, to, parcel.Keys, isPlain: true)!, to, activity.Id, cancellation);
        switch (status)
        {
            case >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices:
                return next;
            case HttpStatusCode.RequestTimeout or HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return Sent.Later(parcel, $"status {(int)status}", pause);
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge:
                log.LogError("{Channel} refuses the activity {Activity} ({Status}); it stays in the transcript and what follows goes on", to.ChannelId, activity.Id, (int)status);
                return next;
            default:
                return Sent.NotBeforeTheyWrite(parcel, $"status {(int)status}");
        }
    }

    /// <summary>Shows the person that something is being worked on; whether it arrives does not matter.</summary>
    public async Task TypingAsync(BotAddress to, CancellationToken cancellation)
    {
        if (Refusal(to) is null)
            await PostAsync(replies.Form(new() { Type = "typing" }, to, new Dictionary<string, string>())!, to, null, cancellation);
    }

    /// <summary>Why nothing may be sent to an address; null when it may.</summary>
    private string? Refusal(BotAddress to)
    {
        if (!Uri.TryCreate(to.ServiceUrl, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return "the activity named no serviceUrl";
        if (address.IsLoopback)
            return null;
        return to.Caller switch
        {
            BotCallerKind.Anonymous => "without tokens replies go to this machine only",
            _ when address.Scheme != "https" => "the serviceUrl is not https",
            BotCallerKind.Emulator => null,
            _ => tokens.IsConfigured ? null : "BotFramework:AppSecret is not set, without which no reply is authorised",
        };
    }

    private async Task<(HttpStatusCode Status, TimeSpan? Pause)> PostAsync(Activity form, BotAddress to, string? key, CancellationToken cancellation)
    {
        // Ids hold characters of their own, and the service URL may have a path: both must come through whole.
        var path = $"{to.ServiceUrl!.TrimEnd('/')}/v3/conversations/{Uri.EscapeDataString(to.Conversation.Id!)}/activities{(form.ReplyToId is { Length: > 0 } id ? "/" + Uri.EscapeDataString(id) : "")}";
        form.Id = null;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(form, Json.Options), Encoding.UTF8, "application/json") };
        if (to.Caller is BotCallerKind.Channel or BotCallerKind.Skill && await tokens.GetAsync(tokens.ScopeFor(to.AppId), cancellation) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // A connector that knows it drops what was sent twice because its answer got lost.
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var http = clients.CreateClient(Wire);
        using var answer = await http.SendAsync(request, cancellation);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }
}
