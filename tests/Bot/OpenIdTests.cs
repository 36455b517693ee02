using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Assistant.Tests.OfBot;

/// <summary>Signing in with a provider that behaves, and with ones that do not.</summary>
public sealed class OpenIdTests
{
    private const string Client = "assistant-console";

    [Theory]
    [InlineData("good", true)]
    [InlineData("other-audience", false)]
    [InlineData("other-issuer", false)]
    [InlineData("other-key", false)]
    [InlineData("unsigned", false)]
    [InlineData("expired", false)]
    [InlineData("other-nonce", false)]
    [InlineData("no-nonce", false)]
    [InlineData("no-group", false)]
    [InlineData("no-token", false)]
    public async Task Only_a_token_that_is_right_in_everything_signs_in(string behaviour, bool isIn)
    {
        await using var provider = await Provider.StartAsync(behaviour);
        await using var host = await ServerHost.StartAsync(
            $"--Staff:OpenId:Authority={provider.Base}", $"--Staff:OpenId:ClientId={Client}", "--Staff:OpenId:ClientSecret=a-secret-of-the-client", "--Staff:OpenId:Groups:0=collections-agents=agent:GENERAL,COMPLAINT");
        using var handler = new HttpClientHandler { AllowAutoRedirect = true, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = new Uri(host.Base) };
        var landed = await browser.GetAsync("/console/bank-sign-in");
        landed.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe(isIn ? "/console/queue" : "/console/sign-in", string.Join('\n', host.Log.Lines.Where(line => line.Contains("failed", StringComparison.Ordinal))));
        (await browser.GetAsync("/api/handoffs")).StatusCode.ShouldBe(isIn ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/console/talks/none")).StatusCode.ShouldBe(isIn ? HttpStatusCode.NotFound : HttpStatusCode.OK, "an agent's page, or the door again");
        provider.SawVerifier.ShouldBe(true, "the code is exchanged with the verifier of its own challenge");
    }

    private sealed class Provider(WebApplication app, string address) : IAsyncDisposable
    {
        private string challenge = "";

        public string Base { get; } = address;

        public bool SawVerifier { get; private set; }

        public static async Task<Provider> StartAsync(string behaviour)
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            Provider? self = null;
            using var rsa = RSA.Create(2048);
            var key = new RsaSecurityKey(rsa.ExportParameters(true)) { KeyId = "k1" };
            using var otherRsa = RSA.Create(2048);
            var other = new RsaSecurityKey(otherRsa.ExportParameters(true)) { KeyId = "k1" };
            var nonce = "";
            app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = self!.Base, authorization_endpoint = self.Base + "/authorize", token_endpoint = self.Base + "/token", jwks_uri = self.Base + "/keys" }));
            app.MapGet("/keys", () => Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "k1", alg = "RS256", n = Base64UrlEncoder.Encode(key.Parameters.Modulus), e = Base64UrlEncoder.Encode(key.Parameters.Exponent) } } }));
            app.MapGet("/authorize", (HttpContext http) =>
            {
                var asked = http.Request.Query;
                self!.challenge = asked["code_challenge"].ToString();
                nonce = asked["nonce"].ToString();
                return Results.Redirect(QueryHelpers.AddQueryString(asked["redirect_uri"].ToString(), new Dictionary<string, string?> { ["code"] = "c-1", ["state"] = asked["state"].ToString() }));
            });
            app.MapPost("/token", async (HttpContext http) =>
            {
                var form = await http.Request.ReadFormAsync();
                self!.SawVerifier = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == self.challenge;
                var token = behaviour == "no-token" ? null : Token(behaviour, self.Base, behaviour == "other-key" ? other : key, nonce);
                return Results.Json(new { access_token = "a", token_type = "Bearer", id_token = token });
            });
            await app.StartAsync();
            self = new(app, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return self;
        }

        private static string Token(string behaviour, string issuer, RsaSecurityKey key, string nonce)
        {
            var claims = new Dictionary<string, object> { ["sub"] = "u1", ["preferred_username"] = "li.na", ["name"] = "李娜", ["groups"] = new[] { behaviour == "no-group" ? "kitchen" : "collections-agents" } };
            if (behaviour != "no-nonce")
                claims["nonce"] = behaviour == "other-nonce" ? "another" : nonce;
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = behaviour == "other-issuer" ? "https://elsewhere.example" : issuer,
                Audience = behaviour == "other-audience" ? "somebody-else" : Client,
                Claims = claims,
                Expires = World.Morning.UtcDateTime.AddMinutes(behaviour == "expired" ? -10 : 10),
                SigningCredentials = behaviour == "unsigned" ? null : new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
            });
        }

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
