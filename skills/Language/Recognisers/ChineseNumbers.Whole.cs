namespace Assistant.Skills.Language.Recognisers;

/// <summary>Reads Chinese numerals with their units.</summary>
public static partial class ChineseNumbers
{
    /// <summary>What has been read of a numeral so far.</summary>
    private ref struct Numeral
    {
        // Sums counted in 兆, 亿, 万 and ones; a larger unit takes up what is below it (一万五千亿).
        private decimal _trillions, _hundredMillions, _tenThousands, _ones;

        // The next of ten, a hundred and a thousand has to be smaller than the last.
        private int _below = 10000;

        public Numeral() { }

        /// <summary>The unit just read, which a last digit counts tenths of: 九万四.</summary>
        public decimal Last { get; private set; }

        /// <summary>Whether the last part read was 万, 亿 or 兆.</summary>
        public bool AfterLarge { get; private set; }

        public readonly decimal Total => _trillions * Scale(3) + _hundredMillions * Scale(2) + _tenThousands * Scale(1) + _ones;

        public bool Small(int unit, decimal count)
        {
            if (unit >= _below || count >= 10000) return false;
            _ones += count * unit;
            (_below, Last, AfterLarge) = (unit, unit, false);
            return true;
        }

        public bool Large(int power, decimal count)
        {
            ref var same = ref _tenThousands;
            if (power == 2) same = ref _hundredMillions;
            if (power == 3) same = ref _trillions;
            var below = _ones + count + (power > 1 ? _tenThousands * Scale(1) : 0) + (power > 2 ? _hundredMillions * Scale(2) : 0);
            if (below == 0)
            {
                // 十万万: a unit of the unit.
                if (!AfterLarge || same == 0) return false;
                below = same * Scale(power);
            }
            else if (same != 0) return false;
            if (below > Largest / Scale(power)) return false;
            _ones = 0;
            if (power > 1) _tenThousands = 0;
            if (power > 2) _hundredMillions = 0;
            same = below;
            (_below, Last, AfterLarge) = (10000, Scale(power), true);
            return true;
        }
    }

    /// <summary>A whole number with at least one Chinese character in it, or Arabic digits with units between them (5万4千).</summary>
    private static NumberReading? Whole(ReadOnlySpan<char> text, int start)
    {
        var numeral = new Numeral();
        var (at, end, traits) = (start, start, NumberTraits.None);
        var (zero, empty) = (false, true);
        while (true)
        {
            var here = empty && !zero ? at : Gap(text, at);
            var c = At(text, here);
            var count = 0m;
            var (next, digits, figures) = (here, 0, Arabic(c) >= 0);
            if (figures)
            {
                if (!Figures(text, here, out next, out count, out digits)) return null;
            }
            else if (Digit(c) >= 0)
            {
                for (; Digit(At(text, next)) >= 0; next++)
                    if (++digits > MostDigits) return null;
                if (Digit(c) == 0 && !empty)
                {
                    // 一千零五: the zero only says that a place is empty.
                    if (zero) break;
                    (zero, at) = (true, here + 1);
                    continue;
                }
                if (Digit(c) == 0 && IsLedByZero(text, here + 1))
                {
                    // 零十, 零五百: the zero fills an empty place.
                    at = here + 1;
                    continue;
                }
                if (digits > 1 || Digit(c) == 0)
                {
                    var run = text[here..next];
                    return empty ? ReadOut(text, here, run) : !zero && IsApproximate(run) ? null : Ended(end, numeral.Total, traits, empty);
                }
                count = Digit(c);
            }
            else if (Tens(c) > 0)
            {
                if (!numeral.Small(10, Tens(c) / 10)) break;
                (at, end, empty, zero) = (here + 1, here + 1, false, false);
                continue;
            }
            else if (!empty && IsSome(c) && (numeral.Last > 0 || zero))
            {
                var large = Gap(text, here + 1);
                if (LargeUnit(At(text, large)) is not (> 0 and var power) || !numeral.Large(power, 0)) break;
                (at, end, zero, traits) = (large + 1, large + 1, false, traits | NumberTraits.Some);
                continue;
            }
            var unitAt = digits > 0 ? Gap(text, next) : here;
            var unit = At(text, unitAt);
            if (digits > 0 && figures && IsSome(unit) && LargeUnit(At(text, Gap(text, unitAt + 1))) > 0)
            {
                (unitAt, traits) = (Gap(text, unitAt + 1), traits | NumberTraits.Some);
                unit = At(text, unitAt);
            }
            var spaced = unitAt > next || here > at;
            if (!IsUnit(unit) || StartsShare(text, unitAt, spaced || empty && digits == 0 && SmallUnit(unit) != 10))
            {
                if (digits == 0) break;
                return Tail(text, here, next, count, figures, digits, here > at, zero, empty, end, numeral, traits);
            }
            if (SmallUnit(unit) is > 0 and var small)
            {
                // 百三 and 千万 start with a unit; further on only 十 goes without its digit.
                if (digits == 0 && small != 10 && !empty) break;
                if (!numeral.Small(small, digits == 0 ? 1 : count)) break;
                if (digits == 0 && small != 10) traits |= NumberTraits.BareUnit;
            }
            else if (empty && digits == 0 || !numeral.Large(LargeUnit(unit), count)) break;
            (at, end, empty, zero) = (unitAt + 1, unitAt + 1, false, false);
        }
        return Ended(end, numeral.Total, traits, empty);
    }

