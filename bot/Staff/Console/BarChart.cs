using System.Globalization;
using System.Net;
using System.Text;

namespace Assistant.Bot.Staff.Console;

/// <summary>One bar.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">How long it is.</param>
/// <param name="Shown">Its value in words.</param>
/// <param name="Interval">Ends of its interval, on the same scale, and the interval in words; null for none.</param>
public sealed record Bar(string Label, double Value, string Shown, (double Low, double High, string Words)? Interval = null);

/// <summary>Draws bars as SVG, each with its words above it, so that nothing hangs on colour; the whole chart reads out as one sentence.</summary>
internal static class BarChart
{
    private const int Width = 460;
    private const int RowHeight = 42;
    private const int NoteHeight = 20;
    private const int Thick = 12;
    private const int Edge = 6;

    private static int HeightOf(Bar bar) => bar.Interval is null ? RowHeight : RowHeight + NoteHeight;

    /// <summary>The chart of at least one bar.</summary>
    /// <param name="title">Its title in the reader's language.</param>
    /// <param name="bars">The bars, from above.</param>
    /// <param name="most">Value of the full width; the longest bar when absent.</param>
    public static string Svg(string title, IReadOnlyList<Bar> bars, double? most = null)
    {
        var full = most ?? Math.Max(1, bars.Max(bar => bar.Value));
        var height = bars.Sum(HeightOf) + 8;
        var spoken = WebUtility.HtmlEncode($"{title}: {string.Join("; ", bars.Select(bar => $"{bar.Label} {bar.Shown} {bar.Interval?.Words}".TrimEnd()))}");
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg class=\"bars\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{spoken}\" font-size=\"14\">");
        var top = 16;
        foreach (var bar in bars)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Edge}\" y=\"{top}\">{WebUtility.HtmlEncode(bar.Label)}</text>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Edge}\" y=\"{top}\" text-anchor=\"end\" font-weight=\"600\">{WebUtility.HtmlEncode(bar.Shown)}</text>")
                .Append(CultureInfo.InvariantCulture, $"<rect x=\"{Edge}\" y=\"{top + 6}\" width=\"{Width - (2 * Edge)}\" height=\"{Thick}\" rx=\"3\" fill=\"#e8eeec\"/>")
                .Append(CultureInfo.InvariantCulture, $"<rect x=\"{Edge}\" y=\"{top + 6}\" width=\"{At(bar.Value) - Edge:0.#}\" height=\"{Thick}\" rx=\"3\" fill=\"#1f5f5b\"/>");
            if (bar.Interval is var (low, high, words))
                svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{At(low):0.#} {top + 3}v{Thick + 6}M{At(high):0.#} {top + 3}v{Thick + 6}M{At(low):0.#} {top + 12}H{At(high):0.#}\" stroke=\"#f0a13c\" stroke-width=\"2.5\" fill=\"none\"/>")
                    .Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Edge}\" y=\"{top + Thick + 22}\" text-anchor=\"end\" font-size=\"12.5\">{WebUtility.HtmlEncode(words)}</text>");
            top += HeightOf(bar);
        }

        return svg.Append("</svg>").ToString();

        double At(double value) => Edge + ((Width - (2 * Edge)) * Math.Clamp(value / full, 0, 1));
    }
}
