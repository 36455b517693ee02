using System.Globalization;
using System.Net;
using System.Text;
using Assistant.Skills;

namespace Assistant.Bot.Reply;

/// <summary>Draws what is owed over time as SVG: one falling line on a ground of its own, so that it looks the same on light and dark pages.</summary>
internal static class BalanceChart
{
    private const int Width = 420;
    private const int Height = 210;
    private const int Left = 16;
    private const int Right = 404;
    private const int Top = 44;
    private const int Bottom = 168;

    /// <summary>The picture of at least two points.</summary>
    /// <param name="chart">Days in order, with what is owed.</param>
    /// <param name="title">Its title in the reader's language.</param>
    /// <param name="show">How values look in that language.</param>
    public static string Svg(Chart chart, string title, Func<Value, string> show)
    {
        var (first, last) = (chart.Points[0], chart.Points[^1]);
        var most = chart.Points.Max(point => point.Owed.Amount);
        var days = Math.Max(1, last.Day.DayNumber - first.Day.DayNumber);
        var line = string.Join(' ', chart.Points.Select(point => $"{X(point.Day)},{Y(point.Owed.Amount)}"));
        var name = WebUtility.HtmlEncode(title);
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{name}\" ")
            .Append("font-family=\"system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif\" font-size=\"15\" fill=\"#51605e\">")
            .Append(CultureInfo.InvariantCulture, $"<title>{name}</title><rect width=\"{Width}\" height=\"{Height}\" rx=\"10\" fill=\"#ffffff\"/>")
            .Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Bottom}H{Right}M{Left} {(Top + Bottom) / 2}H{Right}M{Left} {Top}H{Right}\" stroke=\"#d8dfdd\"/>")
            .Append(CultureInfo.InvariantCulture, $"<polygon points=\"{Left},{Bottom} {line} {Right},{Bottom}\" fill=\"#1f5f5b\" fill-opacity=\"0.14\"/>")
            .Append(CultureInfo.InvariantCulture, $"<polyline points=\"{line}\" fill=\"none\" stroke=\"#1f5f5b\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>")
            .Append(Text(Left, 28, "start", show(new Value.Amount(new Money(most, first.Owed.Currency)))))
            .Append(Text(Left, Bottom + 24, "start", show(new Value.Date(first.Day))))
            .Append(Text(Right, Bottom + 24, "end", show(new Value.Date(last.Day))))
            .Append("</svg>").ToString();

        string X(DateOnly day) => At(Left + ((Right - Left) * (decimal)(day.DayNumber - first.Day.DayNumber) / days));
        string Y(decimal owed) => At(most <= 0m ? Bottom : Bottom - ((Bottom - Top) * Math.Max(0m, owed) / most));
    }

    private static string At(decimal place) => place.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Text(int x, int y, string anchor, string words) =>
        string.Create(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(words)}</text>");
}
