using Assistant.Skills.Practice;

namespace Assistant.Bot.Practice.Pages;

/// <summary>What is wrong with a draft: in which field, on which of its lines, and what to correct.</summary>
/// <param name="Field">Field; null where it is the whole.</param>
/// <param name="Line">Line within the field, where it has several.</param>
/// <param name="Correct">What to correct.</param>
public sealed record DraftProblem(string? Field, long? Line, string Correct);

/// <summary>What a draft's page shows.</summary>
/// <param name="Draft">The draft; null where it is not kept yet.</param>
/// <param name="Form">What stands in the fields; null where the text is not of the form's shape.</param>
/// <param name="Scenario">The scenario it makes; null while it is not finished.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Refusal">Why what was asked cannot be done.</param>
/// <param name="Personas">Manners there are.</param>
/// <param name="IsKept">Whether it was kept just now.</param>
public sealed record DraftModel(PracticeDraft? Draft, DraftForm? Form, Scenario? Scenario, DraftProblem? Problem, string? Refusal, IReadOnlyList<string> Personas, bool IsKept)
{
    /// <summary>What a field holds.</summary>
    public string Of(string field) => Form?.Fields.GetValueOrDefault(field) ?? "";

    /// <summary>Whether one of a list is chosen.</summary>
    public bool Has(string field, string one) => Of(field).Split(',').Contains(one);
}

/// <summary>A draft in the list.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="Title">Its title.</param>
/// <param name="Family">Its family.</param>
/// <param name="IsFinished">Whether the reader accepts it.</param>
public sealed record DraftRow(PracticeDraft Draft, string Title, string? Family, bool IsFinished);
