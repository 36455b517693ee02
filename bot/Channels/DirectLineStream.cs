using System.Net.WebSockets;
using System.Text.Json;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>The WebSocket of a conversation: pushes activity sets as they are saved, from the client's own watermark on.</summary>
public sealed class DirectLineStream(ActivityFeed feed, ConversationSignals signals, IHostApplicationLifetime lifetime, Presence presence)
{
    /// <summary>Serves one socket until either side leaves.</summary>
    public async Task<IResult> RunAsync(HttpContext http, string id, DirectLine line)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return DirectLine.Error(400, "BadArgument", "Open this address as a WebSocket.");
        // A WebSocket carries no Authorization header; the token stands in the address.
        http.Request.Headers.Authorization = $"Bearer {http.Request.Query["t"]}";
        var (caller, refusal) = await line.CallerOfAsync(http, id);
        if (caller is null)
            return refusal!;
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var hears = HearAsync(socket, left);
        try
        {
            await PushAsync(socket, id, http.Request.Query["watermark"], left.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or FormatException)
        {
            if (socket.State == WebSocketState.Open)
                await socket.CloseOutputAsync(e is FormatException ? WebSocketCloseStatus.InvalidPayloadData : WebSocketCloseStatus.EndpointUnavailable, e is FormatException ? e.Message : "closing", CancellationToken.None);
        }

        await left.CancelAsync();
        await hears;
        return Results.Empty;
    }

    private async Task PushAsync(WebSocket socket, string id, string? watermark, CancellationToken cancellation)
    {
        var shown = DateTimeOffset.MinValue;
        while (!cancellation.IsCancellationRequested)
        {
            // Taken before reading, or a change in between would wait for the next one.
            var changed = signals.Next(id);
            var set = feed.After(id, watermark)!.Value;
            if (set.Activities.Count > 0)
            {
                var frame = JsonSerializer.SerializeToUtf8Bytes(new { activities = set.Activities, watermark = set.Watermark }, Json.Options);
                await socket.SendAsync(frame, WebSocketMessageType.Text, true, cancellation);
            }

            watermark = set.Watermark;
            presence.Delivered(id, watermark);
            if (presence.TypingSince(id, isStaff: true) is { } since && since > shown)
            {
                shown = since;
                var typing = new Activity { Type = "typing", From = new() { Id = "staff", Role = "bot" }, Conversation = new() { Id = id }, ChannelId = "directline" };
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { activities = new[] { typing }, watermark }, Json.Options), WebSocketMessageType.Text, true, cancellation);
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Clients only send empty frames to keep the line open, and their farewell.</summary>
    private static async Task HearAsync(WebSocket socket, CancellationTokenSource left)
    {
        var buffer = new byte[1024];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var frame = await socket.ReceiveAsync(buffer.AsMemory(), left.Token);
                if (frame.MessageType != WebSocketMessageType.Close)
                    continue;
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                break;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The client vanished; the pushing side ends with it.
        }

        await left.CancelAsync();
    }
}
