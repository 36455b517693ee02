using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Turns;

namespace Assistant.Tests.Simulators;

/// <summary>How the simulated Bot Service is set up.</summary>
public sealed record BotConnectorOptions
{
    /// <summary>App id of the bot under test.</summary>
    public string AppId { get; init; } = "0b7a6f3e-5a1c-4c55-9d0e-6a4f1f0c2b11";

    /// <summary>Its secret.</summary>
    public string AppSecret { get; init; } = "the-secret-of-the-bot-under-test";

    /// <summary>Tenant of the app; null is multi-tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>App id of a parent bot that may call it as a skill.</summary>
    public string ParentAppId { get; init; } = "7c1e9a52-3f0d-4b8e-8a77-2d9f6f4e5c22";

    /// <summary>The parent bot's secret.</summary>
    public string ParentSecret { get; init; } = "the-secret-of-the-parent-bot";

    /// <summary>How long given tokens hold.</summary>
    public int TokenSeconds { get; init; } = 3600;

    /// <summary>Whether the connector wants the bot's token; a local one without credentials does not.</summary>
    public bool IsTokenWanted { get; init; } = true;

    /// <summary>Clock the tokens run by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What the connector does with a call instead of taking it.</summary>
/// <param name="Status">Status it answers; 0 drops the connection.</param>
/// <param name="RetryAfter">Seconds of the Retry-After header.</param>
/// <param name="IsTaken">Whether it took the call all the same, so that a repetition is the second one.</param>
public sealed record ConnectorFault(int Status, int? RetryAfter = null, bool IsTaken = false)
{
    /// <summary>Takes the call, and drops the connection before the answer.</summary>
    public static ConnectorFault DropAfterTaking { get; } = new(0, IsTaken: true);
}

/// <summary>A call the connector got.</summary>
/// <param name="Method">POST, PUT, DELETE or GET.</param>
/// <param name="Segments">Parts of the path after /v3/, unescaped.</param>
/// <param name="Body">Body; null when there was none.</param>
/// <param name="IsForParent">Whether it came to the parent bot's address rather than the channel's.</param>
/// <param name="Status">What it was answered; 0 when the connection was dropped.</param>
/// <param name="IsTaken">Whether it had its effect.</param>
/// <param name="GivenId">Id the connector gave it.</param>
public sealed record ConnectorCall(string Method, IReadOnlyList<string> Segments, JsonObject? Body, bool IsForParent, int Status, bool IsTaken, string? GivenId)
{
    /// <summary>Conversation; null when one is created.</summary>
    public string? ConversationId => Segments.ElementAtOrDefault(1);

    /// <summary>Activity that is answered, changed or deleted; null when nothing is.</summary>
    public string? ActivityId => Segments.ElementAtOrDefault(2) == "activities" ? Segments.ElementAtOrDefault(3) : null;

    /// <summary>The body as an activity.</summary>
    public Activity Activity => Body.Deserialize<Activity>(Json.Options)!;
}

/// <summary>What the bot answered.</summary>
/// <param name="Status">Status.</param>
/// <param name="Body">Body as text.</param>
public sealed record BotAnswer(HttpStatusCode Status, string Body)
{
    /// <summary>The body as JSON; undefined when it is none.</summary>
    public JsonElement Json => Body.StartsWith('{') || Body.StartsWith('[') ? JsonDocument.Parse(Body).RootElement : default;
}
