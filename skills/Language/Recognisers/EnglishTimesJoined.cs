namespace Assistant.Skills.Language.Recognisers;

// The whole expression: ranges from one point to another, and words that bend a time ("before", "since", "late").
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>The longest expression at i.</summary>
        private readonly bool Expression(int i, out Node node)
        {
            node = default;
            if (!CanStart(i))
                return false;
            if (Bent(i, out var other))
                Longest(ref node, other);
            if (Simple(i, out other))
            {
                OrLater(ref other);
                Longest(ref node, other);
            }
            return node.Type != T.None;
        }

        private readonly bool CanStart(int i) => Kind(i) switch
        {
            K.None or K.Suffix or K.Part => Kind(i) == K.Suffix,
            // Digits with nothing but digits around them are an amount or a telephone number.
            K.Digits => Length(i) is 4 or 8 || (Kind(i + 1) == K.Digits && Mark(i + 2, '/') && !Spaced(i + 2)) || (i + 1 < t.Length && Kind(i + 1) != K.Digits) || (i > 0 && Kind(i - 1) == K.Word),
            K.Mark => Value(i) is '<' or '>' or '\'',
            K.Word => !(Is(i, W.Of) || Is(i, W.And) || Is(i, W.Or) || Is(i, W.I) || Is(i, W.Am) || Is(i, W.Pm)),
            _ => true,
        };

        private readonly bool Simple(int i, out Node node)
        {
            node = default;
            if (Set(i, out var other))
                Longest(ref node, other);
            if (FromTo(i, out other))
                Longest(ref node, other);
            if (Moment(i, out other))
                Longest(ref node, other);
            if (Date(i, out other))
                Longest(ref node, other);
            if (Reached(i, out other))
                Longest(ref node, other);
            if (Sliced(i, out other))
                Longest(ref node, other);
            if (NamedRange(i, out other) || other.Type != T.None)
                Longest(ref node, other);
            if (Duration(i, out other))
                Longest(ref node, other);
            if (TimeRange(i, out other))
                Longest(ref node, other);
            if (Time(i, out other))
                Longest(ref node, other);
            return node.Type != T.None;
        }

        /// <summary>A word that bends, and where it ends: "before", "no later than", ">=".</summary>
        private readonly string? Bender(int i, out int to)
        {
            to = i + 1;
            if (Mark(i, '<') || Mark(i, '>'))
            {
                var equal = Mark(to, '=');
                to = equal ? to + 1 : to;
                return Mark(i, '<') ? (equal ? "until" : "before") : equal ? "since" : "after";
            }
            var inclusive = false;
            if ((Is(i, W.On) || Is(i, W.In)) && Is(i + 1, W.Or))
                (inclusive, i, to) = (true, i + 2, i + 3);
            string? mod = null;
            if (Is(i, W.Before) || Is(i, W.By) || Is(i, W.Until))
                mod = "before";
            else if (Is(i, W.Prior) && Is(to, W.To))
                (mod, to) = ("before", to + 1);
            else if (Is(i, W.No) && (Is(to, W.Later) || Is(to, W.More)) && Is(to + 1, W.Than))
                (mod, to) = ("before", to + 2);
            else if (Is(i, W.Earlier) && Is(to, W.Than))
                (mod, to) = ("before", to + 1);
            else if (Is(i, W.In) && Is(to, W.Advance) && Is(to + 1, W.Of))
                (mod, to) = ("before", to + 2);
            else if (Is(i, W.Ending) && (Is(to, W.On) || Is(to, W.With)))
                (mod, to) = ("before", to + 1);
            else if (Is(i, W.As) && (Is(to, W.Late) || Is(to, W.Early)) && Is(to + 1, W.As))
                (mod, to) = (Is(to, W.Late) ? "until" : "since", to + 2);
            else if (Is(i, W.After))
                (mod, to) = ("after", Skip(to, W.On));
            else if (Is(i, W.Later) && Is(to, W.Than))
                (mod, to) = ("after", to + 1);
            else if (Is(i, W.Since))
                mod = "since";
            else if (Is(i, W.Starting) || (Is(i, W.Beginning) && !Is(to, W.Of)))
                (mod, to) = ("since", Is(to, W.On) || Is(to, W.From) || Is(to, W.With) ? to + 1 : to);
            else if (Is(i, W.Any) && Is(to, W.Time) && Is(to + 1, W.From))
                (mod, to) = ("since", to + 2);
            else if (Is(i, W.More) && At(t[i].Start) is 'g' or 'G' && Is(to, W.Than))
                (mod, to) = ("after", to + 1);
            else if (Is(i, W.Around))
                mod = "approx";
            if (mod is null)
                return null;
            if (Is(to, W.Or) && (Is(to + 1, W.On) || Is(to + 1, W.In)))
                (inclusive, to) = (true, to + 2);
            return inclusive ? mod switch { "before" => "until", "after" => "since", _ => mod } : mod;
        }

        private readonly bool Bent(int i, out Node node)
        {
            node = default;
            if (Bender(i, out var at) is not { } mod)
                return false;
            if (Bender(at, out var again) is "approx")
                (mod, at) = (mod + "-approx", again);
            var the = Skip(at, W.The);
            if (Simple(at, out var other) && other.Type is not T.Set)
                Longest(ref node, other);
            if (the > at && Simple(the, out other) && other.Type is not T.Set)
                Longest(ref node, other);
            if (node.Type == T.None && Kind(the) == K.Meal)
            {
                node = MealOf(at, the + 1, Value(the));
            }
            if (node.Type == T.None)
                return false;
            if (node.Mod is not null and not ("start" or "mid" or "end"))
                return false;
            // Of the day, a bare number behind "before" or "by" is rather a count.
            if (node.Type == T.Time && !node.Clock.Clear || node.Type == T.TimeRange && mod == "approx")
                return false;
            node.Mod = node.Mod is null ? mod : $"{mod}-{node.Mod}";
            node.From = i;
            // Only a period of days names what it was before it was bent.
            node.NoSource |= node.Type is T.DateTimeRange or T.TimeRange;
            node.NoSource |= node.Grain is 'M' or 'A' or 'E' or 'I' && node.Type == T.TimeRange || (node.Type == T.TimeRange && node.Timex!.StartsWith("TME", StringComparison.Ordinal));
            return true;
        }

        /// <summary>"or later", "and before" behind a point.</summary>
        private readonly void OrLater(ref Node node)
        {
            var at = node.To;
            if (node.Mod is not null || !(node.Type is T.Date or T.Time || (node.Type == T.Range && node.Year > 0)) || !(Is(at, W.Or) || Is(at, W.And)))
                return;
            var mod = Is(at + 1, W.Later) || Is(at + 1, W.After) || Is(at + 1, W.Above) || (Is(at + 1, W.More) && At(t[at + 1].Start) is 'g') ? "since" : null;
            if (mod is null || Is(at + 2, W.Than) || (at + 2 < t.Length && Simple(at + 2, out _)) || (Is(at, W.And) && Is(at + 1, W.After) && MoreWords()))
                return;
            (node.Mod, node.To) = (mod, at + 2);
        }

        /// <summary>"early 2018", "mid-May", "the end of 1989", "later this week": a part of a range.</summary>
        private readonly bool Sliced(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if (Kind(i) == K.Day && Value(i) is 94 or 95)
            {
                node = Slice(UnitRange(i, i + 1, Value(i) == 94 ? 'Y' : 'M', 0), 'e', false, false);
                node.From = i;
                return true;
            }
            var (which, of, relative) = ('\0', false, false);
            if (Is(at, W.Early) || Is(at, W.Earlier))
                (which, relative) = ('s', Is(at, W.Earlier));
            else if (Is(at, W.Mid) || Is(at, W.Middle))
                which = 'm';
            else if (Is(at, W.Late) || Is(at, W.Later))
                (which, relative) = ('e', Is(at, W.Later));
            else if (Is(at, W.Beginning) || Is(at, W.Start))
                which = 's';
            else if (Is(at, W.End))
                which = 'e';
            else
                return false;
            of = Is(at, W.Beginning) || Is(at, W.Start) || Is(at, W.End) || Is(at, W.Middle);
            var start = at;
            at = Skip(at + 1, '-');
            if (Is(at, W.Of) ? of || which == 'm' : Is(at, W.In) && relative)
                at++;
            else if (of && Kind(at) != K.Unit)
                return false;
            if (relative && Kind(at) == K.Day && Value(at) == 0)
                return LaterToday(start, at + 1, which, Fixed(start, at + 1, day), out node);
            if (which != 'm' && !of && SliceOfDay(start, at, which, out node))
                return true;
            var the = Skip(at, W.The);
            Node whole = default;
            if (NamedRange(at, out var other) && other.Mod is null)
                Longest(ref whole, other);
            if (the > at && NamedRange(the, out other) && other.Mod is null)
                Longest(ref whole, other);
            if (whole.Type == T.None && of && Kind(at) == K.Unit && !Plural(at))
                whole = UnitRange(at, at + 1, (char)Value(at), 0);
            if (whole.Type != T.Range || whole.Grain is not ('M' or 'Y' or 'W' or 'S' or 'Q' or 'E'))
                return false;
            // Of a year in digits the slices are thirds, of "this year" halves.
            node = Slice(whole, which, whole.Grain == 'Y' && Kind(whole.To - 1) is K.Digits or K.Number, relative);
            node.From = start;
            return true;
        }

        private static bool LaterToday(int from, int to, char which, in Node date, out Node node)
        {
            var (start, end) = which == 'e' ? (12, 24) : (0, 12);
            node = Of(T.DateTimeRange, from, to, date.Timex, date.Future.AddHours(start), date.Future.AddHours(start));
            (node.PastEnd, node.FutureEnd, node.Mod) = (date.Future.AddHours(end), date.Future.AddHours(end), which == 'e' ? "end" : "start");
            return true;
        }

        /// <summary>"early in the day Wednesday", "later in the afternoon", "late this morning".</summary>
        private readonly bool SliceOfDay(int from, int i, char which, out Node node)
        {
            node = default;
            var at = Is(i, W.In) ? i + 1 : Is(i - 1, W.In) ? i : -1;
            if (at > 0 && Is(at, W.The) && Unit(at + 1, 'D') && !Plural(at + 1))
            {
                at += 2;
                return Date(Skip(at, W.On), out var date) && date.Value is null && !date.IsHoliday ? LaterToday(from, date.To, which, date, out node) : LaterToday(from, at, which, Fixed(from, at, day), out node);
            }
            // The words before "in the afternoon" leave "in" to it.
            at = Is(i - 1, W.In) ? i - 1 : i;
            if (!(RelativePart(at, out _, out _) && Moment(at, out node) && node.Type == T.DateTimeRange) && !((Is(at, W.In) || Kind(at) == K.DayPart) && TimeRange(at, out node)) || node.Mod is not null || node.Grain is not ('M' or 'A' or 'E' or 'I'))
                return false;
            (node.From, node.Mod) = (from, which == 'e' ? "end" : "start");
            if (which == 'e')
                (node.Past, node.Future) = (node.Past.AddHours(2), node.Future.AddHours(2));
            else
                (node.PastEnd, node.FutureEnd) = (node.Past.AddHours(2), node.Future.AddHours(2));
            return true;
        }

        private readonly Node Slice(in Node whole, char which, bool thirds, bool relative)
        {
            var node = whole;
            if (whole.Value is null)
            {
                (node.Past, node.PastEnd) = SliceOf(whole.Past, whole.PastEnd, whole.Grain, which, thirds);
                (node.Future, node.FutureEnd) = SliceOf(whole.Future, whole.FutureEnd, whole.Grain, which, thirds);
            }
            if (!relative || whole.IsFuzzy || day < whole.Past || day >= whole.PastEnd)
                node.Mod = which switch { 's' => "start", 'm' => "mid", _ => "end" };
            else if (which == 'e' && day > node.Past && day < node.PastEnd && !node.IsFuzzy)
                node.Past = node.Future = day;
            else if (which == 's' && day > node.Past && day < node.PastEnd && !node.IsFuzzy)
                node.PastEnd = node.FutureEnd = day;
            return node;
        }

        private static (DateTime, DateTime) SliceOf(DateTime start, DateTime end, char grain, char which, bool thirds)
        {
            DateTime At(double part) => grain switch
            {
                'M' => Plus(start, part),
                'W' => Plus(start, part),
                _ => PlusMonths(start, (int)part),
            };
            var (a, b, c, d) = grain switch
            {
                'M' => (15.0, 9.0, 20.0, 15.0),
                'W' => (3, 1, 5, 3),
                'Y' when thirds => (4, 4, 8, 8),
                'Y' when (end - start).Days < 367 => (6, 3, 9, 6),
                _ => (0, 0, 0, 0),
            };
            if (a == 0)
                return (start, end);
            return which switch { 's' => (start, At(a)), 'm' => (At(b), At(c)), _ => (At(d), end) };
        }
    }
}
