using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>
/// What outranks collection: danger, death, fraud, illness, strangers, complaints, stop-contact. Each says one careful thing, protects the case in
/// every channel, and brings the right people in with the person's own words as evidence. What each does is data.
/// </summary>
/// <param name="pack">Protections and what leads to them.</param>
public sealed class Care(ProtectionPack pack) : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "care";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = pack.Paths.Keys
        .Concat(["wrong_person", "third_party_answering", "third_party_pay", "third_party_data_request"])
        .ToDictionary(intent => intent, _ => Access.Anyone);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => request.Intent switch
    {
        "wrong_person" => Stranger(desk, "care.wrong_person", Party.WrongPerson, "WRN"),
        "third_party_pay" => Stranger(desk, "care.third_party_pay", Party.ThirdParty, "TPC"),
        "third_party_answering" or "third_party_data_request" => Stranger(desk, "care.third_party", Party.ThirdParty, "TPC"),
        var intent => Protect(pack.Paths[intent], desk),
    };

    /// <summary>Whether money talk was ended for danger to life: then the numbers stay in view, and the assistant never ends the talk.</summary>
    public bool IsCrisis(string? endedFor) => endedFor is not null && pack.Paths.GetValueOrDefault(endedFor) is { Queue: Queue.Crisis };

    /// <summary>What is said to whoever goes on about money after it was set aside, or would leave after a sign of danger.</summary>
    /// <param name="desk">The facts of the turn.</param>
    /// <param name="isAboutMoney">Whether the message is about the account; what else is said is simply listened to.</param>
    public Outcome SetAside(Desk desk, bool isAboutMoney) => new()
    {
        Skill = Id,
        Action = isAboutMoney ? "refuse" : "listen",
        Says = IsCrisis(desk.MoneyTalkEndedFor) ? [Lines(desk, isAboutMoney ? "care.not_now" : "care.still_here", ["listen", "police", "ambulance"])] : [new("care.money_set_aside")],
        Rules = ["protect.no-money-talk"],
    };

    /// <summary>The numbers to call, under an answer to something else.</summary>
    public static Say InView(Desk desk) => Lines(desk, "care.lines", ["listen", "police", "ambulance"]);

    private Outcome Stranger(Desk desk, string reply, Party party, string disposition) => new()
    {
        Skill = Id,
        Action = "refuse",
        Says = [new(reply)],
        Effects =
        [
            new Effect.PartyLearned(party), new Effect.VerificationEnded("not_the_cardholder"), new Effect.Disposition(disposition),
            .. party == Party.WrongPerson && desk.Case is null ? new Effect[] { new Effect.Protect(desk.NewId("W"), "wrong_number") } : [],
        ],
        Rules = ["privacy.third-party"],
        Ask = new Ask.Nothing(),
    };

    private Outcome Protect(CarePath path, Desk desk)
    {
        // Whoever asks how a complaint stands is told so, and not sent round again.
        if (path.Intent == "complaint_process" && desk.Case?.History.OpenComplaint is { } open)
        {
            return new Outcome
            {
                Skill = Id,
                Action = "answer",
                Says = [new("care.complaint_open", ("ticket", new Value.Code(open.TicketId)), ("by", new Value.Moment(open.AnswerBy)))],
                Effects = [new Effect.Disposition(path.Disposition)],
                Rules = ["protect.complaint-process"],
                Choices = [new("choice.person", "ask_human")],
            };
        }

        var reason = new Reason(path.Queue, path.Intent, $"protect.{path.Intent.Replace('_', '-')}") { AnswerBy = path.IsComplaint ? AnswerBy(desk) : null };
        var handed = Person.HandOver(desk, reason);
        Effect[] own =
        [
            .. path.Opens is { } kind && !IsProtected(desk, path, kind) ? new Effect[] { new Effect.Protect(desk.NewId("S"), kind.Id) } : [],
            new Effect.Disposition(path.Disposition), .. path.EndsMoneyTalk ? new Effect[] { new Effect.MoneyTalkEnded(path.Intent) } : [],
        ];
        handed = handed with { Skill = Id, Says = [.. First(path, desk, handed.Effects.OfType<Effect.Ticket>().FirstOrDefault()), .. handed.Says], Effects = [.. handed.Effects, .. own] };
        return path.Intent == Disputes.Reason && Recomputed(desk) is { } proof ? proof.Then(handed) : handed;
    }

    private static IEnumerable<Say> First(CarePath path, Desk desk, Effect.Ticket? ticket)
    {
        if (path.IsComplaint)
        {
            var open = ticket is null ? desk.Case?.History.OpenComplaint : new(ticket.TicketId, ticket.DueAt);
            yield return Lines(desk, path.Reply, path.Lines);
            if (open is not null)
                yield return new(ticket is null ? "care.complaint_open" : "care.complaint_number", ("ticket", new Value.Code(open.TicketId)), ("by", new Value.Moment(open.AnswerBy)));
            yield break;
        }

        yield return Lines(desk, path.Reply, path.Lines);
        if (path.Queue == Queue.Crisis && !desk.IsStaffed)
            yield return new("care.nobody_on_duty");
    }

    private static bool IsProtected(Desk desk, CarePath path, ProtectionKind kind) => desk.OpenReasons.Contains(path.Intent) || desk.Case?.History.Protected.Contains(kind.Id) == true;

    private static DateTimeOffset AnswerBy(Desk desk)
    {
        var day = desk.Today.AddDays(desk.Operator.ComplaintDays[desk.Law]).ToDateTime(desk.Operator.Hours.Closes);
        return new(day, desk.Zone.GetUtcOffset(day));
    }

    /// <summary>Who doubts the amount sees first how far the lines bear it out; null where money is not to be spoken of.</summary>
    private Outcome? Recomputed(Desk desk) =>
        desk.Case is null || desk.MoneyTalkEndedFor is not null || MoneyTalk.Closed(desk, Id) is not null ? null : ProofTalk.Explain(desk, Id).Outcome;

    private static Say Lines(Desk desk, string reply, IReadOnlyList<string> uses) =>
        new(reply, Numbers(desk.Operator, desk.Law, uses));

    /// <summary>Public numbers as replies name them: where police and ambulance are both meant they stand together, since in some countries they are one number.</summary>
    /// <param name="by">Who operates this assistant.</param>
    /// <param name="law">The law whose numbers they are.</param>
    /// <param name="uses">listen, police, ambulance and so on.</param>
    public static (string Name, Value Value)[] Numbers(Operator by, string law, IReadOnlyList<string> uses) => uses.Contains("ambulance")
        ? [.. uses.Where(use => use is not ("police" or "ambulance")).Select(use => (use, (Value)new Value.Phone(by.Line(law, use)))), ("emergency", new Value.Phones(by.Line(law, "police"), by.Line(law, "ambulance")))]
        : [.. uses.Select(use => (use, (Value)new Value.Phone(by.Line(law, use))))];
}
