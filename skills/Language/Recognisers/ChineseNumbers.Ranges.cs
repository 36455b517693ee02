namespace Assistant.Skills.Language.Recognisers;

/// <summary>Ranges of numbers: one bound (大于五, 五以上), two bounds, or from one to the other.</summary>
public static partial class ChineseNumbers
{
    private enum Relation { None, More, AtLeast, Less, AtMost, Equal }

    /// <summary>One bound with the words that make it one.</summary>
    private readonly record struct Bound(int Start, int End, Relation Relation, NumberReading Number)
    {
        public bool IsLow => Relation is Relation.More or Relation.AtLeast;

        public bool IsHigh => Relation is Relation.Less or Relation.AtMost;
    }

    /// <summary>Adds the ranges of numbers in a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Where they are added.</param>
    public static void AddRanges(string text, List<Recognised> found)
    {
        Bound? open = null;
        var free = 0;
        for (var at = Next(text, 0); at >= 0;)
        {
            if (SharePrefix(text, at, out _) is > 0 and var share)
            {
                // 百分之五 is a share, not a bound.
                at = Next(text, Plain(text, Gap(text, share)) is { } part ? part.End : share);
                continue;
            }
            if (Signed(text, at) is not { } number)
            {
                at = Next(text, After(text, at));
                continue;
            }
            if (FromTo(text, at, free, number, out var start, out var end, out var other))
            {
                Close(text, ref open, found);
                found.Add(Range(text, start, end, $"[{Write(number)},{Write(other)})"));
                free = end;
            }
            else if (ReadBound(text, at, free, number) is { } bound)
            {
                if (open is { } first && Joins(text, first, bound))
                {
                    var (low, high) = first.IsLow ? (first, bound) : (bound, first);
                    found.Add(Range(text, first.Start, bound.End, Interval(low, high)));
                    open = null;
                }
                else
                {
                    Close(text, ref open, found);
                    open = bound;
                }
                end = free = bound.End;
            }
            else end = number.End;
            at = Next(text, end);
        }
        Close(text, ref open, found);
    }

    private static Recognised Range(string text, int start, int end, string value) => new(text[start..end], start, end - 1, TypeNames.NumberRange, new(value));

    private static string Interval(Bound low, Bound high) =>
        $"{(low.Relation == Relation.AtLeast ? '[' : '(')}{Write(low.Number)},{Write(high.Number)}{(high.Relation == Relation.AtMost ? ']' : ')')}";

    private static void Close(string text, ref Bound? open, List<Recognised> found)
    {
        if (open is not { } bound) return;
        var value = Write(bound.Number);
        found.Add(Range(text, bound.Start, bound.End, bound.Relation switch
        {
            Relation.More => $"({value},)",
            Relation.AtLeast => $"[{value},)",
            Relation.Less => $"(,{value})",
            Relation.AtMost => $"(,{value}]",
            _ => $"[{value},{value}]",
        }));
        open = null;
    }

    /// <summary>大于5小于10: one range, where both bounds leave something between them.</summary>
    private static bool Joins(ReadOnlySpan<char> text, Bound first, Bound second)
    {
        if (!(first.IsLow && second.IsHigh && first.Number.Value < second.Number.Value || first.IsHigh && second.IsLow
            && first.Number.Value > second.Number.Value)) return false;
        // Long enough for "的同时，并且"; an endless line of commas is none.
        var at = first.End;
        for (var words = 0; words < 5 && at < second.Start; words++)
        {
            at = Gap(text, at);
            var length = Longest(text[at..second.Start], Joints);
            if (length == 0) break;
            at += length;
        }
        return Gap(text, at) == second.Start;
    }

    private static readonly string[] Joints = ["的同时", "的同時", "同时", "同時", "并且", "並且", "而且", "但是", "且", "并", "並", "而", "但", "又", "和", "与",
        "與", "也", "，", ",", "、"];

    private static int Longest(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
            if (text.StartsWith(word)) return word.Length;
        return 0;
    }

    private static int LongestBefore(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
            if (text.EndsWith(word)) return word.Length;
        return 0;
    }

