namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    private delegate bool Rule(in Reader r, int at, out Piece piece);

    /// <summary>The longest date, period, moment or time of day that begins here.</summary>
    private static bool Point(in Reader r, int at, out Piece piece)
    {
        piece = default;
        var c = r[at];
        switch (c)
        {
            case >= '0' and <= '9':
            case '零' or '一' or '二' or '两' or '三' or '四' or '五' or '六' or '七' or '八' or '九' or '十' or '百' or '千':
            case '壹' or '贰' or '叁' or '肆' or '伍' or '陆' or '柒' or '捌' or '玖' or '拾':
                if (c <= '9')
                    Take(r, at, Numeric, ref piece);
                Take(r, at, Calendar, ref piece);
                Take(r, at, Age, ref piece);
                Take(r, at, QuarterNow, ref piece);
                Take(r, at, Ago, ref piece);
                if (c == '五')
                    Take(r, at, Holiday, ref piece);
                break;
            case '半' or '几' or '数' or '好':
                Take(r, at, Ago, ref piece);
                break;
            case '今' or '昨' or '本' or '明' or '来' or '后' or '去' or '前' or '大' or '上' or '下' or '这' or '当':
                Take(r, at, Calendar, ref piece);
                Take(r, at, RelativePeriod, ref piece);
                Take(r, at, NearDay, ref piece);
                Take(r, at, Age, ref piece);
                Take(r, at, Nearby, ref piece);
                break;
            case '过' or '未' or '最' or '近' or '接' or '将' or '之' or '以' or '随':
                Take(r, at, NearDay, ref piece);
                Take(r, at, Nearby, ref piece);
                break;
            case '周' or '星' or '礼':
                Take(r, at, WeekdayAlone, ref piece);
                break;
            case '现' or '刚' or '马' or '立' or '此' or '眼':
                Take(r, at, Present, ref piece);
                if (c == '此')
                    Take(r, at, Nearby, ref piece);
                break;
            case '春' or '夏' or '秋' or '冬' or '正' or '腊' or '农' or '阴' or '旧' or '贞' or '开' or '神' or '洪' or '永' or '景' or '天' or '成' or '嘉' or '崇' or '顺' or '康' or '雍' or '乾' or '道' or '咸' or '同' or '宣' or '民' or '建' or '光' or '万' or '初':
                Take(r, at, SeasonAlone, ref piece);
                Take(r, at, Calendar, ref piece);
                Take(r, at, Holiday, ref piece);
                break;
            case '年' or '月':
                Take(r, at, EdgeAlone, ref piece);
                break;
            case '第':
                Take(r, at, QuarterNow, ref piece);
                break;
            default:
                Take(r, at, Holiday, ref piece);
                break;
        }

        if (piece.Kind == Kind.None)
            return TimeAlone(r, at, out piece);
        if (piece.Kind == Kind.Date && !piece.Unresolved)
        {
            WithTime(r, ref piece);
            // 今 of 今晚 is a day only with the evening.
            if (piece.End == at + 1)
                return false;
        }

        return true;
    }

    private static void Take(in Reader r, int at, Rule rule, ref Piece best)
    {
        if (rule(r, at, out var piece) && piece.End > best.End)
            best = piece;
    }

    private static bool QuarterNow(in Reader r, int at, out Piece piece) => QuarterOf(r, at, at, r.Now.Year, false, out piece);

    private static bool SeasonAlone(in Reader r, int at, out Piece piece) => SeasonOf(r, at, at, "", out piece);

    private static readonly string[] NowWords = ["现在", "此刻", "此时此刻", "眼下"];
    private static readonly string[] SoonWords = ["马上", "立刻", "立即"];
    private static readonly string[] JustWords = ["刚刚才", "刚刚", "刚才"];

    private static bool Present(in Reader r, int at, out Piece piece)
    {
        piece = default;
        var timex = "PRESENT_REF";
        var end = r.After(at, NowWords);
        if (end < 0)
        {
            timex = "FUTURE_REF";
            end = r.After(at, SoonWords);
        }

        if (end < 0)
        {
            timex = "PAST_REF";
            end = r.After(at, JustWords);
        }

        if (end < 0)
            return false;
        piece = Piece.Date(at, end, timex, r.Now, r.Now) with { Kind = Kind.DateTime, Format = Kind.DateTime, Grain = Grain.None };
        return true;
    }

    /// <summary>每天, 每两周, 每周一, 每天早上8点: what happens again and again.</summary>
    private static bool Repeated(in Reader r, int start, out Piece piece)
    {
        var at = r.Over(r.Over(r.Space(start + 1), "隔"), "一");
        piece = new Piece { Kind = Kind.Set, Start = start, Unresolved = true };
        var many = r.Over(at, "个");
        if (Weekday(r, many, out var day, out var end))
            piece.Timex = "XXXX-WXX-" + Number(day, 0);
        else if (r.After(many, ["周末"]) is > 0 and var weekend)
            (piece.Timex, end) = ("XXXX-WXX-WE", weekend);
        else if (Amount(r, at, out var length))
            (piece.Timex, end) = (length.Timex, length.End);
        else if (r.After(many, ["小时", "钟头"]) is > 0 and var hour)
            (piece.Timex, end) = ("PT1H", hour);
        else if (r.After(many, ["季度", "季"]) is > 0 and var quarter)
            (piece.Timex, end) = ("P3M", quarter);
        else if (r.After(many, ["星期", "礼拜", "周"]) is > 0 and var week)
            (piece.Timex, end) = ("P1W", week);
        else if (r[many] is '天' or '日' or '月' or '年')
            (piece.Timex, end) = (r[many] switch { '月' => "P1M", '年' => "P1Y", _ => "P1D" }, many + 1);
        else if (r.After(many, ["分钟", "分"]) is > 0 and var minute)
            (piece.Timex, end) = ("PT1M", minute);
        else if (TimeOfDay(r, at, true, '\0', out var once) || PartOfDay(r, at, false, out _) != '\0')
            (piece.Timex, end) = ("", at);
        else
            return false;
        if (piece.Timex is "P1Y" or "P1M" && r[end - 1] is '年' or '月' && Calendar(r, r.Of(end), out var date) && date is { Kind: Kind.Date, Year: 0 })
            (piece.Timex, end) = (date.Timex, date.End);
        if (TimeOfDay(r, r.Of(end), true, '\0', out var clock))
        {
            piece.Timex = piece.Timex is "P1D" or "" ? clock.Timex : piece.Timex + clock.Timex;
            end = clock.End;
        }
        else if (PartOfDay(r, r.Of(end), true, out var close) is var part and not '\0')
        {
            piece.Timex = piece.Timex is "P1D" or "" ? Hours(part).Timex : piece.Timex + Hours(part).Timex;
            end = close;
        }

        piece.End = end;
        return true;
    }
}
