using Microsoft.Playwright;

namespace Assistant.Tests.Browser;

/// <summary>Debian's Chromium, headless, with a profile of its own.</summary>
public sealed class Chrome : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Chrome(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// <summary>Screenshots to be looked at; kept out of the repository.</summary>
    public static string ShotPath(string name)
    {
        Directory.CreateDirectory(Repository.PathOf("tests", "Browser", "screenshots"));
        return Repository.PathOf("tests", "Browser", "screenshots", name + ".png");
    }

    public static async Task<Chrome> StartAsync()
    {
        var program = Programs.FirstOrDefault(File.Exists);
        Repository.Need(program is not null, "Chromium is not installed (apt-get install chromium)");
        Repository.Need(File.Exists(Repository.PathOf("bot", "wwwroot", "lib", "webchat-4.18.1.js")), "the web chat was not fetched by the build (Node.js is needed)");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new Chrome(playwright, browser);
    }

    /// <summary>Opens a page and notes what must not happen: errors, policy violations, requests to other hosts.</summary>
    public async Task<WatchedPage> OpenAsync(string url, string locale, int width, int height, bool waitForChat = true)
    {
        var context = await browser.NewContextAsync(new() { Locale = locale, ViewportSize = new() { Width = width, Height = height }, DeviceScaleFactor = 1.5f });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        var watched = new WatchedPage(page);
        var host = new Uri(url).Authority;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                watched.Problems.Add(message.Text);
        };
        page.PageError += (_, error) => watched.Problems.Add(error);
        page.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out var to) && to.Scheme is "http" or "https" or "ws" or "wss" && to!.Authority != host)
                watched.Problems.Add("request to another host: " + request.Url);
        };
        await page.GotoAsync(url);
        if (waitForChat)
            await page.Locator("#person:not([disabled])").WaitForAsync();
        return watched;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}

/// <summary>A page, with what went wrong on it.</summary>
public sealed class WatchedPage(IPage page)
{
    public IPage Page { get; } = page;

    public List<string> Problems { get; } = [];

    public Task ShotAsync(string name) => Page.ScreenshotAsync(new() { Path = Chrome.ShotPath(name) });
}
