using System.Security.Cryptography;
using System.Text;
using Assistant.Bot.Prompts;
using Assistant.Skills.Language;

namespace Assistant.Bot.Understanding;

/// <summary>
/// What people say, as data: <c>prompts/understanding/&lt;intent&gt;.yaml</c> with the risk of each intent of the catalogue, and
/// <c>prompts/understanding/danger/&lt;kind&gt;.yaml</c>. The readers are trained on them by <c>train</c>, at build.
/// </summary>
public sealed class IntentExamples
{
    private const int LeastChinese = 16;
    private const int LeastEnglish = 10;
    private const string Harmless = "harmless";

    private IntentExamples(IReadOnlyList<(string Intent, string Text)> intents, IReadOnlyDictionary<string, string> risks, IReadOnlyList<(Danger Danger, string Text)> dangers, IReadOnlyList<string> ordinary)
    {
        Intents = intents;
        Risks = risks;
        Dangers = dangers;
        Ordinary = ordinary;
    }

    /// <summary>Every example with its intent; the hard negatives among them, under what they mean.</summary>
    public IReadOnlyList<(string Intent, string Text)> Intents { get; }

    /// <summary>Risk of each intent, R0 to R3.</summary>
    public IReadOnlyDictionary<string, string> Risks { get; }

    /// <summary>Every example of danger, hard harmless ones among them.</summary>
    public IReadOnlyList<(Danger Danger, string Text)> Dangers { get; }

    /// <summary>What people say about everything else, as far as that is harmless.</summary>
    public IReadOnlyList<string> Ordinary { get; }

    /// <summary>The files.</summary>
    public static IEnumerable<PromptFile> Files(PromptFolder prompts) => IntentFiles(prompts).Concat(DangerFiles(prompts));

    /// <summary>Reads and checks the files.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static IntentExamples Read(PromptFolder prompts)
    {
        var files = IntentFiles(prompts);
        var known = files.Select(file => Path.GetFileNameWithoutExtension(file.Path)).ToHashSet();
        var intents = new Gathered("the intent");
        var risks = new Dictionary<string, string>();
        foreach (var file in files)
        {
            var yaml = Yaml.Read(file.Path, file.Name).Only("intent", "risk", "zh", "en", "near");
            var intent = NameOf(file, yaml["intent"]);
            risks[intent] = yaml["risk"].Text is "R0" or "R1" or "R2" or "R3" ? yaml["risk"].Text : throw yaml["risk"].Wrong("the risk is R0, R1, R2 or R3.");
            intents.AddLists(intent, yaml);
            foreach (var near in yaml["near"].Items)
            {
                near.Only("text", "means");
                if (!known.Contains(near["means"].Text))
                    throw near["means"].Wrong($"there are no examples of '{near["means"].Text}'.");
                intents.Add(near["means"].Text, near["text"]);
            }
        }

        var dangers = new Gathered("the danger");
        foreach (var file in DangerFiles(prompts))
        {
            var yaml = Yaml.Read(file.Path, file.Name).Only("danger", "zh", "en");
            var name = NameOf(file, yaml["danger"]);
            dangers.AddLists((name == Harmless ? Danger.None : yaml["danger"].Word<Danger>()).ToString(), yaml);
        }

        var ordinary = intents.All.Where(example => risks[example.Label] is "R0" or "R1" && !dangers.Has(example.Text)).Select(example => example.Text).ToList();
        return new(intents.All, risks, [.. dangers.All.Select(example => (Enum.Parse<Danger>(example.Label), example.Text))], ordinary);
    }

    private static string NameOf(PromptFile file, Yaml name) => name.Text == Path.GetFileNameWithoutExtension(file.Path) ? name.Text : throw name.Wrong($"the file of '{name.Text}' is {name.Text}.yaml.");

    private static List<PromptFile> IntentFiles(PromptFolder prompts) => [.. prompts.Files("understanding", "*.yaml").Where(file => file.Name != "prompts/understanding/patterns.yaml")];

    private static IReadOnlyList<PromptFile> DangerFiles(PromptFolder prompts) => prompts.Files("understanding/danger", "*.yaml");

    /// <summary>Sentences with their labels, each sentence once.</summary>
    private sealed class Gathered(string what)
    {
        private readonly Dictionary<string, string> seen = [];

        public List<(string Label, string Text)> All { get; } = [];

        public void AddLists(string label, Yaml yaml)
        {
            foreach (var (language, least) in new[] { ("zh", LeastChinese), ("en", LeastEnglish) })
            {
                var lines = yaml[language].Items.ToList();
                if (lines.Count < least)
                    throw yaml[language].Wrong($"at least {least} examples are needed.");
                foreach (var line in lines)
                    Add(label, line);
            }
        }

        public void Add(string label, Yaml line)
        {
            if (seen.TryGetValue(line.Text, out var other) && other != label)
                throw line.Wrong($"this sentence stands under {what} '{other}' as well; one of the two is wrong.");
            if (seen.TryAdd(line.Text, label))
                All.Add((label, line.Text));
        }

        public bool Has(string text) => seen.ContainsKey(text);
    }
}
