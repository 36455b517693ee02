using System.Text.RegularExpressions;

namespace Assistant.Bot.Prompts;

/// <summary>A kind of what tells who somebody is.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Words">What stands in its place in a practice draft, by locale.</param>
/// <param name="Drafts">What is taken out of a practice draft: the first group of a match, or all of it.</param>
/// <param name="Models">What is taken out of what goes to a language model, likewise; read in the folded text.</param>
public sealed record MaskKind(string Kind, IReadOnlyDictionary<string, string> Words, IReadOnlyList<Regex> Drafts, IReadOnlyList<Regex> Models);

/// <summary>How personal data is found: <c>prompts/privacy/</c>.</summary>
/// <param name="Kinds">Kinds by name.</param>
/// <param name="Chinese">How names are heard in Chinese.</param>
/// <param name="English">How names are heard in English.</param>
public sealed record MaskFiles(IReadOnlyDictionary<string, MaskKind> Kinds, ChineseNameWords Chinese, EnglishNameWords English)
{
    /// <summary>Kinds the code itself masks, beside their patterns.</summary>
    public static readonly IReadOnlyList<string> Known = ["email", "phone", "account", "address", "employer", "place", "name", "amount", "time", "number"];

    private const string ForDrafts = "drafts";
    private const string ForModels = "models";

    /// <summary>Reads and checks the folder.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static MaskFiles Read(PromptFolder prompts)
    {
        var kinds = Open(prompts, "masks.yaml").Only("kinds")["kinds"].Only([.. Known]);
        return new(Known.ToDictionary(kind => kind, kind => Kind(kind, kinds[kind].Only("words", "patterns"))), ChineseNameWords.Read(Open(prompts, $"names.{Locales.Chinese}.yaml")), EnglishNameWords.Read(Open(prompts, $"names.{Locales.English}.yaml")));
    }

    private static Yaml Open(PromptFolder prompts, string name)
    {
        var file = prompts.File($"privacy/{name}");
        return Yaml.Read(file.Path, file.Name);
    }

    private static MaskKind Kind(string kind, Yaml yaml) => new(kind, yaml["words"].Localised, [.. Patterns(yaml["patterns"], ForDrafts)], [.. Patterns(yaml["patterns"], ForModels)]);

    private static IEnumerable<Regex> Patterns(Yaml list, string use)
    {
        foreach (var item in list.Items)
        {
            if (item.IsText)
                yield return item.Pattern(ignoresCase: false);
            else if (item.Only(ForDrafts, ForModels).Find(use) is { } pattern)
                yield return pattern.Pattern(ignoresCase: false);
        }
    }
}

/// <summary>How names are heard in Chinese.</summary>
/// <param name="Surnames">Family names of one character.</param>
/// <param name="Weak">Those that mostly begin other words.</param>
/// <param name="Rare">Family names that are words nearly always.</param>
/// <param name="Compound">Family names of two characters.</param>
/// <param name="Given">Characters of given names.</param>
/// <param name="Sure">Words after which a name comes.</param>
/// <param name="Maybe">Words after which a name may come.</param>
/// <param name="Titles">What follows a family name.</param>
/// <param name="After">What may follow a name within a sentence.</param>
/// <param name="Never">What no name begins with.</param>
/// <param name="Words">Words that begin or end as names do.</param>
public sealed record ChineseNameWords(
    IReadOnlySet<char> Surnames, IReadOnlySet<char> Weak, IReadOnlySet<char> Rare, IReadOnlySet<string> Compound, IReadOnlySet<char> Given, IReadOnlyList<string> Sure,
    IReadOnlyList<string> Maybe, IReadOnlyList<string> Titles, IReadOnlySet<char> After, IReadOnlySet<char> Never, IReadOnlySet<string> Words)
{
    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static ChineseNameWords Read(Yaml yaml)
    {
        yaml.Only("surnames", "weak", "rare", "compound", "given", "sure", "maybe", "titles", "after", "never", "words");
        var surnames = Characters(yaml["surnames"]);
        foreach (var one in Characters(yaml["weak"]).Where(one => !surnames.Contains(one)))
            throw yaml["weak"].Wrong($"'{one}' is not one of the surnames.");
        foreach (var one in WordLists.Split(yaml["compound"]).Where(one => one.Length != 2))
            throw yaml["compound"].Wrong($"'{one}' has not two characters.");
        return new(
            surnames, Characters(yaml["weak"]), Characters(yaml["rare"]), WordLists.Split(yaml["compound"]).ToHashSet(), Characters(yaml["given"]), WordLists.Split(yaml["sure"]),
            WordLists.Split(yaml["maybe"]), WordLists.Split(yaml["titles"]), Characters(yaml["after"]), Characters(yaml["never"]), WordLists.Split(yaml["words"]).ToHashSet());
    }

    private static HashSet<char> Characters(Yaml yaml) => WordLists.Split(yaml).SelectMany(part => part).ToHashSet();
}

/// <summary>How names, and employers, are heard in English. All in small letters.</summary>
/// <param name="Sure">Phrases after which a name comes.</param>
/// <param name="Titles">What stands before a family name.</param>
/// <param name="Maybe">Phrases after which a name may come.</param>
/// <param name="Here">What follows a name in small letters.</param>
/// <param name="Employers">Phrases after which an employer comes.</param>
/// <param name="Given">Given names that are no other words.</param>
/// <param name="Also">Given names that are other words too.</param>
/// <param name="Families">Family names that are other words too.</param>
/// <param name="Stops">What ends a name.</param>
/// <param name="Words">Words that are no names.</param>
public sealed record EnglishNameWords(
    IReadOnlyList<string> Sure, IReadOnlyList<string> Titles, IReadOnlyList<string> Maybe, IReadOnlySet<string> Here, IReadOnlyList<string> Employers, IReadOnlySet<string> Given,
    IReadOnlySet<string> Also, IReadOnlySet<string> Families, IReadOnlySet<string> Stops, IReadOnlySet<string> Words)
{
    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static EnglishNameWords Read(Yaml yaml)
    {
        yaml.Only("sure", "titles", "maybe", "here", "employers", "given", "also", "families", "stops", "words");
        return new(
            Phrases(yaml["sure"]), Phrases(yaml["titles"]), Phrases(yaml["maybe"]), Phrases(yaml["here"]).ToHashSet(), Phrases(yaml["employers"]), WordLists.Split(yaml["given"]).ToHashSet(),
            WordLists.Split(yaml["also"]).ToHashSet(), WordLists.Split(yaml["families"]).ToHashSet(), WordLists.Split(yaml["stops"]).ToHashSet(), WordLists.Split(yaml["words"]).ToHashSet());
    }

    private static string[] Phrases(Yaml yaml) => [.. yaml.Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

/// <summary>Lists written as words with spaces between.</summary>
internal static class WordLists
{
    /// <summary>The words, at least one.</summary>
    /// <exception cref="PromptException">None stands there.</exception>
    public static string[] Split(Yaml yaml) => yaml.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : throw yaml.Wrong("at least one word was expected.");
}
