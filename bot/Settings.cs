using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Assistant.Bot.Models;

namespace Assistant.Bot;

/// <summary>Every setting with its default and range. <c>appsettings.sample.json</c> shows them all; a test keeps the two alike.</summary>
public sealed class Settings
{
    /// <summary>Listen address. Default http://localhost:3978.</summary>
    public string Urls { get; init; } = "http://localhost:3978";

    /// <summary>Address at which cardholders reach this server; links in messages start with it. Default: where it listens.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The bank's civil time. Default Asia/Shanghai.</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>Durable store.</summary>
    public StoreSettings Store { get; init; } = new();

    /// <summary>Connection strings.</summary>
    public ConnectionSettings ConnectionStrings { get; init; } = new();

    /// <summary>Sample cases.</summary>
    public SampleSettings Sample { get; init; } = new();

    /// <summary>The process's clock.</summary>
    public ClockSettings Clock { get; init; } = new();

    /// <summary>The bank back end's door.</summary>
    public DirectLineSettings DirectLine { get; init; } = new();

    /// <summary>API keys of staff and bank systems.</summary>
    public StaffSettings Staff { get; init; } = new();

    /// <summary>How long people may be waited for.</summary>
    public HandOffSettings HandOff { get; init; } = new();

    /// <summary>Key of hashes and encryption.</summary>
    public PrivacySettings Privacy { get; init; } = new();

    /// <summary>What the replies show of their making.</summary>
    public TraceSettings Trace { get; init; } = new();

    /// <summary>Limits on proving who is there.</summary>
    public IdentitySettings Identity { get; init; } = new();

    /// <summary>The bank's own systems.</summary>
    public BankSettings Bank { get; init; } = new();

    /// <summary>Signs of danger to life.</summary>
    public CrisisSettings Crisis { get; init; } = new();

    /// <summary>The language model; off by default.</summary>
    public LlmSettings Llm { get; init; } = new();

    /// <summary>Bot Framework channel.</summary>
    public BotFrameworkSettings BotFramework { get; init; } = new();

    /// <summary>WeChat official account.</summary>
    public WeChatSettings WeChat { get; init; } = new();

    /// <summary>Channels that answers are carried to.</summary>
    public ChannelSettings Channels { get; init; } = new();

    /// <summary>Reads and checks all settings; reports every mistake at once.</summary>
    /// <exception cref="SettingsException">One line for each setting to correct.</exception>
    public static Settings Read(IConfiguration configuration, bool development)
    {
        var settings = configuration.Get<Settings>() ?? new Settings();
        var wrong = settings.Check(development).ToList();
        return wrong.Count == 0 ? settings : throw new SettingsException(wrong);
    }

