using System.Text.Json;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>The bank's own app: messages come signed to <c>/channels/webhook</c>, answers go signed to <c>Channels:Webhook:ReplyTo</c>. The example of an adapter.</summary>
public sealed class WebhookChannel(ChannelSettings settings, IHttpClientFactory clients) : IChannel
{
    /// <inheritdoc/>
    public string Name => "webhook";

    /// <summary>The half that takes messages in.</summary>
    public void Map(IEndpointRouteBuilder app, Reception reception) => app.MapPost("/channels/webhook", async (HttpContext http) =>
    {
        var body = await BadRequests.BodyAsync(http);
        if (settings.Webhook.Secret is not { } secret || !BodySignature.Fits(http.Request.Headers[BodySignature.Header], secret, body))
            return Results.Problem("Sign the body with Channels:Webhook:Secret: HMAC-SHA256, in lower-case hexadecimal, in X-Signature-SHA256.", statusCode: 401);
        if (BadRequests.Read<Message>(body) is not { Id.Length: > 0 and <= 200, User.Length: > 0 and <= 200, Text.Length: > 0 and <= 8000 } message)
            return Results.Problem("'id' and 'user' (at most 200 characters) and 'text' (at most 8,000) are required.", statusCode: 400);
        var (conversationId, result) = await reception.TakeAsync(new()
        {
            Adapter = Name,
            Talk = message.User,
            User = message.User,
            Address = new() { ["user"] = message.User },
            Activity = new() { Type = "message", Text = message.Text, Locale = message.Locale },
            Key = message.Id,
            BankCase = message.Case,
        }, CancellationToken.None);
        return Results.Json(new { conversationId, id = result.InboundId }, statusCode: 202);
    }).WithTags("Channels").DisableAntiforgery();

    /// <inheritdoc/>
    public async Task<Sent> SendAsync(Parcel parcel, CancellationToken cancellation)
    {
        var (seq, activity) = parcel.Activities[0];
        var body = JsonSerializer.SerializeToUtf8Bytes(new { user = parcel.Address["user"], activity.Id, activity.Type, activity.Name, activity.Text, activity.Locale, choices = activity.SuggestedActions?.Actions.Select(action => action.Title) }, Json.Options);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        content.Headers.Add(BodySignature.Header, BodySignature.Of(settings.Webhook.Secret!, body));
        using var answer = await clients.CreateClient(Name).PostAsync(new Uri(settings.Webhook.ReplyTo!), content, cancellation);
        return answer.IsSuccessStatusCode ? new Sent(new Position(seq + 1)) : Sent.Later(parcel, $"status {(int)answer.StatusCode}");
    }

    private sealed record Message(string? Id, string? User, string? Text, string? Locale, string? Case);
}