    private static Bound? ReadBound(ReadOnlySpan<char> text, int at, int free, NumberReading number)
    {
        var ordinal = At(text, at - 1) == '第' ? at - 1 : at;
        // 至少有10, 超过了10, 不到 10: what stands between the word and its number belongs to it.
        var start = GapBefore(text, ordinal);
        var before = text[free..Math.Max(free, start)];
        var (relation, length) = Before(before);
        if (relation == Relation.None && before.Length > 0 && before[^1] is '了' or '有' or '为' or '為' or '是' or '到' or '过' or '過')
        {
            var particle = GapBefore(text, start - 1);
            (relation, length) = Before(text[free..Math.Max(free, particle)]);
            start = particle;
        }
        if (IsPercent(text, number.End)) return null;
        // 过一会 and 高于一切 bound nothing.
        if (relation != Relation.None && number.Is(NumberTraits.Lone) && (length == 1 ? IsWord(text, at, number.End, number.Traits)
            : At(text, number.End) is '切' or '般' or '定' or '流')) return null;
        if (relation != Relation.None) return new Bound(start - length, number.End, relation, number);
        // 比三十大: more than thirty.
        if (ordinal > free && text[..GapBefore(text, ordinal)] is [.., '比']
            && Compared(At(text, Gap(text, number.End))) is not Relation.None and var compared)
            return new Bound(GapBefore(text, ordinal) - 1, Gap(text, number.End) + 1, compared, number);
        var after = Gap(text, number.End);
        if (IsMeasure(At(text, after))) after = Gap(text, after + 1);
        if (Behind(text[after..]) is (not Relation.None and var behind, var words)) return new Bound(ordinal, after + words, behind, number);
        if (number.Is(NumberTraits.Some)) return new Bound(at, number.End, Relation.More, number);
        // 五百多, 20余: some more than that.
        if (at >= free && IsMany(text, number)) return new Bound(at, number.End + 1, Relation.More, number);
        return null;
    }

    // 20人以上, 18岁以下
    private static bool IsMeasure(char c) => c is '个' or '個' or '人' or '位' or '名' or '岁' or '歲' or '次' or '天' or '年' or '件' or '台'
        or '張' or '张' or '度' or '分' or '元' or '块' or '塊' or '倍';

    private static bool IsPercent(ReadOnlySpan<char> text, int end) => Half(At(text, Gap(text, end))) is '%' or '‰';

    private static bool IsMany(ReadOnlySpan<char> text, NumberReading number) =>
        At(text, number.End) is '多' or '余' or '餘' && !number.Is(NumberTraits.Lone) && number.Value >= 10
            && number.Value == decimal.Truncate(number.Value)
        && At(text, number.End + 1) is not ('少' or '么' or '麼' or '于' or '於' or '半' or '数' or '數');

    private static Relation Compared(char c) => c switch
    {
        '大' or '多' or '高' or '重' or '长' or '長' or '贵' or '貴' or '强' or '強' or '快' => Relation.More,
        '小' or '少' or '低' or '轻' or '輕' or '短' or '便' or '弱' or '慢' => Relation.Less,
        _ => Relation.None,
    };

    // The longest first of those that end alike: 不超过 before 超过, 大于等于 before 等于.
    private static readonly string[] AtLeastWords =
        ["大于或者等于", "大于或等于", "大于等于", "大於或者等於", "大於或等於", "大於等於", "高于或等于", "多于或等于", "高于等于", "多于等于", "不小于", "不小於", "不少于", "不少於", "不低于", "不低於",
            "不下于", "不亚于", "不短于", "不轻于", "至少", "最少", "起码", "起碼", "最低", "最小", "不下", ">=", "> =", "=>", "≥", "≧", "＞＝", "＞ ＝"];
    private static readonly string[] AtMostWords =
        ["小于或者等于", "小于或等于", "小于等于", "小於或者等於", "小於或等於", "小於等於", "低于或等于", "少于或等于", "低于等于", "少于等于", "不大于", "不大於", "不多于", "不多於", "不高于", "不高於",
            "不超过", "不超過", "不超出", "不长于", "不超", "至多", "最多", "最高", "最大", "<=", "< =", "=<", "≤", "≦", "＜＝", "＜ ＝"];
    private static readonly string[] MoreWords = ["大于", "大於", "多于", "多於", "高于", "高於", "长于", "重于", "超过", "超過", "超出", "超", "突破", "大过", "大過",
        "高过", "高過", "多过", "多過", "过", "過", "逾", ">", "＞"];
    private static readonly string[] LessWords = ["小于", "小於", "少于", "少於", "低于", "低於", "短于", "轻于", "不到", "不足", "不满", "不滿", "未满", "未滿",
        "未到", "不及", "<", "＜"];
    private static readonly string[] EqualWords = ["等于", "等於", "=", "＝"];

