using System.Text.RegularExpressions;
using Assistant.Skills.Policy;
using Assistant.Skills.Practice;

namespace Assistant.Bot.Prompts;

/// <summary>How a scenario draft is made from a real conversation: <c>prompts/practice/drafts.yaml</c>.</summary>
/// <param name="Families">Family by intent.</param>
/// <param name="OtherFamily">Family where no intent points to one.</param>
/// <param name="Abouts">What a fact is about, by intent.</param>
/// <param name="OtherAbout">What it is about else.</param>
/// <param name="Never">Protections of which nothing is ever made.</param>
/// <param name="NeverSaid">Words of somebody under age.</param>
/// <param name="Write">Marks of places to be written, by locale.</param>
public sealed record DraftFiles(
    IReadOnlyDictionary<string, string> Families, string OtherFamily, IReadOnlyDictionary<string, string> Abouts, string OtherAbout, IReadOnlySet<string> Never, Regex NeverSaid,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Write)
{
    /// <summary>How every place that is still to be written begins.</summary>
    public const string ToWrite = "{?";

    private const int Places = 6;

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static DraftFiles Read(PromptFolder prompts, ProtectionPack protections)
    {
        var file = prompts.File("practice/drafts.yaml");
        var yaml = Yaml.Read(file.Path, file.Name).Only("families", "other_family", "about", "other_about", "never", "never_said", "write");
        return new(
            yaml["families"].Entries.ToDictionary(entry => entry.Key, entry => Family(entry.Value)), Family(yaml["other_family"]),
            yaml["about"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Text), yaml["other_about"].Text,
            yaml["never"].Items.Select(item => protections.Kinds.ContainsKey(item.Text) ? item.Text : throw item.Wrong($"there is no state '{item.Text}'.")).ToHashSet(),
            yaml["never_said"].Pattern(),
            Locales.All.ToDictionary(locale => locale, IReadOnlyList<string> (locale) => [.. Marks(yaml["write"][locale])]));
    }

    private static string Family(Yaml yaml) => Scenario.Families.Contains(yaml.Text) && yaml.Text != Scenario.Crisis ? yaml.Text : throw yaml.Wrong($"'{yaml.Text}' is no family a draft can have.");

    private static List<string> Marks(Yaml list) => list.Items.Select(item => item.Text.StartsWith(ToWrite, StringComparison.Ordinal) ? item.Text : throw item.Wrong($"a place to be written begins with '{ToWrite}'.")).ToList() is { Count: Places } marks
        ? marks : throw list.Wrong($"{Places} places were expected.");
}
