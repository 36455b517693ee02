using System.Collections.Frozen;

namespace Assistant.Skills.Language.Recognisers;

// Words and signs that compare: "more than", "at least", "or less", ">=".
public static partial class EnglishNumbers
{
    private static readonly FrozenDictionary<string, Term>.AlternateLookup<ReadOnlySpan<char>> Terms = Comparisons().GetAlternateLookup<ReadOnlySpan<char>>();

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
