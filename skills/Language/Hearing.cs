using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Language;

/// <summary>
/// Hears amounts, dates, terms and identity factors in a message, in Chinese and English. Each pattern is linear
/// (non-backtracking), so hostile text costs no more than its length.
/// </summary>
public static partial class Hearing
{
    /// <summary>Words that were looked at and mean nothing.</summary>
    internal const string Nothing = "";

    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Zh = "[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅]";
    private const string Num = @"(?:[0-9][0-9,，]*(?:\.[0-9]+)?[万千百wk]?|" + Zh + "+半?)";
    private const string EnWord = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|grand)";
    private const string EnNum = EnWord + "(?:[ -](?:and )?" + EnWord + ")*";
    private const string Unit = "块钱|块|元|圆|人民币|rmb|cny|美元|美金|刀|dollars?|bucks|usd|yuan";

    /// <summary>Everything heard, by position; two readings never overlap.</summary>
    /// <param name="text">The message as it was written.</param>
    /// <param name="today">The bank's civil day, from which relative dates count.</param>
    /// <param name="identityAsked">Whether identity factors were asked for, so that bare digits are taken as such.</param>
    /// <param name="english">Whether 12/5 is December 5 (en-US) rather than 12 月 5 日, which is the same day.</param>
    public static IReadOnlyList<Entity> Entities(string text, DateOnly today, bool identityAsked, bool english = false)
    {
        var heard = new List<Entity>();
        Identifiers.Add(heard, text, identityAsked);
        AddDurations(heard, text);
        Dates.Add(heard, text, today);
        AddPercents(heard, text);
        AddAmounts(heard, text);
        heard.RemoveAll(entity => entity.Type == Nothing);
        heard.Sort((a, b) => a.Start.CompareTo(b.Start));
        return heard;
    }

    internal static bool IsFree(List<Entity> heard, int start, int length) =>
        heard.TrueForAll(e => start >= e.End || start + length <= e.Start);

    internal static string Amount(decimal value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static void AddDurations(List<Entity> heard, string text)
    {
        foreach (Match m in TermPattern().Matches(text))
        {
            var number = m.Groups["half"].Success ? 0.5m : Numerals.Read(m.Groups["n"].Value);
            if (number is not { } n || !IsFree(heard, m.Index, m.Length) || IsRate(text, m))
                continue;
            var unit = m.Groups["u"].Value.ToLowerInvariant();
            var value = unit switch
            {
                _ when unit is "年" || unit.StartsWith("year", StringComparison.Ordinal) => n == decimal.Truncate(n) ? $"P{n:0}Y" : $"P{n * 12:0}M",
                _ when unit is "周" or "星期" or "礼拜" || unit.StartsWith("week", StringComparison.Ordinal) => $"P{n * 7:0}D",
                _ when unit is "天" or "日" || unit.StartsWith("day", StringComparison.Ordinal) => $"P{n:0}D",
                _ => n == 0.5m ? "P15D" : $"P{n:0}M",
            };
            heard.Add(new(EntityType.Duration, m.Value, m.Index, value));
        }
    }

    /// <summary>"一个月最多还八百", "300 a month": one month beside an amount says how often, not how long.</summary>
    private static bool IsRate(string text, Match m)
    {
        if (Numerals.Read(m.Groups["n"].Value) != 1)
            return false;
        var after = text[(m.Index + m.Length)..Math.Min(text.Length, m.Index + m.Length + 10)];
        var before = text[Math.Max(0, m.Index - 3)..m.Index];
        return RateAfter().IsMatch(after) || RateBefore().IsMatch(before);
    }

    private static void AddPercents(List<Entity> heard, string text)
    {
        foreach (Match m in PercentPattern().Matches(text))
        {
            var n = Numerals.Read(m.Groups["n"].Value);
            if (n is null || !IsFree(heard, m.Index, m.Length))
                continue;
            var value = m.Groups["u"].Value switch { "折" when n < 10 => n * 10, "成" => n * 10, _ => n };
            heard.Add(new(EntityType.Percent, m.Value, m.Index, value.Value.ToString("0.##", CultureInfo.InvariantCulture)));
        }
    }

    private static void AddAmounts(List<Entity> heard, string text)
    {
        foreach (Match m in AmountPattern().Matches(text))
        {
            var n = Numerals.Read(m.Groups["n"].Value);
            var said = m.Groups["u"].Success || m.Groups["c"].Success;
            var start = m.Index + m.Length - m.Value.TrimStart().Length;
            var words = m.Value.Trim();
            if (n is null || !IsFree(heard, start, words.Length) || (!said && !IsBareAmount(text, start, start + words.Length, n.Value)))
                continue;
            heard.Add(new(EntityType.Amount, words, start, Amount(decimal.Round(n.Value, 2, MidpointRounding.AwayFromZero)))
            {
                Currency = CurrencyOf(m.Groups["c"].Value + m.Groups["u"].Value),
                Role = RoleOf(text, start, start + words.Length),
            });
        }
    }

    /// <summary>A number without a unit is money only when nothing around it makes it a day, a count or an ordinal.</summary>
    private static bool IsBareAmount(string text, int start, int end, decimal number)
    {
        var before = start > 0 ? text[start - 1] : ' ';
        var after = end < text.Length ? text[end] : ' ';
        if ("第周拜/-:：.".Contains(before) || "个号日月期年天周次点岁位张家名笔遍/-:：%折成股份th".Contains(after))
            return false;
        if (char.IsAsciiLetterOrDigit(before) || char.IsAsciiLetterOrDigit(after))
            return false;
        return number >= 10;
    }

    private static string? CurrencyOf(string words) => words.ToLowerInvariant() switch
    {
        "" => null,
        var w when w.Contains('$') || w.Contains("us", StringComparison.Ordinal) || w.Contains('美') || w.Contains("dollar", StringComparison.Ordinal) || w is "刀" or "bucks" => "USD",
        _ => "CNY",
    };

    private static AmountRole RoleOf(string text, int start, int end)
    {
        var before = text[Math.Max(0, start - 12)..start];
        var after = text[end..Math.Min(text.Length, end + 14)];
        if (IncomePattern().IsMatch(before))
            return AmountRole.Income;
        if (MonthlyBefore().IsMatch(before) || MonthlyAfter().IsMatch(after))
            return AmountRole.Monthly;
        return OncePattern().IsMatch(before) ? AmountRole.Once : AmountRole.Unknown;
    }

    [GeneratedRegex("(?:分|为期)?(?:(?<half>半)|(?<n>" + Num + "|" + EnNum + @"))\s*(?<u>个月|个星期|个礼拜|期|年|周|星期|礼拜|天|months?|years?|weeks?|days?|instal?lments?|payments?)|(?<half>half a) (?<u>year|month)|(?<half>半)(?:个)?(?<u>月|年)", Plain)]
    private static partial Regex TermPattern();

    [GeneratedRegex("^[^，。,.后内之]{0,6}[0-9一二两三四五六七八九十百千万]", Plain)]
    private static partial Regex RateAfter();

    [GeneratedRegex("[0-9一二两三四五六七八九十百千万块元]$", Plain)]
    private static partial Regex RateBefore();

    [GeneratedRegex("(?<n>" + Num + @")\s*(?<u>%|％|percent|per cent|折|成)", Plain)]
    private static partial Regex PercentPattern();

    [GeneratedRegex(@"(?<c>[¥￥$])?\s?(?<n>" + Num + "|" + EnNum + @")(?:\s?(?<u>" + Unit + "))?", Plain)]
    private static partial Regex AmountPattern();

    [GeneratedRegex("(每个?月|一个月|月供|每期|monthly|per month|a month|month is|each month|every month)[^，。,.]*$", Plain)]
    private static partial Regex MonthlyBefore();

    [GeneratedRegex("^[^，。,.]{0,4}?(一个月|每个?月|/月|一期|每期|per month|a month|/ ?mo|monthly|each month|every month)", Plain)]
    private static partial Regex MonthlyAfter();

    [GeneratedRegex("(工资|收入|月薪|挣|赚|salary|income|earn|make)[^，。,.]*$", Plain)]
    private static partial Regex IncomePattern();

    [GeneratedRegex("(先还|先付|还|付|转|pay|send)[^，。,.]*$", Plain)]
    private static partial Regex OncePattern();
}
