using static Assistant.Skills.Language.Recognisers.EnglishNumbers;
using Form = Assistant.Skills.Language.Recognisers.EnglishCurrencyUnits.Form;
using Unit = Assistant.Skills.Language.Recognisers.EnglishCurrencyUnits.Unit;

namespace Assistant.Skills.Language.Recognisers;

/// <summary>Amounts of money in English, in the shape of Microsoft's Recognizers-Text.</summary>
public static class EnglishCurrencies
{
    private const int LongestForm = 52;

    private static readonly string[] Counted =
        ["times", "days", "weeks", "months", "years", "hours", "minutes", "people", "percent", "payments", "instalments", "installments"];

    /// <summary>Adds every amount of money of a text; a unit without a number is one without a value, as in Recognizers-Text.</summary>
    public static void Add(string text, List<Recognised> found)
    {
        ReadOnlySpan<char> span = text;
        for (var i = 0; i < span.Length;)
        {
            var (start, end, value, unit) = (i, 0, (double?)null, (Unit?)null);
            if (ReadUnit(span, i, out var after, out var form))
            {
                if (ReadLed(span, after, form, out var amount, out end))
                    (value, unit) = (amount, form.Unit);
                else if (form.Alone && EndsWord(span, after) && !AfterPer(span, i))
                    (end, unit) = (after, form.Unit);
            }
            else if (IsSigned(span, i) && ReadUnit(span, i + 1, out after, out form) && form.Sign && ReadLed(span, after, form, out var amount, out end))
            {
                (value, unit) = (-amount, form.Unit);
            }
            if (unit is null && MayStart(span, i) && Scan(span, i, Manner.Glued, out var read))
            {
                i = read.End;
                if (!ReadFollowing(span, read.End, out end, out form))
                    continue;
                (value, unit) = (read.Value * form.Times * ReadTimes(span, ref end), form.Unit);
                value += ReadParts(span, unit!, 1, true, ref end);
            }
            else if (unit is not null && value is not null)
            {
                value += ReadParts(span, unit, 1, false, ref end);
            }
            if (unit is null)
            {
                i = Next(span, i);
                continue;
            }
            found.Add(new Recognised(text[start..end], start, end - 1, TypeNames.Currency,
                new Resolution(value is { } known ? Written(known) : null) { Unit = unit.Name, IsoCurrency = unit.Iso }));
            i = end;
        }
    }

    /// <summary>Reads the longest form of a unit that starts here.</summary>
    private static bool ReadUnit(ReadOnlySpan<char> text, int start, out int end, out Form form)
    {
        (end, form) = (start, default);
        var first = text[start];
        var letters = char.IsLetter(first);
        if (letters ? start > 0 && (char.IsLetter(text[start - 1]) || text[start - 1] == '_') : !IsSign(first))
            return false;
        Span<char> key = stackalloc char[LongestForm];
        var length = 0;
        for (var at = start; at < text.Length;)
        {
            var part = at;
            if (IsSign(text[at]))
            {
                // "a $ 5 million deal" is not in Australian dollars; only "c $" is written with a space.
                if (length == 1 && key[0] != 'c' && at > end && at > start + 1 && char.IsWhiteSpace(text[at - 1]))
                    break;
                if (length == LongestForm)
                    break;
                key[length++] = Fold(text[at++]);
            }
            else
            {
                if (length > 0 && length < LongestForm && char.IsLetter(key[length - 1]))
                    key[length++] = ' ';
                at = ReadPart(text, at, key, ref length);
            }
            if (at == part || !EnglishCurrencyUnits.Forms.TryGetValue(key[..length], out var meaning))
                break;
            if (meaning.Unit is not null && (meaning.Sign || EndsWord(text, at) || IsDigit(text[at])) && !(meaning.Capital && !IsCapital(text, start, at)))
                (end, form) = (at, meaning);
            at = SkipSpaces(text, at);
        }
        return form.Unit is not null;
    }

    /// <summary>Adds a word to the key. The dots of "u . s ." are left out, and its letters joined.</summary>
    private static int ReadPart(ReadOnlySpan<char> text, int at, Span<char> key, ref int length)
    {
        var from = at;
        while (at < text.Length && (char.IsLetter(text[at]) || text[at] is '\'' or '’' or 'ʻ'))
        {
            if (length == key.Length)
                return from;
            key[length++] = Fold(text[at++]);
        }
        while (at - from == 1 || (at > from && at - 2 >= from && !char.IsLetter(text[at - 2])))
        {
            var dot = SkipSpaces(text, at);
            if (dot >= text.Length || text[dot] != '.')
                break;
            var letter = SkipSpaces(text, dot + 1);
            if (letter + 1 < text.Length && char.IsLetter(text[letter]) && !char.IsLetter(text[letter + 1]) && length < key.Length && at - from < 12)
            {
                key[length++] = Fold(text[letter]);
                at = letter + 1;
                continue;
            }
            return at - from > 1 ? dot + 1 : at;
        }
        return at;
    }

