using Assistant.Skills.Language;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Privacy;

/// <summary>What a case tells of a person, so that it is found wherever it is said.</summary>
/// <param name="Holder">Whose case it is; null where nobody is known.</param>
/// <param name="File">The bank's file; null likewise.</param>
public sealed record Known(Holder? Holder, CaseFile? File)
{
    private const int FewestPhoneDigits = 7;

    /// <summary>The whole name first, then its parts: the given name alone in Chinese, each word in other languages.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            var whole = Holder?.Name.Trim() ?? "";
            if (whole.Length < 2)
                yield break;
            yield return whole;
            if (whole.Any(c => c >= 0x2E80))
            {
                if (whole.Length > 2)
                    yield return whole[1..];
                yield break;
            }

            foreach (var part in whole.Split([' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 1))
                yield return part;
        }
    }

    /// <summary>The digits of the telephone number; null where it has too few to be one.</summary>
    public string? Phone => Holder is not null && string.Concat(Holder.Mobile.Where(char.IsAsciiDigit)) is { Length: >= FewestPhoneDigits } digits ? digits : null;

    /// <summary>The last four of the identity document; null where they are not known.</summary>
    public string? IdLast4 => Holder is { IdLast4.Length: > 0 } ? Holder.IdLast4 : null;

    /// <summary>The numbers of case, customer and card.</summary>
    public IEnumerable<string> Numbers => new[] { File?.CaseNo, File?.CustomerNo, File?.CardLast4 }.OfType<string>().Where(word => word.Length > 2);

    /// <summary>Where something known stands in a folded text, in the words of the bank.</summary>
    public IEnumerable<Stretch> Find(string text)
    {
        foreach (var (words, kind) in Words())
        {
            for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                if (IsAlone(text, at, at + words.Length))
                    yield return new(at, at + words.Length, kind);
            }
        }
    }

    /// <summary>Whether digits are the last four of the person's document or card, however they were written.</summary>
    public bool IsLastFour(string digits) => digits == IdLast4 || digits == File?.CardLast4;

    private IEnumerable<(string Words, string Kind)> Words()
    {
        foreach (var name in Names)
            yield return (new Folded(name).Text, PersonalData.Name);
        foreach (var number in IdLast4 is { } last ? Numbers.Append(last) : Numbers)
            yield return (new Folded(number).Text, PersonalData.Number);
    }

    /// <summary>Not within a longer Latin word or number; Chinese needs no gaps.</summary>
    private static bool IsAlone(string text, int start, int end) =>
        !(start > 0 && IsLatin(text[start]) && IsLatin(text[start - 1])) && !(end < text.Length && IsLatin(text[end - 1]) && IsLatin(text[end]));

    private static bool IsLatin(char c) => char.IsLetterOrDigit(c) && !Plain.IsChinese(c);
}
