using Assistant.Bot.Handoff;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Dapper;
using Microsoft.Playwright;

namespace Assistant.Tests.Browser;

/// <summary>The console in a real Chromium, with the cardholder's page open beside it.</summary>
public sealed class ConsolePageTests
{
    [Fact]
    public async Task A_conversation_is_taken_over_coached_and_given_back_while_the_cardholder_watches()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var debtor = await chrome.OpenAsync(host.Base + "/", "zh-CN", 390, 844);
        await SayAsync(debtor.Page, "我失业了，想问问能不能少还点");
        await SayAsync(debtor.Page, "S1003 5518");
        await SayAsync(debtor.Page, "转人工");
        await debtor.Page.GetByText("同事会在").First.WaitForAsync();

        var agent = await SignedInAsync(chrome, host, "agent", 1280);
        await agent.Page.Locator("tr[data-handoff] button").First.ClickAsync();
        await agent.Page.Locator(".lines .debtor").First.WaitForAsync();
        (await agent.Page.Locator(".side").InnerTextAsync()).ShouldContain("王＊");

        // What must not be said is marked as it is typed, and is not sent even when pressed.
        await agent.Page.FillAsync("#draft", "再不还就去找您单位领导");
        await agent.Page.Locator(".verdict.block").WaitForAsync();
        await agent.ShotAsync("console-blocked");
        await agent.Page.Locator(".composer button[type=submit]").ClickAsync();
        await agent.Page.Locator("mark").First.WaitForAsync();
        host.Get<Store>().Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM activities WHERE author IS NOT NULL")).ShouldBe(0);

        // The better line is one press away, and arrives on the cardholder's page.
        await agent.Page.Locator(".better button").ClickAsync();
        await agent.Page.Locator(".verdict.ok").WaitForAsync();
        var better = await agent.Page.InputValueAsync("#draft");
        await agent.Page.Locator(".composer button[type=submit]").ClickAsync();
        await debtor.Page.GetByText(better[..10]).First.WaitForAsync();
        await agent.Page.Locator(".lines .agent", new() { HasText = "已送达" }).WaitForAsync();

        // The cardholder answers; the assistant is silent; the coach has something to say.
        // What they say renews the side; what is to be pressed there moves with it, so it is pressed afterwards.
        await agent.Page.RunAndWaitForResponseAsync(() => SayAsync(debtor.Page, "我的钱都套在股市里了"), answer => answer.Url.EndsWith("/side", StringComparison.Ordinal));
        await agent.Page.Locator(".lines .debtor", new() { HasText = "股市" }).WaitForAsync();
        await agent.Page.Locator(".suggestions li .words").First.WaitForAsync();
        await agent.ShotAsync("console-coached");

