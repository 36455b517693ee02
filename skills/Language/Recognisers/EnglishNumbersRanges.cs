using System.Collections.Frozen;

namespace Assistant.Skills.Language.Recognisers;

/// <content>Ranges of numbers.</content>
public static partial class EnglishNumbers
{
    private static readonly FrozenDictionary<string, Term>.AlternateLookup<ReadOnlySpan<char>> Terms = Comparisons().GetAlternateLookup<ReadOnlySpan<char>>();

    private enum Side : byte
    {
        None, More, Less, Equal,
    }

    private enum Term : byte
    {
        None, More, Less, Above, Below, Equal, Than, To, Or, And, At, Least, Most, Not, Up, Between, From, Through, But,
    }

    /// <summary>One end of a range: "more than five", "ten or less".</summary>
    private readonly record struct Bound(int End, double Value, Side Side, bool Inclusive);

    /// <summary>Adds every range of numbers of a text.</summary>
    public static void AddRanges(string text, List<Recognised> found)
    {
        ReadOnlySpan<char> span = text;
        for (var i = 0; i < span.Length;)
        {
            if (!StartsWord(span, i) && IsWordPart(span[i]))
            {
                i = Next(span, i);
            }
            else if (ReadEnds(span, i, out var end, out var low, out var high))
            {
                Add(i, end, $"[{Written(low)},{Written(high)})");
                i = end;
            }
            else if (ReadBound(span, i, out var bound, out var passed))
            {
                end = bound.End;
                var value = bound.Side switch
                {
                    Side.More => Low(bound) + ",)",
                    Side.Less => "(," + High(bound),
                    _ => $"[{Written(bound.Value)},{Written(bound.Value)}]",
                };
                if (ReadOther(span, bound, out var other))
                {
                    (end, var more, var less) = (other.End, bound.Side == Side.More ? bound : other, bound.Side == Side.More ? other : bound);
                    value = Low(more) + "," + High(less);
                }
                Add(i, end, value);
                i = end;
            }
            else
            {
                i = passed;
            }
        }

        void Add(int start, int end, string value) =>
            found.Add(new Recognised(text[start..end], start, end - 1, TypeNames.NumberRange, new Resolution(value)));

        static string Low(in Bound bound) => (bound.Inclusive ? "[" : "(") + Written(bound.Value);
        static string High(in Bound bound) => Written(bound.Value) + (bound.Inclusive ? "]" : ")");
    }

