using System.Text.Json;
using Assistant.Skills.Ledger;

namespace Assistant.Tests.Conformance;

/// <summary>Rates of dated flows against pyxirr's samples and MathWorks' day counts.</summary>
public sealed class XirrTests
{
    /// <summary>What is answered otherwise, and why that is right.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["30-15.csv"] = "Of the roots -0.157 and 0.0298 the set has the one its solver meets first, we the one at which the value falls.",
        ["30-27.csv"] = "The same, of -0.441 and 0.000175.",
    };

    [Fact]
    public void Rates_of_dated_flows_are_those_published()
    {
        var entries = PublicData.Entries("finance/xirr_pyxirr.json");
        entries.Count.ShouldBe(66);
        entries.Where(entry => !Agrees(entry)).Select(entry => Path.GetFileName(entry.Text("file"))).ShouldBe(Known.Keys);
    }

    private static bool Agrees(JsonElement entry)
    {
        DatedFlow[] flows = [.. entry.GetProperty("flows").EnumerateArray().Select(flow => new DatedFlow(DateOnly.Parse(flow[0].GetString()!, null), flow[1].GetDecimal()))];
        var rate = Finance.Xirr(flows, Basis(entry.Text("day_count")));
        var expected = entry.GetProperty("expected");
        return expected.ValueKind == JsonValueKind.Null ? rate is null : rate is { } found && Math.Abs(found - expected.GetDecimal()) <= 1e-7m;
    }

    private static YearBasis Basis(string name) => name switch
    {
        "act/365F" => YearBasis.Actual365,
        "act/360" => YearBasis.Actual360,
        "act/act ISDA" => YearBasis.ActualActual,
        "30/360 ISDA" => YearBasis.Thirty360,
        "30E/360" => YearBasis.ThirtyE360,
        "30/360 SIA" => YearBasis.ThirtyUs360,
        _ => throw new NotSupportedException(name),
    };
}
