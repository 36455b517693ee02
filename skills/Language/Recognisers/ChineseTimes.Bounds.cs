namespace Assistant.Skills.Language.Recognisers;

public static partial class ChineseTimes
{
    /// <summary>Words after a time that make it the edge of an open range: 之前, 或之后, 以来, 左右.</summary>
    private static bool Bend(in Reader r, ref Piece piece)
    {
        if (piece.Kind is Kind.Duration or Kind.Set || piece.Unresolved || piece.Mod is not null)
            return false;
        var at = r.Space(piece.End);
        var around = r.After(at, ["左右", "前后"]);
        if (around >= 0)
        {
            Apply(ref piece, "approx", piece.Start, around);
            return true;
        }

        var including = r[at] is '或' or '及' or '和' or '与' ? r.Space(r.Over(at + 1, "者")) : r.Is(at, "(含)") ? at + 3 : at;
        var end = r.After(including, BeforeWords);
        if (end >= 0 && (including == at || end == including + 2 || r[at] == '(') && !(end == at + 1 && r[end] is '后' or '面' or '往' or '来' or '期' or '夜' or '提' or '台' or '端' or '几'))
        {
            Apply(ref piece, including == at ? "before" : "until", piece.Start, end);
            return true;
        }

        end = r.After(including, AfterWords);
        if (end >= 0 && (including == at || end == including + 2 || r[at] == '(') && !(end == at + 1 && r[end] is '续' or '来' or '天' or '年' or '期' or '半' or '面' or '悔' or '台' or '端'))
        {
            Apply(ref piece, including == at ? "after" : "since", piece.Start, end);
            return true;
        }

        end = r.After(at, ["以来", "开始", "起", "至今"]);
        if (end < 0 || (end == at + 1 && r[end] is '来' or '床' or '飞' or '点' or '步' or '码' or '初'))
            return false;
        Apply(ref piece, "since", piece.Start, end);
        return true;
    }

    private static void Apply(ref Piece piece, string mod, int start, int end)
    {
        piece.Mod = mod;
        piece.Start = start;
        piece.End = end;
        var point = piece.Single;
        piece.Source = point ? Source.Point : Source.Range;
        if (mod == "approx")
        {
            piece.Kind = Range(piece.Kind);
            return;
        }

        piece.Kind = Range(piece.Kind);
        piece.Single = false;
        if (mod is "before" or "until")
        {
            piece.OpenStart = true;
            if (point || mod == "before")
                (piece.To, piece.LaterTo) = (piece.From, piece.LaterFrom);
        }
        else
        {
            piece.OpenEnd = true;
            if (!point && mod == "after")
                (piece.From, piece.LaterFrom) = (piece.To, piece.LaterTo);
        }

        // The side that is not shown must not make two meanings of one.
        if (piece.OpenStart)
            (piece.From, piece.LaterFrom) = (piece.To, piece.LaterTo);
        else
            (piece.To, piece.LaterTo) = (piece.From, piece.LaterFrom);
    }

    private static Kind Range(Kind kind) => kind switch
    {
        Kind.Date => Kind.DateRange,
        Kind.Time => Kind.TimeRange,
        Kind.DateTime => Kind.DateTimeRange,
        _ => kind,
    };

    /// <summary>= 2019.</summary>
    private static bool Equal(in Reader r, int start, out Piece piece)
    {
        var at = r.Space(start + 1);
        if (Point(r, at, out piece))
        {
            piece.Start = start;
            return true;
        }

        if (!r.IsDigit(at) || !Read(r, at, out var n) || n.Digits != 4 || n.Value is < 1000 or >= 3000 || !n.Whole || r[n.End] is '-' or '/' or '.' or '%')
            return false;
        piece = Piece.Range(start, n.End, Number(n.Value, 4), new(n.Value, 1, 1), new(n.Value + 1, 1, 1));
        return true;
    }

    /// <summary>截止到2018年, 截至…, 直到….</summary>
    private static bool Until(in Reader r, int start, out Piece piece)
    {
        piece = default;
        var at = r.After(start, ["截止到", "截止至", "截至到", "截止", "截至", "直到", "直至"]);
        if (at < 0 || !Point(r, r.Space(at), out piece) || piece.Unresolved || piece.Kind is Kind.Duration or Kind.Set)
            return false;
        Apply(ref piece, "before", start, piece.End);
        return true;
    }

    /// <summary>从…到…, 自…以来, 自从….</summary>
    private static bool From(in Reader r, int start, out Piece piece)
    {
        var at = r.After(start, ["自从", "从", "自", "由"]);
        piece = default;
        if (at < 0)
            return false;
        at = r.Space(at);
        var point = Point(r, at, out var first);
        if (Joined(r, at, point ? first : default, out piece))
        {
            piece.Start = start;
            return true;
        }

        if (r[start] != '自' || !point || first.Unresolved)
            return false;
        var bent = Bend(r, ref first);
        // 自…起到…: the second time has its own bound, and 自 belongs to both.
        if ((bent && first.Mod != "since") || Till(r, r.Space(first.End), out _))
            return false;
        if (!bent)
            Apply(ref first, "since", start, first.End);
        first.Start = start;
        piece = first;
        return true;
    }

    /// <summary>Words before: 大约晚上十点, 超过三天, 不到一个月, 不早于….</summary>
    private static bool Qualified(in Reader r, int start, out Piece piece)
    {
        if (Compared(r, start, out piece))
            return true;
        var at = r.After(start, ["超过", "多于", "不止", "至少", "不少于"]);
        if (at >= 0 && Amount(r, r.Space(at), out var more))
            return Measured(start, more, "more", out piece);
        at = r.After(start, ["不到", "少于", "不足", "不超过", "至多", "不多于"]);
        if (at >= 0 && Amount(r, r.Space(at), out var less))
            return Measured(start, less, "less", out piece);
        at = r.After(start, ["大约在", "大约", "大概在", "大概", "差不多", "约"]);
        if (at < 0)
            return false;
        at = r.Space(at);
        var point = Point(r, at, out piece);
        if (Amount(r, at, out var length) && (!point || length.End >= piece.End))
            return Measured(start, length, "approx", out piece);
        if (!point || Joined(r, at, piece, out _))
            return false;
        piece.Start = start;
        if (piece.Kind is Kind.Date or Kind.DateRange or Kind.DateTime && !piece.Unresolved)
            Apply(ref piece, "approx", start, piece.End);
        return true;
    }

    /// <summary>早于, 晚于, 不早于, 不晚于.</summary>
    private static bool Compared(in Reader r, int start, out Piece piece)
    {
        piece = default;
        var not = r[start] == '不';
        var at = r.After(not ? start + 1 : start, ["早于", "晚于"]);
        if (at < 0 || !Point(r, r.Space(at), out piece) || piece.Unresolved || piece.Kind is Kind.Duration or Kind.Set)
            return false;
        Apply(ref piece, (r[at - 2] == '早', not) switch { (true, false) => "before", (true, true) => "since", (false, false) => "after", _ => "until" }, start, piece.End);
        return true;
    }

    private static bool Measured(int start, in Length length, string mod, out Piece piece)
    {
        piece = Duration(start, length) with { Mod = mod };
        return true;
    }
}
