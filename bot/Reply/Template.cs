using System.Text;
using Assistant.Skills;

namespace Assistant.Bot.Reply;

/// <summary>Words with typed placeholders: <c>您共欠 {total:amount}</c>. A value of another type cannot be put in.</summary>
public sealed class Template
{
    /// <summary>Types a placeholder may have, with the values each takes.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Value, bool>> Types = new Dictionary<string, Func<Value, bool>>
    {
        ["amount"] = value => value is Value.Amount,
        ["date"] = value => value is Value.Date,
        ["hour"] = value => value is Value.Hour,
        ["month"] = value => value is Value.Month,
        ["moment"] = value => value is Value.Moment,
        ["percent"] = value => value is Value.Percent,
        ["count"] = value => value is Value.Count,
        ["span"] = value => value is Value.Span,
        ["phone"] = value => value is Value.Phone,
        ["phones"] = value => value is Value.Phones,
        ["name"] = value => value is Value.Name or Value.LocalName,
        ["code"] = value => value is Value.Code,
        ["phrase"] = value => value is Value.Phrase,
        ["link"] = value => value is Value.Link,
    };

    private readonly List<(string Words, string? Type)> parts = [];

    private Template(string id) => Id = id;

    /// <summary>Reply id.</summary>
    public string Id { get; }

    /// <summary>Placeholders as "name:type", in alphabetical order: the same in every language.</summary>
    public string Signature => string.Join(", ", parts.Where(part => part.Type is not null).Select(part => $"{part.Words}:{part.Type}").Distinct().Order(StringComparer.Ordinal));

    /// <summary>The words with each placeholder's name in braces.</summary>
    public string Source => string.Concat(parts.Select(part => part.Type is null ? part.Words : $"{{{part.Words}}}"));

    /// <summary>Reads a template.</summary>
    /// <returns>The template, or what to correct.</returns>
    public static (Template? Template, string? Wrong) Parse(string id, string text)
    {
        var template = new Template(id);
        for (var rest = text.Trim(); rest.Length > 0;)
        {
            var open = rest.IndexOf('{', StringComparison.Ordinal);
            var words = open < 0 ? rest : rest[..open];
            // Figures in fixed words would escape the guard; they belong in values.
            if (words.Any(char.IsAsciiDigit))
                return (null, $"'{words.Trim()}' holds a digit; figures come in through placeholders only.");
            if (words.Contains('}', StringComparison.Ordinal))
                return (null, "a '}' has no '{' before it.");
            if (words.Length > 0)
                template.parts.Add((words, null));
            if (open < 0)
                break;
            var close = rest.IndexOf('}', open);
            if (close < 0)
                return (null, "a '{' has no '}' after it.");
            var named = rest[(open + 1)..close].Split(':');
            if (named.Length != 2 || !Types.ContainsKey(named[1]))
                return (null, $"'{{{rest[(open + 1)..close]}}}' is not a placeholder; write {{name:type}} with a type of {string.Join(", ", Types.Keys)}.");
            template.parts.Add((named[0], named[1]));
            rest = rest[(close + 1)..];
        }

        return template.parts.Count > 0 ? (template, null) : (null, "the text is empty.");
    }

    /// <summary>Fills in the values.</summary>
    /// <exception cref="InvalidOperationException">A value is missing, of another type, or not named in the template: our mistake.</exception>
    public string Fill(IReadOnlyList<(string Name, Value Value)> values, Func<Value, string> show)
    {
        var text = new StringBuilder();
        var used = new HashSet<string>();
        foreach (var (words, type) in parts)
        {
            if (type is null)
            {
                text.Append(words);
                continue;
            }

            var value = values.FirstOrDefault(v => v.Name == words).Value ?? throw new InvalidOperationException($"The reply '{Id}' has no value for '{words}'.");
            if (!Types[type](value))
                throw new InvalidOperationException($"The reply '{Id}' needs {type} for '{words}', not {value.GetType().Name}.");
            used.Add(words);
            text.Append(show(value));
        }

        return values.Where(value => !used.Contains(value.Name)).Select(value => value.Name).FirstOrDefault() is { } extra
            ? throw new InvalidOperationException($"The reply '{Id}' does not say '{extra}'.")
            : text.ToString();
    }
}
