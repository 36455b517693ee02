using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;

namespace Assistant.Bot.Models;

/// <summary>
/// What a model is told and what it may name: <c>prompts/model/</c>. The closed lists are made of what there is: intents with a skill, approved topics, approved wordings.
/// </summary>
public sealed class ModelPrompts
{
    private const int MostQuoted = 2000;

    private ModelPrompts(PromptFolder prompts)
    {
        Understand = ModelPrompt.Read(prompts, "understand");
        Word = ModelPrompt.Read(prompts, "word");
        Coach = ModelPrompt.Read(prompts, "coach");
        Persona = ModelPrompt.Read(prompts, "persona");
        Summarise = ModelPrompt.Read(prompts, "summarise");
    }

    /// <summary>Which intents a message has.</summary>
    public ModelPrompt Understand { get; }

    /// <summary>Which approved wordings fit.</summary>
    public ModelPrompt Word { get; }

    /// <summary>A line for an agent, of approved sentences.</summary>
    public ModelPrompt Coach { get; }

    /// <summary>The manner of a simulated cardholder.</summary>
    public ModelPrompt Persona { get; }

    /// <summary>What was said that matters.</summary>
    public ModelPrompt Summarise { get; }

    /// <summary>Intents a model may name, with what each is about.</summary>
    public IReadOnlyDictionary<string, string> Intents { get; private init; } = new Dictionary<string, string>();

    /// <summary>Approved answers a model may point to, with what each is about.</summary>
    public IReadOnlyDictionary<string, string> Topics { get; private init; } = new Dictionary<string, string>();

    /// <summary>Messages with the answers wanted, as lines of the prompt.</summary>
    public string Examples { get; private init; } = "";

    /// <summary>Replies whose place among the others a model may choose.</summary>
    public IReadOnlySet<string> Movable { get; private init; } = new HashSet<string>();

    /// <summary>What simulated cardholders may say before and after their words, by locale.</summary>
    public IReadOnlyDictionary<string, Manner> Manners { get; private init; } = new Dictionary<string, Manner>();

    /// <summary>Reads the folder.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static ModelPrompts Read(PromptFolder prompts, DebtorSkills skills, Templates templates)
    {
        var file = prompts.File("model/uses.yaml");
        var yaml = Yaml.Read(file.Path, file.Name).Only("never_named", "topics", "examples", "movable");
        var never = yaml["never_named"].Items.Select(item => skills.Intents.Contains(item.Text) ? item.Text : throw item.Wrong($"no skill takes the intent '{item.Text}'.")).ToHashSet();
        var functions = prompts.File("functions/intents.yaml");
        var intents = Yaml.Read(functions.Path, functions.Name).Entries.Where(entry => !never.Contains(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value["does"].Text);
        foreach (var intent in intents.Keys.Where(intent => !templates.Ids.Contains("meant." + intent)))
            throw yaml["never_named"].Wrong($"a model may name '{intent}', so prompts/replies needs 'meant.{intent}', the words of the button that asks whether it was meant.");
        var topics = yaml["topics"].Entries.ToDictionary(entry => entry.Key.StartsWith("know_", StringComparison.Ordinal) && skills.Intents.Contains(entry.Key) ? entry.Key : throw entry.Value.Wrong($"there is no topic '{entry.Key}'."), entry => entry.Value.Text);
        var mannerFile = prompts.File("practice/manner.yaml");
        var manners = Yaml.Read(mannerFile.Path, mannerFile.Name).Only([.. Locales.All]);
        return new(prompts)
        {
            Intents = intents,
            Topics = topics,
            Examples = string.Join("\n", yaml["examples"].Items.Select(item => $"{item.Only("said", "wants")["said"].Text} => {Wanted(item["wants"].Items.Select(want => intents.ContainsKey(want.Text) || topics.ContainsKey(want.Text) ? want.Text : throw want.Wrong($"'{want.Text}' is nothing a model may name.")))}")),
            Movable = yaml["movable"].Items.Select(item => templates.Ids.Contains(item.Text) ? item.Text : throw item.Wrong($"there is no reply '{item.Text}'.")).ToHashSet(),
            Manners = Locales.All.ToDictionary(locale => locale, locale => MannerOf(manners[locale].Only("before", "after"))),
        };
    }

    /// <summary>A schema with one of its lists closed.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="property">The list.</param>
    /// <param name="names">What may stand in it.</param>
    public static JsonObject Closed(ModelPrompt prompt, string property, IEnumerable<string> names)
    {
        var schema = prompt.Answer.DeepClone().AsObject();
        schema["properties"]![property]!["items"]!["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
        return schema;
    }

    /// <summary>Words of a person as they stand between the marks of a prompt: cut, without what nobody sees, and unable to end the marks.</summary>
    public static string Quoted(string text) =>
        ModelPrompt.Visible(text.Length > MostQuoted ? text[..MostQuoted] : text).Replace('<', '＜').Replace('>', '＞').Trim();

    private static Manner MannerOf(Yaml yaml) => new(Pieces(yaml["before"]), Pieces(yaml["after"]));

    /// <summary>Short words without a figure or a question: they say nothing of their own.</summary>
    private static List<string> Pieces(Yaml list) => [.. list.Items.Select(item => item.Text.Any(c => char.IsDigit(c) || c is '?' or '？' or '{') || Numerals.Read(string.Concat(item.Text.Where(c => "零一二两三四五六七八九十百千万".Contains(c, StringComparison.Ordinal)))) is not null ? throw item.Wrong("no figure, question or placeholder may stand here.") : item.Text)];

    private static string Wanted(IEnumerable<string> wants) => new JsonObject { ["wants"] = new JsonArray([.. wants.Select(want => (JsonNode)want)]) }.ToJsonString();
}
