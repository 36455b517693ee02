using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

/// <summary>Dates, times, periods and durations in Chinese, with the meanings Recognizers-Text gives them.</summary>
/// <remarks>
/// One walk from left to right: where a character and the one after it can begin an expression, a grammar
/// function with a bounded look-ahead reads the longest expression there. No regular expression and no backtracking
/// over more than a few dozen characters, so that hostile text costs time linear in its length.
/// </remarks>
public static partial class ChineseTimes
{
    /// <summary>Adds what is recognised in <paramref name="text"/>, in order of position.</summary>
    /// <param name="text">Any text; characters of no meaning cost next to nothing.</param>
    /// <param name="reference">The moment relative words refer to.</param>
    /// <param name="found">Where results are added.</param>
    public static void Add(string text, DateTime reference, List<Recognised> found)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(found);
        // Calendar arithmetic around the reference must never leave the range of DateTime.
        if (reference.Year is < 200 or > 9700)
            return;
        var reader = new Reader(text, reference);
        var at = 0;
        while (at < text.Length)
        {
            if (!Begins[text[at]])
            {
                at++;
                continue;
            }

            if (Possible(reader, at) && Expression(reader, at, out var piece) && piece.End > at)
            {
                Emit(text, piece, found);
                at = piece.End;
            }
            else
            {
                // A run of digits that begins nothing has nothing inside it either.
                at = Math.Max(at + 1, reader.AfterNumerals(at));
            }
        }
    }

    /// <summary>The expression that begins exactly here, with what bends it and what it is joined to.</summary>
    private static bool Expression(in Reader r, int at, out Piece piece)
    {
        piece = default;
        switch (r[at])
        {
            case '=':
                return Equal(r, at, out piece);
            case '每':
                return Repeated(r, at, out piece);
            case '截' or '直':
                return Until(r, at, out piece);
            case '自' or '从' or '由':
                return From(r, at, out piece);
            case '约' or '差' or '超' or '不' or '多' or '少' or '至':
                return Qualified(r, at, out piece);
            case '还' or '剩':
                return Left(r, at, out piece);
            case '早' or '晚' when r[at + 1] == '于':
                return Compared(r, at, out piece);
            case >= '0' and <= '9' when r[at - 1] is (>= 'a' and <= 'z') or '-' or '/' or '.' or ':' && Numeric(r, at, out _):
                // The tail of a longer number, such as a telephone number.
                return false;
            case '大' when Qualified(r, at, out piece):
                return true;
        }

        var point = Point(r, at, out piece);
        if (Amount(r, at, out var length) && (!point || length.End > piece.End || (length.End == piece.End && piece.Weak)))
        {
            piece = Duration(at, length);
            return true;
        }

        if (Joined(r, at, point ? piece : default, out var range))
        {
            piece = range;
            return true;
        }

        if (!point || Excluded(r, piece))
            return false;
        if (!Bend(r, ref piece) && piece.ToDate)
            piece.To = piece.LaterTo = r.Today;
        return true;
    }

    /// <summary>Names and counts that look like a time and are none.</summary>
    private static bool Excluded(in Reader r, in Piece p) =>
        (p.Start == 0 && p.Bare && p.Kind is Kind.Date && p.Written is '号' && r[0] is >= '0' and <= '9')
        || (r.Is(p.Start, "今日") && r.Is(p.End, "头条"))
        || (r.Is(p.Start, "明日") && r[p.Start - 1] == '《');

    private static void Emit(string text, in Piece p, List<Recognised> found)
    {
        var type = NameOf(p.Kind);
        found.Add(new Recognised(text[p.Start..p.End], p.Start, p.End - 1, TypeNames.DateTime + type, new Resolution((string?)null) { Times = Meanings(p, type) }));
    }

    private static List<TimeMeaning> Meanings(in Piece p, string type)
    {
        if (p.Kind is Kind.Duration)
            return [new(p.Timex, type) { Value = p.Seconds.ToString("0.#########", CultureInfo.InvariantCulture), Mod = p.Mod }];
        if (p.Kind is Kind.Set || p.Unresolved)
            return [new(p.Timex, type) { Value = "not resolved", Mod = p.Mod, Others = OthersOf(p) }];
        var two = p.From != p.LaterFrom || p.To != p.LaterTo;
        var list = new List<TimeMeaning>(p.PmTimex is null ? (two ? 2 : 1) : (two ? 4 : 2)) { Meaning(p, type, p.Timex, p.From, p.To) };
        if (two)
            list.Add(Meaning(p, type, p.LaterTimex ?? p.Timex, p.LaterFrom, p.LaterTo));
        if (p.PmTimex is not null)
        {
            list.Add(Meaning(p, type, p.PmTimex, Pm(p.From), Pm(p.To)));
            if (two)
                list.Add(Meaning(p, type, p.PmTimex, Pm(p.LaterFrom), Pm(p.LaterTo)));
        }

        return list;
    }

    private static DateTime Pm(DateTime am) => am.Hour < 12 ? am.AddHours(12) : am.AddHours(-12);

    private static TimeMeaning Meaning(in Piece p, string type, string timex, DateTime from, DateTime to)
    {
        var meaning = new TimeMeaning(timex, type) { Mod = p.Mod, Others = OthersOf(p) };
        if (p.Single)
            return meaning with { Value = Write(from, p.Format) };
        return meaning with { Start = p.OpenStart ? null : Write(from, p.Format), End = p.OpenEnd ? null : Write(to, p.Format) };
    }

    private static string Write(DateTime at, Kind format) => at.ToString(
        format switch { Kind.Date => "yyyy-MM-dd", Kind.Time => "HH:mm:ss", _ => "yyyy-MM-dd HH:mm:ss" }, CultureInfo.InvariantCulture);

    private static readonly Dictionary<string, string> Lunar = new() { ["isLunar"] = "True" };
    private static readonly Dictionary<string, string> OfPoint = new() { ["sourceEntity"] = "datetimepoint" };
    private static readonly Dictionary<string, string> OfRange = new() { ["sourceEntity"] = "datetimerange" };
    private static readonly Dictionary<string, string> LunarOfPoint = new() { ["isLunar"] = "True", ["sourceEntity"] = "datetimepoint" };
    private static readonly Dictionary<string, string> LunarOfRange = new() { ["isLunar"] = "True", ["sourceEntity"] = "datetimerange" };

    private static Dictionary<string, string>? OthersOf(in Piece p) => (p.Lunar, p.Source) switch
    {
        (false, Source.None) => null,
        (true, Source.None) => Lunar,
        (false, Source.Point) => OfPoint,
        (false, _) => OfRange,
        (true, Source.Point) => LunarOfPoint,
        _ => LunarOfRange,
    };

    private static string NameOf(Kind kind) => kind switch
    {
        Kind.Date => "date",
        Kind.DateRange => "daterange",
        Kind.DateTime => "datetime",
        Kind.DateTimeRange => "datetimerange",
        Kind.Time => "time",
        Kind.TimeRange => "timerange",
        Kind.Duration => "duration",
        _ => "set",
    };
}
