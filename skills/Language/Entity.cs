namespace Assistant.Skills.Language;

/// <summary>Something with a value that was heard in a message.</summary>
/// <param name="Type">One of the entity types of the external contract, section 5.</param>
/// <param name="Text">The words it was heard in.</param>
/// <param name="Start">UTF-16 position of the words in the message.</param>
/// <param name="Value">Decimal with two places for amounts, ISO date, ISO 8601 duration, digits otherwise.</param>
public sealed record Entity(string Type, string Text, int Start, string Value)
{
    /// <summary>ISO 4217 for amounts whose currency was said.</summary>
    public string? Currency { get; init; }

    /// <summary>What an amount is for, as far as the words around it say.</summary>
    public AmountRole Role { get; init; }

    /// <summary>Whether speech-to-text misheard the words and the value is a guess: 八白 for 800.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>Whether it is a factor of identity: it proves who somebody is, and is masked where it is kept.</summary>
    public bool IsIdentityFactor => Type is EntityType.CaseNo or EntityType.Phone or EntityType.IdLast4 or EntityType.CardLast4;

    /// <summary>UTF-16 length of the words.</summary>
    public int Length => Text.Length;

    /// <summary>First position after the words.</summary>
    public int End => Start + Text.Length;
}

/// <summary>What an amount is for.</summary>
public enum AmountRole
{
    /// <summary>The words do not say.</summary>
    Unknown,

    /// <summary>Each month.</summary>
    Monthly,

    /// <summary>Once, now or on a day.</summary>
    Once,

    /// <summary>What the person earns.</summary>
    Income,
}

/// <summary>Entity types of the external contract.</summary>
public static class EntityType
{
    /// <summary>Money; value in major units with two places.</summary>
    public const string Amount = "amount";

    /// <summary>ISO date.</summary>
    public const string Date = "date";

    /// <summary>A month ("2026-09") or a year ("2017").</summary>
    public const string DateRange = "daterange";

    /// <summary>ISO 8601 duration.</summary>
    public const string Duration = "duration";

    /// <summary>Percent as a decimal.</summary>
    public const string Percent = "percent";

    /// <summary>How many times or things.</summary>
    public const string Count = "count";

    /// <summary>When someone can be reached: "20:00-", "-09:00", "19:00-21:00".</summary>
    public const string TimeWindow = "time_window";

    /// <summary>Telephone number, digits.</summary>
    public const string Phone = "phone";

    /// <summary>Last four characters of an identity document.</summary>
    public const string IdLast4 = "id_last4";

    /// <summary>Last four digits of a card.</summary>
    public const string CardLast4 = "card_last4";

    /// <summary>Case number.</summary>
    public const string CaseNo = "case_no";
}
