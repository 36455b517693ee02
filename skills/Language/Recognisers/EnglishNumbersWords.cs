using System.Collections.Frozen;

namespace Assistant.Skills.Language.Recognisers;

/// <content>Numbers in words, alone or after digits.</content>
public static partial class EnglishNumbers
{
    // As many words as a spoken number takes. It bounds the work that each of a million repeated numerals can cause.
    private const int MostTokens = 28;
    private const int LongestWord = 12;

    private static readonly FrozenDictionary<string, Word>.AlternateLookup<ReadOnlySpan<char>> Words = Vocabulary().GetAlternateLookup<ReadOnlySpan<char>>();

    private enum Kind : byte
    {
        None, Digits, Unit, Teen, Tens, Round, ShortRound, Ordinal, Half, Quarter, Dozen, And, Article, Point, Minus, Over, Out, Of, In,
    }

    private readonly record struct Word(Kind Kind, double Value, bool Plural = false);

    // Flag: of a noun that it is plural, of digits that they have a point. Hyphen: that one joins it to the word before.
    private readonly record struct Token(Kind Kind, double Value, bool Flag, bool Hyphen, int Start, int End);

    private static FrozenDictionary<string, Word> Vocabulary()
    {
        var words = new Dictionary<string, Word>(StringComparer.Ordinal)
        {
            ["nought"] = new(Kind.Unit, 0), ["naught"] = new(Kind.Unit, 0), ["and"] = new(Kind.And, 0), ["a"] = new(Kind.Article, 1), ["an"] = new(Kind.Article, 1),
            ["point"] = new(Kind.Point, 0), ["minus"] = new(Kind.Minus, 0), ["negative"] = new(Kind.Minus, 0),
            ["over"] = new(Kind.Over, 0), ["out"] = new(Kind.Out, 0), ["of"] = new(Kind.Of, 0), ["in"] = new(Kind.In, 0),
            ["half"] = new(Kind.Half, 2), ["halfs"] = new(Kind.Half, 2, true), ["halves"] = new(Kind.Half, 2, true), ["quarter"] = new(Kind.Quarter, 4), ["quarters"] = new(Kind.Quarter, 4, true),
            ["mil"] = new(Kind.ShortRound, 1e6), ["mln"] = new(Kind.ShortRound, 1e6), ["mn"] = new(Kind.ShortRound, 1e6), ["bln"] = new(Kind.ShortRound, 1e9), ["bn"] = new(Kind.ShortRound, 1e9),
            ["tln"] = new(Kind.ShortRound, 1e12), ["tn"] = new(Kind.ShortRound, 1e12), ["lac"] = new(Kind.ShortRound, 1e5), ["lacs"] = new(Kind.ShortRound, 1e5),
        };
        foreach (var dozen in (string[])["dozen", "dozens", "doz", "dozs", "dz"])
            words[dozen] = new Word(Kind.Dozen, 12);
        Add(Kind.Unit, 0, 1, "zero one two three four five six seven eight nine", "zeroth first second third fourth fifth sixth seventh eighth ninth");
        Add(Kind.Teen, 10, 1, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
            "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth");
        Add(Kind.Tens, 20, 10, "twenty thirty forty fifty sixty seventy eighty ninety", "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth");
        foreach (var (name, value) in (ReadOnlySpan<(string, double)>)[("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12), ("lakh", 1e5), ("crore", 1e7)])
        {
            words[name] = new Word(Kind.Round, value);
            words[name + "s"] = new Word(Kind.Round, value, true);
            words[name + "th"] = new Word(Kind.Ordinal, value);
            words[name + "ths"] = new Word(Kind.Ordinal, value, true);
        }
        return words.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(Kind kind, int from, int step, string cardinals, string ordinals)
        {
            var (cardinal, ordinal) = (cardinals.Split(' '), ordinals.Split(' '));
            for (var i = 0; i < cardinal.Length; i++)
            {
                words[cardinal[i]] = new Word(kind, from + i * step);
                words[ordinal[i]] = new Word(Kind.Ordinal, from + i * step);
                words[ordinal[i] + "s"] = new Word(Kind.Ordinal, from + i * step, true);
            }
        }
    }

    /// <summary>The scale that stands here as a word ("million", "bn"), or 1.</summary>
    internal static double ScaleOf(ReadOnlySpan<char> text, int at, out int end) =>
        Look(text, at, out end) is { Kind: Kind.Round or Kind.ShortRound, Plural: false } word ? word.Value : 1;

    private static Word Look(ReadOnlySpan<char> text, int at, out int end)
    {
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        for (end = at; end < text.Length; end++)
        {
            var c = Fold(text[end]);
            if (!char.IsAsciiLetterLower(c))
                break;
            if (length == LongestWord)
                return default;
            word[length++] = c;
        }
        return length > 0 && EndsWord(text, end) && Words.TryGetValue(word[..length], out var meaning) ? meaning : default;
    }

    private static bool ReadWords(ReadOnlySpan<char> text, int at, Manner manner, out Reading read)
    {
        read = default;
        var first = Look(text, at, out var end);
        if (first.Kind is not (Kind.Unit or Kind.Teen or Kind.Tens or Kind.Round or Kind.Half or Kind.Quarter or Kind.Article) || (first.Kind == Kind.Round && first.Plural))
            return false;
        Span<Token> tokens = stackalloc Token[MostTokens];
        tokens[0] = new Token(first.Kind, first.Value, first.Plural, false, at, end);
        var count = Tokenise(text, tokens, 1, manner);
        return Compose(tokens[..count], NumberForm.Integer, manner, out read);
    }

    /// <summary>Reads on from the last token, as far as the words can belong to a number.</summary>
    private static int Tokenise(ReadOnlySpan<char> text, Span<Token> tokens, int count, Manner manner)
    {
        var pointed = false;
        while (count < tokens.Length)
        {
            var end = tokens[count - 1].End;
            var at = SkipSpaces(text, end);
            var hyphen = at < text.Length && Fold(text[at]) == '-';
            if (hyphen)
                at = SkipSpaces(text, at + 1);
            if (at >= text.Length || at == end)
                break;
            if (IsDigit(text[at]))
            {
                if (hyphen || ReadWhole(text, at, out var digits) is var whole && (!EndsWord(text, whole) || IsDotted(text, whole)))
                    break;
                tokens[count++] = new Token(Kind.Digits, digits, false, false, at, whole);
                continue;
            }
            var word = Look(text, at, out var wordEnd);
            if (word.Kind == Kind.None || word.Kind == Kind.Minus || (word.Kind == Kind.And && (manner & Manner.WithoutAnd) != 0))
                break;
            pointed |= word.Kind == Kind.Point;
            // "a a a" and "one one one" lead to no number; stopping here keeps a million of them cheap.
            var before = tokens[count - 1].Kind;
            if ((word.Kind == Kind.Article && before == Kind.Article)
                || (count > 1 && !pointed && !hyphen && IsSmall(word.Kind) && IsSmall(before) && IsSmall(tokens[count - 2].Kind)))
                break;
            tokens[count++] = new Token(word.Kind == Kind.ShortRound ? Kind.Round : word.Kind, word.Value, word.Plural, hyphen, at, wordEnd);
            // Shortened words follow digits only: a "bn" after "five" is not a billion.
            if (word.Kind == Kind.ShortRound && tokens[count - 2].Kind != Kind.Digits)
                return count - 1;
        }
        return count;
    }

    private static bool IsSmall(Kind kind) => kind is Kind.Unit or Kind.Teen;

    private static bool IsDotted(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && Fold(text[at]) is '.' or ',' or '/' or ':' or '^' or '%' && (IsDigit(text[at + 1]) || Fold(text[at]) == '%');

    /// <summary>Reads the longest number these tokens begin with.</summary>
    private static bool Compose(ReadOnlySpan<Token> tokens, NumberForm form, Manner manner, out Reading read)
    {
        if (ReadFraction(tokens, out read))
            return true;
        var next = ReadInteger(tokens, 0, tokens.Length, out var value, out var round, out var mixed);
        if (next == 0)
            return false;
        if (mixed)
            form = NumberForm.Mixed;
        else if (form == NumberForm.Decimal && round > 1 && double.IsInteger(value))
            form = NumberForm.Integer; // "2.12 hundred" counts things
        if (next + 1 < tokens.Length && tokens[next].Kind == Kind.Point && tokens[0].Kind != Kind.Digits && ReadPoint(tokens, next + 1, ref value) is var after and > 0)
        {
            (next, form) = (after, NumberForm.Decimal);
            for (; next < tokens.Length && tokens[next].Kind == Kind.Round; next++)
                value *= tokens[next].Value;
        }
        // An amount is divided by nothing: "$2000 over 3 months".
        else if (form == NumberForm.Integer && (manner & Manner.Glued) == 0 && ReadQuotient(tokens, next, ref value) is var quotient and > 0)
        {
            (next, form) = (quotient, NumberForm.Fraction);
        }
        if (next < tokens.Length && tokens[next].Kind == Kind.Dozen)
            (value, next) = (value * 12, next + 1);
        if (next == 1 && tokens[0].Kind == Kind.Article)
            return false;
        read = new Reading(tokens[next - 1].End, value, form);
        return true;
    }

    /// <summary>Reads groups of falling scale: "two million, three hundred and five". Returns the token after them; 0 when there are none.</summary>
    /// <param name="tokens">The words.</param>
    /// <param name="at">Where to start.</param>
    /// <param name="limit">Where to stop.</param>
    /// <param name="value">What they are worth.</param>
    /// <param name="round">The scale of the last word: a thousand in "five thousand", 1 in "five".</param>
    /// <param name="mixed">Whether a group in digits was joined with another.</param>
    private static int ReadInteger(ReadOnlySpan<Token> tokens, int at, int limit, out double value, out double round, out bool mixed)
    {
        (value, round, mixed) = (0, 1, false);
        var (next, scale, digits) = (0, double.MaxValue, false);
        for (var i = at; i < limit;)
        {
            if (next > 0 && tokens[i].Kind == Kind.And)
                i++;
            var joined = i < limit && i > at && tokens[i - 1].Kind == Kind.And;
            var after = i < limit ? ReadGroup(tokens, i, limit, i == at, out var group, out var last) : Nothing(out group, out last);
            if (after == 0 || group >= scale || (next > 0 && group == 0))
                break;
            // "4 thousand 3 people": digits without a scale of their own need an "and".
            if (next > 0 && last == 1 && tokens[i].Kind == Kind.Digits && (!joined || scale > 1000))
                break;
            digits |= tokens[i].Kind == Kind.Digits;
            mixed = digits && next > 0;
            (value, next, scale, round, i) = (value + group, after, last, last, after);
            if (last == 1)
                break;
        }
        return next;
    }

    private static int Nothing(out double group, out double last)
    {
        (group, last) = (0, 1);
        return 0;
    }

    /// <summary>One group and its scale: "two hundred and five thousand", "3 hundred", "a million".</summary>
    private static int ReadGroup(ReadOnlySpan<Token> tokens, int at, int limit, bool first, out double value, out double last)
    {
        last = 1;
        var next = at + 1;
        if (tokens[at].Kind == Kind.Digits)
        {
            value = tokens[at].Value;
        }
        else if (tokens[at].Kind == Kind.Article)
        {
            value = 1;
            if (next >= limit || tokens[next].Kind is not (Kind.Round or Kind.Dozen) || tokens[next].Hyphen)
                return first && next < limit && tokens[next].Kind == Kind.Dozen ? next : 0;
        }
        else if (first && tokens[at].Kind == Kind.Round)
        {
            // "hundred and five"; alone, a hundred is a word like any other.
            value = 1;
            next = at;
            if (at + 1 >= limit || ReadBase(tokens, at + (tokens[at + 1].Kind == Kind.And ? 2 : 1), limit, out _) == 0)
                return 0;
        }
        else
        {
            next = ReadBase(tokens, at, limit, out value);
            if (next == 0)
                return 0;
        }
        if (tokens[at].Kind != Kind.Digits && next < limit && tokens[next].Kind == Kind.Round && tokens[next].Value == 100 && value is > 0 and < 100)
        {
            (value, last, next) = (value * 100, 100, next + 1);
            var more = next < limit && tokens[next].Kind == Kind.And ? next + 1 : next;
            var after = ReadBase(tokens, more, limit, out var rest);
            // In "two hundred and three hundred" the three belongs to the second number.
            if (after > 0 && rest > 0 && !(after < limit && tokens[after].Kind == Kind.Round && tokens[after].Value == 100))
                (value, last, next) = (value + rest, 1, after);
        }
        for (; next < limit && tokens[next].Kind == Kind.Round && value > 0 && value < 1e18; next++)
            (value, last) = (value * tokens[next].Value, tokens[next].Value);
        return next;
    }

    /// <summary>A number below a hundred: "five", "twelve", "twenty-five", "twenty and five".</summary>
    private static int ReadBase(ReadOnlySpan<Token> tokens, int at, int limit, out double value)
    {
        value = 0;
        if (at >= limit || tokens[at].Kind is not (Kind.Unit or Kind.Teen or Kind.Tens))
            return 0;
        value = tokens[at].Value;
        if (tokens[at].Kind != Kind.Tens)
            return at + 1;
        var unit = at + 1;
        if (unit + 1 < limit && tokens[unit].Kind == Kind.And && !(unit + 2 < limit && tokens[unit + 2].Kind == Kind.Round))
            unit++;
        if (unit >= limit || tokens[unit].Kind != Kind.Unit || tokens[unit].Value == 0)
            return at + 1;
        value += tokens[unit].Value;
        return unit + 1;
    }

    /// <summary>What follows "point": digits one by one, or one number below a hundred.</summary>
    private static int ReadPoint(ReadOnlySpan<Token> tokens, int at, ref double value)
    {
        if (tokens[at].Kind != Kind.Unit)
        {
            var after = ReadBase(tokens, at, tokens.Length, out var part);
            value += part / 100;
            return after;
        }
        // The digits are gathered first: adding tenths one by one would round at each step.
        double digits = 0, scale = 1;
        for (; at < tokens.Length && tokens[at].Kind == Kind.Unit; at++)
            (digits, scale) = (digits * 10 + tokens[at].Value, scale * 10);
        value += digits / scale;
        return at;
    }
}
