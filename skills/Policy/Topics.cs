namespace Assistant.Skills.Policy;

/// <summary>An approved answer to a question people ask about debt, credit and the law: data of <c>prompts/knowledge/topics.yaml</c>.</summary>
/// <param name="Id">Its id; also the intent that starts it where the catalogue has none of its own.</param>
/// <param name="Intents">Intents of the catalogue it answers.</param>
/// <param name="CheckedOn">The day on which the answer was last held against its sources.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Then">Intents to offer as next steps.</param>
/// <param name="Laws">What is said under each law: reply id, and the public numbers it names.</param>
public sealed record Topic(string Id, IReadOnlyList<string> Intents, DateOnly CheckedOn, string Source, IReadOnlyList<string> Then, IReadOnlyDictionary<string, TopicAnswer> Laws)
{
    /// <summary>Whether anyone may ask, before identity is proved.</summary>
    public bool IsForAnyone { get; init; }
}

/// <summary>What is said under one law.</summary>
/// <param name="Says">Reply id.</param>
/// <param name="Uses">Placeholders it has: <c>creditor</c>, or a public number by its use.</param>
public sealed record TopicAnswer(string Says, IReadOnlyList<string> Uses);
