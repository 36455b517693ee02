using System.Text.RegularExpressions;

namespace Assistant.Skills.Language;

/// <summary>Hears case numbers, telephone numbers and the last four characters of documents and cards.</summary>
internal static partial class Identifiers
{
    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    public static void Add(List<Entity> heard, string text, bool identityAsked)
    {
        foreach (Match m in NamedFour().Matches(text))
        {
            var four = m.Groups["v"];
            var type = CardWords().IsMatch(m.Groups["w"].Value) ? EntityType.CardLast4 : EntityType.IdLast4;
            if (four.Value.Any(char.IsAsciiDigit) && Hearing.IsFree(heard, four.Index, four.Length))
                heard.Add(new(type, four.Value, four.Index, four.Value.ToUpperInvariant()));
        }

        foreach (Match m in NamedCase().Matches(text))
        {
            var number = m.Groups["v"];
            if (number.Value.Any(char.IsAsciiDigit) && Hearing.IsFree(heard, number.Index, number.Length))
                heard.Add(new(EntityType.CaseNo, number.Value, number.Index, number.Value));
        }

        foreach (Match m in SpacedPhone().Matches(text))
        {
            if (Hearing.IsFree(heard, m.Index, m.Length))
                heard.Add(new(EntityType.Phone, m.Value, m.Index, string.Concat(m.Value.Where(char.IsAsciiDigit))));
        }

        AddTokens(heard, text, identityAsked);
        // Four characters beside a case or mobile number are the other factor, asked for or not.
        if (!identityAsked && heard.Exists(e => e.Type is EntityType.CaseNo or EntityType.Phone))
            AddTokens(heard, text, identityAsked: true, standingAlone: true);
    }

    private static void AddTokens(List<Entity> heard, string text, bool identityAsked, bool standingAlone = false)
    {
        foreach (Match m in Token().Matches(text))
        {
            if (standingAlone && m.Index > 0 && char.IsLetter(text[m.Index - 1]))
                continue;
            if (!Hearing.IsFree(heard, m.Index, m.Length) || TypeOf(text, m, identityAsked) is not { } type)
                continue;
            var value = type == EntityType.CaseNo ? m.Value : string.Concat(m.Value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
            heard.Add(new(type, m.Value, m.Index, value));
        }
    }

    private static string? TypeOf(string text, Match m, bool identityAsked)
    {
        var digits = m.Value.Count(char.IsAsciiDigit);
        var letters = m.Value.Count(char.IsAsciiLetter);
        if (digits == 0 || Date().IsMatch(m.Value))
            return null;
        if (letters == 0 && digits >= 11 && digits <= 15)
            return EntityType.Phone;
        if (LooksLikeCase().IsMatch(m.Value))
            return EntityType.CaseNo;
        if (!identityAsked)
            return null;
        if (m.Length == 4)
            return EntityType.IdLast4;
        if (letters == 0 && digits is >= 5 and <= 15 && !MoneyAfter().IsMatch(text[(m.Index + m.Length)..Math.Min(text.Length, m.Index + m.Length + 3)]))
            return EntityType.Phone;
        return letters > 0 && !Ordinal().IsMatch(m.Value) && m.Length >= 2 ? EntityType.CaseNo : null;
    }

    [GeneratedRegex(@"(?<w>身份证|证件|后四位|后4位|末四位|尾号|卡号|last\s?four|last\s?4|last four digits|ending(?: in)?|ssn|id)[^0-9A-Za-z]{0,6}(?:号|是|为|is|are|of my id|in)?[^0-9A-Za-z]{0,4}(?<v>[0-9]{3}[0-9Xx])(?:$|[^0-9A-Za-z])", Plain)]
    private static partial Regex NamedFour();

    [GeneratedRegex("尾号|卡|ending|card", Plain)]
    private static partial Regex CardWords();

    [GeneratedRegex(@"(?:案件号|案件编号|案件|个案序列号|编号|case(?: number| no\.?)?)\s*(?:是|为|is|:|：|#)?\s*(?<v>[A-Za-z0-9][A-Za-z0-9_-]{0,39})", Plain)]
    private static partial Regex NamedCase();

    [GeneratedRegex(@"\+[0-9]{1,3}[ -]?\(?[0-9]{2,4}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}|\(?[0-9]{3}\)?[ -][0-9]{3}[ -][0-9]{4}|1[0-9]{2}[ -][0-9]{4}[ -][0-9]{4}", Plain)]
    private static partial Regex SpacedPhone();

    [GeneratedRegex(@"\+?[A-Za-z0-9][A-Za-z0-9_-]*", Plain)]
    private static partial Regex Token();

    [GeneratedRegex(@"^(?:[A-Za-z]{1,8}[-_]?[0-9][A-Za-z0-9_-]*|[0-9]{4,}-[0-9][A-Za-z0-9_-]*)$", Plain)]
    private static partial Regex LooksLikeCase();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$", Plain)]
    private static partial Regex Date();

    [GeneratedRegex(@"^[0-9]+(?:st|nd|rd|th|k|w|days?|months?)$", Plain)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"^\s?(?:元|块|万|千|期|个|天|号|dollar|usd|%)", Plain)]
    private static partial Regex MoneyAfter();
}
