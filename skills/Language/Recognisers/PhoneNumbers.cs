using System.Buffers;
using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

/// <summary>Finds telephone numbers of any country: with or without country code, in brackets, with spaces, hyphens, dots, a slash, an extension.</summary>
/// <remarks>
/// A telephone number has no marker of its own, so this reads groups of digits with what stands between them, and refuses
/// what those digits more likely are: dates, decimals, formulas, identifiers, cards, parts of addresses.
/// Each group starts at most one bounded attempt, so that time is linear in the text whatever it holds.
/// </remarks>
public static partial class PhoneNumbers
{
    /// <summary>"00 33 6 44 44 44 44" has seven; one more shows that a run goes on.</summary>
    private const int MaxGroups = 9;

    /// <summary>No telephone number has more digits in one group: "00" and the 15 that E.164 allows.</summary>
    private const int MaxGroup = 17;

    private static readonly SearchValues<char> AnyDigit = SearchValues.Create("0123456789０１２３４５６７８９");

    /// <summary>Adds the telephone numbers of an English text, in order.</summary>
    public static void AddEnglish(string text, List<Recognised> found) => Add(text, found);

    /// <summary>Adds the telephone numbers of a Chinese text, in order. Chinese characters may touch the digits.</summary>
    public static void AddChinese(string text, List<Recognised> found) => Add(text, found);

