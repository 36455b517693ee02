namespace Assistant.Skills.Language;

/// <summary>
/// Hears dates, months and years in Chinese, and dates of digits. Weeks start on Monday; 下周X lies in the next calendar week; a bare weekday, day
/// or month is the nearest in the direction the clause implies (external contract, section 5).
/// </summary>
internal static class ChineseDates
{
    private static readonly (string Words, int Days)[] Relative =
    [
        ("大前天", -3), ("大后天", 3), ("前天", -2), ("前晚", -2), ("昨天", -1), ("昨日", -1), ("昨晚", -1), ("昨夜", -1), ("昨儿", -1), ("今天", 0), ("今日", 0), ("今晚", 0), ("今早", 0),
        ("今夜", 0), ("今儿", 0), ("明天", 1), ("明日", 1), ("明早", 1), ("明晚", 1), ("明儿", 1), ("后天", 2), ("后日", 2),
    ];

    private static readonly (string Words, int Months)[] Months =
    [
        ("下下个月", 2), ("上上个月", -2), ("下个月", 1), ("下月", 1), ("上个月", -1), ("上月", -1), ("这个月", 0), ("这月", 0), ("本月", 0), ("月", 0),
    ];

    private static readonly (string Words, int Years)[] Years = [("去年", -1), ("前年", -2), ("今年", 0), ("明年", 1), ("后年", 2), ("本年", 0), ("大前年", -3)];

    private static readonly (string Words, int Weeks)[] Weeks = [("下下", 2), ("下个", 1), ("下", 1), ("上上", -2), ("上个", -1), ("上", -1), ("这个", 0), ("这", 0), ("本", 0), ("", 9)];

    private static readonly string[] Week = ["星期", "礼拜", "周"];

    /// <summary>Reads at a position; gives the position after it, or 0 where there is no date.</summary>
    public static int Read(Listening heard, int at)
    {
        switch (heard.At(at))
        {
            case '大' or '前' or '昨' or '今' or '明' or '后':
                return RelativeDay(heard, at) is > 0 and var day ? day : RelativeYear(heard, at);
            case '去':
                return RelativeYear(heard, at);
            case '每':
                return Every(heard, at);
            case '下' or '上' or '这' or '本' or '月':
                return Weekday(heard, at) is > 0 and var week ? week : RelativeMonth(heard, at) is > 0 and var month ? month : RelativeYear(heard, at);
            case '周' or '星' or '礼':
                return Weekday(heard, at);
            case '春' or '除' or '过' or '元' or '国' or '劳':
                return Holiday(heard, at);
            default:
                return heard.At(at) is '(' or '（' or '+' or '*' or '$' or '¥' or '.' ? 0 : Numbered(heard, at);
        }
    }

    private static int RelativeDay(Listening heard, int at)
    {
        if (heard.At(at - 1) is '以' or '之' || heard.At(at) == '前' && char.IsAsciiDigit(heard.At(at - 1)))
            return 0;
        foreach (var (words, days) in Relative)
        {
            // "两天前天天打": 天前 is not the day before yesterday.
            if (heard.Has(at, words) && !(words[0] is '前' or '后' && heard.At(at - 1) is '天' or '月' or '年' or '周'))
                return heard.Add(EntityType.Date, at, at + words.Length, Days.Iso(heard.Today.AddDays(days)));
        }

        return 0;
    }

    private static int RelativeYear(Listening heard, int at)
    {
        foreach (var (words, years) in Years)
        {
            if (!heard.Has(at, words) || words[0] is '前' or '后' && heard.At(at - 1) is '年' or '之' or '以')
                continue;
            var end = at + words.Length;
            var year = heard.Today.Year + years;
            if (heard.At(end) == '底')
                return heard.Add(EntityType.Date, at, end + 1, Days.Iso(new DateOnly(year, 12, 31)));
            return MonthAndDay(heard, at, end, year) is > 0 and var more ? more : heard.Add(EntityType.DateRange, at, end, Days.Year(year));
        }

        return 0;
    }

