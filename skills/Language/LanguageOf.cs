namespace Assistant.Skills.Language;

/// <summary>Which language a message is written in.</summary>
public static class LanguageOf
{
    private const int LongWord = 4;

    /// <summary>Words that Chinese speakers type too, and that say nothing of the language.</summary>
    private static readonly HashSet<string> Neutral = new(StringComparer.OrdinalIgnoreCase)
    {
        "ok", "okay", "hi", "hello", "bye", "yes", "no", "app", "vip", "pos", "atm", "rmb", "cny", "usd", "alipay", "wechat",
    };

    /// <summary>
    /// "zh", "en", or null when the words do not tell: numbers, case numbers, emoji, "ok", pinyin initials. One English word of four
    /// letters or two of any length make it English; any Chinese character makes it Chinese.
    /// </summary>
    public static string? Of(string text)
    {
        if (text.Any(c => Plain.IsChinese(c) || c is >= '\u3400' and <= '\u4dbf'))
            return "zh";
        var words = text.Split([' ', ',', '.', '!', '?', ';', ':', '(', ')', '"', '/', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(IsWord).ToList();
        return words.Exists(word => word.Length >= LongWord) || words.Count >= 2 ? "en" : null;
    }

    /// <summary>Letters with a vowel, not all capitals: anything else is a number, a code or initials.</summary>
    private static bool IsWord(string word) =>
        word.All(c => char.IsAsciiLetter(c) || c is '\'' or '-') && word.Any(c => "aeiouyAEIOUY".Contains(c)) && !Neutral.Contains(word)
        && (word.Length == 1 || word.Length > LongWord || !word.All(char.IsAsciiLetterUpper));
}
