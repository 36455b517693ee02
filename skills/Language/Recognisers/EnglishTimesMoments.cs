namespace Assistant.Skills.Language.Recognisers;

// A date together with a time, and what repeats.
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        private readonly bool Moment(int i, out Node node)
        {
            node = default;
            if (Kind(i) == K.None)
                return false;
            if (memo.Knows(Memo.Moments, i, out node, out var known))
                return known;
            if (Present(i, out var other))
                Longest(ref node, other);
            if (DateThenTime(i, out other))
                Longest(ref node, other);
            if (TimeThenDate(i, out other))
                Longest(ref node, other);
            if (EndOfDay(i, out other))
                Longest(ref node, other);
            if (Reached(i, out other) && other.Type is T.DateTime or T.DateTimeRange)
                Longest(ref node, other);
            return memo.Keep(Memo.Moments, i, node, node.Type != T.None);
        }

        /// <summary>"now", "right now", "as soon as possible", "at this time", "recently".</summary>
        private readonly bool Present(int i, out Node node)
        {
            node = default;
            var at = Is(i, W.Right) || Is(i, W.Just) ? i + 1 : i;
            string timex;
            int to;
            if (Kind(at) == K.Day && Value(at) == 90)
                (timex, to) = ("PRESENT_REF", at + 1);
            else if (Kind(i) == K.Day && Value(i) == 91)
                (timex, to) = ("FUTURE_REF", i + 1);
            else if (Kind(i) == K.Day && Value(i) == 92)
                (timex, to) = ("PAST_REF", i + 1);
            else if (Is(i, W.As) && Is(i + 1, W.Soon) && Is(i + 2, W.As) && Is(i + 3, W.Possible))
                (timex, to) = ("FUTURE_REF", i + 4);
            else if (Is(i, W.At) && Is(Skip(i + 1, W.The), W.Present))
                (timex, to) = ("PRESENT_REF", Skip(Skip(i + 1, W.The) + 1, W.Time));
            else if (Is(i, W.At) && (Is(i + 1, W.The) || Rel(i + 1, 0)) && (Is(i + 2, W.Moment) || (Rel(i + 1, 0) && Is(i + 2, W.Time))))
                (timex, to) = ("PRESENT_REF", i + 3);
            else if (Is(i, W.At) && (Is(i + 1, W.The) || Rel(i + 1, 0)) && Rel(i + 2, 0) && (Is(i + 3, W.Moment) || Is(i + 3, W.Time)))
                (timex, to) = ("PRESENT_REF", i + 4);
            else
                return false;
            node = Of(T.DateTime, i, to, timex, now, now);
            return true;
        }

        private static Node On(in Node date, int from, int to, Clock clock)
        {
            var node = Of(T.DateTime, from, to, date.Timex + clock.Timex(), date.Past + clock.Span, date.Future + clock.Span);
            node.LaterTimex = clock.Open ? date.Timex + clock.Timex(12) : null;
            node.Clock = clock;
            return node;
        }

        private readonly bool DateThenTime(int i, out Node node)
        {
            node = default;
            var night = RelativePart(i, out var part, out var date);
            if (!night && (!Date(i, out date) || date.IsHoliday))
                return false;
            if (date.Value is not null)
                return NoSuchDay(i, date, out node);
            var to = date.To;
            var at = Skip(to, ',');
            // "tomorrow morning", "Friday in the evening at 8"
            var hasPart = night;
            if (!night)
            {
                var p = Is(at, W.In) && Is(at + 1, W.The) ? at + 2 : Is(at, W.At) ? at + 1 : at;
                p = Is(p, W.Early) || Is(p, W.Late) ? p + 1 : p;
                if (PartAt(p, out part))
                    (hasPart, to, at) = (true, p + 1, Skip(p + 1, ','));
                // "Wednesday evening next week"
                if (hasPart && Kind(date.To - 1) == K.Weekday && Kind(to) == K.Rel && Value(to) != 3 && Unit(to + 1, 'W') && !Plural(to + 1))
                {
                    date = Fixed(i, to + 2, Plus(Monday(day), 7 * Math.Sign(Value(to)) + Value(date.To - 1) - 1));
                    (to, at) = (to + 2, to + 2);
                }
            }
            if (!(at > to && Is(at, W.Between)) && ClockRange(Skip(Skip(at, W.On), W.At), true, out var start, out var end, out var rangeTo) && !(Kind(at) == K.Digits && at == to && !Spaced(at)))
            {
                if (hasPart && start.Half == '\0' && end.Half == '\0')
                    start.Half = end.Half = part == 'M' ? 'a' : 'p';
                node = Join(T.DateTimeRange, i, rangeTo, date.Timex, date.Timex, date.Past, date.Future, start, end);
                return true;
            }
            if (Bender(at, out var bent) is { } mod && mod != "approx" && !hasPart && ClockAt(bent, false, out var limit, out var limited))
            {
                node = On(date, i, limited, limit);
                (node.Mod, node.NoSource) = (mod, true);
                return true;
            }
            if (Is(at, W.From) && ClockAt(at + 1, true, out start, out var until) && Is(until, W.For) && Length(until + 1, out var lapse) && lapse.Clocked)
            {
                node = For(T.DateTimeRange, i, date, start, lapse);
                return true;
            }
            if (Is(to, W.T) && !Spaced(to) && Kind(to + 1) == K.Digits && !Spaced(to + 1) && Digital(to + 1, false, out var iso, out var isoTo) && iso.Clear)
            {
                iso.Half = iso.Hour < 12 ? 'a' : 'p';
                node = On(date, i, isoTo, iso);
                return true;
            }
            var preposition = Is(at, W.At) || Is(at, W.Around) || Mark(at, '@') || Is(at, W.For);
            var first = preposition ? at + 1 : Mark(at, '-') && (Mark(at - 1, ')') || (Spaced(at) && Spaced(at + 1))) ? at + 1 : at;
            first = preposition ? Skip(Skip(first, W.Around), W.The) : first;
            if (Kind(first) != K.None && ClockAt(first, (preposition && !Is(at, W.For)) || (night && Kind(first) is K.Digits or K.Number), out var clock, out var next) && (clock.Clear || (Kind(next) is not (K.Unit or K.Suffix or K.Month) && WholeEnd(next - 1))) && (preposition || Spaced(at) || first > to))
            {
                if (hasPart && clock.Half == '\0' && clock.Hour <= 12)
                    clock.Half = part == 'M' || (part == 'I' && clock.Hour is < 5) ? 'a' : 'p';
                node = On(date, i, next, clock);
                return true;
            }
            if (!hasPart)
                return false;
            node = PartOn(i, to, part, date.Timex, date.Past, date.Future, T.DateTimeRange);
            return true;
        }

        /// <summary>A time on the 30th of February.</summary>
        private readonly bool NoSuchDay(int i, in Node date, out Node node)
        {
            node = default;
            var at = Skip(Skip(date.To, ','), W.At);
            if (!ClockAt(at, Is(at - 1, W.At), out var clock, out var to) || !WholeEnd(to - 1))
                return false;
            node = On(date, i, to, clock);
            (node.Value, node.LaterTimex) = (date.Value, null);
            return true;
        }

        /// <summary>From a clock time for some hours.</summary>
        private static Node For(T type, int from, in Node date, Clock start, in Lapse lapse)
        {
            var length = TimeSpan.FromSeconds(Math.Min(lapse.TotalSeconds, 86400));
            var end = (DateTime.MinValue + start.Span + length).ToString("'T'HH:mm:ss", null);
            var node = Of(type, from, lapse.To, RangeTimex(date.Timex + start.Timex(), date.Timex + end, HourTimex(length)), date.Past + start.Span, date.Future + start.Span);
            (node.PastEnd, node.FutureEnd) = (node.Past + length, node.Future + length);
            return node;
        }

        /// <summary>"this morning", "last night", "tonight": the part and its day.</summary>
        private readonly bool RelativePart(int i, out char part, out Node date)
        {
            (part, date) = ('\0', default);
            if (Kind(i) == K.DayPart && Value(i) == 'I')
            {
                (part, date) = ('I', Fixed(i, i + 1, day));
                return true;
            }
            if (Kind(i) != K.Rel || Value(i) == 3 || !PartAt(i + 1, out part))
                return false;
            date = Fixed(i, i + 2, Plus(day, Math.Sign(Value(i))));
            return true;
        }

        private readonly bool TimeThenDate(int i, out Node node)
        {
            node = default;
            if (ClockRange(i, true, out var start, out var end, out var to) && Behind(to, out var date, out var part, out var last) && (start.Clear || end.Clear || Is(i, W.From) || Is(i, W.Between) || Spaced(to)))
            {
                if (part != '\0' && start.Half == '\0' && end.Half == '\0')
                    start.Half = end.Half = part == 'M' ? 'a' : 'p';
                node = Join(T.DateTimeRange, i, last, date.Timex, date.Timex, date.Past, date.Future, start, end);
                return true;
            }
            // "in the morning of May 5"
            var of = Is(i, W.In) ? Skip(i + 1, W.The) : i;
            if (Kind(of) == K.DayPart && PartAt(of, out part) && (Date(Is(of + 1, W.Of) || Is(of + 1, W.On) ? of + 2 : of + 1, out date)) && !date.IsHoliday && date.Value is null)
            {
                node = PartOn(i, date.To, part, date.Timex, date.Past, date.Future, T.DateTimeRange);
                return true;
            }
            if (Kind(i) == K.Digits && (NumberGoesOnBefore(i) || Sign(i)))
                return false;
            var at = Is(i, W.At) && Mark(i + 2, '.') ? i + 1 : i;
            // "five to seven today" is a range, read above where it is one.
            // "7 tonight", "eight this morning": the part of the day makes the number an hour.
            if (ClockAt(at, true, out var clock, out to) && !clock.Clear && RelativePart(Skip(to, ','), out part, out date) && clock.Hour is > 0 and <= 12)
            {
                clock.Half = part == 'M' || (part == 'I' && clock.Hour < 5) ? 'a' : 'p';
                node = On(date, i, date.To, clock);
                return true;
            }
            // "3 pm or later on Monday"
            if (clock.Clear && (Is(to, W.Or) || Is(to, W.And)) && (Is(to + 1, W.Later) || Is(to + 1, W.After)) && Behind(to + 2, out date, out part, out last))
            {
                node = On(date, i, last, clock);
                node.Mod = "since";
                return true;
            }
            if (!ClockAt(at, Is(at - 1, W.At), out clock, out to) || !Behind(to, out date, out part, out last))
                return false;
            if (!clock.Clear && !Spaced(to) && !Mark(to, ','))
                return false;
            if (part != '\0' && clock.Half == '\0' && clock.Hour <= 12)
                clock.Half = part == 'M' ? 'a' : 'p';
            node = On(date, i, last, clock);
            return true;
        }

        /// <summary>The day behind a time: "tomorrow evening", "on Friday", "tonight".</summary>
        private readonly bool Behind(int i, out Node date, out char part, out int to)
        {
            (date, part, to) = (default, '\0', i);
            var at = Skip(i, ',');
            at = Is(at, W.On) || Is(at, W.Of) || Is(at, W.In) ? at + 1 : at;
            if (RelativePart(at, out part, out date))
            {
                to = date.To;
                return true;
            }
            if (!Date(at, out date) || date.IsHoliday || date.Value is not null)
                return false;
            to = date.To;
            if (PartAt(to, out part))
                to++;
            return true;
        }

        /// <summary>"end of the day", "eod", "the end of tomorrow".</summary>
        private readonly bool EndOfDay(int i, out Node node)
        {
            node = default;
            var at = Skip(i, W.The);
            if (Kind(at) == K.Day && Value(at) == 93)
            {
                node = LastSecond(i, at + 1, Fixed(i, at + 1, day));
                return true;
            }
            if (!Is(at, W.End) || !(Is(at + 1, W.Of) || Unit(at + 1, 'D')))
                return false;
            var of = Is(at + 1, W.Of) ? at + 2 : at + 1;
            if (Unit(of, 'D') && !Plural(of))
                node = LastSecond(i, of + 1, Fixed(i, of + 1, day));
            else if (Date(of, out var date) && date.Value is null || Is(of, W.The) && Date(of + 1, out date) && date.Value is null)
                node = LastSecond(i, date.To, date);
            return node.Type != T.None;
        }

        private static Node LastSecond(int from, int to, in Node date) => On(date, from, to, new() { Hour = 23, Minute = 59, Second = 59, Parts = 3 });
    }
}
