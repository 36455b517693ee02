using Assistant.Bot.Channels.WeChat;

namespace Assistant.Tests.Simulators;

/// <summary>How the simulated platform delivers, and what its users see.</summary>
public sealed class WeChatPlatformTests
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    [Theory]
    [InlineData(null, false)]
    [InlineData(Key, false)]
    [InlineData(Key, true)]
    public async Task What_a_user_does_reaches_the_bot_and_the_answer_the_user(string? key, bool compatible)
    {
        await using var platform = await WeChatPlatform.StartAsync(new() { EncodingAesKey = key, Compatible = compatible, CallbackDomain = "bank.example" });
        await using var bot = await ConnectedAsync(platform);
        (await platform.VerifyUrlAsync()).ShouldBeTrue();
        var user = platform.NewUser();
        (await user.SayAsync("我欠多少 <&> ]]>"))!.Text.ShouldBe("heard: 我欠多少 <&> ]]>");
        await user.SendAsync("image", ("PicUrl", "http://p.example/1"), ("MediaId", "m1"));
        await user.ClickAsync("balance");
        await user.ViewAsync("https://bank.example/?a=1&b=2");
        await user.ScanAsync("7");
        await user.UnsubscribeAsync();
        await user.SubscribeAsync("8");
        platform.Faults.ShouldBeEmpty();
        bot.Heard.Select(message => (message.MsgType, message.Event, message.EventKey)).ShouldBe(
        [
            ("text", null, null), ("image", null, null), ("event", "CLICK", "balance"), ("event", "VIEW", "https://bank.example/?a=1&b=2"), ("event", "SCAN", "7"),
            ("event", "unsubscribe", null), ("event", "subscribe", "qrscene_8"),
        ]);
        bot.Heard.ShouldAllBe(message => message.FromUser == user.OpenId && message.ToUser == platform.Options.Account);
        bot.Heard.Select(message => message.Key).ShouldBeUnique();
        // Of leaving nobody sees an answer.
        user.Seen.Select(seen => seen.Text).ShouldBe(["heard: 我欠多少 <&> ]]>", "heard: ", "heard: balance", "heard: https://bank.example/?a=1&b=2", "heard: 7", "heard: qrscene_8"]);
        user.Seen[0].ShouldSatisfyAllConditions(seen => seen.How.ShouldBe(WeChatWay.Passive), seen => seen.Answers.ShouldBe(bot.Heard[0].Key));
    }

    [Fact]
    public async Task A_bot_that_does_not_know_the_token_is_found_out()
    {
        await using var platform = await WeChatPlatform.StartAsync();
        await using var stranger = await WeChatEchoBot.StartAsync(platform.Options with { Token = "another" });
        platform.Connect(stranger.Url);
        (await platform.VerifyUrlAsync()).ShouldBeFalse();
        await platform.NewUser().SayAsync("x");
        (platform.Posts, stranger.Heard.Count).ShouldBe((3, 0));
        platform.Faults.ShouldHaveSingleItem().Reason.ShouldContain("403");
    }

    [Fact]
    public async Task A_late_answer_is_dropped_and_the_same_message_comes_again()
    {
        await using var platform = await WeChatPlatform.StartAsync(new() { ReplyTimeout = TimeSpan.FromSeconds(1), EncodingAesKey = Key });
        var tries = 0;
        var late = new TaskCompletionSource();
        await using var bot = await WeChatEchoBot.StartAsync(platform.Options, async message =>
        {
            var number = Interlocked.Increment(ref tries);
            if (number == 1)
                await late.Task;
            return "try " + number;
        });
        platform.Connect(bot.Url);
        var user = platform.NewUser();
        (await user.SayAsync("x"))!.Text.ShouldBe("try 2");
        late.SetResult();
        await Task.Delay(200);
        user.Seen.Count.ShouldBe(1, "the first answer came to nobody");
        bot.Heard.Select(message => message.MsgId).ShouldBe([bot.Heard[0].MsgId, bot.Heard[0].MsgId]);
        platform.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Three_tries_without_an_answer_are_a_service_fault()
    {
        await using var platform = await WeChatPlatform.StartAsync(new() { ReplyTimeout = TimeSpan.FromMilliseconds(100) });
        await using var bot = await WeChatEchoBot.StartAsync(platform.Options, async _ =>
        {
            await Task.Delay(2_000);
            return "late";
        });
        platform.Connect(bot.Url);
        var user = platform.NewUser();
        (await user.SayAsync("x")).ShouldBeNull();
        platform.Posts.ShouldBe(3);
        platform.Faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(fault => fault.OpenId.ShouldBe(user.OpenId), fault => fault.Reason.ShouldContain("in time"));
    }

    [Theory]
    [InlineData("success", null)]
    [InlineData("", null)]
    [InlineData("{\"text\":\"json\"}", "service fault")]
    [InlineData("<xml><ToUserName>", "service fault")]
    [InlineData("<!DOCTYPE xml><xml></xml>", "service fault")]
    [InlineData("<xml><ToUserName>OPENID</ToUserName><FromUserName>gh_0123456789ab</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>", "x")]
    [InlineData("<xml><ToUserName>somebody</ToUserName><FromUserName>gh_0123456789ab</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>", "service fault")]
    [InlineData("<xml><ToUserName>OPENID</ToUserName><FromUserName>wx0123456789abcdef</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>", "service fault")]
    [InlineData("<xml><ToUserName>OPENID</ToUserName><FromUserName>gh_0123456789ab</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content></Content></xml>", "service fault")]
    [InlineData("<xml><ToUserName>OPENID</ToUserName><FromUserName>gh_0123456789ab</FromUserName><CreateTime>1</CreateTime><MsgType>transfer_customer_service</MsgType></xml>", null)]
    public async Task Only_what_the_platform_takes_for_an_answer_is_seen(string answer, string? seen)
    {
        await using var platform = await WeChatPlatform.StartAsync();
        await using var bot = await WeChatEchoBot.StartAsync(platform.Options, body: (_, message) => Task.FromResult(answer.Replace("OPENID", message.FromUser, StringComparison.Ordinal)));
        platform.Connect(bot.Url);
        var user = platform.NewUser();
        await user.SayAsync("x");
        user.Seen.Select(one => one.Text).Concat(platform.Faults.Select(_ => "service fault")).ShouldBe(seen is null ? [] : [seen]);
    }

    [Theory]
    [InlineData(2048, 0)]
    [InlineData(2049, 1)]
    public async Task A_reply_is_of_at_most_2048_bytes(int bytes, int faults)
    {
        await using var platform = await WeChatPlatform.StartAsync();
        await using var bot = await WeChatEchoBot.StartAsync(platform.Options, _ => Task.FromResult<string?>(new string('好', bytes / 3) + new string('x', bytes % 3)));
        platform.Connect(bot.Url);
        await platform.NewUser().SayAsync("x");
        platform.Faults.Count.ShouldBe(faults);
    }

    [Theory]
    [InlineData(false, false)] // in encrypted mode an answer in the clear is none …
    [InlineData(true, true)] // … except where both are taken
    public async Task With_a_key_answers_are_encrypted_and_signed(bool compatible, bool isSeen)
    {
        await using var platform = await WeChatPlatform.StartAsync(new() { EncodingAesKey = Key, Compatible = compatible });
        var other = new WeChatCrypto("another-token", Key, platform.Options.AppId);
        await using var bot = await WeChatEchoBot.StartAsync(platform.Options, body: (_, message) =>
        {
            var clear = WeChatXml.Reply(message, "x", message.CreateTime);
            return Task.FromResult(message.Content == "sign wrong" ? WeChatEchoBot.Close(other, clear) : message.Content == "success" ? "success" : clear);
        });
        platform.Connect(bot.Url);
        var user = platform.NewUser();
        ((await user.SayAsync("in the clear")) is not null).ShouldBe(isSeen);
        (await user.SayAsync("sign wrong")).ShouldBeNull();
        platform.Faults[^1].Reason.ShouldContain("signature");
        var before = platform.Faults.Count;
        await user.SayAsync("success");
        platform.Faults.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Lost_answers_and_repetitions_show_each_answer_once_whatever_the_bot_is_sent()
    {
        await using var platform = await WeChatPlatform.StartAsync(new() { LostReplies = 0.4, Repeats = 0.4, EncodingAesKey = Key });
        await using var bot = await ConnectedAsync(platform);
        var users = Enumerable.Range(0, 8).Select(_ => platform.NewUser()).ToArray();
        await Task.WhenAll(users.Select(async user =>
        {
            for (var i = 0; i < 25; i++)
                await user.SayAsync($"m{i}");
        }));
        platform.Faults.ShouldBeEmpty();
        users.ShouldAllBe(user => user.Seen.Select(seen => seen.Text).SequenceEqual(Enumerable.Range(0, 25).Select(i => $"heard: m{i}")));
        bot.Heard.Select(message => message.Key).Distinct().Count().ShouldBe(200);
        // 200 × (1 + 0.4 + 0.16 tries + 0.4 repetitions) = 392 are expected.
        bot.Heard.Count.ShouldBeInRange(330, 450);
        platform.Posts.ShouldBe(bot.Heard.Count);
    }

    [Fact]
    public async Task The_same_seed_loses_and_repeats_the_same()
    {
        (await TriesAsync(5)).ShouldBe(await TriesAsync(5));
        (await TriesAsync(5)).ShouldNotBe(await TriesAsync(6));

        static async Task<string> TriesAsync(int seed)
        {
            await using var platform = await WeChatPlatform.StartAsync(new() { LostReplies = 0.3, Repeats = 0.3, Seed = seed });
            await using var bot = await ConnectedAsync(platform);
            var user = platform.NewUser();
            for (var i = 0; i < 20; i++)
                await user.SayAsync($"m{i}");
            return user.OpenId + string.Join(',', bot.Heard.Select(message => message.MsgId));
        }
    }

    [Fact]
    public async Task Who_does_not_follow_reaches_nobody_and_two_clicks_are_two_even_on_a_clock_that_stands()
    {
        await using var platform = await WeChatPlatform.StartAsync(new() { Time = new ManualClock(World.Morning) });
        await using var bot = await ConnectedAsync(platform);
        var user = platform.NewUser(follows: false);
        await Should.ThrowAsync<InvalidOperationException>(() => user.SayAsync("x"));
        await user.ScanAsync("3");
        bot.Heard.ShouldHaveSingleItem().ShouldSatisfyAllConditions(message => message.Event.ShouldBe("subscribe"), message => message.EventKey.ShouldBe("qrscene_3"), message => message.CreateTime.ShouldBe(World.Morning));
        await user.ClickAsync("a");
        await user.ClickAsync("a");
        bot.Heard.Select(message => message.Key).ShouldBeUnique();
    }

    private static async Task<WeChatEchoBot> ConnectedAsync(WeChatPlatform platform)
    {
        var bot = await WeChatEchoBot.StartAsync(platform.Options);
        platform.Connect(bot.Url);
        return bot;
    }
}
