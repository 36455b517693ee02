using System.Globalization;
using System.Text;

namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    private enum Unit : byte
    {
        None,
        Year,
        Month,
        Week,
        Day,
        WorkDay,
        Hour,
        Minute,
        Second,
    }

    /// <summary>A length of time, by its units.</summary>
    private struct Length
    {
        public int End;
        public decimal Years;
        public decimal Months;
        public decimal Weeks;
        public decimal Days;
        public decimal WorkDays;
        public decimal Hours;
        public decimal Minutes;
        public decimal Seconds;

        /// <summary>How many units it is made of.</summary>
        public int Parts;

        /// <summary>十多天: more than written.</summary>
        public bool More;

        public readonly bool WholeDays => this.Hours == 0 && this.Minutes == 0 && this.Seconds == 0;

        public readonly bool OnlyClock => this.Years == 0 && this.Months == 0 && this.Weeks == 0 && this.Days == 0 && this.WorkDays == 0;

        public readonly decimal InSeconds => ((this.Years * 365 + this.Months * 30 + this.Weeks * 7 + this.Days + this.WorkDays) * 24 + this.Hours) * 3600 + this.Minutes * 60 + this.Seconds;

        public readonly string Timex
        {
            get
            {
                var text = new StringBuilder("P");
                Write(text, this.Years, "Y");
                Write(text, this.Months, "M");
                Write(text, this.Weeks, "W");
                Write(text, this.Days, "D");
                Write(text, this.WorkDays, "BD");
                if (!this.WholeDays)
                    text.Append('T');
                Write(text, this.Hours, "H");
                Write(text, this.Minutes, "M");
                Write(text, this.Seconds, "S");
                return text.ToString();
            }
        }

        /// <summary>Adds a unit; a unit named twice is the beginning of another length.</summary>
        public bool Set(Unit unit, decimal value)
        {
            ref var part = ref this.Years;
            switch (unit)
            {
                case Unit.Month:
                    part = ref this.Months;
                    break;
                case Unit.Week:
                    part = ref this.Weeks;
                    break;
                case Unit.Day:
                    part = ref this.Days;
                    break;
                case Unit.WorkDay:
                    part = ref this.WorkDays;
                    break;
                case Unit.Hour:
                    part = ref this.Hours;
                    break;
                case Unit.Minute:
                    part = ref this.Minutes;
                    break;
                case Unit.Second:
                    part = ref this.Seconds;
                    break;
            }

            if (part != 0)
                return false;
            part = value;
            this.Parts++;
            return true;
        }

        private static void Write(StringBuilder text, decimal value, string unit)
        {
            if (value != 0)
                text.Append(value.ToString("0.######", CultureInfo.InvariantCulture)).Append(unit);
        }
    }

    /// <summary>两年, 半个月, 一个半小时, 8天又二十个小时: the whole length that begins here.</summary>
    private static bool Amount(in Reader r, int at, out Length length)
    {
        length = default;
        if (r[at - 1] == '第')
            return false;
        var next = at;
        while (length.Parts < 7 && Part(r, next, length.Parts == 0, out var unit, out var value, out var end, out var more) && length.Set(unit, value))
        {
            length.End = end;
            length.More |= more;
            next = r.Space(end);
            if (r[next] is '又' or '零' or '加' || (r[next] is '和' or '与' && !r.IsDigit(next - 1)))
                next = r.Space(next + 1);
        }

        return length.Parts > 0 && length.InSeconds is > 0 or < 0;
    }

    private static bool Part(in Reader r, int at, bool first, out Unit unit, out decimal value, out int end, out bool more)
    {
        (unit, value, end, more) = (Unit.None, 0, at, false);
        Numeral n = default;
        var q = at;
        if (r[q] == '半')
        {
            (value, q) = (0.5m, q + 1);
        }
        else if (r[q] is '几' or '数' || (r[q] == '好' && r[q + 1] == '几'))
        {
            (value, q) = (3, r[q] == '好' ? q + 2 : q + 1);
        }
        else
        {
            if (!Read(r, q, out n))
                return false;
            (value, q) = (n.Exact, n.End);
            if (n.Roughly)
                value = n.Value / 10;
        }

        q = r.Space(q);
        if (r[q] is '多' or '余' or '来' or '几')
        {
            more = r[q] != '来';
            q++;
        }

        var counted = r[q] == '个';
        if (counted)
        {
            q = r.Space(q + 1);
            if (r[q] == '半' && r[q + 1] is not '天')
            {
                value += 0.5m;
                q++;
            }
            else if (r[q] is '多' or '来')
            {
                more = r[q] == '多';
                q++;
            }
        }

        unit = UnitAt(r, q, counted, first, n, ref value, out end);
        if (unit == Unit.None)
            return false;
        if (r[end] == '多' && unit is Unit.Year or Unit.Day or Unit.Week or Unit.Hour && r[end + 1] is not '少')
        {
            more = r[end] == '多';
            end = r.Over(end, "多");
        }
        else if (r[end] == '半' && r[end + 1] is not ('夜' or '年' or '个' or '天' or '小' or '路' or '月'))
        {
            value += 0.5m;
            end++;
        }

        return true;
    }

    private static Unit UnitAt(in Reader r, int at, bool counted, bool first, in Numeral n, ref decimal value, out int end)
    {
        end = at + 1;
        var next = r[at + 1];
        switch (r[at])
        {
            case '年' when !counted || value % 1 != 0:
                // 2009年 and 07年 are years, as are 二零一六年 and 两千年.
                if ((n.Arabic && (n.Digits == 4 ? n.Value is >= 1000 and < 3000 : n.Digits == 2 && n.Value < 10)) || (!n.Arabic && !n.Positional && n.Digits > 1 && !n.Roughly) || (n.Positional && n.Value is >= 1000 and < 3000))
                    return Unit.None;
                return next is '级' or '代' or '龄' or '纪' or '轻' or '货' or '糕' or '末' or '初' or '底' or '份' or '糖' ? Unit.None : Unit.Year;
            case '月' when counted:
                return next is '饼' ? Unit.None : Unit.Month;
            case '周':
                return next is '年' or '岁' or '边' or '期' or '围' or '刊' or '长' or '末' ? Unit.None : Unit.Week;
            case '星' when next == '期':
            case '礼' when r.Is(at, "礼拜"):
                end = at + 2;
                return Unit.Week;
            case '天':
                return next is '气' or '然' ? Unit.None : Unit.Day;
            case '工' when r.Is(at, "工作日"):
                end = at + 3;
                return Unit.WorkDay;
            case '季' when counted && next == '度':
                end = at + 2;
                value *= 3;
                return Unit.Month;
            case '世' when counted && next == '纪':
                end = at + 2;
                value *= 100;
                return Unit.Year;
            case '小' when next == '时':
            case '钟' when next == '头':
                end = at + 2;
                return Unit.Hour;
            case '时' when !first && next is not ('候' or '间' or '期'):
                return Unit.Hour;
            case '刻' when next == '钟':
                end = at + 2;
                value *= 15;
                return Unit.Minute;
            case '分' when next == '钟':
                end = at + 2;
                return Unit.Minute;
            case '分' when !first:
                return Unit.Minute;
            case '秒' when next is not '杀':
                end = next == '钟' ? at + 2 : at + 1;
                return Unit.Second;
            default:
                return Unit.None;
        }
    }

    private static Piece Duration(int at, in Length length) => new()
    {
        Kind = Kind.Duration,
        Start = at,
        End = length.End,
        Timex = length.Timex,
        Seconds = length.InSeconds,
        Mod = length.More ? "more" : null,
    };

    /// <summary>Moves a moment by a length; false where that leaves the calendar.</summary>
    private static bool Shift(DateTime from, in Length by, int sign, out DateTime to)
    {
        to = from;
        var months = by.Years * 12 + by.Months;
        var whole = decimal.Truncate(months);
        var days = (months - whole) * 30 + by.Weeks * 7 + by.Days;
        var seconds = by.Hours * 3600 + by.Minutes * 60 + by.Seconds;
        if (whole > 90_000 || days > 2_500_000 || seconds > 200_000_000_000m || by.WorkDays > 10_000)
            return false;
        var year = from.Year + sign * (double)(whole / 12 + days / 365 + seconds / 31_536_000m + by.WorkDays / 200);
        if (year is < 20 or > 9980)
            return false;
        to = from.AddMonths(sign * (int)whole).AddTicks(sign * (long)((days * 86_400 + seconds) * TimeSpan.TicksPerSecond));
        for (var left = (int)by.WorkDays; left > 0;)
        {
            to = to.AddDays(sign);
            if (to.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                left--;
        }

        return true;
    }
}
