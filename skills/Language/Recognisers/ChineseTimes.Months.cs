namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    private readonly record struct MonthRead(int End, int Value, bool Lunar, int Year);

    /// <summary>A month by number or by its old name.</summary>
    private static bool Month(in Reader r, int at, out MonthRead month)
    {
        month = default;
        if (r[at + 1] == '月' && r[at] is '正' or '腊' or '冬')
        {
            month = new(at + 2, r[at] switch { '正' => 1, '冬' => 11, _ => 12 }, true, 0);
            return true;
        }

        if (r[at] == '大' && r[at + 1] == '年' && r[at + 2] is '初' or '三')
        {
            month = new(at + 2, r[at + 2] == '三' ? 12 : 1, true, 0);
            return true;
        }

        if (!Read(r, at, out var n) || !n.Whole || n.Value is < 1 or > 12 || n.Digits > 2)
            return false;
        var end = r.Space(n.End);
        if (r[end] != '月' || r[end + 1] is '龄' or '亮' or '饼')
            return false;
        month = new(r.Over(end + 1, "份"), n.Value, false, 0);
        return true;
    }

    /// <summary>上个月, 本月, 下月 and the like.</summary>
    private static bool RelativeMonth(in Reader r, int at, out MonthRead month)
    {
        month = default;
        if (!Relative(r, at, out var shift, out var end) || r[end] != '月' || r[end + 1] is '亮' or '饼' or '光' or '台' || r[at] == '今')
            return false;
        var first = new DateTime(r.Now.Year, r.Now.Month, 1).AddMonths(shift);
        month = new(r.Over(end + 1, "份"), first.Month, false, first.Year);
        return true;
    }

    private static readonly string[] LunarWords = ["农历", "阴历", "旧历"];

    /// <summary>Everything that begins with a year, a month or a day of the month.</summary>
    private static bool Calendar(in Reader r, int start, out Piece piece)
    {
        piece = default;
        var at = start;
        var lunar = r.After(at, LunarWords);
        if (lunar >= 0)
            at = r.Of(lunar);
        var isLunar = lunar >= 0;
        if (Year(r, at, out var y))
        {
            var next = JoinedParts(r, y.End);
            lunar = r.After(next, LunarWords);
            if (lunar >= 0)
                next = r.Of(lunar);
            return Month(r, next, out var m)
                ? AfterMonth(r, start, y.Value, m, isLunar || lunar >= 0, out piece)
                : AfterYear(r, start, y, out piece);
        }

        if (RelativeMonth(r, at, out var month) || Month(r, at, out month))
            return AfterMonth(r, start, month.Year, month, isLunar, out piece);
        return DayAlone(r, start, at, isLunar, out piece);
    }

    /// <summary>What may stand between year, month and day.</summary>
    private static int JoinedParts(in Reader r, int at)
    {
        at = r.Space(at);
        return r[at] is '的' or '/' or '-' or ',' ? r.Space(at + 1) : at;
    }

    private static bool AfterMonth(in Reader r, int start, int year, in MonthRead m, bool lunar, out Piece piece)
    {
        piece = default;
        if (year is < 0 or > 9990)
            return false;
        lunar |= m.Lunar;
        var next = JoinedParts(r, m.End);
        // A range follows the month, not its day: 3月-5月, 1月-10日 is nowhere written.
        if (DayOfMonth(r, next, true, lunar, out var day, out var end, out var lunarDay) && !(r[r.Space(m.End)] is '-' or ',' && r[end - 1] is not ('日' or '号')))
        {
            lunar |= lunarDay;
            if (!DayPiece(r, start, end, year, m.Value, day, lunar, out piece))
                return false;
            WithWeekday(r, ref piece);
            return true;
        }

        next = r.Of(m.End);
        if (WeekdayOfMonth(r, start, next, year, m.Value, out piece) || WeekOfMonth(r, start, next, year, m.Value, out piece) || PartOfMonth(r, start, m.End, year, m.Value, out piece))
            return true;
        if (year > 0 && FirstOf(r, start, next, new(year, m.Value, 1), new DateTime(year, m.Value, 1).AddMonths(1), out piece))
            return true;
        piece = year > 0 ? MonthRange(start, m.End, year, m.Value) : OpenMonth(r, start, m.End, m.Value);
        piece.Lunar = lunar;
        return true;
    }

    private static Piece MonthRange(int start, int end, int year, int month)
    {
        var from = new DateTime(year, month, 1);
        return Piece.Range(start, end, $"{Number(year, 4)}-{Number(month, 2)}", from, from.AddMonths(1)) with { Grain = Grain.Month, Year = year, Month = month };
    }

    /// <summary>A month of any year: the one before the reference and the one after it.</summary>
    private static Piece OpenMonth(in Reader r, int start, int end, int month)
    {
        var past = new DateTime(r.Now.Year - (month >= r.Now.Month ? 1 : 0), month, 1);
        var later = new DateTime(r.Now.Year + (month < r.Now.Month ? 1 : 0), month, 1);
        return Piece.Range(start, end, "XXXX-" + Number(month, 2), past, past.AddMonths(1), later, later.AddMonths(1)) with { Grain = Grain.Month, Month = month };
    }

    /// <summary>A day: 十日, 10号, 初一; after a month also a bare number.</summary>
    private static bool DayOfMonth(in Reader r, int at, bool afterMonth, bool lunarMonth, out int day, out int end, out bool lunar)
    {
        (day, end, lunar) = (0, at, false);
        if (r[at] == '初')
        {
            if (!Read(r, at + 1, out var first) || first.Value is < 1 or > 10)
                return false;
            (day, end, lunar) = (first.Value, first.End, true);
            return true;
        }

        if (!Read(r, at, out var n) || n.Digits > 2 || n.Value is < 1 or > 31)
            return false;
        // "5月20.": a full stop after a day is not a decimal point.
        if (!n.Whole)
            return false;
        (day, end) = (n.Value, n.End);
        var written = r.Space(end);
        if (r[written] == '日' || (r[written] == '号' && r[written + 1] is not ('线' or '楼' or '门' or '店' or '房' or '馆' or '院' or '机' or '码' or '文' or '桌' or '床' or '柜' or '球' or '位' or '车' or '厅' or '站' or '井')))
        {
            end = written + 1;
            return true;
        }

        if (!afterMonth)
            return false;
        return (n.Arabic || lunarMonth || n.End - at > 1)
            && r[written] is not ('个' or '天' or '年' or '月' or '点' or '时' or '分' or '秒' or ':' or '周' or '星' or '%' or '万' or '千' or '百' or '亿' or '元' or '人' or '次' or '号' or '块' or '小' or '季');
    }

    /// <summary>A date of a known, implied or open year and month.</summary>
    private static bool DayPiece(in Reader r, int start, int end, int year, int month, int day, bool lunar, out Piece piece)
    {
        piece = default;
        var timex = DayTimex(year, month, day);
        if (year > 0)
        {
            var exists = Valid(year, month, day);
            var at = exists ? new DateTime(year, month, day) : default;
            piece = Piece.Date(start, end, timex, at, at) with { Unresolved = !exists };
        }
        else if (day > DateTime.DaysInMonth(2000, month))
        {
            piece = Piece.Date(start, end, timex, default, default) with { Unresolved = true };
        }
        else
        {
            var past = r.Now.Year;
            while (!Valid(past, month, day) || new DateTime(past, month, day) >= r.Now)
                past--;
            var later = r.Now.Year;
            while (!Valid(later, month, day) || new DateTime(later, month, day) < r.Now)
                later++;
            piece = Piece.Date(start, end, timex, new(past, month, day), new(later, month, day));
        }

        piece.Year = year;
        piece.Month = month;
        piece.Day = day;
        piece.Lunar = lunar;
        return true;
    }

    /// <summary>A day of the month alone: of this month or the nearest one around it that has such a day.</summary>
    private static bool DayAlone(in Reader r, int start, int at, bool lunar, out Piece piece)
    {
        piece = default;
        if (r[at - 1] == '第' || !DayOfMonth(r, at, false, false, out var day, out var end, out var lunarDay))
            return false;
        if (lunarDay && r[end] is '中' or '级' or '年' or '班')
            return false;
        piece = OpenDay(r, start, end, day);
        piece.Lunar = lunar || lunarDay;
        piece.Bare = true;
        piece.Written = r[end - 1];
        WithWeekday(r, ref piece);
        return true;
    }

    private static Piece OpenDay(in Reader r, int start, int end, int day)
    {
        var month = new DateTime(r.Now.Year, r.Now.Month, 1);
        var past = month;
        while (DateTime.DaysInMonth(past.Year, past.Month) < day || past.AddDays(day - 1) >= r.Now)
            past = past.AddMonths(-1);
        var later = month;
        while (DateTime.DaysInMonth(later.Year, later.Month) < day || later.AddDays(day - 1) < r.Now)
            later = later.AddMonths(1);
        return Piece.Date(start, end, DayTimex(0, 0, day), past.AddDays(day - 1), later.AddDays(day - 1)) with { Day = day };
    }

    /// <summary>三月初, 月底, 上旬, 上半月.</summary>
    private static bool PartOfMonth(in Reader r, int start, int at, int year, int month, out Piece piece)
    {
        piece = default;
        var whole = year > 0 ? MonthRange(start, at, year, month) : OpenMonth(r, start, at, month);
        var next = r.Of(at);
        if (r[next] is '上' or '中' or '下' && r[next + 1] == '旬')
        {
            var first = r[next] switch { '上' => 1, '中' => 11, _ => 21 };
            piece = Days(whole, next + 2, first, first == 21 ? 0 : first + 10);
            piece.Timex = year > 0 ? $"({Iso(piece.From)},{Iso(piece.To)},P{Number((piece.To - piece.From).Days, 0)}D)" : whole.Timex;
            if (year == 0)
                piece.Mod = first switch { 1 => "start", 11 => "mid", _ => "end" };
            return true;
        }

        if (r[next] is '上' or '下' && (r.Is(next + 1, "半月") || r.Is(next + 1, "半个月")))
        {
            var early = r[next] == '上';
            piece = Days(whole, next + (r[next + 2] == '月' ? 3 : 4), early ? 1 : 16, early ? 16 : 0);
            piece.Timex = year > 0 ? HalfMonthTimex(piece) : $"(XXXX-{Number(month, 2)}-{(early ? "01" : "16")},XXXX-{Number(early ? month : month % 12 + 1, 2)}-{(early ? "16" : "01")},P{Number((piece.To - piece.From).Days, 0)}D)";
            return true;
        }

        switch (EdgeWord(r, at, false))
        {
            case '初':
                piece = Days(whole, at + 1, 1, 16) with { Mod = "start" };
                return true;
            case '底':
                piece = Days(whole, at + 1, 16, 0) with { Mod = "end" };
                return true;
            case '中' when year > 0:
                piece = Days(whole, at + 1, 10, 21) with { Mod = "mid" };
                return true;
            default:
                return false;
        }
    }

    private static string HalfMonthTimex(in Piece p) => $"({Iso(p.From)},{Iso(p.To)},P{Number((p.To - p.From).Days, 0)}D)";

    /// <summary>The days of a month from one to before another; 0 is the end of the month.</summary>
    private static Piece Days(in Piece month, int end, int first, int before) => Piece.Range(
        month.Start,
        end,
        month.Timex,
        month.From.AddDays(first - 1),
        before == 0 ? month.To : month.From.AddDays(before - 1),
        month.LaterFrom.AddDays(first - 1),
        before == 0 ? month.LaterTo : month.LaterFrom.AddDays(before - 1));
}
