namespace Assistant.Skills.Language.Recognisers;

// Ranges of times of day: "from 7 to 9", "1-3 pm", "in the morning".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        private readonly bool TimeRange(int i, out Node node, bool bare = false)
        {
            node = default;
            if (ClockRange(i, bare, out var start, out var end, out var to))
            {
                node = Join(T.TimeRange, i, to, "", "", DateTime.MinValue, DateTime.MinValue, start, end);
                return true;
            }
            if (Is(i, W.For) && Length(i + 1, out var lapse) && lapse.Clocked && Is(lapse.To, W.From) && ClockAt(lapse.To + 1, true, out start, out to) && (start.Clear || Stop(to)))
            {
                lapse.To = to;
                node = For(T.TimeRange, i, Of(T.Date, i, to, "", DateTime.MinValue, DateTime.MinValue), start, lapse);
                return true;
            }
            if (Is(i, W.From) && ClockAt(i + 1, true, out start, out to) && Is(to, W.For) && Length(to + 1, out lapse) && lapse.Clocked)
            {
                node = For(T.TimeRange, i, Of(T.Date, i, to, "", DateTime.MinValue, DateTime.MinValue), start, lapse);
                return true;
            }
            if (Is(i, W.In) && Is(i + 1, W.The) && (Is(i + 2, W.Early) || Is(i + 2, W.Late)) && SliceOfDay(i, i + 3, Is(i + 2, W.Early) ? 's' : 'e', out node))
                return true;
            if (Is(i, W.In) && Is(i + 1, W.The) && Kind(i + 2) == K.DayPart && Plural(i + 2))
            {
                node = PartOn(i, i + 3, (char)Value(i + 2), "", DateTime.MinValue, DateTime.MinValue, T.TimeRange);
                return true;
            }
            var at = Is(i, W.In) && Is(i + 1, W.The) ? i + 2 : Is(i, W.In) ? i + 1 : i;
            at = Is(at, W.The) ? at + 1 : at;
            if (Kind(at) == K.Meal && (At(t[at].End - 1) is 'e' or 'E'))
            {
                node = MealOf(i, at + 1, Value(at));
                return true;
            }
            if (!PartAt(at, out var part) || Unit(at, 'N') && at == i || (Is(i - 1, W.Good) && part != '\0') || (part == 'I' && Kind(at) == K.DayPart))
                return false;
            node = PartOn(at == i + 1 && Is(i, W.The) ? at : i, at + 1, part, "", DateTime.MinValue, DateTime.MinValue, T.TimeRange);
            return true;
        }

        private static Node MealOf(int from, int to, int hour)
        {
            var node = Of(T.TimeRange, from, to, hour switch { 8 => "TMEB", 11 => "TMEL", _ => "TMED" }, DateTime.MinValue.AddHours(hour), DateTime.MinValue.AddHours(hour));
            node.PastEnd = node.FutureEnd = DateTime.MinValue.AddHours(hour == 11 ? 13 : hour + 4);
            return node;
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
            if (!start.Clear && !end.Clear && Is(to, W.Of) && !(Date(to + 1, out var of) && of.DayOfMonth > 0))
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
            // Twelve hours later some ranges end on the next day: of a weekday that is the one after it, of a date it is not meant.
            var crosses = open && startDate.Length > 0 && start.Span + TimeSpan.FromHours(12) < TimeSpan.FromHours(24) && start.Span + TimeSpan.FromHours(12) + length > TimeSpan.FromHours(24);
            if (crosses && startDate == endDate && startDate.StartsWith("XXXX-WXX-", StringComparison.Ordinal))
                endDate = $"XXXX-WXX-{(startDate[^1] - '0') % 7 + 1}";
            else if (crosses)
                open = false;
            node.LaterTimex = open ? RangeTimex(startDate + start.Timex(12), endDate + end.Timex(12), text) : null;
            return node;
        }

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
    }
}
