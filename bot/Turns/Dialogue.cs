using System.Globalization;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Turns;

/// <summary>
/// Turns commands into one skill's request, and keeps what is open. Order of precedence: care, then who is there, then the
/// open question, then what the message starts, then a question back.
/// </summary>
public sealed class Dialogue(DebtorSkills skills) : IDialogue
{
    private const int UnclearBeforePerson = 2;

    /// <inheritdoc/>
    public Outcome Decide(Turn turn, Understood understood, Desk desk)
    {
        var outcome = Repaired(DecideNow(turn, understood, desk), understood, desk) with { IsPlain = turn.Conversation.IsPlain || IsAskedAgain(understood), Turn = turn.Conversation.Turn };
        // After a sign of danger the numbers stay in view under every answer, whatever it is about.
        if (skills.Care.IsCrisis(desk.MoneyTalkEndedFor) && outcome.Skill != "care" && outcome.Action != "silent")
            outcome = outcome with { Says = [.. outcome.Says, Care.InView(desk)] };
        if (!turn.HeldByPerson)
            outcome = skills.Verification.Kept(outcome, desk);
        // Before anything else: what this turn proves, if it does, holds from here on.
        return turn.HasLapsed && desk.Identity != IdentityResult.Standing ? outcome with { Effects = [new Effect.VerificationEnded("idle"), .. outcome.Effects] } : outcome;
    }

    private static bool IsAskedAgain(Understood understood) => understood.Intents is [{ Intent: "repeat_clarify" }, ..];

    /// <summary>An amount that was heard through a slip of the tongue or the keyboard ("八白") is said back before anything is built on it.</summary>
    private static Outcome Repaired(Outcome outcome, Understood understood, Desk desk) =>
        desk.Case is { } found && outcome.Skill is ("plans" or "promises") && understood.Entities.FirstOrDefault(entity => entity is { IsRepaired: true, Type: EntityType.Amount }) is { } amount
            ? outcome with { Says = [new("clarify.heard_amount", ("amount", new Value.Amount(new Money(decimal.Parse(amount.Value, CultureInfo.InvariantCulture), amount.Currency ?? found.Account.File.Currency)))), .. outcome.Says] }
            : outcome;

    private Outcome DecideNow(Turn turn, Understood understood, Desk desk)
    {
        if (turn.Message.IsArrival)
            return Arrive(desk);
        // What the reader itself finds unclear starts nothing.
        var asked = understood.Intents.Select(start => start.Intent).Where(intent => intent != "unclear_input").ToList();
        var request = new Request(asked.FirstOrDefault(Request.None), understood.Entities, AnswerOf(understood)) { IsGuess = understood.IsGuess };
        // A bare yes or no belongs to the question that is open; one that only the reader heard agrees to nothing that binds.
        if (request.Answer.Yes == true && !understood.Commands.OfType<Command.Confirm>().Any() && desk.Open.IsBinding)
            request = request with { Answer = request.Answer with { Yes = null } };
        if (asked.Find(skills.IsCare) is { } care)
        {
            var cared = Start(request with { Intent = care }, desk);
            // A person is speaking: what protects is recorded and shown to them, and nothing is said over their head.
            return turn.HeldByPerson ? cared with { Action = "silent", Says = [], Choices = [], Ask = null } : cared;
        }

        if (turn.HeldByPerson)
            return new Outcome { Skill = "person", Action = "silent" };
        if (request.Intent == "thanks_bye" && skills.Care.IsCrisis(desk.MoneyTalkEndedFor))
            return skills.Care.SetAside(desk, isAboutMoney: false);
        return Group(turn, request)
            ?? Stranger(turn, request, desk)
            ?? Identify(turn, asked, request, desk)
            ?? SaidAgain(turn, request, desk)
            ?? Answer(request, desk)
            ?? StartAll(asked, request, desk)
            ?? Unclear(desk);
    }

