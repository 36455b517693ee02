namespace Assistant.Skills.Language.Recognisers;

/// <summary>
/// Dates, ranges of dates, durations and times in English, in the shape of Recognizers-Text. A text is cut into segments at every word
/// that no time expression holds, and only segments with something to read are parsed: ordinary messages cost one look-up a word.
/// </summary>
public static partial class EnglishTimes
{
    // A segment longer than this is cut: no expression is as long, and it bounds the work on hostile text.
    private const int MaxTokens = 128;

    /// <summary>Adds every time expression of <paramref name="text"/>, from left to right.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="reference">The moment that "today" and "in two weeks" are relative to.</param>
    /// <param name="found">Where the results are added.</param>
    public static void Add(string text, DateTime reference, List<Recognised> found)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(found);
        // Beside the calendar's ends nothing can be counted from the reference.
        if (reference.Year is < 1000 or > 9000)
            return;
        Span<Token> buffer = stackalloc Token[MaxTokens];
        var lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        int count = 0, at = 0;
        bool spaced = true, anchored = false;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                spaced = true;
                at++;
                continue;
            }
            var token = Next(text, ref at, c, lookup);
            if (token.Kind == K.None)
            {
                Flush(text, buffer[..count], anchored, reference, found);
                (count, anchored) = (0, false);
            }
            else
            {
                if (spaced)
                    token.Flags |= Marks.Spaced;
                anchored |= token.Kind >= K.Anchor || (token.Kind == K.Word && (W)token.Value is W.Date or W.Time or W.Moment or W.Possible or W.Present);
                buffer[count++] = token;
                if (count == MaxTokens)
                {
                    Flush(text, buffer, anchored, reference, found);
                    (count, anchored) = (0, false);
                }
            }
            spaced = false;
        }
        Flush(text, buffer[..count], anchored, reference, found);
    }

    private static void Flush(string text, Span<Token> tokens, bool anchored, DateTime reference, List<Recognised> found)
    {
        if (anchored)
            new Reader(text, tokens, reference, found, Memo.OfThread(tokens.Length)).Read();
    }
}
