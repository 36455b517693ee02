namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>A time of day, or with <see cref="Hour"/> -1 a part of it.</summary>
    private readonly record struct Clock(int End, int Hour, int Minute, int Second, char Part, bool Open)
    {
        public TimeSpan Of => new(this.Hour, Math.Max(0, this.Minute), Math.Max(0, this.Second));

        public string Timex => Write(this.Hour);

        /// <summary>The same with the other half of the day.</summary>
        public string? PmTimex => this.Open ? Write(this.Hour < 12 ? this.Hour + 12 : 0) : null;

        private string Write(int hour) => "T" + Number(hour, 2) + (this.Minute < 0 ? "" : ":" + Number(this.Minute, 2)) + (this.Second < 0 ? "" : ":" + Number(this.Second, 2));
    }

    /// <summary>Part of the day: M morning, D dawn, I midday, A afternoon, E evening, N night.</summary>
    private static char PartOfDay(in Reader r, int at, bool afterDay, out int end)
    {
        end = at + 2;
        switch (r[at], r[at + 1])
        {
            case ('早', '上') or ('上', '午') or ('早', '间') or ('早', '晨') or ('清', '晨'):
                return 'M';
            case ('凌', '晨'):
                return 'D';
            case ('中', '午') or ('正', '午'):
                return 'I';
            case ('下', '午') or ('午', '后'):
                return 'A';
            case ('晚', '上') or ('傍', '晚') or ('晚', '间') or ('夜', '里') or ('夜', '晚'):
                return 'E';
            case ('深', '夜') or ('半', '夜') or ('午', '夜') or ('夜', '间'):
                return 'N';
        }

        end = at + 1;
        var single = r[at] switch { '早' or '晨' => 'M', '晚' => 'E', '夜' => 'N', _ => '\0' };
        if (single == '\0')
            return single;
        // Alone these are too short to be a time: 早 is "good morning", 晚 is "late".
        return afterDay ? (r[end] is '餐' or '饭' or '会' or '班' or '高' or '于' or '点' ? '\0' : single) : Read(r, end, out var n) && r[n.End] is '点' or ':' ? single : '\0';
    }

    /// <summary>九点二十, 下午5:00, 2:00pm, 晚上七点半, 20时30分.</summary>
    private static bool TimeOfDay(in Reader r, int start, bool afterDay, char inherited, out Clock clock)
    {
        clock = default;
        var part = PartOfDay(r, start, afterDay, out var at);
        at = part == '\0' ? start : r.Of(at);
        var evening = part == '\0' ? inherited : part;
        if (!Read(r, at, out var hour) || hour.Value > 24 || hour.Digits > 2 || !hour.Whole)
            return false;
        int minute = -1, second = -1;
        var end = hour.End;
        if (r[end] == ':')
        {
            if (!hour.Arabic || !Two(r, end + 1, out minute))
                return false;
            end += 3;
            if (r[end] == ':')
            {
                if (!Two(r, end + 1, out second))
                    return false;
                end += 3;
            }

            if (r.IsDigit(end))
                return false;
        }
        else if (r.Is(end, "点") || r.Is(end, "点钟") || (r[end] == '时' && r[end + 1] is not ('候' or '间' or '代' or '期' or '尚')))
        {
            if (r[start] == '一' && start == at && (r[end + 1] is '点' or '也' or '都' or '儿' or '不' || r[start - 1] is '有' or '快' or '慢' or '早' or '晚' or '多' or '好' or '小' or '少'))
                return false;
            end++;
            end = Minutes(r, end, out minute, out second);
        }
        else
        {
            return false;
        }

        var suffix = r.Space(end);
        if (r[suffix] is 'a' or 'p' && r[suffix + 1] == 'm' && r[suffix + 2] is not (>= 'a' and <= 'z'))
        {
            evening = r[suffix] == 'p' ? 'A' : 'M';
            end = suffix + 2;
        }

        var value = hour.Value == 24 ? 0 : hour.Value;
        var open = evening == '\0' && value is > 0 and <= 12 && !(hour.Arabic && hour.Digits == 2 && value < 10);
        value = evening switch
        {
            'A' when value < 12 => value + 12,
            'I' when value is > 0 and < 4 => value + 12,
            'E' or 'N' when value is >= 5 and < 12 => value + 12,
            'E' when value is > 0 and < 5 => value + 12,
            'E' or 'N' or 'D' or 'M' when value == 12 => 0,
            _ => value,
        };
        clock = new(end, value, minute, second, evening, open);
        return true;
    }

    private static bool Two(in Reader r, int at, out int value)
    {
        value = (r[at] - '0') * 10 + (r[at + 1] - '0');
        return r.IsDigit(at) && r.IsDigit(at + 1) && value < 60;
    }

    /// <summary>What follows 点: 钟, 整, 半, 一刻, 二十, 20分30秒.</summary>
    private static int Minutes(in Reader r, int at, out int minute, out int second)
    {
        (minute, second) = (-1, -1);
        if (r[at] is '钟' or '整')
            return r[at] == '钟' ? r.Over(at + 1, "整") : at + 1;
        if (r[at] == '半' && r[at + 1] is not ('个' or '天' or '年' or '小'))
        {
            minute = 30;
            return at + 1;
        }

        var next = r.Over(at, "过");
        if (!Read(r, next, out var n) || !n.Whole || n.Value > 59)
            return at;
        if (r[n.End] == '刻' && n.Value is 1 or 3)
        {
            minute = n.Value * 15;
            return n.End + 1;
        }

        if (r[n.End] == '分' && r[n.End + 1] is not ('之' or '公' or '钟'))
        {
            minute = n.Value;
            if (Read(r, n.End + 1, out var s) && s.Value < 60 && r[s.End] == '秒')
            {
                second = s.Value;
                return s.End + 1;
            }

            return n.End + 1;
        }

        // 九点二十, 九点零五, 9点05: without 分 two characters are needed, and no unit may follow.
        if (n.End - next < 2 || r[n.End] is '个' or '人' or '天' or '年' or '月' or '日' or '号' or '小' or '元' or '块' or '次' or '周' or '岁' or '秒')
            return at;
        minute = n.Value;
        return n.End;
    }

    private static bool TimeAlone(in Reader r, int start, out Piece piece)
    {
        piece = default;
        if (TimeOfDay(r, start, false, '\0', out var clock))
        {
            piece = TimePiece(r, start, clock);
            return true;
        }

        var part = PartOfDay(r, start, false, out var end);
        if (part == '\0')
            return false;
        var (from, to, name) = Hours(part);
        piece = Piece.Range(start, end, name, r.Today + from, r.Today + to) with { Kind = Kind.TimeRange, Format = Kind.Time };
        return true;
    }

    private static Piece TimePiece(in Reader r, int start, in Clock clock) => new()
    {
        Kind = Kind.Time,
        Format = Kind.Time,
        Single = true,
        Start = start,
        End = clock.End,
        Timex = clock.Timex,
        PmTimex = clock.PmTimex,
        Clock = clock,
        From = r.Today + clock.Of,
        LaterFrom = r.Today + clock.Of,
    };

    private static (TimeSpan From, TimeSpan To, string Timex) Hours(char part) => part switch
    {
        'M' => (new(8, 0, 0), new(12, 0, 0), "TMO"),
        'D' => (new(4, 0, 0), new(8, 0, 0), "TDA"),
        'I' => (new(11, 0, 0), new(13, 0, 0), "TMI"),
        'A' => (new(12, 0, 0), new(16, 0, 0), "TAF"),
        'E' => (new(16, 0, 0), new(20, 0, 0), "TEV"),
        _ => (new(20, 0, 0), new(23, 59, 59), "TNI"),
    };

    /// <summary>明天下午5:00, 7月25日早间: a date takes the time after it.</summary>
    private static void WithTime(in Reader r, ref Piece day)
    {
        var at = r.Of(day.End);
        if (r[at] is ',' or 't' or '在')
            at = r.Space(at + 1);
        // A number right after the date would be read as its clock: 12/1 5点 needs the space.
        if (TimeOfDay(r, at, true, '\0', out var clock))
        {
            day = day with
            {
                Kind = Kind.DateTime,
                Format = Kind.DateTime,
                Grain = Grain.None,
                End = clock.End,
                Timex = day.Timex + clock.Timex,
                PmTimex = clock.PmTimex is { } pm ? day.Timex + pm : null,
                Clock = clock,
                From = day.From.Date + clock.Of,
                LaterFrom = day.LaterFrom.Date + clock.Of,
            };
            return;
        }

        var part = PartOfDay(r, at, true, out var end);
        if (part == '\0')
            return;
        var (from, to, name) = Hours(part);
        day = Piece.Range(day.Start, end, day.Timex + name, day.From.Date + from, day.From.Date + to, day.LaterFrom.Date + from, day.LaterFrom.Date + to)
            with
        { Kind = Kind.DateTimeRange, Format = Kind.DateTime, Lunar = day.Lunar };
    }
}
