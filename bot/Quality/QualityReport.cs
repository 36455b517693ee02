using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using CsvHelper;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Assistant.Bot.Quality;

/// <summary>One of the worst lines or conversations.</summary>
public sealed record WorstItem(string File, int Number, string Agent, string Day, string Verdict, string Rules, string Categories, string Quote, string Rewrite);

/// <summary>Figures of one agent.</summary>
public sealed record AgentFigures(string Agent, int Items, int Blocked, int Critical, decimal? MeanTotal, IReadOnlyList<(string Month, double BlockedShare)> Trend);

/// <summary>What the report shows.</summary>
public sealed record ReportModel
{
    /// <summary>Language.</summary>
    public required string Locale { get; init; }

    /// <summary>Words.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>Items by verdict.</summary>
    public required IReadOnlyDictionary<string, int> Verdicts { get; init; }

    /// <summary>Findings by rule, most first.</summary>
    public required IReadOnlyList<(string Rule, string Category, int Count)> Rules { get; init; }

    /// <summary>Agents, most blocked first.</summary>
    public required IReadOnlyList<AgentFigures> Agents { get; init; }

    /// <summary>Worst items, gravest first.</summary>
    public required IReadOnlyList<WorstItem> Worst { get; init; }

    /// <summary>Items that could not be checked, with the reason.</summary>
    public required IReadOnlyList<(string File, int Number, string Problem)> Refused { get; init; }

    /// <summary>The style sheet.</summary>
    public required string Style { get; init; }

    /// <summary>The script of the filters.</summary>
    public required string Script { get; init; }
}

/// <summary>Writes <c>results.csv</c> and <c>report.html</c> from the results of a run, reading them once, one at a time.</summary>
public sealed class QualityReport(PageTexts texts, PromptFolder prompts)
{
    private const int MostWorst = 500;
    private const int MostRefused = 100;

    /// <summary>Writes both files.</summary>
    public async Task WriteAsync(string folder, string locale)
    {
        var (verdicts, rules, agents) = (new Dictionary<string, int>(), new Dictionary<(string, string), int>(), new Dictionary<string, Tally>());
        var (worst, refused) = (new PriorityQueue<WorstItem, int>(), new List<(string, int, string)>());
        using (var csv = CsvWriter.Create(new StreamWriter(Path.Combine(folder, "results.csv"), false, new System.Text.UTF8Encoding(true)), new CsvWriterOptions()))
        {
            foreach (var name in new[] { "key", "file", "number", "agent", "day", "kind", "verdict", "total", "compliance", "band", "passed", "rules", "problem" })
                csv.WriteField(name);
            csv.EndRecord();
            foreach (var result in QualityRun.Results(folder))
            {
                Row(csv, result);
                csv.EndRecord();
                if (result["problem"] is not null)
                {
                    if (refused.Count < MostRefused)
                        refused.Add((Text(result, "file"), result["number"]!.GetValue<int>(), Text(result, "problem")));
                    continue;
                }

                Count(result, verdicts, rules, agents, worst);
            }
        }

        var ranked = new List<WorstItem>();
        while (worst.TryDequeue(out var item, out _))
            ranked.Insert(0, item);
        await WriteHtmlAsync(Path.Combine(folder, "report.html"), new()
        {
            Locale = locale,
            Texts = texts.Under(locale, "qa."),
            Verdicts = verdicts,
            Rules = [.. rules.OrderByDescending(pair => pair.Value).Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value))],
            Agents = [.. agents.Select(pair => pair.Value.Figures(pair.Key)).OrderByDescending(agent => agent.Blocked).ThenBy(agent => agent.Agent, StringComparer.Ordinal)],
            Worst = ranked,
            Refused = refused,
            Style = await File.ReadAllTextAsync(Path.Combine(prompts.WebRoot, "site.css")),
            Script = await File.ReadAllTextAsync(Path.Combine(prompts.WebRoot, "report.js")),
        });
    }

    private static string Text(JsonObject result, string key) => result[key]?.ToString() ?? "";

    private static IEnumerable<JsonObject> Findings(JsonObject result) => result["findings"]?.AsArray().Select(node => node!.AsObject()) ?? [];

    private static void Row(CsvWriter csv, JsonObject result)
    {
        foreach (var key in new[] { "key", "file", "number", "agent", "day", "kind", "verdict", "total", "compliance", "band", "passed" })
            csv.WriteField(Text(result, key));
        csv.WriteField(string.Join(' ', Findings(result).Select(finding => Text(finding, "rule")).Distinct()));
        csv.WriteField(Text(result, "problem"));
    }

    private static void Count(JsonObject result, Dictionary<string, int> verdicts, Dictionary<(string, string), int> rules, Dictionary<string, Tally> agents, PriorityQueue<WorstItem, int> worst)
    {
        var verdict = Text(result, "verdict");
        verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
        var findings = Findings(result).ToList();
        foreach (var finding in findings)
            rules[(Text(finding, "rule"), Text(finding, "category"))] = rules.GetValueOrDefault((Text(finding, "rule"), Text(finding, "category"))) + 1;
        var agent = Text(result, "agent");
        if (!agents.TryGetValue(agent, out var tally))
            agents[agent] = tally = new();
        var isCritical = result["critical"]?.AsArray().Count > 0 || findings.Exists(finding => Text(finding, "severity") == "critical");
        tally.Add(Text(result, "day"), verdict == "block", isCritical, result["total"] is { } total ? total.GetValue<decimal>() : null);
        if (verdict == "ok")
            return;
        var rank = (isCritical ? 1000 : verdict == "block" ? 100 : 0) + findings.Count;
        worst.Enqueue(new(Text(result, "file"), result["number"]!.GetValue<int>(), agent, Text(result, "day"), verdict, string.Join(' ', findings.Select(finding => Text(finding, "rule")).Distinct()),
            string.Join(' ', findings.Select(finding => Text(finding, "category")).Distinct()), result["text"] is { } line ? line.ToString() : string.Join(" … ", findings.Select(finding => Text(finding, "quote")).Distinct()), Text(result, "rewrite")), rank);
        if (worst.Count > MostWorst)
            worst.Dequeue();
    }

    private static async Task WriteHtmlAsync(string path, ReportModel model)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportPage>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model }))).ToHtmlString());
        await File.WriteAllTextAsync(path, html);
    }

    /// <summary>Counts of one agent while the results are read.</summary>
    private sealed class Tally
    {
        private readonly SortedDictionary<string, (int Items, int Blocked)> months = new(StringComparer.Ordinal);
        private (int Items, int Blocked, int Critical, decimal Total, int Scored) sum;

        public void Add(string day, bool isBlocked, bool isCritical, decimal? total)
        {
            sum = (sum.Items + 1, sum.Blocked + (isBlocked ? 1 : 0), sum.Critical + (isCritical ? 1 : 0), sum.Total + (total ?? 0), sum.Scored + (total is null ? 0 : 1));
            var month = day.Length >= 7 ? day[..7] : day;
            var before = months.GetValueOrDefault(month);
            months[month] = (before.Items + 1, before.Blocked + (isBlocked ? 1 : 0));
        }

        public AgentFigures Figures(string agent) => new(agent, sum.Items, sum.Blocked, sum.Critical, sum.Scored == 0 ? null : Math.Round(sum.Total / sum.Scored, 1), [.. months.Select(month => (month.Key, month.Value.Blocked / (double)month.Value.Items))]);
    }
}
