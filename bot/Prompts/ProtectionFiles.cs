using Assistant.Skills;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Prompts;

/// <summary>Reads <c>prompts/policy/protections.yaml</c>.</summary>
public static class ProtectionFiles
{
    /// <summary>Where it stands.</summary>
    public const string Name = "policy/protections.yaml";

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static ProtectionPack Read(PromptFolder prompts)
    {
        var file = prompts.File(Name);
        var yaml = Yaml.Read(file.Path, file.Name).Only("states", "paths");
        var kinds = new Dictionary<string, ProtectionKind>();
        foreach (var state in yaml["states"].Items)
        {
            state.Only("id", "flag", "closes_money", "holds_plans", "private", "freezes_hours", "lasts_days", "urgent", "source");
            var flag = state.Find("flag")?.Text;
            if (flag is not null && !Skills.Conduct.ReviewContext.KnownFlags.Contains(flag))
                throw state["flag"].Wrong($"'{flag}' is no fact a review knows.");
            var kind = new ProtectionKind(state["id"].Text, flag, Is(state, "closes_money"), Is(state, "holds_plans"), Is(state, "private"),
                state.Find("freezes_hours") is { } hours ? TimeSpan.FromHours((double)PolicyFiles.Within(hours, 1, 8784)) : null,
                state.Find("lasts_days") is { } days ? TimeSpan.FromDays((double)PolicyFiles.Within(days, 1, 366)) : null, Is(state, "urgent"), state["source"].Text);
            if (!kinds.TryAdd(kind.Id, kind))
                throw state.Wrong($"the state '{kind.Id}' stands here twice.");
        }

        var paths = new Dictionary<string, CarePath>();
        foreach (var path in yaml["paths"].Items)
        {
            path.Only("intent", "opens", "reply", "lines", "queue", "disposition", "ends_money_talk", "complaint");
            var opens = path.Find("opens") is { } state ? kinds.GetValueOrDefault(state.Text) ?? throw state.Wrong($"there is no state '{state.Text}'.") : null;
            var read = new CarePath(path["intent"].Text, opens, path["reply"].Text, [.. path["lines"].Items.Select(line => line.Text)], path["queue"].Word<Queue>(), path["disposition"].Text, Is(path, "ends_money_talk"), Is(path, "complaint"));
            if (!paths.TryAdd(read.Intent, read))
                throw path.Wrong($"the intent '{read.Intent}' stands here twice.");
        }

        return new(kinds, paths);
    }

    private static bool Is(Yaml yaml, string key) => yaml.Find(key)?.Flag == true;
}
