using System.Collections.Frozen;

namespace Assistant.Skills.Language;

/// <summary>
/// Whether a clause speaks of what was or of what will be, which decides what a bare weekday, day or month means. The word nearest to the date
/// decides: in Chinese what follows it first, in English what precedes it.
/// </summary>
internal static class Direction
{
    private const int Most = 60;

    private enum Sense : byte
    {
        None,
        Past,
        Future,
        Break,
    }

    private static readonly FrozenDictionary<string, Sense>.AlternateLookup<ReadOnlySpan<char>> English = Words(
        (Sense.Past, "paid was were called had got passed sent missed filed talked died received returned charged did didn't didnt made spoke told yelled posted " +
            "transferred bought lost closed went opened signed submitted cancelled canceled deposited declined bounced hung mailed withdrew took ago " +
            "happened started stopped left failed saw gave used stole stolen ran fired laid been since spent cleared debited denied came texted " +
            "emailed messaged contacted visited complained disputed settled finished applied ordered said asked wasn't hasn't haven't discharged rejected"),
        (Sense.Future, "will ill i'll we'll he'll she'll they'll it'll you'll i'd we'd can could would should may might want wants wanna gonna going plan planning " +
            "promise need needs let lemme expect expecting get gets getting start starting scheduled won't can't cant"),
        (Sense.Break, "and but then because while"));

    private static readonly FrozenDictionary<string, Sense>.AlternateLookup<ReadOnlySpan<char>> Lead = Words(
        (Sense.Future, "by until till til before through next every due each"), (Sense.Past, "since last"));

    /// <summary>"The charge from 10/14": what is named by its day has happened.</summary>
    private static readonly FrozenDictionary<string, Sense>.AlternateLookup<ReadOnlySpan<char>> Things = Words(
        (Sense.Past, "charge charges purchase purchases transaction transactions one call payment statement letter bill text message email conversation fee"));

    private const string Verbs = "还付转扣交刷买取汇打存收退提发办签寄结完掉清诉接说催叫做借欠用花停关失丢去离走骗清";

    private static readonly string[] PastMarks = ["已", "刚", "曾", "那天", "那次", "那笔", "那个", "那时", "那会", "那一", "那通", "那张", "被", "去世", "过世", "失业", "裁", "扣款失败", "没扣", "没还", "没显示", "没收", "没打", "没接", "没转", "投诉", "显示逾期", "为什么扣", "怎么扣", "上次", "昨"];
    private static readonly string[] FutureMarks = ["会", "要", "想", "能", "可以", "准备", "打算", "一定", "再", "才", "应该", "争取", "保证", "将", "等", "计划", "的话", "发工资", "到账后"];

    /// <summary>Whether the clause around a date speaks of the past.</summary>
    public static bool IsPast(Listening heard, int start, int end)
    {
        var han = false;
        var (from, to) = (start, end);
        while (from > 0 && start - from < Most && !IsBreak(heard, from - 1))
            han |= Listening.IsHan(heard.At(--from));
        while (to < heard.Plain.Length && to - end < Most && !IsBreak(heard, to))
            han |= Listening.IsHan(heard.At(to++));
        return han || Listening.IsHan(heard.At(start)) || Listening.IsHan(heard.At(end - 1)) ? ChinesePast(heard, from, start, end, to) : EnglishPast(heard, from, start, end, to);
    }

    private static bool IsBreak(Listening heard, int at) => heard.At(at) switch
    {
        '，' or '。' or '！' or '？' or '；' or '!' or '?' or ';' or '\n' or '吗' or '呢' or '吧' => true,
        '.' or ',' => !(char.IsAsciiDigit(heard.At(at - 1)) && char.IsAsciiDigit(heard.At(at + 1))),
        _ => false,
    };

