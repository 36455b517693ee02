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
                else if (Is(at, W.And) && Is(at + 1, W.A) && Unit(at + 2, 'Q') && !Plural(at + 2) && unit != 'Q')
                {
                    lapse.Add(unit, 0.25);
                    lapse.Count = count + 0.25;
                    at += 3;
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
    }
}
