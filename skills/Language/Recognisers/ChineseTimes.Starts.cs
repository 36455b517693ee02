namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>Every character an expression can begin with, half-width and simplified.</summary>
    private const string StartCharacters =
        "0123456789零一二三四五六七八九十两百千壹贰叁肆伍陆柒捌玖拾半几数好" +
        "今明昨前后上下这本去大最近过未接当从自由截直每周星礼现刚马立此眼" +
        "之以随春夏秋冬正腊农阴旧初年月第约差=还剩超不多少至早晚凌清中夜午傍深" +
        "元除端重国圣平情愚劳教妇植女青儿母父感万光双建新来将" +
        "贞开神洪永景天成嘉崇顺康雍乾道咸同宣民";

    /// <summary>Half-width and simplified form of every character: one look-up is all that reading costs.</summary>
    private static readonly char[] Folded = Table(Folding);

    /// <summary>Whether an expression can begin with the character, in any of its forms.</summary>
    private static readonly bool[] Begins = Table(c => StartCharacters.Contains(Folding(c)));

    private static T[] Table<T>(Func<char, T> of)
    {
        var table = new T[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
            table[i] = of((char)i);
        return table;
    }

    /// <summary>
    /// A look at the next character, which rejects nearly everything that is no time (上海, 大道, 一下) before any
    /// grammar function runs. It may accept too much, never too little.
    /// </summary>
    private static bool Possible(in Reader r, int at)
    {
        var next = r[at + 1];
        switch (r[at])
        {
            case (>= '0' and <= '9') or '零' or '一' or '二' or '两' or '三' or '四' or '五' or '六' or '七' or '八' or '九' or '十' or '百' or '千':
            case '壹' or '贰' or '叁' or '肆' or '伍' or '陆' or '柒' or '捌' or '玖' or '拾':
                var end = r.AfterNumerals(at);
                var after = r.Space(end);
                return AfterNumber(r, after) || (r[at] == '五' && next == '一') || (end - at == 4 && r.IsDigit(after));
            case '半' or '几' or '数' or '好':
                return AfterNumber(r, at + 1) || next is '夜' or '几';
            case '上' or '下':
                return next is '上' or '下' or '个' or '一' or '周' or '星' or '礼' or '月' or '年' or '季' or '半' or '世' or '午' || Count(r, at + 1);
            case '今' or '明' or '昨' or '本' or '当' or '这':
                return next is '年' or '天' or '日' or '晚' or '早' or '晨' or '夜' or '后' or '周' or '星' or '礼' or '月' or '季' or '个' or '一' or '世' or '半';
            case '前' or '后':
                return next is '年' or '天' || Count(r, at + 1);
            case '去' or '来':
                return next == '年';
            case '大':
                return next is '前' or '后' or '年' or '约' or '概';
            case '之' or '以' or '随':
                return next is '前' or '后' && Count(r, r.Over(at + 2, "的"));
            case '最':
                return next == '近';
            case '近':
                return Count(r, at + 1);
            case '过':
                return next == '去';
            case '未' or '将':
                return next == '来';
            case '接':
                return next == '下';
            case '截':
                return next is '止' or '至';
            case '直':
                return next is '到' or '至';
            case '周':
                return next is '末' or '日' or '天' or (>= '1' and <= '7') || Plain(next) > 0;
            case '星':
                return next == '期';
            case '礼':
                return next == '拜';
            case '现':
                return next == '在';
            case '刚':
                return next is '刚' or '才';
            case '马':
                return next == '上';
            case '立':
                return next is '刻' or '即';
            case '此':
                return next is '刻' or '时' or '前' or '后';
            case '眼' or '还' or '剩':
                return next is '下' or '剩' or '余' || Count(r, at + 1);
            case '春' or '夏' or '秋' or '冬':
                return next is '天' or '季' or '日' or '节' or '月';
            case '正' or '腊':
                return next is '月' or '午';
            case '农' or '阴' or '旧':
                return next == '历';
            case '初':
                return Plain(next) > 0 || next == '十';
            case '年' or '月':
                return next is '初' or '底' or '末' or '尾' or '中';
            case '第':
                return Count(r, at + 1);
            case '差':
                return next == '不';
            case '超':
                return next == '过';
            case '不':
                return next is '到' or '足' or '少' or '多' or '止' or '超' or '早' or '晚';
            case '多' or '少':
                return next == '于';
            case '至':
                return next is '少' or '多';
            case '早' or '晚' or '清' or '中' or '午' or '傍' or '夜' or '深' or '凌':
                return next is '于' or '上' or '间' or '晨' or '午' or '后' or '夜' or '晚' or '里' || Count(r, at + 1) || (next == '秋' && r[at] == '中') || (next == '明' && r[at] == '清');
            case '天' or '成' or '道' or '同' or '万' or '光' or '民' or '国' or '重' or '新' or '开' or '平' or '女' or '情' or '教' or '感':
                return next is '顺' or '启' or '化' or '光' or '治' or '历' or '圣' or '绪' or '棍' or '国' or '庆' or '阳' or '年' or '元' or '安' or '生' or '人' or '师' or '恩';
            default:
                return true;
        }
    }

    /// <summary>A number, or a word for one.</summary>
    private static bool Count(in Reader r, int at)
    {
        at = r.Space(at);
        return r.IsDigit(at) || Plain(r[at]) >= 0 || r[at] is '十' or '百' or '千' or '几' or '数' or '半' or '好' || Formal(r[at]) > 0;
    }

    /// <summary>What a number must be followed by to be part of a time.</summary>
    private static bool AfterNumber(in Reader r, int at) => r[at]
        is '年' or '月' or '日' or '号' or '天' or '周' or '星' or '礼' or '点' or '时' or '分' or '秒' or '刻' or '小' or '钟' or '个' or '工' or '季' or '世'
        or '多' or '余' or '来' or '几' or '半' or '.' or ':' or '/' or '-' or '\\' or '~' or '\u301c' or '到' or '至' or '直';
}
