using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Conduct;
using Assistant.Skills.Debtor;

namespace Assistant.Bot.Guard;

/// <summary>
/// The last look at a reply: every figure comes from the decision, nothing of an account before identity, no rule of wording
/// broken. It fails closed: the safe words go out with a hand-off, and nothing the decision wanted to record is recorded.
/// </summary>
public sealed class ReplyGuard(IReply reply, RuleBook rules, DebtorSkills skills, ILogger<ReplyGuard> log) : IGuard
{
    /// <inheritdoc/>
    public Words Check(Words words, Desk desk)
    {
        var findings = Findings(words, desk).ToList();
        if (findings.Count == 0)
            return words;
        log.LogError("The guard stopped a reply of {Skill}/{Action}: {Findings}", words.Outcome.Skill, words.Outcome.Action, string.Join("; ", findings));
        var person = skills.For("ask_human")!.Value.Skill.Handle(new Request("ask_human", [], Answer.Nothing), desk);
        var safe = person with { Skill = "guard", Action = "refuse", Says = [new("guard.safe"), .. person.Says], Rules = [.. person.Rules, "guard.fails-closed"] };
        return reply.Write(safe, words.Locale) with { Guard = new("block", findings) };
    }

    private IEnumerable<string> Findings(Words words, Desk desk)
    {
        var values = ValuesOf(words.Outcome).ToList();
        var isApproved = reply.Write(words.Outcome, words.Locale).Text == words.Text;
        foreach (var figure in FigureCheck.Unfounded((isApproved ? WithoutGeneral(words) : words.Text) + "\n" + string.Join("\n", words.Buttons.Select(button => button.Label)), values))
            yield return $"figure.unfounded: {(desk.Case is null ? "***" : figure)}";
        if (desk.Case is null && (words.Outcome.Facts.Count > 0 || words.Card is not null || values.Exists(IsAccountFact)))
            yield return "identity.fact-before-verification";
        // Words just as the templates render them were judged with the templates; any others are judged in full.
        var context = new ReviewContext { Jurisdiction = ConductFiles.JurisdictionOf(desk.Case?.Account.File.Law, words.Locale), Day = desk.Today, Speaker = Speaker.Bot, IsApproved = isApproved };
        foreach (var finding in words.Text.Split("\n\n").SelectMany(paragraph => rules.Review(paragraph, context).Findings).Where(finding => finding.Severity != Severity.Minor))
            yield return finding.Rule.Id;
    }

    /// <summary>The words without approved general answers, whose numbers are the law's and stand in the template itself.</summary>
    private string WithoutGeneral(Words words) =>
        words.Outcome.Says.Any(IsGeneral) ? reply.Write(words.Outcome with { Says = [.. words.Outcome.Says.Where(say => !IsGeneral(say))] }, words.Locale).Text : words.Text;

    private static bool IsGeneral(Say say) => say.ReplyId.StartsWith("know.", StringComparison.Ordinal);

    /// <summary>Amounts, dates and rates belong to an account; moments, counts, telephone numbers and ticket numbers need not.</summary>
    private static bool IsAccountFact(Value value) => value is Value.Amount or Value.Date or Value.Period or Value.Span or Value.Percent or Value.Name;

    private static IEnumerable<Value> ValuesOf(Outcome outcome) => outcome.Says.SelectMany(say => say.Values.Select(value => value.Value))
        .Concat(outcome.Choices.SelectMany(choice => choice.Values.Select(value => value.Value)))
        .Concat(outcome.Card?.Rows.SelectMany(row => row) ?? []);
}
