namespace Assistant.Tests.Simulators;

/// <summary>
/// The access tokens of one account (platform documentation: getStableAccessToken, getAccessToken). The two ways of asking do not know of each other.
/// Not thread-safe: the platform holds its lock.
/// </summary>
internal sealed class WeChatTokens(WeChatPlatformOptions options, Random chance)
{
    private const int Length = 512;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, (DateTimeOffset Until, bool IsReplaced)> known = [];
    private readonly List<DateTimeOffset> forced = [];
    private string? stable;
    private string? classic;

    private DateTimeOffset Now => options.Time.GetUtcNow();

    /// <summary>The token everybody gets who asks: the same until its last five minutes, then a new one while both hold. A forced one ends the old at once.</summary>
    /// <returns>The token and the seconds it has; or an errcode, for forcing oftener than every 30 seconds or 20 times a day.</returns>
    public (string? Token, int Seconds, int Errcode) Stable(bool isForced)
    {
        if (isForced)
        {
            forced.RemoveAll(at => at <= Now.AddDays(-1));
            if (forced.Count >= 20)
                return (null, 0, 45009);
            if (forced.Count > 0 && Now - forced[^1] < TimeSpan.FromSeconds(30))
                return (null, 0, 45011);
            forced.Add(Now);
            Replace(stable, TimeSpan.Zero);
            stable = null;
        }

        if (stable is null || known[stable].IsReplaced || known[stable].Until - Now <= Overlap)
        {
            Replace(stable, Overlap);
            stable = New();
        }

        return (stable, Seconds(stable), 0);
    }

    /// <summary>The older way: each call makes a new token, and the one before holds five minutes more.</summary>
    public (string Token, int Seconds) Classic()
    {
        Replace(classic, Overlap);
        classic = New();
        return (classic, Seconds(classic));
    }

    /// <summary>0 when a call may go on with this token; else the errcode.</summary>
    public int Check(string? token) => token switch
    {
        null or "" => 41001,
        _ when !known.TryGetValue(token, out var one) => 40001,
        _ when known[token].Until > Now => 0,
        _ => known[token].IsReplaced ? 40001 : 42001,
    };

    /// <summary>Ends every token, as when the secret was reset or another system forced a new one.</summary>
    public void End()
    {
        foreach (var token in known.Keys)
            known[token] = (DateTimeOffset.MinValue, true);
    }

    private void Replace(string? token, TimeSpan holds)
    {
        if (token is not null)
            known[token] = (known[token].Until < Now + holds ? known[token].Until : Now + holds, true);
    }

    private string New()
    {
        var token = string.Create(Length, chance, (span, random) => random.GetItems(Letters, span));
        known[token] = (Now + options.TokenLife, false);
        return token;
    }

    private int Seconds(string token) => (int)(known[token].Until - Now).TotalSeconds;
}
