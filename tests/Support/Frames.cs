namespace Assistant.Tests.Support;

/// <summary>Messages as people write them, with places for what tells who they are: see <see cref="Identifiers"/>.</summary>
internal static class Frames
{
    public static readonly string[] Chinese =
    [
        "我是{name}，有什么事快说", "{name}，身份证后四位{last4}", "我叫{name} 你们打错了吧", "我就是{name}本人啊 怎么了", "姓名：{name}，身份证号：{id}", "嗯 我{name}，尾号{cardlast}那张卡", "你好我是{name}想问下能不能分期", "我不是{name}，这号码我去年才办的",
        "{name}是我老公，他不在家", "这是我爸{name}的手机，他晚上才回来", "我老婆{name}也失业了，真还不上", "帮我查下{name}欠多少", "我跟{name}一起办的卡，怎么只找我", "你们昨天打给{name}了是不是？？我同事全知道了", "别再联系{name}了 他跟这事没关系",
        "钱是{name}借的，不是我花的", "我委托{name}律师处理了", "{name}说他已经还了3000，你查一下", "上次跟我谈的是{name}经理，他答应给我减500", "我妈叫{name}，她年纪大了你们别吓她", "持卡人{name}已经去世了，我是她女儿", "我手机号{mobile}，名字{name}", "换号了 新号{mobile}", "以后打{mobile}吧这个不用了",
        "打我单位电话{land}找{name}", "联系人是{name}，电话{mobile}，是我哥", "我卡号{card}，怎么还不到账", "从{card}这张卡转了2000给你们，没入账？", "刚用{card}还的1500，查查", "身份证{id}，帮我看看还剩几期", "我身份证号是{id}，姓名{name}，帮我注销", "{id} {name} {mobile}", "{name} {mobile} {mail}", "尾号{last4}",
        "是我，后四位{last4}", "我那张尾号{cardlast}的卡被盗刷了", "账单发我邮箱{mail}", "{mail} 把结清证明发这里", "邮箱换了，现在是{mail}，谢谢", "我微信{wx}，加我聊", "加我微信号：{wx} 电话里说不清", "有事vx {wx}，别打电话", "我搬家了，现在住在{addr}，账单寄这", "地址：{addr}，收件人{name}", "我家在{addr}你们敢上门我就报警",
        "寄到{addr} {name}收 {mobile}", "我在{emp}上班，上个月被裁了", "单位是{emp}，欠薪三个月了", "我之前在{emp}工作，每月六千，现在没了", "案件编号{case}，怎么处理的", "工单{case}到底谁在管", "案号{case}是不是你们的", "我是{name} 案件号{case}", "客户号{case}，名字是{name}，想还5000", "麻烦转告{name}一声，月底之前我一定还",
        "朋友{name}帮我还了2万，转到哪个账户了", "我弟{name}会替我还，他电话{mobile}", "喂 {name}在吗？我是{emp}的", "我{name}说话算话，下周五还800", "那个{name}天天打电话骂人，我要投诉", "你是不是{name}？上次也是你", "那你打{mobile}吧，或者{mobile}，我老婆的",
        "我手机{mobile}身份证{id}卡号{card}都报给你了还要啥", "{name}你别催了，我12月5号发工资", "就写{name}的名字，别写我的", "身份证丢过，{id}这个号早就不用了", "我叫{name}，住{addr}，在{emp}干活，手机{mobile}，够了吧", "您好，本人{name}，现申请延期三个月还款，联系电话{mobile}，望批准",
    ];

    public static readonly string[] English =
    [
        "this is {name}, go ahead", "hi, my name is {name} and i lost my job", "{name} here, what do you want", "yes speaking, {name}, last four {last4}", "I'm {name}. last 4 of my social is {last4}", "its {name}, i cant pay $300 right now", "My name's {name}, ssn {id}", "i am {name} and i want a payment plan",
        "you're talking to {name}", "I'm not {name} and I don't know who that is", "you have the wrong number, there's no {name} here", "please stop calling my wife {name} at work", "my husband {name} handles the bills", "My brother {name} will pay $500 on Friday", "tell {name} I'll call back tomorrow", "I spoke with {name} yesterday and she said you'd waive the fee",
        "your agent {name} was really rude to me", "does {name} owe you money too", "I'm calling on behalf of {name}", "My lawyer is {name}, her number is {mobile}", "Mr. {name} passed away in June, I'm his son", "call me at {mobile} after 5pm", "my new number is {mobile}", "use {mobile} from now on, the old one is disconnected",
        "ring my office {land} and ask for {name}", "cell {mobile} or home {land}, either is ok", "card number is {card}, why was it declined", "i paid with {card} on the 6th and its still not showing", "my card {card} was stolen!!", "charge {card} for 250 please", "my social is {id}", "SSN: {id}, name: {name}", "the card ending in {cardlast} isnt mine",
        "what about the one ending {cardlast}", "last four digits {last4}", "email me at {mail} instead", "send the letter to {mail}", "{mail} is my new email", "pls update my email to {mail} and phone to {mobile}", "I moved, I live at {addr} now", "my address is {addr}, send the statement there", "mail it to {addr}", "new address {addr}, thanks",
        "I used to work at {emp} but got laid off in September", "my employer is {emp} and they haven't paid us in 6 weeks", "I work for {emp}, I get paid on the 15th", "got let go from {emp} last month, no income", "add me on whatsapp {mobile}", "my wechat is {wx}", "telegram {wx} is easier for me", "case number {case}, any update?", "whats going on with ticket {case}",
        "ref {case} - I already sent the $200", "my account number is {case} and my name is {name}", "hi this is {name}, calling about case {case}", "{name} {mobile} {mail}", "{name}, {addr}, {mobile}", "name {name} dob no thanks, card {card}", "I gave you my social {id} and my card {card} already what else do you want",
        "can you talk to {name} instead, phone {mobile}", "who is {name} and why did they sign my agreement", "I want {name} taken off the account, she moved out", "Regards, {name}", "Dear sir, I, {name}, of {addr}, dispute this debt of $1,200.", "thanks {name}, ill pay 150 on monday", "My son {name} used my card without asking, it was $80 at a game store",
    ];

    /// <summary>Where the bank asked for identity, so that a bare answer is one.</summary>
    public static readonly string[] Asked = ["{last4}", "{name} {last4}", "{mobile}", "{case} {last4}", "{id}"];
}
