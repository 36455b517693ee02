using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Assistant.Bot;
using Assistant.Bot.Channels.BotFramework;
using Assistant.Bot.Turns;
using Assistant.Tests.Simulators;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.OfBot;

/// <summary>Every way a token of /api/messages can be right or wrong. What could never hold must be refused without asking anybody for keys.</summary>
public sealed class BotTokenTests(BotTokenTests.Service service) : IClassFixture<BotTokenTests.Service>
{
    private const string OwnTenant = "3fd1d3c8-6f55-4f0e-9d0b-58a0f3a1e777";
    private const string ForeignTenant = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private const string Stranger = "99999999-8888-4777-8666-555555555555";
    private const BotCallerKind Channel = BotCallerKind.Channel;
    private const BotCallerKind Emulator = BotCallerKind.Emulator;
    private const BotCallerKind Skill = BotCallerKind.Skill;
    private static BotCallerKind? No => null;

    /// <summary>Reason, who it is taken for, and whether keys had to be asked for.</summary>
    private static readonly Row[] Rows =
    [
        // Channels.
        new("channel: right in everything", Channel, true, t => t.Send(t.Channel())),
        new("channel: no service URL in the activity, none needed in the token", Channel, true, t => t.Send(t.Channel(claims => claims.Remove("serviceurl")), activity => activity.ServiceUrl = null)),
        new("channel: RS384", Channel, true, t => t.Send(t.Channel(header: head => head["alg"] = "RS384"))),
        new("channel: RS512", Channel, true, t => t.Send(t.Channel(header: head => head["alg"] = "RS512"))),
        new("channel: several audiences, ours among them", Channel, true, t => t.Send(t.Channel(claims => claims["aud"] = new JsonArray("https://other.example", t.AppId)))),
        new("channel: our id in capitals", Channel, true, t => t.Send(t.Channel(claims => claims["aud"] = t.AppId.ToUpperInvariant()))),
        new("channel: ended 4 minutes ago, within the skew", Channel, true, t => t.Send(t.Channel(claims => claims["exp"] = t.At(-4)))),
        new("channel: ended 6 minutes ago", No, false, t => t.Send(t.Channel(claims => claims["exp"] = t.At(-6)))),
        new("channel: holds in 4 minutes, within the skew", Channel, true, t => t.Send(t.Channel(claims => claims["nbf"] = t.At(4)))),
        new("channel: holds in 6 minutes", No, false, t => t.Send(t.Channel(claims => claims["nbf"] = t.At(6)))),
        new("channel: no beginning, which the protocol does not ask for", Channel, true, t => t.Send(t.Channel(claims => claims.Remove("nbf")))),
        new("channel: no end", No, false, t => t.Send(t.Channel(claims => claims.Remove("exp")))),
        new("channel: an end that is words", No, false, t => t.Send(t.Channel(claims => claims["exp"] = "tomorrow"))),
        new("channel: an end in the past that is no whole number", No, false, t => t.Send(t.Channel(claims => claims["exp"] = t.At(-6) + 0.5))),
        new("channel: for another bot", No, false, t => t.Send(t.Channel(claims => claims["aud"] = Stranger))),
        new("channel: for nobody", No, false, t => t.Send(t.Channel(claims => claims.Remove("aud")))),
        new("channel: another issuer", No, false, t => t.Send(t.Channel(claims => claims["iss"] = "https://api.botframework.example"))),
        new("channel: the issuer with a slash", No, false, t => t.Send(t.Channel(claims => claims["iss"] = "https://api.botframework.com/"))),
        new("channel: no issuer", No, false, t => t.Send(t.Channel(claims => claims.Remove("iss")))),
        new("channel: an issuer that is no text", No, false, t => t.Send(t.Channel(claims => claims["iss"] = new JsonObject()))),
        new("channel: forged with another key of the same name", No, true, t => t.Send(t.Channel(rsa: t.Forger))),
        new("channel: a key nobody knows", No, true, t => t.Send(t.Channel(header: head => head["kid"] = "unknown"))),
        new("channel: no key named", No, false, t => t.Send(t.Channel(header: head => head.Remove("kid")))),
        new("channel: Entra's key, which is not the channels'", No, true, t => t.Send(t.Sign(t.ChannelClaims(), BotAuthority.EntraKey))),
        new("channel: alg none", No, false, t => t.Send("Bearer " + BotAuthority.Part(new() { ["alg"] = "none", ["typ"] = "JWT" }) + "." + BotAuthority.Part(t.ChannelClaims()) + ".")),
        new("channel: alg none, key named", No, false, t => t.Send(t.Channel(header: head => head["alg"] = "none"))),
        new("channel: HS256 with the public key as secret", No, false, t => t.Send("Bearer " + t.Authority.SignWithPublicKey(t.ChannelClaims(), BotAuthority.ChannelKey))),
        new("channel: signed as RS256, said to be PS256", No, false, t => t.Send(t.Channel(header: head => head["alg"] = "PS256"))),
        new("channel: an extension of the header nobody knows", No, false, t => t.Send(t.Channel(header: head => head["crit"] = new JsonArray("b64")))),
        new("channel: cut signature", No, true, t => t.Send(t.Channel()[..^8])),
        new("channel: no signature", No, null, t => t.Send(t.Channel()[..(t.Channel().LastIndexOf('.') + 1)])),
        new("channel: changed payload under the old signature", No, true, t => t.Send(Swap(t.Channel(), BotAuthority.Part(t.ChannelClaims("https://evil.example/"))), activity => activity.ServiceUrl = "https://evil.example/")),
        new("channel: replayed with another address for the replies", No, false, t => t.Send(t.Channel(), activity => activity.ServiceUrl = "https://evil.example/")),
        new("channel: the address without its slash", No, false, t => t.Send(t.Channel(), activity => activity.ServiceUrl = activity.ServiceUrl!.TrimEnd('/'))),
        new("channel: the address in capitals", No, false, t => t.Send(t.Channel(), activity => activity.ServiceUrl = activity.ServiceUrl!.ToUpperInvariant())),
        new("channel: no address in the token", No, false, t => t.Send(t.Channel(claims => claims.Remove("serviceurl")))),
        new("channel: the address claim spelt otherwise", No, false, t => t.Send(t.Channel(claims => (claims["serviceUrl"], claims["serviceurl"]) = (claims["serviceurl"]!.ToString(), null)))),
        new("channel: a channel its key is not endorsed for", No, true, t => t.Send(t.Channel(), activity => activity.ChannelId = "msteams")),
        new("channel: endorsed key, no channel named", No, true, t => t.Send(t.Channel(), activity => activity.ChannelId = null)),
        new("channel: key without endorsements, any channel", Channel, true, t => t.Send(t.Sign(t.ChannelClaims(), BotAuthority.OpenKey), activity => activity.ChannelId = "msteams")),
        // The header itself.
        new("header: none", No, false, t => t.Send(null)),
        new("header: empty", No, false, t => t.Send("")),
        new("header: the scheme alone", No, false, t => t.Send("Bearer ")),
        new("header: lower-case scheme", No, false, t => t.Send("bearer" + t.Channel()[6..])),
        new("header: another scheme", No, false, t => t.Send("Basic" + t.Channel()[6..])),
        new("header: a token without scheme", No, false, t => t.Send(t.Channel()[7..])),
        new("header: two tokens", No, false, t => t.Send($"{t.Channel()}, {t.Channel()}")),
        new("header: garbage", No, false, t => t.Send("Bearer x.y.z")),
        new("header: garbage of three parts", No, false, t => t.Send("Bearer bm8.bm8.bm8")),
        new("header: an encrypted token", No, false, t => t.Send("Bearer " + BotAuthority.Part(new() { ["alg"] = "RSA-OAEP", ["enc"] = "A256GCM", ["kid"] = BotAuthority.ChannelKey }) + ".bm8.bm8.bm8.bm8")),
        // The Emulator, which holds our own credentials.
        new("emulator: right, version 1", Emulator, true, t => t.Send(t.Entra(t.AppId))),
        new("emulator: right, version 2", Emulator, true, t => t.Send(t.Entra(t.AppId, version: "2.0"))),
        new("emulator: of a foreign tenant, given to an app of our id", No, false, t => t.Send(t.Entra(t.AppId, version: "2.0", tenant: ForeignTenant))),
        new("emulator: of the app's own tenant, which a multi-tenant app does not name", No, false, t => t.Send(t.Entra(t.AppId, tenant: OwnTenant))),
        new("emulator: of the app's own tenant", Emulator, true, t => t.Send(t.Entra(t.AppId, tenant: OwnTenant), settings: s => Of(s, tenant: OwnTenant))),
        new("emulator: of the app's own tenant, version 2", Emulator, true, t => t.Send(t.Entra(t.AppId, claims: claims => (claims["iss"], claims["ver"], claims["azp"]) = ($"{t.Base}/{OwnTenant}/v2.0", "2.0", t.AppId)), settings: s => Of(s, tenant: OwnTenant))),
        new("emulator: single-tenant app, token of the Bot Service's tenant", Emulator, true, t => t.Send(t.Entra(t.AppId), settings: s => Of(s, tenant: OwnTenant))),
        new("emulator: single-tenant app, token of a foreign tenant", No, false, t => t.Send(t.Entra(t.AppId, tenant: ForeignTenant), settings: s => Of(s, tenant: OwnTenant))),
        new("emulator: our own token to the connector, come back", No, false, t => t.Send(t.Entra(t.AppId, audience: "https://api.botframework.com"))),
        new("emulator: our own token to a parent bot, come back", No, false, t => t.Send(t.Entra(t.AppId, audience: t.ParentId))),
        new("emulator: no version", No, false, t => t.Send(t.Entra(t.AppId, claims: claims => claims.Remove("ver")))),
        new("emulator: a version nobody knows", No, false, t => t.Send(t.Entra(t.AppId, claims: claims => claims["ver"] = "3.0"))),
        new("emulator: version 1 with azp alone", No, false, t => t.Send(t.Entra(t.AppId, claims: claims => (claims["azp"], claims["appid"]) = (t.AppId, null)))),
        new("emulator: version 2 with appid alone", No, false, t => t.Send(t.Entra(t.AppId, version: "2.0", claims: claims => (claims["appid"], claims["azp"]) = (t.AppId, null)))),
        new("emulator: the channels' key, which is not Entra's", No, true, t => t.Send(t.Sign(t.Authority.EntraClaims(t.AppId), BotAuthority.ChannelKey))),
        new("emulator: a key that signs for another tenant only", No, true, t => t.Send(t.Sign(t.Authority.EntraClaims(t.AppId), BotAuthority.StrangersKey))),
        new("emulator: forged", No, true, t => t.Send(t.Entra(t.AppId, rsa: t.Forger))),
        new("emulator: ended", No, false, t => t.Send(t.Entra(t.AppId, claims: claims => claims["exp"] = t.At(-6)))),
        // Parent bots.
        new("skill: an allowed parent", Skill, true, t => t.Send(t.Entra(t.ParentId))),
        new("skill: an allowed parent, version 2", Skill, true, t => t.Send(t.Entra(t.ParentId, version: "2.0"))),
        new("skill: a parent that is not allowed", No, false, t => t.Send(t.Entra(Stranger))),
        new("skill: nobody is allowed", No, false, t => t.Send(t.Entra(t.ParentId), settings: s => Of(s, callers: []))),
        new("skill: appid of an allowed parent, azp of a stranger; version 2 reads azp", No, false, t => t.Send(t.Entra(Stranger, version: "2.0", claims: claims => claims["appid"] = t.ParentId))),
        new("skill: azp of an allowed parent, appid of a stranger; version 1 reads appid", No, false, t => t.Send(t.Entra(Stranger, claims: claims => claims["azp"] = t.ParentId))),
        new("skill: an allowed parent's token for another bot", No, false, t => t.Send(t.Entra(t.ParentId, audience: Stranger))),
        new("skill: pinned address, right", Skill, true, t => t.Send(t.Entra(t.ParentId), a => a.ServiceUrl = "https://parent.example.com/api/skills", s => Of(s, callers: [t.ParentId + "=https://parent.example.com/api"]))),
        new("skill: pinned address, another host", No, false, t => t.Send(t.Entra(t.ParentId), a => a.ServiceUrl = "https://parent.example.com.evil.example/api/skills", s => Of(s, callers: [t.ParentId + "=https://parent.example.com"]))),
        new("skill: pinned address, host in front of an at sign", No, false, t => t.Send(t.Entra(t.ParentId), a => a.ServiceUrl = "https://parent.example.com@evil.example/", s => Of(s, callers: [t.ParentId + "=https://parent.example.com/"]))),
        new("skill: pinned address, path that only begins alike", No, false, t => t.Send(t.Entra(t.ParentId), a => a.ServiceUrl = "https://parent.example.com/apiary", s => Of(s, callers: [t.ParentId + "=https://parent.example.com/api"]))),
        new("skill: pinned address, path that climbs out", No, false, t => t.Send(t.Entra(t.ParentId), a => a.ServiceUrl = "https://parent.example.com/api/../evil", s => Of(s, callers: [t.ParentId + "=https://parent.example.com/api"]))),
        new("skill: pinned address, http", No, false, t => t.Send(t.Entra(t.ParentId), a => a.ServiceUrl = "http://parent.example.com/api", s => Of(s, callers: [t.ParentId + "=https://parent.example.com/api"]))),
        new("skill: pinned address, another port", No, false, t => t.Send(t.Entra(t.ParentId), a => a.ServiceUrl = "https://parent.example.com:8443/api", s => Of(s, callers: [t.ParentId + "=https://parent.example.com/api"]))),
        new("skill: pinned address, none in the activity", No, false, t => t.Send(t.Entra(t.ParentId), a => a.ServiceUrl = null, s => Of(s, callers: [t.ParentId + "=https://parent.example.com/api"]))),
        // Settings of a private installation.
        new("issuers replaced: one of them", Emulator, true, t => t.Send(t.Entra(t.AppId, claims: claims => claims["iss"] = "https://id.example-bank.com"), settings: s => Of(s, issuers: ["https://id.example-bank.com"]))),
        new("issuers replaced: the Bot Service's no longer", No, false, t => t.Send(t.Entra(t.AppId), settings: s => Of(s, issuers: ["https://id.example-bank.com"]))),
    ];

