using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    private enum Kind : byte
    {
        None,
        Date,
        DateRange,
        DateTime,
        DateTimeRange,
        Time,
        TimeRange,
        Duration,
        Set,
    }

    /// <summary>What a time was before a word like "before" made a range of it.</summary>
    private enum Source : byte
    {
        None,
        Point,
        Range,
    }

    /// <summary>How fine a calendar expression is; the ends of a range are compared by it.</summary>
    private enum Grain : byte
    {
        None,
        Year,
        Month,
        Day,
    }

    /// <summary>An expression read from the text: where it stands and what it means.</summary>
    private struct Piece
    {
        public Kind Kind;

        /// <summary>Which of date, time and datetime its values are written as.</summary>
        public Kind Format;
        public Source Source;
        public Grain Grain;
        public int Start;

        /// <summary>First position after it.</summary>
        public int End;
        public string Timex;

        /// <summary>TIMEX of the future meaning, where it differs.</summary>
        public string? LaterTimex;

        /// <summary>TIMEX of the afternoon meaning of an hour from 1 to 12 without part of the day.</summary>
        public string? PmTimex;
        public string? Mod;
        public DateTime From;
        public DateTime To;
        public DateTime LaterFrom;
        public DateTime LaterTo;
        public decimal Seconds;

        /// <summary>As written or implied by 今年 and so on; 0 where open.</summary>
        public int Year;
        public int Month;
        public int Day;
        public Clock Clock;

        /// <summary>One value instead of a start and an end.</summary>
        public bool Single;
        public bool OpenStart;
        public bool OpenEnd;
        public bool Lunar;
        public bool Unresolved;

        /// <summary>A year of two digits that reads as well as a number of years.</summary>
        public bool Weak;

        /// <summary>今年, which alone ends today.</summary>
        public bool ToDate;

        /// <summary>A day of the month and nothing else.</summary>
        public bool Bare;

        /// <summary>The character that made a number a day: 日 or 号.</summary>
        public char Written;

        public static Piece Date(int start, int end, string timex, DateTime past, DateTime future) => new()
        {
            Kind = Kind.Date,
            Format = Kind.Date,
            Grain = Grain.Day,
            Single = true,
            Start = start,
            End = end,
            Timex = timex,
            From = past,
            LaterFrom = future,
        };

        public static Piece Date(int start, int end, DateTime day) => Date(start, end, Iso(day), day, day) with { Year = day.Year, Month = day.Month, Day = day.Day };

        public static Piece Range(int start, int end, string timex, DateTime from, DateTime to) => Range(start, end, timex, from, to, from, to);

        public static Piece Range(int start, int end, string timex, DateTime from, DateTime to, DateTime laterFrom, DateTime laterTo) => new()
        {
            Kind = Kind.DateRange,
            Format = Kind.Date,
            Start = start,
            End = end,
            Timex = timex,
            From = from,
            To = to,
            LaterFrom = laterFrom,
            LaterTo = laterTo,
        };

        /// <summary>A range whose TIMEX names both ends.</summary>
        public static Piece Span(int start, int end, DateTime from, DateTime to, string length) => Range(start, end, $"({Iso(from)},{Iso(to)},{length})", from, to);
    }

    private static string Iso(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int value, int width) => value.ToString(width switch { 2 => "00", 4 => "0000", _ => "0" }, CultureInfo.InvariantCulture);

    /// <summary>TIMEX of a day, with X for what is open.</summary>
    private static string DayTimex(int year, int month, int day) =>
        $"{(year == 0 ? "XXXX" : Number(year, 4))}-{(month == 0 ? "XX" : Number(month, 2))}-{Number(day, 2)}";

    private static bool Valid(int year, int month, int day) =>
        year is > 0 and < 9990 && month is > 0 and < 13 && day > 0 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>Monday of the week a day is in.</summary>
    private static DateTime Monday(DateTime of) => of.Date.AddDays(-(((int)of.DayOfWeek + 6) % 7));
}
