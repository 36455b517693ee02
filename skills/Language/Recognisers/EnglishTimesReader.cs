namespace Assistant.Skills.Language.Recognisers;

// What was read, the walk over a segment, and how what was read is handed out.
public static partial class EnglishTimes
{
    private enum T : byte { None, Date, Range, DateTime, Time, TimeRange, DateTimeRange, Duration, Set }

    /// <summary>Something read: tokens From..To, and its past and future meaning. Ranges end before their End.</summary>
    private struct Node
    {
        public T Type;
        public int From, To;
        public string Timex;

        /// <summary>With a clock time that may be before or after noon: the TIMEX of the reading twelve hours later.</summary>
        public string? LaterTimex;
        public DateTime Past, PastEnd, Future, FutureEnd;
        public string? Mod, List, Value;

        /// <summary>What a date names itself, 0 where it leaves it to the reader: joining two points needs it.</summary>
        public int Year, Month, DayOfMonth;

        /// <summary>Of a range: 'Y', 'M', 'Q', 'W', 'D'; of a daypart or season: its letter.</summary>
        public char Grain;

        /// <summary>Recognizers-Text never joins holidays with times, and tells points from periods in "sourceEntity".</summary>
        public bool IsHoliday, IsPeriod, NoSource;
        public Clock Clock;

        public readonly bool IsFuzzy => Past != Future;
    }

    /// <summary>What the grammar's main functions found at a token, so that none reads the same words twice; kept between calls.</summary>
    private sealed class Memo
    {
        public const int Dates = 0, Periods = 1, Moments = 2;

        [ThreadStatic]
        private static Memo? own;

        private readonly Node[] nodes = new Node[3 * MaxTokens];
        private readonly byte[] states = new byte[3 * MaxTokens];

        public static Memo OfThread(int tokens)
        {
            own ??= new Memo();
            for (var kind = Dates; kind <= Moments; kind++)
                own.states.AsSpan(kind * MaxTokens, tokens).Clear();
            return own;
        }

        public bool Knows(int kind, int at, out Node node, out bool success)
        {
            var slot = kind * MaxTokens + at;
            success = states[slot] == 2;
            node = success ? nodes[slot] : default;
            return states[slot] != 0;
        }

        public bool Keep(int kind, int at, in Node node, bool found)
        {
            var slot = kind * MaxTokens + at;
            states[slot] = found ? (byte)2 : (byte)1;
            if (found)
                nodes[slot] = node;
            return found;
        }
    }

