using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Quality;

/// <summary>
/// Checks lines and conversations in bulk into a folder: <c>results.jsonl</c> as it goes, then <c>results.csv</c> and <c>report.html</c>. Started again on
/// the same folder it goes on where it stopped.
/// </summary>
public sealed partial class QualityRun(RuleBook book, ReviewRequests requests, QualityApi quality)
{
    private const int AtOnce = 512;
    private static readonly IReadOnlyDictionary<string, KnownCase> NoCases = new Dictionary<string, KnownCase>();

    /// <summary>Checks what is not yet in the folder.</summary>
    /// <param name="files">Files, in order.</param>
    /// <param name="folder">Where results go.</param>
    /// <param name="progress">Told after each step: file, how many items of it are done.</param>
    /// <returns>Checked now, found done already, and refused with the reason in the results.</returns>
    public (int Checked, int Done, int Refused) Run(IReadOnlyList<string> files, string folder, Action<string, int> progress)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "results.jsonl");
        var known = Known(path);
        var (now, done, refused) = (0, 0, 0);
        using var to = new StreamWriter(path, append: true);
        foreach (var file in files)
        {
            var count = 0;
            foreach (var some in QualityInput.Read(file).Chunk(AtOnce))
            {
                var fresh = some.Where(item => !known.Contains(item.Key)).ToList();
                foreach (var result in fresh.AsParallel().AsOrdered().Select(Check))
                {
                    to.WriteLine(result.ToJsonString(Turns.Json.Options));
                    refused += result["problem"] is null ? 0 : 1;
                }

                to.Flush();
                (now, done, count) = (now + fresh.Count, done + some.Length - fresh.Count, count + some.Length);
                progress(file, count);
            }
        }

        return (now, done, refused);
    }

    /// <summary>Results of a folder, one at a time.</summary>
    public static IEnumerable<JsonObject> Results(string folder) => File.ReadLines(Path.Combine(folder, "results.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject());

    /// <summary>Long runs of digits may be a card, an identity or a telephone number; a report needs none of them.</summary>
    public static string Masked(string text) => LongNumber().Replace(text, match => new string('*', match.Length - 4) + match.Value[^4..]);

    /// <summary>Keys of the results there are. A last line that was cut off when the run was stopped is taken away and done again.</summary>
    private static HashSet<string> Known(string path)
    {
        var keys = new HashSet<string>();
        if (!File.Exists(path))
            return keys;
        long end = 0;
        using (var stream = File.Open(path, FileMode.Open, FileAccess.ReadWrite))
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            while (reader.ReadLine() is { } line)
            {
                try
                {
                    keys.Add(JsonNode.Parse(line)!["key"]!.GetValue<string>());
                    end += System.Text.Encoding.UTF8.GetByteCount(line) + 1;
                }
                catch (JsonException)
                {
                    stream.SetLength(end);
                    break;
                }
            }
        }

        return keys;
    }

    private JsonObject Check(QualityItem item)
    {
        var result = new JsonObject { ["key"] = item.Key, ["file"] = item.File, ["number"] = item.Number, ["agent"] = item.Agent, ["kind"] = item.IsConversation ? "conversation" : "line" };
        try
        {
            if (item.IsConversation)
                Conversation(result, quality.Read(item.Body, NoCases));
            else
                Line(result, requests.Read(item.Body, NoCases));
        }
        catch (FormatException e)
        {
            result["problem"] = e.Message;
        }
        catch (KeyNotFoundException)
        {
            // Bulk files are checked on their own words and contexts.
            result["problem"] = "'caseNo' is not read here; give the figures and flags in 'context'.";
        }

        return result;
    }

    private void Line(JsonObject result, ReviewRequest request)
    {
        var review = book.Review(request.Text, request.Context);
        result["day"] = Day(item: null, request.Context);
        result["verdict"] = review.Verdict;
        result["text"] = Masked(request.Text);
        result["findings"] = new JsonArray([.. review.Findings.Select(finding => (JsonNode)Json(finding, request.Text))]);
        result["rewrite"] = review.Rewrite.GetValueOrDefault(request.Locale);
    }

    private void Conversation(JsonObject result, QualityRequest request)
    {
        var card = quality.Score(request);
        result["day"] = Day(request.Turns.FirstOrDefault(turn => turn.Time is not null)?.Time, request.Context);
        result["verdict"] = card.Critical.Count > 0 ? "block" : card.Passed ? "ok" : "warn";
        result["total"] = card.Total;
        result["compliance"] = card.Compliance;
        result["band"] = card.Band;
        result["passed"] = card.Passed;
        result["critical"] = new JsonArray([.. card.Critical.Select(fail => (JsonNode)new JsonObject { ["rule"] = fail.Rule, ["turn"] = fail.Turn, ["quote"] = Masked(fail.Quote) })]);
        result["items"] = new JsonObject([.. card.Items.Select(score => KeyValuePair.Create(score.Item.Id, (JsonNode?)JsonValue.Create(score.Score)))]);
        result["findings"] = new JsonArray([.. card.Findings.Select(one => (JsonNode)Json(one.Finding, request.Turns[one.Turn - 1].Text, one.Turn))]);
        result["rewrite"] = card.Items.FirstOrDefault(score => score.Score < score.Item.Max && score.Better is not null)?.Better!.GetValueOrDefault(request.Locale);
    }

    private static JsonObject Json(Finding finding, string text, int? turn = null) => new()
    {
        ["turn"] = turn, ["rule"] = finding.Rule.Id, ["category"] = finding.Rule.Category, ["severity"] = finding.Severity.ToString().ToLowerInvariant(), ["quote"] = Masked(text.Substring(finding.Start, finding.Length)),
    };

    private static string Day(DateTimeOffset? item, ReviewContext context) => (item is { } at ? DateOnly.FromDateTime(at.DateTime) : context.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d{8,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongNumber();
}
