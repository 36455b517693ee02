using Microsoft.Playwright;

namespace Assistant.Tests.Browser;

/// <summary>The cardholder's page in a real Chromium, at phone width, from the first message to a printed agreement.</summary>
public sealed class ChatPageTests
{
    [Theory]
    [InlineData("zh-CN", "S1003", "5518", "我欠多少？", "我一个月最多还六百", "选 1（推荐）", "已看清", "同意", "6,610.10 元", "协议已生效", "还款协议")]
    [InlineData("en-US", "S2001", "4821", "How much do I owe?", "how about 400 a month", "Choose 1 (Recommended)", "I have read it", "I agree", "$4,421.04", "agreement is in force", "Repayment agreement")]
    public async Task A_cardholder_gets_from_the_first_question_to_a_printed_agreement(
        string locale, string caseNo, string last4, string question, string offer, string choice, string read, string agree, string total, string done, string title)
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var page = await chrome.OpenAsync(host.Base + "/", locale, 390, 844);
        await SayAsync(page.Page, question);
        await SayAsync(page.Page, $"{caseNo} {last4}");
        await page.Page.GetByText(total).First.WaitForAsync();
        await page.ShotAsync($"chat-{locale}-balance");
        await SayAsync(page.Page, offer);
        await ChooseAsync(page.Page, choice);
        await ChooseAsync(page.Page, read);
        await page.ShotAsync($"chat-{locale}-terms");
        await ChooseAsync(page.Page, agree);
        await page.Page.GetByText(done).First.WaitForAsync();
        await page.ShotAsync($"chat-{locale}-agreement");
        host.Get<Assistant.Bot.Storage.RecordReader>().Of(caseNo)["agreements"]!.AsArray().Count.ShouldBe(1);

        var printed = await page.Page.Context.RunAndWaitForPageAsync(() => page.Page.Locator(".ac-pushButton").Last.ClickAsync());
        await printed.GetByRole(AriaRole.Heading, new() { Name = title }).WaitForAsync();
        (await printed.ContentAsync()).ShouldNotContain(total, Case.Sensitive, "nothing is shown before the last four");
        await printed.FillAsync("#last4", last4 == "5518" ? "0000" : "1111");
        await printed.Locator("form button").ClickAsync();
        await printed.GetByRole(AriaRole.Alert).WaitForAsync();
        await printed.FillAsync("#last4", last4);
        await printed.Locator("form button").ClickAsync();
        await printed.Locator("table").WaitForAsync();
        await printed.ScreenshotAsync(new() { Path = Chrome.ShotPath($"agreement-{locale}"), FullPage = true });
        page.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Earlier_figures_are_hidden_on_the_page_after_logging_out()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var page = await chrome.OpenAsync(host.Base + "/", "zh-CN", 390, 844);
        await SayAsync(page.Page, "我欠多少？");
        await SayAsync(page.Page, "S1003 5518");
        await page.Page.GetByText("6,610.10 元").First.WaitForAsync();
        await SayAsync(page.Page, "退出");
        await page.Page.GetByText("这条内容已隐藏").First.WaitForAsync();
        (await page.Page.Locator("#webchat").InnerTextAsync()).ShouldNotContain("6,610.10");
        await page.ShotAsync("chat-zh-CN-logged-out");
        page.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reload_keeps_the_conversation()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var page = await chrome.OpenAsync(host.Base + "/", "en-US", 1280, 800);
        await SayAsync(page.Page, "hello");
        await page.Page.ReloadAsync();
        await page.Page.GetByText("hello", new() { Exact = true }).First.WaitForAsync();
        await page.ShotAsync("chat-en-US-desktop");
    }

    [Fact]
    public async Task The_button_brings_a_person()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var page = await chrome.OpenAsync(host.Base + "/", "zh-CN", 390, 844);
        await page.Page.Locator("#person:not([disabled])").ClickAsync();
        await page.Page.GetByText("已经为您转接").First.WaitForAsync();
        host.Get<Assistant.Bot.Storage.Store>().Read(db => Dapper.SqlMapper.ExecuteScalar<int>(db, "SELECT COUNT(*) FROM handoffs WHERE status = 'waiting'")).ShouldBe(1);
    }

    [Fact]
    public async Task The_doors_of_development_work()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var page = await chrome.OpenAsync(host.Base + "/start", "zh-CN", 1280, 900, waitForChat: false);
        await page.Page.FillAsync("#agent-line", "今天不还就等着坐牢吧");
        await page.Page.Locator("form.review").First.GetByRole(AriaRole.Button).ClickAsync();
        await page.Page.GetByText("legal.arrest").First.WaitForAsync();
        await page.ShotAsync("start-zh-CN");
        await page.Page.Locator("a.button").ClickAsync();
        await page.Page.GetByText("S1001 123X").ClickAsync();
        await page.Page.GetByText("身份已核对").First.WaitForAsync();
        await page.Page.Locator(".why summary").Last.ClickAsync();
        await page.Page.GetByText("identity.two-factors").First.WaitForAsync();
        await page.ShotAsync("chat-zh-CN-why");
        page.Problems.ShouldBeEmpty();
    }

    /// <summary>Says something and waits for the answer: a bubble of the bot after the person's own.</summary>
    private static async Task SayAsync(IPage page, string text)
    {
        var box = page.Locator(".webchat__send-box-text-box__input").First;
        await box.FillAsync(text);
        await box.PressAsync("Enter");
        await AnsweredAsync(page, text);
    }

    /// <summary>Presses one of the suggested answers, by its words: the row of them has buttons of its own for scrolling.</summary>
    private static async Task ChooseAsync(IPage page, string text)
    {
        try
        {
            await page.Locator(".webchat__suggested-actions").GetByText(text, new() { Exact = true }).ClickAsync();
        }
        catch (TimeoutException none)
        {
            throw new TimeoutException($"There is no '{text}' to press. The page says:\n{await page.Locator("#webchat").InnerTextAsync()}", none);
        }
        await AnsweredAsync(page, text);
    }

    private static async Task AnsweredAsync(IPage page, string text)
    {
        try
        {
            await page.WaitForFunctionAsync("""
                text => {
                    const bubbles = [...document.querySelectorAll('.webchat__bubble')];
                    const mine = bubbles.findLastIndex(one => one.classList.contains('webchat__bubble--from-user') && one.innerText.includes(text));
                    return mine >= 0 && bubbles.slice(mine + 1).some(one => !one.classList.contains('webchat__bubble--from-user'));
                }
                """, text);
        }
        catch (TimeoutException none)
        {
            throw new TimeoutException($"'{text}' was not answered. The page says:\n{await page.Locator("#webchat").InnerTextAsync()}", none);
        }
    }
}
