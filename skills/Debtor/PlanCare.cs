using Assistant.Skills.Language;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>
/// Looks after a plan that was agreed: how far it is, what paying it off early takes, what a missed instalment means, another due
/// day. A new due day is read back and needs an explicit yes; another amount spreads what is left anew, as an offer; ending the plan is for a person.
/// </summary>
public sealed class PlanCare : IDebtorSkill
{
    private const int LastDayOfEveryMonth = 28;

    private readonly Plans plans = new();
    private readonly Promises promises = new();

    /// <inheritdoc/>
    public string Id => "plan_care";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new[]
    {
        "ask_plan_terms", "ask_plan_standing", "early_payoff_plan", "missed_instalment", "change_plan", "change_plan_amount", "cancel_plan",
    }.ToDictionary(intent => intent, _ => Access.Cardholder);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk)
    {
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        return (request.Intent, desk.Cardholder.History.OpenAgreement) switch
        {
            // "Make it the 29th", where only a promise is open, changes the promise.
            ("change_plan" or "change_plan_amount", null) when desk.Cardholder.History.OpenPromise is { } promise && (request.Date is not null || request.Amount(promise.Amount.Currency) is not null) => promises.Change(request, desk, promise),
            // What a person would change before anything is agreed is still the offer.
            ("change_plan_amount", null) => plans.Handle(request with { Intent = "counter_too_high" }, desk),
            (_, null or { Record: null }) => Answer(desk, "answer", [new("plan.none_here")]) with { Choices = [new("choice.instalment", "ask_instalment"), new("choice.person", "ask_human")] },
            ("ask_plan_terms" or "ask_plan_standing", { } agreement) => Terms(desk, agreement),
            ("cancel_plan", _) => Cancel(),
            (_, { IsInForce: false }) => Answer(desk, "refuse", [new("plan.pending_change"), new("person.offer")]) with
            {
                Ask = new Ask.WantPerson(Queue.Supervisor, "plan_change"),
                Choices = [new("choice.person", "yes")],
            },
            ("early_payoff_plan", { Record: { } record } agreement) => PayOff(desk, agreement, record),
            ("missed_instalment", { Record: { } record }) => Missed(desk, record),
            ("change_plan", { Status: AgreementStatus.Active } agreement) when request.Amount(desk.Cardholder.Account.File.Currency) is null && request.Months is null => DayOf(request, desk, agreement),
            (_, { Status: AgreementStatus.Active, Record: { IsPersonal: true, NoticeOn: null } }) => plans.Handle(request with { Intent = "offer_amount_monthly" }, desk),
            _ => Person.HandOver(desk, new(Queue.Supervisor, "plan_change", "plan.change-by-person"), new Say("plan.change_amount")),
        };
    }

    /// <inheritdoc/>
    public Outcome? Continue(Ask open, Request request, Desk desk)
    {
        if (desk.Case is null)
            return null;
        if (open is not (Ask.PlanDueDay or Ask.ConfirmDueDay))
            return Intents.ContainsKey(request.Intent) && desk.Case.History.OpenAgreement is null ? plans.Continue(open, request, desk) ?? promises.Continue(open, request, desk) : null;
        if (MoneyTalk.Closed(desk, Id) is { } closed)
            return closed;
        if (request.Intent.Length > 0 && Intents.ContainsKey(request.Intent) && request.Intent != "change_plan")
            return null;
        if (desk.Case.History.OpenAgreement is not { Status: AgreementStatus.Active, Record: not null } agreement)
            return Handle(request with { Intent = "change_plan" }, desk with { Open = new Ask.Nothing() }); // It was held or ended meanwhile.
        if (HeardDay(request) is { } day)
            return Propose(desk, agreement, day);
        return (open, request.Answer) switch
        {
            (_, { Means: "cancel" } or { Yes: false }) => Answer(desk, "cancel", [new("plan.day_kept")]) with { Ask = new Ask.Nothing() },
            (Ask.ConfirmDueDay ask, { Yes: true }) => Record(desk, agreement, ask),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public Outcome? Resume(Ask open, Desk desk) => (open, desk.Case?.History.OpenAgreement) switch
    {
        (Ask.PlanDueDay, { Status: AgreementStatus.Active }) => new Outcome { Skill = Id, Action = "ask", Says = [new("resume.lead"), new("plan.ask_day")] },
        (Ask.ConfirmDueDay ask, { Status: AgreementStatus.Active, Record: not null } agreement) =>
            Propose(desk, agreement, ask.Day) is var again ? again with { Says = [new("resume.lead"), .. again.Says] } : null,
        _ => null,
    };

    /// <summary>Where a plan in force stands, in a few sentences: the next instalment, what is late, a hold.</summary>
    internal static IEnumerable<Say> Standing(Desk desk, AgreementOnFile agreement)
    {
        if (agreement.Record is not { } record)
            yield break;
        if (record.Next is { } next)
            yield return new("figures.next_instalment", ("amount", new Value.Amount(next.Outstanding)), ("due", new Value.Date(next.DueOn)), ("agreement", new Value.Code(agreement.AgreementId)));
        if (agreement.Status == AgreementStatus.Paused)
            yield return new("plan.standing_paused", ("until", new Value.Date(record.Holds[^1].Until)));
        if (record is { NoticeOn: { } noticeOn } && desk.Pack is { } pack)
            yield return new("plan.standing_notice", ("arrears", new Value.Amount(record.Arrears)), ("by", new Value.Date(AgreementLife.NoticeEnds(record, noticeOn, pack))));
        else if (record.Arrears.IsPositive)
            yield return new("plan.standing_arrears", ("arrears", new Value.Amount(record.Arrears)));
        else
            yield return new("plan.standing_calm");
    }

    /// <summary>Figures of a plan for the trace: the next instalment and what is left.</summary>
    internal static IReadOnlyList<Fact> FactsOf(Desk desk, AgreementOnFile agreement)
    {
        var source = $"agreement/{agreement.AgreementId}";
        return agreement.Record is not { } record ? [] :
        [
            .. record.Next is { } next
                ? new Fact[] { new("next_instalment", new Value.Amount(next.Outstanding), desk.Now, source), new("next_due_date", new Value.Date(next.DueOn), desk.Now, source) } : [],
            new("plan_remaining", new Value.Amount(record.Remaining), desk.Now, source),
        ];
    }

    private Outcome Terms(Desk desk, AgreementOnFile agreement)
    {
        var record = agreement.Record!;
        var code = new Value.Code(agreement.AgreementId);
        var printable = new Say("plan.printable", ("link", new Value.Link($"/agreements/{agreement.AgreementId}")));
        if (!agreement.IsInForce)
            return Answer(desk, "answer", [new("plan.pending", ("agreement", code), ("answerBy", new Value.Date(agreement.AnswerBy ?? record.AcceptedOn))), printable]);
        var rows = record.Rows.Where(row => !row.LeftOut.IsPositive || row.Outstanding.IsPositive).ToList();
        (string, Value)[] whole = [("agreement", code), ("months", new Value.Count(rows.Count)), ("remaining", new Value.Amount(record.Remaining)), ("last", new Value.Date(record.Rows[^1].DueOn))];
        return Answer(desk, "answer",
        [
            record.Received.IsPositive
                ? new("plan.terms", [("done", new Value.Count(rows.Count(row => row.Status == InstalmentStatus.Paid))), ("paid", new Value.Amount(record.Received)), ("left", new Value.Count(rows.Count(row => row.Outstanding.IsPositive))), .. whole])
                : new("plan.terms_unpaid", whole),
            .. Standing(desk, agreement), printable,
        ]) with
        {
            Facts = FactsOf(desk, agreement),
        };
    }

    private Outcome PayOff(Desk desk, AgreementOnFile agreement, AgreementRecord record)
    {
        var amount = new Value.Amount(AgreementLife.PayOff(record, desk.Today));
        var saved = AgreementLife.Saved(record, desk.Today);
        return Answer(desk, "answer",
        [
            new("plan.payoff", ("amount", amount)),
            .. saved.IsPositive ? new Say[] { new("plan.payoff_saves", ("saved", new Value.Amount(saved))) } : [],
            new("plan.payoff_how", ("creditor", Names.Of(desk))),
        ]) with
        {
            Facts = [new("plan_payoff", amount, desk.Now, $"agreement/{agreement.AgreementId}")],
            Rules = Rule(desk, "plan.early-payoff"),
        };
    }

    /// <summary>Says calmly what a missed instalment means, and what can be done about it.</summary>
    private Outcome Missed(Desk desk, AgreementRecord record)
    {
        var agreement = desk.Cardholder.History.OpenAgreement!;
        var pack = desk.Pack;
        var says = new List<Say> { new("plan.missed_thanks") };
        says.AddRange(Standing(desk, agreement).Where(say => say.ReplyId is not "plan.standing_calm"));
        if (pack is not null && record.NoticeOn is null)
        {
            if (record.Next is not null && pack.MissGraceDays > 0)
                says.Add(new("plan.missed_grace", ("grace", new Value.Count(pack.MissGraceDays))));
            if (pack.AppendsMissed)
                says.Add(new(record.Rows.Any(row => row.IsAppended) ? "plan.missed_no_more" : "plan.missed_appended"));
            says.Add(new("plan.missed_break", ("broken", new Value.Count(pack.BrokenAfterMissed)), ("notice", new Value.Count(pack.MissNoticeDays))));
        }

        says.Add(new("plan.missed_options"));
        return Answer(desk, "answer", says) with
        {
            Facts = FactsOf(desk, agreement),
            Rules = [.. Rule(desk, "plan.missed-appended"), .. Rule(desk, "plan.break-after-notice")],
            Choices = [new("choice.change_day", "change_plan"), new("choice.person", "ask_human")],
        };
    }

    private Outcome DayOf(Request request, Desk desk, AgreementOnFile agreement) => HeardDay(request) is { } day
        ? Propose(desk, agreement, day)
        : AskDay(desk, agreement, new Say("plan.change_which")) with { Choices = [new("choice.change_amount", "change_plan_amount"), new("choice.person", "ask_human")] };

    private Outcome AskDay(Desk desk, AgreementOnFile agreement, Say say) => Answer(desk, "ask", [say]) with { Ask = new Ask.PlanDueDay(agreement.AgreementId) };

    /// <summary>A day of the month: of a date that was named, or a small number alone where a day was asked for.</summary>
    private static int? HeardDay(Request request) => request.Date?.Day
        ?? (request.Heard.FirstOrDefault(e => e is { Type: EntityType.Amount, Currency: null } && e.Text.All(char.IsAsciiDigit)) is { } bare && int.TryParse(bare.Text, out var day) && day is >= 1 and <= 31 ? day : null);

    /// <summary>Reads a new due day back, or says why it cannot be.</summary>
    private Outcome Propose(Desk desk, AgreementOnFile agreement, int day)
    {
        var record = agreement.Record!;
        if (desk.Pack is not { } pack)
            return Person.HandOver(desk, new(Queue.Supervisor, "plan_change", "plan.change-by-person"), new Say("plan.change_amount"));
        var change = DueDayChange.Of(record, day, pack, desk.Today);
        if (change.Refused is { } refused)
        {
            return refused switch
            {
                "same" => Answer(desk, "answer", [new("plan.day_same")]) with { Ask = new Ask.Nothing() },
                "too_late" => AskDay(desk, agreement, new("plan.day_too_late", ("latest", new Value.Date(change.LatestOn)))) with { Action = "refuse", Rules = Rule(desk, "plan.due-day") },
                "beyond_law" => Answer(desk, "refuse", [new("plan.day_beyond_law"), new("person.offer")]) with { Ask = new Ask.WantPerson(Queue.Supervisor, "plan_change"), Rules = Rule(desk, "plan.max-term") },
                _ => AskDay(desk, agreement, new("plan.day_past")) with { Action = "refuse" },
            };
        }

        var stays = record.Next is { } next && next.Seq < change.Rows[0].Seq ? next : null;
        return Answer(desk, "read_back",
        [
            .. stays is null ? Array.Empty<Say>() : [new("plan.day_stays", ("due", new Value.Date(stays.DueOn)))],
            .. day > LastDayOfEveryMonth ? new Say[] { new("plan.day_month_end") } : [],
            new("plan.day_confirm", Values(change)),
        ]) with
        {
            Rules = ["plan.explicit-yes", .. Rule(desk, "plan.due-day")],
            Ask = new Ask.ConfirmDueDay(agreement.AgreementId, day, change.Rows[0].DueOn),
            Choices = [new("choice.agree", "yes"), new("choice.no", "no")],
        };
    }

    /// <summary>Writes the change, if it is still exactly the one that was read back; else reads back what it would be now.</summary>
    private Outcome Record(Desk desk, AgreementOnFile agreement, Ask.ConfirmDueDay ask)
    {
        var record = agreement.Record!;
        if (desk.Pack is null || agreement.AgreementId != ask.AgreementId || DueDayChange.Of(record, ask.Day, desk.Pack, desk.Today) is not { Refused: null } change || change.Rows[0].DueOn != ask.FirstOn)
            return Propose(desk, agreement, ask.Day);
        return Answer(desk, "record", [new("plan.day_changed", [("agreement", new Value.Code(agreement.AgreementId)), .. Values(change)])]) with
        {
            Effects = [new Effect.DueDayChanged(agreement.AgreementId, record.Rows.First(row => row.Seq == change.Rows[0].Seq).DueOn, change.Rows), new Effect.Disposition("PLN")],
            Rules = ["plan.explicit-yes", .. Rule(desk, "plan.due-day")],
            Ask = new Ask.Nothing(),
        };
    }

    private static (string, Value)[] Values(DueDayChange change) =>
        [("day", new Value.Count(change.Day)), ("first", new Value.Date(change.Rows[0].DueOn)), ("last", new Value.Date(change.Rows[^1].DueOn))];

    /// <summary>Says what ending the plan means, and offers a person; the assistant ends none itself.</summary>
    private Outcome Cancel() => new()
    {
        Skill = Id,
        Action = "refuse",
        Says = [new("plan.cancel_means"), new("person.offer")],
        Rules = ["plan.cancel-by-person"],
        Ask = new Ask.WantPerson(Queue.Supervisor, "plan_cancel"),
        Choices = [new("choice.person", "yes")],
    };

    private static IReadOnlyList<string> Rule(Desk desk, string rule) => desk.Pack is { } pack ? [$"{pack.Law.ToLowerInvariant()}.{rule}"] : [];

    /// <summary>An answer that leaves an open question open; where none is, nothing else of the message is started.</summary>
    private Outcome Answer(Desk desk, string action, IReadOnlyList<Say> says) => new()
    {
        Skill = Id,
        Action = action,
        Says = says,
        Effects = [new Effect.Disposition("INF")],
        Ask = desk.Open is Ask.Nothing ? new Ask.Nothing() : null,
    };
}
