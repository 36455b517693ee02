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
