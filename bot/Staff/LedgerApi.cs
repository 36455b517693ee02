using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Staff;

/// <summary>Figures that are computed rather than read: where they came from, and where they lead (external contract, section 6).</summary>
internal static class LedgerApi
{
    /// <summary>The proof of a case for a query.</summary>
    public static IResult Proof(StaffView found, Creditor creditor, BankClock clock, IQueryCollection query)
    {
        if (found.Lines.Value.Postings.Count == 0)
            return new Refused(Refusal.Of(422, "proof.no_lines"));
        try
        {
            var file = found.Account.File;
            var wish = new TermsWish(
                Word(query, "regime", CardTerms.RegimeOf, "full, unpaid_a or unpaid_b"),
                Word(query, "dayCount", CardTerms.DayCountOf, "SI_EX or SI_EI"),
                Word(query, "compounding", CardTerms.CompoundsOf, "monthly or none"));
            var asOf = clock.DayOf(file.AsOf);
            return Results.Json(ProofJson(file, AccountProof.Of(file, found.Lines.Value, creditor, asOf, wish, Day(query, "from"), Day(query, "to")), asOf), Json.Options);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return Results.Problem(e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message, statusCode: 422);
        }
    }

    private static JsonObject ProofJson(CaseFile file, AccountProof answer, DateOnly asOf)
    {
        var proof = answer.Proof;
        var (regime, dayCount, compounding) = proof.Terms.Words;
        var last = proof.Due.Count == 0 ? null : proof.Due[^1];
        var zero = Money.Zero(file.Currency);
        return new()
        {
            ["caseNo"] = file.CaseNo,
            ["asOf"] = Store.Day(asOf),
            ["currency"] = file.Currency,
            ["from"] = Store.Day(proof.From),
            ["to"] = Store.Day(proof.To),
            ["regime"] = regime,
            ["dayCount"] = dayCount,
            ["compounding"] = compounding,
            ["rate"] = Fraction(proof.Rate),
            ["lines"] = new JsonArray([.. proof.Lines.Select(line => (JsonNode)new JsonObject
            {
                ["from"] = Store.Day(line.From), ["to"] = Store.Day(line.To), ["days"] = line.Days, ["balance"] = line.Balance.ToWire(), ["rate"] = Fraction(line.Rate),
                ["interest"] = line.Interest.ToWire(), ["exact"] = line.Exact.ToString("0.00####", CultureInfo.InvariantCulture), ["billedOn"] = Store.Day(line.BilledOn),
            })]),
            ["interest"] = proof.Interest.ToWire(),
            ["penalty"] = new JsonObject
            {
                ["minimumDue"] = (last?.Minimum ?? zero).ToWire(), ["paid"] = (last?.Paid ?? zero).ToWire(), ["rate"] = Fraction(last?.PenaltyRate ?? file.PenaltyRate),
                ["floor"] = (last?.PenaltyFloor ?? zero).ToWire(), ["amount"] = proof.Penalty.ToWire(),
            },
            ["file"] = new JsonObject { ["interest"] = answer.FileInterest.ToWire(), ["penalty"] = answer.FilePenalty.ToWire() },
            ["difference"] = answer.Difference.ToWire(),
            ["owed"] = new JsonObject
            {
                ["principal"] = proof.Owed.Principal.ToWire(), ["interest"] = proof.Owed.Interest.ToWire(), ["penalty"] = proof.Owed.Penalty.ToWire(),
                ["fees"] = proof.Owed.Fees.ToWire(), ["credit"] = proof.Owed.Credit.ToWire(), ["total"] = proof.Owed.Total.ToWire(),
            },
            ["statements"] = new JsonArray([.. proof.Statements.Select(statement => (JsonNode)new JsonObject
            {
                ["closedOn"] = Store.Day(statement.ClosedOn), ["dueOn"] = Store.Day(statement.DueOn), ["balance"] = statement.Balance.ToWire(), ["minimumDue"] = statement.Minimum.ToWire(),
                ["paid"] = statement.Paid.ToWire(), ["penalty"] = statement.Penalty.ToWire(),
            })]),
            ["reconciles"] = answer.Reconciles,
            ["confirmed"] = proof.Terms.IsConfirmed,
            ["verdict"] = answer.Verdict switch { ProofVerdict.Agrees => "agrees", ProofVerdict.Differs => "differs", _ => "cannot_tell" },
        };
    }

    private static T? Word<T>(IQueryCollection query, string name, Func<string, T?> read, string words)
        where T : struct => !query.TryGetValue(name, out var value) || value.Count == 0 ? null
        : read(value.ToString()) ?? throw new FormatException($"{name} must be {words}.");

    private static DateOnly? Day(IQueryCollection query, string name) => !query.TryGetValue(name, out var value) || value.ToString() is "" ? null
        : DateOnly.TryParseExact(value.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1985 and <= 2100 ? day
        : throw new FormatException($"{name} must be a date that exists, such as \"2026-10-05\".");

    private static string Fraction(decimal rate) => rate.ToString("0.##########", CultureInfo.InvariantCulture);
}
