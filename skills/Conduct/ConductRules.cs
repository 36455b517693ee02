using System.Text.RegularExpressions;

namespace Assistant.Skills.Conduct;

/// <summary>How grave a breach is.</summary>
public enum Severity
{
    /// <summary>Mild or fixable wording: warns.</summary>
    Minor,

    /// <summary>Must not be said: blocks.</summary>
    Major,

    /// <summary>Must not be said and is reported: blocks.</summary>
    Critical,
}

/// <summary>One rule of wording, first form: patterns, a reason, a better line.</summary>
/// <param name="Id">Its one id.</param>
/// <param name="Category">Category of the external contract, section 7.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Citation">Law, code or policy.</param>
/// <param name="Patterns">Linear patterns that recognise it.</param>
/// <param name="Reason">Why, per locale.</param>
/// <param name="Rewrite">A line for the same purpose that keeps the rule, per locale.</param>
public sealed record ConductRule(
    string Id, string Category, Severity Severity, string Citation, IReadOnlyList<Regex> Patterns,
    IReadOnlyDictionary<string, string> Reason, IReadOnlyDictionary<string, string> Rewrite);

/// <summary>A breach found in a text.</summary>
/// <param name="Rule">The rule broken.</param>
/// <param name="Start">UTF-16 position of the words.</param>
/// <param name="Length">UTF-16 length of the words.</param>
public sealed record Finding(ConductRule Rule, int Start, int Length);

/// <summary>The rules of wording that guard the assistant and review staff.</summary>
public sealed partial class ConductRules(IReadOnlyList<ConductRule> rules)
{
    /// <summary>All rules.</summary>
    public IReadOnlyList<ConductRule> Rules { get; } = rules;

    /// <summary>Every breach in a line, by position; at most one a rule.</summary>
    public IReadOnlyList<Finding> Review(string text)
    {
        var found = new List<Finding>();
        foreach (var rule in Rules)
        {
            var first = rule.Patterns.SelectMany(pattern => pattern.Matches(text)).Where(match => !IsDenied(text, match.Index)).MinBy(match => match.Index);
            if (first is not null)
                found.Add(new(rule, first.Index, first.Length));
        }

        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    /// <summary>"We will not call your family" promises to keep the rule.</summary>
    private static bool IsDenied(string text, int at) => Denial().IsMatch(text[Math.Max(0, at - 24)..at]);

    [GeneratedRegex("(不会|不得|不能|绝不|从不|不应|不要|请勿|不再|不去)[^，。！？]{0,6}$|(never|not|n't|no longer)( [a-z]+){0,2} $", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denial();

    /// <summary>ok, warn (only minor findings) or block.</summary>
    public static string Verdict(IReadOnlyList<Finding> findings) =>
        findings.Count == 0 ? "ok" : findings.All(finding => finding.Rule.Severity == Severity.Minor) ? "warn" : "block";
}
