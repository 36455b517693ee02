using System.Globalization;
using System.Net;
using System.Text;

namespace Assistant.Bot.Practice.Pages;

/// <summary>Draws totals in the order they came as one line over the line of passing; each point of a few carries its number, and the whole reads out as one sentence.</summary>
internal static class TrendChart
{
    private const int Width = 460;
    private const int Height = 200;
    private const int Left = 38;
    private const int Right = 16;
    private const int Top = 22;
    private const int Bottom = 26;
    private const int MostLabels = 10;

    /// <summary>The chart of at least one point.</summary>
    /// <param name="title">Its title in the reader's language.</param>
    /// <param name="points">Days and totals, the oldest first.</param>
    /// <param name="pass">Total from which a talk passes.</param>
    public static string Svg(string title, IReadOnlyList<(string Day, decimal Total)> points, decimal pass)
    {
        var step = points.Count > 1 ? (Width - Left - Right) / (double)(points.Count - 1) : 0;
        var spoken = WebUtility.HtmlEncode($"{title}: {string.Join("; ", points.Select(point => $"{point.Day} {PracticeWords.Points(point.Total)}"))}");
        var svg = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<svg class=\"bars trend\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{spoken}\" font-size=\"13\">");
        foreach (var level in new[] { 0m, 50m, 100m })
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(level):0.#}H{Width - Right}\" stroke=\"#d8dfdd\"/><text x=\"{Left - 6}\" y=\"{Y(level) + 4:0.#}\" text-anchor=\"end\">{level}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(pass):0.#}H{Width - Right}\" stroke=\"#b36a00\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"/><text x=\"{Left - 6}\" y=\"{Y(pass) + 4:0.#}\" text-anchor=\"end\">{PracticeWords.Points(pass)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points.Select((point, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i):0.#},{Y(point.Total):0.#}")))}\" fill=\"none\" stroke=\"#1f5f5b\" stroke-width=\"2.5\"/>");
        foreach (var (point, i) in points.Select((point, i) => (point, i)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(i):0.#}\" cy=\"{Y(point.Total):0.#}\" r=\"4\" fill=\"#1f5f5b\"/>");
            if (points.Count <= MostLabels || i == 0 || i == points.Count - 1)
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i):0.#}\" y=\"{Y(point.Total) - 9:0.#}\" text-anchor=\"{Anchor(i)}\" font-weight=\"600\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\">{PracticeWords.Points(point.Total)}</text>");
            if (i == 0 || i == points.Count - 1)
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i):0.#}\" y=\"{Height - 6}\" text-anchor=\"{Anchor(i)}\">{WebUtility.HtmlEncode(point.Day)}</text>");
        }

        return svg.Append("</svg>").ToString();

        double X(int i) => points.Count == 1 ? (Left + Width - Right) / 2.0 : Left + 6 + (i * (step - (12.0 / (points.Count - 1))));
        double Y(decimal total) => Top + ((Height - Top - Bottom) * (1 - (double)total / 100));
        string Anchor(int i) => points.Count == 1 ? "middle" : i == 0 ? "start" : i == points.Count - 1 ? "end" : "middle";
    }
}
