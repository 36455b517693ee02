using Assistant.Bot.Prompts;

namespace Assistant.Bot.Reply;

/// <summary>All replies of all languages, checked against each other at start.</summary>
public sealed class Templates
{
    private readonly Dictionary<(string Locale, string Id), Template> templates = [];

    private static readonly string[] Chosen = ["~warm", "~brief"];

    private readonly Dictionary<string, int> variants = [];

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

    /// <summary>The template of a reply in one of its forms: <c>ID~plain</c> where plain words are wanted, else <c>ID</c>, <c>ID~2</c>, <c>ID~3</c> in turn.</summary>
    /// <exception cref="KeyNotFoundException">There is none: our mistake.</exception>
    public Template Get(string locale, string id, bool plain, int turn)
    {
        if (plain && templates.TryGetValue((locale, id + "~plain"), out var simple))
            return simple;
        var forms = variants.GetValueOrDefault(id, 1);
        return Get(locale, turn % forms is > 0 and var form ? $"{id}~{form + 1}" : id);
    }

    /// <summary>The forms of a reply that may be chosen among: itself, <c>ID~2</c> and so on, and <c>ID~warm</c> and <c>ID~brief</c>, which are for choosing alone.</summary>
    public IReadOnlyList<string> FormsOf(string locale, string id) =>
        [id, .. Enumerable.Range(2, variants.GetValueOrDefault(id, 1) - 1).Select(n => $"{id}~{n}"), .. Chosen.Select(form => id + form).Where(form => templates.ContainsKey((locale, form)))];

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

        foreach (var ((locale, id), template) in all.templates.Where(one => one.Key.Id.Contains('~', StringComparison.Ordinal)))
        {
            var (own, form) = (id[..id.IndexOf('~', StringComparison.Ordinal)], id[(id.IndexOf('~', StringComparison.Ordinal) + 1)..]);
            if (!all.templates.TryGetValue((locale, own), out var first) || first.Signature != template.Signature)
                throw places[(locale, id)].Wrong($"{id} is another form of {own} and needs the same placeholders.");
            if (form == "plain" || Chosen.Contains("~" + form))
                continue;
            if (!int.TryParse(form, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) || n < 2 || (n > 2 && !all.templates.ContainsKey((locale, $"{own}~{n - 1}"))))
                throw places[(locale, id)].Wrong($"{id}: further forms are numbered ~2, ~3 and so on; the simplest is ~plain, and ~warm and ~brief are for choosing.");
            all.variants[own] = Math.Max(all.variants.GetValueOrDefault(own, 1), n);
        }

        return all;
    }
}
