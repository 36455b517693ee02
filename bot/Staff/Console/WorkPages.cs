using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Channels;
using Assistant.Bot.Handoff;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Assistant.Bot.Reply;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Bot.Staff.Console;

/// <summary>The page an agent works on: the conversation as it goes on, the case beside it, and what the coach has to say.</summary>
public sealed class WorkPages(
    PageTexts texts, WorkDesk work, HandOffApi handOffs, HandOffDesk desk, ActivityFeed feed, ConversationSignals signals, Presence presence, Talks talks, CaseFacts facts, BankClock clock, IHostApplicationLifetime lifetime)
{
    private const int MostReason = 300;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var inside = app.MapGroup("/console").ExcludeFromDescription().RequireAuthorization(StaffPolicies.Console);
        inside.MapGet("/coach", (HttpContext http) => new RazorComponentResult<CoachPage>(new { View = ConsoleView.Of(http, texts) })).RequireAuthorization(StaffPolicies.AnyStaff);
        var own = inside.MapGroup("/talks/{id}").RequireAuthorization(StaffPolicies.CaseWork);
        own.MapGet("", PageAsync);
        own.MapGet("/side", SideAsync);
        own.MapGet("/events", EventsAsync);
        own.MapPost("/typing", Typing);
        own.MapPost("/unmask", UnmaskAsync);
    }

    private async Task<IResult> PageAsync(HttpContext http, string id, string? missed)
    {
        var view = ConsoleView.Of(http, texts);
        if (handOffs.Row(view.Who!, id) is not { } row)
            return new RazorComponentResult<MissedPage>(new { View = view, WasTaken = missed is not null }) { StatusCode = missed is null ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict };
        return new RazorComponentResult<WorkPage>(new { View = view, Model = await work.ModelAsync(row, view) });
    }

    private async Task<IResult> SideAsync(HttpContext http, string id)
    {
        var view = ConsoleView.Of(http, texts);
        return handOffs.Row(view.Who!, id) is { } row ? new RazorComponentResult<WorkSide>(new { View = view, Model = await work.ModelAsync(row, view) }) : Results.NotFound();
    }

    /// <summary>The conversation as it goes on, as server-sent events; while it is open the holder shows a sign of life.</summary>
    private async Task EventsAsync(HttpContext http, string id, int from)
    {
        var who = StaffMember.Of(http);
        if (handOffs.Row(who, id) is not { } row)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "text/event-stream";
        using var left = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var seenAt = DateTimeOffset.MinValue;
        try
        {
            while (!left.IsCancellationRequested)
            {
                // Taken before reading, or a change in between would wait for the next one.
                var changed = signals.Next(row.ConversationId);
                var lines = feed.Transcript(row.ConversationId, from);
                from = lines.Count == 0 ? from : lines[^1].Seq + 1;
                var now = handOffs.Row(who, id);
                var stand = talks.StandOf(row.ConversationId);
                await SendAsync(http, new()
                {
                    ["lines"] = new JsonArray([.. lines.Where(line => line.HasWords).Select(line => (JsonNode)Line(line, clock.Zone))]),
                    ["next"] = from,
                    ["typing"] = presence.TypingSince(row.ConversationId, isStaff: false) is not null,
                    ["delivered"] = Math.Max(presence.DeliveredUpTo(row.ConversationId), stand?.SentSeq ?? 0),
                    ["waits"] = stand?.WaitsForPerson == true,
                    ["status"] = now?.Status ?? "gone",
                    ["danger"] = now?.DangerAt,
                }, left.Token);
                if (now?.Holder == who.User && clock.Now - seenAt >= Heartbeat)
                {
                    // A durable write: often enough for a drop-out of minutes, and not for each stroke of a key.
                    seenAt = clock.Now;
                    await desk.SeenAsync(row.ConversationId, who.User);
                }

                if (now is null)
                    return;
                await Task.WhenAny(changed, Task.Delay(Heartbeat, left.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The page was left; its next opening goes on from the number it asks for.
        }
    }

    private static async Task SendAsync(HttpContext http, JsonObject what, CancellationToken cancellation)
    {
        await http.Response.WriteAsync($"data: {what.ToJsonString(Json.Options)}\n\n", cancellation);
        await http.Response.Body.FlushAsync(cancellation);
    }

    internal static JsonObject Line(TranscriptLine line, TimeZoneInfo zone) => new()
    {
        ["seq"] = line.Seq,
        ["speaker"] = line.Speaker,
        ["name"] = line.Speaker == "agent" ? line.Activity.From?.Name : null,
        ["text"] = line.Activity.Text,
        ["time"] = TimeZoneInfo.ConvertTime(line.At, zone).ToString("HH:mm", CultureInfo.InvariantCulture),
    };

    private IResult Typing(HttpContext http, string id)
    {
        var who = StaffMember.Of(http);
        if (handOffs.Row(who, id) is not { Status: "accepted" } row || row.Holder != who.User)
            return new Refused(Refusal.Of(403, "talk.typing"));
        presence.Types(row.ConversationId, isStaff: true);
        return Results.NoContent();
    }

    /// <summary>The name, for a reason; the reason is in the audit record. The identity number is never shown.</summary>
    private async Task<IResult> UnmaskAsync(HttpContext http, string id, JsonElement body)
    {
        var who = StaffMember.Of(http);
        if (handOffs.Row(who, id) is not { CaseNo: { } caseNo })
            return new Refused(Refusal.Of(404, "unmask.no_case"));
        if (Fields.Words(body, "reason") is not { Length: <= MostReason } reason)
            return new Refused(Refusal.Of(422, "unmask.reason", MostReason));
        return await facts.OpenAsync(who, caseNo, "case.unmasked", QualityRun.Masked(reason)) is { } found ? Results.Json(new JsonObject { ["name"] = found.Holder.Value.Name }, Json.Options)
            : new Refused(Refusal.Of(404, "unmask.no_case"));
    }
}
