using System.Collections.Frozen;

namespace Assistant.Skills.Language.Recognisers;

/// <content>Ranges of numbers.</content>
public static partial class EnglishNumbers
{
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
}
