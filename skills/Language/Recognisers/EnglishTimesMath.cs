using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

// Arithmetic on calendar dates that never throws, and TIMEX3 texts.
public static partial class EnglishTimes
{
    private static bool TryDate(int year, int month, int day, out DateTime date)
    {
        date = default;
        if (year is < 1 or > 9990 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new(year, month, day);
        return true;
    }

    private static DateTime MonthStart(int year, int month) => TryDate(year + (month - 1 - Mod12(month - 1)) / 12, Mod12(month - 1) + 1, 1, out var date) ? date : default;

    private static int Mod12(int value) => ((value % 12) + 12) % 12;

    /// <summary>The Monday of a date's week.</summary>
    private static DateTime Monday(DateTime date) => Plus(date, -((int)date.DayOfWeek + 6) % 7);

    /// <summary>Day of the week, Monday 1 to Sunday 7.</summary>
    private static int WeekdayOf(DateTime date) => date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek;

    private static DateTime Plus(DateTime date, double days) =>
        Math.Abs(days) > 3_000_000 || date.Year + days / 365 is < 2 or > 9990 ? date : date.AddDays(days);

    private static DateTime PlusMonths(DateTime date, int months) =>
        Math.Abs((long)months) > 100_000 || date.Year + months / 12 is < 2 or > 9990 ? date : date.AddMonths(months);

    private static DateTime PlusYears(DateTime date, int years) => Math.Abs((long)years) > 9000 ? date : PlusMonths(date, years * 12);

    private static string Iso(DateTime date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Plain(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private static string WeekTimex(DateTime date) => $"{ISOWeek.GetYear(date):D4}-W{ISOWeek.GetWeekOfYear(date):D2}";

    private static string MonthTimex(int year, int month) => year == 0 ? $"XXXX-{month:D2}" : $"{year:D4}-{month:D2}";

    private static string RangeTimex(string start, string end, string length) => $"({start},{end},{length})";

    /// <summary>The n-th of a weekday in a month; 5 means the last.</summary>
    private static DateTime NthWeekday(int year, int month, int weekday, int nth)
    {
        var first = MonthStart(year, month);
        var date = Plus(first, (weekday - WeekdayOf(first) + 7) % 7 + 7 * (nth - 1));
        return date.Month == first.Month ? date : Plus(date, -7);
    }

    /// <summary>Monday of the n-th week of the time from <paramref name="start"/> to <paramref name="end"/>, a week belonging to where its Thursday is; 0 is the last.</summary>
    private static DateTime NthWeek(DateTime start, DateTime end, int nth)
    {
        if (nth > 0)
            return Plus(start, (4 - WeekdayOf(start) + 7) % 7 - 3 + 7 * (nth - 1));
        var last = Plus(end, -1);
        return Plus(last, -((WeekdayOf(last) + 3) % 7) - 3);
    }

    private static DateTime Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = (19 * a + b - d - g + 15) % 30, k = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7, m = (a + 11 * h + 22 * k) / 451;
        return new(year, (h + k - 7 * m + 114) / 31, (h + k - 7 * m + 114) % 31 + 1);
    }

    /// <summary>A length of time as said: calendar months, days and seconds apart, for a month is not a number of days.</summary>
    private struct Lapse
    {
        public int To;
        public double Years, Months, Weeks, Days, Hours, Minutes, Seconds, Business;
        public char Unit;
        public double Count;

        /// <summary>TIMEX3 unit of the whole, where it is one unit that is not a plain one ("P10Y" for a decade).</summary>
        public readonly bool Clocked => Hours > 0 || Minutes > 0 || Seconds > 0;

        public readonly bool HasDate => Years > 0 || Months > 0 || Weeks > 0 || Days > 0 || Business > 0;

        public void Add(char unit, double count)
        {
            (Unit, Count) = (unit, count);
            switch (unit)
            {
                case 'Y': Years += count; break;
                case 'X': Years += 10 * count; break;
                case 'C': Years += 100 * count; break;
                case 'Q': Months += 3 * count; break;
                case 'M': Months += count; break;
                case 'F': Weeks += 2 * count; break;
                case 'W': Weeks += count; break;
                case 'B': Business += count; break;
                case 'h': Hours += count; break;
                case 'm': Minutes += count; break;
                case 's': Seconds += count; break;
                default: Days += count; break;
            }
        }

        public readonly string Timex()
        {
            var text = "P" + Part(Years, 'Y') + Part(Months, 'M') + Part(Weeks, 'W') + (Unit == 'E' ? Part(Days, 'W') + "E" : Part(Days, 'D')) + (Business > 0 ? Plain(Business) + "BD" : "");
            return Clocked ? text + "T" + Part(Hours, 'H') + Part(Minutes, 'M') + Part(Seconds, 'S') : text;
        }

        private static string Part(double count, char unit) => count > 0 ? Plain(count) + unit : "";

        public readonly double TotalSeconds =>
            Years * 31536000 + Months * 2592000 + Weeks * 604800 + (Days + Business) * 86400 * (Unit == 'E' ? 2 : 1) + Hours * 3600 + Minutes * 60 + Seconds;

        /// <summary>The moment this long after another, or before it. False where the calendar ends.</summary>
        public readonly bool Shift(DateTime from, int sign, out DateTime to)
        {
            to = from;
            var months = Years * 12 + Months;
            if (months > 90_000 || TotalSeconds > 2e11)
                return false;
            var days = Weeks * 7 + Days + (Hours * 3600 + Minutes * 60 + Seconds) / 86400;
            var year = from.Year + sign * (months / 12 + (days + 2 * Business) / 365);
            if (year is < 3 or > 9980)
                return false;
            to = from.AddMonths(sign * (int)months).AddDays(sign * (Weeks * 7 + Days)).AddSeconds(sign * (Hours * 3600 + Minutes * 60 + Seconds));
            if (months != Math.Floor(months))
                to = to.AddDays(sign * Math.Round(30 * (months - Math.Floor(months))));
            for (var left = (int)Math.Min(Business, 5000); left > 0;)
            {
                to = to.AddDays(sign);
                if (to.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                    left--;
            }
            return true;
        }
    }
}
