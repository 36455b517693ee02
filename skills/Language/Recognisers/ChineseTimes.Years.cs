namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>Two digits from here on are a year of the last century.</summary>
    private const int LastCentury = 50;

    private readonly record struct YearRead(int End, int Value, bool Weak, bool Now);

    /// <summary>A year: in digits, in characters, of an emperor's reign, or relative.</summary>
    private static bool Year(in Reader r, int at, out YearRead year)
    {
        year = default;
        var first = r[at];
        if (first is '今' or '本' or '明' or '来' or '后' or '去' or '前' or '大' or '上' or '下' or '这' or '当')
            return RelativeYear(r, at, out year);
        if (Reign(r, at, out var end, out var started))
            return ReignYear(r, end, started, out year);
        if (!Read(r, at, out var n) || !n.Whole)
            return false;
        var close = r.Space(n.End);
        if (r[close] != '年' || r[close + 1] is '代' or '级' or '龄' or '纪' or '轻' or '货' or '糕')
            return false;
        // 二零一六 is read digit by digit, 两千零五 by place.
        if (n.Value is >= 1000 and < 3000 && (n.Digits == 4 || n.Positional))
            year = new(close + 1, n.Value, false, false);
        else if (n.Digits == 2 && n.Value < 100 && !(n.Positional && n.Value < 10))
            year = new(close + 1, Century(n.Value), n.Arabic ? r[at] != '0' : n.Positional || n.Roughly, false);
        else if (n.Positional && n.Value is >= 10 and < 100)
            year = new(close + 1, Century(n.Value), true, false);
        else
            return false;
        return true;
    }

    private static int Century(int two) => two >= LastCentury ? 1900 + two : 2000 + two;

    private static bool RelativeYear(in Reader r, int at, out YearRead year)
    {
        year = default;
        int offset;
        var end = at + 2;
        if (r[at + 1] == '年')
        {
            switch (r[at])
            {
                case '今' or '本' or '这':
                    offset = 0;
                    break;
                case '明' or '来' or '下':
                    offset = 1;
                    break;
                case '后':
                    offset = 2;
                    break;
                case '去' or '上':
                    offset = -1;
                    break;
                case '前':
                    offset = -2;
                    break;
                default:
                    return false;
            }

            if (r[end] is '级' or '代' or '轻' or '货' or '迈' or '龄')
                return false;
        }
        else if (r.Is(at, "大前年") || r.Is(at, "大后年"))
        {
            offset = r[at + 1] == '前' ? -3 : 3;
            end = at + 3;
        }
        else if (Relative(r, at, out var shift, out var after) && r[after] == '年' && after > at + 1)
        {
            offset = shift;
            end = after + 1;
        }
        else
        {
            return false;
        }

        year = new(end, r.Now.Year + offset, false, r.Is(at, "今年"));
        return true;
    }

    private static bool ReignYear(in Reader r, int at, int started, out YearRead year)
    {
        year = default;
        if (r.Is(at, "元年"))
        {
            year = new(at + 2, started, false, false);
            return true;
        }

        if (!Read(r, at, out var n) || n.Value is < 1 or > 120 || r[r.Space(n.End)] != '年')
            return false;
        year = new(r.Space(n.End) + 1, started + n.Value - 1, false, false);
        return true;
    }

    /// <summary>The name of a reign, by which years were counted, and its first year.</summary>
    private static bool Reign(in Reader r, int at, out int end, out int started)
    {
        end = at + 2;
        started = (r[at], r[at + 1]) switch
        {
            ('贞', '观') => 627,
            ('开', '元') => 713,
            ('神', '龙') => 705,
            ('洪', '武') => 1368,
            ('建', '文') => 1399,
            ('永', '乐') => 1403,
            ('景', '泰') => 1450,
            ('天', '顺') => 1457,
            ('成', '化') => 1465,
            ('嘉', '靖') => 1522,
            ('万', '历') => 1573,
            ('天', '启') => 1621,
            ('崇', '祯') => 1628,
            ('顺', '治') => 1644,
            ('康', '熙') => 1662,
            ('雍', '正') => 1723,
            ('乾', '隆') => 1736,
            ('嘉', '庆') => 1796,
            ('道', '光') => 1821,
            ('咸', '丰') => 1851,
            ('同', '治') => 1862,
            ('光', '绪') => 1875,
            ('宣', '统') => 1909,
            ('民', '国') => 1912,
            _ => 0,
        };
        return started != 0;
    }

    /// <summary>Last, this or next: 上上个 is -2, 上 -1, 这 and 本 0, 下 1.</summary>
    private static bool Relative(in Reader r, int at, out int shift, out int end)
    {
        shift = 0;
        end = at + 1;
        switch (r[at])
        {
            case '上' or '下':
                var step = r[at] == '上' ? -1 : 1;
                // "in the morning", "up and down": 上 and 下 after these belong to the word before.
                if (r[at - 1] is '以' or '之' or '早' or '晚' or '如' or '线' or '网' or '路' or '马' or '一' && r[at - 1] != r[at])
                    return false;
                shift = step;
                if (r[at + 1] == r[at])
                {
                    shift += step;
                    end++;
                }

                break;
            case '这' or '本' or '今' or '当':
                break;
            default:
                return false;
        }

        if (r[end] == '一' && r[end + 1] is '个' or '周' or '年' or '星' or '礼')
            end++;
        end = r.Over(end, "个");
        return true;
    }

    /// <summary>What can follow a year: a quarter, a half, a season, a week, its beginning and end, or nothing.</summary>
    private static bool AfterYear(in Reader r, int start, in YearRead y, out Piece piece)
    {
        if (y.Value is < 1 or > 9990)
        {
            piece = default;
            return false;
        }

        var at = r.Of(y.End);
        if (QuarterOf(r, start, at, y.Value, true, out piece) || HalfOf(r, start, at, y.Value, out piece) || SeasonOf(r, start, at, Number(y.Value, 4) + "-", out piece)
            || WeekOf(r, start, at, y.Value, out piece) || FirstOf(r, start, at, new(y.Value, 1, 1), new(y.Value + 1, 1, 1), out piece)
            || HolidayIn(r, start, at, y.Value, out piece) || DayOfYear(r, start, at, y.Value, out piece))
        {
            return true;
        }

        if (r[at] == '第' && Read(r, at + 1, out var n) && n.Value is > 0 and < 13 && r.Is(n.End, "个月"))
        {
            piece = MonthRange(start, n.End + 2, y.Value, n.Value);
            return true;
        }

        var from = new DateTime(y.Value, 1, 1);
        var edge = r[y.End] == '年' ? y.End + 1 : y.End;
        if (EdgeWord(r, edge, true) is var word and not '\0')
        {
            piece = word switch
            {
                '初' => Piece.Range(start, edge + 1, Number(y.Value, 4), from, new(y.Value, 7, 1)) with { Mod = "start" },
                '中' => Piece.Range(start, edge + 1, Number(y.Value, 4), new(y.Value, 4, 1), new(y.Value, 10, 1)) with { Mod = "mid" },
                _ => Piece.Range(start, edge + 1, Number(y.Value, 4), new(y.Value, 7, 1), new(y.Value + 1, 1, 1)) with { Mod = "end" },
            };
            return true;
        }

        var end = new DateTime(y.Value + 1, 1, 1);
        piece = Piece.Range(start, y.End, Number(y.Value, 4), from, end) with { Grain = Grain.Year, Year = y.Value, Weak = y.Weak, ToDate = y.Now };
        return true;
    }

    /// <summary>初, 中 or 底 (also 末, 尾) right after a year or month; 中 only where no other word begins with it.</summary>
    private static char EdgeWord(in Reader r, int at, bool year) => r[at] switch
    {
        '初' when r[at + 1] is not ('一' or '二' or '三' or '四' or '五' or '六' or '七' or '八' or '九' or '十' or '中' or '步' or '级' or '始') => '初',
        '底' or '末' or '尾' => '底',
        '中' when (r[at - 1] == '年' || !year) && r[at + 1] is not ('国' or '央' or '文' or '学' or '心' or '期' or '午' or '秋' or '旬' or '东' or '华' or '小' or '方' or '间') => '中',
        _ => '\0',
    };

    /// <summary>第一天 and 最后一天 of a year.</summary>
    private static bool DayOfYear(in Reader r, int start, int at, int year, out Piece piece)
    {
        piece = default;
        if (r.Is(at, "最后一天"))
        {
            piece = Piece.Date(start, at + 4, new DateTime(year, 12, 31));
            return true;
        }

        if (r[at] != '第' || !Read(r, at + 1, out var n) || n.Value is < 1 or > 365 || r[n.End] != '天')
            return false;
        piece = Piece.Date(start, n.End + 1, new DateTime(year, 1, 1).AddDays(n.Value - 1));
        return true;
    }

    /// <summary>90年代, 20世纪90年代, 21世纪, 上世纪.</summary>
    private static bool Age(in Reader r, int start, out Piece piece)
    {
        piece = default;
        var at = start;
        var century = -1;
        if (Relative(r, at, out var shift, out var after) && r.Is(after, "世纪"))
        {
            century = r.Now.Year / 100 + shift;
            at = after + 2;
        }
        else if (Read(r, at, out var c) && c.Value is > 0 and < 30 && r.Is(c.End, "世纪") && r[at - 1] != '个')
        {
            century = c.Value - 1;
            at = c.End + 2;
        }

        var next = century < 0 ? at : r.Of(at);
        if (Read(r, next, out var n) && r.Is(n.End, "年代") && n.Whole)
        {
            var end = n.End + 2;
            var year = n.Value;
            if (n.Digits == 4 && century < 0 && year is >= 1000 and < 3000 && year % 10 == 0)
            {
                piece = Years(start, end, year, 10);
                return true;
            }

            if (year % 10 == 0 && year is >= 0 and < 100)
            {
                if (century >= 0)
                {
                    piece = Years(start, end, century * 100 + year, 10);
                    return true;
                }

                var past = r.Now.Year / 100 * 100 + year;
                if (past >= r.Now.Year)
                    past -= 100;
                var later = past + 100;
                piece = Piece.Range(start, end, $"(XX{Number(year, 2)}-01-01,XX{Number((year + 10) % 100, 2)}-01-01,P10Y)", new(past, 1, 1), new(past + 10, 1, 1), new(later, 1, 1), new(later + 10, 1, 1));
                return true;
            }
        }

        if (century < 1)
            return false;
        piece = Years(start, at, century * 100, 100);
        return true;
    }

    private static Piece Years(int start, int end, int from, int count) =>
        Piece.Span(start, end, new(from, 1, 1), new(from + count, 1, 1), $"P{Number(count, 0)}Y");
}
