using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Language;

/// <summary>
/// Hears civil dates. Weeks start on Monday; 下周X lies in the next calendar week; a bare weekday, day or month is the nearest
/// one from today on, or up to today when the sentence speaks of the past (external contract, section 5).
/// </summary>
internal static partial class Dates
{
    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Zh = "[一二两三四五六七八九十廿卅]";
    private const string Day = "(?<d>[0-9]{1,2}|" + Zh + "{1,3})";
    private const string Month = "(?<m>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)";
    private const string Weekday = "(?<w>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|thu|fri|sat|sun)";

    public static void Add(List<Entity> heard, string text, DateOnly today)
    {
        var past = PastWords().IsMatch(text);
        foreach (var (pattern, read) in Readers)
        {
            foreach (Match m in pattern.Matches(text))
            {
                if (!Hearing.IsFree(heard, m.Index, m.Length))
                    continue;
                // Words that name a day that does not exist are taken as well, so that no part of them is read as another day.
                heard.Add(read(m, today, past) is { } day
                    ? new(EntityType.Date, m.Value, m.Index, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                    : new(Hearing.Nothing, m.Value, m.Index, ""));
            }
        }
    }

    private static readonly (Regex Pattern, Func<Match, DateOnly, bool, DateOnly?> Read)[] Readers =
    [
        (Full(), (m, _, _) => Make(Int(m, "y"), Int(m, "m"), Int(m, "d"))),
        (FullEnglish(), (m, today, past) => Near(today, past, y => Make(m.Groups["y"].Success ? Int(m, "y") : y, MonthNumber(m), Int(m, "d")))),
        (MonthDay(), (m, today, past) => Near(today, past, y => Make(y, Int(m, "m"), Int(m, "d")))),
        (MonthEnd(), (m, today, _) => new DateOnly(today.Year, today.Month, 1).AddMonths(Next(m) + 1).AddDays(-1)),
        (DayOfMonth(), DayOf),
        (WeekdayChinese(), (m, today, past) => WeekdayOf(today, past, "一二三四五六日天".IndexOf(m.Groups["w"].Value[0]) is var i && i == 7 ? 6 : i, m.Groups["r"].Value)),
        (WeekdayEnglish(), (m, today, past) => WeekdayOf(today, past, EnglishWeekday(m.Groups["w"].Value), m.Groups["r"].Value.Trim().ToLowerInvariant())),
        (Relative(), (m, today, _) => today.AddDays(RelativeDays(m.Value.ToLowerInvariant()))),
    ];

    private static DateOnly? DayOf(Match m, DateOnly today, bool past)
    {
        var day = Int(m, "d");
        if (day is < 1 or > 31)
            return null;
        var first = new DateOnly(today.Year, today.Month, 1);
        if (m.Groups["r"].Success)
            return InMonth(first.AddMonths(Next(m)), day);
        var here = InMonth(first, day);
        return past ? here <= today ? here : InMonth(first.AddMonths(-1), day) : here >= today ? here : InMonth(first.AddMonths(1), day);
    }

    private static DateOnly InMonth(DateOnly first, int day) => first.AddDays(Math.Min(day, DateTime.DaysInMonth(first.Year, first.Month)) - 1);

    private static int Next(Match m) => m.Groups["r"].Value.ToLowerInvariant().Trim() switch
    {
        "下个月" or "下月" or "next month" or "of next month" => 1,
        "上个月" or "上月" or "last month" => -1,
        _ => 0,
    };

    private static DateOnly WeekdayOf(DateOnly today, bool past, int weekday, string relation)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var week = relation switch
        {
            "下下" => 14,
            "下" or "下个" or "next" => 7,
            "上" or "上个" or "last" => -7,
            _ => 0,
        };
        var day = monday.AddDays(week + weekday);
        if (relation.Length > 0)
            return day;
        return past ? day <= today ? day : day.AddDays(-7) : day >= today ? day : day.AddDays(7);
    }

    private static DateOnly? Near(DateOnly today, bool past, Func<int, DateOnly?> inYear)
    {
        var here = inYear(today.Year);
        if (past)
            return here <= today ? here : inYear(today.Year - 1);
        return here >= today ? here : inYear(today.Year + 1);
    }

    private static DateOnly? Make(int year, int month, int day) =>
        year is >= 1990 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static int Int(Match m, string group) => (int)Math.Min(9999, Numerals.Read(m.Groups[group].Value) ?? 0);

    private static int MonthNumber(Match m) =>
        ("janfebmaraprmayjunjulaugsepoctnovdec".IndexOf(m.Groups["m"].Value[..3].ToLowerInvariant(), StringComparison.Ordinal) / 3) + 1;

    private static int EnglishWeekday(string name) => "montuewedthufrisatsun".IndexOf(name[..3].ToLowerInvariant(), StringComparison.Ordinal) / 3;

    private static int RelativeDays(string word) => word switch
    {
        "今天" or "今日" or "today" => 0,
        "明天" or "明日" or "tomorrow" => 1,
        "后天" or "day after tomorrow" => 2,
        "大后天" => 3,
        _ => -1,
    };

    [GeneratedRegex(@"(?<y>(?:19|20)[0-9]{2})(?:[-/.]|年)(?<m>[0-9]{1,2})(?:[-/.]|月)" + "(?<d>[0-9]{1,2})[日号]?", Plain)]
    private static partial Regex Full();

    [GeneratedRegex(@"\b(?:" + Month + @"\.? (?:the )?(?<d>[0-9]{1,2})(?:st|nd|rd|th)?|(?<d>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)? " + Month + @")\b(?:,? (?<y>20[0-9]{2}))?", Plain)]
    private static partial Regex FullEnglish();

    [GeneratedRegex("(?<m>[0-9]{1,2}|" + Zh + "{1,2})月" + Day + @"[日号]?|\b(?<m>[0-9]{1,2})/(?<d>[0-9]{1,2})\b", Plain)]
    private static partial Regex MonthDay();

    [GeneratedRegex("(?<r>下个月|下月|这个月|本月)底|月底|月末|end of (?:the|this) month|month end|end of (?<r>next month)", Plain)]
    private static partial Regex MonthEnd();

    [GeneratedRegex("(?<r>下个月|下月|这个月|本月|上个月|上月)?的?" + Day + @"[号日]|\b(?:the )?(?<d>[0-9]{1,2})(?:st|nd|rd|th)\b(?: (?<r>of next month|next month))?", Plain)]
    private static partial Regex DayOfMonth();

    [GeneratedRegex("(?<r>下下|下个|下|这个|这|本|上个|上)?(?:周|星期|礼拜)(?<w>[一二三四五六日天])", Plain)]
    private static partial Regex WeekdayChinese();

    [GeneratedRegex(@"\b(?<r>next |this |last )?" + Weekday + @"\b", Plain)]
    private static partial Regex WeekdayEnglish();

    [GeneratedRegex("大后天|今天|今日|明天|明日|后天|昨天|day after tomorrow|tomorrow|today|yesterday", Plain)]
    private static partial Regex Relative();

    [GeneratedRegex("(已经还|已还|还过|还了|付过|付了|转了|昨天|paid|sent|transferred|yesterday)", Plain)]
    private static partial Regex PastWords();
}
