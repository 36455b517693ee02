using System.Text.RegularExpressions;

namespace Assistant.Bot.Prompts;

/// <summary>Words of the pages, outside the conversation: the same keys in every language, with the same places for values.</summary>
public sealed partial class PageTexts
{
    private readonly Dictionary<string, Dictionary<string, string>> byLocale = [];

    /// <summary>Reads <c>prompts/pages/</c>.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static PageTexts Read(PromptFolder prompts)
    {
        var all = new PageTexts();
        foreach (var locale in Locales.All)
        {
            var texts = all.byLocale[locale] = [];
            foreach (var (key, text) in prompts.Files($"pages/{locale}", "*.yaml").SelectMany(file => Yaml.Read(file.Path, file.Name).Entries))
            {
                if (!texts.TryAdd(key, text.Text.Trim()))
                    throw text.Wrong($"'{key}' stands here twice.");
                if (all.byLocale[Locales.All[0]].TryGetValue(key, out var first) && !PlacesIn(first).SetEquals(PlacesIn(text.Text)))
                    throw text.Wrong($"'{key}' has the places {string.Join(", ", PlacesIn(first).Order(StringComparer.Ordinal))} in {Locales.All[0]}; it must have the same here.");
            }

            if (locale != Locales.All[0] && all.byLocale[Locales.All[0]].Keys.Except(texts.Keys).Concat(texts.Keys.Except(all.byLocale[Locales.All[0]].Keys)).FirstOrDefault() is { } lonely)
                throw new PromptException($"prompts/pages/{locale}", 1, $"'{lonely}' stands in one language only.");
        }

        return all;
    }

    /// <summary>One text; null where there is none.</summary>
    public string? Find(string locale, string key) => byLocale[locale].GetValueOrDefault(key);

    /// <summary>One text.</summary>
    /// <exception cref="KeyNotFoundException">There is none: our mistake.</exception>
    public string Get(string locale, string key) => byLocale[locale].TryGetValue(key, out var text)
        ? text : throw new KeyNotFoundException($"There is no page text '{key}'; add it to prompts/pages/.");

    /// <summary>All texts whose key starts with a prefix, without it.</summary>
    public IReadOnlyDictionary<string, string> Under(string locale, string prefix) =>
        byLocale[locale].Where(text => text.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(text => text.Key[prefix.Length..], text => text.Value);

    private static HashSet<string> PlacesIn(string text) => [.. Places().Matches(text).Select(place => place.Value)];

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Places();
}
