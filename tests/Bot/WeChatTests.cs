using System.Net;
using Assistant.Bot.Channels.WeChat;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Tests.Simulators;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The WeChat official account, against a platform that loses answers, repeats messages, counts quotas and ends tokens.</summary>
[Collection(nameof(Quiet))]
public sealed class WeChatTests
{
    private const string Key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_main_job_with_encryption_lost_answers_and_every_message_up_to_three_times(int seed)
    {
        await using var talk = await WeChatTalk.StartAsync(new() { EncodingAesKey = Key, Seed = seed, LostReplies = 0.3, Repeats = 0.5 });
        (await talk.Platform.VerifyUrlAsync()).ShouldBeTrue();
        foreach (var line in new[] { "我欠多少？", "S1003 5518", "我一个月最多还六百", "1", "1", "1" })
            await talk.SayAsync(line);
        await talk.QuietAsync();

        talk.Platform.Faults.ShouldBeEmpty();
        talk.Platform.Posts.ShouldBeGreaterThan(6, "messages were repeated");
        talk.Host.Get<RecordReader>().Of("S1003")["agreements"]!.AsArray().Count.ShouldBe(1);
        talk.Scalar<int>("SELECT COUNT(*) FROM activities WHERE direction = 'in' AND conversation_id LIKE 'wechat-%'").ShouldBe(6, "one effect each");
        // Each thing written was seen once, in the order it was written.
        var seen = string.Join("\n", talk.User.Seen.Select(one => one.Text));
        var places = talk.Written.Select(line => seen.IndexOf(line, StringComparison.Ordinal)).ToList();
        talk.Written.Count.ShouldBe(7);
        places.ShouldAllBe(place => place >= 0);
        places.ShouldBe(places.Order());
        foreach (var line in talk.Written)
            seen.Split(line).Length.ShouldBe(2, line);
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_the_platform_waits_comes_by_itself_and_once()
    {
        await using var talk = await WeChatTalk.StartAsync(new() { ReplyTimeout = TimeSpan.FromSeconds(2) }, "--WeChat:ReplyMilliseconds=300");
        await talk.SayAsync("你好");
        Task<WeChatSeen?> said;
        await using (var other = talk.Host.Get<Store>().Open())
        {
            // Somebody else writes for longer than the platform has patience.
            other.Execute("BEGIN IMMEDIATE");
            said = talk.User.SayAsync("利息怎么算的");
            (await said).ShouldBeNull("the platform was told that the message is there");
            await Task.Delay(500);
            other.Execute("COMMIT");
        }

        var answer = await talk.User.SeesAsync(seen => seen.How == WeChatWay.Service);
        answer.Text.ShouldContain("核对身份");
        await talk.QuietAsync();
        talk.User.Seen.Count(seen => seen.Text.Contains("核对身份", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_long_answer_comes_whole_in_parts_within_the_limit()
    {
        await using var talk = await WeChatTalk.StartAsync();
        await talk.SayAsync("转人工");
        await talk.TakeOverAsync();
        var sentences = Enumerable.Range(0, 90).Select(i => $"第{(char)('打' + i)}条说明，请您慢慢看完再回复我。").ToList();
        await talk.WriteAsync(string.Concat(sentences));
        await talk.QuietAsync();
        talk.Platform.Faults.ShouldBeEmpty();
        var parts = talk.User.Seen.Where(seen => seen.How == WeChatWay.Service).ToList();
        parts.Count.ShouldBeGreaterThan(1);
        parts.ShouldAllBe(part => System.Text.Encoding.UTF8.GetByteCount(part.Text) <= WeChatText.MostBytes && part.Text.EndsWith('。'));
        string.Concat(parts.Select(part => part.Text)).ShouldBe(string.Concat(sentences));
    }

    [Fact]
    public async Task The_quota_is_never_exceeded_and_what_it_held_back_comes_with_the_next_message()
    {
        await using var talk = await WeChatTalk.StartAsync();
        await talk.SayAsync("转人工");
        await talk.TakeOverAsync();
        foreach (var word in new[] { "甲", "乙", "丙", "丁", "戊", "己", "庚" })
        {
            await talk.WriteAsync($"您好，我是客服小安，这是{word}句。");
            await talk.QuietAsync();
        }

        talk.Platform.Calls.ShouldAllBe(call => call.Errcode == 0);
        talk.User.Seen.Count(seen => seen.How == WeChatWay.Service).ShouldBe(5);
        var answer = await talk.User.SayAsync("继续");
        answer!.Text.ShouldContain("己句");
        answer.Text.ShouldContain("庚句");
        talk.Scalar<int>("SELECT COUNT(*) FROM activities WHERE direction = 'in' AND conversation_id LIKE 'wechat-%'").ShouldBe(1, "asking for the rest is nothing said");
        foreach (var word in new[] { "甲句", "乙句", "丙句", "丁句", "戊句", "己句", "庚句" })
            talk.User.Seen.Count(seen => seen.Text.Contains(word, StringComparison.Ordinal)).ShouldBe(1, word);
    }

    [Fact]
    public async Task What_can_reach_a_lock_screen_tells_nothing_until_the_talk_is_opened()
    {
        await using var talk = await WeChatTalk.StartAsync();
        await talk.SayAsync("S1001 123X");
        await talk.SayAsync("转人工");
        await talk.TakeOverAsync();
        await talk.WriteAsync("您好，我是客服小安。");
        await talk.QuietAsync();
        await talk.WriteAsync("您的账户目前共欠 23,418.55 元，您看一个月还多少合适？");
        await talk.QuietAsync();
        await talk.WriteAsync("不着急，您慢慢想。");
        await talk.QuietAsync();
        var sent = talk.User.Seen.Where(seen => seen.How == WeChatWay.Service).Select(seen => seen.Text).ToList();
        sent.Count.ShouldBe(2, "the greeting, and that something waits");
        sent.ShouldAllBe(text => !text.Any(char.IsDigit) && !text.Contains('欠'));
        sent[1].ShouldContain("新消息");
        talk.Host.Get<Bot.Channels.Talks>().StandOf(talk.Conversations[^1])!.Value.WaitsForPerson.ShouldBeTrue("the agent sees that it waits");
        var opened = await talk.User.SayAsync("查看");
        opened!.Text.ShouldContain("23,418.55");
        opened.Text.ShouldContain("慢慢想");
    }

    [Fact]
    public async Task A_token_that_the_platform_ended_is_fetched_once_more_and_codes_of_trouble_are_outlived()
    {
        await using var talk = await WeChatTalk.StartAsync();
        await talk.SayAsync("转人工");
        await talk.TakeOverAsync();
        await talk.WriteAsync("您好，我是客服小安。");
        await talk.QuietAsync();
        talk.Platform.EndTokens();
        await talk.WriteAsync("这件事我来跟您谈。");
        await talk.User.SeesAsync(seen => seen.Text.Contains("我来跟您谈", StringComparison.Ordinal));
        talk.Platform.Calls.Count(call => call.Path.EndsWith("stable_token", StringComparison.Ordinal)).ShouldBe(2);
        talk.Platform.FailNext(-1, "/cgi-bin/message/custom/send");
        talk.Platform.FailNext(HttpStatusCode.BadGateway, "/cgi-bin/message/custom/send");
        await talk.WriteAsync("请您稍等一下。");
        await talk.User.SeesAsync(seen => seen.Text.Contains("稍等一下", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        talk.User.Seen.Count(seen => seen.Text.Contains("稍等一下", StringComparison.Ordinal)).ShouldBe(1);
        talk.Platform.FailNext(45015, "/cgi-bin/message/custom/send");
        await talk.WriteAsync("有消息我告诉您。");
        await talk.QuietAsync();
        (await talk.User.SayAsync("好的"))!.Text.ShouldContain("有消息我告诉您");
    }

    [Theory]
    [InlineData("voice", "MediaId=m;Format=amr;Recognition=", "打字")]
    [InlineData("image", "PicUrl=http://mmbiz.example/x.jpg;MediaId=m", "图片")]
    [InlineData("video", "MediaId=m;ThumbMediaId=t", "图片")]
    [InlineData("location", "Location_X=23.1;Location_Y=113.3;Scale=20;Label=某地", "位置")]
    [InlineData("link", "Title=还款;Description=d;Url=http://phish.example/", "链接")]
    [InlineData("file", "Title=a.pdf;FileKey=k", "打不开")]
    [InlineData("somethingnew", "X=1", "打不开")]
    public async Task What_cannot_be_opened_is_answered_kindly(string type, string fields, string says)
    {
        await using var talk = await WeChatTalk.StartAsync();
        var answer = await talk.User.SendAsync(type, [.. fields.Split(';').Select(field => field.Split('=', 2)).Select(field => (field[0], field[1]))]);
        answer!.Text.ShouldContain(says);
        talk.Platform.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Following_greets_every_button_of_the_menu_is_understood_and_the_menu_passes_the_platforms_rules()
    {
        await using var talk = await WeChatTalk.StartAsync();
        (await talk.User.SubscribeAsync())!.Text.ShouldContain("人工智能助手");
        await talk.SayAsync("S1003 5518");
        var files = talk.Host.Get<WeChatFiles>();
        var keys = files.Menu["button"]!.AsArray().SelectMany(top => top!["sub_button"]!.AsArray()).Select(button => button!["key"]!.ToString()).ToList();
        keys.Count.ShouldBeGreaterThan(6);
        foreach (var key in keys.Where(key => key != "unbind"))
        {
            (await talk.User.ClickAsync(key)).ShouldNotBeNull(key);
            talk.Host.Get<ActivityFeed>().Transcript(talk.Conversations[^1])[^1].Activity.ChannelData?["trace"]?["skill"]?.ToString().ShouldNotBe("clarify", key);
        }

        (await talk.User.ViewAsync("https://bank.example/")).ShouldBeNull();
        (await talk.User.ClickAsync("a-key-of-an-old-menu")).ShouldBeNull();
        (await talk.Host.Get<Bot.Channels.WeChat.WeChatApi>().CreateMenuAsync(files.Menu, CancellationToken.None)).Code.ShouldBe(0);
        talk.Platform.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ten_thousand_hostile_bodies_leave_the_server_as_it_was()
    {
        await using var talk = await WeChatTalk.StartAsync();
        var crypto = new WeChatCrypto(talk.Platform.Options.Token, null, talk.Platform.Options.AppId);
        var address = $"/wechat?signature={crypto.Sign("1700000000", "n")}&timestamp=1700000000&nonce=n";
        var chance = new Random(11);
        var statuses = new Dictionary<HttpStatusCode, int>();
        var turns = 0;
        for (var i = 0; i < 10_000; i++)
        {
            // A body that reads as a message is a turn, and was tried often enough.
            var body = WeChatFuzzTests.Body(chance, i % 10);
            if (WeChatXml.Parse(body).Message is not null && ++turns > 50)
                continue;
            using var content = new ByteArrayContent(body);
            using var answer = await talk.Host.Http.PostAsync(address, content);
            statuses[answer.StatusCode] = statuses.GetValueOrDefault(answer.StatusCode) + 1;
            if (answer.StatusCode != HttpStatusCode.OK)
                answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        statuses.Keys.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge]);
        statuses.Values.Sum().ShouldBeGreaterThan(8_000);
        (await talk.SayAsync("你好")).ShouldContain("人工智能助手");
    }

    [Theory]
    [InlineData("signature", "0000")]
    [InlineData("timestamp", "1")]
    [InlineData("nonce", "other")]
    public async Task A_request_that_the_platform_did_not_sign_is_refused(string part, string value)
    {
        await using var talk = await WeChatTalk.StartAsync();
        var crypto = new WeChatCrypto(talk.Platform.Options.Token, null, talk.Platform.Options.AppId);
        var query = new Dictionary<string, string> { ["signature"] = crypto.Sign("1700000000", "n"), ["timestamp"] = "1700000000", ["nonce"] = "n", [part] = value };
        var address = "/wechat?" + string.Join('&', query.Select(one => $"{one.Key}={one.Value}"));
        (await talk.Host.CallAsync(HttpMethod.Get, address + "&echostr=1", null)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await talk.Host.CallAsync(HttpMethod.Post, address, null, "<xml/>")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task With_a_key_nothing_is_taken_in_the_clear_and_nothing_of_another_account()
    {
        await using var talk = await WeChatTalk.StartAsync(new() { EncodingAesKey = Key });
        var account = talk.Platform.Options;
        const string Clear = "<xml><ToUserName>gh</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>S1003 5518</Content><MsgId>1</MsgId></xml>";
        (await PostAsync(new(account.Token, Key, account.AppId), Clear, null)).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(new(account.Token, Key, "wx-of-somebody-else"), null, Clear)).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(new(account.Token, "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", account.AppId), null, Clear)).ShouldBe(HttpStatusCode.BadRequest);
        talk.Conversations.ShouldBeEmpty();

        async Task<HttpStatusCode> PostAsync(WeChatCrypto crypto, string? clear, string? closed)
        {
            var box = closed is null ? null : crypto.Encrypt(closed);
            var address = $"/wechat?signature={crypto.Sign("1", "n")}&timestamp=1&nonce=n" + (box is null ? "" : $"&encrypt_type=aes&msg_signature={crypto.Sign("1", "n", box)}");
            return (await talk.Host.CallAsync(HttpMethod.Post, address, null, clear ?? $"<xml><ToUserName>gh</ToUserName><Encrypt>{box}</Encrypt></xml>")).Status;
        }
    }

    [Fact]
    public async Task Without_a_secret_long_answers_are_read_on_with_a_word()
    {
        await using var talk = await WeChatTalk.StartAsync(null, "--WeChat:Secret=");
        await talk.SayAsync("转人工");
        await talk.TakeOverAsync();
        await talk.WriteAsync("您好，我是客服小安。");
        await Task.Delay(200);
        talk.User.Seen.Count.ShouldBe(1);
        (await talk.User.SayAsync("在吗"))!.Text.ShouldContain("客服小安");
    }

    [Fact]
    public void Words_of_the_channel_itself_may_reach_a_lock_screen()
    {
        var prompts = PromptFolder.Find();
        var (files, texts) = (WeChatFiles.Read(prompts), PageTexts.Read(prompts));
        foreach (var locale in Locales.All)
            files.MayBeOnLockScreen(texts.Get(locale, "wechat.waiting")).ShouldBeTrue();
        foreach (var text in new[] { "您欠了很多", "尾号是", "逾期了", "６６０元", "① 号", "三百 RMB 1", "you owe us", "an OVERDUE bill", "Your card" })
            files.MayBeOnLockScreen(text).ShouldBeFalse(text);
    }
}
