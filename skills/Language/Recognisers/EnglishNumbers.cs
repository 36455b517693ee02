using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

/// <summary>Numbers, percentages and ranges of numbers in English, in the shape of Microsoft's Recognizers-Text.</summary>
/// <remarks>Everything is read in place: a text without numbers costs one look at each word and no memory.</remarks>
public static partial class EnglishNumbers
{
    /// <summary>How a number may be written where it stands.</summary>
    [Flags]
    internal enum Manner : byte
    {
        /// <summary>On its own.</summary>
        Plain = 0,

        /// <summary>A unit may touch it: "115USD", "$10m".</summary>
        Glued = 1,

        /// <summary>"and" joins it to something else, as in "between one hundred and two thousand".</summary>
        WithoutAnd = 2,
    }

    /// <summary>What kind of number was read: the subtype in Recognizers-Text.</summary>
    internal enum NumberForm : byte
    {
        /// <summary>Of digits and words ("3 hundred and one"), for which Recognizers-Text has no subtype.</summary>
        Mixed,

        /// <summary>A whole number.</summary>
        Integer,

        /// <summary>A number with a point.</summary>
        Decimal,

        /// <summary>A number with a fraction.</summary>
        Fraction,

        /// <summary>A number with an exponent.</summary>
        Power,
    }

    /// <summary>A number that was read.</summary>
    /// <param name="End">Position after its last character.</param>
    /// <param name="Value">What it is worth.</param>
    /// <param name="Form">How it is written.</param>
    internal readonly record struct Reading(int End, double Value, NumberForm Form);

    /// <summary>Adds every number of a text.</summary>
    public static void AddNumbers(string text, List<Recognised> found)
    {
        ReadOnlySpan<char> span = text;
        for (var i = 0; i < span.Length;)
        {
            if (!MayStart(span, i))
            {
                i = Next(span, i);
                continue;
            }
            if (!Scan(span, i, Manner.Plain, out var read))
            {
                i = Next(span, i);
                continue;
            }
            if (!IsPronoun(span, i, read))
                found.Add(new Recognised(text[i..read.End], i, read.End - 1, TypeNames.Number, new Resolution(Written(read.Value)) { Subtype = Subtype(read.Form) }));
            i = read.End;
        }
    }

    /// <summary>Adds every percentage of a text; a lone "%" is one without a value, as in Recognizers-Text.</summary>
    public static void AddPercentages(string text, List<Recognised> found)
    {
        ReadOnlySpan<char> span = text;
        for (var i = 0; i < span.Length;)
        {
            var start = i;
            string? value = null;
            var end = 0;
            if (PercentSign(span, i) is var sign and > 0 && StartsWord(span, i))
            {
                // "per cent of 210" means what "210 per cent" means.
                var of = SkipSpaces(span, sign);
                if (of > sign && WordIs(span, of, "of") && SkipSpaces(span, of + 2) is var number && number < span.Length && MayStart(span, number)
                    && Scan(span, number, Manner.Plain, out var part))
                    (value, end) = (Written(part.Value) + "%", part.End);
                else if (Fold(span[i]) == '%' && (i == 0 || char.IsWhiteSpace(span[i - 1])) && (sign == span.Length || char.IsWhiteSpace(span[sign])))
                    (value, end) = ("null", sign);
            }
            else if (MayStart(span, i) && !(i > 0 && Fold(span[i - 1]) == '%') && Scan(span, i, Manner.Plain, out var read))
            {
                sign = PercentSign(span, SkipSpaces(span, read.End));
                if (sign <= 0)
                {
                    i = read.End;
                    continue;
                }
                (value, end) = (Written(read.Value) + "%", sign);
            }
            if (value is null)
            {
                i = Next(span, i);
                continue;
            }
            found.Add(new Recognised(text[start..end], start, end - 1, TypeNames.Percentage, new Resolution(value)));
            i = end;
        }
    }

    /// <summary>Reads one number that starts exactly at a position, without allocating.</summary>
    /// <param name="text">Where to read.</param>
    /// <param name="start">Where the number starts.</param>
    /// <param name="length">How many characters it takes.</param>
    /// <param name="value">What it is worth.</param>
    /// <param name="glued">Whether letters may follow at once, as in "115USD" and "5pm".</param>
    internal static bool TryRead(ReadOnlySpan<char> text, int start, out int length, out decimal value, bool glued = false)
    {
        (length, value) = (0, 0);
        if ((uint)start >= (uint)text.Length || !Scan(text, start, glued ? Manner.Glued : Manner.Plain, out var read) || Math.Abs(read.Value) > 7e27)
            return false;
        (length, value) = (read.End - start, (decimal)read.Value);
        return true;
    }

    /// <summary>Reads a number that starts exactly at a position, which the caller has found to be the start of something.</summary>
    internal static bool Scan(ReadOnlySpan<char> text, int start, Manner manner, out Reading read)
    {
        read = default;
        var at = start;
        var first = Fold(text[at]);
        var negative = false;
        if (first == '-')
        {
            at = SkipSpaces(text, at + 1);
            if (at >= text.Length || !(IsDigit(text[at]) || IsPointed(text, at) || IsVulgar(text[at])))
                return false;
            negative = true;
        }
        else if (first is 'm' or 'n' && Look(text, at, out var end).Kind == Kind.Minus)
        {
            at = SkipSpaces(text, end);
            if (at == end || at >= text.Length)
                return false;
            negative = true;
        }
        if (IsVulgar(text[at]))
        {
            read = new Reading(at + 1, (negative ? -1 : 1) * char.GetNumericValue(text[at]), NumberForm.Fraction);
            return EndsWord(text, at + 1);
        }
        var found = IsDigit(text[at]) || IsPointed(text, at) ? ReadDigits(text, start, at, manner, out read) : ReadWords(text, at, manner, out read);
        if (found && (negative || read.Value == 0))
            read = read with { Value = read.Value == 0 ? 0 : -read.Value };
        return found && double.IsFinite(read.Value);
    }