    /// <summary>"每月10号", "每周五": its next; "每月" and "每周" alone name no time.</summary>
    private static int Every(Listening heard, int at)
    {
        var month = heard.Has(at, "每个月的") ? 4 : heard.Has(at, "每月的") || heard.Has(at, "每个月") ? 3 : heard.Has(at, "每月") ? 2 : 0;
        if (month > 0)
            return heard.At(at + month) is '底' or '末' ? heard.Add(EntityType.Date, at, at + month + 1, Days.Iso(Days.LastOfMonth(Days.FirstOfMonth(heard.Today))))
                : DayNumber(heard, at + month, out var end, out var day) ? heard.Add(EntityType.Date, at, end, Days.Iso(Days.OfMonth(heard.Today, past: false, day))) : at + month;
        foreach (var word in Week)
        {
            if (!heard.Has(at + 1, word))
                continue;
            var weekday = WeekdayOf(heard.At(at + 1 + word.Length));
            return weekday < 0 ? at + 1 + word.Length : heard.Add(EntityType.Date, at, at + 2 + word.Length, Days.Iso(Days.Weekday(heard.Today, past: false, weekday)));
        }

        // "每3天", "每两周": how often, not how long.
        if (heard.Number(at + 1, out var after, out _) && Terms.Unit(heard, after, out var unitEnd) != TermUnit.None)
            return unitEnd;
        return 0;
    }

    private static int Weekday(Listening heard, int at)
    {
        foreach (var (words, weeks) in Weeks)
        {
            if (words.Length > 0 && !heard.Has(at, words))
                continue;
            foreach (var word in Week)
            {
                var day = at + words.Length + word.Length;
                if (!heard.Has(at + words.Length, word) || WeekdayOf(heard.At(day)) is not (>= 0 and var weekday))
                    continue;
                // "一周三次": a week and a count.
                if (weeks == 9 && (heard.At(at - 1) is '一' or '每' || Listening.IsHan(heard.At(day + 1)) && heard.At(day + 1) is '次' or '个' or '家'))
                    return 0;
                var found = weeks == 9 ? Days.Weekday(heard.Today, Direction.IsPast(heard, at, day + 1), weekday) : Days.Monday(heard.Today).AddDays(weeks * 7 + weekday);
                return heard.Add(EntityType.Date, at, day + 1, Days.Iso(found));
            }
        }

        return 0;
    }

    private static int WeekdayOf(char c) => c switch { '天' or '日' or '7' => 6, _ => "一二三四五六".IndexOf(c) is >= 0 and var i ? i : "123456".IndexOf(c) };

    private static int RelativeMonth(Listening heard, int at)
    {
        foreach (var (words, months) in Months)
        {
            if (!heard.Has(at, words))
                continue;
            var end = at + words.Length;
            var first = Days.FirstOfMonth(heard.Today, months);
            var edge = heard.At(end) == '的' ? end + 1 : end;
            switch (heard.At(edge))
            {
                case '底' or '末':
                    return heard.Add(EntityType.Date, at, edge + 1, Days.Iso(Days.LastOfMonth(first)));
                case '初' when !char.IsAsciiDigit(heard.At(edge + 1)):
                    var early = words == "月" && first < heard.Today && !Direction.IsPast(heard, at, edge + 1) ? first.AddMonths(1) : first;
                    return heard.Add(EntityType.Date, at, edge + 1, Days.Iso(early));
            }

            if (words == "月")
                return 0;
            if (DayNumber(heard, edge, out var dayEnd, out var day))
                return heard.Add(EntityType.Date, at, dayEnd, Days.Iso(Days.InMonth(first, day)));
            return heard.Add(EntityType.DateRange, at, end, Days.Month(first));
        }

        return 0;
    }

    private static int Holiday(Listening heard, int at)
    {
        var words = heard.FirstOf(at, ["春节", "过年", "除夕", "元旦", "国庆", "劳动节"]);
        if (words is null)
            return 0;
        var end = at + words.Length;
        var past = Direction.IsPast(heard, at, end);
        var day = words switch
        {
            "元旦" => Days.OfYear(heard.Today, past, 1, 1),
            "国庆" => Days.OfYear(heard.Today, past, 10, 1),
            "劳动节" => Days.OfYear(heard.Today, past, 5, 1),
            "除夕" => Days.SpringFestival(heard.Today.AddDays(1), past)?.AddDays(-1),
            _ => Days.SpringFestival(heard.Today, past),
        };
        return day is { } found ? heard.Add(EntityType.Date, at, end, Days.Iso(found)) : end;
    }

