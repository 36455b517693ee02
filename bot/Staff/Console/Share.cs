namespace Assistant.Bot.Staff.Console;

/// <summary>So many of so many, with the interval that says how far a share of few can be trusted.</summary>
/// <param name="Hits">How many.</param>
/// <param name="Of">Of how many.</param>
public sealed record Share(int Hits, int Of)
{
    /// <summary>Two-sided 95 % of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The share, 0 to 1; null of none.</summary>
    public double? Part => Of == 0 ? null : (double)Hits / Of;

    /// <summary>The 95 % score interval (Wilson 1927), 0 to 1; null of none. Unlike the textbook interval it holds for few and for all or nothing.</summary>
    public (double Low, double High)? Interval
    {
        get
        {
            if (Of == 0)
                return null;
            var (n, p) = ((double)Of, (double)Hits / Of);
            var middle = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
            var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
            return (Hits == 0 ? 0 : middle - half, Hits == Of ? 1 : middle + half);
        }
    }
}
