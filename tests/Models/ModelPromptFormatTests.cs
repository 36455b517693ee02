using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Assistant.Tests.OfModels;

/// <summary>
/// The prompt files field by field against Semantic Kernel's format, read without our own reader: what <c>KernelFunctionYaml.FromPromptYaml</c> makes a PromptTemplateConfig of, and what
/// its Handlebars template takes. Whoever keeps prompts in that format can take these as they stand.
/// </summary>
public sealed partial class ModelPromptFormatTests
{
    private static readonly string[] Top = ["name", "description", "template_format", "template", "input_variables", "output_variable", "execution_settings", "allow_dangerously_set_content"];
    private static readonly string[] Input = ["name", "description", "default", "is_required", "json_schema", "sample", "allow_dangerously_set_content"];
    private static readonly string[] Settings = ["model_id", "service_id", "function_choice_behavior", "temperature", "max_tokens", "top_p"];

    public static TheoryData<string> Names => ["understand", "word", "coach", "persona", "summarise"];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_is_plain_YAML(string name)
    {
        var bytes = File.ReadAllBytes(PathOf(name));
        bytes.Take(3).ShouldNotBe([0xEF, 0xBB, 0xBF]);
        var text = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        text.ShouldNotContain('\t');
        text.ShouldNotContain('\r');
        text.ShouldEndWith("\n");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text)); // a key that stands twice is refused here
        yaml.Documents.Count.ShouldBe(1);
        yaml.Documents[0].AllNodes.ShouldAllBe(node => node.Tag.IsEmpty && node.Anchor.IsEmpty);
        text.ShouldNotContain("allow_dangerously_set_content");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_key_is_one_of_the_format_and_of_its_type(string name)
    {
        var root = Load(name);
        Keys(root).Except(Top).ShouldBeEmpty();
        NameOfFunction().IsMatch(Text(root["name"])).ShouldBeTrue();
        Text(root["name"]).ShouldBe(name);
        Text(root["description"]).ShouldNotBeEmpty();
        Text(root["template_format"]).ShouldBe("handlebars");
        Text(root["template"]).ShouldNotBeEmpty();
        var inputs = root["input_variables"].ShouldBeOfType<YamlSequenceNode>().Children;
        inputs.ShouldNotBeEmpty();
        foreach (var input in inputs.Select(input => input.ShouldBeOfType<YamlMappingNode>()))
        {
            Keys(input).Except(Input).ShouldBeEmpty();
            Variable().IsMatch(Text(input["name"])).ShouldBeTrue(Text(input["name"]));
            foreach (var (key, value) in input.Children.Select(one => (Text(one.Key), one.Value)).Where(one => one.Item1 is "is_required" or "allow_dangerously_set_content"))
                (((YamlScalarNode)value).Style, Text(value) is "true" or "false").ShouldBe((ScalarStyle.Plain, true), key);
            foreach (var value in input.Children.Values)
                Text(value).ShouldNotBeNull();
        }

        inputs.Select(input => Text(input["name"])).ShouldBeUnique();
        var output = root["output_variable"].ShouldBeOfType<YamlMappingNode>();
        Keys(output).Except(["description", "json_schema"]).ShouldBeEmpty();
        Text(output["description"]).ShouldNotBeEmpty();
        JsonNode.Parse(Text(output["json_schema"]), null, new() { AllowDuplicateProperties = false }).ShouldBeOfType<JsonObject>()["type"]!.GetValue<string>().ShouldBe("object");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_settings_are_numbers_in_their_range(string name)
    {
        var services = Load(name)["execution_settings"].ShouldBeOfType<YamlMappingNode>();
        Keys(services).ShouldBe(["default"]);
        var settings = services["default"].ShouldBeOfType<YamlMappingNode>();
        Keys(settings).Except(Settings).ShouldBeEmpty();
        foreach (var (key, value) in settings.Children.Select(one => (Text(one.Key), one.Value)))
        {
            ((YamlScalarNode)value).Style.ShouldBe(ScalarStyle.Plain, key);
            var number = decimal.Parse(Text(value), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            (key switch { "temperature" => number <= 2, "top_p" => number <= 1, _ => number >= 1 && number == decimal.Truncate(number) }).ShouldBeTrue(key);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_variable_is_declared_and_every_one_declared_is_used(string name)
    {
        var root = Load(name);
        var template = Text(root["template"]);
        var tags = Tag().Matches(template);
        // Only what encodes: no triple braces, no ampersand, no partial, no helper but if.
        tags.Count.ShouldBe(template.Split("{{").Length - 1);
        var declared = ((YamlSequenceNode)root["input_variables"]).Children.ToDictionary(input => Text(input["name"]), input => ((YamlMappingNode)input).Children.TryGetValue("is_required", out var flag) && Text(flag) == "false");
        tags.Select(tag => tag.Groups["name"].Value).Where(used => used.Length > 0).ToHashSet().ShouldBe(declared.Keys, ignoreOrder: true);
        // One that may be absent is asked for before it is used.
        tags.Where(tag => tag.Groups["if"].Success).Select(tag => tag.Groups["name"].Value).ToHashSet().ShouldBe(declared.Where(one => one.Value).Select(one => one.Key), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_template_is_messages_and_nothing_beside_them(string name)
    {
        var template = Text(Load(name)["template"]);
        Message().Matches(template).Select(message => message.Groups["role"].Value).ShouldBe(["system", "user"]);
        Message().Replace(template, "").Trim().ShouldBeEmpty();
    }

    [Fact]
    public void Every_prompt_is_held() =>
        Directory.GetFiles(Repository.PathOf("prompts", "model"), "*.yaml").Select(Path.GetFileNameWithoutExtension).Except(["endpoints", "uses"]).ShouldBe(Names.Select(row => row.Data), ignoreOrder: true);

    private static string PathOf(string name) => Repository.PathOf("prompts", "model", name + ".yaml");

    private static YamlMappingNode Load(string name)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(PathOf(name));
        yaml.Load(reader);
        return yaml.Documents.Single().RootNode.ShouldBeOfType<YamlMappingNode>();
    }

    private static IEnumerable<string> Keys(YamlNode node) => ((YamlMappingNode)node).Children.Keys.Select(Text);

    private static string Text(YamlNode node) => node.ShouldBeOfType<YamlScalarNode>().Value!;

    [GeneratedRegex(@"^[0-9A-Za-z_]+\z")]
    private static partial Regex NameOfFunction();

    [GeneratedRegex(@"^[A-Za-z_][0-9A-Za-z_]*\z")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?:(?<if>#if )?(?<name>[A-Za-z_]\w*)|/if)\}\}(?!\})")]
    private static partial Regex Tag();

    [GeneratedRegex("""<message role="(?<role>\w+)">[^<>]*</message>""")]
    private static partial Regex Message();
}
