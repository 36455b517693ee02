using System.ComponentModel.DataAnnotations;

namespace Assistant.Bot;

/// <summary>API keys.</summary>
public sealed class StaffSettings
{
    /// <summary>The keys.</summary>
    public IReadOnlyList<StaffKey> Keys { get; init; } = [];

    /// <summary>People who sign in to the console with a password.</summary>
    public IReadOnlyList<ConsoleUser> Users { get; init; } = [];

    /// <summary>Attempts to sign in that one address may make in a minute. Default 30.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; init; } = 30;

    /// <summary>The bank's own sign-in.</summary>
    public OpenIdSettings OpenId { get; init; } = new();
}

/// <summary>One API key, for a bank system or a member of staff.</summary>
public sealed class StaffKey
{
    /// <summary>Every role there is.</summary>
    public static readonly IReadOnlyList<string> KnownRoles = ["agent", "supervisor", "trainer", "admin"];

    /// <summary>The secret, sent as <c>Authorization: Bearer KEY</c>.</summary>
    public string Key { get; init; } = "";

    /// <summary>Who it stands for, in the audit record.</summary>
    public string User { get; init; } = "api";

    /// <summary>Comma-separated roles.</summary>
    public string Roles { get; init; } = "";

    /// <summary>Comma-separated queues it is narrowed to; empty reaches every case.</summary>
    public string Queues { get; init; } = "";

    /// <summary>The roles, one by one.</summary>
    public IReadOnlyList<string> RoleList => Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The queues, one by one.</summary>
    public IReadOnlyList<string> QueueList => Queues.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A person who signs in to the console.</summary>
public sealed class ConsoleUser
{
    /// <summary>Name to sign in with, and in the audit record.</summary>
    public string User { get; init; } = "";

    /// <summary>Name the cardholder reads; the sign-in name when absent.</summary>
    public string Name { get; init; } = "";

    /// <summary>Hash of the password, as <c>staff hash-password</c> prints it.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>Comma-separated roles.</summary>
    public string Roles { get; init; } = "";

    /// <summary>Comma-separated queues they work in; an agent without any reaches nothing.</summary>
    public string Queues { get; init; } = "";

    /// <summary>The roles, one by one.</summary>
    public IReadOnlyList<string> RoleList => Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The queues, one by one.</summary>
    public IReadOnlyList<string> QueueList => Queues.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The bank's OpenID Connect provider.</summary>
public sealed class OpenIdSettings
{
    /// <summary>Address of the provider, below which <c>/.well-known/openid-configuration</c> is. Default: none, passwords of the configuration.</summary>
    public string? Authority { get; init; }

    /// <summary>Client id.</summary>
    public string? ClientId { get; init; }

    /// <summary>Client secret.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Claim of the id token that lists groups. Default groups.</summary>
    public string GroupsClaim { get; init; } = "groups";

    /// <summary>What a group may do: <c>group=role,role:QUEUE,QUEUE</c>, one entry a group.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>How long people may be waited for.</summary>
public sealed class HandOffSettings
{
    /// <summary>Minutes after its due time at which a hand-off nobody took times out. Default 20.</summary>
    [Range(0, 1440)]
    public int TimeOutMinutes { get; init; } = 20;

    /// <summary>Minutes without a sign of life from who holds a conversation, while the cardholder waits, after which it waits in its queue again. Default 5.</summary>
    [Range(1, 1440)]
    public int DropOutMinutes { get; init; } = 5;
}
