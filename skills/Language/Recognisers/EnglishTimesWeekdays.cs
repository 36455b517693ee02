namespace Assistant.Skills.Language.Recognisers;

// Days of the week: "next Friday", "Tuesday of last week", "Sunday 31", "two Sundays from now".
public static partial class EnglishTimes
{
    private ref partial struct Reader
    {
        /// <summary>A weekday of a week that words name: "Friday", "next week Tuesday", "Tuesday of last week", "Sunday 31", "two Sundays from now".</summary>
        private readonly bool WeekdayDate(int i, out Node node)
        {
            node = default;
            var at = i;
            if (Small(i, out var count, out var to) && Kind(to) == K.Weekday && count is > 0 and < 60 && (Is(to + 1, W.Later) || (Is(to + 1, W.From) && Kind(to + 2) == K.Day && Value(to + 2) is 90 or 0)))
            {
                var days = Value(to) % 7 < (int)day.DayOfWeek ? count - 1 : count;
                var date = day;
                for (; days > 0; days--)
                    date = Plus(Monday(date), 6 + Value(to));
                node = Fixed(i, Is(to + 1, W.Later) ? to + 2 : to + 3, date);
                return true;
            }
            // Recognizers-Text counts the "on" of "on Friday next week" in, of next week only.
            if (Is(i, W.On) && Kind(i + 1) == K.Weekday && WeekdayDate(i + 1, out node) && Rel(node.To - 2, 1) && Unit(node.To - 1, 'W'))
            {
                node.From = i;
                return true;
            }
            if (Kind(at) == K.Rel && Value(at) != 3)
            {
                var rel = Value(at);
                if (rel is 0 && Kind(at + 1) == K.Rel && Value(at + 1) != 0)
                    rel = Value(++at);
                if (Unit(at + 1, 'W') && !Plural(at + 1))
                {
                    var after = Skip(Skip(at + 2, ','), W.On);
                    if (Kind(after) != K.Weekday || Plural(after))
                        return false;
                    node = Fixed(i, after + 1, Plus(Monday(day), 7 * Math.Sign(rel) + Value(after) - 1));
                    return true;
                }
                if (Kind(at + 1) != K.Weekday || Plural(at + 1))
                    return false;
                node = Fixed(i, at + 2, RelativeWeekday(rel, Value(at + 1)));
                return true;
            }
            at = Is(i, W.The) && Kind(i + 1) == K.Weekday ? i + 1 : i;
            if (Kind(at) != K.Weekday || Plural(at))
                return false;
            var weekday = Value(at);
            if ((t[at].Flags & Marks.Short) != 0 && weekday is 6 or 7 && Is(at - 1, W.The))
                return false;
            if ((t[at].Flags & Marks.Short) != 0 && weekday is 6 or 7 && !Is(at - 1, W.On) && !(Kind(at - 2) == K.Weekday && (Is(at - 1, W.Or) || Is(at - 1, W.And) || Mark(at - 1, '-'))) && !(at + 1 < t.Length && Kind(at + 1) is K.Digits or K.Rel or K.Word))
                return false;
            // "Tuesday of last week", "Wednesday next week", "Monday this week".
            var week = Skip(Skip(Is(at + 1, W.Of) || Is(at + 1, W.In) || Is(at + 1, W.On) ? at + 2 : at + 1, ','), W.The);
            if (Kind(week) == K.Rel && Value(week) != 3 && Unit(week + 1, 'W') && !Plural(week + 1) && !Is(week + 2, W.Of))
            {
                node = Fixed(i, week + 2, Plus(Monday(day), 7 * Math.Sign(Value(week)) + weekday - 1));
                return true;
            }
            if (OnNumberedDay(i, at, weekday, out node))
                return true;
            var next = Plus(day, (weekday - WeekdayOf(day) + 7) % 7);
            node = Of(T.Date, at == i || Is(i, W.The) ? at : i, at + 1, $"XXXX-WXX-{weekday}", Plus(next, -7), next);
            if (Length(Skip(at + 1, ','), out var lapse) && !lapse.Clocked && (Is(lapse.To, W.After) || Is(lapse.To, W.From)) && Anchor(lapse.To + 1, lapse, out var anchor) && lapse.Shift(anchor.Future, 1, out var reached))
                node = OnWeekdayOf(Fixed(at, anchor.To, reached), weekday, lapse, anchor.To);
            return true;
        }

        private readonly DateTime RelativeWeekday(int rel, int weekday)
        {
            var date = Plus(Monday(day), weekday - 1);
            return rel switch
            {
                2 => date > day ? date : Plus(date, 7),
                -2 => date < day ? date : Plus(date, -7),
                _ => Plus(date, 7 * Math.Sign(rel)),
            };
        }

        /// <summary>"Sunday 31", "Tue 13th", "Friday the 26th".</summary>
        private readonly bool OnNumberedDay(int i, int at, int weekday, out Node node)
        {
            node = default;
            var the = Is(at + 1, W.The);
            var number = the ? at + 2 : Skip(at + 1, ',');
            if (!DayNumber(number, out var date, out var to, out var ordinal) || (!ordinal && (Kind(number) != K.Digits || number > at + 1)) || Kind(to) == K.Unit || Is(to, W.OClock))
                return false;
            if (!WholeEnd(to - 1) || (!ordinal && (NumberGoesOnAfter(to) || Mark(to, '-') || Mark(to, ':') || Desc(to, out _, out _) || Is(to, W.To) || Is(to, W.Until))))
                return false;
            if (the)
            {
                if (!TryDate(now.Year, now.Month, date, out var exact) || WeekdayOf(exact) != weekday)
                    return false;
                node = Fixed(at, to, exact);
                return true;
            }
            DateTime past = default, future = default;
            for (var month = 0; month < 60 && future == default; month++)
                future = OnThat(month, date, weekday) is var d && d >= day ? d : default;
            for (var month = 0; month < 60 && past == default; month++)
                past = OnThat(-month, date, weekday) is var d && d != default && d < day ? d : default;
            if (past == default || future == default)
                return false;
            node = Of(T.Date, at, to, $"XXXX-WXX-{weekday}", past, future);
            return true;
        }

        private readonly DateTime OnThat(int months, int date, int weekday)
        {
            var month = PlusMonths(MonthStart(now.Year, now.Month), months);
            return TryDate(month.Year, month.Month, date, out var result) && WeekdayOf(result) == weekday ? result : default;
        }
    }
}
