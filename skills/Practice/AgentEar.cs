using System.Text.RegularExpressions;
using Assistant.Skills.Conduct;
using Assistant.Skills.Language;

namespace Assistant.Skills.Practice;

/// <summary>What a line of the agent does to the person.</summary>
/// <param name="Acts">Acts by name, marks of the rubric and <c>asks_…</c> of the practice.</param>
/// <param name="Harms">threatens, insults, presses, over_promises, discloses.</param>
/// <param name="Amounts">Amounts named, smallest first.</param>
/// <param name="IsJumble">A heap of keywords.</param>
/// <param name="IsEnd">Whether it takes leave.</param>
public sealed record HeardLine(IReadOnlySet<string> Acts, IReadOnlySet<string> Harms, IReadOnlyList<decimal> Amounts, bool IsJumble, bool IsEnd)
{
    /// <summary>Whether it does anything at all.</summary>
    public bool IsEmpty => Acts.Count == 0 && Harms.Count == 0 && !IsJumble;
}

/// <summary>Hears the agent as the scorer does: by the marks of the rubric and the rule book, in the language's own patterns for what only practice asks.</summary>
/// <param name="book">The rules.</param>
/// <param name="rubric">What makes a question.</param>
/// <param name="marks">Hears what a line does.</param>
/// <param name="asks">Further acts by name.</param>
/// <param name="harms">The harm of a category.</param>
public sealed class AgentEar(RuleBook book, Rubric rubric, LineMarks marks, IReadOnlyDictionary<string, Regex> asks, IReadOnlyDictionary<string, string> harms)
{
    private const string Ends = "ends";
    private const int MostDays = 31;
    private static readonly HashSet<string> Values = [EntityType.Amount, EntityType.Date, EntityType.Duration, EntityType.Count];

    /// <summary>Hears a line.</summary>
    /// <param name="text">The line.</param>
    /// <param name="context">Who hears it and what is so.</param>
    public HeardLine Hear(string text, ReviewContext context)
    {
        var findings = book.Review(text, context).Findings;
        var hurts = findings.Where(finding => finding.Severity != Severity.Minor).Select(finding => harms.GetValueOrDefault(finding.Rule.Category)).OfType<string>().ToHashSet();
        var reading = marks.Read(text, context.Day);
        if (reading.IsJumble)
            return new(new HashSet<string>(), hurts, [], true, false);
        var plain = Plain.Text(text);
        var acts = reading.Marks.Keys.Where(name => !Values.Contains(name)).ToHashSet();
        foreach (var question in LineMarks.Sentences(plain).Select(sentence => sentence.Words).Where(words => rubric.Question.IsMatch(words)))
            acts.UnionWith(asks.Where(pair => pair.Key != Ends && pair.Value.IsMatch(question)).Select(pair => pair.Key));
        foreach (var value in Values.Where(reading.Marks.ContainsKey))
            acts.Add("names_" + value);
        // "On day 15" names no amount.
        var amounts = reading.Values.Where(entity => entity.Type == EntityType.Amount)
            .Select(entity => (entity.Currency, Value: decimal.Parse(entity.Value, System.Globalization.CultureInfo.InvariantCulture))).Where(one => one.Currency is not null || one.Value > MostDays).Select(one => one.Value).Order().ToList();
        return new(acts, hurts, amounts, false, asks[Ends].IsMatch(plain));
    }
}
