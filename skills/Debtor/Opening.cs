namespace Assistant.Skills.Debtor;

/// <summary>How a talk with somebody who was here before begins and ends: with what was promised, what is open, and what happens next.</summary>
public static class Opening
{
    /// <summary>What is open on the verified case from earlier talks; nothing where money is not to be spoken of.</summary>
    public static IReadOnlyList<Say> News(Desk desk)
    {
        var (history, file) = (desk.Cardholder.History, desk.Cardholder.Account.File);
        if (file.MoneyClosedBy is not null || file.Deceased || file.FraudFlag || file.Bankrupt || desk.MoneyTalkEndedFor is not null)
            return [];
        var says = new List<Say>();
        if (history.OpenPromise is { } promise)
            says.Add(new(promise.DueOn >= desk.Today ? "promise.on_return" : "promise.was_due", ("amount", new Value.Amount(promise.Amount)), ("due", new Value.Date(promise.DueOn))));
        if (history.OpenAgreement is { Status: Skills.AgreementStatus.PendingApproval } waiting)
            says.Add(new("plan.still_waiting", ("agreement", new Value.Code(waiting.AgreementId))));
        if (history.Papers.FirstOrDefault(paper => paper is { Status: "RETURNED", Reason: not null }) is { } paper)
            says.Add(new("request.returned", ("reason", new Value.Name(paper.Reason!))));
        if (history.OpenComplaint is { } complaint)
            says.Add(new("care.complaint_open", ("ticket", new Value.Code(complaint.TicketId)), ("by", new Value.Moment(complaint.AnswerBy))));
        return says;
    }

    /// <summary>What this conversation brought about, one thing a line; amounts and days only while the person is verified.</summary>
    public static IReadOnlyList<Say> Summary(Desk desk)
    {
        if (desk.Done.Count == 0)
            return [];
        var lines = desk.Done.Select(done => done switch
        {
            { Kind: "promise", Amount: { } amount, On: { } on } when desk.Case is not null => new Say("summary.promise", ("id", new Value.Code(done.Id)), ("amount", new Value.Amount(amount)), ("due", new Value.Date(on))),
            { Kind: "agreement", Amount: { } monthly, On: { } first } when desk.Case is not null => new Say("summary.agreement", ("id", new Value.Code(done.Id)), ("amount", new Value.Amount(monthly)), ("first", new Value.Date(first))),
            { By: { } by } => new Say(done.Kind == "callback" ? "summary.callback" : "summary.ticket", ("id", new Value.Code(done.Id)), ("by", new Value.Moment(by))),
            _ => new Say("summary.record", ("id", new Value.Code(done.Id))),
        });
        return [new("summary.lead"), .. lines];
    }
}
