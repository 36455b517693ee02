using System.Globalization;
using System.Text;
using System.Text.Json;
using Assistant.Bot.Understanding;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Staff;

/// <summary>How well the rule book judges a file of labelled lines: requests of a review, each with <c>label</c>, <c>category</c> and <c>quote</c>.</summary>
public static class ConductReport
{
    private static readonly string[] Critical = ["threat-violence", "impersonation", "third-party-pressure", "third-party-disclosure", "credential-request", "improper-payment-channel"];

    /// <summary>Measures, and writes the figures with their 95 % intervals, and every line judged wrongly.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="requests">Reads them.</param>
    /// <param name="book">The rules.</param>
    /// <exception cref="FormatException">What to correct, with the line.</exception>
    public static string Of(IReadOnlyList<string> lines, ReviewRequests requests, RuleBook book)
    {
        var all = lines.Select((line, i) => Read(line, i + 1, requests)).AsParallel().AsOrdered().Select(one => (Wanted: one, Review: book.Review(one.Request.Text, one.Request.Context))).ToList();
        var report = new StringBuilder();
        var (block, ok, warn) = (all.Where(one => one.Wanted.Label == "block").ToList(), all.Where(one => one.Wanted.Label == "ok").ToList(), all.Where(one => one.Wanted.Label == "warn").ToList());
        UnderstandingReport.Share(report, "violations blocked", block.Count(one => one.Review.Verdict == "block"), block.Count);
        UnderstandingReport.Share(report, "violations found at all (block or warn)", block.Count(one => one.Review.Verdict != "ok"), block.Count);
        UnderstandingReport.Share(report, "mild lines warned of (or blocked)", warn.Count(one => one.Review.Verdict != "ok"), warn.Count);
        UnderstandingReport.Share(report, "mild lines blocked", warn.Count(one => one.Review.Verdict == "block"), warn.Count);
        UnderstandingReport.Share(report, "honest lines not let through", ok.Count(one => one.Review.Verdict != "ok"), ok.Count);
        UnderstandingReport.Share(report, "honest lines blocked", ok.Count(one => one.Review.Verdict == "block"), ok.Count);
        var found = all.Where(one => one.Wanted.Label != "ok" && one.Review.Verdict != "ok").ToList();
        UnderstandingReport.Share(report, "right category among the findings", found.Count(one => one.Review.Findings.Any(finding => finding.Rule.Category == one.Wanted.Category)), found.Count);
        UnderstandingReport.Share(report, "right category first", found.Count(one => Gravest(one.Review).Rule.Category == one.Wanted.Category), found.Count);
        var quoted = found.Where(one => one.Wanted.Quote is not null).ToList();
        if (quoted.Count > 0)
            report.AppendLine(CultureInfo.InvariantCulture, $"overlap of spans (intersection over union), mean: {quoted.Average(one => Overlap(one.Wanted, one.Review)):0.000}; at least half: {100.0 * quoted.Count(one => Overlap(one.Wanted, one.Review) >= 0.5) / quoted.Count:0.0} %");
        foreach (var group in block.GroupBy(one => one.Wanted.Category).OrderBy(group => group.Key, StringComparer.Ordinal))
            UnderstandingReport.Share(report, $"  {group.Key}", group.Count(one => one.Review.Verdict == "block"), group.Count());
        var critical = block.Where(one => Critical.Contains(one.Wanted.Category)).ToList();
        UnderstandingReport.Share(report, "critical lines blocked", critical.Count(one => one.Review.Verdict == "block"), critical.Count);
        foreach (var one in all.Where(one => one.Wanted.Label == "ok" ? one.Review.Verdict != "ok" : one.Wanted.Label == "block" ? one.Review.Verdict != "block" : one.Review.Verdict == "ok"))
            report.AppendLine(CultureInfo.InvariantCulture, $"{one.Wanted.Label} {one.Wanted.Category ?? "-"} judged {one.Review.Verdict} [{string.Join(", ", one.Review.Findings.Select(finding => finding.Rule.Id))}]: {one.Wanted.Request.Text}");
        return report.ToString();
    }

    private static Finding Gravest(Review review) => review.Findings.OrderByDescending(finding => finding.Severity).First();

    private static double Overlap(Labelled wanted, Review review)
    {
        var at = wanted.Request.Text.IndexOf(wanted.Quote!, StringComparison.Ordinal);
        return review.Findings.Max(finding =>
        {
            var shared = Math.Min(at + wanted.Quote!.Length, finding.Start + finding.Length) - Math.Max(at, finding.Start);
            return shared <= 0 ? 0 : shared / (double)(wanted.Quote.Length + finding.Length - shared);
        });
    }

    private static Labelled Read(string line, int number, ReviewRequests requests)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var label = Fields.Text(json.RootElement, "label");
            return label is "block" or "warn" or "ok" ? new(requests.Read(json.RootElement, new Dictionary<string, KnownCase>()), label, Fields.Text(json.RootElement, "category"), Fields.Text(json.RootElement, "quote"))
                : throw new FormatException("'label' must be block, warn or ok.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FormatException($"Line {number}: {e.Message}", e);
        }
    }

    private sealed record Labelled(ReviewRequest Request, string Label, string? Category, string? Quote);
}