        await agent.Page.Locator("#return").ClickAsync();
        await agent.Page.WaitForURLAsync("**/console/queue");
        await debtor.Page.GetByText("交还给我").First.WaitForAsync();
        await agent.Page.Locator("header form button").ClickAsync();
        await agent.Page.Locator("#password").WaitForAsync();
        agent.Problems.Concat(debtor.Problems).Where(problem => !problem.Contains("422", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>What the cardholder says renews the side of the page; who presses a button there at that moment must not press nothing.</summary>
    [Fact]
    public async Task A_button_pressed_while_its_part_of_the_page_is_renewed_still_does_what_it_says()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var (talk, page) = await HoldingAsync(chrome, host);

        var (asked, answered, renewed) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/side", async route =>
        {
            asked.TrySetResult();
            await answered.Task;
            await route.ContinueAsync();
        });
        page.RequestFinished += (_, request) =>
        {
            if (request.Url.EndsWith("/side", StringComparison.Ordinal))
                renewed.TrySetResult();
        };
        await talk.SayAsync("我在等");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await page.Locator("#return").HoverAsync();
        await page.Mouse.DownAsync();
        answered.SetResult();
        await renewed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 300))");
        await page.Mouse.UpAsync();
        await page.WaitForURLAsync("**/console/queue");
    }

    [Fact]
    public async Task Whose_session_has_ended_is_told_to_load_the_page_again()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var (_, page) = await HoldingAsync(chrome, host, "S1003");
        page.Dialog += async (_, dialog) => await dialog.AcceptAsync("核对称呼");
        await page.Context.ClearCookiesAsync(new() { Name = "assistant-console" });
        await page.Locator("#unmask").ClickAsync();
        await page.Locator("#name", new() { HasText = host.Get<PageTexts>().Get("zh-CN", "console.refused.page_too_old") }).WaitForAsync();
    }

    [Fact]
    public async Task Two_reach_for_one_and_the_slower_is_told()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        await talk.SayAsync("转人工");
        var pages = new[] { await SignedInAsync(chrome, host, "agent", 1280), await SignedInAsync(chrome, host, "agent2", 1280) };
        foreach (var one in pages)
            await one.Page.Locator("tr[data-handoff] button").First.WaitForAsync();
        await Task.WhenAll(pages.Select(one => one.Page.Locator("tr[data-handoff] button").First.ClickAsync()));
        await Task.WhenAll(pages.Select(one => one.Page.Locator("#draft, [role=alert]").First.WaitForAsync()));
        var drafts = await Task.WhenAll(pages.Select(one => one.Page.Locator("#draft").CountAsync()));
        drafts.Sum().ShouldBe(1, "one wins");
        (await pages[drafts[0] == 1 ? 1 : 0].Page.InnerTextAsync("main")).ShouldContain("已被同事接手");
    }

    [Theory]
    [InlineData("en-US", "zh-CN", "还空着，填好再发。")] // the language of the page goes before the browser's own
    [InlineData("zh-CN", "en-US", "Fill in the blank")]
    public async Task What_the_server_refuses_is_read_in_the_language_of_the_page(string browser, string chosen, string says)
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync();
        await talk.SayAsync("转人工");
        var page = (await SignedInAsync(chrome, host, "agent", 1280, browser)).Page;
        await page.GotoAsync($"{host.Base}/console/queue?lang={chosen}");
        await page.Locator("tr[data-handoff] button").First.ClickAsync();
        await page.FillAsync("#draft", "您的总欠款是［总欠款］。");
        await page.Locator("#draft").PressAsync("Control+Enter");
        // The review of the draft was under way when it was sent, and comes after the refusal: it must not wipe it away.
        await page.Locator(".review .verdict").WaitForAsync();
        await page.Locator(".review .problem", new() { HasText = says }).WaitForAsync();
    }

    [Fact]
    public async Task What_a_cardholder_writes_is_never_markup_in_the_console()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync("S1001");
        string[] attempts = ["<img src=x onerror=alert(1)>", "<script>document.title='broken'</script>", "[点我](javascript:alert(1)) **粗**", "\u202e反过来\u202c <svg onload=alert(2)>"];
        foreach (var line in attempts)
            await talk.SayAsync(line);
        await talk.SayAsync("转人工");
        foreach (var user in new[] { "agent", "supervisor" })
        {
            var page = await SignedInAsync(chrome, host, user, 1280);
            var dialogs = 0;
            page.Page.Dialog += async (_, dialog) =>
            {
                dialogs++;
                await dialog.DismissAsync();
            };
            var id = host.Get<Store>().Read(db => db.QueryFirst<string>("SELECT handoff_id FROM handoffs WHERE conversation_id = @Id", new { talk.Id }));
            if (user == "agent")
                await page.Page.GotoAsync($"{host.Base}/console/talks/{id}");
            else
                await page.Page.GotoAsync($"{host.Base}/console/cases/S1001");
            if (user == "agent")
            {
                await page.Page.Locator("main form button").First.ClickAsync();
                await page.Page.Locator("#draft").WaitForAsync();
                await talk.SayAsync("<img src=y onerror=alert(3)>");
                await page.Page.Locator(".lines .debtor", new() { HasText = "src=y" }).WaitForAsync();
                (await page.Page.Locator(".lines img, .lines script, .lines svg, .lines a, .side img, .side svg, .side script").CountAsync()).ShouldBe(0);
                (await page.Page.Locator(".lines").InnerTextAsync()).ShouldContain(attempts[0]);
            }

            dialogs.ShouldBe(0);
            (await page.Page.TitleAsync()).ShouldNotContain("broken");
        }
    }

    [Fact]
    public async Task Nobody_comes_in_time_and_the_page_of_the_cardholder_says_so()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync("--HandOff:TimeOutMinutes=0");
        var debtor = await chrome.OpenAsync(host.Base + "/", "zh-CN", 390, 844);
        await SayAsync(debtor.Page, "转人工");
        await debtor.Page.GetByText("同事会在").First.WaitForAsync();
        await host.Get<Store>().WriteAsync(db => db.Execute("UPDATE handoffs SET due_at = created_at"));
        await debtor.Page.GetByText("现在还没有同事能接上").First.WaitForAsync();
        host.Get<HandOffApi>().Rows(new("x", "x", [], true, false), "timed_out").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("zh-CN", 1280)]
    [InlineData("en-US", 1280)]
    [InlineData("zh-CN", 820)]
    [InlineData("en-US", 390)]
    public async Task Every_page_of_the_console_opens_without_a_complaint(string locale, int width)
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var talk = await host.TalkAsync("S1001", locale);
        await talk.SayAsync(locale == "zh-CN" ? "转人工" : "I want to talk to a person");
        var page = await SignedInAsync(chrome, host, "supervisor", width, locale);
        foreach (var path in new[] { "queue", "floor", "cases", "cases/S1001", "cases/S1001/dossier?for=complaint", "approvals", "quality", "coach" })
        {
            (await page.Page.GotoAsync($"{host.Base}/console/{path}"))!.Status.ShouldBe(200, path);
            (await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{path} scrolls sideways");
            await page.Page.ScreenshotAsync(new() { Path = Chrome.ShotPath($"console-{path.Split('?')[0].Replace('/', '-')}-{locale}-{width}"), FullPage = true });
        }

        page.Problems.ShouldBeEmpty();
    }

    /// <summary>An agent's page with a conversation they have just taken.</summary>
    private static async Task<(LineTalk Talk, IPage Page)> HoldingAsync(Chrome chrome, ServerHost host, string? caseNo = null)
    {
        var talk = await host.TalkAsync(caseNo);
        await talk.SayAsync("转人工");
        var page = (await SignedInAsync(chrome, host, "agent", 1280)).Page;
        await page.Locator("tr[data-handoff] button").First.ClickAsync();
        await page.Locator("#return").WaitForAsync();
        return (talk, page);
    }

    private static async Task<WatchedPage> SignedInAsync(Chrome chrome, ServerHost host, string user, int width, string locale = "zh-CN")
    {
        var page = await chrome.OpenAsync(host.Base + "/console/sign-in", locale, width, 900, waitForChat: false);
        await page.Page.FillAsync("#user", user);
        await page.Page.FillAsync("#password", ConsoleClient.PasswordOf(host, user));
        await page.Page.Locator("main form button").ClickAsync();
        await page.Page.Locator("header form button").WaitForAsync();
        return page;
    }

    private static async Task SayAsync(IPage page, string text)
    {
        var box = page.Locator(".webchat__send-box-text-box__input").First;
        await box.FillAsync(text);
        await box.PressAsync("Enter");
        await page.Locator(".webchat__bubble--from-user", new() { HasText = text }).Last.WaitForAsync();
    }
}
