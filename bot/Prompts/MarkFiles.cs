using Assistant.Skills.Conduct;

namespace Assistant.Bot.Prompts;

/// <summary>Reads the sentences of <c>prompts/conduct/marks/</c>, and what was learned from them.</summary>
public static class MarkFiles
{
    private const int Version = 3;
    private const int Bits = 16;

    /// <summary>Where the reader is kept.</summary>
    public static readonly Learned<MarkReader> Kept = new("marks", (Version * 100) + Skills.Language.TextFeatures.Version, Files, prompts => MarkReader.Train(Lines(prompts), Bits), (reader, to) => reader.Save(to), MarkReader.Load);

    /// <summary>The reader of the sentences as they stand.</summary>
    /// <exception cref="PromptException">The sentences are wrong, or were changed after the build.</exception>
    public static MarkReader Load(PromptFolder prompts) => Kept.Load(prompts);

    private static IEnumerable<PromptFile> Files(PromptFolder prompts) => Locales.All.SelectMany(locale => prompts.Files($"conduct/marks/{locale}", "*.yaml"));

    private static List<(string Mark, string Text)> Lines(PromptFolder prompts)
    {
        var lines = new List<(string Mark, string Text)>();
        var seen = new HashSet<string>();
        foreach (var file in Files(prompts))
        {
            foreach (var item in Yaml.Read(file.Path, file.Name).Only("lines")["lines"].Items)
                lines.Add(seen.Add(item.Text) ? (Path.GetFileNameWithoutExtension(file.Path), item.Text) : throw item.Wrong("this sentence stands in two places; it can do only one thing."));
        }

        return lines.Exists(line => line.Mark == MarkReader.Other) ? lines : throw new PromptException("prompts/conduct/marks", 1, $"'{MarkReader.Other}.yaml' is missing: sentences that do nothing of it.");
    }
}
