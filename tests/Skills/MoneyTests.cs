using Assistant.Skills;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Skills;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("2.005", "2.01")] // half goes away from zero, not to even
    [InlineData("-2.005", "-2.01")]
    [InlineData("2.004999", "2.00")]
    [InlineData("0", "0.00")]
    public void Rounding_goes_half_away_from_zero(string number, string rounded) =>
        Money.Round(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), "CNY").ToWire().ShouldBe(rounded);

    [Fact]
    public void A_third_decimal_is_refused_not_rounded() => Should.Throw<ArgumentException>(() => new Money(1.005m, "CNY"));

    [Theory]
    [InlineData("cny")]
    [InlineData("CN")]
    [InlineData("")]
    public void A_currency_is_three_capitals(string currency) => Should.Throw<ArgumentException>(() => new Money(1, currency));

    [Fact]
    public void Currencies_never_mix()
    {
        Should.Throw<InvalidOperationException>(() => new Money(1, "CNY") + new Money(1, "USD"));
        Should.Throw<InvalidOperationException>(() => new Money(1, "CNY") < new Money(1, "USD"));
    }

    [Fact]
    public void Sums_are_exact_in_any_order() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(),
        cents => cents.Select(c => new Money(c / 100m, "CNY")).Aggregate(Money.Zero("CNY"), (sum, money) => sum + money)
            == cents.Reverse().Select(c => new Money(c / 100m, "CNY")).Aggregate(Money.Zero("CNY"), (sum, money) => money + sum)));
}
