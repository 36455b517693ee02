using System.Collections.Frozen;
using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

// Days with names. A holiday is never joined with a clock time, as in Recognizers-Text.
public static partial class EnglishTimes
{
    /// <summary>How a holiday is found: month and day, or month, weekday and which one; Shift days later. Kind 'E' counts from Easter, 'I' is a day of the Islamic calendar.</summary>
    private readonly record struct Feast(char Kind, int Month, int Day, int Nth = 0, int Shift = 0);

    private static readonly Dictionary<string, Feast> Holidays = HolidayTable();

    private static readonly FrozenDictionary<string, Feast> HolidaysByLetters =
        Holidays.GroupBy(pair => pair.Key.Replace(" ", "", StringComparison.Ordinal)).ToFrozenDictionary(group => group.Key, group => group.First().Value, StringComparer.OrdinalIgnoreCase);

    private static Dictionary<string, Feast> HolidayTable()
    {
        var table = new Dictionary<string, Feast>();
        void On(int month, int day, params string[] names)
        {
            foreach (var name in names)
                table[name] = new('F', month, day);
        }
        void Nth(int month, int weekday, int nth, params string[] names)
        {
            foreach (var name in names)
                table[name] = new('N', month, weekday, nth);
        }
        void FromEaster(int days, params string[] names)
        {
            foreach (var name in names)
                table[name] = new('E', 0, 0, 0, days);
        }
        On(1, 1, "new years day", "new year day", "new years", "new year");
        On(12, 31, "new years eve", "new year eve", "nye");
        On(12, 25, "christmas", "christmas day", "xmas", "xmas day", "x mas");
        On(12, 24, "christmas eve", "xmas eve");
        On(12, 26, "boxing day");
        On(2, 14, "valentines day", "valentine day", "valentines", "saint valentines day", "st valentines day");
        On(3, 17, "st patricks day", "saint patricks day", "st patrick day", "saint patrick day", "st paddys day");
        On(4, 1, "april fools day", "april fools", "april fool day", "all fools day", "fools day");
        On(4, 22, "earth day");
        On(5, 1, "may day", "mayday", "international workers day", "workers day");
        On(5, 5, "cinco de mayo");
        On(6, 14, "flag day");
        On(6, 19, "juneteenth", "freedom day", "jubilee day");
        On(7, 4, "independence day", "us independence day");
        On(10, 31, "halloween", "halloween day", "all hallows eve");
        On(11, 1, "all saints day", "all hallows day", "all hallowmas", "all hallows");
        On(11, 2, "all souls day");
        On(11, 5, "guy fawkes day", "guy fawkes night", "bonfire night");
        On(11, 11, "veterans day", "veteran day", "singles day", "armistice day", "remembrance day");
        On(12, 26, "maos birthday");
        On(1, 1, "yuan dan", "yuandan");
        On(5, 4, "youth day");
        On(3, 8, "female day");
        On(3, 12, "tree planting day", "arbor day");
        On(3, 7, "girls day");
        On(3, 14, "white lover day");
        On(2, 14, "lovers day", "lover day");
        On(1, 20, "inauguration day");
        On(4, 23, "st george day", "saint george day", "st georges day", "st george");
        On(6, 24, "baptiste day");
        On(11, 11, "single day");
        On(6, 1, "children day");
        On(9, 10, "teacher day");
        On(3, 17, "st patrick", "st patricks");
        On(2, 2, "groundhog day", "ground hog day");
        On(3, 8, "womens day", "international womens day");
        On(6, 1, "childrens day", "international childrens day");
        On(7, 14, "bastille day");
        On(9, 10, "teachers day");
        On(6, 24, "st john day", "saint john day");
        On(1, 26, "australia day");
        On(4, 25, "anzac day");
        On(2, 6, "waitangi day");
        On(7, 1, "canada day");
        On(10, 1, "chinese national day");
        On(5, 17, "constitution day");
        On(4, 12, "yuris night");
        On(1, 6, "epiphany", "three kings day");
        On(12, 8, "immaculate conception");
        Nth(1, 1, 3, "martin luther king day", "martin luther king jr day", "mlk day");
        Nth(2, 1, 3, "presidents day", "washingtons birthday", "washington birthday");
        Nth(3, 1, 1, "canberra day");
        Nth(5, 7, 2, "mothers day", "mother day");
        Nth(6, 7, 3, "fathers day", "father day");
        Nth(5, 1, 5, "memorial day", "decoration day");
        Nth(9, 1, 1, "labor day", "labour day");
        Nth(10, 1, 2, "columbus day", "indigenous peoples day");
        Nth(11, 4, 4, "thanksgiving", "thanksgiving day");
        table["black friday"] = new('n', 11, 4, 4, 1);
        table["cyber monday"] = new('n', 11, 4, 4, 4);
        table["giving tuesday"] = new('n', 11, 4, 4, 5);
        FromEaster(0, "easter", "easter day", "easter sunday");
        FromEaster(1, "easter monday");
        FromEaster(-1, "easter saturday", "holy saturday");
        FromEaster(-2, "good friday");
        FromEaster(-3, "maundy thursday", "holy thursday");
        FromEaster(-7, "palm sunday");
        FromEaster(-46, "ash wednesday");
        FromEaster(-47, "shrove tuesday", "mardi gras", "fat tuesday", "pancake day");
        FromEaster(39, "ascension day", "ascension thursday");
        FromEaster(49, "pentecost", "whit sunday", "whitsunday");
        FromEaster(50, "whit monday");
        FromEaster(56, "trinity sunday");
        FromEaster(60, "corpus christi");
        void Islamic(int month, int day, params string[] names)
        {
            foreach (var name in names)
                table[name] = new('I', month, day);
        }
        Islamic(1, 1, "islamic new year");
        Islamic(9, 1, "ramadan", "ramadhan");
        Islamic(10, 1, "eid al fitr", "eid ul fitr", "eid fitr");
        Islamic(12, 10, "eid al adha", "eid ul adha", "eid adha");
        return table;
    }

