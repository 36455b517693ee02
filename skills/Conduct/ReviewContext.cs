namespace Assistant.Skills.Conduct;

/// <summary>Who says a line.</summary>
public enum Speaker
{
    /// <summary>A person at the bank or agency.</summary>
    Agent,

    /// <summary>The assistant.</summary>
    Bot,

    /// <summary>The person who owes.</summary>
    Debtor,

    /// <summary>Somebody else.</summary>
    ThirdParty,
}

/// <summary>Who hears a line.</summary>
public enum Audience
{
    /// <summary>The person who owes.</summary>
    Debtor,

    /// <summary>Somebody who vouched for the debt by contract.</summary>
    Guarantor,

    /// <summary>Anybody else.</summary>
    ThirdParty,
}

/// <summary>What an honest line does; the more of it concerns the debt, the more depends on the context.</summary>
public enum Act
{
    /// <summary>Nothing of the debt: greeting, check of identity, rights, sympathy, a wish to be called back.</summary>
    None,

    /// <summary>Asks, urges or reminds to pay.</summary>
    Demand,

    /// <summary>Tells something of the account without asking for payment.</summary>
    Disclosure,

    /// <summary>Speaks of consequences in law or in the credit record.</summary>
    Legal,

    /// <summary>Offers or explains a plan, a waiver, a way through hardship.</summary>
    Offer,
}

/// <summary>What surrounds a line (external contract, section 7). What is not given is not at issue.</summary>
public sealed record ReviewContext
{
    /// <summary>CN, US or UK.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>The day whose rules apply.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Who says it.</summary>
    public Speaker Speaker { get; init; } = Speaker.Agent;

    /// <summary>Who hears it.</summary>
    public Audience Audience { get; init; } = Audience.Debtor;

    /// <summary>Whether the person is verified; null where that is not at issue.</summary>
    public bool? Verified { get; init; }

    /// <summary>Clock time at the person reached; null where that is not at issue.</summary>
    public TimeOnly? Time { get; init; }

    /// <summary>chat, call, sms, letter and the like; null where that is not at issue.</summary>
    public string? Channel { get; init; }

    /// <summary>Facts of the case by name, with a value where one was given, else empty.</summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether somebody with the power decided on legal action; never a judgment.</summary>
    public bool LegalActionApproved { get; init; }

    /// <summary>The case's own amounts by the names of the contract (total, minimum, …).</summary>
    public IReadOnlyDictionary<string, decimal> Figures { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Whether the words were approved as they stand, so that what they hint at need not be guessed; what they say is judged all the same.</summary>
    public bool IsApproved { get; init; }

    /// <summary>Every flag that means something.</summary>
    public static readonly IReadOnlySet<string> KnownFlags = new HashSet<string>
    {
        "sender_bank", "sender_agency", "sender_lawyer", "sender_human", "sender_bot", "recording_on", "dispute_open", "complaint_open", "plan_performing",
        "plan_approved", "plan_pending", "waiver_approved", "waiver_pending", "represented_by_lawyer", "deceased", "bankrupt", "estate_contact",
        "do_not_contact", "breathing_space", "time_barred", "crisis_signal", "bereavement", "serious_illness", "pregnancy", "no_judgment", "lawsuit_filed",
        "before_due_date", "due_today", "offer_expiry", "deadline", "default_notice_due", "debtor_initiated", "night_contact_consent",
        "night_contact_declined", "attempts_today", "connected_today", "calls_last_7_days", "debtor_unreachable", "contact_person_refused",
        "visit_consent", "visit_refused", "visit_consent_unknown", "autodebit_authorised", "autodebit_refused", "payee_account_official",
        "payee_account_unlisted", "fee_not_in_contract",
    };

    /// <summary>The number a flag carries, or null.</summary>
    public int? Count(string flag) => Flags.TryGetValue(flag, out var value) && int.TryParse(value, out var n) ? n : null;

    /// <summary>The date a flag carries, or null.</summary>
    public DateOnly? Date(string flag) => Flags.TryGetValue(flag, out var value) && DateOnly.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var day) ? day : null;
}
