using System.Globalization;
using System.Text;
using Assistant.Bot.Prompts;

namespace Assistant.Bot.Practice;

/// <summary>What a field of the form holds.</summary>
public enum DraftFieldKind
{
    /// <summary>Short words, or one of a list.</summary>
    Text,

    /// <summary>Short words that may be left out.</summary>
    Optional,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Any of a list.</summary>
    Many,

    /// <summary>YAML of its own, in a text area.</summary>
    Block,
}

/// <summary>A scenario as the fields of a form: short things by themselves, lists as YAML of their own. It makes the text a file would hold, and knows which field a line of it came from.</summary>
public sealed class DraftForm
{
    /// <summary>The fields, as the file has them one after another.</summary>
    public static readonly IReadOnlyList<(string Key, DraftFieldKind Kind)> Layout =
    [
        ("family", DraftFieldKind.Text), ("difficulty", DraftFieldKind.Number), ("locale", DraftFieldKind.Text), ("jurisdiction", DraftFieldKind.Text), ("title", DraftFieldKind.Text), ("brief", DraftFieldKind.Text),
        ("persona", DraftFieldKind.Text), ("speaker", DraftFieldKind.Text),
        ("mood.trust", DraftFieldKind.Number), ("mood.anger", DraftFieldKind.Number), ("mood.shame", DraftFieldKind.Number), ("mood.fear", DraftFieldKind.Number),
        ("case.name", DraftFieldKind.Text), ("case.id_last4", DraftFieldKind.Text), ("case.creditor", DraftFieldKind.Text), ("case.currency", DraftFieldKind.Text), ("case.principal", DraftFieldKind.Number),
        ("case.interest", DraftFieldKind.Number), ("case.penalty", DraftFieldKind.Number), ("case.fees", DraftFieldKind.Number), ("case.minimum", DraftFieldKind.Number), ("case.days_overdue", DraftFieldKind.Number),
        ("case.due_day", DraftFieldKind.Number), ("case.flags", DraftFieldKind.Many),
        ("finances.income", DraftFieldKind.Number), ("finances.essentials", DraftFieldKind.Number), ("finances.can_pay", DraftFieldKind.Number),
        ("opening", DraftFieldKind.Block), ("opening_means", DraftFieldKind.Optional), ("facts", DraftFieldKind.Block), ("traps", DraftFieldKind.Block), ("goals", DraftFieldKind.Many), ("gold.outcome", DraftFieldKind.Text), ("gold.disposition", DraftFieldKind.Many),
        ("leaves_at", DraftFieldKind.Number), ("model", DraftFieldKind.Block),
    ];

    private readonly List<(string Key, int First, int Count)> places = [];

    private DraftForm(IReadOnlyDictionary<string, string> fields)
    {
        Fields = fields;
        Text = Write();
    }

    /// <summary>What each field holds; several of a list are parted by commas.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    /// <summary>The text a file would hold.</summary>
    public string Text { get; }

    /// <summary>The form of a text.</summary>
    /// <exception cref="PromptException">It has not the shape of a scenario.</exception>
    public static DraftForm Of(string text)
    {
        var yaml = Yaml.Parse(text, "");
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return new(Layout.ToDictionary(field => field.Key, field => field.Kind == DraftFieldKind.Block ? Block(lines, field.Key) : Place(yaml, field.Key) is not { } value ? ""
            : field.Kind == DraftFieldKind.Many ? string.Join(',', value.Items.Select(item => item.Text)) : value.Text));
    }

    /// <summary>The form as it was sent.</summary>
    public static DraftForm Of(IFormCollection form) => new(Layout.ToDictionary(field => field.Key, field => form[field.Key].ToString().ReplaceLineEndings("\n").Trim('\n')));

    /// <summary>The form with other words in some fields.</summary>
    public DraftForm With(IReadOnlyDictionary<string, string> changed) => new(Fields.ToDictionary(field => field.Key, field => changed.GetValueOrDefault(field.Key, field.Value)));

    /// <summary>The field a line of the text came from, and which line of the field it is, where it has several.</summary>
    public (string Key, long? Line) FieldAt(long line)
    {
        var place = places.LastOrDefault(one => one.First <= line, places[0]);
        return (place.Key, Layout.First(field => field.Key == place.Key).Kind == DraftFieldKind.Block ? Math.Clamp(line - place.First, 1, Math.Max(place.Count - 1, 1)) : null);
    }

    /// <summary>Words as YAML takes them on one line.</summary>
    public static string Quoted(string words) => $"'{words.ReplaceLineEndings(" ").Replace("'", "''", StringComparison.Ordinal)}'";

    private static Yaml? Place(Yaml yaml, string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? yaml.Find(key) : yaml.Find(key[..dot])?.Find(key[(dot + 1)..]);
    }

    /// <summary>The lines under a key, moved to the left.</summary>
    private static string Block(string[] lines, string key)
    {
        var first = Array.FindIndex(lines, line => line.StartsWith(key + ":", StringComparison.Ordinal));
        if (first < 0)
            return "";
        var beside = lines[first][(key.Length + 1)..].Trim();
        var under = lines.Skip(first + 1).TakeWhile(line => line.Length == 0 || line[0] is ' ' or '-' or '#' or ']' or '}').ToList();
        var indent = under.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', under.Select(line => line.Length >= indent ? line[indent..] : "").Prepend(beside)).Trim('\n');
    }

    private string Write()
    {
        var (text, line, group) = (new StringBuilder(), 1, "");
        foreach (var (key, kind) in Layout)
        {
            var dot = key.IndexOf('.', StringComparison.Ordinal);
            var (inside, name, first) = (dot < 0 ? "" : key[..dot], key[(dot + 1)..], line);
            if (inside.Length > 0 && inside != group)
                Add(inside + ":");
            group = inside;
            var (indent, value) = (dot < 0 ? "" : "  ", Fields[key]);
            if (kind is DraftFieldKind.Block or DraftFieldKind.Optional && value.Trim().Length == 0)
                continue;
            if (kind == DraftFieldKind.Block)
            {
                Add(name + ":");
                foreach (var one in value.Split('\n'))
                    Add(one.Length == 0 ? "" : "  " + one);
            }
            else
            {
                Add($"{indent}{name}: {(kind == DraftFieldKind.Many ? $"[{string.Join(", ", value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Quoted))}]" : Scalar(value.Trim()))}");
            }

            places.Add((key, first, line - first));
        }

        return text.ToString();

        void Add(string one)
        {
            text.Append(one).Append('\n');
            line++;
        }
    }

    private static string Scalar(string value) => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) && !value.StartsWith('0') ? value : Quoted(value);
}
