using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Assistant.Bot.Prompts;

/// <summary>A mistake in a file of <c>prompts/</c>: which file, which line, and what to correct.</summary>
public sealed class PromptException(string file, long line, string correct) : Exception($"{file}:{line}: {correct}")
{
    /// <summary>The line, from 1.</summary>
    public long Line => line;

    /// <summary>What to correct.</summary>
    public string Correct => correct;
}

/// <summary>One place in a YAML file, which knows its file and line, so that every complaint names them.</summary>
public sealed class Yaml
{
    private const int MostNested = 20;
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Automata are large and slow to make: the same words make one in a process. Only files have patterns, so there are no more than these hold.</summary>
    private static readonly ConcurrentDictionary<(string Words, RegexOptions Options), Regex> Automata = [];

    private readonly YamlNode node;
    private readonly string file;

    private Yaml(string file, YamlNode node)
    {
        this.file = file;
        this.node = node;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What complaints call it.</param>
    public static Yaml Read(string path, string name)
    {
        using var reader = new StreamReader(path);
        return Read(reader, name);
    }

    /// <summary>Reads a text that somebody sent. Brackets or dashes nested beyond sense are refused before the parser, which recurses, sees them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What complaints call it.</param>
    public static Yaml Parse(string text, string name)
    {
        var (line, depth, dashes) = (1L, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '[' or '{' ? 1 : text[i] is ']' or '}' && depth > 0 ? -1 : 0;
            dashes += text[i] is '-' or '?' && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]) ? 1 : 0;
            if (depth > MostNested || dashes > MostNested)
                throw new PromptException(name, line, "too many brackets or dashes stand here.");
            if (text[i] == '\n')
                (line, dashes) = (line + 1, 0);
        }

        using var reader = new StringReader(text);
        return Read(reader, name);
    }

    private static Yaml Read(TextReader reader, string name)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents.Count == 1
                ? new Yaml(name, stream.Documents[0].RootNode)
                : throw new PromptException(name, 1, "one YAML document was expected.");
        }
        catch (YamlException e)
        {
            throw new PromptException(name, e.Start.Line, e.InnerException?.Message ?? e.Message);
        }
        catch (InvalidOperationException e)
        {
            // The parser loses its own place on some broken brackets.
            throw new PromptException(name, 1, $"this is not YAML: {e.Message}");
        }
    }

    /// <summary>A value that must be there.</summary>
    public Yaml this[string key] => Find(key) ?? throw Wrong($"'{key}' is missing.");

    /// <summary>Keys and values, in order.</summary>
    public IEnumerable<(string Key, Yaml Value)> Entries => Map.Children.Select(pair => (pair.Key is YamlScalarNode key ? key.Value ?? "" : throw Wrong("a key is a word."), new Yaml(file, pair.Value)));

    /// <summary>Items of a list.</summary>
    public IEnumerable<Yaml> Items => node is YamlSequenceNode list
        ? list.Children.Select(child => new Yaml(file, child))
        : throw Wrong("a list was expected.");

    /// <summary>Whether a text stands here, not a list or keys.</summary>
    public bool IsText => node is YamlScalarNode;

    /// <summary>Whether a list stands here.</summary>
    public bool IsList => node is YamlSequenceNode;

    /// <summary>A text; may be empty.</summary>
    public string Text => node is YamlScalarNode { Value: { } value } ? value : throw Wrong("a text was expected.");

    /// <summary>A whole number.</summary>
    public int Whole => int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : throw Wrong($"'{Text}' is not a whole number.");

    /// <summary>A decimal number.</summary>
    public decimal Number => decimal.TryParse(Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n)
        ? n : throw Wrong($"'{Text}' is not a number.");

    /// <summary>true or false.</summary>
    public bool Flag => Text switch { "true" => true, "false" => false, _ => throw Wrong($"'{Text}' is neither true nor false.") };

    /// <summary>An ISO date.</summary>
    public DateOnly Day => DateOnly.TryParseExact(Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day : throw Wrong($"'{Text}' is not a date; write it as 2026-11-21.");

    /// <summary>A time of day.</summary>
    public TimeOnly Time => TimeOnly.TryParseExact(Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? time : throw Wrong($"'{Text}' is not a time; write it as 08:30.");

    /// <summary>One of a fixed list of words.</summary>
    public T Word<T>()
        where T : struct, Enum => Enum.TryParse<T>(Text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var word) && Enum.IsDefined(word)
        ? word : throw Wrong($"'{Text}' is not one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");

    /// <summary>One of some words.</summary>
    public string OneOf(IReadOnlyList<string> known) => known.Contains(Text) ? Text : throw Wrong($"'{Text}' is not one of {string.Join(", ", known)}.");

    /// <summary>A pattern, or a list of which any will do; its cost is linear in the text, whatever the text.</summary>
    public Regex Pattern(bool ignoresCase = true)
    {
        var words = string.Join('|', (IsList ? Items.Select(item => item.Text) : [Text]).Select(one => $"(?:{one})"));
        try
        {
            return Automata.GetOrAdd((words, ignoresCase ? Linear | RegexOptions.IgnoreCase : Linear), key => new(key.Words, key.Options));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Wrong($"the pattern cannot be used: {e.Message}");
        }
    }

    /// <summary>A text in every locale.</summary>
    public IReadOnlyDictionary<string, string> Localised
    {
        get
        {
            var texts = Entries.ToDictionary(e => e.Key, e => e.Value.Text);
            foreach (var locale in Locales.All.Where(locale => !texts.ContainsKey(locale)))
                throw Wrong($"the text in {locale} is missing.");
            return texts;
        }
    }

    private YamlMappingNode Map => node as YamlMappingNode ?? throw Wrong("keys and values were expected.");

    /// <summary>A value that may be absent.</summary>
    public Yaml? Find(string key) => Map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? new Yaml(file, value) : null;

    /// <summary>Complains about keys nobody knows, which are mostly misspelt.</summary>
    public Yaml Only(params string[] keys)
    {
        foreach (var (key, value) in Entries.Where(entry => !keys.Contains(entry.Key)))
            throw value.Wrong($"'{key}' is not known here; known are {string.Join(", ", keys)}.");
        return this;
    }

    /// <summary>A complaint about this place.</summary>
    public PromptException Wrong(string correct) => new(file, node.Start.Line, correct);
}

/// <summary>The languages every user-visible text exists in, the first of them the product's first.</summary>
public static class Locales
{
    /// <summary>Chinese, the first language.</summary>
    public const string Chinese = "zh-CN";

    /// <summary>English.</summary>
    public const string English = "en-US";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Chinese, English];

    /// <summary>The supported locale of a language tag, or null.</summary>
    public static string? Of(string? tag) => tag switch
    {
        null or "" => null,
        _ when tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) => Chinese,
        _ when tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) => English,
        _ => null,
    };
}