    // What the Islamic calendar covers, in whole years.
    private const int FirstIslamic = 1901, LastIslamic = 2076;

    private static DateTime IslamicDay(in Feast feast, int year)
    {
        var calendar = new UmAlQuraCalendar();
        var first = new DateTime(Math.Clamp(year, FirstIslamic, LastIslamic), 1, 1);
        var date = calendar.ToDateTime(calendar.GetYear(first), feast.Month, feast.Day, 0, 0, 0, 0);
        return date >= first ? date : calendar.ToDateTime(calendar.GetYear(first) + 1, feast.Month, feast.Day, 0, 0, 0, 0);
    }

    private static DateTime FeastOf(in Feast feast, int year)
    {
        year = Math.Clamp(year, 1, 9980);
        return feast.Kind switch
        {
            'E' => Plus(Easter(year), feast.Shift),
            'I' => IslamicDay(feast, year),
            'F' => new(year, feast.Month, feast.Day),
            _ => Plus(NthWeekday(year, feast.Month, feast.Day, feast.Nth), feast.Shift),
        };
    }

    private ref partial struct Reader
    {
        /// <summary>The longest holiday name from i on; letters only, so that "New Year's" and "new years" are one.</summary>
        private readonly bool FeastAt(int i, out Feast feast, out int to)
        {
            (feast, to) = (default, i);
            if (!(Kind(i) is K.Holiday or K.Month or K.Suffix || Is(i, W.All) || Is(i, W.Good)))
                return false;
            Span<char> name = stackalloc char[64];
            var lookup = HolidaysByLetters.GetAlternateLookup<ReadOnlySpan<char>>();
            int length = 0, at = i;
            for (; at < t.Length && at < i + 7 && Kind(at) != K.Digits; at++)
            {
                var word = text.AsSpan(t[at].Start, Length(at));
                if (Mark(at, '.') && Kind(i) != K.Suffix || Kind(at) == K.Mark && Value(at) is not ('\'' or '.' or '-') || length + word.Length > name.Length)
                    break;
                foreach (var c in word)
                    if (char.IsAsciiLetter(c))
                        name[length++] = c;
                if (Kind(at) != K.Mark && WholeEnd(at) && lookup.TryGetValue(name[..length], out var found))
                    (feast, to) = (found, at + 1);
            }
            return to > i;
        }

        private readonly bool HolidayDate(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            int? rel = null;
            if (Kind(at) == K.Rel && Value(at) != 3)
                rel = Value(at++);
            if (!FeastAt(at, out var feast, out var to) || (at > i && rel is null))
                return false;
            var year = 0;
            if (DateYear(to, false, out var said, out var next))
                (year, to) = (said, next);
            var from = rel is null ? i : Is(i, W.The) ? i + 1 : i;
            if (rel is { } by && year == 0)
                return Relative(from, to, feast, by, out node);
            if (feast.Kind == 'I' && (year == 0 ? now.Year : year) is <= FirstIslamic or >= LastIslamic)
                return false;
            var current = FeastOf(feast, year == 0 ? now.Year : year);
            var past = year == 0 && current >= day ? FeastOf(feast, now.Year - 1) : current;
            var future = year == 0 && current < day ? FeastOf(feast, now.Year + 1) : current;
            var head = year == 0 ? "XXXX" : $"{year:D4}";
            var timex = feast.Kind == 'N'
                ? $"{head}-{feast.Month:D2}-WXX-{feast.Day}-{(feast.Nth == 5 ? 4 : feast.Nth)}"
                : $"{head}-{(year == 0 && feast.Kind != 'I' ? future : current).Month:D2}-{(year == 0 && feast.Kind != 'I' ? future : current).Day:D2}";
            node = Of(T.Date, from, to, timex, past, future);
            (node.IsHoliday, node.Year, node.Month, node.DayOfMonth) = (true, year, current.Month, current.Day);
            return true;
        }

        private readonly bool Relative(int from, int to, in Feast feast, int rel, out Node node)
        {
            var current = FeastOf(feast, now.Year);
            // "last Easter" is the one before today, "this Christmas" the one of this year.
            var date = rel == 0 ? current : rel > 0 ? (current > day ? current : FeastOf(feast, now.Year + 1)) : current < day ? current : FeastOf(feast, now.Year - 1);
            node = Fixed(from, to, date);
            node.IsHoliday = true;
            return true;
        }
    }
}
