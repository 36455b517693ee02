using System.Net;
using Assistant.Bot;
using Assistant.Bot.Channels.BotFramework;
using Assistant.Tests.Simulators;

namespace Assistant.Tests.OfBot;

/// <summary>Tokens for replies: the right one for whom it is sent to, fetched seldom, and the secret told to nobody but the login authority.</summary>
public sealed class OutgoingTokenTests : IAsyncLifetime
{
    private readonly ManualClock clock = new(World.Morning);
    private BotConnector service = null!;
    private OutgoingTokens tokens = null!;

    public async ValueTask InitializeAsync()
    {
        service = await BotConnector.StartAsync(new() { Time = clock });
        tokens = new(service.Settings, clock);
    }

    [Fact]
    public async Task Each_side_gets_a_token_made_out_to_it()
    {
        var channel = await GetAsync();
        var parent = await GetAsync(service.Options.ParentAppId);
        service.Authority.IsGoodFor("Bearer " + channel, "https://api.botframework.com").ShouldBeTrue();
        service.Authority.IsGoodFor("Bearer " + parent, service.Options.ParentAppId).ShouldBeTrue();
        service.Authority.TokenRequests.ShouldBe([("botframework.com", "https://api.botframework.com/.default", true), ("botframework.com", service.Options.ParentAppId + "/.default", true)]);
    }

    [Fact]
    public async Task A_token_serves_until_five_minutes_before_its_end()
    {
        var first = await GetAsync();
        clock.Advance(TimeSpan.FromMinutes(54));
        (await GetAsync()).ShouldBe(first);
        clock.Advance(TimeSpan.FromMinutes(2));
        (await GetAsync()).ShouldNotBe(first);
        service.Authority.TokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_of_a_short_life_serves_for_half_of_it()
    {
        await using var brief = await BotConnector.StartAsync(new() { Time = clock, TokenSeconds = 240 });
        using var own = new OutgoingTokens(brief.Settings, clock);
        var first = await own.GetAsync(own.ScopeFor(null), CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(110));
        (await own.GetAsync(own.ScopeFor(null), CancellationToken.None)).ShouldBe(first);
        clock.Advance(TimeSpan.FromSeconds(20));
        (await own.GetAsync(own.ScopeFor(null), CancellationToken.None)).ShouldNotBe(first);
    }

    [Fact]
    public async Task Many_at_once_fetch_once_and_a_refused_token_is_fetched_anew()
    {
        service.Authority.Delay = TimeSpan.FromMilliseconds(300);
        var given = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => GetAsync())));
        given.Distinct().Count().ShouldBe(1);
        service.Authority.TokenRequests.Count.ShouldBe(1);
        tokens.Forget(tokens.ScopeFor(null));
        (await GetAsync()).ShouldNotBe(given[0]);
        service.Authority.TokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_single_tenant_app_asks_its_own_tenant()
    {
        const string Tenant = "3fd1d3c8-6f55-4f0e-9d0b-58a0f3a1e777";
        await using var single = await BotConnector.StartAsync(new() { Time = clock, TenantId = Tenant });
        using var own = new OutgoingTokens(single.Settings, clock);
        (await own.GetAsync(own.ScopeFor(null), CancellationToken.None)).ShouldNotBeNull();
        single.Authority.TokenRequests.Single().Tenant.ShouldBe(Tenant);
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_token_and_nobody_is_asked()
    {
        using var own = new OutgoingTokens(new() { AppId = service.Options.AppId, LoginUrl = service.Base }, clock);
        own.IsConfigured.ShouldBeFalse();
        (await own.GetAsync(own.ScopeFor(null), CancellationToken.None)).ShouldBeNull();
        service.Authority.TokenRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_secret_is_named_by_its_code_and_never_shown()
    {
        const string Secret = "another-secret-altogether";
        using var own = new OutgoingTokens(new() { AppId = service.Options.AppId, AppSecret = Secret, LoginUrl = service.Base }, clock);
        var failure = await Should.ThrowAsync<HttpRequestException>(own.GetAsync(own.ScopeFor(null), CancellationToken.None));
        failure.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        failure.Message.ShouldContain("invalid_client, AADSTS7000215");
        failure.ToString().ShouldNotContain(Secret);
        failure.ToString().ShouldNotContain("something said of the secret");
    }

    [Fact]
    public async Task An_authority_that_is_away_is_asked_again_the_next_time()
    {
        service.Authority.IsDown = true;
        (await Should.ThrowAsync<HttpRequestException>(GetAsync())).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        service.Authority.IsDown = false;
        (await GetAsync()).ShouldNotBeNull();
        using var nowhere = new OutgoingTokens(new() { AppId = service.Options.AppId, AppSecret = "s", LoginUrl = "http://127.0.0.1:1" }, clock);
        await Should.ThrowAsync<HttpRequestException>(nowhere.GetAsync(nowhere.ScopeFor(null), CancellationToken.None));
    }

    [Fact]
    public async Task The_secret_does_not_follow_a_redirect()
    {
        await using var elsewhere = await BotConnector.StartAsync(new() { Time = clock });
        service.Authority.Redirect = elsewhere.Base + "/botframework.com/oauth2/v2.0/token";
        await Should.ThrowAsync<HttpRequestException>(GetAsync());
        elsewhere.Authority.TokenRequests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("public", "https://api.botframework.com/.default")]
    [InlineData("china", "https://api.botframework.azure.cn/.default")]
    [InlineData("gov", "https://api.botframework.us/.default")]
    public void Each_cloud_has_its_own_scope(string cloud, string scope)
    {
        using var own = new OutgoingTokens(new BotFrameworkSettings { Cloud = cloud }, clock);
        own.ScopeFor(null).ShouldBe(scope);
        own.ScopeFor("parent").ShouldBe("parent/.default");
        BotCloud.Of(new() { Cloud = cloud }).EntraIssuers.ShouldAllBe(issuer => issuer.Contains("/sts.", StringComparison.Ordinal) || issuer.EndsWith("/v2.0", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        tokens.Dispose();
        await service.DisposeAsync();
    }

    private Task<string?> GetAsync(string? parent = null) => tokens.GetAsync(tokens.ScopeFor(parent), CancellationToken.None);
}
