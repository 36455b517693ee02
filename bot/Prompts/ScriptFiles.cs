using System.Text.RegularExpressions;
using Assistant.Skills.Coaching;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Prompts;

/// <summary>Lines for agents, <c>prompts/scripts/&lt;locale&gt;/&lt;strategy&gt;.yaml</c>.</summary>
public sealed partial class ScriptFiles
{
    private readonly Dictionary<string, Lazy<ScriptRanker>> rankers;

    private ScriptFiles(IReadOnlyDictionary<string, IReadOnlyList<Script>> byLocale)
    {
        ByLocale = byLocale;
        rankers = byLocale.ToDictionary(pair => pair.Key, pair => new Lazy<ScriptRanker>(() => new(pair.Value)));
    }

    /// <summary>Lines by locale.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Script>> ByLocale { get; }

    /// <summary>What finds the lines of a locale; made when it is first asked for.</summary>
    public ScriptRanker RankerOf(string locale) => rankers[locale].Value;

    /// <summary>Reads and checks the folder.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static ScriptFiles Read(PromptFolder prompts)
    {
        var intents = prompts.Files("understanding", "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file.Path)).Where(name => name != "patterns").ToHashSet();
        return new(Locales.All.ToDictionary(locale => locale, IReadOnlyList<Script> (locale) => ReadLocale(prompts, locale, intents)));
    }

    private static List<Script> ReadLocale(PromptFolder prompts, string locale, HashSet<string> intents)
    {
        foreach (var strange in prompts.Files($"scripts/{locale}", "*.yaml").Where(file => !Script.Strategies.Contains(Path.GetFileNameWithoutExtension(file.Path))))
            throw new PromptException(strange.Name, 1, $"no strategy has this name; there are {string.Join(", ", Script.Strategies)}.");
        var (scripts, ids) = (new List<Script>(), new HashSet<string>());
        foreach (var strategy in Script.Strategies)
        {
            var file = prompts.File($"scripts/{locale}/{strategy}.yaml");
            foreach (var item in Yaml.Read(file.Path, file.Name).Only("scripts")["scripts"].Items)
            {
                var script = ReadScript(item, strategy, intents);
                if (!ids.Add(script.Id))
                    throw item["id"].Wrong($"'{script.Id}' stands in {locale} twice.");
                scripts.Add(script);
            }
        }

        return scripts;
    }

    private static Script ReadScript(Yaml item, string strategy, HashSet<string> intents)
    {
        item.Only("id", "strategy", "situation", "ask", "heard", "stage", "risk", "persona", "intents", "verified", "flags", "laws", "text", "why", "not");
        if (!IdForm().IsMatch(item["id"].Text) || !item["id"].Text.StartsWith(strategy + ".", StringComparison.Ordinal))
            throw item["id"].Wrong($"an id is {strategy}. and a short name of small letters, digits and hyphens.");
        var isBefore = item.Find("verified")?.Flag == false;
        return new()
        {
            Id = item["id"].Text,
            Strategy = item["strategy"].Text == strategy ? strategy : throw item["strategy"].Wrong($"the strategy of this file is {strategy}."),
            Situation = Said(item["situation"]),
            Ask = Sentences(item["ask"]),
            Heard = Sentences(item["heard"]),
            Stage = item["stage"].OneOf(Script.Stages),
            Risk = item["risk"].OneOf(Script.Risks),
            Persona = item["persona"].OneOf(Script.Personas),
            Intents = [.. item["intents"].Items.Select(intent => intents.Contains(intent.Text) ? intent.Text : throw intent.Wrong($"there is no intent '{intent.Text}'."))],
            IsBeforeVerification = isBefore,
            Flags = [.. Optional(item, "flags").Select(flag => ReviewContext.KnownFlags.Contains(flag.Text) ? flag.Text : throw flag.Wrong($"'{flag.Text}' is no fact a review knows."))],
            Laws = [.. Optional(item, "laws").Select(law => law.OneOf(Script.KnownLaws))],
            Text = Line(item["text"], isBefore),
            Why = Said(item["why"]),
            Not = Said(item["not"]),
        };
    }

    /// <summary>What is said to customers: figures come from the case, and none before identity is proven.</summary>
    private static string Line(Yaml text, bool isBefore)
    {
        var line = Said(text);
        if (line.Any(char.IsDigit))
            throw text.Wrong("the text holds a digit; figures come from the case, by a placeholder.");
        foreach (Match blank in Blank().Matches(line))
        {
            var name = blank.Groups["name"].Value;
            if (!Script.Blanks.Contains(name))
                throw text.Wrong($"'{{{name}}}' is no placeholder; there are {string.Join(", ", Script.Blanks)}.");
            if (isBefore && Script.CaseBlanks.Contains(name))
                throw text.Wrong($"'{{{name}}}' is not said before identity is proven.");
        }

        return Blank().Replace(line, "").AsSpan().ContainsAny('{', '}') ? throw text.Wrong("a brace stands alone.") : line;
    }

    private static string Said(Yaml text) => text.Text.Trim() is { Length: > 0 } said ? said : throw text.Wrong("nothing stands here.");

    private static List<string> Sentences(Yaml list) => list.Items.Select(Said).ToList() is { Count: > 0 } sentences ? sentences : throw list.Wrong("at least one sentence was expected.");

    private static IEnumerable<Yaml> Optional(Yaml item, string key) => item.Find(key)?.Items ?? [];

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();

    [GeneratedRegex("^[a-z-]+\\.[a-z0-9-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex IdForm();
}
