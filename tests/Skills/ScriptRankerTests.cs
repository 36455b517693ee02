using Assistant.Skills.Coaching;
using Assistant.Skills.Conduct;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

/// <summary>Which line is found by which words, over a handful of lines made up here.</summary>
public sealed class ScriptRankerTests
{
    private static readonly ScriptRanker Chinese = new(
    [
        Made("objection.money-in-stocks", "客户说钱在股市里拿不出来", "钱套在股票里怎么接", "等股票涨回来我就还", "先看看每个月能留出多少，不用动您的投资。", "conditional_pay"),
        Made("objection.no-money", "客户说没有钱", "客户说没钱怎么回", "我是真没钱", "没钱的时候，先把生活顾好，我们再看怎么安排。", "temporary_cashflow"),
        Made("empathise.job-loss", "客户失业了", "客户失业怎么安慰", "厂子关了，我没活干了", "一下子没了工作，换谁都会慌。", "hardship_job_loss"),
        Made("verify.suspects-scam", "客户怀疑是骗子", "客户说我是骗子怎么回", "现在骗子这么多，凭什么信你", "您有这个警惕很好，请打官方电话核对。", "suspect_scam"),
        Made("close.thanks", "谈完了要道别", "最后怎么告别", "那先这样吧", "谢谢您抽时间谈，祝您顺利。", "thanks_bye"),
    ]);

    private static readonly ScriptRanker English = new(
    [
        Made("objection.money-in-stocks", "The money is tied up in shares", "Customer says it is all in stocks", "I'll pay when my shares come back up", "You need not sell anything.", "conditional_pay"),
        Made("verify.suspects-scam", "The customer thinks this is a scam", "They say I'm a scammer", "How do I know you're really the bank?", "It's right to be careful.", "suspect_scam"),
        Made("close.thanks", "Saying goodbye", "How do I end the call?", "Okay, bye then", "Thank you for your time.", "thanks_bye"),
    ]);

    [Theory]
    [InlineData("客户的钱都套在股票里", null, null, "objection.money-in-stocks")] // the agent's description
    [InlineData(null, "等股票解套我马上还", null, "objection.money-in-stocks")] // the customer's words alone
    [InlineData(null, "等股票解套我馬上還", null, "objection.money-in-stocks")] // traditional characters
    [InlineData("客户说“等股票涨回来我就还”怎么回", null, null, "objection.money-in-stocks")] // the agent quotes the customer
    [InlineData(null, "公司把我裁了", "hardship_job_loss", "empathise.job-loss")] // no word in common, the intent tells
    [InlineData("客户说我是骗子", "我是真没钱", null, "verify.suspects-scam")] // the description goes before the last words
    public void Chinese_words_find_their_line(string? situation, string? last, string? intent, string id) =>
        Chinese.Best(Query(situation, last, intent), 5)[0].Script.Id.ShouldBe(id);

    [Theory]
    [InlineData("it's all in STOCKS", null, "objection.money-in-stocks")] // capitals
    [InlineData(null, "prove you are really the bank", "verify.suspects-scam")]
    [InlineData("they think it is a scamming call", null, "verify.suspects-scam")] // another form of the word
    public void English_words_find_their_line(string? situation, string? last, string id) => English.Best(Query(situation, last, null), 5)[0].Script.Id.ShouldBe(id);

    [Theory]
    [InlineData("")]
    [InlineData("。。。！？")]
    [InlineData("Ω≈ç√∫")]
    public void Words_that_say_nothing_find_nothing(string text) => Chinese.Best(Query(text, text, null), 5).ShouldBeEmpty();

    [Fact]
    public void Silence_finds_the_line_for_silence() =>
        new ScriptRanker([Made("cause.silent", "客户不说话", "客户沉默怎么办", "……", "不急，您慢慢想。"), Made("close.thanks", "道别", "怎么告别", "再见", "祝您顺利。")])
            .Best(Query(null, "...", null), 5).Select(one => one.Script.Id).ShouldBe(["cause.silent"]);

    [Fact]
    public void A_line_that_does_not_fit_gives_its_place_to_the_next()
    {
        var all = Chinese.Best(Query("客户说没钱", "我是真没钱", null), 5);
        all[0].Script.Id.ShouldBe("objection.no-money");
        Chinese.Best(Query("客户说没钱", "我是真没钱", null), 5, script => script.Id != "objection.no-money").Select(one => one.Script.Id).ShouldBe(all.Skip(1).Select(one => one.Script.Id), ignoreOrder: true);
    }

    [Fact]
    public void Of_lines_that_say_the_same_one_is_given()
    {
        var twins = new ScriptRanker([Made("open.b", "客户说没有钱", "没钱怎么回", "没钱", "先把生活顾好，再看怎么安排。"), Made("open.a", "客户说没有钱", "没钱怎么回", "没钱", "先把生活顾好，再看怎么安排吧。"), Made("open.c", "客户说没有钱", "没钱怎么回", "没钱", "这个月能留出多少，您来定。"), Made("close.d", "道别", "怎么告别", "再见", "祝您顺利。")]);
        twins.Best(Query("客户说没有钱", null, null), 5).Select(one => one.Script.Id).ShouldBe(["open.a", "open.c"], "ties go by id");
    }

