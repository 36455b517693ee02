namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>周一, 星期天, 礼拜3: Monday is 1, Sunday 7.</summary>
    private static bool Weekday(in Reader r, int at, out int day, out int end)
    {
        end = r.After(at, ["周", "星期", "礼拜"]);
        day = 0;
        if (end < 0)
            return false;
        day = r[end] switch
        {
            '一' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '日' or '天' => 7,
            >= '1' and <= '7' and var c when !r.IsDigit(end + 1) => c - '0',
            _ => 0,
        };
        // 周天 and 周日 may begin other words less often than they are Sundays; 周一 of 周一百货 is no Monday.
        if (day == 0 || r[end + 1] is '十' or '百' or '千')
            return false;
        end++;
        return true;
    }

    /// <summary>A weekday, or the weekend, without anything before it: the last one and the next one.</summary>
    private static bool WeekdayAlone(in Reader r, int start, out Piece piece)
    {
        piece = default;
        if (r.Is(start, "周末"))
        {
            var monday = Monday(r.Today);
            piece = Piece.Range(start, start + 2, Week(monday) + "-WE", monday.AddDays(5), monday.AddDays(7));
            return true;
        }

        if (!Weekday(r, start, out var day, out var end))
            return false;
        var at = Monday(r.Today).AddDays(day - 1);
        var past = at >= r.Today ? at.AddDays(-7) : at;
        piece = Piece.Date(start, end, "XXXX-WXX-" + Number(day, 0), past, past.AddDays(7));
        return true;
    }

    /// <summary>四月的最后一个星期一.</summary>
    private static bool WeekdayOfMonth(in Reader r, int start, int at, int year, int month, out Piece piece)
    {
        piece = default;
        int number;
        int end;
        if (r.Is(at, "最后一"))
        {
            (number, end) = (5, at + 3);
        }
        else
        {
            if (r[at] != '第' || !Read(r, at + 1, out var n) || n.Value is < 1 or > 5)
                return false;
            (number, end) = (n.Value, n.End);
        }

        if (!Weekday(r, r.Of(r.Over(end, "个")), out var weekday, out end))
            return false;
        var timex = $"{(year > 0 ? Number(year, 4) : "XXXX")}-{Number(month, 2)}-WXX-{Number(weekday, 0)}-#{Number(number, 0)}";
        if (year > 0)
        {
            var at0 = Nth(year, month, weekday, number);
            piece = Piece.Date(start, end, timex, at0, at0) with { Year = year };
            return true;
        }

        var past = Nth(r.Now.Year, month, weekday, number);
        var later = past;
        if (past >= r.Now)
            past = Nth(r.Now.Year - 1, month, weekday, number);
        else
            later = Nth(r.Now.Year + 1, month, weekday, number);
        piece = Piece.Date(start, end, timex, past, later);
        return true;
    }

    /// <summary>The nth weekday of a month; where there is no fifth, the last.</summary>
    private static DateTime Nth(int year, int month, int weekday, int number)
    {
        var first = new DateTime(year, month, 1);
        var offset = (weekday - (((int)first.DayOfWeek + 6) % 7 + 1) + 7) % 7;
        var at = first.AddDays(offset + 7 * (number - 1));
        return at.Month == month ? at : at.AddDays(-7);
    }

    /// <summary>今天, 明天, 大后天, 最近; also 今晚 and 明早, whose second character is the time of day.</summary>
    private static bool NearDay(in Reader r, int start, out Piece piece)
    {
        piece = default;
        var at = start;
        int shift;
        var first = r[at];
        if (first == '大' && r[at + 1] is '前' or '后' && r[at + 2] is '天' or '日')
        {
            shift = r[at + 1] == '前' ? -3 : 3;
            at += 2;
        }
        else if (first == '最' && r[at + 1] == '近')
        {
            piece = Piece.Date(start, at + 2, r.Today);
            return true;
        }
        else
        {
            switch (first)
            {
                case '今' or '本':
                    shift = 0;
                    break;
                case '明':
                    shift = 1;
                    break;
                case '昨':
                    shift = -1;
                    break;
                case '前' when r[at - 1] is not ('之' or '以' or '目' or '先' or '提' or '日'):
                    shift = -2;
                    break;
                case '后' when r[at - 1] is not ('之' or '以' or '然' or '最' or '今' or '随'):
                    shift = 2;
                    break;
                default:
                    return false;
            }

            at++;
        }

        if (r[at] == '天' && first != '本')
        {
            if (first is '后' or '前' && r[at + 1] is '性')
                return false;
        }
        else if (r[at] == '日')
        {
            if (first is '前' or '后' || r[at + 1] is '本')
                return false;
        }
        else if (r[at] is '晚' or '早' or '晨' or '夜' && first is '今' or '明' or '昨')
        {
            // The part of the day stays unread: what joins a day to a time reads it.
            at--;
        }
        else
        {
            return false;
        }

        var end = at + 1;
        piece = Piece.Date(start, end, r.Today.AddDays(shift));
        WithWeekday(r, ref piece);
        return true;
    }

    /// <summary>10月12号，星期一: the weekday belongs to the date.</summary>
    private static void WithWeekday(in Reader r, ref Piece piece)
    {
        var at = r.Space(piece.End);
        var open = false;
        if (r[at] is ',' or '、')
        {
            at = r.Space(at + 1);
        }
        else if (r[at] == '(')
        {
            open = true;
            at = r.Space(at + 1);
        }

        if (!Weekday(r, at, out _, out var end))
            return;
        if (open)
        {
            end = r.Space(end);
            if (r[end] != ')')
                return;
            end++;
        }

        piece.End = end;
    }

    /// <summary>2010-01-29, 2010/1/29, 29/1/2010 (the day first where both orders are days), 12-11-10, 12/1, 2018-12.</summary>
    private static bool Numeric(in Reader r, int start, out Piece piece)
    {
        piece = default;
        if (!r.IsDigit(start) || r.IsDigit(start - 1))
            return false;
        if (!Digits(r, start, out var a, out var length, out var end) || r[end] is not ('-' or '/' or '.' or '\\' or ' '))
            return false;
        var separator = r[end];
        if (separator == ' ' && length < 4)
            return false;
        if (!Digits(r, end + 1, out var b, out var second, out var end2) || second > 2)
            return false;
        if (r[end2] == separator && Digits(r, end2 + 1, out var c, out var third, out var end3))
        {
            if (r[end3] == separator && r.IsDigit(end3 + 1))
                return false;
            int year, month, day;
            if (length == 4 && third <= 2)
                (year, month, day) = (a, b, c);
            else if (length <= 2 && third == 4)
                (year, month, day) = b <= 12 ? (c, b, a) : (c, a, b);
            else if (length == 2 && third <= 2 && separator != '.')
                (year, month, day) = Valid(Century(a), b, c) ? (Century(a), b, c) : (Century(c), a, b);
            else
                return false;
            if (!Valid(year, month, day))
                return false;
            end3 = r[end3] is '日' or '号' ? end3 + 1 : end3;
            piece = Piece.Date(start, end3, new DateTime(year, month, day));
            WithWeekday(r, ref piece);
            return true;
        }

        if (r[end2] == separator || separator is '.' or ' ')
            return false;
        if (length == 4 && a is >= 1000 and < 3000 && b is > 0 and < 13)
        {
            if (r[end2] is '年' or '月' or '%')
                return false;
            piece = MonthRange(start, end2, a, b);
            return true;
        }

        if (a > 12)
            (a, b) = (b, a);
        if (separator != '/' || length > 2 || a is < 1 or > 12 || b is < 1 or > 31 || r[end2] is '年' or '月' or '%')
            return false;
        end2 = r[end2] is '日' or '号' ? end2 + 1 : end2;
        if (!DayPiece(r, start, end2, 0, a, b, false, out piece))
            return false;
        WithWeekday(r, ref piece);
        return true;
    }

    private static bool Digits(in Reader r, int at, out int value, out int length, out int end)
    {
        (value, end) = (0, at);
        while (r.IsDigit(end) && end - at < 5)
            value = value * 10 + (r[end++] - '0');
        length = end - at;
        return length is > 0 and < 5;
    }
}
