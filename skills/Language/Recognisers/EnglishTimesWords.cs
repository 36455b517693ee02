using System.Collections.Frozen;

namespace Assistant.Skills.Language.Recognisers;

// The words that time expressions are made of, and the cutting of a text into them.
public static partial class EnglishTimes
{
    /// <summary>Classes of words; those from <see cref="Anchor"/> on can make a time expression, the rest only join or bend one.</summary>
    private enum K : byte { None, Mark, Word, Suffix, Ordinal, Part, Rel, Anchor, Number, Digits, Unit, Month, Weekday, Season, DayPart, Day, Often, Meal, Holiday }

    [Flags]
    private enum Marks : byte { None = 0, Spaced = 1, Plural = 2, Short = 4 }

    /// <summary>Words that stand for themselves in the grammar.</summary>
    private enum W
    {
        The, A, Of, In, On, At, For, From, Between, To, And, Or, Until, Through, Before, After, Since, By, Within, Ago, Later,
        Earlier, Right, More, Less, Than, As, Early, Late, Mid, Beginning, Middle, End, Start, Starting, Around, Half, Couple,
        Few, Some, All, Whole, OClock, Every, Other, Any, Possessive, Am, Pm, AmPm, P, Business, Calendar, School, Fiscal,
        Date, Soon, Possible, Time, Prior, No, Ending, Advance, With, Moment, My, Q, H, Recently, Rest, Remaining, Semi, Bi,
        Once, Per, During, Up, Not, Good, I, S, Just, Sc, T, Present, FY, SY, CY, Above, C,
    }

    private static class Day
    {
        public const int Today = 0, Tomorrow = 1, Yesterday = -1;
    }

    private struct Token
    {
        public int Start, End, Value;
        public K Kind;
        public Marks Flags;
    }

    private readonly record struct Entry(K Kind, int Value, Marks Flags = Marks.None);

    private static readonly FrozenDictionary<string, Entry> Words = WordTable();

