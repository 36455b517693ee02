namespace Assistant.Skills.Language.Recognisers;

/// <summary>Something with a value that was recognised in a text; the shape of Microsoft's Recognizers-Text.</summary>
/// <param name="Text">The words, as written.</param>
/// <param name="Start">UTF-16 position of the first character.</param>
/// <param name="End">UTF-16 position of the last character: inclusive, as in Recognizers-Text.</param>
/// <param name="TypeName">One of <see cref="TypeNames"/>.</param>
/// <param name="Resolution">What the words mean.</param>
public sealed record Recognised(string Text, int Start, int End, string TypeName, Resolution Resolution);

/// <summary>What recognised words mean. Absent parts are null.</summary>
/// <param name="Value">Number with a point and without grouping ("1200.5"), percentage ("76%"), range ("(20,35]"), "true" or "false", or the digits of a telephone number as written.</param>
public sealed record Resolution(string? Value)
{
    /// <summary>Of a number: "integer", "decimal", "fraction" or "power" (English only, as in Recognizers-Text).</summary>
    public string? Subtype { get; init; }

    /// <summary>Of a currency: its name in English, such as "Chinese yuan".</summary>
    public string? Unit { get; init; }

    /// <summary>Of a currency: ISO 4217, where the name has one.</summary>
    public string? IsoCurrency { get; init; }

    /// <summary>Of a yes, a no or a telephone number: how sure it is, as Recognizers-Text writes it ("1.0", "1").</summary>
    public string? Score { get; init; }

    /// <summary>Of a date or time: every meaning the words can have, the past one before the future one.</summary>
    public IReadOnlyList<TimeMeaning>? Times { get; init; }
}

/// <summary>One meaning of words for a time.</summary>
/// <param name="Timex">TIMEX3, such as "XXXX-XX-29", "(2026-11-01,2026-12-01,P1M)" or "P3D".</param>
/// <param name="Type">"date", "daterange", "datetime", "datetimerange", "time", "timerange", "duration" or "set".</param>
public sealed record TimeMeaning(string Timex, string Type)
{
    /// <summary>Of a date, time or datetime: ISO; of a duration: seconds; "not resolved" for a set.</summary>
    public string? Value { get; init; }

    /// <summary>Of a range: its first date or time, ISO; null for an open start.</summary>
    public string? Start { get; init; }

    /// <summary>Of a range: the first date or time after it, ISO; null for an open end.</summary>
    public string? End { get; init; }

    /// <summary>How the words bend the time: "before", "after", "since", "until", "approx", "start", "mid", "end" and so on, as in Recognizers-Text.</summary>
    public string? Mod { get; init; }

    /// <summary>Any further key of Recognizers-Text ("sourceEntity", "isLunar", "list"), by name; null where there is none.</summary>
    public IReadOnlyDictionary<string, string>? Others { get; init; }
}

/// <summary>Type names of Recognizers-Text.</summary>
public static class TypeNames
{
    /// <summary>A number.</summary>
    public const string Number = "number";

    /// <summary>A percentage, a discount or a share.</summary>
    public const string Percentage = "percentage";

    /// <summary>A range of numbers.</summary>
    public const string NumberRange = "numberrange";

    /// <summary>An amount of money.</summary>
    public const string Currency = "currency";

    /// <summary>A yes or a no.</summary>
    public const string Boolean = "boolean";

    /// <summary>A telephone number.</summary>
    public const string PhoneNumber = "phonenumber";

    /// <summary>What a date's or time's type is put after: "datetimeV2.date".</summary>
    public const string DateTime = "datetimeV2.";
}
