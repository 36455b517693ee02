using Assistant.Skills.Language.Recognisers;

namespace Assistant.Skills.Language;

/// <summary>A message that is being listened to, from left to right: its plain form and what was heard so far.</summary>
internal sealed class Listening(string text, DateOnly today, bool identityAsked)
{
    /// <summary>No number, date or identifier is looked at further than this, so that every look has a bounded cost.</summary>
    public const int Reach = 96;

    public string Text => text;

    public string Plain { get; } = Language.Plain.Text(text);

    public DateOnly Today => today;

    public bool IdentityAsked => identityAsked;

    public List<Entity> Heard { get; } = [];

    /// <summary>Everything before it belongs to something heard already.</summary>
    public int Free => Heard.Count == 0 ? 0 : Heard[^1].End;

    public char At(int at) => at >= 0 && at < Plain.Length ? Plain[at] : '\0';

    /// <summary>Adds something heard and gives the position after it.</summary>
    public int Add(string type, int start, int end, string value)
    {
        Heard.Add(new(type, text[start..end], start, value));
        return end;
    }

    /// <summary>The plain text before a position that nothing heard has taken.</summary>
    public ReadOnlySpan<char> Before(int at, int most = 16) => Plain.AsSpan(Math.Max(Free, at - most)..at);

    /// <summary>The plain text from a position on.</summary>
    public ReadOnlySpan<char> From(int at, int most = 16) => at >= Plain.Length ? [] : Plain.AsSpan(at, Math.Min(most, Plain.Length - at));

    /// <summary>Whether these words start at a position; Latin ones only as whole words.</summary>
    public bool Has(int at, string words)
    {
        if (at < 0 || at + words.Length > Plain.Length || string.CompareOrdinal(Plain, at, words, 0, words.Length) != 0)
            return false;
        return !char.IsAsciiLetter(words[^1]) || !char.IsAsciiLetter(At(at + words.Length));
    }

    /// <summary>The first of some words that starts at a position.</summary>
    public string? FirstOf(int at, string[] words)
    {
        foreach (var one in words)
        {
            if (Has(at, one))
                return one;
        }

        return null;
    }

    /// <summary>Whether one of some words ends at a position.</summary>
    public bool EndsWith(int at, params ReadOnlySpan<string> words)
    {
        foreach (var one in words)
        {
            var start = at - one.Length;
            if (start >= 0 && string.CompareOrdinal(Plain, start, one, 0, one.Length) == 0 && !(char.IsAsciiLetter(one[0]) && char.IsAsciiLetter(At(start - 1))))
                return true;
        }

        return false;
    }

    /// <summary>The position after a few spaces.</summary>
    public int Gap(int at)
    {
        for (var most = at + 3; at < most && At(at) is ' ' or '\t'; at++)
        {
        }

        return at;
    }

    /// <summary>The position before a few spaces.</summary>
    public int GapBefore(int at)
    {
        for (var least = at - 3; at > least && At(at - 1) is ' ' or '\t'; at--)
        {
        }

        return at;
    }

    /// <summary>The position after the Latin letters at a position.</summary>
    public int WordEnd(int at)
    {
        while (char.IsAsciiLetter(At(at)))
            at++;
        return at;
    }

    /// <summary>Where the Latin word that ends at a position starts.</summary>
    public int WordStart(int end)
    {
        var least = Math.Max(0, end - 24);
        while (end > least && (char.IsAsciiLetter(Plain[end - 1]) || Plain[end - 1] == '\''))
            end--;
        return end;
    }

    /// <summary>The Latin word before a position and the spaces before that.</summary>
    public ReadOnlySpan<char> WordBefore(int at)
    {
        var end = GapBefore(at);
        return Plain.AsSpan(WordStart(end)..end);
    }

    public static bool IsHan(char c) => c is >= '\u3400' and <= '\u9fff';

    /// <summary>Reads a number that starts at a position: digits, Chinese numerals or English words.</summary>
    public bool Number(int at, out int end, out decimal value)
    {
        var first = At(at);
        var window = Plain.AsSpan(0, Math.Min(Plain.Length, at + Reach));
        int length;
        if (char.IsAsciiLetter(first))
        {
            end = at;
            value = 0;
            if (!EnglishNumbers.TryRead(window, at, out length, out value))
                return false;
        }
        else if (!ChineseNumbers.TryRead(window, at, out length, out value))
        {
            end = at;
            return false;
        }

        end = at + length;
        return Scaled(ref end, ref value);
    }

    /// <summary>"2w", "3 thousand", "2 grand", "2k".</summary>
    private bool Scaled(ref int end, ref decimal value)
    {
        if (value is < 0 or > 1_000_000_000_000m)
            return false;
        if (At(end) is 'w' && !char.IsAsciiLetterOrDigit(At(end + 1)))
            (end, value) = (end + 1, value * 10_000);
        var word = Gap(end);
        if (At(word) is 't' or 'h' or 'g' or 'm' or 'k')
        {
            var scale = Has(word, "thousand") || Has(word, "grand") ? 1000 : Has(word, "k") && word == end + 1 ? 1000 : Has(word, "hundred") ? 100 : Has(word, "million") ? 1_000_000 : 1;
            if (scale > 1)
                (end, value) = (WordEnd(word), value * scale);
        }

        return value <= 1_000_000_000_000m;
    }
}
