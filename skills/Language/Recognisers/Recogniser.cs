namespace Assistant.Skills.Language.Recognisers;

/// <summary>
/// Recognises numbers, shares, ranges, money, yes and no, telephone numbers, dates and times in a text, in Chinese or English. Every recogniser
/// reads the text once from left to right, finds what it finds in order, and takes time in proportion to the text.
/// </summary>
public static class Recogniser
{
    /// <summary>What a recogniser can be asked for.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [TypeNames.Number, TypeNames.Percentage, TypeNames.NumberRange, TypeNames.Currency, TypeNames.Boolean, TypeNames.PhoneNumber, TypeNames.DateTime];

    /// <summary>Everything of one kind.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="chinese">Chinese, or else English.</param>
    /// <param name="text">The text, of any length and with anything in it.</param>
    /// <param name="reference">The moment that "tomorrow" counts from; only dates and times look at it.</param>
    /// <param name="found">What is found is added here, in order.</param>
    /// <exception cref="ArgumentException">The kind is not known.</exception>
    public static void Find(string kind, bool chinese, string text, DateTime reference, List<Recognised> found)
    {
        switch (kind, chinese)
        {
            case (TypeNames.Number, true): ChineseNumbers.AddNumbers(text, found); break;
            case (TypeNames.Number, false): EnglishNumbers.AddNumbers(text, found); break;
            case (TypeNames.Percentage, true): ChineseNumbers.AddPercentages(text, found); break;
            case (TypeNames.Percentage, false): EnglishNumbers.AddPercentages(text, found); break;
            case (TypeNames.NumberRange, true): ChineseNumbers.AddRanges(text, found); break;
            case (TypeNames.NumberRange, false): EnglishNumbers.AddRanges(text, found); break;
            case (TypeNames.Currency, true): ChineseCurrencies.Add(text, found); break;
            case (TypeNames.Currency, false): EnglishCurrencies.Add(text, found); break;
            case (TypeNames.Boolean, true): YesNo.AddChinese(text, found); break;
            case (TypeNames.Boolean, false): YesNo.AddEnglish(text, found); break;
            case (TypeNames.PhoneNumber, true): PhoneNumbers.AddChinese(text, found); break;
            case (TypeNames.PhoneNumber, false): PhoneNumbers.AddEnglish(text, found); break;
            case (TypeNames.DateTime, true): ChineseTimes.Add(text, reference, found); break;
            case (TypeNames.DateTime, false): EnglishTimes.Add(text, reference, found); break;
            default: throw new ArgumentException($"'{kind}' is not recognised; one of {string.Join(", ", Kinds)} is.", nameof(kind));
        }
    }
}