    // 百 or 千 alone is no number.
    private static NumberReading? Ended(int end, decimal value, NumberTraits traits, bool empty) =>
        empty || (traits & NumberTraits.BareUnit) != 0 && value is 100 or 1000 ? null : new NumberReading(end, value, traits);

    /// <summary>A last digit without a unit counts ones after 零 or 十, else tenths of the unit before it: 二百五.</summary>
    private static NumberReading? Tail(
        ReadOnlySpan<char> text, int here, int next, decimal count, bool figures, int digits, bool spaced, bool zero, bool empty, int end, Numeral numeral, NumberTraits traits)
    {
        if (empty) return figures ? null : new NumberReading(next, count, traits | NumberTraits.Lone);
        var before = Ended(end, numeral.Total, traits, empty);
        var ones = zero || numeral.Last <= 10 || digits > 1;
        if (figures && (spaced || count != decimal.Truncate(count)) || count >= numeral.Last) return before;
        // 一百 三个: the next word's own number.
        if (spaced && IsHan(At(text, next)) && At(text, Gap(text, next)) is not ('点' or '點' or '又' or '分')) return before;
        return new NumberReading(next, numeral.Total + (ones ? count : count * numeral.Last / 10), traits & ~NumberTraits.BareUnit);
    }

    /// <summary>Digits read out one by one: 二〇一六. Two in a row before a unit or a thing mean "about" (二三十, 两三个): no number.</summary>
    private static NumberReading? ReadOut(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> run)
    {
        var end = start + run.Length;
        if (run.Length > 1 && (IsUnit(At(text, end)) || IsApproximate(run))) return null;
        var value = 0m;
        foreach (var c in run) value = value * 10 + Digit(c);
        return new NumberReading(end, value, run.Length < 3 ? NumberTraits.Lone : NumberTraits.None);
    }

    private static bool IsLedByZero(ReadOnlySpan<char> text, int at) =>
        SmallUnit(At(text, at)) == 10 || Digit(At(text, at)) > 0 && IsUnit(At(text, at + 1));

    private static bool IsApproximate(ReadOnlySpan<char> run)
    {
        foreach (var c in run)
            if (IsCounting(c)) return true;
        return run.Length == 2 && Digit(run[0]) is var first && (Digit(run[1]) == first + 1 && first > 0 || run is "三五");
    }

    /// <summary>百分点 is never a unit of the number before it, 百分之 not after a gap: it starts a percentage of its own.</summary>
    private static bool StartsShare(ReadOnlySpan<char> text, int at, bool apart)
    {
        if (SmallUnit(text[at]) == 0) return false;
        var share = Past(text, at + 1, "分");
        return share > 0 && (SmallUnit(text[at]) == 100 && (Past(text, share, "点") > 0 || Past(text, share, "點") > 0)
            || apart && Past(text, share, "之") > 0);
    }
}
