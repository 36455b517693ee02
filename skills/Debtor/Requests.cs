namespace Assistant.Skills.Debtor;

/// <summary>
/// What people ask for on record: proof of the debt, recordings, their own data, another address; and the papers asked of them. Each becomes work
/// with a number; a paper is asked for once, and health data is looked at only with a consent of its own.
/// </summary>
public sealed class Requests : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "requests";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access>
    {
        ["ask_proof_of_debt"] = Access.Cardholder,
        ["demand_recording"] = Access.Cardholder,
        ["privacy_request"] = Access.Cardholder,
        ["update_contact"] = Access.Cardholder,
        ["file_received"] = Access.Anyone,
    };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => request.Intent switch
    {
        "ask_proof_of_debt" => Open(desk, request.Intent, new("request.proof", Days(desk, "proof")), [.. Protects(desk, "proof_pending")]),
        "demand_recording" => Open(desk, request.Intent, new("request.recording", Days(desk, "recording"))),
        "privacy_request" => Open(desk, request.Intent, new("request.privacy", Days(desk, "privacy"))),
        "update_contact" => Open(desk, request.Intent, new Say("request.contact")),
        _ => Received(desk),
    };

    /// <inheritdoc/>
    public Outcome? Continue(Ask open, Request request, Desk desk) => (open, request.Answer.Yes) switch
    {
        (Ask.MedicalConsent, true) => Kept("request.medical_kept", new Effect.PaperReceived("medical", HasConsent: true)),
        (Ask.MedicalConsent, false) => Kept("request.medical_unread", new Effect.PaperReceived("medical", HasConsent: false)),
        _ => null,
    };

    /// <inheritdoc/>
    public Outcome? Resume(Ask open, Desk desk) =>
        open is Ask.MedicalConsent ? new Outcome { Skill = Id, Action = "ask", Says = [new("resume.lead"), new("request.medical_consent")] } : null;

    /// <summary>A protection, unless it stands already.</summary>
    internal static IEnumerable<Effect> Protects(Desk desk, string kind) =>
        desk.Cardholder.History.Protected.Contains(kind) ? [] : [new Effect.Protect(desk.NewId("S"), kind)];

    /// <summary>A paper, unless it was asked for before.</summary>
    internal static IEnumerable<Effect> AsksFor(Desk desk, string kind) =>
        desk.Cardholder.History.Papers.Any(paper => paper.Kind == kind) ? [] : [new Effect.PaperAsked(kind)];

    private static (string, Value) Days(Desk desk, string service) => ("days", new Value.Count(desk.Creditor.ServiceDays[service]));

    private Outcome Open(Desk desk, string reason, Say say, params Effect[] also) => Person.WithTicket(
        desk, new Outcome { Skill = Id, Action = "record", Says = [say], Rules = [$"request.{reason.Replace('_', '-')}"], Effects = [new Effect.Disposition("INF"), .. also] }, Queue.General, reason);

    private Outcome Received(Desk desk)
    {
        if (desk.Case?.History is not { } history)
            return new Outcome { Skill = Id, Action = "answer", Says = [new("courtesy.file_kept")], Choices = [new("choice.person", "ask_human")] };
        if (history.Papers.FirstOrDefault(paper => paper.Status is "ASKED" or "RETURNED") is { Kind: var kind } && kind != "medical")
            return Kept("request.paper_kept", new Effect.PaperReceived(kind, HasConsent: false));
        // Whoever told of an illness may be sending health data: that needs a yes of its own before anybody looks (PIPL art. 29).
        return history.Protected.Contains("illness")
            ? new Outcome { Skill = Id, Action = "ask", Says = [new("request.medical_consent")], Rules = ["privacy.separate-consent"], Ask = new Ask.MedicalConsent(), Choices = [new("choice.consent", "yes"), new("choice.no_consent", "no")] }
            : new Outcome { Skill = Id, Action = "answer", Says = [new("courtesy.file_kept")], Choices = [new("choice.person", "ask_human")] };
    }

    private Outcome Kept(string reply, Effect effect) => new() { Skill = Id, Action = "record", Says = [new(reply)], Effects = [effect], Ask = new Ask.Nothing() };
}
