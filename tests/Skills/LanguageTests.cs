using Assistant.Skills.Language;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

public sealed class LanguageTests
{
    /// <summary>A Saturday.</summary>
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Theory]
    [InlineData("一万二", "12000")] // a bare digit after 万 takes the next lower unit
    [InlineData("两千五", "2500")]
    [InlineData("八百", "800")]
    [InlineData("一千零五", "1005")] // after 零 it does not
    [InlineData("十五", "15")]
    [InlineData("廿五", "25")]
    [InlineData("壹佰", "100")]
    [InlineData("三百五十", "350")]
    [InlineData("一亿", "100000000")]
    [InlineData("1.2万", "12000")]
    [InlineData("3k", "3000")]
    [InlineData("2w", "20000")]
    [InlineData("12,345.67", "12345.67")]
    [InlineData("three hundred and fifty", "350")]
    [InlineData("twelve hundred", "1200")]
    [InlineData("二〇二六", "2026")] // digit by digit
    public void Numbers_are_read_as_people_write_them(string text, string number) =>
        Numerals.Read(text).ShouldBe(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1e309")]
    [InlineData("99999999999999999999999999999999999999999999")]
    [InlineData("八百块大洋")]
    public void What_is_no_number_is_null_not_an_exception(string text) => Numerals.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("今天", "2026-11-21")]
    [InlineData("后天", "2026-11-23")]
    [InlineData("下周五先还500", "2026-11-27")] // weeks start on Monday; next week's Friday
    [InlineData("周五", "2026-11-27")] // a bare weekday is the nearest ahead
    [InlineData("周六", "2026-11-21")] // today counts
    [InlineData("这周日", "2026-11-22")]
    [InlineData("下个月10号", "2026-12-10")]
    [InlineData("15号", "2026-12-15")] // passed this month
    [InlineData("25号", "2026-11-25")]
    [InlineData("31号", "2026-11-30")] // a month without the day uses its last
    [InlineData("月底", "2026-11-30")]
    [InlineData("下个月底", "2026-12-31")]
    [InlineData("12月5日", "2026-12-05")]
    [InlineData("1月5号", "2027-01-05")] // nearest ahead
    [InlineData("2026-12-01", "2026-12-01")]
    [InlineData("我10号已经还了", "2026-11-10")] // the sentence speaks of the past
    [InlineData("next Friday", "2026-11-27")]
    [InlineData("from the 15th", "2026-12-15")]
    [InlineData("on December 3rd", "2026-12-03")]
    [InlineData("12/5", "2026-12-05")]
    [InlineData("tomorrow", "2026-11-22")]
    public void Dates_are_civil_days_in_the_direction_the_sentence_implies(string text, string day) =>
        Hearing.Entities(text, Today, false).Where(e => e.Type == EntityType.Date).Select(e => e.Value).ShouldBe([day]);

    [Theory]
    [InlineData("2026年2月30日")]
    [InlineData("13月1日")]
    [InlineData("0号")]
    public void A_day_that_does_not_exist_is_no_date(string text) =>
        Hearing.Entities(text, Today, false).ShouldNotContain(e => e.Type == EntityType.Date);

    [Theory]
    [InlineData("我一个月最多还八百", "800.00", AmountRole.Monthly)]
    [InlineData("每月还1200", "1200.00", AmountRole.Monthly)]
    [InlineData("how about 300 a month from the 15th", "300.00", AmountRole.Monthly)]
    [InlineData("下周五先还500", "500.00", AmountRole.Once)]
    [InlineData("不，六百", "600.00", AmountRole.Unknown)]
    [InlineData("我工资5000", "5000.00", AmountRole.Income)]
    [InlineData("I can pay $1,250.50 now", "1250.50", AmountRole.Once)]
    public void Amounts_are_heard_with_what_they_are_for(string text, string value, AmountRole role)
    {
        var amount = Hearing.Entities(text, Today, false).Single(e => e.Type == EntityType.Amount);
        amount.Value.ShouldBe(value);
        amount.Role.ShouldBe(role);
        text.Substring(amount.Start, amount.Length).ShouldBe(amount.Text);
    }

    [Theory]
    [InlineData("分24期", "P24M")]
    [InlineData("半年", "P6M")]
    [InlineData("半个月", "P15D")]
    [InlineData("三个月", "P3M")]
    [InlineData("两年", "P2Y")]
    [InlineData("over 18 months", "P18M")]
    public void Terms_are_iso_durations(string text, string value) =>
        Hearing.Entities(text, Today, false).Where(e => e.Type == EntityType.Duration).Select(e => e.Value).ShouldBe([value]);

    [Theory]
    [InlineData("我一个月最多还八百")] // says how often, not how long
    [InlineData("300 a month")]
    public void A_month_beside_an_amount_is_no_term(string text) =>
        Hearing.Entities(text, Today, false).ShouldNotContain(e => e.Type == EntityType.Duration);

    [Theory]
    [InlineData("S1001 123X", "case_no=S1001 id_last4=123X")]
    [InlineData("案件编号是C20251120-000123，身份证后四位0042", "case_no=C20251120-000123 id_last4=0042")]
    [InlineData("13800001001 后四位 123x", "phone=13800001001 id_last4=123X")]
    [InlineData("卡号后四位9934", "card_last4=9934")]
    [InlineData("my case number is ABC-778, last four 4821", "case_no=ABC-778 id_last4=4821")]
    [InlineData("card ending in 5518", "card_last4=5518")]
    public void Identity_factors_are_heard_where_they_were_asked_for(string text, string expected) =>
        string.Join(' ', Hearing.Entities(text, Today, true).Select(e => $"{e.Type}={e.Value}")).ShouldBe(expected);

    [Theory]
    [InlineData("七十八了", "")] // an age
    [InlineData("I'm 84 and tired", "")]
    [InlineData("工号3307态度差", "")] // an agent
    [InlineData("第二个方案", "")] // an order
    [InlineData("百川商贸", "")] // a name
    [InlineData("打12315投诉", "")] // a hotline
    [InlineData("800到1000", "amount=800.00 amount=1000.00")] // a range is its two ends
    [InlineData("三到五百", "amount=300.00 amount=500.00")] // the first takes the unit of the second
    [InlineData("我欠５００元，下個月還", "amount=500.00 daterange=2026-12")] // full width and traditional
    [InlineData("a hundred and fifty a month", "amount=150.00")]
    [InlineData("日息万分之五", "percent=0.05")]
    [InlineData("七折", "percent=70")]
    [InlineData("48 months instead of 24", "duration=P48M duration=P24M")] // the second takes the unit of the first
    [InlineData("$75 every two weeks", "amount=75.00")] // how often is not how long
    [InlineData("in 48 hours", "duration=PT48H")]
    [InlineData("6 weeks", "duration=P42D")]
    [InlineData("打了三遍", "count=3")]
    [InlineData("两张卡", "count=2")]
    [InlineData("charged twice", "count=2")]
    [InlineData("晚上八点后", "time_window=20:00-")]
    [InlineData("晚上七点到九点", "time_window=19:00-21:00")] // the evening holds for both
    [InlineData("between 6 and 8pm", "time_window=18:00-20:00")]
    [InlineData("home after 6", "time_window=18:00-")] // nobody is called at six in the morning
    [InlineData("before 9am", "time_window=-09:00")]
    [InlineData("案号(2026)川0191民初5530号", "case_no=(2026)川0191民初5530号")]
    [InlineData("chapter 7, case 26-30418", "case_no=26-30418")]
    [InlineData("how much is due on 7751", "card_last4=7751")]
    [InlineData("尾号041X", "id_last4=041X")] // no card ends in X
    [InlineData("my social 4471", "id_last4=4471")]
    public void Values_are_told_from_what_only_looks_like_them(string text, string expected) =>
        string.Join(' ', Hearing.Entities(text, Today, false).Select(e => $"{e.Type}={e.Value}")).ShouldBe(expected);

    [Theory]
    [InlineData("上个月", "2026-10")]
    [InlineData("去年", "2025")]
    [InlineData("2017年", "2017")]
    [InlineData("9月就还完了", "2026-09")] // the clause speaks of the past
    [InlineData("what do I owe in December", "2026-12")]
    [InlineData("no work since June", "2026-06")]
    [InlineData("a debt from 2016", "2016")]
    public void Months_and_years_are_ranges(string text, string value) =>
        Hearing.Entities(text, Today, false).Where(e => e.Type == EntityType.DateRange).Select(e => e.Value).ShouldBe([value]);

    [Theory]
    [InlineData("I paid Friday", "2026-11-20")]
    [InlineData("I'll pay Friday", "2026-11-27")]
    [InlineData("I get paid on the 30th", "2026-11-30")] // "get paid" is what is to come
    [InlineData("the letter said pay by 12/1", "2026-12-01")] // a deadline is ahead, whatever was said
    [InlineData("a charge from November 2", "2026-11-02")] // what is named by its day has happened
    [InlineData("take it on the 1st of every month", "2026-12-01")] // recurring: its next
    [InlineData("周五用微信还的，你查一下", "2026-11-20")]
    [InlineData("春节前还清", "2027-02-06")]
    [InlineData("大前天", "2026-11-18")]
    [InlineData("last night", "2026-11-20")]
    public void The_clause_decides_the_direction_of_a_date(string text, string day) =>
        Hearing.Entities(text, Today, false).Where(e => e.Type == EntityType.Date).Select(e => e.Value).ShouldBe([day]);

    [Theory]
    [InlineData("还八白", "800.00", true)]
    [InlineData("先还五前", "5000.00", true)]
    [InlineData("一晚二", "12000.00", true)]
    [InlineData("还八百", "800.00", false)]
    public void Misheard_amounts_are_repaired_and_say_so(string text, string value, bool isRepaired)
    {
        var amount = Hearing.Entities(text, Today, false).ShouldHaveSingleItem();
        amount.Value.ShouldBe(value);
        amount.IsRepaired.ShouldBe(isRepaired);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1-")]
    [InlineData("one ")]
    [InlineData("八")]
    [InlineData("(1")]
    [InlineData("\ud800")]
    public void Hostile_text_costs_no_more_than_its_length(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 200_000 / unit.Length));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        _ = Hearing.Entities(text, Today, true);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("S1001 123X", "case_no=S1001 id_last4=123X")]
    [InlineData("S1001 0000", "case_no=S1001 id_last4=0000")]
    [InlineData("13800001001 9934", "phone=13800001001 id_last4=9934")]
    [InlineData("123X", "")] // nothing says what it is
    public void Four_characters_beside_a_case_or_mobile_number_are_the_other_factor_asked_for_or_not(string text, string expected) =>
        string.Join(' ', Hearing.Entities(text, Today, false).Select(e => $"{e.Type}={e.Value}")).ShouldBe(expected);

    [Theory]
    [InlineData("我欠多少", "zh")]
    [InlineData("how much do I owe", "en")]
    [InlineData("S2001", null)]
    [InlineData("4821", null)]
    [InlineData("ok", null)]
    [InlineData("vv", null)]
    [InlineData("分个期 please", "zh")]
    public void The_language_is_that_of_the_words(string text, string? language) => LanguageOf.Of(text).ShouldBe(language);

    [Fact]
    public void Any_text_is_heard_without_an_exception_and_every_entity_stands_where_it_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var entities = Hearing.Entities(text ?? "", Today, true);
            return entities.All(e => text!.Substring(e.Start, e.Length) == e.Text) && entities.Zip(entities.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);
        }));
}
