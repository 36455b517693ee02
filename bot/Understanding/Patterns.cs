using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Understanding;

/// <summary>The patterns, read from data.</summary>
public sealed class Patterns
{
    private readonly List<(string Id, IReadOnlyList<Regex> Patterns)> intents = [];
    private readonly List<(int? Option, OfferLabel? Label, IReadOnlyList<Regex> Patterns)> choices = [];
    private readonly HashSet<Regex> chinesePatterns = [];
    private IReadOnlyList<Regex> yes = [];
    private IReadOnlyList<Regex> no = [];
    private IReadOnlyList<Regex> cancel = [];
    private IReadOnlyList<Regex> reserved = [];

    private Patterns()
    {
    }

    /// <summary>Reads the file; an intent that no skill takes is a mistake.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static Patterns Read(PromptFolder prompts, DebtorSkills skills, TopicFiles topics)
    {
        var file = prompts.File("understanding/patterns.yaml");
        var all = new Patterns();
        var yaml = Yaml.Read(file.Path, file.Name).Only("intents", "answers", "choices");
        foreach (var (id, list) in yaml["intents"].Entries)
        {
            if (!skills.Intents.Contains(id))
                throw list.Wrong($"no skill takes the intent '{id}'.");
            all.intents.Add((id, [.. list.Items.Select(item => item.Pattern())]));
            all.chinesePatterns.UnionWith(all.intents[^1].Patterns.Where(pattern => Plain.HasChinese(pattern.ToString())));
        }

        foreach (var (id, list) in topics.Heard.Where(topic => topic.Patterns.Count > 0))
        {
            all.intents.Add((id, list));
            all.chinesePatterns.UnionWith(list.Where(pattern => Plain.HasChinese(pattern.ToString())));
        }

        all.yes = [.. yaml["answers"].Only("yes", "no", "cancel", "reserved")["yes"].Items.Select(item => item.Pattern())];
        all.no = [.. yaml["answers"]["no"].Items.Select(item => item.Pattern())];
        all.cancel = [.. yaml["answers"]["cancel"].Items.Select(item => item.Pattern())];
        all.reserved = [.. yaml["answers"]["reserved"].Items.Select(item => item.Pattern())];
        foreach (var (name, list) in yaml["choices"].Entries)
        {
            int? option = int.TryParse(name, out var n) ? n : null;
            OfferLabel? label = option is null ? Enum.Parse<OfferLabel>(name, ignoreCase: true) : null;
            all.choices.Add((option, label, [.. list.Items.Select(item => item.Pattern())]));
        }

        return all;
    }

    /// <summary>Intents in a message, best first; more of the text explained is better, and earlier in the file wins a tie.</summary>
    public IReadOnlyList<(string Id, double Score)> Intents(string text) =>
    [
        .. intents.Select(intent => (intent.Id, Score: intent.Patterns.Max(pattern => Score(pattern, text, Plain.HasChinese(text)))))
            .Where(intent => intent.Score > 0).OrderByDescending(intent => intent.Score),
    ];

    /// <summary>A pattern with Chinese characters is only tried on a text that has some; English ones on every text.</summary>
    private double Score(Regex pattern, string text, bool chinese) =>
        (chinese || !chinesePatterns.Contains(pattern)) && pattern.Match(text) is { Success: true } m ? 0.7 + (0.29 * m.Length / text.Length) : 0;

    /// <summary>A choice by number or by what an offer is good for.</summary>
    public Command.Choose? Choice(string text) =>
        choices.Where(choice => choice.Patterns.Any(pattern => pattern.IsMatch(text))).Select(choice => new Command.Choose(choice.Option, choice.Label)).FirstOrDefault();

    /// <summary>A clear yes.</summary>
    public bool IsYes(string text) => yes.Any(pattern => pattern.IsMatch(text));

    /// <summary>Whether a yes comes with a condition, a doubt or a question: it agrees to nothing that binds.</summary>
    public bool HasReservation(string text) => reserved.Any(pattern => pattern.IsMatch(text));

    /// <summary>The wish to drop what is open.</summary>
    public bool IsCancel(string text) => cancel.Any(pattern => pattern.IsMatch(text));

    /// <summary>A clear no.</summary>
    public bool IsNo(string text) => no.Any(pattern => pattern.IsMatch(text));

    /// <summary>Whether a longer text opens with an answer.</summary>
    public bool StartsWithAnswer(string text) => yes.Concat(no).Any(pattern => pattern.Match(text) is { Success: true, Index: 0 });
}
