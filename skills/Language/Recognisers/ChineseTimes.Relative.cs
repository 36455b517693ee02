using System.Globalization;

namespace Assistant.Skills.Language.Recognisers;

// Lengths counted from now: ago, from now, the last and the next ones, what is left.
public static partial class ChineseTimes
{
    private static readonly string[] BeforeWords = ["之前", "以前", "前"];

    private static readonly string[] AfterWords = ["之后", "以后", "后"];

    /// <summary>三天前, 两周以后: a date; 10分钟之前: a moment.</summary>
    private static bool Ago(in Reader r, int start, out Piece piece)
    {
        piece = default;
        if (!Amount(r, start, out var length))
            return false;
        var at = r.Space(length.End);
        var sign = -1;
        var end = r.After(at, BeforeWords);
        if (end < 0)
        {
            end = r.After(at, AfterWords);
            sign = 1;
        }

        var within = end < 0 ? r.After(at, ["之内", "以内", "内"]) : -1;
        if (within >= 0)
            return Within(r, start, within, length, out piece);
        if (end < 0 || (end == at + 1 && r[end] is '后' or '前' or '续' or '面' or '年' && !r.Is(end, "前往")) || !Shift(r.Now, length, sign, out var to))
            return false;
        if (length.WholeDays)
        {
            piece = Piece.Date(start, end, to.Date);
            return true;
        }

        // Recognizers-Text leaves the clock out of the TIMEX here.
        piece = Piece.Date(start, end, to) with { Kind = Kind.DateTime, Format = Kind.DateTime };
        return true;
    }

    private static readonly string[] PastWords = ["过去的", "过去", "最近的", "最近", "之前的", "之前", "此前", "近", "前", "上"];

    private static readonly string[] FutureWords = ["未来的", "未来", "接下来的", "接下来", "今后的", "今后", "将来的", "将来", "之后的", "之后", "以后的", "此后", "随后", "下", "后"];

    /// <summary>过去五年, 前3天, 后1年, 未来两个月, 下三周.</summary>
    private static bool Nearby(in Reader r, int start, out Piece piece)
    {
        piece = default;
        var past = true;
        var at = r.After(start, PastWords);
        if (at < 0)
        {
            past = false;
            at = r.After(start, FutureWords);
        }

        if (at < 0)
            return false;
        if (at == start + 1 && r[start - 1] is '之' or '以' or '目' or '先' or '然' or '最' or '随' or '此' or '事' or '生' or '早' or '晚' or '一' or '两' or '几' or '附')
            return false;
        at = r.Space(at);
        if (r[at] == '这')
            at++;
        if (!Amount(r, at, out var length))
            return false;
        var end = length.End;
        if (length.WholeDays)
        {
            var from = past ? r.Today : r.Today.AddDays(1);
            if (!Shift(from, length, past ? -1 : 1, out var to))
                return false;
            piece = past ? Piece.Span(start, end, to, from, length.Timex) : Piece.Span(start, end, from, to, length.Timex);
            return true;
        }

        return Shift(r.Now, length, past ? -1 : 1, out var other) && Between(start, end, past ? other : r.Now, past ? r.Now : other, length.Timex, out piece);
    }

    /// <summary>5分钟之内: the time from now on.</summary>
    private static bool Within(in Reader r, int start, int end, in Length length, out Piece piece)
    {
        piece = default;
        if (!length.WholeDays)
            return Shift(r.Now, length, 1, out var at) && Between(start, end, r.Now, at, length.Timex, out piece);
        if (!Shift(r.Today.AddDays(1), length, 1, out var to))
            return false;
        piece = Piece.Span(start, end, r.Today.AddDays(1), to, length.Timex);
        return true;
    }

    private static bool Between(int start, int end, DateTime from, DateTime to, string length, out Piece piece)
    {
        const string form = "yyyy-MM-ddTHH:mm:ss";
        piece = Piece.Range(start, end, $"({from.ToString(form, CultureInfo.InvariantCulture)},{to.ToString(form, CultureInfo.InvariantCulture)},{length})", from, to)
            with
        { Kind = Kind.DateTimeRange, Format = Kind.DateTime };
        return true;
    }

    private static readonly string[] LeftWords = ["还剩下", "还剩", "剩下", "剩余"];

    /// <summary>还剩5分钟: from now on; of whole days only the length counts.</summary>
    private static bool Left(in Reader r, int start, out Piece piece)
    {
        piece = default;
        var at = r.After(start, LeftWords);
        return at >= 0 && Amount(r, r.Space(at), out var length) && length.OnlyClock && Shift(r.Now, length, 1, out var to) && Between(start, length.End, r.Now, to, length.Timex, out piece);
    }
}
