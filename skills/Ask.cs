using System.Text.Json.Serialization;
using Assistant.Skills.Policy;

namespace Assistant.Skills;

/// <summary>
/// A question that was put to the person and is open. A yes counts only for one of these.
/// The discriminators are part of stored conversations and never change.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(Nothing), "nothing")]
[JsonDerivedType(typeof(Identity), "identity")]
[JsonDerivedType(typeof(MonthlyAmount), "monthly_amount")]
[JsonDerivedType(typeof(Income), "income")]
[JsonDerivedType(typeof(Essentials), "essentials")]
[JsonDerivedType(typeof(ChooseOffer), "choose_offer")]
[JsonDerivedType(typeof(SeeNearest), "see_nearest")]
[JsonDerivedType(typeof(AcknowledgeTerms), "acknowledge_terms")]
[JsonDerivedType(typeof(AgreePlan), "agree_plan")]
[JsonDerivedType(typeof(PromiseAmount), "promise_amount")]
[JsonDerivedType(typeof(PromiseDate), "promise_date")]
[JsonDerivedType(typeof(PromiseTerms), "promise_terms")]
[JsonDerivedType(typeof(ConfirmPromise), "confirm_promise")]
[JsonDerivedType(typeof(PlanDueDay), "plan_due_day")]
[JsonDerivedType(typeof(ConfirmDueDay), "confirm_due_day")]
[JsonDerivedType(typeof(DisputedLine), "disputed_line")]
[JsonDerivedType(typeof(CallBackAt), "call_back_at")]
[JsonDerivedType(typeof(PreferWhen), "prefer_when")]
[JsonDerivedType(typeof(NoteSupport), "note_support")]
[JsonDerivedType(typeof(MedicalConsent), "medical_consent")]
[JsonDerivedType(typeof(WhyNot), "why_not")]
[JsonDerivedType(typeof(Clarify), "clarify")]
[JsonDerivedType(typeof(WantPerson), "want_person")]
public abstract record Ask
{
    private Ask() { }

    /// <summary>Whether a yes to it is recorded as an agreement, so that it has to be clear, and given to the very terms last shown.</summary>
    [JsonIgnore]
    public bool IsBinding => this is AcknowledgeTerms or AgreePlan or ConfirmPromise or ConfirmDueDay;

    /// <summary>Nothing is open.</summary>
    public sealed record Nothing : Ask;

    /// <summary>The factors of identity; the card's last four where a mobile has several cases.</summary>
    public sealed record Identity(bool WantsCard = false) : Ask;

    /// <summary>What the person can manage each month, or over how many months; the rest of the wish is kept.</summary>
    public sealed record MonthlyAmount(Wish? Wish = null) : Ask;

    /// <summary>What comes in a month, so that a plan can be kept; the rest of the wish is kept.</summary>
    public sealed record Income(Wish Wish) : Ask;

    /// <summary>What living costs a month, other debts included.</summary>
    public sealed record Essentials(Wish Wish) : Ask;

    /// <summary>Which of the offers shown.</summary>
    public sealed record ChooseOffer(Quote Quote) : Ask;

    /// <summary>Whether to see the nearest plan, the wish being outside policy.</summary>
    public sealed record SeeNearest(Wish Wish) : Ask;

    /// <summary>Whether the cost table and the six contents have been read (金规〔2026〕2号, 办法 art. 70).</summary>
    public sealed record AcknowledgeTerms(Quote Quote, string OfferId) : Ask;

    /// <summary>The explicit yes to one plan.</summary>
    public sealed record AgreePlan(Quote Quote, string OfferId) : Ask;

    /// <summary>How much will be paid on a day already named.</summary>
    public sealed record PromiseAmount(DateOnly DueOn) : Ask;

    /// <summary>When an amount already named will be paid.</summary>
    public sealed record PromiseDate(Money Amount) : Ask;

    /// <summary>How much will be paid and when; where a promise is open, what of it changes.</summary>
    public sealed record PromiseTerms : Ask;

    /// <summary>The explicit yes to a promise.</summary>
    public sealed record ConfirmPromise(Money Amount, DateOnly DueOn) : Ask;

    /// <summary>On which day of the month the instalments of an agreement shall fall.</summary>
    public sealed record PlanDueDay(string AgreementId) : Ask;

    /// <summary>The explicit yes to another due day, whose first moved instalment was read back with its day.</summary>
    public sealed record ConfirmDueDay(string AgreementId, int Day, DateOnly FirstOn) : Ask;

    /// <summary>Which line of the statement is disputed.</summary>
    public sealed record DisputedLine : Ask;

    /// <summary>When to call back.</summary>
    public sealed record CallBackAt : Ask;

    /// <summary>When or by what means the person wants to be reached.</summary>
    public sealed record PreferWhen : Ask;

    /// <summary>Whether to note that the person needs plain words, so that nobody asks again.</summary>
    public sealed record NoteSupport : Ask;

    /// <summary>Whether somebody may look at health data in a file that came in (PIPL art. 29).</summary>
    public sealed record MedicalConsent : Ask;

    /// <summary>What keeps the person from paying; a yes is the wish to look for a plan.</summary>
    public sealed record WhyNot : Ask;

    /// <summary>What the person meant, with choices.</summary>
    public sealed record Clarify : Ask;

    /// <summary>Whether to bring in a person.</summary>
    public sealed record WantPerson(Queue Queue, string Reason) : Ask;
}
