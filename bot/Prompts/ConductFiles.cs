using System.Text.RegularExpressions;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Prompts;

/// <summary>Reads the rules of wording from <c>prompts/conduct/</c>.</summary>
public static class ConductFiles
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Reads the folder.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static ConductRules Read(PromptFolder prompts)
    {
        var rules = new Dictionary<string, ConductRule>();
        foreach (var file in prompts.Files("conduct", "*.yaml"))
        {
            foreach (var yaml in Yaml.Read(file.Path, file.Name).Items)
            {
                yaml.Only("id", "category", "severity", "citation", "patterns", "reason", "rewrite");
                var rule = new ConductRule(yaml["id"].Text, yaml["category"].Text, yaml["severity"].Word<Severity>(), yaml["citation"].Text,
                    [.. yaml["patterns"].Items.Select(Pattern)], yaml["reason"].Localised, yaml["rewrite"].Localised);
                if (!rules.TryAdd(rule.Id, rule))
                    throw yaml.Wrong($"rule '{rule.Id}' stands here twice.");
            }
        }

        return new([.. rules.Values]);
    }

    /// <summary>A pattern whose cost is linear in the text, whatever the text.</summary>
    public static Regex Pattern(Yaml yaml)
    {
        try
        {
            return new Regex(yaml.Text, Linear);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw yaml.Wrong($"the pattern cannot be used: {e.Message}");
        }
    }
}