    private Outcome Arrive(Desk desk)
    {
        var hello = Start(new Request("greeting", [], Skills.Answer.Nothing), desk);
        return desk.Case is null ? hello : hello with { Says = [.. hello.Says, new(desk.IsBound ? "identity.by_binding" : "identity.by_bank", ("creditor", CreditorName(desk))), .. Opening.News(desk)], Ask = AfterNews(desk), Effects = [new Effect.Verified(desk.Case.Account.File.CaseNo)] };
    }

    /// <summary>Where others read along, only what anyone may hear is answered.</summary>
    private Outcome? Group(Turn turn, Request request) =>
        turn.Message.IsGroup && (skills.For(request.Intent) is not { Access: Access.Anyone } || request.Intent == "confirm_self" || request.Heard.Any(entity => entity.IsIdentityFactor)) ? Boundaries.InGroup() : null;

    /// <summary>Somebody who is not the cardholder, or a conversation in which money is not spoken of any more, gets no account skill.</summary>
    private Outcome? Stranger(Turn turn, Request request, Desk desk)
    {
        var isFree = skills.For(request.Intent) is { Access: Access.Anyone } && request.Intent != "confirm_self";
        if (isFree)
            return null;
        if (turn.Conversation.Party is Party.ThirdParty or Party.WrongPerson)
            return new Outcome { Skill = "care", Action = "refuse", Says = [new("care.cardholder_only")], Rules = ["privacy.third-party"], Choices = [new("choice.person", "ask_human")] };
        return desk.MoneyTalkEndedFor is null ? null : skills.Care.SetAside(desk, skills.For(request.Intent) is { Access: Access.Cardholder } && !request.Intent.StartsWith("hardship", StringComparison.Ordinal));
    }

    /// <summary>Handles factors given in this turn, and asks for them where what is wanted demands it.</summary>
    private Outcome? Identify(Turn turn, List<string> asked, Request request, Desk desk)
    {
        if (desk.Identity == IdentityResult.Passed)
            return desk.MoneyTalkEndedFor is null ? Welcome(turn, asked, request, desk) : null;
        if (desk.Case is not null)
            return null;
        var wanted = skills.For(request.Intent);
        var triedNow = desk.Identity is not (IdentityResult.NotTried or IdentityResult.Lapsed);
        if (wanted is { Access: Access.Anyone } && request.Intent != "confirm_self")
            return null;
        if (wanted is not { Access: Access.Cardholder } && !triedNow && !(desk.Identity == IdentityResult.Lapsed && desk.Open is not Ask.Nothing))
            return null;
        var ask = skills.Verification.AskFactors(desk);
        return wanted is { Access: Access.Cardholder } ? ask with { Effects = [.. ask.Effects, new Effect.Wanted(request)] } : ask;
    }

    /// <summary>Identity proved: says so, and does at once what the person wanted before.</summary>
    private Outcome Welcome(Turn turn, List<string> asked, Request request, Desk desk)
    {
        // A person, or to be reached otherwise, is not asked for twice because the proof came with it.
        var wanted = asked.Find(intent => skills.For(intent)?.Skill is Person or Contact) is { } reach ? request with { Intent = reach }
            : skills.For(request.Intent) is { Access: Access.Cardholder } ? request : turn.Conversation.Pending;
        var welcome = new Outcome
        {
            Skill = "identity",
            Action = "verify",
            Says = [new("identity.passed", ("creditor", CreditorName(desk)), ("card", new Value.Code(desk.Cardholder.Account.File.CardLast4))), .. desk.Binds && !desk.IsBound ? [new Say("identity.bound")] : Array.Empty<Say>()],
            Effects = [new Effect.Verified(desk.Cardholder.Account.File.CaseNo), new Effect.Disposition("RPC")],
            Rules = ["identity.two-factors"],
            Ask = new Ask.Nothing(),
            Choices = [new("choice.balance", "ask_balance"), new("choice.instalment", "ask_instalment"), new("choice.person", "ask_human")],
        };
        if (wanted is null && turn.Conversation.Interrupted is { } interrupted && Resume(desk with { Open = interrupted }) is { } again)
            return welcome.Then(again with { Ask = interrupted });
        var news = Opening.News(desk);
        return wanted is null ? welcome with { Says = [.. welcome.Says, .. news, new("identity.what_now")], Ask = AfterNews(desk) }
            : welcome.Then(Start(wanted, desk with { Open = new Ask.Nothing() }));
    }