    private static FrozenDictionary<string, Term> Comparisons()
    {
        var terms = new Dictionary<string, Term>(StringComparer.Ordinal);
        foreach (var (term, words) in (ReadOnlySpan<(Term, string)>)[
            (Term.More, "more greater bigger larger higher upper"), (Term.Less, "less lower smaller fewer"), (Term.Above, "over above exceed exceeds exceeding exceeded surpass surpasses surpassing"),
            (Term.Below, "below under beneath"), (Term.Equal, "equal equals equaling equalling equaled equalled"), (Term.Than, "than"), (Term.To, "to"), (Term.Or, "or"), (Term.And, "and"),
            (Term.At, "at"), (Term.Least, "least"), (Term.Most, "most"), (Term.Not, "no not"), (Term.Up, "up"), (Term.Between, "between"), (Term.From, "from"),
            (Term.Through, "through thru till until"), (Term.But, "but")])
        {
            foreach (var word in words.Split(' '))
                terms[word] = term;
        }
        return terms.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The comparing word that stands after any spaces here; its end, or where the reading began when there is none.</summary>
    private static Term ReadTerm(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at;
        Span<char> word = stackalloc char[LongestWord];
        var from = SkipSpaces(text, at);
        var length = 0;
        while (from + length < text.Length && length < LongestWord && Fold(text[from + length]) is var c && char.IsAsciiLetterLower(c))
            word[length++] = c;
        if (length == 0 || !EndsWord(text, from + length) || !Terms.TryGetValue(word[..length], out var term))
            return Term.None;
        end = from + length;
        return term;
    }

    /// <summary>"between 20 and 30", "from 20 to 30", "20 through 30", "20-30".</summary>
    private static bool ReadEnds(ReadOnlySpan<char> text, int start, out int end, out double low, out double high)
    {
        (end, low, high) = (start, 0, 0);
        if (!char.IsLetterOrDigit(text[start]) && !MayStart(text, start))
            return false;
        var opening = char.IsLetter(text[start]) ? ReadTerm(text, start, out end) : Term.None;
        if (opening is not (Term.None or Term.Between or Term.From))
            return false;
        var at = opening == Term.None ? start : SkipSpaces(text, end);
        if (at >= text.Length || (opening != Term.None && at == end) || !MayStart(text, at))
            return false;
        // "between one hundred and two thousand": read as one number there is no second, so the "and" must be the range's own.
        return (Scan(text, at, Manner.Plain, out var first) && ReadSecond(text, start, opening, first, out end, out low, out high))
            || (opening == Term.Between && Scan(text, at, Manner.WithoutAnd, out first) && ReadSecond(text, start, opening, first, out end, out low, out high));
    }

    private static bool ReadSecond(ReadOnlySpan<char> text, int start, Term opening, in Reading first, out int end, out double low, out double high)
    {
        (end, low, high) = (first.End, first.Value, 0);
        var joint = SkipSpaces(text, first.End);
        if (joint >= text.Length)
            return false;
        var mark = Fold(text[joint]);
        if (mark is '-' or '~' or '–' or '—')
        {
            joint++;
            if (mark == '-' && joint < text.Length && text[joint] == '-')
                joint++;
            // Digits and hyphens in a row are a telephone number, a date or some other identifier.
            if (mark == '-' && opening == Term.None && start > 0 && text[start - 1] is '-' or '+' or '/' or '.' or ':' or '#')
                return false;
        }
        else
        {
            var term = ReadTerm(text, first.End, out joint);
            if (!(term is Term.To or Term.Through || (term == Term.And && opening == Term.Between)))
                return false;
        }
        var at = SkipSpaces(text, joint);
        if (at >= text.Length || (mark == '-' ? !char.IsLetterOrDigit(text[at]) : !MayStart(text, at)) || !Scan(text, at, Manner.Plain, out var second))
            return false;
        if (mark == '-' && opening == Term.None && second.End + 1 < text.Length && text[second.End] is '-' or '/' or ':' && IsDigit(text[second.End + 1]))
            return false;
        (end, high) = (second.End, second.Value);
        return low < high;
    }

    /// <summary>The opposite end that completes a range: "greater than 100 [and smaller than 300]".</summary>
    private static bool ReadOther(ReadOnlySpan<char> text, in Bound bound, out Bound other)
    {
        other = default;
        if (bound.Side == Side.Equal)
            return false;
        var at = SkipSpaces(text, bound.End);
        if (at < text.Length && Fold(text[at]) == ',')
            at++;
        if (ReadTerm(text, at, out var joint) is Term.And or Term.But)
            at = joint;
        at = SkipSpaces(text, at);
        return at < text.Length && at > bound.End && StartsWord(text, at) && ReadBound(text, at, out other, out _)
            && other.Side is not Side.Equal && other.Side != bound.Side
            && (bound.Side == Side.More ? bound.Value < other.Value : other.Value < bound.Value);
    }

    /// <summary>Reads one end of a range.</summary>
    /// <param name="text">Where to read.</param>
    /// <param name="at">Where it starts.</param>
    /// <param name="bound">What was read.</param>
    /// <param name="passed">Where to go on when nothing was read.</param>
    private static bool ReadBound(ReadOnlySpan<char> text, int at, out Bound bound, out int passed)
    {
        bound = default;
        passed = Next(text, at);
        Reading read;
        var side = ReadComparison(text, at, out var inclusive, out var end);
        if (side != Side.None)
        {
            passed = Math.Max(passed, end);
            var number = SkipSpaces(text, end);
            if (number >= text.Length || !MayStart(text, number) || !Scan(text, number, Manner.Plain, out read))
                return false;
            end = read.End;
            if (side == Side.Equal)
            {
                if (ReadTail(text, ref end) is var tail and not Side.None)
                    (side, inclusive) = (tail, true);
            }
            else
            {
                inclusive |= ReadOrEqual(text, ref end);
            }
            bound = new Bound(end, read.Value, side, inclusive);
            return true;
        }
        if (!MayStart(text, at) || !Scan(text, at, Manner.Plain, out read))
            return false;
        passed = end = read.End;
        side = ReadTail(text, ref end);
        bound = new Bound(end, read.Value, side, true);
        return side != Side.None;
    }

    /// <summary>"or more", "and above" after a number. In "200 or greater than 190" the words belong to the second number.</summary>
    private static Side ReadTail(ReadOnlySpan<char> text, ref int end)
    {
        if (ReadTerm(text, end, out var at) is not (Term.Or or Term.And))
            return Side.None;
        var term = ReadTerm(text, at, out at);
        if (term is not (Term.More or Term.Less or Term.Above or Term.Below))
            return Side.None;
        if (ReadTerm(text, at, out var than) == Term.Than)
            at = than;
        var next = SkipSpaces(text, at);
        if (next < text.Length && MayStart(text, next) && Scan(text, next, Manner.Plain, out _))
            return Side.None;
        end = at;
        return term is Term.More or Term.Above ? Side.More : Side.Less;
    }

    /// <summary>"or equal to" and its like, where they stand.</summary>
    private static bool ReadOrEqual(ReadOnlySpan<char> text, ref int end)
    {
        if (ReadTerm(text, end, out var at) != Term.Or || ReadTerm(text, at, out at) != Term.Equal)
            return false;
        end = ReadTerm(text, at, out var to) is Term.To or Term.Than ? to : at;
        return true;
    }

    private static Side ReadComparison(ReadOnlySpan<char> text, int at, out bool inclusive, out int end)
    {
        inclusive = false;
        end = at;
        var c = text[at];
        if (!char.IsLetter(c))
            return ReadSign(text, at, out inclusive, out end);
        var term = ReadTerm(text, at, out end);
        var negated = term == Term.Not;
        if (negated)
            term = ReadTerm(text, end, out end);
        var side = term is Term.More or Term.Above ? Side.More : Side.Less;
        switch (term)
        {
            case Term.More or Term.Less:
                if (ReadTerm(text, end, out var than) == Term.Than)
                    end = than;
                else if (!ReadOrEqual(text, ref end))
                    return Side.None;
                else
                    inclusive = true;
                break;
            case Term.Above or Term.Below:
                break;
            case Term.At when !negated:
                term = ReadTerm(text, end, out end);
                if (term is not (Term.Least or Term.Most))
                    return Side.None;
                (side, inclusive) = (term == Term.Least ? Side.More : Side.Less, true);
                break;
            case Term.Up when !negated && ReadTerm(text, end, out end) == Term.To:
                inclusive = true;
                break;
            case Term.Equal when !negated:
                return ReadEqual(text, ref end, out inclusive);
            default:
                return Side.None;
        }
        inclusive |= ReadOrEqual(text, ref end);
        if (!negated)
            return side;
        // What is not more is less or equal.
        inclusive = !inclusive;
        return side == Side.More ? Side.Less : Side.More;
    }

    /// <summary>After "equal": "equal to", "equal or more than", "equal to or less than".</summary>
    private static Side ReadEqual(ReadOnlySpan<char> text, ref int end, out bool inclusive)
    {
        inclusive = true;
        if (ReadTerm(text, end, out var to) is Term.To or Term.Than)
            end = to;
        if (ReadTerm(text, end, out var at) != Term.Or || ReadTerm(text, at, out at) is var term && term is not (Term.More or Term.Less or Term.Above or Term.Below))
            return Side.Equal;
        end = ReadTerm(text, at, out var than) == Term.Than ? than : at;
        return term is Term.More or Term.Above ? Side.More : Side.Less;
    }

    private static Side ReadSign(ReadOnlySpan<char> text, int at, out bool inclusive, out int end)
    {
        var c = Fold(text[at]);
        inclusive = c is '≥' or '≤' or '≧' or '≦' or '=';
        end = at + 1;
        if (c is '≥' or '≧')
            return Side.More;
        if (c is '≤' or '≦')
            return Side.Less;
        if (c is not ('<' or '>' or '='))
            return Side.None;
        // A run of other signs ("=>", "->", "<>", "==") is an arrow or some programmer's own.
        while (end < text.Length && end < at + 12 && Fold(text[end]) is '<' or '>' or '=')
            end++;
        if (at > 0 && Fold(text[at - 1]) is '-' or '<' or '>' or '=' || end - at > 2)
            return Side.None;
        if (end - at == 2)
        {
            inclusive = Fold(text[at + 1]) == '=';
            if (!inclusive || c == '=')
                return Side.None;
        }
        return c switch { '>' => Side.More, '<' => Side.Less, _ => Side.Equal };
    }
}
