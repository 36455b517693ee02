namespace Assistant.Skills.Language;

/// <summary>Which language a message is written in.</summary>
public static class LanguageOf
{
    /// <summary>Words that Chinese speakers type too, and that say nothing of the language.</summary>
    private static readonly HashSet<string> Neutral = new(StringComparer.OrdinalIgnoreCase) { "ok", "okay", "hi", "hello", "bye", "app", "vip", "pos", "atm", "rmb", "cny", "usd" };

    /// <summary>"zh", "en", or null when the words do not tell (numbers, case numbers, emoji, "ok").</summary>
    public static string? Of(string text)
    {
        if (text.Any(c => c is (>= '\u4e00' and <= '\u9fff') or (>= '\u3400' and <= '\u4dbf')))
            return "zh";
        var word = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '_' or '\''))
            {
                word++;
                continue;
            }

            if (word > 1 && IsEnglish(text.AsSpan(i - word, word)))
                return "en";
            word = 0;
        }

        return null;
    }

    /// <summary>A word of letters only; anything with a digit is a number, a date or a case number.</summary>
    private static bool IsEnglish(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.IsAsciiDigit(c))
                return false;
        }

        return !Neutral.Contains(word.ToString()) && !IsCaps(word);
    }

    /// <summary>Short capitals are codes more often than words.</summary>
    private static bool IsCaps(ReadOnlySpan<char> word) => word.Length <= 4 && word.ToString().All(char.IsAsciiLetterUpper);
}
