namespace Assistant.Skills.Language.Recognisers;

/// <summary>Amounts of money in Chinese text: 十五美元, $20, 五块八毛, USD 20, 人民币50元.</summary>
public static partial class ChineseCurrencies
{
    /// <summary>Adds the amounts of money in a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Where they are added.</param>
    public static void Add(string text, List<Recognised> found)
    {
        var free = 0;
        for (var at = ChineseNumbers.Next(text, 0); at >= 0;)
        {
            if (ChineseNumbers.Amount(text, at) is not { } number)
            {
                at = ChineseNumbers.Next(text, ChineseNumbers.After(text, at));
                continue;
            }
            var end = number.End;
            if (ReadAmount(text, at, free, number) is { } amount)
            {
                AddNames(text, free, amount.Start, found);
                found.Add(amount);
                end = free = amount.End + 1;
            }
            at = ChineseNumbers.Next(text, end);
        }
        AddNames(text, free, text.Length, found);
    }

    /// <summary>Currencies named without an amount; their value is null, as in Recognizers-Text.</summary>
    private static void AddNames(string text, int from, int to, List<Recognised> found)
    {
        while (from < to)
        {
            var at = text.AsSpan(from, to - from).IndexOfAny(Bare);
            if (at < 0) return;
            at += from;
            from = at + 1;
            if (Longest(text.AsSpan(0, to), at, out var name) is not (> 0 and var end) || end - at < 2) continue;
            if (ContinuesYuan(text, end)) continue;
            found.Add(new(text[at..end], at, end - 1, TypeNames.Currency, new((string?)null) { Unit = name!.Unit, IsoCurrency = name.Iso }));
            from = end;
        }
    }

    // 今日元旦, 完美元素: no currency.
    private static bool ContinuesYuan(string text, int end) => end < text.Length && text[end - 1] == '元' && IsYuanWord(text, end);

    private static bool IsYuanWord(ReadOnlySpan<char> text, int end)
    {
        var next = text[end];
        return next is '旦' or '素' or '件' or '月' or '老' or '气' or '年' or '帅' or '首' or '音' or '神' or '组' or '宝' or '论' or '化' or '复'
            or '方' or '函' or '数'
            || next == '二' && end + 1 < text.Length && text[end + 1] == '次';
    }

    private static Recognised? ReadAmount(string text, int at, int free, NumberReading number)
    {
        var start = Before(text, at, free, out var before);
        var value = number.Value;
        var end = After(text, number.End, out var after);
        var power = number.Power;
        // 分, 毫 and 仙 alone are marks, measures or something else.
        if (after is { Of: > 0 } && text[end - 1] is not ('角' or '毛')
            && Space(text, number.End) == end - 1) (after, end) = (null, number.End);
        var name = after ?? before;
        if (name is null) return null;
        if (after is not null && !(before?.Iso is { } iso && iso == after.Iso)) start = at;
        if (after is { } whole && power is null)
        {
            var more = Rest(text, end, whole, out var rest);
            if (more > end) (end, value) = (more, value < Most ? value + (value < 0 ? -rest : rest) : value);
        }
        var written = ChineseNumbers.Write(number with { Value = value, Power = power });
        return new Recognised(text[start..end], start, end - 1, TypeNames.Currency, new(written) { Unit = name.Unit, IsoCurrency = name.Iso });
    }

    // Beyond this an added tenth would be lost anyway.
    private const decimal Most = 1_000_000_000_000_000_000m;

    /// <summary>Tenths and hundredths said after the main unit: 三元五角二分, 五块八, 五美元二十美分.</summary>
    private static int Rest(ReadOnlySpan<char> text, int from, CurrencyName main, out decimal rest)
    {
        rest = 0;
        var unit = main.Of > 0 ? main.Of : 1m;
        var (end, last) = (from, unit);
        for (var i = 0; i < 2; i++)
        {
            var at = Space(text, end);
            if (at < text.Length && text[at] is '零' or '又') at = Space(text, at + 1);
            if (at >= text.Length || text[at] is '负' or '負' || !ChineseNumbers.TryRead(text, at, out var length, out var count)
                || count >= 100) break;
            var next = After(text, at + length, out var part);
            if (part is { Of: > 0 } && part.Of < last && Has(main, part))
            {
                rest += count * part.Of / unit;
                (end, last) = (next, part.Of);
                continue;
            }
            // 五块八, 五块八毛五: the next place, where nothing else is counted.
            if (IsSpoken(main) && at == end && length == 1 && count is > 0 and < 10 && last > 0.01m && text[end - 1] is '块' or '塊'
                or '毛' or '角' && Closes(text, at + length))
            {
                rest += count * last / 10 / unit;
                end = at + length;
            }
            break;
        }
        return end;
    }

    private static bool Has(CurrencyName main, CurrencyName part) =>
        part.Mains!.Contains(main.Iso ?? (main.Unit == "Jiao" ? "CNY" : "-"), StringComparison.Ordinal);

