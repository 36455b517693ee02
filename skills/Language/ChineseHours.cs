namespace Assistant.Skills.Language;

/// <summary>Hears windows of time in Chinese: 晚上八点后, 下午三点以后, 七点到九点.</summary>
internal static class ChineseHours
{
    private const int Noon = 12 * 60;

    private static readonly string[] Parts = ["凌晨", "清晨", "早上", "早晨", "上午", "中午", "下午", "傍晚", "晚上", "夜里", "夜晚", "半夜", "今晚", "明晚", "晚"];
    private static readonly string[] After = ["以后", "之后", "过后", "后", "开始", "起"];
    private static readonly string[] Before = ["以前", "之前", "前"];
    private static readonly string[] To = ["到", "至", "-", "~", "—"];

    /// <summary>Reads at a position; gives the position after it, or 0 where there is no time.</summary>
    public static int Read(Listening heard, int start)
    {
        var part = heard.FirstOf(start, Parts);
        var at = heard.Gap(start + (part?.Length ?? 0));
        // 今晚八点后: the day was heard already, and its evening holds for the hour.
        if (part is null && heard.Free == start && start > 0 && heard.At(start - 1) is '晚' or '早')
            part = heard.At(start - 1) == '晚' ? "晚上" : "早上";
        if (!Hour(heard, at, out var end, out var from))
            return 0;
        from = OfPart(from, part);
        if (heard.FirstOf(end, To) is { } to)
        {
            var second = heard.FirstOf(end + to.Length, Parts);
            if (Hour(heard, end + to.Length + (second?.Length ?? 0), out var last, out var until))
            {
                until = OfPart(until, second ?? part);
                if (until <= from && until <= Noon)
                    until += Noon;
                return TimeWindows.Add(heard, start, last, from, until);
            }
        }

        // Nobody is called before eight: a bare six is in the evening.
        var hour = part is null && from is >= 60 and < 8 * 60 ? from + Noon : from;
        if (heard.FirstOf(end, After) is { } after)
            return TimeWindows.Add(heard, start, end + after.Length, hour, null);
        return heard.FirstOf(end, Before) is { } before ? TimeWindows.Add(heard, start, end + before.Length, null, hour) : end;
    }

    private static int OfPart(int minutes, string? part) => part switch
    {
        "下午" or "傍晚" or "晚上" or "夜里" or "夜晚" or "今晚" or "明晚" or "晚" when minutes < Noon => minutes + Noon,
        "晚上" or "夜里" or "半夜" when minutes == Noon => 24 * 60,
        "中午" when minutes < 4 * 60 => minutes + Noon,
        _ => minutes,
    };

    /// <summary>八点, 8点半, 八点十五分, 20:00; 七点到 with no number is no hour, nor is 三点五万 or 两点要求.</summary>
    private static bool Hour(Listening heard, int at, out int end, out int minutes)
    {
        if (char.IsAsciiDigit(heard.At(at)) && TimeWindows.Digital(heard, at, out end, out minutes) && heard.At(end - 3) == ':' && end - at >= 4)
            return true;
        (end, minutes) = (at, 0);
        if (!("零一二两三四五六七八九十".Contains(heard.At(at)) || char.IsAsciiDigit(heard.At(at))))
            return false;
        // The number alone: a scanner would take 三点五 for a decimal.
        var hour = 0;
        if (char.IsAsciiDigit(heard.At(at)))
        {
            while (end - at < 3 && char.IsAsciiDigit(heard.At(end)))
                hour = hour * 10 + heard.At(end++) - '0';
        }
        else
        {
            for (; end - at < 3 && Digit(heard.At(end)) is >= 0 and var digit; end++)
                hour = digit == 10 ? Math.Max(hour, 1) * 10 : hour + digit;
        }

        if (hour > 24 || heard.At(end) is not ('点' or '时') || heard.At(end) == '时' && heard.At(end + 1) == '间')
            return false;
        end++;
        if (heard.At(end) == '钟')
            end++;
        minutes = hour * 60;
        if (heard.At(end) == '半')
            (end, minutes) = (end + 1, minutes + 30);
        else if ((Digit(heard.At(end)) >= 0 || char.IsAsciiDigit(heard.At(end))) && heard.Number(end, out var after, out var more))
        {
            // 三点五 and 三点五万 are numbers.
            if (heard.At(after) != '分' && (more < 10 || more > 59))
                return false;
            (end, minutes) = (heard.At(after) == '分' ? after + 1 : after, minutes + (int)more);
        }

        return minutes <= 24 * 60;
    }

    private static int Digit(char c) => c == '两' ? 2 : "零一二三四五六七八九十".IndexOf(c);
}
