namespace Assistant.Bot.Storage;

/// <summary>
/// Why what somebody asked for is not done. Its words are data, <c>console.refused.</c> and the code in <c>prompts/pages/</c>, so that each reads them in
/// their own language.
/// </summary>
public sealed record Refusal
{
    private Refusal(int status, string code, IReadOnlyList<object> values) => (Status, Code, Values) = (status, code, values);

    /// <summary>Status of the answer.</summary>
    public int Status { get; }

    /// <summary>Which words say it.</summary>
    public string Code { get; }

    /// <summary>What stands in the places of the words, in their order.</summary>
    public IReadOnlyList<object> Values { get; }

    /// <summary>A refusal; the only way to make one, with the code written out, so that a test finds each code in the source and looks for its words.</summary>
    /// <param name="status">Status of the answer.</param>
    /// <param name="code">Which words say it.</param>
    /// <param name="values">Texts and numbers; <see cref="Coded"/> and <see cref="Colleague"/> are put into words too.</param>
    public static Refusal Of(int status, string code, params object[] values) => new(status, code, values);
}

/// <summary>Codes within a refusal: people read the console's words for them, machines the codes themselves.</summary>
/// <param name="Prefix">What stands before the code in the key of its word, after <c>console.</c>; a code without a word is shown as it is.</param>
/// <param name="Codes">The codes.</param>
public sealed record Coded(string Prefix, params IReadOnlyList<string> Codes);

/// <summary>A colleague within a refusal: people read the name, machines the user.</summary>
/// <param name="User">Name in the audit record.</param>
public sealed record Colleague(string User);

/// <summary>Ends the reading of a request with a refusal, from wherever it is read.</summary>
public sealed class RefusedException(Refusal refusal) : Exception($"Refused: {refusal.Code}.")
{
    /// <summary>Why.</summary>
    public Refusal Refusal => refusal;
}
