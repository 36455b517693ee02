namespace Assistant.Skills.Conduct;

/// <summary>One contact that was had or tried.</summary>
/// <param name="At">When.</param>
/// <param name="Channel">call, sms, chat, letter and the like.</param>
/// <param name="IsAnswered">Whether the person answered.</param>
/// <param name="IsInbound">Whether the person began it; then it counts as a conversation, never as an attempt.</param>
public sealed record PastContact(DateTimeOffset At, string Channel, bool IsAnswered, bool IsInbound);

/// <summary>A contact somebody wants to make.</summary>
public sealed record ContactWish
{
    /// <summary>CN, US or UK.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Time zone of the person reached.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>call, sms, chat, letter and the like.</summary>
    public required string Channel { get; init; }

    /// <summary>Whom.</summary>
    public Audience Audience { get; init; } = Audience.Debtor;

    /// <summary>Facts of the case, as in a review.</summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>();

    /// <summary>Contacts so far.</summary>
    public IReadOnlyList<PastContact> Past { get; init; } = [];

    /// <summary>Answered calls others made today, as the case file counts them.</summary>
    public int OthersToday { get; init; }

    /// <summary>Calls others made in seven days, as the case file counts them.</summary>
    public int OthersSevenDays { get; init; }

    /// <summary>Hours the person asked to be reached in; null where they asked for none.</summary>
    public (TimeOnly From, TimeOnly To)? Window { get; init; }

    /// <summary>Until when a protection of the case lets nothing go out; null where contact goes on.</summary>
    public DateTimeOffset? FrozenUntil { get; init; }

    /// <summary>Last day on which the case may be worked; null for no end.</summary>
    public DateOnly? LastDay { get; init; }
}

/// <summary>Whether a contact may be made.</summary>
/// <param name="Rules">Ids of the rules against it; empty where it is allowed.</param>
/// <param name="NextAllowed">The first moment from the wish on at which it is; null where none comes by itself.</param>
/// <param name="AttemptsToday">Attempts by this channel on that day.</param>
/// <param name="ConnectedToday">Calls answered on that day.</param>
/// <param name="CallsInSevenDays">Calls placed in the seven days up to it.</param>
public sealed record ContactVerdict(IReadOnlyList<string> Rules, DateTimeOffset? NextAllowed, int AttemptsToday, int ConnectedToday, int CallsInSevenDays)
{
    /// <summary>Whether nothing is against it.</summary>
    public bool IsAllowed => Rules.Count == 0;
}

/// <summary>When, how often and whom: pure counting on the limits of a rule pack.</summary>
public static class ContactPolicy
{
    private const int MostSteps = 64;
    private const int SevenDays = 7;

    /// <summary>Facts of the case that forbid contact until a person lifts them, with the rule that says so.</summary>
    private static readonly IReadOnlyDictionary<string, string> Forbidding = new Dictionary<string, string>
    {
        ["do_not_contact"] = "protection.stop-contact",
        ["deceased"] = "protection.deceased",
        ["bankrupt"] = "protection.bankrupt",
        ["represented_by_lawyer"] = "protection.lawyer",
        ["breathing_space"] = "protection.breathing-space",
        ["crisis_signal"] = "vulnerability.pressing",
        ["bereavement"] = "vulnerability.pressing",
    };

    /// <summary>Judges a wish, and finds the next moment it could be granted.</summary>
    /// <param name="wish">The contact wanted.</param>
    /// <param name="limits">Limits of the jurisdiction.</param>
    public static ContactVerdict Check(ContactWish wish, ContactLimits limits)
    {
        var against = Against(wish, limits, wish.At).ToList();
        var next = (DateTimeOffset?)wish.At;
        var blocks = against;
        for (var step = 0; blocks.Count > 0 && next is not null; step++)
        {
            // Every block that lifts by itself has to lift; one that does not ends the search.
            next = step >= MostSteps || blocks.Exists(block => block.Until is null) ? null : blocks.Max(block => block.Until);
            blocks = next is { } at ? [.. Against(wish, limits, at)] : [];
        }

        return new([.. against.Select(block => block.Rule).Distinct()], next, AttemptsOn(wish, wish.At), ConnectedOn(wish, wish.At), CallsBefore(wish, wish.At).Count() + Others(wish, wish.At, wish.OthersSevenDays, SevenDays));
    }