    /// <summary>What was asked last, answered again in the simplest form; an open question is asked again.</summary>
    private Outcome? SaidAgain(Turn turn, Request request, Desk desk)
    {
        if (request.Intent != "repeat_clarify")
            return null;
        if (Resume(desk) is { } again)
            return again with { Says = [.. again.Says.Where(say => say.ReplyId != "resume.lead")], Action = "repeat" };
        return turn.Conversation.LastAsked is { } last && skills.For(last.Intent) is { } skill && (skill.Access == Access.Anyone || (desk.Case is not null && desk.MoneyTalkEndedFor is null))
            ? Start(last, desk) with { Action = "repeat", Effects = [], Ask = null } : null;
    }

    /// <summary>A promise that was recalled may be changed by a day or an amount alone.</summary>
    private static Ask AfterNews(Desk desk) => desk.Cardholder.History.OpenPromise is null ? new Ask.Nothing() : new Ask.PromiseTerms();

    private Outcome? Answer(Request request, Desk desk)
    {
        // A message that starts something else is a digression, unless the open question's own skill owns what it starts.
        var other = GivesWhatWasAsked(desk.Open, request) || IsBareAnswer(request.Intent) ? null : skills.For(request.Intent)?.Skill;
        foreach (var skill in skills.All.Where(skill => other is null || skill == other))
        {
            if (skill.Continue(desk.Open, request, desk) is { } outcome)
                return Meant(request, outcome, desk);
        }

        return null;
    }

    /// <summary>"The 30th then", where a day was asked for, sounds like the start of something else; it is the answer.</summary>
    private static bool GivesWhatWasAsked(Ask open, Request request) => open switch
    {
        Ask.PlanDueDay => request is { Intent: "promise_date" or "offer_amount_monthly", Date: not null },
        Ask.PromiseDate or Ask.PromiseTerms or Ask.ConfirmPromise => request.Date is not null,
        Ask.Income or Ask.Essentials => request is { Intent: "promise_date" or "offer_partial_now" or "temporary_cashflow" or "no_response_needed_ack" } && request.First(EntityType.Amount) is not null,
        Ask.CallBackAt => request.Date is not null || request.First(EntityType.TimeWindow) is not null,
        _ => false,
    };

    private static bool IsBareAnswer(string intent) => intent is "affirm" or "deny" or "no_response_needed_ack";

    /// <summary>Starts what the message asks for, at most two things, and returns to what was open.</summary>
    private Outcome? StartAll(List<string> asked, Request request, Desk desk)
    {
        var known = asked.Where(intent => skills.For(intent) is { } skill && (skill.Access == Access.Anyone || (desk.Case is not null && desk.MoneyTalkEndedFor is null))).Take(request.IsGuess ? 1 : 2).ToList();
        if (known.Count == 0)
            return null;
        var outcome = Start(request with { Intent = known[0] }, desk);
        if (outcome.Ask is null && known.Skip(1).FirstOrDefault(intent => !outcome.NotAlso.Contains(intent)) is { } second)
            outcome = Together(outcome, Start(request with { Intent = second }, desk));
        return outcome.Ask is null && outcome.Skill != "courtesy" && Resume(desk) is { } again ? outcome.Then(again) with { Skill = outcome.Skill, Action = outcome.Action } : outcome;
    }

