using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Staff;

/// <summary>Where an account leads, paid this way or that, for staff and bank systems (external contract, section 6).</summary>
internal static class ProjectionApi
{
    private const int MostMonthsAhead = 60;

    /// <summary>The account run forward as the body asks for; what to correct where it cannot be meant.</summary>
    public static IResult Answer(StaffView found, Creditor creditor, JsonElement body)
    {
        var account = found.Account;
        try
        {
            var repayment = Read(body, account);
            var payoffOn = Fields.Day(body, "payoffOn", "2026-12-05");
            if (payoffOn < account.Today || payoffOn > account.Today.AddDays(Projection.MostPayoffDays))
                throw new FormatException($"payoffOn must lie from today, {Store.Day(account.Today)}, to {Projection.MostPayoffDays} days ahead.");
            var terms = creditor.TermsOn(account.Today);
            return Results.Json(Json(account, repayment, Projection.Of(account, terms, repayment), payoffOn is { } day ? Projection.PayoffOn(account, terms, day) : null), Turns.Json.Options);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return Results.Problem(e.Message, statusCode: 422);
        }
    }

    private static Repayment Read(JsonElement body, Account account)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new FormatException("The body must be a JSON object, such as {\"pay\":\"fixed\",\"amount\":\"1000.00\"}.");
        var pay = !Fields.Has(body, "pay", out var value) ? "minimum" : value.ValueKind == JsonValueKind.String ? value.GetString() : "";
        if (pay is not ("minimum" or "fixed"))
            throw new FormatException("pay must be \"minimum\" or \"fixed\".");
        var amount = Fields.Money(body, "amount", account.File.Currency, "1000.00");
        if (pay == "fixed" && amount is null)
            throw new FormatException("amount is missing: \"pay\":\"fixed\" needs what is paid each month, such as \"1000.00\".");
        if (pay == "minimum" && amount is not null)
            throw new FormatException("amount goes with \"pay\":\"fixed\" only; leave it out, or say \"fixed\".");
        var from = Fields.Day(body, "from", "2026-12-05") ?? account.Today;
        if (from < account.AsOfDay || from > account.Today.AddMonths(MostMonthsAhead))
            throw new FormatException($"from must lie from the day of the figures, {Store.Day(account.AsOfDay)}, to {MostMonthsAhead} months ahead.");
        return new(amount, from, Fields.Whole(body, "months", 1, Projection.MostMonths) ?? Projection.MostMonths);
    }

    private static JsonObject Json(Account account, Repayment repayment, Projection projection, Payoff? payoff)
    {
        var json = new JsonObject
        {
            ["caseNo"] = account.File.CaseNo,
            ["asOf"] = Store.Day(account.AsOfDay),
            ["currency"] = account.File.Currency,
            ["pay"] = repayment.Fixed is null ? "minimum" : "fixed",
            ["amount"] = repayment.Fixed?.ToWire(),
            ["from"] = Store.Day(repayment.From),
            ["rows"] = new JsonArray([.. projection.Months.Select(month => (JsonNode)new JsonObject
            {
                ["month"] = month.Month, ["statementOn"] = Store.Day(month.StatementOn), ["dueOn"] = Store.Day(month.DueOn), ["opening"] = month.Opening.ToWire(),
                ["interest"] = month.Interest.ToWire(), ["penalty"] = month.Penalty.ToWire(), ["payment"] = month.Payment.ToWire(), ["closing"] = month.Closing.ToWire(),
            })]),
            ["totals"] = new JsonObject
            {
                ["months"] = projection.Months.Count, ["paid"] = projection.Paid.ToWire(), ["interest"] = projection.Interest.ToWire(), ["penalty"] = projection.Penalty.ToWire(),
            },
            ["paidOff"] = projection.IsPaidOff,
            ["neverEnds"] = projection.NeverEnds,
            ["endsOn"] = projection.EndsOn is { } end ? Store.Day(end) : null,
        };
        if (payoff is not null)
            json["payoff"] = new JsonObject { ["on"] = Store.Day(payoff.On), ["amount"] = payoff.Amount.ToWire(), ["perDay"] = payoff.PerDay.ToWire() };
        return json;
    }
}