    private static FrozenDictionary<string, Entry> WordTable()
    {
        var table = new Dictionary<string, Entry>(StringComparer.OrdinalIgnoreCase);
        void Put(K kind, int value, string words, Marks flags = Marks.None)
        {
            foreach (var word in words.Split(' '))
                table[word] = new(kind, value, flags);
        }
        void In(K kind, int first, string words, Marks flags = Marks.None)
        {
            foreach (var word in words.Split(' '))
                table[word] = new(kind, first++, flags);
        }
        // Parts of holidays' names come first: a word that is also something else stays that.
        foreach (var name in Holidays.Keys)
            Put(K.Part, 0, name);
        foreach (var name in Holidays.Keys)
            if (table[name.Split(' ')[0]].Kind == K.Part)
                Put(K.Holiday, 0, name.Split(' ')[0]);
        foreach (var name in Enum.GetNames<W>())
            if (name is not ("OClock" or "Possessive"))
                table[name] = new(K.Word, (int)Enum.Parse<W>(name));
        Word(W.A, "an");
        Word(W.Until, "till til until");
        Word(W.Through, "thru");
        Word(W.Around, "circa");
        Word(W.Few, "several");
        Word(W.Whole, "full entire");
        Word(W.Fiscal, "financial");
        Word(W.Business, "working");
        Word(W.Every, "each");
        Word(W.Middle, "midst");
        Word(W.More, "greater");
        Word(W.Earlier, "sooner");
        Word(W.Starting, "commencing");
        Word(W.Recently, "lately");
        Word(W.Rest, "remainder");
        Word(W.OClock, "oclock");
        void Word(W word, string words) => Put(K.Word, (int)word, words);
        In(K.Number, 0, "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen");
        string[] tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        for (var i = 0; i < tens.Length; i++)
            Put(K.Number, 20 + 10 * i, tens[i]);
        Put(K.Number, 100, "hundred");
        Put(K.Number, 1000, "thousand");
        In(K.Ordinal, 1, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth");
        Put(K.Ordinal, 30, "thirtieth");
        Put(K.Suffix, 0, "st nd rd th");
        In(K.Month, 1, "january february march april may june july august september october november december");
        In(K.Month, 1, "jan feb mar apr may jun jul aug sep oct nov dec", Marks.Short);
        Put(K.Month, 9, "sept", Marks.Short);
        In(K.Weekday, 1, "monday tuesday wednesday thursday friday saturday sunday");
        In(K.Weekday, 1, "mondays tuesdays wednesdays thursdays fridays saturdays sundays", Marks.Plural);
        In(K.Weekday, 1, "mon tue wed thu fri sat sun", Marks.Short);
        Put(K.Weekday, 2, "tues", Marks.Short);
        Put(K.Weekday, 3, "weds wedn", Marks.Short);
        Put(K.Weekday, 4, "thur thurs", Marks.Short);
        Unit('Y', "year yr", "years yrs");
        Unit('M', "month", "months mos");
        Unit('W', "week wk", "weeks wks");
        Unit('D', "day", "days");
        Unit('N', "night", "nights");
        Unit('h', "hour hr", "hours hrs");
        Unit('m', "minute min", "minutes mins");
        Unit('s', "sec", "seconds secs");
        Unit('Q', "quarter", "quarters");
        Unit('X', "decade", "decades");
        Unit('C', "century", "centuries");
        Unit('F', "fortnight", "fortnights");
        Unit('E', "weekend", "weekends");
        Unit('B', "weekday", "weekdays");
        Put(K.Unit, 'Y', "y", Marks.Short);
        Put(K.Unit, 'm', "m", Marks.Short);
        Put(K.Unit, 'D', "d", Marks.Short);
        Put(K.Unit, 'W', "w", Marks.Short);
        void Unit(char unit, string one, string many)
        {
            Put(K.Unit, unit, one);
            Put(K.Unit, unit, many, Marks.Plural);
        }
        Put(K.Rel, 0, "current");
        Put(K.Rel, 0, "this");
        Put(K.Rel, 1, "next following");
        Put(K.Rel, 2, "coming upcoming");
        Put(K.Rel, -1, "last previous preceding");
        Put(K.Rel, -2, "past");
        Put(K.Rel, 3, "same that");
        Put(K.Season, 'P', "spring");
        Put(K.Season, 'U', "summer");
        Put(K.Season, 'F', "fall autumn");
        Put(K.Season, 'W', "winter");
        Put(K.DayPart, 'M', "morning");
        Put(K.DayPart, 'A', "afternoon");
        Put(K.DayPart, 'E', "evening");
        Put(K.DayPart, 'D', "daytime");
        Put(K.DayPart, 'I', "tonight tonite");
        Put(K.DayPart, 'M', "mornings", Marks.Plural);
        Put(K.DayPart, 'A', "afternoons", Marks.Plural);
        Put(K.DayPart, 'E', "evenings", Marks.Plural);
        Put(K.Day, Day.Today, "today otd");
        Put(K.Day, Day.Tomorrow, "tomorrow tmr tmrw tommorow tommorrow");
        Put(K.Day, Day.Yesterday, "yesterday");
        Put(K.Often, 'D', "daily everyday");
        Put(K.Often, 'W', "weekly");
        Put(K.Often, 'F', "biweekly fortnightly");
        Put(K.Often, 'M', "monthly");
        Put(K.Often, 'Q', "quarterly");
        Put(K.Often, 'Y', "yearly annually annual");
        Put(K.Meal, 11, "lunch lunchtime");
        Put(K.Meal, 8, "breakfast brunch");
        Put(K.Meal, 16, "dinner dinnertime supper");
        Put(K.Day, 90, "now");
        Put(K.Day, 91, "asap");
        Put(K.Day, 92, "recently lately previously");
        Put(K.Day, 93, "eod");
        Put(K.Day, 94, "eoy");
        Put(K.Day, 95, "eom");
        Put(K.Day, 96, "noon midday noonish");
        Put(K.Day, 97, "midnight");
        Put(K.Day, 98, "ytd");
        Put(K.Day, 99, "mtd");
        Put(K.Number, 40, "fourty");
        Put(K.Number, 4000, "noughties aughts");
        string[] decades = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        for (var i = 0; i < decades.Length; i++)
            Put(K.Number, 2020 + 10 * i, decades[i]);
        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static Token Next(string text, ref int at, char c, FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> lookup)
    {
        var token = new Token { Start = at };
        if (char.IsAsciiLetter(c))
        {
            while (at < text.Length && char.IsAsciiLetter(text[at]))
                at++;
            token.End = at;
            // Longer than any word of the table: not worth hashing, and a hostile run of letters stays cheap.
            if (at - token.Start <= 16 && lookup.TryGetValue(text.AsSpan(token.Start, at - token.Start), out var entry))
                (token.Kind, token.Value, token.Flags) = (entry.Kind, entry.Value, entry.Flags);
            else if (at - token.Start == 1 && c is 'o' or 'O' && at + 5 < text.Length && (Apostrophe(text[at]) || text[at] == ' ') && text.AsSpan(at + 1, 5).Equals("clock", StringComparison.OrdinalIgnoreCase))
            {
                at += 6;
                (token.Kind, token.Value, token.End) = (K.Word, (int)W.OClock, at);
            }
            return token;
        }
        if (char.IsAsciiDigit(c))
        {
            var value = 0;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                value = at - token.Start < 8 ? value * 10 + (text[at] - '0') : value;
                at++;
            }
            token.End = at;
            if (at - token.Start <= 8)
                (token.Kind, token.Value) = (K.Digits, value);
            return token;
        }
        at++;
        token.End = at;
        (token.Kind, token.Value) = c switch
        {
            '½' => (K.Number, -50),
            '¼' => (K.Number, -25),
            '¾' => (K.Number, -75),
            '’' or '\'' when at < text.Length && text[at] is 's' or 'S' && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1])) => (K.Word, (int)W.Possessive),
            '’' or '\'' => (K.Mark, '\''),
            '–' or '—' or '-' => (K.Mark, '-'),
            ',' or '.' or ':' or '/' or '~' or '<' or '>' or '=' or '@' or '(' or ')' or '\\' => (K.Mark, c),
            _ => (K.None, 0),
        };
        if (token is { Kind: K.Word })
            token.End = ++at;
        return token;
    }

    private static bool Apostrophe(char c) => c is '\'' or '’';
}
