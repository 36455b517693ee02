using Assistant.Skills.Conduct;

namespace Assistant.Skills.Coaching;

/// <summary>Whether a line belongs where a conversation stands. What the words themselves may say is for the rules of conduct.</summary>
public static class ScriptFit
{
    /// <summary>The fact that a life is in danger.</summary>
    public const string DangerFlag = "crisis_signal";

    /// <summary>Facts of a case that end talk of money: whoever has such news is not met with plans or arguments.</summary>
    public static readonly IReadOnlyList<string> EndsMoneyTalk = ["bereavement", "deceased", "serious_illness", "bankrupt", "represented_by_lawyer", "do_not_contact"];

    private static readonly string[] MoneyTalk = ["offer", "affordability", "objection"];

    /// <summary>Whether a line belongs there.</summary>
    /// <param name="script">The line.</param>
    /// <param name="context">Law, identity, and facts of the case and of what was heard. Where identity is not at issue, lines for before and after it belong.</param>
    public static bool Belongs(Script script, ReviewContext context)
    {
        if (!IsUnder(script, context.Jurisdiction) || !IsForIdentity(script, context.Verified))
            return false;
        if (context.Flags.ContainsKey(DangerFlag))
            return script.Risk == Script.DangerToLife;
        return !MoneyTalk.Contains(script.Strategy) || EndsMoneyTalk.Where(context.Flags.ContainsKey).All(script.Flags.Contains);
    }

    private static bool IsUnder(Script script, string jurisdiction) => script.Laws.Count == 0 || script.Laws.Contains(jurisdiction == "UK" ? "GB" : jurisdiction);

    /// <summary>Before identity is proven only lines made for it; after it nobody is asked to prove it again.</summary>
    private static bool IsForIdentity(Script script, bool? verified) => verified switch
    {
        false => script.IsBeforeVerification,
        true => !(script.IsBeforeVerification && script.Strategy == "verify"),
        null => true,
    };
}