    private static (Relation, int) Before(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return default;
        if (LongestBefore(text, AtLeastWords) is > 0 and var atLeast) return (Relation.AtLeast, atLeast);
        if (LongestBefore(text, AtMostWords) is > 0 and var atMost) return (Relation.AtMost, atMost);
        if (LongestBefore(text, MoreWords) is > 0 and var more)
            // 通过, 经过 and 度过 are other words.
            return more == 1 && text.Length > 1 && text[^1] is '过' or '過' && text[^2] is '通' or '经' or '經' or '度' or '路' or '不' or '渡'
                or '难' or '難' ? default : (Relation.More, more);
        if (LongestBefore(text, LessWords) is > 0 and var less) return (Relation.Less, less);
        return LongestBefore(text, EqualWords) is > 0 and var equal && !(text.Length > equal && text[^(equal + 1)] is '不' or '!')
            ? (Relation.Equal, equal) : default;
    }

    private static readonly string[] OrMore = ["及其以上", "及以上", "或以上", "或者以上", "或更多", "或者更多", "或更高", "或者更高", "或更大", "或者更大", "起步", "或多于",
        "或超过"];
    private static readonly string[] OrLess = ["及其以下", "及以下", "或以下", "或者以下", "或更少", "或者更少", "或更低", "或者更低", "或更小", "或者更小", "封顶", "或少于"];
    private static readonly string[] Above = ["以上", "之上", "开外", "有余", "有餘"];
    private static readonly string[] Below = ["以下", "之下", "以内", "以內", "之内", "之內"];

    private static (Relation, int) Behind(ReadOnlySpan<char> text)
    {
        if (Longest(text, Above) is > 0 and var above) return (Relation.More, above);
        if (Longest(text, Below) is > 0 and var below) return (Relation.Less, below);
        if (Longest(text, OrMore) is > 0 and var more) return (Relation.AtLeast, more);
        return Longest(text, OrLess) is > 0 and var less ? (Relation.AtMost, less) : default;
    }

    /// <summary>20~100, 从20到100, 在十和十五之间: from the first number up to the second.</summary>
    private static bool FromTo(ReadOnlySpan<char> text, int at, int free, NumberReading number, out int start, out int end, out NumberReading other)
    {
        (start, end, other) = (at, 0, default);
        var link = Gap(text, number.End);
        if (At(text, link) is '个' or '個') link = Gap(text, link + 1);
        var mark = Half(At(text, link));
        var till = mark is '到' or '至' or '~' or '-' or '–' or '—' or '−' or '～';
        if (!till && mark is not ('和' or '与' or '與' or '跟' or '同' or '及')) return false;
        var second = link + 1;
        if (At(text, second) == At(text, link) && mark is '-' or '—' or '~') second++;
        second = Gap(text, second);
        if (At(text, second) == '第') second = Gap(text, second + 1);
        if (Sign(text, second, out _) < 0 || second >= text.Length || !Starts.Contains(text[second])) return false;
        if (SharePrefix(text, second, out _) > 0 || Signed(text, second) is not { } upper || upper.Value <= number.Value
            || upper.Power is not null || number.Power is not null) return false;
        if (IsPercent(text, number.End) || IsPercent(text, upper.End)) return false;
        end = upper.End;
        // An area code is none either.
        if (IsMinus(mark) && Arabic(text[at]) == 0 && Arabic(At(text, at + 1)) >= 0) return false;
        // 2016-11-07 and 010-6234-5678 are no ranges.
        if (IsMinus(mark) && (IsMinus(At(text, end)) && Arabic(At(text, end + 1)) >= 0 || at > 0 && (IsMinus(text[at - 1])
            || IsLetter(text[at - 1])))) return false;
        var behind = Gap(text, end);
        if (At(text, behind) is '个' or '個') behind = Gap(text, behind + 1);
        var between = At(text, behind) is '之' && At(text, behind + 1) is '间' or '間';
        if (!till && !between) return false;
        if (At(text, start - 1) == '第') start--;
        var before = GapBefore(text, start);
        if (between) end = behind + 2;
        if (before > free && text[before - 1] is '从' or '從' or '由' or '自') start = before - 1;
        else if (between && before > free + 1 && text[before - 2] == '介' && text[before - 1] is '于' or '於') start = before - 2;
        else if (between && before > free && text[before - 1] == '在') start = before - 1;
        other = upper;
        return true;
    }
}
