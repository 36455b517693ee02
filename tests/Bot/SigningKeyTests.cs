using System.Diagnostics;
using Assistant.Bot;
using Assistant.Bot.Channels.BotFramework;
using Assistant.Bot.Turns;
using Assistant.Tests.Simulators;
using Microsoft.Extensions.Logging;
using Activity = Assistant.Bot.Turns.Activity;

namespace Assistant.Tests.OfBot;

/// <summary>Issuers change their keys, are slow, and are away; who is served must depend on none of it longer than it has to.</summary>
[Collection(nameof(Quiet))]
public sealed class SigningKeyTests : IAsyncLifetime
{
    private readonly ManualClock clock = new(World.Morning);
    private readonly ListLog log = new();
    private BotConnector service = null!;
    private ILoggerFactory loggers = null!;
    private BotTokens tokens = null!;

    public async ValueTask InitializeAsync()
    {
        service = await BotConnector.StartAsync(new() { Time = clock });
        loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        tokens = Of(service.Settings);
    }

    [Fact]
    public async Task Keys_are_fetched_once_and_renewed_after_a_day()
    {
        for (var i = 0; i < 5; i++)
            (await ReadAsync()).ShouldBeNull();
        service.Authority.MetadataFetches.ShouldBe(1);
        clock.Advance(TimeSpan.FromHours(23.9));
        (await ReadAsync()).ShouldBeNull();
        service.Authority.MetadataFetches.ShouldBe(1);
        clock.Advance(TimeSpan.FromHours(0.2));
        (await ReadAsync()).ShouldBeNull();
        await UntilAsync(() => service.Authority.MetadataFetches == 2);
    }

