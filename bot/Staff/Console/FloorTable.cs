using System.Globalization;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Staff.Console;

/// <summary>The floor and the cases as tables.</summary>
internal static class FloorTable
{
    /// <summary>Every figure of the floor page: part, what, value, of how many, interval.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(FloorWords words, FloorNow now, FloorOutcomes outcomes)
    {
        yield return [words["csv.part"], words["csv.what"], words["csv.value"], words["csv.of"], words["csv.low"], words["csv.high"]];
        foreach (var queue in now.Waiting)
        {
            yield return [words["waiting"], queue.Queue, Text(queue.Count), "", "", ""];
            yield return [words["floor.late"], queue.Queue, Text(queue.Late), "", "", ""];
        }

        yield return [words["floor.in_time"], words["floor.today"], .. Cells(now.InTime.Today)];
        yield return [words["floor.in_time"], words["floor.week"], .. Cells(now.InTime.Week)];
        yield return [words["floor.timed_out"], words["floor.today"], Text(now.TimedOut.Today), "", "", ""];
        yield return [words["floor.timed_out"], words["floor.week"], Text(now.TimedOut.Week), "", "", ""];
        foreach (var mark in now.Marks)
        {
            yield return [words["floor.blocked_week"], mark.Rule, Text(mark.BlockedWeek), "", "", ""];
            yield return [words["floor.overridden_week"], mark.Rule, Text(mark.OverriddenWeek), "", "", ""];
        }

        foreach (var (code, count) in outcomes.Agreements)
            yield return [words["floor.agreements"], words.View.Word("status.", code), Text(count), "", "", ""];
        yield return [words["floor.kept"], words["floor.kept_bot"], .. Cells(outcomes.KeptByBot.Kept)];
        yield return [words["floor.kept"], words["floor.kept_person"], .. Cells(outcomes.KeptByPerson.Kept)];
        foreach (var (code, count) in outcomes.Escalations)
            yield return [words["floor.escalations"], words.View.Word("reason.", code), Text(count), "", "", ""];
        yield return [words["floor.complaints"], words["floor.open"], Text(outcomes.OpenComplaints), "", "", ""];
        yield return [words["floor.complaints"], words["late"], Text(outcomes.LateComplaints), "", "", ""];
    }

    /// <summary>The cases, a row each.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(FloorWords words, IEnumerable<CaseLine> lines)
    {
        yield return [words["case"], words["cases.stage"], words["fact.days"], words["cases.cause"], words["cases.kept"], words["cases.broken"], words["cases.reach"], words["cases.protection"]];
        foreach (var line in lines)
        {
            yield return [line.CaseNo, Account.BucketOf(line.Days).ToString(), Text(line.Days), words.Cause(line.Cause), Text(line.Promises.Kept), Text(line.Promises.Broken),
                string.Join("; ", words.Reach(line)), string.Join("; ", line.Protections.Select(kind => words.View.Word("protection.", kind)))];
        }
    }

    private static string[] Cells(Share share) => [Text(share.Hits), Text(share.Of), Text(share.Interval?.Low), Text(share.Interval?.High)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? share) => share?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";
}
