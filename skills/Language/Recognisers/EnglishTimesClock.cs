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
            // "mid-morning", "mid afternoon" are points, unlike the parts of the day themselves.
            if (Is(at, W.Mid) && Skip(at + 1, '-') is var mid && (Kind(mid) == K.DayPart && Value(mid) is 'M' or 'A' && !Plural(mid) || Unit(mid, 'D') && !Plural(mid)))
            {
                clock = new() { Hour = Kind(mid) == K.Unit ? 12 : Value(mid) == 'M' ? 10 : 14, Parts = 1, Half = Kind(mid) == K.DayPart && Value(mid) == 'M' ? 'a' : 'p', Clear = true };
                to = mid + 1;
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
            if (at == i && (Is(i, W.Early) || Is(i, W.Late)) && Kind(i + 1) == K.DayPart && Kind(i - 1) is K.Digits or K.Word)
                at++;
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
    }
}
