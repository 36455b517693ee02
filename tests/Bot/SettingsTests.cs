using System.Text.Json;
using Assistant.Bot;
using Microsoft.Extensions.Configuration;

namespace Assistant.Tests.OfBot;

public sealed class SettingsTests
{
    private const string OnCall = "https://oncall.example/page";

    [Theory]
    [InlineData("Sample:Load", "true", "Sample:Load")]
    [InlineData("Trace:Expose", "true", "Trace:Expose")]
    [InlineData("BotFramework:AllowAnonymous", "true", "BotFramework:AllowAnonymous")]
    [InlineData("Privacy:Key", "", "Privacy:Key")]
    [InlineData("Crisis:OnCall", "", "Crisis:OnCall")]
    [InlineData("Crisis:OnCall", "by telephone", "'by telephone' is not an address")]
    [InlineData("Bank:Webhook", "https://bank.example/hook", "Bank:WebhookSecret")]
    public void Outside_development_what_is_only_for_development_stops_the_start(string key, string value, string says) =>
        Should.Throw<SettingsException>(() => Read(false, ("Privacy:Key", World.PrivacyKey), ("Crisis:OnCall", OnCall), (key, value))).Message.ShouldContain(says);

    [Theory]
    [InlineData("AppId", "my bot", "'my bot' is not an id of the portal")]
    [InlineData("TenantId", "example-bank.com", "BotFramework:TenantId")]
    [InlineData("StaffTenants:0", "staff", "BotFramework:StaffTenants:0")]
    [InlineData("HandOffHubs:0", " ", "BotFramework:HandOffHubs:0")]
    [InlineData("Cloud", "mars", "one of public, china, gov")]
    [InlineData("AllowedCallers:0", "parent", "'parent' is neither the app id")]
    [InlineData("AllowedCallers:0", "7c1e9a52-3f0d-4b8e-8a77-2d9f6f4e5c22=parent.example.com", "BotFramework:AllowedCallers:0")]
    [InlineData("AllowedCallers:0", "7c1e9a52-3f0d-4b8e-8a77-2d9f6f4e5c22=http://parent.example.com/", "must name an https address outside Development")]
    [InlineData("ChannelIssuer", "api.botframework.com", "BotFramework:ChannelIssuer")]
    [InlineData("ChannelMetadata", "http://login.example.com/metadata", "BotFramework:ChannelMetadata")]
    [InlineData("EntraMetadata", "ftp://login.example.com/metadata", "BotFramework:EntraMetadata")]
    [InlineData("EntraIssuers:0", "sts", "BotFramework:EntraIssuers:0")]
    [InlineData("LoginUrl", "login", "BotFramework:LoginUrl")]
    [InlineData("ChannelScope", "default", "BotFramework:ChannelScope")]
    public void A_bots_registration_that_cannot_work_stops_the_start(string key, string value, string says) =>
        Should.Throw<SettingsException>(() => Read(false, ("Privacy:Key", World.PrivacyKey), ("Crisis:OnCall", OnCall), ("BotFramework:" + key, value))).Message.ShouldContain(says);

    [Fact]
    public void A_bots_registration_in_full_starts_and_needs_no_secret() => Read(false, ("Privacy:Key", World.PrivacyKey), ("Crisis:OnCall", OnCall), ("BotFramework:Cloud", "china"),
        ("BotFramework:AppId", "0b7a6f3e-5a1c-4c55-9d0e-6a4f1f0c2b11"), ("BotFramework:AllowedCallers:0", "7C1E9A52-3f0d-4b8e-8a77-2d9f6f4e5c22 = https://parent.example.com/"),
        ("BotFramework:ChannelMetadata", "http://127.0.0.1:5000/metadata")).BotFramework.AllowedCallers.Count.ShouldBe(1);

    [Fact]
    public void In_development_a_private_installation_may_be_plain() => Read(true, ("BotFramework:ChannelMetadata", "http://login.example.com/metadata")).BotFramework.ChannelMetadata.ShouldNotBeNull();

    [Theory]
    [InlineData("Provider", "anthropic", "Llm:Provider: 'anthropic' is not one of none, openai, azure")]
    [InlineData("Provider", "OpenAI", "Llm:Provider: 'OpenAI' is not one of")]
    [InlineData("Endpoint", "", "Llm:Endpoint: '' is not an address that ends in /v1")]
    [InlineData("Endpoint", "localhost:11434/v1", "Llm:Endpoint")]
    [InlineData("Endpoint", "http://localhost:11434", "Llm:Endpoint")]
    [InlineData("Endpoint", "http://localhost:11434/v1/chat/completions", "Llm:Endpoint")]
    [InlineData("Endpoint", "ftp://localhost/v1", "Llm:Endpoint")]
    [InlineData("Model", " ", "Llm:Model: required beside Llm:Provider")]
    [InlineData("Uses", "understanding, negotiation", "Llm:Uses: negotiation: known are understanding, wording, coach, practice, summary, knowledge")]
    [InlineData("Uses", "1", "Llm:Uses: 1")]
    [InlineData("Uses", "+1", "Llm:Uses: +1")] // a number is no name
    [InlineData("Uses", "-1", "Llm:Uses: -1")]
    [InlineData("Answers", "xml", "Llm:Answers: 'xml' is not one of json_schema, json_object, tools")]
    [InlineData("Region", "China", "Llm:Region: 'China' is neither")]
    [InlineData("Jurisdictions", "", "Llm:Jurisdictions")]
    [InlineData("Jurisdictions", " , ", "Llm:Jurisdictions")]
    [InlineData("Jurisdictions", "China", "Llm:Jurisdictions: 'China'")] // would protect nobody of CN
    [InlineData("Jurisdictions", "US, zh-CN", "Llm:Jurisdictions: 'US, zh-CN'")]
    [InlineData("UnderstandingSeconds", "0", "Llm:UnderstandingSeconds")]
    [InlineData("WordingSeconds", "61", "Llm:WordingSeconds")]
    [InlineData("DraftSeconds", "NaN", "Llm:DraftSeconds")]
    [InlineData("AtOnce", "0", "Llm:AtOnce")]
    [InlineData("Retries", "6", "Llm:Retries")]
    [InlineData("TokensPerConversation", "-1", "Llm:TokensPerConversation")]
    [InlineData("TokensPerDay", "-1", "Llm:TokensPerDay")]
    [InlineData("PriceIn", "-1", "Llm:PriceIn")]
    [InlineData("PriceOut", "200000", "Llm:PriceOut")]
    [InlineData("CostPerConversation", "5", "Llm:PriceIn, Llm:PriceOut: required beside a limit of cost")]
    [InlineData("CostPerDay", "-5", "Llm:CostPerDay")]
    public void A_language_model_that_cannot_work_stops_the_start(string key, string value, string says) => Should.Throw<SettingsException>(() => Read(true,
        ("Llm:Provider", "openai"), ("Llm:Endpoint", "http://localhost:11434/v1"), ("Llm:Model", "m"), ("Llm:" + key, value))).Message.ShouldContain(says);