    public static TheoryData<string> Reasons => [.. Rows.Select(row => row.Why)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task A_token_is_taken_for_what_it_proves_and_for_nothing_else(string why)
    {
        var row = Rows.Single(row => row.Why == why);
        var sent = row.Make(service);
        using var tokens = service.Tokens(sent.Settings);
        var before = service.Authority.MetadataFetches;
        var (caller, problem) = await tokens.ReadAsync(sent.Header, sent.Activity, CancellationToken.None);
        caller?.Kind.ShouldBe(row.Taken ?? throw new ShouldAssertException($"taken as {caller}"));
        if (row.Taken is null)
            problem.ShouldNotBeNullOrEmpty();
        else
            caller.ShouldNotBeNull(problem);
        if (row.AsksForKeys is { } asks)
            (service.Authority.MetadataFetches - before).ShouldBe(asks ? 1 : 0, problem);
        if (sent.Header is { Length: > 60 } header)
            (problem ?? "").ShouldNotContain(header[^20..]);
    }

    [Fact]
    public void The_table_is_long_enough_and_each_row_has_its_own_reason()
    {
        Rows.Length.ShouldBeGreaterThanOrEqualTo(80);
        Rows.Select(row => row.Why).Distinct().Count().ShouldBe(Rows.Length);
    }

    [Fact]
    public async Task Nothing_that_is_sent_brings_the_reader_down()
    {
        // No issuer signs such things, but anybody can send them.
        string[] values = ["1e300", "-1e300", "-1", "0", "99999999999999999999", "true", "null", "\"\"", "\"1e400\"", "[]", "[1,[2]]", "{}", "{\"a\":{}}", "\"\\u0000\""];
        using var tokens = service.Tokens(service.Settings);
        foreach (var isChannel in new[] { true, false })
        {
            foreach (var claim in new[] { "exp", "nbf", "iat", "aud", "iss", "ver", "appid", "azp", "serviceurl", "jti" })
            {
                foreach (var value in values)
                {
                    void Change(JsonObject claims) => claims[claim] = JsonNode.Parse(value);
                    var sent = service.Send(isChannel ? service.Channel(Change, rsa: service.Forger) : service.Entra(service.AppId, claims: Change, rsa: service.Forger));
                    (await tokens.ReadAsync(sent.Header, sent.Activity, CancellationToken.None)).Caller.ShouldBeNull($"{claim} = {value}");
                }
            }
        }

        foreach (var part in new[] { "[]", "1", "\"x\"", "null", "{", "{\"alg\":[]}", "{\"alg\":\"RS256\",\"kid\":{}}", new string('[', 500), "{\"alg\":\"RS256\",\"kid\":\"channel-1\",\"crit\":null}" })
        {
            var text = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(part));
            var good = service.Channel()[7..].Split('.');
            foreach (var header in new[] { $"Bearer {text}.{good[1]}.{good[2]}", $"Bearer {good[0]}.{text}.{good[2]}", $"Bearer {good[0]}.{good[1]}.{text}", $"Bearer {text}.{text}.{text}" })
            {
                var sent = service.Send(header);
                (await tokens.ReadAsync(sent.Header, sent.Activity, CancellationToken.None)).Caller.ShouldBeNull(header);
            }
        }
    }

