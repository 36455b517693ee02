using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>
/// Signing keys of one OpenID metadata document: renewed every 24 hours, and at once for a key not seen before, so that a roll-over needs no restart.
/// What was fetched stays in use while the document cannot be had.
/// </summary>
/// <param name="address">Address of the document; https unless plain addresses are allowed or it lies on this machine.</param>
/// <param name="http">Fetches it.</param>
/// <param name="isPlainAllowed">Whether http will do.</param>
/// <param name="time">Clock of the renewals.</param>
/// <param name="log">Told of every fetch that fails.</param>
public sealed class SigningKeys(string address, HttpClient http, bool isPlainAllowed, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>Between fetches for unknown keys, and for renewals that fail: anybody can name a key that does not exist.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>Between attempts while there are no keys at all.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>For the document and its keys together: a channel waits 10 to 15 seconds for the whole answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly HttpDocumentRetriever documents = new(http) { RequireHttps = !isPlainAllowed && !new Uri(address).IsLoopback };
    private readonly Lock door = new();
    private Dictionary<string, JsonWebKey>? keys;
    private Task? fetching;
    private long? fetched;
    private long? tried;
    private long? asked;

    /// <summary>Whether any keys are at hand; while there are none, every token is refused.</summary>
    public bool HasKeys => Volatile.Read(ref keys) is not null;

    /// <summary>The key of an id, fetched when it has to be. Requests that come meanwhile wait for the same fetch.</summary>
    /// <returns>Null when there is no such key, or none can be had; within five seconds either way.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<JsonWebKey?> FindAsync(string id, CancellationToken cancellation)
    {
        Task? fetch;
        lock (door)
        {
            var isKnown = keys?.ContainsKey(id) == true;
            fetch = fetching is { IsCompleted: false } ? fetching : IsDue(isKnown) ? fetching = Task.Run(FetchAsync, CancellationToken.None) : null;
            // A key at hand serves while its renewal goes on.
            if (isKnown)
                return keys![id];
        }

        if (fetch is not null)
            await fetch.WaitAsync(cancellation);
        return Volatile.Read(ref keys)?.GetValueOrDefault(id);
    }

    private bool IsDue(bool isKnown)
    {
        if (keys is null)
            return IsPast(tried, FirstPause);
        if (isKnown)
            return IsPast(fetched, Life) && IsPast(tried, Pause);
        if (!IsPast(asked, Pause))
            return false;
        asked = time.GetTimestamp();
        return true;
    }

    private bool IsPast(long? since, TimeSpan pause) => since is not { } moment || time.GetElapsedTime(moment) >= pause;

    private async Task FetchAsync()
    {
        try
        {
            // The library ends neither of its two requests when it is told to.
            var document = await OpenIdConnectConfigurationRetriever.GetAsync(address, documents, CancellationToken.None).WaitAsync(Patience);
            var found = document.JsonWebKeySet?.Keys.Where(key => key.Kty == JsonWebAlgorithmsKeyTypes.RSA && key.Use is null or "" or "sig" && !string.IsNullOrEmpty(key.KeyId))
                .GroupBy(key => key.KeyId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal) ?? [];
            if (found.Count == 0)
                throw new InvalidDataException("the document names no signing keys");
            lock (door)
            {
                Volatile.Write(ref keys, found);
                fetched = tried = time.GetTimestamp();
            }
        }
        catch (Exception failure)
        {
            // Whatever is wrong with the document or the way to it, the answer is the same: those keys, or none.
            lock (door)
                tried = time.GetTimestamp();
            log.LogWarning("The signing keys of {Address} could not be fetched; {What}: {Why}", address, HasKeys ? "the ones at hand stay in use" : "every token is refused until they can be", WhyOf(failure));
        }
    }

    private static string WhyOf(Exception failure)
    {
        // The client's own limit may end first, and the library wraps what it throws.
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is TimeoutException or OperationCanceledException)
                return $"no answer within {Patience.TotalSeconds} s";
        }

        var text = failure.GetBaseException().Message.ReplaceLineEndings(" ");
        return text.Length > 200 ? text[..200] : text;
    }
}
