using Assistant.Skills.Language;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Skills;

/// <summary>One thing the assistant can do for a cardholder: decides from a typed request and facts, never from words.</summary>
public interface IDebtorSkill
{
    /// <summary>Name in the trace.</summary>
    string Id { get; }

    /// <summary>Intents that start it, with what each demands of the person's identity.</summary>
    IReadOnlyDictionary<string, Access> Intents { get; }

    /// <summary>Decides. Never called without a verified case for an intent that demands one.</summary>
    Outcome Handle(Request request, Desk desk);

    /// <summary>Takes the answer to a question this skill has open; null when the message does not answer it.</summary>
    Outcome? Continue(Ask open, Request request, Desk desk) => null;

    /// <summary>Asks a question again after a digression; null when it need not be asked again.</summary>
    Outcome? Resume(Ask open, Desk desk) => null;
}

/// <summary>What a request demands of the person's identity.</summary>
public enum Access
{
    /// <summary>Anyone may ask; nothing of an account is said.</summary>
    Anyone,

    /// <summary>Only the verified cardholder.</summary>
    Cardholder,
}

/// <summary>What a message asks of one skill, already understood.</summary>
/// <param name="Intent">Intent id; <see cref="None"/> when the message only answers.</param>
/// <param name="Heard">Everything with a value, in order.</param>
/// <param name="Answer">A yes, a no or a choice.</param>
public sealed record Request(string Intent, IReadOnlyList<Entity> Heard, Answer Answer)
{
    /// <summary>No intent of its own.</summary>
    public const string None = "";

    /// <summary>Whether the intent is only a guess of a language model: it may be answered, and nothing is recorded on it.</summary>
    public bool IsGuess { get; init; }

    /// <summary>The first entity of a type, or null.</summary>
    public Entity? First(string type) => Heard.FirstOrDefault(entity => entity.Type == type);

    /// <summary>
    /// The first amount that is not somebody's income, in the case's currency; the figure a person names is in the currency
    /// of the account unless they say another.
    /// </summary>
    /// <returns>Null when no amount was heard, or it was said in another currency.</returns>
    public Money? Amount(string currency) =>
        Heard.FirstOrDefault(e => e is { Type: EntityType.Amount, Role: not AmountRole.Income } && (e.Currency ?? currency) == currency) is { } entity
            && decimal.Parse(entity.Value, System.Globalization.CultureInfo.InvariantCulture) is > 0 and var value
            ? new Money(value, currency) : null;

    /// <summary>The first date heard.</summary>
    public DateOnly? Date => First(EntityType.Date) is { } entity
        ? DateOnly.ParseExact(entity.Value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>The first term heard, in whole months.</summary>
    public int? Months => First(EntityType.Duration)?.Value switch
    {
        ['P', .. var n, 'M'] => Whole(n, 1),
        ['P', .. var n, 'Y'] => Whole(n, 12),
        _ => null,
    };

    private static int? Whole(string number, int times) =>
        int.TryParse(number, out var n) && n is > 0 and < 1000 ? n * times : null;
}

/// <summary>An answer to whatever was asked.</summary>
/// <param name="Yes">A clear yes or no.</param>
/// <param name="Option">1 for the first of the options shown, and so on.</param>
/// <param name="Label">An option named by what it is good for.</param>
/// <param name="Means">The meaning of a button that was pressed.</param>
public sealed record Answer(bool? Yes = null, int? Option = null, OfferLabel? Label = null, string? Means = null)
{
    /// <summary>No answer in the message.</summary>
    public static Answer Nothing { get; } = new();
}

/// <summary>Everything a skill may look at when it decides.</summary>
public sealed record Desk
{
    /// <summary>The moment of the turn.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The bank's time zone.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Who operates the assistant.</summary>
    public required Operator Operator { get; init; }

    /// <summary>The verified case; null until identity is proved. The only account data within reach.</summary>
    public VerifiedCase? Case { get; init; }

    /// <summary>Stands for the verified case in the path of a document, and says nothing of it; null until identity is proved.</summary>
    public string? CaseToken { get; init; }

    /// <summary>The intent for whose sake money is not spoken of any more in this conversation; null where it may be.</summary>
    public string? MoneyTalkEndedFor { get; init; }

    /// <summary>Reply ids said in this conversation so far: what is said or asked once only is looked up here.</summary>
    public IReadOnlyCollection<string> Said { get; init; } = [];

