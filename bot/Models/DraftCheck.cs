using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assistant.Bot.Guard;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills.Conduct;
using Assistant.Skills.Language;

namespace Assistant.Bot.Models;

/// <summary>
/// Looks at words a model wrote for staff, before anybody sees them. What is not plain prose in the language of the talk, or says a figure, a day, a link, a commitment or anything the
/// rule book minds, does not pass. It errs towards stopping: an approved line is always there instead.
/// </summary>
public sealed partial class DraftCheck(RuleBook rules, ModelPrompts prompts, BankClock clock)
{
    private const int MostLine = 160;
    private const int MostSentences = 3;
    private static readonly SearchValues<char> Marks = SearchValues.Create("<>`*_#[]{}|\\^~=$@&/");

    /// <summary>The check that a line for an agent does not pass; null where it passes all.</summary>
    /// <param name="line">The line.</param>
    /// <param name="locale">Language of the talk.</param>
    /// <param name="context">What surrounds it.</param>
    public string? Wrong(string line, string locale, ReviewContext context)
    {
        if (OfText(line, locale) is { } wrong)
            return wrong;
        if (line.Length > MostLine || Sentence().Count(line) > MostSentences)
            return "length";
        if (HasFigure(line, locale))
            return "figure";
        if (prompts.Never.FirstOrDefault(never => never.Pattern.IsMatch(line)) is { Check: { } check })
            return check;
        return rules.Review(line, context with { Speaker = Speaker.Agent, Audience = Audience.Debtor }) is { Verdict: not "ok" } review ? "conduct: " + review.Findings[0].Rule.Id : null;
    }

    /// <summary>The check that any words of a model do not pass: their characters and their language.</summary>
    public static string? OfText(string text, string locale)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "empty";
        if (text.EnumerateRunes().Any(rune => ModelPrompt.IsHidden(rune) || rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Surrogate))
            return "hidden-characters";
        if (Link().IsMatch(text))
            return "link";
        if (text.AsSpan().ContainsAny(Marks))
            return "markup";
        // Letters of another script, and full-width or mathematical look-alikes, are another language however they look.
        if (text.EnumerateRunes().Any(rune => Rune.IsLetter(rune) && !rune.IsAscii && !IsChinese(rune)))
            return "language";
        var (chinese, latin) = (text.Count(Plain.IsChinese), text.Count(char.IsAsciiLetter));
        return locale == Locales.Chinese ? chinese == 0 || latin > 0 ? "language" : null : latin == 0 || chinese > 0 ? "language" : null;
    }

    /// <summary>Whether a number, a day, a time, a share or a length of time is said, in figures or words.</summary>
    private bool HasFigure(string line, string locale) =>
        line.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber || rune.Value is '%' or '％' or '‰' or '¥' or '￥' or '€' or '£')
        || Hearing.Entities(line, clock.Today, identityAsked: false, locale == Locales.English).Count > 0 || FigureCheck.Unfounded(line, []).Count > 0 || Number().IsMatch(line);

    private static bool IsChinese(Rune rune) => rune.IsBmp && Plain.IsChinese((char)rune.Value);

    [GeneratedRegex(@"https?|www|:\s*//|[\p{L}\d-]\s*[.．。]\s*(?:com|cn|net|org|io|info|top|xyz|co|me|vip|cc|app|link|site|shop|uk|us)\b|\.(?:html?|php|apk|exe)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"[。！？!?；;]|\.(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"[〇零二三四五六七八九十百千万亿两俩仨几半壹贰叁肆伍陆柒捌玖拾佰仟]|一(?=[个月天年周期次成笔元块半万百千])|(?<![那这下上同])一会儿?|今|明(?!白)|昨|后天|下(?:周|月|个)|月底|月初|年底|周末|元旦|春节|\b(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|third|quarter|double|triple|twice|dozen|couple|percent|one (?:month|week|day|year|hour|payment|instal\w+)|today|tonight|tomorrow|yesterday|(?:next|this|last) (?:week|month|year|payday|\w+day)|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|noon|midnight|january|february|march|april|may \w+th|june|july|august|september|october|november|december)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
