namespace Assistant.Skills.Language;

/// <summary>Hears windows of time in English: after 5pm, between 6 and 8pm, 9 to 5, before noon.</summary>
internal static class EnglishTimes
{
    private const int Noon = 12 * 60;

    /// <summary>Reads at a Latin word; gives the position after it, or 0 where there is no time.</summary>
    public static int Read(Listening heard, int at)
    {
        var end = heard.WordEnd(at);
        return heard.Plain.AsSpan(at..end) switch
        {
            "after" or "past" => One(heard, at, heard.Gap(end), after: true),
            "before" or "until" or "till" or "til" => One(heard, at, heard.Gap(end), after: false),
            "between" or "from" => Two(heard, at, heard.Gap(end), bare: true),
            _ => 0,
        };
    }

    /// <summary>"6-8pm", "5pm or later", "5pm".</summary>
    public static int ReadDigits(Listening heard, int at)
    {
        if (heard.At(at - 1) is '$' or '¥' or '.' or ',')
            return 0;
        if (Two(heard, at, at, bare: false) is > 0 and var two)
            return two;
        if (!Hour(heard, at, out var end, out var minutes, out var said) || !said)
            return 0;
        return heard.FirstOf(heard.Gap(end), ["or later", "or after", "onwards", "onward", "and later", "and after"]) is { } later
            ? TimeWindows.Add(heard, at, heard.Gap(end) + later.Length, minutes, null) : end;
    }

    private static int One(Listening heard, int start, int at, bool after)
    {
        if (heard.FirstOf(at, ["noon", "midnight"]) is { } word)
            return TimeWindows.Add(heard, start, at + word.Length, after ? Noon : null, after ? null : word == "noon" ? Noon : 24 * 60);
        if (!Hour(heard, at, out var end, out var minutes, out var said) || !said && !StandsAlone(heard, end))
            return 0;
        if (!said)
            minutes = Waking(minutes);
        return TimeWindows.Add(heard, start, end, after ? minutes : null, after ? null : minutes);
    }

    private static int Two(Listening heard, int start, int at, bool bare)
    {
        if (!Hour(heard, at, out var end, out var from, out var saidFrom))
            return 0;
        var link = heard.Gap(end);
        var linked = heard.FirstOf(link, ["and", "to", "until", "till", "through", "-", "–"]);
        if (linked is null || !bare && linked is "and" || !Hour(heard, heard.Gap(link + linked.Length), out var last, out var to, out var saidTo))
            return 0;
        // "from 6 to 8" may be months: without am or pm nothing may follow that a number could count.
        if (!saidTo && !saidFrom && (!bare || !StandsAlone(heard, last)))
            return 0;
        if (!saidTo)
            to = saidFrom ? to <= from && to < Noon ? to + Noon : to : to < 8 * 60 ? to + Noon : to;
        if (!saidFrom)
            from = saidTo ? from < Noon && to > Noon && from + Noon < to ? from + Noon : from : Waking(from);
        if (to <= from && to < Noon)
            to += Noon;
        return TimeWindows.Add(heard, start, last, from, to);
    }

    /// <summary>Nobody is called before eight.</summary>
    private static int Waking(int minutes) => minutes is >= 60 and < 8 * 60 ? minutes + Noon : minutes;

    /// <summary>Nothing follows that the number could count.</summary>
    private static bool StandsAlone(Listening heard, int end)
    {
        var next = heard.Gap(end);
        if (heard.At(next) is '.' or ',' && char.IsAsciiDigit(heard.At(next + 1)) || heard.At(next) is '%' or '/' or '-' || Listening.IsHan(heard.At(next)) || char.IsAsciiDigit(heard.At(next)))
            return false;
        return !char.IsAsciiLetter(heard.At(next))
            || heard.FirstOf(next, ["on", "today", "tonight", "tomorrow", "or", "and", "so", "please", "pls", "every", "when", "because", "if", "but", "thanks", "is", "works", "in", "oclock"]) is not null;
    }

    private static bool Hour(Listening heard, int at, out int end, out int minutes, out bool said)
    {
        said = false;
        if (!TimeWindows.Digital(heard, at, out end, out minutes) || minutes == 0 && end - at < 3)
            return false;
        var colon = heard.At(end - 3) == ':' && end - at > 3;
        var mark = heard.Gap(end);
        if (heard.FirstOf(mark, ["am", "a.m.", "a.m", "pm", "p.m.", "p.m", "p", "a"]) is { } half && (half.Length > 1 || mark == end))
        {
            if (minutes > 12 * 60 + 59)
                return true;
            minutes = minutes % Noon + (half[0] == 'p' ? Noon : 0);
            end = mark + half.Length;
            said = true;
        }
        else if (heard.FirstOf(mark, ["o'clock", "oclock"]) is { } clock)
        {
            end = mark + clock.Length;
            minutes = Waking(minutes);
            said = true;
        }
        else if (colon)
        {
            said = minutes > Noon + 59;
        }
        else if (minutes > Noon)
        {
            return false;
        }

        return true;
    }
}
