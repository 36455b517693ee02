namespace Assistant.Tests.Simulators;

/// <summary>
/// How many customer-service messages may still be sent to a user (platform documentation: customer-service messages, the table in force since June 2023):
/// a message gives 5 within 48 hours; a menu click, a subscription or a scan gives 3 within one minute. Nothing adds up: the next message
/// brings its own five back to five. Not thread-safe: the platform holds its lock.
/// </summary>
internal sealed class WeChatQuota
{
    private (int Left, DateTimeOffset Until) words;
    private (int Left, DateTimeOffset Until) deeds;

    /// <summary>The user wrote.</summary>
    public void Said(DateTimeOffset now) => words = (5, now.AddHours(48));

    /// <summary>The user clicked, subscribed or scanned.</summary>
    public void Did(DateTimeOffset now) => deeds = (3, now.AddMinutes(1));

    /// <summary>The user left.</summary>
    public void Clear() => words = deeds = default;

    /// <summary>How many are left.</summary>
    public int Left(DateTimeOffset now) => (words.Until > now ? words.Left : 0) + (deeds.Until > now ? deeds.Left : 0);

    /// <summary>Takes one, of what ends first.</summary>
    /// <returns>0, or the errcode.</returns>
    public int Spend(DateTimeOffset now)
    {
        if (deeds.Until > now && deeds.Left > 0)
            deeds.Left--;
        else if (words.Until > now && words.Left > 0)
            words.Left--;
        else
            return words.Until > now || deeds.Until > now ? 45047 : 45015;
        return 0;
    }
}
