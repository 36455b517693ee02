namespace Assistant.Skills.Language.Recognisers;

// The moments that lengths reach, counted from now or from a date: "3 days ago", "in two weeks", "2 weeks before May 13".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
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
            if (Is(i, W.For))
                return ForFrom(i, out node);
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
                // "in two weeks from tomorrow", "in two weeks since the year 2011"
                if (mod is null && (Is(to, W.From) || Is(to, W.After) || Is(to, W.Since)) && (Anchor(to + 1, lapse, out var first) || AnchorYear(to + 1, lapse, out first)))
                    return FromAnchor(i, 1, null, lapse, first, out node) && OnWeekday(ref node, lapse);
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

        /// <summary>"for 3 days, from today": "for" makes a range of what would be the day that is reached.</summary>
        private readonly bool ForFrom(int i, out Node node)
        {
            node = default;
            if (!Length(i + 1, out var lapse) || !Is(Skip(lapse.To, ','), W.From) || !Anchor(Skip(lapse.To, ',') + 1, lapse, out var begin) || !lapse.Shift(begin.Future, 1, out var end))
                return false;
            node = Period(i, begin.To, RangeTimex(Iso(begin.Future), Iso(end), lapse.Timex()), begin.Future, end, 'D');
            return true;
        }

        private readonly int RelNext(int i) => Rel(i, 1) || Rel(i, 2) ? i + 1 : i;

        private readonly bool Anchor(int i, in Lapse lapse, out Node anchor)
        {
            anchor = default;
            return !lapse.Clocked && i < t.Length && PlainDate(i, out anchor) && anchor.Value is null;
        }

        /// <summary>A year or month whose first day is counted from.</summary>
        private readonly bool AnchorYear(int i, in Lapse lapse, out Node anchor)
        {
            anchor = default;
            return !lapse.Clocked && (YearAlone(Skip(i, W.The), out anchor) || Month(Skip(i, W.The), out anchor)) && anchor.Value is null;
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
