using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Import;

namespace Assistant.Bot.Quality;

/// <summary>One line or conversation of a file to be checked in bulk.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Number">Which of the file it is, from 1.</param>
/// <param name="Agent">Who spoke, as the file names them; null where it does not.</param>
/// <param name="Body">As <c>/api/qa</c> takes it where it has <c>turns</c>, else as <c>/api/reviews</c> does.</param>
public sealed record QualityItem(string File, int Number, string? Agent, JsonElement Body)
{
    /// <summary>Whether it is a whole conversation.</summary>
    public bool IsConversation => Body.TryGetProperty("turns", out _);

    /// <summary>Tells it from every other item, and changes with what it says.</summary>
    public string Key => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{File}\n{Number}\n{Body.GetRawText()}")).AsSpan(0, 10));
}

/// <summary>
/// Reads files of lines and conversations, one item at a time: .jsonl (one request of <c>/api/qa</c> or <c>/api/reviews</c> a line), .json (one, or a list), .csv and
/// .xlsx (column <c>text</c>; with <c>conversation_id</c> and <c>speaker</c> the rows of one conversation stand together), .txt (a line a row).
/// </summary>
public static class QualityInput
{
    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text"] = "text", ["文本"] = "text", ["话术"] = "text", ["内容"] = "text", ["conversation_id"] = "conversation_id", ["会话编号"] = "conversation_id", ["speaker"] = "speaker", ["说话人"] = "speaker",
        ["agent"] = "agent", ["坐席"] = "agent", ["time"] = "time", ["时间"] = "time", ["locale"] = "locale", ["jurisdiction"] = "jurisdiction", ["disposition"] = "disposition", ["处置码"] = "disposition",
    };

    /// <summary>Files of paths; a folder stands for everything in it.</summary>
    /// <exception cref="UnreadableFileException">A path leads nowhere.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> paths) => [.. paths.SelectMany(IEnumerable<string> (path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsReadable).Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path] : throw new UnreadableFileException($"{path}: there is no such file or folder."))];

    /// <summary>Items of a file, one at a time.</summary>
    /// <exception cref="UnreadableFileException">What to correct.</exception>
    public static IEnumerable<QualityItem> Read(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" => Number(path, File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)).Select((line, i) => Parse(path, i + 1, line))),
        ".json" => Number(path, Parse(path, 1, File.ReadAllText(path)) is var whole && whole.ValueKind == JsonValueKind.Array ? whole.EnumerateArray() : [whole]),
        ".txt" => Number(path, File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => JsonSerializer.SerializeToElement(new { text = line }))),
        ".csv" or ".tsv" or ".xlsx" => Table(path),
        var other => throw new UnreadableFileException($"{path}: '{other}' is not read; use .jsonl, .json, .csv, .xlsx or .txt."),
    };

    /// <summary>How many items a file has; lines are counted without being read.</summary>
    /// <exception cref="UnreadableFileException">What to correct.</exception>
    public static int Count(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".txt" ? File.ReadLines(path).Count(line => !string.IsNullOrWhiteSpace(line)) : Read(path).Count();

    private static bool IsReadable(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".json" or ".txt" or ".csv" or ".tsv" or ".xlsx";

    private static IEnumerable<QualityItem> Number(string path, IEnumerable<JsonElement> bodies) => bodies.Select((body, i) => body.ValueKind == JsonValueKind.Object
        ? new QualityItem(Path.GetFileName(path), i + 1, body.TryGetProperty("agent", out var agent) && agent.ValueKind == JsonValueKind.String ? agent.GetString() : null, body)
        : throw new UnreadableFileException($"{path}: item {i + 1} is not an object."));

    private static JsonElement Parse(string path, int line, string json)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (JsonException e)
        {
            throw new UnreadableFileException($"{path}: line {line} is not JSON: {e.Message}", e);
        }
    }

    private static IEnumerable<QualityItem> Table(string path)
    {
        using var table = TableReader.Open(path);
        var columns = table.Headers.Select((header, i) => (Name: Columns.GetValueOrDefault(header.Trim()), Index: i)).Where(column => column.Name is not null).GroupBy(column => column.Name!).ToDictionary(group => group.Key, group => group.First().Index);
        if (!columns.ContainsKey("text"))
            throw new UnreadableFileException($"{path}: the column 'text' is missing; it has {string.Join(", ", table.Headers)}.");
        if (columns.ContainsKey("conversation_id") && !columns.ContainsKey("speaker"))
            throw new UnreadableFileException($"{path}: rows of conversations need a column 'speaker' (agent, bot, debtor, third_party).");
        var (number, open, turns) = (0, (string?)null, new List<IReadOnlyList<string?>>());
        while (table.Read() is { } row)
        {
            string? Cell(string name) => QualityInput.Cell(row.Cells, columns, name);
            if (Cell("conversation_id") is { } id)
            {
                if (turns.Count > 0 && id != open)
                {
                    yield return Conversation(path, ++number, turns, columns);
                    turns = [];
                }

                open = id;
                turns.Add(row.Cells);
            }
            else if (Cell("text") is { } text)
            {
                var body = new JsonObject { ["text"] = text, ["locale"] = Cell("locale"), ["jurisdiction"] = Cell("jurisdiction") };
                if (Cell("time") is { } time)
                    body["context"] = new JsonObject { ["time"] = time };
                yield return new(Path.GetFileName(path), ++number, Cell("agent"), JsonSerializer.SerializeToElement(body));
            }
        }

        if (turns.Count > 0)
            yield return Conversation(path, number + 1, turns, columns);
    }

    private static string? Cell(IReadOnlyList<string?> row, Dictionary<string, int> columns, string name) =>
        columns.TryGetValue(name, out var i) && i < row.Count && !string.IsNullOrWhiteSpace(row[i]) ? row[i]!.Trim() : null;

    private static QualityItem Conversation(string path, int number, List<IReadOnlyList<string?>> rows, Dictionary<string, int> columns)
    {
        string? First(string name) => rows.Select(row => Cell(row, columns, name)).FirstOrDefault(cell => cell is not null);
        var body = new JsonObject
        {
            ["turns"] = new JsonArray([.. rows.Where(row => Cell(row, columns, "text") is not null).Select(row => (JsonNode)new JsonObject { ["speaker"] = Cell(row, columns, "speaker"), ["text"] = Cell(row, columns, "text"), ["time"] = Cell(row, columns, "time") })]),
            ["locale"] = First("locale"),
            ["jurisdiction"] = First("jurisdiction"),
            ["disposition"] = First("disposition"),
        };
        return new(Path.GetFileName(path), number, First("agent"), JsonSerializer.SerializeToElement(body));
    }
}
