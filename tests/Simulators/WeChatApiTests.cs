using System.Net;
using System.Text;
using System.Text.Json;

namespace Assistant.Tests.Simulators;

/// <summary>How the simulated platform answers a bot that calls it.</summary>
public sealed class WeChatApiTests : IAsyncLifetime
{
    private readonly ManualClock clock = new(World.Morning);
    private readonly HttpClient http = new();
    private WeChatPlatform platform = null!;
    private WeChatEchoBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        platform = await WeChatPlatform.StartAsync(new() { Time = clock });
        bot = await WeChatEchoBot.StartAsync(platform.Options, _ => Task.FromResult<string?>(null));
        platform.Connect(bot.Url);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await bot.DisposeAsync();
        await platform.DisposeAsync();
    }

    [Fact]
    public async Task A_stable_token_is_the_same_until_its_last_five_minutes_and_then_both_hold()
    {
        var first = await TokenAsync();
        first.Length.ShouldBe(512);
        clock.Advance(TimeSpan.FromMinutes(114));
        (await StableAsync()).GetProperty("expires_in").GetInt32().ShouldBe(360);
        (await TokenAsync()).ShouldBe(first);
        clock.Advance(TimeSpan.FromMinutes(1));
        var second = await TokenAsync();
        second.ShouldNotBe(first);
        (await TypingAsync(first), await TypingAsync(second)).ShouldBe((40003, 40003), "both get as far as asking for whom");
        clock.Advance(TimeSpan.FromMinutes(6));
        (await TypingAsync(first), await TypingAsync(second)).ShouldBe((40001, 40003));
        clock.Advance(TimeSpan.FromHours(2));
        (await TypingAsync(second)).ShouldBe(42001);
    }

    [Fact]
    public async Task A_forced_token_ends_the_old_one_and_is_not_had_twice_in_half_a_minute()
    {
        var first = await TokenAsync();
        var second = (await StableAsync(force: true)).GetProperty("access_token").GetString()!;
        (await TypingAsync(first), await TypingAsync(second)).ShouldBe((40001, 40003));
        (await StableAsync(force: true)).GetProperty("errcode").GetInt32().ShouldBe(45011);
        clock.Advance(TimeSpan.FromSeconds(30));
        (await StableAsync(force: true)).TryGetProperty("access_token", out _).ShouldBeTrue();
        platform.EndTokens();
        (await TypingAsync(await TokenAsync())).ShouldBe(40003, "whoever asks again gets a new one");
    }

    [Fact]
    public async Task The_older_token_ends_with_the_next_one_and_knows_nothing_of_the_stable_one()
    {
        var stable = await TokenAsync();
        var first = await ClassicAsync();
        var second = await ClassicAsync();
        clock.Advance(TimeSpan.FromMinutes(6));
        (await TypingAsync(stable), await TypingAsync(first), await TypingAsync(second)).ShouldBe((40003, 40001, 40003));
        (await GetAsync($"/cgi-bin/token?grant_type=client_credential&appid=wx&secret=s")).ShouldBe(40013);
        (await GetAsync($"/cgi-bin/token?grant_type=client_credential&appid={platform.Options.AppId}&secret=s")).ShouldBe(40125);

        async Task<string> ClassicAsync() => (await JsonAsync(await http.GetAsync($"{platform.ApiBase}/cgi-bin/token?grant_type=client_credential&appid={platform.Options.AppId}&secret={platform.Options.Secret}"))).GetProperty("access_token").GetString()!;
    }

    [Fact]
    public async Task A_message_gives_five_within_48_hours_and_never_more()
    {
        var user = platform.NewUser();
        (await SendAsync(user, "x")).ShouldBe(45015, "nothing came from them");
        await user.SayAsync("a");
        await user.SayAsync("b");
        for (var i = 0; i < 5; i++)
            (await SendAsync(user, $"s{i}")).ShouldBe(0);
        (await SendAsync(user, "x")).ShouldBe(45047);
        user.Seen.Select(seen => (seen.Text, seen.How, seen.Answers)).ShouldBe(Enumerable.Range(0, 5).Select(i => ($"s{i}", WeChatWay.Service, (string?)null)));
        await user.SayAsync("c");
        clock.Advance(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        (await SendAsync(user, "x")).ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await SendAsync(user, "x")).ShouldBe(45015);
    }

    [Fact]
    public async Task A_click_a_scan_or_a_subscription_gives_three_within_a_minute_and_a_view_none()
    {
        foreach (var deed in new Func<WeChatUser, Task>[] { user => user.ClickAsync("k"), user => user.ScanAsync("1"), user => user.SubscribeAsync() })
        {
            var user = platform.NewUser();
            await deed(user);
            for (var i = 0; i < 3; i++)
                (await SendAsync(user, "x")).ShouldBe(0);
            (await SendAsync(user, "x")).ShouldBe(45047);
            await deed(user);
            clock.Advance(TimeSpan.FromMinutes(1));
            (await SendAsync(user, "x")).ShouldBe(45015);
        }

        var viewer = platform.NewUser();
        await viewer.ViewAsync("https://bank.example/");
        (await SendAsync(viewer, "x")).ShouldBe(45015);
        await viewer.SayAsync("a");
        await viewer.ClickAsync("k");
        platform.QuotaOf(viewer).ShouldBe(8);
        clock.Advance(TimeSpan.FromMinutes(1));
        platform.QuotaOf(viewer).ShouldBe(5);
        await viewer.UnsubscribeAsync();
        (await SendAsync(viewer, "x")).ShouldBe(43004);
    }

    [Fact]
    public async Task A_menu_in_a_message_is_seen_and_choosing_from_it_counts_as_a_click()
    {
        var user = platform.NewUser();
        await user.SayAsync("a");
        (await PostAsync("/cgi-bin/message/custom/send", $$$"""
            {"touser":"{{{user.OpenId}}}","msgtype":"msgmenu","msgmenu":{"head_content":"满意吗？","list":[{"id":"101","content":"满意"},{"id":"102","content":"不满意"}],"tail_content":"谢谢"}}
            """)).ShouldBe(0);
        user.Seen.ShouldHaveSingleItem().ShouldSatisfyAllConditions(seen => seen.Text.ShouldBe("满意吗？\n满意\n不满意\n谢谢"), seen => seen.Items.ShouldBe([("101", "满意"), ("102", "不满意")]));
        clock.Advance(TimeSpan.FromHours(49));
        await user.ChooseAsync("102");
        bot.Heard[^1].ShouldSatisfyAllConditions(message => message.Content.ShouldBe("不满意"), message => message.BizMsgMenuId.ShouldBe("102"));
        platform.QuotaOf(user).ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"touser":"OPENID","msgtype":"text","text":{"content":"\u4f60\u597d"}}""", 40033)]
    [InlineData("""{"touser":"OPENID","msgtype":"text","text":{"content":"C:\\users"}}""", 0)] // a backslash before a u is no escape
    [InlineData("""{"touser":"OPENID","msgtype":"text","text":{"content":"a\n\"b\""}}""", 0)]
    [InlineData("""{"touser":"OPENID","msgtype":"text","text":{"content":""}}""", 44004)]
    [InlineData("""{"touser":"OPENID","msgtype":"text","text":"x"}""", 44004)]
    [InlineData("""{"touser":"nobody","msgtype":"text","text":{"content":"x"}}""", 40003)]
    [InlineData("""{"touser":"OPENID","msgtype":"letter","letter":{}}""", 40008)]
    [InlineData("""{"touser":"OPENID","msgtype":"msgmenu","msgmenu":{"list":[]}}""", 40035)]
    [InlineData("""{"touser":""", 47001)]
    [InlineData("""["x"]""", 47001)]
    [InlineData("\ufeff{\"touser\":\"OPENID\",\"msgtype\":\"text\",\"text\":{\"content\":\"x\"}}", 47001)]
    public async Task What_is_sent_wrongly_has_its_code(string body, int errcode)
    {
        var user = platform.NewUser();
        await user.SayAsync("a");
        (await PostAsync("/cgi-bin/message/custom/send", body.Replace("OPENID", user.OpenId, StringComparison.Ordinal))).ShouldBe(errcode);
        user.Seen.Count.ShouldBe(errcode == 0 ? 1 : 0);
        platform.QuotaOf(user).ShouldBe(errcode == 0 ? 4 : 5, "what is refused costs nothing");
    }

    [Fact]
    public async Task A_text_of_2048_bytes_passes_and_one_more_does_not()
    {
        var user = platform.NewUser();
        await user.SayAsync("a");
        (await SendAsync(user, new string('好', 682) + "xx")).ShouldBe(0);
        (await SendAsync(user, new string('好', 683))).ShouldBe(45002);
    }

    [Fact]
    public async Task Tokens_are_asked_for_first()
    {
        (await TypingAsync(null)).ShouldBe(41001);
        (await TypingAsync("made-up")).ShouldBe(40001);
        (await GetAsync("/cgi-bin/message/custom/send?access_token=x")).ShouldBe(43002);
        (await GetAsync("/cgi-bin/nothing")).ShouldBe(40066);
    }

    [Fact]
    public async Task Typing_shows_for_a_quarter_of_a_minute_to_whom_there_was_something_just_now()
    {
        var user = platform.NewUser();
        (await CommandAsync("Typing")).ShouldBe(45015);
        await user.SayAsync("a");
        (await CommandAsync("Sleeping")).ShouldBe(45072);
        (await CommandAsync("Typing"), user.SeesTyping).ShouldBe((0, true));
        (await CommandAsync("Typing")).ShouldBe(45081);
        (await CommandAsync("CancelTyping"), user.SeesTyping).ShouldBe((0, false));
        (await CommandAsync("Typing")).ShouldBe(0);
        (await SendAsync(user, "x"), user.SeesTyping).ShouldBe((0, false));
        (await CommandAsync("Typing")).ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(15));
        user.SeesTyping.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(16));
        (await CommandAsync("Typing")).ShouldBe(45080);

        Task<int> CommandAsync(string command) => PostAsync("/cgi-bin/message/custom/typing", $$"""{"touser":"{{user.OpenId}}","command":"{{command}}"}""");
    }

    [Theory]
    [InlineData("""{"button":[{"type":"click","name":"余额","key":"balance"},{"name":"更多","sub_button":[{"type":"view","name":"网上","url":"https://bank.example/"}]}]}""", 0)]
    [InlineData("""{"button":[]}""", 40016)]
    [InlineData("""{"button":[1]}""", 40016)]
    [InlineData("""{"button":[{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a"}]}""", 40016)]
    [InlineData("""{"button":[{"type":"jump","name":"a"}]}""", 40017)]
    [InlineData("""{"button":[{"type":"click","name":"六个汉字太长","key":"k"}]}""", 40018)]
    [InlineData("""{"button":[{"type":"click","name":"a"}]}""", 40019)]
    [InlineData("""{"button":[{"type":"view","name":"a"}]}""", 40020)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b"}]}]}""", 40023)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"type":"click","name":"b"}]}]}""", 40026)]
    [InlineData("""{"button":[{"type":"click","name":"\u4f59","key":"k"}]}""", 40033)]
    public async Task A_menu_has_three_buttons_with_five_below(string menu, int errcode)
    {
        (await PostAsync("/cgi-bin/menu/create", menu)).ShouldBe(errcode);
        platform.Menu.ShouldBe(errcode == 0 ? menu : null);
    }

    [Fact]
    public async Task A_code_of_a_page_gives_the_openid_once_within_five_minutes()
    {
        var user = platform.NewUser();
        var back = user.Authorize(Page("snsapi_base", "nonce1"));
        back.AbsoluteUri.ShouldStartWith("https://bank.example/bind?x=1&code=");
        back.Query.ShouldEndWith("&state=nonce1");
        var code = back.Query.Split("code=")[1].Split('&')[0];
        var answer = await JsonAsync(await http.GetAsync(Exchange(code)));
        (answer.GetProperty("openid").GetString(), answer.GetProperty("scope").GetString(), answer.TryGetProperty("is_snapshotuser", out _)).ShouldBe((user.OpenId, "snsapi_base", false));
        (await GetAsync(Exchange(code)[platform.ApiBase.Length..])).ShouldBe(40163);
        (await GetAsync(Exchange("made-up")[platform.ApiBase.Length..])).ShouldBe(40029);
        var late = user.Authorize(Page("snsapi_base", "n")).Query.Split("code=")[1].Split('&')[0];
        clock.Advance(TimeSpan.FromMinutes(5));
        (await GetAsync(Exchange(late)[platform.ApiBase.Length..])).ShouldBe(42003);
        var looking = user.Authorize(Page("snsapi_userinfo", "n"), isSnapshot: true).Query.Split("code=")[1].Split('&')[0];
        (await JsonAsync(await http.GetAsync(Exchange(looking)))).GetProperty("is_snapshotuser").GetInt32().ShouldBe(1);
        Should.Throw<ArgumentException>(() => user.Authorize(Page("snsapi_base", "a-b")));
        Should.Throw<ArgumentException>(() => user.Authorize(new(Page("snsapi_base", "a").AbsoluteUri.Replace("#wechat_redirect", "", StringComparison.Ordinal))));

        Uri Page(string scope, string state) => new($"https://open.weixin.qq.com/connect/oauth2/authorize?appid={platform.Options.AppId}&redirect_uri={Uri.EscapeDataString("https://bank.example/bind?x=1")}&response_type=code&scope={scope}&state={state}#wechat_redirect");
        string Exchange(string code) => $"{platform.ApiBase}/sns/oauth2/access_token?appid={platform.Options.AppId}&secret={platform.Options.Secret}&code={code}&grant_type=authorization_code";
    }

    [Fact]
    public async Task Calls_go_wrong_as_they_are_told_to_and_are_kept()
    {
        var user = platform.NewUser();
        await user.SayAsync("a");
        var token = await TokenAsync();
        platform.FailNext(-1);
        platform.FailNext(HttpStatusCode.BadGateway);
        platform.FailNext(new WeChatApiFault(Drops: true));
        platform.FailNext(new WeChatApiFault(LosesAnswer: true));
        platform.FailNext(45009, "/cgi-bin/stable_token");
        (await SendAsync(user, "busy", token)).ShouldBe(-1);
        await Should.ThrowAsync<HttpRequestException>(() => SendAsync(user, "gateway", token));
        await Should.ThrowAsync<HttpRequestException>(() => SendAsync(user, "dropped", token));
        await Should.ThrowAsync<HttpRequestException>(() => SendAsync(user, "done", token));
        (await SendAsync(user, "well", token)).ShouldBe(0);
        (await StableAsync()).GetProperty("errcode").GetInt32().ShouldBe(45009);
        user.Seen.Select(seen => seen.Text).ShouldBe(["done", "well"], "the answer was lost, not the message");
        (await user.SeesAsync(seen => seen.Text == "well")).How.ShouldBe(WeChatWay.Service);
        await Should.ThrowAsync<TimeoutException>(() => user.SeesAsync(seen => seen.Text == "busy", TimeSpan.FromMilliseconds(20)));
        platform.Calls.Select(call => call.Errcode).ShouldBe([0, -1, -1000, -1000, 0, 0, 45009]);
        platform.Calls[1].Body.ShouldContain("busy");
    }

    [Fact]
    public async Task Answers_call_themselves_JSON_or_plain_text()
    {
        var types = new HashSet<string?>();
        for (var i = 0; i < 20; i++)
            types.Add((await http.GetAsync(platform.ApiBase + "/cgi-bin/token")).Content.Headers.ContentType?.MediaType);
        types.Order().ShouldBe(["application/json", "text/plain"]);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync()).RootElement;

    private async Task<JsonElement> StableAsync(bool force = false) => await JsonAsync(await http.PostAsync(platform.ApiBase + "/cgi-bin/stable_token", new StringContent(
        JsonSerializer.Serialize(new { grant_type = "client_credential", appid = platform.Options.AppId, secret = platform.Options.Secret, force_refresh = force }))));

    private async Task<string> TokenAsync() => (await StableAsync()).GetProperty("access_token").GetString()!;

    private async Task<int> GetAsync(string path) => (await JsonAsync(await http.GetAsync(platform.ApiBase + path))).GetProperty("errcode").GetInt32();

    private Task<int> TypingAsync(string? token) => PostAsync("/cgi-bin/message/custom/typing", """{"touser":"nobody","command":"Typing"}""", token);

    private async Task<int> SendAsync(WeChatUser user, string text, string? token = null) =>
        await PostAsync("/cgi-bin/message/custom/send", $$$"""{"touser":"{{{user.OpenId}}}","msgtype":"text","text":{"content":"{{{text}}}"}}""", token ?? await TokenAsync());

    private async Task<int> PostAsync(string path, string body) => await PostAsync(path, body, await TokenAsync());

    private async Task<int> PostAsync(string path, string body, string? token) =>
        (await JsonAsync(await http.PostAsync($"{platform.ApiBase}{path}?access_token={token}", new StringContent(body, Encoding.UTF8, "application/json")))).GetProperty("errcode").GetInt32();
}
