namespace Assistant.Skills.Debtor;

/// <summary>
/// What outranks collection: danger, death, fraud, illness, strangers, complaints, stop-contact. Each ends money talk, says one
/// careful thing, and brings the right people in with the person's own words as evidence.
/// </summary>
public sealed class Care : IDebtorSkill
{
    private static readonly Dictionary<string, Path> Paths = new()
    {
        ["suicidal_hint"] = new("care.crisis", Queue.Crisis, "CRI", true),
        ["distress_mental_health"] = new("care.distress", Queue.Crisis, "CRI", true),
        ["threat_violence"] = new("care.threat", Queue.Crisis, "CRI", true),
        ["cardholder_deceased"] = new("closed.deceased", Queue.Specialist, "DEC", true),
        ["hardship_bereavement"] = new("care.bereavement", Queue.Specialist, "HRD-BER", true),
        ["hardship_illness"] = new("care.illness", Queue.Specialist, "HRD-ILL"),
        ["elderly_or_capacity"] = new("care.capacity", Queue.Specialist, "HRD-OTH"),
        ["incarcerated_or_away"] = new("care.away", Queue.Specialist, "CUS"),
        ["identity_theft_no_card"] = new("care.identity_theft", Queue.Fraud, "IDT", true),
        ["fraud_stolen_card"] = new("care.fraud", Queue.Fraud, "FRD", true),
        ["dispute_transaction"] = new("care.dispute", Queue.Supervisor, "DSP"),
        ["dispute_amount"] = new("care.dispute", Queue.Supervisor, "DSP"),
        ["complaint_agent"] = new("care.complaint", Queue.Complaint, "CMP"),
        ["complaint_process"] = new("care.complaint", Queue.Complaint, "CMP"),
        ["contacted_my_family"] = new("care.family_contacted", Queue.Complaint, "CMP"),
        ["regulator_threat"] = new("care.regulator", Queue.Complaint, "REG"),
        ["stop_contact"] = new("care.stop_contact", Queue.Supervisor, "CND", true),
        ["lawyer_represented"] = new("care.lawyer", Queue.Legal, "LAW"),
        ["bankruptcy"] = new("closed.bankrupt", Queue.Legal, "BKR", true),
    };

    /// <inheritdoc/>
    public string Id => "care";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = Paths.Keys
        .Concat(["wrong_person", "third_party_answering", "third_party_pay", "third_party_data_request"])
        .ToDictionary(intent => intent, _ => Access.Anyone);

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk) => request.Intent switch
    {
        "wrong_person" => Stranger("care.wrong_person", Party.WrongPerson, "WRN"),
        "third_party_answering" or "third_party_pay" or "third_party_data_request" => Stranger("care.third_party", Party.ThirdParty, "TPC"),
        var intent => Protect(intent, Paths[intent], desk),
    };

    private Outcome Stranger(string reply, Party party, string disposition) => new()
    {
        Skill = Id,
        Action = "refuse",
        Says = [new(reply)],
        Effects = [new Effect.PartyLearned(party), new Effect.VerificationEnded("not_the_cardholder"), new Effect.Disposition(disposition)],
        Rules = ["privacy.third-party"],
        Ask = new Ask.Nothing(),
    };

    private Outcome Protect(string intent, Path path, Desk desk)
    {
        var reason = new Reason(path.Queue, intent, $"protect.{intent.Replace('_', '-')}");
        var first = path.Queue == Queue.Crisis
            ? new Say(path.Reply, ("listen", Line(desk, "listen")), ("police", Line(desk, "police")), ("ambulance", Line(desk, "ambulance")))
            : new Say(path.Reply);
        var handed = Person.HandOver(desk, reason, first);
        Effect[] ends = path.EndsMoneyTalk ? [new Effect.MoneyTalkEnded(intent)] : [];
        handed = handed with { Skill = Id, Effects = [.. handed.Effects, new Effect.Disposition(path.Disposition), .. ends] };
        return intent == Disputes.Reason && Recomputed(desk) is { } proof ? proof.Then(handed) : handed;
    }

    /// <summary>Who doubts the amount sees first how far the lines bear it out; null where money is not to be spoken of.</summary>
    private Outcome? Recomputed(Desk desk) =>
        desk.Case is null || desk.IsMoneyTalkEnded || MoneyTalk.Closed(desk, Id) is not null ? null : ProofTalk.Explain(desk, Id).Outcome;

    /// <summary>A public number of the law that applies; of the operator's first law before anyone is verified.</summary>
    private static Value.Phone Line(Desk desk, string use)
    {
        var law = desk.Case?.Account.File.Law ?? "";
        var lines = desk.Operator.CrisisLines.GetValueOrDefault(law) ?? desk.Operator.CrisisLines.First().Value;
        return new Value.Phone(lines[use]);
    }

    private sealed record Path(string Reply, Queue Queue, string Disposition, bool EndsMoneyTalk = false);
}
