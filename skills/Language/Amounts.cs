using System.Collections.Frozen;
using System.Globalization;

namespace Assistant.Skills.Language;

/// <summary>Hears money: what it is in, what it is for, and whether speech-to-text misheard it.</summary>
internal static class Amounts
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>Longer words first.</summary>
    private static readonly string[] Units = ["块钱", "块", "元", "圆", "人民币", "rmb", "cny", "美元", "美金", "刀", "dollars", "dollar", "bucks", "buck", "usd", "yuan"];

    private static readonly string[] Monthly = ["每个月", "每月", "一个月", "个月还", "月供", "月还", "每期", "monthly", "per month", "a month", "month is", "each month", "every month"];
    private static readonly string[] MonthlyAfter = ["一个月", "每个月", "每月", "/月", "一期", "每期", "per month", "a month", "/mo", "/ mo", "monthly", "each month", "every month"];
    private static readonly string[] Income = ["工资", "收入", "月薪", "挣", "赚", "salary", "income", "earn", "make"];
    private static readonly string[] Once = ["还", "付", "转", "pay", "send"];

    /// <summary>What a number names rather than measures: agents, rooms, forms.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Named =
        ("agent rep badge employee id ext extension operator staff room apt apartment suite unit number no chapter section step page form route highway title code zip age aged " +
        "turned turning i'm im she's he's version level floor box po line section article rule part").Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] Streets = ["street", "st", "avenue", "ave", "road", "rd", "lane", "ln", "blvd", "boulevard", "drive"];
    private static readonly string[] NamedBefore = ["工号", "员工", "客服", "坐席", "座席", "柜员", "编号", "门牌", "房号", "单元", "代码", "验证码", "邮编", "拨打", "报警", "路"];
    private static readonly string[] Firms = ["商贸", "集团", "公司", "超市", "科技", "银行", "便利", "有限", "资产", "金服", "律所", "同城", "强"];
    private static readonly string[] Hotlines = ["12315", "12378", "12363", "12345", "12348", "12321", "12381", "12300", "12377"];

    /// <summary>Takes a number as money where its unit or its surroundings say so; gives the position after it, or 0.</summary>
    public static int Read(Listening heard, int at, int end, decimal n)
    {
        var isSaid = Unit(heard, end, out _) > 0;
        if (!isSaid && !IsBare(heard, at, end, n) || heard.At(at - 1) is '几' or '数' or '好' && IsScale(heard.At(at)))
            return 0;
        return Add(heard, at, at, end, n);
    }

    /// <summary>Adds an amount with the unit after it, if any.</summary>
    public static int Add(Listening heard, int start, int number, int end, decimal n, bool isRepaired = false)
    {
        var sign = start < number ? heard.Plain.AsSpan(start..number).Trim() : [];
        var unit = Unit(heard, end, out var last);
        var words = unit > 0 ? heard.Plain.AsSpan((last - unit)..last) : [];
        if (unit > 0)
        {
            end = last;
            // 三块五, 十二块五毛, 十二块六毛五
            if (words is "块" && Digit(heard.At(end)) is > 0 and var tenths && heard.At(end + 1) is not ('号' or '月' or '期' or '个' or '天' or '年' or '周' or '十' or '百' or '千' or '点') && !char.IsAsciiDigit(heard.At(end + 1)))
            {
                (n, end) = (n + tenths / 10m, heard.At(end + 1) is '毛' or '角' ? end + 2 : end + 1);
                if (heard.At(end - 1) is '毛' or '角' && Digit(heard.At(end)) is > 0 and var cents && (heard.At(end + 1) is '分' || !(Quantities.IsNumeral(heard.At(end + 1)) || char.IsAsciiDigit(heard.At(end + 1)) || heard.At(end + 1) is '号' or '月' or '期' or '个' or '天' or '年' or '点')))
                    (n, end) = (n + (cents / 100m), heard.At(end + 1) is '分' ? end + 2 : end + 1);
            }
        }

        return Take(heard, start, end, n, CurrencyOf(sign) ?? CurrencyOf(words), isRepaired);
    }

    /// <summary>Adds an amount.</summary>
    public static int Take(Listening heard, int start, int end, decimal n, string? currency = null, bool isRepaired = false)
    {
        heard.Heard.Add(new(EntityType.Amount, heard.Text[start..end], start, decimal.Round(n, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture))
        {
            Currency = currency,
            Role = RoleOf(heard, start, end),
            IsRepaired = isRepaired,
        });
        return end;
    }

    /// <summary>Homophones of 百, 千 and 万 that speech-to-text writes, where money is spoken of: 还八白, 五前块, 一晚二.</summary>
    public static int Repaired(Listening heard, int at)
    {
        if (Digit(heard.At(at)) is not (> 0 and var digit) || heard.At(at - 1) is var before && (Quantities.IsNumeral(before) || char.IsAsciiDigit(before) || before is '周' or '期' or '拜' or '号' or '月' or '初' or '年' or '点' or '第' or '天'))
            return 0;
        var scale = Misheard(heard.At(at + 1), heard.At(at + 2));
        if (scale == 0)
            return 0;
        var (end, value, more) = (at + 2, (decimal)(digit * scale), false);
        for (var lower = scale / 10; lower >= 10 && Digit(heard.At(end)) is > 0 and var next; lower /= 10)
        {
            var unit = heard.At(end + 1) switch { '百' => 100, '千' => 1000, _ => Misheard(heard.At(end + 1), heard.At(end + 2)) };
            (value, end, more) = (value + next * (unit > 0 && unit < scale ? unit : lower), end + (unit > 0 && unit < scale ? 2 : 1), true);
            if (unit == 0)
                break;
            scale = unit;
            lower = unit;
        }

        // 两晚 and 五前 alone are nights and what was before.
        var money = Unit(heard, end, out _) > 0 || heard.At(at - 1) is '还' or '付' or '先' or '就' or '给' or '有' or '转' or '交' or '欠' or '拿' or '凑' or '多' or '只' or '能' or '打' or '出' or '了' or '要' or '供' or '是' or '到';
        if (!money && !more || !more && value >= 10_000 && Unit(heard, end, out _) == 0)
            return 0;
        return Add(heard, at, at, end, value, isRepaired: true);
    }

    /// <summary>"pay for hundred" for four hundred.</summary>
    public static int RepairedWord(Listening heard, int at, int next, int digit)
    {
        if (heard.WordBefore(at) is not ("pay" or "afford" or "do" or "send" or "only" or "just" or "about" or "owe"))
            return 0;
        return Add(heard, at, at, heard.WordEnd(next), heard.Has(next, "hundred") ? 100 * digit : 1000 * digit, isRepaired: true);
    }

    /// <summary>八九百, 三四千: the two amounts between which it lies.</summary>
    public static int Approximate(Listening heard, int at)
    {
        if (Digit(heard.At(at)) is not (> 0 and var low) || Digit(heard.At(at + 1)) != low + 1 || Quantities.IsNumeral(heard.At(at - 1)))
            return 0;
        var scale = heard.At(at + 2) switch { '百' => 100, '千' => 1000, '万' => 10_000, _ => 0 };
        if (scale == 0 || heard.At(at + 3) is '个' or '天' or '期' or '次' or '年' or '人')
            return 0;
        Take(heard, at, at + 1, low * scale);
        return Add(heard, at + 1, at + 1, at + 3, (low + 1) * scale);
    }

    private static int Misheard(char c, char next) => c switch
    {
        '白' or '拜' or '柏' when next is not ('天' or '色' or '跑' or '干' or '领' or '给' or '条' or '酒' or '访' or '托') => 100,
        '前' or '签' or '迁' when next is not ('天' or '面' or '台' or '后' or '年' or '些' or '期' or '往' or '字' or '名' or '收' or '约') => 1000,
        '晚' or '玩' or '碗' when next is not ('上' or '点' or '饭' or '面') => 10_000,
        _ => 0,
    };

    private static int Digit(char c) => c == '两' ? 2 : Digits.IndexOf(c) is >= 0 and var digit ? digit : c is >= '1' and <= '9' ? c - '0' : -1;

    private static bool IsScale(char c) => c is '十' or '百' or '千' or '万' or '亿';

    private static int Unit(Listening heard, int at, out int end)
    {
        var from = heard.Gap(at);
        end = at;
        if (heard.FirstOf(from, Units) is not { } unit || unit == "刀" && heard.At(from + 1) == '具')
            return 0;
        end = from + unit.Length;
        return unit.Length;
    }

    /// <summary>A number without a unit is money only when nothing around it makes it a day, a count, an age, a name or an order.</summary>
    private static bool IsBare(Listening heard, int at, int end, decimal n)
    {
        var (before, after) = (heard.At(at - 1), heard.At(end));
        var isRange = heard.Heard.Count > 0 && heard.Heard[^1] is { Type: EntityType.Amount } last && last.End >= at - 3 && before is '-' or '~' or '到' or '至';
        if (n < 10 || "第周拜/:：.#号".Contains(before) || before == '-' && !isRange || char.IsAsciiLetterOrDigit(before) || char.IsAsciiLetterOrDigit(after))
            return false;
        if ("个号日月期年天周次点岁位张家名笔遍/:：%折成股份楼层室栋幢弄级页度届题通封".Contains(after) || after == '-' && !char.IsAsciiDigit(heard.At(end + 1)))
            return false;
        // 七十八了, 八十多, 今年84
        if (n <= 120 && (after is '了' or '多' || before is '都' or '快' or '满' or '才' || heard.EndsWith(at, "今年", "已经", "年纪", "岁数")))
            return false;
        // 十五前 is a day; 0147 is part of something.
        if (n <= 31 && (after is '前' or '后' || heard.FirstOf(end, ["之前", "以前", "之后", "以后"]) is not null) || heard.At(at) == '0' && n >= 1)
            return false;
        if (heard.EndsWith(heard.GapBefore(at), NamedBefore) || heard.FirstOf(at, Hotlines) is not null || n is 110 or 120 or 119 && before is '打' or '拨' or '报')
            return false;
        if (Quantities.IsNumeral(heard.At(at)))
            return IsWrittenOut(heard, at, end);
        return IsEnglishAmount(heard, at, end, n);
    }

    /// <summary>百川商贸 and 五八同城 are names; an amount in numerals has a digit and a unit.</summary>
    private static bool IsWrittenOut(Listening heard, int at, int end)
    {
        if (heard.At(at) is '百' or '千' or '万' or '亿' || end - at < 2 || heard.FirstOf(end, Firms) is not null || heard.FirstOf(end + 1, Firms) is not null)
            return false;
        foreach (var c in heard.Plain.AsSpan(at..end))
        {
            if (IsScale(c) || c is '拾' or '佰' or '仟' or '廿' or '卅' || char.IsAsciiDigit(c))
                return true;
        }

        return end - at >= 3;
    }

    private static bool IsEnglishAmount(Listening heard, int at, int end, decimal n)
    {
        var before = heard.WordBefore(at);
        if (before.IsEmpty && !char.IsAsciiLetter(heard.At(heard.Gap(end))))
            return true;
        if (Named.Contains(before) && (n <= 120 || before is not ("i'm" or "im" or "she's" or "he's" or "no" or "turned")))
            return false;
        if (n <= 120 && before is "is" or "was" or "am" && IsPerson(heard, at))
            return false;
        var next = heard.Gap(end);
        var word = heard.Plain.AsSpan(next..heard.WordEnd(next));
        // "300 people" are counted; "123 Main Street" is a place.
        if (word.Length > 3 && word[^1] == 's' && word is not ("this" or "works" or "towards" or "plus" or "tops" or "was"))
            return false;
        if (heard.FirstOf(heard.Gap(next + word.Length), Streets) is not null && word is not ("a" or "the" or "to" or "on" or "by"))
            return false;
        return word is not ("year" or "percent" or "st" or "nd" or "rd" or "th" or "o'clock" or "years");
    }

    private static bool IsPerson(Listening heard, int at)
    {
        var verb = heard.WordStart(heard.GapBefore(at));
        return heard.WordBefore(verb) is "i" or "she" or "he" or "who" or "mom" or "dad" or "mother" or "father" or "grandma" or "grandpa" or "grandmother" or "grandfather" or "husband" or "wife";
    }

    private static string? CurrencyOf(ReadOnlySpan<char> words) => words switch
    {
        "" => null,
        "$" or "usd" or "dollars" or "dollar" or "bucks" or "buck" or "美元" or "美金" or "刀" => "USD",
        _ => "CNY",
    };

    private static AmountRole RoleOf(Listening heard, int start, int end)
    {
        var before = heard.Plain.AsSpan(Math.Max(0, start - 12)..start);
        before = before[(before.LastIndexOfAny("，。,.") + 1)..];
        if (HasAny(before, Income))
            return AmountRole.Income;
        var after = heard.From(end, 14);
        if (after.IndexOfAny("，。,.") is >= 0 and var cut)
            after = after[..cut];
        foreach (var words in MonthlyAfter)
        {
            if (after.IndexOf(words) is >= 0 and <= 4)
                return AmountRole.Monthly;
        }

        if (HasAny(before, Monthly))
            return AmountRole.Monthly;
        return HasAny(before, Once) ? AmountRole.Once : AmountRole.Unknown;
    }

    private static bool HasAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var one in words)
        {
            if (text.IndexOf(one) >= 0)
                return true;
        }

        return false;
    }
}