    /// <summary>2026年12月5日, 12月5号, 12月, 2017年, 5号, 2026-12-05.</summary>
    private static int Numbered(Listening heard, int at)
    {
        // 工号, 第五号 and parts of longer numbers are no days.
        if (heard.At(at - 1) is '第' or '-' or '/' or '.' || !Small(heard, at, out var end, out var number))
            return 0;
        var mark = heard.At(end);
        if (mark is '-' or '/' or '.' && end - at == 4 && number is >= 1900 and <= 2100 && Small(heard, end + 1, out var month, out var m) && heard.At(month) == mark
            && Small(heard, month + 1, out var last, out var d))
            return heard.At(last) == mark ? 0 : Take(heard, at, last, Days.Make(number, m, d));
        switch (mark)
        {
            case '年' when number is >= 1900 and <= 2100:
                return MonthAndDay(heard, at, end + 1, number) is > 0 and var more ? more
                    : heard.At(end + 1) == '底' ? heard.Add(EntityType.Date, at, end + 2, Days.Iso(new DateOnly(number, 12, 31))) : heard.Add(EntityType.DateRange, at, end + 1, Days.Year(number));
            case '月':
                return MonthAndDay(heard, at, at, null);
            case '号' or '日':
                if (heard.At(end + 1) is '线' or '楼' or '店' or '院' or '门' or '员' or '机' or '码' || mark == '日' && heard.At(end + 1) is '内' or '之' || number > 31)
                    return 0;
                return Take(heard, at, end + 1, number is 0 ? null : Days.OfMonth(heard.Today, Direction.IsPast(heard, at, end + 1), number));
            case '到' or '至' or '-' or '~' when number is >= 1 and <= 31 && DayNumber(heard, end + 1, out _, out var until) && until > number:
                // 5到10号
                return heard.Add(EntityType.Date, at, end, Days.Iso(Days.OfMonth(heard.Today, Direction.IsPast(heard, at, end + 1), number)));
            default:
                return 0;
        }
    }

    /// <summary>A month with or without a day, after a year that was said or is to be found.</summary>
    private static int MonthAndDay(Listening heard, int start, int at, int? year)
    {
        if (!Small(heard, at, out var end, out var month) || heard.At(end) != '月' || heard.At(end + 1) is '租' or '薪' or '供')
            return 0;
        end++;
        if (heard.At(end) == '份')
            end++;
        if (DayNumber(heard, end, out var after, out var day) || heard.At(end) is not ('底' or '末' or '初') && Small(heard, end, out after, out day) && day <= 31 && !Listening.IsHan(heard.At(after)))
            return Take(heard, start, after, year is { } known ? Days.Make(known, month, day) : Days.OfYear(heard.Today, Direction.IsPast(heard, start, after), month, day));
        if (heard.At(end) == '0' || month is < 1 or > 12)
            return end + (heard.At(end) == '0' ? 1 : 0);
        var edge = heard.At(end) is '底' or '末' or '初' ? end + 1 : end;
        var first = year is { } y ? new DateOnly(y, month, 1) : Days.MonthOf(heard.Today, Direction.IsPast(heard, start, edge), month);
        return edge > end
            ? heard.Add(EntityType.Date, start, edge, Days.Iso(heard.At(end) == '初' ? first : Days.LastOfMonth(first)))
            : heard.Add(EntityType.DateRange, start, end, Days.Month(first));
    }

    /// <summary>A day that does not exist is taken without a value, so that no part of it is read as another one.</summary>
    private static int Take(Listening heard, int start, int end, DateOnly? day) => day is { } found ? heard.Add(EntityType.Date, start, end, Days.Iso(found)) : end;

    private static bool DayNumber(Listening heard, int at, out int end, out int day) =>
        Small(heard, at, out end, out day) && heard.At(end) is '号' or '日' && day is >= 1 and <= 31 && ++end > 0;

    /// <summary>A whole number of at most four digits, or numerals for one (十二, 廿五, 二〇二六).</summary>
    private static bool Small(Listening heard, int at, out int end, out int number)
    {
        (end, number) = (at, 0);
        if (char.IsAsciiDigit(heard.At(at)))
        {
            while (end - at < 5 && char.IsAsciiDigit(heard.At(end)))
                number = number * 10 + heard.At(end++) - '0';
            return end - at < 5;
        }

        if (!"零〇一二三四五六七八九十廿卅".Contains(heard.At(at)) || !heard.Number(at, out end, out var value) || value is < 0 or > 9999 || value != decimal.Truncate(value))
            return false;
        number = (int)value;
        return true;
    }
}
