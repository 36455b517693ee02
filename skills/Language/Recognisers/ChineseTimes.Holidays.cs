using System.Collections.Frozen;

namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>A day of every year: a month and day, or the nth weekday of a month.</summary>
    private readonly record struct Feast(int Month, int Day, int Weekday, int Number, bool Lunar);

    private static Feast On(int month, int day) => new(month, day, 0, 0, false);

    private static Feast OnLunar(int month, int day) => new(month, day, 0, 0, true);

    private static readonly FrozenDictionary<string, Feast> Feasts = new Dictionary<string, Feast>
    {
        ["元旦"] = On(1, 1),
        ["元旦节"] = On(1, 1),
        ["新年"] = On(1, 1),
        ["情人节"] = On(2, 14),
        ["女生节"] = On(3, 7),
        ["妇女节"] = On(3, 8),
        ["植树节"] = On(3, 12),
        ["愚人节"] = On(4, 1),
        ["清明"] = On(4, 4),
        ["清明节"] = On(4, 4),
        ["五一"] = On(5, 1),
        ["劳动节"] = On(5, 1),
        ["五一劳动节"] = On(5, 1),
        ["青年节"] = On(5, 4),
        ["儿童节"] = On(6, 1),
        ["建党节"] = On(7, 1),
        ["建军节"] = On(8, 1),
        ["教师节"] = On(9, 10),
        ["国庆"] = On(10, 1),
        ["国庆节"] = On(10, 1),
        ["万圣节"] = On(10, 31),
        ["光棍节"] = On(11, 11),
        ["双十一"] = On(11, 11),
        ["平安夜"] = On(12, 24),
        ["圣诞"] = On(12, 25),
        ["圣诞节"] = On(12, 25),
        ["母亲节"] = new(5, 0, 7, 2, false),
        ["父亲节"] = new(6, 0, 7, 3, false),
        ["感恩节"] = new(11, 0, 4, 4, false),
        ["春节"] = OnLunar(1, 1),
        ["元宵"] = OnLunar(1, 15),
        ["元宵节"] = OnLunar(1, 15),
        ["端午"] = OnLunar(5, 5),
        ["端午节"] = OnLunar(5, 5),
        ["七夕"] = OnLunar(7, 7),
        ["七夕节"] = OnLunar(7, 7),
        ["中秋"] = OnLunar(8, 15),
        ["中秋节"] = OnLunar(8, 15),
        ["重阳"] = OnLunar(9, 9),
        ["重阳节"] = OnLunar(9, 9),
        ["除夕"] = OnLunar(12, 31),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Feast>.AlternateLookup<ReadOnlySpan<char>> FeastAt = Feasts.GetAlternateLookup<ReadOnlySpan<char>>();

    private static bool FeastName(in Reader r, int at, out Feast feast, out int end)
    {
        Span<char> name = stackalloc char[5];
        for (var i = 0; i < name.Length; i++)
            name[i] = r[at + i];
        for (var length = name.Length; length > 1; length--)
        {
            if (FeastAt.TryGetValue(name[..length], out feast))
            {
                end = at + length;
                return !(length == 2 && r[end] is '上' or '下' or '人' or '树' or '月' or '号' or '日' or '年');
            }
        }

        (feast, end) = (default, at);
        return false;
    }

    private static string Timex(int year, in Feast feast)
    {
        var y = year == 0 ? "XXXX" : Number(year, 4);
        return feast.Number == 0
            ? $"{y}-{Number(feast.Month, 2)}-{Number(feast.Day, 2)}"
            : $"{y}-{Number(feast.Month, 2)}-WXX-{Number(feast.Weekday, 0)}-{Number(feast.Number, 0)}";
    }

    private static DateTime DayOf(int year, in Feast feast) => feast.Number == 0 ? new(year, feast.Month, feast.Day) : Nth(year, feast.Month, feast.Weekday, feast.Number);

    /// <summary>A holiday of a year.</summary>
    private static bool HolidayIn(in Reader r, int start, int at, int year, out Piece piece)
    {
        piece = default;
        var lunar = r.After(at, LunarWords);
        if (!FeastName(r, lunar < 0 ? at : r.Of(lunar), out var feast, out var end))
            return false;
        var day = DayOf(year, feast);
        piece = Piece.Date(start, end, Timex(year, feast), day, day) with { Year = year, Month = feast.Month, Day = feast.Day, Lunar = feast.Lunar };
        return true;
    }

    /// <summary>A holiday of any year: the last one and the next one.</summary>
    private static bool Holiday(in Reader r, int start, out Piece piece)
    {
        piece = default;
        var lunar = r.After(start, LunarWords);
        if (!FeastName(r, lunar < 0 ? start : r.Of(lunar), out var feast, out var end))
            return false;
        var past = r.Now.Year;
        if (DayOf(past, feast) >= r.Now)
            past--;
        var later = r.Now.Year;
        if (DayOf(later, feast) < r.Now)
            later++;
        piece = Piece.Date(start, end, Timex(0, feast), DayOf(past, feast), DayOf(later, feast)) with { Lunar = feast.Lunar };
        return true;
    }
}