    private static bool ChinesePast(Listening heard, int from, int start, int end, int to)
    {
        if (heard.At(end) is '前' or '内' or '后' or '之' || heard.At(end) == '以' && heard.At(end + 1) is '前' or '后')
            return false;
        if (heard.At(start - 1) is '到' or '等' or '约' or '每' or '在' && heard.At(start - 2) is '改' or '定' || heard.EndsWith(start, "每月", "每个月"))
            return false;
        for (var at = end; at < to; at++)
        {
            if (SenseAt(heard, at) is var sense and not Sense.None)
                return sense == Sense.Past;
        }

        for (var at = start - 1; at >= from; at--)
        {
            if (SenseAt(heard, at) is var sense and not Sense.None)
                return sense == Sense.Past;
        }

        return false;
    }

    private static Sense SenseAt(Listening heard, int at)
    {
        var c = heard.At(at);
        var next = heard.At(at + 1);
        if (next is '了' or '过' or '的' && Verbs.Contains(c))
            return next == '的' && heard.At(at + 2) is '话' or '钱' ? Sense.Future : c is '掉' or '清' or '完' && next == '的' ? Sense.None : Sense.Past;
        if (c is '投' && heard.At(at - 1) is '就' or '去' or '再')
            return Sense.Future;
        if (heard.FirstOf(at, FutureMarks) is { } mark)
            return mark == "要" && heard.At(at - 1) is '不' or '需' or '主' ? Sense.None : Sense.Future;
        return heard.FirstOf(at, PastMarks) is null ? Sense.None : Sense.Past;
    }

    private static bool EnglishPast(Listening heard, int from, int start, int end, int to)
    {
        var at = start;
        var first = true;
        while (Previous(heard, ref at, from, out var word))
        {
            if (word is "the" or "on" or "in" or "of" or "this")
            {
                if (word is "on" && Things.TryGetValue(heard.WordBefore(at), out var thing) && heard.WordBefore(at) is "charge" or "purchase" or "transaction" or "charges")
                    return thing == Sense.Past;
                continue;
            }

            if (first)
            {
                if (Lead.TryGetValue(word, out var lead))
                    return lead == Sense.Past;
                if (word is "from" && Things.ContainsKey(heard.WordBefore(at)))
                    return true;
                first = false;
            }

            if (!English.TryGetValue(word, out var sense) || sense == Sense.Past && word is "paid" && heard.WordBefore(at) is "get" or "gets" or "getting" or "be" or "it")
                continue;
            if (sense == Sense.Break)
                break;
            return sense == Sense.Past;
        }

        for (at = end; Next(heard, ref at, to, out var word);)
        {
            if (!English.TryGetValue(word, out var sense))
                continue;
            return sense == Sense.Past;
        }

        return false;
    }

    private static bool Previous(Listening heard, ref int at, int from, out ReadOnlySpan<char> word)
    {
        while (at > from && !char.IsAsciiLetter(heard.At(at - 1)))
            at--;
        var end = at;
        while (at > from && (char.IsAsciiLetter(heard.At(at - 1)) || heard.At(at - 1) == '\''))
            at--;
        word = heard.Plain.AsSpan(at..end);
        return !word.IsEmpty;
    }

    private static bool Next(Listening heard, ref int at, int to, out ReadOnlySpan<char> word)
    {
        while (at < to && !char.IsAsciiLetter(heard.At(at)))
            at++;
        var start = at;
        while (at < to && (char.IsAsciiLetter(heard.At(at)) || heard.At(at) == '\''))
            at++;
        word = heard.Plain.AsSpan(start..at);
        return !word.IsEmpty;
    }

    private static FrozenDictionary<string, Sense>.AlternateLookup<ReadOnlySpan<char>> Words(params ReadOnlySpan<(Sense Sense, string Words)> lists)
    {
        var all = new Dictionary<string, Sense>(StringComparer.Ordinal);
        foreach (var (sense, words) in lists)
        {
            foreach (var word in words.Split(' '))
                all[word] = sense;
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