    [Fact]
    public void Every_mistake_about_a_language_model_is_reported_at_once()
    {
        var message = Should.Throw<SettingsException>(() => Read(true, ("Llm:Provider", "azure"), ("Llm:Uses", "all"), ("Llm:Answers", "xml"), ("Llm:Jurisdictions", "China"), ("Llm:AtOnce", "0"), ("Llm:Retries", "-1"), ("Llm:CostPerDay", "1"))).Message;
        foreach (var key in new[] { "Endpoint", "Model", "Uses", "Answers", "Jurisdictions", "AtOnce", "Retries", "PriceIn" })
            message.ShouldContain("\n  Llm:" + key);
    }

    [Theory]
    [InlineData("openai", "http://localhost:11434/v1/", "Understanding,WORDING, coach", "local")]
    [InlineData("azure", "https://bank.openai.azure.com/openai/v1", "", "us")]
    public void A_language_model_in_full_starts(string provider, string endpoint, string uses, string region)
    {
        var llm = Read(true, ("Llm:Provider", provider), ("Llm:Endpoint", endpoint), ("Llm:Model", "m"), ("Llm:Uses", uses), ("Llm:Region", region), ("Llm:Jurisdictions", "cn, US"), ("Llm:CostPerDay", "5"), ("Llm:PriceIn", "1")).Llm;
        llm.UseSet.Count.ShouldBe(uses.Length == 0 ? 0 : 3);
        llm.JurisdictionList.ShouldBe(["CN", "US"]);
    }

    [Fact]
    public void Without_a_language_model_nothing_about_it_is_asked() => Read(true, ("Llm:Uses", "all"), ("Llm:AtOnce", "0")).Llm.UseSet.ShouldBeEmpty();

    [Fact]
    public void Outside_development_the_plain_settings_start() => Read(false, ("Privacy:Key", World.PrivacyKey), ("Crisis:OnCall", OnCall)).Trace.Expose.ShouldBeNull();

    [Fact]
    public void Every_mistake_is_reported_at_once()
    {
        var message = Should.Throw<SettingsException>(() => Read(false, ("TimeZone", "Mars/Olympus"), ("Store:Provider", "paper"), ("Clock:Start", "soon"), ("Staff:Keys:0:Key", "x"))).Message;
        foreach (var key in new[] { "TimeZone", "Store:Provider", "Clock:Start", "Staff:Keys:0:Key", "Staff:Keys:0:Roles", "Privacy:Key" })
            message.ShouldContain(key);
    }

    [Fact]
    public async Task A_production_host_refuses_a_store_with_sample_cases()
    {
        await using var world = await World.WithSamplesAsync();
        var (exit, _, error) = await ProgramProcess.RunAsync(["--Urls=http://127.0.0.1:0"], new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production", ["ConnectionStrings__Store"] = $"Data Source={world.StorePath}", ["Privacy__Key"] = World.PrivacyKey, ["Crisis__OnCall"] = OnCall,
        });
        exit.ShouldNotBe(0);
        error.ShouldContain("sample cases");
    }

    [Fact]
    public async Task A_production_host_without_a_key_says_how_to_make_one_and_stops()
    {
        var (exit, _, error) = await ProgramProcess.RunAsync(["--Urls=http://127.0.0.1:0"], new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" });
        exit.ShouldBe(2);
        error.ShouldContain("openssl rand -base64 32");
    }

    [Fact]
    public void The_sample_file_shows_every_setting()
    {
        var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("appsettings.sample.json")), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement;
        foreach (var key in Keys(typeof(Settings), ""))
        {
            var at = sample;
            foreach (var part in key.Split(':'))
            {
                if (at.ValueKind == JsonValueKind.Array)
                    at = at[0];
                at.TryGetProperty(part, out at).ShouldBeTrue($"appsettings.sample.json lacks {key}");
            }
        }
    }

    private static IEnumerable<string> Keys(Type type, string prefix) => type.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
        property.PropertyType.Name.EndsWith("Settings", StringComparison.Ordinal) ? Keys(property.PropertyType, prefix + property.Name + ":")
        : property.PropertyType == typeof(IReadOnlyList<StaffKey>) ? Keys(typeof(StaffKey), prefix + property.Name + ":")
        : [prefix + property.Name]);

    private static Settings Read(bool development, params (string Key, string Value)[] values) =>
        Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(values.GroupBy(v => v.Key).ToDictionary(v => v.Key, v => (string?)v.Last().Value)).Build(), development);
}
