namespace Assistant.Skills.Language.Recognisers;

// What repeats: "every Monday at 4pm", "daily", "each two days", "Fridays".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>What repeats: "every Monday at 4pm", "daily", "each two days", "Fridays", "once a week".</summary>
        private readonly bool Set(int i, out Node node)
        {
            node = default;
            if (Kind(i) == K.Often)
                return Repeats(i, i + 1, Period((char)Value(i), 1), true, out node);
            if ((Is(i, W.Bi) || Is(i, W.Semi)) && Kind(Skip(i + 1, '-')) == K.Often)
                return Repeats(i, Skip(i + 1, '-') + 1, Period((char)Value(Skip(i + 1, '-')), Is(i, W.Bi) ? 2 : 0.5), true, out node);
            if (Kind(i) == K.Weekday && Plural(i))
                return Repeats(i, i + 1, $"XXXX-WXX-{Value(i)}", true, out node);
            if (Kind(i) == K.Weekday && Kind(i + 1) is K.DayPart && Plural(i + 1))
                return Repeats(i, i + 2, $"XXXX-WXX-{Value(i)}{PartTimex((char)Value(i + 1))}", false, out node);
            if ((Is(i, W.Once) || (Kind(i) == K.Number && Value(i) == 1)) && (Is(i + 1, W.A) || Is(i + 1, W.Per)) && Kind(i + 2) == K.Unit && !Plural(i + 2))
                return Repeats(i, i + 3, Period((char)Value(i + 2), 1), true, out node);
            if (Kind(i) is K.Digits or K.Number && ClockAt(i, false, out var clock, out var to) && (Kind(to) == K.Often && Value(to) == 'D' || (Is(to, W.Every) && Unit(to + 1, 'D'))))
                return Repeats(i, Kind(to) == K.Often ? to + 1 : to + 2, clock.Timex(), false, out node);
            if (!Is(i, W.Every) && !Is(i, W.Any))
                return false;
            var at = i + 1;
            double count = 1;
            if (Is(at, W.Other))
                (count, at) = (2, at + 1);
            else if (Amount(at, out var said, out var next) && !Is(at, W.A))
                (count, at) = (said, next);
            else if (Ordinal(at, out var nth, out next) && Kind(next) == K.Unit)
                (count, at) = (nth, next);
            if (Kind(at) == K.Weekday)
                return Repeats(i, at + 1, $"XXXX-WXX-{Value(at)}", true, out node);
            if (PartAt(at, out var part))
                return Repeats(i, at + 1, PartTimex(part), true, out node);
            if (UnitAt(at, out var unit, out to) && count > 0)
                return Repeats(i, to, Period(unit, count), true, out node);
            return false;
        }

        private static string Period(char unit, double count)
        {
            Lapse lapse = default;
            lapse.Add(unit, count);
            return lapse.Timex();
        }

        private readonly bool Repeats(int from, int to, string timex, bool timed, out Node node)
        {
            node = default;
            var at = Skip(to, W.At);
            if (timed && Kind(at) != K.None && ClockAt(at, at > to, out var clock, out var next))
            {
                // Every day, or every evening: the time alone says it.
                timex = (timex is "P1D" || timex[0] == 'T' ? "" : timex) + clock.Timex();
                to = next;
            }
            node = new() { Type = T.Set, From = from, To = to, Timex = timex, Value = "not resolved" };
            return true;
        }
    }
}
