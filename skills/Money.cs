using System.Globalization;

namespace Assistant.Skills;

/// <summary>
/// An exact amount of one currency: two decimal places, positive or negative, never rounded silently.
/// Equal when amount and currency are equal. The default value has no currency and refuses every operation.
/// </summary>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>An amount already at two decimal places.</summary>
    /// <param name="amount">At most two decimal places; negative means a credit.</param>
    /// <param name="currency">ISO 4217 code, upper case.</param>
    /// <exception cref="ArgumentException">More than two decimals, or a currency that is not three capitals.</exception>
    public Money(decimal amount, string currency)
    {
        if (currency is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z'])
            throw new ArgumentException($"A currency is three capitals (ISO 4217), not '{currency}'.", nameof(currency));
        if (decimal.Round(amount, 2) != amount)
            throw new ArgumentException("Money has at most two decimals; round it on purpose with Money.Round.", nameof(amount));
        Amount = decimal.Round(amount, 2) + 0.00m;
        Currency = currency;
    }

    /// <summary>The number, with two decimal places.</summary>
    public decimal Amount { get; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; }

    /// <summary>Rounds to two places, half away from zero, as the contract of the product fixes it.</summary>
    public static Money Round(decimal amount, string currency) =>
        new(decimal.Round(amount, 2, MidpointRounding.AwayFromZero), currency);

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(string currency) => new(0m, currency);

    /// <summary>The larger of two amounts of one currency.</summary>
    public static Money Max(Money left, Money right) => left >= right ? left : right;

    /// <summary>The smaller of two amounts of one currency.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <summary>Whether this is more than nothing.</summary>
    public bool IsPositive => Amount > 0m;

    /// <summary>Sum of two amounts of one currency.</summary>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.In(left), left.Currency);

    /// <summary>Difference of two amounts of one currency.</summary>
    public static Money operator -(Money left, Money right) => new(left.Amount - right.In(left), left.Currency);

    /// <summary>A whole multiple.</summary>
    public static Money operator *(Money left, int times) => new(left.Amount * times, left.Currency);

    /// <summary>Order of two amounts of one currency.</summary>
    public static bool operator <(Money left, Money right) => left.Amount < right.In(left);

    /// <summary>Order of two amounts of one currency.</summary>
    public static bool operator >(Money left, Money right) => left.Amount > right.In(left);

    /// <summary>Order of two amounts of one currency.</summary>
    public static bool operator <=(Money left, Money right) => left.Amount <= right.In(left);

    /// <summary>Order of two amounts of one currency.</summary>
    public static bool operator >=(Money left, Money right) => left.Amount >= right.In(left);

    /// <inheritdoc cref="op_Addition"/>
    public static Money Add(Money left, Money right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static Money Subtract(Money left, Money right) => left - right;

    /// <inheritdoc cref="op_Multiply"/>
    public static Money Multiply(Money left, int times) => left * times;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Amount.CompareTo(other.In(this));

    /// <summary>The number as the wire has it: "800.00", no currency, no grouping.</summary>
    public string ToWire() => Amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => $"{ToWire()} {Currency}";

    private decimal In(Money other) => Currency == other.Currency
        ? Amount
        : throw new InvalidOperationException($"Money of {Currency} and {other.Currency} cannot be put together.");
}
