namespace Assistant.Skills.Language.Recognisers;

/// <content>Fractions in words.</content>
public static partial class EnglishNumbers
{
    /// <summary>"two thirds", "one and a half", "three quarters of a million".</summary>
    private static bool ReadFraction(ReadOnlySpan<Token> tokens, out Reading read)
    {
        read = default;
        var noun = 0;
        while (noun < tokens.Length && tokens[noun].Kind is Kind.Digits or Kind.Unit or Kind.Teen or Kind.Tens or Kind.Round or Kind.And or Kind.Article)
            noun++;
        if (noun == tokens.Length || tokens[noun].Kind is not (Kind.Ordinal or Kind.Half or Kind.Quarter) || (tokens[0].Kind == Kind.Digits && tokens[0].Flag))
            return false;
        // "100 millionths" and "3 quarters" count things; "3 and a half" is one number.
        if (tokens[0].Kind == Kind.Digits && !HasAnd(tokens[..noun]))
            return false;
        // The longest denominator that leaves a numerator: "twenty twenty fifths" is 20/25.
        for (var split = tokens[noun].Kind == Kind.Ordinal ? Math.Max(1, noun - 8) : noun; split <= noun; split++)
        {
            if (tokens[split].Hyphen && split < noun && split > 0)
                continue;
            if (ReadDenominator(tokens, split, noun, out var denominator) && ReadNumerator(tokens, split, noun, out var whole, out var numerator, out var round))
                return Finish(tokens, noun, whole, numerator / denominator, round, out read);
        }
        return false;
    }

    private static bool HasAnd(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens)
        {
            if (token.Kind == Kind.And)
                return true;
        }
        return false;
    }

    /// <summary>The words from one to the ordinal as one number: "one hundred and fifth" is 105.</summary>
    private static bool ReadDenominator(ReadOnlySpan<Token> tokens, int split, int noun, out double value)
    {
        value = tokens[noun].Value;
        if (split == noun)
            return tokens[noun].Kind != Kind.Ordinal || value > 2;
        if (tokens[split].Kind is not (Kind.Unit or Kind.Teen or Kind.Tens))
            return false;
        var last = tokens[noun - 1].Kind == Kind.And ? noun - 1 : noun;
        if (ReadInteger(tokens, split, last, out var before, out var round, out _) != last)
            return false;
        // The ordinal multiplies what comes before it ("one thousandth") or is added to it ("twenty-fifth", "one hundred fifth").
        if (value >= 100)
        {
            value *= before;
            return last == noun && before < 100;
        }
        var fits = round > value || (last == noun && tokens[noun - 1].Kind == Kind.Tens && value < 10);
        value += before;
        return fits;
    }

    private static bool ReadNumerator(ReadOnlySpan<Token> tokens, int split, int noun, out double whole, out double numerator, out double round)
    {
        (whole, numerator, round) = (0, 1, 1);
        if (split == 0)
            return tokens[noun].Kind == Kind.Half || (tokens[noun].Kind == Kind.Quarter && tokens.Length > 1);
        var and = split - 1;
        while (and >= 0 && tokens[and].Kind != Kind.And)
            and--;
        if (and == 0 || (and > 0 && ReadInteger(tokens, 0, and, out whole, out round, out _) != and))
            return false;
        var from = and + 1;
        if (from == split)
            return tokens[noun].Kind == Kind.Half;
        if (split - from == 1 && tokens[from].Kind == Kind.Article)
            return !tokens[noun].Flag;
        return ReadInteger(tokens, from, split, out numerator, out _, out _) == split && (tokens[noun].Flag || (numerator == 1 && split - from == 1));
    }

    private static bool Finish(ReadOnlySpan<Token> tokens, int noun, double whole, double part, double round, out Reading read)
    {
        // "half a million", "three quarters billion", "a quarter of a dozen".
        var next = noun + 1;
        if (next < tokens.Length && tokens[next].Kind == Kind.Of)
            next++;
        if (next < tokens.Length && tokens[next].Kind == Kind.Article)
            next++;
        double times = 1;
        var after = next;
        while (after < tokens.Length && tokens[after].Kind is Kind.Round or Kind.Dozen && !tokens[after].Flag && times < 1e18)
            times *= tokens[after++].Value;
        if (after == next)
            after = noun + 1;
        read = default;
        if (tokens[noun].Kind == Kind.Quarter && noun == 0 && times == 1)
            return false;
        var value = times > 1 ? (round > 1 ? whole + part * times : (whole + part) * times)
            // "Two million and three fifths" is said for 2.6 million, "two hundred and three fifths" for 200.6.
            : round >= 1000 && part < 1 ? whole + part * round
            : whole + part;
        // Half a dozen is a count like any other.
        var form = tokens[after - 1].Kind == Kind.Dozen && double.IsInteger(value) ? NumberForm.Integer : NumberForm.Fraction;
        read = new Reading(tokens[after - 1].End, value, form);
        return true;
    }

    /// <summary>"one over three", "two out of five": the token after the denominator, or 0.</summary>
    private static int ReadQuotient(ReadOnlySpan<Token> tokens, int at, ref double value)
    {
        if (at + 1 >= tokens.Length)
            return 0;
        var from = tokens[at].Kind switch
        {
            Kind.Over => at + 1,
            Kind.Out when tokens[at + 1].Kind == Kind.Of => at + 2,
            // In digits an "in" is nearly always about time: "I can pay 50 in 2027".
            Kind.In when tokens[0].Kind != Kind.Digits && tokens[at + 1].Kind != Kind.Digits => at + 1,
            _ => 0,
        };
        if (from == 0 || from >= tokens.Length)
            return 0;
        var after = ReadInteger(tokens, from, tokens.Length, out var denominator, out _, out _);
        if (after == 0 || denominator == 0 || (tokens[at].Kind != Kind.Over && value > denominator))
            return 0;
        value /= denominator;
        return after;
    }
}