    [Fact]
    public async Task A_renewal_is_waited_for_by_nobody_who_has_a_key()
    {
        await ReadAsync();
        clock.Advance(TimeSpan.FromHours(25));
        service.Authority.Delay = TimeSpan.FromSeconds(30);
        var watch = Stopwatch.StartNew();
        (await ReadAsync()).ShouldBeNull();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_new_key_holds_at_once_and_the_one_it_replaced_no_longer()
    {
        await ReadAsync();
        var old = service.MakeToken();
        service.Authority.RollOver(BotAuthority.ChannelKey, "channel-2");
        (await ReadAsync("channel-2")).ShouldBeNull();
        (await ReadAsync(token: old)).ShouldBe("The token's key is not one of its issuer's.");
        service.Authority.MetadataFetches.ShouldBe(2);
    }

    [Fact]
    public async Task Unknown_keys_are_asked_for_once_in_five_minutes()
    {
        await ReadAsync();
        var invented = service.Authority.Sign(service.Authority.ChannelClaims(service.ServiceUrl), BotAuthority.ChannelKey, head => head["kid"] = "invented");
        for (var i = 0; i < 10; i++)
            (await ReadAsync(token: invented)).ShouldNotBeNull();
        service.Authority.MetadataFetches.ShouldBe(2, "the first time, and once for the key nobody knows");
        service.Authority.RollOver(BotAuthority.ChannelKey, "channel-2");
        (await ReadAsync("channel-2")).ShouldNotBeNull("who floods with invented names makes a roll-over wait, for five minutes at most");
        clock.Advance(TimeSpan.FromMinutes(5.1));
        (await ReadAsync("channel-2")).ShouldBeNull();
        service.Authority.MetadataFetches.ShouldBe(3);
    }

    [Fact]
    public async Task While_the_issuer_is_away_from_the_start_all_are_refused_and_once_it_is_back_all_are_served()
    {
        service.Authority.IsDown = true;
        for (var i = 0; i < 3; i++)
            (await ReadAsync()).ShouldBe("The issuer's keys cannot be reached at the moment.");
        service.Authority.MetadataFetches.ShouldBeLessThanOrEqualTo(2, "the library may repeat once, every message must not");
        log.Lines.Count(line => line.Contains("/channel/metadata", StringComparison.Ordinal) && line.StartsWith("Warning", StringComparison.Ordinal)).ShouldBe(1);
        service.Authority.IsDown = false;
        clock.Advance(TimeSpan.FromSeconds(6));
        (await ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_issuer_that_never_answers_costs_less_than_five_seconds()
    {
        service.Authority.Delay = TimeSpan.FromSeconds(60);
        var watch = Stopwatch.StartNew();
        (await ReadAsync()).ShouldBe("The issuer's keys cannot be reached at the moment.");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        log.Lines.ShouldContain(line => line.Contains("no answer within 4 s", StringComparison.Ordinal));
    }

    /// <summary>Two limits guard a fetch, and which of them ends first is chance; the operator reads the same either way.</summary>
    [Fact]
    public async Task A_wait_ended_by_the_client_is_no_answer_too()
    {
        service.Authority.Delay = TimeSpan.FromSeconds(60);
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) };
        var keys = new SigningKeys(service.Settings.ChannelMetadata!, http, isPlainAllowed: true, clock, loggers.CreateLogger<SigningKeys>());
        (await keys.FindAsync("any", CancellationToken.None)).ShouldBeNull();
        log.Lines.ShouldContain(line => line.Contains("no answer within 4 s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_at_hand_outlive_an_issuer_that_is_away_or_says_nonsense(bool isAway)
    {
        await ReadAsync();
        (service.Authority.IsDown, service.Authority.IsWithoutKeys) = (isAway, !isAway);
        for (var day = 0; day < 3; day++)
        {
            clock.Advance(TimeSpan.FromHours(25));
            (await ReadAsync()).ShouldBeNull();
            await UntilAsync(() => log.Lines.Count(line => line.Contains("the ones at hand stay in use", StringComparison.Ordinal)) == day + 1);
        }
    }

    [Fact]
    public async Task Many_at_once_fetch_once()
    {
        service.Authority.Delay = TimeSpan.FromMilliseconds(400);
        var problems = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Task.Run(() => ReadAsync())));
        problems.ShouldAllBe(problem => problem == null);
        service.Authority.MetadataFetches.ShouldBe(1);
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_take_the_keys_from_the_others()
    {
        service.Authority.Delay = TimeSpan.FromMilliseconds(600);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var first = tokens.ReadAsync("Bearer " + service.MakeToken(), Message(), impatient.Token);
        var second = ReadAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).ShouldBeNull();
        service.Authority.MetadataFetches.ShouldBe(1);
    }

    [Fact]
    public async Task Keys_from_elsewhere_are_not_fetched_over_a_plain_address()
    {
        using var plain = Of(new() { AppId = service.Options.AppId, ChannelMetadata = "http://keys.example/metadata" });
        var (_, problem) = await plain.ReadAsync("Bearer " + service.MakeToken(), Message(), CancellationToken.None);
        problem.ShouldBe("The issuer's keys cannot be reached at the moment.");
        log.Lines.ShouldContain(line => line.Contains("HTTPS", StringComparison.OrdinalIgnoreCase) && line.Contains("keys.example", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        tokens.Dispose();
        loggers.Dispose();
        await service.DisposeAsync();
    }

    private BotTokens Of(BotFrameworkSettings settings) => new(settings, development: false, clock, loggers.CreateLogger<BotTokens>());

    private Activity Message() => new() { Type = "message", ChannelId = "directline", ServiceUrl = service.ServiceUrl };

    /// <summary>What is wrong with a good token, signed with a key or given.</summary>
    private async Task<string?> ReadAsync(string key = BotAuthority.ChannelKey, string? token = null)
    {
        // Tokens of a moment ago, so that moving the clock never makes them old.
        token ??= service.Authority.Sign(service.Authority.ChannelClaims(service.ServiceUrl), key);
        var (caller, problem) = await tokens.ReadAsync("Bearer " + token, Message(), CancellationToken.None);
        (caller is null).ShouldBe(problem is not null);
        return problem;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 200 && !isSo(); i++)
            await Task.Delay(50);
        isSo().ShouldBeTrue();
    }
}
