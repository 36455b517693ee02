using System.Collections.Frozen;
using System.Globalization;

namespace Assistant.Skills.Language;

/// <summary>Tells what a number is: a share, a length of time, a count of things, or money.</summary>
internal static class Quantities
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NumberWords =
        ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety " +
        "hundred thousand grand zero").Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Counted =
        ("times cards calls accounts banks loans letters messages texts emails kids children people lenders jobs charges agents reps creditors voicemails statements transactions debts " +
        "dependents payments-missed lates statements").Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] CountedThings = ["电话", "卡", "账户", "帐户", "账号", "人", "孩子", "小孩", "娃", "银行", "信用卡", "平台", "案子", "短信", "号码", "贷款", "老人", "同事", "客服", "网贷"];
    private static readonly string[] Percents = ["%", "percent", "per cent", "pct", "个百分点", "个点"];
    private static readonly string[] Links = ["到", "至", "~", "-", "–", "—", "或者", "或", "to", "or"];
    private static readonly string[] Idioms = ["三天两头", "三番五次", "三番两次", "隔三差五", "七上八下", "一五一十", "五险一金", "千方百计", "一天到晚", "一年到头", "五花八门", "乱七八糟", "三更半夜", "十有八九"];

    /// <summary>Reads at a Chinese numeral, a digit or a sign of money; gives the position after it, or 0.</summary>
    public static int Read(Listening heard, int at)
    {
        var c = heard.At(at);
        switch (c)
        {
            case '$' or '¥':
                var first = heard.Gap(at + 1);
                return char.IsAsciiDigit(heard.At(first)) && heard.Number(first, out var last, out var sum) ? Amounts.Add(heard, at, first, last, sum) : 0;
            case '对':
                return heard.At(at + 1) == '折' ? heard.Add(EntityType.Percent, at, at + 2, "50") : 0;
            case '半':
                return Half(heard, at, at + 1);
            case '千' or '万' or '百' or '十' when Share(heard, at) is > 0 and var share:
                return share;
        }

        if (!char.IsAsciiDigit(c) && !IsNumeral(c))
            return 0;
        if (heard.FirstOf(at, Idioms) is { } idiom)
            return at + idiom.Length;
        if (heard.At(at - 1) == '隔' && heard.At(at + 2) == '差')
            return at + 4;
        if (Amounts.Repaired(heard, at) is > 0 and var repaired)
            return repaired;
        if (Amounts.Approximate(heard, at) is > 0 and var two)
            return two;
        return heard.Number(at, out var end, out var n) ? Number(heard, at, end, n) : 0;
    }

    /// <summary>Reads at a Latin word that no date or time starts with; gives the position after it, or 0.</summary>
    public static int ReadWord(Listening heard, int at)
    {
        if (at > 0 && (char.IsAsciiLetterOrDigit(heard.At(at - 1)) || heard.At(at - 1) == '\''))
            return 0;
        var end = heard.WordEnd(at);
        var word = heard.Plain.AsSpan(at..end);
        var next = heard.Gap(end);
        switch (word)
        {
            case "twice":
                return heard.Add(EntityType.Count, at, end, "2");
            case "thrice":
                return heard.Add(EntityType.Count, at, end, "3");
            case "half":
                var article = heard.FirstOf(next, ["a", "an", "of a"]);
                return article is null ? 0 : Half(heard, at, heard.Gap(next + article.Length));
            case "a" or "another":
                return Article(heard, at, end);
            case "couple":
                return Couple(heard, at, end);
            case "usd" or "rmb" or "cny":
                return char.IsAsciiDigit(heard.At(next)) && heard.Number(next, out var last, out var sum) ? Amounts.Add(heard, at, next, last, sum) : 0;
            case "to" or "too" or "for" or "fore":
                return heard.Has(next, "hundred") || heard.Has(next, "thousand") ? Amounts.RepairedWord(heard, at, next, word[0] == 't' ? 2 : 4) : 0;
        }

        return NumberWords.Contains(word) && heard.Number(at, out end, out var n) ? Number(heard, at, end, n) : 0;
    }

    private static int Number(Listening heard, int at, int end, decimal n)
    {
        // 第8期 and 第二个 are orders.
        if (heard.At(at - 1) == '第')
            return end;
        if (Percent(heard, at, end, n) is > 0 and var percent)
            return percent;
        if (Terms.Read(heard, at, end, n) is > 0 and var term)
            return term;
        if (Count(heard, at, end, n) is > 0 and var count)
            return count;
        if (Linked(heard, at, end, n) is > 0 and var linked)
            return linked;
        if (Terms.ReadOther(heard, at, end, n) is > 0 and var other)
            return other;
        return Amounts.Read(heard, at, end, n) is > 0 and var amount ? amount : end;
    }

    /// <summary>"12 or 24 months", "三到五百": the first number takes the unit of the second.</summary>
    private static int Linked(Listening heard, int at, int end, decimal n)
    {
        var link = heard.Gap(end);
        if (heard.FirstOf(link, Links) is not { } words || !heard.Number(heard.Gap(link + words.Length), out var last, out var m) || m <= n)
            return 0;
        if (n is >= 1 and <= 365 && n == decimal.Truncate(n) && Terms.Unit(heard, last, out _) is var unit and not TermUnit.None)
            return heard.Add(EntityType.Duration, at, end, Terms.Iso(n, unit));
        if (n is < 1 or >= 10)
            return 0;
        var scale = heard.At(last - 1) switch { '百' => 100, '千' or 'k' => 1000, '万' or 'w' => 10_000, _ => heard.EndsWith(last, "hundred") ? 100 : heard.EndsWith(last, "thousand", "grand") ? 1000 : 0 };
        return scale > 0 && m == decimal.Truncate(m / scale) * scale ? Amounts.Take(heard, at, end, n * scale) : 0;
    }

    private static int Percent(Listening heard, int at, int end, decimal n)
    {
        var unit = heard.Gap(end);
        if (heard.FirstOf(unit, Percents) is { } percent)
            return Add(heard, at, unit + percent.Length, n);
        var next = heard.At(unit + 1);
        switch (heard.At(unit))
        {
            case '‰':
                return Add(heard, at, unit + 1, n / 10);
            case '折' when n is > 0 and < 100 && next is not ('磨' or '腾' or '断' or '叠' or '旧'):
                return Add(heard, at, unit + 1, n < 10 ? n * 10 : n);
            case '成' when n is > 0 and < 10 && next is not ('不' or '为' or '立' or '功' or '果' or '长' or '员' or '本' or '就' or '绩' or '交' or '都' or '年' or '了'):
                return Add(heard, at, unit + 1, n * 10);
        }

        // "my APR is 24.99", 日息万五
        var before = heard.Before(at, 14);
        if (n < 100 && (before.IndexOf("apr ") >= 0 || before.IndexOf("利率") >= 0 || before.IndexOf("年化") >= 0 || heard.Has(unit, "apr"))
            && (n != decimal.Truncate(n) || heard.Has(unit, "apr") || heard.EndsWith(at, "apr is ", "利率是", "利率", "年化")) && Terms.Unit(heard, end, out _) == TermUnit.None)
            return Add(heard, at, end, n);
        return 0;
    }

    /// <summary>百分之五, 千分之一, 万分之五, 日息万五.</summary>
    private static int Share(Listening heard, int at)
    {
        var parts = heard.At(at) switch { '百' => 100, '千' => 1000, '万' => 10_000, _ => 10 };
        var number = heard.Has(at + 1, "分之") ? at + 3 : heard.At(at - 1) is '息' or '率' && parts >= 1000 ? at + 1 : 0;
        if (number == 0 || IsNumeral(heard.At(at - 1)))
            return 0;
        if (heard.Has(number, "百") && parts == 100)
            return Add(heard, at, number + 1, 100);
        return heard.Number(number, out var end, out var n) && n <= parts ? Add(heard, at, end, n * 100 / parts) : 0;
    }

    private static int Add(Listening heard, int start, int end, decimal n) => heard.Add(EntityType.Percent, start, end, n.ToString("0.####", CultureInfo.InvariantCulture));

    /// <summary>三遍, 八个电话, 两张卡, 六家银行, 5 cards, four times. One of a thing is no count.</summary>
    private static int Count(Listening heard, int at, int end, decimal n)
    {
        if (n is < 2 or > 1000 || n != decimal.Truncate(n))
            return 0;
        var unit = heard.Gap(end);
        var length = heard.At(unit) switch
        {
            '遍' or '次' or '回' or '趟' => 1,
            '通' when heard.At(unit + 1) is '电' => 1,
            '条' when heard.At(unit + 1) is '短' or '信' or '消' => 1,
            '封' when heard.At(unit + 1) is '信' or '邮' or '律' => 1,
            '张' when heard.At(unit + 1) != '三' => 1,
            '家' when heard.At(unit + 1) is not ('里' or '庭' or '人') => 1,
            '笔' => 1,
            '个' => heard.FirstOf(unit + 1, CountedThings) is { } thing ? 1 + thing.Length : 0,
            _ => 0,
        };
        if (length == 0)
        {
            var word = heard.WordEnd(unit);
            // "5 credit cards", "3 different people"
            if (heard.FirstOf(unit, ["credit", "different", "phone", "other", "missed", "bank", "more"]) is { } kind)
                (unit, word) = (heard.Gap(unit + kind.Length), heard.WordEnd(heard.Gap(unit + kind.Length)));
            if (!Counted.Contains(heard.Plain.AsSpan(unit..word)))
                return 0;
            return heard.Add(EntityType.Count, at, word, n.ToString("0", CultureInfo.InvariantCulture));
        }

        return heard.Add(EntityType.Count, at, unit + length, n.ToString("0", CultureInfo.InvariantCulture));
    }

    /// <summary>半年, 半个月, 半月, "half a year".</summary>
    private static int Half(Listening heard, int start, int at)
    {
        if (heard.At(at) == '月' || heard.Has(at, "个月"))
            return heard.Add(EntityType.Duration, start, heard.At(at) == '月' ? at + 1 : at + 2, "P15D");
        var unit = Terms.Unit(heard, at, out var end);
        if (heard.At(start - 1) is '大' or '多' or '前' or '后' or '下' or '上' || unit is TermUnit.None or TermUnit.Day or TermUnit.Week or TermUnit.Instalment)
            return unit == TermUnit.Day ? end : 0;
        return heard.Add(EntityType.Duration, start, end, Terms.Iso(0.5m, unit));
    }

    /// <summary>"a couple of weeks", "a hundred", "in a week", "a year and a half".</summary>
    private static int Article(Listening heard, int at, int end)
    {
        var next = heard.Gap(end);
        if (heard.Has(next, "couple"))
            return Couple(heard, at, next + 6);
        if (heard.FirstOf(next, ["hundred", "thousand", "grand"]) is { } scale)
            return heard.Number(at, out var whole, out var sum) && whole >= next + scale.Length ? Number(heard, at, whole, sum) : Number(heard, at, next + scale.Length, scale == "hundred" ? 100 : 1000);
        if (!char.IsAsciiLetter(heard.At(next)))
            return heard.Number(next, out var last, out var n) && Terms.Read(heard, next, last, n) is > 0 and var term ? term : 0;
        var unit = Terms.Unit(heard, next, out var after);
        if (unit is TermUnit.None or TermUnit.Instalment or TermUnit.Minute)
            return 0;
        if (heard.Has(heard.Gap(after), "and a half"))
            return heard.Add(EntityType.Duration, at, heard.Gap(after) + 10, Terms.Iso(1.5m, unit));
        var isTerm = heard.At(at + 1) == 'n' || heard.WordBefore(at) is "in" or "for" or "within" or "wait" or "me" or "need" or "over" or "than" or "about" or "another" or "almost" or "nearly" or "take" or "takes"
            || heard.Has(heard.Gap(after), "ago") || heard.Has(heard.Gap(after), "late") || heard.Has(heard.Gap(after), "behind");
        return isTerm && !Terms.IsRate(heard, at, after) ? heard.Add(EntityType.Duration, at, after, Terms.Iso(1, unit)) : 0;
    }

    private static int Couple(Listening heard, int start, int end)
    {
        var next = heard.Gap(end);
        if (heard.Has(next, "of"))
            next = heard.Gap(next + 2);
        var more = heard.Has(next, "more") ? heard.Gap(next + 4) : next;
        return Terms.Unit(heard, more, out var last) is var unit and not (TermUnit.None or TermUnit.Instalment) ? heard.Add(EntityType.Duration, start, last, Terms.Iso(2, unit))
            : heard.FirstOf(next, ["times"]) is not null ? heard.Add(EntityType.Count, start, next + 5, "2") : 0;
    }

    internal static bool IsNumeral(char c) => c != '\0' && "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟俩仨廿卅".Contains(c);
}
