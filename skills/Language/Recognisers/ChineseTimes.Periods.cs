using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>第一季度, 一季度, 1季度, Q1 of a year; 第一季 only after the year it is of, for it may be a season of a series.</summary>
    private static bool QuarterOf(in Reader r, int start, int at, int year, bool named, out Piece piece)
    {
        piece = default;
        int end, quarter;
        if (r[at] == 'q' && r[at + 1] is >= '1' and <= '4' && !r.IsDigit(at + 2))
        {
            (end, quarter) = (at + 2, r[at + 1] - '0');
        }
        else if (r.Is(at, "最后一个季度"))
        {
            (end, quarter) = (at + 6, 4);
        }
        else
        {
            var ordinal = r[at] == '第';
            if (!Read(r, ordinal ? at + 1 : at, out var n) || n.Value is < 1 or > 4)
                return false;
            end = ordinal ? r.Over(n.End, "个") : n.End;
            if (r[end] != '季' || (r[end + 1] != '度' && !(ordinal && named)))
                return false;
            end = r.Over(end + 1, "度");
            quarter = n.Value;
        }

        piece = Quarter(start, end, year, quarter);
        return true;
    }

    private static Piece Quarter(int start, int end, int year, int quarter)
    {
        var from = new DateTime(year, quarter * 3 - 2, 1);
        return Piece.Span(start, end, from, from.AddMonths(3), "P3M");
    }

    /// <summary>上半年 and 下半年 of a year.</summary>
    private static bool HalfOf(in Reader r, int start, int at, int year, out Piece piece)
    {
        piece = default;
        if (!(r[at] is '上' or '下' or '前' or '后' && r.Is(at + 1, "半年")))
            return false;
        piece = Half(start, at + 3, year, r[at] is '下' or '后');
        return true;
    }

    private static Piece Half(int start, int end, int year, bool second)
    {
        var from = new DateTime(year, second ? 7 : 1, 1);
        return Piece.Span(start, end, from, from.AddMonths(6), "P6M");
    }

    /// <summary>春天, 夏季 and so on; after a year also 春 alone.</summary>
    private static bool SeasonOf(in Reader r, int start, int at, string before, out Piece piece)
    {
        piece = default;
        var name = r[at] switch { '春' => "SP", '夏' => "SU", '秋' => "FA", '冬' => "WI", _ => null };
        if (name is null || r[at + 1] is '节' or '运' or '令' or '晚')
            return false;
        var end = at + 1;
        if (r[end] is '天' or '季' or '日')
            end++;
        else if (before.Length == 0)
            return false;
        piece = Piece.Range(start, end, before + name, default, default) with { Unresolved = true };
        return true;
    }

    /// <summary>第二周 or 最后一周 of a year.</summary>
    private static bool WeekOf(in Reader r, int start, int at, int year, out Piece piece)
    {
        piece = default;
        if (!WeekOrdinal(r, at, 53, out var number, out var end))
            return false;
        if (number < 0)
            number = ISOWeek.GetWeeksInYear(year);
        var from = ISOWeek.ToDateTime(year, number, DayOfWeek.Monday);
        piece = Piece.Range(start, end, $"{Number(year, 4)}-W{Number(number, 2)}", from, from.AddDays(7));
        return true;
    }

    /// <summary>第N(个)周 or 最后一(个)周; the last is -1. A weekday after it makes it no week.</summary>
    private static bool WeekOrdinal(in Reader r, int at, int most, out int number, out int end)
    {
        (number, end) = (-1, at);
        if (r.Is(at, "最后一"))
        {
            end = at + 3;
        }
        else
        {
            if (r[at] != '第' || !Read(r, at + 1, out var n) || n.Value < 1 || n.Value > most)
                return false;
            (number, end) = (n.Value, n.End);
        }

        end = r.Over(end, "个");
        var week = r.After(end, ["周", "星期", "礼拜"]);
        if (week < 0 || Weekday(r, end, out _, out _) || r[week] == '末')
            return false;
        end = week;
        return true;
    }

    /// <summary>一月的第一周: the week of the month by its Thursday, as ISO counts weeks of a year.</summary>
    private static bool WeekOfMonth(in Reader r, int start, int at, int year, int month, out Piece piece)
    {
        piece = default;
        if (!WeekOrdinal(r, at, 5, out var number, out var end))
            return false;
        var label = number < 0 ? 5 : number;
        var timex = $"{(year > 0 ? Number(year, 4) : "XXXX")}-{Number(month, 2)}-W{Number(label, 2)}";
        if (year > 0)
        {
            var from = WeekStart(year, month, number);
            piece = Piece.Range(start, end, timex, from, from.AddDays(7));
            return true;
        }

        var past = WeekStart(r.Now.Year, month, number);
        var later = past;
        if (past >= r.Now)
            past = WeekStart(r.Now.Year - 1, month, number);
        else
            later = WeekStart(r.Now.Year + 1, month, number);
        piece = Piece.Range(start, end, timex, past, past.AddDays(7), later, later.AddDays(7));
        return true;
    }

    private static DateTime WeekStart(int year, int month, int number)
    {
        if (number < 0)
        {
            var last = Monday(new DateTime(year, month, DateTime.DaysInMonth(year, month)));
            return last.AddDays(3).Month == month ? last : last.AddDays(-7);
        }

        var first = Monday(new DateTime(year, month, 1));
        if (first.AddDays(3).Month != month)
            first = first.AddDays(7);
        return first.AddDays(7 * (number - 1));
    }

    /// <summary>前10天, 最后三个月 inside a year or month.</summary>
    private static bool FirstOf(in Reader r, int start, int at, DateTime from, DateTime to, out Piece piece)
    {
        piece = default;
        var final = r.Is(at, "最后");
        var last = final || r[at] == '后';
        var next = final || r.Is(at, "最初") || r.Is(at, "开始") ? at + 2 : r[at] is '前' or '后' or '头' ? at + 1 : -1;
        if (next < 0 || !Amount(r, r.Space(next), out var length) || !length.WholeDays)
            return false;
        if (length is { Weeks: > 0, Parts: 1 })
        {
            // Weeks are whole ones, by the year or month their Thursday is in.
            var month = (to - from).Days < 40;
            to = month ? WeekStart(from.Year, from.Month, -1).AddDays(7) : ISOWeek.ToDateTime(from.Year, ISOWeek.GetWeeksInYear(from.Year), DayOfWeek.Monday).AddDays(7);
            from = month ? WeekStart(from.Year, from.Month, 1) : ISOWeek.ToDateTime(from.Year, 1, DayOfWeek.Monday);
        }

        if (last ? !Shift(to, length, -1, out from) : !Shift(from, length, 1, out to))
            return false;
        piece = Piece.Span(start, length.End, from, to, length.Timex);
        return true;
    }

    /// <summary>上周, 下个月 …: everything that begins with last, this or next and is no month or year.</summary>
    private static bool RelativePeriod(in Reader r, int start, out Piece piece)
    {
        piece = default;
        if (r[start] is '上' or '下' && r[start + 1] == '半' && (r.Is(start + 2, "年") || r.Is(start + 2, "月") || r.Is(start + 2, "个月")))
        {
            if (r[start + 2] == '年')
                return HalfOf(r, start, start, r.Now.Year, out piece);
            var month = MonthRange(start, start, r.Now.Year, r.Now.Month);
            var early = r[start] == '上';
            piece = Days(month, start + (r[start + 2] == '月' ? 3 : 4), early ? 1 : 16, early ? 16 : 0);
            piece.Timex = HalfMonthTimex(piece);
            return true;
        }

        if (!Relative(r, start, out var shift, out var at))
            return false;
        at = r.Space(at);
        if (r[at] == '的')
            at++;
        if (r.Is(at, "季度") || (r[at] == '季' && r[at - 1] == '个'))
        {
            var index = r.Now.Year * 4 + (r.Now.Month - 1) / 3 + shift;
            piece = Quarter(start, r.Over(at + 1, "度"), index / 4, index % 4 + 1);
            return true;
        }

        if (r.Is(at, "十年") && r[at - 1] == '个')
        {
            piece = Years(start, at + 2, (r.Now.Year / 10 + shift) * 10, 10);
            return true;
        }

        if (r.Is(at, "半月") || r.Is(at, "半个月"))
        {
            var index = r.Now.Year * 24 + (r.Now.Month - 1) * 2 + (r.Now.Day > 15 ? 1 : 0) + shift;
            var month = MonthRange(start, at, index / 24, index % 24 / 2 + 1);
            piece = Days(month, r[at + 1] == '月' ? at + 2 : at + 3, index % 2 == 0 ? 1 : 16, index % 2 == 0 ? 16 : 0);
            piece.Timex = HalfMonthTimex(piece);
            return true;
        }

        if (r.Is(at, "半年"))
        {
            var index = r.Now.Year * 2 + (r.Now.Month - 1) / 6 + shift;
            piece = Half(start, at + 2, index / 2, index % 2 == 1);
            return true;
        }

        var monday = Monday(r.Today).AddDays(7 * shift);
        if (Weekday(r, at, out var weekday, out var end))
        {
            piece = Piece.Date(start, end, monday.AddDays(weekday - 1));
            return true;
        }

        var week = r.After(at, ["周", "星期", "礼拜"]);
        if (week < 0 || r[week] is '围' or '边' or '期' or '刊' or '年' or '岁' or '身' or '全')
            return false;
        piece = r[week] == '末'
            ? Piece.Range(start, week + 1, Week(monday) + "-WE", monday.AddDays(5), monday.AddDays(7))
            : Piece.Range(start, week, Week(monday), monday, monday.AddDays(7));
        return true;
    }

    private static string Week(DateTime monday) => $"{Number(ISOWeek.GetYear(monday), 4)}-W{Number(ISOWeek.GetWeekOfYear(monday), 2)}";

    /// <summary>年初, 年底, 月初, 月底 without a year or month before them: of this year or month.</summary>
    private static bool EdgeAlone(in Reader r, int at, out Piece piece)
    {
        piece = default;
        if (EdgeWord(r, at + 1, true) == '\0')
            return false;
        if (r[at] == '年')
            return AfterYear(r, at, new(at, r.Now.Year, false, false), out piece);
        return PartOfMonth(r, at, at + 1, r.Now.Year, r.Now.Month, out piece);
    }
}