    /// <summary>The number after a unit: "$ 16.4 million", "GBP 350".</summary>
    private static bool ReadLed(ReadOnlySpan<char> text, int at, in Form form, out double value, out int end)
    {
        (value, end) = (0, at);
        if (!form.Leads)
            return false;
        if (!form.Sign && at < text.Length && text[at] == '.')
            at++;
        var number = SkipSpaces(text, at);
        if (number >= text.Length || !(IsDigit(text[number]) || Fold(text[number]) is '.' or '-' || (form.Sign && char.IsLetter(text[number]))))
            return false;
        if (!(number == at || MayStart(text, number)) || (Fold(text[number]) == '-' && number > at) || !Scan(text, number, Manner.Glued, out var read))
            return false;
        (value, end) = (read.Value * form.Times, read.End);
        // The letters after "$5x" belong to something else.
        return EndsWord(text, end);
    }

    /// <summary>The unit after a number: "15 dollars", "12-cent", "115USD".</summary>
    private static bool ReadFollowing(ReadOnlySpan<char> text, int at, out int end, out Form form)
    {
        (end, form) = (at, default);
        var start = SkipSpaces(text, at);
        var gap = start - at;
        if (start < text.Length && Fold(text[start]) == '-')
            start = SkipSpaces(text, start + 1);
        if (start >= text.Length || !ReadUnit(text, start, out end, out form) || !(form.Sign || EndsWord(text, end)))
            return false;
        if (!form.Sign || gap == 0)
            return true;
        // In "1 $10" and "1990 $ 10" the sign leads the second number.
        var next = SkipSpaces(text, end);
        if (next >= text.Length || !IsDigit(text[next]) || next - end > gap)
            return true;
        // Between two numbers, as in "10 $ 30 $", the sign after the second tells.
        return next - end == gap && Scan(text, next, Manner.Glued, out var second) && SkipSpaces(text, second.End) is var last
            && last < text.Length && IsSign(text[last]) && !(SkipSpaces(text, last + 1) is var third && third < text.Length && IsDigit(text[third]));
    }

    /// <summary>A scale after the unit: "75 USD million".</summary>
    private static double ReadTimes(ReadOnlySpan<char> text, ref int end)
    {
        var at = SkipSpaces(text, end);
        if (at == end || at >= text.Length)
            return 1;
        var times = ScaleOf(text, at, out var after);
        if (times > 1)
            end = after;
        return times;
    }

    /// <summary>The smaller units after an amount: "and forty-five cents", "5 mao five", "50".</summary>
    private static double ReadParts(ReadOnlySpan<char> text, Unit unit, double ratio, bool bare, ref int end)
    {
        double sum = 0;
        // Each round reads a smaller unit, and no currency has more than two.
        for (var round = 0; round < 3 && unit.Parts.Length > 0; round++)
        {
            var at = SkipSpaces(text, end);
            if (at == end)
                break;
            var joined = WordIs(text, at, "and");
            if (joined)
                at = SkipSpaces(text, at + 3);
            if (at >= text.Length || Fold(text[at]) == '-' || !MayStart(text, at) || !Scan(text, at, Manner.Glued, out var read)
                || read.Form != NumberForm.Integer || read.Value < 0)
                break;
            if (ReadFollowing(text, read.End, out var after, out var form))
            {
                var part = Array.FindIndex(unit.Parts, part => part.Name == form.Unit!.Name);
                if (part < 0 || read.Value >= unit.Parts[part].Ratio)
                    break;
                ratio *= unit.Parts[part].Ratio;
                sum += read.Value / ratio;
                (unit, end, bare) = (form.Unit!, after, true);
                continue;
            }
            // "15 dollars 50": two digits for a hundredth, one for a tenth; but "50 dollars 2 times" is two numbers.
            var least = unit.Parts[0].Ratio;
            if (!bare || joined || least > 100 || read.Value >= least || read.Value * 10 < least || !EndsWord(text, read.End) || IsCounted(text, read.End))
                break;
            sum += read.Value / (ratio * least);
            end = read.End;
            break;
        }
        return sum;
    }

    /// <summary>Whether a number counts what follows it, and so is no part of an amount.</summary>
    private static bool IsCounted(ReadOnlySpan<char> text, int at)
    {
        at = SkipSpaces(text, at);
        if (at >= text.Length)
            return false;
        foreach (var noun in Counted)
        {
            if (WordIs(text, at, noun))
                return true;
        }
        return text[at] is '%' or '/';
    }

    /// <summary>"-$5": a minus that no digit or word stands before.</summary>
    private static bool IsSigned(ReadOnlySpan<char> text, int at) => Fold(text[at]) == '-' && at + 1 < text.Length && IsSign(text[at + 1]) && MayStart(text, at);

    /// <summary>The "cent" of "per cent" is no money.</summary>
    private static bool AfterPer(ReadOnlySpan<char> text, int at)
    {
        var last = at;
        while (at > 0 && last - at < 4 && char.IsWhiteSpace(text[at - 1]))
            at--;
        return at < last && at >= 3 && WordIs(text, at - 3, "per") && StartsWord(text, at - 3);
    }

    private static bool IsSign(char c) => c is '$' or '￠' or '￡' or '￥' or '￦' or '/'
        || (c > '\u007f' && char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.CurrencySymbol);

    private static bool IsCapital(ReadOnlySpan<char> text, int at, int end)
    {
        while (at < end && !char.IsLower(text[at]))
            at++;
        return at == end;
    }
}
