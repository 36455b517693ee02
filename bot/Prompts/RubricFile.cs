using Assistant.Skills.Conduct;

namespace Assistant.Bot.Prompts;

/// <summary>Reads what conversations are scored on, from <c>prompts/conduct/rubric/rubric.yaml</c>.</summary>
public static class RubricFile
{
    private const decimal AllPoints = 100;

    /// <summary>Reads the file.</summary>
    /// <param name="prompts">The folder.</param>
    /// <param name="book">The rules its items and duties name.</param>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static Rubric Read(PromptFolder prompts, RuleBook book)
    {
        var file = prompts.File("conduct/rubric/rubric.yaml");
        var yaml = Yaml.Read(file.Path, file.Name).Only("pass", "bands", "items", "fatal", "duties", "marks", "asks", "question", "small_words", "heard", "flags", "dispositions");
        var marks = yaml["marks"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Pattern());
        // What the reader of marks hears besides is named by its files.
        var known = marks.Keys.Concat(prompts.Files($"conduct/marks/{Locales.Chinese}", "*.yaml").Select(one => Path.GetFileNameWithoutExtension(one.Path))).ToHashSet();
        var items = yaml["items"].Items.Select(item => Item(item, book, known)).ToList();
        if (items.Sum(item => item.Max) != AllPoints)
            throw yaml["items"].Wrong($"the items have {items.Sum(item => item.Max)} points together; it must be {AllPoints}.");
        foreach (var (_, flag) in yaml["flags"].Entries)
        {
            if (!ReviewContext.KnownFlags.Contains(flag.Text))
                throw flag.Wrong($"'{flag.Text}' is no flag of a review.");
        }

        return new()
        {
            Items = items,
            Duties = [.. yaml["duties"].Items.Select(duty => new Duty(duty.Only("rule", "when", "wants")["rule"].Text, Texts(duty["when"]), Known(duty["wants"], known)))],
            Marks = marks,
            Fatal = yaml["fatal"].Items.Select(rule => book.Rules.Any(one => one.Id == rule.Text) ? rule.Text : throw rule.Wrong($"'{rule.Text}' is no rule.")).ToHashSet(),
            Asks = Known(yaml["asks"], marks.Keys).ToHashSet(),
            Question = yaml["question"].Pattern(),
            SmallWords = yaml["small_words"].Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
            Flags = yaml["flags"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Text),
            Says = yaml["heard"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Pattern()),
            Dispositions = [.. yaml["dispositions"].Items.Select(one => (one.Only("code", "heard")["code"].Text, (IReadOnlyList<string>)Texts(one["heard"])))],
            ComplianceCategories = Texts(yaml["pass"]["categories"]),
            PassTotal = yaml["pass"]["total"].Number,
            PassCompliance = yaml["pass"]["compliance"].Number,
            Bands = [.. yaml["bands"].Items.Select(band => (band["band"].Text, band["least"].Number)).OrderByDescending(band => band.Item2)],
        };
    }

    private static RubricItem Item(Yaml yaml, RuleBook book, IEnumerable<string> marks)
    {
        yaml.Only("id", "max", "name", "breaks", "when", "wants", "unless", "goals", "echo", "in_reply", "better");
        foreach (var broken in yaml.Find("breaks")?.Items ?? [])
        {
            if (!book.Rules.Any(rule => rule.Id == broken.Text || rule.Category == broken.Text))
                throw broken.Wrong($"'{broken.Text}' is neither a rule nor a category that any rule has.");
        }

        if (yaml.Find("breaks") is null && yaml.Find("wants") is null)
            throw yaml.Wrong("an item without 'breaks' and 'wants' scores nothing.");
        return new(yaml["id"].Text, yaml["max"].Number, yaml["name"].Localised, yaml.Find("breaks") is { } breaks ? Texts(breaks) : [], yaml.Find("when") is { } when ? Texts(when) : [],
            yaml.Find("wants") is { } wants ? Known(wants, marks) : [], yaml.Find("unless") is { } unless ? Texts(unless) : [], yaml.Find("goals") is { } goals ? Texts(goals) : [], yaml.Find("echo")?.Flag ?? false, yaml.Find("in_reply")?.Flag ?? false, yaml["better"].Localised);
    }

    private static List<string> Texts(Yaml list) => [.. list.Items.Select(item => item.Text)];

    /// <summary>Marks, or types of values, which stand for marks.</summary>
    private static List<string> Known(Yaml list, IEnumerable<string> marks)
    {
        var known = marks.Concat(["amount", "date", "duration", "count"]).ToHashSet();
        foreach (var item in list.Items)
        {
            if (item.Text.Split('|').FirstOrDefault(name => !known.Contains(name)) is { } unknown)
                throw item.Wrong($"'{unknown}' is no mark; it is one of {string.Join(", ", known)}.");
        }

        return Texts(list);
    }
}
