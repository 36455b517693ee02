using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Assistant.Bot.Staff.SignIn;

namespace Assistant.Tests.Support;

/// <summary>Somebody signed in to the console, with a cookie jar and the token of its pages.</summary>
public sealed partial class ConsoleClient : IDisposable
{
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = true };
    private string token = "";

    private ConsoleClient(ServerHost host)
    {
        Http = new HttpClient(handler) { BaseAddress = new Uri(host.Base) };
        Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
    }

    public HttpClient Http { get; }

    /// <summary>The cookies, to be stolen by tests.</summary>
    public CookieContainer Cookies => handler.CookieContainer;

    public static string PasswordOf(ServerHost host, string user) => host.Get<ConsoleUsers>().Samples.Single(sample => sample.User.User == user).Password;

    /// <summary>Signs in as one of the sample users.</summary>
    public static async Task<ConsoleClient> StartAsync(ServerHost host, string user)
    {
        var client = new ConsoleClient(host);
        (await client.SignInAsync(user, PasswordOf(host, user))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await client.RenewTokenAsync("/console/coach");
        return client;
    }

    /// <summary>A browser nobody has signed in with.</summary>
    public static async Task<ConsoleClient> NobodyAsync(ServerHost host)
    {
        var client = new ConsoleClient(host);
        await client.RenewTokenAsync("/console/sign-in");
        return client;
    }

    public async Task<HttpResponseMessage> SignInAsync(string user, string password)
    {
        await RenewTokenAsync("/console/sign-in");
        return await PostFormAsync("/console/sign-in", ("user", user), ("password", password));
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path);

    public async Task<HttpResponseMessage> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await Http.PostAsync(path, form);
    }

    public async Task<HttpResponseMessage> PostJsonAsync(string path, object? body = null, bool withToken = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (withToken)
            request.Headers.Add("X-CSRF-Token", token);
        return await Http.SendAsync(request);
    }

    public async Task RenewTokenAsync(string path) => token = WebUtility.HtmlDecode(Token().Match(await Http.GetStringAsync(path)).Groups[1].Value);

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }

    [GeneratedRegex("<meta name=\"csrf\" content=\"([^\"]*)\"")]
    private static partial Regex Token();
}
