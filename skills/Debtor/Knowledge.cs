using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>Answers general questions with approved words of the law that applies, and says when they were checked. It knows no figures.</summary>
public sealed class Knowledge : IDebtorSkill
{
    private readonly Dictionary<string, Topic> topics;

    /// <summary>A skill over topics.</summary>
    /// <exception cref="ArgumentException">Two topics answer one intent.</exception>
    public Knowledge(IReadOnlyList<Topic> topics)
    {
        this.topics = topics.SelectMany(topic => topic.Intents.Append(topic.Id).Select(intent => (intent, topic))).ToDictionary(pair => pair.intent, pair => pair.topic);
        Intents = this.topics.Keys.ToDictionary(intent => intent, intent => this.topics[intent].Id == intent || this.topics[intent].IsForAnyone ? Access.Anyone : Access.Cardholder);
    }

    /// <inheritdoc/>
    public string Id => "knowledge";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; }

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk)
    {
        var topic = topics[request.Intent];
        var law = desk.Law;
        var answer = topic.Laws[law];
        var outcome = new Outcome
        {
            Skill = Id,
            Action = "answer",
            Says = [new(answer.Says, [.. answer.Uses.Select(use => (use, Used(use, law, desk)))]), new("know.checked", ("on", new Value.Month(topic.CheckedOn)))],
            Rules = ["knowledge.approved-words", topic.Id.Replace('_', '-')],
            Effects = [new Effect.Disposition("INF")],
            Choices = [.. topic.Then.Select(Courtesy.ChoiceOf)],
        };
        // Limitation is for a trained person to look at; nothing here may be taken for advice.
        return request.Intent == "ask_time_bar" ? outcome.Then(Person.HandOver(desk, new(Queue.Legal, "ask_time_bar", "limitation.person-looks"))) with { Skill = Id } : outcome;
    }

    private static Value Used(string use, string law, Desk desk) => use == "creditor"
        ? desk.Case is null ? new Value.LocalName(desk.Operator.Names) : Names.Of(desk)
        : new Value.Phone(desk.Operator.Line(law, use));
}
