using Assistant.Skills.Policy;

namespace Assistant.Skills;

/// <summary>Who is at the other end of a conversation, as far as is known.</summary>
public enum Party
{
    /// <summary>Nobody has been verified.</summary>
    Unknown,

    /// <summary>The cardholder, verified.</summary>
    Self,

    /// <summary>Someone who said they are not the cardholder but know them; gets nothing, even with both factors.</summary>
    ThirdParty,

    /// <summary>Someone the contact was never meant for.</summary>
    WrongPerson,
}

/// <summary>The queue of people who take a hand-off or ticket (external contract, section 5).</summary>
public enum Queue
{
    /// <summary>Everything without a queue of its own.</summary>
    General,

    /// <summary>Hardship beyond the pack, illness, bereavement, deceased, capacity, other vulnerability.</summary>
    Specialist,

    /// <summary>Fraud and identity theft.</summary>
    Fraud,

    /// <summary>Lawyers, bankruptcy, court letters, limitation.</summary>
    Legal,

    /// <summary>Complaints, regulators, contact with family.</summary>
    Complaint,

    /// <summary>Danger to life.</summary>
    Crisis,

    /// <summary>Approvals, disputed figures, refusals.</summary>
    Supervisor,
}

/// <summary>Something a decision writes, together with the turn and only with it.</summary>
public abstract record Effect
{
    private Effect() { }

    /// <summary>The person proved to be the cardholder of this case.</summary>
    public sealed record Verified(string CaseNo) : Effect;

    /// <summary>A wrong or unknown set of factors was given; counts against the user, the claim and the address.</summary>
    public sealed record VerificationFailed : Effect;

    /// <summary>Verification ends now: asked for, lapsed, or the person turned out to be somebody else.</summary>
    public sealed record VerificationEnded(string Why) : Effect;

    /// <summary>The channel's user is no longer bound to a case.</summary>
    public sealed record Unbound : Effect;

    /// <summary>What the person wanted must wait until identity is proved.</summary>
    public sealed record Wanted(Request Request) : Effect;

    /// <summary>Nothing about money is said again in this conversation.</summary>
    public sealed record MoneyTalkEnded(string Why) : Effect;

    /// <summary>Who the person is was learned.</summary>
    public sealed record PartyLearned(Party Party) : Effect;

    /// <summary>The person asked for a language.</summary>
    public sealed record LocaleChosen(string Locale) : Effect;

    /// <summary>Work for people, without the conversation.</summary>
    public sealed record Ticket(string TicketId, Queue Queue, string Reason, DateTimeOffset DueAt, string? Quote = null) : Effect;

    /// <summary>The conversation goes to a person. One is open per conversation; a second changes nothing.</summary>
    public sealed record HandOff(string HandOffId, Queue Queue, string Reason, int Priority, DateTimeOffset DueAt) : Effect;

    /// <summary>The case is protected from now on, in every channel.</summary>
    /// <param name="ProtectionId">Its number.</param>
    /// <param name="Kind">Which of prompts/policy/protections.yaml.</param>
    public sealed record Protect(string ProtectionId, string Kind) : Effect;

    /// <summary>Lines of the account are disputed: what they come to is not asked for until somebody has looked.</summary>
    /// <param name="DisputeId">Its number.</param>
    /// <param name="Kind">transaction or fee.</param>
    /// <param name="Lines">Statement lines as month/number; empty where none was found.</param>
    /// <param name="Amount">What they come to; null where no line was found and no amount named.</param>
    public sealed record Dispute(string DisputeId, string Kind, IReadOnlyList<string> Lines, Money? Amount) : Effect;

    /// <summary>How and when the person wants to be reached; what is null stays as it was.</summary>
    public sealed record Preference(string? Channel, TimeOnly? From, TimeOnly? To, string? Support = null) : Effect;

    /// <summary>The person needs plain words: from now on the simplest form of each reply is used.</summary>
    public sealed record PlainWords : Effect;

    /// <summary>A paper is asked for, once.</summary>
    public sealed record PaperAsked(string Kind) : Effect;

    /// <summary>A file came in for a paper that was asked for.</summary>
    /// <param name="Kind">Which paper.</param>
    /// <param name="HasConsent">Whether the person agreed, apart from everything else, that health data in it is looked at (PIPL art. 29).</param>
    public sealed record PaperReceived(string Kind, bool HasConsent) : Effect;

    /// <summary>A promise to pay, confirmed. An open one of the same case is superseded.</summary>
    public sealed record Promise(string PromiseId, Money Amount, DateOnly DueOn) : Effect;

    /// <summary>An instalment agreement, agreed to with an explicit yes.</summary>
    /// <param name="AgreementId">Its number.</param>
    /// <param name="Status">In force, or an application.</param>
    /// <param name="Offer">The plan agreed to.</param>
    /// <param name="Policy">Name and version of the pack that admitted it.</param>
    /// <param name="Contents">The clauses that were read back (办法 art. 70), kept with it word for word.</param>
    public sealed record Agreement(string AgreementId, AgreementStatus Status, Offer Offer, string Policy, IReadOnlyList<Say> Contents) : Effect
    {
        /// <summary>By when an application is answered.</summary>
        public DateOnly? AnswerBy { get; init; }

        /// <summary>The running agreement whose place it takes.</summary>
        public string? Replaces { get; init; }
    }

    /// <summary>The message answers a question about income or living costs: it serves the plan, and no member of staff reads it.</summary>
    public sealed record PrivateAnswer : Effect;

    /// <summary>What the person can pay a month by their own figures. Staff see this amount, never the figures; it is erased when it expires.</summary>
    public sealed record Affordable(Money Amount, DateOnly ExpiresOn) : Effect;

    /// <summary>The due day of a running agreement, changed with an explicit yes.</summary>
    /// <param name="AgreementId">Its number.</param>
    /// <param name="FirstBefore">The day on which the first of the moved rows fell.</param>
    /// <param name="Rows">The rows that move.</param>
    public sealed record DueDayChanged(string AgreementId, DateOnly FirstBefore, IReadOnlyList<MovedRow> Rows) : Effect;

    /// <summary>The disposition code of the contact so far (collections 4.6); the weightiest of a conversation stands.</summary>
    public sealed record Disposition(string Code) : Effect;
}

/// <summary>Where an agreement is in its life.</summary>
public enum AgreementStatus
{
    /// <summary>Read back, not yet agreed.</summary>
    Draft,

    /// <summary>An application: agreed to by the cardholder, beyond the assistant's authority.</summary>
    PendingApproval,

    /// <summary>In force; dunning stops while it performs (办法 art. 70).</summary>
    Active,

    /// <summary>Held.</summary>
    Paused,

    /// <summary>All paid.</summary>
    Completed,

    /// <summary>Broken after notice.</summary>
    Broken,

    /// <summary>Withdrawn or refused.</summary>
    Cancelled,
}
