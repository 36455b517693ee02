using System.Buffers;

namespace Assistant.Skills.Language.Recognisers;

/// <summary>What single characters mean in a number, and which neighbours make a numeral part of a word.</summary>
public static partial class ChineseNumbers
{
    // Spaces between the characters of one number; more than a few are a gap in the layout, and unlimited ones would cost time.
    private const int LongestGap = 4;

    /// <summary>Characters a number can start with; a bare 万 or 亿 starts none.</summary>
    private static readonly SearchValues<char> Starts = SearchValues.Create(
        "0123456789０１２３４５６７８９零〇一二三四五六七八九两兩俩倆仨壹贰貳叁參肆伍陆陸柒捌玖十拾百佰千仟廿卅卌负負-−－.．半");

    private static readonly SearchValues<char> ShareStarts = SearchValues.Create(
        "0123456789０１２３４５６７８９零〇一二三四五六七八九两兩俩倆仨壹贰貳叁參肆伍陆陸柒捌玖十拾百佰千仟廿卅卌负負-−－.．半对万萬");

    /// <summary>Every character of a written numeral: a numeral that could not be read is left as a whole.</summary>
    private static readonly SearchValues<char> Numerals = SearchValues.Create(
        "0123456789０１２３４５６７８９零〇一二三四五六七八九两兩俩倆仨壹贰貳叁參肆伍陆陸柒捌玖十拾百佰千仟廿卅卌万萬亿億兆");

    // One numeral alone is usually part of a word (一切, 四川); it counts things, or is a number, only before one of these.
    private static readonly SearchValues<char> AfterLone = SearchValues.Create(
        "个個箇只隻条條张張本台臺辆輛位名人件家间間次回遍场場届屆天年月周週岁歲分秒点點度米克斤吨噸里升种種类類对對双雙打支枝把头頭匹群堆包袋盒箱瓶杯碗盘盤碟锅鍋桶罐" +
        "片块塊颗顆粒朵棵株根串束捆层層楼樓座栋棟幢所扇级級期集部首篇章节節页頁段句字行列排组組队隊班门門科套副份封则則项項道题題笔筆股批轮輪架艘枚号號幅滴口顿頓阵陣番任胎代倍" +
        "国國夫州票成折半星趟局步桌床届" +
        "的是和与與或及到至比这這那而但也还還了吗嗎呢吧啊加减減乘除等另");

    // 第一, 星期三, 初五, 唯一, 统一, 之一, 张三: names of an order or words, not counts.
    private static readonly SearchValues<char> BeforeLone = SearchValues.Create("第唯惟统統单單专專期周週拜初之其同逐万萬不张張李王划劃");

    internal static char Half(char c) => c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c == '\u3000' ? ' ' : c;

    private static bool IsSpace(char c) => c is ' ' or '\u3000' or '\t' or '\u00a0';

    private static bool IsHan(char c) => c is >= '\u3400' and <= '\u9fff';

    private static char At(ReadOnlySpan<char> text, int at) => at >= 0 && at < text.Length ? text[at] : '\0';

    private static int Gap(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < LongestGap && IsSpace(text[end])) end++;
        return end;
    }

    private static int GapBefore(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < LongestGap && IsSpace(text[start - 1])) start--;
        return start;
    }

    /// <summary>The value of an Arabic digit, half or full width, or -1.</summary>
    private static int Arabic(char c) => c is >= '0' and <= '9' ? c - '0' : c is >= '０' and <= '９' ? c - '０' : -1;

    /// <summary>The value of a Chinese digit, or -1.</summary>
    internal static int Digit(char c) => c switch
    {
        '零' or '〇' => 0,
        '一' or '壹' => 1,
        '二' or '贰' or '貳' or '两' or '兩' or '俩' or '倆' => 2,
        '三' or '叁' or '參' or '仨' => 3,
        '四' or '肆' => 4,
        '五' or '伍' => 5,
        '六' or '陆' or '陸' => 6,
        '七' or '柒' => 7,
        '八' or '捌' => 8,
        '九' or '玖' => 9,
        _ => -1,
    };

    /// <summary>Digits that count things but are not read out one by one.</summary>
    private static bool IsCounting(char c) => c is '两' or '兩' or '俩' or '倆' or '仨';

    /// <summary>Ten, a hundred or a thousand; 0 for anything else.</summary>
    private static int SmallUnit(char c) => c switch { '十' or '拾' => 10, '百' or '佰' => 100, '千' or '仟' => 1000, _ => 0 };

    /// <summary>The power of ten thousand of 万, 亿 and 兆; 0 for anything else.</summary>
    private static int LargeUnit(char c) => c switch { '万' or '萬' => 1, '亿' or '億' => 2, '兆' => 3, _ => 0 };

    private static int Tens(char c) => c switch { '廿' => 20, '卅' => 30, '卌' => 40, _ => 0 };

    private static bool IsUnit(char c) => SmallUnit(c) > 0 || LargeUnit(c) > 0;

    /// <summary>"Some more": a hundred and some ten thousands.</summary>
    private static bool IsSome(char c) => c is '几' or '幾' or '余' or '餘' or '多' or '来' or '來' or '数' or '數';

    private static bool IsPoint(char c) => c is '点' or '點';

    private static bool IsMinus(char c) => c is '-' or '−' or '－';

    private static bool IsLetter(char c) => Half(c) is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    /// <summary>Reads words with gaps allowed between their characters ("百 分 点"); gives the position after them, or -1.</summary>
    private static int Past(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> words)
    {
        foreach (var c in words)
        {
            at = Gap(text, at);
            if (At(text, at) != c) return -1;
            at++;
        }
        return at;
    }

    /// <summary>Numerals that are part of an ordinary word although they could stand alone.</summary>
    private static bool IsWord(ReadOnlySpan<char> text, int start, int end, NumberTraits traits)
    {
        var (before, first, next) = (At(text, start - 1), text[start], At(text, end));
        if (before == '第') return true;
        if (end - start == 1 && (traits & NumberTraits.Arabic) == 0)
            switch (first)
            {
                case '十' when next is '足' or '分' or '全' or '字' or '堰' or '佳' or '里' or '面' or '恶':
                case '伍' when before is '退' or '入' or '队' or '隊' or '落' or '行':
                case '陆' or '陸' when before is '大' or '登' or '着' or '著' or '内' or '內' or '水' or '海' or '欧' or '新' or '次':
                case '拾' when before is '收' or '捡' or '撿' or '夕' || IsHan(next) && !AfterLone.Contains(next) || next is '得' or '级':
                case '肆' when before is '放' or '酒' or '茶' or '食' or '书':
                case '参' or '參' when IsHan(next) && !AfterLone.Contains(next) || before is '人' or '海' or '党':
                case '仨' or '俩' or '倆':
                case '一' when next is '点' or '點' && !IsUnitOrDigit(At(text, end + 1)):
                    return true;
            }
        if ((traits & NumberTraits.Lone) != 0)
            // 等于五小于十: the word before asks for a number.
            return BeforeLone.Contains(before) && !(before == '之' && At(text, start - 2) == '分')
                || !(before is '于' or '於' && first != '一') && IsHan(next) && !AfterLone.Contains(next) && !IsSome(next);
        // 千万别: by all means do not.
        return end - start == 2 && first is '千' && next is '别' or '別' or '不' or '要' or '记' or '記' or '小' or '莫'
            && LargeUnit(text[start + 1]) == 1;
    }

    private static bool IsUnitOrDigit(char c) => IsUnit(c) || Digit(c) >= 0 || Arabic(c) >= 0;
}
