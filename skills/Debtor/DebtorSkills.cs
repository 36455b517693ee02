using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>Every skill there is for cardholders, and which one an intent starts.</summary>
public sealed class DebtorSkills
{
    private readonly Dictionary<string, IDebtorSkill> byIntent;

    /// <summary>All skills.</summary>
    /// <param name="protections">What outranks collection.</param>
    /// <param name="topics">Approved answers to general questions.</param>
    /// <exception cref="ArgumentException">Two skills claim one intent.</exception>
    public DebtorSkills(ProtectionPack protections, IReadOnlyList<Topic> topics)
    {
        Care = new(protections);
        All =
        [
            new Plans(), new PlanCare(), new Promises(), new Bargaining(), new Contact(), new Requests(), new Statement(), new Person(), Care, Verification, new Figures(), new Interest(),
            new WhatIf(), new Payments(), new Knowledge(topics), new Boundaries(), new Courtesy(),
        ];
        byIntent = All.SelectMany(skill => skill.Intents.Keys.Select(intent => (intent, skill))).ToDictionary(pair => pair.intent, pair => pair.skill);
    }

    /// <summary>What outranks collection.</summary>
    public Care Care { get; }

    /// <summary>The talk around identity.</summary>
    public Verification Verification { get; } = new();

    /// <summary>All skills, the ones that hold questions open first.</summary>
    public IReadOnlyList<IDebtorSkill> All { get; }

    /// <summary>Intents that have a skill.</summary>
    public IReadOnlyCollection<string> Intents => byIntent.Keys;

    /// <summary>The skill an intent starts, with what it demands; null for an intent without a skill.</summary>
    public (IDebtorSkill Skill, Access Access)? For(string intent) =>
        byIntent.TryGetValue(intent, out var skill) ? (skill, skill.Intents[intent]) : null;

    /// <summary>Whether an intent belongs to care, which comes before everything else.</summary>
    public bool IsCare(string intent) => byIntent.GetValueOrDefault(intent) is Care;
}