    /// <summary>Two answers in one, unless the second says only what the first has said.</summary>
    private static Outcome Together(Outcome first, Outcome second) =>
        second.Says.All(say => first.Says.Any(said => said.ReplyId == say.ReplyId)) ? first : first.Then(second);

    private Outcome? Resume(Desk desk) => skills.All.Select(skill => skill.Resume(desk.Open, desk)).FirstOrDefault(outcome => outcome is not null);

    private Outcome Start(Request request, Desk desk) =>
        skills.For(request.Intent) is { } skill ? Meant(request, skill.Skill.Handle(request, desk), desk)
            : throw new InvalidOperationException($"No skill takes the intent '{request.Intent}'.");

    /// <summary>
    /// What a language model guessed may be answered. Where something would be recorded, promised, protected or handed over on it, the person is asked instead, and it is their press of
    /// the button that counts. Where it guesses danger, the numbers to call stand beside the question.
    /// </summary>
    private Outcome Meant(Request request, Outcome outcome, Desk desk) => request.IsGuess switch
    {
        true when IsAnswer(outcome) => outcome with { Effects = [.. outcome.Effects.Where(effect => effect is Effect.Wanted)] },
        true when desk.Unclear + 1 >= UnclearBeforePerson || request.Intent.StartsWith("know_", StringComparison.Ordinal) => Unclear(desk),
        true => new Outcome
        {
            Skill = "clarify",
            Action = "clarify",
            Says = request.Intent is "suicidal_hint" or "threat_violence" or "distress_mental_health" ? [new("clarify.meant"), Care.InView(desk)] : [new("clarify.meant")],
            Choices = [new("meant." + request.Intent, request.Intent), new("meant.other", "unclear_input"), new("choice.person", "ask_human")],
            Rules = ["understanding.guess-is-asked"],
        },
        _ => outcome,
    };

    private static bool IsAnswer(Outcome outcome) => outcome.Effects.All(effect => effect is Effect.Disposition or Effect.Wanted);

    /// <summary>One clarifying question with choices; after two failures a person.</summary>
    private Outcome Unclear(Desk desk)
    {
        if (desk.Unclear + 1 >= UnclearBeforePerson)
        {
            var person = Start(new Request("ask_human", [], Skills.Answer.Nothing), desk);
            return person with { Says = [new("clarify.give_up"), .. person.Says], Rules = [.. person.Rules, "clarify.two-failures"] };
        }

        if (Resume(desk) is { } again)
            return again with { Skill = "clarify", Action = "clarify", Says = [new("clarify.sorry"), .. again.Says.Where(say => say.ReplyId != "resume.lead")] };
        return new Outcome
        {
            Skill = "clarify",
            Action = "clarify",
            Says = [new("clarify.ask")],
            Choices = [new("choice.balance", "ask_balance"), new("choice.why_interest", "ask_why_interest"), new("choice.instalment", "ask_instalment"), new("choice.person", "ask_human")],
        };
    }

    private static Answer AnswerOf(Understood understood) => new(
        understood.Commands.OfType<Command.Confirm>().FirstOrDefault()?.Yes ?? Meant(understood),
        understood.Commands.OfType<Command.Choose>().FirstOrDefault()?.Option,
        understood.Commands.OfType<Command.Choose>().FirstOrDefault()?.Label,
        understood.Commands.Any(command => command is Command.Cancel) ? "cancel" : null);

    /// <summary>A yes or no that no list of words has, where the reader is sure and nothing else was said; it never agrees to a plan or a promise.</summary>
    private static bool? Meant(Understood understood) => understood.Intents is [{ Intent: "affirm" or "deny", Score: >= 0.9 } only] ? only.Intent == "affirm" : null;

    private static Value CreditorName(Desk desk) => desk.Creditor.Names.Count > 0
        ? new Value.LocalName(desk.Creditor.Names)
        : new Value.Name(desk.Cardholder.Account.File.CreditorName);
}
