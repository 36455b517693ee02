using System.Globalization;

namespace Assistant.Skills.Language;

/// <summary>Units of a length of time.</summary>
internal enum TermUnit : byte
{
    None,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Instalment,
    Year,
}

/// <summary>Hears lengths of time: 24期, 半个月, 三年, 6 weeks, 48 hours, a couple of weeks.</summary>
internal static class Terms
{
    private static readonly (string Words, TermUnit Unit)[] Chinese =
    [
        ("个月", TermUnit.Month), ("个多月", TermUnit.Month), ("个星期", TermUnit.Week), ("个礼拜", TermUnit.Week), ("个小时", TermUnit.Hour), ("个钟头", TermUnit.Hour), ("个工作日", TermUnit.Day),
        ("个自然日", TermUnit.Day), ("个年", TermUnit.Year), ("小时", TermUnit.Hour), ("钟头", TermUnit.Hour), ("分钟", TermUnit.Minute), ("星期", TermUnit.Week), ("礼拜", TermUnit.Week),
        ("工作日", TermUnit.Day), ("日内", TermUnit.Day), ("日之内", TermUnit.Day), ("多天", TermUnit.Day), ("多年", TermUnit.Year), ("期", TermUnit.Instalment), ("年", TermUnit.Year), ("周", TermUnit.Week), ("天", TermUnit.Day),
    ];

    private static readonly (string Words, TermUnit Unit)[] English =
    [
        ("month", TermUnit.Month), ("months", TermUnit.Month), ("mo", TermUnit.Month), ("mos", TermUnit.Month), ("year", TermUnit.Year), ("years", TermUnit.Year), ("yr", TermUnit.Year), ("yrs", TermUnit.Year),
        ("week", TermUnit.Week), ("weeks", TermUnit.Week), ("wks", TermUnit.Week), ("day", TermUnit.Day), ("days", TermUnit.Day), ("hour", TermUnit.Hour), ("hours", TermUnit.Hour), ("hrs", TermUnit.Hour),
        ("minutes", TermUnit.Minute), ("mins", TermUnit.Minute), ("installments", TermUnit.Instalment), ("instalments", TermUnit.Instalment), ("payments", TermUnit.Instalment), ("installment", TermUnit.Instalment),
        ("business days", TermUnit.Day), ("calendar days", TermUnit.Day), ("working days", TermUnit.Day),
    ];

    /// <summary>The unit of time at a position.</summary>
    public static TermUnit Unit(Listening heard, int at, out int end)
    {
        end = at;
        var word = heard.Gap(at);
        if (heard.At(word) == '-' && char.IsAsciiLetter(heard.At(word + 1)))
            word++;
        var list = char.IsAsciiLetter(heard.At(word)) ? English : Chinese;
        if (list == Chinese && !Listening.IsHan(heard.At(word)))
            return TermUnit.None;
        foreach (var (words, unit) in list)
        {
            if (!heard.Has(word, words))
                continue;
            end = word + words.Length;
            if (words[0] == '日')
                end = word + 1;
            // 期限, 年底 and 天然 start other words; 年 after two digits is a year of the calendar for nobody here.
            var next = heard.At(end);
            if (words is "期" && next is '限' or '间' or '货' or '望' or '待' || words is "年" && next is '级' or '轻' or '纪' or '利' or '化' or '息' || words is "天" && next is '然' || words is "周" && next is '年' or '转' or '末')
                return TermUnit.None;
            return unit;
        }

        return TermUnit.None;
    }

