using System.Globalization;
using Assistant.Skills.Conduct;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Skills.Practice;

/// <summary>What an agent wrote down after the talk.</summary>
/// <param name="Disposition">Code; null where none was noted.</param>
/// <param name="Text">The note; null where none was written.</param>
public sealed record PracticeNote(string? Disposition, string? Text);

/// <summary>A scored practice talk.</summary>
/// <param name="Card">The rubric.</param>
/// <param name="Goals">What the scenario was about, and whether it was reached.</param>
/// <param name="Told">Ids of hidden facts that came out.</param>
public sealed record PracticeResult(Scorecard Card, IReadOnlyDictionary<string, bool> Goals, IReadOnlyList<string> Told);

/// <summary>
/// Scores a practice talk by the same rubric and rules as a real one, and by what the plan engine holds of what was agreed: an instalment they cannot pay is over-pressure,
/// one that no policy admits is over-concession.
/// </summary>
public sealed class PracticeScorer(RuleBook book, Rubric rubric, LineMarks marks, Ear ear)
{
    /// <summary>The last instalment of a plan carries what rounding leaves.</summary>
    private const decimal CentsLeftOver = 1;

    private readonly Scorer scorer = new(book, rubric, marks, ear);

    /// <summary>Scores a talk.</summary>
    /// <param name="scenario">Who was played.</param>
    /// <param name="turns">All turns.</param>
    /// <param name="debtor">The person as they were after the last turn.</param>
    /// <param name="note">What was written down.</param>
    public PracticeResult Score(Scenario scenario, IReadOnlyList<TranscriptTurn> turns, SimulatedDebtor debtor, PracticeNote? note)
    {
        var start = debtor.Context with { Verified = false };
        var goals = scenario.Goals.ToDictionary(goal => goal, debtor.Reached.Contains);
        var card = scorer.Score(turns, start, note?.Disposition, new(scenario.Goals, scenario.Dispositions, [.. Idle(scenario, turns, debtor), .. Caps(scenario, turns, debtor, note)], debtor.Meant));
        return new(card, goals, [.. scenario.Facts.Select(fact => fact.Id).Where(debtor.Told.Contains)]);
    }

    /// <summary>Not breaking a rule is worth something only in a talk that was held: where hardly any goal was reached, items that are only not broken show little, and where none was, nothing.</summary>
    private IEnumerable<ItemCap> Idle(Scenario scenario, IReadOnlyList<TranscriptTurn> turns, SimulatedDebtor debtor)
    {
        var reached = scenario.Goals.Count(debtor.Reached.Contains);
        if (reached * 2 >= scenario.Goals.Count)
            return [];
        var last = turns.Count > 1 ? turns[^2].Text : "";
        return rubric.Items.Where(item => item.Breaks.Count > 0 || (item.Goals.Count > 0 && !item.Goals.Any(scenario.Goals.Contains)))
            .Select(item => new ItemCap(item.Id, reached == 0 ? 0m : 0.5m, new(Math.Max(1, turns.Count - 1), last)));
    }

    private static IEnumerable<ItemCap> Caps(Scenario scenario, IReadOnlyList<TranscriptTurn> turns, SimulatedDebtor debtor, PracticeNote? note)
    {
        // The person's first words are the first turn, so the agent's lines are the even ones.
        foreach (var turn in debtor.Unaffordable.Select(line => line * 2))
            yield return new("F2", debtor.Unaffordable.Count > 1 ? 0m : 0.5m, new(turn, turns[turn - 1].Text));
        if (scenario.Outcome == "plan" && debtor.Agreed is { } agreed && scenario.Pack is { } pack
            && !PlanEngine.Quote(pack, scenario.Account, CaseHistory.None, new Wish { Monthly = new(agreed + CentsLeftOver, scenario.Account.File.Currency) }).Offers.Any(offer => offer.Months > 0))
            yield return new("F1", 0m, new(turns.Count, agreed.ToString("0.00", CultureInfo.InvariantCulture)));
        if (note?.Text is { } text && debtor.Agreed is { } noted && !text.Contains(noted.ToString("0.##", CultureInfo.InvariantCulture), StringComparison.Ordinal))
            yield return new("G3", 0.5m, new(turns.Count, text.Length > 80 ? text[..80] : text));
    }
}
