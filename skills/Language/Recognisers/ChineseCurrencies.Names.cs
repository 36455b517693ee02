using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseCurrencies
{
    /// <summary>A currency or a part of one, as Recognizers-Text names it.</summary>
    private sealed record CurrencyName(string Unit, string? Iso)
    {
        /// <summary>Of a part: the codes of the currencies that have it.</summary>
        public string? Mains { get; init; }

        /// <summary>Of a part: how much of the main unit it is.</summary>
        public decimal Of { get; init; }

        /// <summary>Whether it is written before a number.</summary>
        public bool IsPrefix { get; init; }

        /// <summary>Whether its code is understood in small letters; other codes (ALL, TRY, TOP) are English words then.</summary>
        public bool AnyCase { get; init; }
    }

    // Unit | ISO 4217 or nothing | Chinese names. Names of one currency in simplified and traditional characters.
    private const string Table = """
        Chinese yuan|CNY|人民币|人民幣|元人民币|元人民幣|块人民币|元|圆|圓|块|塊|块钱|塊錢|元钱|元錢|圆整|元整|rmb|cny|yuan|软妹币|大洋
        United States dollar|USD|美元|美圆|美圓|美金|美刀|刀|usd|us$|u.s.$|美币|美國元|美国元
        Euro|EUR|欧元|歐元|欧圆|歐圓|欧|€|eur|euro
        British pound|GBP|英镑|英鎊|gbp|£
        Japanese yen|JPY|日元|日圆|日圓|日币|日幣|円|jpy|jp¥|yen
        Hong Kong dollar|HKD|港币|港幣|港元|港圆|港圓|港纸|蚊|hkd|hk$
        New Taiwan dollar|TWD|新台币|新台幣|新臺幣|台币|台幣|臺幣|台元|twd|nt$|ntd|台湾元
        Macanese pataca|MOP|澳门元|澳門元|澳门币|澳門幣|葡币|mop$
        South Korean won|KRW|韩元|韓元|韩圆|韓圓|韩币|韓幣|韩国元|韩國圓|₩|krw
        North Korean won|KPW|朝鲜元|朝鮮元|朝鲜圆|朝鲜币|朝元
        Australian dollar|AUD|澳元|澳大利亚元|澳大利亞元|澳币|澳幣|澳洲元|澳圆|澳圓|澳大利亚币|aud|a$|au$
        Canadian dollar|CAD|加元|加拿大元|加币|加幣|加圆|加圓|cad|c$|ca$
        New Zealand dollar|NZD|新西兰元|新西蘭元|纽元|紐元|纽币|紐幣|新西兰币|纽西兰元|nzd|nz$
        Singapore dollar|SGD|新加坡元|新加坡币|新加坡幣|新元|新币|新幣|坡币|坡元|叻币|星元|sgd|s$|sg$
        Swiss franc|CHF|瑞士法郎|瑞郎|chf
        Russian ruble|RUB|俄罗斯卢布|俄羅斯盧布|俄国卢布|卢布|盧布|₽|rub
        Indian rupee|INR|印度卢比|印度盧比|₹|inr
        Rupee||卢比|盧比
        Pakistani rupee|PKR|巴基斯坦卢比|巴基斯坦盧比
        Nepalese rupee|NPR|尼泊尔卢比|尼泊爾盧比
        Sri Lankan rupee|LKR|斯里兰卡卢比|斯里蘭卡盧比
        Mauritian rupee|MUR|毛里求斯卢比|毛里裘斯盧比
        Seychellois rupee|SCR|塞舌尔卢比
        Maldivian rufiyaa|MVR|马尔代夫拉菲亚|拉菲亚|马尔代夫卢比
        Indonesian rupiah|IDR|印尼盾|印尼卢比|印度尼西亚盾|印度尼西亚卢比|印尼盧比|idr
        Thai baht|THB|泰铢|泰銖|泰币|泰幣|铢|銖|฿|thb
        Vietnamese dong|VND|越南盾|越南元|越盾|₫|vnd
        Malaysian ringgit|MYR|林吉特|令吉|马来西亚林吉特|马来西亚令吉|马币|馬幣|马来西亚元|马来币|马元|myr
        Philippine peso|PHP|菲律宾比索|菲律賓比索|菲律宾元|₱
        Mexican peso|MXN|墨西哥比索|墨西哥元|墨元
        Argentine peso|ARS|阿根廷比索|阿根廷元
        Chilean peso|CLP|智利比索
        Colombian peso|COP|哥伦比亚比索|哥倫比亞比索
        Cuban peso|CUP|古巴比索
        Cuban convertible peso|CUC|古巴可兑换比索|可兑换比索
        Dominican peso|DOP|多米尼加比索|多明尼加比索
        Uruguayan peso|UYU|乌拉圭比索|烏拉圭比索|乌拉圭元
        Peso||比索|披索
        Brazilian real|BRL|巴西雷亚尔|巴西雷亞爾|雷亚尔|雷亞爾|巴西里尔|巴西币|r$|brl
        South African rand|ZAR|南非兰特|南非蘭特|兰特|蘭特|南非币
        Turkish lira|TRY|土耳其里拉|里拉|土耳其镑|₺
        Israeli new shekel|ILS|以色列新谢克尔|新谢克尔|以色列谢克尔|谢克尔|謝克爾|₪
        Saudi riyal|SAR|沙特里亚尔|沙特阿拉伯里亚尔|沙地里亚尔|沙烏地里亞爾|沙特币
        Iranian rial|IRR|伊朗里亚尔|伊朗里亞爾|伊朗币
        Omani rial|OMR|阿曼里亚尔|阿曼里亞爾
        Qatari riyal|QAR|卡塔尔里亚尔|卡塔爾里亞爾|卡达里亚尔
        Yemeni rial|YER|也门里亚尔|也門里亞爾|叶门里亚尔
        Cambodian riel|KHR|柬埔寨瑞尔|瑞尔|瑞爾|柬币|៛
        United Arab Emirates dirham|AED|阿联酋迪拉姆|阿聯酋迪拉姆|迪拉姆|阿拉伯联合酋长国迪拉姆|aed
        Moroccan dirham|MAD|摩洛哥迪拉姆
        Algerian dinar|DZD|阿尔及利亚第纳尔|阿爾及利亞第納爾
        Bahraini dinar|BHD|巴林第纳尔|巴林第納爾
        Iraqi dinar|IQD|伊拉克第纳尔|伊拉克第納爾
        Jordanian dinar|JOD|约旦第纳尔|約旦第納爾
        Kuwaiti dinar|KWD|科威特第纳尔|科威特第納爾
        Libyan dinar|LYD|利比亚第纳尔|利比亞第納爾
        Serbian dinar|RSD|塞尔维亚第纳尔|塞爾維亞第納爾
        Tunisian dinar|TND|突尼斯第纳尔|突尼西亚第纳尔
        Dinar||第纳尔|第納爾|丹那
        Egyptian pound|EGP|埃及镑|埃及鎊
        Lebanese pound|LBP|黎巴嫩镑|黎巴嫩鎊
        Syrian pound|SYP|叙利亚镑|敘利亞鎊
        Sudanese pound|SDG|苏丹镑|蘇丹鎊
        South Sudanese pound|SSP|南苏丹镑|南蘇丹鎊
        Falkland Islands pound|FKP|福克兰群岛镑|福克兰镑
        Gibraltar pound|GIP|直布罗陀镑|直布羅陀鎊
        Saint Helena pound|SHP|圣赫勒拿镑|圣赫勒拿群岛镑
        Guernsey pound||根西镑|根西岛镑
        Jersey pound||泽西镑|泽西岛镑
        Manx pound||马恩岛镑|曼岛镑
        Pound||镑|鎊
        Danish krone|DKK|丹麦克朗|丹麥克朗|丹麦币|dkk
        Norwegian krone|NOK|挪威克朗|挪威币|nok
        Swedish krona|SEK|瑞典克朗|瑞典币|sek
        Icelandic króna|ISK|冰岛克朗|冰島克朗
        Faroese króna||法罗克朗|法罗群岛克朗
        Czech koruna|CZK|捷克克朗|捷克币
        Krone||克朗|克郎
        Hungarian forint|HUF|匈牙利福林|福林
        Polish złoty|PLN|波兰兹罗提|波蘭茲羅提|兹罗提|茲羅提|波兰币
        Romanian leu|RON|罗马尼亚列伊|羅馬尼亞列伊|列伊
        Moldovan leu|MDL|摩尔多瓦列伊
        Bulgarian lev|BGN|保加利亚列弗|保加利亞列弗|列弗
        Croatian kuna|HRK|克罗地亚库纳|库纳
        Ukrainian hryvnia|UAH|乌克兰格里夫纳|格里夫纳|格里夫尼亚|烏克蘭格里夫納|₴
        New Belarusian ruble|BYN|白俄罗斯卢布|新白俄罗斯卢布|白俄罗斯币
        Georgian lari|GEL|格鲁吉亚拉里|拉里|乔治亚拉里
        Armenian dram|AMD|亚美尼亚德拉姆|德拉姆
        Azerbaijani manat|AZN|阿塞拜疆马纳特|马纳特|亚塞拜然马纳特
        Turkmenistan manat|TMT|土库曼斯坦马纳特|土库曼马纳特
        Kazakhstani tenge|KZT|哈萨克斯坦坚戈|哈薩克斯坦堅戈|坚戈|腾格|₸
        Kyrgyzstani som|KGS|吉尔吉斯斯坦索姆|吉尔吉斯索姆
        Uzbekistani som|UZS|乌兹别克斯坦苏姆|乌兹别克苏姆|苏姆
        Tajikistani somoni|TJS|塔吉克斯坦索莫尼|索莫尼
        Mongolian tögrög|MNT|蒙古图格里克|图格里克|蒙古币|蒙元|₮
        Afghan afghani|AFN|阿富汗尼
        Bangladeshi taka|BDT|孟加拉塔卡|塔卡|孟加拉元
        Bhutanese ngultrum|BTN|不丹努尔特鲁姆|努尔特鲁姆|努扎姆
        Burmese kyat|MMK|缅甸元|緬甸元|缅币|緬幣|缅元|缅甸币
        Lao kip|LAK|老挝基普|基普|老挝币|寮国基普|₭
        Brunei dollar|BND|文莱元|文萊元|文莱币|汶莱元
        Fijian dollar|FJD|斐济元|斐濟元
        Jamaican dollar|JMD|牙买加元|牙買加元
        Barbadian dollar|BBD|巴巴多斯元|巴巴多斯币
        Bahamian dollar|BSD|巴哈马元|巴哈馬元
        Bermudian dollar|BMD|百慕大元|百慕達元
        Belize dollar|BZD|伯利兹元|伯利茲元
        Cayman Islands dollar|KYD|开曼群岛元|开曼元
        East Caribbean dollar|XCD|东加勒比元|东加勒比币
        Guyanese dollar|GYD|圭亚那元|圭亞那元
        Liberian dollar|LRD|利比里亚元|利比里亞元
        Namibian dollar|NAD|纳米比亚元|納米比亞元
        Solomon Islands dollar|SBD|所罗门群岛元|所罗门元
        Surinamese dollar|SRD|苏里南元|蘇里南元
        Trinidad and Tobago dollar|TTD|特立尼达和多巴哥元|特立尼达多巴哥元|特立尼达元
        Tuvaluan dollar||图瓦卢元
        Kiribati dollar||基里巴斯元
        Zimbabwean dollar|ZWL|津巴布韦元|津元
        Samoan tālā|WST|萨摩亚塔拉|塔拉
        Tongan paʻanga|TOP|汤加潘加|潘加
        Vanuatu vatu|VUV|瓦努阿图瓦图|瓦图
        Papua New Guinean kina|PGK|巴布亚新几内亚基那|基那
        CFP franc|XPF|太平洋法郎|法属波利尼西亚法郎
        West African CFA franc|XOF|西非法郎|西非共同体法郎|非洲金融共同体法郎
        Central African CFA franc|XAF|中非法郎|中非金融合作法郎
        Comorian franc|KMF|科摩罗法郎
        Congolese franc|CDF|刚果法郎
        Burundian franc|BIF|布隆迪法郎
        Djiboutian franc|DJF|吉布提法郎
        Guinean franc|GNF|几内亚法郎
        Rwandan franc|RWF|卢旺达法郎
        Belgian franc|BEF|比利时法郎
        French franc|FRF|法国法郎|法國法郎
        Franc||法郎
        Finnish markka|FIM|芬兰马克|芬蘭馬克
        German mark|DEM|德国马克|德國馬克|西德马克
        Bosnia and Herzegovina convertible mark|BAM|波黑可兑换马克|可兑换马克|波斯尼亚和黑塞哥维那可兑换马克
        Italian lira|ITL|意大利里拉|義大利里拉
        Nigerian naira|NGN|尼日利亚奈拉|奈拉|₦
        Ghanaian cedi|GHS|加纳塞地|塞地|加纳赛地|₵
        Kenyan shilling|KES|肯尼亚先令|肯雅先令
        Tanzanian shilling|TZS|坦桑尼亚先令
        Ugandan shilling|UGX|乌干达先令|烏干達先令
        Somali shilling|SOS|索马里先令
        Ethiopian birr|ETB|埃塞俄比亚比尔|比尔币
        Eritrean nakfa|ERN|厄立特里亚纳克法|纳克法
        Zambian kwacha|ZMW|赞比亚克瓦查
        Malawian kwacha|MWK|马拉维克瓦查
        Angolan kwanza|AOA|安哥拉宽扎|宽扎
        Mozambican metical|MZN|莫桑比克梅蒂卡尔|梅蒂卡尔
        Malagasy ariary|MGA|马达加斯加阿里亚里|阿里亚里
        Botswana pula|BWP|博茨瓦纳普拉|普拉
        Lesotho loti|LSL|莱索托洛蒂|洛蒂
        Swazi lilangeni|SZL|斯威士兰里兰吉尼|里兰吉尼
        Gambian dalasi|GMD|冈比亚达拉西|达拉西
        Sierra Leonean leone|SLL|塞拉利昂利昂|利昂
        Mauritanian ouguiya|MRO|毛里塔尼亚乌吉亚|乌吉亚
        Cape Verdean escudo|CVE|佛得角埃斯库多|维德角埃斯库多
        São Tomé and Príncipe dobra|STD|圣多美和普林西比多布拉|多布拉
        Albanian lek|ALL|阿尔巴尼亚列克|列克
        Macedonian denar|MKD|马其顿代纳尔|代纳尔
        Lithuanian litas|LTL|立陶宛立特|立特
        Latvian lats|LVL|拉脱维亚拉特|拉特
        Peruvian sol|PEN|秘鲁新索尔|秘鲁索尔|新索尔|索尔
        Bolivian boliviano|BOB|玻利维亚诺|玻利維亞諾|玻利维亚币
        Paraguayan guaraní|PYG|巴拉圭瓜拉尼|瓜拉尼|₲
        Venezuelan bolívar|VEF|委内瑞拉玻利瓦尔|玻利瓦尔
        Costa Rican colón|CRC|哥斯达黎加科朗|科朗|₡
        Guatemalan quetzal|GTQ|危地马拉格查尔|格查尔
        Honduran lempira|HNL|洪都拉斯伦皮拉|伦皮拉
        Nicaraguan córdoba|NIO|尼加拉瓜科多巴|科多巴
        Panamanian balboa|PAB|巴拿马巴波亚|巴波亚
        Haitian gourde|HTG|海地古德|古德
        Aruban florin|AWG|阿鲁巴弗罗林|阿鲁巴盾
        Netherlands Antillean guilder|ANG|荷属安的列斯盾|安的列斯盾
        Dollar||$|＄|dollar|dollars
        Bitcoin||比特币|比特幣|btc|₿
        """;

    // Unit | part of one | currencies it is a part of | names.
    private const string SmallTable = """
        Jiao|0.1|CNY TWD HKD MOP|角|毛|角钱|角錢|毛钱|毛錢|毫|毫子
        Fen|0.01|CNY TWD HKD MOP USD AUD CAD NZD SGD EUR|分钱|分錢
        Cent|0.01|USD EUR AUD CAD NZD SGD HKD|美分|美仙|欧分|歐分|澳分|加分|港仙|港分|cent|cents
        Sen|0.01|JPY|日本銭|日本钱|日本錢|銭
        Sen|0.01|MYR BND|马来西亚仙|仙
        Penny|0.01|GBP|便士|新便士|辨士
        Shilling|0.05|GBP|先令
        Kopek|0.01|RUB BYN|戈比|戈比克
        Centime|0.01|CHF|生丁|分币
        Pfennig|0.01|DEM|芬尼
        Öre|0.01|SEK NOK DKK|欧尔|歐爾|奥拉|厄尔
        Paisa|0.01|INR PKR NPR BDT|派萨|派薩|派士|拜萨
        Satang|0.01|THB|萨当|薩當|沙丹
        Grosz|0.01|PLN|格罗希|格羅希
        Haléř|0.01|CZK|赫勒
        Fillér|0.01|HUF|菲勒
        Agora|0.01|ILS|阿高洛|阿格拉
        Kuruş|0.01|TRY|库鲁什|庫魯什|库鲁斯
        Piastre|0.01|EGP LBP SYP SDG|皮阿斯特
        Fils|0.001|KWD BHD JOD IQD|费尔|費爾|费尔斯
        Jeon|0.01|KRW|钱韩元|韩分
        Hào|0.1|VND|越南毫
        Millibitcoin|0.001|BTC|毫比特币
        """;

    // Only after 元 and 角: 五分 alone is a mark, a minute or a share.
    private static readonly CurrencyName Hundredth = new("Fen", null) { Mains = "CNY TWD HKD MOP USD AUD CAD NZD SGD EUR", Of = 0.01m };

    private static readonly Dictionary<string, CurrencyName> All = Read();

    private static readonly FrozenDictionary<string, CurrencyName>.AlternateLookup<ReadOnlySpan<char>> Names =
        All.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int LongestName = All.Keys.Max(name => name.Length);

    // Most words next to a number are no currency: one look at their first or last character says so.
    private static readonly SearchValues<char> FirstOfName = SearchValues.Create([.. All.Keys.Select(name => name[0]).Distinct()]);
    private static readonly SearchValues<char> LastOfPrefix =
        SearchValues.Create([.. All.Where(pair => pair.Value.IsPrefix).Select(pair => pair.Key[^1]).Distinct()]);

    // 人民币, 美元: named without an amount. 加元 and 新元 are inside other words (增加元素), and one character says nothing.
    private static readonly SearchValues<string> Bare = SearchValues.Create(
        [.. All.Where(pair => pair.Key.Length > 1 && !char.IsAsciiLetter(pair.Key[0]) && (pair.Value.IsPrefix
            || IsCountry(pair.Key))).Select(pair => pair.Key)], StringComparison.Ordinal);

    private static bool IsCountry(string name) => name switch
    {
        "加元" or "加圆" or "加圓" or "新元" or "新币" or "新幣" or "星元" or "朝元" or "马元" or "馬元" or "津元" or "墨元" or "台元" or "坡元" or "比尔币" or "元人民币"
            or "元人民幣" or "块人民币" => false,
        "比特币" or "比特幣" => true,
        _ => name[^1] is '元' or '圆' or '圓' or '币' or '幣' or '镑' or '鎊' or '盾' or '铢' or '銖'
            || name.EndsWith("法郎", StringComparison.Ordinal) || name.EndsWith("卢布", StringComparison.Ordinal)
            || name.EndsWith("卢比", StringComparison.Ordinal) || name.EndsWith("克朗", StringComparison.Ordinal)
                || name.EndsWith("比索", StringComparison.Ordinal) || name.EndsWith("第纳尔", StringComparison.Ordinal),
    };

    private static Dictionary<string, CurrencyName> Read()
    {
        var all = new Dictionary<string, CurrencyName>(StringComparer.Ordinal);
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cells = line.Split('|');
            var name = new CurrencyName(cells[0], cells[1].Length > 0 ? cells[1] : null)
            {
                AnyCase = cells[1] is "USD" or "EUR" or "CNY" or "GBP" or "JPY" or "HKD" or "TWD" or "KRW" or "AUD" or "CAD" or "SGD"
                    or "THB",
            };
            var before = name with { IsPrefix = true };
            foreach (var word in cells.AsSpan(2)) all[word] = IsSign(word) ? before : name;
            if (name.Iso is { } iso) all.TryAdd(iso.ToLowerInvariant(), before);
        }
        foreach (var line in SmallTable.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cells = line.Split('|');
            var part = new CurrencyName(cells[0], null) { Of = decimal.Parse(cells[1], CultureInfo.InvariantCulture), Mains = cells[2] };
            foreach (var word in cells.AsSpan(3)) all[word] = part;
        }
        all["¥"] = all["￥"] = all["人民币"] with { IsPrefix = true };
        all["分"] = Hundredth;
        foreach (var word in (string[])["人民币", "人民幣", "美元", "港币", "港幣", "欧元", "日元", "英镑", "新台币", "台币", "新台幣"])
            all[word] = all[word] with { IsPrefix = true };
        return all;
    }

    // Signs and codes stand on either side of the number.
    private static bool IsSign(string word) => word.Any(c => c is '$' or '¥'
        || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol || char.IsAsciiLetter(c));
}
