using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Language;

namespace Assistant.Skills.Conduct;

/// <summary>Compares the amounts and deadlines a line names with the case's own, as far as these are given.</summary>
internal static partial class LineFigures
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const int Reach = 40;

    /// <summary>What words call each figure of the contract; the nearest before (or right behind) an amount names it.</summary>
    private static readonly (string Figure, Regex Names)[] Names =
    [
        ("waivedPenalty", WaivedName()), ("planInstalment", InstalmentName()), ("agreedPayment", AgreedName()), ("lastPayment", LastName()), ("minimum", MinimumName()),
        ("principal", PrincipalName()), ("penalty", PenaltyName()), ("interest", InterestName()), ("arrears", ArrearsName()), ("total", TotalName()),
    ];

    /// <summary>Amounts that differ from the figure their words name, with that figure.</summary>
    public static IEnumerable<(int Start, int Length, string Expected)> Amounts(ReviewLine line, ReviewContext context)
    {
        if (context.Figures.Count == 0)
            yield break;
        var last = 0;
        foreach (var entity in Heard(line, context).Where(entity => entity.Type == EntityType.Amount))
        {
            // A name belongs to the first amount behind it: "3,000 in all, and these 580 come off" says nothing of all about the 580.
            var from = last;
            last = entity.End;
            var (start, length, amount) = (entity.Start, entity.Length, decimal.Parse(entity.Value, CultureInfo.InvariantCulture));
            // An amount that is one of the case's is right whatever it is called.
            if (context.Figures.Values.Any(figure => Math.Abs(figure - amount) < 0.005m))
                continue;
            if (NameOf(line.Plain, from, start, length) is { } name && context.Figures.TryGetValue(name, out var figure))
                yield return (start, length, figure.ToString("0.00", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Deadlines earlier than the one the case has.</summary>
    public static IEnumerable<(int Start, int Length, string Expected)> Deadlines(ReviewLine line, ReviewContext context)
    {
        if ((context.Date("offer_expiry") ?? context.Date("deadline")) is not { } real)
            yield break;
        foreach (Match match in Hurry().Matches(line.Plain))
        {
            if (real > context.Day && !NoHurry().IsMatch(match.Value))
                yield return (match.Index, match.Length, real.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        foreach (var entity in Heard(line, context).Where(entity => entity.Type == EntityType.Date))
        {
            var (from, to) = (Math.Max(0, entity.Start - 12), Math.Min(entity.End + 8, line.Plain.Length));
            if (DateOnly.TryParseExact(entity.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < real && day >= context.Day
                && Limit().IsMatch(line.Plain.AsSpan(from, to - from)))
                yield return (entity.Start, entity.Length, real.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    private static IReadOnlyList<Entity> Heard(ReviewLine line, ReviewContext context) =>
        Hearing.Entities(line.Plain, context.Day, identityAsked: false, english: !Plain.HasChinese(line.Plain));

    private static string? NameOf(string text, int from, int start, int length)
    {
        var before = text[Math.Max(from, start - Reach)..start];
        var mark = before.LastIndexOfAny(['。', '；', ';', '!', '！', '?', '？']);
        before = before[(mark + 1)..];
        var (best, at) = ((string?)null, -1);
        foreach (var (figure, names) in Names)
        {
            foreach (var match in names.EnumerateMatches(before))
            {
                if (match.Index + match.Length > at)
                    (best, at) = (figure, match.Index + match.Length);
            }
        }

        if (best is not null)
            return best;
        var end = start + length;
        var behind = text[end..Math.Min(text.Length, end + 14)];
        return Names.FirstOrDefault(name => name.Names.IsMatch(behind)).Figure;
    }

    [GeneratedRegex("(减免|免除|免掉|减掉|豁免).{0,6}(违约金|滞纳金)?|waived?|write off|written off", Linear)]
    private static partial Regex WaivedName();

    [GeneratedRegex("每期|每月|月供|[每一]个月|分期.{0,4}期|[0-9]+ ?期|instal?lments?|per month|a month|monthly|each month", Linear)]
    private static partial Regex InstalmentName();

    [GeneratedRegex("约定|答应|承诺|协议.{0,4}还|agreed|promised", Linear)]
    private static partial Regex AgreedName();

    [GeneratedRegex("上次.{0,4}(还|付|存)|上一笔|最近一笔|收到您?的?|last payment|your payment of|received", Linear)]
    private static partial Regex LastName();

    [GeneratedRegex("最低(还款额?)?|minimum", Linear)]
    private static partial Regex MinimumName();

    [GeneratedRegex("本金|principal", Linear)]
    private static partial Regex PrincipalName();

    [GeneratedRegex("违约金|滞纳金|罚金|罚息|late (fee|charge)s?|penalt(y|ies)", Linear)]
    private static partial Regex PenaltyName();

    [GeneratedRegex("利息|interest", Linear)]
    private static partial Regex InterestName();

    [GeneratedRegex("逾期(金额|款|部分)?|拖欠|past due|overdue|arrears|behind", Linear)]
    private static partial Regex ArrearsName();

    [GeneratedRegex("(总|一共|合计|共计|总共|全部|连本带[利息费]|加起来|本息).{0,6}|欠(款|我们|银行|着|了)?|余额|结清|全款|账单|total|balance|owe|outstanding|in full|altogether|all in", Linear)]
    private static partial Regex TotalName();

    [GeneratedRegex("(就|只|仅)(限)?今[天晚日]|明天就?(没有?了?|作废|失效)|最后一个名额|今[天晚日].{0,8}(截止|之前|前|内|不[办还签]|作废|失效|最后|有效)|最后(一[天次]|机会|期限)|(today|tonight|midnight|right now|this afternoon).{0,24}(expire|last|final|gone|only|or lose|off the table)|(dies|ends|closes|over) (at )?(midnight|tonight|today)|length of (the|this) call|hang up and it|(expires?|last chance|final chance|only (valid|good)|gone).{0,20}(today|tonight|midnight|in an hour)", Linear)]
    private static partial Regex Hurry();

    [GeneratedRegex("不是|并非|没有|不用|(is|was|are|does|do)(n't| not)|no (last|final)", Linear)]
    private static partial Regex NoHurry();

    [GeneratedRegex("前|之前|截止|为止|到期|失效|作废|by|before|until|expire", Linear)]
    private static partial Regex Limit();
}
