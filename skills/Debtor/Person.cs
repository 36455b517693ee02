namespace Assistant.Skills.Debtor;

/// <summary>Brings in a person: asked for, owed by rule, or because understanding failed twice.</summary>
public sealed class Person : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "person";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access> { ["ask_human"] = Access.Anyone };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => HandOver(desk, new(Queue.General, "ask_human", "person.on-request"));

    /// <inheritdoc/>
    public Outcome? Continue(Ask open, Request request, Desk desk) => (open, request.Answer.Yes) switch
    {
        (Ask.WantPerson want, true) => HandOver(desk, new(want.Queue, want.Reason, "person.was-offered")),
        (Ask.WantPerson, false) => new Outcome { Skill = Id, Action = "answer", Says = [new("person.not_now")], Ask = new Ask.Nothing() },
        _ => null,
    };

    /// <summary>Hands the conversation over, or says that it is on its way already.</summary>
    internal static Outcome HandOver(Desk desk, Reason reason, params Say[] before)
    {
        var by = new Value.Moment(desk.PersonBy);
        return new Outcome
        {
            Skill = "person",
            Action = "hand_off",
            Says = reason.Queue == Queue.Crisis ? [.. before, new("care.coming", ("by", by))] : [.. before, desk.HandOffId is not null ? new("person.already_coming", ("by", by)) : new("person.coming", ("by", by))],
            Effects = Effects(desk, reason),
            Rules = [reason.Rule],
            Ask = new Ask.Nothing(),
        };
    }

    /// <summary>The ticket and the hand-off of a reason; a reason has one ticket, and nothing is added while its hand-off is open.</summary>
    internal static IReadOnlyList<Effect> Effects(Desk desk, Reason reason)
    {
        var hasTicket = desk.OpenReasons.Contains(reason.Code);
        if (desk.HandOffId is not null && (hasTicket || reason.Queue == Queue.General))
            return [];
        var handOff = new Effect.HandOff(desk.HandOffId ?? desk.NewId("H"), reason.Queue, reason.Code, Priority(reason.Queue), desk.PersonBy);
        return hasTicket ? [handOff, new Effect.Disposition("ESC")]
            : [new Effect.Ticket(desk.NewId("T"), reason.Queue, reason.Code, reason.AnswerBy ?? desk.PersonBy), handOff, new Effect.Disposition("ESC")];
    }

    /// <summary>Work for people without the conversation, once a conversation.</summary>
    internal static IReadOnlyList<Effect.Ticket> Ticket(Desk desk, Queue queue, string reason) =>
        desk.OpenReasons.Contains(reason) ? [] : [new Effect.Ticket(desk.NewId("T"), queue, reason, desk.PersonBy)];

    /// <summary>An answer that opens work for people and says its number; the second time only that it is on its way.</summary>
    /// <param name="desk">The facts of the turn.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="queue">Who takes it.</param>
    /// <param name="reason">Reason code.</param>
    /// <param name="opened">Reply with the placeholders ticket and by.</param>
    /// <param name="already">Reply without any.</param>
    internal static Outcome WithTicket(Desk desk, Outcome answer, Queue queue, string reason, string opened = "request.number", string already = "request.known") =>
        Ticket(desk, queue, reason) is not [var ticket] ? answer with { Says = [.. answer.Says, new(already)] } : answer with
        {
            Says = [.. answer.Says, new(opened, ("ticket", new Value.Code(ticket.TicketId)), ("by", new Value.Moment(ticket.DueAt)))],
            Effects = [.. answer.Effects, ticket],
        };

    private static int Priority(Queue queue) => queue switch
    {
        Queue.Crisis => 1,
        Queue.Specialist or Queue.Fraud => 2,
        Queue.Complaint or Queue.Legal => 3,
        Queue.Supervisor => 4,
        _ => 5,
    };
}

/// <summary>Why a person is brought in.</summary>
/// <param name="Queue">Who takes it.</param>
/// <param name="Code">Reason code of the ticket.</param>
/// <param name="Rule">Rule id that demands it.</param>
internal sealed record Reason(Queue Queue, string Code, string Rule)
{
    /// <summary>By when the matter is answered in the end; null for as soon as a person comes.</summary>
    public DateTimeOffset? AnswerBy { get; init; }
}
