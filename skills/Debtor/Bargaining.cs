using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>Everything between an offer and a yes: more time, a waiver, a condition, a refusal, "let me think". Nothing is invented, no limit is told, nobody is pressed.</summary>
public sealed class Bargaining : IDebtorSkill
{
    private readonly Plans plans = new();
    private readonly Promises promises = new();

    /// <inheritdoc/>
    public string Id => "bargaining";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new[]
    {
        "ask_extension", "ask_waiver", "ask_lower_down_payment", "think_it_over", "refuse_to_pay", "conditional_pay", "policy_probe", "no_response_needed_ack",
    }.ToDictionary(intent => intent, intent => intent is "no_response_needed_ack" or "policy_probe" ? Access.Anyone : Access.Cardholder);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => request.Intent switch
    {
        "no_response_needed_ack" => Noted(desk),
        "policy_probe" => Say("bargain.no_secrets") with { Rules = ["policy.no-floor-told"], Choices = [new("choice.instalment", "ask_instalment"), new("choice.person", "ask_human")] },
        _ when MoneyTalk.Closed(desk, Id) is { } closed => closed,
        "ask_extension" => Extend(request, desk),
        "ask_waiver" => Waive(desk),
        "ask_lower_down_payment" => First("bargain.no_down_payment", plans.Handle(request with { Intent = "offer_amount_monthly" }, desk)),
        "think_it_over" => Think(desk),
        "conditional_pay" => Condition(desk),
        _ => Refused(desk),
    };

    /// <inheritdoc/>
    public Outcome? Continue(Ask open, Request request, Desk desk) => (open, request.Answer.Yes) switch
    {
        (Ask.WhyNot, false) => Refused(desk),
        (Ask.WhyNot, true) when desk.Case is not null => plans.Handle(request with { Intent = "ask_instalment" }, desk),
        _ => null,
    };

    private static Outcome First(string reply, Outcome then) => then with { Says = [new(reply), .. then.Says] };

    private Outcome Say(string reply, params (string, Value)[] values) => new() { Skill = Id, Action = "answer", Says = [new(reply, values)] };

    /// <summary>"OK", "I know": no promise. Once, and only where something is due, a day is asked for.</summary>
    private Outcome Noted(Desk desk)
    {
        var noted = Say("courtesy.noted");
        if (desk.Case is not { Account: { DaysPastDue: > 0, File: { MoneyClosedBy: null, PlansHeldBy: null } } } found || desk.MoneyTalkEndedFor is not null || desk.Open is not Ask.Nothing
            || found.History is not { OpenPromise: null, OpenAgreement: null } || desk.Said.Contains("bargain.ask_day"))
            return noted;
        return noted with { Action = "ask", Says = [new("bargain.ask_day")], Rules = ["promise.vague-is-none"] };
    }

    private Outcome Extend(Request request, Desk desk)
    {
        if (desk.Cardholder.History.OpenAgreement is { IsInForce: true })
            return new PlanCare().Handle(request with { Intent = "change_plan" }, desk);
        var taken = promises.Handle(request, desk);
        return desk.Pack is { } pack && taken.Action == "ask" ? First("bargain.extension", taken) with { Says = [new("bargain.extension", ("last", new Value.Date(desk.Today.AddDays(pack.PromiseMaxDays)))), .. taken.Says] } : taken;
    }

    /// <summary>A waiver that stands approved in the file is shown as an offer; anything else is for people, and nothing is held out.</summary>
    private Outcome Waive(Desk desk)
    {
        if (desk.Cardholder.Account.File is { WaiverBan: false, PreApproved.Count: > 0 })
            return plans.Handle(new Request("ask_settlement_discount", [], Answer.Nothing), desk);
        return Say(desk.Cardholder.Account.File.WaiverBan ? "bargain.waiver_ban" : "bargain.waiver") with
        {
            Action = "refuse",
            Says = [new(desk.Cardholder.Account.File.WaiverBan ? "bargain.waiver_ban" : "bargain.waiver"), new("person.offer")],
            Rules = ["plan.no-invented-discount"],
            Ask = new Ask.WantPerson(Queue.Supervisor, "ask_waiver"),
            Choices = [new("choice.instalment", "ask_instalment"), new("choice.person", "ask_human")],
        };
    }

    private Outcome Think(Desk desk) => Say(Wishes.ShownIn(desk.Open) is null ? "bargain.think" : "bargain.think_offers") with { Rules = ["plan.no-pressure"], Choices = [new("choice.person", "ask_human")] };

    private Outcome Condition(Desk desk)
    {
        if (desk.OpenReasons.Contains("conditional_pay"))
            return Say("bargain.condition_known");
        return Person.WithTicket(desk, Say("bargain.condition") with
        {
            Action = "record",
            Effects = [new Effect.Disposition("ESC")],
            Rules = ["plan.no-promise-of-record"],
            Choices = [new("choice.instalment", "ask_instalment"), new("choice.person", "ask_human")],
        }, Queue.Supervisor, "conditional_pay");
    }

    /// <summary>A first refusal is asked about, with the usual reasons to choose from; a second one is for a person.</summary>
    private Outcome Refused(Desk desk)
    {
        if (desk.Said.Contains("bargain.why_not"))
        {
            var handed = Person.HandOver(desk, new(Queue.Supervisor, "refuse_to_pay", "person.repeated-refusal"), new Say("bargain.refused_again"));
            return handed with { Effects = [.. handed.Effects, new Effect.Disposition("RTP")] };
        }

        return Say("bargain.why_not") with
        {
            Action = "ask",
            Ask = new Ask.WhyNot(),
            Effects = [new Effect.Disposition("RTP")],
            Rules = ["refusal.reason-first"],
            Choices = [new("choice.cannot_pay", "hardship_income_cut"), new("choice.wrong_amount", "dispute_amount"), new("choice.not_mine", "dispute_transaction"), new("choice.person", "ask_human")],
        };
    }
}
