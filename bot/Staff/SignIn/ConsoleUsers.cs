using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Assistant.Bot.Staff.SignIn;

/// <summary>
/// People who sign in to the console: those of the configuration, in Development sample ones. Five wrong passwords close a name for a quarter of an hour;
/// each session is a row that signing out ends, so that a cookie kept aside is worth nothing afterwards.
/// </summary>
public sealed class ConsoleUsers(Store store, Vault vault, StaffSettings settings, AuditChain audit, BankClock clock, IWebHostEnvironment environment)
{
    /// <summary>Claim of the session.</summary>
    public const string SessionClaim = "session";

    private const int MostFailures = 5;
    private static readonly TimeSpan LockFor = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    private readonly Dictionary<string, ConsoleUser> users = Known(settings, environment.IsDevelopment());

    /// <summary>Sample sign-ins of Development with their passwords; none where people are configured.</summary>
    public IReadOnlyList<(ConsoleUser User, string Password)> Samples => settings.Users.Count > 0 ? [] : [.. users.Values.Select(user => (user, SamplePassword(user.User)))];

    /// <summary>Everybody of the configuration; in Development the sample people.</summary>
    public IReadOnlyCollection<ConsoleUser> All => users.Values;

    /// <summary>The name of somebody of the configuration; the sign-in name itself for others.</summary>
    public string NameOf(string user) => users.GetValueOrDefault(user) is { Name: { Length: > 0 } name } ? name : user;

    /// <summary>Checks a password.</summary>
    /// <returns>The principal of a new session, or null with whether the name is closed for a while.</returns>
    public async Task<(ClaimsPrincipal? Principal, bool IsClosed)> SignInAsync(string name, string password)
    {
        var key = new Locks.LockKey($"staff:{vault.ShortHash("staff", name.ToUpperInvariant())}", MostFailures);
        if (store.Read(db => Locks.IsClosed(db, key, clock.Now)))
            return (null, true);
        var user = users.GetValueOrDefault(name);
        var fits = user is not null && user.PasswordHash.Length == 0
            ? CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SamplePassword(user.User)), Encoding.UTF8.GetBytes(password)) : Passwords.Fits(password, user?.PasswordHash);
        return await store.WriteAsync<(ClaimsPrincipal?, bool)>(db =>
        {
            if (!fits)
            {
                Locks.Fail(db, key, clock.Now, LockFor);
                audit.Append(db, clock.Now, "sign-in.failed", "console", vault.ShortHash("staff", name), "{}");
                return (null, Locks.IsClosed(db, key, clock.Now));
            }

            Locks.Clear(db, key);
            return (Start(db, user!), false);
        });
    }

    /// <summary>A new session for somebody the bank's own provider has signed in.</summary>
    public Task<ClaimsPrincipal> SignInAsync(ConsoleUser user) => store.WriteAsync(db => Start(db, user));

    /// <summary>Whether a session still stands.</summary>
    public bool IsOpen(ClaimsPrincipal principal) => principal.FindFirst(SessionClaim)?.Value is { } session
        && store.Read(db => db.QuerySingleOrDefault<string>("SELECT started_at FROM staff_sessions WHERE session = @hash AND ended_at IS NULL", new { hash = HashOf(session) })) is { } started
        && clock.Now - Store.Time(started) < Longest;

    /// <summary>Ends a session.</summary>
    public Task SignOutAsync(ClaimsPrincipal principal) => store.WriteAsync(db =>
    {
        db.Execute("UPDATE staff_sessions SET ended_at = @now WHERE session = @hash", new { hash = HashOf(principal.FindFirst(SessionClaim)?.Value ?? ""), now = Store.Time(clock.Now) });
        audit.Append(db, clock.Now, "sign-out", principal.Identity?.Name ?? "console", "console", "{}");
    });

    private ClaimsPrincipal Start(System.Data.Common.DbConnection db, ConsoleUser user)
    {
        var session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        db.Execute("INSERT INTO staff_sessions (session, user, started_at) VALUES (@hash, @User, @now)", new { hash = HashOf(session), user.User, now = Store.Time(clock.Now) });
        audit.Append(db, clock.Now, "sign-in", user.User, "console", "{}");
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaims([new(ClaimTypes.Name, user.User), new(StaffMember.NameClaim, user.Name.Length > 0 ? user.Name : user.User), new(StaffMember.ConsoleClaim, "1"), new(SessionClaim, session)]);
        identity.AddClaims(user.RoleList.Select(role => new Claim(ClaimTypes.Role, role)));
        identity.AddClaims(user.QueueList.Select(queue => new Claim(StaffMember.QueueClaim, queue.ToUpperInvariant())));
        return new(identity);
    }

    private string HashOf(string session) => vault.ShortHash("session", session);

    private string SamplePassword(string user) => vault.ShortHash("sample-sign-in", user)[..10];

    private static Dictionary<string, ConsoleUser> Known(StaffSettings settings, bool development) =>
        (settings.Users.Count > 0 || !development ? settings.Users :
        [
            new() { User = "agent", Name = "林晓", Roles = "agent", Queues = "GENERAL,COMPLAINT,SUPERVISOR" },
            new() { User = "agent2", Name = "Chen Yu", Roles = "agent", Queues = "GENERAL,SPECIALIST,CRISIS,FRAUD,LEGAL" },
            new() { User = "supervisor", Name = "周敏", Roles = "supervisor", Queues = "SPECIALIST,CRISIS" },
            new() { User = "trainer", Name = "马丽", Roles = "trainer" },
            new() { User = "admin", Name = "管理员", Roles = "admin" },
        ]).ToDictionary(user => user.User);
}
