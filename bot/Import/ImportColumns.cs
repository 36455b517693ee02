using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;

namespace Assistant.Bot.Import;

/// <summary>The kinds of file the import takes.</summary>
public enum FileKind
{
    /// <summary>Cases.</summary>
    Cases,

    /// <summary>Payments.</summary>
    Payments,

    /// <summary>Statement lines.</summary>
    StatementLines,
}

/// <summary>Which headers mean which column, read from <c>prompts/import/</c>.</summary>
public sealed class ImportColumns
{
    private readonly Dictionary<FileKind, Dictionary<string, string>> columns = [];
    private readonly List<(string Alias, string Word)> words = [];
    private readonly List<Regex> otherPeople = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> messages = [];

    private ImportColumns()
    {
    }

    /// <summary>Columns that must be there and filled (external contract, section 3).</summary>
    public static IReadOnlyDictionary<FileKind, IReadOnlyList<string>> Required { get; } = new Dictionary<FileKind, IReadOnlyList<string>>
    {
        [FileKind.Cases] =
        [
            "case_no", "creditor_name", "customer_no", "customer_name", "id_no_last4", "mobile", "currency", "product_name", "card_last4", "statement_day", "due_date", "delinquency_date",
            "total_due", "principal_balance", "interest_due", "penalty_due", "fees_due", "min_payment_due", "daily_rate", "penalty_rate", "min_pay_rate", "as_of",
        ],
        [FileKind.Payments] = ["payment_id", "case_no", "txn_type", "amount", "currency", "value_date"],
        [FileKind.StatementLines] = ["case_no", "statement_month", "line_no", "txn_date", "post_date", "line_type", "amount"],
    };

    /// <summary>Reads the files.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static ImportColumns Read(PromptFolder prompts)
    {
        var all = new ImportColumns();
        var file = prompts.File("import/columns.yaml");
        var yaml = Yaml.Read(file.Path, file.Name).Only("cases", "payments", "statement_lines", "words", "other_people");
        foreach (var (kind, name) in new[] { (FileKind.Cases, "cases"), (FileKind.Payments, "payments"), (FileKind.StatementLines, "statement_lines") })
        {
            var byHeader = all.columns[kind] = [];
            foreach (var (column, aliases) in yaml[name].Entries)
            {
                foreach (var header in aliases.Items.Select(alias => alias.Text).Prepend(column))
                {
                    if (!byHeader.TryAdd(Normal(header), column) && byHeader[Normal(header)] != column)
                        throw aliases.Wrong($"the header '{header}' means two columns.");
                }
            }
        }

        foreach (var (word, aliases) in yaml["words"].Entries)
        {
            foreach (var alias in aliases.Items.Select(alias => alias.Text).Prepend(word))
                all.words.Add((alias, word));
        }

        all.otherPeople.AddRange(yaml["other_people"].Items.Select(item => item.Pattern()));
        var texts = prompts.File("import/messages.yaml");
        foreach (var (code, text) in Yaml.Read(texts.Path, texts.Name).Entries)
            all.messages[code] = text.Localised;
        return all;
    }

    /// <summary>The column a header means in a kind of file; null for a header without meaning.</summary>
    public string? Column(FileKind kind, string header) => columns[kind].GetValueOrDefault(Normal(header));

    /// <summary>Whether a header is about somebody other than the cardholder.</summary>
    public bool IsOfOtherPeople(FileKind kind, string header) => Column(kind, header) is null && otherPeople.Exists(pattern => pattern.IsMatch(header));

    /// <summary>The kind of a file by its name, else by its columns; null when neither tells.</summary>
    public FileKind? KindOf(string fileName, IReadOnlyList<string> headers)
    {
        var name = Path.GetFileName(fileName).ToLowerInvariant();
        if (name.StartsWith("cases", StringComparison.Ordinal))
            return FileKind.Cases;
        if (name.StartsWith("payments", StringComparison.Ordinal))
            return FileKind.Payments;
        if (name.StartsWith("statement_lines", StringComparison.Ordinal))
            return FileKind.StatementLines;
        return Enum.GetValues<FileKind>().Select(kind => (FileKind?)kind)
            .FirstOrDefault(kind => Required[kind!.Value].All(column => headers.Any(header => Column(kind.Value, header) == column)))
            ?? (headers.Any(h => Column(FileKind.Cases, h) == "total_due") ? FileKind.Cases : null);
    }

    /// <summary>The canonical word for a kind of posting or line; null when unknown.</summary>
    public string? Word(string text, IReadOnlyCollection<string> allowed) =>
        words.Where(word => string.Equals(word.Alias, text, StringComparison.OrdinalIgnoreCase)).Select(word => word.Word).FirstOrDefault(allowed.Contains)
        ?? allowed.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a rejected row is told.</summary>
    public string Message(string code, string locale) => messages.TryGetValue(code, out var text) ? text[locale] : throw new KeyNotFoundException($"There is no import message '{code}'.");

    /// <summary>Half width, lower case, no spaces, underscores or brackets' remarks.</summary>
    private static string Normal(string header)
    {
        var half = string.Concat(header.Select(c => c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c)).Trim().Trim('\uFEFF');
        var bracket = half.IndexOf('(', StringComparison.Ordinal);
        return string.Concat((bracket > 0 ? half[..bracket] : half).Where(c => !char.IsWhiteSpace(c) && c != '_' && c != '/')).ToLowerInvariant();
    }
}
