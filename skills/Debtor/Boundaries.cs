namespace Assistant.Skills.Debtor;

/// <summary>Insults, tricks and other programs: one calm boundary, one offer to mend things, a polite end; nothing is obeyed that the words of a message order.</summary>
public sealed class Boundaries : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "boundaries";

    /// <summary>What came that the assistant cannot hear, see or open, and what is said of it.</summary>
    private static IReadOnlyDictionary<string, string> Unopened { get; } = new Dictionary<string, string>
    {
        ["voice_received"] = "unopened.voice",
        ["picture_received"] = "unopened.picture",
        ["place_received"] = "unopened.place",
        ["link_received"] = "unopened.link",
        ["other_received"] = "unopened.other",
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = ((string[])["abusive_language", "prompt_injection", "borrower_ai_agent", .. Unopened.Keys]).ToDictionary(intent => intent, _ => Access.Anyone);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => request.Intent switch
    {
        "abusive_language" => Abuse(desk),
        "prompt_injection" => Injection(desk),
        "borrower_ai_agent" => Agent(desk),
        _ => Say(Unopened[request.Intent]),
    };

    /// <summary>In a group others read along: nothing of an account is spoken of there, and nobody's identity is asked for.</summary>
    public static Outcome InGroup() => Say("boundary.group") with { Action = "refuse", Rules = ["privacy.group"] };

    private static Outcome Say(string reply) => new() { Skill = "boundaries", Action = "answer", Says = [new(reply)] };

    /// <summary>Where a hardship or a danger was heard, anger is no reason to end anything: a person comes.</summary>
    private static Outcome Abuse(Desk desk)
    {
        if (!desk.Said.Contains("boundary.calm"))
            return Say("boundary.calm") with { Rules = ["boundary.once"], Choices = [new("choice.complain", "complaint_agent"), new("choice.person", "ask_human")] };
        if (!desk.Said.Contains("boundary.mend") || desk.IsVulnerable)
            return Person.HandOver(desk, new(Queue.General, "abusive_language", "boundary.person-offered"), new Say("boundary.mend")) with { Skill = "boundaries" };
        return Say("boundary.end") with { Action = "end", Says = [new("boundary.end"), new(desk.Creditor.ComplaintRoute)], Rules = ["boundary.polite-end"], Choices = [new("choice.complain", "complaint_agent"), new("choice.person", "ask_human")] };
    }

    private static Outcome Injection(Desk desk) => desk.Said.Contains("courtesy.only_this")
        ? Person.HandOver(desk, new(Queue.General, "prompt_injection", "injection.repeated"), new Say("boundary.not_here")) with { Skill = "boundaries" }
        : Say("courtesy.only_this") with { Action = "refuse", Rules = ["injection.not-obeyed"], Choices = Courtesy.StartChoices };

    private static Outcome Agent(Desk desk) => Say("boundary.ai_agent") with
    {
        Action = "refuse",
        Rules = ["identity.same-for-programs"],
        Effects = Person.Ticket(desk, Queue.General, "borrower_ai_agent"),
    };
}
