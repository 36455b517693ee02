using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>到, 至, a dash or a tilde.</summary>
    private static bool Till(in Reader r, int at, out int after)
    {
        after = at;
        if (r[at] is '到' or '至')
            after = at + 1;
        else if (r.Is(at, "直到") || r.Is(at, "一直到"))
            after = at + (r[at] == '一' ? 3 : 2);
        else if (r[at] is '-' or '~' or '\u301c')
            after = r[at + 1] == r[at] ? at + 2 : at + 1;
        else
            return false;
        after = r.Space(after);
        return true;
    }

    /// <summary>Two times with a word for "to" between them, or with 和 between and 之间 after them.</summary>
    private static bool Joined(in Reader r, int start, in Piece first, out Piece range)
    {
        range = default;
        if (first.Kind == Kind.None)
            return JoinedNumber(r, start, out range);
        if (first.Kind is Kind.Duration or Kind.Set || (first.Unresolved && first.Kind != Kind.Date))
            return false;
        if (first.Grain == Grain.Year && MonthsOfYear(r, first, out range))
            return true;
        var at = r.Space(first.End);
        if (Till(r, at, out var next))
            return Second(r, next, first, out var second) && Compose(r, first, second, out range);
        if (r[at] is not ('和' or '与' or '跟' or '及'))
            return false;
        if (!Second(r, r.Space(at + 1), first, out var other))
            return false;
        var close = r.After(r.Space(other.End), ["之间", "中间", "间"]);
        if (close < 0 || !Compose(r, first, other, out range))
            return false;
        range.End = close;
        return true;
    }

    /// <summary>2018年1-3月.</summary>
    private static bool MonthsOfYear(in Reader r, in Piece year, out Piece range)
    {
        range = default;
        return Read(r, r.Of(year.End), out var n) && n.Whole && n.Value is > 0 and < 13 && Till(r, r.Space(n.End), out var next) && Month(r, next, out var month)
            && MonthToMonth(r, MonthRange(year.Start, n.End, year.Year, n.Value), MonthRange(next, month.End, month.Value < n.Value ? year.Year + 1 : year.Year, month.Value), out range);
    }

    /// <summary>The end of a range; a clock without part of the day takes that of the beginning.</summary>
    private static bool Second(in Reader r, int at, in Piece first, out Piece second)
    {
        if (first.Kind is Kind.Time or Kind.DateTime && TimeOfDay(r, at, false, first.Clock.Part, out var clock))
        {
            second = TimePiece(r, at, clock);
            return true;
        }

        return Point(r, at, out second);
    }

    /// <summary>1995-1997年, 三到五月, 10到12日, 5到6点: the unit is written once.</summary>
    private static bool JoinedNumber(in Reader r, int start, out Piece range)
    {
        range = default;
        if (!Read(r, start, out var n) || !n.Whole || !Till(r, r.Space(n.End), out var next) || !Point(r, next, out var b))
            return false;
        Piece a;
        if (b.Grain == Grain.Year && n.Digits is 4 or 2 && n.Value is >= 1000 and < 3000 or (> 0 and < 100))
        {
            var year = n.Digits == 4 ? n.Value : Century(n.Value);
            a = Piece.Range(start, n.End, Number(year, 4), new(year, 1, 1), new(year + 1, 1, 1)) with { Grain = Grain.Year, Year = year };
        }
        else if (b.Grain == Grain.Month && n.Value is > 0 and < 13)
        {
            a = b.Year > 0 ? MonthRange(start, n.End, b.Year, n.Value) : OpenMonth(r, start, n.End, n.Value);
        }
        else if (b.Bare && n.Value is > 0 and < 32 && b.Kind == Kind.Date)
        {
            a = OpenDay(r, start, n.End, n.Value);
        }
        else if (b.Kind == Kind.Time && n.Value is >= 0 and < 24)
        {
            a = TimePiece(r, start, new(n.End, n.Value, -1, -1, b.Clock.Part, b.Clock.Open));
        }
        else
        {
            return false;
        }

        return Compose(r, a, b, out range);
    }

    private static bool Compose(in Reader r, in Piece a, Piece b, out Piece range)
    {
        range = default;
        if (a.Kind is Kind.Time && b.Kind is Kind.Time)
            return Hours(a, b, out range);
        if (a.Kind is Kind.DateTime || b.Kind is Kind.DateTime)
            return Moments(a, b, out range);
        if (a.Grain == Grain.None || b.Grain == Grain.None)
            return false;
        var from = a;
        if (a.Grain == Grain.Day && b.Grain == Grain.Day)
            return Fill(r, ref from, ref b) && (from.Unresolved || b.Unresolved ? Unknown(from, b, out range) : DayToDay(from, b, out range));
        if (a.Unresolved || b.Unresolved)
            return false;
        if (a.Grain == Grain.Day || b.Grain == Grain.Day)
            return DayToDay(from, b, out range);
        if (a.Grain == Grain.Year && b.Grain == Grain.Year)
        {
            if (b.Year <= a.Year)
                return false;
            range = Piece.Span(a.Start, b.End, a.From, b.From, $"P{Number(b.Year - a.Year, 0)}Y");
            return true;
        }

        return a.Year == 0 && b.Year == 0 ? OpenMonths(a, b, out range) : MonthToMonth(r, a, b, out range);
    }

    private static bool MonthToMonth(in Reader r, in Piece a, in Piece b, out Piece range)
    {
        var (first, last) = (Math.Max(a.Month, 1), Math.Max(b.Month, 1));
        var start = a.Year > 0 ? a.Year : b.Year > 0 ? (first > last ? b.Year - 1 : b.Year) : r.Now.Year;
        var end = b.Year > 0 ? b.Year : last < first ? start + 1 : start;
        range = default;
        if (start < 1)
            return false;
        var (from, to) = (new DateTime(start, first, 1), new DateTime(end, last, 1));
        if (to <= from)
            return false;
        var months = (end - start) * 12 + last - first;
        range = Piece.Span(a.Start, b.End, from, to, $"P{Number(months, 0)}M");
        return true;
    }

    /// <summary>三月和九月之间: months of any year, chosen as days are.</summary>
    private static bool OpenMonths(in Piece a, in Piece b, out Piece range)
    {
        if (!DayToDay(a, b, out range))
            return false;
        var months = (b.Month - a.Month + 12) % 12;
        range.Timex = $"(XXXX-{Number(a.Month, 2)}-01,XXXX-{Number(b.Month, 2)}-01,P{Number(months, 0)}M)";
        range.LaterTimex = null;
        return true;
    }

    /// <summary>What one end leaves out the other says: 2016年一月十日到十二日, 下周一到周五.</summary>
    private static bool Fill(in Reader r, ref Piece a, ref Piece b)
    {
        if (b.Month == 0 && b.Day > 0 && a.Month > 0)
        {
            var (year, month) = (a.Year, a.Month);
            if (b.Day < a.Day)
                (year, month) = month == 12 ? (year == 0 ? 0 : year + 1, 1) : (year, month + 1);
            return Refill(r, ref b, year, month, b.Day);
        }

        if (a.Month == 0 && a.Day > 0 && b.Month > 0)
            return Refill(r, ref a, b.Year, a.Day < b.Day || b.Month == 1 ? b.Month : b.Month - 1, a.Day);
        if (a.Year > 0 && b.Year == 0 && b.Month > 0 && b.Day > 0)
            return Refill(r, ref b, b.Month * 32 + b.Day < a.Month * 32 + a.Day ? a.Year + 1 : a.Year, b.Month, b.Day);
        if (b.Year > 0 && a.Year == 0 && a.Month > 0 && a.Day > 0)
            return Refill(r, ref a, b.Month * 32 + b.Day < a.Month * 32 + a.Day ? b.Year - 1 : b.Year, a.Month, a.Day);
        if (a.Year > 0 && b.Year == 0 && b.Day == 0 && b.From != b.LaterFrom && b.LaterFrom - b.From == TimeSpan.FromDays(7))
        {
            var days = (b.From.Date - a.From.Date).Days % 7;
            var at = a.From.AddDays(days <= 0 ? days + 7 : days);
            b = Piece.Date(b.Start, b.End, at);
        }

        return true;
    }

    private static bool Refill(in Reader r, ref Piece piece, int year, int month, int day)
    {
        if (year < 0 || !DayPiece(r, piece.Start, piece.End, year, month, day, piece.Lunar, out var filled))
            return false;
        piece = filled;
        return true;
    }

    /// <summary>From one day to another. Of ends with a past and a future meaning, an end that would lie before its beginning takes the other one.</summary>
    private static bool DayToDay(in Piece a, in Piece b, out Piece range)
    {
        var (pastFrom, pastTo, laterFrom, laterTo) = (a.From, b.From, a.LaterFrom, b.LaterFrom);
        LeapYears(a, b, ref pastFrom, ref laterFrom, pastTo, laterTo);
        LeapYears(b, a, ref pastTo, ref laterTo, pastFrom, laterFrom);
        if (laterFrom > laterTo)
            laterFrom = pastFrom;
        if (pastTo < pastFrom)
            pastTo = laterTo;
        range = Piece.Range(a.Start, b.End, RangeTimex(a, b, pastFrom, pastTo), pastFrom, pastTo, laterFrom, laterTo) with { Lunar = a.Lunar };
        if (pastTo <= pastFrom || laterTo <= laterFrom)
            return false;
        range.LaterTimex = RangeTimex(a, b, laterFrom, laterTo);
        return true;
    }

    /// <summary>A 29 February without a year puts the other end in its leap year.</summary>
    private static void LeapYears(in Piece p, in Piece other, ref DateTime past, ref DateTime later, DateTime leapPast, DateTime leapLater)
    {
        if (other is not { Year: 0, Month: 2, Day: 29 } || p is not { Year: 0, Month: > 0, Day: > 0 } || p.Month == 2 && p.Day == 29)
            return;
        past = new(leapPast.Year, p.Month, p.Day);
        later = new(leapLater.Year, p.Month, p.Day);
    }

    /// <summary>A range one of whose ends is no day of its year.</summary>
    private static bool Unknown(in Piece a, in Piece b, out Piece range)
    {
        range = Piece.Range(a.Start, b.End, $"({a.Timex},{b.Timex},PXD)", default, default) with { Unresolved = true };
        return true;
    }

    private static string RangeTimex(in Piece a, in Piece b, DateTime from, DateTime to) =>
        $"({EndTimex(a)},{EndTimex(b)},P{Number((to - from).Days, 0)}D)";

    private static string EndTimex(in Piece p) => p.Grain == Grain.Day ? p.Timex : Iso(p.From);

    private static bool Hours(in Piece a, in Piece b, out Piece range)
    {
        var end = b.From;
        // 下午五点到晚上七点半; an end before its beginning is in the other half of the day, or on the next day.
        if (end <= a.From && a.Clock.Hour < 12 && b.Clock.Hour < 12 && b.Clock.Open)
            end = end.AddHours(12);
        var length = end - a.From;
        if (length <= TimeSpan.Zero)
            length += TimeSpan.FromDays(1);
        var timex = end == b.From ? b.Timex : b.PmTimex ?? b.Timex;
        range = Piece.Range(a.Start, b.End, $"({a.Timex},{timex},{ClockLength(length)})", a.From, end) with { Kind = Kind.TimeRange, Format = Kind.Time };
        return true;
    }

    private static bool Moments(in Piece a, in Piece b, out Piece range)
    {
        range = default;
        if (a.Kind is not (Kind.DateTime or Kind.Date) || b.Kind is not (Kind.DateTime or Kind.Date or Kind.Time))
            return false;
        var to = b.Kind == Kind.Time ? a.LaterFrom.Date + b.From.TimeOfDay : b.LaterFrom;
        var from = a.LaterFrom <= to ? a.LaterFrom : a.From;
        if (to <= from)
            return false;
        var end = b.Kind == Kind.Time ? (a.Timex.Split('T')[0] + b.Timex) : b.Timex;
        range = Piece.Range(a.Start, b.End, $"({a.Timex},{end},{ClockLength(to - from)})", from, to) with { Kind = Kind.DateTimeRange, Format = Kind.DateTime };
        return true;
    }

    private static string ClockLength(TimeSpan length)
    {
        var hours = (long)length.TotalHours;
        return string.Create(CultureInfo.InvariantCulture, $"PT{(hours > 0 ? $"{hours}H" : "")}{(length.Minutes > 0 ? $"{length.Minutes}M" : "")}{(length.Seconds > 0 ? $"{length.Seconds}S" : "")}");
    }
}
