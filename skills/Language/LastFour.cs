using System.Collections.Frozen;

namespace Assistant.Skills.Language;

/// <summary>Tells the last four characters of an identity document from those of a card, and both from amounts.</summary>
internal static class LastFour
{
    private static readonly string[] ChineseWords = ["后四位", "后4位", "末四位", "末4位", "尾数", "尾号", "身份证", "身份证号", "证件号", "证件", "卡号", "的卡", "那张", "的那张卡", "这张"];
    private static readonly string[] Identity = ["身份证", "证件", "证号", "户口"];
    private static readonly string[] AfterCard = ["那张", "这张", "的卡", "的那张", "的信用卡", "尾号的", "卡"];
    private const string ChineseFillers = "是为的：:，, 号位数码 吧呢我这就应该4四末后";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Keys = Set("four 4 ending ends end social ssn ss id license passport digits ended");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Fillers = Set("is are in with of my the number no it's its it was here card account acct social ssn id on a : your his her mom's dad's security digits for");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Cards = Set("card cards visa mastercard amex discover acct xxxx xx x");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Documents = Set("social ssn ss id license passport");

    /// <summary>What four characters are, where the words around them say so.</summary>
    public static string? TypeOf(Listening heard, int at, int end, int digits, int letters)
    {
        var isX = heard.At(end - 1) == 'x' && digits == 3 && letters == 1;
        if (end - at != 4 || digits != 4 && !isX)
            return null;
        var next = heard.At(end);
        if (next is '元' or '块' or '年' or '期' or '%' or '.' && char.IsAsciiDigit(heard.At(end + 1)))
            return null;
        return Listening.IsHan(heard.At(heard.GapBefore(at) - 1)) || Listening.IsHan(next) ? InChinese(heard, at, end, isX) : InEnglish(heard, at, end, isX) ?? InChinese(heard, at, end, isX);
    }

    private static string? InChinese(Listening heard, int at, int end, bool isX)
    {
        var key = at;
        for (var most = 8; most > 0 && key > heard.Free && !heard.EndsWith(key, ChineseWords) && ChineseFillers.Contains(heard.At(key - 1)); most--)
            key--;
        if (heard.EndsWith(key, ChineseWords))
        {
            if (isX)
                return EntityType.IdLast4;
            var clause = heard.Before(key, 14);
            if (heard.EndsWith(key, "尾号", "卡号", "的卡", "那张", "这张"))
                return clause.IndexOf("身份证") >= 0 || clause.IndexOf("证件") >= 0 ? EntityType.IdLast4 : EntityType.CardLast4;
            foreach (var word in Identity)
            {
                if (clause.IndexOf(word) >= 0)
                    return EntityType.IdLast4;
            }

            return clause.IndexOf('卡') >= 0 ? EntityType.CardLast4 : EntityType.IdLast4;
        }

        return !isX && heard.FirstOf(end, AfterCard) is not null ? EntityType.CardLast4 : null;
    }

    private static string? InEnglish(Listening heard, int at, int end, bool isX)
    {
        // "the 4821 card", "my 4821 visa"
        var after = heard.Gap(end);
        if (!isX && after > end && Cards.Contains(heard.Plain.AsSpan(after..heard.WordEnd(after))) && heard.WordBefore(at) is "the" or "my" or "card" or "on" or "this" or "that")
            return EntityType.CardLast4;
        var (key, card, document) = (false, false, false);
        var position = at;
        var nearest = true;
        var bareOn = false;
        for (var words = 0; words < 8 && Previous(heard, ref position) is { } span; words++)
        {
            var word = heard.Plain.AsSpan(span);
            card |= Cards.Contains(word) || word is "account" or "one" && key;
            document |= Documents.Contains(word);
            if (Keys.Contains(word) && (word is not ("4" or "four" or "digits") || heard.WordBefore(position) is "last" or "final" or "four" || heard.At(position - 2) == '4'))
                key = true;
            else if (Cards.Contains(word) && nearest)
                key = true;
            else if (nearest && word is "on")
                bareOn = true;
            else if (!key && !Fillers.Contains(word))
                break;
            nearest = nearest && word is "number" or "no" or "is" or "in";
        }

        if (bareOn && !key)
            return !isX && IsBareEnd(heard, end) && !(heard.At(at) is '1' or '2' && heard.At(at + 1) is '9' or '0') ? EntityType.CardLast4 : null;
        if (!key)
            return null;
        return isX || document || !card && !heard.EndsWith(heard.GapBefore(at), "ending", "ending in", "ends in", "ending with") ? EntityType.IdLast4 : EntityType.CardLast4;
    }

    /// <summary>Nothing that the number could count follows.</summary>
    private static bool IsBareEnd(Listening heard, int end)
    {
        var next = heard.Gap(end);
        return !char.IsAsciiLetterOrDigit(heard.At(next)) && heard.At(next) is not ('%' or '-' or '/') || heard.FirstOf(next, ["and", "please", "pls", "card", "now", "or"]) is not null;
    }

    /// <summary>The word before a position, not past a sentence nor what was heard.</summary>
    private static Range? Previous(Listening heard, ref int at)
    {
        var end = at;
        for (var most = 4; end > heard.Free && most > 0 && !char.IsAsciiLetterOrDigit(heard.At(end - 1)); end--, most--)
        {
            if (heard.At(end - 1) is '.' or '!' or '?' or ';' or '\n' or '$')
                return null;
        }

        var start = end;
        while (start > heard.Free && end - start < 16 && (char.IsAsciiLetterOrDigit(heard.At(start - 1)) || heard.At(start - 1) == '\''))
            start--;
        at = start;
        return start < end ? start..end : null;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
