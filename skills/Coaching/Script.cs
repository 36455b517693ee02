namespace Assistant.Skills.Coaching;

/// <summary>A line that an agent may say in a situation, with why it is good and what must not be said there.</summary>
public sealed record Script
{
    /// <summary>What lines are for, in the order of a conversation; each has a file of its own.</summary>
    public static readonly IReadOnlyList<string> Strategies =
        ["open", "verify", "explain", "empathise", "cause", "affordability", "offer", "objection", "confirm", "follow-up", "complaint", "close"];

    /// <summary>Stages of a conversation.</summary>
    public static readonly IReadOnlyList<string> Stages = ["open", "verify", "discover", "offer", "objection", "close"];

    /// <summary>Risks: neutral, ordinary, sensitive, danger to life.</summary>
    public static readonly IReadOnlyList<string> Risks = ["R0", "R1", "R2", DangerToLife];

    /// <summary>Whom the agent speaks with.</summary>
    public static readonly IReadOnlyList<string> Personas =
        ["any", "cooperative", "silent", "angry", "evasive", "bargaining", "over-promising", "distressed", "elderly", "legalistic", "agency-coached", "third-party"];

    /// <summary>Laws a line may be kept to (ISO 3166).</summary>
    public static readonly IReadOnlyList<string> KnownLaws = ["CN", "US", "GB"];

    /// <summary>Figures and dates of a case that a line may leave open, in braces.</summary>
    public static readonly IReadOnlyList<string> CaseBlanks = ["total_due", "overdue_amount", "min_payment", "due_date", "instalment", "next_due_date"];

    /// <summary>Everything a line may leave open.</summary>
    public static readonly IReadOnlyList<string> Blanks = [.. CaseBlanks, "creditor", "hotline", "complaint_line", "listen_line", "agent"];

    /// <summary>The risk of lines for where a life is in danger.</summary>
    public const string DangerToLife = "R3";

    /// <summary>Its name, the same in every language: strategy and short name, such as "objection.no-money".</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="Strategies"/>.</summary>
    public required string Strategy { get; init; }

    /// <summary>The situation, as an agent would describe it.</summary>
    public required string Situation { get; init; }

    /// <summary>How an agent asks for it; at least one.</summary>
    public required IReadOnlyList<string> Ask { get; init; }

    /// <summary>What the customer says just before; at least one.</summary>
    public required IReadOnlyList<string> Heard { get; init; }

    /// <summary>One of <see cref="Stages"/>.</summary>
    public required string Stage { get; init; }

    /// <summary>One of <see cref="Risks"/>.</summary>
    public required string Risk { get; init; }

    /// <summary>One of <see cref="Personas"/>.</summary>
    public required string Persona { get; init; }

    /// <summary>Intents of the catalogue that the customer's words have; may be empty.</summary>
    public IReadOnlyList<string> Intents { get; init; } = [];

    /// <summary>Whether it is said before identity is proven.</summary>
    public bool IsBeforeVerification { get; init; }

    /// <summary>Facts of a case that it is made for, by the names reviews know; empty for any case.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Laws it is kept to; empty for every law of its language.</summary>
    public IReadOnlyList<string> Laws { get; init; } = [];

    /// <summary>The line, with <see cref="Blanks"/> in braces.</summary>
    public required string Text { get; init; }

    /// <summary>Why it is good.</summary>
    public required string Why { get; init; }

    /// <summary>What must not be said there.</summary>
    public required string Not { get; init; }
}
