using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Assistant.Bot.Prompts;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using Microsoft.Extensions.AI;

namespace Assistant.Bot.Models;

/// <summary>
/// A prompt in Semantic Kernel's YAML format with a Handlebars template, as <c>KernelFunctionYaml.FromPromptYaml</c> loads it: the same keys and no others. Whatever is put into it
/// is encoded, so that words of a person stay data inside their message and never become one.
/// </summary>
public sealed class ModelPrompt
{
    private static readonly string[] Keys = ["name", "description", "template_format", "template", "input_variables", "output_variable", "execution_settings"];
    private readonly HandlebarsTemplate<object, object> template;
    private readonly Yaml place;

    private ModelPrompt(Yaml yaml)
    {
        place = yaml.Only(Keys);
        Name = yaml["name"].Text is { Length: > 0 } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : throw yaml["name"].Wrong("letters, digits and _ of ASCII.");
        Description = yaml["description"].Text;
        if (yaml["template_format"].Text != "handlebars")
            throw yaml["template_format"].Wrong("the format is handlebars.");
        Variables = [.. yaml["input_variables"].Items.Select(item => new ModelVariable(
            item.Only("name", "description", "is_required", "sample")["name"].Text, item["description"].Text, item.Find("is_required")?.Flag ?? true, item["sample"].Text))];
        foreach (var item in yaml["input_variables"].Items.GroupBy(item => item["name"].Text).Where(same => same.Count() > 1).Select(same => same.Last()))
            throw item["name"].Wrong($"'{item["name"].Text}' stands here twice.");
        Answer = Schema(yaml["output_variable"].Only("description", "json_schema")["json_schema"]);
        Settings = Read(yaml["execution_settings"].Only("default")["default"].Only("temperature", "max_tokens", "top_p"));
        try
        {
            template = Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true }).Compile(yaml["template"].Text);
            _ = Render(Variables.ToDictionary(variable => variable.Name, string? (variable) => variable.Sample));
        }
        catch (Exception e) when (e is HandlebarsException or HandlebarsUndefinedBindingException or FormatException)
        {
            throw yaml["template"].Wrong($"with the samples it does not render: {e.Message}");
        }
    }

    /// <summary>Name of the function.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public string Description { get; }

    /// <summary>What is put in.</summary>
    public IReadOnlyList<ModelVariable> Variables { get; }

    /// <summary>JSON schema of the answer.</summary>
    public JsonObject Answer { get; }

    /// <summary>Temperature and most tokens of the answer.</summary>
    public ChatOptions Settings { get; }

    /// <summary>Reads <c>prompts/model/NAME.yaml</c>.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static ModelPrompt Read(PromptFolder prompts, string name)
    {
        var file = prompts.File($"model/{name}.yaml");
        var prompt = new ModelPrompt(Yaml.Read(file.Path, file.Name));
        return prompt.Name == name ? prompt : throw prompt.place["name"].Wrong($"the prompt of {name}.yaml is called {name}.");
    }

    /// <summary>The messages with values in their places.</summary>
    /// <param name="values">A text for each variable that is required, and for others where there is one.</param>
    /// <exception cref="FormatException">A value is missing or unknown, or the template gives no messages.</exception>
    public IReadOnlyList<ChatMessage> Render(IReadOnlyDictionary<string, string?> values)
    {
        if (values.Keys.Except(Variables.Select(variable => variable.Name)).FirstOrDefault() is { } extra)
            throw new FormatException($"The prompt {Name} has no variable '{extra}'.");
        if (Variables.FirstOrDefault(variable => variable.IsRequired && values.GetValueOrDefault(variable.Name) is null) is { } missing)
            throw new FormatException($"The prompt {Name} needs '{missing.Name}'.");
        var rendered = template(Variables.ToDictionary(variable => variable.Name, variable => values.GetValueOrDefault(variable.Name) is { } text ? Visible(text) : null));
        try
        {
            var messages = XElement.Parse($"<prompt>{rendered}</prompt>").Elements().Select(Message).ToList();
            return messages.Count > 0 ? messages : throw new FormatException($"The prompt {Name} has no <message role=\"…\">.");
        }
        catch (XmlException e)
        {
            throw new FormatException($"The prompt {Name} does not give messages: {e.Message}");
        }
    }

    private static ChatMessage Message(XElement element) => (element.Name.LocalName, element.Attribute("role")?.Value, element.HasElements) switch
    {
        ("message", "system", false) => new(ChatRole.System, element.Value.Trim()),
        ("message", "user", false) => new(ChatRole.User, element.Value.Trim()),
        ("message", "assistant", false) => new(ChatRole.Assistant, element.Value.Trim()),
        _ => throw new FormatException($"<{element.Name.LocalName} role=\"{element.Attribute("role")?.Value}\"> is no message of system, user or assistant."),
    };

    /// <summary>The text without control, format, private and broken characters, in which orders could hide.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || (rune != Rune.ReplacementChar && !IsHidden(rune)))
                visible.Append(rune);
        }

        return visible.ToString();
    }

    /// <summary>Whether a character is one that nobody sees.</summary>
    public static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x034F;

    private static JsonObject Schema(Yaml yaml)
    {
        try
        {
            var schema = JsonNode.Parse(yaml.Text, null, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return AnswerShape.Problem(schema) is { } problem ? throw yaml.Wrong($"answers cannot be held to this schema: {problem}.") : schema!.AsObject();
        }
        catch (JsonException e)
        {
            throw yaml.Wrong($"this is not JSON: {e.Message}");
        }
    }

    private static ChatOptions Read(Yaml settings) => new()
    {
        Temperature = Within(settings["temperature"], 2), MaxOutputTokens = settings["max_tokens"].Whole is var most and > 0 ? most : throw settings["max_tokens"].Wrong("at least 1."),
        TopP = settings.Find("top_p") is { } p ? Within(p, 1) : null,
    };

    private static float Within(Yaml number, int most) => number.Number is >= 0 and var value && value <= most ? (float)value : throw number.Wrong($"{number.Text} is outside 0 to {most}.");
}

/// <summary>What is put into a prompt.</summary>
/// <param name="Name">In the template.</param>
/// <param name="Description">What it is.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Sample">What it looks like.</param>
public sealed record ModelVariable(string Name, string Description, bool IsRequired, string Sample);
