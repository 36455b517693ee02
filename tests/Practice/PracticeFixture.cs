using Assistant.Bot.Practice;
using Assistant.Bot.Prompts;
using Assistant.Skills.Conduct;
using Assistant.Skills.Practice;

namespace Assistant.Tests.Practice;

/// <summary>A desk of scenarios, and agents of every kind to put before them.</summary>
public sealed class PracticeFixture : IAsyncDisposable
{
    private readonly World world = World.Empty();

    public PracticeDesk Desk => world.Get<PracticeDesk>();

    public IReadOnlyList<Scenario> Scenarios => [.. Desk.Scenarios];

    /// <summary>An agent who says some lines whatever is answered.</summary>
    public PlayedTalk Play(Scenario scenario, int seed, IEnumerable<string> lines)
    {
        var debtor = Desk.Play(scenario, seed, scenario.Difficulty);
        var turns = new List<TranscriptTurn> { new(scenario.Speaker, debtor.Opening, null) };
        var replies = new List<DebtorReply>();
        foreach (var line in lines.TakeWhile(_ => debtor.Ended is null))
        {
            replies.Add(debtor.Answer(line));
            turns.AddRange([new(Speaker.Agent, line, null), new(scenario.Speaker, replies[^1].Text, null)]);
        }

        return new(scenario, seed, debtor, turns, replies);
    }

    public PracticeResult Score(PlayedTalk talk) => Desk.Score(talk.Scenario, talk.Turns, talk.Debtor);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    /// <summary>Lines of an agent who does one thing wrong; zh and en.</summary>
    public static IReadOnlyList<string> Lines(string kind, Scenario scenario) => (kind, scenario.Locale == Locales.Chinese) switch
    {
        ("rude", true) => ["喂，说你呢，欠钱不还你还要不要脸？", "别跟我扯这些没用的，你就是个老赖。", "你脑子有病吧，听不懂人话？", "少废话，赶紧给钱，废物一个。", "跟你这种人没什么好说的，滚。"],
        ("rude", false) => ["Oi, deadbeat, where's the money?", "Don't give me that, you're just a lazy liar.", "Are you stupid or what? Simple question.", "Stop whining, you pathetic loser, and pay up.", "You disgust me. People like you are trash."],
        ("pressing", true) => ["今天下午五点前必须全部还清，过了今天就没机会了。", "你找亲戚朋友借一借，先把钱凑上。", "网上那么多借钱的软件，借一笔出来先还我们。", "现在不还，马上就起诉你，警察会上门抓你。", "我们明天就去你单位找你领导谈。"],
        ("pressing", false) => ["You have to pay the whole lot by five o'clock today or the chance is gone for good.", "Borrow it from your friends or family, just get it together today.", "Take out a payday loan and clear this now.", "If you don't pay now we'll have you arrested.", "We'll come to your workplace tomorrow and speak with your boss."],
        ("over-promising", true) => [.. scenario.Model.Take(2), "您放心，我保证利息和违约金全部给您免掉，一分不收。", "征信我也帮您消掉，包在我身上，肯定不会有记录。", "我向您保证绝对不会起诉您。", .. scenario.Model.Skip(2)],
        ("over-promising", false) => [.. scenario.Model.Take(2), "Don't worry, I guarantee we'll waive all the interest and every fee, it's done.", "I'll get this removed from your credit report, you have my word.", "I promise you will never be sued.", .. scenario.Model.Skip(2)],
        ("silent", true) => ["", "嗯。", "……", "哦。", "", "嗯嗯。"],
        ("silent", false) => ["", "Mm.", "...", "Oh.", "", "Hm."],
        ("copy-paste", true) => [.. Enumerable.Repeat("尊敬的客户您好，为更好地为您服务，请您尽快处理名下事宜，感谢您的理解与支持。", 6)],
        ("copy-paste", false) => [.. Enumerable.Repeat("Dear valued customer, to serve you better please take care of your account at your earliest convenience. Thank you for your understanding and support.", 6)],
        ("keywords", true) => ["银行 录音 身份证后四位 姓名 理解 抱歉 原因 收入 开支 为了 审核 方案 分期 感谢", "理解您，收入，原因，为了，审核，下一步，投诉，专员，感谢，再次确认金额日期", "抱歉理解难过收入支出原因为了帮您申请分期审核确认短信接下来感谢祝您", "12356 热线 安全 陪您 暂停 专员 投诉 登记 核实 违约金 日利率 计息"],
        ("keywords", false) => ["bank recorded last four name sorry understand reason income expenses so that apply plan instalment thank you", "understand sorry income reason because approval next complaint specialist thank you confirm amount date", "sorry sympathy income outgoings cause so we apply plan subject to approval confirm text next thanks goodbye", "988 hotline safe pause specialist complaint logged verification late fee daily rate unpaid"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>A talk that was played.</summary>
public sealed record PlayedTalk(Scenario Scenario, int Seed, SimulatedDebtor Debtor, IReadOnlyList<TranscriptTurn> Turns, IReadOnlyList<DebtorReply> Replies);