    /// <summary>The number as Recognizers-Text writes it: fifteen digits, "1E-12".</summary>
    internal static string Written(double value) => value.ToString("G15", CultureInfo.InvariantCulture);

    /// <summary>Whether a number can start here, judged by what stands before it and by its first character.</summary>
    internal static bool MayStart(ReadOnlySpan<char> text, int at)
    {
        var c = Fold(text[at]);
        if (char.IsAsciiLetterLower(c) || IsDigit(c))
            return StartsWord(text, at);
        if (IsVulgar(c))
            return true;
        if (c == '.')
            return IsPointed(text, at) && StartsWord(text, at) && !(at > 0 && Fold(text[at - 1]) == '.');
        if (c != '-' || !StartsWord(text, at))
            return false;
        // "10 - 5" are two numbers, neither of them negative.
        for (at--; at >= 0 && char.IsWhiteSpace(text[at]); at--)
        {
        }
        return at < 0 || !IsDigit(text[at]);
    }

    /// <summary>The next position where something can start: after this word or run of digits.</summary>
    internal static int Next(ReadOnlySpan<char> text, int at)
    {
        if (!IsWordPart(text[at]))
            return at + 1;
        while (at < text.Length && IsWordPart(text[at]))
            at++;
        return at;
    }

    /// <summary>Small letters and half width, so that a character is compared by what it means.</summary>
    internal static char Fold(char c) => c switch
    {
        >= 'A' and <= 'Z' => (char)(c | 0x20),
        < '\u0080' => c,
        >= '\uff01' and <= '\uff5e' => Fold((char)(c - 0xfee0)),
        '\u2212' => '-',
        _ => char.IsWhiteSpace(c) ? ' ' : char.ToLowerInvariant(c),
    };

    /// <summary>The first position from here on that is no space. Only so many are passed: words far apart are not one number.</summary>
    internal static int SkipSpaces(ReadOnlySpan<char> text, int at)
    {
        var last = Math.Min(text.Length, at + 12);
        while (at < last && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    /// <summary>Whether these small letters stand here as a word.</summary>
    internal static bool WordIs(ReadOnlySpan<char> text, int at, string word)
    {
        if (at + word.Length > text.Length)
            return false;
        for (var i = 0; i < word.Length; i++)
        {
            if (Fold(text[at + i]) != word[i])
                return false;
        }
        return EndsWord(text, at + word.Length);
    }

    /// <summary>Whether no letter or digit stands before this position.</summary>
    internal static bool StartsWord(ReadOnlySpan<char> text, int at) => at == 0 || !IsWordPart(text[at - 1]);

    /// <summary>Whether no letter or digit stands at this position.</summary>
    internal static bool EndsWord(ReadOnlySpan<char> text, int at) => at >= text.Length || !IsWordPart(text[at]);

    /// <summary>Whether a digit, half or full width.</summary>
    internal static bool IsDigit(char c) => char.IsAsciiDigit(c) || c is >= '\uff10' and <= '\uff19';

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool IsPointed(ReadOnlySpan<char> text, int at) => Fold(text[at]) == '.' && at + 1 < text.Length && IsDigit(text[at + 1]);

    private static string? Subtype(NumberForm form) => form switch
    {
        NumberForm.Integer => "integer",
        NumberForm.Decimal => "decimal",
        NumberForm.Fraction => "fraction",
        NumberForm.Power => "power",
        _ => null,
    };

    /// <summary>Position after "%", "percent" or "per cent"; 0 where none stands.</summary>
    private static int PercentSign(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length)
            return 0;
        var c = Fold(text[at]);
        if (c == '%')
            return EndsWord(text, at + 1) ? at + 1 : 0;
        if (c != 'p')
            return 0;
        if (WordIs(text, at, "percent") || WordIs(text, at, "percents") || WordIs(text, at, "percentage") || WordIs(text, at, "percentages"))
            return Next(text, at);
        if (WordIs(text, at, "pct"))
            return at + 3;
        if (!WordIs(text, at, "per"))
            return 0;
        at = SkipSpaces(text, at + 3);
        if (at < text.Length && text[at] == '-')
            at++;
        return WordIs(text, at, "cent") || WordIs(text, at, "cents") ? Next(text, at) : 0;
    }

    /// <summary>"this one" and "the one" stand for a thing, not for a number.</summary>
    private static bool IsPronoun(ReadOnlySpan<char> text, int start, in Reading read)
    {
        if (read.Value != 1 || read.End - start != 3 || !WordIs(text, start, "one"))
            return false;
        var end = start;
        while (end > 0 && start - end < 12 && char.IsWhiteSpace(text[end - 1]))
            end--;
        if (end == start)
            return false;
        var word = end;
        while (word > 0 && end - word < 10 && char.IsLetter(text[word - 1]))
            word--;
        return WordIs(text, word, "the") || WordIs(text, word, "this") || WordIs(text, word, "that") || WordIs(text, word, "which")
            || WordIs(text, word, "no") || WordIs(text, word, "another") || (word < end && Look(text, word, out _).Kind == Kind.Ordinal);
    }
}
