using System.Globalization;
using Assistant.Skills.Ledger;

namespace Assistant.Tests.Support;

/// <summary>Messages with made-up names, numbers and addresses in them, by seed. No number can be anybody's: regions, card issuers and exchanges are ones that are not given out.</summary>
public static class Identifiers
{
    private const int KnownEvery = 5;
    private static readonly string[] Surnames = [.. "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚".Select(c => c.ToString()), "欧阳", "司马", "上官", "诸葛", "皇甫"];
    private static readonly string[] Given = ("伟 芳 娜 敏 静 强 磊 军 洋 勇 艳 杰 涛 超 霞 刚 倩 颖 琳 璐 莹 雪 蕾 丹 萍 梅 辉 鹏 斌 凯 浩 旭 坤 昊 瑞 秀英 桂英 丽华 建国 建军 志强 志明 国强 小红 晓燕 海燕 春梅 玉兰 秀兰 淑珍 淑华 子涵 梓涵 梓轩 浩然 宇轩 雨桐 欣怡 诗涵 思远 俊杰 俊豪 文博 天佑 家豪 嘉怡 " +
        "婉婷 雅琴 佩玲 美玲 永强 德华 国栋 卫东 红梅 爱华 爱国 援朝 保国 振华 振宇 长河 大伟 小龙 一鸣 一诺 若曦 可欣 奕辰 沐宸 铭泽 锦程 凤英 翠花 来福 有才 守义 成林 广生 树林 木兰 玲玲 婷婷 丹丹 圆圆 晨曦 晓东 晓明 晓峰 海波 海涛 江涛 建平 建华 新民 亚楠 亚军 胜男").Split(' ');

    private static readonly string[] FirstNames = ("James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Karen Daniel Nancy Matthew Lisa Anthony Betty Mark Margaret Steven Ashley Kevin Kimberly Brian Emily George Donna Edward Michelle Jason Carol Ryan Amanda Jacob Grace Tyrone Keisha Jamal Latoya " +
        "Miguel Guadalupe Carlos Xiomara Juan Marisol Jose Consuelo Wei Mei Priya Rahul Anjali Mohammed Fatima Ahmed Aisha Kwame Ngozi Chidi Olga Dmitri Katarzyna Piotr Siobhan Niamh Rhys Gareth Isla Callum Yuki Hiroshi Thanh Linh Dave Mike Liz Kate Tom Debbie Hope Will").Split(' ');

    private static readonly string[] LastNames = ("Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera " +
        "Campbell Mitchell Carter Roberts O'Brien McDonald Okafor Adeyemi Patel Singh Khan Hussain Kowalski Petrov Tanaka Quispe Delgado-Ruiz Van Dyke").Split(' ');

    private static readonly string[] Streets = ["文三路", "建设大街", "人民东路", "解放巷", "学院路", "滨江大道", "老槐树胡同"];
    private static readonly string[] Places = ["浙江省东江市西湖区", "河南省周山县", "北岭市朝阳区", "东江市", "四川省南江市青羊区", ""];
    private static readonly string[] Employers = ["富士康", "顺达物流有限公司", "东江第一人民医院", "海底捞", "鑫源电子厂", "蓝天幼儿园", "宏图建筑集团", "美佳超市", "比亚迪"];
    private static readonly string[] EnglishEmployers = ["Walmart", "Amazon", "Greenfield Logistics", "Dunmore Bakery Ltd", "Acme Tooling Inc", "Kroger", "the Hartwell Group", "FedEx"];
    private static readonly string[] EnglishStreets = ["Maple Street", "Oak Ave", "Elm St", "Sunset Blvd", "King's Road", "North Hill Lane", "Baker Rd"];