    private ref partial struct Reader(string text, Span<Token> tokens, DateTime now, List<Recognised> found, Memo memo)
    {
        private readonly Memo memo = memo;
        private readonly string text = text;
        private readonly Span<Token> t = tokens;
        private readonly DateTime now = now, day = now.Date;
        private readonly List<Recognised> found = found;

        public void Read()
        {
            for (var i = 0; i < t.Length;)
            {
                if (Whole(i) && Expression(i, out var node) && node.To > i && WholeEnd(node.To - 1))
                {
                    Emit(node);
                    i = node.To;
                }
                else
                    i++;
            }
        }

        private readonly K Kind(int i) => i >= 0 && i < t.Length ? t[i].Kind : K.None;

        private readonly int Value(int i) => i >= 0 && i < t.Length ? t[i].Value : int.MinValue;

        private readonly bool Is(int i, W word) => Kind(i) == K.Word && t[i].Value == (int)word;

        private readonly bool Mark(int i, char c) => Kind(i) == K.Mark && t[i].Value == c;

        private readonly bool Rel(int i, int value) => Kind(i) == K.Rel && t[i].Value == value;

        private readonly bool Unit(int i, char unit) => Kind(i) == K.Unit && t[i].Value == unit;

        private readonly bool Plural(int i) => i < t.Length && (t[i].Flags & Marks.Plural) != 0;

        private readonly bool Spaced(int i) => i >= t.Length || (t[i].Flags & Marks.Spaced) != 0;

        private readonly int Length(int i) => i >= 0 && i < t.Length ? t[i].End - t[i].Start : 0;

        private readonly char At(int position) => position >= 0 && position < text.Length ? text[position] : ' ';

        private static bool WordChar(char c) => char.IsAsciiLetterOrDigit(c) || (c > '\u007f' && char.IsLetterOrDigit(c) && c < '\u2e80');

        /// <summary>Whether a token is the begin of a word, and no sign stands before it that makes it something else ("$DEC", "#12").</summary>
        private readonly bool Whole(int i)
        {
            var before = At(t[i].Start - 1);
            return !WordChar(At(t[i].Start)) || (!WordChar(before) && before is not ('$' or '#' or '@' or '£' or '€' or '&' or '+'));
        }

        private readonly bool WholeEnd(int i)
        {
            var after = At(t[i].End);
            // "13:45:00Z"
            if (after is 'Z' or 'z' && !WordChar(At(t[i].End + 1)) && Kind(i) == K.Digits && Mark(i - 1, ':'))
                return true;
            return !WordChar(At(t[i].End - 1)) || (!WordChar(after) && after is not ('$' or '#' or '%' or '€' or '£'));
        }

        /// <summary>Whether digits at i are the first of a longer number or code ("37.1", "138-2010", "ABC-12").</summary>
        private readonly bool NumberGoesOnBefore(int i)
        {
            var p = t[i].Start - 1;
            return At(p) is '.' or ',' or ':' or '/' or '-' && char.IsAsciiDigit(At(p - 1));
        }

        private readonly bool NumberGoesOnAfter(int to)
        {
            var p = t[to - 1].End;
            return At(p) is '.' or ',' or ':' or '/' or '-' && char.IsAsciiDigit(At(p + 1));
        }

        private readonly int Skip(int i, W word) => Is(i, word) ? i + 1 : i;

        private readonly int Skip(int i, char mark) => Mark(i, mark) ? i + 1 : i;

        private static bool Longest(ref Node best, in Node other)
        {
            if (other.Type == T.None || (best.Type != T.None && other.To <= best.To))
                return false;
            best = other;
            return true;
        }

        private static Node Of(T type, int from, int to, string timex, DateTime past, DateTime future) => new()
        {
            Type = type, From = from, To = to, Timex = timex, Past = past, Future = future, Value = null,
        };

        private static Node Period(int from, int to, string timex, DateTime start, DateTime end, char grain) => new()
        {
            Type = T.Range, From = from, To = to, Timex = timex, Past = start, PastEnd = end, Future = start, FutureEnd = end, Grain = grain, IsPeriod = true,
        };

        private readonly void Emit(in Node x)
        {
            int start = t[x.From].Start, end = t[x.To - 1].End;
            var name = x.Type switch
            {
                T.Date => "date",
                T.Range => "daterange",
                T.DateTime => "datetime",
                T.Time => "time",
                T.TimeRange => "timerange",
                T.DateTimeRange => "datetimerange",
                T.Duration => "duration",
                _ => "set",
            };
            var type = name;
            if (x.Mod is not null && x.Type is T.Date or T.DateTime or T.Time && x.Mod is not null)
            {
                type = name is "date" ? "daterange" : name + "range";
                // "around noon" stays a time in name, with a range for its value.
                name = x.Mod == "approx" ? name : type;
            }
            var list = new List<TimeMeaning>(2);
            if (x.Value is not null)
                list.Add(new TimeMeaning(x.Timex, type) { Value = x.Value, Mod = x.Mod });
            else
            {
                list.Add(Meaning(x, type, x.Timex, x.Past, x.PastEnd));
                if (x.IsFuzzy || x.PastEnd != x.FutureEnd)
                    list.Add(Meaning(x, type, x.Timex, x.Future, x.FutureEnd));
                if (x.LaterTimex is not null)
                {
                    // Of twelve o'clock, the other reading is midnight of the same day.
                    var hours = x.Type is T.DateTime && x.Clock.Hour == 12 ? -12 : 12;
                    list.Add(Meaning(x, type, x.LaterTimex, x.Past.AddHours(hours), Later(x.PastEnd)));
                    if (x.IsFuzzy)
                        list.Add(Meaning(x, type, x.LaterTimex, x.Future.AddHours(hours), Later(x.FutureEnd)));
                }
            }
            found.Add(new(text[start..end], start, end - 1, TypeNames.DateTime + name, new(null) { Times = list }));
        }

        private static DateTime Later(DateTime end) => end == default ? end : end.AddHours(12);

        private static readonly Dictionary<string, string> Point = new() { ["sourceEntity"] = "datetimepoint" };
        private static readonly Dictionary<string, string> Span = new() { ["sourceEntity"] = "datetimerange" };

        private static TimeMeaning Meaning(in Node x, string type, string timex, DateTime start, DateTime end)
        {
            var isRange = x.Type is T.Range or T.TimeRange or T.DateTimeRange;
            var meaning = new TimeMeaning(timex, type) { Mod = x.Mod };
            if (x.List is not null)
                meaning = meaning with { Others = new Dictionary<string, string> { ["list"] = x.List } };
            var bends = x.Mod is not null && (x.Mod.StartsWith("before", StringComparison.Ordinal) || x.Mod.StartsWith("after", StringComparison.Ordinal)
                || x.Mod.StartsWith("since", StringComparison.Ordinal) || x.Mod.StartsWith("until", StringComparison.Ordinal));
            if (!bends)
                return isRange ? meaning with { Start = Show(x.Type, start), End = Show(x.Type, end) } : meaning with { Value = Show(x.Type, start) };
            var to = isRange ? end : start;
            if (!x.NoSource)
                meaning = meaning with { Others = isRange || x.IsPeriod ? Span : Point };
            return x.Mod![0] switch
            {
                'b' => meaning with { End = Show(x.Type, x.Mod.EndsWith("-end", StringComparison.Ordinal) ? to : start) },
                'u' => meaning with { End = Show(x.Type, to) },
                'a' => meaning with { Start = Show(x.Type, x.Mod.EndsWith("-start", StringComparison.Ordinal) ? start : to) },
                _ => meaning with { Start = Show(x.Type, start) },
            };
        }

        private static string Show(T type, DateTime at) => type switch
        {
            T.Date or T.Range => at.ToString("yyyy-MM-dd", null),
            T.Time or T.TimeRange => at.ToString("HH:mm:ss", null),
            _ => at.ToString("yyyy-MM-dd HH:mm:ss", null),
        };
    }
}
