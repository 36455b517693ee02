using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>How a plan is said: monthly instalments in one sentence, and the others, which have no instalments to speak of, by what they are.</summary>
internal static class PlanWords
{
    /// <summary>What it is good for.</summary>
    public static Value.Phrase Label(Offer offer) => new($"plan.label.{offer.Label.ToString().ToLowerInvariant()}");

    /// <summary>Whether it is a personalised plan, which asks for no new cards until it is paid (办法 art. 70).</summary>
    public static bool IsPersonal(Offer offer) => offer.Type is PlanType.Personal or PlanType.Step or PlanType.Hardship or PlanType.Reamortise;

    /// <summary>Whether it is equal monthly instalments.</summary>
    public static bool IsMonthly(Offer offer) => Kind(offer) == "";

    /// <summary>The values that replies about monthly instalments take.</summary>
    public static (string, Value)[] Terms(Offer offer) =>
    [
        ("months", new Value.Count(offer.Months)), ("instalment", new Value.Amount(offer.Instalment)), ("lastInstalment", new Value.Amount(offer.LastInstalment)),
        ("first", new Value.Date(offer.FirstDueOn!.Value)), ("last", new Value.Date(offer.LastDueOn!.Value)), ("total", new Value.Amount(offer.TotalPayable)),
    ];

    /// <summary>One of the offers shown, with its number.</summary>
    public static IEnumerable<Say> Shown(Offer offer, int number)
    {
        (string, Value)[] head = [("n", new Value.Count(number)), ("label", Label(offer))];
        if (!IsMonthly(offer))
            return [new("plan.offer_other", head) { IsOnCard = true }, Sentence(offer)];
        Say line = offer.TotalCost.IsPositive
            ? new("plan.offer_priced", [.. head, ("annual", new Value.Percent(offer.AnnualRate)), ("interest", new Value.Amount(offer.TotalCost)), .. Terms(offer)]) { IsOnCard = true }
            : new("plan.offer", [.. head, ("annual", new Value.Percent(offer.AnnualRate)), .. Terms(offer)]) { IsOnCard = true };
        return offer.IsAboveAffordable ? [line, new("plan.why.above_affordable")] : [line];
    }

    /// <summary>A reply about one plan: its own for monthly instalments; for the others the plan in a sentence, then the reply that does not repeat it.</summary>
    public static IEnumerable<Say> Around(string reply, Offer offer, params (string, Value)[] more) =>
        IsMonthly(offer) ? [new(reply, [.. more, .. Terms(offer)])] : [Sentence(offer), new(reply + "_other", more)];

    /// <summary>The clause about payments of an agreement.</summary>
    public static Say Payments(Offer offer) => IsMonthly(offer)
        ? new("contents.payments", [.. Terms(offer).Where(term => term.Item1 != "total")])
        : Sentence(offer) with { ReplyId = "contents.payments" + Kind(offer) };

    private static string Kind(Offer offer) => offer switch
    {
        { Type: PlanType.Hold } => "_pause",
        { Waived.IsPositive: true, Months: 1 } => "_settle_once",
        { Waived.IsPositive: true } => "_settle",
        { Type: PlanType.Step } => "_steps",
        { Months: 1 } => "_once",
        _ => "",
    };

    private static Say Sentence(Offer offer) => Kind(offer) switch
    {
        "_pause" => new("plan.terms_pause", ("review", new Value.Date(offer.ReviewOn!.Value))),
        "_settle_once" => new("plan.terms_settle_once", ("last", new Value.Date(offer.LastDueOn!.Value)), ("total", new Value.Amount(offer.TotalPayable)), ("waived", new Value.Amount(offer.Waived))),
        "_settle" => new("plan.terms_settle", ("months", new Value.Count(offer.Months)), ("instalment", new Value.Amount(offer.Instalment)), ("last", new Value.Date(offer.LastDueOn!.Value)),
            ("total", new Value.Amount(offer.TotalPayable)), ("waived", new Value.Amount(offer.Waived))),
        "_steps" => new("plan.terms_steps", ("months", new Value.Count(offer.Months)), ("half", new Value.Count(offer.Months / 2)), ("instalment", new Value.Amount(offer.Instalment)),
            ("then", new Value.Amount(offer.Schedule[offer.Months / 2].Amount)), ("lastInstalment", new Value.Amount(offer.LastInstalment)),
            ("first", new Value.Date(offer.FirstDueOn!.Value)), ("last", new Value.Date(offer.LastDueOn!.Value)), ("total", new Value.Amount(offer.TotalPayable))),
        _ => new("plan.terms_once", ("total", new Value.Amount(offer.TotalPayable)), ("interest", new Value.Amount(offer.TotalCost)), ("first", new Value.Date(offer.FirstDueOn!.Value))),
    };
}
