using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills;
using Assistant.Skills.Language;

namespace Assistant.Bot.Guard;

/// <summary>
/// Reads every figure out of a finished text again, by its own eyes, and looks for it among the values of the decision.
/// Whatever is not there was not decided, and must not be said.
/// </summary>
internal static partial class FigureCheck
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
    private const string Months = "january february march april may june july august september october november december";

    /// <summary>Figures of the text that no value stands behind.</summary>
    /// <param name="text">The finished words.</param>
    /// <param name="values">Every value of the decision.</param>
    public static IReadOnlyList<string> Unfounded(string text, IReadOnlyCollection<Value> values)
    {
        var left = new Remaining(text);
        left.Take(values.OfType<Value.Link>().Select(link => link.Path), LinkPattern());
        left.TakeExactly(values.OfType<Value.Phone>().Select(phone => phone.Number).Concat(values.OfType<Value.Phones>().SelectMany(phones => phones.Numbers)));
        left.TakeExactly(values.OfType<Value.Code>().Select(code => code.Text));
        left.TakeExactly(values.OfType<Value.Name>().Select(name => name.Text));
        left.TakeExactly(values.OfType<Value.LocalName>().SelectMany(name => name.ByLocale.Values));
        var hours = values.OfType<Value.Hour>().Select(hour => hour.Time).ToHashSet();
        var moments = values.OfType<Value.Moment>().ToList();
        var days = values.OfType<Value.Date>().Select(date => date.Day).Concat(values.OfType<Value.Period>().SelectMany(period => new[] { period.From, period.To })).Concat(moments.Select(moment => DateOnly.FromDateTime(moment.At.DateTime))).ToHashSet();
        left.Check(DatePattern(), match => Day(match) is { } day && (days.Contains(day) || days.Contains(day.AddDays(1)) && moments.Count > 0 || days.Contains(day.AddDays(-1)) && moments.Count > 0));
        left.TakeExactly(values.OfType<Value.Month>().SelectMany(month => new[] { month.Day.ToString("yyyy年M月", CultureInfo.InvariantCulture), month.Day.ToString("MMMM yyyy", CultureInfo.InvariantCulture) }));
        left.Check(TimePattern(), match => (TimeOnly.TryParse(match.Value, CultureInfo.InvariantCulture, out var time) && hours.Contains(time)) || moments.Exists(moment => moment.At.Minute == int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture)));
        var percents = values.OfType<Value.Percent>().Select(percent => percent.Share).ToHashSet();
        left.Check(PercentPattern(), match => Number(match.Groups["n"].Value) is { } n && percents.Contains(n));
        var amounts = values.OfType<Value.Amount>().Select(amount => amount.Money.Amount).ToHashSet();
        left.Check(AmountPattern(), match => Number(match.Groups["n"].Value) is { } n && amounts.Contains(n));
        var counts = values.OfType<Value.Count>().Select(count => (decimal)count.Number)
            .Concat(values.OfType<Value.Span>().SelectMany(span => new[] { span.Months / 12m, span.Months % 12 }).Select(decimal.Truncate)).ToHashSet();
        left.Check(NumberPattern(), match => Number(match.Value) is { } n && counts.Contains(n));
        // "最后一期" and "每一期" name an instalment, not a number of them.
        left.Check(SpelledPattern(), match => match.Value == "一期" || Numerals.Read(match.Groups["n"].Value) is { } n && (amounts.Contains(n) || counts.Contains(n) || percents.Contains(n)));
        return left.Unfounded;
    }

    private static decimal? Number(string text) => decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static DateOnly? Day(Match match)
    {
        var month = match.Groups["name"].Success
            ? (Array.IndexOf(Months.Split(' '), match.Groups["name"].Value.ToLowerInvariant()) + 1).ToString(CultureInfo.InvariantCulture)
            : match.Groups["mo"].Value;
        return DateOnly.TryParseExact($"{match.Groups["y"].Value}-{month}-{match.Groups["d"].Value}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    [GeneratedRegex(@"(?<y>\d{4})年(?<mo>\d{1,2})月(?<d>\d{1,2})日|(?<y>\d{4})-(?<mo>\d{1,2})-(?<d>\d{1,2})|(?<name>january|february|march|april|may|june|july|august|september|october|november|december) (?<d>\d{1,2}), (?<y>\d{4})", Plain)]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"(?<h>\d{1,2}):(?<m>\d{2})", Plain)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"(?<n>\d[\d,]*(?:\.\d+)?)\s*[%％‰]", Plain)]
    private static partial Regex PercentPattern();

    [GeneratedRegex(@"[¥￥$€£]\s*(?<n>\d[\d,]*(?:\.\d+)?)|(?<n>\d[\d,]*(?:\.\d+)?)\s*(?:元|块|美元|[A-Z]{3}\b)|\b[A-Z]{3} (?<n>\d[\d,]*(?:\.\d+)?)", RegexOptions.CultureInvariant)]
    private static partial Regex AmountPattern();

    [GeneratedRegex(@"\d[\d,]*(?:\.\d+)?", Plain)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"(?<n>[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+)\s*(?:元|块|美元|期|折|成(?![立为功了]))|百分之(?<n>[零一二三四五六七八九十百]+)", Plain)]
    private static partial Regex SpelledPattern();

    [GeneratedRegex(@"(?:https?://[^\s/]+)?(?<path>/[A-Za-z][A-Za-z0-9._~/?=&%-]*)", Plain)]
    private static partial Regex LinkPattern();

    /// <summary>The text with every figure that was accounted for blanked out.</summary>
    private sealed class Remaining(string text)
    {
        private readonly List<string> unfounded = [];
        private string text = text;

        public IReadOnlyList<string> Unfounded => unfounded;

        public void TakeExactly(IEnumerable<string> known)
        {
            foreach (var part in known.Where(part => part.Length > 0).OrderByDescending(part => part.Length))
                text = text.Replace(part, new string(' ', part.Length), StringComparison.Ordinal);
        }

        /// <summary>Blanks out links that start with a known path; the rest of a link is its signature.</summary>
        public void Take(IEnumerable<string> paths, Regex pattern)
        {
            var known = paths.ToList();
            text = pattern.Replace(text, match => known.Exists(path => match.Groups["path"].Value.StartsWith(path, StringComparison.Ordinal)) ? new string(' ', match.Length) : match.Value);
        }

        public void Check(Regex pattern, Func<Match, bool> isFounded) => text = pattern.Replace(text, match =>
        {
            if (!isFounded(match))
                unfounded.Add(match.Value);
            return new string(' ', match.Length);
        });
    }
}