    /// <summary>What this conversation has brought about so far, for its summary.</summary>
    public IReadOnlyList<Done> Done { get; init; } = [];

    /// <summary>Whether a hardship, a danger or illness was heard in this conversation.</summary>
    public bool IsVulnerable { get; init; }

    /// <summary>Creditor profile of the verified case, the default one otherwise.</summary>
    public required Creditor Creditor { get; init; }

    /// <summary>Plan pack of the verified case's law and currency, if there is one.</summary>
    public PlanPack? Pack { get; init; }

    /// <summary>Result of the identity check of this turn.</summary>
    public required IdentityResult Identity { get; init; }

    /// <summary>Whether verification is closed for this user, so that factors are not even asked for.</summary>
    public bool IdentityClosed { get; init; }

    /// <summary>Whether the channel knows its users again, so that a proof is remembered for a day.</summary>
    public bool Binds { get; init; }

    /// <summary>Whether this user is bound to a case, so that the last four alone are asked for.</summary>
    public bool IsBound { get; init; }

    /// <summary>The question now open.</summary>
    public required Ask Open { get; init; }

    /// <summary>Messages in a row that were not understood, before this one.</summary>
    public int Unclear { get; init; }

    /// <summary>The hand-off of this conversation that is waiting or accepted, if there is one.</summary>
    public string? HandOffId { get; init; }

    /// <summary>Reasons for which this conversation has opened tickets already; each is opened once.</summary>
    public IReadOnlyCollection<string> OpenReasons { get; init; } = [];

    /// <summary>Makes an id with a prefix; the same turn gives the same ids, so that a repeated turn repeats nothing.</summary>
    public required Func<string, string> NewId { get; init; }

    /// <summary>The bank's civil day.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Zone).DateTime);

    /// <summary>Whether somebody is on duty at this moment.</summary>
    public bool IsStaffed => (Case is null ? Operator.Hours : Creditor.Hours).IsOpenAt(Now, Zone);

    /// <summary>The law to assume while nobody is verified, by the language spoken.</summary>
    public string LawOfLanguage { get; init; } = "";

    /// <summary>The law that applies: the verified case's; else the one of the language; the operator's first one where that has no numbers of its own.</summary>
    public string Law => (Case?.Account.File.Law ?? LawOfLanguage) is var law && Operator.Lines.ContainsKey(law) ? law : Operator.Lines.First().Key;

    /// <summary>By when a person answers: the creditor's people for a verified case, the operator's otherwise.</summary>
    public DateTimeOffset PersonBy => Case is null
        ? Operator.Hours.DueAt(Now, Operator.HandOffWithin, Zone)
        : Creditor.Hours.DueAt(Now, Creditor.HandOffWithin, Zone);

    /// <summary>The verified case. Asking without one is a mistake of ours.</summary>
    public VerifiedCase Cardholder => Case ?? throw new InvalidOperationException("This skill was reached without a verified case.");
}

/// <summary>Something a conversation brought about, as its summary names it.</summary>
/// <param name="Kind">promise, agreement, ticket or callback.</param>
/// <param name="Id">Its number.</param>
/// <param name="Amount">Money promised or paid a month; null elsewhere.</param>
/// <param name="On">The day it is due; null where there is none.</param>
/// <param name="By">The moment by which somebody answers; null where there is none.</param>
public sealed record Done(string Kind, string Id, Money? Amount = null, DateOnly? On = null, DateTimeOffset? By = null);

/// <summary>What the identity check of a turn came to.</summary>
public enum IdentityResult
{
    /// <summary>Nothing was claimed in this turn.</summary>
    NotTried,

    /// <summary>The case or mobile number is missing.</summary>
    NeedsReference,

    /// <summary>The last four of the document are missing.</summary>
    NeedsIdLast4,

    /// <summary>The mobile has several cases: the card's last four are needed too.</summary>
    NeedsCardLast4,

    /// <summary>The factors did not match, or there is no such case: said in the same words.</summary>
    Failed,

    /// <summary>Failed, and that was one too many: closed from now on.</summary>
    FailedAndClosed,

    /// <summary>Closed for a while; what was given is not looked at.</summary>
    Locked,

    /// <summary>Proved in this turn.</summary>
    Passed,

    /// <summary>Proved in an earlier turn and still good.</summary>
    Standing,

    /// <summary>Was proved, and lapsed after idle minutes.</summary>
    Lapsed,
}
