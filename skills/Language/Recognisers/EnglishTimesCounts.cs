namespace Assistant.Skills.Language.Recognisers;

// Counted units before or after now: "the last 3 months", "next two days", "the previous 4 business days".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        private static readonly string[] Modals = ["will", "would", "can", "could", "may", "might", "must", "shall", "should", "cannot", "not", "t"];

        /// <summary>Whether "last" is the verb: "it will last 3 days".</summary>
        private readonly bool IsVerbLast(int i)
        {
            if (!Rel(i, -1) || At(t[i].Start) is not ('l' or 'L'))
                return false;
            var end = t[i].Start;
            while (end > 0 && text[end - 1] == ' ')
                end--;
            var start = end;
            while (start > 0 && end - start < 8 && char.IsAsciiLetter(text[start - 1]))
                start--;
            var word = text.AsSpan(start, end - start);
            foreach (var verb in Modals)
                if (word.Equals(verb, StringComparison.OrdinalIgnoreCase))
                    return true;
            return false;
        }

        private readonly Node Clocked(int from, int to, char unit, double count, int sign)
        {
            Lapse lapse = default;
            lapse.Add(unit, count);
            return Clocked(from, to, lapse, sign);
        }

        private readonly Node Clocked(int from, int to, in Lapse lapse, int sign)
        {
            if (!lapse.Shift(now, sign, out var other))
                return default;
            var (start, end) = sign < 0 ? (other, now) : (now, other);
            var node = Of(T.DateTimeRange, from, to, RangeTimex(Stamp(start), Stamp(end), lapse.Timex()), start, start);
            (node.PastEnd, node.FutureEnd) = (end, end);
            return node;
        }

        /// <summary>"the last 3 months", "next two days", "5 upcoming years", "past couple of weeks".</summary>
        private readonly bool ManyUnits(int i, out Node node)
        {
            node = default;
            // Only of decades does "the" belong to it.
            if (Is(i, W.The))
                return ManyUnits(i + 1, out node) && Unit(node.To - 1, 'X') && (node.From = i) >= 0;
            int rel, at = i, from = i;
            Lapse lapse;
            if (Kind(at) == K.Rel && Value(at) is not 0 and not 3)
            {
                rel = Value(at);
                if (IsVerbLast(at))
                    return false;
                // "the last 3 months and 2 weeks": where the second part does not belong to another phrase.
                if (!Length(at + 1, out lapse) || Lists(lapse) ? !Length(at + 1, out lapse, 1) : false || (Is(at + 1, W.A) && Kind(at + 2) == K.Unit))
                    return false;
            }
            else if (Rel(at, 0) && Kind(at + 1) == K.Rel && Value(at + 1) is not 0 and not 3 && Length(at + 2, out lapse, 1))
                rel = Value(at + 1);
            else if (Amount(at, out var count, out var next) && !Is(at, W.A) && Kind(next) == K.Rel && Value(next) is not 0 and not 3 && UnitAt(next + 1, out var unit, out var to) && (Plural(to - 1) || count <= 1) && Kind(at) is K.Digits or K.Number)
            {
                rel = Value(next);
                lapse = default;
                lapse.Add(unit, count);
                lapse.To = to;
            }
            else
                return false;
            var sign = Math.Sign(rel);
            if (Is(lapse.To, W.Of) && !Is(lapse.To + 1, W.Sc) || Is(lapse.To, W.Ago) || lapse.Unit == 'E')
                return false;
            if (lapse.Clocked)
                node = Clocked(from, lapse.To, lapse, sign);
            else if (lapse.Unit == 'Q')
            {
                var quarter = MonthStart(now.Year, (now.Month - 1) / 3 * 3 + 1 + (sign > 0 ? 3 : 0));
                var months = (int)Math.Min(3 * lapse.Count, 9000);
                node = Months(from, lapse.To, sign > 0 ? quarter : PlusMonths(quarter, -months), months, false);
            }
            else if (lapse.Unit is 'X' or 'C')
            {
                var length = lapse.Unit == 'X' ? 10 : 100;
                var years = (int)Math.Min(lapse.Years, 1000);
                var first = now.Year / length * length + (sign > 0 ? length : -years);
                node = Years(from, lapse.To, Math.Max(first, 1), Math.Max(first, 1) + years);
            }
            else
                node = Counted(from, sign, lapse);
            return node.Type != T.None;
        }

        private readonly bool Lists(in Lapse lapse) =>
            Is(lapse.To, W.Ago) || Is(lapse.To, W.Later) || Is(lapse.To, W.Earlier) || Is(lapse.To, W.Before) || Is(lapse.To, W.After) || Is(lapse.To, W.From) || Kind(lapse.To) is K.Rel;

        private readonly Node Counted(int from, int sign, in Lapse lapse)
        {
            if (lapse.Business > 0)
                return BusinessDays(from, sign, lapse);
            var begin = sign > 0 ? Plus(day, 1) : day;
            if (!lapse.Shift(begin, sign, out var other))
                return default;
            var (start, end) = sign > 0 ? (begin, other.Date) : (other.Date, begin);
            return Period(from, lapse.To, RangeTimex(Iso(start), Iso(end), lapse.Timex()), start, end, 'D');
        }

        private readonly Node BusinessDays(int from, int sign, in Lapse lapse)
        {
            var days = new List<DateTime>();
            var at = day;
            while (days.Count < Math.Min(lapse.Business, 400))
            {
                at = Plus(at, sign);
                if (at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                    days.Add(at);
            }
            days.Sort();
            var (start, end) = (days[0], sign < 0 ? day : Plus(days[^1], 1));
            var node = Period(from, lapse.To, RangeTimex(Iso(start), Iso(end), lapse.Timex()), start, end, 'D');
            node.List = string.Join(',', days.Select(Iso));
            return node;
        }
    }
}
