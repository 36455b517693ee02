using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills;
using Assistant.Skills.Language;

namespace Assistant.Bot.Import;

/// <summary>Why a row was not taken: field, code; the message comes from <c>prompts/import/messages.yaml</c>.</summary>
public sealed class RowRejectedException(string field, string code) : Exception($"{field}: {code}")
{
    /// <summary>Canonical name of the column.</summary>
    public string Field { get; } = field;

    /// <summary>Code of the message.</summary>
    public string Code { get; } = code;
}

/// <summary>One row by column name, read into types; whatever does not fit rejects the row.</summary>
internal sealed partial class RowReader(IReadOnlyDictionary<string, int> columns, IReadOnlyList<string?> cells, IReadOnlySet<string> required, ImportColumns known, TimeZoneInfo zone)
{
    private const int MostText = 400;
    private static readonly DateOnly ExcelEpoch = new(1899, 12, 30);

    /// <summary>Checks what concerns the row as a whole.</summary>
    public void CheckWhole(int headerCount)
    {
        // Excel leaves trailing empty cells out, or adds them.
        if (cells.Count > headerCount && cells.Skip(headerCount).Any(cell => !string.IsNullOrWhiteSpace(cell)))
            throw new RowRejectedException("", "column_count");
        foreach (var (column, i) in columns)
        {
            if (i < cells.Count && cells[i] is { } cell)
            {
                if (cell.Contains(TableReader.Cut, StringComparison.Ordinal))
                    throw new RowRejectedException(column, "cell_too_long");
                if (cell.Contains('\uFFFD', StringComparison.Ordinal))
                    throw new RowRejectedException(column, "bad_encoding");
            }
        }

        foreach (var column in required)
            _ = Text(column);
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string column) => Optional(column) ?? throw new RowRejectedException(column, "missing");

    /// <summary>A text, or null for an empty cell.</summary>
    public string? Optional(string column)
    {
        if (!columns.TryGetValue(column, out var i) || i >= cells.Count || cells[i] is not { } cell)
            return required.Contains(column) ? throw new RowRejectedException(column, "missing") : null;
        var text = Half(cell).Trim();
        if (text.Length > MostText)
            throw new RowRejectedException(column, "too_long");
        return text.Length > 0 ? text : required.Contains(column) ? throw new RowRejectedException(column, "missing") : null;
    }

    /// <summary>Money: 12345.67, ¥12,345.67, 1.2万.</summary>
    public Money Money(string column, string currency) => OptionalMoney(column, currency) ?? throw new RowRejectedException(column, "missing");

    /// <summary>Money, or null for an empty cell.</summary>
    public Money? OptionalMoney(string column, string currency)
    {
        if (Optional(column) is not { } text)
            return null;
        var match = MoneyPattern().Match(text);
        if (!match.Success || Numerals.Read(match.Groups["n"].Value + match.Groups["u"].Value) is not { } number)
            throw new RowRejectedException(column, "bad_money");
        if (decimal.Round(number, 2) != number)
            throw new RowRejectedException(column, "too_many_decimals");
        return new Money(match.Groups["minus"].Success ? -number : number, currency);
    }

    /// <summary>A date: yyyyMMdd, yyyy-MM-dd (or with slashes), Excel serial.</summary>
    public DateOnly Day(string column) => OptionalDay(column) ?? throw new RowRejectedException(column, "missing");

    /// <summary>A date, or null for an empty cell.</summary>
    public DateOnly? OptionalDay(string column) => Optional(column) is not { } text ? null : ReadDay(text) ?? throw new RowRejectedException(column, "bad_date");

