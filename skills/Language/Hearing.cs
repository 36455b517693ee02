using System.Buffers;

namespace Assistant.Skills.Language;

/// <summary>
/// Hears amounts, dates, terms, times, counts and identity factors in a message, in Chinese and English. One scan from left to right over the
/// plain form of the text, with looks of bounded length, so that hostile text costs no more than its length.
/// </summary>
public static class Hearing
{
    /// <summary>What anything with a value can start with, beside digits and Latin letters.</summary>
    private static readonly SearchValues<char> Starts = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyz+(（$¥*.零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟俩仨廿卅半对" +
        "大前昨今明后上下这本去月年周星礼每春除过元国劳早凌中傍晚夜");

    /// <summary>Everything heard, by position; two readings never overlap.</summary>
    /// <param name="text">The message as it was written.</param>
    /// <param name="today">The bank's civil day, from which relative dates count.</param>
    /// <param name="identityAsked">Whether identity factors were asked for, so that bare digits are taken as such.</param>
    /// <param name="english">Whether 12/5 is December 5 (en-US) rather than 12 月 5 日, which is the same day.</param>
    public static IReadOnlyList<Entity> Entities(string text, DateOnly today, bool identityAsked, bool english = false)
    {
        var heard = new Listening(text, today, identityAsked);
        var plain = heard.Plain;
        for (var at = 0; at < plain.Length;)
        {
            var next = plain.AsSpan(at).IndexOfAny(Starts);
            if (next < 0)
                break;
            at += next;
            var end = char.IsAsciiLetter(plain[at]) ? Word(heard, at) : Mark(heard, at);
            at = end > at ? end : Past(heard, at);
        }

        Identifiers.AddBeside(heard);
        heard.Heard.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        return heard.Heard;
    }

    private static int Word(Listening heard, int at)
    {
        var end = Identifiers.Read(heard, at);
        if (end > at)
            return end;
        end = EnglishDates.Read(heard, at);
        if (end > at)
            return end;
        end = EnglishTimes.Read(heard, at);
        return end > at ? end : Quantities.ReadWord(heard, at);
    }

    private static int Mark(Listening heard, int at)
    {
        var c = heard.Plain[at];
        if (char.IsAsciiDigit(c) || c is '(' or '（' or '+' or '*')
        {
            var end = Identifiers.Read(heard, at);
            if (end > at || !char.IsAsciiDigit(c))
                return end;
            end = EnglishDates.ReadDigits(heard, at);
            if (end > at)
                return end;
            end = EnglishTimes.ReadDigits(heard, at);
            if (end > at)
                return end;
        }

        var day = ChineseDates.Read(heard, at);
        if (day > at)
            return day;
        var time = ChineseHours.Read(heard, at);
        return time > at ? time : Quantities.Read(heard, at);
    }

    /// <summary>The position after something that means nothing: a word, a run of digits, or one character.</summary>
    private static int Past(Listening heard, int at)
    {
        var c = heard.Plain[at];
        if (!char.IsAsciiLetterOrDigit(c))
            return at + 1;
        var digits = char.IsAsciiDigit(c);
        while (digits ? char.IsAsciiDigit(heard.At(at)) : char.IsAsciiLetter(heard.At(at)))
            at++;
        if (digits)
        {
            // "60ml", "5g": the letters belong to the digits.
            while (char.IsAsciiLetter(heard.At(at)))
                at++;
        }

        return at;
    }
}
