using System.Text.Json;
using System.Text.RegularExpressions;
using Assistant.Bot.Models;
using Assistant.Bot.Privacy;
using Assistant.Bot.Prompts;
using Assistant.Skills.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.OfBot;

/// <summary>What tells who somebody is never reaches a language model, and comes back in what is said to the person.</summary>
public sealed partial class MaskTests
{
    private const int Seed = 20261121;
    private const double MostChanged = 0.05;
    private static readonly PersonalData Data = new(MaskFiles.Read(PromptFolder.Find()));

    [Fact]
    public void No_identifier_is_left_in_two_thousand_messages_and_each_comes_back()
    {
        var left = Identifiers.Messages(Seed, 2000).Select(message => Left(message, identityAsked: false)).OfType<string>().ToList();
        left.ShouldBeEmpty($"{left.Count} messages:\n{string.Join('\n', left)}");
    }

    [Fact]
    public void No_bare_answer_to_the_question_of_identity_is_left()
    {
        var left = Identifiers.Answers(Seed, 400).Select(message => Left(message, identityAsked: true)).OfType<string>().ToList();
        left.ShouldBeEmpty($"{left.Count} messages:\n{string.Join('\n', left)}");
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-US")]
    public void Messages_without_personal_data_mostly_stay_as_they_are(string locale)
    {
        var (harmless, changed) = (0, new List<string>());
        foreach (var line in File.ReadLines(Repository.PathOf("tests", "Understanding", $"general.{locale}.jsonl")).Where(line => line.Length > 0))
        {
            var text = JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!;
            if (Telling(locale).IsMatch(text))
                continue;
            harmless++;
            if (For(locale).Hide(text) is var hidden && hidden != text)
                changed.Add($"{text} -> {hidden}");
        }

        var share = changed.Count / (double)harmless;
        TestContext.Current.TestOutputHelper?.WriteLine($"{locale}: {changed.Count} of {harmless} changed, {share:P1}\n{string.Join('\n', changed)}");
        share.ShouldBeLessThan(MostChanged, string.Join('\n', changed));
    }

    [Theory]
    [InlineData("每个月还800行不行，12月5号发工资")]
    [InlineData("我欠三万五，拿两万了断，打六折行吗")]
    [InlineData("一共35000元，分24期，利率0.05%")]
    [InlineData("先还12,500块，剩下￥18600.5月底")]
    [InlineData("i can pay $150 a month for 24 months, 5 percent down")]
    [InlineData("it was $12,500 and now it's 18k, pay by 12/05/2026")]
    [InlineData("twenty five hundred dollars on the 3rd")]
    public void What_the_model_needs_stays(string text) => For(text.Any(c => c > 0x2e80) ? Locales.Chinese : Locales.English).Hide(text).ShouldBe(text);

    [Theory]
    [InlineData("1\u200b3\u200b9\u200b0\u200b0\u200b0\u200b0\u200b1\u200b2\u200b3\u200b4")] // zero width
    [InlineData("139\u00ad0000\u00ad1234")] // soft hyphens
    [InlineData("1\ufe0f3\ufe0f9\ufe0f0\ufe0f0\ufe0f0\ufe0f0\ufe0f1\ufe0f2\ufe0f3\ufe0f4\ufe0f")] // variation selectors
    [InlineData("①③⑨⓪⓪⓪⓪①②③④")]
    [InlineData("❶❸❾００００①②③④")]
    [InlineData("𝟏𝟑𝟗𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒")]
    [InlineData("١٣٩٠٠٠٠١٢٣٤")]
    [InlineData("1️⃣3️⃣9️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣")]
    [InlineData("一三九 零零零零 幺二三四")]
    [InlineData("壹叁玖零零零零壹贰叁肆")]
    [InlineData("one three nine oh oh oh oh one two three four")]
    [InlineData("one 3 nine 0000 一二三4")]
    [InlineData("(139) 0000 - 1234")]
    [InlineData("139.0000.1234")]
    [InlineData("139/0000/1234")]
    [InlineData("1,390,000,1234")]
    [InlineData("139\n0000\n1234")]
    [InlineData("13900OO1234")]
    [InlineData("1234567元")]
    public void No_writing_helps_a_number_through(string number)
    {
        Mask.IsClean(number).ShouldBeFalse();
        foreach (var text in new[] { number, $"我电话{number}谢谢", $"call {number} please", $"我姓刘{number}" })
        {
            var mask = For(Locales.Chinese);
            var hidden = mask.Hide(text);
            hidden.ShouldNotContain(number);
            Mask.IsClean(hidden).ShouldBeTrue(hidden);
            mask.Restore(hidden).ShouldBe(text);
        }
    }

    [Theory]
    [InlineData("mail me: a.b@example.com", false)]
    [InlineData("ａ＠example．com", false)]
    [InlineData("99010119900101123X", false)]
    [InlineData("欠了12月5号那笔3000块，还有500.50", true)]
    [InlineData("[NUMBER_1] [PHONE_22] 300 500", true)]
    public void The_last_look_sees_what_is_left(string text, bool clean) => Mask.IsClean(text).ShouldBe(clean);

    [Fact]
    public void The_same_words_get_the_same_token_and_others_another()
    {
        var mask = For(Locales.Chinese);
        var first = mask.Hide("我叫王建军，电话13900001234");
        first.ShouldBe("我叫[NAME_1]，电话[PHONE_1]");
        mask.Hide("王建军说打13900001234，或者13900005678").ShouldBe("[NAME_1]说打[PHONE_1]，或者[PHONE_2]");
        mask.Restore("好的[NAME_1]，我们打[PHONE_2]").ShouldBe("好的王建军，我们打13900005678");
        mask.Restore("好的【name_1】").ShouldBe("好的王建军", "a model may write a token its own way");
        mask.Restore("好的[NAME_2]").ShouldBeNull("it was never given out");
        For(Locales.Chinese).Restore("[NAME_1]").ShouldBeNull("nor by another mask");
    }

    [Theory]
    [InlineData("我是[NAME_1]")]
    [InlineData("【phone_2】")]
    [InlineData("[\u200bNAME_1]")]
    [InlineData("[NAME_１]")]
    [InlineData("［NAME_1］")]
    public void Nobody_can_write_a_token(string text)
    {
        var mask = For(Locales.Chinese);
        mask.Hide("我叫王建军，电话13900001234，她叫李秀英，13900005678");
        var hidden = mask.Hide(text);
        hidden.ShouldNotMatch(@"[\[【][^\]】]*_");
        mask.Restore(hidden).ShouldBe(hidden);
    }

    [Fact]
    public void What_the_bank_knows_is_found_wherever_it_is_said()
    {
        var holder = new Holder("阿依古丽", "13900001234", "271X");
        var file = MadeUp.File(MadeUp.Yuan("9860")) with { CaseNo = "QX77", CustomerNo = "KH-5", CardLast4 = "2210" };
        var mask = new Mask(Data, Locales.Chinese, holder, file, MadeUp.Today, identityAsked: false);
        var hidden = mask.Hide("古丽在吗，阿依古丽，271x，271Ｘ，卡2210，二二一零，2 2 1 0，qx77和KH-5");
        foreach (var secret in new[] { "古丽", "271", "2210", "二二一零", "2 2 1 0", "qx77", "KH-5" })
            hidden.ShouldNotContain(secret);
        For(Locales.Chinese).Hide("还2210块").ShouldBe("还2210块");
    }

    [Fact]
    public void Whatever_is_written_comes_back() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        var mask = For(Locales.English);
        return mask.Restore(mask.Hide(text)) == Mask.Defuse(text);
    }));

    [Fact]
    public void No_seven_digits_in_a_row_are_left_of_anything() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        var hidden = For(Locales.Chinese).Hide(text);
        var bare = Apart().Replace(new Folded(Token().Replace(hidden, "x")).Text, "");
        return !SevenDigits().IsMatch(bare) && Mask.IsClean(hidden);
    }));

    [Theory]
    [InlineData("masks.yaml", "kinds:", "kind:", "masks.yaml:7: 'kind' is not known here")]
    [InlineData("masks.yaml", "- drafts: '((", "- draft: '((", "'draft' is not known here")]
    [InlineData("masks.yaml", "- drafts: '((", "- drafts: '(((", "the pattern cannot be used")]
    [InlineData("names.zh-CN.yaml", "compound: >-", "compounds: >-", "'compounds' is not known here")]
    [InlineData("names.zh-CN.yaml", "欧阳 ", "欧阳氏 ", "'欧阳氏' has not two characters")]
    [InlineData("names.en-US.yaml", "given: >-", "given: ''\nwords: >-", "names.en-US.yaml:")]
    public void A_mistake_in_the_files_is_named_with_its_place(string file, string from, string to, string says)
    {
        var folder = Directory.CreateTempSubdirectory("masks");
        try
        {
            var privacy = Directory.CreateDirectory(Path.Combine(folder.FullName, "prompts", "privacy")).FullName;
            foreach (var path in Directory.GetFiles(Repository.PathOf("prompts", "privacy")))
            {
                var text = File.ReadAllText(path);
                var wrong = Path.GetFileName(path) == file ? new Regex(Regex.Escape(from)).Replace(text, to.Replace("$", "$$", StringComparison.Ordinal), 1) : text;
                (Path.GetFileName(path) != file || wrong != text).ShouldBeTrue();
                File.WriteAllText(Path.Combine(privacy, Path.GetFileName(path)), wrong);
            }

            Should.Throw<PromptException>(() => MaskFiles.Read(new(folder.FullName))).Message.ShouldContain(says);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Mask For(string locale, Holder? holder = null, bool identityAsked = false) => new(Data, locale, holder, file: null, MadeUp.Today, identityAsked);

    /// <summary>What of a message was left, or null.</summary>
    private static string? Left((string Locale, string Text, IReadOnlyList<string> Secrets, Holder? Holder) message, bool identityAsked)
    {
        var mask = For(message.Locale, message.Holder, identityAsked);
        var hidden = mask.Hide(message.Text);
        var bare = Token().Replace(hidden, " ");
        var digits = Digits(bare);
        var left = message.Secrets.Where(secret => Holds(bare, secret) || Pieces(Digits(secret)).Any(piece => digits.Contains(piece, StringComparison.Ordinal))).ToList();
        return left.Count == 0 && Mask.IsClean(hidden) && mask.Restore(hidden) == message.Text ? null : $"{string.Join('|', left)}: {message.Text} -> {hidden}";
    }

    private static bool Holds(string text, string secret) =>
        secret.All(char.IsAscii) ? Regex.IsMatch(text, $@"(?<![A-Za-z0-9]){Regex.Escape(secret)}(?![A-Za-z0-9])", RegexOptions.IgnoreCase) : text.Contains(secret, StringComparison.Ordinal);

    private static string Digits(string text) => string.Concat(new Folded(text).Text.Replace('幺', '一').Select(c => "零一二三四五六七八九".IndexOf(c) is >= 0 and var value ? (char)('0' + value) : c).Where(char.IsAsciiDigit));

    private static IEnumerable<string> Pieces(string digits) => Enumerable.Range(0, Math.Max(0, digits.Length - 4)).Select(at => digits.Substring(at, 5));

    /// <summary>Texts of digits in many shapes, separators, brackets, tokens and words, in any order, and broken characters.</summary>
    private static Gen<string> Texts() => Gen.Elements(
        "1", "2", "34", "567", "8901", "０", "９", "③", "一", "零", "幺", " seven ", " oh ", " ", "  ", "-", "–", "—", ".", "·", "(", ")", "[", "]", "（", "）", "【", "】", "\t", "\u200b", "\u00ad", "\ufe0f", "元", "万", "块", "k", "$", "％", "x", "X", "王伟", "，", "NAME_1", "[NAME_1]", "［",
        "John ", "my name is ", "我叫", "尾号", "a@b.c", "@", "\n", "\ud83d", "\ude00", "é", "和", "月", "号", "year").ListOf().Select(string.Concat);

    /// <summary>Messages of the set that do tell who somebody is.</summary>
    private static Regex Telling(string locale) => locale == Locales.Chinese ? TellingChinese() : TellingEnglish();

    [GeneratedRegex(@"\d{5,}|\d{3} ?\d{4} ?\d{4}|尾号|后四位|案号|工号|工单|041X|王海涛|李敏|陈志强|不姓刘|刘洋|张律师|张先生|李女士")]
    private static partial Regex TellingChinese();

    [GeneratedRegex(@"555|\b(social|SSN|ending|case|ticket)\b.*\d|on 7751|Reyes|Teresa|Marcus|Porter|Mr\. Lin|ending in \d")]
    private static partial Regex TellingEnglish();

    [GeneratedRegex(@"\[[A-Z]+_\d+\]")]
    private static partial Regex Token();

    [GeneratedRegex(@"[\s.·()\[\]【】\-–—]")]
    private static partial Regex Apart();

    [GeneratedRegex("[0-9零一幺]{7}")]
    private static partial Regex SevenDigits();
}
