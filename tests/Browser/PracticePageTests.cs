using System.Globalization;
using Microsoft.Playwright;

namespace Assistant.Tests.Browser;

/// <summary>Practice in a browser: from the library over the talk to the card, once more from a turn, and what the trainer sees of it.</summary>
public sealed class PracticePageTests
{
    private const string Threat = "你赶紧还钱，不然我们去你单位找领导！";
    private static readonly string[] Opening = ["您好，我叫周敏，为东江银行信用卡中心的客户提供服务，本次对话全程记录。请先核对一下身份：您身份证的后四位是多少？", "谢谢您，核对好了。方便说说最近遇到了什么情况吗？"];

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_learner_talks_reads_the_card_and_does_better_from_a_turn_and_the_trainer_sees_both(int width)
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var learner = await SignedInAsync(chrome, host, "agent", width);
        var page = learner.Page;
        await page.GotoAsync(host.Base + "/console/practice");
        await FitsAsync(page, width);
        await page.Locator("button[data-start='job_loss-1.zh']").ClickAsync();
        await page.Locator("#text").WaitForAsync();
        await FitsAsync(page, width);
        foreach (var line in Opening)
            await SayAsync(page, line);
        await SayAsync(page, Threat);
        await page.Locator("button[name=silent]").ClickAsync();
        await page.Locator(".transcript .agent em").WaitForAsync();
        await FitsAsync(page, width);
        var box = (await page.Locator(".say").BoundingBoxAsync())!;
        (box.Y + box.Height).ShouldBeLessThanOrEqualTo(901, "the composer is in view");

        await page.Locator(".to-end").ClickAsync();
        await page.Locator("#end[open]").WaitForAsync();
        await page.Locator("[name=note]").FillAsync("客户失业，想分期。");
        await page.Locator("#end-talk").ClickAsync();
        var first = await TotalAsync(page);
        first.ShouldBe(0, "a threat fails the whole");
        (await page.Locator(".alert").InnerTextAsync()).ShouldContain("不然我们去你单位找领导");
        await FitsAsync(page, width);

        // From the threat on, with a better line: everything before it is kept.
        await page.Locator("li.agent", new() { HasText = Threat }).Locator("button").ClickAsync();
        await page.Locator("#text").WaitForAsync();
        var kept = await page.Locator(".transcript").InnerTextAsync();
        kept.ShouldContain(Opening[1]);
        kept.ShouldNotContain(Threat);
        await SayAsync(page, "听您这么说真不容易。为了给您算一个守得住的数，想了解一下每月收入和必须的开支，说个大概就行。");
        await page.Locator("#end summary").ClickAsync();
        await page.Locator("#end-talk").ClickAsync();
        var second = await TotalAsync(page);
        second.ShouldBeGreaterThan(first);
        (await page.Locator(".again").InnerTextAsync()).ShouldContain($"上一次 0 分，这一次 {second.ToString("0.##", CultureInfo.InvariantCulture)} 分");

        await page.GotoAsync(host.Base + "/console/practice/people/agent");
        (await page.Locator("table.list tbody tr").CountAsync()).ShouldBe(2);
        await FitsAsync(page, width);

        var trainer = await SignedInAsync(chrome, host, "trainer", width);
        await trainer.Page.GotoAsync(host.Base + "/console/practice/cohort");
        (await trainer.Page.Locator(".heat tbody tr").InnerTextAsync()).Split('\t').Take(3).ShouldBe(["林晓", "2", (second / 2).ToString("0", CultureInfo.InvariantCulture)]);
        (await trainer.Page.Locator(".phrases").InnerTextAsync()).ShouldContain("不然我们去你单位找领导");
        await FitsAsync(trainer.Page, width);
        learner.Problems.Concat(trainer.Problems).ShouldBeEmpty();
    }

    [Fact]
    public async Task Enter_sends_a_line_and_with_shift_breaks_it()
    {
        await using var chrome = await Chrome.StartAsync();
        await using var host = await ServerHost.StartAsync();
        var page = (await SignedInAsync(chrome, host, "agent", 1280)).Page;
        await page.GotoAsync(host.Base + "/console/practice");
        await page.Locator("button[data-start='job_loss-1.zh']").ClickAsync();
        await page.Locator("#text").FillAsync("第一行");
        await page.Locator("#text").PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("second");
        (await page.Locator(".transcript li").CountAsync()).ShouldBe(1);
        await page.Locator("#text").PressAsync("Enter");
        await page.Locator(".transcript li.agent").WaitForAsync();
        (await page.Locator(".transcript li.agent .words").InnerTextAsync()).ShouldBe("第一行\nsecond");
    }

    private static async Task<WatchedPage> SignedInAsync(Chrome chrome, ServerHost host, string user, int width)
    {
        var page = await chrome.OpenAsync(host.Base + "/console/sign-in", "zh-CN", width, 900, waitForChat: false);
        await page.Page.FillAsync("#user", user);
        await page.Page.FillAsync("#password", ConsoleClient.PasswordOf(host, user));
        await page.Page.Locator("main form button").ClickAsync();
        await page.Page.Locator("header form button").WaitForAsync();
        return page;
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Locator("#say").ClickAsync();
        await page.Locator(".transcript .agent", new() { HasText = text }).WaitForAsync();
    }

    private static async Task<decimal> TotalAsync(IPage page) => decimal.Parse(await page.Locator("#total").InnerTextAsync(), CultureInfo.InvariantCulture);

    private static async Task FitsAsync(IPage page, int width) => (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, page.Url + " scrolls sideways");
}
