namespace Assistant.Skills.Language.Recognisers;

// Times of day and ranges of them.
public static partial class EnglishTimes
{
    /// <summary>A time on the clock. Half: 'a', 'p', or nothing where both are meant.</summary>
    private struct Clock
    {
        public int Hour, Minute, Second, Parts;
        public char Half;

        /// <summary>Said so that a bare number would not do: with minutes, a half of the day or "o'clock".</summary>
        public bool Clear;

        public readonly bool Open => Half == '\0' && Hour is >= 1 and <= 12;

        public readonly int Hour24 => Half == 'p' && Hour < 12 ? Hour + 12 : Half == 'a' && Hour == 12 ? 0 : Hour == 24 ? 0 : Hour;

        public readonly TimeSpan Span => new(Hour24, Minute, Second);

        public readonly string Timex(int shift = 0) => Parts switch
        {
            1 => $"T{(Hour24 + shift) % 24:D2}",
            2 => $"T{(Hour24 + shift) % 24:D2}:{Minute:D2}",
            _ => $"T{(Hour24 + shift) % 24:D2}:{Minute:D2}:{Second:D2}",
        };
    }

    private ref partial struct Reader
    {
        /// <summary>"am", "p.m.", "9p", "ampm" ('b').</summary>
        private readonly bool Desc(int i, out char half, out int to)
        {
            (half, to) = ('\0', i + 1);
            if (Is(i, W.Am) || Is(i, W.Pm) || Is(i, W.AmPm))
                half = Is(i, W.Am) ? 'a' : Is(i, W.Pm) ? 'p' : 'b';
            else if ((Is(i, W.A) && Length(i) == 1 || Is(i, W.P)) && Mark(i + 1, '.') && !Spaced(i + 1) && Unit(i + 2, 'm') && !Spaced(i + 2) && Length(i + 2) == 1)
                (half, to) = (Is(i, W.A) ? 'a' : 'p', Mark(i + 3, '.') && !Spaced(i + 3) ? i + 4 : i + 3);
            else if ((Is(i, W.A) && Length(i) == 1 || Is(i, W.P)) && i > 0 && !Spaced(i) && Kind(i - 1) == K.Digits && WholeEnd(i))
                half = Is(i, W.A) ? 'a' : 'p';
            else
                return false;
            return true;
        }

        /// <summary>The clock at i. <paramref name="bare"/> where a number alone is enough ("at 7").</summary>
        private readonly bool ClockAt(int i, bool bare, out Clock clock, out int to)
        {
            clock = default;
            to = i;
            var at = i;
            if (Kind(at) == K.Day && Value(at) is 96 or 97)
            {
                clock = new() { Hour = Value(at) == 96 ? 12 : 0, Parts = 1, Half = Value(at) == 96 ? 'p' : 'a', Clear = true };
                to = at + 1;
                return true;
            }
            if (Is(at, W.Mid) && Unit(Skip(at + 1, '-'), 'N'))
            {
                (clock.Parts, clock.Half, clock.Clear, to) = (1, 'a', true, Skip(at + 1, '-') + 1);
                return true;
            }
            if (!PastOrTo(at, out clock, out to) && !Digital(at, bare, out clock, out to) && !Worded(at, bare, out clock, out to))
                return false;
            if (Is(to, W.OClock))
                (to, clock.Clear) = (to + 1, true);
            if (Desc(to, out var half, out var next))
                (clock.Half, to, clock.Clear) = (half == 'b' ? '\0' : half, next, true);
            if (InPart(to, out half, out next))
                (clock.Half, to, clock.Clear) = (clock.Hour > 12 || clock.Half != '\0' ? clock.Half : half, next, true);
            return clock.Clear || bare;
        }

        /// <summary>"in the morning", "at night", "this evening" behind a time: which half of the day.</summary>
        private readonly bool InPart(int i, out char half, out int to)
        {
            (half, to) = ('\0', i);
            var at = Is(i, W.In) && Is(i + 1, W.The) ? i + 2 : Is(i, W.At) || Is(i, W.In) ? i + 1 : i;
            if (at > i && (Kind(at) == K.DayPart || Unit(at, 'N')) && !Plural(at))
                (half, to) = (Kind(at) == K.DayPart && Value(at) == 'M' ? 'a' : 'p', at + 1);
            return to > i;
        }

        private readonly bool PastOrTo(int i, out Clock clock, out int to)
        {
            clock = default;
            var at = i;
            int minutes;
            var said = true;
            if (Is(at, W.Half))
                (minutes, to) = (30, at + 1);
            else if (Unit(Skip(at, W.A), 'Q'))
                (minutes, to) = (15, Skip(at, W.A) + 1);
            else if (Small(at, out minutes, out to) && minutes is > 0 and < 60)
                (to, said) = Unit(to, 'm') ? (to + 1, true) : (to, false);
            else
                return false;
            var before = Is(to, W.To);
            if (before ? !said : !Rel(to, -2) && !Is(to, W.After))
                return false;
            to++;
            if (!Small(to, out var hour, out to) || hour is < 1 or > 12 || (before && Kind(at) == K.Digits && Kind(at + 1) != K.Unit))
                return false;
            clock = before ? new() { Hour = hour == 1 ? 12 : hour - 1, Minute = 60 - minutes } : new() { Hour = hour, Minute = minutes };
            (clock.Parts, clock.Clear) = (2, true);
            return true;
        }

        private readonly bool Digital(int i, bool bare, out Clock clock, out int to)
        {
            clock = default;
            to = i;
            if (Kind(i) != K.Digits)
                return false;
            if (Mark(i + 1, ':') && Kind(i + 2) == K.Digits && Length(i + 2) == 2 && !Spaced(i + 1) && !Spaced(i + 2) && Digits(i, 2) && Value(i) <= 24 && Value(i + 2) < 60)
            {
                clock = new() { Hour = Value(i), Minute = Value(i + 2), Parts = 2, Clear = true };
                to = i + 3;
                if (Mark(to, ':') && Kind(to + 1) == K.Digits && Length(to + 1) == 2 && Value(to + 1) < 60 && !Spaced(to + 1))
                    (clock.Second, clock.Parts, to) = (Value(to + 1), 3, to + 2);
                return true;
            }
            if (Mark(i + 1, '.') && !Spaced(i + 1) && Kind(i + 2) == K.Digits && !Spaced(i + 2) && Length(i + 2) == 2 && Digits(i, 2) && Value(i) <= 24 && Value(i + 2) < 60)
            {
                clock = new() { Hour = Value(i), Minute = Value(i + 2), Parts = 2 };
                to = i + 3;
                clock.Clear = bare && Is(i - 1, W.At);
                return true;
            }
            if (Length(i) is 3 or 4 && Value(i) / 100 <= 12 && Value(i) % 100 < 60 && Desc(i + 1, out _, out _))
            {
                clock = new() { Hour = Value(i) / 100, Minute = Value(i) % 100, Parts = 2 };
                to = i + 1;
                return true;
            }
            if (!Digits(i, 2) || Value(i) > 24 || (bare && ((NumberGoesOnAfter(i + 1) && !Mark(i + 1, '-')) || Kind(i + 1) is K.Suffix or K.Unit or K.Month)))
                return false;
            if (Value(i) > 12 && Desc(i + 1, out _, out _))
                return false;
            clock = new() { Hour = Value(i), Parts = 1 };
            to = i + 1;
            return true;
        }

        /// <summary>"five-thirty", "nine thirty", "six forty-three minutes", "seven" where a number is enough.</summary>
        private readonly bool Worded(int i, bool bare, out Clock clock, out int to)
        {
            clock = default;
            to = i;
            if (Kind(i) != K.Number || Value(i) is < 1 or > 12)
                return false;
            clock = new() { Hour = Value(i), Parts = 1 };
            to = i + 1;
            var minutes = Mark(to, '-') && !Spaced(to) ? to + 1 : to;
            if (Kind(minutes) == K.Number && Value(minutes) is >= 10 and < 60 && Small(minutes, out var minute, out var next) && minute < 60 && Kind(next) is not (K.Unit or K.Month) | Unit(next, 'm'))
                (clock.Minute, clock.Parts, clock.Clear, to) = (minute, 2, true, Unit(next, 'm') ? next + 1 : next);
            return clock.Clear || bare || Desc(to, out _, out _) || Is(to, W.OClock) || InPart(to, out _, out _);
        }

        private static Node TimeOf(int from, int to, in Clock clock)
        {
            var value = DateTime.MinValue + clock.Span;
            var node = Of(T.Time, from, to, clock.Timex(), value, value);
            node.LaterTimex = clock.Open ? clock.Timex(12) : null;
            node.Clock = clock;
            return node;
        }

        private readonly bool Time(int i, out Node node)
        {
            node = default;
            var at = i;
            char half = '\0';
            if (Is(i, W.In) && InPart(i, out half, out var part))
                at = part;
            else if (Is(i, W.Early) && Kind(i + 1) == K.DayPart)
                (half, at) = (Value(i + 1) == 'M' ? 'a' : 'p', i + 2);
            if (at > i)
            {
                at = Skip(at, W.At);
                if (at == i || !Is(at - 1, W.At) || !ClockAt(at, true, out var later, out var end))
                    return false;
                later.Half = later.Half == '\0' && later.Hour <= 12 ? half : later.Half;
                node = TimeOf(i, end, later);
                return true;
            }
            at = Skip(i, W.At);
            var bare = Is(i - 1, W.At) || at > i;
            if (Kind(at) == K.Digits && (NumberGoesOnBefore(at) || Sign(at)) || !ClockAt(at, bare, out var clock, out var to))
                return false;
            // "at 6.45" is a time for its "at", which Recognizers-Text then keeps.
            if (at > i && !(Mark(at + 1, '.') && Kind(at + 2) == K.Digits))
                return false;
            if (bare && !clock.Clear && (!WholeEnd(to - 1) || (to < t.Length && Kind(to) is not (K.Mark or K.Word or K.Day or K.Weekday or K.Rel)) || (to >= t.Length && MoreWords() && Kind(at) != K.Number) || NumberGoesOnAfter(to)))
                return false;
            if (Mark(at + 1, ':') && Kind(at + 2) == K.Digits && clock.Half == '\0' && At(t[at].Start - 1) == ':')
                return false;
            node = TimeOf(i, to, clock);
            return true;
        }

        /// <summary>Whether a clock time stands at i, as behind a day ("on the 17 from 2pm", "the fifth at 3").</summary>
        private readonly bool ClockFollows(int i) => ClockAt(Skip(Skip(i, W.At), W.From), true, out _, out _);

        private static string PartTimex(char part) => part switch { 'M' => "TMO", 'A' => "TAF", 'E' => "TEV", 'D' => "TDT", _ => "TNI" };

        private static (int, int) PartHours(char part) => part switch { 'M' => (8, 12), 'A' => (12, 16), 'E' => (16, 20), 'D' => (8, 18), _ => (20, 24) };

        private static Node PartOn(int from, int to, char part, string timex, DateTime past, DateTime future, T type)
        {
            var (start, end) = PartHours(part);
            var node = Of(type, from, to, timex + PartTimex(part), past.AddHours(start), future.AddHours(start));
            var (lastPast, lastFuture) = (past.AddHours(end), future.AddHours(end));
            (node.PastEnd, node.FutureEnd, node.Grain) = end == 24 ? (lastPast.AddSeconds(-1), lastFuture.AddSeconds(-1), part) : (lastPast, lastFuture, part);
            return node;
        }

        /// <summary>A part of the day at i: "morning", "night".</summary>
        private readonly bool PartAt(int i, out char part)
        {
            part = Kind(i) == K.DayPart ? (char)Value(i) : Unit(i, 'N') ? 'I' : '\0';
            return part != '\0' && !Plural(i) && !Is(i, W.S);
        }

        private readonly bool TimeRange(int i, out Node node, bool bare = false)
        {
            node = default;
            if (ClockRange(i, bare, out var start, out var end, out var to))
            {
                node = Join(T.TimeRange, i, to, "", "", DateTime.MinValue, DateTime.MinValue, start, end);
                return true;
            }
            if (Is(i, W.For) && Length(i + 1, out var lapse) && lapse.Clocked && Is(lapse.To, W.From) && ClockAt(lapse.To + 1, false, out start, out to))
            {
                lapse.To = to;
                node = For(T.TimeRange, i, Of(T.Date, i, to, "", DateTime.MinValue, DateTime.MinValue), start, lapse);
                return true;
            }
            var at = Is(i, W.In) && Is(i + 1, W.The) ? i + 2 : Is(i, W.In) ? i + 1 : i;
            at = Is(at, W.The) ? at + 1 : at;
            if (Kind(at) == K.Meal && (At(t[at].End - 1) is 'e' or 'E'))
            {
                node = Of(T.TimeRange, i, at + 1, Value(at) switch { 8 => "TMEB", 11 => "TMEL", _ => "TMED" }, DateTime.MinValue.AddHours(Value(at)), DateTime.MinValue.AddHours(Value(at)));
                (node.PastEnd, node.FutureEnd) = (DateTime.MinValue.AddHours(Value(at) == 11 ? 13 : Value(at) + 4), DateTime.MinValue.AddHours(Value(at) == 11 ? 13 : Value(at) + 4));
                return true;
            }
            if (!PartAt(at, out var part) || Unit(at, 'N') && at == i || (Is(i - 1, W.Good) && part != '\0') || (part == 'I' && Kind(at) == K.DayPart))
                return false;
            node = PartOn(at == i + 1 && Is(i, W.The) ? at : i, at + 1, part, "", DateTime.MinValue, DateTime.MinValue, T.TimeRange);
            return true;
        }

        /// <summary>"from 7 to 9", "1-3 pm", "between 10 and 11:30", "3:00 to 4:00".</summary>
        private readonly bool ClockRange(int i, bool bare, out Clock start, out Clock end, out int to)
        {
            (start, end, to) = (default, default, i);
            var said = Is(i, W.From) || Is(i, W.Between);
            var at = said ? i + 1 : i;
            if (!said && Kind(at) == K.Digits && NumberGoesOnBefore(at) || !Military(at, said, out start, out var middle) && !ClockAt(at, true, out start, out middle))
                return false;
            if (!(Is(middle, W.To) || Mark(middle, '-') || Mark(middle, '~') || Is(middle, W.Until) || Is(middle, W.Through) || (Is(i, W.Between) && Is(middle, W.And))))
                return false;
            if (!Military(middle + 1, said, out end, out to) && !ClockAt(middle + 1, true, out end, out to))
                return false;
            if ((Kind(to) is K.Month && !end.Clear) || Kind(to) is K.Unit or K.Suffix || (!end.Clear && (NumberGoesOnAfter(to) || !WholeEnd(to - 1))) || (!said && !bare && !start.Clear && !end.Clear))
                return false;
            if (!start.Clear && !end.Clear && Is(to, W.Of))
                return false;
            if (start.Half == '\0' && start.Hour <= 12 && end.Half != '\0')
                start.Half = end.Half == 'p' && start.Hour % 12 * 60 + start.Minute > end.Hour % 12 * 60 + end.Minute ? 'a' : end.Half;
            else if (end.Half == '\0' && end.Hour <= 12 && start.Half != '\0')
                end.Half = end.Hour % 12 * 60 + end.Minute >= start.Hour % 12 * 60 + start.Minute && !(start.Half == 'a' && end.Hour == 12) ? start.Half : 'p';
            return true;
        }

        private readonly bool Military(int i, bool said, out Clock clock, out int to)
        {
            (clock, to) = (default, i + 1);
            if (!said || Kind(i) != K.Digits || Length(i) != 4 || Value(i) / 100 > 23 || Value(i) % 100 > 59 || Value(i) is >= 1500 and < 2100)
                return false;
            clock = new() { Hour = Value(i) / 100, Minute = Value(i) % 100, Parts = 2, Clear = true };
            return true;
        }

        private static Node Join(T type, int from, int to, string startDate, string endDate, DateTime past, DateTime future, Clock start, Clock end)
        {
            var open = start.Open && end.Open;
            if (open && end.Span <= start.Span)
                end.Half = 'p';
            var length = end.Span - start.Span;
            length = length <= TimeSpan.Zero ? length + TimeSpan.FromHours(24) : length;
            var text = "PT" + (length.TotalHours >= 1 ? $"{(int)length.TotalHours}H" : "") + (length.Minutes > 0 ? $"{length.Minutes}M" : "") + (length.Seconds > 0 ? $"{length.Seconds}S" : "");
            var node = Of(type, from, to, RangeTimex(startDate + start.Timex(), endDate + end.Timex(), text), past + start.Span, future + start.Span);
            (node.PastEnd, node.FutureEnd) = (node.Past + length, node.Future + length);
            node.LaterTimex = open ? RangeTimex(startDate + start.Timex(12), endDate + end.Timex(12), text) : null;
            return node;
        }
    }
}
