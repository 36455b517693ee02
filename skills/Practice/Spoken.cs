namespace Assistant.Skills.Practice;

/// <summary>What the person says to a line.</summary>
/// <param name="Text">The words; a stage direction where they stay silent.</param>
/// <param name="Mood">Their mood after it.</param>
/// <param name="Ended">Why the talk is over; null while it goes on.</param>
/// <param name="Told">Facts told in it.</param>
/// <param name="Parts">The parts of the words in order, and what each was said for: an occasion, <c>tells:</c> or <c>hides:</c> and a fact, <c>trap:</c> and a trap.</param>
public sealed record DebtorReply(string Text, Mood Mood, string? Ended, IReadOnlyList<string> Told, IReadOnlyList<(string Occasion, string Text)> Parts);

/// <summary>The words a person has, of which each is used once.</summary>
/// <param name="scenario">Who.</param>
/// <param name="words">Words by occasion, or occasion and persona.</param>
/// <param name="isInCharacter">Whether they speak in their own manner just now.</param>
internal sealed class Spoken(Scenario scenario, IReadOnlyDictionary<string, IReadOnlyList<string>> words, Func<bool> isInCharacter)
{
    private readonly HashSet<string> used = [];
    private readonly Dictionary<string, string> values = new(scenario.Values);

    /// <summary>Sets a value that words may name.</summary>
    public void Set(string name, string value) => values[name] = value;

    /// <summary>An unused wording of a list, or null when all are used.</summary>
    public string? Of(IReadOnlyList<string> wordings, Random chance)
    {
        var left = wordings.Select(Filled).Where(line => !used.Contains(line)).ToList();
        if (left.Count == 0)
            return null;
        var line = left[chance.Next(left.Count)];
        used.Add(line);
        return line;
    }

    /// <summary>An unused wording for an occasion: the persona's own first, then anybody's.</summary>
    public string? Of(string occasion, Random chance) =>
        (isInCharacter() && words.TryGetValue($"{occasion}.{scenario.Persona}", out var own) ? Of(own, chance) : null) ?? Of(words[occasion], chance);

    private string Filled(string line)
    {
        if (!line.Contains('{', StringComparison.Ordinal))
            return line;
        foreach (var (name, value) in values)
            line = line.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return line;
    }
}

/// <summary>A reply as it is put together.</summary>
internal sealed class Answer(Spoken spoken, Random chance)
{
    private readonly List<(string Occasion, string Text)> parts = [];

    /// <summary>Facts told.</summary>
    public List<string> Told { get; } = [];

    /// <summary>The parts, with what each was said for.</summary>
    public IReadOnlyList<(string Occasion, string Text)> Parts => [.. parts];

    /// <summary>Whether nothing was said.</summary>
    public bool IsEmpty => parts.Count == 0;

    /// <summary>Whether something was to be said and no words for it were left.</summary>
    public bool IsShort { get; private set; }

    /// <summary>Says words for an occasion; false when none are left.</summary>
    public bool Say(string occasion) => Add(occasion, spoken.Of(occasion, chance), counts: occasion != "interrupts");

    /// <summary>Says one of some words; false when none are left.</summary>
    public bool Say(IReadOnlyList<string> wordings, string occasion) => Add(occasion, spoken.Of(wordings, chance), counts: false);

    /// <summary>Takes back what was to be said; what tells a fact stays.</summary>
    public void Clear() => parts.RemoveAll(part => !part.Occasion.StartsWith("tells:", StringComparison.Ordinal));

    /// <summary>The reply.</summary>
    public string Text(string locale) => string.Join(locale.StartsWith("zh", StringComparison.Ordinal) ? "" : " ", parts.Select(part => part.Text));

    private bool Add(string occasion, string? text, bool counts)
    {
        if (text is null)
        {
            IsShort |= counts;
            return false;
        }

        parts.Add((occasion, text));
        return true;
    }
}
