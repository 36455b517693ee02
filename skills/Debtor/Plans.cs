using Assistant.Skills.Language;
using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>
/// Finds an instalment plan with the person: hears what they can manage, shows at most three offers, reads the chosen one
/// back, and records it on an explicit yes after policy has been asked once more.
/// </summary>
public sealed class Plans : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "plans";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new[]
    {
        "ask_instalment", "offer_amount_monthly", "ask_longer_term", "counter_too_high", "accept_offer", "ask_interest_freeze",
        "hardship_job_loss", "hardship_income_cut", "hardship_business_failure", "hardship_caregiver_low_income", "multiple_creditors", "ask_settlement_discount", "reckon_affordable", "ask_steps",
    }.ToDictionary(intent => intent, _ => Access.Cardholder);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk)
    {
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        if (Commitment.Held(desk, Id) is { } held)
            return held;
        desk = Disputes.SetAside(desk);
        var shown = Wishes.ShownIn(desk.Open);
        if (request.Intent == "accept_offer" && shown is { } quote)
            return Choose(desk, quote, request.Answer) ?? ReadBack(desk, quote, quote.Offers[0]);
        var wish = Wishes.After(request, desk, Wishes.In(desk.Open));
        return request.Intent switch
        {
            "hardship_job_loss" => Budget.Begin(wish with { Reason = "job_loss" }, "budget.lead_job_loss", "HRD-JOB"),
            "hardship_income_cut" => Budget.Begin(wish with { Reason = "income_cut" }, "budget.lead_income_cut", "HRD-INC"),
            "hardship_business_failure" => Budget.Begin(wish with { Reason = "business_failure" }, "budget.lead_business", "HRD-BUS"),
            "hardship_caregiver_low_income" => Sheltered(desk, Budget.Begin(wish with { Reason = "low_income", DownPayment = null }, "budget.lead_low_income", "HRD-CAR")),
            "multiple_creditors" => Budget.Begin(wish with { Reason = "several_creditors" }, "budget.lead_several", "HRD-OTH"),
            "reckon_affordable" => Budget.Begin(wish, "budget.lead_reckon", "INF"),
            "ask_settlement_discount" => Settle(desk),
            "ask_steps" => Show(desk, wish with { Reason = Wish.StepReason }),
            "ask_interest_freeze" => Show(desk, wish, new Say("plan.about_freeze", Most)),
            _ => Show(desk, wish),
        };
    }

    /// <inheritdoc/>
    public Outcome? Continue(Ask open, Request request, Desk desk)
    {
        if (desk.Case is null || open is not (Ask.MonthlyAmount or Ask.Income or Ask.Essentials or Ask.SeeNearest or Ask.ChooseOffer or Ask.AcknowledgeTerms or Ask.AgreePlan))
            return null;
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        if (Commitment.Held(desk, Id) is { } held)
            return held;
        desk = Disputes.SetAside(desk);
        if (request.Answer.Means == "cancel")
            return new Outcome { Skill = Id, Action = "cancel", Says = [new("plan.dropped")], Ask = new Ask.Nothing() };
        if (Budget.Answered(open, request, desk.Cardholder.Account.File.Currency) is { } told)
            return told.Essentials is null ? Budget.AskEssentials(told) : Show(desk, told);
        var before = Wishes.In(open);
        var wish = Wishes.After(request, desk, before);
        if (wish != before)
            return Show(desk, wish);
        return (open, request.Answer) switch
        {
            (Ask.ChooseOffer { Quote: var quote }, var answer) when Choose(desk, quote, answer) is { } chosen => chosen,
            (Ask.ChooseOffer { Quote: var quote }, { Yes: true }) => ReadBack(desk, quote, quote.Offers[0]),
            (Ask.AcknowledgeTerms ask, { Yes: true }) => AskForYes(ask),
            (Ask.AcknowledgeTerms ask, { Option: not null } or { Label: not null }) => Choose(desk, ask.Quote, request.Answer),
            (Ask.AgreePlan ask, { Yes: true }) => Record(desk, ask),
            (Ask.SeeNearest ask, { Yes: true }) => Show(desk, ask.Wish),
            (Ask.SeeNearest, { Yes: false }) => Person.HandOver(desk, new(Queue.Specialist, "beyond_policy", "person.beyond-policy")),
            (_, { Yes: false }) => Question("plan.what_suits", new Ask.MonthlyAmount(before)),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public Outcome? Resume(Ask open, Desk desk) => open switch
    {
        Ask.MonthlyAmount => Again("plan.ask_monthly"),
        Ask.Income => Again("budget.ask_income"),
        Ask.Essentials => Again("budget.ask_essentials"),
        Ask.ChooseOffer ask => Again(AskChoice(ask.Quote).ReplyId),
        Ask.AcknowledgeTerms => Again("plan.ask_acknowledge"),
        Ask.AgreePlan ask => Again(PlanWords.Around("plan.ask_yes", Of(ask.Quote, ask.OfferId))),
        _ => null,
    };

    private static (string, Value) Most => ("most", new Value.Count(PlanPack.LegalMaxMonths));

    private Outcome Again(string reply) => Again([new Say(reply)]);

    private Outcome Again(IEnumerable<Say> says) => new() { Skill = Id, Action = "ask", Says = [new("resume.lead"), .. says] };

    /// <summary>Specialists look at it too, while the talk about means goes on.</summary>
    private static Outcome Sheltered(Desk desk, Outcome outcome) => outcome with
    {
        Effects =
        [
            .. outcome.Effects, .. Requests.Protects(desk, "vulnerable"),
            .. Person.Ticket(desk, Queue.Specialist, "hardship_caregiver_low_income"),
        ],
        Rules = [.. outcome.Rules, "protect.living-cost-floor"],
    };

    private Outcome Question(string reply, Ask ask) => new() { Skill = Id, Action = "ask", Says = [new(reply)], Ask = ask };

    private Outcome Show(Desk desk, Wish wish, params Say[] before)
    {
        var knowsMeans = wish is { Income: not null, Essentials: not null };
        if (!wish.NamesWhatIsManageable && !knowsMeans)
        {
            return Question("plan.ask_monthly", new Ask.MonthlyAmount(wish)) with
            {
                Says = [.. before, new("plan.ask_monthly")],
                Choices = [new("choice.reckon", "reckon_affordable"), new("choice.person", "ask_human")],
            };
        }

        if (wish.Months is < 1 or > PlanPack.LegalMaxMonths)
            return Question("plan.term_outside_law", new Ask.MonthlyAmount()) with { Says = [new("plan.term_outside_law", Most)] };
        if (wish.FirstDueOn <= desk.Today)
            return Question("plan.first_day_past", new Ask.MonthlyAmount(wish with { FirstDueOn = null }));
        var quote = PlanEngine.Quote(desk.Pack, desk.Cardholder.Account, desk.Cardholder.History, wish);
        if (quote.Offers is [{ Type: PlanType.Reamortise, RequiresApproval: true }, ..])
            return Person.HandOver(desk, new(Queue.Supervisor, "plan_change", "plan.change-by-person"), new Say("plan.change_amount"));
        var answer = quote.Offers.Count == 0 ? Decline(desk, quote) : Offered(desk, quote, before);
        return quote.Affordable is null ? answer : Budget.Before(desk, quote).Then(answer);
    }

    /// <summary>A pre-approved settlement of this case, if there is one: never a discount that was not approved.</summary>
    private Outcome Settle(Desk desk)
    {
        var quote = PlanEngine.Quote(desk.Pack, desk.Cardholder.Account, desk.Cardholder.History, new Wish());
        var settlements = quote.Offers.Where(offer => offer.Waived.IsPositive).ToList();
        if (settlements.Count > 0)
            return Offered(desk, quote with { Offers = settlements });
        var why = quote.Declined.FirstOrDefault(declined => declined.Type is PlanType.Settlement or PlanType.Personal && declined.Code is not ("amount_or_term_needed" or "bucket_not_allowed"))?.Code ?? "not_pre_approved";
        return new Outcome
        {
            Skill = Id,
            Action = "refuse",
            Says = [new($"plan.declined.{why}"), new("person.offer")],
            Rules = [$"plan.{why.Replace('_', '-')}"],
            Ask = new Ask.WantPerson(Queue.Supervisor, why),
            Choices = [new("choice.instalment", "ask_instalment"), new("choice.person", "ask_human")],
        };
    }

    private Outcome Offered(Desk desk, Quote quote, params Say[] before) => new()
    {
        Skill = Id,
        Action = "offer",
        Says =
        [
            .. before, new(quote.Offers.Count == 1 ? "plan.offers_one" : "plan.offers", ("asOf", new Value.Moment(desk.Cardholder.Account.File.AsOf)), ("total", new Value.Amount(desk.Cardholder.Account.Total))),
            .. quote.Offers.SelectMany((offer, i) => PlanWords.Shown(offer, i + 1)),
            .. Disputes.LeftOut(desk), AskChoice(quote),
        ],
        Facts = [Figures.FactOf(desk.Cardholder.Account, "total_due")],
        Rules = [.. quote.Offers.SelectMany(offer => offer.Rules).Distinct()],
        Ask = new Ask.ChooseOffer(quote),
        Card = quote.Offers.Any(offer => offer.Months > 0) ? PlanCards.Offers(quote) : null,
        Choices = [.. quote.Offers.Select((offer, i) => new Choice("choice.offer", $"option_{i + 1}", ("n", new Value.Count(i + 1)), ("label", PlanWords.Label(offer)))), new("choice.person", "ask_human")],
    };

    private Outcome Decline(Desk desk, Quote quote)
    {
        var declined = quote.Declined[0];
        if (declined is { Code: "monthly_too_low", Needed: { } needed, NeededMonths: { } months })
        {
            return new Outcome
            {
                Skill = Id,
                Action = "refuse",
                Says = [new("plan.declined.monthly_too_low", ("needed", new Value.Amount(needed)), ("months", new Value.Count(months)))],
                Rules = [$"{desk.Pack!.Law.ToLowerInvariant()}.plan.term-by-balance"],
                Ask = new Ask.SeeNearest(quote.Wish with { Monthly = needed, Months = months }),
                Choices = [new("choice.see_plan", "yes"), new("choice.person", "ask_human")],
            };
        }

        return new Outcome
        {
            Skill = Id,
            Action = "refuse",
            Says = [new($"plan.declined.{declined.Code}"), new("person.offer")],
            Rules = [$"plan.{declined.Code.Replace('_', '-')}"],
            Ask = new Ask.WantPerson(Queue.Supervisor, declined.Code),
            Choices = [new("choice.person", "ask_human")],
        };
    }

    private Outcome? Choose(Desk desk, Quote quote, Answer answer)
    {
        var offer = answer switch
        {
            { Option: { } n } => quote.Offers.ElementAtOrDefault(n - 1),
            { Label: { } label } => quote.Offers.FirstOrDefault(o => o.Label == label) ?? quote.Offers[0],
            _ => null,
        };
        return offer is not null ? ReadBack(desk, quote, offer) : answer.Option is null ? null : Question("plan.no_such_option", new Ask.ChooseOffer(quote));
    }

    /// <summary>The chosen plan with its whole cost and the six contents of art. 70, to be acknowledged on their own.</summary>
    private Outcome ReadBack(Desk desk, Quote quote, Offer offer) => new()
    {
        Skill = Id,
        Action = "read_back",
        Says =
        [
            .. PlanWords.Around("plan.chosen", offer), .. PlanCards.Contents(desk, offer),
            new("plan.ask_acknowledge"),
        ],
        Facts = [Figures.FactOf(desk.Cardholder.Account, "total_due"), Figures.FactOf(desk.Cardholder.Account, "daily_rate")],
        Rules = ["plan.cost-table-first", "plan.six-contents"],
        Ask = new Ask.AcknowledgeTerms(quote, offer.OfferId),
        Card = PlanCards.Cost(desk, offer),
        Choices = [new("choice.read", "yes"), new("choice.other_amount", "no")],
    };

    private Outcome AskForYes(Ask.AcknowledgeTerms ask)
    {
        var offer = Of(ask.Quote, ask.OfferId);
        return new Outcome
        {
            Skill = Id,
            Action = "confirm",
            Says = [.. PlanWords.Around(offer.RequiresApproval ? "plan.ask_yes_application" : "plan.ask_yes", offer)],
            Rules = ["plan.explicit-yes"],
            Ask = new Ask.AgreePlan(ask.Quote, ask.OfferId),
            Choices = [new("choice.agree", "yes"), new("choice.no", "no")],
        };
    }

    /// <summary>Writes the agreement, if policy still admits exactly this plan today; else shows what it admits now.</summary>
    private Outcome Record(Desk desk, Ask.AgreePlan ask)
    {
        var now = PlanEngine.Quote(desk.Pack, desk.Cardholder.Account, desk.Cardholder.History, ask.Quote.Wish);
        if (now.Offers.FirstOrDefault(offer => offer.OfferId == ask.OfferId) is not { } offer)
            return now.Offers.Count > 0 ? Show(desk, ask.Quote.Wish, new Say("plan.changed")) : Decline(desk, now);
        var id = desk.NewId("A");
        var replaced = offer.Type == PlanType.Reamortise ? desk.Cardholder.History.OpenAgreement?.AgreementId : null;
        var contents = PlanCards.Contents(desk, offer).ToList();
        (string, Value) named = ("agreement", new Value.Code(id));
        var printable = new Say("plan.printable", ("link", new Value.Link($"/agreements/{id}"))) { IsOnCard = true };
        if (!offer.RequiresApproval)
        {
            return new Outcome
            {
                Skill = Id,
                Action = "record",
                Says = [.. PlanWords.Around("plan.recorded", offer, named), .. replaced is null ? new Say[] { printable } : [new("plan.replaces", ("old", new Value.Code(replaced))), printable], new("plan.how_to_pay", ("creditor", Names.Of(desk)))],
                Effects = [new Effect.Agreement(id, AgreementStatus.Active, offer, now.Certificate!.Policy, contents) { Replaces = replaced }, new Effect.Disposition("PLN")],
                Rules = [.. offer.Rules, "plan.explicit-yes"],
                Ask = new Ask.Nothing(),
                Card = PlanCards.Schedule(offer, id),
            };
        }

        var paper = Requests.AsksFor(desk, "hardship").ToArray();
        var answerBy = desk.Creditor.Hours.WorkingDaysAfter(desk.Today, desk.Pack!.ApprovalDays);
        return new Outcome
        {
            Skill = Id,
            Action = "record",
            Says = [.. PlanWords.Around("plan.applied", offer, named, ("answerBy", new Value.Date(answerBy))), printable, .. paper.Length > 0 ? new Say[] { new("request.ask_hardship") } : []],
            Effects =
            [
                new Effect.Agreement(id, AgreementStatus.PendingApproval, offer, now.Certificate!.Policy, contents) { AnswerBy = answerBy },
                new Effect.Ticket(desk.NewId("T"), Queue.Supervisor, "plan_approval", desk.Creditor.Hours.DueAt(desk.Now, desk.Creditor.HandOffWithin, desk.Zone)),
                new Effect.Disposition("PLN"), .. paper,
            ],
            Rules = [.. offer.Rules, "plan.explicit-yes"],
            Ask = new Ask.Nothing(),
            Card = PlanCards.Schedule(offer, id),
        };
    }

    private static Offer Of(Quote quote, string offerId) => quote.Offers.First(offer => offer.OfferId == offerId);

    private static Say AskChoice(Quote quote) => new(quote.Offers.Count == 1 ? "plan.ask_choice_one" : "plan.ask_choice");
}