    /// <summary>A moment; without an offset it is the bank's time, without a time the start of the day.</summary>
    public DateTimeOffset Moment(string column)
    {
        var text = Text(column);
        if (OffsetPattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
            return exact;
        if (ReadDay(text) is { } day)
            return Local(day.ToDateTime(TimeOnly.MinValue));
        return DateTime.TryParseExact(text, ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyyMMddHHmmss"],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Local(local) : throw new RowRejectedException(column, "bad_time");
    }

    /// <summary>A rate as a fraction; 0.05% is 0.0005.</summary>
    public decimal Rate(string column)
    {
        var text = Text(column);
        var percent = text.EndsWith('%') || text.EndsWith('％');
        var number = decimal.TryParse(text.TrimEnd('%', '％'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var n) ? n : -1;
        var rate = percent ? number / 100 : number;
        return rate is >= 0 and <= 1 ? rate : throw new RowRejectedException(column, "bad_rate");
    }

    /// <summary>Yes or no; an empty cell is no.</summary>
    public bool Flag(string column) => Optional(column)?.ToLowerInvariant() switch
    {
        null or "n" or "no" or "0" or "false" or "否" or "无" => false,
        "y" or "yes" or "1" or "true" or "是" or "有" => true,
        _ => throw new RowRejectedException(column, "bad_flag"),
    };

    /// <summary>A currency code.</summary>
    public string Currency(string column) => Text(column) switch
    {
        "人民币" or "RMB" => "CNY",
        "美元" => "USD",
        { Length: 3 } code when code.All(char.IsAsciiLetter) => code.ToUpperInvariant(),
        _ => throw new RowRejectedException(column, "bad_currency"),
    };

    /// <summary>Four characters: digits, for documents also letters.</summary>
    public string Last4(string column, bool letters)
    {
        var text = Text(column);
        // A spreadsheet may have dropped leading zeros.
        if (text.Length < 4 && text.All(char.IsAsciiDigit))
            text = text.PadLeft(4, '0');
        return text.Length == 4 && text.All(c => char.IsAsciiDigit(c) || (letters && char.IsAsciiLetter(c))) ? text.ToUpperInvariant() : throw new RowRejectedException(column, "bad_last4");
    }

    /// <summary>A telephone number of 5 to 15 digits, with or without signs between them.</summary>
    public string Mobile(string column)
    {
        var text = Text(column);
        var digits = text.Count(char.IsAsciiDigit);
        return digits is >= 5 and <= 15 && text.All(c => char.IsAsciiDigit(c) || "+-() ".Contains(c)) ? text : throw new RowRejectedException(column, "bad_mobile");
    }

    /// <summary>A day of the month.</summary>
    public int DayOfMonth(string column) => int.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31
        ? day : throw new RowRejectedException(column, "bad_day");

    /// <summary>A number of times from nothing on; null where the file does not say.</summary>
    public int? OptionalCount(string column) => Optional(column) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw new RowRejectedException(column, "bad_count");

    /// <summary>A whole number above zero.</summary>
    public int Number(string column) => int.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number : throw new RowRejectedException(column, "bad_number");

    /// <summary>A statement month, yyyy-MM.</summary>
    public string Month(string column)
    {
        var text = Text(column).Replace('/', '-');
        if (text is { Length: 6 } && text.All(char.IsAsciiDigit))
            text = $"{text[..4]}-{text[4..]}";
        return DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : throw new RowRejectedException(column, "bad_month");
    }

    /// <summary>One of a fixed list, in its own word or an alias.</summary>
    public string Word(string column, IReadOnlyCollection<string> allowed) => known.Word(Text(column), allowed) ?? throw new RowRejectedException(column, "bad_word");

    private static DateOnly? ReadDay(string text)
    {
        if (DateOnly.TryParseExact(text, ["yyyyMMdd", "yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day.Year is >= 1950 and <= 2150 ? day : null;
        // Excel counts days from 1899-12-30; 18264 is 1950, 91312 the end of 2149.
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial is >= 18264 and <= 91312 ? ExcelEpoch.AddDays(serial) : null;
    }

    private DateTimeOffset Local(DateTime local) => new(local, zone.GetUtcOffset(local));

    private static string Half(string text) => text.AsSpan().IndexOfAnyInRange('！', '～') < 0 ? text
        : string.Concat(text.Select(c => c is (>= '０' and <= '９') or '．' or '，' or '－' or '％' or '：' ? (char)(c - 0xFEE0) : c));

    [GeneratedRegex(@"^(?<minus>-)?\s*(?:[¥￥$]|CNY|RMB|USD)?\s*(?<n>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?<u>[万千])?\s*(?:元|圆)?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex MoneyPattern();

    [GeneratedRegex(@"[T ][0-9:.]+\s*(?:Z|[+-][0-9]{2}:?[0-9]{2})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex OffsetPattern();
}