    private IEnumerable<string> Check(bool development)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return $"TimeZone: '{TimeZone}' is not an IANA time zone; for example Asia/Shanghai.";
        if (PublicUrl is not null && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return $"PublicUrl: '{PublicUrl}' is not an address; for example https://assistant.example-bank.com.";
        if (Store.Provider != "sqlite")
            yield return $"Store:Provider: '{Store.Provider}' is not built yet; use sqlite.";
        if (Clock.Start is { } start && !DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, out _))
            yield return $"Clock:Start: '{start}' is not an ISO date-time with offset; for example 2026-11-21T09:00:00+08:00.";
        if (Identity.FailuresPerAddress < 3)
            yield return "Identity:FailuresPerAddress: at least 3.";
        foreach (var (name, value) in new[] { ("Bank:Webhook", Bank.Webhook), ("Crisis:OnCall", Crisis.OnCall) })
        {
            if (value is { Length: > 0 } && !(Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
                yield return $"{name}: '{value}' is not an address; for example https://oncall.example-bank.com/page.";
        }

        if (Bank.Webhook is { Length: > 0 } && Bank.WebhookSecret is not { Length: >= 16 })
            yield return "Bank:WebhookSecret: at least 16 characters; what is sent to Bank:Webhook is signed with it.";
        foreach (var (key, i) in Staff.Keys.Select((key, i) => (key, i)))
        {
            if (key.Key.Length < 8)
                yield return $"Staff:Keys:{i}:Key: at least 8 characters.";
            if (key.RoleList.Count == 0 || key.RoleList.Except(StaffKey.KnownRoles).Any())
                yield return $"Staff:Keys:{i}:Roles: one or more of {string.Join(", ", StaffKey.KnownRoles)}, comma-separated.";
        }

        foreach (var (user, i) in Staff.Users.Select((user, i) => (user, i)))
        {
            if (user.User.Length == 0 || Staff.Users.Count(other => other.User == user.User) > 1)
                yield return $"Staff:Users:{i}:User: a name that no other user has.";
            if (!Assistant.Bot.Staff.SignIn.Passwords.IsHash(user.PasswordHash))
                yield return $"Staff:Users:{i}:PasswordHash: not a hash; make one with 'dotnet run --project bot -- staff hash-password'.";
            if (user.RoleList.Count == 0 || user.RoleList.Except(StaffKey.KnownRoles).Any())
                yield return $"Staff:Users:{i}:Roles: one or more of {string.Join(", ", StaffKey.KnownRoles)}, comma-separated.";
        }

        if (Staff.OpenId.Authority is { Length: > 0 } authority && !(Uri.TryCreate(authority, UriKind.Absolute, out var provider) && (provider.Scheme == "https" || (development && provider.Scheme == "http"))))
            yield return $"Staff:OpenId:Authority: '{authority}' is not an https address.";
        if (Staff.OpenId.Authority is { Length: > 0 } && Staff.OpenId is not { ClientId.Length: > 0, ClientSecret.Length: > 0, Groups.Count: > 0 })
            yield return "Staff:OpenId: ClientId, ClientSecret and Groups are required beside Authority.";
        if (HandOff.TimeOutMinutes is < 0 or > 1440)
            yield return "HandOff:TimeOutMinutes: 0 to 1440.";
        if (HandOff.DropOutMinutes is < 1 or > 1440)
            yield return "HandOff:DropOutMinutes: 1 to 1440.";
        foreach (var wrong in BotFramework.Check(development).Concat(WeChat.Check()).Concat(Channels.Check(development)).Concat(Llm.Check()))
            yield return wrong;
        if (development)
            yield break;
        if (string.IsNullOrEmpty(Privacy.Key))
            yield return "Privacy:Key: required outside Development; 32 random bytes in base64, for example from 'openssl rand -base64 32'.";
        if (Crisis.OnCall is not { Length: > 0 })
            yield return "Crisis:OnCall: required outside Development; the address that pages whoever is on call when somebody speaks of dying.";
        if (Sample.Load == true)
            yield return "Sample:Load: sample cases are refused outside Development; remove the setting.";
        if (Trace.Expose == true)
            yield return "Trace:Expose: traces show account figures and are refused outside Development; remove the setting.";
    }
}

/// <summary>Settings that cannot be used, all of them.</summary>
public sealed class SettingsException(IReadOnlyList<string> wrong)
    : Exception("The configuration cannot be used:\n  " + string.Join("\n  ", wrong));

/// <summary>Which store.</summary>
public sealed class StoreSettings
{
    /// <summary>sqlite.</summary>
    public string Provider { get; init; } = "sqlite";
}

/// <summary>Connection strings.</summary>
public sealed class ConnectionSettings
{
    /// <summary>Connection string of the store; a relative path is taken from the repository root.</summary>
    public string Store { get; init; } = "Data Source=data/assistant.db";
}

/// <summary>Sample cases.</summary>
public sealed class SampleSettings
{
    /// <summary>Load sample cases into an empty store. Default: in Development only.</summary>
    public bool? Load { get; init; }
}

/// <summary>The process's clock.</summary>
public sealed class ClockSettings
{
    /// <summary>ISO date-time with offset at which the clock starts; it then runs on. Default: the machine's clock.</summary>
    public string? Start { get; init; }
}

/// <summary>The bank back end's door.</summary>
public sealed class DirectLineSettings
{
    /// <summary>Secret of the bank's back end. Default: random and printed in Development, none (closed) outside.</summary>
    public string? Secret { get; init; }

    /// <summary>Life of a token. Default 30 minutes.</summary>
    [Range(1, 1440)]
    public int TokenMinutes { get; init; } = 30;

    /// <summary>Anonymous page tokens one address may take in a minute. Default 30.</summary>
    [Range(1, 100_000)]
    public int PageTokensPerMinute { get; init; } = 30;

    /// <summary>Messages one conversation may post in ten seconds. Default 40; at least the 20 the contract serves.</summary>
    [Range(20, 100_000)]
    public int MessagesPer10Seconds { get; init; } = 40;

    /// <summary>Largest uploaded file. Default 4 MiB.</summary>
    [Range(1, 100_000_000)]
    public int UploadBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Files one conversation may upload. Default 20.</summary>
    [Range(0, 1000)]
    public int UploadsPerConversation { get; init; } = 20;
}

/// <summary>Key of hashes and encryption.</summary>
public sealed class PrivacySettings
{
    /// <summary>32 bytes in base64. Default in Development: created once beside the store, readable by its owner only.</summary>
    public string? Key { get; init; }
}

/// <summary>What replies show of their making.</summary>
public sealed class TraceSettings
{
    /// <summary>Puts channelData.trace on bot messages. Default: in Development only.</summary>
    public bool? Expose { get; init; }
}

/// <summary>Limits on proving who is there.</summary>
public sealed class IdentitySettings
{
    /// <summary>Failures from one address within 30 minutes that close verification for it; anonymous page users only. Default 30.</summary>
    public int FailuresPerAddress { get; init; } = 30;
}

/// <summary>The bank's own systems.</summary>
public sealed class BankSettings
{
    /// <summary>Address that is told at once of protections and disputes, so that nothing else goes on dunning. Default: none.</summary>
    public string? Webhook { get; init; }

    /// <summary>What the messages are signed with (HMAC-SHA256 of the body, header X-Signature-SHA256).</summary>
    public string? WebhookSecret { get; init; }
}

/// <summary>Signs of danger to life.</summary>
public sealed class CrisisSettings
{
    /// <summary>Address that pages whoever is on call. Required outside Development.</summary>
    public string? OnCall { get; init; }

    /// <summary>What the page is signed with, as the bank's webhook is.</summary>
    public string? OnCallSecret { get; init; }
}