    private static void Add(string text, List<Recognised> found)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(found);
        var all = text.AsSpan();
        var at = all.IndexOfAny(AnyDigit);
        if (at < 0)
            return;
        Span<Group> groups = stackalloc Group[MaxGroups];
        var free = 0; // Everything before it belongs to a number already found.
        while (at < all.Length)
        {
            var next = all[at..].IndexOfAny(AnyDigit);
            if (next < 0)
                return;
            at += next;
            var count = Read(all, at, free, groups);
            var end = count == 0 ? -1 : Longest(all, groups[..count], free, out count);
            if (end < 0)
            {
                at = DigitsEnd(all, at);
                continue;
            }

            var start = groups[0].From;
            found.Add(Result(text, start, end, groups[..count]));
            at = free = end;
        }
    }

    private static Recognised Result(string text, int start, int end, ReadOnlySpan<Group> groups)
    {
        var written = text[start..end];
        return new Recognised(written, start, end - 1, TypeNames.PhoneNumber, new Resolution(HalfWidth(written)) { Score = Score(groups, text) });
    }

    /// <summary>The longest beginning of the groups that is a telephone number: where it ends, or -1.</summary>
    private static int Longest(ReadOnlySpan<char> text, ReadOnlySpan<Group> groups, int free, out int count)
    {
        count = 0;
        if (!MayStart(text, groups, free))
            return -1;
        for (var k = groups.Length; k > 0; k--)
        {
            if (k < groups.Length && !MaySplit(groups, k) || !IsNumber(text, groups[..k]))
                continue;
            var end = AfterExtension(text, groups[k - 1].End);
            if (!MayEnd(text, end, k == 1))
                continue;
            count = k;
            return end;
        }

        return -1;
    }

    /// <summary>Reads groups of digits and what stands between them, from a digit and the plus or bracket before it.</summary>
    private static int Read(ReadOnlySpan<char> text, int digit, int free, Span<Group> groups)
    {
        var from = digit;
        if (from > free && At(text, from - 1) == '+')
            from--;
        if (from > free && At(text, from - 1) == '(')
            from--;
        if (from > free && from < digit && At(text, from) == '(' && At(text, from - 1) == '+')
            from--;
        var count = 0;
        var gap = Gap.None;
        while (count < groups.Length)
        {
            if (!ReadGroup(text, from, gap, out groups[count]))
            {
                if (count > 0 || from == digit)
                    break;
                from = At(text, digit - 1) == '+' ? digit - 1 : digit; // "(555 1234" in running words: the bracket is not the number's.
                if (!ReadGroup(text, from, gap, out groups[count]))
                    break;
            }

            ref var group = ref groups[count++];
            gap = ReadGap(text, group.End, group.Bracket, count == 1 && group.Length == 3, out from);
            if (gap is Gap.Stop)
                break;
        }

        return count;
    }

    private static bool ReadGroup(ReadOnlySpan<char> text, int from, Gap before, out Group group)
    {
        group = default;
        var at = from;
        var plus = At(text, at) == '+';
        if (plus)
            at++;
        var bracket = At(text, at) == '(';
        if (bracket)
            at++;
        if (!plus && At(text, at) == '+')
        {
            plus = true;
            at++;
        }

        if (plus && before is not Gap.None && before is not Gap.Space)
            return false;
        var digits = at;
        while (at < text.Length && at - digits <= MaxGroup && Digit(text[at]) >= 0)
            at++;
        var length = at - digits;
        if (length is 0 or > MaxGroup)
            return false;
        if (bracket && At(text, at++) != ')')
            return false;
        group = new Group(from, digits, length, at, before, plus, bracket);
        return true;
    }

    /// <summary>What stands between two groups: nothing beside a bracket, one mark, or a mark with blanks.</summary>
    private static Gap ReadGap(ReadOnlySpan<char> text, int at, bool bracket, bool areaCode, out int next)
    {
        next = at;
        var first = At(text, at);
        if (first == '(' || bracket && IsGroupStart(text, at))
            return Gap.None;
        if (areaCode && !bracket && first == ')' && At(text, at + 1) is >= '0' and <= '9')
        {
            next = at + 1; // "206)555-0100": an area code that has lost its first bracket.
            return Gap.None;
        }

        var gap = first switch { ' ' => Gap.Space, '-' => Gap.Hyphen, '.' => Gap.Dot, '/' => Gap.Slash, _ => Gap.Stop };
        if (gap is Gap.Stop)
            return gap;
        at++;
        if (gap is Gap.Space && At(text, at) == '-')
        {
            gap = Gap.Hyphen;
            at++;
        }

        if (gap is Gap.Hyphen or Gap.Slash && At(text, at) == ' ')
            at++;
        next = at;
        return IsGroupStart(text, at) ? gap : Gap.Stop;
    }

    private static bool IsGroupStart(ReadOnlySpan<char> text, int at) =>
        At(text, at) switch { '(' => true, '+' => true, var c => c is >= '0' and <= '9' };

    private static int AfterExtension(ReadOnlySpan<char> text, int end)
    {
        var at = end;
        if (At(text, at) == ' ')
            at++;
        var word = at;
        foreach (var letter in "extension")
        {
            if ((At(text, at) | 0x20) != letter)
                break;
            at++;
        }

        if (at - word is not (3 or 9))
        {
            at = word;
            if ((At(text, at) | 0x20) != 'x')
                return end;
            at++;
        }
        else if (At(text, at) == '.')
        {
            at++;
        }

        if (At(text, at) == ' ')
            at++;
        var digits = at;
        while (at < text.Length && at - digits <= 6 && Digit(text[at]) >= 0)
            at++;
        return at - digits is >= 1 and <= 6 ? at : end;
    }

    private static int DigitsEnd(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && Digit(text[at]) >= 0)
            at++;
        return at;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= '０' and <= '９' => c - '０',
        _ => -1,
    };

    /// <summary>The half-width character at a position, a plain blank and hyphen for their variants, '\0' outside the text.</summary>
    private static char At(ReadOnlySpan<char> text, int at) => at < 0 || at >= text.Length ? '\0' : Plain(text[at]);

    private static char Plain(char c) => c switch
    {
        < '\u0080' => c is '\t' ? ' ' : c,
        >= '\uff01' and <= '\uff5e' => (char)(c - 0xfee0),
        '\u3000' or '\u00a0' => ' ',
        '\u2010' or '\u2011' => '-',
        _ => c,
    };

    private static string HalfWidth(string written)
    {
        foreach (var c in written)
        {
            if (c != Plain(c))
                return string.Create(written.Length, written, static (to, from) =>
                {
                    for (var i = 0; i < to.Length; i++)
                        to[i] = Plain(from[i]);
                });
        }

        return written;
    }

    /// <summary>How sure it is, from 0 to 1: a country code, an area code, grouping and length speak for it, equal last digits against.</summary>
    private static string Score(ReadOnlySpan<Group> groups, ReadOnlySpan<char> text)
    {
        int digits = 0, tail = 0;
        var last = -1;
        foreach (ref readonly var group in groups)
        {
            for (var i = 0; i < group.Length; i++)
            {
                var digit = Digit(text[group.Digits + i]);
                tail = digit == last ? tail + 1 : 1;
                last = digit;
            }

            digits += group.Length;
        }

        var tenths = 3 + Math.Clamp(digits - 8, 0, 3) - Math.Max(0, tail - 2);
        tenths += IsInternational(text, groups) ? 4 : 0;
        tenths += groups.Length switch { 1 => 0, 2 => 2, _ => 4 };
        foreach (ref readonly var group in groups)
            tenths += group is { Bracket: true, Plus: false, Length: > 1 } ? 3 : 0;
        return (Math.Clamp(tenths, 0, 10) / 10m).ToString("0.#", CultureInfo.InvariantCulture);
    }

    private enum Gap : byte
    {
        None,
        Space,
        Hyphen,
        Dot,
        Slash,
        Stop,
    }

    /// <summary>Digits that stand together. <c>From</c> and <c>End</c> take in plus and brackets; <c>Before</c> is what stands before it.</summary>
    private readonly record struct Group(int From, int Digits, int Length, int End, Gap Before, bool Plus, bool Bracket);
}