    [Fact]
    public void The_order_of_the_files_does_not_matter()
    {
        Script[] scripts = [Made("open.a", "甲", "问甲", "说甲", "答甲"), Made("open.b", "乙", "问乙", "说乙", "答乙"), Made("open.c", "丙", "问丙", "说丙", "答丙"), Made("open.d", "丁", "问丁", "说丁", "答丁")];
        var query = Query("问甲乙丙", "说丁", null);
        new ScriptRanker(scripts).Best(query, 3).Select(one => (one.Script.Id, one.Score)).ShouldBe(new ScriptRanker([.. scripts.Reverse()]).Best(query, 3).Select(one => (one.Script.Id, one.Score)));
    }

    [Fact]
    public void Any_text_is_answered_with_at_most_as_many_as_were_asked_for() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<byte>(), (situation, last, most) =>
        {
            var best = Chinese.Best(Query(situation, last, null), most % 7);
            return best.Count <= most % 7 && best.All(one => one.Score > 0) && best.DistinctBy(one => one.Script.Id).Count() == best.Count;
        }));

    [Theory]
    [InlineData("offer", "R1", "", "bereavement", null, false)] // nobody who mourns is offered a plan …
    [InlineData("empathise", "R2", "", "bereavement", null, true)]
    [InlineData("objection", "R2", "represented_by_lawyer", "represented_by_lawyer", null, true)] // … unless the line is made for it …
    [InlineData("objection", "R2", "represented_by_lawyer", "represented_by_lawyer deceased", null, false)] // … and for all of it
    [InlineData("empathise", "R2", "", "crisis_signal", null, false)] // in danger nothing but lines for danger
    [InlineData("close", "R3", "", "crisis_signal", null, true)]
    [InlineData("explain", "R0", "", "", false, false)] // no account talk before identity
    [InlineData("explain", "R0", "", "", true, true)]
    [InlineData("offer", "R1", "", "dispute_open", null, true)] // other facts are for the rules of conduct
    public void A_line_belongs_where_the_case_stands(string strategy, string risk, string made, string stands, bool? verified, bool belongs) =>
        ScriptFit.Belongs(Made("x.y", "a", "b", "c", "d") with { Strategy = strategy, Risk = risk, Flags = Words(made) }, Context(stands, verified)).ShouldBe(belongs);

    [Theory]
    [InlineData("verify", true, false)] // nobody proves it twice
    [InlineData("verify", false, true)]
    [InlineData("verify", null, true)]
    [InlineData("open", true, true)] // a greeting stays a greeting
    public void Lines_before_identity_are_for_before_it(string strategy, bool? verified, bool belongs) =>
        ScriptFit.Belongs(Made("x.y", "a", "b", "c", "d") with { Strategy = strategy, IsBeforeVerification = true }, Context("", verified)).ShouldBe(belongs);

    [Theory]
    [InlineData("UK", "GB", true)] // one place, two codes
    [InlineData("US", "GB", false)]
    [InlineData("US", "US GB", true)]
    [InlineData("CN", "", true)]
    public void A_line_is_kept_to_its_laws(string jurisdiction, string laws, bool belongs) =>
        ScriptFit.Belongs(Made("x.y", "a", "b", "c", "d") with { Laws = Words(laws) }, Context("", null) with { Jurisdiction = jurisdiction }).ShouldBe(belongs);

    [Theory]
    [InlineData("Customer says she wants to kill herself", " I wants to kill myself")]
    [InlineData("they're behind with their rent", "I'm behind with my rent")]
    [InlineData("客户说他活不下去了", "我活不下去了")]
    [InlineData("How do I end the call?", "How do I end the call?")] // about nobody
    public void A_description_is_heard_in_the_first_person(string description, string heard) => FirstPerson.Of(description).ShouldBe(heard);

    private static ReviewContext Context(string flags, bool? verified) => new() { Jurisdiction = "CN", Day = new(2026, 11, 21), Verified = verified, Flags = Words(flags).ToDictionary(flag => flag, _ => "") };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static ScriptQuery Query(string? situation, string? last, string? intent) => new(situation, last, intent is null ? [] : [(intent, 0.9)]);

    private static Script Made(string id, string situation, string ask, string heard, string text, params string[] intents) => new()
    {
        Id = id,
        Strategy = id.Split('.')[0],
        Situation = situation,
        Ask = [ask],
        Heard = [heard],
        Stage = "discover",
        Risk = "R1",
        Persona = "any",
        Intents = intents,
        Text = text,
        Why = "because",
        Not = "not this",
    };
}
