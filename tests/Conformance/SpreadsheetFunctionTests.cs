using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Assistant.Skills.Ledger;

namespace Assistant.Tests.Conformance;

/// <summary>
/// Financial functions against the values of formulajs. The set was cut out of source code, and some of its entries hold several calls
/// run together; they are taken apart again, so that each call is checked with the answer beside it, an error too.
/// </summary>
public sealed partial class SpreadsheetFunctionTests
{
    /// <summary>Depreciation, securities and rates that vary, which a card ledger has no use for; and how many calls the set has of each.</summary>
    private static readonly Dictionary<string, int> NotOfThisProduct = new()
    {
        ["DB"] = 3, ["FVSCHEDULE"] = 2, ["ISPMT"] = 2, ["PRICEDISC"] = 1, ["SLN"] = 3, ["SYD"] = 1,
    };

    /// <summary>Calls that expect an error for what C# does not compile: a word where a number belongs, or a payment date (2) of neither kind.</summary>
    private static readonly Dictionary<string, int> NotWritable = new()
    {
        ["CUMIPMT"] = 2, ["CUMPRINC"] = 2, ["EFFECT"] = 2, ["FV"] = 1, ["IPMT"] = 1, ["IRR"] = 1, ["MIRR"] = 1, ["NOMINAL"] = 2, ["NPER"] = 1, ["NPV"] = 1,
        ["PDURATION"] = 3, ["PMT"] = 1, ["PPMT"] = 1, ["PV"] = 1, ["RATE"] = 1, ["RRI"] = 1,
    };