    private static bool IsSpoken(CurrencyName main) => main.Iso == "CNY" || main.Unit == "Jiao";

    private static bool Closes(ReadOnlySpan<char> text, int at) => at >= text.Length || text[at] is < '\u3400' or > '\u9fff' or '钱'
        or '錢' or '的' or '了' or '吧' or '和' or '左' or '右' or '就' or '给' or '買' or '买' or '吗' or '呢' or '啊' or '一';

    private static int Space(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < 4 && (text[end] is ' ' or '\u3000' or '\t' or '\u00a0')) end++;
        return end;
    }

    /// <summary>The currency named after a number, perhaps with 个 between; the position after it.</summary>
    private static int After(ReadOnlySpan<char> text, int numberEnd, out CurrencyName? name)
    {
        var at = Space(text, numberEnd);
        // 20多美元
        if (at == numberEnd && at < text.Length && text[at] is ('多' or '余' or '餘' or '来' or '來')) at++;
        if (Longest(text, at, out name) is > 0 and var end) return end;
        if (at < text.Length && text[at] is '个' or '個'
            && Longest(text, Space(text, at + 1), out name) is > 0 and var counted) return counted;
        name = null;
        return numberEnd;
    }

    private static int Longest(ReadOnlySpan<char> text, int at, out CurrencyName? name)
    {
        name = null;
        if (at >= text.Length || !FirstOfName.Contains(Plain(text[at]))) return -1;
        Span<char> word = stackalloc char[LongestName];
        var length = Copy(text[at..], word);
        for (; length > 0; length--)
        {
            if (!Names.TryGetValue(word[..length], out name) || Continues(text, at, length, name)) continue;
            return at + length;
        }
        name = null;
        return -1;
    }

    private static int Before(ReadOnlySpan<char> text, int at, int free, out CurrencyName? name)
    {
        var end = at;
        while (end > free && at - end < 4 && text[end - 1] is ' ' or '\u3000' or '\t' or '\u00a0') end--;
        name = null;
        if (end == free || !LastOfPrefix.Contains(Plain(text[end - 1]))) return at;
        Span<char> word = stackalloc char[LongestName];
        var most = Math.Min(LongestName, end - free);
        var length = Copy(text.Slice(end - most, most), word);
        for (var from = length - most; from < length; from++)
        {
            if (!Names.TryGetValue(word[from..length], out name) || !name.IsPrefix) continue;
            var start = end - (length - from);
            // Letters before a code make it another word.
            if (IsLetter(text[start]) && start > 0 && IsLetter(text[start - 1])) continue;
            if (IsCode(text.Slice(start, length - from)) && !IsUpper(text[start]) && !name.AnyCase) continue;
            return start;
        }
        name = null;
        return at;
    }

    private static char Plain(char c) => char.ToLowerInvariant(ChineseNumbers.Half(c));

    /// <summary>Copies with half-width small letters, as the names are kept.</summary>
    private static int Copy(ReadOnlySpan<char> text, Span<char> word)
    {
        var length = Math.Min(text.Length, word.Length);
        for (var i = 0; i < length; i++) word[i] = Plain(text[i]);
        return length;
    }

    private static bool IsLetter(char c) => char.IsAsciiLetter(ChineseNumbers.Half(c));

    private static bool IsUpper(char c) => char.IsAsciiLetterUpper(ChineseNumbers.Half(c));

    private static bool IsCode(ReadOnlySpan<char> word) => word.Length == 3 && IsLetter(word[0]) && IsLetter(word[1]) && IsLetter(word[2]);

    /// <summary>Whether the name goes on and is another word: 元旦, 毛巾, 五角大楼, 5 usdx.</summary>
    private static bool Continues(ReadOnlySpan<char> text, int at, int length, CurrencyName name)
    {
        var word = text.Slice(at, length);
        var next = at + length < text.Length ? text[at + length] : '\0';
        if (IsLetter(word[^1])) return IsLetter(next) || IsCode(word) && !IsUpper(word[0]) && !name.AnyCase;
        if (length > 1) return false;
        return word[0] switch
        {
            '元' => next != '\0' && IsYuanWord(text, at + 1),
            '角' or '毛' => !Closes(text, at + length) && ChineseNumbers.Digit(next) < 0,
            '块' or '塊' => next is >= '\u3400' and <= '\u9fff' && ChineseNumbers.Digit(next) < 0 && next is not ('钱' or '錢' or '半' or '的'
                or '了' or '吧' or '吗' or '呢' or '啊' or '左' or '以' or '和' or '到' or '至' or '一' or '多' or '就' or '买' or '能' or '可' or '给'
                or '都' or '还' or '也' or '是' or '而' or '与' or '或' or '起' or '不' or '够' or '每'),
            '刀' => next is '具' or '片' or '子' or '刃' or '法' or '口' or '客' or '枪' or '切' or '砍',
            _ => false,
        };
    }
}
