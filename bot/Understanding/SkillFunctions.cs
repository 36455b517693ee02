using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills.Debtor;
using Assistant.Skills.Language;
using Microsoft.Extensions.AI;

namespace Assistant.Bot.Understanding;

/// <summary>
/// Every intent as a function of Microsoft.Extensions.AI, with description and schema, for a kernel or a model. Calling one executes nothing: it gives
/// the commands that the dialogue then judges as it judges a person's words.
/// </summary>
public static class SkillFunctions
{
    private static readonly Dictionary<string, (string Type, string Schema)> Values = new()
    {
        ["amount"] = (EntityType.Amount, """{"type":"string","pattern":"^[0-9]+(\\.[0-9]{1,2})?$","description":"Money in the currency of the account, such as 800.00"}"""),
        ["date"] = (EntityType.Date, """{"type":"string","format":"date","description":"A day, such as 2026-12-05"}"""),
        ["months"] = (EntityType.Duration, """{"type":"integer","minimum":1,"maximum":60,"description":"A term in months"}"""),
        ["payday"] = (EntityType.Count, """{"type":"integer","minimum":1,"maximum":31,"description":"Day of the month on which wages come"}"""),
        ["hours"] = (EntityType.TimeWindow, """{"type":"string","description":"Hours of a day, such as 18:00/20:00"}"""),
    };

    /// <summary>All functions.</summary>
    /// <param name="prompts">The folder; <c>functions/intents.yaml</c> describes them.</param>
    /// <param name="skills">The skills; an intent that none takes is a mistake of the file.</param>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static IReadOnlyList<AIFunction> Read(PromptFolder prompts, DebtorSkills skills)
    {
        var file = prompts.File("functions/intents.yaml");
        return [.. Yaml.Read(file.Path, file.Name).Entries.Select(entry =>
        {
            if (!skills.Intents.Contains(entry.Key))
                throw entry.Value.Wrong($"no skill takes the intent '{entry.Key}'.");
            var takes = entry.Value.Only("does", "takes").Find("takes")?.Items.Select(item => Values.ContainsKey(item.Text) ? item.Text : throw item.Wrong($"'{item.Text}' is no value; there are {string.Join(", ", Values.Keys)}.")).ToList() ?? [];
            return new Function(entry.Key, entry.Value["does"].Text, takes);
        })];
    }

    private sealed class Function(string intent, string does, IReadOnlyList<string> takes) : AIFunction
    {
        private readonly JsonElement schema = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object", ["properties"] = new JsonObject(takes.Select(name => KeyValuePair.Create(name, JsonNode.Parse(Values[name].Schema)))), ["additionalProperties"] = false,
        });

        public override string Name => intent;

        public override string Description => does;

        public override JsonElement JsonSchema => schema;

        /// <summary>The commands the call asks for.</summary>
        /// <exception cref="ArgumentException">An argument is not of the schema.</exception>
        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
        {
            var commands = new List<Command> { new Command.Start(intent, 1, "function") };
            foreach (var (name, value) in arguments)
            {
                if (!takes.Contains(name))
                    throw new ArgumentException($"'{name}' is not taken by {intent}; it takes {(takes.Count == 0 ? "nothing" : string.Join(", ", takes))}.", nameof(arguments));
                var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                commands.Add(new Command.Hear(new Entity(Values[name].Type, text, 0, Value(name, text))));
            }

            return ValueTask.FromResult<object?>(commands);
        }

        private static string Value(string name, string text) => name switch
        {
            "amount" when decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0 => amount.ToString("0.00", CultureInfo.InvariantCulture),
            "date" when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => text,
            "months" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months is >= 1 and <= 60 => $"P{months}M",
            "payday" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 => text,
            "hours" when text.Length == 11 && text[5] == '/' => text,
            _ => throw new ArgumentException($"'{text}' is no {name}; see the schema.", name),
        };
    }
}
