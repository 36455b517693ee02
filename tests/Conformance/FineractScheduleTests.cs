using System.Globalization;
using System.Text.Json;
using Assistant.Skills;
using Assistant.Skills.Ledger;

namespace Assistant.Tests.Conformance;

/// <summary>Repayment schedules against Apache Fineract's plain loans, row by row to the cent.</summary>
public sealed class FineractScheduleTests
{
    [Fact]
    public void Schedules_are_those_published()
    {
        var entries = PublicData.Entries("finance/fineract_schedules_plain.json");
        entries.Select(entry => entry.Text("scenario")[..4]).ShouldBe(["RS01", "RS02", "RS03", "RS04", "RS05", "RS06", "RS07"]);
        foreach (var entry in entries)
        {
            var published = entry.GetProperty("schedule").EnumerateArray().Skip(1).ToList();
            RepaymentSchedule.Of(Terms(entry.GetProperty("loan"), published)).Select(row => $"{row.Principal} + {row.Interest} = {row.Total}")
                .ShouldBe(published.Select(row => $"{Amount(row, "Principal due")} + {Amount(row, "Interest")} = {Amount(row, "Due")}"), entry.Text("scenario"));
        }
    }

    /// <summary>The loan product rounds instalments to the whole unit; grace on interest changes no published row (RS06), so it is not a term.</summary>
    private static RepaymentTerms Terms(JsonElement loan, List<JsonElement> published) => new()
    {
        Balance = Amount(loan, "with Principal"),
        Months = int.Parse(loan.Text("numberOfRepayments"), CultureInfo.InvariantCulture),
        YearlyRate = decimal.Parse(loan.Text("ANNUAL interest rate %"), CultureInfo.InvariantCulture) / 100m,
        IsFlat = loan.Text("interest type") == "FLAT",
        HasEqualPrincipal = loan.Text("amortization type") == "EQUAL_PRINCIPAL_PAYMENTS",
        InstalmentUnit = 1m,
        PrincipalGrace = int.Parse(loan.Text("graceOnPrincipalPayment"), CultureInfo.InvariantCulture),
        InterestDeferred = int.Parse(loan.Text("interest free period"), CultureInfo.InvariantCulture),
        Days = loan.Text("interest calculation period") == "DAILY" ? [.. published.Select(row => int.Parse(row.Text("Days"), CultureInfo.InvariantCulture))] : null,
    };

    private static Money Amount(JsonElement row, string name) => new(decimal.Parse(row.Text(name), CultureInfo.InvariantCulture), "EUR");
}
