using Assistant.Bot.Prompts;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Staff;

/// <summary>How the sources of a rule are quoted: what nobody read in the text itself says so.</summary>
public static class Citation
{
    /// <summary>The sources that bind in a jurisdiction, the surest first.</summary>
    public static string Of(ConductRule rule, string jurisdiction, string locale)
    {
        var (unread, house, joint) = locale == Locales.English
            ? (" (source to be confirmed)", "This product's code of conduct", "; ") : ("（来源待核）", "本产品行为准则", "；");
        return string.Join(joint, rule.SourcesIn(jurisdiction).OrderBy(source => source.Basis == Basis.House).ThenBy(source => source.Basis)
            .Select(source => source.Basis == Basis.House ? house : source.IsConfirmed ? source.Cite : source.Cite + unread).Distinct());
    }
}
