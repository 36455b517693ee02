using Assistant.Bot;
using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Tests.OfModels;

/// <summary>Words of people leave a country only on a basis that somebody named, and an endpoint nobody can place does not start (PIPL 38 to 40).</summary>
public sealed class ModelEndpointsTests
{
    [Theory]
    [InlineData("http://localhost:11434/v1", null, "CN", null)] // this machine
    [InlineData("http://127.0.0.1:8000/v1", null, "CN", null)]
    [InlineData("http://[::1]:8000/v1", "local", "CN", null)]
    [InlineData("http://10.1.2.3/v1", null, "CN", null)] // a private network
    [InlineData("http://172.16.0.9/v1", null, "CN", null)]
    [InlineData("http://172.31.255.9/v1", null, "CN", null)]
    [InlineData("http://192.168.4.5:8000/v1", "LOCAL", "CN", null)]
    [InlineData("https://[fd00::1]/v1", null, "CN", null)]
    [InlineData("https://dashscope.aliyuncs.com/compatible-mode/v1", null, "CN", null)] // known, in China
    [InlineData("https://api.deepseek.com/v1", "cn", "CN, US", null)]
    [InlineData("https://bank.openai.azure.cn/openai/v1", null, "CN", null)]
    [InlineData("https://model.bank.example/v1", "CN", "CN", null)] // unknown, and said
    [InlineData("https://bank.openai.azure.com/openai/v1", "US", "US", null)]
    [InlineData("https://api.openai.com/v1", null, "US", null)] // nobody of China
    [InlineData("https://api.openai.com/v1", "us", "US, GB", null)]
    [InlineData("https://api.openai.com/v1", null, "CN", "standard_contract")] // on a basis
    [InlineData("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "SG", "US,cn", "security_assessment")]
    [InlineData("https://model.bank.example/v1", "HK", "CN", "certification")]
    [InlineData("https://API.OpenAI.com/v1", null, "CN", "other_by_law")]
    public void What_may_be_used_has_no_problem(string endpoint, string? region, string jurisdictions, string? basis) => Problems(endpoint, region, jurisdictions, basis).ShouldBeEmpty();

    [Theory]
    [InlineData("https://api.openai.com/v1", null, "CN", null, "Llm:CrossBorderBasis: 'api.openai.com' is in US")]
    [InlineData("https://api.openai.com/v1", null, "US, cn", null, "Llm:CrossBorderBasis: 'api.openai.com' is in US")] // one of them is enough
    [InlineData("https://api.openai.com/v1", null, "CN", "", "Llm:CrossBorderBasis: 'api.openai.com' is in US")]
    [InlineData("https://api.openai.com./v1", null, "CN", null, "is in US")] // the same host, with the root's dot
    [InlineData("https://api.openai.com./v1", "CN", "CN", null, "Llm:Region: CN, but")]
    [InlineData("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", null, "CN", null, "is in SG")]
    [InlineData("https://model.bank.example/v1", "HK", "CN", null, "is in HK")] // beyond the border as PIPL draws it
    [InlineData("https://bank.openai.azure.com/openai/v1", "JP", "CN", null, "is in JP")]
    [InlineData("http://localhost:11434/v1", "US", "CN", null, "is in US")] // a tunnel that somebody was honest about
    [InlineData("https://bank.openai.azure.com/openai/v1", null, "CN", null, "Llm:Region: it is not known where 'bank.openai.azure.com' is")]
    [InlineData("https://model.bank.example/v1", null, "US", null, "Llm:Region: it is not known where 'model.bank.example' is")]
    [InlineData("https://notapi.openai.com/v1", null, "CN", null, "it is not known where")] // no host below a name that has no dot
    [InlineData("https://openai.azure.com.example.net/v1", null, "CN", null, "it is not known where")]
    [InlineData("https://8.8.8.8/v1", null, "CN", null, "it is not known where")]
    [InlineData("https://172.32.0.1/v1", null, "CN", null, "it is not known where")]
    [InlineData("https://10.example.com/v1", null, "CN", null, "it is not known where")]
    [InlineData("https://localhost.example.com/v1", null, "CN", null, "it is not known where")]
    [InlineData("https://model.bank.example/v1", "local", "CN", null, "Llm:Region: 'model.bank.example' is not an address of this machine")]
    [InlineData("https://api.deepseek.com/v1", "local", "CN", null, "Llm:Region: LOCAL, but 'api.deepseek.com' is in CN")]
    [InlineData("https://api.openai.com/v1", "CN", "CN", null, "Llm:Region: CN, but 'api.openai.com' is in US; correct it or leave it out")]
    [InlineData("https://api.deepseek.com/v1", "US", "US", null, "Llm:Region: US, but 'api.deepseek.com' is in CN")]
    [InlineData("https://api.openai.com/v1", null, "CN", "consent", "Llm:CrossBorderBasis: 'consent' is not one of security_assessment, certification, standard_contract, other_by_law")]
    [InlineData("https://api.deepseek.com/v1", null, "CN", "Standard_Contract", "Llm:CrossBorderBasis: 'Standard_Contract' is not one of")]
    [InlineData("http://api.deepseek.com/v1", null, "CN", null, "Llm:Endpoint: words of cardholders go to 'api.deepseek.com' by https only")]
    [InlineData("http://8.8.8.8/v1", "CN", "CN", null, "by https only")]
    [InlineData("http://model.bank.example/v1", "CN", "US", null, "by https only")]
    public void What_may_not_be_used_says_why(string endpoint, string? region, string jurisdictions, string? basis, string says) =>
        Problems(endpoint, region, jurisdictions, basis).ShouldContain(problem => problem.Contains(says, StringComparison.OrdinalIgnoreCase), string.Join("\n", Problems(endpoint, region, jurisdictions, basis)));

    [Fact]
    public void Nothing_is_asked_while_no_model_is_configured() =>
        ModelEndpoints.Read(PromptFolder.Find()).Problems(new() { Endpoint = "http://nowhere.example/v1", CrossBorderBasis = "x" }).ShouldBeEmpty();

    [Theory]
    [InlineData(null, "Llm:CrossBorderBasis: 'api.openai.com' is in US")]
    [InlineData("by-and-by", "Llm:CrossBorderBasis: 'by-and-by' is not one of")]
    [InlineData("standard_contract", null)]
    public void The_program_starts_only_where_words_may_go(string? basis, string? says)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Store"] = "Data Source=:memory:", ["Privacy:Key"] = World.PrivacyKey, ["Llm:Provider"] = "openai", ["Llm:Endpoint"] = "https://api.openai.com/v1", ["Llm:Model"] = "m", ["Llm:ApiKey"] = "key-of-a-test",
            ["Llm:CrossBorderBasis"] = basis,
        }).Build();
        void Start() => App.AddAssistant(new ServiceCollection(), configuration, development: true);
        if (says is null)
            Start();
        else
            Should.Throw<SettingsException>(Start).Message.ShouldSatisfyAllConditions(message => message.ShouldContain("\n  " + says), message => message.ShouldNotContain("key-of-a-test"));
    }

    [Theory]
    [InlineData("region: US", "region: USA", "endpoints.yaml:2: two capital letters of ISO 3166, or declared")]
    [InlineData("region: US", "region: us", "endpoints.yaml:2: two capital letters of ISO 3166, or declared")]
    [InlineData("region: US", "where: US", "endpoints.yaml:2: 'where' is not known here")]
    [InlineData("region: US", "region: US, note: x", "endpoints.yaml:2: 'note' is not known here")]
    [InlineData("{ host: api.openai.com, region: US }", "{ host: api.openai.com }", "endpoints.yaml:2: 'region' is missing")]
    [InlineData("consent: PIPL 38", "consent: ''", "endpoints.yaml:4: the article it rests on is missing")]
    [InlineData("bases:", "basis:", "endpoints.yaml:4: 'basis' is not known here")]
    public void A_mistake_in_the_file_is_named_with_its_place(string from, string to, string says)
    {
        var folder = Directory.CreateTempSubdirectory("assistant-endpoints-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "prompts", "model"));
            File.WriteAllText(Path.Combine(folder, "prompts", "model", "endpoints.yaml"), "hosts:\n  - { host: api.openai.com, region: US }\nbases:\n  consent: PIPL 38\n".Replace(from, to, StringComparison.Ordinal));
            Should.Throw<PromptException>(() => ModelEndpoints.Read(new PromptFolder(folder))).Message.ShouldStartWith("prompts/model/" + says);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static List<string> Problems(string endpoint, string? region, string jurisdictions, string? basis) =>
        [.. ModelEndpoints.Read(PromptFolder.Find()).Problems(new() { Provider = "openai", Endpoint = endpoint, Model = "m", Region = region, Jurisdictions = jurisdictions, CrossBorderBasis = basis })];
}