    private static IEnumerable<(string Rule, DateTimeOffset? Until)> Against(ContactWish wish, ContactLimits limits, DateTimeOffset at)
    {
        if (wish.Flags.ContainsKey("debtor_initiated"))
            yield break;
        foreach (var (flag, rule) in Forbidding.Where(pair => wish.Flags.ContainsKey(pair.Key)))
            yield return (rule, null);
        if (wish.FrozenUntil is { } frozen && at < frozen)
            yield return ("protection.frozen", frozen);
        if (wish.Audience == Audience.ThirdParty && wish.Flags.ContainsKey("contact_person_refused"))
            yield return ("third-party.again", null);
        else if (wish.Audience == Audience.ThirdParty && !wish.Flags.ContainsKey("debtor_unreachable"))
            yield return ("disclosure.third-party", null);
        var local = Local(wish, at);
        if (wish.LastDay is { } last && DateOnly.FromDateTime(local.DateTime) > last)
            yield return ("contact.recalled", null);
        var isWritten = wish.Channel is "letter" or "mail" or "email" or "e-mail";
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (!isWritten && limits.IsQuiet(time) && !(wish.Flags.ContainsKey("night_contact_consent") && !wish.Flags.ContainsKey("night_contact_declined")))
            yield return (limits.QuietRule, NextTime(wish, local, limits.QuietTo));
        if (!isWritten && wish.Window is { } window && (time < window.From || time >= window.To))
            yield return ("contact.window", NextTime(wish, local, window.From));
        if (AttemptsOn(wish, at) >= limits.MostAttemptsADay)
            yield return (limits.FrequencyRule!, Tomorrow(wish, local, limits));
        if (IsCall(wish.Channel) && ConnectedOn(wish, at) >= limits.MostConnectedADay)
            yield return (limits.FrequencyRule!, Tomorrow(wish, local, limits));
        if (IsCall(wish.Channel) && limits.MostCallsInSevenDays is { } most)
        {
            var calls = CallsBefore(wish, at).OrderBy(call => call.At).ToList();
            var others = Others(wish, at, wish.OthersSevenDays, SevenDays);
            if (calls.Count + others >= most)
                yield return (limits.FrequencyRule!, calls.Count >= most - others && calls.Count > 0 ? DayStart(wish, calls[Math.Max(0, calls.Count + others - most)].At, SevenDays, limits) : DayStart(wish, wish.At, SevenDays, limits));
        }

        if (IsCall(wish.Channel) && limits.DaysAfterConversation is { } days
            && wish.Past.Where(past => IsCall(past.Channel) && (past.IsAnswered || past.IsInbound) && past.At <= at).MaxBy(past => past.At) is { } talk && DayOf(wish, at).DayNumber < DayOf(wish, talk.At).DayNumber + days)
            yield return (limits.ConversationRule!, DayStart(wish, talk.At, days, limits));
    }

    private static bool IsCall(string channel) => channel is "call" or "phone" or "voice";

    private static DateTimeOffset Local(ContactWish wish, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, wish.Zone);

    private static DateOnly DayOf(ContactWish wish, DateTimeOffset at) => DateOnly.FromDateTime(Local(wish, at).DateTime);

    private static int AttemptsOn(ContactWish wish, DateTimeOffset at) => wish.Past.Count(past => !past.IsInbound && past.Channel == wish.Channel && DayOf(wish, past.At) == DayOf(wish, at));

    private static int ConnectedOn(ContactWish wish, DateTimeOffset at) =>
        wish.Past.Count(past => past is { IsInbound: false, IsAnswered: true } && IsCall(past.Channel) && DayOf(wish, past.At) == DayOf(wish, at)) + Others(wish, at, wish.OthersToday, 1);

    /// <summary>Calls placed on the day of a moment and the six days before it.</summary>
    private static IEnumerable<PastContact> CallsBefore(ContactWish wish, DateTimeOffset at) =>
        wish.Past.Where(past => !past.IsInbound && IsCall(past.Channel) && past.At <= at && DayOf(wish, past.At).DayNumber > DayOf(wish, at).DayNumber - SevenDays);

    /// <summary>What others did counts as done on the day of the wish: the file says no more.</summary>
    private static int Others(ContactWish wish, DateTimeOffset at, int count, int days) => DayOf(wish, at).DayNumber < DayOf(wish, wish.At).DayNumber + days ? count : 0;

    private static DateTimeOffset NextTime(ContactWish wish, DateTimeOffset local, TimeOnly time)
    {
        var day = DateOnly.FromDateTime(local.DateTime);
        return At(wish, TimeOnly.FromDateTime(local.DateTime) < time ? day : day.AddDays(1), time);
    }

    private static DateTimeOffset Tomorrow(ContactWish wish, DateTimeOffset local, ContactLimits limits) => At(wish, DateOnly.FromDateTime(local.DateTime).AddDays(1), limits.QuietTo);

    private static DateTimeOffset DayStart(ContactWish wish, DateTimeOffset from, int days, ContactLimits limits) => At(wish, DayOf(wish, from).AddDays(days), limits.QuietTo);

    private static DateTimeOffset At(ContactWish wish, DateOnly day, TimeOnly time)
    {
        var clock = day.ToDateTime(time);
        return new(clock, wish.Zone.GetUtcOffset(clock));
    }
}
