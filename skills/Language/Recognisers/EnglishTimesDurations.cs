namespace Assistant.Skills.Language.Recognisers;

// Lengths of time, and the moments they reach: "3 days ago", "in two weeks", "2 weeks before May 13".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>A unit of time; short ones only right behind digits ("3h").</summary>
        private readonly bool UnitAt(int i, out char unit, out int to)
        {
            (unit, to) = ('\0', i + 1);
            if (Kind(i) == K.Unit && (t[i].Flags & Marks.Short) == 0)
                unit = (char)Value(i);
            else if (Kind(i) == K.Unit && !Spaced(i) && Kind(i - 1) == K.Digits && WholeEnd(i))
                unit = (char)Value(i);
            else if (Is(i, W.H) && !Spaced(i) && Kind(i - 1) == K.Digits)
                unit = 'h';
            else if (Is(i, W.S) && !Spaced(i) && Kind(i - 1) == K.Digits && Value(i - 1) < 1000)
                unit = 's';
            else if (Kind(i) == K.Ordinal && Value(i) == 2 && At(t[i].Start) is 's' or 'S' && !(Is(i + 1, W.Of)))
                unit = 's';
            else if (Is(i, W.Business) && Kind(i + 1) == K.Unit && Value(i + 1) == 'D')
                (unit, to) = ('B', i + 2);
            return unit != '\0' && !(unit == 'B' && to == i + 1 && Kind(i) != K.Unit);
        }

        private readonly bool Length(int i, out Lapse lapse, int most = 6)
        {
            lapse = default;
            var at = i;
            // Behind "and" only one part: "the last 3 months and 2 weeks and 2 days ago" lists three things.
            most = Is(i - 1, W.And) ? 1 : most;
            for (var parts = 0; parts < most; parts++)
            {
                var from = at;
                if (parts > 0)
                {
                    from = Skip(Skip(at, ','), W.And);
                    if (from > at && Kind(from) is not (K.Digits or K.Number) && !Is(from, W.A))
                        break;
                }
                if (!Amount(from, out var count, out var next))
                    break;
                next = Mark(next, '-') && !Spaced(next + 1) ? next + 1 : next;
                if (!UnitAt(next, out var unit, out next) || count <= 0 || (unit == 'm' && Is(next - 1, W.P)))
                    break;
                // Parts go from large to small: "2 weeks, 3 weeks" are two lengths.
                if (parts > 0 && Rank(unit) >= Rank(lapse.Unit))
                    break;
                lapse.Add(unit, count);
                at = next;
                if (Is(at, W.And) && HalfAfter(at + 1, out next) && Kind(next) != K.Unit)
                {
                    lapse.Add(unit, 0.5);
                    lapse.Count = count + 0.5;
                    at = next;
                }
            }
            lapse.To = at;
            return at > i;
        }

        private static int Rank(char unit) => unit switch { 'C' => 12, 'X' => 11, 'Y' => 10, 'Q' => 9, 'M' => 8, 'F' => 7, 'W' or 'E' => 6, 'h' => 3, 'm' => 2, 's' => 1, _ => 5 };

        /// <summary>"3 hours", "all day", "more than 2 weeks", "half a year".</summary>
        private readonly bool Duration(int i, out Node node)
        {
            node = default;
            var at = i;
            var mod = LengthMod(ref at);
            if (mod is null && (Is(i, W.All) || Is(i, W.Whole) || (Is(i, W.The) && Is(i + 1, W.Whole))))
            {
                at = Is(i, W.The) ? i + 2 : Is(i, W.All) && Is(i + 1, W.The) ? i + 2 : i + 1;
                if (Is(at, W.Whole))
                    at++;
                at = Skip(at, '-');
                if (!UnitAt(at, out var whole, out var to) || Plural(at) || whole is not ('Y' or 'M' or 'W' or 'D' or 'F'))
                    return false;
                Lapse one = default;
                one.Add(whole, 1);
                node = OfLapse(Is(i, W.The) ? i + 1 : i, to, one);
                return true;
            }
            if (!Length(at, out var lapse) || NotALength(at, lapse))
                return false;
            // Written "[a full] 3 days" or "3 whole days" alike.
            node = OfLapse(i, lapse.To, lapse);
            node.Mod = mod;
            if (mod is null && Is(lapse.To, W.Or) && (Is(lapse.To + 1, W.More) || Is(lapse.To + 1, W.Less)) && !Is(lapse.To + 2, W.Than))
                (node.Mod, node.To) = (Is(lapse.To + 1, W.More) ? "more" : "less", lapse.To + 2);
            return true;
        }

        private readonly bool NotALength(int at, in Lapse lapse)
        {
            if (Kind(at) == K.Digits && NumberGoesOnBefore(at) && At(t[at].Start - 1) != '-')
                return true;
            var last = t[lapse.To - 1];
            // "3 night shifts" are no length; "5m" is as often metres or millions; "one second time" counts the second time; "a day" is how often.
            return (lapse.To == at + 2 && Kind(at) == K.Digits && last.Kind == K.Unit && (last.Flags & Marks.Short) != 0 && last.Value is 'm')
                || (last.Kind == K.Ordinal && Kind(lapse.To) == K.Unit);
        }

        private static Node OfLapse(int from, int to, in Lapse lapse) => new()
        {
            Type = T.Duration, From = from, To = to, Timex = lapse.Timex(), Value = Plain(lapse.TotalSeconds),
        };

        /// <summary>"more than", "less than": moves behind it.</summary>
        private readonly string? LengthMod(ref int at)
        {
            if ((Is(at, W.More) || Is(at, W.Less)) && Is(at + 1, W.Than))
            {
                at += 2;
                return Is(at - 2, W.More) ? "more" : "less";
            }
            return null;
        }

        /// <summary>What a length reaches, counted from now or from a date: "3 days ago", "in 2 weeks", "2 days after tomorrow", "within 5 days".</summary>
        private readonly bool Reached(int i, out Node node)
        {
            node = default;
            var at = i;
            var within = Is(at, W.Within);
            var inside = Is(at, W.In);
            if (within)
                at = RelNext(Skip(at + 1, W.The));
            else if (inside)
                at = Is(at + 1, W.The) ? at : at + 1;
            var mod = LengthMod(ref at);
            if (!within && !inside && (Is(i, W.From) || Is(i, W.Starting) || Is(i, W.Beginning)))
                return ForSome(i, out node);
            if (!Length(at, out var lapse))
                return false;
            var to = lapse.To;
            if (within)
                return Within(i, lapse, out node);
            if (inside)
            {
                if (Is(to, W.Of) || !lapse.Shift(now, 1, out var moment))
                    return false;
                node = Moment(i, to, lapse, moment);
                node.Mod = mod is null ? null : mod == "more" ? "after" : "before";
                return mod is not null ? (node.To = to) > 0 : OnWeekday(ref node, lapse);
            }
            if (Is(to, W.Ago) || (Is(to, W.Earlier) && !Is(to + 1, W.Than)) || (Is(to, W.Before) && !Anchor(to + 1, lapse, out _)))
            {
                if (!lapse.Shift(now, -1, out var moment))
                    return false;
                node = Reach(i, to + 1, mod, lapse, moment, -1);
                return true;
            }
            if ((Is(to, W.Later) && !Is(to + 1, W.Than) && !Is(to + 1, W.In)) || ((Is(to, W.From) || Is(to, W.After)) && Kind(to + 1) == K.Day && Value(to + 1) == 90))
            {
                if (!lapse.Shift(now, 1, out var moment))
                    return false;
                node = Reach(i, Is(to, W.Later) ? to + 1 : to + 2, mod, lapse, moment, 1);
                return mod is not null || OnWeekday(ref node, lapse);
            }
            if ((Is(to, W.Before) || Is(to, W.After) || Is(to, W.From)) && Anchor(to + 1, lapse, out var anchor))
                return FromAnchor(i, Is(to, W.Before) ? -1 : 1, mod, lapse, anchor, out node) && (node.Type != T.Date || OnWeekday(ref node, lapse));
            if (Is(to, W.Starting) || (Is(to, W.Beginning) && Kind(to + 1) is not K.Word))
            {
                var first = Skip(Skip(Skip(to + 1, W.From), W.On), W.At);
                if (Anchor(first, lapse, out var begin) && !lapse.Clocked)
                {
                    // A day and month without a year is taken in this year, even where it has passed.
                    var start = begin.Past.Year == now.Year ? begin.Past : begin.Future;
                    start = begin.Month > 0 ? start : begin.Future;
                    if (!lapse.Shift(start, 1, out var end))
                        return false;
                    node = Period(i, begin.To, RangeTimex(Iso(start), Iso(end), lapse.Timex()), start, end, 'D');
                    return true;
                }
            }
            return false;
        }

        /// <summary>"from May 20th for 2 weeks", "starting next Monday for 3 days".</summary>
        private readonly bool ForSome(int i, out Node node)
        {
            node = default;
            var first = Is(i, W.From) ? i + 1 : Skip(Skip(i + 1, W.From), W.On);
            if (!PlainDate(first, out var begin) || begin.Value is not null || !Is(begin.To, W.For) || !Length(begin.To + 1, out var lapse) || lapse.Clocked || !lapse.Shift(begin.Future, 1, out var end))
                return false;
            node = Period(i, lapse.To, RangeTimex(Iso(begin.Future), Iso(end), lapse.Timex()), begin.Future, end, 'D');
            return true;
        }

        private readonly int RelNext(int i) => Rel(i, 1) || Rel(i, 2) ? i + 1 : i;

        private readonly bool Anchor(int i, in Lapse lapse, out Node anchor)
        {
            anchor = default;
            return !lapse.Clocked && i < t.Length && PlainDate(i, out anchor) && anchor.Value is null;
        }

        private static bool FromAnchor(int i, int sign, string? mod, in Lapse lapse, in Node anchor, out Node node)
        {
            node = default;
            if (!lapse.Shift(anchor.Future, sign, out var date))
                return false;
            node = Of(T.Date, i, anchor.To, Iso(date), date, date);
            if (mod == "more")
            {
                node = Period(i, anchor.To, Iso(date), date, date, 'D');
                (node.Mod, node.NoSource) = (sign < 0 ? "before" : "after", true);
            }
            else if (mod == "less")
            {
                var (a, b) = sign < 0 ? (date, anchor.Future) : (anchor.Future, date);
                node = Period(i, anchor.To, RangeTimex(Iso(a), Iso(b), lapse.Timex()), a, b, 'D');
            }
            return true;
        }

        private readonly bool Within(int i, in Lapse lapse, out Node node)
        {
            node = default;
            if (!lapse.Shift(now, 1, out var end))
                return false;
            if (lapse.Clocked)
            {
                node = Of(T.DateTimeRange, i, lapse.To, RangeTimex(Stamp(now), Stamp(end), lapse.Timex()), now, now);
                (node.PastEnd, node.FutureEnd) = (end, end);
                return true;
            }
            var to = (Is(lapse.To, W.From) || Is(lapse.To, W.After)) && Kind(lapse.To + 1) == K.Day && Value(lapse.To + 1) is 0 or 90 ? lapse.To + 2 : lapse.To;
            node = Period(i, to, RangeTimex(Iso(day), Iso(end), lapse.Timex()), day, end.Date, 'D');
            return true;
        }

        private static string Stamp(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss", null);

        /// <summary>"less than 2 weeks ago" is the time since then, "more than 2 weeks ago" the time before.</summary>
        private readonly Node Reach(int from, int to, string? mod, in Lapse lapse, DateTime moment, int sign)
        {
            var node = Moment(from, to, lapse, moment);
            if (mod == "less" && !lapse.Clocked)
            {
                var (start, end) = sign < 0 ? (moment.Date, day) : (day, moment.Date);
                return Period(from, to, RangeTimex(Iso(start), Iso(end), lapse.Timex()), start, end, 'D');
            }
            if (mod is not null)
                (node.Mod, node.NoSource) = ((mod == "more") == (sign < 0) ? "before" : "after", true);
            return node;
        }

        private static Node Moment(int from, int to, in Lapse lapse, DateTime moment) => lapse.Clocked
            ? Of(T.DateTime, from, to, Stamp(moment), moment, moment)
            : Of(T.Date, from, to, Iso(moment), moment.Date, moment.Date);

        /// <summary>"in 2 weeks on Friday": the Friday of the week that is reached, for weeks begin on Sunday in this phrase; of a month, the next one.</summary>
        private readonly bool OnWeekday(ref Node node, in Lapse lapse)
        {
            var at = Skip(node.To, W.On);
            if (node.Type != T.Date || Kind(at) != K.Weekday || Plural(at) || at == node.To)
                return true;
            node = OnWeekdayOf(node, Value(at), lapse, at + 1);
            return true;
        }

        private static Node OnWeekdayOf(in Node node, int weekday, in Lapse lapse, int to)
        {
            var wanted = weekday % 7 - (int)node.Future.DayOfWeek;
            var date = Plus(node.Future, wanted < 0 && (lapse.Months > 0 || lapse.Years > 0) ? wanted + 7 : wanted);
            var result = node;
            (result.Past, result.Future, result.Timex, result.To) = (date, date, Iso(date), to);
            return result;
        }
    }
}
