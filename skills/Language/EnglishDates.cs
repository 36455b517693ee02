using System.Collections.Frozen;

namespace Assistant.Skills.Language;

/// <summary>Hears dates, months and years in English; 12/5 is the fifth of December.</summary>
internal static class EnglishDates
{
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Months = Table(
        "january february march april may june july august september october november december", "jan feb mar apr may jun jul aug sep oct nov dec", "- - - - - - - - sept - - -");

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Weekdays = Table(
        "monday tuesday wednesday thursday friday saturday sunday", "mon tue wed thu fri sat sun", "- tues weds thurs - - -", "- - - thur - - -");

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> DayWords = Table(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth - - - - - - - - - thirtieth");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Before = new[]
    {
        "in", "since", "for", "of", "by", "until", "till", "til", "last", "next", "this", "from", "early", "late", "mid", "during", "through", "to", "my", "the", "on", "before", "after", "every", "each", "and", "or", "'s",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What makes "1st" or "second" an order, not a day.</summary>
    private static readonly string[] Ordered = ["payment", "time", "card", "one", "instal", "account", "letter", "call", "floor", "street", "st", "ave", "notice", "person", "attempt", "party", "job", "plan", "option", "month", "week", "year", "half", "of all"];

    private static readonly (string Words, int Days)[] Relative =
    [
        ("the day after tomorrow", 2), ("day after tomorrow", 2), ("the day before yesterday", -2), ("day before yesterday", -2), ("tomorrow", 1), ("tomorow", 1), ("tmrw", 1), ("tmr", 1),
        ("today", 0), ("tonight", 0), ("tonite", 0), ("this morning", 0), ("this afternoon", 0), ("this evening", 0), ("yesterday", -1), ("last night", -1), ("christmas", 400), ("thanksgiving", 401), ("new year's", 402),
    ];

    /// <summary>Reads at a Latin word; gives the position after it, or 0 where there is no date.</summary>
    public static int Read(Listening heard, int at)
    {
        var end = heard.WordEnd(at);
        var word = heard.Plain.AsSpan(at..end);
        if (word.Length is < 2 or > 11)
            return 0;
        if (Months.TryGetValue(word, out var month))
            return InMonth(heard, at, end, month + 1, word.Length <= 4 || word is "april" or "march" or "august");
        if (Weekdays.TryGetValue(word, out var weekday))
            return Weekday(heard, at, end, weekday, word.Length == 3 && word is "mon" or "wed" or "sat" or "sun");
        switch (word)
        {
            case "the" when heard.Gap(end) is var day && DayWords.TryGetValue(heard.Plain.AsSpan(day..heard.WordEnd(day)), out var n):
                return WordDay(heard, at, heard.WordEnd(day), n + 1);
            case "last" or "this" or "next" when Span(heard, at, end, word) is > 0 and var span:
                return span;
            case "end" or "month":
                return MonthEnd(heard, at);
            case "in" or "since" or "until" or "till" or "til" or "from" or "during" or "of" or "by" or "before" or "after":
                return YearAfter(heard, heard.Gap(end), word is "from" or "of" or "by" or "before" or "after");
        }

        foreach (var (words, days) in Relative)
        {
            if (!heard.Has(at, words))
                continue;
            var today = heard.Today;
            var past = days >= 400 && Direction.IsPast(heard, at, at + words.Length);
            var date = days switch
            {
                400 => Days.OfYear(today, past, 12, 25),
                401 => Thanksgiving(today, past),
                402 => Days.OfYear(today, past, 1, 1),
                _ => today.AddDays(days),
            };
            return heard.Add(EntityType.Date, at, at + words.Length, Days.Iso(date ?? today));
        }

        return 0;
    }

    /// <summary>12/5, 12/5/2026, 2026-12-05, 15th, 3rd of December, 5 December 2026.</summary>
    public static int ReadDigits(Listening heard, int at)
    {
        if (!Digits(heard, at, 4, out var end, out var first) || heard.At(at - 1) is '$' or '¥' or '-' or '/' or '.' or '#')
            return 0;
        if (heard.At(end) == '/' && end - at <= 2 && Digits(heard, end + 1, 2, out var second, out var day))
        {
            if (heard.At(second) == '/' && Digits(heard, second + 1, 4, out var third, out var year))
                return Take(heard, at, third, Days.Make(year < 100 ? year + 2000 : year, first, day));
            if (heard.At(second) is '/' or '%' || heard.Has(heard.Gap(second), "of") || Days.Make(2024, first, day) is null)
                return second;
            return Take(heard, at, second, Days.OfYear(heard.Today, Direction.IsPast(heard, at, second), first, day));
        }

        if (first is < 1 or > 31)
            return 0;
        var suffix = heard.FirstOf(end, ["st", "nd", "rd", "th"]);
        var after = heard.Gap(suffix is null ? end : end + 2);
        if (heard.Has(after, "of"))
            after = heard.Gap(after + 2);
        var word = heard.WordEnd(after);
        if (word - after >= 3 && Months.TryGetValue(heard.Plain.AsSpan(after..word), out var month) && !(suffix is null && heard.Has(after, "may")))
            return Dated(heard, at, word, month + 1, first);
        return suffix is null ? 0 : WordDay(heard, at, end + 2, first);
    }

    /// <summary>"the 15th", "the 15th of next month", but not "the 1st payment".</summary>
    private static int WordDay(Listening heard, int at, int end, int day)
    {
        var next = heard.Gap(end);
        foreach (var noun in Ordered)
        {
            if (string.CompareOrdinal(heard.Plain, next, noun, 0, noun.Length) == 0)
                return end;
        }

        if (heard.Has(next, "of") && heard.Gap(next + 2) is var of && heard.WordEnd(of) is var month && Months.TryGetValue(heard.Plain.AsSpan(of..month), out var named))
            return Dated(heard, at, month, named + 1, day);
        // "the first" and "the second" need a month to be days.
        if (char.IsAsciiLetter(heard.At(heard.Gap(at + 3))) && day <= 3 && !heard.Has(next, "of the month") && !heard.Has(next, "of next month") && !heard.Has(next, "of every month") && !heard.Has(next, "of each month"))
            return end;
        foreach (var words in (ReadOnlySpan<string>)["of next month", "next month"])
        {
            if (heard.Has(next, words))
                return heard.Add(EntityType.Date, at, next + words.Length, Days.Iso(Days.InMonth(Days.FirstOfMonth(heard.Today, 1), day)));
        }

        if (heard.Has(next, "of last month"))
            return heard.Add(EntityType.Date, at, next + 13, Days.Iso(Days.InMonth(Days.FirstOfMonth(heard.Today, -1), day)));
        var every = heard.Has(next, "of every") || heard.Has(next, "of each") || heard.Has(next, "every") || heard.Has(next, "each");
        return heard.Add(EntityType.Date, at, end, Days.Iso(Days.OfMonth(heard.Today, !every && Direction.IsPast(heard, at, end), day)));
    }

    private static int InMonth(Listening heard, int at, int end, int month, bool needsWord)
    {
        var start = heard.At(end) == '.' ? end + 1 : end;
        var day = heard.Gap(start);
        if (Digits(heard, day, 2, out var after, out var number) && heard.At(after) is not (':' or '%' or '/') && number <= 31 && !heard.Has(heard.Gap(after), "pm"))
            return Dated(heard, at, heard.FirstOf(after, ["st", "nd", "rd", "th"]) is null ? after : after + 2, month, number);
        if (heard.Has(day, "the") && Digits(heard, heard.Gap(day + 3), 2, out after, out number) && heard.FirstOf(after, ["st", "nd", "rd", "th"]) is not null)
            return Dated(heard, at, after + 2, month, number);
        if (Digits(heard, day, 4, out after, out number) && number is >= 1990 and <= 2100)
            return heard.Add(EntityType.DateRange, at, after, Days.Month(new DateOnly(number, month, 1)));
        var before = heard.WordBefore(at);
        // "my APR" is a rate.
        if (needsWord && !Before.Contains(before) || heard.Has(at, "apr") && before is "my" or "the" or "to" or "for" or "of" or "this" or "and" or "or")
            return end;
        if (before is "last" or "next")
        {
            var near = Days.MonthOf(heard.Today, before is "last", month);
            if (near == Days.FirstOfMonth(heard.Today))
                near = near.AddYears(before is "last" ? -1 : 1);
            return heard.Add(EntityType.DateRange, at, end, Days.Month(near));
        }

        return heard.Add(EntityType.DateRange, at, end, Days.Month(Days.MonthOf(heard.Today, Direction.IsPast(heard, at, end), month)));
    }

    private static int Dated(Listening heard, int at, int end, int month, int day)
    {
        var year = heard.Gap(heard.At(end) == ',' ? end + 1 : end);
        if (Digits(heard, year, 4, out var after, out var number) && after - year == 4 && number is >= 1990 and <= 2100)
            return Take(heard, at, after, Days.Make(number, month, day));
        return Take(heard, at, end, Days.OfYear(heard.Today, Direction.IsPast(heard, at, end), month, day));
    }

    private static int Weekday(Listening heard, int at, int end, int weekday, bool needsWord)
    {
        var before = heard.WordBefore(at);
        if (needsWord && !Before.Contains(before) && heard.Gap(end) < heard.Plain.Length)
            return end;
        var monday = Days.Monday(heard.Today).AddDays(weekday);
        DateOnly day;
        if (heard.Has(heard.Gap(end), "next week") || before is "next")
            day = monday.AddDays(7);
        else if (before is "last")
            day = monday.AddDays(-7);
        else if (before is "this")
            day = monday;
        else
            day = Days.Weekday(heard.Today, before is not "every" && before is not "each" && Direction.IsPast(heard, at, end), weekday);
        var start = before is "next" or "last" or "this" ? heard.WordStart(heard.GapBefore(at)) : at;
        return heard.Add(EntityType.Date, Math.Max(start, heard.Free), end, Days.Iso(day));
    }

    /// <summary>"last month", "this month", "next year".</summary>
    private static int Span(Listening heard, int at, int end, ReadOnlySpan<char> word)
    {
        var step = word switch { "last" => -1, "next" => 1, _ => 0 };
        var unit = heard.Gap(end);
        if (heard.Has(unit, "month"))
            return heard.Add(EntityType.DateRange, at, unit + 5, Days.Month(Days.FirstOfMonth(heard.Today, step)));
        return heard.Has(unit, "year") ? heard.Add(EntityType.DateRange, at, unit + 4, Days.Year(heard.Today.Year + step)) : 0;
    }

    private static int MonthEnd(Listening heard, int at)
    {
        var end = heard.FirstOf(at, ["end of the month", "end of this month", "end of month", "month end", "month's end"]);
        if (end is not null)
            return heard.Add(EntityType.Date, at, at + end.Length, Days.Iso(Days.LastOfMonth(Days.FirstOfMonth(heard.Today))));
        if (heard.Has(at, "end of next month"))
            return heard.Add(EntityType.Date, at, at + 17, Days.Iso(Days.LastOfMonth(Days.FirstOfMonth(heard.Today, 1))));
        if (heard.FirstOf(at, ["end of the year", "end of this year"]) is { } year)
            return heard.Add(EntityType.Date, at, at + year.Length, Days.Iso(new DateOnly(heard.Today.Year, 12, 31)));
        if (!heard.Has(at, "end of") || heard.Gap(at + 6) is var month && !Months.TryGetValue(heard.Plain.AsSpan(month..heard.WordEnd(month)), out _))
            return 0;
        _ = Months.TryGetValue(heard.Plain.AsSpan(month..heard.WordEnd(month)), out var number);
        var last = heard.WordEnd(month);
        return heard.Add(EntityType.Date, at, last, Days.Iso(Days.LastOfMonth(Days.MonthOf(heard.Today, Direction.IsPast(heard, at, last), number + 1))));
    }

    /// <summary>"in 2016", "since 2021": the year alone is what was heard.</summary>
    private static int YearAfter(Listening heard, int at, bool mayBeMoney)
    {
        if (!Digits(heard, at, 4, out var end, out var year) || end - at != 4 || year is < 1990 or > 2049 || char.IsLetter(heard.At(end)) || heard.At(end) is '%' or '/' or '-')
            return 0;
        if (mayBeMoney && (year % 100 == 0 || heard.FirstOf(heard.Gap(end), ["to", "dollars", "bucks", "a", "per"]) is not null))
            return 0;
        return heard.Add(EntityType.DateRange, at, end, Days.Year(year));
    }

    private static DateOnly Thanksgiving(DateOnly today, bool past)
    {
        static DateOnly Of(int year) => Days.Weekday(new DateOnly(year, 11, 22), past: false, 3);
        var here = Of(today.Year);
        if (past)
            return here <= today ? here : Of(today.Year - 1);
        return here >= today ? here : Of(today.Year + 1);
    }

    private static int Take(Listening heard, int start, int end, DateOnly? day) => day is { } found ? heard.Add(EntityType.Date, start, end, Days.Iso(found)) : end;

    /// <summary>At most so many digits, with no further ones after them.</summary>
    private static bool Digits(Listening heard, int at, int most, out int end, out int number)
    {
        (end, number) = (at, 0);
        while (end - at < most && char.IsAsciiDigit(heard.At(end)))
            number = number * 10 + heard.At(end++) - '0';
        return end > at && !char.IsAsciiDigit(heard.At(end));
    }

    private static FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Table(params ReadOnlySpan<string> rows)
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var words = row.Split(' ');
            for (var i = 0; i < words.Length; i++)
            {
                if (words[i] != "-")
                    all[words[i]] = i;
            }
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