    /// <summary>What is answered otherwise, and why that is right.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["FV(0.11 / 12, 35, -2000, undefined, 1)"] = "The set's double is 1.01e-9 off the exact value, a hair above its own tolerance.",
        ["PDURATION(-0.1, 1000, 2000)"] = "An error there; Nper answers -6.6: it lies in the past.",
    };

    [Fact]
    public void Functions_answer_as_published()
    {
        var entries = PublicData.Entries("finance/formulajs_financial.json");
        var calls = entries.SelectMany(Calls).ToList();
        (entries.Count, calls.Count).ShouldBe((68, 123));

        Counts(calls.Where(call => IsForeign(call))).ShouldBe(NotOfThisProduct, ignoreOrder: true);
        Counts(calls.Where(call => !IsForeign(call) && !call.IsWritable)).ShouldBe(NotWritable, ignoreOrder: true);
        calls.Where(call => !IsForeign(call) && call.IsWritable && !Agrees(call)).Select(call => call.ToString()).ShouldBe(Known.Keys);
    }

    private static bool IsForeign(Call call) => NotOfThisProduct.ContainsKey(call.Function);

    private static IEnumerable<KeyValuePair<string, int>> Counts(IEnumerable<Call> calls) => calls.CountBy(call => call.Function);

    private static bool Agrees(Call call)
    {
        try
        {
            var value = Answer(call);
            return call.Expected is { } expected ? value is { } found && Math.Abs(found - expected) <= call.Tolerance : value is null;
        }
        catch (ArgumentException)
        {
            return call.Expected is null;
        }
    }

    private static decimal? Answer(Call at) => at.Function switch
    {
        "CUMIPMT" => Finance.CumIpmt(at[0], at.Whole(1), at[2], at.Whole(3), at.Whole(4), at.Flag(5)),
        "CUMPRINC" => Finance.CumPrinc(at[0], at.Whole(1), at[2], at.Whole(3), at.Whole(4), at.Flag(5)),
        "EFFECT" => Finance.Effect(at[0], at.Whole(1)),
        "FV" => Finance.Fv(at[0], at.Whole(1), at[2], at[3], at.Flag(4)),
        "IPMT" => Finance.Ipmt(at[0], at.Whole(1), at.Whole(2), at[3], at[4], at.Flag(5)),
        "IRR" => Finance.Irr(at.List(0)), // the second argument there is a guess, which is not needed
        "MIRR" => Finance.Mirr(at.List(0), at[1], at[2]),
        "NOMINAL" => Finance.Nominal(at[0], at.Whole(1)),
        "NPER" => Finance.Nper(at[0], at[1], at[2], at[3], at.Flag(4)),
        "NPV" => Finance.Npv(at[0], at.List(1)),
        "PDURATION" => Finance.Nper(at[0], 0m, -at[1], at[2]),
        "PMT" => Finance.Pmt(at[0], at.Whole(1), at[2], at[3], at.Flag(4)),
        "PPMT" => Finance.Ppmt(at[0], at.Whole(1), at.Whole(2), at[3], at[4], at.Flag(5)),
        "PV" => Finance.Pv(at[0], at.Whole(1), at[2], at[3], at.Flag(4)),
        "RATE" => Finance.Rate(at.Whole(0), at[1], at[2], at[3], at.Flag(4)),
        "RRI" => Finance.Rate(at.Whole(0), 0m, -at[1], at[2]),
        "XIRR" => Finance.Xirr([.. at.List(0).Zip(at.Dates(1), (amount, on) => new DatedFlow(on, amount))]),
        _ => throw new NotSupportedException(at.ToString()),
    };

    /// <summary>The calls of an entry: its own, after those that stand run together before it.</summary>
    private static IEnumerable<Call> Calls(JsonElement entry)
    {
        var source = $"financial.{entry.Text("fn")}({entry.Text("args")})).to.equal({entry.GetProperty("expected").GetRawText()})";
        return OneCall().Matches(source).Select(match => new Call(match.Groups["fn"].Value, match.Groups["args"].Value,
            Number(match.Groups["expected"].Value), entry.GetProperty("tol").GetDecimal()));
    }

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"financial\.(?<fn>\w+)\((?<args>.*?)\)\s*\)\.to\.equal\((?<expected>[^)]*)\)")]
    private static partial Regex OneCall();

    [GeneratedRegex(@"\(?(?<first>[\d.]+)( (?<sign>[*/]) (?<next>[\d.]+))+\)?")]
    private static partial Regex Product();

    /// <summary>A call as the set has it; an expected null is an error.</summary>
    private sealed record Call(string Function, string Source, decimal? Expected, decimal Tolerance)
    {
        private readonly List<JsonElement> arguments = Read(Source);

        /// <summary>A number by position; one that is missing is nothing.</summary>
        public decimal this[int at] => at < arguments.Count && arguments[at].ValueKind == JsonValueKind.Number ? arguments[at].GetDecimal() : 0m;

        public bool IsWritable => arguments.TrueForAll(argument => argument.ValueKind != JsonValueKind.String) && this[5] != 2m;

        /// <summary>A whole number; its decimals are cut, as spreadsheets do.</summary>
        public int Whole(int at) => (int)this[at];

        public bool Flag(int at) => this[at] == 1m;

        /// <summary>All numbers from a position on, in lists or not, until the list at it ends.</summary>
        public decimal[] List(int at) => [.. Flat(arguments[at].ValueKind == JsonValueKind.Array ? [arguments[at]] : arguments.Skip(at))
            .Where(element => element.ValueKind == JsonValueKind.Number).Select(element => element.GetDecimal())];

        public IEnumerable<DateOnly> Dates(int at) => Flat([arguments[at]]).Select(element => DateOnly.Parse(element.GetString()!, CultureInfo.InvariantCulture));

        public override string ToString() => $"{Function}({Source})";

        private static IEnumerable<JsonElement> Flat(IEnumerable<JsonElement> elements) =>
            elements.SelectMany(element => element.ValueKind == JsonValueKind.Array ? Flat(element.EnumerateArray()) : [element]);

        /// <summary>Script made JSON: products reckoned out, words quoted, nothing named null.</summary>
        private static List<JsonElement> Read(string source)
        {
            var json = Product().Replace(source, match => Reckon(match).ToString(CultureInfo.InvariantCulture))
                .Replace('\'', '"').Replace("undefined", "null", StringComparison.Ordinal).Replace("NaN", "\"NaN\"", StringComparison.Ordinal);
            return [.. JsonDocument.Parse($"[{json}]").RootElement.EnumerateArray()];
        }

        private static decimal Reckon(Match match) => match.Groups["sign"].Captures.Zip(match.Groups["next"].Captures)
            .Aggregate(Number(match.Groups["first"].Value)!.Value, (value, step) =>
                step.First.Value == "*" ? value * Number(step.Second.Value)!.Value : value / Number(step.Second.Value)!.Value);
    }
}