    /// <summary>Adds what a number and the unit after it say; gives the position after them, or 0.</summary>
    public static int Read(Listening heard, int start, int number, decimal n)
    {
        var unit = Unit(heard, number, out var end);
        if (unit == TermUnit.None || n is <= 0 or > 10_000)
        {
            // 两个半月, 一个半小时
            if (!heard.Has(number, "个半") || Unit(heard, number + 2, out end) is TermUnit.None && !heard.Has(number + 2, "月"))
                return 0;
            return heard.Has(number + 2, "月") ? heard.Add(EntityType.Duration, start, number + 3, string.Create(CultureInfo.InvariantCulture, $"P{n:0}M15D")) : 0;
        }

        if (unit == TermUnit.Year && heard.At(end) == '半')
            (n, end) = (n + 0.5m, end + 1);
        if (unit == TermUnit.Month && heard.At(end) == '半')
            return heard.Add(EntityType.Duration, start, end + 1, string.Create(CultureInfo.InvariantCulture, $"P{n:0}M15D"));
        // "每两周", "every two weeks", "the last installment": how often or which one, not how long.
        if (heard.At(start - 1) is '第' or '每' or '隔' || heard.WordBefore(start) is "every" or "each" || unit == TermUnit.Instalment && n == 1)
            return end;
        // "I made 3 payments" counts them.
        if (unit == TermUnit.Instalment && heard.WordBefore(start) is "made" or "paid" or "missed" or "make" or "making")
            return heard.Add(EntityType.Count, start, end, n.ToString("0", CultureInfo.InvariantCulture));
        if (n == 1 && IsRate(heard, start, end))
            return end;
        return heard.Add(EntityType.Duration, start, end, Iso(n, unit));
    }

    public static string Iso(decimal n, TermUnit unit) => unit switch
    {
        TermUnit.Year when n != decimal.Truncate(n) => Text("P", n * 12, "M"),
        TermUnit.Year => Text("P", n, "Y"),
        TermUnit.Week => Text("P", n * 7, "D"),
        TermUnit.Day => Text("P", n, "D"),
        TermUnit.Hour when n != decimal.Truncate(n) => Text("PT", n * 60, "M"),
        TermUnit.Hour => Text("PT", n, "H"),
        TermUnit.Minute => Text("PT", n, "M"),
        _ when n == 0.5m => "P15D",
        _ => Text("P", n, "M"),
    };

    private static string Text(string start, decimal n, string unit) => string.Create(CultureInfo.InvariantCulture, $"{start}{n:0}{unit}");

    /// <summary>The unit of the length said just before in the same clause: "48 months instead of 24".</summary>
    public static int ReadOther(Listening heard, int start, int end, decimal n)
    {
        if (heard.Heard.Count == 0 || heard.Heard[^1] is not { Type: EntityType.Duration } last || start - last.End > 16 || n is < 2 or > 120 || last.Value.Contains('T', StringComparison.Ordinal))
            return 0;
        var between = heard.Plain.AsSpan(last.End..start).Trim();
        return between is "instead of" or "or" or "rather than" or "not" or "to" or "down to" or "up to" or "还是" or "或" or "或者" or "到" or "改成" or "改为" or "而不是"
            ? heard.Add(EntityType.Duration, start, end, "P" + n.ToString("0", CultureInfo.InvariantCulture) + last.Value[^1]) : 0;
    }

    /// <summary>"一个月最多还八百", "300 a month": one month beside an amount says how often, not how long.</summary>
    public static bool IsRate(Listening heard, int start, int end)
    {
        var before = heard.GapBefore(start);
        if (before > 0 && (heard.At(before - 1) is '块' or '元' || IsNumeral(heard.At(before - 1)) || heard.EndsWith(before, "bucks", "dollars", "twice", "once", "times", "hundred", "thousand", "grand", "fifty", "forty")))
            return true;
        for (var at = end; at < end + 7; at++)
        {
            var c = heard.At(at);
            if (IsNumeral(c) || c is '$' or '¥')
                return true;
            if (c is '，' or '。' or ',' or '.' or '后' or '内' or '之' or '到')
                return c is '到' && heard.At(at + 1) is '晚' or '手';
        }

        return false;
    }

    private static bool IsNumeral(char c) => char.IsAsciiDigit(c) || c != '\0' && "一二两三四五六七八九十百千万".Contains(c);
}
