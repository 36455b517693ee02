using Assistant.Bot.Prompts;

namespace Assistant.Bot.Reply;

/// <summary>All replies of all languages, checked against each other at start.</summary>
public sealed class Templates
{
    private readonly Dictionary<(string Locale, string Id), Template> templates = [];

    private Templates()
    {
    }

    /// <summary>Every reply id.</summary>
    public IReadOnlyCollection<string> Ids => [.. templates.Keys.Select(key => key.Id).Distinct()];

    /// <summary>The template of a reply.</summary>
    /// <exception cref="KeyNotFoundException">There is none: our mistake.</exception>
    public Template Get(string locale, string id) => templates.TryGetValue((locale, id), out var template)
        ? template
        : throw new KeyNotFoundException($"There is no reply '{id}' in {locale}; add it to prompts/replies/{locale}/.");

    /// <summary>Reads <c>prompts/replies/</c>.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static Templates Read(PromptFolder prompts)
    {
        var all = new Templates();
        var places = new Dictionary<(string, string), Yaml>();
        foreach (var locale in Locales.All)
        {
            foreach (var file in prompts.Files($"replies/{locale}", "*.yaml"))
            {
                foreach (var (id, text) in Yaml.Read(file.Path, file.Name).Entries)
                {
                    var (template, wrong) = Template.Parse(id, text.Text);
                    if (template is null)
                        throw text.Wrong($"{id}: {wrong}");
                    if (!all.templates.TryAdd((locale, id), template))
                        throw text.Wrong($"{id} stands in this language twice.");
                    places[(locale, id)] = text;
                }
            }
        }

        foreach (var ((locale, id), template) in all.templates)
        {
            foreach (var other in Locales.All.Where(other => other != locale))
            {
                if (!all.templates.TryGetValue((other, id), out var twin))
                    throw places[(locale, id)].Wrong($"{id} is missing in {other}.");
                if (twin.Signature != template.Signature)
                    throw places[(locale, id)].Wrong($"{id} has the placeholders [{template.Signature}], but [{twin.Signature}] in {other}.");
            }
        }

        return all;
    }
}