    /// <summary>Messages in both languages by turns.</summary>
    /// <param name="seed">Same seed, same messages.</param>
    /// <param name="count">How many.</param>
    /// <returns>Language, words, what of them nobody may read, and the person, where the case is known.</returns>
    public static IEnumerable<(string Locale, string Text, IReadOnlyList<string> Secrets, Holder? Holder)> Messages(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var chinese = i % 2 == 0;
            var frames = chinese ? Frames.Chinese : Frames.English;
            // Every frame in turn, with other values each time round.
            yield return Make(random, chinese, frames[i / 2 % frames.Length], i / 2 % KnownEvery == 0);
        }
    }

    /// <summary>Answers to the question of identity, in both languages by turns.</summary>
    public static IEnumerable<(string Locale, string Text, IReadOnlyList<string> Secrets, Holder? holder)> Answers(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
            yield return Make(random, i % 2 == 0, Frames.Asked[i / 2 % Frames.Asked.Length], known: false);
    }

    private static (string Locale, string Text, IReadOnlyList<string> Secrets, Holder? holder) Make(Random random, bool chinese, string frame, bool known)
    {
        var secrets = new List<string>();
        // "Will" is a name and a word: what the frame itself says is no secret.
        var said = frame;
        var (name, mobile, last4) = ("", "", "");
        for (var start = frame.IndexOf('{', StringComparison.Ordinal); start >= 0; start = frame.IndexOf('{', start + 1))
        {
            var end = frame.IndexOf('}', start);
            var place = frame[(start + 1)..end];
            var value = place switch
            {
                "name" => chinese ? Pick(random, Surnames) + Pick(random, Given) : Case(random, $"{Pick(random, FirstNames)} {Pick(random, LastNames)}", frame, start),
                "id" => chinese ? $"99{Digits(random, 4)}19{random.Next(50, 99)}{random.Next(1, 13):00}{random.Next(1, 29):00}{Digits(random, 3)}{Pick(random, ["X", "x", "3", "7"])}" : Pick(random, ["000-{0}-{1}", "000 {0} {1}", "000{0}{1}"]).Replace("{0}", Digits(random, 2), StringComparison.Ordinal).Replace("{1}", Digits(random, 4), StringComparison.Ordinal),
                "last4" => chinese && random.Next(4) == 0 ? Digits(random, 3) + "X" : Digits(random, 4),
                "cardlast" => Digits(random, 4),
                "card" => Card(random),
                "mobile" => Written(random, chinese ? ChineseMobile(random) : EnglishPhone(random)),
                "land" => chinese ? Pick(random, ["010-0000{0}", "(0571)0000{0}", "0571 0000 {0}", "00000{0}"]).Replace("{0}", Digits(random, 4), StringComparison.Ordinal) : EnglishPhone(random),
                "mail" => Mail(random),
                "addr" => chinese ? $"{Pick(random, Places)}{Pick(random, Streets)}{random.Next(1, 300)}号{Pick(random, ["", "3单元502室", "院4栋", "6号楼1201"])}" : $"{random.Next(1, 9999)} {Pick(random, EnglishStreets)}{Pick(random, ["", " Apt 4B", ", Unit 12", " #7"])}",
                "emp" => Pick(random, chinese ? Employers : EnglishEmployers),
                "wx" => Pick(random, ["wx_", "lao", "Sunny", "zhang", "big-fish", "cool_"]) + Pick(random, ["abc", "happy", "sea", "moon"]) + Digits(random, 3),
                "case" => Pick(random, ["S{0}", "TS2026{0}1", "ZX-2026-0{0}", "CV-26-{0}", "2026{0}88"]).Replace("{0}", Digits(random, 4), StringComparison.Ordinal),
                _ => throw new ArgumentException(place),
            };
            secrets.Add(value);
            if (place == "name" && (!chinese || value.Length > 2))
                secrets.AddRange(chinese ? GivenName(value) : value.Split(' ').Where(part => part.Length > 2 && !said.Contains(part, StringComparison.OrdinalIgnoreCase)));
            (name, mobile, last4) = place switch { "name" => (value, mobile, last4), "mobile" => (name, value, last4), "last4" => (name, mobile, value), _ => (name, mobile, last4) };
            frame = frame[..start] + value + frame[(end + 1)..];
            start += value.Length - 1;
        }

        return (chinese ? "zh-CN" : "en-US", frame, secrets, known && name.Length > 0 ? new(name, mobile, last4.Length > 0 ? last4 : Digits(random, 4)) : null);
    }

    /// <summary>People write their names small where the words around say that it is one, and shout them now and then.</summary>
    private static string Case(Random random, string name, string frame, int at)
    {
        var told = frame[..at].EndsWith("name is ", StringComparison.Ordinal) || frame[..at].EndsWith("this is ", StringComparison.OrdinalIgnoreCase) || frame[..at].EndsWith("i am ", StringComparison.Ordinal) || frame[..at].EndsWith("its ", StringComparison.Ordinal);
        return told && random.Next(2) == 0 ? name.ToLowerInvariant() : random.Next(12) == 0 ? name.ToUpperInvariant() : name;
    }

    private static string[] GivenName(string name) => [.. new[] { name[(Surnames[^5..].Any(one => name.StartsWith(one, StringComparison.Ordinal)) ? 2 : 1)..] }.Where(given => given.Length > 1)];

    private static string ChineseMobile(Random random) => $"1{random.Next(3, 10)}{Digits(random, 1)}0000{Digits(random, 4)}";

    private static string EnglishPhone(Random random) => Pick(random, ["({0}) 555-01{1}", "{0}-555-01{1}", "{0}.555.01{1}", "+1 {0} 555 01{1}", "{0}55501{1}"]).Replace("{0}", random.Next(201, 990).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("{1}", Digits(random, 2), StringComparison.Ordinal);

    private static string Card(Random random)
    {
        var digits = "9999" + Digits(random, random.Next(12, 16));
        return random.Next(4) switch
        {
            0 => digits,
            1 => string.Join(' ', digits.Chunk(4).Select(four => new string(four))),
            2 => string.Join('-', digits.Chunk(4).Select(four => new string(four))),
            _ => $"{digits[..4]} {digits[4..10]} {digits[10..]}",
        };
    }

    /// <summary>The ways a number is typed: in groups, full width, in Chinese digits, with what nobody sees between.</summary>
    private static string Written(Random random, string number) => number.Length != 11 || !number.All(char.IsAsciiDigit) ? number : random.Next(8) switch
    {
        0 => $"{number[..3]} {number[3..7]} {number[7..]}",
        1 => $"{number[..3]}-{number[3..7]}-{number[7..]}",
        2 => string.Concat(number.Select(c => (char)(c + 0xfee0))),
        3 => string.Concat(number.Select(c => "零一二三四五六七八九"[c - '0'])).Replace('一', '幺'),
        4 => $"+86 {number}",
        5 => string.Join('\u200b', number.ToCharArray()),
        _ => number,
    };

    private static string Mail(Random random) => $"{Pick(random, ["lao.wang", "sunny", "j.doe", "happy_sea", "mei-mei"])}{Digits(random, 2)}@{Pick(random, ["example.com", "mail.example.org", "example.net", "example.co.uk"])}";

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
