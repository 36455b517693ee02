using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Skills.Conduct;

namespace Assistant.Tests.Conformance;

/// <summary>The catalogue of phrases of the field: every forbidden one is found, every look-alike let through, in each jurisdiction.</summary>
public sealed partial class PhraseCatalogueTests
{
    private static readonly RuleBook Book = ConductFiles.Load(PromptFolder.Find());

    /// <summary>What a row says in brackets or describes, as context; and a line where the row describes instead of quoting.</summary>
    private static readonly Dictionary<string, Situation> Situations = new()
    {
        ["P06"] = new() { English = "SUMMONS. You have been sued, case number 24-1187." },
        ["P10"] = new("no_judgment"),
        ["P14"] = new() { Figures = new() { ["total"] = 60000 } },
        ["P22"] = new() { Audience = Audience.ThirdParty },
        ["P26"] = new() { Audience = Audience.ThirdParty },
        ["P27"] = new("contact_person_refused") { Audience = Audience.ThirdParty, Chinese = "您好，还是想请您让他还一下信用卡的欠款。", English = "Hello again, could you get him to pay his card balance?" },
        ["P28"] = new() { Audience = Audience.ThirdParty },
        ["P30"] = new() { Time = new(23, 10) },
        ["P32"] = new("connected_today=3") { Channel = "call", Only = "CN", Chinese = "您好，再跟您说一下还款的事。", English = "Hello, about your payment again." },
        ["P34"] = new("calls_last_7_days=7") { Channel = "call", Only = "US", Chinese = "您好，还是还款的事。", English = "Hello, calling about your payment again." },
        ["P43"] = new("sender_agency"),
        ["P44"] = new() { Verified = false, Chinese = "您的信用卡现在欠23418元，已经逾期了。", English = "Your card balance is 3,418 dollars and it is past due." },
        ["P45"] = new("sender_bot") { Speaker = Speaker.Bot },
        ["P46"] = new("recording_on"),
        ["P49"] = new("plan_performing"),
        ["P53"] = new("dispute_open"),
        ["P56"] = new("time_barred"),
        ["P61"] = new() { Audience = Audience.ThirdParty, Channel = "sms" },
    };

    /// <summary>Rows of contacts, not of words: the contact check answers them (see ContactPolicyTests).</summary>
    private static readonly string[] OfContacts = ["P31", "P35"];

    [Fact]
    public void Every_forbidden_phrase_is_found()
    {
        var rows = Rows("P").ToList();
        rows.Count.ShouldBe(70);
        var missed = new List<string>();
        foreach (var row in rows.Where(row => !OfContacts.Contains(row[0])))
        {
            var situation = Situations.GetValueOrDefault(row[0]) ?? new();
            foreach (var (text, jurisdiction) in new[] { (situation.Chinese ?? Words(row[3]), "CN"), (situation.English ?? Words(row[4]), "US"), (situation.English ?? Words(row[4]), "UK") })
            {
                if ((situation.Only is null || situation.Only == jurisdiction) && Book.Review(text, situation.In(jurisdiction)).Verdict == "ok")
                    missed.Add($"{row[0]} {jurisdiction}: {text}");
            }
        }

        missed.ShouldBeEmpty();
    }

    [Fact]
    public void Every_look_alike_is_let_through()
    {
        var rows = Rows("L-").ToList();
        rows.Count.ShouldBe(24);
        var stopped = new List<string>();
        foreach (var row in rows)
        {
            var speaker = row[1].Contains("debtor turn", StringComparison.Ordinal) ? Speaker.Debtor : Speaker.Agent;
            var texts = row[1].Split("/ ").Select(text => text.Trim()).ToArray();
            var isChinese = texts[0].Any(c => c >= '\u4e00');
            foreach (var (text, jurisdiction) in new[] { (texts[0], isChinese ? "CN" : "US"), (texts[^1], isChinese && texts.Length == 1 ? "CN" : "US"), (texts[^1], isChinese && texts.Length == 1 ? "CN" : "UK") })
            {
                var review = Book.Review(Words(text), new Situation { Speaker = speaker }.In(jurisdiction));
                if (review.Verdict != "ok")
                    stopped.Add($"{row[0]} {jurisdiction} [{string.Join(", ", review.Findings.Select(finding => finding.Rule.Id))}]: {Words(text)}");
            }
        }

        stopped.Distinct().ShouldBeEmpty();
    }

    /// <summary>Rows of the catalogue whose first cell begins with a prefix and a digit.</summary>
    private static IEnumerable<string[]> Rows(string prefix) => PublicData.Text(Path.Combine("..", "reference", "regulation.md"))
        .Where(line => line.StartsWith("| " + prefix, StringComparison.Ordinal) && char.IsAsciiDigit(line[2 + prefix.Length]))
        .Select(line => line.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).ToArray());

    /// <summary>A cell without what stands in brackets.</summary>
    private static string Words(string cell) => Brackets().Replace(cell, "").Trim();

    [GeneratedRegex(@"\s*\([^)]*\)|（[^）]*）")]
    private static partial Regex Brackets();

    /// <summary>The context of a row.</summary>
    private sealed record Situation(params string[] Flags)
    {
        public Dictionary<string, decimal> Figures { get; init; } = [];

        public Audience Audience { get; init; }

        public Speaker Speaker { get; init; }

        public bool? Verified { get; init; }

        public TimeOnly? Time { get; init; }

        public string? Channel { get; init; }

        public string? Only { get; init; }

        public string? Chinese { get; init; }

        public string? English { get; init; }

        public ReviewContext In(string jurisdiction) => new()
        {
            Jurisdiction = jurisdiction, Day = new(2026, 11, 20), Figures = Figures, Audience = Audience, Speaker = Speaker, Verified = Verified, Time = Time, Channel = Channel,
            Flags = Flags.Select(flag => flag.Split('=')).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : ""),
        };
    }
}