    [Fact]
    public async Task Who_called_is_said_as_the_protocol_has_it()
    {
        using var tokens = service.Tokens(service.Settings);
        async Task<BotCaller> Read(Sent sent) => (await tokens.ReadAsync(sent.Header, sent.Activity, CancellationToken.None)).Caller!;
        (await Read(service.Send(service.Channel()))).ShouldBe(new(Channel, null, "urn:botframework:azure"));
        (await Read(service.Send(service.Entra(service.AppId)))).ShouldBe(new(Emulator, null, null));
        (await Read(service.Send(service.Entra(service.ParentId)))).ShouldBe(new(Skill, service.ParentId, "urn:botframework:aadappid:" + service.ParentId));
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    public async Task Without_an_app_id_only_who_may_be_anonymous_is_served(bool? allowed, bool development, bool isServed)
    {
        using var tokens = new BotTokens(new() { AllowAnonymous = allowed }, development, TimeProvider.System, service.Logger);
        var (caller, problem) = await tokens.ReadAsync("Bearer x", new(), CancellationToken.None);
        caller.ShouldBe(isServed ? BotCaller.Anonymous : null);
        (problem ?? "BotFramework:AppId").ShouldContain("BotFramework:AppId");
    }

    private static string Swap(string header, string payload) => string.Join('.', header.Split('.').Select((part, i) => i == 1 ? payload : part));

    private static BotFrameworkSettings Of(BotFrameworkSettings settings, string? tenant = null, IReadOnlyList<string>? callers = null, IReadOnlyList<string>? issuers = null) => new()
    {
        AppId = settings.AppId, TenantId = tenant, AllowedCallers = callers ?? settings.AllowedCallers, EntraIssuers = issuers ?? [],
        ChannelMetadata = settings.ChannelMetadata, EntraMetadata = settings.EntraMetadata, LoginUrl = settings.LoginUrl,
    };

    private sealed record Row(string Why, BotCallerKind? Taken, bool? AsksForKeys, Func<Service, Sent> Make);

    /// <summary>A message on its way in.</summary>
    public sealed record Sent(string? Header, Activity Activity, BotFrameworkSettings Settings);

    /// <summary>One Bot Service for all rows, on a clock that stands.</summary>
    public sealed class Service : IAsyncLifetime
    {
        private BotConnector connector = null!;
        private readonly ManualClock clock = new(World.Morning);
        private readonly ILoggerFactory loggers = LoggerFactory.Create(_ => { });

        public BotAuthority Authority => connector.Authority;

        public BotFrameworkSettings Settings => connector.Settings;

        public ILogger<BotTokens> Logger => loggers.CreateLogger<BotTokens>();

        public string AppId => connector.Options.AppId;

        public string ParentId => connector.Options.ParentAppId;

        public string Base => connector.Base;

        public RSA Forger { get; } = RSA.Create(2048);

        public BotTokens Tokens(BotFrameworkSettings settings) => new(settings, development: false, clock, Logger);

        public long At(int minutes) => clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

        public JsonObject ChannelClaims(string? serviceUrl = null) => Authority.ChannelClaims(serviceUrl ?? connector.ServiceUrl);

        public string Channel(Action<JsonObject>? claims = null, Action<JsonObject>? header = null, RSA? rsa = null) => Sign(ChannelClaims(), BotAuthority.ChannelKey, claims, header, rsa);

        public string Entra(string appId, string? audience = null, string version = "1.0", string tenant = BotAuthority.ServiceTenant, Action<JsonObject>? claims = null, RSA? rsa = null) =>
            Sign(Authority.EntraClaims(appId, audience, version, tenant), BotAuthority.EntraKey, claims, null, rsa);

        public string Sign(JsonObject body, string key, Action<JsonObject>? claims = null, Action<JsonObject>? header = null, RSA? rsa = null)
        {
            claims?.Invoke(body);
            return "Bearer " + Authority.Sign(body, key, header, rsa);
        }

        public Sent Send(string? header, Action<Activity>? change = null, Func<BotFrameworkSettings, BotFrameworkSettings>? settings = null)
        {
            var activity = new Activity { Type = "message", ChannelId = "directline", ServiceUrl = connector.ServiceUrl };
            change?.Invoke(activity);
            return new(header, activity, settings?.Invoke(Settings) ?? Settings);
        }

        public async ValueTask InitializeAsync() => connector = await BotConnector.StartAsync(new() { Time = clock });

        public async ValueTask DisposeAsync()
        {
            await connector.DisposeAsync();
            Forger.Dispose();
            loggers.Dispose();
        }
    }
}
